"""What is usual where a currency is at home? Its index, gold, deposit rate and ready mixes, in one table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Home:
    """``index``: the index people look at first; ``gold``: what gold is measured with; both symbols of the catalogue.

    ``deposit_rate``: the usual risk-free rate, a fraction a year. ``mixes``: ids of the ready mixes offered first.
    """

    index: str
    gold: str = "GLD"
    deposit_rate: float = 0.04
    mixes: tuple[str, ...] = ("SPY_60_AGG_40",)


HOMES: Mapping[str, Home] = MappingProxyType(
    {
        "INR": Home("^NSEI", "GOLDBEES.NS", 0.07, ("CRISIL_HYBRID_35_65", "BALANCED_50_50")),
        "USD": Home("^GSPC"),
        "GBP": Home("^FTSE"),
        "EUR": Home("^GDAXI"),
        "JPY": Home("^N225"),
        "HKD": Home("^HSI"),
    }
)
ELSEWHERE = Home("^GSPC")


def home_of(currency: str) -> Home:
    """What is usual for a portfolio of this currency; what is usual in dollars where nothing else is known."""
    return HOMES.get(currency, ELSEWHERE)
