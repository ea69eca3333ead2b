"""Which benchmarks has the user made? Created, changed and deleted, all or none; who uses which."""

from __future__ import annotations

import secrets
import string
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, Engine, Row, delete, insert, select, update

from core.benchmark.kinds import BenchmarkKind
from core.benchmark.rebalancing import Rebalance, Reset, Rule
from core.errors import Conflict, InvalidSpecification, NotFound
from core.market.levels import Basis
from data.clock import written_at
from data.store.benchmarks.record import BenchmarkRecord, Interval, Part
from data.store.benchmarks.tables import benchmark_compositions, benchmarks, portfolio_benchmarks
from data.store.revision import writing
from data.store.schema import portfolios

PREFIX = "bm-"  # no id of ours can be mistaken for a catalogue symbol, a preset or a word of an address
_ALPHABET = string.ascii_lowercase + string.digits
_NEW_ID_LENGTH = 10

Change = Callable[[BenchmarkRecord], BenchmarkRecord]
Records = Mapping[str, BenchmarkRecord]
Check = Callable[[Records, Sequence[BenchmarkRecord]], None]


@dataclass(frozen=True, slots=True)
class User:
    """Who uses a benchmark: a blend that contains it, or a portfolio that is measured by it (``kind``: "blend" or "portfolio")."""

    kind: str
    id: str
    name: str


class BenchmarkInUse(Conflict):
    """A benchmark that others rest on cannot be deleted without being told so."""

    code = "benchmark_in_use"

    def __init__(self, name: str, users: Sequence[User]) -> None:
        named = ", ".join(f"the {one.kind} “{one.name}”" for one in users)
        super().__init__(
            f"“{name}” is used by {named}. Take it out there first, or force the deletion: blends that contain it then cannot "
            "be computed until they are mended.",
            users=[{"kind": one.kind, "id": one.id, "name": one.name} for one in users],
        )
        self.users = tuple(users)


def load_records(engine: Engine) -> dict[str, BenchmarkRecord]:
    """Every benchmark of the user's own by id, in the order of their names."""
    with engine.connect() as connection:
        return _records(connection)


def create_benchmarks(engine: Engine, new: Sequence[BenchmarkRecord], check: Check) -> tuple[BenchmarkRecord, ...]:
    """Stores new benchmarks, all or none, and returns them with their ids.

    ``check`` sees the whole library as it would be, and may refuse it. Raises Conflict for a taken name, NotFound for a portfolio that
    is not there.
    """
    with writing(engine) as connection:
        return insert_benchmarks(connection, new, check)


def insert_benchmarks(
    connection: Connection, new: Sequence[BenchmarkRecord], check: Check
) -> tuple[BenchmarkRecord, ...]:
    """As :func:`create_benchmarks`, within a write that has begun."""
    made = tuple(replace(one, id=one.id or _new_id()) for one in new)
    after = _records(connection) | {one.id: one for one in made}
    check(after, made)
    for one in made:
        _refuse_taken_name(connection, one)
        _check_portfolio(connection, one)
        connection.execute(insert(benchmarks).values(id=one.id, **_columns(one)))
        _put_intervals(connection, one)
    return made


def change_benchmarks(
    engine: Engine, changes: Sequence[tuple[str, Change]], check: Check, missing: Callable[[str], BenchmarkRecord]
) -> tuple[BenchmarkRecord, ...]:
    """Changes benchmarks, all or none, in the given order; a later change sees the earlier ones.

    ``missing`` gives the record of an id that has none yet (an index of the catalogue whose display name was never changed), or raises.
    """
    with writing(engine) as connection:
        records, changed = _records(connection), {}
        for benchmark_id, change in changes:
            changed[benchmark_id] = records[benchmark_id] = change(records.get(benchmark_id) or missing(benchmark_id))
        check(records, tuple(changed.values()))
        _free_names(connection, changed)
        for one in changed.values():
            _refuse_taken_name(connection, one)
            _put(connection, one)
        return tuple(changed.values())


def delete_benchmark(engine: Engine, benchmark_id: str, force: bool = False) -> None:
    """Deletes a benchmark of the user's own; raises NotFound, BenchmarkInUse unless forced.

    A fixed return cannot be deleted (InvalidSpecification); blends that contained a benchmark deleted by force cannot be computed any
    more and say so, and portfolios measured by it are measured by none.
    """
    with writing(engine) as connection:
        record = _records(connection).get(benchmark_id)
        if record is None or record.kind is BenchmarkKind.INDEX:
            raise NotFound("benchmark of your own", benchmark_id)
        if record.kind is BenchmarkKind.FIXED_RETURN:
            raise InvalidSpecification(
                f"“{record.name}” is a fixed return and stays; it needs no data and costs nothing."
            )
        users = _users(connection).get(benchmark_id, ())
        if users and not force:
            raise BenchmarkInUse(record.name, users)
        connection.execute(delete(portfolio_benchmarks).where(portfolio_benchmarks.c.benchmark_id == benchmark_id))
        connection.execute(delete(benchmarks).where(benchmarks.c.id == benchmark_id))


def benchmark_users(engine: Engine) -> dict[str, tuple[User, ...]]:
    """For every benchmark in use, by whom: blends by name, then portfolios."""
    with engine.connect() as connection:
        return _users(connection)


def measure_portfolio(engine: Engine, portfolio_id: str, benchmark_id: str | None) -> None:
    """Says what a portfolio is measured by; None: by nothing in particular. Raises NotFound for the portfolio."""
    here = portfolio_benchmarks.c.portfolio_id == portfolio_id
    with writing(engine) as connection:
        _find_portfolio(connection, portfolio_id)
        connection.execute(delete(portfolio_benchmarks).where(here))
        if benchmark_id is not None:
            row = {"portfolio_id": portfolio_id, "benchmark_id": benchmark_id}
            connection.execute(insert(portfolio_benchmarks).values(row))


