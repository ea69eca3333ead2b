"""Does a holding without a price that counts keep its last one, under its name, with its share and since when?"""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.ledger.transaction import TransactionKind
from core.market.exchange_rates import ExchangeRates
from core.market.levels import LevelSeries, to_days
from core.market.period import Period
from core.returns.cash_flows import xirr
from core.valuation.portfolio_value import Valuation
from core.valuation.stale import marked_gaps, older_share_in_words, stale_notes
from core.valuation.window import portfolio_window, whole_period
from tests.core.small_portfolios import buy, daily, dated, day, row, sell, valued

FLAT = daily("X", [100.0] * 1000)
WHAT_BECAME = "Say what became of it: sold, written off, or what it is worth."


def notes(valuation: Valuation) -> list[str]:
    return list(stale_notes(valuation, whole_period(valuation)))


def test_a_price_is_carried_seven_days_and_stale_on_the_eighth() -> None:
    prices = [dated("X", {"2023-01-02": 1.0})]
    fresh, stale = (valued([buy(0, "X", 10, 100.0)], prices, as_of=at) for at in (7, 8))
    assert (fresh.complete, fresh.stale) == (True, ())
    (holding,) = stale.stale
    assert (stale.complete, holding.stale_since, holding.priced_on) == (False, day(8), day(0))
    assert (holding.weight, holding.value, holding.long_stale) == (1.0, 10.0, False)


def test_a_dead_holding_keeps_its_last_price_and_the_others_their_day() -> None:
    """F3: one in ten has no price any more; nothing else changes."""
    rows = [buy(0, "DEL", 10, 10.0), *(buy(0, f"L{at}", 10, 100.0) for at in range(9))]
    live = [daily(f"L{at}", [100.0] * 1000) for at in range(9)]
    valuation = valued(rows, [daily("DEL", np.full(200, 10.0)), *live], as_of=900)
    assert valuation.closing_value == pytest.approx(9_100.0, abs=0.005)
    assert [(one.symbol, one.stale_since, one.priced_on) for one in valuation.stale] == [("DEL", day(207), day(199))]
    assert valuation.closing_value_without_stale == pytest.approx(9_000.0, abs=0.005)
    assert notes(valuation) == [
        "DEL has had no price since 20 Jul 2023: it stands at that one, 1.1\u202f% of the value.",
        "Mine is worth $9,100 with DEL at its last price, $9,000 if it is worth nothing. " + WHAT_BECAME,
    ]


@pytest.mark.parametrize(
    ("step", "stale_after", "long_after"), [(1, 7, 97), (7, 14, 104), (30, 45, 135), (90, 135, 405), (365, 400, 1200)]
)
def test_how_long_a_price_counts_follows_the_rhythm(step: int, stale_after: int, long_after: int) -> None:
    dates = np.datetime64(day(0)) + np.arange(8) * step
    series = LevelSeries("FUND", dates, np.full(8, 5.0), "USD")
    last = 7 * step
    for age, stale, long_stale in (
        (stale_after, False, False),
        (stale_after + 1, True, False),
        (long_after + 1, True, False),
        (long_after + 2, True, True),
    ):
        (holding,) = valued([buy(0, "FUND", 1, 5.0)], [series], as_of=last + age).holdings
        assert (holding.stale_since is not None, holding.long_stale) == (stale, long_stale)


HOLIDAYS = {
    "Taiwan": ("2023-01-17", "2023-01-30"),
    "Shanghai": ("2020-01-23", "2020-02-03"),
    "Tokyo": ("2019-04-26", "2019-05-07"),
    "China": ("2023-09-28", "2023-10-09"),
}


@pytest.mark.parametrize(("closed", "opened"), HOLIDAYS.values(), ids=HOLIDAYS)
def test_an_exchange_may_be_closed_for_its_holidays(closed: str, opened: str) -> None:
    """F9 (a)."""
    around = [np.arange(np.datetime64(closed) - 60, np.datetime64(closed) + 1), np.datetime64(opened) + np.arange(60)]
    dates = np.concatenate(around)
    series = LevelSeries("X", dates, np.linspace(500.0, 600.0, dates.size), "TWD")
    bought = date.fromisoformat(str(dates[10]))
    valuation = valued(
        [row(TransactionKind.BUY, (bought - day(0)).days, "X", quantity=2.0, price=500.0, currency="TWD")],
        [series],
        as_of=(date.fromisoformat(str(dates[-1])) - day(0)).days,
        base="TWD",
    )
    assert (valuation.complete, valuation.holdings[0].gaps, notes(valuation)) == (True, (), [])


