"""How did it go over the usual periods, beside each benchmark, and holding by holding?"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import streamlit as st

from core.same_money.comparison import SameMoney
from core.same_money.holding_comparison import HoldingComparison
from core.same_money.period_returns import PeriodReturn, period_table
from ui.reads.portfolio import Comparisons
from ui.widgets.tables import Column, Kind, table
from ui.wording.number_format import day
from ui.wording.plain_text import file_name
from ui.wording.spoken_kinds import spoken_kind

STRETCHES = "Each stretch of days on which something was held, by itself."
_PERIOD_NAMES = {
    "1M": "1 month",
    "3M": "3 months",
    "6M": "6 months",
    "YTD": "This year",
    "1Y": "1 year",
    "3Y": "3 years, a year",
    "5Y": "5 years, a year",
    "All": "Since start, a year",
}


def returns_by_period(comparisons: Comparisons) -> None:
    """Time-weighted returns of portfolio and benchmarks; a year where the period is longer than one."""
    table(
        period_columns(comparisons),
        key="periods",
        file_name=f"{file_name(comparisons.valuation.name)}-periods",
        caption="Returns by period, beside each benchmark.",
    )
    if reasons := missing_periods(comparisons):
        st.caption("— : " + " ".join(reasons))
    if columns := stretch_columns(comparisons.same_money):
        table(
            columns,
            key="stretches",
            file_name=f"{file_name(comparisons.valuation.name)}-stretches",
            caption=STRETCHES,
        )


def stretch_columns(several: Sequence[SameMoney]) -> list[Column]:
    """A row for each stretch of days on which something was held, a year from one year on; none where there is one alone."""
    own = several[0].portfolio_time_weighted.stretches
    if not own:
        return []
    others = [(one.benchmark_name, one.benchmark_time_weighted.stretches) for one in several]
    return [
        Column("From", Kind.DATE, [one.period.start for one in own], pinned=True),
        Column("To", Kind.DATE, [one.period.end for one in own]),
        Column("You", Kind.PERCENT, [one.total for one in own], "Time-weighted return of the stretch by itself."),
        *(Column(name, Kind.PERCENT, [one.total for one in each]) for name, each in others if len(each) == len(own)),
        Column("You, a year", Kind.PERCENT, [one.annualised for one in own], "From one year on."),
    ]


def missing_periods(comparisons: Comparisons) -> list[str]:
    """Why some period has no return, each reason once."""
    own = [row.portfolio for row in _periods(comparisons)]
    return list(dict.fromkeys(one.reason for one in own if one.total is None and one.reason))


def period_columns(comparisons: Comparisons) -> list[Column]:
    """A row for each of the usual periods."""
    rows = _periods(comparisons)
    columns = [
        Column("Period", Kind.TEXT, [_period_name(row) for row in rows], pinned=True),
        Column(
            "You",
            Kind.PERCENT,
            [row.portfolio.yearly_or_total for row in rows],
            "Time-weighted return of your portfolio.",
        ),
    ]
    for at, levels in enumerate(comparisons.levels):
        columns.append(Column(levels.name, Kind.PERCENT, [row.benchmarks[at].yearly_or_total for row in rows]))
        meaning = f"Your portfolio minus {levels.name}, in percentage points."
        columns.append(_difference_column(rows, at, len(comparisons.levels), levels.name, meaning))
    columns.append(Column("From", Kind.DATE, [row.period.start if row.period else None for row in rows]))
    return columns


def beside_each_other(several: tuple[SameMoney, ...]) -> None:
    """Table of the same money in each of several benchmarks."""
    table(
        benchmark_columns(several),
        key="benchmarks",
        currency=several[0].currency,
        file_name=f"{file_name(several[0].name)}-benchmarks",
        caption="The same money in each benchmark.",
    )


def benchmark_columns(several: tuple[SameMoney, ...]) -> list[Column]:
    """A row for each benchmark."""
    return [
        Column("The same money in", Kind.TEXT, [one.benchmark_name for one in several], pinned=True),
        Column("Would be", Kind.MONEY, [one.benchmark.closing_value for one in several]),
        Column("You are ahead by", Kind.SIGNED_MONEY, [_lead(one) for one in several]),
        Column("XIRR", Kind.PERCENT, [_telling_rate(one) for one in several]),
        Column("Your XIRR difference", Kind.POINTS, [one.telling_difference for one in several]),
        Column("TWR", Kind.PERCENT, [one.benchmark_time_weighted.yearly_or_total for one in several]),
    ]


def _lead(one: SameMoney | None) -> float | None:
    """What the benchmark account could not have paid is a lead too, as on the card."""
    return None if one is None else one.ahead + one.benchmark.account.shortfall


def _telling_rate(one: SameMoney) -> float | None:
    """The benchmark's XIRR; unknown where its account ran dry and the rate says nothing of it (a note says when)."""
    return None if one.benchmark.ran_dry else one.benchmark_xirr.rate