def portfolio_measures(engine: Engine) -> dict[str, str]:
    """The benchmark's id by portfolio, for those that have one."""
    with engine.connect() as connection:
        rows = connection.execute(select(portfolio_benchmarks)).all()
    return {row.portfolio_id: row.benchmark_id for row in rows}


def _records(connection: Connection) -> dict[str, BenchmarkRecord]:
    rows = connection.execute(select(benchmarks).order_by(benchmarks.c.name)).all()
    parts: dict[str, list[Row[Any]]] = defaultdict(list)
    for part in connection.execute(select(benchmark_compositions).order_by(benchmark_compositions.c.id)):
        parts[part.benchmark_id].append(part)
    return {row.id: _record(row, parts[row.id]) for row in rows}


def _record(row: Row[Any], parts: Sequence[Row[Any]]) -> BenchmarkRecord:
    return BenchmarkRecord(
        id=row.id,
        name=row.name,
        kind=BenchmarkKind(row.kind),
        currency=row.currency,
        symbol=row.symbol or "",
        portfolio_id=row.portfolio_id or "",
        rate=row.rate,
        compounded=row.compounded,
        basis=Basis(row.basis) if row.basis else None,
        rebalance=Rebalance(Rule(row.rebalance), row.max_abs_bp),
        reset=Reset(row.reset),
        intervals=_intervals(parts),
    )


def _intervals(parts: Sequence[Row[Any]]) -> tuple[Interval, ...]:
    grouped: dict[int, list[Row[Any]]] = defaultdict(list)
    for part in parts:
        grouped[part.number].append(part)
    return tuple(
        Interval(own[0].effective, tuple(Part(one.component_id, one.weight, one.fallback_rate) for one in own))
        for _, own in sorted(grouped.items())
    )


def _columns(record: BenchmarkRecord) -> dict[str, Any]:
    return {
        "name": record.name,
        "kind": record.kind.value,
        "currency": record.currency,
        "symbol": record.symbol or None,
        "portfolio_id": record.portfolio_id or None,
        "rate": record.rate,
        "compounded": record.compounded,
        "basis": record.basis.value if record.basis else None,
        "rebalance": record.rebalance.rule.value,
        "max_abs_bp": record.rebalance.max_abs_bp,
        "reset": record.reset.value,
        "changed_at": written_at(),
    }


def _put(connection: Connection, record: BenchmarkRecord) -> None:
    """Writes a record over what stood under its id, its own returns apart."""
    here = benchmarks.c.id == record.id
    if connection.execute(select(benchmarks.c.id).where(here)).first() is None:
        connection.execute(insert(benchmarks).values(id=record.id, **_columns(record)))
    else:
        connection.execute(update(benchmarks).where(here).values(**_columns(record)))
        connection.execute(delete(benchmark_compositions).where(benchmark_compositions.c.benchmark_id == record.id))
    _put_intervals(connection, record)


def _put_intervals(connection: Connection, record: BenchmarkRecord) -> None:
    rows = [
        {
            "benchmark_id": record.id,
            "number": number,
            "effective": interval.effective,
            "component_id": part.component_id,
            "weight": part.weight,
            "fallback_rate": part.fallback_rate,
        }
        for number, interval in enumerate(record.intervals)
        for part in interval.parts
    ]
    if rows:
        connection.execute(insert(benchmark_compositions), rows)


def _free_names(connection: Connection, changed: Records) -> None:
    """Two benchmarks may swap their names: what is about to get another name gives its own up first."""
    for benchmark_id in changed:
        connection.execute(update(benchmarks).where(benchmarks.c.id == benchmark_id).values(name=f"\x1f{benchmark_id}"))


def _refuse_taken_name(connection: Connection, record: BenchmarkRecord) -> None:
    names = connection.execute(select(benchmarks.c.id, benchmarks.c.name)).all()
    if any(row.id != record.id and row.name.casefold() == record.name.casefold() for row in names):
        raise Conflict(f"There is a benchmark named “{record.name}” already. Choose another name.", name=record.name)


def _check_portfolio(connection: Connection, record: BenchmarkRecord) -> None:
    if record.portfolio_id:
        _find_portfolio(connection, record.portfolio_id)


def _find_portfolio(connection: Connection, portfolio_id: str) -> None:
    ids = set(connection.scalars(select(portfolios.c.id)))
    if portfolio_id not in ids:
        raise NotFound("portfolio", portfolio_id, ids)


def _users(connection: Connection) -> dict[str, tuple[User, ...]]:
    in_blends = (
        select(benchmark_compositions.c.component_id, benchmarks.c.id, benchmarks.c.name)
        .join(benchmarks, benchmarks.c.id == benchmark_compositions.c.benchmark_id)
        .order_by(benchmarks.c.name)
        .distinct()
    )
    measured = (
        select(portfolio_benchmarks.c.benchmark_id, portfolios.c.id, portfolios.c.name)
        .join(portfolios, portfolios.c.id == portfolio_benchmarks.c.portfolio_id)
        .order_by(portfolios.c.name)
    )
    found: dict[str, list[User]] = defaultdict(list)
    for kind, query in (("blend", in_blends), ("portfolio", measured)):
        for used, user_id, name in connection.execute(query):
            found[used].append(User(kind, user_id, name))
    return {used: tuple(users) for used, users in found.items()}


def _new_id() -> str:
    return PREFIX + "".join(secrets.choice(_ALPHABET) for _ in range(_NEW_ID_LENGTH))
