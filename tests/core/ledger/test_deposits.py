"""Do deposits pay and accrue what their terms say?"""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import InvalidSpecification
from core.ledger.deposits import Deposit, DepositKind, Payout, accrued_value, deposit_payments
from core.market.levels import to_days

FAR = date(2100, 1, 1)


def fixed(kind: DepositKind = DepositKind.FIXED_DEPOSIT, **terms: object) -> Deposit:
    usual: dict[str, object] = {
        "amount": 100_000.0,
        "rate": 0.07,
        "start": date(2020, 1, 1),
        "maturity": date(2025, 1, 1),
    }
    return Deposit(kind, "SBI", **(usual | terms))  # type: ignore[arg-type]


def maturity_value(deposit: Deposit) -> float:
    """What the last day pays, with the stub interest or last coupon."""
    payments = deposit_payments(deposit, FAR)
    return float(payments.repaid[-1] + payments.interest[-1])


def value_on(deposit: Deposit, *days: str) -> list[float]:
    return list(accrued_value(deposit, to_days(list(days))))


def test_cumulative_fixed_deposit_compounds_quarterly_over_days_by_365() -> None:
    deposit = fixed()
    assert maturity_value(deposit) == pytest.approx(100_000 * (1 + 0.07 / 4) ** (4 * 1827 / 365), rel=1e-14)
    # With a year of 365.25 days the published figure is 141497.98; our day basis is 365.
    published = 100_000 * (1 + 0.07 / 4) ** (4 * 1827 / 365.25)
    assert published == pytest.approx(141_497.9807452264, rel=1e-12)
    assert maturity_value(deposit) - 141_497.9807452264 == pytest.approx(33.645, abs=1e-3)


HALF_YEAR = {"amount": 1_000.0, "start": date(2023, 1, 1), "maturity": date(2023, 7, 1)}


@pytest.mark.parametrize(
    ("deposit", "value"),
    [
        (fixed(start=date(2021, 1, 1), maturity=date(2022, 1, 1)), 107_185.90312890625),  # 1.0175^4: its effective rate
        (fixed(start=date(2021, 1, 1), maturity=date(2023, 1, 1), compounding=Payout.NONE), 114_000.0),
        (
            fixed(DepositKind.RECURRING_DEPOSIT, rate=0.12, compounding=Payout.NONE, **HALF_YEAR),
            6_000 + 1_000 * 0.01 * (1 + 2 + 3 + 4 + 5 + 6),  # simple interest sums the months
        ),
        (fixed(DepositKind.BOND), 100_000 * 1.0175 ** (4 * 1827 / 365)),  # without coupons it keeps its interest
        (fixed(DepositKind.PPF), sum(100_000 * 1.07**k for k in range(1, 6))),
    ],
)
def test_value_at_maturity(deposit: Deposit, value: float) -> None:
    assert maturity_value(deposit) == pytest.approx(value, rel=1e-12)


def test_category_reference_debt_leg_is_5350_after_a_year_compounded_yearly() -> None:
    deposit = fixed(amount=5_000.0, start=date(2023, 1, 1), maturity=date(2026, 1, 1), compounding=Payout.ANNUALLY)
    assert value_on(deposit, "2024-01-01") == [pytest.approx(5_350.0, rel=1e-14)]


def test_quarterly_payout_and_stub_at_maturity() -> None:
    deposit = fixed(maturity=date(2021, 2, 15), payout=Payout.QUARTERLY)
    payments, stub = deposit_payments(deposit, FAR), 100_000 * 0.07 * 45 / 365
    quarters = [date(2020, month, 1) for month in (1, 4, 7, 10)]
    assert payments.days.tolist() == [*quarters, date(2021, 1, 1), date(2021, 2, 15)]
    assert payments.interest[1:] == pytest.approx([1_750.0] * 4 + [stub])
    assert list(payments.repaid) == [0, 0, 0, 0, 0, 100_000]
    assert maturity_value(deposit) == pytest.approx(100_000 + stub)


def test_value_of_a_paying_deposit_falls_back_to_the_principal_on_the_payout_date() -> None:
    deposit = fixed(payout=Payout.QUARTERLY)
    before, on, after = value_on(deposit, "2020-03-31", "2020-04-01", "2020-04-02")
    assert before == pytest.approx(100_000 + 1_750 * 90 / 91)
    assert on == 100_000
    assert after == pytest.approx(100_000 + 1_750 / 91)


def test_monthly_payout_from_the_31st_uses_the_last_day_of_short_months() -> None:
    deposit = fixed(start=date(2023, 1, 31), maturity=date(2023, 4, 30), payout=Payout.MONTHLY)
    payments = deposit_payments(deposit, FAR)
    assert [str(day) for day in payments.days] == ["2023-01-31", "2023-02-28", "2023-03-31", "2023-04-30"]
    assert payments.interest[1:] == pytest.approx([100_000 * 0.07 / 12] * 3)  # no stub: the months divide evenly


