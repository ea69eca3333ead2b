"""How did the indexes stand? Observations by symbol and time: save, latest, all latest, a range, the last days, delete older."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
from sqlalchemy import Engine, Row, delete, func, select
from sqlalchemy.dialects import postgresql, sqlite

from core.errors import InvalidSpecification, NotFound
from core.index.performance import IndexObservation
from data.store.bounds import checked_currency, checked_text
from data.store.index.tables import PLACE_LENGTH, index_performance
from data.store.revision import writing
from data.store.schema import CODE_LENGTH, NAME_LENGTH, SYMBOL_LENGTH

LONGEST_METADATA = 10_000


def save_performance(engine: Engine, observations: Iterable[IndexObservation]) -> int:
    """Stores observations over those of the same symbol and time, all or none; returns how many. Of repeats the last counts."""
    rows = {(one.symbol, one.timestamp): _values(one) for one in observations}
    if not rows:
        return 0
    with writing(engine) as connection:
        make = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
        statement = make(index_performance)
        kept = {
            column.name: statement.excluded[column.name]
            for column in index_performance.c
            if column.name not in ("id", "symbol", "timestamp")
        }
        key = [index_performance.c.symbol, index_performance.c.timestamp]
        connection.execute(statement.on_conflict_do_update(index_elements=key, set_=kept), list(rows.values()))
    return len(rows)


def latest_performance(engine: Engine, symbol: str) -> IndexObservation:
    """The last observation of one index; raises NotFound with close spellings."""
    checked_text(symbol, SYMBOL_LENGTH, "A symbol")
    query = select(index_performance).where(index_performance.c.symbol == symbol)
    with engine.connect() as connection:
        row = connection.execute(query.order_by(index_performance.c.timestamp.desc()).limit(1)).one_or_none()
        if row is None:
            raise NotFound(
                "performance of an index", symbol, connection.scalars(select(index_performance.c.symbol).distinct())
            )
    return _observation(row)


def all_latest_performance(engine: Engine) -> tuple[IndexObservation, ...]:
    """The last observation of every index, by symbol."""
    last = (
        select(index_performance.c.symbol, func.max(index_performance.c.timestamp).label("at"))
        .group_by(index_performance.c.symbol)
        .subquery()
    )
    same = (index_performance.c.symbol == last.c.symbol) & (index_performance.c.timestamp == last.c.at)
    query = select(index_performance).join(last, same).order_by(index_performance.c.symbol)
    with engine.connect() as connection:
        return tuple(_observation(row) for row in connection.execute(query))


def performance_between(engine: Engine, symbol: str, start: datetime, end: datetime) -> tuple[IndexObservation, ...]:
    """The observations of one index from ``start`` to ``end``, both included, oldest first."""
    if _utc(start) > _utc(end):
        raise InvalidSpecification("The range starts after its end. Swap the times.")
    at = index_performance.c.timestamp
    query = select(index_performance).where(index_performance.c.symbol == symbol, at >= _utc(start), at <= _utc(end))
    with engine.connect() as connection:
        return tuple(_observation(row) for row in connection.execute(query.order_by(at)))


def performance_of_last_days(engine: Engine, symbol: str, days: int, now: datetime) -> tuple[IndexObservation, ...]:
    """The observations of one index in the ``days`` × 24 hours up to ``now``, oldest first."""
    if not 0 < days <= 100_000:
        raise InvalidSpecification("Ask for the last 1 to 100,000 days.")
    return performance_between(engine, symbol, _utc(now) - timedelta(days=days), now)


def delete_performance_older_than(engine: Engine, before: datetime) -> int:
    """Deletes what was observed before a time; returns how many observations are gone."""
    with writing(engine) as connection:
        gone = connection.execute(delete(index_performance).where(index_performance.c.timestamp < _utc(before)))
    return gone.rowcount


def _utc(at: datetime) -> datetime:
    """As it is stored: UTC without a zone."""
    return at.astimezone(UTC).replace(tzinfo=None) if at.tzinfo else at


def _values(one: IndexObservation) -> dict[str, Any]:
    text = orjson.dumps(dict(one.metadata)).decode()
    if len(text) > LONGEST_METADATA:
        raise InvalidSpecification(f"{one.symbol}: the metadata is longer than {LONGEST_METADATA:,} characters.")
    return {
        "symbol": checked_text(one.symbol, SYMBOL_LENGTH, "A symbol"),
        "name": checked_text(one.name, NAME_LENGTH, "A name"),
        "region": checked_text(one.region, PLACE_LENGTH, "A region"),
        "asset_class": checked_text(one.asset_class, CODE_LENGTH, "An asset class"),
        "value": one.value,
        "change_percent": one.change_percent,
        "constituents": one.constituents,
        "market_cap": one.market_cap,
        "currency": checked_currency(one.currency, "The currency"),
        "timestamp": _utc(one.timestamp),
        "metadata": text,
    }


def _observation(row: Row[Any]) -> IndexObservation:
    told = dict(row._mapping)
    told.pop("id")
    told["metadata"] = orjson.loads(told["metadata"])
    return IndexObservation(**told)
