"""How well would something else have had to do to match the portfolio? Two numbers, each with what stands behind it."""

from __future__ import annotations

from datetime import date

import streamlit as st

from core.same_money.break_even import BreakEvenIndex, BreakEvenRate
from core.same_money.comparison import SameMoney
from ui.reads.benchmarks import HybridComparison, break_even
from ui.widgets.metric_row import Card, metric_row
from ui.wording.number_format import day, money, percent, percentage_points


def break_even_finder(hybrid: HybridComparison) -> None:
    """The deposit's rate, and the benchmark's return, that would have ended with the portfolio's value."""
    st.header("Break-even finder", anchor=False)
    rate, index = break_even(hybrid)
    metric_row((_rate_card(rate, hybrid.same_money), _index_card(index, hybrid.same_money)), key="break-even")
    st.caption(_spoken(rate, index, hybrid.same_money))


def _rate_card(found: BreakEvenRate, same: SameMoney) -> Card:
    meaning = (
        "The fixed yearly rate, effective and before tax, at which a bank deposit fed with the same payments would have ended with your "
        "portfolio's value. "
        f"It equals your XIRR as long as the deposit could pay every withdrawal. {_short(found.exhausted_on, found.shortfall, same)}"
    )
    return Card(
        "Deposit that matches you",
        percent(found.rate, 2),
        f"{meaning} {found.reason or ''}".strip(),
    )


def _index_card(found: BreakEvenIndex, same: SameMoney) -> Card:
    required, actual = (
        _yearly_or_total(found.required_yearly, found.required_total),
        _yearly_or_total(found.actual_yearly, found.actual_total),
    )
    unit = "a year" if found.required_yearly is not None else "over the range"
    gap = None if required is None or actual is None else required - actual
    return Card(
        "Benchmark return that matches you",
        percent(required),
        f"{same.benchmark_name}: its own path, tilted by the same small amount every day until the same money in it ends "
        f"with your portfolio's value ({unit}). "
        f"{_short(found.exhausted_on, found.shortfall, same)} {found.reason or ''}".strip(),
        delta=None if gap is None else percentage_points(gap),
        reference=None if actual is None else f"it returned {percent(actual)} {unit}",
    )


def _spoken(rate: BreakEvenRate, index: BreakEvenIndex, same: SameMoney) -> str:
    if rate.rate is None:
        return rate.reason or ""
    first = f"A bank deposit at {percent(rate.rate, 2)} before tax would have left you level on {day(same.period.end)}."
    if index.extra is None:
        return f"{first} {index.reason or ''}".strip()
    direction = "more" if index.extra >= 0 else "less"
    return f"{first} {same.benchmark_name} would have had to return {_by_how_much(index)} {direction} than it did."


def _by_how_much(index: BreakEvenIndex) -> str:
    """The same difference as on the card: in points a year, over less than a year in all."""
    if index.required_yearly is None or index.actual_yearly is None:
        return percentage_points(abs(index.required_total - index.actual_total), signed=False)
    return f"{percentage_points(abs(index.required_yearly - index.actual_yearly), signed=False)} a year"


def _short(on: date | None, shortfall: float, same: SameMoney) -> str:
    if not shortfall:
        return ""
    return f"Even so it would have run out on {day(on)}, {money(shortfall, same.currency)} short."


def _yearly_or_total(yearly: float | None, total: float | None) -> float | None:
    return yearly if yearly is not None else total
