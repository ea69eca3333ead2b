"""The blend engine: reference values, identities, and the edges where a wrong number would hide."""

from __future__ import annotations

import itertools
import math
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.benchmark.blend import Blend, Component
from core.benchmark.coverage import coverage
from core.benchmark.path import BlendedPath
from core.benchmark.rebalancing import PolicyChange, Rebalance, Reset, Rule
from core.benchmark.resolution import align, paths_by_rule, resolve, resolve_aligned
from core.benchmark.sources import Sources
from core.errors import InsufficientData, InvalidSpecification
from core.market.levels import Days, Floats, LevelSeries, to_days
from core.market.period import Period
from core.returns.series import ReturnSeries
from tests.core.plain_blend import PlainPath, plain_blend
from tests.core.small_portfolios import weekdays

SIX_DAYS = to_days(["2025-03-27", "2025-03-28", "2025-03-31", "2025-04-01", "2025-04-02", "2025-04-03"])
SIX = {
    "EQUITY": ReturnSeries("EQUITY", SIX_DAYS, np.array([0.01, -0.02, 0.015, 0.03, -0.01, 0.005])),
    "BOND": ReturnSeries("BOND", SIX_DAYS, np.array([0.001, 0.002, -0.001, 0.0, 0.004, -0.002])),
}
TO_70_30 = (PolicyChange.of(date(2025, 4, 1), {"EQUITY": 0.7, "BOND": 0.3}),)
POLICY = "2025-04-01 POLICY"


def sixty_forty(
    rule: Rule = Rule.NONE,
    reset: Reset = Reset.START,
    policy: tuple[PolicyChange, ...] = (),
    max_abs_bp: float | None = None,
) -> Blend:
    parts = (Component("EQUITY", 0.6), Component("BOND", 0.4))
    return Blend("60-40", "USD", parts, policy, Rebalance(rule, max_abs_bp), reset)


def two_years() -> dict[str, ReturnSeries]:
    dates = weekdays("2023-01-02", "2024-12-31")
    t = np.arange(1, dates.size + 1)
    returns = {"EQUITY": 0.0004 + 0.010 * np.sin(t), "BOND": 0.0001 + 0.003 * np.cos(1.3 * t)}
    return {name: ReturnSeries(name, dates, one) for name, one in returns.items()}


def events_of(path: BlendedPath) -> list[str]:
    return [f"{event.on} {event.reason}" for event in path.events]


def returned(blend: Blend, period: Period | None = None) -> bytes:
    """The returns of the six days, to the last bit."""
    return resolve(blend, Sources(SIX), period).returns.tobytes()


# --- reference values: computed from first principles outside this project ---


DAILY, FIRST = [f"{day} D_START" for day in SIX_DAYS[1:]], ["2025-04-01 Q_START"]


@pytest.mark.parametrize(
    ("blend", "total", "closing", "equity", "bond", "events"),
    [
        (sixty_forty(), 0.019334435179, 0.6060194004, 0.017736443178, 0.001597992002, []),
        (sixty_forty(Rule.DAILY), 0.019495032495, 0.6016763121, 0.017866965030, 0.001628067465, DAILY),
        (sixty_forty(Rule.QUARTERLY), 0.019319941181, 0.6053890813, 0.017720683223, 0.001599257958, FIRST),
        (sixty_forty(Rule.QUARTERLY, Reset.CLOSE), 0.019389848529, 0.5983061373, 0.017776181521, 0.001613667008, FIRST),
        (sixty_forty(policy=TO_70_30), 0.021608773696, 0.7047048816, 0.020209430427, 0.001399343269, [POLICY]),
    ],
)
def test_six_days(blend: Blend, total: float, closing: float, equity: float, bond: float, events: list[str]) -> None:
    path = resolve(blend, Sources(SIX))
    assert path.total_return == pytest.approx(total, abs=1e-12)
    assert path.weights_close_last == pytest.approx([closing, 1 - closing], abs=6e-11)  # ten digits are given
    assert path.contributions == pytest.approx([equity, bond], abs=1e-12)
    assert events_of(path) == events


