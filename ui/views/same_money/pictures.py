"""Which lines does each picture of the comparison draw, and how is it told in words?"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import timedelta
from functools import lru_cache

import numpy as np
import streamlit as st

from core.market.deposit_rate import deposit_line_name
from core.market.levels import Floats, LevelSeries
from core.market.period import Period
from core.returns.held import falls_while_held, levels_while_held
from core.same_money.benchmark_window import benchmark_levels
from core.same_money.comparison import SameMoney
from core.same_money.period_returns import MonthlyReturns, monthly_returns
from ui.charts.drawdown import drawdown_figure
from ui.charts.drawing.canvas import Drawing
from ui.charts.drawing.line import EventMark, Line
from ui.charts.growth import growth_figure
from ui.charts.heatmap import MonthlyGrid, heatmap_figure, largest_shown
from ui.charts.theme import Role
from ui.charts.wealth import MOST_MARKS, evenly_spaced, wealth_drawing
from ui.choices.scale_choice import on_a_log_scale
from ui.reads.portfolio import Comparisons
from ui.widgets.live_chart import ChartFrame, live_chart
from ui.wording.number_format import day, days_from_to, listed, money, percent
from ui.wording.plain_text import escaped, file_name

YOU = "Your portfolio"
INVESTED = "Money put in"


def wealth_lines(several: Sequence[SameMoney]) -> list[Line]:
    """The four roles: the portfolio, the same money in each benchmark, in the deposit, and the money put in."""
    first = several[0]
    deposit = first.risk_free.account
    return [
        Line(Role.PORTFOLIO, YOU, first.dates, first.values),
        *(
            Line(Role.BENCHMARK, one.benchmark_name, one.dates, one.benchmark.account.values, position)
            for position, one in enumerate(several)
        ),
        Line(Role.RISK_FREE, _deposit_line_name(first), first.dates, deposit.values),
        Line(Role.INVESTED, INVESTED, first.dates, first.invested),
    ]


def event_marks(same: SameMoney) -> list[EventMark]:
    """Days on which money went in or out, evenly chosen where there are many, the value at the start of a later range among them."""
    flows, opening = same.portfolio.flows, same.portfolio.opening_value
    marks = []
    for at in evenly_spaced(flows.days.size, MOST_MARKS):
        amount = float(flows.amounts[at])
        verb = "Worth at the start" if at == 0 and opening else "Put in" if amount > 0 else "Taken out"
        text = f"{verb}: {money(abs(amount), same.currency)}, {day(flows.days[at])}"
        marks.append(EventMark(flows.days[at], text, money_in=amount > 0))
    return marks


def wealth_summary(first: SameMoney, lines: Sequence[Line]) -> str:
    """The picture in words: where each of its ``lines`` ends."""
    ends = [f"{line.name} {money(line.last, first.currency)}" for line in lines]
    return f"Value from {days_from_to(first.period.start, first.period.end)}. At the end: {listed(ends, most=9)}."


def wealth_picture(several: Sequence[SameMoney], revision: str, without: Collection[Role] = frozenset()) -> None:
    """The live chart of the four roles; a zoom survives as long as ``revision`` is the same. ``without``: roles that are not drawn."""
    first = several[0]
    lines = [line for line in wealth_lines(several) if line.role not in without]
    live_chart(
        wealth_drawing(lines, first.currency, event_marks(first), first.gaps),
        ChartFrame(
            key="wealth",
            title=f"Value of {YOU.lower()} and of the same money elsewhere",
            summary=wealth_summary(first, lines),
            file_name=f"{file_name(first.name)}-value",
            currency=first.currency,
        ),
        revision,
    )


def growth_picture(comparisons: Comparisons, revision: str) -> None:
    lines = growth_lines(comparisons)
    ends = [f"{line.name} {line.last:,.1f}" for line in lines]
    figure = growth_figure(lines, logarithmic=on_a_log_scale(lines))
    _performance_picture(figure, "growth", "Growth of 100, time-weighted", ends, comparisons, revision)


def drawdown_picture(comparisons: Comparisons, revision: str) -> None:
    lines = [
        Line(line.role, line.name, line.dates, falls(comparisons, line), line.position)
        for line in growth_lines(comparisons)
    ]
    ends = [f"{line.name} at worst {percent(float(line.values.min()))}" for line in lines]
    _performance_picture(drawdown_figure(lines), "drawdown", "Fall from the last peak", ends, comparisons, revision)


def _performance_picture(
    drawing: Drawing, key: str, title: str, ends: list[str], comparisons: Comparisons, revision: str
) -> None:
    first = comparisons.same_money[0]
    live_chart(
        drawing,
        ChartFrame(
            key=key,
            title=title,
            summary=f"{title}, {days_from_to(first.period.start, first.period.end)}: {listed(ends, most=9)}.",
            file_name=f"{file_name(first.name)}-{key}",
            currency=first.currency,
        ),
        revision,
    )


def growth_lines(comparisons: Comparisons) -> list[Line]:
    """Portfolio (time-weighted) and benchmarks (in the portfolio's currency) as growth of 100 since the start of the range."""
    first = comparisons.same_money[0]
    lines = [Line(Role.PORTFOLIO, YOU, first.dates, portfolio_growth(comparisons))]
    for position, levels in enumerate(comparisons.levels):
        series = benchmark_levels(levels, comparisons.rates, first.currency, first.dates).series
        values = levels_while_held(first.dates, series.levels, first.portfolio.held)
        lines.append(Line(Role.BENCHMARK, levels.name, first.dates, values, position))
    return lines


def portfolio_growth(comparisons: Comparisons) -> Floats:
    """Linked returns since the start of the range, 0 from a total loss on.

    The first day of all counts, so that the last point is the TWR of the card.
    """
    first, returns = comparisons.same_money[0], comparisons.valuation.returns
    whole = first.period.start == comparisons.valuation.begins
    inside = (returns.dates > first.dates[0]) | whole
    grown = 100.0 * np.cumprod(np.concatenate([[1.0], 1.0 + returns.returns[inside]]))
    return np.asarray(grown[np.searchsorted(returns.dates[inside], first.dates, side="right")])


def falls(comparisons: Comparisons, line: Line) -> Floats:
    """How far a line of growth stands below its last peak of the stretch in which something was held."""
    return falls_while_held(line.dates, from_100(line.values), comparisons.same_money[0].portfolio.held)


def from_100(values: Floats) -> Floats:
    """The values with the level they started from counted as a peak."""
    return np.maximum(values, 0.0) if values[0] >= 100.0 else np.concatenate([[100.0], values[1:]])


def heat_maps(comparisons: Comparisons) -> None:
    """Month by month, portfolio and first benchmark, the same colours for the same return."""
    first = comparisons.same_money[0]
    grids = month_grids(comparisons)
    full_colour = largest_shown(*grids)
    for column, grid, key in zip(st.columns(2, gap="medium"), grids, ("months-own", "months-other"), strict=True):
        with column:
            _heat_map(grid, heatmap_figure(grid, full_colour), key, first)


@lru_cache(maxsize=32)
def month_grids(comparisons: Comparisons) -> tuple[MonthlyGrid, MonthlyGrid]:
    """Portfolio and first benchmark, in the portfolio's currency."""
    first, leading = comparisons.same_money[0], comparisons.levels[0]
    converted = comparisons.rates.convert(leading, first.currency)
    held = first.portfolio.held or (first.period,)
    return _own_months(comparisons, held), _grid(monthly_returns(converted, *held), leading.name)


def _own_months(comparisons: Comparisons, held: Sequence[Period]) -> MonthlyGrid:
    """Each stretch since the day before it begins, so that its first day counts; a range that begins inside one since its own first day."""
    starts = {one.start for one in comparisons.valuation.stretches}
    spans = [Period(one.start - timedelta(days=one.start in starts), one.end) for one in held]
    return _grid(monthly_returns(_named(comparisons.valuation.growth), *spans), YOU)


def _named(series: LevelSeries) -> LevelSeries:
    return LevelSeries(YOU, series.dates, series.levels, series.currency, series.basis, series.simulated)


def _heat_map(grid: MonthlyGrid, drawing: Drawing, key: str, same: SameMoney) -> None:
    st.markdown(f"**{escaped(grid.name)}**")
    known = grid.returns[np.isfinite(grid.returns)]
    best = f"best {percent(float(known.max()))}, worst {percent(float(known.min()))}" if known.size else "none known"
    live_chart(
        drawing,
        ChartFrame(
            key=key,
            title=f"Monthly returns of {grid.name}",
            summary=f"Monthly returns of {grid.name}: {known.size} months, {best}.",
            file_name=f"{file_name(same.name)}-{key}",
            ranges=False,
        ),
    )


def _grid(months: MonthlyReturns, name: str) -> MonthlyGrid:
    returns = np.array([[np.nan if one is None else one for one in year] for year in months.returns])
    totals = np.array([np.nan if one is None else one for one in months.yearly])
    return MonthlyGrid(name, months.years, returns.reshape(-1, 12), totals)


def _deposit_line_name(same: SameMoney) -> str:
    """By its rate; of a series of yields by its own name."""
    rate = same.risk_free_rate
    return deposit_line_name(rate) if isinstance(rate, float) else _capital(same.risk_free.account.name)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
