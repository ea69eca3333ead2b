"""Which segment brought what, and what is in it? Asset classes, then sectors where they are known, then instruments."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import streamlit as st

from core.attribution.brinson import SegmentReturns
from core.attribution.constituent_segments import WITHOUT_PRICES
from core.attribution.currency import CurrencyAttribution, CurrencyMethod
from core.attribution.effects import SegmentEffect, SegmentLine, segment_lines
from core.attribution.gap_bridge import GapBridge
from core.attribution.portfolio import ComparedSegments, Level, Method
from ui.choices.selection import INSIDE
from ui.views.attribution import words
from ui.views.attribution.pictures import segment_bars
from ui.widgets.tables import Column, Kind, table
from ui.wording.number_format import amount_in_full, percentage_points
from ui.wording.plain_text import as_markdown, file_name

EVERYTHING = "All asset classes"
_MOST_BARS = 12
_NAME_WIDTH, _SHORT = 175, 12  # pixels, characters
_NOTHING = 1e-12


@st.fragment
def segments(compared: ComparedSegments, method: Method) -> None:
    """The choice of what to look into, its effects as bars and as a table."""
    places = _places(compared)
    if st.session_state.get(INSIDE) not in places:
        st.session_state.pop(INSIDE, None)
    inside = st.pills("Look inside", list(places), default=EVERYTHING, key=INSIDE, bind="query-params") or EVERYTHING
    data, effects, names = _looked_at(compared, method, inside, places[inside])
    factor = compared.yearly_factor
    shown = tuple(line.effect.times(factor or 1.0) for line in segment_lines(data, effects))
    if factor is not None:
        st.caption("Effects in percentage points a year.")
    segment_bars(shown[:_MOST_BARS], names, "segment-bars", compared.valuation.name)
    if len(shown) > _MOST_BARS:
        st.caption(f"The {_MOST_BARS} largest of {len(shown)}; the table has them all.")
    _table(data, effects, names, compared.valuation.name, factor)
    if inside != EVERYTHING:
        together = percentage_points(sum(one.total for one in shown)) + (" a year" if factor is not None else "")
        st.caption(
            as_markdown(
                f"Together {together}: the selection and interaction of {inside}. Here allocation means how much you held of each "
                f"inside {inside}."
            )
        )


def _places(compared: ComparedSegments) -> dict[str, Level]:
    """All, each asset class, and each known sector of one that has any, and at which level each is looked into."""
    classes = compared.segments(Level.ASSET_CLASS).segments
    divided = [one for one in classes if compared.has_sectors(one)]
    sectors = list(_sectors(compared.segments(Level.SECTOR))) if divided else []
    places = {EVERYTHING: Level.ASSET_CLASS}
    for name in classes:
        places[name] = Level.SECTOR if name in divided else Level.INSTRUMENT
        if name in divided:
            places |= {sector: Level.INSTRUMENT_IN_SECTOR for sector, parent in sectors if parent == name}
    return places


def _sectors(data: SegmentReturns) -> Iterator[tuple[str, str]]:
    """Each sector that is known, and its asset class."""
    for name, own_name, asset_class in zip(data.segments, data.own_names, data.parents or (), strict=True):
        if own_name != WITHOUT_PRICES:
            yield name, asset_class


def _looked_at(
    compared: ComparedSegments, method: Method, inside: str, level: Level
) -> tuple[SegmentReturns, tuple[SegmentEffect, ...], dict[str, str]]:
    """Weights and returns, the effects to be shown, and what each segment is called."""
    data = compared.segments(level)
    if inside == EVERYTHING:
        return data, compared.attribution_of(data, method).effects, {name: name for name in data.segments}
    inner = tuple(one for one in compared.attribution_of(data, method).inner if one.parent == inside)
    return data, inner, _names(compared, data)


def _names(compared: ComparedSegments, data: SegmentReturns) -> dict[str, str]:
    members = (one for days in compared.members.values() for one in days.segments)
    own = {one.symbol: one.name for one in (*members, *compared.component_segments, *compared.holding_segments)}
    return {name: own.get(name) or own_name for name, own_name in zip(data.segments, data.own_names, strict=True)}


def _table(
    data: SegmentReturns,
    effects: tuple[SegmentEffect, ...],
    names: dict[str, str],
    portfolio: str,
    factor: float | None,
) -> None:
    columns = segment_columns(segment_lines(data, effects), names, factor)
    table(columns, key="segments", file_name=f"{file_name(portfolio)}-attribution", caption="Effects by segment.")


def segment_columns(
    lines: Sequence[SegmentLine], names: Mapping[str, str], factor: float | None = None
) -> list[Column]:
    """A row for each segment: its effects, weights and returns. ``factor``: makes effects a year; None for less than one."""
    interaction = any(abs(line.effect.interaction) > _NOTHING for line in lines)
    effects = [line.effect.times(factor or 1.0) for line in lines]
    often = "a year" if factor is not None else "over the range"
    called = [names[line.effect.segment] for line in lines]
    wide = _NAME_WIDTH if max(map(len, called), default=0) > _SHORT else None
    columns = [
        Column("Segment", Kind.TEXT, called, pinned=True, width=wide),
        Column("Together", Kind.POINTS, [one.total for one in effects], f"All effects, in percentage points {often}."),
        Column("Allocation", Kind.POINTS, [one.allocation for one in effects], words.ALLOCATION),
        Column("Selection", Kind.POINTS, [one.selection for one in effects], words.SELECTION),
    ]
    if interaction:
        values = [one.interaction for one in effects]
        columns.append(Column("Interaction", Kind.POINTS, values, words.INTERACTION))
    if factor is not None:
        totals = [line.effect.total for line in lines]
        columns.append(Column("In all", Kind.POINTS, totals, "All effects together over the whole range."))
    columns += [
        Column("Your weight", Kind.PERCENT, [line.portfolio_weight for line in lines], words.WEIGHT),
        Column("Benchmark's", Kind.PERCENT, [line.benchmark_weight for line in lines], words.WEIGHT),
        Column(
            "Your return", Kind.PERCENT, [line.portfolio_return for line in lines], "On the days you held it, linked."
        ),
        Column("Its return", Kind.PERCENT, [line.benchmark_return for line in lines], "Linked, likewise."),
    ]
    return columns


def currency_sentence(found: CurrencyAttribution, often: str) -> None:
    """Currency effect in a sentence: what came of markets, and what of currencies? ``often``: " a year", or nothing."""
    alone = found.method is CurrencyMethod.EXCHANGE_RATES
    what = "exchange rates alone, interest differences not taken out," if alone else "the currencies themselves"
    st.markdown(
        f"Markets in their own currencies brought **{percentage_points(found.local_total)}**, {what} "
        f"**{percentage_points(found.currency_total)}**: together {percentage_points(found.active_return)}{often}."
    )


def currencies(found: CurrencyAttribution, portfolio: str) -> None:
    """Markets in their own currencies, and the currencies themselves, in numbers."""
    rows = [(f"{one.segment}, in its own currency", None, None, one.total) for one in found.local]
    rows += [
        (words.currency_name(one.currency, found.method), one.portfolio_weight, one.benchmark_weight, one.effect)
        for one in found.currencies
    ]
    columns = [
        Column("What", Kind.TEXT, [row[0] for row in rows], pinned=True),
        Column(
            "Effect", Kind.POINTS, [row[3] for row in rows], "In percentage points; all rows add up to the difference."
        ),
        Column("Your weight", Kind.PERCENT, [row[1] for row in rows], words.WEIGHT),
        Column("Benchmark's", Kind.PERCENT, [row[2] for row in rows], words.WEIGHT),
    ]
    table(columns, key="currencies", file_name=f"{file_name(portfolio)}-currencies", caption="Markets and currencies.")
    st.caption(words.currency_method(found))


def mapping(compared: ComparedSegments) -> None:
    """Segments of either side: what counts as what, and how is that known?"""
    rows = [("Benchmark", one) for one in compared.component_segments]
    rows += [("You", one) for one in compared.holding_segments]
    with st.expander("What counts as what"):
        st.markdown(
            "Each of your holdings meets the part of the benchmark that is of the same asset class. Where one is in the wrong class, "
            "sort it on *Category* or say on *Diversification* what it is."
        )
        columns = [
            Column("Name", Kind.TEXT, [one.name for _, one in rows], pinned=True),
            Column("Side", Kind.TEXT, [side for side, _ in rows]),
            Column("Asset class", Kind.TEXT, [one.asset_class for _, one in rows]),
            Column("Known", Kind.TEXT, [one.known_by for _, one in rows]),
            Column("Sector", Kind.TEXT, [one.sector or None for _, one in rows]),
            Column("Sector known", Kind.TEXT, [one.sector_known_by or None for _, one in rows]),
            Column("Currency", Kind.TEXT, [one.currency for _, one in rows]),
        ]
        measured = compared.category_returns.measured_with if compared.category_returns else {}
        if measured:
            names = [" and ".join(measured.get(one.asset_class, ())) if side == "You" else "" for side, one in rows]
            columns.append(Column("Class measured with", Kind.TEXT, [one or None for one in names]))
        name = file_name(compared.valuation.name)
        table(columns, key="mapping", file_name=f"{name}-asset-classes", caption="What counts as what.")


def amounts_to_the_cent(bridge: GapBridge) -> Column:
    """The deposit, the steps and the closing value. Both ends are amounts; only the steps between them have a sign."""
    steps = [amount for _, amount in bridge.steps]
    ends = [amount_in_full(one, bridge.currency, decimals=2) for one in (bridge.start, bridge.end)]
    signed = [amount_in_full(one, bridge.currency, signed=True, decimals=2) for one in steps]
    return Column(
        "Amount",
        Kind.FIGURE,
        [ends[0], *signed, ends[1]],
        "The deposit, before tax or after the one asked for, and all steps add up to what you have.",
        saved=[bridge.start, *steps, bridge.end],
    )