def test_six_days_opening_weights() -> None:
    none = [0.6, 0.6021462639, 0.5968158566, 0.6006332485, 0.6077020640, 0.6043493468]
    assert resolve(sixty_forty(), Sources(SIX)).weights_open[:, 0] == pytest.approx(none, abs=6e-11)
    quarterly = resolve(sixty_forty(Rule.QUARTERLY), Sources(SIX)).weights_open[3:, 0]
    assert quarterly == pytest.approx([0.6, 0.6070726916, 0.6037181031], abs=6e-11)


@pytest.mark.parametrize(
    ("blend", "total", "events"),
    [
        (sixty_forty(), 0.153205549353, 0),
        (sixty_forty(Rule.DAILY), 0.154140192116, 521),
        (sixty_forty(Rule.MONTHLY), 0.150753398113, 23),
        (sixty_forty(Rule.QUARTERLY), 0.150795140497, 7),
        (sixty_forty(Rule.DRIFT, max_abs_bp=300), 0.152508479695, 1),
    ],
)
def test_two_years(blend: Blend, total: float, events: int) -> None:
    path = resolve(blend, Sources(two_years()))
    assert path.returns.size == 522
    assert path.total_return == pytest.approx(total, abs=1e-12)
    assert len(path.events) == events


def test_levels_are_averaged_as_returns_not_as_raw_numbers() -> None:
    """20 000 → 24 000 and 1 000 → 1 100 at 50/50 is +15 %, not the +19.52 % of averaged levels."""
    dates = to_days(["2023-01-01", "2024-01-01"])
    levels = {
        "A": LevelSeries("A", dates, np.array([20000.0, 24000.0]), "INR"),
        "B": LevelSeries("B", dates, np.array([1000.0, 1100.0]), "INR"),
    }
    blend = Blend("50-50", "INR", (Component("A", 0.5), Component("B", 0.5)))
    assert resolve(blend, Sources(levels)).total_return == pytest.approx(0.15, abs=1e-15)


# --- identities ---


@st.composite
def markets(draw: st.DrawFn, components: int | None = None) -> tuple[Days, Floats]:
    """Dates (n,) and returns (n, k)."""
    n, k = draw(st.integers(2, 80)), components or draw(st.integers(1, 5))
    gaps = draw(st.lists(st.integers(1, 5), min_size=n - 1, max_size=n - 1))
    start = draw(st.dates(date(2000, 1, 1), date(2030, 1, 1)))
    days = [start]
    for gap in gaps:
        days.append(days[-1] + timedelta(days=gap))
    seed = draw(st.integers(0, 2**32 - 1))
    size = draw(st.sampled_from([1e-4, 0.01, 0.1]))
    returns = np.clip(np.random.default_rng(seed).normal(0, size, (n, k)), -0.9, 3.0)
    return to_days(days), returns


def named(dates: Days, returns: Floats) -> dict[str, ReturnSeries]:
    return {f"C{i}": ReturnSeries(f"C{i}", dates, returns[:, i]) for i in range(returns.shape[1])}


def weights_of(draw: st.DrawFn, k: int) -> list[float]:
    raw = draw(st.lists(st.integers(0, 10), min_size=k, max_size=k).filter(any))
    return [one / sum(raw) for one in raw]


@st.composite
def rebalances(draw: st.DrawFn) -> Rebalance:
    rule = draw(st.sampled_from([rule for rule in Rule if rule is not Rule.SCHEDULED]))
    return Rebalance(rule, draw(st.sampled_from([1.0, 50.0, 300.0, 2000.0])))


@st.composite
def blends(draw: st.DrawFn, dates: Days, k: int, policies: int = 2) -> Blend:
    parts = tuple(Component(f"C{i}", weight) for i, weight in enumerate(weights_of(draw, k)))
    first, last = dates[0].item(), dates[-1].item()
    changes = draw(
        st.lists(st.dates(first - timedelta(days=3), last + timedelta(days=3)), max_size=policies, unique=True)
    )
    policy = tuple(
        PolicyChange.of(on, {f"C{i}": weight for i, weight in enumerate(weights_of(draw, k))}) for on in changes
    )
    return Blend("B", "USD", parts, policy, draw(rebalances()), draw(st.sampled_from(list(Reset))))


def second_opinion(blend: Blend, dates: Days, returns: Floats) -> PlainPath:
    targets = [(one.effective or date.min, one.weights.vector(blend.ids).tolist()) for one in blend.targets]
    return plain_blend(
        dates.tolist(),
        returns.tolist(),
        targets,
        blend.rebalance.rule.value,
        blend.reset is Reset.CLOSE,
        blend.rebalance.threshold,
    )


