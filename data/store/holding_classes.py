"""In which sector and part of the world does a security belong? What the user said, by symbol."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Engine, delete, insert, select

from data.store.bounds import checked_text
from data.store.peer_tables import PLACE_LENGTH, holding_classes
from data.store.revision import writing
from data.store.schema import SYMBOL_LENGTH


@dataclass(frozen=True, slots=True)
class HoldingClass:
    """``sector`` and ``geography`` of a security; empty where it is not said."""

    sector: str = ""
    geography: str = ""


def load_holding_classes(engine: Engine) -> dict[str, HoldingClass]:
    """What was said so far, by symbol."""
    with engine.connect() as connection:
        rows = connection.execute(select(holding_classes)).all()
    return {row.symbol: HoldingClass(row.sector, row.geography) for row in rows}


def save_holding_classes(engine: Engine, classes: Mapping[str, HoldingClass]) -> None:
    """Remembers classes by symbol, replacing what was said of the same symbols."""
    rows = [
        {
            "symbol": checked_text(symbol, SYMBOL_LENGTH, "A symbol"),
            "sector": checked_text(one.sector, PLACE_LENGTH, "A sector"),
            "geography": checked_text(one.geography, PLACE_LENGTH, "A geography"),
        }
        for symbol, one in classes.items()
    ]
    with writing(engine) as connection:
        connection.execute(delete(holding_classes).where(holding_classes.c.symbol.in_(list(classes))))
        if rows:
            connection.execute(insert(holding_classes), rows)
