"""Does the plain bookkeeping itself keep the rules? Small lives whose figures can be worked out by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest

from core.ledger.portfolio import Portfolio
from core.ledger.transaction import Transaction, TransactionKind
from core.market.exchange_rates import ExchangeRates
from tests.bookkeeping.agreement import differences
from tests.bookkeeping.histories import History, drawn_features, random_history, series_of
from tests.bookkeeping.measures import Figures, figures_of
from tests.bookkeeping.prices import Levels, carried, each_day, fresh_days, oldest_allowed

BUY, SELL = TransactionKind.BUY, TransactionKind.SELL
DEPOSIT, WITHDRAWAL = TransactionKind.DEPOSIT, TransactionKind.WITHDRAWAL


def on(text: str) -> date:
    return date.fromisoformat(text)


def weekdays(first: str, last: str) -> list[date]:
    return [day for day in each_day(on(first), on(last)) if day.weekday() < 5]


def deal(kind: TransactionKind, day: str, symbol: str, quantity: float, price: float, fees: float = 0.0) -> Transaction:
    return Transaction(on(day), kind, symbol, quantity=quantity, price=price, fees=fees)


def cash(kind: TransactionKind, day: str, amount: float) -> Transaction:
    return Transaction(on(day), kind, amount=amount)


def life(
    rows: Sequence[Transaction], prices: Mapping[str, Levels], as_of: str, benchmark: Levels | None = None
) -> History:
    """The history of such rows; the benchmark stands still unless given."""
    first = min(row.on for row in rows) - timedelta(days=40)
    still = dict.fromkeys(each_day(first, on(as_of)), 100.0)
    series = {name: series_of(name, levels, "USD") for name, levels in prices.items()}
    portfolio = Portfolio("small", "Small", "USD", tuple(rows))
    index = series_of("Index", benchmark or still, "USD")
    return History(0, frozenset(), portfolio, series, ExchangeRates({}), index, on(as_of), frozenset())


def figures(*arguments: object) -> Figures:
    return figures_of(life(*arguments))  # type: ignore[arg-type]


def closing(result: Figures) -> float:
    return list(result.values.values())[-1]


def test_a_switch_is_no_flow() -> None:
    days = weekdays("2020-01-02", "2020-06-30")
    falling = {day: 100.0 if day < on("2020-03-16") else 88.0 for day in days}
    rows = [
        deal(BUY, "2020-01-02", "A", 100, 100),
        deal(SELL, "2020-03-16", "A", 100, 88),
        deal(BUY, "2020-03-16", "B", 176, 50),
    ]
    result = figures(rows, {"A": falling, "B": dict.fromkeys(days, 50.0)}, "2020-06-30")
    assert result.twr == pytest.approx(-0.12, abs=1e-12)


def test_a_deposit_that_buys_at_the_close_was_not_at_work_before() -> None:
    """1,000 units at 100 and one lakh more on the day of −12.98 %, with 500 that stay in the cash from the start of that day."""
    days = weekdays("2020-03-02", "2020-04-30")
    falling = {day: 100.0 if day < on("2020-03-23") else 87.02 for day in days}
    rows = [
        cash(DEPOSIT, "2020-03-02", 100_000),
        deal(BUY, "2020-03-02", "A", 1_000, 100),
        cash(DEPOSIT, "2020-03-23", 87_020),
        deal(BUY, "2020-03-23", "A", 1_000, 87.02),
    ]
    assert figures(rows, {"A": falling}, "2020-04-30").twr == pytest.approx(-0.1298, abs=1e-12)
    rows[2] = cash(DEPOSIT, "2020-03-23", 87_520)
    assert figures(rows, {"A": falling}, "2020-04-30").twr == pytest.approx(87_520 / 100_500 - 1, abs=1e-12)


def test_a_debit_is_a_debit() -> None:
    """The overdraft of 120 is repaid within days; without its deposit it stays, and counts as what it is."""
    days = weekdays("2019-01-02", "2024-06-28")
    rising = {day: 50 + 0.03 * (day - on("2019-01-01")).days for day in days}
    rows = [
        cash(DEPOSIT, "2019-03-01", 7765.5),
        deal(BUY, "2019-03-01", "CA", 150, 51.77, fees=120),
        cash(DEPOSIT, "2019-03-04", 120),
    ]
    result = figures(rows, {"CA": rising}, "2024-06-28")
    assert closing(result) == pytest.approx(16522.5)
    assert result.xirr == pytest.approx(0.1488, abs=5e-5)
    lacking = figures(rows[:2], {"CA": rising}, "2024-06-28")
    assert closing(lacking) == pytest.approx(16522.5 - 120)


def test_deposits_that_are_plainly_missing_leave_cash_out() -> None:
    prices = {"A": dict.fromkeys(weekdays("2020-01-02", "2020-12-31"), 10.0)}
    rows = [cash(DEPOSIT, "2020-01-02", 1000), deal(BUY, "2020-01-02", "A", 1000, 10)]
    assert closing(figures(rows, prices, "2020-12-31")) == 10000
    assert closing(figures(rows, prices, "2020-01-20")) == 1000  # settlement may still come


def test_an_index_held_with_a_gap_is_the_index() -> None:
    days = weekdays("2017-11-01", "2024-06-28")
    index = {day: 100 + 20 * ((number * 7919) % 101) / 101 for number, day in enumerate(days)}
    held = [("2018-01-02", "2020-01-02"), ("2022-01-03", "2024-06-28")]
    rows = [deal(BUY, start, "I", 10, index[on(start)]) for start, _ in held]
    rows.append(deal(SELL, held[0][1], "I", 10, index[on(held[0][1])]))
    result = figures(rows, {"I": index}, "2024-06-28", index)
    assert result.beta == pytest.approx(1, abs=1e-12)
    assert result.twr == pytest.approx(result.growth, abs=1e-12)
    assert result.observations == len([day for day in days for start, end in held if on(start) < day <= on(end)])


def test_a_later_deposit_does_not_rewrite_what_was_settled_before() -> None:
    """1,000 euros were settled as 1,000 dollars; when euros are deposited they cost two."""
    days = weekdays("2020-01-01", "2020-12-31")
    history = life([cash(DEPOSIT, "2020-01-02", 2000)], {}, "2020-12-31")
    rows = [
        *history.portfolio.transactions,
        Transaction(on("2020-01-02"), BUY, "E", quantity=10, price=100, currency="EUR"),
        Transaction(on("2020-10-01"), DEPOSIT, amount=10, currency="EUR"),
    ]
    rates = {"EURUSD": series_of("EURUSD", {day: 1.0 if day < on("2020-06-01") else 2.0 for day in days}, "USD")}
    euro_share = {"E": series_of("E", dict.fromkeys(days, 100.0), "EUR")}
    portfolio = Portfolio("small", "Small", "USD", tuple(rows))
    result = figures_of(replace(history, portfolio=portfolio, prices=euro_share, rates=ExchangeRates(rates)))
    assert result.values[on("2020-05-29")] == 2000
    assert closing(result) == 2000 + 1000 + 20


def test_units_count_as_the_prices_of_their_day_do() -> None:
    """Two for one on 1 July: held before and bought after; the prices adjusted for it, or as they were traded."""
    days = weekdays("2020-01-02", "2020-12-31")
    rows = [
        deal(BUY, "2020-01-02", "A", 10, 100),
        Transaction(on("2020-07-01"), TransactionKind.SPLIT, "A", quantity=2),
        deal(BUY, "2020-08-03", "A", 5, 50),
    ]
    adjusted = life(rows, {"A": dict.fromkeys(days, 50.0)}, "2020-12-31")
    traded = life(rows, {"A": {day: 100.0 if day < on("2020-07-01") else 50.0 for day in days}}, "2020-12-31")
    for history in (adjusted, replace(traded, as_traded=frozenset({"A"}))):
        result = figures_of(history)
        assert result.values[on("2020-06-30")] == 1000
        assert closing(result) == 1250
        assert result.twr == pytest.approx(0, abs=1e-12)


def test_a_small_position_after_a_large_one_is_kept() -> None:
    days = weekdays("2019-01-02", "2024-06-28")
    token = {day: 0.00001 if day < on("2022-01-01") else 40.0 for day in days}
    rows = [
        deal(BUY, "2019-02-01", "TOK", 100_000_000, 0.00001),
        deal(SELL, "2019-03-01", "TOK", 100_000_000, 0.00001),
        deal(BUY, "2022-03-02", "TOK", 50, 40),
    ]
    assert closing(figures(rows, {"TOK": token}, "2024-06-28")) == 2000


def test_what_cash_earns_on_a_weekend_was_there_before_the_next_deposit() -> None:
    rows = [
        cash(DEPOSIT, "2024-01-05", 10_000),
        cash(TransactionKind.INTEREST, "2024-01-07", 1000),
        cash(DEPOSIT, "2024-01-08", 100_000),
    ]
    assert figures(rows, {}, "2024-01-09").twr == pytest.approx(0.1, abs=1e-12)
    charged = [rows[0], cash(TransactionKind.FEE, "2024-01-07", 1000), cash(DEPOSIT, "2024-01-08", 90_000)]
    assert figures(charged, {}, "2024-01-09").twr == pytest.approx(-0.1, abs=1e-12)


def test_whoever_saves_at_a_fund_s_price_earns_what_the_fund_earns() -> None:
    ends = [day for day in each_day(on("2020-01-31"), on("2022-12-31")) if (day + timedelta(days=1)).day == 1]
    fund = {day: 100 * 2.5 ** (number / (len(ends) - 1)) for number, day in enumerate(ends)}
    rows = [Transaction(day, BUY, "F", quantity=3, price=level) for day, level in fund.items()]
    assert figures(rows, {"F": fund}, "2022-12-31").twr == pytest.approx(1.5, abs=1e-12)


@pytest.mark.parametrize(
    ("price", "expected"),
    [
        (105, 15 * 110 / (1000 + 525 + 3) - 1),
        (110, (15 * 110 - 553) / 1000 - 1),
        (110.05, (15 * 110 - 553.25) / 1000 - 1),
    ],
    ids=["away from the close: at the start", "at the close: at the end", "within 0.05 %: at the end"],
)
def test_a_purchase_stands_where_its_price_puts_it(price: float, expected: float) -> None:
    prices = {"A": {on("2020-01-02"): 100.0, on("2020-01-03"): 110.0}}
    rows = [deal(BUY, "2020-01-02", "A", 10, 100), deal(BUY, "2020-01-03", "A", 5, price, fees=3)]
    assert figures(rows, prices, "2020-01-03").twr == pytest.approx(expected, abs=1e-12)


def test_a_dead_price_stays_and_moves_no_date() -> None:
    days = weekdays("2019-01-02", "2024-06-28")
    prices = {
        "LIVE": dict.fromkeys(days, 100.0),
        "DEL": {day: 10.0 for day in days if day <= on("2021-03-31")},
    }
    rows = [deal(BUY, "2019-02-01", "LIVE", 10, 100), deal(BUY, "2019-02-01", "DEL", 10, 10)]
    result = figures(rows, prices, "2024-06-30")
    assert closing(result) == 1100
    assert result.valued_on == on("2024-06-28")


def test_before_its_first_price_a_holding_is_worth_what_was_paid() -> None:
    prices = {"NEW": dict.fromkeys(weekdays("2020-02-03", "2020-03-31"), 12.0)}
    result = figures([deal(BUY, "2020-01-06", "NEW", 100, 10)], prices, "2020-03-31")
    assert result.values[on("2020-01-31")] == 1000
    assert result.twr == pytest.approx(0.2)


def test_an_emptied_account_never_goes_short() -> None:
    prices = {"A": {day: 10.0 if day < on("2020-06-01") else 30.0 for day in weekdays("2020-01-02", "2020-12-31")}}
    rows = [deal(BUY, "2020-01-02", "A", 100, 10), deal(SELL, "2020-07-01", "A", 50, 30)]
    result = figures(rows, prices, "2020-12-31")
    assert (result.account, result.ran_out, result.shortfall) == (0, on("2020-07-01"), 500)
    assert result.benchmark_xirr is None


@pytest.mark.parametrize(
    ("distance", "allowed"), [(1, 7), (7, 14), (30, 45), (91, 135), (365, 400)], ids=["d", "w", "m", "q", "y"]
)
def test_the_age_of_a_level_follows_its_rhythm(distance: int, allowed: int) -> None:
    levels = {on("2015-01-01") + timedelta(days=distance * number): 1.0 for number in range(6)}
    last, days = max(levels), [max(levels) + timedelta(days=number) for number in (allowed, allowed + 1)]
    assert oldest_allowed(levels) == allowed
    assert fresh_days(levels, days) == {days[0]}
    assert carried(levels, [last + timedelta(days=allowed)]) == {last + timedelta(days=allowed): 1.0}


def test_a_daily_series_may_be_closed_for_sixteen_days() -> None:
    levels = dict.fromkeys([*weekdays("2023-01-02", "2023-01-17"), on("2023-02-02"), on("2023-02-19")], 1.0)
    days = list(each_day(on("2023-01-17"), on("2023-02-19")))
    stale = {day for day in days if day not in fresh_days(levels, days)}
    assert stale == set(each_day(on("2023-02-10"), on("2023-02-18")))


@pytest.mark.parametrize("seed", range(12))
def test_without_irregularity_there_is_nothing_to_argue_about(seed: int) -> None:
    assert differences(random_history(seed, frozenset())) == []


@pytest.mark.parametrize("seed", range(40))
def test_books_can_be_kept_of_every_random_life(seed: int) -> None:
    result = figures_of(random_history(seed, drawn_features(seed)))
    assert result.twr is not None
    assert result.twr > -1
    assert all(value > 0 for day, value in result.values.items() if value)