@given(st.data())
def test_every_blend_agrees_with_the_definition_day_by_day(data: st.DataObject) -> None:
    dates, returns = data.draw(markets())
    blend = data.draw(blends(dates, returns.shape[1]))
    path, plain = resolve(blend, Sources(named(dates, returns))), second_opinion(blend, dates, returns)
    scale = max(1.0, plain.growth)
    assert path.returns == pytest.approx(plain.returns, abs=1e-12)
    assert path.weights_open == pytest.approx(np.array(plain.opening), abs=1e-11)
    assert path.weights_close_last == pytest.approx(plain.closing, abs=1e-11)
    assert path.contributions == pytest.approx(plain.contributions, abs=1e-11 * scale)
    assert [(event.on, event.reason) for event in path.events] == plain.events
    linked = float(np.prod(1.0 + path.returns) - 1.0)
    assert math.fsum(path.contributions) == pytest.approx(path.total_return, abs=1e-12 * scale)
    assert path.total_return == pytest.approx(linked, abs=1e-12 * scale)


@given(st.data())
def test_a_one_component_blend_is_the_component_in_every_mode(data: st.DataObject) -> None:
    dates, returns = data.draw(markets(components=1))
    path = resolve(data.draw(blends(dates, 1)), Sources(named(dates, returns)))
    assert path.returns == pytest.approx(returns[:, 0], abs=1e-13)
    assert path.weights_open == pytest.approx(np.ones((dates.size, 1)), abs=1e-15)


@given(st.data())
def test_a_zero_weight_component_changes_nothing(data: st.DataObject) -> None:
    """Not even where its dates differ, or where it has no data at all."""
    dates, returns = data.draw(markets(components=3))
    blend = data.draw(blends(dates, 3, policies=0))
    series = named(dates, returns)
    wider = Blend("B", "USD", (Component("Z", 0.0), *blend.components), (), blend.rebalance, blend.reset)
    odd = ReturnSeries("Z", dates[::3], returns[::3, 0])
    for extra in ({}, {"Z": odd}):
        path = resolve(wider, Sources({**series, **extra}))
        assert path.returns.tobytes() == resolve(blend, Sources(series)).returns.tobytes()
        assert not path.weights_open[:, 0].any()
        assert path.contributions[0] == 0.0


@given(st.data())
def test_a_flattened_nested_blend_with_the_same_calendar_is_equal(data: st.DataObject) -> None:
    dates, returns = data.draw(markets(components=3))
    rebalance = Rebalance(data.draw(st.sampled_from([Rule.NONE, Rule.DAILY, Rule.MONTHLY, Rule.ANNUAL])))
    reset = data.draw(st.sampled_from(list(Reset)))
    outer, inner = data.draw(st.floats(0.05, 0.95)), data.draw(st.floats(0.05, 0.95))

    def mix(name: str, **weights: float) -> Blend:
        parts = tuple(Component(part, weight) for part, weight in weights.items())
        return Blend(name, "USD", parts, (), rebalance, reset)

    within, nested = mix("IN", C0=inner, C1=1 - inner), mix("OUT", IN=outer, C2=1 - outer)
    flat = resolve(mix("FLAT", C0=outer * inner, C1=outer * (1 - inner), C2=1 - outer), Sources(named(dates, returns)))
    path = resolve(nested, Sources(named(dates, returns), blends={"IN": within}))
    assert path.returns == pytest.approx(flat.returns, abs=1e-12)
    assert path.base_on == flat.base_on


@given(st.data())
def test_levels_and_their_returns_give_the_same(data: st.DataObject) -> None:
    dates, returns = data.draw(markets())
    blend = data.draw(blends(dates, returns.shape[1]))
    grid = np.append(dates[0] - np.timedelta64(1, "D"), dates)
    levels = {
        name: LevelSeries(name, grid, 250.0 * np.cumprod(np.append(1.0, 1.0 + one.returns)), "USD")
        for name, one in named(dates, returns).items()
    }
    from_levels, from_returns = resolve(blend, Sources(levels)), resolve(blend, Sources(named(dates, returns)))
    assert from_levels.returns == pytest.approx(from_returns.returns, abs=1e-12)
    assert np.array_equal(from_levels.dates, from_returns.dates)
    assert np.array_equal(from_levels.event_dates, from_returns.event_dates)


