"""Which investors are there, and how did each allocate by year? Saved all or none, loaded, deleted."""

from __future__ import annotations

import re
import secrets
import string
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Engine, Row, delete, insert, select, update

from core.allocation.buckets import AllocationShare, Dimension
from core.errors import Conflict, InvalidSpecification, NotFound
from core.peers.investor import Investor, InvestorRecord, InvestorType, InvestorYear
from data.clock import written_at
from data.store.bounds import checked_currency, checked_text
from data.store.peers.tables import (
    PLACE_LENGTH,
    allocation_buckets,
    investor_allocations,
    investor_years,
    investors,
)
from data.store.revision import writing
from data.store.schema import ID_LENGTH, NAME_LENGTH

_ID = re.compile(rf"[A-Za-z0-9][A-Za-z0-9_-]{{0,{ID_LENGTH - 1}}}")
_ALPHABET = string.ascii_lowercase + string.digits
_NEW_ID_LENGTH = 10


def save_investors(
    engine: Engine, records: Sequence[InvestorRecord], *, source: str, merge: bool = False
) -> tuple[str, ...]:
    """Stores investors, all or none, and returns their ids in the given order; without an id a new one is given.

    ``merge``: one that is there by id or name is brought up to date (years and dimensions that are given replace the stored
    ones, the others stay); otherwise a taken name or id is a Conflict. An investor of the sample is never changed. A portfolio
    placed again replaces its former place. Raises InvalidSpecification when a text does not fit.
    """
    with writing(engine) as connection:
        return put_investors(connection, records, source=source, merge=merge)


def put_investors(
    connection: Connection, records: Sequence[InvestorRecord], *, source: str, merge: bool = False
) -> tuple[str, ...]:
    """:func:`save_investors` inside a transaction that is already writing."""
    checked = [_checked(one) for one in records]
    names = [one.investor.name for one in checked]
    if len(set(names)) < len(names):
        twice = next(name for name in names if names.count(name) > 1)
        raise Conflict(f"“{twice}” comes twice. Give every investor a name of its own.", name=twice)
    known = connection.execute(select(investors)).all()
    standing = {row.id: row for row in known} | {row.name: row for row in known}
    placed = {row.portfolio_id: row for row in known if row.portfolio_id}
    numbers = [_put_head(connection, one.investor, standing, placed, source, merge) for one in checked]
    _put_rows(connection, numbers, checked, renewed={row.number for row in known})
    ids = {row.number: row.id for row in connection.execute(select(investors.c.number, investors.c.id))}
    return tuple(ids[number] for number in numbers)


def load_investor(engine: Engine, investor_id: str) -> InvestorRecord:
    """One investor with everything that is known of it by year; raises NotFound."""
    with engine.connect() as connection:
        row = _find(connection, investor_id)
        here = investor_allocations.c.investor == row.number
        shares = connection.execute(
            select(
                investor_allocations.c.year,
                allocation_buckets.c.dimension,
                allocation_buckets.c.name,
                investor_allocations.c.weight,
            )
            .join(allocation_buckets, allocation_buckets.c.number == investor_allocations.c.bucket)
            .where(here)
            .order_by(investor_allocations.c.year, allocation_buckets.c.dimension, investor_allocations.c.weight.desc())
        ).all()
        years = connection.execute(
            select(investor_years).where(investor_years.c.investor == row.number).order_by(investor_years.c.year)
        ).all()
    return InvestorRecord(
        investor_of(row),
        tuple(AllocationShare(year, Dimension(dimension), name, weight) for year, dimension, name, weight in shares),
        tuple(InvestorYear(one.year, one.assets, one.performance) for one in years),
    )


def delete_investor(engine: Engine, investor_id: str) -> None:
    """Deletes an investor with everything known of it; raises NotFound. A deleted one of the sample does not come back."""
    with writing(engine) as connection:
        row = _find(connection, investor_id)
        connection.execute(delete(investors).where(investors.c.number == row.number))


def investor_of(row: Row[Any]) -> Investor:
    """The value object of a stored row."""
    return Investor(
        id=row.id,
        name=row.name,
        type=InvestorType[row.type],
        assets=row.assets,
        currency=row.currency,
        country=row.country,
        state=row.state,
        region=row.region,
        simulated=row.simulated,
        portfolio_id=row.portfolio_id or "",
        fiscal_year_end=row.fiscal_year_end,
    )


def _find(connection: Connection, investor_id: str) -> Row[Any]:
    row = connection.execute(select(investors).where(investors.c.id == investor_id)).one_or_none()
    if row is None:
        raise NotFound("investor", investor_id, connection.scalars(select(investors.c.id)))
    return row


