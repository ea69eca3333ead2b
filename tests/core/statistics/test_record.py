"""Is a verdict withheld where dividends stand on one side alone, and a word where the record is short?"""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.index.fit import best_fit
from core.index.fit_words import skill_or_luck
from core.market.levels import Basis
from core.returns.series import ReturnSeries
from core.statistics.reading_bands import word
from core.statistics.record import Certainty, Record, Side, false_skill, looked_at
from core.statistics.relative import Comparison, compare
from core.statistics.standard_errors import standard_errors

DAYS = np.arange("2015-12-31", "2025-12-31", dtype="datetime64[D]")
WORKDAYS = DAYS[np.is_busday(DAYS)]


def series(name: str, returns: np.ndarray, basis: Basis | None = None) -> ReturnSeries:
    return ReturnSeries(name, WORKDAYS[1 : returns.size + 1], returns, WORKDAYS[: returns.size], basis)


def index_fund(years: float = 10.0) -> tuple[ReturnSeries, ReturnSeries, ReturnSeries]:
    """A fund on the Nifty 50: 1.27 % of dividends a year less 0.20 % of costs, tracking error 0.04 %; the price index; the TRI."""
    random, n = np.random.default_rng(15), int(years * 260.8)
    price = random.normal(0.0004, 0.011, n)
    total = (1 + price) * 1.0127 ** (1 / 260.8) - 1
    fund = (1 + total) * 0.998 ** (1 / 260.8) - 1 + random.normal(0, 0.0004 / math.sqrt(260.8), n)
    rows = (("Fund", fund, Basis.TOTAL), ("Nifty 50", price, Basis.PRICE), ("Nifty 50 TRI", total, Basis.TOTAL))
    own, market, with_dividends = (series(name, row, basis) for name, row, basis in rows)
    return own, market, with_dividends


def lasting(days: int, own: Basis | None = None, market: Basis | None = None) -> Record:
    return Record(days, days, Side("Own", own), Side("Index", market))


def test_an_index_fund_beside_the_price_index_gets_no_verdict() -> None:
    """Alpha 1.1 % with t = 85 was “more than luck would explain”, and is the index's own dividends."""
    fund, price, _ = index_fund()
    found = compare(fund, price, 0.07)
    assert (found.alpha, found.jensen, found.alpha_geometric, found.alpha_whole_period) == (None,) * 4
    assert (found.up_capture, found.down_capture) == (None, None)
    assert (found.beta, found.r_squared) == (pytest.approx(1.0, abs=0.001), pytest.approx(1.0, abs=0.001))
    said = skill_or_luck(found)
    assert said.startswith("Nifty 50 here leaves out dividends")
    assert said == found.reasons["alpha"] == found.reasons["up_capture"]
    assert word("information_ratio", found.information_ratio, found.record, found.r_squared) == ""
    assert compare(price, fund, 0.07).alpha is None


def test_beside_the_index_with_dividends_it_is_its_costs() -> None:
    fund, _, total = index_fund()
    found = compare(fund, total, 0.07)
    assert found.alpha == pytest.approx(-0.0020, abs=0.0003)
    assert skill_or_luck(found).endswith("It follows Nifty 50 TRI step by step, so this is no skill but its costs.")


@pytest.mark.parametrize("basis", [Basis.PRICE, None])
def test_an_index_fund_is_never_more_than_luck_even_where_nobody_knows_its_basis(basis: Basis | None) -> None:
    fund, price, _ = index_fund()
    said = skill_or_luck(compare(series("Fund", fund.returns, basis), price, 0.07))
    assert "more than luck" not in said
    assert said.endswith("this is no skill but income that the index leaves out.")


@pytest.mark.parametrize("other", [Basis.TOTAL, Basis.NET])
def test_dividends_net_of_tax_are_dividends(other: Basis) -> None:
    assert lasting(2000, Basis.TOTAL, other).unlike == ""
    assert lasting(2000, other, Basis.PRICE).unlike
    assert lasting(2000, None, Basis.PRICE).unlike == ""


def test_the_version_with_dividends_is_named() -> None:
    twin = Record(4000, 2500, Side("Mine", Basis.TOTAL), Side("Nifty 50", Basis.PRICE), "Nifty 50 TRI")
    assert twin.unlike.endswith("skill cannot be judged. Choose Nifty 50 TRI.")
    assert "Choose an index or a fund with dividends in it." in lasting(9, Basis.TOTAL, Basis.PRICE).unlike
    poor = lasting(4000, Basis.PRICE, Basis.TOTAL).unlike
    assert poor.startswith("Own here leaves out dividends")
    assert "Add its dividends" in poor


@pytest.mark.parametrize(
    ("days", "certainty", "said"),
    [
        (28, Certainty.NONE, ""),
        (364, Certainty.NONE, ""),
        (365, Certainty.UNCERTAIN, "excellent, uncertain"),
        (1094, Certainty.UNCERTAIN, "excellent, uncertain"),
        (1095, Certainty.PLAIN, "excellent"),
    ],
)
def test_words_come_with_the_length_of_the_record(days: int, certainty: Certainty, said: str) -> None:
    record = lasting(days)
    assert record.certainty is certainty
    assert (word("sharpe", 2.5, record), word("information_ratio", 1.5, record)) == (said, said)
    assert word("correlation", 0.9, record) == "strong"
    assert (record.reason == "") is (certainty is Certainty.PLAIN)


