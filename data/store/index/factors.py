"""Which factor returns has the user brought? Tables by name, each replaced whole by the next upload of that name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from sqlalchemy import Connection, Engine, Row, delete, insert, select

from core.errors import InvalidSpecification, NotFound
from core.index.factors import FactorTable, Frequency
from core.market.levels import to_date
from data.clock import written_at
from data.store.bounds import checked_currency, checked_text
from data.store.index.factor_tables import FACTOR_NAME_LENGTH, factor_columns, factor_returns, factor_tables
from data.store.revision import writing
from data.store.schema import CODE_LENGTH

RISK_FREE = "RF"  # the column of the risk-free rate


@dataclass(frozen=True, slots=True, eq=False)
class StoredFactors:
    """A factor table under the name it is asked for by; ``currency``: in which its returns are earned."""

    name: str
    currency: str
    table: FactorTable


@dataclass(frozen=True, slots=True)
class FactorSummary:
    """What is known of a stored table without reading it. ``first``, ``last``: of monthly factors the first day of the month."""

    name: str
    currency: str
    frequency: Frequency
    factors: tuple[str, ...]
    has_risk_free: bool
    first: date
    last: date
    observations: int


def summary_of(stored: StoredFactors) -> FactorSummary:
    """What the list says of a table."""
    table = stored.table
    return FactorSummary(
        stored.name,
        stored.currency,
        table.frequency,
        table.names,
        table.risk_free is not None,
        to_date(table.dates[0]),
        to_date(table.dates[-1]),
        table.dates.size,
    )


def save_factors(engine: Engine, given: Sequence[StoredFactors]) -> None:
    """Stores tables over those of the same names, all of them whole or none.

    Raises InvalidSpecification for a name that is empty, too long, holds a slash or stands twice.
    """
    names = [_checked_name(one.name) for one in given]
    if len(set(names)) < len(names):
        raise InvalidSpecification("Two of the factor tables have the same name. Give each a name of its own.")
    with writing(engine) as connection:
        for name, one in zip(names, given, strict=True):
            connection.execute(delete(factor_tables).where(factor_tables.c.name == name))
            _insert(connection, name, one)


def list_factors(engine: Engine) -> tuple[FactorSummary, ...]:
    """All stored tables by name."""
    query = select(factor_tables).order_by(factor_tables.c.name)
    with engine.connect() as connection:
        columns = _columns(connection)
        return tuple(_summary(row, columns[row.id]) for row in connection.execute(query))


def load_factors(engine: Engine, name: str) -> StoredFactors:
    """One table; raises NotFound with close spellings."""
    with engine.connect() as connection:
        head = connection.execute(select(factor_tables).where(factor_tables.c.name == name)).one_or_none()
        if head is None:
            raise NotFound("factor table", name, connection.scalars(select(factor_tables.c.name)))
        columns = _columns(connection)[head.id]
        query = select(factor_returns.c.dated_on, factor_returns.c.value).where(factor_returns.c.table_id == head.id)
        rows = connection.execute(query.order_by(factor_returns.c.position, factor_returns.c.dated_on)).all()
    values = np.array([row.value for row in rows], dtype=np.float64).reshape(len(columns), head.observations)
    dates = np.array([row.dated_on for row in rows[: head.observations]], dtype="datetime64[D]")
    factors = tuple(one for one in columns if one != RISK_FREE)
    rates = values[columns.index(RISK_FREE)] if RISK_FREE in columns else None
    own = values[[columns.index(one) for one in factors]]
    return StoredFactors(head.name, head.currency, FactorTable(factors, Frequency(head.frequency), dates, own, rates))


def delete_factors(engine: Engine, name: str) -> None:
    """Forgets a table; raises NotFound with close spellings."""
    with writing(engine) as connection:
        gone = connection.execute(delete(factor_tables).where(factor_tables.c.name == name))
        if gone.rowcount == 0:
            raise NotFound("factor table", name, connection.scalars(select(factor_tables.c.name)))


def _checked_name(name: str) -> str:
    plain = checked_text(name.strip(), FACTOR_NAME_LENGTH, "The name of a factor table")
    if not plain or "/" in plain or plain in (".", ".."):
        raise InvalidSpecification("A factor table needs a name without a slash, such as “Five factors, monthly”.")
    return plain


def _insert(connection: Connection, name: str, one: StoredFactors) -> None:
    table, days = one.table, [to_date(on) for on in one.table.dates]
    if not days:
        raise InvalidSpecification(f"“{name}” holds no factor returns. Give at least one row.")
    head = {
        "name": name,
        "frequency": table.frequency.value,
        "currency": checked_currency(one.currency, "The currency of the factors"),
        "first_on": days[0],
        "last_on": days[-1],
        "observations": len(days),
        "changed_at": written_at(),
    }
    made = connection.execute(insert(factor_tables).returning(factor_tables.c.id), head).scalar_one()
    columns = dict(zip(table.names, table.values, strict=True))
    if table.risk_free is not None:
        columns[RISK_FREE] = table.risk_free
    names = [
        {"table_id": made, "position": at, "name": checked_text(column, CODE_LENGTH, "A factor")}
        for at, column in enumerate(columns)
    ]
    connection.execute(insert(factor_columns), names)
    rows = [
        {"table_id": made, "position": at, "dated_on": on, "value": value}
        for at, values in enumerate(columns.values())
        for on, value in zip(days, values.tolist(), strict=True)
    ]
    connection.execute(insert(factor_returns), rows)


def _columns(connection: Connection) -> dict[int, list[str]]:
    """The names of every table's columns, in their order."""
    found: dict[int, list[str]] = {}
    for row in connection.execute(
        select(factor_columns).order_by(factor_columns.c.table_id, factor_columns.c.position)
    ):
        found.setdefault(row.table_id, []).append(row.name)
    return found


def _summary(row: Row[tuple[object, ...]], columns: list[str]) -> FactorSummary:
    return FactorSummary(
        row.name,
        row.currency,
        Frequency(row.frequency),
        tuple(one for one in columns if one != RISK_FREE),
        RISK_FREE in columns,
        row.first_on,
        row.last_on,
        row.observations,
    )
