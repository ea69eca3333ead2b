"""How much of a portfolio is the index? Which holdings are members, how far the weights overlap, and sector beside sector."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.allocation.buckets import Dimension, bucket_named
from core.errors import InvalidSpecification
from core.index.constituents import NO_SECTOR, Constituent, ConstituentList


@dataclass(frozen=True, slots=True)
class HeldWeight:
    """A holding as a fraction of the whole portfolio; ``is_share``: of a company, and so of a sector; ``sector``: as the user said."""

    symbol: str
    name: str
    weight: float
    is_share: bool = True
    sector: str = ""

    def __post_init__(self) -> None:
        if not 0 < self.weight <= 1 + 1e-9:
            raise InvalidSpecification(
                f"{self.symbol}: a weight is a fraction above 0 and at most 1, not {self.weight}."
            )


@dataclass(frozen=True, slots=True)
class OverlapLine:
    """One holding beside the index. ``part_in_index``: of the holding, 1 for a member, between for a fund that is looked
    through, None where the list cannot tell. ``index_weight``: of a member as the list tells it, 0 of others, None where not told.
    """

    symbol: str
    name: str
    weight: float
    part_in_index: float | None
    index_weight: float | None
    sector: str
    is_fund: bool = False


@dataclass(frozen=True, slots=True)
class IndexOverlap:
    """``lines``: largest holding first. ``in_index``: the part of the portfolio that is members; ``index_held``: the part of the index
    whose members are held; ``overlap``: Σ min(own weight, index weight), 1 where both are the same; None where the list has no weights.
    ``held_members``: different members that are held, directly or through a fund.
    """

    index: str
    lines: tuple[OverlapLine, ...]
    members: int
    in_index: float
    index_held: float | None
    overlap: float | None
    held_members: int

    @property
    def active_share(self) -> float | None:
        """1 − overlap: ½ Σ |own weight − index weight| where both sides are whole (Cremers and Petajisto 2009)."""
        return None if self.overlap is None else 1.0 - self.overlap


@dataclass(frozen=True, slots=True)
class SectorPair:
    """One sector as fractions: of the portfolio's shares (None without a portfolio), and of the index."""

    sector: str
    portfolio: float | None
    index: float


def index_overlap(
    held: Sequence[HeldWeight], listed: ConstituentList, funds: Mapping[str, ConstituentList] | None = None
) -> IndexOverlap:
    """The holdings beside the list; several holdings of one member (two spellings, a share and a fund of it) count together.

    Index weights are taken as a share of what the list sums to: a fund's file leaves its cash out. ``funds``: lists by the symbols of
    held funds, which are looked through where the list has weights.
    """
    rows, weights = listed.by_key(), member_weights(listed)
    lines = tuple(_line(one, rows, listed, funds or {}) for one in sorted(held, key=lambda one: -one.weight))
    own: dict[str, float] = {}
    for one in looked_through(held, funds or {}):
        if _is_member(rows.get(listed.key(one.symbol))):
            own[listed.key(one.symbol)] = own.get(listed.key(one.symbol), 0.0) + one.weight
    known = None if weights is None else {key: weights[key] for key in own}
    return IndexOverlap(
        listed.index,
        lines,
        len(listed.members),
        sum(own.values()),
        None if known is None else sum(known.values()),
        None if known is None else sum(min(weight, max(known[key], 0.0)) for key, weight in own.items()),
        len(own),
    )


def looked_through(held: Sequence[HeldWeight], funds: Mapping[str, ConstituentList]) -> list[HeldWeight]:
    """The holdings, a fund with a list of weights replaced by its long members, each as a fraction of the whole portfolio."""
    pieces: list[HeldWeight] = []
    for one in held:
        inside = _long_weights(funds.get(one.symbol))
        if not inside:
            pieces.append(one)
        for member, share in inside:
            piece = HeldWeight(member.symbol, member.name or member.symbol, one.weight * share, True, member.sector)
            pieces.append(piece)
    return pieces