def test_a_suspended_share_counts_in_the_rate_and_the_gap_is_named() -> None:
    """F9 (b): suspended for three months, sold two years later at a loss."""
    dates = np.datetime64(day(0)) + np.concatenate([np.arange(100), 190 + np.arange(800)])
    series = LevelSeries("SUSP", dates, np.where(np.arange(900) < 100, 100.0, 80.0), "USD")
    rows = [buy(0, "SUSP", 10, 100.0), sell(900, "SUSP", 10, 88.89)]
    valuation = valued(rows, [series], as_of=950)
    window = portfolio_window(valuation, whole_period(valuation))
    assert window.money_weighted.rate == pytest.approx(0.8889 ** (365 / 900) - 1, abs=1e-9)
    assert window.time_weighted.total == pytest.approx(-0.1111, abs=1e-9)
    assert valuation.complete
    assert notes(valuation) == [
        "SUSP has no price between 11 Apr 2023 and 10 Jul 2023, while it was held: until then it stands at the last one."
    ]
    assert not ((valuation.dates > series.dates[99]) & (valuation.dates < series.dates[100])).any()


@pytest.mark.parametrize("months", [1, 3])
def test_sparse_navs_are_valued(months: int) -> None:
    """F9 (c): bought on the days of the NAVs of a fund that grows by 1 % a month."""
    ends = np.arange("2019-01", "2022-01", months, dtype="datetime64[M]").astype("datetime64[D]")
    fund = LevelSeries("FUND", ends, 100.0 * 1.01 ** (months * np.arange(ends.size)), "USD")
    at = [(one.item() - day(0)).days for one in ends]
    rows = [buy(at[k], "FUND", 1_000.0 / float(fund.levels[k]), float(fund.levels[k])) for k in (0, 4, 8)]
    valuation = valued(rows, [fund], as_of=at[-1])
    window = portfolio_window(valuation, whole_period(valuation))
    assert (valuation.complete, valuation.holdings[0].gaps) == (True, ())
    closing = sum(1_000.0 * float(fund.levels[-1] / fund.levels[k]) for k in (0, 4, 8))
    assert window.money_weighted.rate == pytest.approx(xirr(valuation.flows, closing, valuation.as_of).rate, abs=1e-9)
    assert valuation.dates.tolist() == fund.dates.tolist()


def test_before_its_first_price_it_is_worth_what_was_paid() -> None:
    rows = [
        buy(0, "IPO", 10, 20.0, fees=5.0),
        buy(3, "IPO", 10, 30.0),
        row(TransactionKind.SPLIT, 5, "IPO", quantity=2.0),
    ]
    prices = dated("IPO", {"2023-01-20": 15.0, "2023-01-21": 15.5})
    valuation = valued(rows, [prices], as_of=19)
    assert valuation.values.tolist() == [200.0, 500.0, 600.0, 620.0]
    assert notes(valuation) == ["IPO has no price up to 19 Jan 2023: until then it stands at what was paid for it."]
    early = valued(rows, [prices, FLAT], as_of=10)
    assert (early.closing_value, early.stale[0].stale_since, early.stale[0].price) == (500.0, day(0), None)


def test_what_is_paid_in_another_currency_is_told_in_that_of_the_price() -> None:
    rates = ExchangeRates({"USDINR": daily("USDINR", np.linspace(80.0, 90.0, 400), "INR")})
    rows = [buy(0, "X", 1, 100.0), buy(0, "LATE", 4, 10.0), buy(100, "LATE", 4, 8.0)]
    late = LevelSeries("LATE", np.datetime64(day(390)) + np.arange(10), np.full(10, 1_000.0), "INR")
    valuation = valued(rows, [FLAT, late], as_of=300, rates=rates)
    at_300 = float(rates.rate("INR", "USD", to_days([day(300)]))[0])
    paid = 4 * 10.0 * 80.0 + 4 * 8.0 * float(rates.rate("USD", "INR", to_days([day(100)]))[0])
    assert valuation.closing_value == pytest.approx(100.0 + paid * at_300, abs=1e-9)
    assert notes(valuation)[0].startswith("LATE has no price yet: it stands at what was paid for it, 40.0")


def test_many_are_named_and_the_rest_counted() -> None:
    rows = [buy(0, "X", 100, 100.0), *(buy(0, f"D{at}", 1, 10.0) for at in range(8))]
    found = notes(valued(rows, [FLAT, *(dated(f"D{at}", {"2023-01-02": 10.0}) for at in range(8))], as_of=300))
    assert found[5] == "So it is with 3 more."
    assert "D4 and 3 more at their last prices, $10,000 if they are worth nothing" in found[6]


