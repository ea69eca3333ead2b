"""What does a broker's table say? One engine applies every format; a format is a page of facts: names, words and signs."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from fnmatch import fnmatchcase
from functools import lru_cache
from typing import Any, TypeVar

from core.ledger.deposits import Deposit
from core.ledger.transaction import (
    ACQUISITIONS,
    COSTS,
    MONEY_IN,
    UNIT_CHANGES,
    AssetType,
    Transaction,
    TransactionKind,
)
from core.market.minor_units import major_currency
from data.importers.columns.dates import date_order
from data.importers.columns.field_values import DateOrder, DecimalSign
from data.importers.columns.mapping import SignMeaning
from data.importers.columns.row_fields import RowFields, bounded_reference, overflow
from data.importers.columns.words import plain_word
from data.importers.files.table import HeadedTable
from data.importers.reading import ImportReading, RowProblem, Security, listed

Made = TypeVar("Made")
NUMBERS = ("quantity", "price", "amount", "fees", "taxes", "fair_market_value")
CASH_KINDS = {TransactionKind.DEPOSIT, TransactionKind.WITHDRAWAL, TransactionKind.FEE}
MOVED_IN_KIND = (
    "Units that arrived from elsewhere or went there count at the value given, else at the price of their day"
)
# what a row is when its deciding number is positive, negative
KIND_BY_SIGN = {
    SignMeaning.NEGATIVE_QUANTITY_IS_SALE: (TransactionKind.BUY, TransactionKind.SELL),
    SignMeaning.NEGATIVE_AMOUNT_IS_PURCHASE: (TransactionKind.SELL, TransactionKind.BUY),
    SignMeaning.NEGATIVE_AMOUNT_IS_WITHDRAWAL: (TransactionKind.DEPOSIT, TransactionKind.WITHDRAWAL),
}


@dataclass(slots=True)
class FileFacts:
    """What the rows of one file say together. ``account``: the account's currency; ``currencies``, ``prices``: by symbol.

    ``splits``: old and new units by security and day, where a file has a row for each. ``usual_currency`` stands where no money moves.
    ``notes``: sentences with the rows they are about.
    """

    account: str = ""
    usual_currency: str = ""
    currencies: Mapping[str, str] = field(default_factory=dict)
    prices: Mapping[str, float] = field(default_factory=dict)
    splits: Mapping[tuple[str, str], tuple[float, float]] = field(default_factory=dict)
    notes: dict[str, list[str]] = field(default_factory=dict)

    def note(self, sentence: str, *rows: str) -> None:
        """Records what was assumed or left out, once for all rows of a sort."""
        self.notes.setdefault(sentence, []).extend(rows)

    def sentences(self) -> tuple[str, ...]:
        return tuple(f"{sentence} ({listed(rows)})." if rows else sentence for sentence, rows in self.notes.items())


@dataclass(frozen=True, slots=True)
class BrokerTable:
    """One format of CSV or XLSX.

    Recognition: ``needs`` and (one of) ``any_of`` are what columns mean; ``holds`` sees the rows too.
    ``columns``: what is meant -> the names that headers have for it, the surest first; what is not named goes by its own name.
    Dates: ``order`` where it is fixed, else found from the column, ``usual_order`` where that cannot tell.
    ``sign``: the decimal sign of its numbers.
    Kinds: ``kinds``, the file's words for each in plain spelling (``*`` for any letters, ``word:refinement`` with a column ``subkind``), or
    ``speak``; without a word ``signs``, or ``default_kind``. ``negative``: what a kind is when its amount is below 0.
    ``left_out``, ``refused``: words -> why. ``in_kind``: words that move units, where the row names some.
    ``unknown_kind``: why any other word is refused, ``{word}`` being the word.
    ``missing_kind``: why a row is refused where neither word, sign nor default tells its kind.
    Securities: ``symbols``, the columns that can name one, the first that is filled counts.
    ``assets``: the file's words for asset types in plain spelling; any other word counts as other.
    ``default_asset``: the type where no column says it.
    ``securities``: whether each symbol is told with ISIN, exchange and currency, from which Yahoo's spelling is suggested.
    Money: ``signless`` numbers count without their sign, all others are refused below 0. ``currency`` stands where no column says it.
    ``price_or_amount``: a trade goes by its price, anything else by its amount, and the other is not read. ``amount_includes_costs``: the
    amount is what moved in the account.
    ``empty_amounts``: payouts of 0 are taken. ``reference``: the broker's id with what makes it unique.
    ``base_currency``: the currency that exchange rates lead to, where the file's study names no account.
    ``notes``: sentences said of every file of this format.
    Particular rules: ``study`` reads the whole file first, ``describe`` gives symbol, name and asset type, ``rules`` replace the engine
    for a kind, ``read_row`` for every row.
    """

    name: str
    title: str
    needs: str = ""
    any_of: str = ""
    holds: Callable[[HeadedTable], bool] = lambda _: True
    columns: Mapping[str, str] = field(default_factory=dict)
    order: DateOrder | None = None
    usual_order: DateOrder = DateOrder.DMY
    sign: DecimalSign = DecimalSign.POINT
    kinds: Mapping[TransactionKind, str] = field(default_factory=dict)
    speak: Callable[[str], TransactionKind | None] = lambda _: None
    signs: SignMeaning = SignMeaning.NONE
    default_kind: TransactionKind | None = None
    negative: Mapping[TransactionKind, TransactionKind] = field(default_factory=dict)
    left_out: Mapping[str, str] = field(default_factory=dict)
    refused: Mapping[str, str] = field(default_factory=dict)
    in_kind: frozenset[str] = frozenset()
    unknown_kind: str = "“{word}” cannot be taken over. Enter it by hand."
    missing_kind: str = "The kind of transaction is missing."
    signless: Collection[str] = ()
    currency: str = ""
    price_or_amount: bool = False
    amount_includes_costs: bool = False
    empty_amounts: bool = False
    symbols: tuple[str, ...] = ("symbol",)
    assets: Mapping[str, AssetType] = field(default_factory=dict)
    default_asset: AssetType = AssetType.STOCK
    reference: str = "{reference}"
    securities: bool = False
    base_currency: str = ""
    notes: tuple[str, ...] = ()
    study: Callable[[HeadedTable], FileFacts] = lambda _: FileFacts()
    describe: Callable[[RowFields, TransactionKind], dict[str, Any]] | None = None
    rules: Mapping[TransactionKind, Rule] = field(default_factory=dict)
    read_row: Callable[[RowFields], Iterable[Transaction | Deposit]] | None = None

    def fits(self, header: HeadedTable) -> bool:
        """Whether a header is this format's."""
        some = self.any_of.split()
        return all(header.has(name, self.columns) for name in self.needs.split()) and (
            not some or any(header.has(name, self.columns) for name in some)
        )

    def read(self, table: HeadedTable) -> ImportReading:
        """Every row of the file; what had to be assumed stands in the notes."""
        table = table.renamed(self.columns)
        facts = self.study(table)
        found = date_order(table.values("date"), self.usual_order)
        unsure = () if self.order or found.sure else (found.warning,)
        order = self.order or found.order
        made, problems = _read_rows(table, lambda row: self.transactions(row, facts), order, self.sign)
        return ImportReading(
            self.name,
            tuple(one for one in made if isinstance(one, Transaction)),
            tuple(one for one in made if isinstance(one, Deposit)),
            problems,
            (*self.notes, *unsure, *facts.sentences()),
            base_currency=facts.account or self.base_currency or None,
            securities=self._securities(table) if self.securities else (),
        )

    def transactions(self, row: RowFields, facts: FileFacts) -> Iterable[Transaction | Deposit]:
        """What one row says: usually one transaction; none with a complaint, or where its word is left out."""
        if self.read_row is not None:
            return self.read_row(row)
        word = plain_word(row.text("kind"))
        if word in self.left_out:
            facts.note(self.left_out[word])
            return ()
        kind = self._kind(row, word)
        if kind is None:
            return self.transaction(row, TransactionKind.BUY, facts)  # nothing, but what else is wrong is said too
        rule = self.rules.get(kind)
        return rule(self, row, kind, facts) if rule else self.transaction(row, kind, facts)

    def transaction(
        self, row: RowFields, kind: TransactionKind, facts: FileFacts, **changes: Any
    ) -> tuple[Transaction, ...]:
        """The row as one transaction of a kind; ``changes`` replace what the engine would say."""
        on, currency, units = row.day("date"), *self._currency(row, kind, facts)
        described = self.describe(row, kind) if self.describe else self._described(row, kind)
        in_kind = plain_word(row.text("kind")) in self.in_kind and bool(described["symbol"])
        has_units = in_kind or kind in ACQUISITIONS or kind is TransactionKind.SELL
        money = Money.of(row, units, self.signless, self._unread(row, has_units))
        if self.amount_includes_costs:
            money = money.before_costs(row, kind)
        stated = {"currency": currency, "fx_rate": row.size("fx_rate"), "reference": self._reference(row, kind, on)}
        stated |= money.amounts_for(kind, has_units) | changes
        self._check(row, stated, in_kind)
        made = row.transaction(on, kind=kind, **described, **stated)
        if made and in_kind:
            facts.note(MOVED_IN_KIND, f"{described['symbol']} on line {row.line}")
        return made

    def _kind(self, row: RowFields, word: str) -> TransactionKind | None:
        """By the row's word, else by a sign, else the default; refused where nothing tells it."""
        if not row.has("kind"):
            return self._silent_kind(row)
        kind = self._spoken_kind(word, plain_word(row.text("subkind"))) or self.speak(row.text("kind"))
        if kind is None:
            row.refuse("kind", self.refused.get(word) or self.unknown_kind.format(word=row.text("kind")[:60]))
        elif kind in self.negative and (row.number("amount") or 0.0) < 0:
            return self.negative[kind]
        return kind

    def _spoken_kind(self, word: str, refinement: str) -> TransactionKind | None:
        known = _by_word(tuple(self.kinds.items()))
        kind = known.get(f"{word}:{refinement}") or known.get(word)
        return kind or next((kind for one, kind in known.items() if "*" in one and fnmatchcase(word, one)), None)

    def _silent_kind(self, row: RowFields) -> TransactionKind | None:
        if self.signs is SignMeaning.NONE:
            if self.default_kind is None:
                row.refuse("kind", self.missing_kind)
            return self.default_kind
        by_quantity = self.signs is SignMeaning.NEGATIVE_QUANTITY_IS_SALE
        negative = (row.number("quantity" if by_quantity else "amount") or 0.0) < 0
        return KIND_BY_SIGN[self.signs][negative]

    def _currency(self, row: RowFields, kind: TransactionKind, facts: FileFacts) -> tuple[str, float]:
        """The row's currency, else what stands for it, and how many of its units make one (100 pence)."""
        default = self.currency or facts.currencies.get(row.text("symbol"), "") or facts.account
        if kind in UNIT_CHANGES:
            default = default or facts.usual_currency
        return major_currency(row.currency("currency", default))

    def _unread(self, row: RowFields, has_units: bool) -> tuple[str, ...]:
        """The numbers that do not count for a row, and so may be anything."""
        if not self.price_or_amount:
            return ()
        if has_units:
            return ("amount",) if row.known_text("price") else ()
        return ("quantity", "price") if row.known_text("amount") else ()

    def _described(self, row: RowFields, kind: TransactionKind) -> dict[str, Any]:
        """Symbol, name and asset type by their columns; an unknown word for an asset counts as other."""
        symbol = "" if kind in CASH_KINDS else row.symbol(*self.symbols)
        asset = self.default_asset if symbol else AssetType.CASH
        if symbol and row.has("asset_type"):
            asset = self.assets.get(plain_word(row.text("asset_type")), AssetType.OTHER)
        return {
            "symbol": symbol,
            "name": row.name("name") if row.has("symbol") or not symbol else "",
            "asset_type": asset,
        }

    def _check(self, row: RowFields, amounts: Mapping[str, Any], in_kind: bool) -> None:
        """Refuses what would say that something happened which moved nothing."""
        if in_kind and not amounts["quantity"] and not row.problems:
            row.refuse("quantity", "A quantity above 0 is needed.")
        if "quantity" not in amounts and not amounts["amount"] and not self.empty_amounts and not row.problems:
            row.refuse("amount", "The amount is missing or 0.")

    def _reference(self, row: RowFields, kind: TransactionKind, on: date | None) -> str:
        """The broker's id with what it needs to be unique; "" where the row has none."""
        text, exchange = row.text("reference"), row.text("exchange").upper()
        filled = self.reference.format(reference=text, kind=kind.lower(), date=on, exchange=exchange)
        return bounded_reference(filled) if text else ""

    def _securities(self, table: HeadedTable) -> tuple[Security, ...]:
        """Each symbol once with its ISIN, exchange and price currency, in the order of its last trade."""
        found: dict[str, Security] = {}
        for row in table.fields():
            if symbol := row.text("symbol"):
                found.pop(symbol, None)
                isin, exchange = row.text("isin").upper(), row.text("exchange").upper()
                found[symbol] = Security(symbol, isin, exchange, row.text("price_currency") or self.currency)
        return tuple(found.values())


