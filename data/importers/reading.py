"""What came out of a file? Transactions, deposits and prices beside every row that could not be understood."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from core.ledger.deposits import Deposit
from core.ledger.transaction import Transaction
from data.price_record import PriceRecord


def listed(things: Sequence[str], most: int = 8) -> str:
    """Things as a sentence lists them, the rest counted: ``A, B and 3 more``."""
    if len(things) <= most:
        return ", ".join(things)
    return f"{', '.join(things[:most])} and {len(things) - most} more"


@dataclass(frozen=True, slots=True)
class RowProblem:
    """One row that could not be taken over. ``line`` counts from 1 in the file itself; ``column`` is its header, "" for the row."""

    line: int
    column: str
    message: str


@dataclass(frozen=True, slots=True)
class Security:
    """What a file says about one symbol beyond the symbol itself; an unknown is the empty string."""

    symbol: str
    isin: str = ""
    exchange: str = ""
    currency: str = ""


@dataclass(frozen=True, slots=True)
class ImportReading:
    """A file understood: nothing is stored yet, so this is also the preview.

    ``format``: one of the names of ``data.importers.formats.recognise.FORMATS`` or "mapped". ``notes``: sentences about what was assumed
    or left out.
    ``base_currency``: the currency that the transactions' ``fx_rate`` lead to, where the file says it.
    """

    format: str
    transactions: tuple[Transaction, ...] = ()
    deposits: tuple[Deposit, ...] = ()
    problems: tuple[RowProblem, ...] = ()
    notes: tuple[str, ...] = ()
    prices: tuple[PriceRecord, ...] = ()
    base_currency: str | None = None
    securities: tuple[Security, ...] = ()

    def in_base(self, currency: str) -> ImportReading:
        """The reading for a portfolio kept in ``currency``: rates that lead to another currency are dropped, never reused."""
        if self.base_currency is None or self.base_currency == currency:
            return self
        kept = tuple(replace(one, fx_rate=None) for one in self.transactions)
        note = f"The file's exchange rates lead to {self.base_currency}, the portfolio is kept in {currency}: they are left out."
        dropped = any(one.fx_rate is not None for one in self.transactions)
        return replace(
            self, transactions=kept, base_currency=None, notes=(*self.notes, note) if dropped else self.notes
        )

    def renamed(self, symbols: Mapping[str, str]) -> ImportReading:
        """The reading with symbols replaced; those not named stay as they are."""
        return replace(
            self,
            transactions=tuple(replace(t, symbol=symbols.get(t.symbol, t.symbol)) for t in self.transactions),
            prices=tuple(replace(p, symbol=symbols.get(p.symbol, p.symbol)) for p in self.prices),
            securities=tuple(replace(s, symbol=symbols.get(s.symbol, s.symbol)) for s in self.securities),
        )


@dataclass(frozen=True, slots=True)
class YieldRecord:
    """One day's yield of one series, a fraction a year (0.0701); it may be negative."""

    name: str
    on: date
    rate: float


@dataclass(frozen=True, slots=True)
class PriceReading:
    """A price file understood. ``questions`` names the options without which nothing could be read ("currency", "symbol").

    ``symbol_guess`` and ``currency_guess`` are what the file name and the header suggest; ``yields`` is filled instead of
    ``records`` when the values were said to be yields.
    """

    records: tuple[PriceRecord, ...] = ()
    problems: tuple[RowProblem, ...] = ()
    notes: tuple[str, ...] = ()
    yields: tuple[YieldRecord, ...] = ()
    questions: tuple[str, ...] = ()
    symbol_guess: str = ""
    currency_guess: str = ""
    looks_like_yields: bool = False
