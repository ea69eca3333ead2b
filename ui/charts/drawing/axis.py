"""Where do the ticks of an axis lie, and in which unit do people say them? ₹ lakh, $ k, percent."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from core.market.levels import Floats
from core.wording import MINUS
from ui.wording.number_format import ONE, THIN_SPACE, currency_symbol, money_units

TICKS = 6
GRID = "rgba(122, 131, 148, 0.18)"
_HEADROOM = 0.05
_FEWEST_STEPS = 4
_LEAST_STEP = 1e-290  # below it a power of ten is no number any more


@dataclass(frozen=True, slots=True)
class AxisUnit:
    """Values are divided by ``size`` and followed by ``suffix``; ``caption`` names the unit once, above the axis."""

    size: float
    caption: str = ""
    suffix: str = ""


PERCENT = AxisUnit(0.01, suffix=f"{THIN_SPACE}%")
PLAIN = AxisUnit(1.0)


def money_axis_unit(highest: float, currency: str) -> AxisUnit:
    """The largest unit of which the axis shows at least two: ₹ lakh up to 2 crore, then ₹ crore."""
    unit = next((unit for unit in money_units(currency) if highest >= 2 * unit.size), ONE)
    symbol = currency_symbol(currency).strip(THIN_SPACE)
    return AxisUnit(unit.size, caption=f"{symbol} {unit.word.strip(THIN_SPACE)}".strip())


@dataclass(frozen=True, slots=True)
class ValueRange:
    """Lowest and highest value an axis shows."""

    low: float
    high: float


def value_range(values: Floats, floor: float | None = None) -> ValueRange:
    """The range of the finite values with a little room; down to ``floor`` when one is given and nothing lies below it."""
    there = values[np.isfinite(values)]
    if there.size == 0:
        return ValueRange(0.0, 1.0)
    low, high = float(there.min()), float(there.max())
    room = (high - low) * _HEADROOM or abs(high) * _HEADROOM or 1.0
    if floor is not None and low >= floor:
        return ValueRange(floor, high + room)
    return ValueRange(low - room, high + room)


def nice_step(span: float) -> float:
    """The step of 1, 2 or 5 times a power of ten that gives about ``TICKS`` ticks."""
    rough = max(span / TICKS, _LEAST_STEP)
    power = 10.0 ** math.floor(math.log10(rough))
    return next(multiple * power for multiple in (1.0, 2.0, 5.0, 10.0) if multiple * power >= rough * 0.999)


def money_ticks(shown: ValueRange, unit: AxisUnit) -> tuple[list[float], list[str]]:
    """Tick values in the data's own unit and their texts in the axis unit."""
    step = nice_step((shown.high - shown.low) / unit.size)
    first = math.ceil(shown.low / unit.size / step - 1e-9)
    last = math.floor(shown.high / unit.size / step + 1e-9)
    decimals = max(0, -math.floor(math.log10(step) + 1e-9))
    numbers = [count * step for count in range(first, last + 1)]
    texts = [f"{MINUS if number < 0 else ''}{abs(number):,.{decimals}f}{unit.suffix}" for number in numbers]
    return [number * unit.size for number in numbers], texts


def value_axis(shown: ValueRange, unit: AxisUnit) -> dict[str, Any]:
    """Plotly's y axis: range and ticks set, faint horizontal grid, no frame."""
    return ticked_axis(shown, unit) | {"gridwidth": 1, "automargin": True}


def ticked_axis(shown: ValueRange, unit: AxisUnit, **more: Any) -> dict[str, Any]:
    """An axis of values, up or across; ``more``: what is particular to it."""
    values, texts = money_ticks(shown, unit)
    return {
        "range": [shown.low, shown.high],
        "tickvals": values,
        "ticktext": texts,
        "fixedrange": True,
        "zeroline": False,
        "showline": False,
        "ticks": "",
        "gridcolor": GRID,
    } | more


def row_axis(**more: Any) -> dict[str, Any]:
    """An axis of names, the first on top, with a little room between a name and its bar."""
    return {
        "type": "category",
        "autorange": "reversed",
        "fixedrange": True,
        "showgrid": False,
        "zeroline": False,
        "showline": False,
        "ticks": "",
        "automargin": True,
        "ticklabelstandoff": 8,
    } | more


def power_steps(low: float, high: float) -> list[float]:
    """1, 2 and 5 times the powers of ten between two values > 0."""
    powers = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    return [step for power in powers for one in (1, 2, 5) if low <= (step := one * 10.0**power) <= high]


def logarithmic_axis(values: Floats, unit: AxisUnit) -> dict[str, Any]:
    """Plotly's y axis on which equal heights are equal percentages; its range is in powers of ten. ``values``: all > 0."""
    powers = value_range(np.log10(values[np.isfinite(values)]))
    shown = ValueRange(10.0**powers.low, 10.0**powers.high)
    if len(steps := power_steps(shown.low, shown.high)) < _FEWEST_STEPS:
        ticks, texts = money_ticks(shown, unit)
    else:
        ticks, texts = steps, [f"{step:,.10g}{unit.suffix}" for step in steps]
    return value_axis(powers, unit) | {
        "type": "log",
        "tickvals": ticks,
        "ticktext": texts,
        "range": [powers.low, powers.high],
    }


def date_axis(first: np.datetime64, last: np.datetime64) -> dict[str, Any]:
    """Plotly's x axis: the range of the data, no grid, dates without doubt on hover."""
    return {
        "type": "date",
        "range": [str(first), str(last)],
        "hoverformat": "%-d %b %Y",
        "showgrid": False,
        "zeroline": False,
        "showline": False,
        "ticks": "",
        "spikecolor": "rgba(122, 131, 148, 0.6)",
        "spikethickness": 1,
        "spikedash": "solid",
        "tickformatstops": [
            {"dtickrange": [None, 604_800_000], "value": "%-d %b"},
            {"dtickrange": [604_800_000, "M1"], "value": "%-d %b"},
            {"dtickrange": ["M1", "M12"], "value": "%b %Y"},
            {"dtickrange": ["M12", None], "value": "%Y"},
        ],
    }


def axis_facts(unit: AxisUnit, floor: float | None, logarithmic: bool = False) -> dict[str, Any]:
    """The unit, floor and scale from which the browser sets range and ticks again after a zoom."""
    return {"unit": asdict(unit), "floor": floor, "log": logarithmic}
