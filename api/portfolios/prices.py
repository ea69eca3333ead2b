"""Which prices are known? Stored, and listed with where they reach."""

from __future__ import annotations

from fastapi import APIRouter

from api.portfolios.price_models import PriceCoverage, PriceIn, PricesIn, PricesSaved
from api.server.bad_rows import BadRows, read_each
from api.server.database import Store
from api.server.strict_json import StrictJsonRoute
from data.price_record import PriceRecord
from data.store.prices.histories import price_coverage, save_prices

SOURCE = "api"

router = APIRouter(prefix="/v1/prices", tags=["Prices"], route_class=StrictJsonRoute)


@router.post("", summary="Store prices")
def save(given: PricesIn, store: Store) -> PricesSaved:
    """All of them or none; a price of the same symbol and day is replaced. Answers 409 when a symbol is stored in another currency."""
    faults: list[tuple[str, str]] = []
    records = read_each("prices", given.prices, _record, faults)
    faults = faults or _contradictions(given.prices)
    if faults:
        raise BadRows(faults)
    saved = save_prices(store, records, SOURCE)
    return PricesSaved(saved=saved, symbols=sorted({record.symbol for record in records}))


@router.get("", summary="List what prices are stored")
def coverage(store: Store) -> PriceCoverage:
    """Every stored series: symbol, currency, first and last day, number of prices, source."""
    return PriceCoverage.model_validate({"series": price_coverage(store)})


def _record(price: PriceIn) -> PriceRecord:
    return PriceRecord.quoted(price.symbol, price.date, price.close, price.adjusted_close, price.currency)


def _contradictions(prices: list[PriceIn]) -> list[tuple[str, str]]:
    """Prices of one symbol and day that differ: which one is meant cannot be known."""
    first: dict[tuple[str, object], PriceIn] = {}
    return [
        (f"prices[{index}]", f"a different price of {price.symbol} on {price.date} stands before it")
        for index, price in enumerate(prices)
        if first.setdefault((price.symbol, price.date), price) != price
    ]