def test_recurring_deposit_reference() -> None:
    deposit = fixed(DepositKind.RECURRING_DEPOSIT, rate=0.06, **HALF_YEAR)
    assert maturity_value(deposit) == pytest.approx(6_105.35, abs=0.005)
    payments = deposit_payments(deposit, FAR)
    assert list(payments.paid_in) == [1_000.0] * 6 + [0.0]
    assert payments.repaid[-1] == maturity_value(deposit)
    quarter = 1_000 * (1.015 + 1.015 ** (2 / 3) + 1.015 ** (1 / 3) + 1)
    assert value_on(deposit, "2023-04-01") == [pytest.approx(quarter)]


def test_ppf_compounds_once_a_year_on_the_balance() -> None:
    first_year_end, second_instalment = value_on(fixed(DepositKind.PPF), "2020-12-31", "2021-01-01")
    assert first_year_end == pytest.approx(100_000 * (1 + 0.07 * 365 / 366))
    assert second_instalment == pytest.approx(207_000.0)


def test_bond_coupons_are_counted_back_from_maturity_with_a_short_first_one() -> None:
    terms = {"start": date(2020, 1, 10), "maturity": date(2022, 3, 31), "payout": Payout.SEMI_ANNUALLY}
    bond = fixed(DepositKind.BOND, **terms)
    payments = deposit_payments(bond, FAR)
    assert " ".join(map(str, payments.days[1:])) == "2020-03-31 2020-09-30 2021-03-31 2021-09-30 2022-03-31"
    assert payments.interest[1] == pytest.approx(100_000 * 0.07 * 81 / 365)
    assert payments.interest[2:] == pytest.approx([3_500.0] * 4)
    assert maturity_value(bond) == pytest.approx(103_500.0)


@pytest.mark.parametrize("kind", DepositKind)
def test_value_is_nothing_outside_the_term(kind: DepositKind) -> None:
    days = ("2019-12-31", "2020-01-01", "2025-01-01", "2025-01-02")
    assert value_on(fixed(kind), *days) == [0.0, 100_000.0, 0.0, 0.0]


def test_the_payments_have_one_sign() -> None:
    payments = deposit_payments(fixed(maturity=date(2020, 7, 1), payout=Payout.QUARTERLY), FAR)
    assert payments.net == pytest.approx([100_000.0, -1_750.0, -101_750.0])


def test_payments_stop_at_the_asked_date() -> None:
    payments = deposit_payments(fixed(payout=Payout.ANNUALLY), date(2022, 1, 1))
    assert [str(day) for day in payments.days] == ["2020-01-01", "2021-01-01", "2022-01-01"]
    assert deposit_payments(fixed(), date(2019, 1, 1)).days.size == 0


@pytest.mark.parametrize(
    ("terms", "words"),
    [
        ({"maturity": date(2020, 1, 1)}, "after the start"),
        ({"amount": 0.0}, "above 0"),
        ({"rate": 7.0}, "0.07 is 7 %"),
        ({"rate": float("nan")}, "fraction"),
        ({"currency": "rs"}, "three-letter"),
        ({"kind": DepositKind.PPF, "payout": Payout.MONTHLY}, "pays only at maturity"),
    ],
)
def test_impossible_terms_are_refused(terms: dict[str, object], words: str) -> None:
    with pytest.raises(InvalidSpecification, match=words):
        fixed(**terms)


@st.composite
def deposits(draw: st.DrawFn) -> Deposit:
    kind, start = draw(st.sampled_from(DepositKind)), draw(st.dates(date(2000, 1, 1), date(2030, 12, 31)))
    amount, rate = draw(st.floats(1.0, 1e7)), draw(st.floats(0.0, 0.2))
    maturity = start + timedelta(days=draw(st.integers(1, 6_000)))
    compounding = draw(st.sampled_from(Payout))
    paying = kind in (DepositKind.FIXED_DEPOSIT, DepositKind.BOND)
    payout = draw(st.sampled_from(Payout)) if paying else Payout.NONE
    return Deposit(kind, "drawn", amount, rate, start, maturity, compounding=compounding, payout=payout)


@given(deposits())
def test_value_moves_only_by_accrual_and_payments(deposit: Deposit) -> None:
    """Value at the end of a day = value the day before + accrual ≥ 0 + money in − money out, so nothing jumps unpaid."""
    days = np.arange(np.datetime64(deposit.start) - 1, np.datetime64(deposit.maturity) + 2)
    value = accrued_value(deposit, days)
    payments = deposit_payments(deposit, FAR)
    net = np.zeros(days.size)
    net[np.searchsorted(days, payments.days)] = payments.net
    accrual = np.diff(value) - net[1:]
    largest = value.max(initial=deposit.amount)
    daily_rate = 0.2 / 365 * 1.3 + 1 / 28 * 0.2 / 12 * 1.2
    assert accrual.min() >= -1e-9 * largest
    assert accrual.max() <= daily_rate * largest + 1e-9 * largest


@given(deposits())
def test_a_deposit_returns_all_it_took_in_and_never_less(deposit: Deposit) -> None:
    payments = deposit_payments(deposit, FAR)
    assert payments.net.sum() <= 1e-9 * payments.paid_in.sum()