def _checked(record: InvestorRecord) -> InvestorRecord:
    """The record with an id and a tidy name; raises InvalidSpecification for what cannot be stored."""
    one = record.investor
    name = checked_text(" ".join(one.name.split()), NAME_LENGTH, "An investor's name")
    if one.id and not _ID.fullmatch(one.id):
        raise InvalidSpecification(f"An investor's id has letters, digits, - and _ only, not “{one.id[:40]}”.")
    checked_currency(one.currency, f"The currency of {name}")
    for what in ("country", "state", "region"):
        checked_text(getattr(one, what), PLACE_LENGTH, f"The {what} of {name}")
    for share in record.allocations:
        checked_text(share.bucket, PLACE_LENGTH, "What is held")
    return replace(record, investor=replace(one, name=name))


def _put_head(
    connection: Connection,
    one: Investor,
    standing: dict[str, Row[Any]],
    placed: dict[str, Row[Any]],
    source: str,
    merge: bool,
) -> int:
    """Writes the investor's own row and returns its number."""
    found = placed.get(one.portfolio_id) or standing.get(one.id or one.name) or standing.get(one.name)
    values = {
        "name": one.name,
        "type": one.type.name,
        "assets": one.assets,
        "currency": one.currency,
        "country": one.country,
        "state": one.state,
        "region": one.region,
        "fiscal_year_end": one.fiscal_year_end,
        "simulated": one.simulated,
        "portfolio_id": one.portfolio_id or None,
        "source": source,
        "changed_at": written_at(),
    }
    if found is None:
        new_id = one.id or "".join(secrets.choice(_ALPHABET) for _ in range(_NEW_ID_LENGTH))
        made = connection.execute(insert(investors).values(id=new_id, **values)).inserted_primary_key
        assert made is not None
        return int(made[0])
    _refuse(one, found, standing, merge)
    connection.execute(update(investors).where(investors.c.number == found.number).values(**values))
    return int(found.number)


def _refuse(one: Investor, found: Row[Any], standing: dict[str, Row[Any]], merge: bool) -> None:
    """Raises Conflict for a name or id that belongs to somebody else."""
    namesake = standing.get(one.name)
    other = namesake is not None and namesake.number != found.number
    mine = bool(one.portfolio_id) and found.portfolio_id == one.portfolio_id
    if other or found.simulated != one.simulated or not (merge or mine):
        raise Conflict(
            f"There is an investor “{one.name}” already (id {found.id}). Choose another name, or delete that one first.",
            name=one.name,
            id=found.id,
        )


def _put_rows(
    connection: Connection, numbers: Sequence[int], records: Sequence[InvestorRecord], renewed: Collection[int]
) -> None:
    """Writes years and allocations; those of the same year and dimension that stood there for the ``renewed`` are replaced."""
    buckets = bucket_numbers(connection, {(s.dimension.value, s.bucket) for one in records for s in one.allocations})
    years, shares = [], []
    for number, record in zip(numbers, records, strict=True):
        if number in renewed:
            _clear(connection, number, record)
        years += [
            {"investor": number, "year": y.year, "assets": y.assets, "performance": y.performance} for y in record.years
        ]
        shares += [
            {"investor": number, "year": s.year, "bucket": buckets[s.dimension.value, s.bucket], "weight": s.weight}
            for s in record.allocations
            if s.weight > 0
        ]
    if years:
        connection.execute(insert(investor_years), years)
    if shares:
        connection.execute(insert(investor_allocations), shares)


def _clear(connection: Connection, number: int, record: InvestorRecord) -> None:
    told = investor_years.c.year.in_([one.year for one in record.years])
    connection.execute(delete(investor_years).where(investor_years.c.investor == number, told))
    by_dimension: dict[str, set[int]] = {}
    for one in record.allocations:
        by_dimension.setdefault(one.dimension.value, set()).add(one.year)
    for dimension, years in by_dimension.items():
        own = select(allocation_buckets.c.number).where(allocation_buckets.c.dimension == dimension)
        connection.execute(
            delete(investor_allocations).where(
                investor_allocations.c.investor == number,
                investor_allocations.c.year.in_(years),
                investor_allocations.c.bucket.in_(own),
            )
        )


def bucket_numbers(connection: Connection, wanted: Iterable[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """The numbers of (dimension, name) pairs; those that were not known are added."""
    known = {(row.dimension, row.name): row.number for row in connection.execute(select(allocation_buckets))}
    missing = sorted(set(wanted) - known.keys())
    if missing:
        connection.execute(insert(allocation_buckets), [{"dimension": d, "name": n} for d, n in missing])
        known = {(row.dimension, row.name): row.number for row in connection.execute(select(allocation_buckets))}
    return known
