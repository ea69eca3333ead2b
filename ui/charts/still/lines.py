"""How does a picture of lines look on paper? A drawing as text, without a script, in the colours and dashes of the screen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from html import escape

import numpy as np

from core.market.levels import to_date, to_day
from core.market.period import months_before
from ui.charts.drawing.axis import AxisUnit, ValueRange, money_ticks, value_range
from ui.charts.drawing.line import EventMark, Line
from ui.charts.drawing.thinning import thinned_lines
from ui.charts.theme import LineStyle, Role
from ui.wording.number_format import day

WIDE, NARROW = 720.0, 360.0
_HEIGHT, _LEFT, _RIGHT, _TOP, _BOTTOM = 290.0, 52.0, 14.0, 22.0, 26.0
_POINTS = {WIDE: 480, NARROW: 200}
_MONTH_STEPS = (1, 2, 3, 6, 12, 24, 60, 120, 240)
GRID = 'stroke="currentColor" stroke-opacity="0.22"'


class _Scales:
    """Where a date and a value lie on the paper."""

    def __init__(self, lines: Sequence[Line], shown: ValueRange, width: float) -> None:
        self.width, self.shown = width, shown
        self.first, self.last = min(one.dates[0] for one in lines), max(one.dates[-1] for one in lines)

    def x(self, days: np.ndarray) -> np.ndarray:
        span = max(float((self.last - self.first).astype(np.int64)), 1.0)
        across = (days - self.first).astype(np.float64) / span
        return np.asarray(_LEFT + across * (self.width - _LEFT - _RIGHT))

    def y(self, values: np.ndarray | float) -> np.ndarray:
        up = (np.asarray(values) - self.shown.low) / (self.shown.high - self.shown.low)
        return np.asarray(_HEIGHT - _BOTTOM - up * (_HEIGHT - _TOP - _BOTTOM))


def line_drawing(
    lines: Sequence[Line],
    unit: AxisUnit,
    summary: str,
    *,
    width: float = WIDE,
    floor: float | None = None,
    events: Sequence[EventMark] = (),
    filled: bool = False,
) -> str:
    """An SVG of the lines over their dates. ``floor``: where the axis begins when nothing lies below; ``filled``: under the first."""
    drawn = thinned_lines(lines, int(_POINTS[width]))
    shown = value_range(np.concatenate([one.values for one in drawn]), floor)
    scales = _Scales(drawn, shown, width)
    marks = _events(events, lines, scales)
    area = _area(drawn[0], scales) if filled else ""
    body = [*_grid(scales, unit), *_date_labels(scales), area, *(_path(one, scales) for one in reversed(drawn)), *marks]
    return drawing(width, _HEIGHT, summary, "".join(body))


def drawing(width: float, height: float, summary: str, body: str) -> str:
    """The frame of a drawing, with what it shows in words for those who cannot see it."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" role="img" '
        f'aria-label="{escape(summary)}" font-size="12" fill="currentColor">{body}</svg>'
    )


def swatch(style: LineStyle) -> str:
    """A short piece of a line, for a legend."""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 26 8" width="26" height="8" aria-hidden="true">'
        f'<path d="M1 4H25" stroke="{style.colour}" stroke-width="{style.width:g}"{style.dash_array}/></svg>'
    )


def date_ticks(first: date, last: date, most: int) -> list[tuple[date, str]]:
    """Month beginnings between two dates, as many as fit, with what is written below them."""
    for step in _MONTH_STEPS:
        found = _month_beginnings(first, last, step)
        if len(found) <= most:
            return [(on, str(on.year) if step >= 12 else f"{on:%b %Y}") for on in found]
    return []


def _month_beginnings(first: date, last: date, step: int) -> list[date]:
    on = date(first.year, 1, 1) if step < 12 else date(first.year - first.year % (step // 12), 1, 1)
    found = []
    while on <= last:
        if on >= first:
            found.append(on)
        on = months_before(on, -step)
    return found


def _grid(scales: _Scales, unit: AxisUnit) -> list[str]:
    values, texts = money_ticks(scales.shown, unit)
    parts = []
    for value, text in zip(values, texts, strict=True):
        y = float(scales.y(value))
        parts.append(f'<path d="M{_LEFT:g} {y:.1f}H{scales.width - _RIGHT:g}" {GRID}/>')
        parts.append(f'<text x="{_LEFT - 7:g}" y="{y + 4:.1f}" text-anchor="end">{escape(text)}</text>')
    if unit.caption:
        parts.append(f'<text x="{_LEFT - 7:g}" y="11" text-anchor="end" font-size="11">{escape(unit.caption)}</text>')
    return parts


def _date_labels(scales: _Scales) -> list[str]:
    first, last = to_date(scales.first), to_date(scales.last)
    ticks = date_ticks(first, last, 9 if scales.width == WIDE else 5)
    if len(ticks) < 2:
        ticks = [(first, day(first)), (last, day(last))]
    parts = []
    for on, text in ticks:
        x = float(scales.x(to_day(on)))
        anchor = "start" if x < _LEFT + 20 else "end" if x > scales.width - _RIGHT - 20 else "middle"
        parts.append(f'<text x="{x:.1f}" y="{_HEIGHT - 8:g}" text-anchor="{anchor}">{escape(text)}</text>')
    return parts


def _path(line: Line, scales: _Scales) -> str:
    style = line.style
    return (
        f'<path d="{_course(line, scales)}" fill="none" stroke="{style.colour}" stroke-width="{style.width:g}"'
        f'{style.dash_array} stroke-linejoin="round" data-role="{line.role}"/>'
    )


def _course(line: Line, scales: _Scales) -> str:
    """The line's course; where a value is unknown it breaks off."""
    step = "H{x:.1f}V{y:.1f}" if line.style.shape == "hv" else "L{x:.1f} {y:.1f}"
    parts, pen_down = [], False
    for x, y in zip(scales.x(line.dates).tolist(), scales.y(line.values).tolist(), strict=True):
        if np.isfinite(y):
            parts.append((step if pen_down else "M{x:.1f} {y:.1f}").format(x=x, y=y))
        pen_down = bool(np.isfinite(y))
    return "".join(parts)


def _area(line: Line, scales: _Scales) -> str:
    """The space between a line and zero."""
    zero = float(np.clip(scales.y(0.0), _TOP, _HEIGHT - _BOTTOM))
    first, last = (float(scales.x(line.dates[at])) for at in (0, -1))
    course = _course(line, scales)
    return f'<path d="{course}L{last:.1f} {zero:.1f}L{first:.1f} {zero:.1f}Z" fill="{line.style.colour}" fill-opacity="0.1"/>'


def _events(events: Sequence[EventMark], lines: Sequence[Line], scales: _Scales) -> list[str]:
    """Small triangles on the invested amount where money went in or out."""
    invested = next((one for one in lines if one.role is Role.INVESTED), None)
    if invested is None:
        return []
    inside = [one for one in events if invested.dates[0] <= one.on <= invested.dates[-1]]
    parts = []
    for one in inside:
        at = int(np.searchsorted(invested.dates, one.on, side="right")) - 1
        x, y = float(scales.x(one.on)), float(scales.y(float(invested.values[at])))
        side = -3.2 if one.money_in else 3.2
        shape = f"M{x - 3:.1f} {y - side:.1f}h6L{x:.1f} {y + side:.1f}Z"
        parts.append(
            f'<path d="{shape}" fill="{invested.style.colour}" fill-opacity="0.6"><title>{escape(one.text)}</title></path>'
        )
    return parts
