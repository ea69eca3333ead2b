"""Do deposits pay and accrue what their terms say?"""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from core.errors import InvalidSpecification
from core.ledger.dated_rates import RateChange
from core.ledger.deposits import (
    MONTHS_BETWEEN,
    PROVIDENT_FUNDS,
    Deposit,
    DepositKind,
    Payout,
    accrued_value,
    deposit_payments,
    usual_maturity,
)
from core.ledger.terms.deposit_notes import deposit_notes, why_not_valued
from core.ledger.terms.provident_funds import taken_by_ppf
from core.market.levels import to_days
from core.market.period import months_before

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


@pytest.mark.parametrize("start", [date(2023, 1, 31), date(2023, 4, 15), date(2023, 11, 30), date(2024, 2, 29)])
def test_36_months_are_12_quarters_as_on_the_certificate(start: date) -> None:
    deposit = fixed(rate=0.12, start=start, maturity=months_before(start, -36))
    assert round(maturity_value(deposit), 2) == 142_576.09


def test_five_years_are_20_quarters_whatever_their_days() -> None:
    assert round(maturity_value(fixed()), 2) == 141_477.82  # 1,827 days; banks state 1,41,478


def test_days_after_the_last_completed_quarter_earn_simple_interest() -> None:
    deposit = fixed(rate=0.12, start=date(2023, 1, 15), maturity=date(2023, 7, 25))
    assert value_on(deposit, "2023-02-14") == [pytest.approx(100_000 * (1 + 0.12 * 30 / 365), rel=1e-14)]
    assert value_on(deposit, "2023-04-15") == [pytest.approx(103_000.0, rel=1e-14)]
    assert maturity_value(deposit) == pytest.approx(106_090 * (1 + 0.12 * 10 / 365), rel=1e-14)


def test_a_month_from_the_31st_ends_on_the_last_day_of_february() -> None:
    terms = {"rate": 0.12, "start": date(2024, 1, 31), "compounding": Payout.MONTHLY}
    assert value_on(fixed(**terms), "2024-02-28", "2024-02-29", "2024-03-31") == pytest.approx(
        [100_000 * (1 + 0.12 * 28 / 365), 101_000, 102_010], rel=1e-14
    )
    assert value_on(fixed(**terms | {"start": date(2023, 1, 31)}), "2023-02-28") == [pytest.approx(101_000, rel=1e-14)]


def test_a_half_year_of_184_days_ends_at_the_half_years_interest() -> None:
    deposit = fixed(rate=0.08, start=date(2023, 7, 1), compounding=Payout.SEMI_ANNUALLY)
    last_day, completed = value_on(deposit, "2023-12-31", "2024-01-01")
    assert last_day == pytest.approx(100_000 * (1 + 0.08 * 183 / 365), rel=1e-14)
    assert completed == pytest.approx(104_000.0, rel=1e-14)


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
        (fixed(DepositKind.BOND), 100_000 * 1.0175**20),  # without coupons it keeps its interest
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


def ppf(**terms: object) -> Deposit:
    given_terms: dict[str, object] = {
        "kind": DepositKind.PPF,
        "amount": 150_000.0,
        "rate": 0.071,
        "start": date(2020, 4, 1),
        "maturity": date(2035, 4, 1),
        "compounding": Payout.ANNUALLY,
    }
    return fixed(**(given_terms | terms))


def test_ppf_of_15_years_is_what_every_calculator_says() -> None:
    assert round(maturity_value(ppf())) == 4_068_209  # ₹1.5 lakh on every 1 April at 7.1 %
    assert list(deposit_payments(ppf(), FAR).paid_in) == [150_000.0] * 15 + [0.0]


