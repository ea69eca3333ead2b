"""Which benchmarks are there? The list with type, coverage, basis and users."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from core.benchmark.kinds import BenchmarkKind
from core.market.levels import Basis
from ui.reads.benchmarks import OWN, PRESET, BenchmarkRecord, Extent, library, library_extents, origin_of, users
from ui.widgets.tables import Column, Kind, table
from ui.wording.number_format import UNKNOWN

KIND_WORDS = {
    BenchmarkKind.INDEX: "Index",
    BenchmarkKind.BLENDED: "Blend",
    BenchmarkKind.IMPORTED: "Own returns",
    BenchmarkKind.FIXED_RETURN: "Fixed return",
    BenchmarkKind.SECURITY: "Security",
    BenchmarkKind.PORTFOLIO: "Portfolio",
}
BASIS_WORDS = {Basis.PRICE: "Price", Basis.TOTAL: "Total return", Basis.NET: "Net return"}
ORIGIN_WORDS = {OWN: "Yours", PRESET: "Preset"}
_NAME_WIDTH = 260  # a preset's name says its mix


def overview() -> tuple[BenchmarkRecord, ...]:
    """The list, perhaps of one type only; returns what it shows."""
    known = library()
    kinds = [kind for kind in KIND_WORDS if any(one.kind is kind for one in known.records.values())]
    chosen = st.pills(
        "Type", kinds, format_func=KIND_WORDS.__getitem__, key="kind", bind="query-params", label_visibility="collapsed"
    )
    rows = tuple(known.records[one] for one in known.ids if chosen in (None, known.records[one].kind))
    extents, used = library_extents(), users()
    known_extents = [extents[row.id] for row in rows]
    columns = [
        Column("Name", Kind.TEXT, [row.name for row in rows], pinned=True, width=_NAME_WIDTH),
        Column("Type", Kind.TEXT, [KIND_WORDS[row.kind] for row in rows]),
        Column("Currency", Kind.TEXT, [known.currency(row.id) or UNKNOWN for row in rows]),
        Column("Basis", Kind.TEXT, [basis_in_words(one) for one in known_extents], "What its levels include."),
        Column("From", Kind.DATE, [one.coverage.start if one.coverage else None for one in known_extents]),
        Column("To", Kind.DATE, [one.coverage.end if one.coverage else None for one in known_extents]),
        Column("Data", Kind.TEXT, [data_in_words(one) for one in known_extents]),
        Column(
            "Used by", Kind.TEXT, [", ".join(user.name for user in used.get(row.id, ())) or UNKNOWN for row in rows]
        ),
        Column("Origin", Kind.TEXT, [ORIGIN_WORDS.get(origin_of(row.id), "Catalogue") for row in rows]),
    ]
    table(columns, key="library", file_name="benchmark-library", caption=_caption(rows))
    return rows


def basis_in_words(extent: Extent) -> str:
    return BASIS_WORDS[extent.basis] if extent.basis else UNKNOWN


def data_in_words(extent: Extent) -> str:
    if extent.coverage is None:
        return "Every day" if extent.every_day else "Missing"
    return "Sample" if extent.simulated else "Real"


def _caption(rows: Sequence[BenchmarkRecord]) -> str:
    return f"{len(rows)} benchmarks with type, currency, basis, coverage and who uses them."
