"""What moves when a convention is changed? The switches, the answer in a sentence, the table, and which tools use what."""

from __future__ import annotations

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.conventions.choices import IN_FORCE, Conventions
from core.conventions.restatement import Figure, Restated
from core.conventions.tools import SUBJECTS, TOOLS
from core.market.deposit_rate import deposit_name, rate_as_asked
from core.market.levels import Basis
from ui.choices.selection import risk_free_rate
from ui.reads.conventions import RestatableComparison, comparison_to_restate
from ui.reads.portfolio import valuation
from ui.reads.selection import Selection
from ui.views.conventions.choices import choose_conventions
from ui.views.conventions.words import FIGURES, SWITCHES, change_text, figure_text
from ui.views.trust.value_notices import value_notices
from ui.widgets.downloads import csv_button, json_button
from ui.widgets.notices import guarded, note_line, sample_banner, simulated_benchmarks
from ui.widgets.tables import Column, Kind, table
from ui.wording.number_format import UNKNOWN, count, days_from_to, listed
from ui.wording.plain_text import as_markdown, escaped, file_name

WHAT_IF = (
    "**A what-if.** Nothing here changes a number on another page: those are always made by the conventions in force, the first column of "
    "the table."
)


@st.fragment
def conventions_view(chosen: Selection, slider: DeltaGenerator) -> None:
    """Everything below the bar; runs again alone when a switch or the rate moves."""
    with slider:
        rate = risk_free_rate(chosen.currency)
    with guarded("The numbers"):
        data = comparison_to_restate(chosen)
        if chosen.portfolio.simulated:
            sample_banner()
        elif data.simulated:
            simulated_benchmarks([data.same_money.benchmark_name])
        value_notices(valuation(chosen.portfolio.id))
        note_line(WHAT_IF, "what-if")
        conventions = choose_conventions(data.basis, data.other_basis is not None)
        _answer(data, conventions, rate)


def _answer(data: RestatableComparison, conventions: Conventions, rate: float) -> None:
    before, after = data.restated(IN_FORCE, rate), data.restated(conventions, rate)
    with st.container(key="ys-headline"):
        st.markdown(as_markdown(sentence(before, after, conventions)))
    _table(before, after, data)
    for note in data.usual.cadence.notes:
        st.caption(escaped(note, 600))
    _reasons(before, after)
    _explanation(data, rate)
    _downloads(before, after, conventions, data, rate)


def sentence(before: Restated, after: Restated, conventions: Conventions) -> str:
    """Markdown: how many numbers move, by which switches, and what becomes of alpha."""
    names = [SWITCHES[one].label.lower() for one in conventions.changed]
    moved = [one for one in Figure if before.values[one] != after.values[one]]
    if not names:
        known = sum(value is not None for value in before.values.values())
        what = f"All {len(Figure)} numbers" if known == len(Figure) else f"{known} of {len(Figure)} numbers"
        missing = "" if known == len(Figure) else " Why the others cannot be made stands below them."
        return f"{what} as the pages show them. Change a convention, or pick a tool, to see what would move.{missing}"
    by = f"By another {listed(names, most=4)}"
    if not moved:
        return f"{by}, **none** of the {len(Figure)} numbers moves here."
    alpha = ""
    if Figure.ALPHA in moved:
        was, now = (
            figure_text(Figure.ALPHA, before.values[Figure.ALPHA]),
            figure_text(Figure.ALPHA, after.values[Figure.ALPHA]),
        )
        alpha = f" Alpha would be **{now}** instead of {was}."
    return f"{by}, **{len(moved)} of {len(Figure)}** numbers move.{alpha}"


