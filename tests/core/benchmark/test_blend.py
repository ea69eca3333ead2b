"""The specification of a blend: what is accepted, what is refused, how it is put into words."""

from __future__ import annotations

from datetime import date

import pytest

from core.benchmark.blend import NARROW_SPACE, Blend, Component, blend_of_intervals
from core.benchmark.rebalancing import PolicyChange, Rebalance, Rule
from core.errors import InvalidSpecification

SPY, AGG = Component("SPY", 0.6), Component("AGG", 0.4)
SHIFT = PolicyChange.of(date(2025, 7, 1), {"SPY": 0.7, "AGG": 0.3})


def sixty_forty(**changes: object) -> Blend:
    return Blend("60-40", "USD", (SPY, AGG), **changes)  # type: ignore[arg-type]


def test_defaults_are_rule_none_and_reset_at_start() -> None:
    blend = sixty_forty()
    assert (blend.rebalance.rule, blend.reset.value, blend.policy) == (Rule.NONE, "START", ())


@pytest.mark.parametrize(
    ("components", "says"),
    [
        ((), "no weights"),
        ((SPY,), "sum to 0.6"),
        ((SPY, AGG, Component("SPY", 0.0)), "“SPY” is named twice"),
        ((Component("SPY", 1.4), Component("AGG", -0.4)), "weight of AGG is −0.4"),
        ((Component("60-40", 0.6), AGG), "contains itself"),
    ],
)
def test_what_is_refused(components: tuple[Component, ...], says: str) -> None:
    with pytest.raises(InvalidSpecification, match=says):
        Blend("60-40", "USD", components)


def test_a_change_may_name_known_components_only() -> None:
    with pytest.raises(InvalidSpecification, match="“TLT”, which is not a component"):
        sixty_forty(policy=(PolicyChange.of(date(2025, 7, 1), {"SPY": 0.7, "TLT": 0.3}),))


def test_two_changes_on_one_date_are_refused_also_across_policy_and_schedule() -> None:
    with pytest.raises(InvalidSpecification, match="1 Jul 2025"):
        sixty_forty(policy=(SHIFT, SHIFT))
    with pytest.raises(InvalidSpecification, match="1 Jul 2025"):
        sixty_forty(policy=(SHIFT,), rebalance=Rebalance(Rule.SCHEDULED, schedule=(SHIFT,)))


def test_policy_is_kept_by_date() -> None:
    earlier = PolicyChange.of(date(2025, 1, 1), {"SPY": 0.5, "AGG": 0.5})
    blend = sixty_forty(policy=(SHIFT, earlier))
    assert blend.policy == (earlier, SHIFT)
    assert [target.effective for target in blend.targets] == [None, date(2025, 1, 1), date(2025, 7, 1)]


def test_a_blend_needs_a_currency_and_a_fallback_a_possible_rate() -> None:
    with pytest.raises(InvalidSpecification, match="no currency"):
        Blend("60-40", "", (SPY, AGG))
    with pytest.raises(InvalidSpecification, match="fallback rate of AGG is −1"):
        Component("AGG", 0.4, fallback_rate=-1.0)


def test_components_are_found_by_id() -> None:
    assert sixty_forty().component("AGG") == AGG
    with pytest.raises(InvalidSpecification, match=r"no component “AG”\. Did you mean AGG"):
        sixty_forty().component("AG")


def test_words_state_the_weights() -> None:
    blend = Blend("X", "USD", (Component("SPY", 0.625), Component("AGG", 0.375), Component("TLT", 0.0)))
    assert blend.label == f"62.5{NARROW_SPACE}% SPY + 37.5{NARROW_SPACE}% AGG"
    assert blend.mix_in_words({"SPY": "S&P 500"}).startswith(f"62.5{NARROW_SPACE}% S&P 500")
    assert Blend("X", "USD", (SPY, AGG), name="Sixty forty").label == "Sixty forty"


def test_other_weights_and_other_rules_leave_the_rest() -> None:
    blend = sixty_forty(policy=(SHIFT,)).weighted({"AGG": 0.25, "SPY": 0.75})
    assert [part.weight for part in blend.components] == [0.75, 0.25]
    assert blend.policy == (SHIFT,)
    assert [part.weight for part in blend.weighted({"SPY": 1.0}).components] == [1.0, 0.0]
    assert blend.with_rebalancing(Rebalance(Rule.ANNUAL)).rebalance.rule is Rule.ANNUAL


def test_compositions_by_date_become_a_policy() -> None:
    blend = blend_of_intervals(
        "X", "INR", [(None, {"A": 1.0}), (date(2020, 1, 1), {"B": 0.5, "C": 0.5})], Rebalance(Rule.MONTHLY), name="N"
    )
    assert [(part.id, part.weight) for part in blend.components] == [("A", 1.0), ("B", 0.0), ("C", 0.0)]
    assert blend.policy == (PolicyChange.of(date(2020, 1, 1), {"B": 0.5, "C": 0.5}),)
    assert (blend.name, blend.rebalance.rule) == ("N", Rule.MONTHLY)


@pytest.mark.parametrize("intervals", [[], [(date(2020, 1, 1), {"A": 1.0})], [(None, {"A": 1.0}), (None, {"B": 1.0})]])
def test_only_the_first_composition_is_open_ended(intervals: list[tuple[date | None, dict[str, float]]]) -> None:
    with pytest.raises(InvalidSpecification, match="first composition has no date"):
        blend_of_intervals("X", "INR", intervals)
