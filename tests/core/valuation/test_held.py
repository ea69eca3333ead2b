"""Are days without a holding no observations, for portfolio and benchmark alike?"""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import InsufficientData
from core.ledger.transaction import Transaction
from core.market.exchange_rates import ExchangeRates
from core.market.levels import LevelSeries, to_days
from core.market.period import NamedRange, Period
from core.returns.drawdown import drawdown_of_returns
from core.returns.held import falls_while_held, idle_note, levels_while_held, stretches_of
from core.returns.series import ReturnSeries, aligned_levels, returns_of
from core.same_money.comparison import compare_same_money
from core.same_money.period_returns import monthly_returns, period_table
from core.statistics.relative import compare
from core.statistics.rolling import rolling_fit
from core.valuation.portfolio_value import Valuation
from core.valuation.window import portfolio_window, whole_period
from tests.core.small_portfolios import BUY, SELL, buy, day, sell, valued, walk_on, weekdays

NO_RATES = ExchangeRates()
INDEX = walk_on("INDEX", weekdays("2018-01-01", "2024-06-28"), 5)
LAST = (date(2024, 6, 28) - day(0)).days


def traded(on: str, kind: str = "BUY", units: float = 10.0, price: float | None = None) -> Transaction:
    """At the index's own level of its day."""
    when = date.fromisoformat(on)
    return Transaction(
        when, BUY if kind == "BUY" else SELL, "INDEX", quantity=units, price=price or INDEX.level_on(when)
    )


def index_copy(*rows: Transaction) -> Valuation:
    return valued(rows, [INDEX], as_of=LAST)


# Out for two years: bought on 2 January 2018, sold on 2 January 2020, bought again on 3 January 2022.
TWICE = (traded("2018-01-02"), traded("2020-01-02", "SELL"), traded("2022-01-03", units=20.0))
NOTE = "Nothing was held from 3 Jan 2020 to 2 Jan 2022: 4.5 of 6.5 years invested."
WHOLE = (
    INDEX.level_on(date(2020, 1, 2))
    / INDEX.level_on(date(2018, 1, 2))
    * (INDEX.levels[-1] / INDEX.level_on(date(2022, 1, 3)))
)


def fit(valuation: Valuation) -> tuple[ReturnSeries, ReturnSeries]:
    own, index = aligned_levels(valuation.growth_from_first_days, INDEX)
    return returns_of(own), returns_of(index)


@pytest.mark.parametrize(
    ("start", "growth", "days"),
    [
        (None, WHOLE - 1, 730 + 907),
        (date(2021, 3, 1), INDEX.levels[-1] / INDEX.level_on(date(2022, 1, 3)) - 1, 907),  # begins in the gap
        (date(2019, 1, 2), WHOLE * INDEX.level_on(date(2018, 1, 2)) / INDEX.level_on(date(2019, 1, 2)) - 1, 365 + 907),
    ],
)
def test_a_benchmark_is_linked_over_the_days_held_and_annualised_over_them(
    start: date | None, growth: float, days: int
) -> None:
    valuation = index_copy(*TWICE)
    same = compare_same_money(valuation, INDEX, NO_RATES, 0.0, start and Period(start, valuation.as_of))
    for found in (same.portfolio_time_weighted, same.benchmark_time_weighted):
        assert (found.total, found.days) == (pytest.approx(growth, abs=1e-9), days)
        assert found.annualised == pytest.approx((1 + growth) ** (365 / days) - 1, abs=1e-9)
    assert same.xirr_difference == pytest.approx(0.0, abs=1e-9)
    assert any("Nothing was held from 3 Jan 2020 to 2 Jan 2022" in one for one in same.notes) is (
        start != date(2021, 3, 1)
    )


def test_the_note_names_the_gap_and_the_years() -> None:
    assert NOTE in compare_same_money(index_copy(*TWICE), INDEX, NO_RATES, 0.0).notes
    assert idle_note(stretches_of(index_copy(*TWICE).growth_from_first_days)) == (NOTE,)


@pytest.mark.parametrize(
    ("start", "end", "gap", "invested"),
    [
        (date(2021, 3, 1), None, "from 2 Mar 2021 to 2 Jan 2022", "2.5 of 3.3 years"),  # begins in the gap
        (date(2020, 1, 2), None, "from 3 Jan 2020 to 2 Jan 2022", "2.5 of 4.5 years"),  # on the day of the sale
        (
            date(2019, 1, 2),
            date(2022, 1, 3),
            "from 3 Jan 2020 to 2 Jan 2022",
            "1 of 3 years",
        ),  # ends on the day of the purchase
    ],
)
def test_a_range_that_begins_or_ends_at_a_gap_names_it_too(
    start: date, end: date | None, gap: str, invested: str
) -> None:
    valuation = index_copy(*TWICE)
    notes = compare_same_money(valuation, INDEX, NO_RATES, 0.0, Period(start, end or valuation.as_of)).notes
    assert f"Nothing was held {gap}: {invested} invested." in notes


