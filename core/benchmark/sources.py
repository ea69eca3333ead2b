"""What data stands behind each component of a blend, in which currency, and from when to when?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

import numpy as np

from core.benchmark.blend import Blend, Component
from core.benchmark.kinds import FixedReturn
from core.errors import InsufficientData, InvalidSpecification
from core.market.exchange_rates import ExchangeRates
from core.market.levels import MAX_AGE_DAYS, Basis, Days, Floats, LevelSeries, to_date
from core.market.period import Period
from core.market.rhythm import usual_base
from core.returns.series import ReturnSeries, common_dates
from core.wording import spoken_date

Observations = LevelSeries | ReturnSeries | FixedReturn
ONE_DAY = np.timedelta64(1, "D")


class MissingComponentData(InsufficientData):
    """A component has no data on dates for which the blend needs it."""

    code = "missing_component_data"

    def __init__(self, blend: str, component: str, missing: Period | None, known: Period | None) -> None:
        super().__init__(
            f"{component}, a component of {blend}, has {_absence(missing, known)}. "
            "Choose a range inside its data, or add the missing observations.",
            blend=blend,
            component=component,
            missing_from=missing.start.isoformat() if missing else None,
            missing_to=missing.end.isoformat() if missing else None,
            known_from=known.start.isoformat() if known else None,
            known_to=known.end.isoformat() if known else None,
        )
        self.component = component
        self.missing = missing
        self.known = known


def _absence(missing: Period | None, known: Period | None) -> str:
    if known is None or missing is None:
        return "no data at all"
    span = f"it is known from {spoken_date(known.start)} to {spoken_date(known.end)}"
    if missing.days == 0:
        return f"no data for {spoken_date(missing.start)}; {span}"
    return f"no data from {spoken_date(missing.start)} to {spoken_date(missing.end)}; {span}"


@dataclass(frozen=True, slots=True)
class Fallback:
    """A fixed yearly rate stands in for a component, and why."""

    component: str
    rate: float
    reason: str


@dataclass(frozen=True, slots=True, eq=False)
class ObservedLeg:
    """Dated observations of one component as levels, shape (m,) each; a level of 0 follows a total loss.

    ``returns_only``: made from bare returns, so that after the last date nothing is known, not even for a day.
    ``fallbacks``, ``carried_days``: what a blend within had to report about itself.
    """

    id: str
    dates: Days
    levels: Floats
    currency: str
    basis: Basis
    simulated: bool = False
    returns_only: bool = False
    fallbacks: tuple[Fallback, ...] = ()
    carried_days: int = 0

    @property
    def known(self) -> Period:
        """First to last date."""
        return Period(to_date(self.dates[0]), to_date(self.dates[-1]))


@dataclass(frozen=True, slots=True, eq=False)
class FormulaLeg:
    """One component that is known on every date: a fixed return."""

    id: str
    fixed: FixedReturn


Leg = ObservedLeg | FormulaLeg


@dataclass(frozen=True, slots=True, eq=False)
class NestedLevels:
    """A blend within a blend, resolved: its levels, and what it has to report."""

    series: LevelSeries
    fallbacks: tuple[Fallback, ...]
    carried_days: int


ResolveNested = Callable[[Blend, Period], NestedLevels]


@dataclass(frozen=True, slots=True)
class Sources:
    """Where a blend's data comes from: levels, bare returns or fixed returns by component id; exchange rates, needed for components in
    other currencies; blends that are components, by id; and the names that people say."""

    series: Mapping[str, Observations]
    rates: ExchangeRates = field(default_factory=ExchangeRates)
    blends: Mapping[str, Blend] = field(default_factory=lambda: MappingProxyType({}))
    names: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def simulated_parts(self, blend: Blend) -> tuple[str, ...]:
        """The names of those parts of a mix, at any depth, whose levels are simulated."""
        held = dict.fromkeys(one for mix in (blend, *self.blends.values()) for one in mix.ever_held)
        series = {one: self.series.get(one) for one in held}
        return tuple(
            self.names.get(one, one) for one, data in series.items() if isinstance(data, LevelSeries) and data.simulated
        )


def legs_of(
    blend: Blend, ids: Sequence[str], sources: Sources, needed: Mapping[str, Period], nested: ResolveNested
) -> list[Leg | None]:
    """The data behind each component of ``ids``; None where there is none.

    ``needed``: from when to when a component is held; one that never is may lack data. Blends within are resolved for that time.
    """
    parts = {part.id: part for part in blend.components}
    found = [_known_data(parts[one], sources, needed.get(one), nested) for one in ids]
    anchor = _anchor([given for one, given in zip(ids, found, strict=True) if one in blend.ever_held])
    return [_as_leg(parts[one], given, blend.currency, anchor) for one, given in zip(ids, found, strict=True)]


def _known_data(
    part: Component, sources: Sources, needed: Period | None, nested: ResolveNested
) -> Observations | NestedLevels | None:
    """What is known of one component, a blend within resolved; None where nothing is and it may fall back or is never held."""
    if needed is not None and part.id in sources.blends:
        try:
            return nested(sources.blends[part.id], needed)
        except InsufficientData:
            if part.fallback_rate is None:
                raise
            return None
    return sources.series.get(part.id)


def _anchor(given: Sequence[Observations | NestedLevels | None]) -> Days | None:
    """The dates on which bare returns may begin: those common to all levels, or, without levels, all dates of returns.

    None where there are no bare returns.
    """
    series = [one.series if isinstance(one, NestedLevels) else one for one in given]
    levels = [one.dates for one in series if isinstance(one, LevelSeries)]
    returns = [one.dates for one in series if isinstance(one, ReturnSeries)]
    if not returns:
        return None
    return common_dates(levels) if levels else all_dates(returns)


def _as_leg(
    part: Component, given: Observations | NestedLevels | None, currency: str, anchor: Days | None
) -> Leg | None:
    if given is None:
        return None
    if isinstance(given, NestedLevels):
        leg = _leg_of_levels(part, given.series)
        notes = tuple(replace(one, component=f"{part.id} › {one.component}") for one in given.fallbacks)
        return replace(leg, fallbacks=notes, carried_days=given.carried_days)
    if isinstance(given, FixedReturn):
        return FormulaLeg(part.id, given)
    if isinstance(given, ReturnSeries):
        return _leg_of_returns(part, given, part.currency or currency, anchor)
    return _leg_of_levels(part, given)


def _leg_of_levels(part: Component, given: LevelSeries) -> ObservedLeg:
    if part.currency not in (None, given.currency):
        raise InvalidSpecification(
            f"{part.id} is said to be in {part.currency}, but its levels are in {given.currency}. Correct one of them.",
            component=part.id,
        )
    return ObservedLeg(part.id, given.dates, given.levels, given.currency, given.basis, given.simulated)


def _leg_of_returns(part: Component, given: ReturnSeries, currency: str, anchor: Days | None) -> ObservedLeg | None:
    """Levels that begin at 1 on the day from which the first return is earned: the anchor's last date before it, if near."""
    if given.dates.size == 0:
        return None
    base = usual_base(given.dates)
    earlier = anchor[: np.searchsorted(anchor, base, side="right")] if anchor is not None else given.dates[:0]
    if earlier.size and (base - earlier[-1]).astype(np.int64) <= MAX_AGE_DAYS:
        base = earlier[-1]
    with np.errstate(over="ignore"):
        levels = np.cumprod(np.append(1.0, 1.0 + given.returns))
    if not np.all(np.isfinite(levels)):
        raise InvalidSpecification(
            f"The returns of {part.id} compound to more than a number can hold. Check their unit."
        )
    return ObservedLeg(part.id, np.append(base, given.dates), levels, currency, Basis.TOTAL, returns_only=True)


