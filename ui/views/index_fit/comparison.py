"""How does the subject compare with each index: the answer, the cards, the pictures, every figure, and was it skill or luck?"""

from __future__ import annotations

import numpy as np
import streamlit as st

from core.index.fit_words import skill_or_luck
from core.market.levels import LevelSeries
from core.returns.sampling import Spacing
from core.statistics.bootstrap import RESAMPLES, AlphaBand, alpha_band
from core.statistics.months_needed import months_still_needed
from core.statistics.reading_bands import reading, word
from core.statistics.record import Certainty, looked_at
from core.statistics.relative import Comparison
from ui.charts.drawing.line import Line
from ui.charts.growth import growth_figure
from ui.charts.index_fit.fit import alpha_figure
from ui.charts.theme import Role
from ui.choices.scale_choice import on_a_log_scale
from ui.reads.answers import index_fit_json
from ui.reads.index_fit.fit import FitPairs, FitQuestion, SubjectKind, comparisons, index_name, pairs
from ui.views.index_fit.download import view_button
from ui.views.index_fit.figures import index_figures, own_figures
from ui.views.index_fit.notes import about_the_comparison, notes_beside_numbers
from ui.views.index_fit.return_split import return_split
from ui.views.index_fit.words import MEANINGS, annual_meaning, answer, points, short_index
from ui.views.trust.self_check import fit_line
from ui.widgets.live_chart import ChartFrame, live_chart
from ui.widgets.metric_row import Card, metric_row
from ui.widgets.notices import guarded
from ui.wording.number_format import count, days_from_to, listed, percent, ratio
from ui.wording.plain_text import as_markdown, escaped, file_name


def comparison_tab(question: FitQuestion) -> None:
    """Everything about the subject beside the chosen indexes."""
    found, several = pairs(question), comparisons(question)
    first = several[0]
    with st.container(key="ys-headline"):
        st.markdown(as_markdown(_answer(question, found, first)))
    metric_row(cards(first), key="fit")
    notes_beside_numbers(found)
    fit_line(question)
    st.header("Growth of 100", anchor=False)
    with guarded("The growth"):
        _growth(found, question)
    own_figures(question, several)
    index_figures(question, several)
    st.header("Skill or luck?", anchor=False)
    with guarded("Skill or luck"):
        _skill_or_luck(question, found, several)
    st.header("Risk-free, market and selection", anchor=False)
    with guarded("The split of the return"):
        return_split(question, found, several)
    about_the_comparison(question, found, several)
    view_button("View as JSON", question, "index-fit", lambda: index_fit_json(question, found, several))


def _answer(question: FitQuestion, found: FitPairs, first: Comparison) -> str:
    return answer(question.subject, found.symbols[0], first.benchmark.name, first, found.pairs[0].levels[0].dates[0])


def cards(found: Comparison) -> list[Card]:
    """The five that matter first, each with its reading."""
    alpha = annual_meaning("alpha", found.periods_per_year)
    return [
        Card("Beta", ratio(found.beta), MEANINGS["beta"], _market_word(found.beta)),
        Card("R²", percent(found.r_squared), MEANINGS["r_squared"], _moves(found.correlation)),
        Card(
            "Alpha a year",
            percent(found.alpha, signed=True),
            f"{alpha} Below it its 95 % interval. {found.record.reason}",
            _how_sure(found),
        ),
        Card(
            "Tracking error",
            percent(found.tracking_error),
            annual_meaning("tracking_error", found.periods_per_year),
            word("tracking_error", found.tracking_error, found.record, found.r_squared),
        ),
        Card(
            "Excess return",
            points(found.excess_return),
            MEANINGS["excess_return"],
            f"{percent(found.total_return)} against {percent(found.benchmark_total_return)}",
        ),
    ]


def _how_sure(found: Comparison) -> str:
    """The interval of alpha, its error where the record is too short for a verdict, or that there is none."""
    if found.record.unlike:
        return "dividends on one side only"
    if found.jensen is None or found.jensen.interval is None:
        return "no interval"
    if found.record.certainty is Certainty.NONE:
        return f"± {percent(found.jensen.newey_west_error)}, under a year"
    low, high = found.jensen.interval
    return f"{percent(low)} to {percent(high)}"


