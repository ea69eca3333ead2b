"""Which index of the whole catalogue does the subject behave like most, and what does the chosen one change?"""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from core.index.benchmark_choice import BenchmarkChoiceCheck, check_choice
from core.index.fit import BenchmarkFit, IndexFit
from core.index.fit_words import UNLIKE_IN_A_SCAN, choice_text, what_best_explains
from core.statistics.reading_bands import EXPLAINS, reading
from core.statistics.record import looked_at
from ui.charts.drawing.axis import PERCENT, PLAIN
from ui.charts.index_fit.fit import MapPoint, Mark, fit_map
from ui.choices.selection import FIT_MAP
from ui.reads.answers import scan_json
from ui.reads.index_fit.fit import Candidates, FitQuestion, catalogue_entry, index_name, scan_candidates, scan_indexes
from ui.views.index_fit.download import view_button
from ui.views.index_fit.notes import left_out_list
from ui.views.index_fit.words import LOOSE, MEANINGS, annual_meaning, points, short_index, spoken_subject
from ui.widgets.live_chart import ChartFrame, live_chart
from ui.widgets.metric_row import Card, metric_row
from ui.widgets.notices import guarded, note_line
from ui.widgets.tables import Column, Kind, table
from ui.wording.number_format import count, days_from_to, percent, percentage_points, ratio
from ui.wording.plain_text import as_markdown, escaped, file_name

_MARK_WIDTH = 120
_LONGEST_IN_A_CARD = 12
R_SQUARED, BETA = "R²", "Beta"
_WORDS = {Mark.BEST: "best fit", Mark.RUNNER_UP: "runner-up", Mark.CHOSEN: "chosen"}
_RULE = (
    "The best benchmark is the one with the highest R² on the days that all of them share; of those within 0.005 of it, the one that "
    "counts dividends as the subject does, then the one with the lowest tracking error. Never the one with the nearest return."
)


def scan_tab(question: FitQuestion) -> None:
    """The best benchmark and why, the cards, the map, the guard, and every index as a table."""
    found, fit = scan_candidates(question), scan_indexes(question)
    with st.container(key="ys-headline"):
        st.markdown(as_markdown(answer(question, fit)))
    metric_row(_cards(fit, found.symbol_by_name), key="scan")
    notes = [*(escaped(one, longest=600) for one in found.notes), looked_at(len(fit.fits))]
    st.caption(" ".join([_spoken_days(fit, question), *notes]))
    _map(question, fit)
    st.header("Was the benchmark chosen well?", anchor=False)
    with guarded("The check of the choice"):
        _guard(question, found, fit)
    st.header("Every index", anchor=False)
    _table(question, found, fit)
    left_out_list(found.left_out)
    view_button("Scan as JSON", question, "scan", lambda: scan_json(question, found, fit))


def answer(question: FitQuestion, fit: IndexFit) -> str:
    """Markdown: the best benchmark, and why it is the best."""
    best, subject = fit.best.index, spoken_subject(question.subject)
    if (fit.best.r_squared or 0.0) < LOOSE:
        compared = "The only index compared" if len(fit.fits) == 1 else f"The closest of {len(fit.fits)} indexes"
        return (
            f"{subject} behaves **like none of them**. {compared}, {escaped(best)}, explains only "
            f"**{percent(fit.best.r_squared)}** of its ups and downs."
        )
    why = escaped(what_best_explains(fit), longest=600)
    return f"{subject} behaves most like **{escaped(best)}**, which {why}"


def _spoken_days(fit: IndexFit, question: FitQuestion) -> str:
    when = days_from_to(fit.first, fit.dates[-1])
    indexes = "1 index" if len(fit.fits) == 1 else f"{len(fit.fits)} indexes, all of them"
    return f"{indexes} beside {escaped(question.subject.name)} on the {fit.observations:,} {fit.cadence.noun}s that they share, {when}."


