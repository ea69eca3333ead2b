"""What looks wrong in somebody's data? One finding, its kind and how much it matters."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class FindingKind(StrEnum):
    """The kinds of doubt about data that a finding can state."""

    OVERSOLD = "OVERSOLD"
    SOLD_BEFORE_BOUGHT = "SOLD_BEFORE_BOUGHT"
    UNKNOWN_SYMBOL = "UNKNOWN_SYMBOL"
    FUTURE_DATE = "FUTURE_DATE"
    DUPLICATE = "DUPLICATE"
    FAR_FROM_CLOSE = "FAR_FROM_CLOSE"
    PRICE_SPIKE = "PRICE_SPIKE"
    PRICE_JUMP = "PRICE_JUMP"
    STALE_LEVELS = "STALE_LEVELS"
    MISSING_LEVELS = "MISSING_LEVELS"


class Severity(StrEnum):
    """WARNING: numbers are likely wrong until it is cleared up. NOTE: worth a look."""

    WARNING = "WARNING"
    NOTE = "NOTE"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that looks wrong; ``on`` is the first date it shows, ``message`` says what and what to do in whole sentences."""

    kind: FindingKind
    symbol: str
    on: date | None
    message: str
    severity: Severity


def in_order(findings: list[Finding]) -> tuple[Finding, ...]:
    """Warnings first, then by kind, symbol and date."""
    kinds = list(FindingKind)
    return tuple(
        sorted(findings, key=lambda f: (f.severity is Severity.NOTE, kinds.index(f.kind), f.symbol, f.on or date.min))
    )