def poorest_basis(bases: Iterable[Basis]) -> Basis:
    """The basis of a mix: it includes no more than its poorest component does."""
    found = set(bases)
    return next((basis for basis in (Basis.PRICE, Basis.NET) if basis in found), Basis.TOTAL)


def simulated_rates(legs: Sequence[ObservedLeg], to: str, rates: ExchangeRates) -> bool:
    """Whether some component is converted with made-up exchange rates."""
    foreign = {leg.currency for leg in legs if leg.currency != to and rates.converts(leg.currency, to)}
    return any(step.series.simulated for currency in foreign for step in rates.legs(currency, to))


def all_dates(calendars: Sequence[Days]) -> Days:
    """The dates that any calendar has, ascending."""
    return calendars[0] if len(calendars) == 1 else np.unique(np.concatenate(calendars))


def fall_back(part: Component, blend: str, missing: Period | None, known: Period | None) -> tuple[FormulaLeg, Fallback]:
    """The fixed rate that stands in for a component that lacks data; raises MissingComponentData where it has none."""
    if part.fallback_rate is None:
        raise MissingComponentData(blend, part.id, missing, known)
    return (
        FormulaLeg(part.id, FixedReturn(part.fallback_rate)),
        Fallback(part.id, part.fallback_rate, f"{part.id} has {_absence(missing, known)}"),
    )
