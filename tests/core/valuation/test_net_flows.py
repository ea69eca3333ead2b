"""Is the time-weighted return free of money that only changes places, and of deals at the day's own price?"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.attribution.portfolio_segments import holding_days
from core.ledger.transaction import Transaction, TransactionKind
from core.market.exchange_rates import ExchangeRates
from core.market.levels import LevelSeries
from tests.core.small_portfolios import (
    BUY,
    DEPOSIT,
    SELL,
    WITHDRAWAL,
    buy,
    daily,
    dated,
    day,
    row,
    sell,
    valued,
    walk,
    walk_on,
    weekdays,
)

DIVIDEND, VEST = TransactionKind.DIVIDEND, TransactionKind.RSU_VEST
INTO_KIND, OUT_OF_KIND = TransactionKind.DEPOSIT, TransactionKind.WITHDRAWAL
STEP = 10  # the day on which everything is switched


def stepped(name: str, before: float, after: float) -> LevelSeries:
    """Level until the day of the switch, and level again from then on."""
    return daily(name, [before] * STEP + [after] * STEP)


FALLEN, RISEN, FLAT = stepped("A", 100, 88), stepped("A", 10, 15), stepped("B", 50, 50)
HELD = [buy(0, "A", 1_000, 10)]  # 10,000, worth 15,000 from the day of the switch on


@pytest.mark.parametrize(
    ("rows", "prices", "expected"),
    [
        # Everything switched on one day.
        ([buy(0, "A", 100, 100), sell(STEP, "A", 100, 88), buy(STEP, "B", 176, 50)], [FALLEN, FLAT], -0.12),
        ([*HELD, sell(STEP, "A", 1_000, 15), buy(STEP, "B", 300, 50)], [RISEN, FLAT], 0.5),
        # … at other prices than the close: sold at 14, and bought at 40 what closes at 50.
        ([*HELD, sell(STEP, "A", 1_000, 14), buy(STEP, "B", 350, 40)], [RISEN, FLAT], 0.75),
        # A merger, entered as sale and purchase, at 1.3 of the day before.
        ([buy(0, "A", 10, 10), sell(STEP, "A", 10, 13), buy(STEP, "B", 2.6, 50)], [stepped("A", 10, 13), FLAT], 0.3),
        # Half of it rebalanced, and more put in: the rest of the day's money is at work from its start, 22,500 of 15,000.
        ([*HELD, sell(STEP, "A", 500, 15), buy(STEP, "B", 150, 50)], [RISEN, FLAT], 0.5),
        ([*HELD, sell(STEP, "A", 500, 15), buy(STEP, "B", 250, 40)], [RISEN, FLAT], (20_000 - 12_500) / 12_500),
        # Bought and sold within the day beside a holding: 100 of gain.
        ([*HELD, buy(STEP, "B", 100, 50), sell(STEP, "B", 100, 51)], [RISEN, FLAT], 0.51),
        ([*HELD, buy(STEP, "B", 100, 49), sell(STEP, "B", 100, 50)], [RISEN, FLAT], 0.51),
        # A dividend that is reinvested, at the close.
        ([*HELD, row(DIVIDEND, STEP, "A", amount=300.0), buy(STEP, "A", 20, 15)], [RISEN], 0.53),
        # Units moved out and others moved in, at their prices.
        (
            [
                *HELD,
                row(OUT_OF_KIND, STEP, "A", quantity=1_000, price=15.0),
                row(INTO_KIND, STEP, "B", quantity=300, price=50.0),
            ],
            [RISEN, FLAT],
            0.5,
        ),
        # Shares from an employer, at the day's price.
        ([*HELD, row(VEST, STEP, "B", quantity=100, fair_market_value=50.0)], [RISEN, FLAT], 0.5),
        # Twice as much at the day's price, and at a price that is off by more than 0.05 %: from the start of the day.
        ([*HELD, buy(STEP, "A", 1_000, 15.007)], [RISEN], 14_993 / 10_000 - 1),
        ([*HELD, buy(STEP, "A", 1_000, 15.01)], [RISEN], 30_000 / 25_010 - 1),
        # A cost that is large beside what was there before is borne by the deal too.
        ([buy(0, "A", 1, 10), buy(STEP, "A", 1_000, 15, fees=5.0)], [RISEN], 15_015 / 15_015 - 1),
    ],
)
def test_money_that_only_changes_places_earns_nothing(
    rows: Sequence[Transaction], prices: Sequence[LevelSeries], expected: float
) -> None:
    assert valued(rows, prices, as_of=2 * STEP - 1).returns.total == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ([row(DEPOSIT, STEP, amount=50_000.0), row(WITHDRAWAL, STEP, amount=50_000.0)], 0.108),
        ([sell(STEP, "A", 50, 110.8), buy(STEP, "B", 110.8, 50)], 0.108),
        ([row(DEPOSIT, STEP, amount=50_000.0), row(WITHDRAWAL, STEP, amount=45_000.0)], 16_080 / 15_000 - 1),
    ],
)
def test_equal_deposits_and_withdrawals_of_a_day_are_nothing(more: list[Transaction], expected: float) -> None:
    prices = [daily("A", [100.0] * STEP + [110.8] * STEP), FLAT]
    rows = [row(DEPOSIT, 0, amount=10_000.0), buy(0, "A", 100, 100), *more]
    assert valued(rows, prices, as_of=2 * STEP - 1, cash_tracked=True).returns.total == pytest.approx(
        expected, abs=1e-9
    )


DAILY = weekdays("2023-01-02", "2024-02-01")
MONTHLY = weekdays("2023-01-02", "2025-06-30")[::21]
RHYTHMS = [
    (MONTHLY, "USD"),
    (MONTHLY, "EUR"),
    (MONTHLY[::3], "USD"),
    (DAILY[::5], "USD"),
    (DAILY, "EUR"),
    (DAILY, "USD"),
]


def paid_by_cash(rows: Sequence[Transaction]) -> list[Transaction]:
    """Each purchase paid for by a deposit of its day, and each sale's money taken out on its day."""
    kinds = {BUY: DEPOSIT, SELL: WITHDRAWAL}
    moves = [Transaction(one.on, kinds[one.kind], amount=one.gross, currency=one.currency) for one in rows]
    return [*moves, *rows]