def _market_word(beta: float | None) -> str | None:
    if beta is None:
        return None
    if beta < 0:
        return "against the index"
    return "calmer than the index" if beta < 0.95 else "livelier than the index" if beta > 1.05 else "as the index"


def _moves(correlation: float | None) -> str | None:
    return None if correlation is None else f"correlation {ratio(correlation)}, {reading('correlation', correlation)}"


def growth_lines(found: FitPairs, name: str) -> list[Line]:
    """Growth of 100 on the days shared with the leading index; an index that begins later starts where the subject then stands."""
    own = found.pairs[0].levels[0]
    growth = own.levels / own.levels[0] * 100.0
    lines = [Line(Role.PORTFOLIO, name, own.dates, growth)]
    for position, pair in enumerate(found.pairs):
        index = pair.levels[1]
        inside = (own.dates >= index.dates[0]) & (own.dates <= index.dates[-1])
        if inside.any():
            lines.append(_line(index, own.dates[inside], float(growth[inside][0]), position))
    return lines


def _line(index: LevelSeries, dates: np.ndarray, begins: float, position: int) -> Line:
    levels = index.levels[np.searchsorted(index.dates, dates, side="right") - 1]
    return Line(Role.BENCHMARK, index.name, dates, levels / levels[0] * begins, position)


@st.fragment
def _growth(found: FitPairs, question: FitQuestion) -> None:
    name = "Your portfolio" if question.subject.kind is SubjectKind.PORTFOLIO else question.subject.name
    lines = growth_lines(found, name)
    ends = [f"{line.name} {line.last:,.1f}" for line in lines]
    when = days_from_to(lines[0].dates[0], lines[0].dates[-1])
    live_chart(
        growth_figure(lines, logarithmic=on_a_log_scale(lines)),
        ChartFrame(
            key="fit-growth",
            title="Growth of 100",
            summary=f"Growth of 100, {when}: {listed(ends, most=9)}.",
            file_name=f"{file_name(question.subject.name)}-growth",
            currency=found.currency,
        ),
        question.key,
    )


def _skill_or_luck(question: FitQuestion, found: FitPairs, several: tuple[Comparison, ...]) -> None:
    for one in several:
        told = as_markdown(f"**Against {escaped(one.benchmark.name)}:** {skill_or_luck(one)} {_record(one)}")
        st.markdown(told)
    if len(several) > 1:
        st.caption(looked_at(len(several)))
    bands = [
        (short_index(symbol, index_name(symbol)), alpha_band(one))
        for symbol, one in zip(found.symbols, several, strict=True)
    ]
    known = [(name, band) for name, band in bands if band is not None]
    if not known:
        return
    said = [f"{name} {percent(band.alpha, signed=True)} a year" for name, band in known]
    live_chart(
        alpha_figure(known),
        ChartFrame(
            key="fit-alpha-band",
            title="What chance could have made of alpha",
            summary=f"Alpha a year with the middle 95 % of its resamples: {listed(said)}.",
            file_name=f"{file_name(question.subject.name)}-alpha-band",
            ranges=False,
        ),
    )
    st.caption(" ".join(_band_words(name, band) for name, band in known))


def _record(found: Comparison) -> str:
    """How long the record is, and how much longer it would have to be."""
    months = months_still_needed(found)
    had = count(found.observations, "week" if found.cadence.spacing is Spacing.WEEKLY else "observation")
    if months is None:
        return f"The record has {had}."
    return f"The record has {had}{', enough to tell' if months == 0 else ''}."


def _band_words(name: str, band: AlphaBand) -> str:
    zero = "0 is inside: chance alone could have made it." if band.includes_zero else "0 is outside."
    return (
        f"{escaped(name)}: alpha was {percent(band.alpha, signed=True)} a year; the days drawn again {RESAMPLES:,} times in "
        f"blocks of {count(band.block, 'return')}, 95\u202f% of the alphas came out between {percent(band.low, signed=True)} and "
        f"{percent(band.high, signed=True)}. {zero}"
    )
