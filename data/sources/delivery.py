"""What is one symbol's history, and one delivery? The values every price source speaks in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise

from core.errors import InvalidSpecification
from core.market.period import Period
from data.price_record import PriceRecord


@dataclass(frozen=True, slots=True)
class Dividend:
    """A dividend per share on its ex-date, split-adjusted, in the currency of the history it belongs to."""

    on: date
    amount: float


@dataclass(frozen=True, slots=True)
class Split:
    """A split taking effect on a date: new shares per old share (4.0 = four for one)."""

    on: date
    ratio: float


@dataclass(frozen=True, slots=True)
class PriceHistory:
    """One symbol's prices from one origin, by date, with what the issuer did meanwhile.

    ``notes`` say in plain words what was done to the numbers, such as pence brought to pounds.
    """

    symbol: str
    currency: str
    records: tuple[PriceRecord, ...]
    dividends: tuple[Dividend, ...] = ()
    splits: tuple[Split, ...] = ()
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.records:
            raise InvalidSpecification(f"{self.symbol}: a history needs at least one price.")
        if any(one.symbol != self.symbol or one.currency != self.currency for one in self.records):
            raise InvalidSpecification(f"{self.symbol}: every price must be of {self.symbol} and in {self.currency}.")
        if any(later.on <= earlier.on for earlier, later in pairwise(self.records)):
            raise InvalidSpecification(f"{self.symbol}: dates must increase, without repeats.")

    @property
    def coverage(self) -> Period:
        """First to last date with a price."""
        return Period(self.records[0].on, self.records[-1].on)


@dataclass(frozen=True, slots=True)
class Failure:
    """A symbol that did not come, and why, in words for the person who asked."""

    symbol: str
    reason: str


@dataclass(frozen=True, slots=True)
class Delivery:
    """What came and what failed; every symbol asked for is in exactly one of the two."""

    histories: tuple[PriceHistory, ...]
    failures: tuple[Failure, ...] = ()


class Stage(StrEnum):
    """Where the fetching of one symbol stands."""

    ASKING = "asking"
    WAITING = "waiting"
    CAME = "came"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Progress:
    """One step of a delivery: symbol ``number`` (from 1) of ``count``, and a word about it."""

    symbol: str
    number: int
    count: int
    stage: Stage
    detail: str = ""


Report = Callable[[Progress], None]


def ignore_progress(_progress: Progress) -> None:
    """For who does not want to hear of the progress."""


Tell = Callable[[Stage, str], None]


def fetch_each(
    symbols: Sequence[str], answer: Callable[[str, Tell], PriceHistory | Failure], report: Report
) -> Delivery:
    """Asks ``answer`` for one symbol after the other (repeats once), telling ``report`` how far it is."""
    asked = tuple(dict.fromkeys(symbols))
    histories, failures = [], []
    for number, symbol in enumerate(asked, start=1):

        def tell(stage: Stage, detail: str = "", symbol: str = symbol, number: int = number) -> None:
            report(Progress(symbol, number, len(asked), stage, detail))

        tell(Stage.ASKING)
        came = answer(symbol, tell)
        if isinstance(came, Failure):
            failures.append(came)
            tell(Stage.FAILED, came.reason)
        else:
            histories.append(came)
            tell(Stage.CAME, f"{len(came.records)} days")
    return Delivery(tuple(histories), tuple(failures))