@pytest.mark.parametrize("tracked", [False, True])
@pytest.mark.parametrize(("dates", "currency"), RHYTHMS)
@given(data=st.data())
def test_any_flows_at_its_price_give_a_fund_s_own_return(
    dates: np.ndarray, currency: str, tracked: bool, data: st.DataObject
) -> None:
    """A saver who buys and sells at the price of the day, daily to quarterly, has what the fund made, in any currency and with cash."""
    fund = walk_on("F", dates, 3, currency)
    rates = ExchangeRates({"EURUSD": walk("EURUSD", 5, 1_000)})
    changes = data.draw(st.lists(st.floats(0.01, 20) | st.floats(-0.3, -0.01), min_size=3, max_size=8))
    places = sorted(data.draw(st.sets(st.integers(1, dates.size - 2), min_size=len(changes), max_size=len(changes))))
    rows, held = [Transaction(dates[0].item(), BUY, "F", quantity=1, price=fund.levels[0], currency=currency)], 1.0
    for at, change in zip(places, changes, strict=True):
        units, kind = abs(change) * (1.0 if change > 0 else held), BUY if change > 0 else SELL
        rows.append(Transaction(dates[at].item(), kind, "F", quantity=units, price=fund.levels[at], currency=currency))
        held += units if change > 0 else -units
    number = int((dates[-1] - np.datetime64(day(0))).astype(int))
    all_rows = paid_by_cash(rows) if tracked else rows
    found = valued(all_rows, [fund], as_of=number, rates=rates, cash_tracked=tracked or None)
    assert found.cash_account.tracked is tracked
    own = rates.levels_in(fund, "USD", dates[[0, -1]]).levels
    assert 1.0 + found.returns.total == pytest.approx(own[1] / own[0], rel=1e-12)


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        # What is deposited beyond the purchases stands in the cash from the start of the day.
        ([row(DEPOSIT, STEP, amount=1_600.0), buy(STEP, "A", 40, 15)], 16_000 / 11_000 - 1),
        # What is bought beyond the deposit is paid by a sale of the day, at its close; nothing more is at work.
        ([row(DEPOSIT, STEP, amount=600.0), sell(STEP, "A", 20, 15), buy(STEP, "B", 18, 50)], 0.5),
        # Bought at a price that is not the close, the deposit counts from the start of the day, with what it gained.
        ([row(DEPOSIT, STEP, amount=500.0), buy(STEP, "A", 50, 10)], 15_750 / 10_500 - 1),
        # Two deposits and two purchases of a day, one of them at the close.
        (
            [
                row(DEPOSIT, STEP, amount=400.0),
                row(DEPOSIT, STEP, amount=600.0),
                buy(STEP, "A", 40, 15),
                buy(STEP, "B", 10, 40),
            ],
            15_500 / 10_400 - 1,
        ),
        # The charges of the deal are borne at its end.
        ([row(DEPOSIT, STEP, amount=610.0), buy(STEP, "A", 40, 15, fees=10.0)], 14_990 / 10_000 - 1),
        # … unless they are large beside what was there before: the day began with 10,000, so 600 of costs are borne by the deal too.
        ([row(DEPOSIT, STEP, amount=1_200.0), buy(STEP, "A", 40, 15, fees=600.0)], 15_600 / 11_200 - 1),
        # Deposited on the day and not spent on anything.
        ([row(DEPOSIT, STEP, amount=1_000.0)], 16_000 / 11_000 - 1),
        # Paid out what a sale at the close brought.
        ([sell(STEP, "A", 100, 15), row(WITHDRAWAL, STEP, amount=1_500.0)], 0.5),
        # Shares of an employer at the day's price, beside a deposit that buys at the close.
        (
            [
                row(DEPOSIT, STEP, amount=600.0),
                buy(STEP, "A", 40, 15),
                row(VEST, STEP, "B", quantity=10, fair_market_value=50.0),
            ],
            0.5,
        ),
    ],
)
def test_of_a_deposit_what_buys_at_the_close_stands_at_the_end_of_its_day(
    more: list[Transaction], expected: float
) -> None:
    rows = [row(DEPOSIT, 0, amount=10_000.0), *HELD, *more]
    found = valued(rows, [RISEN, FLAT], as_of=2 * STEP - 1, cash_tracked=True)
    assert found.returns.total == pytest.approx(expected, abs=1e-12)
    shifted = holding_days(found, ["one"] * len(found.holdings), found.dates)
    assert shifted.returns[STEP] == pytest.approx(found.returns.returns[STEP], abs=1e-12)


