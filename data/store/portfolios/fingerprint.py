"""Was this row imported before? The same row of the same file always gets the same fingerprint."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence

from core.ledger.deposits import Deposit
from core.ledger.transaction import Transaction
from data.store.schema import FINGERPRINT_LENGTH

Content = tuple[object, ...]


def transaction_fingerprints(rows: Sequence[Transaction]) -> list[str]:
    """One fingerprint per row of one file, in order.

    A row with a broker's reference is known by it, together with its date, kind and symbol (brokers number anew every
    day); rows that share all of these but differ in quantity or price are partial fills and each count once. Without
    a reference a row is known by its content and by how often that content stood in the file so far, so that two
    identical fills in one file both count, and the same file read again adds nothing.
    """
    fills: dict[Content, dict[Content, int]] = defaultdict(dict)
    seen: dict[Content, int] = defaultdict(int)
    marks = []
    for row in rows:
        if row.reference:
            same_reference = fills[("reference", row.reference, row.on, row.kind, row.symbol)]
            number = same_reference.setdefault(_terms(row), len(same_reference) + 1)
            marks.append(_digest(("reference", row.reference, row.on, row.kind, row.symbol, number)))
        else:
            content = (row.on, row.kind, row.symbol, *_terms(row))
            seen[content] += 1
            marks.append(_digest((*content, seen[content])))
    return marks


def deposit_fingerprints(deposits: Iterable[Deposit]) -> list[str]:
    """One fingerprint per deposit, by its terms and their occurrence."""
    seen: dict[Content, int] = defaultdict(int)
    marks = []
    for one in deposits:
        terms = (one.kind, one.name, one.amount, one.rate, one.start, one.maturity, one.currency)
        content = (*terms, one.compounding, one.payout, *([] if one.instalments is None else [one.instalments]))
        seen[content] += 1
        marks.append(_digest((*content, seen[content])))
    return marks


def combined_fingerprint(*parts: object) -> str:
    """One fingerprint over everything given, in order."""
    return _digest(parts)


def _terms(row: Transaction) -> Content:
    """What the row says about money and units; the descriptive columns are left out, they may be mapped anew."""
    return (row.quantity, row.price, row.amount, row.fees, row.taxes, row.currency, row.fair_market_value)


def _digest(content: Content) -> str:
    """Twelve significant digits: the same number read from two spellings of a file stays the same."""
    text = "\x1f".join(f"{part:.12g}" if isinstance(part, float) else str(part) for part in content)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:FINGERPRINT_LENGTH]
