"""What did a page give its live charts? Traces and layout as the browser gets them, read without a browser."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import orjson
import plotly.graph_objects as go
from streamlit.testing.v1 import AppTest

from ui.charts.drawing.canvas import Drawing

COMPONENT = "yardstick_live_chart"


@dataclass(frozen=True)
class DrawnChart:
    """One live chart of a page: ``traces`` by name, ``layout``, and what is said about it."""

    key: str
    title: str
    summary: str
    traces: dict[str, dict[str, Any]]
    layout: dict[str, Any]
    spec: dict[str, Any]

    def role(self, name: str) -> dict[str, Any]:
        """The first trace with this role ("portfolio", "risk-free", …)."""
        return next(trace for trace in self.traces.values() if trace["meta"]["role"] == name)


def checked(drawing: Drawing) -> go.Figure:
    """A picture as Plotly's own objects, which refuse a word that they do not know."""
    return go.Figure(data=list(drawing.traces), layout=dict(drawing.layout))


def drawn_charts(app: AppTest) -> dict[str, DrawnChart]:
    """The live charts on the page, by the key they were drawn under."""
    charts = (_drawn(element.proto) for element in app.get("bidi_component") if _is_chart(element.proto))
    return {chart.key: chart for chart in charts}


def _is_chart(proto: Any) -> bool:
    return bool(proto.component_name == COMPONENT)


def _drawn(proto: Any) -> DrawnChart:
    spec = orjson.loads(proto.bytes)
    checked(Drawing(spec["data"], spec["layout"]))
    return DrawnChart(
        key=proto.id.split("-", 2)[2],
        title=spec["title"],
        summary=spec["summary"],
        traces={trace["name"]: trace for trace in spec["data"]},
        layout=spec["layout"],
        spec=spec,
    )