def test_ppf_interest_of_a_month_is_complete_on_its_last_day_and_added_on_31_march() -> None:
    month = 150_000 * 0.071 / 12
    first, last, next_month = value_on(ppf(), "2020-04-01", "2020-04-30", "2020-05-01")
    assert (first, last, next_month) == pytest.approx((150_000, 150_000 + month, 150_000 + month), rel=1e-14)
    assert value_on(ppf(), "2020-05-16") == [pytest.approx(150_000 + month + month * 15 / 30, rel=1e-14)]
    year_end, instalment = value_on(ppf(), "2021-03-31", "2021-04-01")
    assert (year_end, instalment) == pytest.approx((160_650, 310_650), rel=1e-14)
    assert value_on(ppf(), "2021-04-30") == [pytest.approx(310_650 * (1 + 0.071 / 12), rel=1e-14)]


def test_ppf_paid_in_after_the_5th_earns_nothing_in_its_month() -> None:
    month = 150_000 * 0.071 / 12
    in_time, late = ppf(start=date(2020, 4, 5)), ppf(start=date(2020, 4, 6))
    assert value_on(in_time, "2020-04-05", "2020-04-30") == pytest.approx([150_000, 150_000 + month], rel=1e-14)
    assert value_on(late, "2020-04-30", "2020-05-31") == pytest.approx([150_000, 150_000 + month], rel=1e-14)
    assert value_on(late, "2021-03-31") == [pytest.approx(150_000 + 11 * month, rel=1e-14)]


def test_ppf_opened_within_the_year_has_its_interest_added_from_its_first_march() -> None:
    account = ppf(start=date(2021, 1, 1), rate=0.08)
    assert value_on(account, "2021-03-31", "2021-12-31") == pytest.approx(
        [153_000, 153_000 * (1 + 0.08 * 9 / 12)], rel=1e-14
    )


def test_ppf_paid_once_on_10_october_earns_from_november_and_matures_15_years_after_its_first() -> None:
    opened = date(2020, 10, 10)
    account = ppf(start=opened, maturity=usual_maturity(DepositKind.PPF, opened), instalments=Payout.NONE)
    assert account.maturity == date(2036, 4, 1)
    assert value_on(account, "2021-03-31") == [pytest.approx(154_437.5, rel=1e-14)]
    assert list(deposit_payments(account, FAR).paid_in) == [150_000, 0]
    assert maturity_value(account) == pytest.approx(154_437.5 * 1.071**15, rel=1e-12)


@pytest.mark.parametrize(
    ("opened", "matures"), [(date(2020, 3, 31), 2035), (date(2020, 4, 1), 2036), (date(2021, 1, 1), 2036)]
)
def test_a_financial_year_of_ppf_begins_in_april(opened: date, matures: int) -> None:
    assert usual_maturity(DepositKind.PPF, opened) == date(matures, 4, 1)
    assert usual_maturity(DepositKind.EPF, opened) is None


def test_ppf_of_12500_by_the_5th_of_each_month_earns_5768_75_in_its_year() -> None:
    in_time = ppf(amount=12_500.0, instalments=Payout.MONTHLY, start=date(2020, 4, 5))
    late = replace(in_time, start=date(2020, 4, 6))
    months = 12_500 * 0.071 / 12
    assert value_on(in_time, "2021-03-31") == [pytest.approx(155_768.75, rel=1e-14)]
    assert value_on(late, "2021-03-31") == [pytest.approx(155_768.75 - 12 * months, rel=1e-14)]
    assert list(deposit_notes(in_time, FAR)) == []


def test_ppf_at_the_rates_of_ten_financial_years() -> None:
    """₹1.5 lakh each 1 April from 2015 to 2024, at each year's mean of the notified rates: 22.62 lakh, at 7.1 % throughout 22.30."""
    rates = [(2016, 0.0805), (2017, 0.07775), (2018, 0.078), (2019, 0.07925), (2020, 0.071)]
    changes = tuple(RateChange(date(year, 4, 1), rate) for year, rate in rates)
    account = ppf(start=date(2015, 4, 1), maturity=date(2031, 4, 1), rate=0.087, rate_changes=changes)
    assert value_on(account, "2025-03-31") == [pytest.approx(2_262_410, abs=1)]
    steady = replace(account, rate=0.071, rate_changes=())
    assert value_on(steady, "2025-03-31") == [pytest.approx(2_230_124, abs=1)]


