"""Which constituents are known of an index? One list for an index and its fund, replaced whole by the next upload."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Engine, delete, insert, select

from core.errors import NotFound
from core.index.constituents import Constituent, ConstituentList
from core.index.membership import FOLLOWED_INDEXES
from data.catalogue import load_catalogue
from data.clock import written_at
from data.store.bounds import checked_text
from data.store.index.tables import PLACE_LENGTH, constituent_lists, constituents
from data.store.revision import writing
from data.store.schema import NAME_LENGTH, SYMBOL_LENGTH


def save_constituents(engine: Engine, listed: ConstituentList) -> int:
    """Stores a list over what was there for its index, whole or not at all; returns the number of rows."""
    index = checked_text(listed.index, SYMBOL_LENGTH, "An index symbol")
    head = {
        "index_symbol": index,
        "as_of": listed.as_of,
        "source": checked_text(listed.source, NAME_LENGTH, "A source"),
        "changed_at": written_at(),
    }
    rows = [{"index_symbol": index, "position": at, **_row(one)} for at, one in enumerate(listed.constituents)]
    with writing(engine) as connection:
        connection.execute(delete(constituent_lists).where(constituent_lists.c.index_symbol.in_(_sharing(index))))
        connection.execute(insert(constituent_lists), [head])
        connection.execute(insert(constituents), rows)
    return len(rows)


def load_constituents(engine: Engine, index: str) -> ConstituentList | None:
    """The list of an index, or of the index that its fund follows (SPY: the S&P 500) and the other way round; None without one."""
    return next((found for one in _sharing(index) if (found := _load(engine, one)) is not None), None)


def _sharing(index: str) -> list[str]:
    """The index itself first, then the fund or index that has the same members."""
    followed = FOLLOWED_INDEXES.get(index, index)
    return list(
        dict.fromkeys((index, followed, *(fund for fund, other in FOLLOWED_INDEXES.items() if other == followed)))
    )


def load_all_constituents(engine: Engine) -> tuple[ConstituentList, ...]:
    """Every list, the newest first; those that do not say their day come last."""
    with engine.connect() as connection:
        indexes = connection.execute(select(constituent_lists.c.index_symbol)).scalars().all()
    found = [listed for one in sorted(indexes) if (listed := _load(engine, one)) is not None]
    return tuple(sorted(found, key=lambda one: one.as_of or date.min, reverse=True))


def delete_constituents(engine: Engine, index: str) -> None:
    """Forgets the list of an index and its fund; raises NotFound when there is none."""
    with writing(engine) as connection:
        gone = connection.execute(
            delete(constituent_lists).where(constituent_lists.c.index_symbol.in_(_sharing(index)))
        )
        if gone.rowcount == 0:
            raise NotFound("constituents list of", index)


def _load(engine: Engine, index: str) -> ConstituentList | None:
    with engine.connect() as connection:
        head = connection.execute(
            select(constituent_lists).where(constituent_lists.c.index_symbol == index)
        ).one_or_none()
        if head is None:
            return None
        query = select(constituents).where(constituents.c.index_symbol == index).order_by(constituents.c.position)
        members = tuple(
            Constituent(row.symbol, row.name, row.weight, row.sector, row.added, row.removed)
            for row in connection.execute(query)
        )
    known = load_catalogue().get(index)
    return ConstituentList(index, head.as_of, members, head.source, known.region if known else "")


def _row(one: Constituent) -> dict[str, object]:
    return {
        "symbol": checked_text(one.symbol, SYMBOL_LENGTH, "A symbol"),
        "name": checked_text(one.name, NAME_LENGTH, "A name"),
        "weight": one.weight,
        "sector": checked_text(one.sector, PLACE_LENGTH, "A sector"),
        "added": one.added,
        "removed": one.removed,
    }
