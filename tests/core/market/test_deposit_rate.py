"""Does one seven per cent mean what was said: effective or as a bank quotes it, before or after tax?"""

from __future__ import annotations

import copy
import pickle
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import InvalidSpecification
from core.ledger.deposits import Deposit, DepositKind, accrued_value
from core.market.deposit_rate import (
    DepositRate,
    Quotation,
    as_deposit_rate,
    deposit_line_name,
    deposit_name,
    quarterly_growth,
)
from core.market.levels import to_days

BANK = Quotation.BANK


def test_seven_percent_as_a_bank_quotes_it_is_seven_point_one_nine() -> None:
    assert float(DepositRate(0.07, BANK)) == pytest.approx(0.0718590313, abs=1e-10)
    assert float(DepositRate(0.07)) == 0.07


def test_a_tax_is_taken_off_the_stated_rate() -> None:
    """Seven percent at 31.2 % slab and cess is 4.82 % net."""
    assert float(DepositRate(0.07, tax=0.312)) == pytest.approx(0.04816, abs=1e-15)
    assert float(DepositRate(0.07, BANK, 0.3)) == pytest.approx((1 + 0.049 / 4) ** 4 - 1, abs=1e-15)


def test_a_plain_rate_is_effective_and_before_tax() -> None:
    plain = as_deposit_rate(0.07)
    assert (plain.stated, plain.quotation, plain.tax, plain) == (0.07, Quotation.EFFECTIVE, 0.0, 0.07)
    assert as_deposit_rate(plain) is plain


@pytest.mark.parametrize("again", [copy.copy, copy.deepcopy, lambda one: pickle.loads(pickle.dumps(one))])  # type: ignore[no-untyped-call]
def test_a_copy_remembers_how_it_was_stated(again: object) -> None:
    one = DepositRate(0.065, BANK, 0.2)
    other = again(one)  # type: ignore[operator]
    assert (other, other.stated, other.quotation, other.tax) == (one, 0.065, BANK, 0.2)


NAMES = {
    DepositRate(0.07): "a bank deposit at 7\u202f% before tax",
    DepositRate(0.0725, BANK): "a bank deposit quoted at 7.25\u202f% before tax",
    DepositRate(0.07, tax=0.3): "a bank deposit at 7\u202f% after 30\u202f% tax",
    DepositRate(-0.005, BANK, 0.312): "a bank deposit quoted at −0.5\u202f% after 31.2\u202f% tax",
}


@pytest.mark.parametrize("rate", NAMES)
def test_a_deposit_is_named_by_what_was_said(rate: DepositRate) -> None:
    assert deposit_name(rate) == NAMES[rate]


def test_a_line_is_named_shortly_where_more_was_said() -> None:
    assert deposit_line_name(0.07) == "A bank deposit at 7\u202f% before tax"
    assert deposit_line_name(DepositRate(0.07, BANK, 0.312)) == "Deposit at 7\u202f% after 31.2\u202f% tax"


@pytest.mark.parametrize(("stated", "tax"), [(0.07, -0.01), (0.07, 0.51), (0.07, float("nan")), (-1.0, 0.0)])
def test_impossible_rates_are_refused(stated: float, tax: float) -> None:
    with pytest.raises(InvalidSpecification, match=r"Give a fraction"):
        DepositRate(stated, tax=tax)


@given(
    since=st.dates(date(2015, 1, 1), date(2022, 12, 31)),
    after=st.integers(0, 3000),
    rate=st.sampled_from([-0.01, 0.0, 0.0375, 0.07, 0.11]),
)
def test_it_grows_as_a_fixed_deposit_of_the_ledger_does(since: date, after: int, rate: float) -> None:
    """Two ways of counting quarters: from the calendar's months here, along marked dates there; a 31st and a leap day too."""
    on = to_days([since + timedelta(days=after)])
    terms = Deposit(DepositKind.FIXED_DEPOSIT, "FD", 1.0, rate, since, date(2040, 1, 1))
    assert quarterly_growth(rate, to_days([since]), on) == pytest.approx(accrued_value(terms, on), rel=1e-14)


def test_many_deposits_and_days_at_once() -> None:
    since, on = to_days(["2024-01-31", "2024-02-29"]), to_days(["2024-04-30", "2025-02-28"])
    found = quarterly_growth(0.08, since[:, None], on[None, :])
    assert found.shape == (2, 2)
    assert found[0, 0] == pytest.approx(1.02)
    assert found[1, 0] == pytest.approx(1 + 0.08 * 61 / 365)
