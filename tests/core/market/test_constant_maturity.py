"""Returns of a bond of constant maturity, against an exact repricing by hand."""

import numpy as np
import pytest

from core.errors import InvalidSpecification
from core.market.constant_maturity import constant_maturity_returns, effective_yields, par_bond_sensitivities
from core.market.yields import YieldSeries


def _year(first, last, start="2021-12-31"):
    dates = np.datetime64(start) + np.arange(366)
    return YieldSeries("bond", dates, effective_yields(np.linspace(first, last, 366)))


def _repriced(series, tenor):
    """Each day a new par bond, sold the next day at that day's yield: dirty price by discounting every payment."""
    total, times = 1.0, np.arange(1, int(2 * tenor) + 1) / 2
    for before, after in zip(series.yields[:-1], series.yields[1:], strict=True):
        payments = np.full(times.size, (1 + before) ** 0.5 - 1)
        payments[-1] += 1
        total *= (payments * (1 + after) ** -(times - 1 / 365)).sum()
    return total - 1


@pytest.mark.parametrize(("first", "last"), [(0.0645, 0.0733), (0.0151, 0.0388), (0.01, -0.01), (0.0, 0.0)])
@pytest.mark.parametrize("tenor", [2, 10, 30])
def test_daily_steps_agree_with_an_exact_repricing(first, last, tenor):
    series = _year(first, last)
    made = np.prod(1 + constant_maturity_returns(series, tenor)) - 1
    assert made == pytest.approx(_repriced(series, tenor), abs=5e-4)


@pytest.mark.parametrize(("first", "last", "expected"), [(0.0645, 0.0733, 0.007), (0.0151, 0.0388, -0.163)])
def test_rising_ten_year_yields_of_2022(first, last, expected):
    made = np.prod(1 + constant_maturity_returns(_year(first, last), 10)) - 1
    assert made == pytest.approx(expected, abs=0.012)


@pytest.mark.parametrize("level", [-0.005, 0.0, 0.07])
def test_a_constant_yield_is_the_return(level):
    series = _year(level, level)
    assert np.prod(1 + constant_maturity_returns(series, 10)) - 1 == pytest.approx(series.yields[0], abs=1e-12)


def test_at_a_zero_yield_the_duration_is_the_tenor():
    duration, convexity = par_bond_sensitivities(np.array([0.0]), 30)
    assert (duration[0], convexity[0]) == pytest.approx((30, 930))


@pytest.mark.parametrize("tenor", [0, -1, 2.3, np.nan, np.inf])
def test_an_impossible_tenor_is_refused(tenor):
    with pytest.raises(InvalidSpecification, match="Give years in halves"):
        par_bond_sensitivities(np.array([0.05]), tenor)
