"""What is this benchmark? Its path, what it is made of, who uses it, and what may be done with it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import streamlit as st

from core.benchmark.kinds import BenchmarkKind
from core.market.levels import LevelSeries
from ui.charts.drawing.line import Line
from ui.charts.growth import growth_figure
from ui.charts.theme import Role
from ui.reads.benchmarks import (
    OWN,
    BenchmarkRecord,
    Extent,
    benchmark_path,
    blend_path,
    library,
    library_extents,
    origin_of,
    users,
)
from ui.views.benchmark_library.dialogs import add_returns, confirm_delete, edit_blend, rename
from ui.views.benchmark_library.overview import KIND_WORDS, basis_in_words
from ui.views.hybrid.lab import blend_lab
from ui.widgets.live_chart import ChartFrame, live_chart
from ui.widgets.notices import guarded, note_line
from ui.wording.number_format import day, days_from_to, percent
from ui.wording.plain_text import escaped, file_name

LOOK = "look"


def detail(rows: Sequence[BenchmarkRecord]) -> None:
    """One benchmark of the list."""
    names = {row.id: row.name for row in rows}
    if not names:
        return
    wanted = st.query_params.get(LOOK)
    if LOOK not in st.session_state and wanted in names:
        st.session_state[LOOK] = wanted
    if st.session_state.get(LOOK) not in names:
        st.session_state.pop(LOOK, None)
    chosen = st.selectbox("Look at", list(names), format_func=names.__getitem__, key=LOOK, bind="query-params")
    with guarded("The benchmark"):
        _benchmark(library().record(chosen), library_extents()[chosen])


def _benchmark(record: BenchmarkRecord, extent: Extent) -> None:
    st.header(record.name, anchor=False)
    st.caption(_facts(record, extent))
    _buttons(record)
    if extent.coverage is None and not extent.every_day:
        note_line(f"**No data yet.** {escaped(extent.reason or '', longest=600)}", "no-data")
        return
    path_picture(benchmark_path(record.id), f"path-{record.id}")
    if record.kind is BenchmarkKind.BLENDED:
        blend_lab(blend_path(library().blend(record.id)), library().names, key="library")


def _facts(record: BenchmarkRecord, extent: Extent) -> str:
    used = [f"{user.kind} {escaped(user.name)}" for user in users().get(record.id, ())]
    facts = [
        KIND_WORDS[record.kind],
        library().currency(record.id) or "any currency",
        basis_in_words(extent).lower(),
        days_from_to(extent.coverage.start, extent.coverage.end) if extent.coverage else "known on every day",
        "sample data" if extent.simulated else "",
        f"used by {', '.join(used)}" if used else "not in use",
    ]
    return " · ".join(fact for fact in facts if fact)


def _buttons(record: BenchmarkRecord) -> None:
    """What may be done: an index is renamed only, a preset not at all, a fixed return stays."""
    origin = origin_of(record.id)
    places = st.container(horizontal=True)
    if record.kind is BenchmarkKind.BLENDED and places.button(
        "Edit" if origin == OWN else "Copy and edit", key="ys-edit", icon=":material/edit:"
    ):
        edit_blend(record)
    renamable = record.kind is not BenchmarkKind.FIXED_RETURN and (origin == OWN or record.kind is BenchmarkKind.INDEX)
    if renamable and places.button("Rename", key="ys-rename", icon=":material/edit_note:"):
        rename(record)
    if record.kind is BenchmarkKind.IMPORTED and places.button(
        "Add returns", key="ys-add-returns", icon=":material/upload:"
    ):
        add_returns(record)
    deletable = origin == OWN and record.kind is not BenchmarkKind.FIXED_RETURN
    if deletable and places.button("Delete …", key="ys-delete-benchmark", icon=":material/delete:"):
        confirm_delete(record)


def path_picture(levels: LevelSeries, key: str) -> None:
    """Growth of 100 over all that its data covers."""
    values = np.asarray(100.0 * levels.levels / levels.levels[0])
    total = float(values[-1] / 100.0 - 1.0)
    live_chart(
        growth_figure([Line(Role.BENCHMARK, "Growth of 100", levels.dates, values)], height=340),
        ChartFrame(
            key=key,
            title=f"Growth of 100 in {levels.name}",
            summary=f"100 on {day(levels.dates[0])} became {values[-1]:,.1f} by {day(levels.dates[-1])} ({percent(total, signed=True)}).",
            file_name=f"{file_name(levels.name)}-growth",
            currency=levels.currency,
        ),
        f"{levels.name} {levels.dates[0]}",
    )