def test_what_is_above_the_limit_of_a_financial_year_goes_back() -> None:
    """Of ₹20,000 a month the eighth payment is taken by half and the last four not at all; from April on they are again."""
    account = ppf(amount=20_000.0, instalments=Payout.MONTHLY)
    payments = deposit_payments(account, date(2021, 4, 1))
    assert list(payments.paid_in) == [20_000] * 7 + [10_000] + [0] * 4 + [20_000]
    earned = 0.071 / 12 * (20_000 * sum(range(6, 13)) + 10_000 * 5)
    assert value_on(account, "2021-03-31") == [pytest.approx(150_000 + earned, rel=1e-14)]
    (note,) = deposit_notes(account, date(2021, 4, 1))
    assert "no more than ₹1.5 lakh in a financial year" in note
    assert "2020–21" in note


def test_the_limit_is_that_of_its_year() -> None:
    days = to_days(["2002-03-31", "2002-04-01", "2011-03-31", "2011-04-01", "2014-03-31", "2014-04-01"])
    assert list(taken_by_ppf(1e6, days)) == [60_000, 70_000, 70_000, 100_000, 100_000, 150_000]


def test_a_ppf_with_less_than_500_in_a_year_is_told_to_lapse() -> None:
    (note,) = deposit_notes(ppf(amount=499.0), date(2022, 1, 1))
    assert "less than ₹500" in note
    assert list(deposit_notes(ppf(amount=500.0), date(2022, 1, 1))) == []


def epf(**terms: object) -> Deposit:
    usual: dict[str, object] = {"amount": 10_000.0, "rate": 0.0825, "start": date(2023, 4, 1)}
    return fixed(DepositKind.EPF, **(usual | {"maturity": date(2053, 3, 31), "compounding": Payout.ANNUALLY} | terms))


def test_epf_earns_on_the_balance_at_each_months_beginning_and_adds_it_on_31_march() -> None:
    """11 + 10 + … + 1 months of ₹10,000 at 8.25 %, as the fund's own table has it: ₹4,537.50."""
    for start in (date(2023, 4, 1), date(2023, 4, 5), date(2023, 4, 28)):
        assert value_on(epf(start=start), "2024-03-31") == [pytest.approx(124_537.5, rel=1e-14)]
    month = 0.0825 / 12
    assert value_on(epf(), "2023-04-30", "2023-05-31") == pytest.approx([10_000, 20_000 + 10_000 * month], rel=1e-14)
    assert value_on(epf(), "2024-04-30") == [pytest.approx(134_537.5 + 124_537.5 * month, rel=1e-14)]


def test_the_usual_rhythm_is_the_same_deposit_said_or_not() -> None:
    assert epf(instalments=Payout.MONTHLY) == epf()
    assert ppf(instalments=Payout.ANNUALLY) == ppf()
    assert fixed(instalments=Payout.NONE) == fixed()
    assert ppf(instalments=Payout.NONE) != ppf()


def test_epf_takes_the_rate_of_each_year() -> None:
    account = epf(start=date(2021, 4, 1), rate=0.081, rate_changes=(RateChange(date(2022, 4, 1), 0.0815),))
    first = 120_000 + 10_000 * 66 * 0.081 / 12
    second = first * 1.0815 + 120_000 + 10_000 * 66 * 0.0815 / 12
    assert value_on(account, "2022-03-31", "2023-03-31") == pytest.approx([first, second], rel=1e-14)


def test_recurring_deposit_of_60_months_is_what_the_post_office_prints() -> None:
    assert round(maturity_value(fixed(DepositKind.RECURRING_DEPOSIT, amount=10_000.0, rate=0.067))) == 713_658


