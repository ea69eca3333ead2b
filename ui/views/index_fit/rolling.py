"""How did alpha, beta and correlation change, and is what they are now unlike their own history?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import streamlit as st

from core.errors import InsufficientHistoryError
from core.returns.sampling import Spacing
from core.statistics.rolling import (
    CHANCE,
    FALSE_ALARMS,
    FEWEST_WINDOWS,
    LONGEST_WINDOW,
    SHORTEST_WINDOW,
    Alert,
    AlertKind,
    RollingFit,
    UsualBand,
    alerts,
    usual_band,
)
from ui.charts.drawing.axis import PERCENT, PLAIN, AxisUnit
from ui.charts.drawing.line import Line
from ui.charts.index_fit.rolling import UnusualTime, UsualRange, rolling_figure
from ui.charts.theme import Role
from ui.choices.selection import FIT_BESIDE, FIT_WINDOW
from ui.reads.answers import rolling_json
from ui.reads.index_fit.fit import FitPairs, FitQuestion, Pair, index_name, pairs
from ui.views.index_fit.download import view_button
from ui.views.index_fit.notes import notes_beside_numbers
from ui.views.index_fit.words import spoken_subject
from ui.widgets.live_chart import ChartFrame, live_chart
from ui.widgets.metric_row import Card, metric_row
from ui.widgets.notices import guarded, note_line, warning_line
from ui.wording.number_format import count, day, days_from_to, percent, ratio
from ui.wording.plain_text import as_markdown, escaped, file_name

USUAL_WINDOW = 90


@dataclass(frozen=True, slots=True)
class Panel:
    """One rolling statistic: how it is called, drawn and judged."""

    key: str
    title: str
    kind: AlertKind
    unit: AxisUnit
    hover: str
    neutral: float | None
    limits: tuple[float, float] | None
    meaning: str

    def value_text(self, value: float) -> str:
        return percent(value, signed=True) if self.unit is PERCENT else ratio(value)

    def whole_text(self, value: float) -> str:
        """For a range, which has no room for more."""
        return percent(value, 0) if self.unit is PERCENT else ratio(value)


PANELS = (
    Panel(
        "alpha",
        "Alpha a year",
        AlertKind.ALPHA_DECAY,
        PERCENT,
        "%{y:+.1%}",
        0.0,
        None,
        "Jensen’s alpha of the window, a year. Short windows swing widely.",
    ),
    Panel(
        "beta", "Beta", AlertKind.BETA_DRIFT, PLAIN, "%{y:.2f}", 1.0, None, "Movement for each percent of the index."
    ),
    Panel(
        "correlation",
        "Correlation",
        AlertKind.CORRELATION_BREAK,
        PLAIN,
        "%{y:.2f}",
        None,
        (-1.0, 1.0),
        "How closely both moved together.",
    ),
)


def rolling_tab(question: FitQuestion) -> None:
    """The window, the alerts in words, and three pictures; only they run again when the window moves."""
    found = pairs(question)
    _what_if(question, found)
    unlike = found.pairs[0].record.unlike
    if unlike:
        st.caption(
            f"{escaped(unlike, longest=600)} The level of alpha holds these dividends; only its changes say something."
        )
    notes_beside_numbers(found)


@st.fragment
def _what_if(question: FitQuestion, found: FitPairs) -> None:
    with guarded("The rolling fit"):
        _at_a_window(question, found)


def _at_a_window(question: FitQuestion, found: FitPairs) -> None:
    headline, warnings = st.container(key="ys-headline"), st.container()
    pair, symbol = _chosen_pair(found)
    index = index_name(symbol)
    window = _window(pair)
    rolling = pair.rolling(window, question.rate)
    raised = alerts(rolling)
    headline.markdown(as_markdown(answer(question, index, rolling, raised)))
    with warnings:
        for one in raised:
            warning_line(f"**{one.kind.heading}.** {_alert_text(one)}", f"fit-{one.kind.name.lower()}")
    metric_row([_card(one, rolling) for one in PANELS], key="rolling")
    for panel in PANELS:
        _draw(panel, rolling, raised, question)
    st.caption(
        f"Each point is measured over the {window} {_returns(pair)} up to its day. Shaded: where the last window of a steady record lies "
        f"{1.0 / CHANCE - 1.0:,.0f} times in {1.0 / CHANCE:,.0f}, judged by its earlier windows "
        "that share no day with each other. Red: outside since that day. "
        f" {FALSE_ALARMS} An alert says that something is unlike before, not why."
    )
    more = {"index": symbol, "rolling_window": window}
    view_button("Rolling fit as JSON", question, "rolling", lambda: rolling_json(rolling), **more)


def _chosen_pair(found: FitPairs) -> tuple[Pair, str]:
    """Which of several indexes: the pair, and the index's symbol."""
    names = [index_name(one) for one in found.symbols]
    chosen = names[0] if len(names) == 1 else st.pills("Beside", names, default=names[0], key=FIT_BESIDE) or names[0]
    at = names.index(chosen)
    return found.pairs[at], found.symbols[at]


