"""How does a figure reach the screen and stay there? A component that redraws in place, so that a zoom survives every control."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import orjson
import streamlit as st

from ui.charts.drawing.canvas import Drawing
from ui.web.plotly_script import SCRIPT_PATH
from ui.wording.number_format import currency_symbol

_HERE = Path(__file__).parent
_SIGNIFICANT_DIGITS = 8
_BUTTON_ROW = 32
_HTML = """
<figure class="ys-chart">
  <div class="ys-ranges" role="group" aria-label="Years shown" hidden></div>
  <div class="ys-plot" role="group"></div>
  <figcaption class="ys-summary"></figcaption>
</figure>
"""

_component = st.components.v2.component(
    "yardstick_live_chart",
    html=_HTML,
    css=(_HERE / "live_chart.css").read_text(encoding="utf-8"),
    js=(_HERE / "live_chart.js").read_text(encoding="utf-8").replace("__PLOTLY_SCRIPT__", SCRIPT_PATH),
    isolate_styles=False,
)


@dataclass(frozen=True, slots=True)
class ChartFrame:
    """What stands around a picture. ``title`` names it and ``summary`` tells in words what it shows, for those who cannot see it and
    where the chart library cannot be loaded. ``file_name`` (without ending) is what PNG and SVG are saved as. ``ranges``: the buttons
    1Y 3Y 5Y All.
    """

    key: str
    title: str
    summary: str
    file_name: str
    currency: str = "USD"
    ranges: bool = True


def live_chart(drawing: Drawing, frame: ChartFrame, revision: str = "") -> None:
    """Shows ``drawing`` in place under the frame's key; its zoom is kept as long as ``revision`` stays the same."""
    payload = {
        **drawing_as_json(drawing),
        "title": frame.title,
        "summary": frame.summary,
        "file_name": frame.file_name,
        "locale": _locale(frame.currency),
        "ranges": frame.ranges,
        "revision": revision,
    }
    height = int(payload["layout"]["height"]) + (_BUTTON_ROW if frame.ranges else 0)
    _component(key=frame.key, data=orjson.dumps(payload), height=height)


def drawing_as_json(drawing: Drawing) -> dict[str, Any]:
    """Traces and layout as plain JSON values: dates as ISO days, numbers rounded to eight digits, missing as null."""
    return {"data": [_plain(trace) for trace in drawing.traces], "layout": _plain(drawing.layout)}


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    if isinstance(value, np.ndarray):
        return _plain_array(value)
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, np.generic):
        return value.item()
    return value


def _plain_array(values: np.ndarray) -> list[Any]:
    if values.dtype.kind == "M":
        return list(np.datetime_as_string(values, unit="D"))
    if values.dtype.kind == "f":
        return list(rounded_values(values).tolist())
    return list(values.tolist())


def rounded_values(values: np.ndarray) -> np.ndarray:
    """To eight significant digits of the largest: finer than any screen, a third of the text."""
    largest = np.nanmax(np.abs(values), initial=0.0, where=np.isfinite(values))
    digits = _SIGNIFICANT_DIGITS - 1 - int(np.floor(np.log10(largest))) if largest > 0 else 0
    return np.round(values, min(max(digits, 0), 15))


def _locale(currency: str) -> dict[str, Any]:
    """How Plotly writes amounts in hovers: the currency's sign and grouping (₹18,40,000)."""
    return {
        "name": f"en-{currency}",
        "format": {
            "decimal": ".",
            "thousands": ",",
            "grouping": [3, 2, 2, 2, 2, 2] if currency == "INR" else [3],
            "currency": [currency_symbol(currency), ""],
        },
    }