def test_closing_after_400_days_pays_less_than_the_value_held_to_maturity() -> None:
    """Over days / 365 alone 107,902 and 106,284; by four completed quarters and 35 days, as banks count, 4 and 2 rupees more."""
    deposit = fixed(start=date(2021, 1, 1), maturity=date(2026, 1, 1))
    closed = replace(deposit, closed_on=date(2022, 2, 5), closed_rate=0.066, penalty=0.01)
    assert value_on(deposit, "2022-02-05") == [pytest.approx(100_000 * 1.0175**4 * (1 + 0.07 * 35 / 365), rel=1e-14)]
    assert value_on(deposit, "2022-02-05") == [pytest.approx(107_902, abs=4)]
    assert maturity_value(closed) == pytest.approx(100_000 * 1.014**4 * (1 + 0.056 * 35 / 365), rel=1e-14)
    assert maturity_value(closed) == pytest.approx(106_284, abs=3)


@pytest.mark.parametrize(
    "kind", ["SCSS", "scss", "Senior Citizens' Savings Scheme", "sgb", "SOVEREIGN_GOLD_BOND", "Sovereign  gold-bonds"]
)
def test_instruments_that_are_not_valued_are_named_with_what_to_do(kind: str) -> None:
    assert "not valued by its terms" in (why_not_valued(kind) or "")
    assert why_not_valued("FIXED_DEPOSIT") is None


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


def test_a_rate_below_nothing_takes_from_the_principal() -> None:
    deposit = fixed(rate=-0.005, start=date(2019, 1, 1), maturity=date(2021, 1, 1), compounding=Payout.ANNUALLY)
    assert maturity_value(deposit) == pytest.approx(99_002.5, rel=1e-14)  # 0.995²
    assert value_on(deposit, "2019-04-11") == [pytest.approx(100_000 * (1 - 0.005 * 100 / 365), rel=1e-14)]


def test_interest_below_nothing_that_is_not_kept_inside_is_paid_in() -> None:
    deposit = fixed(rate=-0.005, start=date(2019, 1, 1), maturity=date(2021, 1, 1), payout=Payout.ANNUALLY)
    payments = deposit_payments(deposit, FAR)
    assert list(payments.paid_in) == pytest.approx([100_000, 500, 500])
    assert list(payments.repaid) == [0, 0, 100_000]
    assert not payments.interest.any()
    assert value_on(deposit, "2019-12-31") == [pytest.approx(100_000 - 500 * 364 / 365)]


def test_a_rate_that_changes_between_quarters_and_within_one() -> None:
    """100,000 at 6 %, 8 % from the third quarter on, 4 % for the last 46 of the 92 days of the fourth."""
    changes = (RateChange(date(2023, 7, 1), 0.08), RateChange(date(2023, 11, 16), 0.04))
    deposit = fixed(rate=0.06, start=date(2023, 1, 1), maturity=date(2024, 1, 1), rate_changes=changes)
    assert maturity_value(deposit) == pytest.approx(100_000 * 1.015 * 1.015 * 1.02 * 1.015, rel=1e-14)
    on_20_november = 100_000 * 1.015**2 * 1.02 * (1 + (0.08 * 46 + 0.04 * 4) / 365)
    assert value_on(deposit, "2023-11-20") == [pytest.approx(on_20_november, rel=1e-14)]


def test_ppf_takes_the_rate_of_each_quarter() -> None:
    """8 % until June 2019, 7.9 % until March 2020, 7.1 % from then on, as the Ministry of Finance announced them."""
    changes = (RateChange(date(2019, 7, 1), 0.079), RateChange(date(2020, 4, 1), 0.071))
    account = ppf(rate=0.08, start=date(2019, 4, 1), maturity=date(2021, 4, 1), rate_changes=changes)
    assert value_on(account, "2020-03-31") == [pytest.approx(161_887.5, rel=1e-14)]
    assert maturity_value(account) == pytest.approx(311_887.5 * 1.071, rel=1e-14)


def test_payouts_and_coupons_follow_the_rate() -> None:
    changes = (RateChange(date(2020, 7, 1), 0.08),)
    for kind in (DepositKind.FIXED_DEPOSIT, DepositKind.BOND):
        deposit = fixed(kind=kind, maturity=date(2021, 1, 1), payout=Payout.QUARTERLY, rate_changes=changes)
        assert list(deposit_payments(deposit, FAR).interest[1:]) == pytest.approx([1_750, 1_750, 2_000, 2_000])