def _long_weights(listed: ConstituentList | None) -> list[tuple[Constituent, float]]:
    """Members with their share of the fund; empty where a weight is not told."""
    members = () if listed is None else listed.members
    total = sum(max(one.weight or 0.0, 0.0) for one in members)
    if total <= 0 or any(one.weight is None for one in members):
        return []
    return [(one, one.weight / total) for one in members if one.weight and one.weight > 0]


def _is_member(row: Constituent | None) -> bool:
    return row is not None and row.removed is None


def member_weights(listed: ConstituentList) -> Mapping[str, float] | None:
    """Fractions by key that sum to 1; None where a member has no weight, or where they sum to nothing."""
    told = [(listed.key(one.symbol), one.weight) for one in listed.members]
    total = sum(weight or 0.0 for _, weight in told)
    if total <= 0 or any(weight is None for _, weight in told):
        return None
    weights: dict[str, float] = {}
    for key, weight in told:
        weights[key] = weights.get(key, 0.0) + (weight or 0.0) / total
    return weights


def _line(
    one: HeldWeight,
    rows: Mapping[str, Constituent],
    listed: ConstituentList,
    funds: Mapping[str, ConstituentList],
) -> OverlapLine:
    pieces = _long_weights(funds.get(one.symbol))
    if pieces:
        inside = sum(share for member, share in pieces if _is_member(rows.get(listed.key(member.symbol))))
        return OverlapLine(one.symbol, one.name, one.weight, min(inside, 1.0), None, "", is_fund=True)
    found = rows.get(listed.key(one.symbol))
    if found is not None and _is_member(found):
        return OverlapLine(
            one.symbol, one.name, one.weight, 1.0, found.weight, _told_sector(one.sector or found.sector)
        )
    unsure = found is None and listed.namesake(one.symbol) is not None
    sector = _told_sector(one.sector)
    return OverlapLine(one.symbol, one.name, one.weight, None if unsure else 0.0, None if unsure else 0.0, sector)


def _told_sector(name: str) -> str:
    return gics_sector(name) if name else ""


def gics_sector(name: str) -> str:
    """The sector under the name of the Global Industry Classification Standard where it is another word for it."""
    return bucket_named(Dimension.SECTOR, name) if name else NO_SECTOR


def sector_pairs(
    listed: ConstituentList, held: Sequence[HeldWeight] = (), funds: Mapping[str, ConstituentList] | None = None
) -> tuple[SectorPair, ...]:
    """Sectors of the index, heaviest first, then those of the portfolio alone. Each side sums to 1.

    Of the index by weight, or by number of members where the list has no weights. Of the portfolio its shares only, and what is in
    ``funds``: other funds, bonds, deposits and cash are in no sector. A holding's sector is the one that was said, else that of the list.
    """
    weights, members = member_weights(listed), listed.members
    index: dict[str, float] = {}
    for one in members:
        part = 1 / len(members) if weights is None else (one.weight or 0.0)
        index[gics_sector(one.sector)] = index.get(gics_sector(one.sector), 0.0) + part
    whole = sum(index.values())
    own = _own_sectors(listed, looked_through(held, funds or {}))
    order = sorted(
        index.keys() | own.keys(), key=lambda one: (one == NO_SECTOR, -index.get(one, 0.0), -own.get(one, 0.0), one)
    )
    return tuple(SectorPair(one, own.get(one, 0.0) if own else None, index.get(one, 0.0) / whole) for one in order)


def _own_sectors(listed: ConstituentList, held: Sequence[HeldWeight]) -> dict[str, float]:
    rows = listed.by_key()
    shares = [one for one in held if one.is_share or listed.key(one.symbol) in rows]
    total = sum(one.weight for one in shares)
    found: dict[str, float] = {}
    for one in shares:
        row = rows.get(listed.key(one.symbol))
        sector = gics_sector(one.sector or (row.sector if row else ""))
        found[sector] = found.get(sector, 0.0) + one.weight / total
    return found
