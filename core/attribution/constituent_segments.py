"""What was inside an index on each day? Its members' shares and returns, from a dated list and their prices, and the rest without any."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from core.attribution.benchmark_segments import ComponentDays
from core.attribution.segments import Segment
from core.errors import InsufficientData, InvalidSpecification
from core.market.levels import Days, Floats, LevelSeries, frozen, to_day
from core.market.price_coverage import is_known
from core.wording import spoken_date

ENOUGH_FOR_SECTORS = 0.80
NO_REST = 0.005  # less than this cannot bear a return of its own
MOST_IN_ALL = 1.01
WITHOUT_PRICES = "Without prices"
MOST_HELD = 1.10
MOST_UNEXPLAINED = 0.002
REACH = timedelta(days=31)


@dataclass(frozen=True, slots=True, eq=False)
class PricedMember:
    """A member with prices in the index's currency. ``weight``: on the list's day, a fraction; ``added``: when it joined, None: unknown."""

    segment: Segment
    weight: float
    levels: LevelSeries
    added: date | None = None


@dataclass(frozen=True, slots=True, eq=False)
class IndexMembers:
    """What is known of the inside of an index. ``as_of``: the list's day (None: it does not say); ``listed``: all members of the list."""

    index: str
    levels: LevelSeries
    as_of: date | None
    listed: int
    members: tuple[PricedMember, ...]

    def __post_init__(self) -> None:
        if not self.members:
            raise InsufficientData(f"None of the {self.listed} members of {self.index} has prices.")
        if sum(one.weight for one in self.members) > MOST_IN_ALL or min(one.weight for one in self.members) <= 0:
            raise InvalidSpecification(f"The weights in the list of {self.index} are no fractions of one whole.")
        strange = next((one for one in self.members if one.levels.currency != self.levels.currency), None)
        if strange is not None:
            raise InvalidSpecification(f"{strange.segment.symbol} is not priced in the currency of {self.index}.")


@dataclass(frozen=True, slots=True)
class MemberCoverage:
    """How much of an index is priced. ``on``: the day of the list's weights; ``weight``: on that day, ``average``: over the range."""

    index: str
    on: date
    listed: int
    priced: int
    weight: float
    average: float

    @property
    def sectors(self) -> bool:
        """Whether enough is priced for sectors to be formed."""
        return self.average >= ENOUGH_FOR_SECTORS

    @property
    def sentence(self) -> str:
        """For the reader of the numbers."""
        formed = (
            "" if self.sectors else f" Sectors of it are formed from {_percent(ENOUGH_FOR_SECTORS)} on, so not here."
        )
        return (
            f"{self.index} in its members: {self.priced} of {self.listed} in the list of {spoken_date(self.on)} have prices, "
            f"{_percent(self.weight)} of its weight on that day and {_percent(self.average)} on average over the range. The rest "
            f"stands together, with the return it must have had.{formed}"
        )


@dataclass(frozen=True, slots=True, eq=False)
class MemberDays:
    """An index as its priced members and, last, the rest: m + 1 columns.

    ``shares``: shape (t, m + 1), of the index at the start of each day, 1 in all. ``returns``: shape (t, m + 1), in the portfolio's
    currency; each day Σ share × return is the index's own return.
    """

    segments: tuple[Segment, ...]
    shares: Floats
    returns: Floats
    coverage: MemberCoverage

    def __post_init__(self) -> None:
        for name in ("shares", "returns"):
            object.__setattr__(self, name, frozen(getattr(self, name)))


def member_days(
    inside: IndexMembers, whole: Segment, earned: Floats, moved: Floats, dates: Days, start: np.datetime64
) -> MemberDays:
    """The members of ``whole`` on each of ``dates``, shape (t,), as if bought with the list's weights and held, before its day and after.

    That is how an index weighted by market value moves between two lists. A member without a price on a day, or not yet added, belongs
    to the rest, whose return is what the index's own leaves over. Where less than half a percent is left, there is no rest, and what
    the members' prices leave over is spread over them. ``earned``: the index's return in the portfolio's currency, ``moved``: that of its
    currency, both of shape (t,). Raises InsufficientData where the list is of more than 31 days before or after the index's levels, or
    does not describe it (see :func:`_checked`), and MissingLevelsError where the index has a gap.
    """
    on = np.concatenate([[min(start, dates[0])], dates])
    anchor = _anchor(inside, dates)
    index, at_anchor = inside.levels.known(on).levels, inside.levels.level_on(anchor)
    members = [one for one in inside.members if is_known(one.levels, np.array([to_day(anchor)]))[0]]
    if not members:
        raise InsufficientData(f"no member has a price of {spoken_date(anchor)}, the list's day.")
    shares, returns = np.zeros((dates.size, len(members))), np.zeros((dates.size, len(members)))
    for column, one in enumerate(members):
        prices, held = _prices(one, on)
        units = one.weight * at_anchor / one.levels.level_on(anchor)
        shares[:, column] = np.where(held, units * prices[:-1] / index[:-1], 0.0)
        returns[:, column] = np.where(held, prices[1:] / prices[:-1] * (1.0 + moved) - 1.0, 0.0)
    known = sum(one.weight for one in members)
    average = float(np.minimum(shares.sum(axis=1), 1.0).mean())
    coverage = MemberCoverage(inside.index, anchor, inside.listed, len(members), min(known, 1.0), average)
    segments = (*(one.segment for one in members), _unpriced_segment(whole))
    return MemberDays(segments, *_checked(shares, returns, earned, dates), coverage)


