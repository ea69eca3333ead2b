"""Does the factor regression find what was put in, agree with linear algebra done otherwise, and refuse what has no answer?"""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import InsufficientData, InsufficientHistoryError, InvalidSpecification
from core.index.factors import FactorTable, Frequency, factor_regression, joined_tables, period_returns, whole_months
from core.market.levels import LevelSeries, to_days
from core.returns.series import ReturnSeries
from core.statistics.relative import compare

DAYS = np.datetime64("2020-01-01") + np.arange(300)


def table(k: int = 3, seed: int = 1, rate: float = 0.0001) -> FactorTable:
    values = np.random.default_rng(seed).normal(0.0003, 0.01, (k, 300))
    return FactorTable(("Mkt-RF", "SMB", "HML", "RMW")[:k], Frequency.DAILY, DAYS, values, np.full(300, rate))


def own(factors: FactorTable, loadings: list[float], alpha: float, noise: float = 0.0) -> ReturnSeries:
    errors = np.random.default_rng(9).normal(0, noise, 300) if noise else 0.0
    return ReturnSeries("own", DAYS, alpha + np.array(loadings) @ factors.values + factors.risk_free + errors)


def test_what_was_put_in_is_found() -> None:
    factors = table()
    found = factor_regression(own(factors, [1.1, 0.4, -0.2], 0.0002), factors)
    assert [one.value for one in found.loadings] == pytest.approx([1.1, 0.4, -0.2], abs=1e-12)
    assert found.alpha.value == pytest.approx(0.0002, abs=1e-14)
    assert found.alpha_a_year == pytest.approx(0.0002 * 365.25)  # the factors are of every calendar day
    assert found.r_squared == pytest.approx(1.0)


@given(st.integers(0, 200))
def test_residuals_are_at_right_angles_to_the_factors(seed: int) -> None:
    factors = table(seed=seed)
    series = own(factors, [1.0, 0.5, 0.1], 0.0, 0.01)
    found = factor_regression(series, factors)
    fitted = found.alpha.value + np.array([one.value for one in found.loadings]) @ factors.values
    errors = series.returns - factors.risk_free - fitted
    assert errors.sum() == pytest.approx(0.0, abs=1e-12)
    assert factors.values @ errors == pytest.approx(np.zeros(3), abs=1e-12)
    spread = series.returns - factors.risk_free
    assert found.r_squared == pytest.approx(1 - errors.var() / spread.var(), abs=1e-12)


def test_errors_as_the_textbook_writes_them() -> None:
    """s²(X'X)⁻¹, and Newey–West with Bartlett weights and n/(n − k), each as a plain sum over lags."""
    factors = table()
    series = own(factors, [1.0, 0.5, 0.1], 0.0, 0.01)
    found = factor_regression(series, factors)
    design = np.column_stack((np.ones(300), factors.values.T))
    target = series.returns - factors.risk_free
    inverse = np.linalg.inv(design.T @ design)
    errors = target - design @ (inverse @ design.T @ target)
    ordinary = np.sqrt(np.diag(inverse) * (errors @ errors) / 296)
    scores = design * errors[:, None]
    middle = scores.T @ scores
    for lag in range(1, found.lags + 1):
        product = scores[lag:].T @ scores[:-lag]
        middle += (1 - lag / (found.lags + 1)) * (product + product.T)
    robust = np.sqrt(np.diag(inverse @ middle @ inverse) * 300 / 296)
    told = (found.alpha, *found.loadings)
    assert [one.standard_error for one in told] == pytest.approx(ordinary, rel=1e-10)
    assert [one.newey_west_error for one in told] == pytest.approx(robust, rel=1e-10)


def test_one_factor_is_the_comparison_with_the_market() -> None:
    factors = table(1, rate=0.0)
    series = own(factors, [1.2], 0.0001, 0.005)
    found = factor_regression(series, factors)
    pair = compare(series, ReturnSeries("market", DAYS, factors.values[0]), 0.0)
    assert found.loadings[0].value == pytest.approx(pair.beta, rel=1e-12)
    assert found.alpha_a_year == pytest.approx(pair.alpha, rel=1e-10)
    assert found.alpha.newey_west_t == pytest.approx(pair.jensen.t, rel=1e-9)


def test_daily_returns_become_whole_months() -> None:
    dates = np.arange(np.datetime64("2023-01-15"), np.datetime64("2023-04-20"))
    series = ReturnSeries("own", dates, np.full(dates.size, 0.001))
    months = whole_months(series)
    assert [str(one) for one in months.dates] == ["2023-02-01", "2023-03-01"]
    assert months.returns == pytest.approx([1.001**28 - 1, 1.001**31 - 1])
    given_monthly = ReturnSeries("own", to_days(["2023-01-31", "2023-02-10", "2023-03-02"]), np.array([0.1, 0.2, 0.3]))
    assert whole_months(given_monthly).returns == pytest.approx([0.1, 0.2, 0.3])


