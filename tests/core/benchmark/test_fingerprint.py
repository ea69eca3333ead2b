"""The fingerprint of a blend and its data: what counts, what does not, and that it never changes by itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.benchmark.blend import Blend, Component
from core.benchmark.fingerprint import blend_fingerprint
from core.benchmark.kinds import FixedReturn
from core.benchmark.rebalancing import PolicyChange, Rebalance, Reset, Rule
from core.benchmark.resolution import resolve
from core.benchmark.sources import Observations, Sources
from core.errors import InvalidSpecification
from core.market.exchange_rates import ExchangeRates
from core.market.levels import Basis, LevelSeries, to_days
from core.market.period import Period
from core.returns.series import ReturnSeries

DAYS = to_days(["2024-01-01", "2024-01-02", "2024-01-03", "2024-02-01", "2024-02-02"])
LEVELS = LevelSeries("A", DAYS, np.array([1.0, 1.1, 1.2, 1.1, 1.3]), "USD", Basis.TOTAL)
RETURNS = ReturnSeries("B", DAYS, np.array([0.0, 0.01, -0.01, 0.02, 0.0]))
SERIES: dict[str, Observations] = {"A": LEVELS, "B": RETURNS}
POLICY = (
    PolicyChange.of(date(2024, 2, 1), {"A": 0.7, "B": 0.3}),
    PolicyChange.of(date(2024, 1, 3), {"A": 0.5, "B": 0.5}),
)
BLEND = Blend("MIX", "USD", (Component("A", 0.6), Component("B", 0.4)), POLICY, Rebalance(Rule.QUARTERLY))
EURO = LevelSeries("A", DAYS, LEVELS.levels, "EUR", Basis.TOTAL)
EURUSD = LevelSeries("EURUSD", DAYS, np.linspace(1.0, 1.2, 5), "USD")


def test_it_is_pinned() -> None:
    """These digits change only when the method does (then METHOD rises) or the canonical form does (never by accident)."""
    digits = blend_fingerprint(BLEND, Sources(SERIES))
    assert digits == "719f2abeaccf705e394c0d672cd4b76b4d5192f3758ed6d46a78ae8540638594"


@pytest.mark.parametrize(
    "same",
    [
        replace(BLEND, components=BLEND.components[::-1]),
        replace(BLEND, policy=POLICY[::-1]),
        replace(BLEND, name="Another name"),
        replace(BLEND, rebalance=Rebalance(Rule.QUARTERLY, 300.0)),
    ],
)
def test_what_has_no_meaning_does_not_count(same: Blend) -> None:
    assert blend_fingerprint(same, Sources(SERIES)) == blend_fingerprint(BLEND, Sources(SERIES))


def test_series_that_are_not_used_and_their_order_do_not_count() -> None:
    more = {"Z": FixedReturn(0.1), "B": RETURNS, "A": replace(LEVELS, name="shown otherwise")}
    rates = ExchangeRates({"EURUSD": EURUSD})
    assert blend_fingerprint(BLEND, Sources(more, rates)) == blend_fingerprint(BLEND, Sources(SERIES))


def test_minus_nothing_is_nothing() -> None:
    negative = ReturnSeries("B", DAYS, np.array([-0.0, 0.01, -0.01, 0.02, -0.0]))
    assert blend_fingerprint(BLEND, Sources({**SERIES, "B": negative})) == blend_fingerprint(BLEND, Sources(SERIES))
    zero = replace(BLEND, components=(Component("A", 1.0), Component("B", -0.0)), policy=())
    assert blend_fingerprint(zero, Sources(SERIES)) == blend_fingerprint(
        replace(zero, components=(Component("A", 1.0), Component("B", 0.0))), Sources(SERIES)
    )


OTHERS = [
    replace(BLEND, id="MIX2"),
    replace(BLEND, currency="EUR"),
    replace(BLEND, components=(Component("A", 0.6 + 1e-9), Component("B", 0.4 - 1e-9))),
    replace(BLEND, components=(Component("A", 0.6), Component("B", 0.4, currency="EUR"))),
    replace(BLEND, components=(Component("A", 0.6), Component("B", 0.4, fallback_rate=0.07))),
    replace(BLEND, components=(*BLEND.components, Component("C", 0.0))),
    replace(BLEND, policy=POLICY[:1]),
    replace(BLEND, rebalance=Rebalance(Rule.MONTHLY)),
    replace(BLEND, rebalance=Rebalance(Rule.DRIFT, 300.0)),
    replace(BLEND, rebalance=Rebalance(Rule.DRIFT, 301.0)),
    replace(BLEND, policy=POLICY[:1], rebalance=Rebalance(Rule.SCHEDULED, schedule=POLICY[1:])),
    replace(BLEND, reset=Reset.CLOSE),
]


def test_whatever_changes_the_result_changes_the_fingerprint() -> None:
    digits = [blend_fingerprint(one, Sources(SERIES)) for one in [BLEND, *OTHERS]]
    moved = ReturnSeries("B", DAYS, RETURNS.returns + np.array([0, 0, 0, 0, 5e-324]))
    data = [
        {**SERIES, "B": moved},
        {**SERIES, "B": ReturnSeries("B", DAYS + np.timedelta64(1, "D"), RETURNS.returns)},
        {**SERIES, "A": EURO},
        {**SERIES, "A": replace(LEVELS, basis=Basis.PRICE)},
        {**SERIES, "A": replace(LEVELS, simulated=True)},
        {**SERIES, "A": ReturnSeries("A", DAYS, np.zeros(5))},
        {**SERIES, "A": FixedReturn(0.07)},
        {**SERIES, "A": FixedReturn(0.07, compounded=False)},
        {"B": RETURNS},
    ]
    digits += [blend_fingerprint(BLEND, Sources(one)) for one in data]
    digits.append(blend_fingerprint(BLEND, Sources(SERIES), Period(date(2024, 1, 2), date(2024, 2, 2))))
    assert len(set(digits)) == len(digits)


def test_exchange_rates_count_where_they_convert() -> None:
    series = {**SERIES, "A": EURO}
    other = LevelSeries("EURUSD", DAYS, np.linspace(1.0, 1.3, 5), "USD")
    inverse = LevelSeries("USDEUR", DAYS, 1 / EURUSD.levels, "EUR")
    rates = [{"EURUSD": EURUSD}, {"EURUSD": other}, {"USDEUR": inverse}, {}]
    assert len({blend_fingerprint(BLEND, Sources(series, ExchangeRates(one))) for one in rates}) == 4
    returns = replace(BLEND, components=(Component("A", 0.6), Component("B", 0.4, currency="EUR")))
    assert blend_fingerprint(returns, Sources(SERIES, ExchangeRates(rates[0]))) != blend_fingerprint(
        returns, Sources(SERIES, ExchangeRates(rates[1]))
    )


def test_a_finished_range_keeps_its_fingerprint_when_newer_levels_arrive() -> None:
    period = Period(date(2024, 1, 1), date(2024, 2, 1))
    older = {**SERIES, "A": LevelSeries("A", DAYS[:4], LEVELS.levels[:4], "USD", Basis.TOTAL)}
    assert blend_fingerprint(BLEND, Sources(older), period) == blend_fingerprint(BLEND, Sources(SERIES), period)
    assert blend_fingerprint(BLEND, Sources(older)) != blend_fingerprint(BLEND, Sources(SERIES))


def test_blends_within_count_as_a_whole() -> None:
    outer = Blend("OUT", "USD", (Component("MIX", 0.5), Component("A", 0.5)))
    turned = replace(BLEND, components=BLEND.components[::-1])
    digits = blend_fingerprint(outer, Sources(SERIES, blends={"MIX": BLEND}))
    assert digits == blend_fingerprint(outer, Sources(SERIES, blends={"MIX": turned, "UNUSED": outer}))
    assert digits != blend_fingerprint(outer, Sources(SERIES, blends={"MIX": OTHERS[-1]}))
    euro = replace(BLEND, currency="EUR")
    with_rates = blend_fingerprint(outer, Sources(SERIES, ExchangeRates({"EURUSD": EURUSD}), blends={"MIX": euro}))
    assert with_rates != blend_fingerprint(outer, Sources(SERIES, blends={"MIX": euro}))
    with pytest.raises(InvalidSpecification, match="contains itself"):
        blend_fingerprint(outer, Sources(SERIES, blends={"MIX": Blend("MIX", "USD", (Component("OUT", 1.0),))}))


@given(st.permutations(range(4)), st.integers(0, 2**32 - 1), st.sampled_from([Rule.NONE, Rule.DAILY, Rule.MONTHLY]))
def test_equal_fingerprints_mean_equal_bytes(order: list[int], seed: int, rule: Rule) -> None:
    returns = np.random.default_rng(seed).normal(0, 0.01, (4, DAYS.size))
    series = {f"C{i}": ReturnSeries(f"C{i}", DAYS, returns[i]) for i in range(4)}
    parts = tuple(Component(f"C{i}", weight) for i, weight in enumerate([0.1, 0.2, 0.3, 0.4]))
    first = Blend("MIX", "USD", parts, rebalance=Rebalance(rule))
    second = replace(first, components=tuple(parts[i] for i in order))
    assert blend_fingerprint(first, Sources(series)) == blend_fingerprint(second, Sources(series))
    assert resolve(first, Sources(series)).returns.tobytes() == resolve(second, Sources(series)).returns.tobytes()
