"""What must a reader know about the numbers, and how do they leave the screen? Notes, their data, and the view as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from core.market.deposit_rate import rate_as_asked
from core.same_money.comparison import SameMoney
from core.valuation.portfolio_value import Valuation
from core.valuation.stale import notes_on_stale
from ui.choices.selection import rate_at_the_click
from ui.reads.answers import same_money_json
from ui.reads.portfolio import Comparisons
from ui.views.trust.value_notices import value_notices
from ui.widgets.downloads import json_button
from ui.widgets.notices import sample_banner, simulated_benchmarks
from ui.wording.number_format import count, days_from_to
from ui.wording.plain_text import escaped, file_name

_HOW_IT_IS_MATCHED = (
    "**Same money:** every payment buys or sells the benchmark at the level of its own day; what was paid out to you leaves the "
    "benchmark account too."
)


def trust_notices(comparisons: Comparisons) -> None:
    """What must be read before the numbers are believed: that it is a sample, that holdings are missing."""
    if comparisons.valuation.simulated:
        sample_banner()
    else:
        simulated_benchmarks(comparisons.invented)
    value_notices(comparisons.valuation)


def notes_of(comparisons: Comparisons) -> list[str]:
    """All sentences that belong beside the numbers, each once."""
    return list(dict.fromkeys(note for one in comparisons.same_money for note in one.notes))


def notes_beside_numbers(comparisons: Comparisons) -> None:
    """The sentences about this comparison, small, right under its numbers."""
    about_portfolio = {*comparisons.valuation.notes, *notes_on_stale(comparisons.valuation)}
    beside = [note for note in notes_of(comparisons) if note not in about_portfolio]
    if beside:
        st.caption(" ".join(escaped(note, longest=600) for note in beside))


def about_the_numbers(comparisons: Comparisons) -> None:
    """Which data, from when to when, what was carried, how each number is made."""
    first = comparisons.same_money[0]
    with st.expander("About these numbers"):
        st.markdown("\n".join(f"- {line}" for line in _lines(comparisons, first)))


def view_download(comparisons: Comparisons, tickers: Sequence[str]) -> None:
    """The view with its inputs as JSON, made when it is asked for, at the rate that the slider shows then.

    ``tickers``: as the benchmarks were chosen."""
    first = comparisons.same_money[0]
    rate = rate_at_the_click(first.currency)
    what = f"vs-{file_name(first.benchmark_name)}"
    json_button("View as JSON", first.name, what, lambda: view_content(comparisons, tickers, rate()), key="view-json")


def view_content(comparisons: Comparisons, tickers: Sequence[str], rate: float) -> dict[str, Any]:
    """Inputs and the API's answer, every day in it; rates and returns in percent."""
    first = comparisons.same_money[0]
    inputs = {
        "portfolio": {"id": first.portfolio_id, "name": first.name, "currency": first.currency},
        "benchmarks": [one.benchmark_name for one in comparisons.same_money],
        "period": {"start": first.period.start, "end": first.period.end},
        **rate_as_asked(rate),
    }
    return {"inputs": inputs, **same_money_json(comparisons, tickers, rate)}


def carried_words(valuation: Valuation, first: SameMoney, benchmark_name: str) -> str:
    """``3 days a holding is valued at an earlier day's price; …``: on how many days something older stands in."""
    held, level = count(valuation.carried_days, "day"), count(first.carried_days, "day")
    return (
        f"{held} a holding is valued at an earlier day's price; on {level} {benchmark_name} stands at an earlier level. "
        "Never older than 7 days."
    )


def _lines(comparisons: Comparisons, first: SameMoney) -> list[str]:
    valuation = comparisons.valuation
    days = count(len(first.dates), "valuation day")
    return [
        f"**Range:** {days_from_to(first.period.start, first.period.end)}, {days}.",
        f"**Carried:** on {carried_words(valuation, first, escaped(first.benchmark_name))}",
        f"**Cash:** {escaped(valuation.cash_account.reason, longest=600)}",
        _HOW_IT_IS_MATCHED,
        "**Below one year** nothing is annualised, except XIRR, which is a yearly rate by its definition.",
        *(escaped(note, longest=600) for note in notes_of(comparisons)),
    ]