def test_an_early_closing_pays_the_card_rate_of_the_time_held_less_the_penalty() -> None:
    """Five years at 7 %, closed after two, for which the card said 6.8 %: eight quarters at 5.8 %."""
    closing = {"closed_on": date(2022, 1, 1), "closed_rate": 0.068, "penalty": 0.01}
    deposit = fixed(**closing)
    payments = deposit_payments(deposit, FAR)
    assert [str(day) for day in payments.days] == ["2020-01-01", "2022-01-01"]
    assert round(float(payments.repaid[-1]), 2) == 112_206.09
    until_then = ("2020-01-01", "2021-06-30", "2021-12-31")
    assert value_on(deposit, *until_then) == value_on(fixed(), *until_then)
    assert value_on(deposit, "2022-01-01") == [0.0]
    assert deposit_payments(deposit, date(2021, 12, 31)).repaid.sum() == 0.0


def test_without_a_card_rate_the_penalty_is_taken_from_its_own_rates() -> None:
    changes = (RateChange(date(2021, 1, 1), 0.08), RateChange(date(2024, 1, 1), 0.09))
    deposit = fixed(rate_changes=changes, closed_on=date(2022, 2, 10), penalty=0.01)
    expected = 100_000 * 1.015**4 * 1.0175**4 * (1 + 0.07 * 40 / 365)
    assert maturity_value(deposit) == pytest.approx(expected, rel=1e-14)


def test_interest_paid_too_much_by_the_closing_is_kept_back_from_the_principal() -> None:
    """Paid 8 %, settled at 6 % after a year and a day: 6,000 and a day were due, 8,000 were paid."""
    deposit = fixed(rate=0.08, payout=Payout.QUARTERLY, closed_on=date(2021, 1, 2), closed_rate=0.06)
    payments = deposit_payments(deposit, FAR)
    assert list(payments.interest) == pytest.approx([0, 2_000, 2_000, 2_000, 2_000, 0])
    assert payments.repaid[-1] == pytest.approx(98_000 + 6_000 / 365)
    better = deposit_payments(replace(deposit, closed_rate=0.1), FAR)
    assert (better.repaid[-1], better.interest[-1]) == pytest.approx((100_000, 2_000 + 10_000 / 365))


def test_a_closed_recurring_deposit_pays_its_instalments_with_the_lower_interest() -> None:
    terms = {"kind": DepositKind.RECURRING_DEPOSIT, "amount": 1_000.0, "rate": 0.07, "start": date(2023, 1, 1)}
    closed = fixed(**terms, closed_on=date(2023, 7, 1), penalty=0.01)
    assert maturity_value(closed) == pytest.approx(6_105.35, abs=0.005)  # six months at 6 %
    assert list(deposit_payments(closed, FAR).paid_in) == [1_000.0] * 6 + [0.0]


@pytest.mark.parametrize(
    ("terms", "words"),
    [
        ({"maturity": date(2020, 1, 1)}, "after the start"),
        ({"amount": 0.0}, "above 0"),
        ({"rate": 7.0}, "0.07 is 7 %"),
        ({"rate": float("nan")}, "fraction"),
        ({"currency": "rs"}, "three-letter"),
        ({"kind": DepositKind.PPF, "payout": Payout.MONTHLY}, "pays only at maturity"),
        ({"rate": -1.0}, "above −1"),
        ({"rate": -0.3, "compounding": Payout.NONE}, "nothing would be left"),
        ({"rate_changes": (RateChange(date(2021, 1, 1), 7.1),)}, "0.07 is 7 %"),
        ({"rate_changes": (RateChange(date(2020, 1, 1), 0.08),)}, "after the start"),
        ({"rate_changes": (RateChange(date(2022, 1, 1), 0.08), RateChange(date(2021, 1, 1), 0.07))}, "in order"),
        ({"penalty": 0.01}, "needs the day"),
        ({"closed_on": date(2025, 1, 1)}, "after the start and before the maturity"),
        ({"closed_on": date(2022, 1, 1), "penalty": -0.01}, "from 0"),
        ({"closed_on": date(2022, 1, 1), "closed_rate": 6.5}, "0.065 is 6.5 %"),
        ({"closed_on": date(2022, 1, 1), "kind": DepositKind.BOND}, "sold, not closed"),
        ({"instalments": Payout.MONTHLY}, "only a PPF and an EPF"),
        ({"kind": DepositKind.RECURRING_DEPOSIT, "instalments": Payout.QUARTERLY}, "only a PPF and an EPF"),
        ({"kind": DepositKind.EPF, "payout": Payout.MONTHLY}, "pays only at maturity"),
    ],
)
def test_impossible_terms_are_refused(terms: dict[str, object], words: str) -> None:
    with pytest.raises(InvalidSpecification, match=words):
        fixed(**terms)