def holdings(comparisons: Comparisons) -> None:
    """Every holding beside the same money in the first benchmark, over the range; closed ones last."""
    first = comparisons.same_money[0]
    table(
        holding_columns(comparisons),
        key="holdings",
        currency=first.currency,
        file_name=f"{file_name(first.name)}-holdings",
        caption=f"Holdings on {day(first.period.end)}, each beside the same money in {first.benchmark_name}.",
    )


def holding_columns(comparisons: Comparisons) -> list[Column]:
    """A row for each holding that can be compared, what matters most first."""
    rows, name = _holdings(comparisons), comparisons.same_money[0].benchmark_name
    return [
        Column("Holding", Kind.TEXT, [row.holding.name for row in rows], pinned=True),
        Column("Weight", Kind.PERCENT, [row.holding.weight for row in rows], "Share of the closing value.", bar=True),
        Column("Value", Kind.MONEY, [row.holding.value for row in rows]),
        Column("Gain", Kind.SIGNED_MONEY, [_gain(row) for row in rows], "Value and payouts beyond what was put in."),
        Column("XIRR", Kind.PERCENT, [_own_rate(row) for row in rows]),
        Column("Same money", Kind.MONEY, [row.benchmark_value for row in rows], f"The same payments in {name}."),
        Column(
            "Ahead",
            Kind.SIGNED_MONEY,
            [_lead(row.same_money) for row in rows],
            f"Value minus the same money in {name}.",
        ),
        Column("Put in", Kind.MONEY, [_invested(row) for row in rows], "Less what was taken out by sales."),
        Column("Kind", Kind.TEXT, [spoken_kind(str(row.holding.asset_type)) for row in rows]),
        Column("Quantity", Kind.QUANTITY, [_units(row) for row in rows]),
        Column("Price", Kind.PRICE, [row.holding.price for row in rows], "Last known, in the holding's own currency."),
        Column("Currency", Kind.TEXT, [row.holding.currency for row in rows]),
        Column("Priced on", Kind.DATE, [row.holding.priced_on for row in rows]),
    ]


@lru_cache(maxsize=32)
def _periods(comparisons: Comparisons) -> tuple[PeriodReturn, ...]:
    """Kept, as the comparisons themselves are, for all who look at them."""
    return tuple(period_table(comparisons.valuation, comparisons.levels, comparisons.rates))


@lru_cache(maxsize=32)
def _holdings(comparisons: Comparisons) -> tuple[HoldingComparison, ...]:
    """Those that can be compared; kept likewise."""
    return comparisons.each_holding()


def _difference_column(rows: tuple[PeriodReturn, ...], at: int, benchmarks: int, name: str, meaning: str) -> Column:
    title = "Difference" if benchmarks == 1 else f"Difference to {name}"
    return Column(title, Kind.POINTS, [row.differences[at] for row in rows], meaning)


def _period_name(row: PeriodReturn) -> str:
    name = _PERIOD_NAMES[str(row.range)]
    return (
        name if row.portfolio.annualised is not None or row.portfolio.total is None else name.removesuffix(", a year")
    )


def _own_rate(row: HoldingComparison) -> float | None:
    return row.same_money.portfolio_xirr.rate if row.same_money else None


def _invested(row: HoldingComparison) -> float | None:
    return float(row.same_money.invested[-1]) if row.same_money else None


def _gain(row: HoldingComparison) -> float | None:
    return row.same_money.portfolio.gain if row.same_money else None


def _units(row: HoldingComparison) -> float | None:
    """Units exist where there is a price; of a deposit the value says it all."""
    return row.holding.quantity if row.holding.price is not None else None
