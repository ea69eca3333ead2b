"""Which investors are in the universe? Stored all or none, shown, deleted."""

from __future__ import annotations

from fastapi import APIRouter

from api.peers.models import InvestorIds, InvestorIn, InvestorOut, InvestorsIn
from api.server.bad_rows import BadRows, read_each
from api.server.database import Store
from api.server.strict_json import StrictJsonRoute
from core.allocation.buckets import AllocationShare, Dimension, bucket_named
from core.allocation.regions import country_named, region_named
from core.peers.investor import Investor, InvestorRecord, InvestorYear, type_named
from data.store.peers.investors import delete_investor, load_investor, save_investors

router = APIRouter(prefix="/v1/investors", tags=["Peers"], route_class=StrictJsonRoute)


@router.post("", status_code=201, summary="Store investors")
def create(given: InvestorsIn, store: Store) -> InvestorIds:
    """All or none; those that cannot be are named together. Answers 409 when a name or id is taken."""
    faults: list[tuple[str, str]] = []
    records = read_each("investors", given.investors, _record, faults)
    if faults:
        raise BadRows(faults)
    return InvestorIds(ids=list(save_investors(store, records, source="api")))


@router.get("/{investor_id}", summary="Show one investor")
def stored_investor(investor_id: str, store: Store) -> InvestorOut:
    """With its allocations of all years."""
    record = load_investor(store, investor_id)
    return InvestorOut.from_result(record.investor, allocations=record.allocations, years=record.years)


@router.delete("/{investor_id}", status_code=204, summary="Delete one investor")
def delete(investor_id: str, store: Store) -> None:
    """With all its years; a deleted one of the sample does not come back."""
    delete_investor(store, investor_id)


def _record(given: InvestorIn) -> InvestorRecord:
    country = country_named(given.country)
    investor = Investor(
        id=given.id or "",
        name=given.name,
        type=type_named(given.type),
        assets=given.aum,
        currency=given.currency,
        country=country,
        state=given.state,
        region=region_named(given.region, country),
        fiscal_year_end=given.fiscal_year_end,
    )
    shares = tuple(_share(s.year, Dimension(s.dimension), s.bucket, s.weight) for s in given.allocations)
    return InvestorRecord(investor, shares, tuple(InvestorYear(y.year, y.assets, y.performance) for y in given.years))


def _share(year: int, dimension: Dimension, bucket: str, weight: float) -> AllocationShare:
    return AllocationShare(year, dimension, bucket_named(dimension, bucket), weight)
