"""How does a position's size follow its beta? Both rules as lines, and where this beta lies on them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from core.index.position_size import PositionSize, SizingRule, position_size
from core.market.levels import Floats
from ui.charts.drawing.axis import money_axis_unit, value_axis, value_range
from ui.charts.drawing.canvas import Drawing, table_layout, unit_caption
from ui.charts.theme import Role, line_style
from ui.wording.number_format import money, ratio

RULE_NAMES = {SizingRule.INVERSE: "By beta and volatility", SizingRule.TIERS: "In steps"}
_ROLES = {SizingRule.INVERSE: Role.PORTFOLIO, SizingRule.TIERS: Role.BENCHMARK}
_HEIGHT, _LAST_BETA, _POINTS = 280, 3.0, 121


def size_figure(chosen: PositionSize, currency: str) -> Drawing:
    """Size over beta by both rules, the chosen one with its dot."""
    first = min(0.0, np.floor(chosen.beta * 2) / 2)
    last = max(_LAST_BETA, np.ceil(chosen.beta * 2) / 2)
    betas = np.linspace(first, last, _POINTS)
    record = replace(chosen.record, beta_interval=None)
    lines = {
        rule: np.array([position_size(chosen.base, beta, rule, record).size for beta in betas]) for rule in SizingRule
    }
    unit = money_axis_unit(2.0 * chosen.base, currency)
    shown = value_range(np.concatenate(list(lines.values())), floor=0.0)
    traces = [_line(rule, betas, sizes, rule is chosen.rule) for rule, sizes in lines.items()]
    layout = table_layout(_HEIGHT, left=52, top=44, below=48) | {
        "showlegend": True,
        "xaxis": {"title": {"text": "beta", "standoff": 6}, "fixedrange": True, "zeroline": False, "showgrid": False},
        "yaxis": value_axis(shown, unit),
        "annotations": unit_caption(unit),
    }
    return Drawing([*traces, _dot(chosen, currency)], layout)


def _line(rule: SizingRule, betas: Floats, sizes: Floats, chosen: bool) -> dict[str, Any]:
    style = line_style(_ROLES[rule])
    return {
        "type": "scatter",
        "name": RULE_NAMES[rule],
        "x": betas,
        "y": sizes,
        "mode": "lines",
        "line": {
            "color": style.colour,
            "width": 2.5 if chosen else 1.5,
            "dash": "solid" if chosen else "dot",
            "shape": "linear" if rule is SizingRule.INVERSE else "hv",
        },
        "hovertemplate": "beta %{x:.2f}: %{y:$,.0f}<extra>%{fullData.name}</extra>",
        "meta": {"role": str(rule)},
    }


def _dot(chosen: PositionSize, currency: str) -> dict[str, Any]:
    return {
        "type": "scatter",
        "name": "Here",
        "x": [chosen.beta],
        "y": [chosen.size],
        "mode": "markers+text",
        "text": [money(chosen.size, currency)],
        "textposition": "top right",
        "cliponaxis": False,
        "showlegend": False,
        "marker": {"size": 12, "color": line_style(_ROLES[chosen.rule]).colour, "line": {"color": "white", "width": 1}},
        "hovertemplate": f"beta {ratio(chosen.beta)}: {money(chosen.size, currency)}<extra></extra>",
        "meta": {"role": "here"},
    }
