"""Which drawings does a report need, and what do their colours stand for? Each made twice: for paper and for a phone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ui.charts.attribution import WaterfallBar
from ui.charts.drawing.axis import AxisUnit
from ui.charts.drawing.line import Line
from ui.charts.still.bars import BarKind, BarRow, bars_drawing, block_swatch, waterfall_drawing
from ui.charts.still.lines import NARROW, WIDE, line_drawing, swatch
from ui.views.report.content import LegendEntry, Picture


def lines_picture(
    title: str, lines: Sequence[Line], unit: AxisUnit, summary: str, ends: Sequence[str], **more: Any
) -> Picture:
    """``ends``: what each line comes to, written beside its name."""
    legend = [LegendEntry(swatch(one.style), f"{one.name} {end}") for one, end in zip(lines, ends, strict=True)]
    drawn = [line_drawing(lines, unit, summary, width=width, **more) for width in (WIDE, NARROW)]
    return Picture(title, *drawn, tuple(legend))


def waterfall_picture(title: str, bars: Sequence[WaterfallBar]) -> Picture:
    """Its own words stand in it; nothing needs a legend."""
    said = ", ".join(f"{one.name.replace('<br>', ' ')} {one.text}" for one in bars)
    return Picture(title, *(waterfall_drawing(bars, f"{title}: {said}.", width) for width in (WIDE, NARROW)))


def bars_picture(title: str, rows: Sequence[BarRow], kinds: Sequence[BarKind], stacked: bool = False) -> Picture:
    """Bars of several kinds for each row, below one another or end to end."""
    summary = f"{title}: " + ", ".join(f"{one.name} {one.text}" for one in rows) + "."
    legend = tuple(LegendEntry(block_swatch(kind), kind.name) for kind in kinds)
    return Picture(title, *(bars_drawing(rows, kinds, summary, width, stacked) for width in (WIDE, NARROW)), legend)