@given(st.data())
def test_the_same_input_in_any_order_gives_the_same_bytes(data: st.DataObject) -> None:
    dates, returns = data.draw(markets(components=4))
    blend = data.draw(blends(dates, 4))
    series = named(dates, returns)
    turned = Blend("B", "USD", blend.components[::-1], blend.policy[::-1], blend.rebalance, blend.reset)
    first, second = resolve(blend, Sources(series)), resolve(turned, Sources(dict(reversed(series.items()))))
    assert first.returns.tobytes() == second.returns.tobytes()
    assert first.weights_open.tobytes() == np.ascontiguousarray(second.weights_open[:, ::-1]).tobytes()
    assert first.events == second.events


# --- rules in detail ---


@pytest.mark.parametrize(("equity", "events"), [(0.1, 0), (0.1 + 1e-9, 1)])
def test_drift_is_strict(equity: float, events: int) -> None:
    """50/50, +10 % and −10 %: the weight is exactly 55 %. A threshold of 500 bp is met, not exceeded."""
    series = named(weekdays("2025-01-01", "2025-01-03"), np.array([[equity, -0.1], [0.0, 0.0], [0.0, 0.0]]))
    blend = Blend("D", "USD", (Component("C0", 0.5), Component("C1", 0.5)), (), Rebalance(Rule.DRIFT, 500.0))
    assert len(resolve(blend, Sources(series)).events) == events


def test_drift_beyond_the_threshold_at_the_last_close_is_no_event() -> None:
    path = resolve(sixty_forty(Rule.DRIFT, max_abs_bp=1), Sources(first_days(1)))
    assert path.events == ()
    assert path.weights_close_last[0] == pytest.approx(0.6021462639, abs=6e-11)


def first_days(count: int) -> dict[str, ReturnSeries]:
    return {name: ReturnSeries(name, one.dates[:count], one.returns[:count]) for name, one in SIX.items()}


def test_drift_looks_far_ahead_in_growing_chunks() -> None:
    """A crossing after thousands of quiet days, found where the plain loop finds it."""
    dates = weekdays("1980-01-01", "2019-12-31")
    returns = np.column_stack([np.full(dates.size, 2e-5), np.zeros(dates.size)])
    blend = Blend("D", "USD", (Component("C0", 0.5), Component("C1", 0.5)), (), Rebalance(Rule.DRIFT, 200.0))
    path, plain = resolve(blend, Sources(named(dates, returns))), second_opinion(blend, dates, returns)
    assert [(event.on, event.reason) for event in path.events] == plain.events
    assert len(plain.events) == 2


def test_a_reset_at_the_last_close_shows_in_the_closing_weights() -> None:
    path = resolve(sixty_forty(Rule.QUARTERLY, Reset.CLOSE), Sources(first_days(4)))
    assert path.weights_close_last == pytest.approx([0.6, 0.4], abs=1e-15)
    assert path.weights_close[-1, 0] == pytest.approx(0.6077020640, abs=6e-11)
    assert events_of(path) == FIRST
    assert path.returns == pytest.approx(resolve(sixty_forty(), Sources(first_days(4))).returns, abs=1e-15)


def test_a_policy_date_without_an_observation_takes_effect_at_the_next() -> None:
    saturday = (PolicyChange.of(date(2025, 3, 29), {"EQUITY": 0.7, "BOND": 0.3}),)
    path = resolve(sixty_forty(policy=saturday), Sources(SIX))
    assert events_of(path) == ["2025-03-31 POLICY"]
    assert path.weights_open[2] == pytest.approx([0.7, 0.3], abs=1e-15)


@pytest.mark.parametrize("reset", list(Reset))
@pytest.mark.parametrize("effective", [date(2020, 1, 1), date(2025, 3, 27)])
def test_a_policy_on_or_before_the_first_day_is_the_first_target(effective: date, reset: Reset) -> None:
    policy = (PolicyChange.of(effective, {"EQUITY": 0.7, "BOND": 0.3}),)
    path = resolve(sixty_forty(policy=policy, reset=reset), Sources(SIX))
    assert path.weights_open[0] == pytest.approx([0.7, 0.3], abs=1e-15)
    assert path.events == ()