LONG_AGO = "from 2 Jul 2015 to 31 Dec 2015, from 2 Jul 2016 to 31 Dec 2016, from 2 Jul 2017 to 31 Dec 2017"
PERIODS = [Period(date(2020, 1, 1), date(2020, 1, 10)), Period(date(2020, 2, 1), date(2020, 2, 11))]
FRIDAY_TO_MONDAY = [Period(date(2024, 1, 2), date(2024, 1, 5)), Period(date(2024, 1, 8), date(2024, 2, 8))]


@pytest.mark.parametrize(
    ("held", "note"),
    [
        (PERIODS, ("Nothing was held from 11 Jan 2020 to 31 Jan 2020: 19 of 41 days invested.",)),
        (FRIDAY_TO_MONDAY, ()),
        (PERIODS[:1], ()),
        ([], ()),
        (
            [Period(date(year, 1, 1), date(year, 7, 1)) for year in range(2015, 2020)],
            (f"Nothing was held {LONG_AGO} and once more: 2.5 of 4.5 years invested.",),
        ),
    ],
)
def test_gaps_of_more_than_a_few_days_are_named(held: list[Period], note: tuple[str, ...]) -> None:
    assert idle_note(held) == note


@given(st.data())
def test_a_portfolio_that_is_the_index_while_it_is_held_does_not_differ_from_it(data: st.DataObject) -> None:
    """Bought, sold in part or whole, bought again, on the next day or years later, at the close: beta 1, and nothing else."""
    places = sorted(data.draw(st.sets(st.integers(0, INDEX.dates.size - 30), min_size=1, max_size=12)))
    rows, held = [], 0.0
    for number, at in enumerate(places):
        on, price = INDEX.dates[at].item(), INDEX.levels[at]
        share = data.draw(st.sampled_from([0.5, 1.0, 1.0]))
        units = held * share if held and number % 2 else 10 * share
        rows.append(Transaction(on, SELL if held and number % 2 else BUY, "INDEX", quantity=units, price=price))
        held += units if rows[-1].kind is BUY else -units
    valuation = index_copy(*rows)
    same = compare_same_money(valuation, INDEX, NO_RATES, 0.0)
    own, other = same.portfolio_time_weighted.total, same.benchmark_time_weighted.total
    assert own == pytest.approx(other or 0.0, abs=1e-9)
    mine, index = fit(valuation)
    assert mine.returns == pytest.approx(index.returns, abs=1e-12)
    assert mine.total == pytest.approx(own, abs=1e-9)
    if mine.dates.size >= 20:
        found = compare(mine, index, 0.04)
        assert (found.beta, found.correlation) == (pytest.approx(1.0, abs=1e-9), pytest.approx(1.0, abs=1e-9))
        assert (found.tracking_error, found.alpha, found.excess_return) == pytest.approx((0.0, 0.0, 0.0), abs=1e-9)


@given(st.integers(1, INDEX.dates.size - 2))
def test_a_history_cut_in_two_links_to_the_whole(at: int) -> None:
    valuation, cut = index_copy(*TWICE), INDEX.dates[at].item()
    begins, ends = date(2018, 1, 2), valuation.as_of
    if not begins < cut < ends:
        return
    parts = [
        compare_same_money(valuation, INDEX, NO_RATES, 0.0, Period(*edges)) for edges in ((begins, cut), (cut, ends))
    ]
    for side in ("portfolio_time_weighted", "benchmark_time_weighted"):
        linked = np.prod([1 + (getattr(one, side).total or 0.0) for one in parts])
        assert linked == pytest.approx(WHOLE, abs=1e-9)


def test_what_was_bought_at_another_price_joins_the_second_day_of_its_stretch() -> None:
    rows = (*TWICE[:2], traded("2022-01-03", price=INDEX.level_on(date(2022, 1, 3)) / 1.01))
    mine, index = fit(index_copy(*rows))
    second = int(np.flatnonzero(mine.dates == np.datetime64("2022-01-04"))[0])
    assert (1 + mine.returns[second]) / (1 + index.returns[second]) == pytest.approx(1.01, abs=1e-12)
    assert mine.since is not None
    assert mine.since[second] == np.datetime64("2022-01-03")