def _table(before: Restated, after: Restated, data: RestatableComparison) -> None:
    rows = list(Figure)
    table(
        [
            Column("Number", Kind.TEXT, [FIGURES[one][0] for one in rows], pinned=True),
            Column(
                "In force",
                Kind.FIGURE,
                [figure_text(one, before.values[one]) for one in rows],
                "As every page shows it.",
                saved=[before.values[one] for one in rows],
            ),
            Column(
                "As chosen",
                Kind.FIGURE,
                [figure_text(one, after.values[one]) for one in rows],
                "By the conventions chosen above.",
                saved=[after.values[one] for one in rows],
            ),
            Column(
                "Change",
                Kind.FIGURE,
                [change_text(one, before.values[one], after.values[one]) for one in rows],
                "Empty where nothing moves; pp are percentage points.",
            ),
            Column("What it is", Kind.TEXT, [FIGURES[one][1] for one in rows]),
        ],
        "conventions",
        file_name=f"{file_name(data.same_money.name)}-conventions",
        caption="Every headline number by the conventions in force and by those chosen.",
    )


def _reasons(before: Restated, after: Restated) -> None:
    """Why numbers are missing, each reason once."""
    missing: dict[str, list[str]] = {}
    for found in (before, after):
        for figure, why in found.reasons.items():
            names = missing.setdefault(why, [])
            if FIGURES[figure][0] not in names:
                names.append(FIGURES[figure][0])
    for why, names in missing.items():
        st.caption(f"**{listed(names, most=9)}:** {escaped(why, longest=400)}")


def _explanation(data: RestatableComparison, rate: float) -> None:
    same, market = data.same_money, data.usual.benchmark_returns
    days = "" if market is None else f" Risk figures rest on {count(market.dates.size, 'day')} that both have."
    span = days_from_to(same.period.start, same.period.end)
    st.caption(
        f"{escaped(same.name)} beside {escaped(same.benchmark_name)} ({_BASIS[data.basis]}), {span}, "
        f"the risk-free rate that of {deposit_name(rate)}.{days}"
    )


_BASIS = {Basis.PRICE: "price index", Basis.TOTAL: "dividends included", Basis.NET: "net dividends included"}


def _downloads(
    before: Restated, after: Restated, conventions: Conventions, data: RestatableComparison, rate: float
) -> None:
    content = {
        "inputs": {
            "portfolio": data.same_money.portfolio_id,
            "benchmark": data.same_money.benchmark_name,
            "period": {"start": data.same_money.period.start, "end": data.same_money.period.end},
            **rate_as_asked(rate),
        },
        "conventions": {name: getattr(conventions, name) for name in SWITCHES},
        "changed": list(conventions.changed),
        "figures": {str(one): {"in_force": before.values[one], "as_chosen": after.values[one]} for one in Figure},
        "reasons": {str(one): why for one, why in after.reasons.items()},
        "simulated": data.simulated,
    }
    json_button("View as JSON", data.same_money.name, "conventions", lambda: content, "conventions-json")


def which_tools() -> None:
    """Conventions of known tools, and where they were read."""
    st.header("Which tools use which", anchor=False)
    st.caption("Read in their source or documentation; “—” where a tool has no such number or does not say.")
    rows = [[one.name, *(one.says.get(subject, UNKNOWN) for subject in SUBJECTS)] for one in TOOLS]
    frame = pd.DataFrame(rows, columns=["Tool", *SUBJECTS])
    st.dataframe(
        frame,
        hide_index=True,
        key="convention-tools",
        height="content",
        row_height=84,
        column_config={
            "Tool": st.column_config.Column(pinned=True, width=150),
            **{subject: st.column_config.Column(width=143) for subject in SUBJECTS},
        },
        alt="What nine tools and standards do about the year, risk, alpha, the risk-free rate, ratios and captures.",
    )
    csv_button("Table as CSV", "conventions-of-tools", ["Tool", *SUBJECTS], rows, key="convention-tools-csv")
    with st.expander("Where this was read"):
        lines = [
            f"- **{escaped(one.name)}:** {escaped(one.source, 600)} {escaped(one.without_switch)}".rstrip()
            for one in TOOLS
        ]
        st.markdown("\n".join(lines))
