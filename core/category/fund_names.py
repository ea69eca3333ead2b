"""Does a fund's name say that it is not what its type suggests? A bond fund typed as a mutual fund, a gold ETF, a hybrid."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from core.category.scheme import Category, CategoryOverride, CategoryScheme, Scope, Shares, category_of
from core.ledger.transaction import AssetType

DEBT: Shares = {Category.DEBT: 1.0}
GOLD: Shares = {Category.GOLD: 1.0}
FUNDS = frozenset({AssetType.MUTUAL_FUND, AssetType.ETF})

# Midpoints of what the Indian regulator's fund categories (SEBI, October 2017) allow in equity.
_HYBRIDS: tuple[tuple[str, float], ...] = (
    (r"conservative hybrid|regular savings|monthly income plan", 0.175),
    (r"balanced hybrid", 0.5),
    (r"aggressive hybrid|equity hybrid|equity & debt|equity and debt|balanced fund", 0.725),
)
_GOLD = r"\bgold\b|goldbees|sovereign gold|\bsgb"
_DEBT = (
    r"\bbonds?\b|\bdebt\b|\bgilts?\b|\bg-?secs?\b|\bliquid|\bovernight\b|money market|\btreasur(?:y|ies)\b|\bt-?bills?\b|"
    r"corporate bond|credit risk|banking (?:&|and) psu|(?:ultra[- ]short|short|low|medium|long)(?:[- ]to[- ](?:medium|long))?"
    r"[- ](?:duration|term)|dynamic bond|fixed (?:income|maturity|term)|\bfmp\b|\bfloat(?:er|ing)\b|\bsdl\b|savings fund|"
    r"income fund|\bcash management\b"
)
_NOT_DEBT = (
    r"equity|convertible|flexi|large|mid ?cap|small|dividend yield|growth fund|nifty 50|sensex|\bstocks?\b|\bshares\b"
)


@dataclass(frozen=True, slots=True)
class SuggestedOverride:
    """What a name says: the instrument's ``shares`` would be these instead of what its type gives. ``word``: what the name has."""

    symbol: str
    name: str
    shares: Shares
    word: str

    @property
    def override(self) -> CategoryOverride:
        return CategoryOverride(Scope.INSTRUMENT, self.symbol, self.shares)


def suggested_overrides(
    named: Iterable[tuple[str, str, AssetType]], scheme: CategoryScheme
) -> tuple[SuggestedOverride, ...]:
    """Funds (symbol, name, type) whose names contradict where they stand and that the owner has not sorted yet."""
    sorted_already = {one.target for one in scheme.overrides}
    found = (
        _suggestion(symbol, name, asset_type)
        for symbol, name, asset_type in named
        if asset_type in FUNDS and symbol not in sorted_already and str(asset_type) not in sorted_already
    )
    return tuple(one for one in found if one is not None)


def _suggestion(symbol: str, name: str, asset_type: AssetType) -> SuggestedOverride | None:
    read = shares_in_name(name)
    if read is None or read[0] == {category_of(asset_type): 1.0}:
        return None
    return SuggestedOverride(symbol, name, *read)


def shares_in_name(name: str) -> tuple[Shares, str] | None:
    """The categories that a fund's name speaks of, and the word that says so; None where it says nothing."""
    text = name.casefold()
    for pattern, equity in _HYBRIDS:
        if said := re.search(pattern, text):
            return {Category.EQUITY: equity, Category.DEBT: 1.0 - equity}, said[0]
    if said := re.search(_GOLD, text):
        return GOLD, said[0]
    said = re.search(_DEBT, text)
    return (DEBT, said[0]) if said and not re.search(_NOT_DEBT, text) else None


def in_words(shares: Mapping[Category, float]) -> str:
    """``debt``, ``72.5 % equity and 27.5 % debt``."""
    if len(shares) == 1:
        return str(next(iter(shares)))
    return " and ".join(f"{share * 100:g}\u202f% {category}" for category, share in shares.items())
