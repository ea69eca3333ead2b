"""Returns of a bond of constant maturity, against an exact repricing by hand."""

import numpy as np
import pytest

from core.errors import InvalidSpecification
from core.market.constant_maturity import (
    constant_maturity_returns,
    effective_yields,
    par_bond_sensitivities,
    with_known_tenor,
    yield_log_growth,
)
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


def test_a_treasury_yield_gets_its_tenor_and_becomes_effective():
    days = np.array(["2024-01-01"], dtype="datetime64[D]")
    bond, bill, other = (with_known_tenor(YieldSeries(name, days, np.array([0.04]))) for name in ("^TNX", "^IRX", "X"))
    assert (bond.tenor, bill.tenor, other.tenor) == (10.0, 0.25, None)
    assert bond.yields[0] == pytest.approx(0.0404)
    assert bill.yields[0] == other.yields[0] == 0.04
    assert with_known_tenor(bond) is bond


def test_growth_chains_the_returns_and_accrues_between_two_yields():
    days = np.array(["2024-01-01", "2024-03-01", "2024-06-01"], dtype="datetime64[D]")
    series = YieldSeries("bond", days, np.array([0.04, 0.05, 0.045]), 10.0)
    on = np.append(days, days[-1] + 73)
    grown = np.exp(yield_log_growth(series, on))
    returns = constant_maturity_returns(series, 10.0)
    assert grown[1:3] == pytest.approx(np.cumprod(1 + returns))
    assert grown[3] / grown[2] == pytest.approx(1.045 ** (73 / 365))
