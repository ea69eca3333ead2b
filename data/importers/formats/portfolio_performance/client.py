"""What does a Portfolio Performance file say? Accounts, depots and securities, each transaction written once somewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from core.errors import InvalidSpecification
from core.ledger.transaction import AssetType, Transaction
from core.market.minor_units import major_currency
from data.importers.columns.field_values import parse_date
from data.importers.columns.row_fields import LONGEST_NAME, LONGEST_SYMBOL, visible
from data.importers.errors import UnreadableFileError
from data.importers.files.xml_tree import Element, read_tree
from data.importers.formats.portfolio_performance.rows import Booking, Scale, account_booking, depot_booking
from data.importers.formats.portfolio_performance.xstream_references import References
from data.importers.reading import ImportReading, RowProblem, Security
from data.price_record import PriceRecord

NAME = "portfolio-performance"
ROOT = "client"
ACCOUNT_ROWS, DEPOT_ROWS = (
    {"account-transaction", "accountTransaction"},
    {"portfolio-transaction", "portfolioTransaction"},
)
TODAYS_SCALE_SINCE, OLDEST_VERSION = 49, 30
COIN_FEEDS = {"COINGECKO"}
TRANSFERS_LEFT_OUT = "Transfers between the file's own accounts and depots move no money in or out and are left out."


@dataclass(slots=True)
class Client:
    """A whole file while it is read."""

    root: Element
    references: References
    scale: Scale
    problems: list[RowProblem] = field(default_factory=list)
    notes: dict[str, None] = field(default_factory=dict)

    @property
    def securities(self) -> list[Element]:
        return self.references.listed(self.root, "securities")


def read(content: bytes, file_name: str) -> ImportReading:
    """All transactions with their securities' prices. Purchases and sales are read from the depot's side only."""
    root = read_tree(content, file_name)
    client = Client(root, References(root), _scale(root, file_name))
    securities = _securities(client)
    bookings = tuple(_bookings(client, securities))
    found: list[Transaction] = []
    for one in bookings:
        made = account_booking(one, client.scale) if one.of_account else depot_booking(one, client.scale)
        found += () if one.row.problems else made
        client.problems += one.row.problems
    if any(one.word in ("TRANSFER_IN", "TRANSFER_OUT") for one in bookings):
        client.notes[TRANSFERS_LEFT_OUT] = None
    prices = tuple(_prices(client, securities))
    return ImportReading(
        NAME,
        tuple(found),
        problems=tuple(sorted(client.problems, key=lambda one: one.line)),
        notes=tuple(client.notes),
        prices=prices,
        base_currency=major_currency(client.references.value(root, "baseCurrency"))[0] or None,
        securities=tuple(securities.values()),
    )


def _scale(root: Element, file_name: str) -> Scale:
    """How many units one share and one unit of price are written as; both grew with the file's version."""
    version = root.value("version")
    if not version.isdecimal() or not root.child("securities"):
        raise UnreadableFileError(file_name, "it is no Portfolio Performance file. Save it there as XML.")
    if int(version) < OLDEST_VERSION:
        raise UnreadableFileError(
            file_name, f"it has version {version}, which is too old. Open and save it in today's Portfolio Performance."
        )
    return Scale(10**8, 10**8) if int(version) >= TODAYS_SCALE_SINCE else Scale(10**6, 10**4)


def _securities(client: Client) -> dict[int, Security]:
    """Each security by its element, with one symbol: ticker, else ISIN, else WKN, else name; no two share one."""
    found: dict[int, Security] = {}
    taken: set[str] = set()
    for one in client.securities:
        if "reference" in one.attributes or id(one) in found:
            continue
        choices = [
            visible(client.references.value(one, tag)) for tag in ("tickerSymbol", "isin", "wkn", "name", "uuid")
        ]
        usable = [text for text in choices if text and len(text) <= LONGEST_SYMBOL]
        symbol = next((text for text in usable if text not in taken), "")
        taken.add(symbol)
        isin, currency = (client.references.value(one, tag) for tag in ("isin", "currencyCode"))
        found[id(one)] = Security(symbol, isin, currency=currency)
    return found


def _bookings(client: Client, securities: dict[int, Security]) -> Iterator[Booking]:
    """Every transaction written out in the file, wherever the first mention of it stands."""
    for element in client.root.walk():
        of_account = element.tag in ACCOUNT_ROWS
        if not of_account and element.tag not in DEPOT_ROWS:
            continue
        if "reference" in element.attributes or not element.children:
            continue
        about = element.child("security")
        target = client.references.resolved(about)
        security = securities.get(id(target)) if target is not None else None
        described = _described(target, client.references)
        booking = Booking.of(element, client.references, of_account, security, *described)
        if about is not None and security is None:
            booking.row.refuse("security", "The security of this transaction is not in the file.")
        yield booking


def _described(security: Element | None, references: References) -> tuple[str, AssetType]:
    """A security's name and kind; the file has no field for the kind, so funds and coins go by their name and price source."""
    if security is None:
        return "", AssetType.CASH
    name = visible(references.value(security, "name"))[:LONGEST_NAME]
    if references.value(security, "feed") in COIN_FEEDS:
        return name, AssetType.CRYPTO
    return name, AssetType.ETF if {"ETF", "UCITS", "ETC"} & set(name.upper().split()) else AssetType.STOCK


def _prices(client: Client, securities: dict[int, Security]) -> Iterator[PriceRecord]:
    """The closing prices kept in the file; those of a security without a currency (an index) are left out, and named."""
    nameless = []
    for one in client.securities:
        security = securities.get(id(one))
        if security is None or not security.symbol:
            continue
        quotes = _quotes(one, client)
        if quotes and not security.currency:
            nameless.append(visible(client.references.value(one, "name")) or security.symbol)
            continue
        for on, price in sorted(quotes.items()):
            try:
                yield PriceRecord.quoted(security.symbol, on, price, None, security.currency)
            except InvalidSpecification as error:
                client.problems.append(RowProblem(one.line, "currencyCode", error.message))
                break
    if nameless:
        client.notes[f"The prices of {', '.join(nameless[:5])} have no currency in the file and are left out."] = None


def _quotes(security: Element, client: Client) -> dict[date, float]:
    """A security's prices by date, above 0 only (0 stands for unknown).

    The latest quote fills its day; where no price is younger it also counts before the price of its own day, as in the program.
    """
    quotes = dict(_dated(client.references.listed(security, "prices"), client))
    latest = client.references.child(security, "latest")
    for on, price in _dated([latest] if latest else [], client):
        if on not in quotes or on == max(quotes):
            quotes[on] = price
    return quotes


def _dated(quotes: Iterable[Element], client: Client) -> Iterator[tuple[date, float]]:
    """Each quote above 0 with its day; what is no date or no whole number is named."""
    for one in quotes:
        try:
            on, value = parse_date(one.attributes.get("t", "")), int(one.attributes.get("v", ""))
        except ValueError:
            client.problems.append(RowProblem(one.line, one.tag, "A price needs a date and a whole number."))
            continue
        if 0 < value < 10**20:
            yield on, value / client.scale.quote
