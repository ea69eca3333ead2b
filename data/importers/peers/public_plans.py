"""What did US public pension plans report? Public Plans Data as published: assets in thousand dollars, actual allocations."""

from __future__ import annotations

from collections.abc import Mapping

from core.allocation.buckets import Dimension
from core.allocation.regions import region_of
from core.peers.investor import Investor, InvestorType
from data.importers.columns.field_values import Cell
from data.importers.files.table import HeadedTable
from data.importers.peers.reading import PeerCollection, PeerReading

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


def fits(names: frozenset[str]) -> bool:
    """Whether a header is that of the published file."""
    return {"ppd_id", "planname", "fy", "eqtotal_actl", "fitotal_actl"} <= names


def read(table: HeadedTable, normalise: bool = False) -> PeerReading:
    """Every plan with its years. Rows without an allocation keep assets and return; the assets of the plan are its latest."""
    kept = PeerCollection(normalise)
    without, latest = 0, dict[str, tuple[int, float]]()
    for row in table.rows:
        cells = dict(zip(table.names, row.cells, strict=False))
        without += _row(kept, latest, row.line, cells)
    notes = (f"{without} rows have no allocation; their assets and returns are kept.",) if without else ()
    for name, head in list(kept.heads.items()):
        kept.heads[name] = _with_assets(head, latest.get(name))
    return kept.reading(FORMAT, notes)


def _row(kept: PeerCollection, latest: dict[str, tuple[int, float]], line: int, cells: Mapping[str, Cell]) -> bool:
    """Reads one row; answers whether it has no allocation."""
    name, year = str(cells.get("planname", "")).strip(), kept.number(line, cells, "fy")
    if not name or year is None:
        kept.refuse(line, "PlanName", "The plan's name or its fiscal year is missing.")
        return False
    thousands = kept.number(line, cells, "mktassets_net")
    assets = None if thousands is None else thousands * THOUSAND
    if name not in kept.heads:
        kept.heads[name] = Investor(
            f"ppd-{_whole(cells.get('ppd_id', ''))}",
            name,
            InvestorType.PUBLIC_PENSION,
            country=COUNTRY,
            state=str(cells.get("statename", "")).strip(),
            region=region_of(COUNTRY),
        )
    if assets is not None and year >= latest.get(name, (0, 0.0))[0]:
        latest[name] = (int(year), assets)
    kept.add_year(name, int(year), assets, kept.number(line, cells, "investmentreturn_1yr"), line)
    given = {
        bucket: amount
        for column, bucket in _BUCKETS.items()
        if (amount := kept.number(line, cells, column)) is not None
    }
    if given:
        kept.add_allocation(line, name, int(year), Dimension.ASSET_CLASS, given, "weight")
    return not given


def _with_assets(head: Investor, latest: tuple[int, float] | None) -> Investor:
    if latest is None:
        return head
    return Investor(head.id, head.name, head.type, latest[1], "USD", head.country, head.state, head.region)


def _whole(cell: Cell) -> str:
    return str(cell).strip().removesuffix(".0") or "unknown"
