"""Do effects a year add up to the difference of the annual returns, and are they told only over more than a year?"""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.attribution.brinson import SegmentReturns
from core.attribution.currency import CurrencyAttribution, CurrencyEffect
from core.attribution.effects import Attribution, SegmentEffect, attribute
from core.attribution.yearly import attribution_a_year, currencies_a_year, yearly_factor
from core.returns.series import annualised
from tests.core.attribution.test_brinson import segment_returns

TWO_YEARS = 730
RETURNS = st.floats(-0.95, 5.0)


def two_years() -> Attribution:
    """21 % against 10.25 % over two years: 10 % a year against 5 %."""
    data = SegmentReturns(
        ("A", "B"), ["2024-12-31"], [[0.5, 0.5]], [[0.21, 0.21]], [[1.0, 0.0]], [[0.1025, 0.05]], ("A", "B")
    )
    return attribute(data)


def test_by_hand() -> None:
    found = two_years()
    yearly = attribution_a_year(found, TWO_YEARS)
    assert yearly is not None
    assert (yearly.portfolio_return, yearly.benchmark_return) == pytest.approx((0.10, 0.05), abs=1e-15)
    assert yearly.allocation == pytest.approx(found.allocation * 0.05 / 0.1075, abs=1e-15)
    assert yearly.selection == pytest.approx(found.selection * 0.05 / 0.1075, abs=1e-15)
    assert yearly.allocation + yearly.selection + yearly.interaction_effect == pytest.approx(0.05, abs=1e-15)
    assert yearly.by_period.sum() == pytest.approx(0.05, abs=1e-15)
    assert sum(one.total for one in yearly.inner if one.parent == "B") == pytest.approx(
        sum(one.selection + one.interaction for one in yearly.effects if one.segment == "B")
    )


def test_currencies_are_told_on_the_same_scale() -> None:
    found = two_years()
    local, euro = SegmentEffect("Equity", None, 0.0, 0.1, 0.0), CurrencyEffect("EUR", 0.5, 0.0, 0.0075)
    yearly = currencies_a_year(CurrencyAttribution((local,), (euro,), 0.1075, 0.0), found, TWO_YEARS)
    assert (yearly.local_total, yearly.currency_total) == pytest.approx((0.1 * 0.05 / 0.1075, 0.0075 * 0.05 / 0.1075))
    assert yearly.active_return == pytest.approx(0.05)
    short = CurrencyAttribution((local,), (euro,), 0.1075, 0.0)
    assert currencies_a_year(short, found, 364) is short


def test_under_a_year_and_after_a_total_loss_nothing_is_told_a_year() -> None:
    assert attribution_a_year(two_years(), 364) is None
    assert attribution_a_year(two_years(), 365) is not None
    assert yearly_factor(-1.0, 0.1, TWO_YEARS) is None
    assert yearly_factor(0.1, -1.0, TWO_YEARS) is None


@given(benchmark=RETURNS, days=st.integers(365, 12_000))
def test_equal_returns_have_the_limit(benchmark: float, days: int) -> None:
    exact, near = (yearly_factor(benchmark + shift, benchmark, days) for shift in (0.0, 1e-9))
    assert exact == pytest.approx(near, rel=1e-6)


@given(data=segment_returns(), days=st.integers(365, 12_000))
def test_effects_a_year_add_up_to_the_annual_difference(data: SegmentReturns, days: int) -> None:
    found = attribute(data)
    yearly = attribution_a_year(found, days)
    assert yearly is not None
    own, other = (annualised(one, days) for one in (found.portfolio_return, found.benchmark_return))
    assert own is not None
    assert other is not None
    assert yearly.portfolio_return == pytest.approx(own, abs=1e-12)
    effects = yearly.allocation + yearly.selection + yearly.interaction_effect + yearly.residual
    assert effects == pytest.approx(own - other, abs=1e-11)
    assert np.sign(yearly.selection) == np.sign(found.selection)
