"""Does the scan agree with the pairwise comparison, the reference and the rule of the best benchmark?"""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import InsufficientData, InsufficientHistoryError, InvalidSpecification, NotFound
from core.index.benchmark_choice import check_choice
from core.index.fit import BenchmarkFit, best_fit, rank_by_fit, scan
from core.index.fit_words import choice_text, skill_or_luck, why_best
from core.market.levels import LevelSeries, to_days
from core.returns.common_returns import common_returns
from core.returns.series import ReturnSeries, aligned_levels, returns_of
from core.statistics.months_needed import months_still_needed
from core.statistics.relative import compare


def daily(name: str, returns: np.ndarray) -> ReturnSeries:
    return ReturnSeries(name, np.datetime64("2020-01-01") + np.arange(returns.size), returns)


def random_rows(rows: int, n: int = 300, seed: int = 1) -> np.ndarray:
    random = np.random.default_rng(seed)
    market = random.normal(0.0004, 0.01, n)
    return np.array([market * random.uniform(0.3, 1.5) + random.normal(0, 0.006, n) for _ in range(rows)])


@given(st.integers(0, 50))
def test_the_scan_is_the_pairwise_comparison(seed: int) -> None:
    rows = random_rows(5, 60, seed)
    series = [daily(f"s{at}", row) for at, row in enumerate(rows)]
    found = scan(series[:3], series[3:], 0.03)
    for at, own in enumerate(series[:3]):
        for other, index in enumerate(series[3:]):
            exact = compare(own, index, 0.03)
            scanned = [table[at, other] for table in (found.alpha, found.beta, found.correlation, found.tracking_error)]
            told = [exact.alpha, exact.beta, exact.correlation, exact.tracking_error]
            assert scanned == pytest.approx(told, rel=1e-11, abs=1e-13)
        assert found.total_returns[at] == pytest.approx(own.total, rel=1e-12)


def test_a_near_copy_has_a_tracking_error_that_does_not_cancel() -> None:
    market = random_rows(1)[0]
    wobble = np.where(np.arange(market.size) % 2, 1e-9, -1e-9)
    found = best_fit(daily("copy", market + wobble), [daily("index", market)])
    assert found.best.tracking_error == pytest.approx(wobble.std(ddof=1) * np.sqrt(365.25), rel=1e-6)
    itself = best_fit(daily("a", market), [daily("b", market)]).best
    assert (itself.tracking_error, itself.excess_return) == (0.0, 0.0)
    assert (itself.beta, itself.r_squared) == pytest.approx((1.0, 1.0))
    assert itself.alpha == pytest.approx(0.0, abs=1e-15)


def test_a_constant_series_has_no_fit_and_says_why() -> None:
    market, flat = random_rows(1)[0], np.full(300, 0.001)
    found = best_fit(daily("own", market), [daily("flat", flat), daily("index", market * 0.5)])
    assert found.fits[0].r_squared is None
    assert "never vary" in (found.fits[0].reason or "")
    assert (found.best.index, found.runner_up) == ("index", None)
    with pytest.raises(InsufficientData, match="never vary"):
        _ = best_fit(daily("own", market), [daily("flat", flat)]).best


def fitted(name: str, r_squared: float, tracking_error: float, excess: float = 0.0) -> BenchmarkFit:
    return BenchmarkFit(name, 0.1, excess, tracking_error, 0.0, 1.0, r_squared**0.5, r_squared)


def test_ties_within_half_a_point_go_to_the_lower_tracking_error() -> None:
    """Highest R², ties within 0.005 to the lower tracking error, never the closest total return."""
    a, b, c = fitted("A", 0.900, 0.05), fitted("B", 0.896, 0.03), fitted("C", 0.80, 0.01)
    assert [one.index for one in rank_by_fit([c, a, b])] == ["B", "A", "C"]
    apart = fitted("B", 0.894, 0.03)
    assert [one.index for one in rank_by_fit([c, apart, a])] == ["A", "B", "C"]


def test_the_choice_of_an_easy_benchmark_is_seen() -> None:
    market = random_rows(1)[0]
    rows = [market, market * 0.9 - 0.0005 + random_rows(1, seed=9)[0] * 0.3, random_rows(1, seed=7)[0]]
    names = ("true", "easy", "unrelated")
    fit = best_fit(daily("own", market * 1.05), [daily(name, row) for name, row in zip(names, rows, strict=True)])
    check = check_choice(fit, "easy")
    assert (fit.best.index, check.rank_by_fit, check.rank_by_excess) == ("true", 2, 1)
    assert [one.index for one in check.plausible] == ["true", "easy"]
    # What is owed to the choice is the difference of the two benchmarks' own totals, whatever the portfolio did.
    assert check.owed_to_choice == pytest.approx(check.best.total_return - check.chosen.total_return, abs=1e-12)
    assert "it differs by 4.7 percentage points" in choice_text(check)
    own = check_choice(fit, "true")
    assert (own.rank_by_fit, own.owed_to_choice) == (1, 0.0)
    assert "too loosely (correlation" in choice_text(check_choice(fit, "unrelated"))
    with pytest.raises(NotFound):
        check_choice(fit, "absent")


