"""Is what was chosen in a class that the benchmark lacks measured with that class's own benchmark, at every level?"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.attribution.brinson import Interaction, Model, SegmentReturns, brinson_effects
from core.attribution.effects import attribute
from core.attribution.linking import Linking, link_effects
from core.attribution.own_categories import CategoryReturns, OwnCategories
from core.attribution.portfolio import ComparedSegments, Level, Method, Segmentation, compare_segments
from core.attribution.segments import EQUITY, FIXED_INCOME, Segment
from core.benchmark.sources import Sources
from core.errors import InvalidSpecification
from core.market.exchange_rates import ExchangeRates
from core.market.levels import LevelSeries
from core.market.yields import fixed_return_levels
from core.same_money.blend_comparison import compare_with_blend, single_component
from core.self_check.mirrored_attribution import check_attribution
from core.valuation.portfolio_value import Valuation
from tests.core.attribution.test_brinson import EXACT_METHODS, segment_returns
from tests.core.small_portfolios import buy, calendar, daily, day, sell, trades, valued, walk

METHODS = st.builds(Method, st.sampled_from(Model), st.sampled_from(EXACT_METHODS), st.sampled_from(Interaction))
PRICES = {name: walk(name, seed) for seed, name in enumerate(("A", "B"))}
OWN = walk("Own debt index", 31)
RATES = ExchangeRates({"EURUSD": walk("EURUSD", 21, currency="USD")})


def segment(symbol: str, asset_class: str, currency: str = "USD") -> Segment:
    return Segment(symbol, symbol, asset_class, "", currency, "")


def compared(
    whole: Valuation, own: dict[str, LevelSeries], classes: dict[str, str], index: LevelSeries | None = None
) -> ComparedSegments:
    blend = single_component("S", "USD", "Shares")
    sources = Sources({"S": index or walk("S", 7)}, RATES)
    mine = tuple(segment(one.symbol, classes.get(one.symbol, EQUITY), one.currency) for one in whole.holdings)
    measured = OwnCategories(tuple(own.get(one.symbol) for one in whole.holdings), RATES)
    beside = compare_with_blend(whole, blend, sources, 0.0)
    return compare_segments(beside, Segmentation(mine, (segment("S", EQUITY),), measured))


def half_and_half(fund: float = 1.02) -> Valuation:
    """Half in an index that made 10 %, half in a debt fund, over one day."""
    prices = [daily("S", [100.0, 110.0]), daily("D", [100.0, 100.0 * fund])]
    return valued([buy(0, "S", 10, 100.0), buy(0, "D", 10, 100.0)], prices, as_of=1)


@pytest.mark.parametrize("interaction", list(Interaction))
@pytest.mark.parametrize(
    ("model", "equity", "debt"),
    [(Model.BRINSON_FACHLER, 0.0, -0.015), (Model.BRINSON_HOOD_BEEBOWER, -0.05, 0.035)],
)
def test_a_bad_debt_fund_is_bad_selection(model: Model, equity: float, debt: float, interaction: Interaction) -> None:
    """½ index (10 %) and ½ debt fund 2 % where debt made 7 %, against the index: allocation −1.5, selection −2.5."""
    index, seven = daily("S", [100.0, 110.0]), daily("a debt index", [1.0, 1.07])
    found = compared(half_and_half(), {"D": seven}, {"D": FIXED_INCOME}, index)
    method = Method(model, Linking.CARINO, interaction)
    result = found.attribution(method=method)
    by_name = {one.segment: one for one in result.effects}
    assert by_name[EQUITY].allocation == pytest.approx(equity, abs=1e-12)
    assert by_name[FIXED_INCOME].allocation == pytest.approx(debt, abs=1e-12)
    assert (result.allocation, result.selection) == pytest.approx((-0.015, -0.025), abs=1e-12)
    assert result.interaction_effect == pytest.approx(0.0, abs=1e-15)
    inner = {one.segment: one for one in found.attribution(Level.INSTRUMENT, method).inner}
    assert inner["D"].selection == pytest.approx(-0.025, abs=1e-12)
    apart = found.currency_attribution(method)
    assert sum(one.selection for one in apart.local) == pytest.approx(-0.025, abs=1e-12)
    assert found.untold == {}
    assert "Fixed Income, of which Shares holds nothing, is measured with a debt index" in " ".join(found.notes)


def test_without_a_benchmark_of_its_kind_mix_and_choice_are_not_told_apart() -> None:
    found = compared(half_and_half(), {}, {"D": FIXED_INCOME}, daily("S", [100.0, 110.0]))
    result = found.attribution()
    assert (result.allocation, result.selection) == pytest.approx((-0.04, 0.0), abs=1e-12)
    assert found.untold == pytest.approx({FIXED_INCOME: 0.5})


@settings(max_examples=settings().max_examples // 2)
@given(rows=trades(PRICES), method=METHODS, level=st.sampled_from(Level), foreign=st.booleans())
def test_effects_add_up_and_the_choice_inside_is_what_the_class_earned_beyond_its_benchmark(
    rows: list,  # type: ignore[type-arg]
    method: Method,
    level: Level,
    foreign: bool,
) -> None:
    own = replace(OWN, currency="EUR") if foreign else OWN
    whole = valued(rows, PRICES.values())
    found, plain = (compared(whole, one, {"B": FIXED_INCOME}) for one in ({"B": own}, {}))
    result = found.attribution(level, method)
    assert abs(result.residual) < 1e-11
    assert result.active_return == plain.attribution(level, method).active_return
    apart = found.currency_attribution(method)
    assert apart.local_total + apart.currency_total == pytest.approx(result.active_return, abs=1e-11)
    classes, inner = found.attribution(method=method), found.attribution(Level.INSTRUMENT, method).inner
    debt = next((one for one in classes.effects if one.segment == FIXED_INCOME), None)
    if debt is not None:
        chosen = sum(one.selection for one in inner if one.parent == FIXED_INCOME)
        assert chosen == pytest.approx(debt.selection, abs=1e-11)
        assert debt.interaction == pytest.approx(0.0, abs=1e-13)


def test_a_fund_that_is_its_own_benchmark_has_no_selection_with_a_gap_and_in_another_currency() -> None:
    euro = walk("F", 5, currency="EUR")
    rows = [buy(0, "S", 10, 100.0), buy(3, "F", 10, euro.level_on(day(3)), currency="EUR")]
    rows += [sell(100, "F", 10, euro.level_on(day(100)), currency="EUR")]
    rows += [buy(250, "F", 5, euro.level_on(day(250)), currency="EUR")]
    whole = valued(rows, [walk("S", 7), euro], rates=RATES)
    found = compared(whole, {"F": euro}, {"F": FIXED_INCOME}).attribution()
    debt = next(one for one in found.effects if one.segment == FIXED_INCOME)
    assert debt.selection == pytest.approx(0.0, abs=1e-12)
    assert abs(debt.allocation) > 1e-3


def test_a_benchmark_that_begins_later_measures_from_there_and_the_rest_is_said() -> None:
    late = LevelSeries("late", calendar(400)[200:], fixed_return_levels(0.07, calendar(400)[200:]), "USD", OWN.basis)
    whole = valued([buy(0, "A", 10, 100.0), buy(0, "B", 10, 100.0)], PRICES.values())
    found = compared(whole, {"B": late}, {"B": FIXED_INCOME})
    assert 0.2 < found.untold[FIXED_INCOME] < 0.3
    assert abs(found.attribution().residual) < 1e-12


def test_equal_sides_have_no_effects_and_a_class_in_its_own_benchmark_no_choice() -> None:
    whole = valued([buy(0, "A", 10, 100.0), buy(5, "B", 10, 100.0), sell(90, "B", 5, 100.0)], PRICES.values())
    found = check_attribution(compared(whole, {"B": OWN}, {"B": FIXED_INCOME}))
    assert found.failed == ()
    assert "Classes in their own benchmarks: largest choice in them" in {one.name for one in found.items}


def test_a_hurdle_that_is_not_the_categorys_turns_the_engine_check_red(monkeypatch: pytest.MonkeyPatch) -> None:
    found = compared(half_and_half(), {"D": OWN}, {"D": FIXED_INCOME})
    assert check_attribution(found).failed == ()
    monkeypatch.setattr(
        CategoryReturns, "grouped", lambda _, held, groups, names: held.grouped(groups, names)[1] + 0.01
    )
    assert {one.name for one in check_attribution(found).failed} == {
        "Classes in their own benchmarks: largest choice in them"
    }


def test_a_given_return_at_weight_0_makes_selection_in_periods_too() -> None:
    data = SegmentReturns(("Index", "Debt"), ["2024-12-31"], [[0.5, 0.5]], [[0.1, 0.02]], [[1.0, 0.0]], [[0.1, 0.07]])
    found, effects = attribute(data), brinson_effects(data)
    assert (found.allocation, found.selection, found.interaction_effect) == pytest.approx((-0.015, -0.025, 0.0))
    assert found.by_period[0] == pytest.approx([-0.015, -0.025, 0.0])
    assert effects.selection[0] == pytest.approx([0.0, -0.025])
    frongello = attribute(data, linking=Linking.FRONGELLO)
    assert frongello.selection == pytest.approx(-0.025)


@given(
    data=segment_returns(),
    lacked=st.lists(st.booleans(), min_size=5, max_size=5),
    method=METHODS,
    grouped=st.booleans(),
)
def test_with_segments_that_the_benchmark_lacks_every_way_of_adding_up_agrees(
    data: SegmentReturns, lacked: list[bool], method: Method, grouped: bool
) -> None:
    """The first segment stays in the benchmark; each of the others is lacked on every second day, or not at all."""
    weights = data.benchmark_weights.copy()
    for column, lacks in zip(range(1, len(data.segments)), lacked, strict=False):
        weights[::2, column] *= not lacks
    weights /= weights.sum(axis=1, keepdims=True)
    parents = tuple("xy"[at % 2] for at in range(len(data.segments))) if grouped else None
    mixed = replace(data, benchmark_weights=weights, parents=parents)
    found = attribute(mixed, None, None, method.model, method.linking, method.interaction)
    assert abs(found.residual) < 1e-11
    if not grouped:
        effects = brinson_effects(mixed, method.model, method.interaction)
        active = effects.total.sum(axis=1)
        totals = (mixed.portfolio_total, mixed.benchmark_total, active, method.linking)
        for part, linked in (("selection", effects.selection), ("interaction", effects.interaction)):
            sums = link_effects(linked, *totals).sum(axis=0)
            assert [getattr(one, part) for one in found.effects] == pytest.approx(sums.tolist(), abs=1e-12)
        assert not effects.interaction[weights == 0].any()


def test_every_holding_needs_its_place() -> None:
    whole = half_and_half()
    beside = compare_with_blend(whole, single_component("S", "USD", "S"), Sources({"S": walk("S", 7)}), 0.0)
    mine = tuple(segment(one.symbol, EQUITY) for one in whole.holdings)
    with pytest.raises(InvalidSpecification, match="Every holding needs"):
        compare_segments(beside, Segmentation(mine, (segment("S", EQUITY),), OwnCategories((None,))))


def test_what_was_not_known_at_both_ends_of_a_day_is_not_measured() -> None:
    later = LevelSeries("x", calendar(4)[2:], np.array([1.0, 1.1]), "USD", OWN.basis)
    earned = OwnCategories((later, None)).returns("USD", calendar(4), calendar(4)[0])
    assert np.isnan(earned[:3, 0]).all()
    assert earned[3, 0] == pytest.approx(0.1)
    assert np.isnan(earned[:, 1]).all()
