"""What did US public pension plans report? Public Plans Data as published: assets in thousand dollars, actual allocations."""

from __future__ import annotations

from dataclasses import replace

from core.allocation.buckets import Dimension
from core.allocation.regions import region_of
from core.peers.investor import Investor, InvestorType
from data.importers.columns.field_values import DateOrder
from data.importers.columns.row_fields import RowFields
from data.importers.files.table import HeadedTable
from data.importers.peers.reading import PeerCollection, PeerReading, fiscal_year_end_of

FORMAT = "Public Plans Data"
COUNTRY = "United States"
THOUSAND = 1_000.0
_BUCKETS = {
    "eqtotal_actl": "Equity",
    "fitotal_actl": "Fixed Income",
    "retotal_actl": "Real Estate",
    "petotal_actl": "Private Equity",
    "hftotal_actl": "Hedge Funds",
    "comdtotal_actl": "Commodities",
    "altmisctotal_actl": "Alternatives",
    "cashtotal_actl": "Cash",
    "othertotal_actl": "Other",
}


def fits(header: HeadedTable) -> bool:
    """Whether a header is that of the published file."""
    return all(header.has(name) for name in ("ppd_id", "planname", "fy", "eqtotal_actl", "fitotal_actl"))


def read(table: HeadedTable, normalise: bool = False) -> PeerReading:
    """Every plan with its years. Rows without an allocation keep assets and return; the assets of the plan are its latest."""
    kept = PeerCollection(normalise)
    without, latest = 0, dict[str, int]()
    for row in table.fields(DateOrder.MDY, columns=table.names):
        without += _read_row(kept, latest, row)
        kept.problems += row.problems
    notes = (f"{without} rows have no allocation; their assets and returns are kept.",) if without else ()
    return kept.reading(FORMAT, notes)


def _read_row(kept: PeerCollection, latest: dict[str, int], row: RowFields) -> bool:
    """Reads one row; answers whether it has no allocation. ``latest``: the year that the assets of a plan are of."""
    name, year = row.text("planname"), row.number("fy")
    if not name or year is None:
        row.refuse("PlanName", "The plan's name or its fiscal year is missing.")
        return False
    thousands, when = row.number("mktassets_net"), int(year)
    assets = None if thousands is None else thousands * THOUSAND
    if name not in kept.heads:
        kept.heads[name] = Investor(
            f"ppd-{row.text('ppd_id') or 'unknown'}",
            name,
            InvestorType.PUBLIC_PENSION,
            country=COUNTRY,
            state=row.text("statename"),
            region=region_of(COUNTRY),
        )
    if assets is not None and when >= latest.get(name, 0):
        kept.heads[name], latest[name] = replace(kept.heads[name], assets=assets), when
    if year_end := fiscal_year_end_of(row, "fye"):
        kept.heads[name] = replace(kept.heads[name], fiscal_year_end=year_end)
    kept.add_year(row, name, when, assets, row.number("investmentreturn_1yr"))
    given = row.numbers(_BUCKETS)
    if given:
        kept.add_allocation(row, name, when, Dimension.ASSET_CLASS, given, "weight")
    return not given
