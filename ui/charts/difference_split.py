"""Where does the difference against the benchmark come from? One bar for each category, one for the mix, one for all together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ui.charts.drawing.canvas import MUTED, Drawing, table_layout
from ui.charts.theme import GAIN, LOSS
from ui.wording.number_format import money

_BAR, _AROUND = 44, 70


@dataclass(frozen=True, slots=True)
class Part:
    """One step of the way; ``total`` for the sum at the end."""

    name: str
    amount: float
    total: bool = False


def difference_drawing(parts: Sequence[Part], currency: str) -> Drawing:
    """A waterfall from nothing to the whole difference, read from top to bottom, each bar with its signed amount."""
    amounts = [one.amount for one in parts]
    reach = _reach(parts)
    room = 0.28 * ((max(reach) - min(reach)) or 1.0)
    trace = {
        "type": "waterfall",
        "name": "Difference",
        "orientation": "h",
        "y": [one.name for one in parts],
        "x": amounts,
        "measure": ["total" if one.total else "relative" for one in parts],
        "text": [money(amount, currency, signed=True) for amount in amounts],
        "textposition": "outside",
        "textfont": {"color": MUTED, "size": 12},
        "cliponaxis": False,
        "increasing": {"marker": {"color": GAIN}},
        "decreasing": {"marker": {"color": LOSS}},
        "totals": {"marker": {"color": GAIN if parts[-1].amount >= 0 else LOSS}},
        "connector": {"line": {"color": MUTED, "width": 1, "dash": "dot"}},
        "hovertemplate": "%{y}: %{text}<extra></extra>",
        "meta": {"role": "split"},
    }
    low, high = min(reach), max(reach)
    layout = table_layout(_AROUND + _BAR * len(parts), left=8, top=28, below=16) | {
        "showlegend": False,
        "xaxis": {
            "range": [low - room if low < 0 else 0.0, high + room],
            "showgrid": False,
            "zeroline": True,
            "zerolinecolor": MUTED,
            "zerolinewidth": 1,
            "showticklabels": False,
            "fixedrange": True,
        },
        "yaxis": {"autorange": "reversed", "automargin": True, "fixedrange": True, "ticklabelstandoff": 8},
    }
    return Drawing([trace], layout)


def _reach(parts: Sequence[Part]) -> list[float]:
    """Everything that the running sum touches, zero included."""
    reach, running = [0.0], 0.0
    for one in parts:
        running = one.amount if one.total else running + one.amount
        reach.append(running)
    return reach