def test_no_fall_spans_a_gap() -> None:
    """Down by a fifth, sold, bought again a fifth lower, down by a tenth: a fifth at worst."""
    levels = LevelSeries("X", to_days([day(at) for at in range(40)]), np.repeat([100.0, 80.0, 64.0, 57.6], 10), "USD")
    rows = [buy(0, "X", 1, 100), sell(15, "X", 1, 80), buy(25, "X", 1, 64)]
    valuation = valued(rows, [levels], as_of=39)
    fall = drawdown_of_returns(valuation.returns)
    assert (fall.depth, fall.trough) == (pytest.approx(-0.2, abs=1e-12), day(10))
    same = compare_same_money(valuation, levels, NO_RATES, 0.0)
    line = levels_while_held(same.dates, levels.known(same.dates).levels, same.portfolio.held)
    falls = falls_while_held(same.dates, line, same.portfolio.held)
    assert line[-1] == pytest.approx(100 * 0.8 * 0.9, abs=1e-9)
    assert (falls.min(), falls[-1]) == (pytest.approx(-0.2, abs=1e-12), pytest.approx(-0.1, abs=1e-12))


def test_no_window_spans_a_gap() -> None:
    mine, index = fit(index_copy(*TWICE))
    found = rolling_fit(mine, index, 90)
    after = int(np.searchsorted(found.dates, np.datetime64("2022-01-03")))
    assert found.beta[~np.isnan(found.beta)] == pytest.approx(1.0, abs=1e-9)
    assert np.flatnonzero(np.isnan(found.beta)).tolist() == list(range(after, after + 89))


def test_no_month_spans_a_gap() -> None:
    """What was earned up to the sale and since the purchase stands in their months, in parts; between them is nothing."""
    valuation = index_copy(*TWICE)
    spans = [Period(date(2018, 1, 1), date(2020, 1, 2)), Period(date(2022, 1, 2), valuation.as_of)]
    own = monthly_returns(valuation.growth, *spans)
    index = monthly_returns(INDEX, *(Period(one.start, one.end) for one in valuation.stretches))
    assert own.years == index.years == (2018, 2019, 2020, 2022, 2023, 2024)
    assert own.returns[2] == pytest.approx(index.returns[2], abs=1e-12)
    january = INDEX.level_on(date(2020, 1, 2)) / INDEX.level_on(date(2019, 12, 31)) - 1
    assert index.returns[2][0] == pytest.approx(january, abs=1e-12)
    assert index.yearly[2] == pytest.approx(january, abs=1e-12)
    assert index.returns[2][1:] == (None,) * 11
    assert {(2020, 1), (2022, 1)} <= index.partial


def test_the_table_of_periods_is_of_the_days_held() -> None:
    table = {one.range: one for one in period_table(index_copy(*TWICE), [INDEX], NO_RATES)}
    for name in (NamedRange.FIVE_YEARS, NamedRange.SINCE_START, NamedRange.ONE_YEAR):
        own, (index,) = table[name].portfolio, table[name].benchmarks
        assert (own.total, own.days) == (pytest.approx(index.total, abs=1e-9), index.days)
    assert table[NamedRange.FIVE_YEARS].portfolio.days == (date(2020, 1, 2) - date(2019, 6, 28)).days + 907


def test_what_came_and_went_within_a_day_has_its_return() -> None:
    rows = [buy(0, "X", 1, 100), sell(0, "X", 1, 110), buy(3, "X", 1, 100), sell(4, "X", 1, 121)]
    flat = LevelSeries("X", to_days([day(at) for at in range(9)]), np.full(9, 100.0), "USD")
    valuation = valued(rows, [flat], as_of=8)
    assert valuation.returns.total == pytest.approx(1.1 * 1.21 - 1, abs=1e-12)
    assert returns_of(valuation.growth_from_first_days).total == pytest.approx(1.1 * 1.21 - 1, abs=1e-12)
    assert valuation.stretches == (Period(day(0), day(0)), Period(day(3), day(4)))


def test_where_only_charges_moved_nothing_was_held() -> None:
    valuation = valued([Transaction(day(0), BUY, "X", quantity=1, price=1.0)], [], as_of=8)
    assert valuation.stretches == ()
    with pytest.raises(InsufficientData, match="has held nothing"):
        _ = valuation.returns


@given(
    st.lists(st.integers(1, 1_600), min_size=4, max_size=8, unique=True),
    st.floats(0.0, 0.9),
    st.floats(0.95, 1.05),
)
def test_the_stretches_linked_are_the_whole(places: list[int], cut: float, beside_the_close: float) -> None:
    """Bought and sold in turn, at the close or beside it; over the whole life and over a range that begins inside it."""
    days = INDEX.dates[sorted(places)]
    rows = [
        traded(str(on), "SELL" if at % 2 else "BUY", price=INDEX.level_on(on.item()) * beside_the_close)
        for at, on in enumerate(days)
    ]
    valuation = index_copy(*rows)
    life = whole_period(valuation)
    for start in (life.start, life.start + (life.end - life.start) * cut):
        window = portfolio_window(valuation, Period(start, life.end))
        found = window.time_weighted
        assert [one.period for one in found.stretches] == ([*window.held] if len(window.held) > 1 else [])
        if found.stretches and found.total is not None:
            linked = np.prod([1.0 + one.total for one in found.stretches])
            assert 1.0 + found.total == pytest.approx(linked, rel=1e-12)
