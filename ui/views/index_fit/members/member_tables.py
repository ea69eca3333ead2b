"""What is the index made of, and how much of it does the portfolio hold? Sectors as bars, holdings and members as tables."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import streamlit as st

from core.index.constituents import ConstituentList
from core.index.overlap import NO_SECTOR, IndexOverlap, OverlapLine, SectorPair
from core.index.overlap import member_weights as known_weights
from ui.charts.index_fit.members import sector_figure
from ui.reads.index_fit.members import PortfolioInIndex
from ui.widgets.live_chart import ChartFrame, live_chart
from ui.widgets.metric_row import Card, metric_row
from ui.widgets.notices import warning_line
from ui.widgets.tables import Column, Kind, table
from ui.wording.number_format import UNKNOWN, count, day, percent
from ui.wording.plain_text import escaped, file_name

_LITTLE = 0.005  # of the portfolio: less need not be mentioned
_FAR_APART = 92  # days between the list and the weights: indexes are reviewed each quarter
_DOUBTFUL = 0.25  # of the weight of a portfolio's shares without a sector


def overlap_section(found: PortfolioInIndex, listed: ConstituentList, index_name: str, spoken: str) -> None:
    """The sentence, the cards, and which holding is in the index; ``spoken``: the index as a sentence has it."""
    with st.container(key="ys-headline-overlap"):
        st.markdown(_sentence(found, escaped(spoken)))
    metric_row(_cards(found.overlap), "overlap")
    st.caption(" ".join(_notes(found, listed.as_of)))
    _holdings(found, index_name)


def _sentence(found: PortfolioInIndex, index: str) -> str:
    overlap = found.overlap
    members = f"{overlap.held_members:,} of its {count(overlap.members, 'member')}"
    told = f"**{percent(overlap.in_index)}** of {escaped(found.name)} is in {index}: {members}"
    if overlap.overlap is None or overlap.index_held is None:
        return f"{told}."
    held = f"which make up {percent(overlap.index_held)} of the index"
    return f"{told}, {held}. By weight both overlap by **{percent(overlap.overlap)}**."


def _cards(overlap: IndexOverlap) -> list[Card]:
    without = "" if overlap.overlap is not None else " The stored list has no weights, so it cannot be computed."
    return [
        Card(
            "In the index",
            percent(overlap.in_index),
            "The part of your portfolio that is members of the index; a fund counts by what it holds where its list is stored.",
        ),
        Card("Members held", f"{overlap.held_members:,}", "Different members, held directly or through such a fund."),
        Card(
            "Of the index",
            percent(overlap.index_held),
            f"What the members you hold weigh in the index together.{without}",
        ),
        Card(
            "Overlap by weight",
            percent(overlap.overlap),
            f"The smaller of your weight and the index’s, summed over all members: 100\u202f% where both are the same.{without}",
        ),
        Card(
            "Active share",
            percent(overlap.active_share),
            f"What is not overlap: 0\u202f% copies the index, 100\u202f% has nothing of it (Cremers and Petajisto 2009).{without}",
        ),
    ]


def _notes(found: PortfolioInIndex, listed_on: date | None) -> list[str]:
    lines = [f"Your weights are of {day(found.as_of)}."]
    if listed_on is not None and abs((found.as_of - listed_on).days) > _FAR_APART:
        lines.append(f"The list is of {day(listed_on)}: members and weights may have changed between.")
    if found.in_no_sector > _LITTLE:
        lines.append(
            f"{percent(found.in_no_sector)} of the portfolio is funds that are not looked through (no list of theirs is stored), bonds, "
            "deposits or cash: it counts as outside the index."
        )
    unsure = [escaped(one.symbol) for one in found.overlap.lines if one.part_in_index is None]
    if unsure:
        lines.append(
            f"Of {', '.join(unsure)} the list has only the same letters on another exchange; that counts as outside."
        )
    return lines


def _holdings(found: PortfolioInIndex, index_name: str) -> None:
    lines = found.overlap.lines
    columns = [
        Column("Holding", Kind.TEXT, [one.name for one in lines], pinned=True),
        Column(
            "In the index",
            Kind.TEXT,
            [_part_in_index(one) for one in lines],
            "A fund by the part of it that is in the index.",
        ),
        Column("Your weight (%)", Kind.PRICE, [one.weight * 100 for one in lines], "Of the whole portfolio."),
        Column(
            "Index’s weight (%)",
            Kind.PRICE,
            [None if one.index_weight is None else one.index_weight * 100 for one in lines],
            "Of the whole index, as the list tells it.",
        ),
        Column("Sector", Kind.TEXT, [one.sector or None for one in lines]),
    ]
    name = f"{file_name(found.name)}-in-{file_name(index_name)}"
    table(columns, "ys-overlap", file_name=name, caption="Which holdings are in the index.")


def _part_in_index(one: OverlapLine) -> str:
    if one.part_in_index is None:
        return UNKNOWN
    if one.is_fund:
        return f"{percent(one.part_in_index, 0)} of the fund"
    return "Yes" if one.part_in_index else "No"


def sector_section(pairs: Sequence[SectorPair], listed: ConstituentList, index_name: str, portfolio: str = "") -> None:
    """Sectors of the index, beside those of the portfolio's shares where there is one."""
    weighted = known_weights(listed) is not None
    by = "weight" if weighted else "number of members"
    if all(one.sector == NO_SECTOR for one in pairs):
        st.caption("The stored list tells no sectors.")
        return
    if not weighted:
        st.caption("The list has no weights, so the bars of the index count its members.")
    largest = max(pairs, key=lambda one: one.index)
    live_chart(
        sector_figure(pairs, index_name, portfolio),
        ChartFrame(
            key="ys-sectors",
            title=f"Sectors of {index_name} by {by}",
            summary=f"{largest.sector} is the largest sector of {index_name} with {percent(largest.index)} by {by}.",
            file_name=f"{file_name(index_name)}-sectors",
            ranges=False,
        ),
    )
    unknown = next((one.portfolio for one in pairs if one.sector == NO_SECTOR), None)
    if portfolio and unknown is not None and unknown > _DOUBTFUL:
        warning_line(
            f"**{percent(unknown)}** of your shares have no known sector. Say on *Diversification* what each holding is.",
            "unknown-sectors",
        )
    elif portfolio:
        st.caption(
            "Your bars are of your shares alone, 100\u202f% together: other funds, bonds, deposits and cash are in no sector."
        )


def constituents_table(listed: ConstituentList, index_name: str) -> None:
    """Every row of the list, heaviest first; as CSV it can be brought again."""
    rows = sorted(listed.constituents, key=lambda one: (one.removed is not None, -(one.weight or 0.0)))
    columns = [
        Column("Symbol", Kind.TEXT, [one.symbol for one in rows], pinned=True),
        Column("Name", Kind.TEXT, [one.name or None for one in rows]),
        Column(
            "Weight (%)",
            Kind.PRICE,
            [None if one.weight is None else one.weight * 100 for one in rows],
            "Of the index, in percent, as the list tells it.",
        ),
        Column("Sector", Kind.TEXT, [one.sector or None for one in rows]),
    ]
    if any(one.added for one in rows):
        columns.append(Column("Added", Kind.DATE, [one.added for one in rows], "When it came into the index."))
    if any(one.removed for one in rows):
        columns.append(Column("Removed", Kind.DATE, [one.removed for one in rows], "When it left."))
    table(columns, "ys-members", file_name=f"{file_name(index_name)}-members", caption=f"The members of {index_name}.")