Rule = Callable[[BrokerTable, RowFields, TransactionKind, FileFacts], Iterable[Transaction]]


@dataclass(frozen=True, slots=True)
class Money:
    """A row's numbers in whole units of the currency."""

    quantity: float | None
    price: float | None
    amount: float | None
    fees: float
    taxes: float
    fair_market_value: float | None

    @classmethod
    def of(cls, row: RowFields, units: float, signless: Collection[str], unread: Collection[str]) -> Money:
        """Reads all numbers that count, so that all that are wrong are said at once."""
        read = {
            name: row.size(name) if name in signless else row.number(name) for name in NUMBERS if name not in unread
        }
        scaled = {name: None if value is None else value / units for name, value in read.items()}
        fees, taxes, fair = scaled["fees"] or 0.0, scaled["taxes"] or 0.0, scaled["fair_market_value"]
        return cls(read.get("quantity"), scaled.get("price"), scaled.get("amount"), fees, taxes, fair)

    @property
    def worth(self) -> float | None:
        """The amount, else quantity × price."""
        if self.amount is not None or self.quantity is None or self.price is None:
            return self.amount
        return self.quantity * self.price

    def before_costs(self, row: RowFields, kind: TransactionKind) -> Money:
        """The same with the amount before costs, where the file's amount is what moved in the account."""
        costs = self.fees + self.taxes
        if self.amount is None or not costs or kind in COSTS:
            return self
        if kind not in MONEY_IN:
            return replace(self, amount=self.amount + costs)
        if self.amount < costs:
            row.refuse("amount", "The costs are larger than the whole amount.")
        return replace(self, amount=max(self.amount - costs, 0.0))

    def amounts_for(self, kind: TransactionKind, has_units: bool) -> dict[str, float | None]:
        """The numbers that this kind of transaction has; units moved in kind have those of a trade."""
        costs: dict[str, float | None] = {"fees": self.fees, "taxes": self.taxes}
        if kind in UNIT_CHANGES:
            return {"quantity": self.quantity or 0.0, **costs}
        if kind in COSTS and not self.worth:
            return {"amount": self.fees + self.taxes or None}
        if not has_units:
            return {"amount": self.worth, **costs}
        quantity = self.quantity or (self.amount / self.price if self.amount and self.price else 0.0)
        fair = {"fair_market_value": self.fair_market_value}
        return {"quantity": quantity, "price": self.price, "amount": self.amount, **fair, **costs}


@lru_cache(maxsize=200)
def _by_word(kinds: tuple[tuple[TransactionKind, str], ...]) -> dict[str, TransactionKind]:
    return {word: kind for kind, words in kinds for word in words.split()}


def _read_rows(
    table: HeadedTable,
    interpret: Callable[[RowFields], Iterable[Made]],
    order: DateOrder | None,
    sign: DecimalSign,
) -> tuple[tuple[Made, ...], tuple[RowProblem, ...]]:
    """Every row through ``interpret``; a row with a complaint adds nothing, the others are kept."""
    found: list[Made] = []
    problems: list[RowProblem] = []
    for row, given in zip(table.fields(order, sign), table.rows, strict=True):
        if complaint := overflow(given.cells, len(table.names)):
            row.refuse("", complaint)
        else:
            made = tuple(interpret(row))
            found += () if row.problems else made
        problems += row.problems
    return tuple(found), tuple(problems)
