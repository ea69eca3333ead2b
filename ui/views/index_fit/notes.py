"""What must a reader know about the numbers: which data, which days, what was left out and why?"""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from core.market.deposit_rate import deposit_name
from core.statistics.relative import Comparison
from ui.reads.index_fit.fit import FitPairs, FitQuestion, LeftOut
from ui.widgets.destinations import lead_to_your_data
from ui.widgets.notices import note_line
from ui.wording.number_format import count, days_from_to, rate, spoken_returns
from ui.wording.plain_text import as_markdown, escaped

_ALIGNED = (
    "**Aligned first:** both series are put on their common days as levels, so a holiday in one market neither loses nor invents a "
    "return."
)


def notes_beside_numbers(found: FitPairs) -> None:
    """The sentences about this comparison, small, right under its numbers; indexes that cannot be compared, by name."""
    notes = [escaped(one, longest=600) for one in found.notes]
    if notes:
        st.caption(" ".join(notes))
    for one in found.left_out:
        note_line(f"**{escaped(one.name)} is left out.** {escaped(one.reason, longest=600)}", f"left-out-{one.symbol}")
    if found.left_out:
        lead_to_your_data("Add prices", "Prices")


def left_out_list(left_out: Sequence[LeftOut]) -> None:
    """Every index that is not among those compared, with its reason."""
    if not left_out:
        return
    several = count(len(left_out), "index", "indexes")
    with st.expander(f"{several} left out, and why"):
        st.markdown(
            "\n".join(f"- **{escaped(one.name)}**: {escaped(one.reason, longest=600)}" for one in left_out),
        )
        lead_to_your_data("Add prices", "Prices")


def about_the_comparison(question: FitQuestion, found: FitPairs, several: Sequence[Comparison]) -> None:
    """Data, days, conventions."""
    lines = [
        *(
            f"**{escaped(one.benchmark.name)}:** {days_from_to(pair.levels[0].dates[0], one.portfolio.dates[-1])}, "
            f"{spoken_returns(one.observations, one.periods_per_year)} on the days that both have, in {found.currency}."
            for pair, one in zip(found.pairs, several, strict=True)
        ),
        f"**Risk-free rate:** that of {deposit_name(question.rate)}, {rate(question.rate)} a year effective, in alpha and Sharpe.",
        _ALIGNED,
        "**Errors of alpha** are Newey–West’s, which allow for returns that hang together from day to day.",
        *(escaped(one, longest=600) for one in found.all_notes),
    ]
    with st.expander("About these numbers"):
        st.markdown(as_markdown("\n".join(f"- {line}" for line in lines)))