def _window(pair: Pair) -> int:
    """Observations a window; at most as many as there are."""
    there, noun = pair.compared[0].dates.size, _returns(pair)
    if there < SHORTEST_WINDOW:
        raise InsufficientHistoryError(f"A rolling window of {pair.security.name}", there, SHORTEST_WINDOW)
    longest = min(LONGEST_WINDOW, there)
    if longest == SHORTEST_WINDOW:
        return SHORTEST_WINDOW
    st.session_state[FIT_WINDOW] = min(int(st.session_state.get(FIT_WINDOW, min(USUAL_WINDOW, longest))), longest)
    return st.slider(
        "Window",
        SHORTEST_WINDOW,
        longest,
        key=FIT_WINDOW,
        format=f"%d {noun}",
        help=f"How many {noun} each point looks back on: 20 to 252. A year has about {pair.compared[0].periods_per_year:.0f}.",
    )


def _returns(pair: Pair) -> str:
    return "weeks" if pair.cadence.spacing is Spacing.WEEKLY else "returns"


def answer(question: FitQuestion, index: str, rolling: RollingFit, raised: Sequence[Alert]) -> str:
    """Markdown: where the three stand now, and whether that is unlike their own history."""
    now = ", ".join(f"{one.title.lower()} **{one.value_text(float(one.kind.values(rolling)[-1]))}**" for one in PANELS)
    head = f"{spoken_subject(question.subject)} beside {escaped(index)} over the last {rolling.window} returns: {now}."
    if raised:
        return f"{head} **{count(len(raised), 'alert')}**: unlike the earlier windows."
    if usual_band(rolling, AlertKind.BETA_DRIFT) is None:
        return (
            f"{head} The record is too short to say what was usual: that takes {FEWEST_WINDOWS + 1} windows "
            "that share no day. Choose a shorter window or a longer range."
        )
    return f"{head} None is unlike the earlier windows."


def _alert_text(one: Alert) -> str:
    return as_markdown(escaped(one.what_changed, longest=600))


def _card(panel: Panel, rolling: RollingFit) -> Card:
    values, band = panel.kind.values(rolling), usual_band(rolling, panel.kind)
    usual = (
        None
        if band is None
        else f"median of {count(band.windows.size, 'earlier window')} {panel.whole_text(band.median)}"
    )
    return Card(f"{panel.title} now", panel.value_text(float(values[-1])), panel.meaning, usual)


def _draw(panel: Panel, rolling: RollingFit, raised: Sequence[Alert], question: FitQuestion) -> None:
    values, band = panel.kind.values(rolling), usual_band(rolling, panel.kind)
    alert = next((one for one in raised if one.kind is panel.kind), None)
    line = Line(Role.PORTFOLIO, panel.title, rolling.dates, values)
    if not np.isfinite(values).any():
        note_line(f"**{panel.title}** cannot be drawn: one of the two never moves.", f"fit-{panel.key}")
        return
    unusual = UnusualTime(alert.since, f"{alert.kind.heading.lower()} since {day(alert.since)}") if alert else None
    said = f" {alert.what_changed}" if alert else ""
    live_chart(
        rolling_figure(line, panel.unit, panel.hover, _drawn(band, panel), unusual, panel.neutral, panel.limits),
        ChartFrame(
            key=f"fit-rolling-{panel.key}",
            title=f"Rolling {panel.title.lower()}, {rolling.window} returns",
            summary=f"{days_from_to(rolling.dates[0], rolling.dates[-1])}: now {panel.value_text(line.last)}.{said}",
            file_name=f"{file_name(question.subject.name)}-rolling-{panel.key}",
            ranges=False,
        ),
        question.key,
    )


def _drawn(band: UsualBand | None, panel: Panel) -> UsualRange | None:
    """The band within what the statistic can be."""
    if band is None:
        return None
    lowest, highest = panel.limits or (-np.inf, np.inf)
    return UsualRange(band.median, max(band.low, lowest), min(band.high, highest))
