"""How did a mix of several parts go, day by day? Target weights, drift and resets, followed one observation after the other."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from audit.levels import AGES, MAX_AGE, Rates, Row, Series, read_series, table

YEAR = 365.0
NEARLY = 1e-12  # a drift that equals the threshold does not exceed it, however its floats round
BASIS_POINTS = 10_000.0
PERIODS: dict[str, Callable[[date], object]] = {
    "D": lambda on: on,
    "W": lambda on: on.isocalendar()[:2],
    "M": lambda on: (on.year, on.month),
    "Q": lambda on: (on.year, (on.month - 1) // 3),
    "S": lambda on: (on.year, on.month > 6),
    "A": lambda on: on.year,
}
Amounts = dict[str, float]
"""A weight, return, contribution or number of units for each part."""


@dataclass
class Walk:
    """A mix from its base on: ``levels`` begin with 1 on the base, everything else has one entry for each of ``days``.

    ``first_target``: which target it opens with. ``resets``: the close at which a dated change of the weights is made, and to which.
    """

    base: date
    first_target: int
    days: list[date] = field(default_factory=list)
    levels: list[float] = field(default_factory=lambda: [1.0])
    returns: list[float] = field(default_factory=list)
    weights: list[Amounts] = field(default_factory=list)
    earned: list[Amounts] = field(default_factory=list)
    contributions: Amounts = field(default_factory=dict)
    events: list[tuple[date, str, float]] = field(default_factory=list)
    resets: dict[date, int] = field(default_factory=dict)

    def series(self, name: str, currency: str, rhythm: str) -> Series:
        """The levels as any other benchmark has them."""
        found = Series(name, currency, rhythm)
        found.days, found.levels = [self.base, *self.days], self.levels
        return found


class Mix:
    """A blend as ``specification.json`` states it, with the levels of its parts."""

    def __init__(self, stated: Mapping[str, Any], series: Mapping[str, Series], rates: Rates) -> None:
        self.symbol, self.currency = stated["symbol"], stated["currency"]
        self.terms: Mapping[str, Any] = stated["blend"]
        self.parts = {one["id"]: one for one in self.terms["components"]}
        self.series, self.rates = series, rates
        rebalance = self.terms["rebalance"]
        self.rule, self.at_close = rebalance["rule"], self.terms["reset"] == "CLOSE"
        drifting = self.rule == "DRIFT"
        self.threshold = rebalance["drift_threshold_bp"] / BASIS_POINTS + NEARLY if drifting else float("inf")
        first = {one: terms["weight"] for one, terms in self.parts.items()}
        changes = [(one, "POLICY") for one in self.terms["policy"]]
        changes += [(one, "SCHEDULED") for one in rebalance["schedule"]]
        changes.sort(key=lambda change: str(change[0]["effective"]))
        self.since = [date.fromisoformat(one["effective"]) for one, _ in changes]
        self.targets = [self._scaled_weights(first), *(self._scaled_weights(one["weights"]) for one, _ in changes)]
        self.reasons = ["", *(reason for _, reason in changes)]
        held = [one for one in series if any(target[one] > 0 for target in self.targets)]
        self.rhythm = max((series[one].rhythm for one in held), key=lambda rhythm: AGES[rhythm], default="daily")

    def _scaled_weights(self, weights: Mapping[str, float]) -> Amounts:
        """The weights of all parts, which together are the whole."""
        if abs(sum(weights.values()) - 1.0) > 1e-6 or min(weights.values()) < 0:
            raise ValueError(f"the weights of {self.symbol} are not parts of one whole: {dict(weights)}")
        return {one: weights.get(one, 0.0) / sum(weights.values()) for one in self.parts}

    def in_force(self, day: date) -> int:
        """Which of the targets counts on a day."""
        return sum(effective <= day for effective in self.since)

    def level(self, part: str, day: date, stands_in: Sequence[str], since: date) -> float:
        """What one unit of a part is worth, in the mix's currency; fixed rates are 1 on ``since``."""
        terms, years = self.parts[part], (day - since).days / YEAR
        if part in stands_in:
            return float((1.0 + terms["fallback_rate"]) ** years)
        if fixed := terms["fixed"]:
            simple = 1.0 + fixed["rate"] * years
            return float((1.0 + fixed["rate"]) ** years) if fixed["compounded"] else simple
        series = self.series[part]
        return series.on(day) * self.rates.on(series.currency, self.currency, day)

    def _all_observed(self, target: int, day: date, stands_in: Sequence[str], days: Mapping[str, set[date]]) -> bool:
        """Whether everything held at a target has an observation of its own; a fixed rate has one every day."""
        held = [one for one, weight in self.targets[target].items() if weight > 0 and one not in stands_in]
        return all(self.parts[one]["fixed"] or day in days.get(one, ()) for one in held)

    def observed(self, start: date, end: date, stands_in: Sequence[str]) -> tuple[date, list[date]]:
        """The base, at most a week before the start, and every later day on which all parts held were observed."""
        known = {one: set(series.days) for one, series in self.series.items()}
        each = [start + timedelta(days=one) for one in range(1, (end - start).days + 1)]
        days = [day for day in each if self._all_observed(self.in_force(day), day, stands_in, known)]
        opens = self.in_force(days[0]) if days else 0
        week = [start - timedelta(days=one) for one in range(MAX_AGE + 1)]
        earlier = [day for day in week if self._all_observed(opens, day, stands_in, known)]
        return earlier[0] if earlier else start, days

    def walk(self, start: date, end: date, stands_in: Sequence[str]) -> Walk | None:
        """The mix from its first day's targets on; None where it has no observation.

        A new period of the rule, or a dated change, resets the weights before that day's return is earned or, at the close, after it.
        A close that is too far from the targets makes the next observation open at them.
        """
        base, days = self.observed(start, end, stands_in)
        if not days:
            return None
        path = Walk(base, self.in_force(days[0]), contributions=dict.fromkeys(self.parts, 0.0))
        target, before, drifted = path.first_target, base, False
        weights = self.targets[target]
        for day in days:
            asked = self._reset_reason(path, day)
            now = self.in_force(day)
            if asked and not self.at_close:
                weights = self._reset(path, (day, asked, before), weights, now)
            elif drifted:
                weights = self._reset(path, (day, "DRIFT", before), weights, target)
            target = now
            weights = self._earn(path, (before, day), weights, stands_in)
            if asked and self.at_close:
                weights = self._reset(path, (day, asked, day), weights, now)
            drifted = max(abs(weights[one] - self.targets[target][one]) for one in weights) > self.threshold
            before = day
        return path

    def _reset_reason(self, path: Walk, day: date) -> str:
        """Why the weights go back to the targets on a day; empty where neither calendar nor a dated change asks for it."""
        if not path.days:
            return ""
        now = self.in_force(day)
        if now != self.in_force(path.days[-1]):
            return self.reasons[now]
        period = PERIODS.get(self.rule)
        return f"{self.rule}_START" if period and period(day) != period(path.days[-1]) else ""

    def _reset(self, path: Walk, event: tuple[date, str, date], weights: Amounts, to: int) -> Amounts:
        """Logs the reset and how much it moves. ``event``: the day, the reason, and the day at whose close it is made."""
        day, reason, close = event
        target = self.targets[to]
        path.events.append((day, reason, sum(abs(weights[one] - target[one]) for one in weights) / 2.0))
        path.resets[close] = to
        return target

    def _earn(self, path: Walk, span: tuple[date, date], weights: Amounts, stands_in: Sequence[str]) -> Amounts:
        """One observation's return; gives the weights at its close."""
        earned = {}
        for one, weight in weights.items():
            if weight > 0:
                before, after = (self.level(one, day, stands_in, path.base) for day in span)
                earned[one] = after / before - 1.0
        total = sum(weights[one] * gain for one, gain in earned.items())
        for one, gain in earned.items():
            path.contributions[one] += path.levels[-1] * weights[one] * gain
        path.days.append(span[1])
        path.returns.append(total)
        path.levels.append(path.levels[-1] * (1.0 + total))
        path.weights.append(weights)
        path.earned.append(earned)
        return {one: weight * (1.0 + earned.get(one, 0.0)) / (1.0 + total) for one, weight in weights.items()}


def component_series(folder: Path, facts: Mapping[str, Row], stated: Mapping[str, Any]) -> dict[str, Series]:
    """The levels of a blend's parts; returns of which no level is known grow 1 from the day they are first earned from."""
    found = read_series(folder / "inputs/component_levels.csv", "component", "level", facts)
    for terms in stated["blend"]["components"]:
        if terms["returns_from"]:
            rhythm = facts[terms["id"]]["rhythm"]
            found[terms["id"]] = _grown(terms, rhythm, table(folder / "inputs/component_returns.csv", "return"))
    return {one["id"]: found[one["id"]] for one in stated["blend"]["components"] if one["id"] in found}


def _grown(terms: Mapping[str, Any], rhythm: str, lines: Sequence[Row]) -> Series:
    series = Series(terms["id"], terms["currency"], rhythm)
    series.days, series.levels = [date.fromisoformat(terms["returns_from"])], [1.0]
    for line in lines:
        if line["component"] == terms["id"]:
            series.days.append(line["date"])
            series.levels.append(series.levels[-1] * (1.0 + line["return"]))
    return series
