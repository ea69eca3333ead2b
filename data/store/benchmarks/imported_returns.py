"""Which daily returns has the user brought for a benchmark of their own? Added, replaced over a range, loaded."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import numpy as np
from sqlalchemy import Connection, Engine, and_, delete, func, insert, select

from core.benchmark.kinds import BenchmarkKind
from core.errors import InvalidSpecification, NotFound
from core.market.levels import to_days
from core.market.period import Period
from core.returns.series import ReturnSeries
from data.store.benchmarks.tables import benchmarks, imported_returns
from data.store.revision import writing

_owner = imported_returns.c.benchmark_id


def put_returns(
    engine: Engine, benchmark_id: str, returns: Mapping[date, float], replacing: Period | None = None
) -> int:
    """Stores daily returns (fractions) and returns how many; those of the same dates are overwritten.

    ``replacing``: all earlier returns inside this range go, also of dates that are not given again. Raises NotFound unless it is an
    imported benchmark, InvalidSpecification for a return below −1 or a date outside the range that is to be replaced.
    """
    with writing(engine) as connection:
        return insert_returns(connection, benchmark_id, returns, replacing)


def insert_returns(
    connection: Connection, benchmark_id: str, returns: Mapping[date, float], replacing: Period | None = None
) -> int:
    """As :func:`put_returns`, within a write that has begun."""
    _check(returns, replacing)
    _find(connection, benchmark_id)
    if replacing is not None:
        inside = imported_returns.c.returned_on.between(replacing.start, replacing.end)
        connection.execute(delete(imported_returns).where(and_(_owner == benchmark_id, inside)))
    days = sorted(returns)
    for start in range(0, len(days), 500):
        chunk = imported_returns.c.returned_on.in_(days[start : start + 500])
        connection.execute(delete(imported_returns).where(and_(_owner == benchmark_id, chunk)))
    rows = [{"benchmark_id": benchmark_id, "returned_on": on, "value": float(returns[on])} for on in days]
    if rows:
        connection.execute(insert(imported_returns), rows)
    return len(rows)


def load_returns(engine: Engine, benchmark_id: str) -> ReturnSeries:
    """All returns of an imported benchmark by date, perhaps none; raises NotFound."""
    with engine.connect() as connection:
        name = _find(connection, benchmark_id)
        query = select(imported_returns.c.returned_on, imported_returns.c.value).where(_owner == benchmark_id)
        rows = connection.execute(query.order_by(imported_returns.c.returned_on)).all()
    return ReturnSeries(name, to_days([on for on, _ in rows]), np.array([value for _, value in rows], dtype=float))


def returns_coverage(engine: Engine) -> dict[str, Period]:
    """First and last date with a return, by benchmark."""
    on = imported_returns.c.returned_on
    with engine.connect() as connection:
        rows = connection.execute(select(_owner, func.min(on), func.max(on)).group_by(_owner)).all()
    return {benchmark_id: Period(first, last) for benchmark_id, first, last in rows}


def _check(returns: Mapping[date, float], replacing: Period | None) -> None:
    for on, value in returns.items():
        if not (np.isfinite(value) and value >= -1):
            raise InvalidSpecification(
                f"The return of {on.isoformat()} must be a fraction of at least −1 (0.01 is 1 %).", on=on.isoformat()
            )
        if replacing is not None and on not in replacing:
            raise InvalidSpecification(
                f"{on.isoformat()} lies outside the range that is to be replaced. Widen the range, or leave it out."
            )


def _find(connection: Connection, benchmark_id: str) -> str:
    """The benchmark's name."""
    here = and_(benchmarks.c.id == benchmark_id, benchmarks.c.kind == BenchmarkKind.IMPORTED.value)
    row = connection.execute(select(benchmarks.c.name).where(here)).one_or_none()
    if row is None:
        imported = select(benchmarks.c.id).where(benchmarks.c.kind == BenchmarkKind.IMPORTED.value)
        raise NotFound("imported benchmark", benchmark_id, connection.scalars(imported))
    return str(row.name)
