"""Do the effects of a real valuation against a resolved benchmark reconcile at every level, and land where they belong?"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.allocation.securities import SecurityClass
from core.attribution.brinson import Interaction, Model
from core.attribution.portfolio import ComparedSegments, Level, Method, Segmentation, compare_segments
from core.attribution.segments import (
    EQUITY,
    FIXED_INCOME,
    MIXED,
    Segment,
    segment_of_holding,
    segment_of_index,
    segment_of_mix,
)
from core.benchmark.blend import Blend, Component
from core.benchmark.rebalancing import Rebalance, Reset, Rule
from core.benchmark.resolution import resolve
from core.benchmark.sources import Observations, Sources
from core.errors import InsufficientData
from core.ledger.transaction import AssetType
from core.market.exchange_rates import ExchangeRates
from core.market.levels import Basis, LevelSeries
from core.market.period import Period
from core.returns.held import growth_while_held, held_within
from core.returns.time_weighted import time_weighted_over
from core.same_money.blend_comparison import compare_with_blend, single_component
from core.valuation.portfolio_value import Valuation
from data.catalogue import load_catalogue
from tests.core.attribution.test_brinson import EXACT_METHODS
from tests.core.small_portfolios import DEPOSIT, buy, daily, day, row, sell, trades, valued, walk

NO_RATES = ExchangeRates()
SHARES, BONDS = walk("S", 7), walk("T", 8)
PRICES = {name: walk(name, seed) for seed, name in enumerate(("A", "B"))}
MIX = Blend("mix", "USD", (Component("S", 0.6), Component("T", 0.4)), rebalance=Rebalance(Rule.MONTHLY))


def segment(symbol: str, asset_class: str, currency: str = "USD", sector: str = "") -> Segment:
    return Segment(symbol, symbol, asset_class, sector, currency, "")


PARTS = (segment("S", EQUITY), segment("T", FIXED_INCOME))


def compared(
    whole: Valuation,
    blend: Blend = MIX,
    held: dict[str, str] | None = None,
    period: Period | None = None,
    more: dict[str, Observations] | None = None,
    rates: ExchangeRates = NO_RATES,
    parts: tuple[Segment, ...] = PARTS,
) -> ComparedSegments:
    kinds = held or {}
    mine = [segment(one.symbol, kinds.get(one.symbol, EQUITY), one.currency) for one in whole.holdings]
    sources = Sources({"S": SHARES, "T": BONDS} | (more or {}), rates)
    return compare_segments(compare_with_blend(whole, blend, sources, 0.0, period), Segmentation(tuple(mine), parts))


@settings(max_examples=settings().max_examples // 2)
@given(
    rows=trades(PRICES),
    method=st.builds(Method, st.sampled_from(Model), st.sampled_from(EXACT_METHODS), st.sampled_from(Interaction)),
    level=st.sampled_from(Level),
    reset=st.sampled_from(Reset),
)
def test_every_level_and_method_reconciles_with_the_two_return_series(
    rows: list,  # type: ignore[type-arg]
    method: Method,
    level: Level,
    reset: Reset,
) -> None:
    whole = valued(rows, PRICES.values())
    blend = Blend("mix", "USD", MIX.components, rebalance=MIX.rebalance, reset=reset)
    found = compared(whole, blend, {"A": EQUITY, "B": FIXED_INCOME})
    result = found.attribution(level, method)
    assert abs(result.residual) < 1e-11
    assert result.portfolio_return == pytest.approx(time_weighted_over(whole.returns, found.period).total, abs=1e-12)  # type: ignore[arg-type]
    levels, held = found.path.level_series(), held_within(whole.stretches, found.period)
    growth = growth_while_held(levels.dates, levels.levels, held)
    assert result.benchmark_return == pytest.approx(growth.total, abs=1e-12)


STEP = [10.0] * 10 + [15.0] * 10
SWITCHES = {
    "all": [sell(10, "A", 1_000, 15.0), buy(10, "B", 300, 50.0)],
    "half": [sell(10, "A", 500, 15.0), buy(10, "B", 150, 50.0)],
    "and more put in": [sell(10, "A", 1_000, 15.0), buy(10, "B", 400, 50.0)],
}


@pytest.mark.parametrize("level", [Level.ASSET_CLASS, Level.INSTRUMENT])
@pytest.mark.parametrize("cash", [False, True])
@pytest.mark.parametrize("switch", SWITCHES)
def test_a_switch_is_no_money_in_and_out(switch: str, cash: bool, level: Level) -> None:
    """A rose by half and was switched that day, beside a benchmark that made 66.5 %: 16.5 points of selection."""
    rows = [buy(0, "A", 1_000, 10.0), *SWITCHES[switch]]
    deposits = [row(DEPOSIT, 0, amount=10_000.0), row(DEPOSIT, 10, amount=5_000.0)] if cash else []
    prices = [daily("A", STEP), daily("B", [50.0] * 20)]
    whole = valued([*deposits, *rows], prices, as_of=19, cash_tracked=cash)
    market = {"M": daily("M", [100.0] * 10 + [166.5] * 10)}
    found = compared(whole, single_component("M", "USD", "M"), more=market, parts=(segment("M", EQUITY),))
    result = found.attribution(level)
    stays = (
        cash and switch != "and more put in"
    )  # a deposit that buys nothing at the close is at work from the start of its day
    assert result.portfolio_return == pytest.approx(20_000 / 15_000 - 1 if stays else 0.5, abs=1e-12)
    assert abs(result.residual) < 1e-12
    if not cash and level is Level.ASSET_CLASS:
        assert result.selection == pytest.approx(-0.165, abs=1e-12)


def test_a_gap_is_in_no_effect_on_either_side() -> None:
    """The benchmark itself, held with a gap: every effect is 0, and both returns are those of the days held."""
    own = [buy(0, "S", 10, SHARES.level_on(day(0))), sell(100, "S", 10, SHARES.level_on(day(100)))]
    whole = valued([*own, buy(300, "S", 25, SHARES.level_on(day(300)))], [SHARES])
    found = compared(whole, single_component("S", "USD", "S"), parts=(segment("S", EQUITY),))
    result = found.attribution()
    held = (SHARES.level_on(day(100)) / SHARES.levels[0]) * (SHARES.levels[399] / SHARES.level_on(day(300)))
    assert (result.portfolio_return, result.benchmark_return) == pytest.approx((held - 1, held - 1), abs=1e-12)
    assert (result.allocation, result.selection) == pytest.approx((0.0, 0.0), abs=1e-12)
    assert not ((found.dates > np.datetime64(day(100))) & (found.dates < np.datetime64(day(300)))).any()


def test_the_benchmark_is_what_the_resolver_says_for_the_same_range() -> None:
    whole = valued([buy(0, "A", 10, 100.0)], PRICES.values())
    period = Period(day(100), day(300))
    found = compared(whole, period=period)
    path = resolve(MIX, Sources({"S": SHARES, "T": BONDS}), period)
    assert found.period == period
    assert found.attribution().benchmark_return == pytest.approx(path.total_return, abs=1e-14)
    np.testing.assert_allclose(found.components.weights, path.weights_open, atol=1e-15)


@pytest.mark.parametrize(("said", "stands_in"), [(False, EQUITY), (True, FIXED_INCOME)])
def test_a_holding_that_is_a_component_stands_where_it_does_unless_the_owner_said_otherwise(
    said: bool, stands_in: str
) -> None:
    whole = valued([buy(0, "S", 10, SHARES.level_on(day(0)))], [SHARES])
    mine = replace(segment("S", FIXED_INCOME), said_by_owner=said)
    beside = compare_with_blend(whole, MIX, Sources({"S": SHARES, "T": BONDS}), 0.0)
    assert compare_segments(beside, Segmentation((mine,), PARTS)).holding_segments[0].asset_class == stands_in


def test_a_portfolio_that_holds_the_benchmark_has_no_effects() -> None:
    rows = [
        buy(0, one.name, money / one.level_on(day(0)), one.level_on(day(0)))
        for one, money in ((SHARES, 6_000), (BONDS, 4_000))
    ]
    found = compared(valued(rows, [SHARES, BONDS]), Blend("still", "USD", MIX.components))
    for level in (Level.ASSET_CLASS, Level.INSTRUMENT):
        assert all(abs(one.total) < 1e-13 for one in found.attribution(level).effects)
    assert {one.symbol: one.asset_class for one in found.holding_segments} == {"S": EQUITY, "T": FIXED_INCOME}


def test_better_shares_are_selection_and_more_shares_allocation() -> None:
    up, flat = daily("S", np.linspace(100, 120, 10)), daily("T", [100.0] * 10)
    rows = [buy(0, "A", 8, 100.0), buy(0, "B", 2, 100.0)]
    prices = [daily("A", np.linspace(100, 150, 10)), daily("B", [100.0] * 10)]
    found = compared(valued(rows, prices, as_of=9), held={"B": FIXED_INCOME}, more={"S": up, "T": flat}).attribution()
    by_name = {one.segment: one for one in found.effects}
    assert by_name[EQUITY].selection > 0
    assert by_name[EQUITY].allocation > 0
    assert by_name[FIXED_INCOME].allocation > 0
    assert by_name[FIXED_INCOME].selection == pytest.approx(0.0, abs=1e-16)


def test_an_index_in_another_currency_is_converted_and_the_currency_told_apart() -> None:
    rates, index = ExchangeRates({"EURUSD": walk("EURUSD", 21, currency="USD")}), walk("E", 9, currency="EUR")
    blend, parts = Blend("eu", "EUR", (Component("E", 1.0),)), (segment("E", EQUITY, "EUR"),)
    whole = valued([buy(0, "A", 10, 100.0)], PRICES.values())
    found = compared(whole, blend, more={"E": index}, rates=rates, parts=parts)
    ends = found.path.aligned.dates[[0, -1]]
    growth = rates.levels_in(index, "USD", ends).levels
    assert found.attribution().benchmark_return == pytest.approx(growth[1] / growth[0] - 1, abs=1e-13)
    apart = found.currency_attribution()
    assert apart.local_total + apart.currency_total == pytest.approx(apart.active_return, abs=1e-12)
    assert found.currencies == ("EUR", "USD")
    fx = rates.rate("EUR", "USD", ends)
    assert np.sign(apart.currency_total) == -np.sign(fx[1] - fx[0])


def test_days_that_only_one_side_observes_are_kept() -> None:
    weekly = LevelSeries("S", SHARES.dates[::5], SHARES.levels[::5], "USD", Basis.TOTAL)
    whole, blend = valued([buy(0, "A", 10, 100.0)], PRICES.values()), single_component("S", "USD", "S")
    found = compared(whole, blend, more={"S": weekly}, parts=PARTS[:1])
    assert abs(found.attribution().residual) < 1e-12
    assert found.attribution().benchmark_return == pytest.approx(weekly.levels[79] / weekly.levels[0] - 1)
    assert any("observed on 2" in note for note in found.notes)


def test_a_single_day_has_nothing_to_tell_apart() -> None:
    with pytest.raises(InsufficientData, match="single day"):
        compared(valued([buy(0, "A", 10, 100.0)], PRICES.values()), period=Period(day(9), day(9)))


def test_the_owner_wins_over_the_catalogue_and_the_catalogue_over_the_type() -> None:
    catalogue = load_catalogue()
    fund = {"asset_type": AssetType.ETF}
    rows = [buy(0, symbol, 1, 100.0, **fund) for symbol in ("AGG", "XLK", "FUND")]
    rows.append(buy(0, "DEBT", 1, 100.0, name="Ganga Short Duration Debt Fund", asset_type=AssetType.MUTUAL_FUND))
    rows.append(buy(0, "G", 1, 100.0, asset_type=AssetType.GOLD))
    prices = [daily(one.symbol, [100.0] * 3) for one in rows]
    whole = valued(rows, prices, as_of=2)
    said = {"FUND": SecurityClass(asset_class="bonds", sector="tech")}
    found = {one.symbol: segment_of_holding(one, said, catalogue) for one in whole.holdings}
    assert {symbol: one.asset_class for symbol, one in found.items()} == {
        "AGG": FIXED_INCOME,
        "XLK": EQUITY,
        "FUND": FIXED_INCOME,
        "DEBT": FIXED_INCOME,
        "G": "Commodities",
    }
    assert found["XLK"].sector == found["FUND"].sector == "Information Technology"
    assert (found["FUND"].known_by, found["AGG"].known_by) == ("as you said", "by the catalogue")
    assert [symbol for symbol, one in found.items() if one.said_by_owner] == ["FUND"]
    assert "short duration" in found["DEBT"].known_by
    unknown = next(segment_of_holding(one, {}, catalogue) for one in whole.holdings if one.symbol == "FUND")
    assert (unknown.asset_class, "counts as equity" in unknown.known_by) == (EQUITY, True)


def test_a_segment_has_a_name_of_its_own_inside_its_asset_class() -> None:
    whole = valued([buy(0, "A", 10, 100.0), buy(0, "B", 10, 100.0)], PRICES.values())
    found = compared(whole, held={"B": FIXED_INCOME})
    sectors, currencies = found.segments(Level.SECTOR), found.segments(Level.CURRENCY)
    assert sectors.segments == ("Equity · Sector not known", "Fixed Income · Sector not known")
    assert sectors.own_names == ("Sector not known",) * 2
    assert currencies.segments == ("Equity · USD", "Fixed Income · USD")
    assert currencies.own_names == ("USD", "USD")
    instruments = found.segments(Level.INSTRUMENT)
    assert instruments.own_names == instruments.segments


def test_a_mix_within_the_mix_has_its_parts_class_or_its_own() -> None:
    shares, bonds = segment_of_index(load_catalogue()["SPY"]), segment_of_index(load_catalogue()["AGG"])
    assert segment_of_mix("m", "M", "USD", (shares, shares)).asset_class == EQUITY
    assert segment_of_mix("m", "M", "USD", (shares, bonds)).asset_class == MIXED
