"""What does a Ghostfolio JSON export say? Activities as a table, and beside them the profiles of what was bought."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from core.ledger.transaction import AssetType, TransactionKind
from core.market.minor_units import major_currency
from data.importers.columns.field_values import Cell, DateOrder
from data.importers.columns.row_fields import RowFields
from data.importers.columns.words import ASSETS, plain_word
from data.importers.errors import UnreadableFileError
from data.importers.files.json_activities import JsonObject
from data.importers.files.rows import Row
from data.importers.files.table import HeadedTable, header_name
from data.importers.formats import ghostfolio
from data.importers.reading import ImportReading, Security

LISTED = "activities"
FIELDS = ("date", "type", "symbol", "dataSource", "currency", "unitPrice", "quantity", "fee", "id")
DESCRIBED = ("name", "assetSubClass", "assetClass")
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.I)
Object = Mapping[str, Any]


def _security(row: RowFields, kind: TransactionKind) -> dict[str, Any]:
    """A thing kept by hand has an id for a symbol; its name stands in instead."""
    named = _UUID.fullmatch(row.text("symbol")) and row.has("name")
    symbol = row.symbol("name" if named else "symbol")
    words = (plain_word(row.text(column)) for column in ("assetsubclass", "assetclass"))
    usual = AssetType.OTHER if row.text("datasource") == ghostfolio.BY_HAND else AssetType.STOCK
    return {
        "symbol": "" if kind is TransactionKind.FEE else symbol,
        "name": row.name("name"),
        "asset_type": next((ASSETS[word] for word in words if word in ASSETS), usual),
    }


FORMAT = replace(
    ghostfolio.CSV, name="ghostfolio-json", title="Ghostfolio JSON", order=DateOrder.YMD, describe=_security
)


def fits(text: str) -> bool:
    """Whether a text looks like Ghostfolio's export: an object with activities that have a data source."""
    return text.lstrip()[:1] == "{" and f'"{LISTED}"' in text and '"dataSource"' in text


def read(text: str, file_name: str) -> ImportReading:
    """All activities with the names and kinds of their assets; balances and market data are left out."""
    export = JsonObject(text, file_name, LISTED)
    activities = export.members.get(LISTED)
    if not isinstance(activities, list):
        raise UnreadableFileError(file_name, "its activities are no list. Export it again.")
    profiles = _profiles(export.members)
    rows = (Row(line, _cells(one, profiles)) for line, one in zip(export.lines, activities, strict=True))
    columns = (*FIELDS, *DESCRIBED)
    table = HeadedTable(columns, tuple(map(header_name, columns)), tuple(rows), 1)
    return replace(
        FORMAT.read(table), base_currency=_currency(export.members), securities=_securities(profiles.values())
    )


def _cells(activity: object, profiles: Mapping[tuple[str, str], Object]) -> tuple[Cell, ...]:
    """The fields of one activity and of the profile of what it is about."""
    one: Object = activity if isinstance(activity, dict) else {}
    profile = profiles.get((str(one.get("dataSource") or "").strip(), str(one.get("symbol") or "").strip()), {})
    return tuple(_cell(one.get(name)) for name in FIELDS) + tuple(str(profile.get(name) or "") for name in DESCRIBED)


def _cell(value: object) -> Cell:
    """A plain value as a cell; anything else counts as empty, an integer beyond any float as infinite, to be refused."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        try:
            return float(value)
        except OverflowError:
            return float("inf")
    return value if isinstance(value, str) else ""


def _profiles(members: Object) -> dict[tuple[str, str], Object]:
    listed = members.get("assetProfiles")
    rows = [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
    return {(str(one.get("dataSource") or ""), str(one.get("symbol") or "")): one for one in rows}


def _currency(members: Object) -> str | None:
    user = members.get("user")
    settings = user.get("settings") if isinstance(user, dict) else None
    currency = settings.get("currency") if isinstance(settings, dict) else None
    return major_currency(currency)[0] if isinstance(currency, str) and len(currency) == 3 else None


def _securities(profiles: Iterable[Object]) -> tuple[Security, ...]:
    return tuple(
        Security(str(one.get("symbol") or ""), isin=str(one.get("isin") or ""), currency=str(one.get("currency") or ""))
        for one in profiles
        if str(one.get("dataSource") or "") != ghostfolio.BY_HAND
    )
