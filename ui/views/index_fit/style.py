"""Which mix of indexes does it behave like? The answer, the mix, how it holds on unseen returns, how it changed, and the way to keep it."""

from __future__ import annotations

import numpy as np
import streamlit as st

from core.index.style import Style
from core.market.levels import to_date
from core.returns.sampling import Spacing
from ui.charts.index_fit.style import StylePart, rolling_style_figure, style_figure, style_parts
from ui.reads.answers import style_json
from ui.reads.index_fit.fit import FitQuestion, SubjectKind
from ui.reads.index_fit.style import (
    MOST_INDEXES,
    StyleChoice,
    begins_late,
    fit_style,
    offered_indexes,
    returns_there_are,
    shortest_window,
    style_candidates_of,
    usual_choice,
)
from ui.views.index_fit.download import view_button
from ui.views.index_fit.notes import left_out_list
from ui.views.index_fit.words import spoken_subject
from ui.widgets.destinations import lead_to
from ui.widgets.live_chart import ChartFrame, live_chart
from ui.widgets.metric_row import Card, metric_row
from ui.widgets.notices import guarded, note_line
from ui.widgets.tables import Column, Kind, table
from ui.wording.number_format import count, day, days_from_to, listed, percent, ratio
from ui.wording.plain_text import as_markdown, escaped, file_name
from ui.writes.style import UNIT, blend_of_style, keep_style

SPACING_WORDS = {Spacing.DAILY: "Days", Spacing.WEEKLY: "Weeks", Spacing.MONTHLY: "Months"}
NOUNS = {Spacing.DAILY: "day", Spacing.WEEKLY: "week", Spacing.MONTHLY: "month"}
WINDOWS = {Spacing.DAILY: (126, 252, 504, 756), Spacing.WEEKLY: (26, 52, 104, 156), Spacing.MONTHLY: (24, 36, 60)}
USUAL_WINDOW = {Spacing.DAILY: 252, Spacing.WEEKLY: 104, Spacing.MONTHLY: 36}
LEAST_NAMED, MOST_NAMED = 0.01, 4
POOR = 0.5
LITTLE = 0.05  # of the whole: a smaller change of a weight is none to speak of
SAVED = "ys-style-saved"


def style_tab(question: FitQuestion) -> None:
    """Everything below runs again alone when its own choices change."""
    _style_view(question)


@st.fragment
def _style_view(question: FitQuestion) -> None:
    with guarded("The style"):
        sentence = st.container(key="ys-headline")
        choice = _choose(question)
        found = fit_style(question, choice)
        parts = style_parts(found.indexes, found.weights, found.rolling.weights)
        with sentence:
            st.markdown(as_markdown(answer(question, found, choice.spacing)))
        metric_row(cards(found, choice.spacing), key="style")
        _late_index_note(question, choice)
        _mix(question, parts)
        _keep(question, found, choice)
        st.header("How the style changed", anchor=False)
        with guarded("The style over time"):
            _over_time(question, found, choice, parts)
        _windows(question, found)
        _explanation(question, found, choice)


def _late_index_note(question: FitQuestion, choice: StyleChoice) -> None:
    """Which index keeps the first part of the range from being explained."""
    if latest := begins_late(question, choice.symbols):
        name, first = latest
        st.caption(
            f"{escaped(name)} has levels from {day(first)} on, so nothing before is explained. Take it out of the mix to look further back."
        )


def _choose(question: FitQuestion) -> StyleChoice:
    names, usual = offered_indexes(question), usual_choice(question)
    with st.expander("What the mix may hold", icon=":material/tune:"):
        chosen = st.multiselect(
            "Indexes",
            list(names),
            default=list(usual.symbols),
            format_func=names.__getitem__,
            max_selections=MOST_INDEXES,
            key=f"ys-style-indexes {question.key}",
            select_all=False,
            help="Choose indexes that are unlike each other: of two that move alike, the mix takes one or the other by chance.",
        )
        left, right = st.columns(2, gap="medium")
        spacing = left.segmented_control(
            "Returns by",
            list(Spacing),
            default=usual.spacing,
            format_func=SPACING_WORDS.__getitem__,
            key=f"ys-style-spacing {question.key}",
            required=True,
            help="A day in Tokyo is over before New York opens, so by days distant markets seem less alike than they are. Weeks and "
            "months even that out.",
        )
        symbols, spacing = tuple(chosen) or usual.symbols, Spacing(spacing or usual.spacing)
        with right:
            window = _choose_window(question, spacing, symbols)
    return StyleChoice(symbols, spacing, window)


