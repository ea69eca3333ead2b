"""Which yields of a bond or a bill were known on which day? Dated yearly rates, kept as yields and never as prices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from sqlalchemy import Connection, Engine, delete, func, insert, select, update

from core.errors import NotFound
from core.market.levels import to_date, to_days
from core.market.yields import YieldSeries
from data.clock import written_at
from data.store.bounds import checked_text
from data.store.portfolios.category_tables import yield_series, yields
from data.store.revision import writing
from data.store.schema import SYMBOL_LENGTH

_AT_ONCE = 500  # days named in one statement


@dataclass(frozen=True, slots=True)
class YieldCoverage:
    """A stored series, from when to when, with its latest yield (a fraction a year)."""

    symbol: str
    first: date
    last: date
    count: int
    latest: float


def save_yields(engine: Engine, series: Sequence[YieldSeries]) -> int:
    """Stores yields over what was there for the same days, and returns how many; all of them or none.

    Raises InvalidSpecification for a name that does not fit.
    """
    with writing(engine) as connection:
        for one in series:
            _put(connection, _series(connection, checked_text(one.name, SYMBOL_LENGTH, "A symbol")), one)
    return sum(one.dates.size for one in series)


def load_yields(engine: Engine, symbol: str) -> YieldSeries:
    """One series; raises NotFound with close spellings."""
    query = (
        select(yields.c.quoted_on, yields.c.yearly)
        .join(yield_series, yields.c.series_id == yield_series.c.id)
        .where(yield_series.c.symbol == symbol)
        .order_by(yields.c.quoted_on)
    )
    with engine.connect() as connection:
        rows = connection.execute(query).all()
        if not rows:
            raise NotFound("series of yields", symbol, connection.scalars(select(yield_series.c.symbol)))
    return YieldSeries(symbol, to_days([row[0] for row in rows]), np.array([row[1] for row in rows]))


def yield_coverage(engine: Engine) -> tuple[YieldCoverage, ...]:
    """Every stored series, by symbol."""
    extent = (
        select(
            yields.c.series_id,
            func.min(yields.c.quoted_on).label("first"),
            func.max(yields.c.quoted_on).label("last"),
            func.count().label("number"),
        )
        .group_by(yields.c.series_id)
        .subquery()
    )
    query = (
        select(yield_series.c.symbol, extent.c.first, extent.c.last, extent.c.number, yields.c.yearly)
        .join(extent, extent.c.series_id == yield_series.c.id)
        .join(yields, (yields.c.series_id == yield_series.c.id) & (yields.c.quoted_on == extent.c.last))
        .order_by(yield_series.c.symbol)
    )
    with engine.connect() as connection:
        return tuple(YieldCoverage(*row) for row in connection.execute(query))


def delete_yields(engine: Engine, symbol: str) -> None:
    """Deletes a series; raises NotFound."""
    with writing(engine) as connection:
        if not connection.execute(delete(yield_series).where(yield_series.c.symbol == symbol)).rowcount:
            raise NotFound("series of yields", symbol, connection.scalars(select(yield_series.c.symbol)))


def _series(connection: Connection, symbol: str) -> int:
    """The series' number, a new one where there is none; its date of change is now."""
    now = written_at()
    found = connection.scalar(select(yield_series.c.id).where(yield_series.c.symbol == symbol))
    if found is not None:
        connection.execute(update(yield_series).where(yield_series.c.id == found).values(changed_at=now))
        return int(found)
    added = connection.execute(insert(yield_series).values(symbol=symbol, changed_at=now))
    assert added.inserted_primary_key is not None
    return int(added.inserted_primary_key[0])


def _put(connection: Connection, series_id: int, series: YieldSeries) -> None:
    days = [to_date(day) for day in series.dates]
    for start in range(0, len(days), _AT_ONCE):
        some = days[start : start + _AT_ONCE]
        connection.execute(delete(yields).where(yields.c.series_id == series_id, yields.c.quoted_on.in_(some)))
    rows = zip(days, series.yields.tolist(), strict=True)
    connection.execute(insert(yields), [{"series_id": series_id, "quoted_on": on, "yearly": rate} for on, rate in rows])
