"""How does a mix that nobody has saved stand in an address? Weights, rule and policy dates in one short line, read back with care.

``60*^NSEI~40*AGG;rule=Q;reset=CLOSE;2020-04-01=50*^NSEI~50*AGG``: percent and id of each part, what is unlike the usual, and the
weights from a day on.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date
from urllib.parse import quote, unquote

from core.benchmark.blend import Blend, Component
from core.benchmark.rebalancing import PolicyChange, Rebalance, Reset, Rule
from core.errors import InvalidSpecification

MOST_PARTS, MOST_DATES = 10, 40
NARROWEST_DRIFT, WIDEST_DRIFT = 50.0, 5_000.0  # basis points
RULES = tuple(rule for rule in Rule if rule is not Rule.SCHEDULED)
_WHOLE, _ROUNDING = 100.0, 0.06


def mix_to_address(blend: Blend) -> str:
    """The mix in one line."""
    parts = [_weights({one.id: one.weight for one in blend.components})]
    if blend.rebalance.rule is not Rule.NONE:
        parts.append(f"rule={blend.rebalance.rule.value}")
    if blend.rebalance.max_abs_bp is not None:
        parts.append(f"drift={blend.rebalance.max_abs_bp:g}")
    if blend.reset is not Reset.START:
        parts.append(f"reset={blend.reset.value}")
    parts += [f"{one.effective.isoformat()}={_weights(one.weights.by_id)}" for one in blend.policy]
    return ";".join(parts)


def mix_from_address(text: str, start: Blend, known: Collection[str], free: bool) -> Blend:
    """The mix that a line tells, beginning with ``start``, whose parts stay what they are unless it is ``free``.

    ``known``: what a mix can be made of. Raises InvalidSpecification naming what cannot be.
    """
    first, *others = text.split(";")
    weights = _read_weights(first)
    if len(weights) > MOST_PARTS:
        raise InvalidSpecification(f"It has {len(weights)} parts; {MOST_PARTS} is the most.")
    if unknown := next((one for one in weights if one not in known and one not in start.ids), None):
        raise InvalidSpecification(f"It is made of “{unknown[:60]}”, which is not in the library.")
    if not free and set(weights) != set(start.ids):
        raise InvalidSpecification(f"Its parts are not those of {start.label}.")
    own = {one.id: one for one in start.components}
    parts = tuple(replace(own.get(one, Component(one, 0.0)), weight=weight) for one, weight in weights.items())
    if len(others) > MOST_DATES:
        raise InvalidSpecification(f"It has {len(others)} policy dates; {MOST_DATES} is the most.")
    (rebalance, reset), policy = _read_rule(others), _read_policy(others, weights)
    return replace(start, components=parts, rebalance=rebalance, reset=reset, policy=policy)


def _weights(by_id: Mapping[str, float]) -> str:
    return "~".join(
        f"{round(weight * 100, 4):g}*{quote(one, safe='^.-_').replace('~', '%7E')}" for one, weight in by_id.items()
    )


def _read_weights(text: str) -> dict[str, float]:
    """Fractions by id; they must sum to 1, within what rounding to a tenth of a percent leaves."""
    found: dict[str, float] = {}
    for part in text.split("~"):
        percent, _, named = part.partition("*")
        one = unquote(named).strip()
        if not one or one in found:
            raise InvalidSpecification(f"“{part[:60]}” is no part of a mix, or comes twice. Write it like 60*^NSEI.")
        found[one] = _number(percent, 0.0, _WHOLE)
    total = sum(found.values())
    if abs(total - _WHOLE) > _ROUNDING:
        raise InvalidSpecification(f"Its weights sum to {total:g}, not to 100.")
    return {one: percent / total for one, percent in found.items()}


def _read_rule(sections: list[str]) -> tuple[Rebalance, Reset]:
    said = dict(one.split("=", 1) for one in sections if "=" in one)
    rule = next((one for one in RULES if one.value == said.get("rule", Rule.NONE.value)), None)
    reset = next((one for one in Reset if one.value == said.get("reset", Reset.START.value)), None)
    if rule is None or reset is None:
        wrong = said.get("rule" if rule is None else "reset", "")
        raise InvalidSpecification(f"“{wrong[:60]}” is no rule for putting a mix right.")
    if rule is not Rule.DRIFT:
        return Rebalance(rule), reset
    return Rebalance(rule, _number(said.get("drift", "300"), NARROWEST_DRIFT, WIDEST_DRIFT)), reset


def _read_policy(sections: list[str], parts: Mapping[str, float]) -> tuple[PolicyChange, ...]:
    changes = []
    for section in sections:
        name, _, told = section.partition("=")
        if name in ("rule", "reset", "drift"):
            continue
        weights = _read_weights(told)
        if not set(weights) <= set(parts):
            raise InvalidSpecification(f"The weights from {name[:20]} on name other parts than the mix.")
        changes.append(PolicyChange.of(_day(name), {one: weights.get(one, 0.0) for one in parts}))
    return tuple(changes)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InvalidSpecification(f"“{text[:60]}” is no date. Write it like 2020-04-01.") from None


def _number(text: str, lowest: float, highest: float) -> float:
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not lowest <= value <= highest:
        raise InvalidSpecification(f"“{text[:60]}” is no number from {lowest:g} to {highest:g}.")
    return value
