"""Which part of the return is the market's, and which is selection, in money and in shares?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import streamlit as st

from core.statistics.relative import Comparison
from core.valuation.portfolio_value import Valuation
from ui.charts.attribution import Place, WaterfallBar, waterfall_picture
from ui.charts.theme import Role
from ui.reads.index_fit.fit import FitPairs, FitQuestion, SubjectKind
from ui.reads.portfolio import valuation
from ui.views.index_fit.words import short_index
from ui.widgets.live_chart import ChartFrame, live_chart
from ui.widgets.tables import Column, Kind, table
from ui.wording.number_format import day, listed, money, percent
from ui.wording.plain_text import as_markdown, escaped, file_name

ROUND = {"INR": 100_000.0}
ELSEWHERE = 10_000.0


@dataclass(frozen=True, slots=True)
class Stake:
    """The money the split is said in, and what it is."""

    amount: float
    words: str


def return_split(question: FitQuestion, found: FitPairs, several: Sequence[Comparison]) -> None:
    """The leading index as a picture, all of them as a table."""
    first, stake = several[0], stake_of(question, found)
    if first.market_return is None or first.selection_return is None:
        st.markdown(escaped(first.reasons.get("market_return", "It cannot be split."), longest=600))
        return
    currency = found.currency
    st.markdown(as_markdown(split_sentence(first, stake, currency)))
    parts = [
        _bar(
            f"Market: beta ×<br>{short_index(found.symbols[0], first.benchmark.name)}",
            first.market_return * stake.amount,
            currency,
            Place.START,
            Role.BENCHMARK,
        ),
        _bar("Selection: the rest", first.selection_return * stake.amount, currency),
        _bar("The whole return", first.total_return * stake.amount, currency, Place.END, Role.PORTFOLIO),
    ]
    live_chart(
        waterfall_picture(parts),
        ChartFrame(
            key="fit-split",
            title="Market and selection",
            summary=f"{listed([f'{one.name} {one.text}'.replace('<br>', ' ') for one in parts])}.",
            file_name=f"{file_name(question.subject.name)}-split",
            currency=currency,
            ranges=False,
        ),
    )
    if len(several) > 1:
        _table(question, several, stake, currency)


def split_sentence(found: Comparison, stake: Stake, currency: str) -> str:
    """Markdown: amounts and shares."""
    market, selection = found.market_return or 0.0, found.selection_return or 0.0
    said = (
        f"{stake.words} the return of {percent(found.total_return)} is **{money(found.total_return * stake.amount, currency)}**: "
        f"**{money(market * stake.amount, currency, signed=True)}** from moving with the market "
        f"(beta {found.beta:.2f} × {percent(found.benchmark_total_return)}) and "
        f"**{money(selection * stake.amount, currency, signed=True)}** from selection."
    ).replace("beta -", "beta −")
    if found.market_share is None:
        return f"{said} A return of 0 has no shares."
    return f"{said} In shares: {percent(found.market_share, 0)} market, {percent(found.selection_share, 0)} selection."


def stake_of(question: FitQuestion, found: FitPairs) -> Stake:
    """A portfolio's own money where the range has any at its start, else what was put in; a round sum for a security."""
    if question.subject.kind is SubjectKind.PORTFOLIO:
        own = _own_money(valuation(question.subject.id, question.subject.currency), found)
        if own is not None:
            return own
    amount = ROUND.get(found.currency, ELSEWHERE)
    return Stake(amount, f"On {money(amount, found.currency)} held over the whole range")


def _own_money(valued: Valuation, found: FitPairs) -> Stake | None:
    base = found.pairs[0].levels[0].dates[0]
    at = int(np.searchsorted(valued.dates, base, side="right")) - 1
    later = at >= 0 and valued.begins is not None and base > np.datetime64(valued.begins)
    if later and valued.values[at] > 0:
        amount = float(valued.values[at])
        return Stake(
            amount, f"On the {money(amount, found.currency)} you held on {day(base)}, without your later payments,"
        )
    amount = float(valued.invested[-1])
    if amount <= 0:
        return None
    return Stake(
        amount, f"On the {money(amount, found.currency)} you put in, as if all of it had been there from the start,"
    )


def _bar(name: str, amount: float, currency: str, place: Place = Place.STEP, role: Role = Role.OTHER) -> WaterfallBar:
    return WaterfallBar(name, amount, money(amount, currency, signed=True), place, role)


def _table(question: FitQuestion, several: Sequence[Comparison], stake: Stake, currency: str) -> None:
    def amounts(fractions: Sequence[float | None]) -> list[float | None]:
        return [None if one is None else one * stake.amount for one in fractions]

    columns = [
        Column("Index", Kind.TEXT, [one.benchmark.name for one in several], pinned=True),
        Column(
            "Market", Kind.SIGNED_MONEY, amounts([one.market_return for one in several]), "Beta × the index’s return."
        ),
        Column("Selection", Kind.SIGNED_MONEY, amounts([one.selection_return for one in several]), "The rest."),
        Column("Market’s share", Kind.PERCENT, [one.market_share for one in several]),
        Column("Selection’s share", Kind.PERCENT, [one.selection_share for one in several]),
    ]
    name = f"{file_name(question.subject.name)}-split"
    table(columns, key="fit-split-table", currency=currency, file_name=name, caption="Market and selection by index.")
