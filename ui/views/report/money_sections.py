"""What became of the money, beside the same money elsewhere: value, growth, falls, periods, months, holdings."""

from __future__ import annotations

from collections.abc import Sequence

from core.same_money.comparison import SameMoney
from ui.charts.drawing.axis import PERCENT, PLAIN, money_axis_unit
from ui.charts.drawing.line import Line
from ui.charts.heatmap import largest_shown
from ui.reads.portfolio import Comparisons
from ui.views.report.content import Block, Months, Paragraphs, Section, Sheet
from ui.views.report.drawings import lines_picture
from ui.views.same_money import cards, pictures, return_tables
from ui.views.same_money.explanations import notes_of
from ui.widgets.tables import Column
from ui.wording.number_format import day, days_from_to, money, percent
from ui.wording.plain_text import escaped

_FIRST = ("Holding", "Weight", "Value", "Gain", "XIRR", "Same money", "Ahead")
_SECOND = ("Holding", "Kind", "Put in", "Quantity", "Price", "Currency", "Priced on")


def money_cards(comparisons: Comparisons, several: Sequence[SameMoney]) -> tuple[cards.Card, ...]:
    """The five cards of the page. ``several``: with the deposit at its rate."""
    first = several[0]
    return (
        cards.portfolio_card(first),
        cards.benchmark_card(first),
        cards.difference_card(first),
        cards.risk_free_card(first),
        cards.time_weighted_card(first, pictures.portfolio_growth(comparisons)),
    )


def same_money_section(comparisons: Comparisons, several: Sequence[SameMoney]) -> Section:
    """The value through time, and each benchmark beside the others."""
    first, lines = several[0], pictures.wealth_lines(several)
    unit = money_axis_unit(max(float(one.values.max()) for one in lines), first.currency)
    ends = [money(one.last, first.currency) for one in lines]
    picture = lines_picture(
        "Value of your portfolio and of the same money elsewhere",
        lines,
        unit,
        pictures.wealth_summary(several[0], lines),
        ends,
        floor=0.0,
        events=pictures.event_marks(first),
    )
    about_portfolio = set(comparisons.valuation.notes)
    notes = [escaped(one, 600) for one in notes_of(comparisons) if one not in about_portfolio]
    blocks: list[Block] = [picture, Paragraphs((" ".join(notes),) if notes else (), quiet=True)]
    if len(several) > 1:
        columns = tuple(return_tables.benchmark_columns(tuple(several)))
        blocks.append(Sheet("The same money in each benchmark", columns, first.currency))
    question = "What would the same money, on the same days, have become in the benchmark and in a bank deposit?"
    return Section("same-money", "The same money", question, tuple(blocks), own_page=True)


def growth_section(comparisons: Comparisons) -> Section:
    """How 100 grew, whatever the timing of the payments, and how far it fell from its last peak."""
    lines = pictures.growth_lines(comparisons)
    span = days_from_to(lines[0].dates[0], lines[0].dates[-1])
    grown = [f"{one.last:,.1f}" for one in lines]
    growth = lines_picture("Growth of 100", lines, PLAIN, f"Growth of 100, {span}.", grown)
    fallen = [Line(one.role, one.name, one.dates, pictures.falls(comparisons, one), one.position) for one in lines]
    worst = [f"at worst {percent(float(one.values.min()))}" for one in fallen]
    falls = lines_picture(
        "Fall from the last peak", fallen, PERCENT, f"Fall from the last peak, {span}.", worst, filled=True
    )
    question = "How did the investments do, whatever the timing and size of your payments (time-weighted)?"
    return Section("growth", "Growth and falls", question, (growth, falls))


def periods_section(comparisons: Comparisons) -> Section:
    """The usual periods, and month by month."""
    first = comparisons.same_money[0]
    reasons = return_tables.missing_periods(comparisons)
    told = (
        Paragraphs((f"— : {' '.join(escaped(one, 600) for one in reasons)}",), quiet=True)
        if reasons
        else Paragraphs(())
    )
    sheet = Sheet("Returns by period, time-weighted", tuple(return_tables.period_columns(comparisons)), first.currency)
    apart = return_tables.stretch_columns(comparisons.same_money)
    stretches = [Sheet(return_tables.STRETCHES, tuple(apart), first.currency)] if apart else []
    own, other = pictures.month_grids(comparisons)
    full = largest_shown(own, other)
    months = [Months(f"Month by month: {grid.name}, in percent", grid, full) for grid in (own, other)]
    return Section(
        "returns",
        "Returns by period",
        "How did it go over the usual periods?",
        (sheet, told, *stretches, *months),
        own_page=True,
    )


def holdings_section(comparisons: Comparisons) -> Section:
    """Each holding beside its own same money, in two tables that fit a sheet of paper."""
    first = comparisons.same_money[0]
    columns = {one.title: one for one in return_tables.holding_columns(comparisons)}
    beside = f"On {day(first.period.end)}, each beside the same payments in {first.benchmark_name}"
    blocks = (
        Sheet(beside, _chosen(columns, _FIRST), first.currency),
        Sheet("What they are, and at which price", _chosen(columns, _SECOND), first.currency),
    )
    return Section("holdings", "Holdings", "How did each holding do beside its own same money?", blocks, own_page=True)


def _chosen(columns: dict[str, Column], titles: Sequence[str]) -> tuple[Column, ...]:
    return tuple(columns[title] for title in titles)