def test_days_of_a_part_of_a_month_are_too_few_and_no_fault() -> None:
    few = ReturnSeries("own", to_days(["2023-01-10", "2023-01-11"]), np.array([0.01, 0.02]))
    assert whole_months(few).dates.size == whole_months(whole_months(few)).dates.size == 0
    monthly = FactorTable(("Mkt-RF",), Frequency.MONTHLY, to_days(["2023-01-01"]), np.zeros((1, 1)), np.zeros(1))
    with pytest.raises(InsufficientData):
        factor_regression(whole_months(few), monthly)


def test_momentum_joins_the_three_factors() -> None:
    three = table()
    momentum = FactorTable(("Mom",), Frequency.DAILY, DAYS[10:], np.ones((1, 290)), None)
    both = joined_tables([three, momentum])
    assert (both.names[-1], both.dates.size, both.values.shape) == ("Mom", 290, (4, 290))
    with pytest.raises(InvalidSpecification, match="in two of the files"):
        joined_tables([three, three])
    with pytest.raises(InvalidSpecification, match="one frequency"):
        joined_tables([three, FactorTable(("Mom",), Frequency.MONTHLY, DAYS, np.ones((1, 300)), None)])


def test_what_has_no_answer_says_why() -> None:
    factors = table(2)
    twin = FactorTable(("A", "B"), Frequency.DAILY, DAYS, np.vstack([factors.values[0]] * 2), factors.risk_free)
    series = own(factors, [1.0, 0.5], 0.0, 0.01)
    with pytest.raises(InvalidSpecification, match="mix of the others"):
        factor_regression(series, twin)
    with pytest.raises(InsufficientData, match="no risk-free rate"):
        factor_regression(series, FactorTable(("A",), Frequency.DAILY, DAYS, factors.values[:1], None))
    with pytest.raises(InsufficientHistoryError, match="at least 20 observations, but there are 19"):
        factor_regression(ReturnSeries("own", DAYS[:19], series.returns[:19]), factors)
    with pytest.raises(InsufficientData, match="never vary"):
        factor_regression(ReturnSeries("flat", DAYS, np.full(300, 0.0001)), factors)


def test_the_interval_is_the_newey_west_error_times_the_quantile_of_student() -> None:
    """The 97.5 % quantile of Student's t with 296 degrees of freedom is 1.968 in any table."""
    factors = table()
    found = factor_regression(own(factors, [1.0, 0.5, 0.1], 0.0, 0.01), factors)
    one = found.loadings[0]
    low, high = found.interval(one)
    assert (low + high) / 2 == pytest.approx(one.value)
    assert (high - low) / 2 == pytest.approx(1.968 * one.newey_west_error, rel=1e-4)


def test_daily_returns_span_one_day_of_the_factors_each() -> None:
    """Levels on Saturday are linked over, and a return over a missing Wednesday is left out rather than set against one day."""
    days = to_days(["2024-01-01", "2024-01-02", "2024-01-03", "2024-01-04", "2024-01-05", "2024-01-08"])
    factors = FactorTable(("Mkt-RF",), Frequency.DAILY, days, np.zeros((1, 6)), np.zeros(6))
    own_days = to_days(["2024-01-01", "2024-01-02", "2024-01-04", "2024-01-05", "2024-01-06", "2024-01-08"])
    levels = LevelSeries("own", own_days, np.array([100.0, 110.0, 121.0, 133.1, 500.0, 146.41]), "USD")
    found, left_out = period_returns(levels, factors)
    assert [str(one) for one in found.dates] == ["2024-01-02", "2024-01-05", "2024-01-08"]
    assert found.returns == pytest.approx([0.1, 0.1, 0.1])
    assert left_out == 1


def test_a_month_after_missing_months_is_left_out() -> None:
    """February to April have no level, so May's return reaches over four months."""
    days = np.arange(np.datetime64("2024-01-01"), np.datetime64("2024-07-01"))
    there = days[(days < np.datetime64("2024-02-01")) | (days > np.datetime64("2024-04-30"))]
    levels = LevelSeries("own", there, 100.0 * 1.01 ** np.arange(there.size), "USD")
    factors = FactorTable(("Mkt-RF",), Frequency.MONTHLY, days[:1], np.zeros((1, 1)), np.zeros(1))
    found, left_out = period_returns(levels, factors)
    assert [str(one)[:7] for one in found.dates] == ["2024-01", "2024-06"]
    assert found.returns == pytest.approx([1.01**30 - 1, 1.01**30 - 1])
    assert left_out == 1