def test_why_the_best_is_the_best_is_said() -> None:
    market = random_rows(1)[0]
    noise = random_rows(1, seed=5)[0]
    fit = best_fit(daily("Mine", market), [daily("Far", market + noise), daily("Near", market + 0.1 * noise)])
    assert why_best(fit).startswith("Near explains 99.")
    assert "the runner-up, Far" in why_best(fit)
    alone = best_fit(daily("Mine", market), [daily("Only", market + noise)])
    assert why_best(alone).endswith("no other index was compared.")
    tied = best_fit(daily("Mine", market), [daily("Double", market * 2), daily("Same", market)])
    assert (tied.best.index, tied.tied) == ("Same", True)
    assert "lower tracking error decides" in why_best(tied)


def test_dates_are_aligned_before_anything_is_computed() -> None:
    """A holiday of one market neither loses nor invents a return: as levels on the common dates."""
    days = np.datetime64("2022-01-03") + np.arange(40)
    random = np.random.default_rng(2)
    levels = [LevelSeries(str(n), days, 100 * np.cumprod(1 + random.normal(0, 0.01, 40)), "USD") for n in range(3)]
    keep = np.array([n not in (10, 11, 25) for n in range(40)])
    holiday = LevelSeries("2", days[keep], levels[2].levels[keep], "USD")
    shared = common_returns([returns_of(levels[0]), returns_of(levels[1]), returns_of(holiday)])
    expected = aligned_levels(levels[0], levels[1], holiday)
    # The first common date's own return is left out, for it may span different days.
    assert shared.returns == pytest.approx(np.array([returns_of(one).returns[1:] for one in expected]), abs=1e-14)
    with pytest.raises(InsufficientData, match="no returns for the same dates"):
        common_returns([daily("a", np.zeros(3)), ReturnSeries("b", to_days(["1999-01-01"]), np.zeros(1))])


def test_what_cannot_be_asked_is_refused() -> None:
    own = daily("own", random_rows(1)[0])
    for indexes in ([], [daily("x", own.returns), daily("x", own.returns)]):
        with pytest.raises(InvalidSpecification):
            scan([own], indexes)
    with pytest.raises(InvalidSpecification, match="periods"):
        scan([own], [daily("x", own.returns)], 0.04, 0)
    few = daily("few", own.returns[:4])
    with pytest.raises(InsufficientHistoryError, match="at least 20 observations, but there are 4"):
        best_fit(few, [few])
    assert best_fit(few, [few], minimum_observations=4).total_return == pytest.approx(few.total)


def test_skill_or_luck_is_told_with_the_interval() -> None:
    random = np.random.default_rng(4)
    market = random.normal(0, 0.01, 500)
    noise = random.normal(0, 0.01, 500)
    noise -= noise.mean()
    sure = compare(daily("p", market + 0.003 + noise * 0.1), daily("b", market), 0.0)
    assert "That is more than luck would explain. The record has 16 months" in skill_or_luck(sure)
    assert months_still_needed(sure) == 0
    unsure = compare(daily("p", market + 0.0003 + noise), daily("b", market), 0.0)
    months = months_still_needed(unsure)
    assert months
    assert f"{months} more months for a four in five chance of telling." in skill_or_luck(unsure)
    # The error shrinks with 1/√n: after that many more months t is 2.8, and 1.96 is passed in four of five records.
    grown = unsure.jensen.t * np.sqrt((500 + months * 365.25 / 12) / 500)
    assert grown == pytest.approx(2.8016, abs=0.01)
    hopeless = compare(daily("p", market + 1e-6 + noise), daily("b", market), 0.0)
    assert hopeless.jensen is not None
    assert months_still_needed(hopeless) is None or (months_still_needed(hopeless) or 0) > 100
    assert "cannot be told apart" in skill_or_luck(compare(daily("p", market), daily("b", market), 0.0))


def test_many_securities_are_as_each_alone() -> None:
    """More securities than are taken at a time: none is lost, doubled or moved."""
    every = [daily(f"S{at}", row) for at, row in enumerate(random_rows(75, 80))]
    securities, indexes = every[:70], every[70:]
    found = scan(securities, indexes)
    assert found.beta.shape == found.tracking_error.shape == (70, 5)
    for at in (0, 31, 32, 63, 64, 69):
        alone = scan([securities[at]], indexes)
        for name in ("alpha", "beta", "correlation", "tracking_error"):
            assert getattr(found, name)[at] == pytest.approx(getattr(alone, name)[0], rel=1e-12)
        assert found.fit(at).security == f"S{at}"
        assert found.total_returns[at] == pytest.approx(securities[at].total, rel=1e-12)
