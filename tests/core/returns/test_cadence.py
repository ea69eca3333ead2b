"""By days or by weeks? A fund that follows its index a day late, what stays by days, and what is too short for weeks."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.index.fit import best_fit
from core.returns.cadence import BY_DAYS, Cadence, cadence_of
from core.returns.sampling import Spacing
from core.returns.series import ReturnSeries
from core.statistics.relative import compare
from core.statistics.rolling import rolling_fit

DAYS = np.arange("2014-01-01", "2026-01-01", dtype="datetime64[D]")
DAYS = DAYS[np.is_busday(DAYS)]
WEEKS = Cadence(Spacing.WEEKLY, "A (India) closes 11 hours before B (United States)")


def series(name: str, returns: np.ndarray) -> ReturnSeries:
    return ReturnSeries(name, DAYS[1 : returns.size + 1], returns, DAYS[: returns.size])


def mumbai(n: int = 2500, seed: int = 8) -> tuple[ReturnSeries, ReturnSeries, ReturnSeries]:
    """A fund whose NAV of day t holds New York's close of t − 1, the Nifty, and the S&P 500 in rupees."""
    draw = np.random.default_rng(seed)
    new_york, rupee = draw.normal(0.0004, 0.011, n), draw.normal(0.0001, 0.004, n)
    before = np.concatenate(([0.0], new_york[:-1]))
    fund = before + rupee + draw.normal(0, 0.001, n)
    nifty = 0.3 * before + draw.normal(0.0004, 0.010, n)
    return series("Fund", fund), series("Nifty 50", nifty), series("S&P 500", new_york + rupee)


@pytest.mark.parametrize("seed", range(5))
def test_a_true_tracker_is_the_best_of_the_scan_by_weeks_and_not_by_days(seed: int) -> None:
    fund, nifty, index = mumbai(seed=seed)
    by_days = best_fit(fund, [nifty, index], periods_per_year=252)
    assert by_days.best.index == "Nifty 50"
    fit = best_fit(fund, [nifty, index])
    assert fit.best.index == "S&P 500"
    assert (fit.best.r_squared or 0.0) > 0.56
    assert fit.best.beta == pytest.approx(0.8, abs=0.12)  # four of five days of a week are in common
    assert (fit.observations, fit.first, fit.dates[-1]) == (501, fund.dates[0], fund.dates[-1])
    assert fit.periods_per_year == pytest.approx(52.2, abs=0.3)
    assert fit.best.total_return == pytest.approx(index.total, rel=1e-12)
    assert "a day late" in fit.cadence.note


def test_by_weeks_risk_is_of_weeks_and_falls_totals_and_captures_stay_of_days() -> None:
    fund, _, index = mumbai()
    found, days = compare(fund, index, cadence=WEEKS), compare(fund, index)
    week = (fund.dates.astype(np.int64) + 3) // 7
    starts = np.flatnonzero(np.concatenate(([True], week[1:] != week[:-1])))
    p, b = (np.multiply.reduceat(1 + one.returns, starts) - 1 for one in (fund, index))
    rates = 1.04 ** ((found.portfolio.dates - found.portfolio.began).astype(float) / 365) - 1
    assert found.beta == pytest.approx(np.cov(p - rates, b - rates)[0, 1] / (b - rates).var(ddof=1), rel=1e-10)
    assert found.volatility == pytest.approx(p.std(ddof=1) * found.periods_per_year**0.5, rel=1e-12)
    assert found.risk_free_total == pytest.approx(days.risk_free_total, rel=1e-12)
    for name in ("total_return", "benchmark_total_return", "up_capture", "down_capture"):
        assert getattr(found, name) == pytest.approx(getattr(days, name), rel=1e-12), name
    assert found.max_drawdown == days.max_drawdown
    rolling = rolling_fit(found.portfolio, found.benchmark, 52)
    last = slice(-52, None)
    assert rolling.beta[-1] == pytest.approx(
        np.cov(p[last] - rates[last], b[last] - rates[last])[0, 1] / (b[last] - rates[last]).var(ddof=1), rel=1e-9
    )


def test_the_index_may_be_the_one_that_is_late() -> None:
    fund, _, index = mumbai()
    assert "S&P 500 follows" not in cadence_of(fund, (index,)).why
    assert cadence_of(index, (fund,)).why.startswith("Fund follows S&P 500 a day late")


@given(st.integers(0, 2**32 - 1), st.floats(-1.5, 1.5), st.integers(60, 400))
@settings(max_examples=60, deadline=None)
def test_series_of_one_clock_stay_by_days(seed: int, beta: float, n: int) -> None:
    draw = np.random.default_rng(seed)
    market = draw.normal(0.0003, 0.01, n)
    own = beta * market + draw.normal(0, 0.008, n)
    assert cadence_of(series("Own", own), (series("Index", market),)) is BY_DAYS


def test_nothing_late_is_told_of_a_few_days_or_of_what_never_moves() -> None:
    fund, _, index = mumbai(59)
    assert cadence_of(fund, (index,)) is BY_DAYS
    still = series("Still", np.zeros(300))
    assert cadence_of(still, (still,)) is BY_DAYS
    assert cadence_of(series("Deposit", np.full(300, 0.0002)), (still,)) is BY_DAYS


def test_fewer_than_twenty_weeks_stay_by_days_and_are_said_to_be_biased() -> None:
    fund, _, index = mumbai(90)
    short = cadence_of(fund, (index,), (WEEKS.why,))
    assert (short.spacing, short.biased) == (Spacing.DAILY, True)
    assert "fewer than 20 weeks" in short.note
    assert "alpha is not to be trusted" in short.note
    fund, _, index = mumbai(100)
    enough = cadence_of(fund, (index,), (WEEKS.why,))
    assert (enough.spacing, enough.biased) == (Spacing.WEEKLY, False)


@pytest.mark.parametrize("every", [5, 10, 21])
def test_what_is_not_daily_stays_as_it_is(every: int) -> None:
    fund, _, index = mumbai()
    own, other = (ReturnSeries(one.name, one.dates[::every], one.returns[::every]) for one in (fund, index))
    assert cadence_of(own, (other,), (WEEKS.why,)) is BY_DAYS
