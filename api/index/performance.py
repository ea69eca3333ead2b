"""How did the indexes stand? Observations are stored, and asked for by the latest, a range, or the last days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Query

from api.index.models.membership import (
    Moment,
    ObservationIn,
    ObservationList,
    ObservationOut,
    ObservationsDeleted,
    ObservationsIn,
    ObservationsSaved,
)
from api.server.bad_rows import BadRows, read_each
from api.server.database import Store
from api.server.strict_json import StrictJsonRoute
from core.errors import InvalidSpecification
from core.index.performance import IndexObservation
from data.store.index.performance import (
    all_latest_performance,
    delete_performance_older_than,
    latest_performance,
    performance_between,
    performance_of_last_days,
    save_performance,
)

router = APIRouter(prefix="/v1/index-performance", tags=["Index performance"], route_class=StrictJsonRoute)

Time = Annotated[Moment | None, Query(description="With its zone: 2024-01-02T16:00:00Z.")]
FIRST, LAST = dt.datetime(1899, 12, 31, tzinfo=dt.UTC), dt.datetime(2200, 1, 2, tzinfo=dt.UTC)


@router.post("", summary="Store how indexes stood")
def save(given: ObservationsIn, store: Store) -> ObservationsSaved:
    """All of them or none; an observation of the same symbol and time is replaced."""
    faults: list[tuple[str, str]] = []
    rows = read_each("observations", given.observations, _observation, faults)
    if faults:
        raise BadRows(faults)
    return ObservationsSaved(saved=save_performance(store, rows))


@router.get("", summary="Show the latest observation of every index")
def all_latest(store: Store) -> ObservationList:
    """By symbol."""
    return _observations(all_latest_performance(store))


@router.get("/{symbol}", summary="Show the latest observation of an index")
def latest(symbol: str, store: Store) -> ObservationOut:
    """404 where nothing is known of it."""
    return ObservationOut.model_validate(latest_performance(store, symbol))


@router.get("/{symbol}/history", summary="Show how an index stood over time")
def history(
    symbol: str,
    store: Store,
    start: Time = None,
    end: Time = None,
    days: Annotated[
        int | None, Query(ge=1, le=100_000, description="The last so many days, instead of a range.")
    ] = None,
) -> ObservationList:
    """From `start` to `end`, both included, or the last `days`; oldest first. 404 where nothing is known of the index."""
    if days is not None and (start is not None or end is not None):
        raise InvalidSpecification("Give either days or a range, not both.")
    latest_performance(store, symbol)
    if days is not None:
        found = performance_of_last_days(store, symbol, days, dt.datetime.now(dt.UTC))
    else:
        found = performance_between(store, symbol, start or FIRST, end or LAST)
    return _observations(found)


@router.delete("", summary="Delete old observations")
def delete_older_than(
    store: Store, before: Annotated[Moment, Query(description="What was observed before is deleted.")]
) -> ObservationsDeleted:
    """Of all indexes."""
    return ObservationsDeleted(deleted=delete_performance_older_than(store, before))


def _observation(one: ObservationIn) -> IndexObservation:
    return IndexObservation(**one.model_dump())


def _observations(rows: Sequence[IndexObservation]) -> ObservationList:
    return ObservationList.model_validate({"observations": rows})
