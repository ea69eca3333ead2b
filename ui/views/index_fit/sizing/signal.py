"""What do alpha, information ratio and beta add to a signal's confidence? By the rules of its strategy, with the reason."""

from __future__ import annotations

import streamlit as st

from core.index.signal_overlay import NOT_ADVICE, Action, OverlaidSignal, Strategy, overlay_signal
from core.statistics.relative import Comparison
from core.wording import MINUS
from ui.reads.answers import signal_json
from ui.reads.index_fit.fit import FitQuestion, comparison, pairs
from ui.views.index_fit.download import view_button
from ui.widgets.metric_row import Card, metric_row
from ui.widgets.notices import guarded, note_line
from ui.wording.headline import name_in_sentence
from ui.wording.number_format import THIN_SPACE, percent, ratio
from ui.wording.plain_text import as_markdown, escaped

STRATEGY_WORDS = {
    Strategy.MOMENTUM_QUALITY: "Momentum and quality",
    Strategy.MEAN_REVERSION: "Mean reversion",
    Strategy.CONTRARIAN: "Contrarian",
}
RULES = {
    Strategy.MOMENTUM_QUALITY: "+10 when alpha is positive and the information ratio above 1; −15 when alpha is negative.",
    Strategy.MEAN_REVERSION: f"+10 when alpha is positive; BUY becomes HOLD when alpha is below −10{THIN_SPACE}%.",
    Strategy.CONTRARIAN: f"+15 when alpha is above 5{THIN_SPACE}% and beta below 1.5.",
}
_USUAL_CONFIDENCE = 60


def signal_section(question: FitQuestion) -> None:
    """A signal of one's own, adjusted by the chosen comparison."""
    st.header("Signal overlay", anchor=False)
    note_line(f"**{NOT_ADVICE}** A rule looks at figures of the past and knows nothing of the future.", "signal")
    found = comparison(question)
    _what_if(question, found, name_in_sentence(pairs(question).symbols[0], found.benchmark.name))


@st.fragment
def _what_if(question: FitQuestion, found: Comparison, index: str) -> None:
    with guarded("The signal"):
        left, middle, right = st.columns([3, 3, 3], vertical_alignment="bottom")
        base = left.slider(
            "Confidence of your signal",
            0,
            100,
            _USUAL_CONFIDENCE,
            key="ys-signal-confidence",
            help="How sure your own signal is before this comparison, 0 to 100.",
        )
        strategy = middle.selectbox(
            "Strategy", list(Strategy), format_func=STRATEGY_WORDS.__getitem__, key="ys-signal-strategy"
        )
        action = right.segmented_control("Action", list(Action), default=Action.BUY, key="ys-signal-action")
        figures = _figures(found)
        signal = overlay_signal(strategy, action or Action.BUY, base, **figures)
        _answer(signal, found, index)
        view_button("Signal as JSON", question, "signal", lambda: signal_json(signal), **figures)


def _figures(found: Comparison) -> dict[str, float | None]:
    """What the rules look at; the information ratio of the annualised returns, as on the tab *Fit*."""
    interval = found.jensen.interval if found.jensen is not None else None
    return {
        "alpha": found.alpha,
        "alpha_low": interval[0] if interval is not None else None,
        "information_ratio": found.information_ratio_annualised,
        "beta": found.beta,
    }


def _answer(signal: OverlaidSignal, found: Comparison, index: str) -> None:
    with st.container(key="ys-headline-signal"):
        st.markdown(signal_sentence(signal, escaped(index)))
    metric_row(_cards(signal, found), "signal")
    st.caption(
        as_markdown(
            f"The rule for {STRATEGY_WORDS[signal.strategy].lower()}: {RULES[signal.strategy]} {_doubt(found)}".strip()
        )
    )


def signal_sentence(signal: OverlaidSignal, index: str) -> str:
    """Markdown: what the signal becomes, and why. ``index``: escaped already."""
    before, after = f"{signal.base_confidence:.0f}", f"{signal.confidence:.0f}"
    changed = signal.confidence != signal.base_confidence
    told = f"confidence goes from {before} to **{after}**" if changed else f"confidence stays at **{after}**"
    held = (
        " (held at the end of the scale)"
        if abs(signal.confidence - signal.base_confidence) < abs(signal.adjustment)
        else ""
    )
    action = (
        f"{signal.base_action} becomes **{signal.action}**, and its"
        if signal.action is not signal.base_action
        else f"**{signal.action}**:"
    )
    verdict = "" if signal.verdict is None else f" **{signal.verdict.value.capitalize()}.** {signal.why}"
    return f"{action} {told}{held}. {signal.rule}{verdict} Measured against {index}."


def _cards(signal: OverlaidSignal, found: Comparison) -> list[Card]:
    points = signal.confidence - signal.base_confidence
    sign = MINUS if points < 0 else "+"
    return [
        Card(
            "Confidence",
            f"{signal.confidence:.0f}",
            "Your signal’s confidence after the rule, never outside 0 to 100.",
            delta=f"{sign}{abs(points):.0f} points" if points else "no change",
            delta_sign=points,
            reference=f"from {signal.base_confidence:.0f}",
        ),
        Card("Action", signal.action.value, "As you gave it, or HOLD where the rule for mean reversion stops a BUY."),
        Card(
            "Alpha",
            percent(found.alpha, signed=True),
            "Jensen’s alpha, a year, of the comparison with the leading index.",
        ),
        Card(
            "Information ratio",
            ratio(found.information_ratio_annualised),
            "The difference of the annualised returns over the tracking error.",
        ),
        Card("Beta", ratio(found.beta), "How many percent it moved for each percent of the index."),
    ]


def _doubt(found: Comparison) -> str:
    """The rule takes alpha as it was; chance, and what the record does not allow to say, stands beside it."""
    interval = found.jensen.interval if found.jensen is not None else None
    if interval is None:
        return found.record.reason
    low, high = interval
    chance = ", so even its sign may be chance" if low <= 0 <= high else ""
    return (
        f"The rule takes alpha as it was. Its interval is {percent(low)} to {percent(high)}, and one made this way covers the true alpha "
        f"in 95 of 100 records{chance}. {found.record.reason}"
    )
