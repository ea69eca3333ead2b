"""What is usual where a currency is at home? Its index, gold, deposit rate, ready mixes and the indexes people hold, in one table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class UsualRate:
    """What stands in for a risk-free rate until another one is set: a fraction a year before tax, where it is from, and of when."""

    rate: float
    source: str
    as_of: date


_NOVEMBER = date(2025, 11, 30)
UNKNOWN_RATE = UsualRate(0.04, "a stand-in, for no rate of this currency is known here", _NOVEMBER)


@dataclass(frozen=True, slots=True)
class Home:
    """``index``: the index people look at first; ``gold``: what gold is measured with; both symbols of the catalogue.

    ``benchmarks``: what can stand for its market, the best first: with dividends before without, the home index before others.
    ``usual_rate``: what a deposit is taken to pay there. ``mixes``: ids of the ready mixes offered first. ``first_blend``: the
    equity and the bond index that a blend begins with. ``broad_indexes``: those people of that currency hold, as a style is explained by.
    """

    index: str
    benchmarks: tuple[str, ...]
    gold: str = "GLD"
    usual_rate: UsualRate = UNKNOWN_RATE
    mixes: tuple[str, ...] = ("SPY_60_AGG_40",)
    first_blend: tuple[str, str] = ("SPY", "AGG")
    broad_indexes: tuple[str, ...] = ("SPY", "QQQ", "IWM", "EEM", "AGG", "TLT", "BIL", "GLD")

    @property
    def deposit_rate(self) -> float:
        """The usual rate, a fraction a year."""
        return self.usual_rate.rate


US_BENCHMARKS = ("SPY", "^GSPC", "DIA", "^DJI", "QQQ", "^NDX")
HOMES: Mapping[str, Home] = MappingProxyType(
    {
        "INR": Home(
            index="^NSEI",
            benchmarks=("NIFTY_50_TRI", "^NSEI", "^CRSLDX", "^BSESN"),
            gold="GOLDBEES.NS",
            usual_rate=UsualRate(
                0.07,
                "about what large Indian banks paid on fixed deposits, which are insured up to ₹5 lakh a bank",
                date(2025, 3, 31),
            ),
            mixes=("CRISIL_HYBRID_35_65", "BALANCED_50_50"),
            first_blend=("^NSEI", "CRISIL_SHORT_TERM_BOND"),
            broad_indexes=(
                *("NIFTY_50_TRI", "^NSMIDCP", "NIFTY_MIDCAP_100.NS", "^CNXSC", "SPY"),
                *("GOLDBEES.NS", "NIFTY_10Y_GSEC", "CRISIL_SHORT_TERM_BOND", "LIQUID_FUND_INR"),
            ),
        ),
        "USD": Home(
            "^GSPC",
            US_BENCHMARKS,
            usual_rate=UsualRate(0.04, "the upper end of the Federal Reserve’s target range", _NOVEMBER),
        ),
        "EUR": Home(
            "^GDAXI",
            ("^GDAXI", "^FCHI"),
            usual_rate=UsualRate(0.02, "the European Central Bank’s deposit facility", _NOVEMBER),
        ),
        "GBP": Home("^FTSE", ("^FTSE",), usual_rate=UsualRate(0.04, "the Bank of England’s Bank Rate", _NOVEMBER)),
        "JPY": Home("^N225", ("^N225",), usual_rate=UsualRate(0.005, "the Bank of Japan’s policy rate", _NOVEMBER)),
        "HKD": Home(
            "^HSI", ("^HSI",), usual_rate=UsualRate(0.0425, "the Hong Kong Monetary Authority’s base rate", _NOVEMBER)
        ),
    }
)
ELSEWHERE = Home("^GSPC", US_BENCHMARKS)
RATES_ELSEWHERE: Mapping[str, UsualRate] = MappingProxyType(
    {
        "CHF": UsualRate(0.0, "the Swiss National Bank’s policy rate", _NOVEMBER),
        "CAD": UsualRate(0.0225, "the Bank of Canada’s policy rate", _NOVEMBER),
        "AUD": UsualRate(0.036, "the Reserve Bank of Australia’s cash rate", _NOVEMBER),
    }
)


def home_of(currency: str) -> Home:
    """What is usual for a portfolio of this currency; what is usual in dollars where nothing else is known."""
    elsewhere = replace(ELSEWHERE, usual_rate=RATES_ELSEWHERE.get(currency, UNKNOWN_RATE))
    return HOMES.get(currency, elsewhere)
