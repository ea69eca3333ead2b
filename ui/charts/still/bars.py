"""How do bars look on paper? Waterfalls and bars side by side as text, without a script."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from textwrap import wrap

from ui.charts.attribution import Place, WaterfallBar, waterfall_spans
from ui.charts.still.lines import GRID, WIDE, drawing
from ui.charts.theme import GAIN, LOSS, Role, line_style

_ROW, _BAR, _LETTER = 34.0, 18.0, 6.6


@dataclass(frozen=True, slots=True)
class BarKind:
    """Legend entry of the bars of one colour."""

    name: str
    colour: str


@dataclass(frozen=True, slots=True)
class BarRow:
    """One row: a value for each kind, and what is written at its end."""

    name: str
    values: tuple[float, ...]
    text: str


def waterfall_drawing(bars: Sequence[WaterfallBar], summary: str, width: float = WIDE) -> str:
    """Read from top to bottom: where it begins, each step from where the one before ended, and where that leads."""
    spans = waterfall_spans(bars)
    reach = [0.0, *(edge for span in spans for edge in span)]
    across = _Across(min(reach), max(reach), max(len(one.text) for one in bars), width)
    parts = []
    for at, (one, (begin, end)) in enumerate(zip(bars, spans, strict=True)):
        top = 6 + at * _ROW
        level = one.place is not Place.STEP
        colour = line_style(one.role).colour if level else GAIN if one.amount >= 0 else LOSS
        hollow = level and one.role is Role.RISK_FREE  # its green is that of a gain: dashed, as its line is
        parts += [_name(one.name.split("<br>"), top, width), across.bar(begin, end, top + 7, _BAR, colour, hollow)]
        parts.append(across.text(max(begin, end, 0.0) if level else max(begin, end), top, one.text))
        if at + 1 < len(bars):
            x = across.x(end)
            parts.append(f'<path d="M{x:.1f} {top + 7 + _BAR:.1f}v{_ROW - _BAR:g}" {GRID} stroke-dasharray="2 2"/>')
    height = 12 + _ROW * len(bars)
    return drawing(width, height, summary, "".join([across.zero(height), *parts]))


def bars_drawing(
    rows: Sequence[BarRow], kinds: Sequence[BarKind], summary: str, width: float = WIDE, stacked: bool = False
) -> str:
    """For each row its bars from zero to either side, below one another or, ``stacked``, end to end."""
    ends = [_reached(row.values) if stacked else (min(0.0, *row.values), max(0.0, *row.values)) for row in rows]
    reach = [edge for pair in ends for edge in pair]
    across = _Across(min(reach), max(reach), max(len(one.text) for one in rows), width)
    parts = []
    for at, (row, (_, end)) in enumerate(zip(rows, ends, strict=True)):
        top = 6 + at * _ROW
        parts += [_name([row.name], top, width), *_row_bars(row, kinds, across, top + 7, stacked)]
        parts.append(across.text(end, top, row.text))
    height = 12 + _ROW * len(rows)
    return drawing(width, height, summary, "".join([across.zero(height), *parts]))


def _row_bars(row: BarRow, kinds: Sequence[BarKind], across: _Across, top: float, stacked: bool) -> list[str]:
    """The bars of one row."""
    thick = _BAR if stacked else _BAR / len(kinds)
    up, down, parts = 0.0, 0.0, []
    for place, (value, kind) in enumerate(zip(row.values, kinds, strict=True)):
        if not stacked:
            parts.append(across.bar(0.0, value, top + place * thick, thick - 1, kind.colour))
        elif value:
            begin = up if value > 0 else down
            parts.append(across.bar(begin, begin + value, top, thick, kind.colour))
            up, down = up + max(value, 0.0), down + min(value, 0.0)
    return parts


def _reached(values: Sequence[float]) -> tuple[float, float]:
    """From where to where stacked bars reach."""
    return sum(min(one, 0.0) for one in values), sum(max(one, 0.0) for one in values)


def block_swatch(kind: BarKind) -> str:
    """A small block of a bar's colour, for a legend."""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">'
        f'<rect width="12" height="12" rx="2" fill="{kind.colour}"/></svg>'
    )


def _names_width(width: float) -> float:
    return 200.0 if width == WIDE else 126.0


def _name(given: Sequence[str], top: float, width: float) -> str:
    """A row's name in one or two lines, cut where it has no room for the rest."""
    room = int(_names_width(width) / _LETTER)
    lines = [line for one in given for line in wrap(one, room)] or [""]
    cut = lines if len(lines) <= 2 else [lines[0], f"{lines[1][: room - 1]}…"]
    first = top + 20.5 - 7 * (len(cut) - 1)
    full = f"<title>{escape(' '.join(given))}</title>" if cut != lines else ""
    spans = "".join(f'<tspan x="0" y="{first + 14 * at:.1f}">{escape(one)}</tspan>' for at, one in enumerate(cut))
    return f"<text>{full}{spans}</text>"


class _Across:
    """Where an amount lies, with room at the right for what is written after it."""

    def __init__(self, low: float, high: float, letters: int, width: float) -> None:
        self.left = _names_width(width) + 8
        self.room = width - self.left - letters * _LETTER - 14
        self.low, self.span, self.width = low, (high - low) or 1.0, width

    def x(self, amount: float) -> float:
        return self.left + (amount - self.low) / self.span * self.room

    def bar(self, begin: float, end: float, top: float, thick: float, colour: str, hollow: bool = False) -> str:
        left, right = sorted((self.x(begin), self.x(end)))
        look = f' fill-opacity="0.14" stroke="{colour}" stroke-dasharray="4 3"' if hollow else ""
        size = f'width="{max(right - left, 0.5):.1f}" height="{thick:.1f}"'
        return f'<rect x="{left:.1f}" y="{top:.1f}" {size} rx="1.5" fill="{colour}"{look}/>'

    def text(self, amount: float, top: float, text: str) -> str:
        return f'<text x="{self.x(amount) + 6:.1f}" y="{top + 20.5:.1f}" font-weight="600">{escape(text)}</text>'

    def zero(self, height: float) -> str:
        return f'<path d="M{self.x(0.0):.1f} 4V{height - 4:g}" {GRID}/>'