def test_what_a_holding_without_a_price_gave_buys_at_the_close() -> None:
    """Its money comes from outside what is valued, as a deposit does."""
    rows = [
        row(DEPOSIT, 0, amount=10_600.0),
        *HELD,
        buy(0, "UNKNOWN", 0, 0.0, amount=600.0),
        sell(STEP, "UNKNOWN", 0, 0.0, amount=600.0),
        buy(STEP, "A", 40, 15),
    ]
    found = valued(rows, [RISEN], as_of=2 * STEP - 1, cash_tracked=True)
    assert [one.symbol for one in found.unpriced] == ["UNKNOWN"]
    assert found.returns.total == pytest.approx(0.5, abs=1e-12)


@pytest.mark.parametrize("tracked", [False, True])
def test_an_index_fund_bought_at_the_close_of_a_bad_day_is_not_ahead(tracked: bool) -> None:
    """1,000 units at 100, one lakh more at the NAV of a day of −12.98 %, and −10 % in all: what the fund lost."""
    fund = daily("F", [100.0] * STEP + [87.02] * (STEP - 1) + [90.0], "INR")
    rows = [
        buy(0, "F", 1_000, 100, currency="INR"),
        buy(STEP, "F", 100_000 / 87.02, 87.02, currency="INR"),
    ]
    found = valued(paid_by_cash(rows) if tracked else rows, [fund], as_of=2 * STEP - 1, base="INR")
    assert found.returns.returns[STEP] == pytest.approx(-0.1298, abs=1e-12)
    assert found.returns.total == pytest.approx(-0.1, abs=1e-12)


def test_a_saver_at_a_sparse_price_has_what_the_fund_made() -> None:
    """Twelve months of +8 % each, a purchase on the day of each price."""
    months = [f"2023-{month:02}-15" for month in range(1, 13)]
    fund = dated("F", {on: 100 * 1.08**at for at, on in enumerate(months)})
    first = (np.datetime64("2023-01-15") - np.datetime64(day(0))).astype(int)
    apart = [int(first + (one - fund.dates[0]).astype(int)) for one in fund.dates]
    rows = [buy(number, "F", 10, price) for number, price in zip(apart, fund.levels, strict=True)]
    assert valued(rows, [fund], as_of=apart[-1]).returns.total == pytest.approx(1.08**11 - 1, abs=1e-12)