def _cards(fit: IndexFit, symbols: Mapping[str, str]) -> list[Card]:
    best, second = fit.best, fit.runner_up
    told = [
        Card(
            "Best fit",
            short_index(symbols[best.index], best.index, _LONGEST_IN_A_CARD),
            f"{best.index}. {_RULE}",
            f"R² {percent(best.r_squared)}",
        ),
        Card("Beta to it", ratio(best.beta), MEANINGS["beta"], _alpha_of(best)),
        Card(
            "Tracking error",
            percent(best.tracking_error),
            annual_meaning("tracking_error", fit.periods_per_year),
            reading("tracking_error", best.tracking_error) if (best.r_squared or 0.0) >= EXPLAINS else None,
        ),
    ]
    if second is None:
        return told
    margin = "tie: see the rule" if fit.tied else _behind(best, second)
    meaning = f"{second.index}. The best of the others, by the same rule."
    return [
        *told,
        Card("Runner-up", _in_a_card(second.index, symbols), meaning, margin),
    ]


def _alpha_of(best: BenchmarkFit) -> str:
    return f"alpha {percent(best.alpha, signed=True)} a year" if best.like_subject else "dividends on one side only"


def _in_a_card(index: str, symbols: Mapping[str, str]) -> str:
    return short_index(symbols[index], index, _LONGEST_IN_A_CARD)


def _behind(best: BenchmarkFit, second: BenchmarkFit) -> str:
    gap = (best.r_squared or 0.0) - (second.r_squared or 0.0)
    return f"R² {percent(second.r_squared)}, {percentage_points(gap, signed=False)} less"


def marks_of(fit: IndexFit, chosen: str) -> dict[str, Mark]:
    """What each index is; one that is both best and chosen is the best."""
    ranked = fit.ranking
    marks = {one.index: Mark.OTHER for one in fit.fits}
    if any(one.index == chosen for one in fit.fits):
        marks |= {one.index: Mark.PLAUSIBLE for one in check_choice(fit, chosen).plausible}
    else:
        marks |= {one.index: Mark.PLAUSIBLE for one in ranked if (one.correlation or 0.0) >= 0.7}
    named = [(chosen, Mark.CHOSEN), *((one.index, Mark.RUNNER_UP) for one in ranked[1:2]), (ranked[0].index, Mark.BEST)]
    return marks | {name: mark for name, mark in named if name in marks}


@st.fragment
def _map(question: FitQuestion, fit: IndexFit) -> None:
    with guarded("The fit map"):
        _draw_map(question, fit)


def _draw_map(question: FitQuestion, fit: IndexFit) -> None:
    up = st.segmented_control("Upwards", [R_SQUARED, BETA], default=R_SQUARED, key=FIT_MAP, required=True)
    marks = marks_of(fit, index_name(question.indexes[0]))
    shown = [_point(one, marks[one.index], up) for one in fit.fits if one.r_squared is not None]
    best = fit.best
    live_chart(
        fit_map(shown, PERCENT, PLAIN if up == BETA else PERCENT, ("Tracking error a year", str(up))),
        ChartFrame(
            key="fit-map",
            title="Fit map",
            summary=f"{count(len(shown), 'index', 'indexes')} by tracking error and {up}. "
            f"Best fit: {best.index}, R² {percent(best.r_squared)}, tracking error {percent(best.tracking_error)}.",
            file_name=f"{file_name(question.subject.name)}-fit-map",
            ranges=False,
        ),
    )


def _point(one: BenchmarkFit, mark: Mark, up: str | None) -> MapPoint:
    text = (
        f"{one.index}<br>R² {percent(one.r_squared)}, beta {ratio(one.beta)}<br>tracking error {percent(one.tracking_error)}, "
        f"excess {percentage_points(one.excess_return)}"
    )
    height = one.beta if up == BETA else one.r_squared
    return MapPoint(one.index, one.tracking_error, height or 0.0, mark, text)


def _guard(question: FitQuestion, found: Candidates, fit: IndexFit) -> None:
    chosen = question.indexes[0]
    if chosen not in found.symbols:
        reason = next((one.reason for one in found.left_out if one.symbol == chosen), "")
        name = escaped(index_name(chosen))
        note_line(f"**{name} is not among those compared.** {escaped(reason, longest=600)}", "guard")
        return
    check = check_choice(fit, index_name(chosen))
    st.markdown(as_markdown(escaped(choice_text(check), longest=600)))
    metric_row(_guard_cards(check), key="guard")
    _plausible(question, check)