@pytest.mark.parametrize(("r_squared", "said"), [(0.7, "high"), (0.69, ""), (None, "")])
def test_straying_from_another_market_has_no_word(r_squared: float | None, said: str) -> None:
    assert word("tracking_error", 0.2, lasting(4000), r_squared) == said


@pytest.mark.parametrize(("years", "error"), [(20 / 252, 3.55), (60 / 252, 2.05), (1.0, 1.0), (3.0, 0.577)])
def test_the_error_of_a_ratio_is_the_published_one(years: float, error: float) -> None:
    """With no skill at all the error is 1/√years."""
    assert lasting(round(years * 365)).ratio_error(0.0) == pytest.approx(error, rel=0.01)


def test_the_error_is_what_simulated_ratios_stray_by() -> None:
    """Identity by simulation: two years of a true yearly Sharpe ratio of 1 stray by √((1 + ½)/2)… of daily returns √(1/2)."""
    random, days = np.random.default_rng(3), 504
    rows = random.normal(1 / 252, 1 / math.sqrt(252), (4000, days))
    ratios = rows.mean(axis=1) / rows.std(axis=1, ddof=1) * math.sqrt(252)
    bound = lasting(730).ratio_error(1.0)
    assert bound is not None
    assert (
        ratios.std() < bound < ratios.std() * 1.3
    )  # the formula is for yearly returns, and on the careful side for daily ones


def test_every_ratio_has_its_error_and_alpha_its_own() -> None:
    fund, _, total = index_fund(2.0)
    found = compare(fund, total, 0.07)
    errors = standard_errors(found)
    assert set(errors) == {"alpha", "sharpe", "benchmark_sharpe", "information_ratio", "m_squared", "treynor"}
    # M² and Treynor are the Sharpe ratio times a risk, so their errors are its error times that risk.
    assert errors["m_squared"] == pytest.approx(errors["sharpe"] * found.benchmark_volatility, rel=0.01)
    assert errors["treynor"] == pytest.approx(errors["sharpe"] * found.volatility / found.beta, rel=0.01)
    flat = compare(series("Flat", np.full(300, 0.0)), total.at(slice(0, 300)), 0.0)
    assert set(standard_errors(flat)) == {"benchmark_sharpe", "information_ratio"}


def short(days: int) -> Comparison:
    random = np.random.default_rng(1)
    market = random.normal(0, 0.01, days)
    return compare(series("Own", market + 0.003 + random.normal(0, 0.001, days)), series("Index", market), 0.0)


def test_a_month_of_luck_gets_no_verdict() -> None:
    said = skill_or_luck(short(20))
    assert "give or take" in said
    assert said.endswith("under one year no verdict is given, only the figure and its error.")
    assert "luck" not in said
    assert "under 36 a verdict is uncertain." in skill_or_luck(short(400))
    assert skill_or_luck(short(1000)).endswith("95 of 100 records. That is more than luck would explain.")


def test_the_number_looked_at_is_said_with_its_false_skill() -> None:
    """Among 20 instruments without any skill one is “more than luck” in 40 % of cases."""
    assert false_skill(20) == pytest.approx(0.40, abs=0.005)
    assert "about 40\u202f%" in looked_at(20)
    assert looked_at(1) == ""


@given(st.integers(1, 500), st.integers(1, 500))
def test_the_more_are_looked_at_the_likelier_false_skill_is(one: int, more: int) -> None:
    assert 0 < false_skill(one) < false_skill(one + more) < 1
    # independent: none of both groups seems skilled
    assert 1 - false_skill(one + more) == pytest.approx((1 - false_skill(one)) * (1 - false_skill(more)))


def test_a_tie_goes_to_the_index_that_counts_dividends_alike() -> None:
    """The price index may stray less by a hair; beside a fund with dividends it is the wrong one."""
    fund, price, total = index_fund()
    own = series("Fund", price.returns + 0.0001, Basis.TOTAL)  # moves exactly as the price index
    fit = best_fit(own, [price, series("Nifty 50 TRI", total.returns + 1e-5 * np.sin(np.arange(2608)), Basis.TOTAL)])
    assert fit.best.index == "Nifty 50 TRI"
    assert fit.runner_up is not None
    assert fit.runner_up.tracking_error < fit.best.tracking_error
    assert (fit.runner_up.alpha, fit.runner_up.like_subject) == (None, False)
    assert best_fit(series("Fund", fund.returns, Basis.PRICE), [price, total]).best.index == "Nifty 50"


def test_the_very_same_returns_are_alike_whatever_is_said_of_them() -> None:
    """An index held is the index: alpha 0, also where its copy is a fund by name."""
    _, price, _ = index_fund(2.0)
    found = compare(series("Copy", price.returns, Basis.TOTAL), price, 0.07)
    assert (found.record.unlike, found.alpha) == ("", pytest.approx(0.0, abs=1e-12))
