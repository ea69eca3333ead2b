"""How large should a position be, given how hard it swings? An ordinary size, a beta and a rule, and nothing else runs again."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from core.errors import BenchmarkingError
from core.index.position_size import UNKNOWN, PositionSize, RiskRecord, SizingRule, position_size, risk_record
from core.index.signal_overlay import NOT_ADVICE
from core.statistics.relative import Comparison
from ui.charts.index_fit.position import RULE_NAMES, size_figure
from ui.reads.answers import position_size_json
from ui.reads.index_fit.fit import FitQuestion, comparison, index_name, pairs
from ui.views.index_fit.download import view_button
from ui.widgets.live_chart import ChartFrame, live_chart
from ui.widgets.metric_row import Card, metric_row
from ui.widgets.notices import guarded, note_line
from ui.wording.headline import name_in_sentence
from ui.wording.number_format import amount_in_full, currency_symbol, percent, ratio
from ui.wording.plain_text import as_markdown, escaped, file_name

ORDINARY = {"INR": 100_000.0, "JPY": 1_000_000.0, "HKD": 100_000.0}
ORDINARY_ELSEWHERE = 10_000.0
_MOVE = 0.10
_MEANINGS = {
    SizingRule.INVERSE: "The ordinary size × the smaller of 1 ÷ beta and the index’s volatility over its own, between a quarter and twice "
    "of it; never more than the ordinary size where R² is below 0.25, beta is not positive or its 95 % interval holds 0.",
    SizingRule.TIERS: "× 0.6 above a beta of 1.5, × 0.8 above 1.2, × 1.2 below 0.8, else the ordinary size.",
}


def position_section(question: FitQuestion) -> None:
    """The size by beta. Works by a beta of one's own too where none can be computed."""
    st.header("Position size", anchor=False)
    note_line(f"**{NOT_ADVICE}** Beta is that of the range above, and the next years may have another one.", "size")
    try:
        found = comparison(question)
    except BenchmarkingError as error:
        found = None
        st.caption(f"Beta could not be computed: {escaped(error.message, longest=600)}")
    _what_if(question, found)


@st.fragment
def _what_if(question: FitQuestion, found: Comparison | None) -> None:
    with guarded("The position size"):
        sized = _size_controls(question, found)
        if sized is None:
            st.caption("Give a beta to see a size.")
            return
        _answer(question, sized, found)


def _size_controls(question: FitQuestion, found: Comparison | None) -> PositionSize | None:
    """The controls; None while there is no beta."""
    currency = question.subject.currency
    usual = ORDINARY.get(currency, ORDINARY_ELSEWHERE)
    first, second, third = st.columns([3, 2, 4], vertical_alignment="bottom")
    base = first.number_input(
        f"Ordinary size ({currency_symbol(currency).strip()})",
        min_value=1.0,
        max_value=1e12,
        value=usual,
        step=usual / 10,
        format="%.0f",
        key=f"ys-size-base-{currency}",
        help="What you would put into a position that moves like the index.",
    )
    computed = found.beta if found is not None else None
    beta = second.number_input(
        "Beta",
        min_value=-20.0,
        max_value=20.0,
        value=None if computed is None else round(min(max(computed, -20.0), 20.0), 2),
        step=0.05,
        format="%.2f",
        key=f"ys-size-beta-{question.key}",
        help="Of the comparison with the leading index; change it to see what follows.",
    )
    rule = third.segmented_control(
        "Rule", list(SizingRule), default=SizingRule.INVERSE, format_func=RULE_NAMES.__getitem__, key="ys-size-rule"
    )
    if beta is None:
        return None
    return position_size(base, beta, rule or SizingRule.INVERSE, _record(found, beta))


def _record(found: Comparison | None, beta: float) -> RiskRecord:
    """What the comparison knows; its interval is of its own beta alone."""
    if found is None or found.beta is None:
        return UNKNOWN
    known = risk_record(found)
    return known if beta == round(found.beta, 2) else replace(known, beta_interval=None)


def _answer(question: FitQuestion, sized: PositionSize, found: Comparison | None) -> None:
    currency = question.subject.currency
    index = pairs(question).symbols[0] if found is not None else question.indexes[0]
    name = index_name(index)
    with st.container(key="ys-headline-size"):
        st.markdown(as_markdown(size_sentence(sized, currency, escaped(name_in_sentence(index, name)))))
    metric_row(_cards(sized, currency), "size")
    st.caption(as_markdown(_beyond_beta(sized, found)))
    live_chart(
        size_figure(sized, currency),
        ChartFrame(
            key="position-size",
            title="Position size over beta, by both rules",
            summary=f"At a beta of {ratio(sized.beta)} the size is {amount_in_full(sized.size, currency)}.",
            file_name=f"{file_name(question.subject.name)}-position-size",
            currency=currency,
            ranges=False,
        ),
    )
    view_button("Size as JSON", question, "position-size", lambda: position_size_json(sized))


def size_sentence(sized: PositionSize, currency: str, index: str) -> str:
    """Markdown: what becomes of the ordinary size, and what a move of the index then does to it. ``index``: escaped already."""
    before, after = amount_in_full(sized.base, currency), amount_in_full(sized.size, currency)
    becomes = f"becomes **{after}**" if sized.factor != 1.0 else f"stays **{after}**"
    told = f"With a beta of {ratio(sized.beta)}, {before} of ordinary size {becomes}"
    if sized.beta == 0:
        return f"{told}: it does not move with {index}, so beta says nothing about its risk."
    swing, plain = (amount_in_full(abs(sized.beta) * size * _MOVE, currency) for size in (sized.size, sized.base))
    way = "" if sized.beta > 0 else " the other way"
    same = "" if sized.factor == 1.0 else f" instead of {plain}"
    return f"{told}, so that a move of {percent(_MOVE, 0)} in {index} moves it by about **{swing}**{way}{same}."


def _cards(sized: PositionSize, currency: str) -> list[Card]:
    both = {rule: position_size(sized.base, sized.beta, rule, sized.record) for rule in SizingRule}
    return [
        Card(
            RULE_NAMES[rule],
            amount_in_full(one.size, currency),
            f"{_MEANINGS[rule]} Here: {one.reason}.",
            delta=f"× {one.factor:.2f}",
            reference="held by a limit" if one.limited else "the ordinary size",
        )
        for rule, one in both.items()
    ]


def _beyond_beta(sized: PositionSize, found: Comparison | None) -> str:
    """What the rule does not see."""
    told = f"By the rule: {sized.reason}."
    if found is None or found.r_squared is None:
        return told
    return (
        f"{told} Beta sees only what moves with the index, which explains {percent(found.r_squared, 0)} of the ups and downs here; its "
        f"own volatility of {percent(found.volatility)} a year sees them all."
    )
