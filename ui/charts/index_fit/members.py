"""What is an index made of? Its sectors as bars, beside those of a portfolio where there is one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from core.index.overlap import SectorPair
from ui.charts.drawing.axis import PERCENT, ValueRange, row_axis, ticked_axis
from ui.charts.drawing.canvas import Drawing, table_layout
from ui.charts.theme import Role, line_style
from ui.wording.number_format import percent

_ROW, _PAIR_ROW, _AROUND = 30, 42, 78


def sector_figure(pairs: Sequence[SectorPair], index: str, own: str = "") -> Drawing:
    """A row for each sector, heaviest of the index on top; ``own`` names the portfolio, whose bars lie above the index's."""
    both = any(one.portfolio is not None for one in pairs)
    traces = [_bars(pairs, [one.portfolio or 0.0 for one in pairs], own, Role.PORTFOLIO)] if both else []
    traces.append(_bars(pairs, [one.index for one in pairs], index, Role.BENCHMARK))
    largest = max(max(one.index, one.portfolio or 0.0) for one in pairs)
    height = _AROUND + (_PAIR_ROW if both else _ROW) * len(pairs)
    return Drawing(traces, _layout(height, 1.16 * largest) | {"showlegend": both})


def _bars(pairs: Sequence[SectorPair], values: Sequence[float], name: str, role: Role) -> dict[str, Any]:
    return {
        "type": "bar",
        "orientation": "h",
        "name": name,
        "y": [one.sector for one in pairs],
        "x": list(values),
        "text": [percent(value) for value in values],
        "textposition": "outside",
        "textfont": {"size": 11},
        "cliponaxis": False,
        "marker": {"color": line_style(role).colour, "line": {"width": 0}},
        "hovertemplate": "%{y}: %{text}<extra>%{fullData.name}</extra>",
        "meta": {"role": str(role)},
    }


def _layout(height: int, most: float) -> dict[str, Any]:
    return table_layout(height, below=32) | {
        "barmode": "group",
        "bargap": 0.3,
        "bargroupgap": 0.08,
        "xaxis": ticked_axis(ValueRange(0.0, most), PERCENT),
        "yaxis": row_axis(),
    }
