"""What must a reader know about the categories' numbers, and how do they leave the screen?"""

from __future__ import annotations

from typing import Any

import streamlit as st

from core.category.comparison import CategoryBenchmarking
from core.market.deposit_rate import rate_as_asked
from core.same_money.comparison import SameMoney
from core.valuation.portfolio_value import Valuation
from ui.reads.answers import category_json
from ui.widgets.downloads import json_button
from ui.wording.number_format import count, days_from_to, percent
from ui.wording.plain_text import escaped

_SPLIT = (
    "**Within and mix:** the reference splits every payment over the categories’ benchmarks in the same fixed shares. *Within* is what a "
    "category gained beyond its own benchmark; *mix* is what holding more or less of a category, earlier or later, brought. Within of all "
    "categories plus mix is the whole difference."
)


def notes_beside(found: CategoryBenchmarking, same: SameMoney) -> None:
    """The sentences about this comparison, small, right under its numbers."""
    notes = dict.fromkeys((*found.notes, *same.notes))
    if notes:
        st.caption(" ".join(escaped(note, longest=600) for note in notes))


def about_the_numbers(found: CategoryBenchmarking, valuation: Valuation) -> None:
    """Which data, from when to when, and how the reference is made."""
    same = found.overall
    shares = ", ".join(f"{percent(share)} {category}" for category, share in found.mix.items())
    where = (
        "your own target" if found.own_mix else "the average share of your money in each category, by amount and days"
    )
    lines = [
        f"**Range:** {days_from_to(same.period.start, same.period.end)}, {count(len(same.dates), 'valuation day')}.",
        f"**Reference mix:** {shares} ({where}).",
        _SPLIT,
        f"**Cash:** {escaped(valuation.cash_account.reason, longest=600)}",
        *(escaped(note, longest=600) for note in dict.fromkeys((*found.notes, *valuation.notes))),
    ]
    with st.expander("About these numbers"):
        st.markdown("\n".join(f"- {line}" for line in lines))


def view_download(found: CategoryBenchmarking, rate: float) -> None:
    """The view with its inputs as JSON, made when it is asked for."""
    json_button(
        "View as JSON", found.overall.name, "categories", lambda: view_content(found, rate), key="category-json"
    )


def view_content(found: CategoryBenchmarking, rate: float) -> dict[str, Any]:
    """Inputs and the API's answer, every day in it; rates in percent."""
    same = found.overall
    inputs = {
        "portfolio": {"id": same.portfolio_id, "name": same.name, "currency": same.currency},
        "period": {"start": same.period.start, "end": same.period.end},
        **rate_as_asked(rate),
        "reference_mix": {str(one): share * 100.0 for one, share in found.mix.items()},
    }
    return {"inputs": inputs, **category_json(found)}
