"""Which figures stand in the tables: of each series on its own, and of the subject beside each index?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import streamlit as st

from core.market.levels import to_date
from core.market.period import DAYS_PER_YEAR
from core.returns.series import ReturnSeries, annualised
from core.statistics.months_needed import months_still_needed
from core.statistics.reading_bands import RATIOS, word
from core.statistics.relative import Comparison
from ui.reads.index_fit.fit import FitQuestion, SubjectKind, counted_from, pairs
from ui.views.index_fit.words import MEANINGS, annual_meaning
from ui.widgets.tables import Column, Kind, table
from ui.wording.number_format import count, percent, percentage_points, ratio
from ui.wording.plain_text import file_name


@dataclass(frozen=True, slots=True)
class Figure:
    """One row: ``of`` takes the number from a comparison, ``write`` says it; ``name`` finds reading, meaning and reason."""

    title: str
    name: str
    of: Callable[[Comparison], Any]
    write: Callable[[Any], str]


def _signed(value: float | None) -> str:
    return percent(value, signed=True)


def _interval(value: tuple[float, float] | None) -> str:
    return "—" if value is None else f"{percent(value[0])} to {percent(value[1])}"


def _months(value: int | None) -> str:
    return "over a century" if value is None else "none" if value == 0 else count(value, "month")


FIGURES: tuple[Figure, ...] = (
    Figure("Beta", "beta", lambda one: one.beta, ratio),
    Figure("Correlation", "correlation", lambda one: one.correlation, ratio),
    Figure("R²", "r_squared", lambda one: one.r_squared, percent),
    Figure("Alpha a year", "alpha", lambda one: one.alpha, _signed),
    Figure("Its standard error", "alpha_error", lambda one: one.jensen and one.jensen.newey_west_error, percent),
    Figure("Its t-value", "alpha_t", lambda one: one.jensen and one.jensen.t, ratio),
    Figure("Its 95\u202f% interval", "alpha_interval", lambda one: one.jensen and one.jensen.interval, _interval),
    Figure("Still needed to tell", "alpha_months", months_still_needed, _months),
    Figure("Tracking error", "tracking_error", lambda one: one.tracking_error, percent),
    Figure("Excess return", "excess_return", lambda one: one.excess_return, percentage_points),
    Figure("Information ratio", "information_ratio", lambda one: one.information_ratio_annualised, ratio),
    Figure("Up capture", "up_capture", lambda one: one.up_capture, percent),
    Figure("Down capture", "down_capture", lambda one: one.down_capture, percent),
)


def own_figures(question: FitQuestion, several: Sequence[Comparison]) -> None:
    """Return and risk of the subject and of each index, on the days that subject and index share."""
    st.header("Return and risk", anchor=False)
    first = several[0]
    own = "Your portfolio" if question.subject.kind is SubjectKind.PORTFOLIO else question.subject.name
    rows = [first.portfolio, *(one.benchmark for one in several)]
    risks = [first.volatility, *(one.benchmark_volatility for one in several)]
    compared = pairs(question).pairs
    since = [counted_from(question, one.levels[0].dates[0]) for one in (compared[0], *compared)]
    yearly = [a_year(one, base) for one, base in zip(rows, since, strict=True)]
    falls = [first.max_drawdown.depth, *(one.benchmark_max_drawdown.depth for one in several)]
    sharpes = [first.sharpe, *(one.benchmark_sharpe for one in several)]
    columns = [
        Column("Of", Kind.TEXT, [own, *(one.benchmark.name for one in several)], pinned=True),
        Column("Total return", Kind.PERCENT, [one.total for one in rows], MEANINGS["total_return"]),
        Column("A year", Kind.PERCENT, yearly, "Compounded; only from one year on."),
        Column("Volatility", Kind.PERCENT, risks, annual_meaning("volatility", first.periods_per_year)),
        Column("Max drawdown", Kind.PERCENT, falls, MEANINGS["max_drawdown"]),
        Column("Sharpe", Kind.RATIO, sharpes, annual_meaning("sharpe", first.periods_per_year)),
        Column(
            "Give or take",
            Kind.RATIO,
            [one and first.record.ratio_error(one) for one in sharpes],
            MEANINGS["ratio_error"],
        ),
        Column("Sharpe is", Kind.TEXT, [_sharpe_word(*one) for one in zip(sharpes, [first, *several], strict=True)]),
        Column("From", Kind.DATE, [to_date(one) for one in since], "The day that the first return starts from."),
        Column("To", Kind.DATE, [to_date(one.dates[-1]) for one in rows]),
    ]
    name = f"{file_name(question.subject.name)}-return-and-risk"
    table(columns, key="fit-own", file_name=name, caption="Return and risk of the subject and of each index.")


def a_year(series: ReturnSeries, since: np.datetime64) -> float | None:
    """The compounded yearly return over the days held, None below one year. ``since``: the day from which it is counted."""
    gaps = (series.began[1:] - series.dates[:-1]).sum()
    days = int((series.dates[-1] - since - gaps).astype(int))
    return annualised(series.total, days) if days >= DAYS_PER_YEAR else None


def index_figures(question: FitQuestion, several: Sequence[Comparison]) -> None:
    """Every figure that takes two, a row each; why one is missing stands below."""
    st.header("Beside each index", anchor=False)
    columns = [Column("Figure", Kind.TEXT, [one.title for one in FIGURES], pinned=True)]
    for found in several:
        values = [one.of(found) for one in FIGURES]
        written = [_with_reading(one, value, found) for one, value in zip(FIGURES, values, strict=True)]
        columns.append(Column(found.benchmark.name, Kind.FIGURE, written, saved=[_plain(value) for value in values]))
    meanings = [MEANINGS[one.name] for one in FIGURES]
    columns.append(Column("What it says", Kind.TEXT, meanings))
    name = f"{file_name(question.subject.name)}-figures"
    table(columns, key="fit-figures", file_name=name, caption="Every figure of the subject beside each index.")
    reasons = dict.fromkeys(
        reason for found in several for reason in (*found.reasons.values(), found.record.reason) if reason
    )
    if reasons:
        st.caption("— : " + " ".join(reasons))


def _sharpe_word(sharpe: float | None, found: Comparison) -> str:
    return word("sharpe", sharpe, found.record)


def _with_reading(figure: Figure, value: Any, found: Comparison) -> str:
    if not isinstance(value, float):
        return figure.write(value)
    said = word(figure.name, value, found.record, found.r_squared)
    error = f" ± {ratio(found.record.ratio_error(value))}" if figure.name in RATIOS else ""
    return f"{said} · {figure.write(value)}{error}" if said else f"{figure.write(value)}{error}"


def _plain(value: Any) -> Any:
    return " to ".join(map(str, value)) if isinstance(value, tuple) else value
