"""What is usual where a currency is at home? Its index, gold, deposit rate and ready mixes, in one table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Home:
    """``index``: the index people look at first; ``gold``: what gold is measured with; both symbols of the catalogue.

    ``benchmarks``: what can stand for its market, the best first: with dividends before without, the home index before others.
    ``deposit_rate``: the usual risk-free rate, a fraction a year. ``mixes``: ids of the ready mixes offered first.
    """

    index: str
    benchmarks: tuple[str, ...]
    gold: str = "GLD"
    deposit_rate: float = 0.04
    mixes: tuple[str, ...] = ("SPY_60_AGG_40",)


US_BENCHMARKS = ("SPY", "^GSPC", "DIA", "^DJI", "QQQ", "^NDX")
HOMES: Mapping[str, Home] = MappingProxyType(
    {
        "INR": Home(
            "^NSEI",
            ("NIFTY_50_TRI", "^NSEI", "^CRSLDX", "^BSESN"),
            "GOLDBEES.NS",
            0.07,
            ("CRISIL_HYBRID_35_65", "BALANCED_50_50"),
        ),
        "USD": Home("^GSPC", US_BENCHMARKS),
        "GBP": Home("^FTSE", ("^FTSE",)),
        "EUR": Home("^GDAXI", ("^GDAXI", "^FCHI")),
        "JPY": Home("^N225", ("^N225",)),
        "HKD": Home("^HSI", ("^HSI",)),
    }
)
ELSEWHERE = Home("^GSPC", US_BENCHMARKS)


def home_of(currency: str) -> Home:
    """What is usual for a portfolio of this currency; what is usual in dollars where nothing else is known."""
    return HOMES.get(currency, ELSEWHERE)
