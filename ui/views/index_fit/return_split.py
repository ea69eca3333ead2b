"""Which part of the return would the risk-free rate have brought, which the market, and which is selection? In money."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import streamlit as st

from core.statistics.relative import Comparison
from core.statistics.return_split import ReturnSplit
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
    first, stake, currency = several[0], stake_of(question, found), found.currency
    split = first.return_split
    if split is None:
        st.markdown(escaped(first.reasons.get("return_split", "It cannot be split."), longest=600))
        return
    st.markdown(as_markdown(split_sentence(first, split, stake, currency)))
    if first.record.unlike:
        st.caption("Dividends are on one side only here, so they count in selection, which is then no skill.")
    market = f"Market: beta ×<br>{short_index(found.symbols[0], first.benchmark.name)}"
    parts = [
        _bar("Risk-free rate", split.risk_free * stake.amount, currency, Place.START, Role.RISK_FREE),
        _bar(market, split.market * stake.amount, currency),
        _bar("Selection", split.selection * stake.amount, currency),
        _bar("The whole return", split.total * stake.amount, currency, Place.END, Role.PORTFOLIO),
    ]
    live_chart(
        waterfall_picture(parts),
        ChartFrame(
            key="fit-split",
            title="Risk-free, market and selection",
            summary=f"{listed([f'{one.name} {one.text}'.replace('<br>', ' ') for one in parts])}.",
            file_name=f"{file_name(question.subject.name)}-split",
            currency=currency,
            ranges=False,
        ),
    )
    if len(several) > 1:
        _table(question, several, stake, currency)


def split_sentence(found: Comparison, split: ReturnSplit, stake: Stake, currency: str) -> str:
    """Markdown: the return in money, and what brought it. The risk-free rate is that of the range, a year."""

    def signed(part: float) -> str:
        return f"**{money(part * stake.amount, currency, signed=True)}**"

    beta = f"{'' if found.beta is None or found.beta >= 0 else '−'}{abs(found.beta or 0.0):.2f}"
    return (
        f"{stake.words} the return of {percent(found.total_return)} is **{money(found.total_return * stake.amount, currency)}**: "
        f"{signed(split.risk_free)} that the risk-free rate of {percent(found.risk_free_rate)} a year would have brought, "
        f"{signed(split.market)} from moving with the market (a beta of {beta}) and {signed(split.selection)} from selection, "
        "which is what neither explains."
    )


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

    splits = [one.return_split for one in several]
    columns = [
        Column("Index", Kind.TEXT, [one.benchmark.name for one in several], pinned=True),
        Column(
            "Risk-free rate",
            Kind.SIGNED_MONEY,
            amounts([one and one.risk_free for one in splits]),
            "The rate alone, compounded.",
        ),
        Column(
            "Market",
            Kind.SIGNED_MONEY,
            amounts([one and one.market for one in splits]),
            "What beta × (index − risk-free rate) of each return brought.",
        ),
        Column(
            "Selection", Kind.SIGNED_MONEY, amounts([one and one.selection for one in splits]), "What neither explains."
        ),
    ]
    name = f"{file_name(question.subject.name)}-split"
    table(
        columns,
        key="fit-split-table",
        currency=currency,
        file_name=name,
        caption="Risk-free rate, market and selection by index.",
    )
