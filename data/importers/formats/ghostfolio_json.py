"""What does a Ghostfolio JSON export say? Activities, and beside them the profiles of what was bought."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from core.ledger.transaction import AssetType, Transaction
from data.importers.columns.field_values import Cell
from data.importers.columns.row_fields import RowFields
from data.importers.errors import UnreadableFileError
from data.importers.files.json_activities import JsonObject
from data.importers.formats import ghostfolio
from data.importers.reading import ImportReading, RowProblem, Security

NAME = "ghostfolio-json"
LISTED = "activities"
FIELDS = ("date", "type", "symbol", "dataSource", "currency", "unitPrice", "quantity", "fee", "id")
Profiles = Mapping[tuple[str, str], Mapping[str, Any]]


def fits(text: str) -> bool:
    """Whether a text looks like Ghostfolio's export: an object with activities that have a data source."""
    return text.lstrip()[:1] == "{" and f'"{LISTED}"' in text and '"dataSource"' in text


def read(text: str, file_name: str) -> ImportReading:
    """All activities with the names and kinds of their assets; balances and market data are left out."""
    whole = JsonObject(text, file_name, LISTED)
    rows = whole.members.get(LISTED)
    if not isinstance(rows, list):
        raise UnreadableFileError(file_name, "its activities are no list. Export it again.")
    profiles = _profiles(whole.members)
    found: list[Transaction] = []
    problems: list[RowProblem] = []
    for line, one in zip(whole.lines, rows, strict=True):
        row = RowFields(line, _cells(one), {name.lower(): name for name in FIELDS} | {"price": "unitPrice"})
        made = tuple(activity(row, profiles))
        found += () if row.problems else made
        problems += row.problems
    return ImportReading(
        NAME, tuple(found), problems=tuple(problems), base_currency=_currency(whole), securities=_securities(profiles)
    )


def activity(row: RowFields, profiles: Profiles) -> Iterable[Transaction]:
    """One activity. A thing kept by hand has an id for a symbol; its name stands in instead."""
    profile = profiles.get((row.text("datasource"), row.text("symbol")), {})
    name, asset_type = str(profile.get("name") or ""), _asset_type(profile, row.text("datasource"))
    named = RowFields(
        row.line, {"symbol": name if ghostfolio.is_uuid(row.text("symbol")) and name else row.text("symbol")}
    )
    symbol, name = named.symbol("symbol"), RowFields(row.line, {"name": name}).name("name")
    row.problems += named.problems
    return ghostfolio.activity(row, symbol, name, asset_type, row.text("type"))


def _cells(one: object) -> dict[str, Cell]:
    """The fields of one activity as cells; what is no plain value counts as empty."""
    if not isinstance(one, dict):
        return {}
    cells: dict[str, Cell] = {}
    for name in FIELDS:
        value = one.get(name)
        if isinstance(value, int | float) and not isinstance(value, bool):
            cells[name.lower()] = _as_float(value)
        elif isinstance(value, str):
            cells[name.lower()] = value
    return cells


def _as_float(value: float) -> float:
    """A JSON number as a float; integers beyond any float count as infinite and are then refused."""
    try:
        return float(value)
    except OverflowError:
        return float("inf")


def _profiles(members: Mapping[str, Any]) -> Profiles:
    listed = members.get("assetProfiles")
    rows = [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
    return {(str(one.get("dataSource") or ""), str(one.get("symbol") or "")): one for one in rows}


def _asset_type(profile: Mapping[str, Any], source: str) -> AssetType:
    """By the profile's sub-class, else its class, else: by hand is something of its own, a quoted symbol a stock."""
    for field in ("assetSubClass", "assetClass"):
        if found := ghostfolio.ASSET_TYPES.get(str(profile.get(field) or "").casefold()):
            return found
    return AssetType.OTHER if source == ghostfolio.BY_HAND else AssetType.STOCK


def _currency(whole: JsonObject) -> str | None:
    user = whole.members.get("user")
    settings = user.get("settings") if isinstance(user, dict) else None
    currency = settings.get("currency") if isinstance(settings, dict) else None
    return currency if isinstance(currency, str) and len(currency) == 3 else None


def _securities(profiles: Profiles) -> tuple[Security, ...]:
    return tuple(
        Security(symbol, isin=str(one.get("isin") or ""), currency=str(one.get("currency") or ""))
        for (source, symbol), one in profiles.items()
        if source != ghostfolio.BY_HAND
    )
