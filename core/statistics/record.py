"""What may be said of a comparison? Whether both sides count dividends alike, and whether the record is long enough for a word."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

from core.market.levels import Basis
from core.market.period import DAYS_PER_YEAR
from core.returns.series import ReturnSeries

SAME = 1e-9  # of a return: smaller differences are rounding
YEARS_FOR_PLAIN_WORDS = 3  # GIPS's own span for a deviation ex post: 36 months
FALSE_ALARM = 0.025  # of one instrument without skill: that its 95 % interval lies above 0


class Certainty(StrEnum):
    """How a word may be said: not at all, as uncertain, or plainly."""

    NONE = "none"
    UNCERTAIN = "uncertain"
    PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two series; ``basis`` is None where nobody knows what its returns include."""

    name: str
    basis: Basis | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """The length and the bases of a comparison.

    ``days``: over which its returns were earned, gaps left out; ``with_dividends``: the name of the benchmark's version that has its
    dividends in, empty where none is known.
    """

    days: int
    observations: int
    portfolio: Side
    benchmark: Side
    with_dividends: str = ""

    @classmethod
    def of(cls, own: ReturnSeries, market: ReturnSeries, apart: float, with_dividends: str = "") -> Record:
        """Of two aligned series. ``apart``: how far the returns of one observation are from each other; the very same returns are alike,
        whatever is said of them."""
        basis = market.basis if apart <= SAME else own.basis
        return cls(own.days, own.dates.size, Side(own.name, basis), Side(market.name, market.basis), with_dividends)

    @property
    def years(self) -> float:
        """Years of 365 days."""
        return self.days / DAYS_PER_YEAR

    @property
    def unlike(self) -> str:
        """Why no skill can be judged: one side has dividends in and the other none; empty where both are alike or nobody knows."""
        bases = (self.portfolio.basis, self.benchmark.basis)
        if None in bases or (bases[0] is Basis.PRICE) == (bases[1] is Basis.PRICE):
            return ""
        poor, rich = self.portfolio.name, self.benchmark.name
        what = "Add its dividends, or closes adjusted for them, on “Your Data”, or choose an index without dividends."
        if bases[1] is Basis.PRICE:
            poor, rich = rich, poor
            what = f"Choose {self.with_dividends or 'an index or a fund with dividends in it'}."
        return f"{poor} here leaves out dividends (often 1 to 4\u202f% a year), and {rich} has them in: skill cannot be judged. {what}"

    @property
    def certainty(self) -> Certainty:
        """Below one year no word is said, below 36 months none without its error; of unlike bases none at all."""
        if self.unlike or self.years < 1:
            return Certainty.NONE
        return Certainty.PLAIN if self.years >= YEARS_FOR_PLAIN_WORDS else Certainty.UNCERTAIN

    @property
    def reason(self) -> str:
        """Why a word is not said, or not plainly; empty where it is."""
        if self.unlike or self.certainty is Certainty.PLAIN:
            return self.unlike
        if self.certainty is Certainty.NONE:
            return (
                f"The record has {self.days} days: under one year no verdict is given, only the figure and its error."
            )
        return f"The record has {self.days / DAYS_PER_YEAR * 12:.0f} months: under 36 a verdict is uncertain."

    def ratio_error(self, ratio: float) -> float | None:
        """Standard error of a yearly Sharpe or information ratio S: √((1 + S²/2) / years) (Lo 2002); None without a day."""
        return math.sqrt((1.0 + ratio * ratio / 2.0) / self.years) if self.days else None


def false_skill(instruments: int) -> float:
    """The chance that at least one of so many independent instruments without skill seems skilled: 1 − 0.975^n."""
    return 1.0 - (1.0 - FALSE_ALARM) ** instruments


def looked_at(instruments: int) -> str:
    """The number of instruments looked at, as it is said beside a verdict; empty for one alone."""
    if instruments < 2:
        return ""
    return (
        f"{instruments} were looked at: if none had any skill, the chance that at least one seems to have some is about "
        f"{false_skill(instruments):.0%}".replace("%", "\u202f%")
        + "."
    )