RATES = st.floats(-0.2, 0.2)
# without half-years, of which those of 184 days have more than half a year's simple interest before they are over
STEADY = [Payout.MONTHLY, Payout.QUARTERLY, Payout.ANNUALLY]


@st.composite
def deposits(draw: st.DrawFn, rates: st.SearchStrategy[float] = RATES) -> Deposit:
    kind = draw(st.sampled_from(DepositKind))
    start, length = draw(st.dates(date(2000, 1, 1), date(2030, 12, 31))), draw(st.integers(1, 1_500))
    paying = kind in (DepositKind.FIXED_DEPOSIT, DepositKind.BOND)
    turns = sorted(draw(st.sets(st.integers(1, length - 1), max_size=3))) if length > 1 else []
    return Deposit(
        kind,
        "drawn",
        draw(st.floats(1.0, 1e7)),
        draw(rates),
        start,
        start + timedelta(days=length),
        compounding=draw(st.sampled_from(Payout)),
        payout=draw(st.sampled_from(Payout)) if paying else Payout.NONE,
        instalments=draw(st.none() | st.sampled_from(Payout)) if kind in PROVIDENT_FUNDS else None,
        rate_changes=tuple(RateChange(start + timedelta(days=turn), draw(rates)) for turn in turns),
    )


def every_day(deposit: Deposit) -> np.ndarray:
    return np.arange(np.datetime64(deposit.start) - 1, np.datetime64(deposit.maturity) + 2)


def accrual(deposit: Deposit) -> np.ndarray:
    """What each day adds to the value beside the money that came and went."""
    days, payments = every_day(deposit), deposit_payments(deposit, FAR)
    net = np.zeros(days.size)
    net[np.searchsorted(days, payments.days)] = payments.net
    return np.diff(accrued_value(deposit, days)) - net[1:]


@given(deposits())
def test_value_moves_only_by_accrual_and_payments(deposit: Deposit) -> None:
    """Nothing jumps unpaid: no day earns more than the last one of a February that is a twelfth of a year."""
    largest = accrued_value(deposit, every_day(deposit)).max(initial=deposit.amount)
    assert np.abs(accrual(deposit)).max() <= 0.2 * (1 / 12 - 26 / 365) * largest


@given(deposits(st.floats(0.0, 0.2)), st.sampled_from(STEADY))
def test_at_one_rate_from_nothing_up_no_day_loses(deposit: Deposit, compounding: Payout) -> None:
    steady = replace(deposit, compounding=compounding, rate_changes=())
    assert accrual(steady).min() >= -1e-9 * accrued_value(steady, every_day(steady)).max(initial=steady.amount)
    payments = deposit_payments(steady, FAR)
    assert payments.net.sum() <= 1e-9 * payments.paid_in.sum()


@given(deposits(st.just(0.0)))
def test_at_a_rate_of_nothing_a_deposit_is_what_was_paid_in(deposit: Deposit) -> None:
    payments = deposit_payments(deposit, FAR)
    assert accrual(deposit) == pytest.approx(0.0, abs=1e-9 * payments.paid_in.sum())
    assert payments.net.sum() == pytest.approx(0.0, abs=1e-9 * payments.paid_in.sum())


