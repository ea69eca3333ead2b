"""What do factor loadings say in plain words? Only those that chance alone hardly explains (|t| > 2) are spoken of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from core.index.factors import FactorRegression, Loading

SURE = 2.0  # |t| from which a loading is spoken of
MARKET = "Mkt-RF"


@dataclass(frozen=True, slots=True)
class FactorWords:
    """A factor as people call it, what it earns, and what a positive and a negative loading behave like."""

    title: str
    meaning: str
    positive: str
    negative: str


WORDS: Mapping[str, FactorWords] = {
    MARKET: FactorWords("Market", "All shares less the risk-free rate.", "the market", "the opposite of the market"),
    "SMB": FactorWords("Size", "Small companies less large ones.", "small", "large"),
    "HML": FactorWords(
        "Value", "Companies that are cheap by book value less expensive ones.", "cheap", "expensive growth"
    ),
    "RMW": FactorWords("Profitability", "Profitable companies less unprofitable ones.", "profitable", "unprofitable"),
    "CMA": FactorWords(
        "Investment",
        "Companies that invest cautiously less those that expand fast.",
        "cautiously investing",
        "fast expanding",
    ),
    "Mom": FactorWords(
        "Momentum", "The winners of the past year less its losers.", "recently risen", "recently fallen"
    ),
}


def title_of(factor: str) -> str:
    """``Size (SMB)``; the factor's own name where no word is known."""
    return f"{WORDS[factor].title} ({factor})" if factor in WORDS else factor


def is_sure(one: Loading) -> bool:
    """Whether its Newey–West t lies beyond ±2; a coefficient without any error is sure unless it is 0."""
    t = one.newey_west_t
    return one.value != 0 if t is None else abs(t) > SURE


def behaves_like(found: FactorRegression) -> tuple[str, ...]:
    """The companies it behaves like, an adjective a factor, the strongest t first; empty where nothing but the market is sure."""
    sure = [one for one in found.loadings if one.name in WORDS and one.name != MARKET and is_sure(one)]
    sure.sort(key=lambda one: -abs(one.newey_west_t or float("inf")))
    return tuple(WORDS[one.name].positive if one.value > 0 else WORDS[one.name].negative for one in sure)


def market_loading(found: FactorRegression) -> Loading | None:
    """The loading on the market; None where it is not among the factors."""
    return next((one for one in found.loadings if one.name == MARKET), None)
