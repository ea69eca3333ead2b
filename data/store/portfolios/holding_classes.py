"""What is a security: its sector, part of the world and asset class? What the user said, by symbol."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Engine, delete, insert, select

from core.allocation.securities import SecurityClass
from core.ledger.transaction import PAYOUTS, AssetType
from data.store.bounds import checked_text
from data.store.peers.tables import PLACE_LENGTH, holding_classes
from data.store.revision import writing
from data.store.schema import SYMBOL_LENGTH, transactions


def load_holding_classes(engine: Engine) -> dict[str, SecurityClass]:
    """What was said so far, by symbol."""
    with engine.connect() as connection:
        rows = connection.execute(select(holding_classes)).all()
    return {row.symbol: SecurityClass(row.sector, row.geography, row.asset_class) for row in rows}


def name_and_type(engine: Engine, symbol: str) -> tuple[str, AssetType | None]:
    """What a symbol is called in the transactions of some portfolio, and its type; empty and None where nobody has it."""
    query = select(transactions.c.name, transactions.c.asset_type).where(transactions.c.symbol == symbol).limit(1)
    with engine.connect() as connection:
        row = connection.execute(query).first()
    return (row.name, AssetType(row.asset_type)) if row else ("", None)


def is_growth_fund(engine: Engine, symbol: str) -> bool:
    """Whether a stored portfolio has dealt in it as a mutual fund and none was ever paid by it: its NAV keeps what it earns."""
    deals = select(transactions.c.asset_type, transactions.c.kind).where(transactions.c.symbol == symbol).distinct()
    with engine.connect() as connection:
        found = connection.execute(deals).all()
    kinds, paid = {one.asset_type for one in found}, {str(one) for one in PAYOUTS}
    return kinds == {str(AssetType.MUTUAL_FUND)} and not any(one.kind in paid for one in found)


def save_holding_classes(engine: Engine, classes: Mapping[str, SecurityClass]) -> None:
    """Remembers classes by symbol, replacing what was said of the same symbols."""
    rows = [
        {
            "symbol": checked_text(symbol, SYMBOL_LENGTH, "A symbol"),
            "sector": checked_text(one.sector, PLACE_LENGTH, "A sector"),
            "geography": checked_text(one.geography, PLACE_LENGTH, "A geography"),
            "asset_class": checked_text(one.asset_class, PLACE_LENGTH, "An asset class"),
        }
        for symbol, one in classes.items()
    ]
    with writing(engine) as connection:
        connection.execute(delete(holding_classes).where(holding_classes.c.symbol.in_(list(classes))))
        if rows:
            connection.execute(insert(holding_classes), rows)