def test_a_policy_after_the_last_day_does_nothing() -> None:
    policy = (PolicyChange.of(date(2026, 1, 1), {"EQUITY": 0.7, "BOND": 0.3}),)
    assert returned(sixty_forty(policy=policy)) == returned(sixty_forty())


def test_calendar_and_policy_go_together_and_one_day_is_one_event() -> None:
    path = resolve(sixty_forty(Rule.WEEKLY, policy=TO_70_30), Sources(SIX))
    assert events_of(path) == ["2025-03-31 W_START", POLICY]
    quarterly = resolve(sixty_forty(Rule.QUARTERLY, policy=TO_70_30), Sources(SIX))
    assert events_of(quarterly) == [POLICY]
    assert quarterly.total_return == pytest.approx(0.021608773696, abs=1e-12)


def test_scheduled_resets_on_its_dates_only() -> None:
    scheduled = sixty_forty().with_rebalancing(Rebalance(Rule.SCHEDULED, schedule=TO_70_30))
    path = resolve(scheduled, Sources(SIX))
    assert path.total_return == pytest.approx(0.021608773696, abs=1e-12)
    assert events_of(path) == ["2025-04-01 SCHEDULED"]
    assert events_of(resolve(sixty_forty(Rule.SCHEDULED, policy=TO_70_30), Sources(SIX))) == [POLICY]
    assert returned(sixty_forty(Rule.SCHEDULED)) == returned(sixty_forty())


def test_turnover_is_half_of_what_moves() -> None:
    path = resolve(sixty_forty(policy=TO_70_30), Sources(SIX))
    assert path.turnovers == pytest.approx([0.7 - 0.6006332485], abs=6e-11)
    assert path.turnover == pytest.approx(path.events[0].turnover)
    assert resolve(sixty_forty(), Sources(SIX)).turnover == 0.0


# --- what a path tells ---


def test_a_path_names_its_inputs_and_components() -> None:
    path = resolve(sixty_forty(Rule.QUARTERLY), Sources(SIX))
    assert (path.ids, path.reset, path.carried_days, path.fallbacks) == (("EQUITY", "BOND"), Reset.START, 0, ())
    assert (path.base_on, path.simulated) == (date(2025, 3, 26), False)
    equity, bond = path.components
    assert (equity.id, bond.id) == ("EQUITY", "BOND")
    assert equity.total_return == pytest.approx(SIX["EQUITY"].total, abs=1e-15)
    assert equity.weight_average == pytest.approx(path.weights_open[:, 0].mean(), abs=1e-15)
    assert path.return_series.total == pytest.approx(path.total_return, abs=1e-15)


def test_a_path_is_an_index_of_its_own() -> None:
    series = resolve(sixty_forty(), Sources(SIX)).level_series()
    assert (series.levels[0], series.dates.size, series.currency) == (100.0, 7, "USD")
    assert series.levels[-1] == pytest.approx(100 * 1.019334435179, abs=1e-9)


def test_where_nothing_moves_nothing_is_contributed() -> None:
    still = {name: ReturnSeries(name, SIX_DAYS, np.zeros(6)) for name in SIX}
    path = resolve(sixty_forty(Rule.DAILY), Sources(still))
    assert path.contributions.tolist() == [0.0, 0.0]
    assert path.total_return == 0.0


def test_nothing_in_a_path_can_be_written_to() -> None:
    path = resolve(sixty_forty(), Sources(SIX))
    for array in (path.returns, path.levels, path.aligned.levels, path.segments.units):
        with pytest.raises(ValueError, match="read-only"):
            array[...] = 0.0


# --- the same levels, many blends ---


def test_aligned_levels_serve_other_weights_and_rules() -> None:
    blend = sixty_forty(Rule.QUARTERLY)
    aligned = align(blend, Sources(SIX))
    for other in (blend.weighted({"EQUITY": 0.3, "BOND": 0.7}), blend.with_rebalancing(Rebalance(Rule.DAILY))):
        assert resolve_aligned(other, aligned).returns.tobytes() == returned(other)
    with pytest.raises(InvalidSpecification, match="another mix"):
        resolve_aligned(blend.weighted({"EQUITY": 1.0}), aligned)