def _choose_window(question: FitQuestion, spacing: Spacing, symbols: tuple[str, ...]) -> int | None:
    """The window over which the style is told again and again; None where there is no choice."""
    there, needed = returns_there_are(question, StyleChoice(symbols, spacing)), shortest_window(len(symbols))
    windows = [one for one in WINDOWS[spacing] if needed <= one < there]
    if not windows:
        return None
    usual = min(windows, key=lambda one: abs(one - min(USUAL_WINDOW[spacing], there // 2)))
    return st.select_slider(
        "Window",
        windows,
        usual,
        format_func=lambda one: count(one, NOUNS[spacing]),
        key=f"ys-style-window {question.key} {spacing} {windows}",
        help="How many returns each point of the style over time is told from. The mix of a window is tested on what follows it.",
    )


def answer(question: FitQuestion, found: Style, spacing: Spacing) -> str:
    """Markdown: the mix, how much it explains, and whether that holds on returns it had not seen."""
    subject = spoken_subject(question.subject)
    if found.r_squared is None:
        return f"What {subject} behaves like cannot be told: {found.reasons['r_squared']}"
    share = f"this mix explains **{percent(max(found.r_squared, 0.0), 0)}** of its ups and downs"
    if found.r_squared < POOR:
        close = (
            f"Nothing on this list is {_whose(question)}: the nearest mix is {_spoken_mix(found)}, and explains only"
        )
        return f"{close} **{percent(max(found.r_squared, 0.0), 0)}** of {_possessive(question)} ups and downs.{_unseen(found, spacing)}"
    return f"{subject} behaves like {_spoken_mix(found)}: {share}.{_unseen(found, spacing)}"


def _whose(question: FitQuestion) -> str:
    return (
        "like your portfolio"
        if question.subject.kind is SubjectKind.PORTFOLIO
        else f"like {escaped(question.subject.name)}"
    )


def _possessive(question: FitQuestion) -> str:
    return "your" if question.subject.kind is SubjectKind.PORTFOLIO else "its"


def _spoken_mix(found: Style) -> str:
    """``**62 % Nifty 50**, **30 % Gold** and two smaller parts``."""
    order = np.argsort(-found.weights, kind="stable")
    held = [int(at) for at in order if found.weights[at] >= LEAST_NAMED]
    named = [f"**{percent(float(found.weights[at]), 0)} {escaped(found.indexes[at])}**" for at in held[:MOST_NAMED]]
    rest = len(held) - len(named)
    return listed([*named, count(rest, "smaller part")] if rest else named, most=MOST_NAMED + 1)


def _unseen(found: Style, spacing: Spacing) -> str:
    """How the mixes did on the returns that follow their windows."""
    outside, inside = found.out_of_sample_r_squared, found.r_squared
    if outside is None or inside is None:
        return ""
    noun = NOUNS[spacing]
    if outside < 0:
        return f" On {noun}s it had not seen it explains **nothing**{'' if inside < POOR else ': the style keeps changing'}."
    word = "" if inside < POOR or outside > inside - 0.1 else "only "
    return f" On {noun}s it had not seen, a mix fitted to those before {word}explains **{percent(outside, 0)}**."


def cards(found: Style, spacing: Spacing) -> list[Card]:
    """What it explains, seen and unseen, how far it strays, and from how much that is told."""
    window = count(found.rolling.window, NOUNS[spacing])
    return [
        Card(
            "Explained",
            _share(found.r_squared),
            f"R² in sample: 1 − Σe² ∕ Σ(p − p̄)², with e what the mix leaves over on the returns it was fitted to; nothing where the mean "
            f"alone would explain more (R² here {ratio(found.r_squared)}). "
            f"{found.reasons.get('r_squared', '')}".strip(),
            _reading(found.r_squared),
        ),
        Card(
            "On unseen returns",
            _share(found.out_of_sample_r_squared),
            f"R² out of sample: each mix is fitted to {window} and tested on those that follow, so no return explains itself. Below 0 it "
            f"explains less than the mean would. {found.reasons.get('out_of_sample_r_squared', '')}".strip(),
            f"windows of {window}",
        ),
        Card(
            "Tracking error",
            percent(found.tracking_error),
            "How far its returns stray from the mix’s: the standard deviation of what is left over, a year.",
            "to the mix",
        ),
        Card(
            "Fitted to",
            count(found.dates.size, NOUNS[spacing]),
            "The returns that it and all chosen indexes share; an index that begins late shortens them.",
            days_from_to(found.dates[0], found.dates[-1]),
        ),
    ]


def _share(explained: float | None) -> str:
    """R² as a share; below 0 there is nothing of it."""
    return "nothing" if explained is not None and explained < 0.0 else percent(explained)


def _reading(explained: float | None) -> str | None:
    if explained is None:
        return None
    words = ((0.9, "nearly all of it"), (0.7, "most of it"), (0.4, "about half of it"), (-np.inf, "little of it"))
    return next(word for least, word in words if explained >= least)


def _mix(question: FitQuestion, parts: tuple[StylePart, ...]) -> None:
    held = [one for one in parts if one.weight >= UNIT / 5]
    said = [f"{one.name} {percent(one.weight)}" for one in held]
    live_chart(
        style_figure(held),
        ChartFrame(
            key="fit-style",
            title="The mix that explains it best",
            summary=f"Weights: {listed(said, most=MOST_INDEXES)}.",
            file_name=f"{file_name(question.subject.name)}-style",
            ranges=False,
        ),
    )
    nothing = [one.name for one in parts if one.weight < UNIT / 5]
    if nothing:
        st.caption(f"Not in the mix: {escaped(listed(nothing, most=MOST_INDEXES), longest=900)}.")


def _keep(question: FitQuestion, found: Style, choice: StyleChoice) -> None:
    """One click, and the ways on to what was made."""
    blend = blend_of_style(choice.symbols, found.weights, choice.spacing, question.subject.currency)
    left, right = st.columns([2, 3], vertical_alignment="center", gap="medium")
    if left.button(
        "Save this mix as a benchmark",
        key="ys-style-save",
        icon=":material/bookmark_add:",
        type="primary" if (found.r_squared or 0.0) >= POOR else "secondary",
        width="stretch",
        help=f"In half percents, rebalanced every {NOUNS[choice.spacing]} as it was fitted. Rename or change it in the library.",
    ):
        with guarded("Saving"):
            st.session_state[SAVED] = (blend, keep_style(question.subject.name, blend))
            st.toast("Saved to the benchmark library.")
    kept, benchmark_id = st.session_state.get(SAVED, (None, ""))
    if kept == blend:
        with right, st.container(horizontal=True, gap="medium", key="ys-style-ways"):
            _ways_on(question, benchmark_id)


def _ways_on(question: FitQuestion, benchmark_id: str) -> None:
    own = {"portfolio": question.subject.id} if question.subject.kind is SubjectKind.PORTFOLIO else {}
    lead_to("hybrid-and-risk-free", "The same money in it", ":material/trending_up:", benchmark=benchmark_id, **own)
    lead_to("benchmark-library", "Open the benchmark library", ":material/bookmarks:")


def _over_time(question: FitQuestion, found: Style, choice: StyleChoice, parts: tuple[StylePart, ...]) -> None:
    rolling = found.rolling
    if rolling.dates.size < 2:
        note_line("**There is one window only**, so nothing can be said about changes. Choose a longer range.", "style")
        return
    window = count(rolling.window, NOUNS[choice.spacing])
    live_chart(
        rolling_style_figure(rolling.dates, rolling.weights, found.indexes, parts),
        ChartFrame(
            key="fit-style-rolling",
            title=f"Style over time, windows of {window}",
            summary=_change_in_words(found),
            file_name=f"{file_name(question.subject.name)}-rolling-style",
        ),
        f"{question.key} {choice.spacing}",
    )
    st.caption(
        f"Each point is the best mix of the {window} up to that day. {escaped(_change_in_words(found), longest=400)}"
    )


def _change_in_words(found: Style) -> str:
    """The part that changed most between the first window and the last."""
    first, last = found.rolling.weights[0], found.rolling.weights[-1]
    at = int(np.argmax(np.abs(last - first)))
    if abs(last[at] - first[at]) < LITTLE:
        return "The mix hardly changed between the first window and the last."
    change = f"{found.indexes[at]} from {percent(float(first[at]), 0)} to {percent(float(last[at]), 0)}"
    return f"Between the first window and the last, the largest change is {change}."


def _windows(question: FitQuestion, found: Style) -> None:
    with st.expander("Weights, window by window"):
        rows = found.rolling
        columns = [Column("Window ends", Kind.DATE, [to_date(on) for on in rows.dates])]
        columns += [Column(name, Kind.PERCENT, rows.weights[:, at].tolist()) for at, name in enumerate(found.indexes)]
        table(
            columns,
            key="fit-style-windows",
            file_name=f"{file_name(question.subject.name)}-style-windows",
            caption="Weights of the mix for each rolling window.",
        )


def _explanation(question: FitQuestion, found: Style, choice: StyleChoice) -> None:
    candidates = style_candidates_of(question)
    noun = NOUNS[choice.spacing]
    lines = [
        "**Style analysis** (Sharpe 1992): the weights w ≥ 0 with Σw = 1 that make Σ(p − w·b)² least.",
        f"**Weights are held constant** from {noun} to {noun}, are never below 0, and sum to 100\u202f%.",
        (
            f"**Days:** those on which {escaped(question.subject.name)} and all chosen indexes have levels, in "
            f"{question.subject.currency}."
        ),
        "**It tells what it behaves like, not what it holds**: another mix may explain the same returns almost as well.",
    ]
    if question.subject.simulated:
        lines.append("**Sample data:** invented returns are explained by invented indexes only.")
    with st.expander("About these numbers"):
        st.markdown(as_markdown("\n".join(f"- {line}" for line in lines)))
    left_out_list(candidates.left_out)
    more = {"candidates": choice.symbols, "returns": choice.spacing}
    view_button("Style as JSON", question, "style", lambda: style_json(found, choice), **more)
