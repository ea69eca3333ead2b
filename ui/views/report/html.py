"""How does a report become one HTML file that needs nothing else? Every text escaped, no script, no address of anything outside."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import numpy as np
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from core import VERSION
from ui.charts.heatmap import MONTHS
from ui.charts.theme import DIVERGING
from ui.views.report.content import Months, Report, Sheet
from ui.views.report.markdown import as_html
from ui.widgets.metric_row import Card
from ui.widgets.tables import Column, Kind, cell_texts
from ui.wording import number_format as nf

_HERE = Path(__file__).parent
_COLOURED = frozenset({Kind.SIGNED_MONEY, Kind.SIGNED_PERCENT, Kind.POINTS})


def as_document(report: Report) -> bytes:
    """The whole file in UTF-8."""
    style = (_HERE / "report.css").read_text(encoding="utf-8").replace("__HEADER__", _css_text(running_header(report)))
    page = _templates().get_template("report.html.j2").render(report=report, style=Markup(style))  # noqa: S704 (our own file)
    return page.encode()


def running_header(report: Report) -> str:
    """What stands above every printed page; a sample says so on each."""
    header = f"Yardstick · {' '.join(report.name.split())[:80]}"
    return f"SAMPLE, simulated prices · {header}" if report.simulated else header


@lru_cache(maxsize=1)
def _templates() -> Environment:
    made = Environment(
        autoescape=True, loader=FileSystemLoader(_HERE), undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    made.filters |= {"prose": as_html, "cells": cells, "month_rows": month_rows, "arrow": arrow, "drawn": Markup}
    made.filters["day"] = nf.day
    made.globals |= {"month_names": MONTHS, "version": VERSION}
    return made


def _css_text(text: str) -> str:
    """Any text as a CSS string in which every character is a number, so that none can end it."""
    return '"' + "".join(f"\\{ord(letter):x} " for letter in text) + '"'


def cells(sheet: Sheet) -> list[list[tuple[str, str]]]:
    """Rows of (text, classes)."""
    texts = [cell_texts(column, sheet.currency) for column in sheet.columns]
    classes = [[_classes(column, value) for value in column.values] for column in sheet.columns]
    both = [list(zip(*pair, strict=True)) for pair in zip(texts, classes, strict=True)]
    return [list(row) for row in zip(*both, strict=True)]


def _classes(column: Column, value: object) -> str:
    if column.kind is Kind.TEXT:
        return "text"
    if column.kind in _COLOURED and isinstance(value, float | int) and value:
        return "figure gain" if value > 0 else "figure loss"
    return "figure"


def arrow(card: Card) -> str:
    """``gain``, ``loss`` or ``level``: what the difference in a card is."""
    if not card.delta or not any(digit in "123456789" for digit in card.delta) or not card.delta_sign:
        return "level"
    return "gain" if card.delta_sign > 0 else "loss"


def month_rows(months: Months) -> list[tuple[int, list[tuple[str, str]], tuple[str, str]]]:
    """(year, twelve cells, the year's cell), a cell being (text, background)."""
    grid = months.grid
    largest = max((abs(one) for one in grid.totals.tolist() if np.isfinite(one)), default=0.01) or 0.01
    return [
        (
            year,
            [_month(value, months.full_colour) for value in grid.returns[at].tolist()],
            _month(float(grid.totals[at]), largest),
        )
        for at, year in enumerate(grid.years)
    ]


def _month(value: float, full: float) -> tuple[str, str]:
    if not np.isfinite(value):
        return "", "transparent"
    text = nf.percent(value).removesuffix(f"{nf.THIN_SPACE}%")
    return text, _colour(max(-1.0, min(1.0, value / full)))


def _colour(share: float) -> str:
    """From the lowest colour at −1 over white at 0 to the highest at 1."""
    place = (share + 1.0) / 2.0 * (len(DIVERGING) - 1)
    at = min(int(place), len(DIVERGING) - 2)
    mixed = [
        round(_channel(DIVERGING[at], c) * (1 - place + at) + _channel(DIVERGING[at + 1], c) * (place - at))
        for c in range(3)
    ]
    return "#" + "".join(f"{one:02X}" for one in mixed)


def _channel(colour: str, place: int) -> int:
    return int(colour[1 + 2 * place : 3 + 2 * place], 16)