def _guard_cards(check: BenchmarkChoiceCheck) -> list[Card]:
    of = f"of {len(check.plausible)} plausible"
    return [
        Card("By fit", f"number {check.rank_by_fit}", "1 is the best fit among the plausible benchmarks.", of),
        Card("By excess", f"number {check.rank_by_excess}", "1 is the one that shows the largest excess return.", of),
        Card(
            "Excess on these days",
            points(check.reported_excess),
            f"{MEANINGS['excess_return']} On the days that all indexes share, which may be fewer than those of *Fit*.",
            f"against {check.chosen.index}",
        ),
        Card(
            "Owed to the choice",
            points(check.owed_to_choice),
            "That excess less the excess over the best fit.",
            f"{points(check.excess_over_best)} to the best",
        ),
    ]


def _plausible(question: FitQuestion, check: BenchmarkChoiceCheck) -> None:
    rows = check.plausible
    words = [
        " and ".join(word for one, word in ((check.best, "best fit"), (check.chosen, "chosen")) if one is row)
        for row in rows
    ]
    columns = [
        Column("Plausible benchmark", Kind.TEXT, [one.index for one in rows], pinned=True),
        Column("It is", Kind.TEXT, words, width=_MARK_WIDTH),
        Column("R²", Kind.PERCENT, [one.r_squared for one in rows], MEANINGS["r_squared"], bar=True, bar_limit=1.0),
        Column("Excess return", Kind.POINTS, [one.excess_return for one in rows], MEANINGS["excess_return"]),
        Column(
            "To the best fit’s",
            Kind.POINTS,
            [one.excess_return - check.excess_over_best for one in rows],
            "By how much the excess differs from that over the best fit.",
        ),
    ]
    name = f"{file_name(question.subject.name)}-plausible-benchmarks"
    table(columns, key="fit-plausible", file_name=name, caption="The plausible benchmarks, the best fit first.")


def _table(question: FitQuestion, found: Candidates, fit: IndexFit) -> None:
    chosen = index_name(question.indexes[0])
    marks = marks_of(fit, chosen)
    ranked = [*fit.ranking, *(one for one in fit.fits if one.r_squared is None)]
    symbols = found.symbol_by_name
    entries = [catalogue_entry(symbols[one.index]) for one in ranked]
    straying = annual_meaning("tracking_error", fit.periods_per_year)
    columns = [
        Column("Index", Kind.TEXT, [one.index for one in ranked], pinned=True),
        Column("It is", Kind.TEXT, [_mark_words(one.index, marks, chosen) for one in ranked], width=_MARK_WIDTH),
        Column("R²", Kind.PERCENT, [one.r_squared for one in ranked], MEANINGS["r_squared"], bar=True, bar_limit=1.0),
        Column("Correlation", Kind.RATIO, [one.correlation for one in ranked], MEANINGS["correlation"]),
        Column("Beta", Kind.RATIO, [one.beta for one in ranked], MEANINGS["beta"]),
        Column(
            "Alpha a year",
            Kind.SIGNED_PERCENT,
            [one.alpha for one in ranked],
            annual_meaning("alpha", fit.periods_per_year),
        ),
        Column(
            "Tracking error",
            Kind.PERCENT,
            [one.tracking_error for one in ranked],
            straying,
        ),
        Column("Excess return", Kind.POINTS, [one.excess_return for one in ranked], MEANINGS["excess_return"]),
        Column("Its return", Kind.PERCENT, [one.total_return for one in ranked], MEANINGS["total_return"]),
        Column("Region", Kind.TEXT, [one.region if one else None for one in entries]),
        Column("Of", Kind.TEXT, [one.asset_class.capitalize() if one else None for one in entries]),
        Column("Dividends", Kind.TEXT, [_dividends(one.basis) if one else None for one in entries]),
        Column("Symbol", Kind.TEXT, [symbols[one.index] for one in ranked]),
    ]
    name = f"{file_name(question.subject.name)}-scan"
    table(columns, key="fit-scan", file_name=name, caption="Every index of the scan, the best fit first.")
    reasons = list(dict.fromkeys(f"{one.index}: {one.reason}" for one in ranked if one.reason and one.like_subject))
    if any(not one.like_subject for one in ranked):
        reasons.append(UNLIKE_IN_A_SCAN)
    if reasons:
        st.caption("— : " + " ".join(map(escaped, reasons)))


def _mark_words(index: str, marks: dict[str, Mark], chosen: str) -> str:
    word = _WORDS.get(marks[index], "")
    return f"{word}, chosen" if index == chosen and marks[index] is not Mark.CHOSEN else word


def _dividends(basis: str) -> str:
    return "without" if basis == "price" else "with"