def test_only_the_gaps_of_large_holdings_are_marked() -> None:
    rows = [buy(0, "X", 10, 100.0), buy(0, "LARGE", 2, 100.0), buy(0, "SMALL", 1, 100.0)]
    dates = np.datetime64(day(0)) + np.concatenate([np.arange(50), 150 + np.arange(50)])
    prices = [LevelSeries(name, dates, np.full(100, 100.0), "USD") for name in ("LARGE", "SMALL")]
    valuation = valued(rows, [FLAT, *prices], as_of=199)
    assert list(marked_gaps(valuation, whole_period(valuation))) == [Period(day(57), day(149))]
    assert list(marked_gaps(valuation, Period(day(0), day(60)))) == [Period(day(57), day(60))]
    assert list(marked_gaps(valuation, Period(day(160), day(199)))) == []


def test_a_value_that_mostly_stands_at_old_prices_says_so() -> None:
    rows = [buy(0, "X", 8, 100.0), buy(0, "OLD", 2, 100.0)]
    valuation = valued(rows, [FLAT, dated("OLD", {"2023-01-02": 100.0})], as_of=50)
    assert notes(valuation)[-1] == "Only 80.0\u202f% of the value on 21 Feb 2023 stands at prices that still count."


def test_a_range_that_ends_inside_a_gap_says_so() -> None:
    dates = np.datetime64(day(0)) + np.concatenate([np.arange(50), 150 + np.arange(50)])
    valuation = valued([buy(0, "S", 1, 1.0)], [LevelSeries("S", dates, np.ones(100), "USD")], as_of=199)
    found = list(stale_notes(valuation, Period(day(0), day(100))))
    assert found == ["S has no newer price than of 20 Feb 2023 at the end of the range: it stands at that one."]


@settings(max_examples=60, deadline=None)
@given(st.sets(st.integers(0, 300), min_size=2, max_size=40), st.integers(0, 5), st.integers(1, 4))
def test_whatever_the_gaps_the_link_of_the_returns_is_what_the_money_became(
    days: set[int], late: int, units: int
) -> None:
    """One purchase on or after the first price, held to the end: growth is last price ÷ price paid; nothing is dropped."""
    on = sorted(days)
    levels = 100.0 + np.cumsum(np.sin(np.arange(len(on)))) * 3
    series = LevelSeries("S", np.datetime64(day(0)) + np.array(on), levels, "USD")
    valuation = valued([buy(on[0] + late, "S", units, 90.0)], [series], as_of=max(on[-1], on[0] + late))
    assert valuation.closing_value == pytest.approx(units * levels[-1])
    assert valuation.returns.total == pytest.approx(levels[-1] / 90.0 - 1.0, abs=1e-9)
    assert set(to_days(valuation.dates)) <= {*series.dates, *to_days([day(on[0] + late), valuation.as_of])}


def test_what_is_not_valued_is_told_at_zero_too() -> None:
    """Half of the money in a share that died: value, gain and XIRR with it at its last price and at nothing."""
    rows = [buy(0, "X", 10, 100.0), buy(0, "DEL", 10, 100.0)]
    prices = [daily("X", 100.0 * 1.21 ** (np.arange(731) / 730)), daily("DEL", np.full(200, 100.0))]
    valuation = valued(rows, prices, as_of=730)
    window = portfolio_window(valuation, whole_period(valuation))
    assert (window.closing_value, window.gain) == pytest.approx((2_210.0, 210.0), abs=1e-9)
    zero = window.at_zero
    assert zero is not None
    assert (zero.names, zero.closing_value, zero.gain) == (("DEL",), pytest.approx(1_210.0), pytest.approx(-790.0))
    assert zero.money_weighted.rate == pytest.approx((1_210 / 2_000) ** 0.5 - 1, abs=1e-9)
    assert older_share_in_words(valuation) == "45.2\u202f% of this value stands at older prices."


@pytest.mark.parametrize(("end", "counts"), [(206, True), (297, True), (298, False), (730, False)])
def test_at_an_earlier_end_it_is_as_old_as_it_was_then(end: int, counts: bool) -> None:
    """Stale from day 207 on: valued up to 90 days after that."""
    prices = [daily("X", [100.0] * 800), daily("DEL", [100.0] * 200)]
    valuation = valued([buy(0, "X", 10, 100.0), buy(0, "DEL", 10, 100.0)], prices, as_of=730)
    assert (portfolio_window(valuation, Period(day(0), day(end))).at_zero is None) is counts


def test_what_was_said_of_it_leaves_one_figure() -> None:
    rows = [buy(0, "X", 10, 100.0), buy(0, "DEL", 10, 100.0), sell(199, "DEL", 10, 0.0)]
    valuation = valued(rows, [daily("X", [100.0] * 800), daily("DEL", [100.0] * 200)], as_of=730)
    window = portfolio_window(valuation, whole_period(valuation))
    assert (window.at_zero, window.closing_value, older_share_in_words(valuation)) == (None, 1_000.0, None)
