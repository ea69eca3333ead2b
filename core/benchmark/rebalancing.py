"""When do drifted weights go back to their targets? Rebalancing rules, their calendars, and dated changes of the targets."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from core.benchmark.weights import Weights
from core.errors import InvalidSpecification
from core.market.levels import Days
from core.wording import did_you_mean, spoken_date, spoken_number

BASIS_POINTS = 10_000.0
POLICY = "POLICY"
DRIFT = "DRIFT"
SCHEDULED = "SCHEDULED"


class Rule(StrEnum):
    """What makes the weights go back to their targets, beside dated policy changes.

    Calendar rules are looked up here (:func:`period_starts`); where DRIFT crosses its threshold depends on the levels, and is found
    by ``_first_crossing`` in ``core.benchmark.resolution``.
    """

    NONE = "NONE"
    DAILY = "D"
    WEEKLY = "W"
    MONTHLY = "M"
    QUARTERLY = "Q"
    SEMI_ANNUAL = "S"
    ANNUAL = "A"
    DRIFT = "DRIFT"
    SCHEDULED = "SCHEDULED"

    @property
    def in_words(self) -> str:
        """The rule as a person reads it."""
        return _IN_WORDS[self]

    @property
    def reason(self) -> str:
        """What the event log calls a reset by this rule: ``Q_START``, ``DRIFT``."""
        return f"{self.value}_START" if self in CALENDAR_RULES else self.value


_IN_WORDS = {
    Rule.NONE: "never rebalanced",
    Rule.DAILY: "rebalanced every day",
    Rule.WEEKLY: "rebalanced every week",
    Rule.MONTHLY: "rebalanced every month",
    Rule.QUARTERLY: "rebalanced every quarter",
    Rule.SEMI_ANNUAL: "rebalanced every half-year",
    Rule.ANNUAL: "rebalanced every year",
    Rule.DRIFT: "rebalanced when the weights drift",
    Rule.SCHEDULED: "rebalanced on set dates",
}

MONDAY = np.datetime64("1970-01-05", "D")
WEEK = np.timedelta64(7, "D")
_MONTHS = {Rule.MONTHLY: 1, Rule.QUARTERLY: 3, Rule.SEMI_ANNUAL: 6, Rule.ANNUAL: 12}
CALENDAR_RULES = frozenset({Rule.DAILY, Rule.WEEKLY, *_MONTHS})


class Reset(StrEnum):
    """On the first observation of a new period: are the targets set before that day's return is earned, or at its close?"""

    START = "START"
    CLOSE = "CLOSE"


def parse_rule(text: str) -> Rule:
    """The rule with this code (``Q``, ``drift``), in either case; raises InvalidSpecification naming the known ones."""
    return Rule(_known("rebalancing rule", text, [rule.value for rule in Rule]))


def parse_reset(text: str) -> Reset:
    """START or CLOSE, in either case; raises InvalidSpecification naming the known ones."""
    return Reset(_known("reset", text, [reset.value for reset in Reset]))


def _known(kind: str, text: str, known: list[str]) -> str:
    if text.strip().upper() not in known:
        raise InvalidSpecification(
            f"“{text}” is not a known {kind}.{did_you_mean(text, known)} Known are {', '.join(known)}.",
            given=text,
            known=known,
        )
    return text.strip().upper()


@dataclass(frozen=True, slots=True)
class PolicyChange:
    """From ``effective`` on, the targets are ``weights``; a date without an observation takes effect at the next one."""

    effective: date
    weights: Weights

    @classmethod
    def of(cls, effective: date, weights: Mapping[str, float]) -> PolicyChange:
        """A change from a mapping of id to fraction."""
        return cls(effective, Weights.of(weights))


@dataclass(frozen=True, slots=True)
class Rebalance:
    """A rule with its settings.

    ``max_abs_bp``: the threshold of DRIFT, in absolute basis points of weight; other rules keep it and do not use it, so that a
    person can try the rules one after the other. ``schedule``: the dated weights of SCHEDULED, and of no other rule.
    """

    rule: Rule = Rule.NONE
    max_abs_bp: float | None = None
    schedule: tuple[PolicyChange, ...] = ()

    def __post_init__(self) -> None:
        if self.max_abs_bp is not None and not (math.isfinite(self.max_abs_bp) and self.max_abs_bp > 0):
            raise InvalidSpecification(
                f"The drift threshold is {spoken_number(self.max_abs_bp)} basis points. Give a number above 0 (300 is 3 points of weight)."
            )
        if self.rule is Rule.DRIFT and self.max_abs_bp is None:
            raise InvalidSpecification("The rule DRIFT needs a threshold. Give max_abs_bp, for example 300.")
        if self.schedule and self.rule is not Rule.SCHEDULED:
            raise InvalidSpecification(
                f"A schedule belongs to the rule SCHEDULED, not to {self.rule.value}. "
                "Give dated changes of the weights as policy changes instead; they go with every rule."
            )
        object.__setattr__(self, "schedule", in_order(self.schedule))

    @property
    def threshold(self) -> float:
        """The drift threshold as a fraction of the whole; infinite for every other rule."""
        if self.rule is not Rule.DRIFT or self.max_abs_bp is None:
            return math.inf
        return self.max_abs_bp / BASIS_POINTS


def in_order(changes: tuple[PolicyChange, ...]) -> tuple[PolicyChange, ...]:
    """The changes by date; raises InvalidSpecification when two are for the same date."""
    ordered = tuple(sorted(changes, key=lambda change: change.effective))
    for earlier, later in pairwise(ordered):
        if earlier.effective == later.effective:
            raise InvalidSpecification(
                f"Two changes of the weights are for {spoken_date(later.effective)}. Keep one for each date.",
                effective=later.effective.isoformat(),
            )
    return ordered


def period_starts(rule: Rule, dates: Days) -> NDArray[np.intp]:
    """The positions of observations that are the first of a new calendar period, ascending; the very first one never is.

    ``dates``: shape (n,), ascending. Weeks are ISO weeks (Monday to Sunday), half-years begin in January and July. Each period's first
    day is looked up among the dates, so that the cost is that of the periods.
    """
    if rule not in CALENDAR_RULES or dates.size == 0:
        return np.array([], dtype=np.intp)
    if rule is Rule.DAILY:
        return np.arange(1, dates.size)
    at = np.searchsorted(dates, _first_days(rule, dates[0], dates[-1]))
    return at[np.diff(at, prepend=0) > 0]  # a period without observations begins where the next one does


def _first_days(rule: Rule, first: np.datetime64, last: np.datetime64) -> Days:
    """The first calendar day of every period that begins after ``first`` and not after ``last``."""
    if rule is Rule.WEEKLY:
        monday = MONDAY + (first - MONDAY) // WEEK * WEEK
        return np.arange(monday + WEEK, last + 1, WEEK)
    months = _MONTHS[rule]
    begun = int(first.astype("datetime64[M]").astype(np.int64)) // months * months
    ended = int(last.astype("datetime64[M]").astype(np.int64))
    return np.arange(begun + months, ended + 1, months).astype("datetime64[M]").astype("datetime64[D]")