def test_every_rule_at_once() -> None:
    sources, blend = Sources(two_years()), sixty_forty()
    paths = paths_by_rule(blend, align(blend, sources))
    assert list(paths) == [rule for rule in Rule if rule is not Rule.SCHEDULED]
    assert paths[Rule.MONTHLY].total_return == pytest.approx(0.150753398113, abs=1e-12)
    assert events_of(paths[Rule.DRIFT]) == ["2024-06-17 DRIFT"]
    scheduled = blend.with_rebalancing(Rebalance(Rule.SCHEDULED, schedule=TO_70_30))
    every = paths_by_rule(scheduled, align(scheduled, sources))
    assert list(every) == list(Rule)
    assert every[Rule.SCHEDULED].returns.tobytes() == resolve(scheduled, sources).returns.tobytes()
    assert every[Rule.DAILY].returns.tobytes() == paths[Rule.DAILY].returns.tobytes()
    only_shares = Blend("B", "USD", (Component("EQUITY", 1.0), Component("BOND", 0.0)), (), scheduled.rebalance)
    assert list(paths_by_rule(only_shares, align(only_shares, sources))) == [Rule.SCHEDULED]  # others hold no bonds


# --- total losses ---


def lost(rule: Rule, policy: tuple[PolicyChange, ...] = ()) -> tuple[Blend, Sources]:
    series = dict(SIX, EQUITY=ReturnSeries("EQUITY", SIX_DAYS, np.array([0.01, -1.0, 0.0, 0.5, 0.0, 0.0])))
    return sixty_forty(rule, policy=policy), Sources(series)


def test_what_has_lost_everything_stays_worth_nothing_and_cannot_be_bought_again() -> None:
    path = resolve(*lost(Rule.NONE))
    assert path.weights_open[2:, 0].tolist() == [0.0] * 4
    assert path.contributions[0] == pytest.approx(-0.6, abs=1e-15)
    with pytest.raises(InsufficientData, match=r"EQUITY has lost everything .* before 1 Apr 2025"):
        resolve(*lost(Rule.QUARTERLY))
    away = (PolicyChange.of(date(2025, 3, 31), {"BOND": 1.0}),)
    assert resolve(*lost(Rule.QUARTERLY, away)).weights_close_last.tolist() == [0.0, 1.0]
    blend, sources = lost(Rule.NONE)
    with pytest.raises(InsufficientData, match="EQUITY has lost everything"):
        resolve(blend.with_rebalancing(Rebalance(Rule.DRIFT, 300.0)), sources)


def test_after_the_blend_has_lost_everything_there_is_no_return() -> None:
    _, sources = lost(Rule.NONE)
    alone = Blend("ALL-IN", "USD", (Component("EQUITY", 1.0),))
    with pytest.raises(InsufficientData, match="The blend has lost everything on 28 Mar 2025"):
        resolve(alone, sources)
    until = {"EQUITY": ReturnSeries("EQUITY", SIX_DAYS[:2], sources.series["EQUITY"].returns[:2])}  # type: ignore[union-attr]
    assert resolve(alone, Sources(until)).total_return == -1.0


# --- speed without a clock: the shapes that take different ways must agree ---


@pytest.mark.parametrize("components", [2, 7])
def test_long_and_short_segments_agree(components: int) -> None:
    """Weekly (many short segments) and annual (few long ones) against the plain loop, ten years."""
    dates = weekdays("2010-01-01", "2019-12-31")
    returns = np.random.default_rng(7).normal(0.0003, 0.01, (dates.size, components))
    parts = tuple(Component(f"C{i}", 1 / components) for i in range(components))
    for rule, reset in itertools.product([Rule.DAILY, Rule.WEEKLY, Rule.ANNUAL], Reset):
        blend = Blend("B", "USD", parts, (), Rebalance(rule), reset)
        path: BlendedPath = resolve(blend, Sources(named(dates, returns)))
        plain = second_opinion(blend, dates, returns)
        assert path.returns == pytest.approx(plain.returns, abs=1e-13)
        assert path.contributions == pytest.approx(plain.contributions, abs=1e-12)
        assert path.total_return == pytest.approx(plain.growth - 1, rel=1e-12)


def test_coverage_is_what_resolve_uses() -> None:
    period = coverage(sixty_forty(), Sources(SIX))
    assert period == Period(date(2025, 3, 26), date(2025, 4, 3))
    assert returned(sixty_forty(), period) == returned(sixty_forty())