@given(deposits())
def test_a_change_to_the_same_rate_changes_nothing(deposit: Deposit) -> None:
    steady = replace(deposit, rate_changes=())
    told_again = replace(deposit, rate_changes=tuple(RateChange(one.on, deposit.rate) for one in deposit.rate_changes))
    days = every_day(deposit)
    assert accrued_value(told_again, days) == pytest.approx(accrued_value(steady, days), rel=1e-11)
    assert deposit_payments(told_again, FAR).net == pytest.approx(
        deposit_payments(steady, FAR).net, rel=1e-11, abs=1e-6
    )


PERIODS = st.lists(st.floats(-0.2, 0.2), min_size=2, max_size=12)
KEPT_BY = [one for one in Payout if one is not Payout.NONE]


@given(st.dates(date(2000, 1, 1), date(2030, 12, 31)), PERIODS, st.sampled_from(KEPT_BY))
def test_at_maturity_each_completed_period_has_multiplied_the_principal(
    start: date, rates: list[float], kept: Payout
) -> None:
    months = MONTHS_BETWEEN[kept]
    marks = [months_before(start, -months * at) for at in range(len(rates) + 1)]
    changes = tuple(RateChange(on, rate) for on, rate in zip(marks[1:-1], rates[1:], strict=True))
    deposit = fixed(rate=rates[0], start=start, maturity=marks[-1], compounding=kept, rate_changes=changes)
    assert maturity_value(deposit) == pytest.approx(
        100_000 * math.prod(1 + rate * months / 12 for rate in rates), rel=1e-12
    )


@given(st.dates(date(2000, 1, 1), date(2030, 12, 31)), st.integers(1, 28), PERIODS, st.sampled_from(KEPT_BY), st.data())
def test_a_deposit_renewed_after_a_completed_period_goes_on_as_if_it_were_one(
    around: date, day: int, rates: list[float], kept: Payout, data: st.DataObject
) -> None:
    start, months = around.replace(day=day), MONTHS_BETWEEN[kept]
    maturity = months_before(start, -months * len(rates)) + timedelta(days=data.draw(st.integers(0, 27)))
    renewed_on = months_before(start, -months * data.draw(st.integers(1, len(rates) - 1)))
    whole = fixed(rate=rates[0], start=start, maturity=maturity, compounding=kept)
    first = replace(whole, maturity=renewed_on)
    second = replace(whole, start=renewed_on, amount=maturity_value(first))
    assert maturity_value(second) == pytest.approx(maturity_value(whole), rel=1e-12)


@given(deposits(), st.data())
def test_an_early_closing_at_its_own_rate_pays_the_days_it_ran(deposit: Deposit, data: st.DataObject) -> None:
    assume(deposit.kind is not DepositKind.BOND and (deposit.maturity - deposit.start).days > 1)
    days = data.draw(st.integers(1, (deposit.maturity - deposit.start).days - 1))
    closed_on = deposit.start + timedelta(days=days)
    so_far = tuple(one for one in deposit.rate_changes if one.on < closed_on)
    shorter = replace(deposit, maturity=closed_on, rate_changes=so_far)
    closed, agreed = deposit_payments(replace(deposit, closed_on=closed_on), FAR), deposit_payments(shorter, FAR)
    assert list(closed.days) == list(agreed.days)
    assert closed.net == pytest.approx(agreed.net, rel=1e-11, abs=1e-9 * deposit.amount)


@given(deposits(st.floats(0.0, 0.2)), st.floats(0.1, 0.9), st.data())
def test_provident_funds_paid_into_at_once_add_up(whole: Deposit, share: float, data: st.DataObject) -> None:
    """What is paid on other days or in other amounts may be a deposit of its own, as long as no limit is met."""
    kind = data.draw(st.sampled_from(PROVIDENT_FUNDS))
    fund = replace(whole, kind=kind, currency="USD", payout=Payout.NONE, compounding=Payout.ANNUALLY)
    parts = [replace(fund, amount=fund.amount * one) for one in (share, 1 - share)]
    days = every_day(fund)
    together = sum(accrued_value(one, days) for one in parts)
    assert together == pytest.approx(accrued_value(fund, days), rel=1e-11)
