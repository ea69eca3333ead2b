"""What is usual where a currency is at home? Its index, gold, deposit rate, ready mixes and the indexes people hold, in one table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Home:
    """``index``: the index people look at first; ``gold``: what gold is measured with; both symbols of the catalogue.

    ``benchmarks``: what can stand for its market, the best first: with dividends before without, the home index before others.
    ``deposit_rate``: the usual risk-free rate, a fraction a year. ``mixes``: ids of the ready mixes offered first. ``first_blend``: the
    equity and the bond index that a blend begins with. ``broad_indexes``: those people of that currency hold, as a style is explained by.
    """

    index: str
    benchmarks: tuple[str, ...]
    gold: str = "GLD"
    deposit_rate: float = 0.04
    mixes: tuple[str, ...] = ("SPY_60_AGG_40",)
    first_blend: tuple[str, str] = ("SPY", "AGG")
    broad_indexes: tuple[str, ...] = ("SPY", "QQQ", "IWM", "EEM", "AGG", "TLT", "BIL", "GLD")


US_BENCHMARKS = ("SPY", "^GSPC", "DIA", "^DJI", "QQQ", "^NDX")
HOMES: Mapping[str, Home] = MappingProxyType(
    {
        "INR": Home(
            index="^NSEI",
            benchmarks=("NIFTY_50_TRI", "^NSEI", "^CRSLDX", "^BSESN"),
            gold="GOLDBEES.NS",
            deposit_rate=0.07,
            mixes=("CRISIL_HYBRID_35_65", "BALANCED_50_50"),
            first_blend=("^NSEI", "CRISIL_SHORT_TERM_BOND"),
            broad_indexes=(
                *("NIFTY_50_TRI", "^NSMIDCP", "NIFTY_MIDCAP_100.NS", "^CNXSC", "SPY"),
                *("GOLDBEES.NS", "NIFTY_10Y_GSEC", "CRISIL_SHORT_TERM_BOND", "LIQUID_FUND_INR"),
            ),
        ),
        "USD": Home("^GSPC", US_BENCHMARKS),
        "EUR": Home("^GDAXI", ("^GDAXI", "^FCHI")),
        "GBP": Home("^FTSE", ("^FTSE",)),
        "JPY": Home("^N225", ("^N225",)),
        "HKD": Home("^HSI", ("^HSI",)),
    }
)
ELSEWHERE = Home("^GSPC", US_BENCHMARKS)


def home_of(currency: str) -> Home:
    """What is usual for a portfolio of this currency; what is usual in dollars where nothing else is known."""
    return HOMES.get(currency, ELSEWHERE)
