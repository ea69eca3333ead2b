"""How is a benchmark made, changed and taken away? A dialog for each."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial

import streamlit as st

from core.benchmark.blend import Blend, Component
from core.benchmark.kinds import BenchmarkKind
from core.market.home import HOMES, home_of
from ui.charts.drawing.line import Line
from ui.charts.growth import growth_figure
from ui.charts.theme import Role
from ui.reads.benchmarks import OWN, BenchmarkRecord, blend_path, library, origin_of, users
from ui.reads.portfolio import portfolios, stored_prices
from ui.views.hybrid.mix import mix_controls
from ui.widgets.live_chart import ChartFrame, live_chart
from ui.widgets.notices import guarded
from ui.wording.number_format import THIN_SPACE, percent
from ui.wording.plain_text import escaped
from ui.writes import benchmarks as benchmark_storing

MAKEABLE = {
    "A blend of others": BenchmarkKind.BLENDED,
    "Own daily returns": BenchmarkKind.IMPORTED,
    "A fixed return": BenchmarkKind.FIXED_RETURN,
    "A security": BenchmarkKind.SECURITY,
    "Another portfolio": BenchmarkKind.PORTFOLIO,
}


@st.dialog("New benchmark", width="large")
def new_benchmark() -> None:
    """One of five types; an index comes with the catalogue."""
    chosen = st.segmented_control(
        "Type", list(MAKEABLE), default=next(iter(MAKEABLE)), key="ys-new-kind", label_visibility="collapsed"
    )
    forms = {
        BenchmarkKind.BLENDED: _new_blend,
        BenchmarkKind.IMPORTED: _new_imported,
        BenchmarkKind.FIXED_RETURN: _new_fixed_return,
        BenchmarkKind.SECURITY: _new_security,
        BenchmarkKind.PORTFOLIO: _new_portfolio,
    }
    with guarded("The new benchmark"):
        forms[MAKEABLE[chosen or next(iter(MAKEABLE))]]()


@st.dialog("Edit blend", width="large")
def edit_blend(record: BenchmarkRecord) -> None:
    """Its components, weights, rule and dates; a preset is copied under a name of its own."""
    own = origin_of(record.id) == OWN
    with guarded("The blend"):
        name = st.text_input("Name", record.name if own else f"{record.name} (mine)", max_chars=120, key="ys-edit-name")
        start = library().blend(record.id) if record.intervals else _first_blend(record.currency or "USD")
        blend = mix_controls(start, f"edit {record.id}", library().component_names(record.id), free=True)
        _preview(blend)
        if st.button("Save", type="primary", key="ys-edit-save"):
            if own:
                benchmark_storing.change_blend(record.id, name, blend)
            else:
                benchmark_storing.keep_blend(name, blend)
            _close("Saved.")


@st.dialog("Rename")
def rename(record: BenchmarkRecord) -> None:
    """Another display name."""
    name = st.text_input("Name", record.name, max_chars=120, key="ys-new-name")
    if st.button("Save", type="primary", key="ys-rename-save"):
        with guarded("Renaming"):
            benchmark_storing.rename(record.id, name)
            _close("Renamed.")


@st.dialog("Add returns")
def add_returns(record: BenchmarkRecord) -> None:
    """More daily returns for an imported benchmark, over or beside those that are there."""
    st.markdown(f"**{escaped(record.name)}**")
    returns = _returns_upload()
    replacing = st.checkbox(
        "Replace everything between the file's first and last date",
        key="ys-replace",
        help="Otherwise dates that the file does not have keep their returns.",
    )
    if st.button("Add", type="primary", key="ys-add", disabled=returns is None) and returns is not None:
        with guarded("The file"):
            _close(f"{benchmark_storing.add_returns(record.id, returns(), replacing):,} returns stored.")


@st.dialog("Delete this benchmark?")
def confirm_delete(record: BenchmarkRecord) -> None:
    """Names who uses it; deleting it all the same is a second decision."""
    used = users().get(record.id, ())
    st.markdown(f"**{escaped(record.name)}** will be gone.")
    force = False
    if used:
        names = ", ".join(f"the {one.kind} **{escaped(one.name)}**" for one in used)
        st.markdown(f"It is used by {names}. Blends that contain it cannot be computed without it.")
        force = st.checkbox("Delete it all the same", key="ys-force")
    left, right = st.columns(2)
    if left.button("Keep it", width="stretch", key="ys-keep"):
        st.rerun()
    if right.button(
        "Delete", type="primary", width="stretch", key="ys-confirm-delete", disabled=bool(used) and not force
    ):
        with guarded("Deleting"):
            benchmark_storing.delete(record.id, force)
            _close("Deleted.")


def _new_blend() -> None:
    left, right = st.columns([3, 1])
    name = left.text_input("Name", key="ys-blend-name", max_chars=120, placeholder="60/40, rebalanced every quarter")
    currency = right.selectbox("Currency", list(HOMES), key="ys-blend-currency")
    blend = mix_controls(_first_blend(currency), f"new {currency}", library().component_names(), free=True)
    _preview(blend)
    if st.button("Save", type="primary", key="ys-blend-save"):
        benchmark_storing.keep_blend(name.strip() or blend.mix_in_words(library().component_names()), blend)
        _close("Saved.")


def _first_blend(currency: str) -> Blend:
    equity, bonds = home_of(currency).first_blend
    return Blend("NEW", currency, (Component(equity, 0.6), Component(bonds, 0.4)), name="New blend")


def _preview(blend: Blend) -> None:
    """The path of what is being made, at once."""
    with guarded("The path"):
        levels = blend_path(blend).level_series()
        total = float(levels.levels[-1] / levels.levels[0] - 1.0)
        live_chart(
            growth_figure([Line(Role.BENCHMARK, "This blend", levels.dates, levels.levels)], height=260),
            ChartFrame(
                key="ys-preview",
                title="Growth of 100 in this blend",
                summary=f"It returned {percent(total)} over the years its data covers.",
                file_name="blend",
                ranges=False,
            ),
        )


def _new_imported() -> None:
    left, right = st.columns([3, 1])
    name = left.text_input("Name", key="ys-imported-name", max_chars=120)
    currency = right.selectbox("Currency", list(HOMES), key="ys-imported-currency")
    returns = _returns_upload()
    if st.button("Save", type="primary", key="ys-imported-save", disabled=returns is None) and returns is not None:
        benchmark_storing.keep_imported(name, currency, given := returns())
        _close(f"{len(given):,} returns stored.")


def _returns_upload() -> Callable[[], dict[date, float]] | None:
    """How to read the chosen file; None while none is chosen."""
    file = st.file_uploader(
        "A file with a date and a return in each row",
        type=["csv", "txt", "xlsx", "gz"],
        key="ys-returns-file",
        help="2025-12-31,0.0042",
    )
    percent_given = st.checkbox(f"The returns are percent (0.42 is 0.42{THIN_SPACE}%)", key="ys-returns-percent")
    return partial(benchmark_storing.read_returns, file.getvalue(), file.name, percent_given) if file else None


def _new_fixed_return() -> None:
    rate = st.number_input("Percent a year", -50.0, 100.0, 5.0, 0.25, key="ys-fixed-rate")
    compounded = st.checkbox(
        "Compounded",
        value=True,
        key="ys-fixed-compounded",
        help="Not compounded, each payment earns simple interest from its own day; as a line of growth it counts from its first day.",
    )
    st.caption("It is named by its rate and cannot be deleted: it needs no data.")
    if st.button("Save", type="primary", key="ys-fixed-save"):
        benchmark_storing.keep_fixed_return(round(rate / 100.0, 6), compounded)
        _close("Saved.")


def _new_security() -> None:
    symbols = sorted({one.symbol: one.currency for one in stored_prices() if one.in_use}.items())
    if not symbols:
        st.info(
            "There are no stored prices yet. Bring some on **Your Data**, then any of their symbols can be a benchmark."
        )
        return
    currencies = dict(symbols)
    symbol = st.selectbox("Symbol", list(currencies), key="ys-security-symbol")
    name = st.text_input("Name", symbol, key=f"ys-security-name {symbol}", max_chars=120)
    if st.button("Save", type="primary", key="ys-security-save"):
        benchmark_storing.keep_security(name, symbol, currencies[symbol])
        _close("Saved.")


def _new_portfolio() -> None:
    summaries = {one.id: one for one in portfolios()}
    if not summaries:
        st.info("There is no portfolio yet. Bring one on **Your Data**.")
        return
    chosen = st.selectbox("Portfolio", list(summaries), format_func=lambda one: summaries[one].name, key="ys-twin")
    name = st.text_input(
        "Name", f"{summaries[chosen].name}, as a benchmark", key=f"ys-twin-name {chosen}", max_chars=120
    )
    st.caption("It is measured by its time-weighted return. A portfolio cannot be part of a blend.")
    if st.button("Save", type="primary", key="ys-twin-save"):
        benchmark_storing.keep_portfolio_benchmark(name, chosen, summaries[chosen].base_currency)
        _close("Saved.")


def _close(text: str) -> None:
    st.toast(text)
    st.rerun()