def _anchor(inside: IndexMembers, dates: Days) -> date:
    """The day to which the list's weights belong: its own, or the nearest that the index's levels reach."""
    covered = inside.levels.coverage
    on: date = inside.as_of or dates[-1].item()
    nearest = min(max(on, covered.start), covered.end)
    if abs(on - nearest) > REACH:
        raise InsufficientData(
            f"the list is of {spoken_date(on)}, but the index's levels are known from {spoken_date(covered.start)} to "
            f"{spoken_date(covered.end)} only. Update them, or upload a list of that time."
        )
    return nearest


def _prices(one: PricedMember, on: Days) -> tuple[Floats, NDArray[np.bool_]]:
    """Prices on the dates of ``on``, shape (t + 1,), and on which days, shape (t,), it was in the index and priced at both ends."""
    at = np.searchsorted(one.levels.dates, on, side="right") - 1
    known = is_known(one.levels, on)
    if one.added is not None:
        known &= on >= to_day(one.added)
    return one.levels.levels[np.maximum(at, 0)], known[1:] & known[:-1]


def _checked(shares: Floats, returns: Floats, earned: Floats, dates: Days) -> tuple[Floats, Floats]:
    """The members completed by the rest; raises InsufficientData for a list that the index contradicts.

    That is: units worth more than 110 % of the index, a rest that loses more than everything, or, where there is no rest, more than
    0.2 % a day on average that the members do not explain.
    """
    held = shares.sum(axis=1)
    whole, completed, left = _completed(shares, returns, earned)
    most, worst = int(held.argmax()), int(completed[:, -1].argmin())
    if held[most] > MOST_HELD:
        found = f"its members would have been {_percent(held[most])} of the index on {spoken_date(dates[most].item())}"
    elif completed[worst, -1] < -1.0:
        found = (
            f"without its members the index would have lost more than everything on {spoken_date(dates[worst].item())}"
        )
    elif left > MOST_UNEXPLAINED:
        found = f"its members' prices miss the index by {left * 100:.1f}\u202f% a day"
    else:
        return whole, completed
    raise InsufficientData(
        f"the list does not describe the index over this range: {found}. Choose a shorter range around the list's day."
    )


def _completed(shares: Floats, returns: Floats, earned: Floats) -> tuple[Floats, Floats, float]:
    """With the rest as the last column, so that shares are 1 in all and give the index's return; and what had to be spread, on average."""
    held = shares.sum(axis=1)
    full = held > 1.0 - NO_REST
    shares = shares / np.where(full, held, 1.0)[:, None]
    left = earned - np.einsum("tm,tm->t", shares, returns)
    returns = returns + np.where(full, left, 0.0)[:, None]
    rest = np.where(full, 0.0, 1.0 - held)
    of_rest = np.divide(left, rest, out=np.zeros_like(left), where=~full)
    spread = float(np.abs(left[full]).mean()) if full.any() else 0.0
    return np.column_stack([shares, rest]), np.column_stack([returns, of_rest]), spread


def _unpriced_segment(whole: Segment) -> Segment:
    return Segment(
        f"{whole.symbol} (without prices)",
        f"Others in {whole.symbol} (no prices)",
        whole.asset_class,
        WITHOUT_PRICES,
        whole.currency,
        "what the members with prices leave over",
    )


def split_into_members(
    days: ComponentDays, segments: Sequence[Segment], inside: Mapping[str, MemberDays]
) -> tuple[ComponentDays, tuple[Segment, ...]]:
    """The benchmark with some components replaced by their members; ``segments``: in the order of the components."""
    if not inside:
        return days, tuple(segments)
    ids: list[str] = []
    weights: list[Floats] = []
    returns: list[Floats] = []
    found: list[Segment] = []
    for column, (one, segment) in enumerate(zip(days.ids, segments, strict=True)):
        members = inside.get(one)
        own = days.weights[:, [column]]
        weights.append(own if members is None else own * members.shares)
        returns.append(days.returns[:, [column]] if members is None else members.returns)
        found += [segment] if members is None else members.segments
        ids += [one] if members is None else [f"{one}/{each.symbol}" for each in members.segments]
    return ComponentDays(tuple(ids), days.dates, np.hstack(weights), np.hstack(returns)), tuple(found)


def _percent(share: float) -> str:
    return f"{share * 100:.0f}\u202f%"
