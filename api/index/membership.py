"""Is it in the index, and what is the index made of? Membership, constituents and sector weights."""

from __future__ import annotations

from collections import Counter
from typing import Annotated

from fastapi import APIRouter, Query

from api.index.models.membership import ConstituentsIn, ConstituentsSaved, MembershipOut
from api.server.database import Store
from api.server.strict_json import StrictJsonRoute
from core.errors import InvalidSpecification, NotFound
from core.index.constituents import Constituent, ConstituentList
from core.index.membership import SecurityFacts
from data.importers.index.constituents_csv import ConstituentReading, read_constituents
from data.store.index.constituents import delete_constituents, load_constituents, save_constituents
from studies.answers.members import ConstituentsOut, constituents_answer
from studies.index.fit import known_index
from studies.index.members import judge_membership

router = APIRouter(prefix="/v1/indexes", tags=["Index fit"], route_class=StrictJsonRoute)

Fact = Annotated[str | None, Query(min_length=1, max_length=100)]


@router.get("/{index}/membership/{symbol}", summary="Is a security in an index?")
def index_membership(
    index: str,
    symbol: str,
    store: Store,
    market_cap: Annotated[float | None, Query(gt=0, le=1e15, allow_inf_nan=False, description="US dollars.")] = None,
    sector: Fact = None,
    country: Fact = None,
    exchange: Fact = None,
) -> MembershipOut:
    """A stored constituents list decides; without one, rules of thumb on the facts given do. 404 for an unknown index."""
    entry = known_index(index)
    facts = SecurityFacts(market_cap, sector, country, exchange)
    found = judge_membership(store, symbol, entry.symbol, facts)
    return MembershipOut.from_result(found, market_cap=market_cap, sector=sector)


@router.put("/{index}/constituents", summary="Store the constituents of an index")
def put_constituents(index: str, given: ConstituentsIn, store: Store) -> ConstituentsSaved:
    """As rows, or as the text of a file as it is published. It replaces the list that was there."""
    entry, reading = known_index(index), _reading(given)
    if not reading.constituents:
        reason = reading.problems[0].message if reading.problems else "the list is empty"
        raise InvalidSpecification(f"There is no constituent that can be read: {reason}.")
    listed = ConstituentList(entry.symbol, given.as_of or reading.as_of, reading.constituents, given.source)
    return ConstituentsSaved.from_result(reading, index=entry.symbol, saved=save_constituents(store, listed))


@router.get("/{index}/constituents", summary="Show the constituents and sector weights of an index")
def get_constituents(index: str, store: Store) -> ConstituentsOut:
    """The stored list of the index, or of the index that its fund follows."""
    entry = known_index(index)
    listed = load_constituents(store, entry.symbol)
    if listed is None:
        raise NotFound("constituents list of", entry.symbol)
    return constituents_answer(listed)


@router.delete("/{index}/constituents", status_code=204, summary="Forget the constituents of an index")
def forget_constituents(index: str, store: Store) -> None:
    """Rules of thumb decide again."""
    delete_constituents(store, known_index(index).symbol)


def _reading(given: ConstituentsIn) -> ConstituentReading:
    if given.csv is not None:
        return read_constituents(given.csv.encode(), "constituents.csv")
    rows = given.constituents or []
    twice = [symbol for symbol, count in Counter(one.symbol for one in rows).items() if count > 1]
    if twice:
        raise InvalidSpecification(f"{twice[0]} stands in the list twice. Name every member once.")
    members = tuple(Constituent(one.symbol, one.name, one.weight, one.sector, one.added, one.removed) for one in rows)
    return ConstituentReading(given.as_of, members, ())
