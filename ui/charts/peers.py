"""How do one investor's weights lie in its peers' bands, over the buckets and over the years? And what moves with what?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from core.allocation.risk_contribution import RiskStructure
from core.market.levels import Floats
from core.peers.comparison import BucketGap
from core.peers.group import FEWEST_FOR_QUARTILES, PeerGroup
from core.peers.trend import PeerTrend
from ui.charts.drawing.axis import GRID, PERCENT, ValueRange, row_axis, ticked_axis
from ui.charts.drawing.canvas import MUTED, Drawing, table_layout
from ui.charts.theme import DIVERGING_SCALE, Role, line_style, translucent_colour
from ui.wording.number_format import percent, percentage_points, ratio
from ui.wording.plain_text import shortened

BAND = "#8FA8D8"
WIDE, NARROW = translucent_colour(BAND, 0.2), translucent_colour(BAND, 0.45)
_ROW, _HEAD, _LONGEST_NAME = 34, 84, 20
_LONGEST_IN_LEGEND = 28  # a phone has room for no more beside the picture's buttons
OWN = line_style(Role.PORTFOLIO).colour


def _drawing(traces: Sequence[Any], height: int, **layout: Any) -> Drawing:
    return Drawing(traces, table_layout(height) | {"barmode": "overlay"} | layout)


def _percent_axis(high: float, low: float = 0.0, **more: Any) -> dict[str, Any]:
    return ticked_axis(ValueRange(low * 1.06, high * 1.06), PERCENT, **more)


def band_figure(gaps: Sequence[BucketGap], name: str, group: PeerGroup, peers: Floats) -> Drawing:
    """A row for each bucket, largest gap on top: the peers' median a tick, the investor a dot, and behind them the peers' middle half
    from twelve of them, their middle 80 % from thirty; below twelve each peer is a dot. ``peers``: (n, k) weights in the gaps' order.
    """
    buckets = [one.bucket for one in gaps]
    bands = [one.band for one in gaps]
    texts = [_spoken_gap(one, group) for one in gaps]
    dot = {
        "type": "scatter",
        "x": [one.weight for one in gaps],
        "y": buckets,
        "mode": "markers",
        "name": shortened(name, _LONGEST_IN_LEGEND),
        "marker": {
            "color": OWN,
            "size": 12,
            "symbol": [_symbol(one) if group.quartiles_shown else "circle" for one in gaps],
            "line": {"color": "white", "width": 1},
        },
        "customdata": texts,
        "hovertemplate": "%{customdata}<extra></extra>",
        "cliponaxis": False,
        "meta": {"role": "portfolio"},
    }
    median = {
        "type": "scatter",
        "x": [one.median for one in bands],
        "y": buckets,
        "mode": "markers",
        "name": "Peers’ median",
        "marker": {"color": MUTED, "size": 17, "symbol": "line-ns", "line": {"color": MUTED, "width": 2.5}},
        "hoverinfo": "skip",
        "meta": {"role": "median"},
    }
    wide = _bar(
        buckets,
        [one.p10 for one in bands],
        [one.p90 for one in bands],
        "p10–p90",
        "Middle 80\u202f%",
        WIDE,
    )
    narrow = _bar(buckets, [one.p25 for one in bands], [one.p75 for one in bands], "p25–p75", "Middle half", NARROW)
    behind = (
        [wide, narrow] if group.deciles_shown else [narrow] if group.quartiles_shown else [_peer_dots(buckets, peers)]
    )
    most = max(one.p90 for one in bands) if group.quartiles_shown else float(peers.max())
    high = max([most, *(one.weight for one in gaps), 0.05])
    return _drawing([*behind, median, dot], _HEAD + _ROW * len(gaps), xaxis=_percent_axis(high), yaxis=row_axis())


def _spoken_gap(one: BucketGap, group: PeerGroup) -> str:
    """What the investor's dot says: its rank among few, the middle half of many."""
    half = f"the middle half {percent(one.band.p25)} to {percent(one.band.p75)}"
    place = half if group.quartiles_shown else f"rank {one.rank} of {one.of}, 1 holds most"
    return (
        f"{one.bucket}: {percent(one.weight)}, {percentage_points(one.gap)} to the median<br>"
        f"peers: median {percent(one.band.median)}; {place}"
    )


def _peer_dots(buckets: Sequence[str], peers: Floats) -> dict[str, Any]:
    """A dot for each peer in each row."""
    return {
        "type": "scatter",
        "x": peers.T.ravel(),
        "y": [bucket for bucket in buckets for _ in range(peers.shape[0])],
        "mode": "markers",
        "name": "Each peer",
        "marker": {"color": NARROW, "size": 10, "line": {"color": BAND, "width": 1}},
        "hovertemplate": "a peer: %{x:.1%}<extra></extra>",
        "cliponaxis": False,
        "meta": {"role": "peer"},
    }


def _symbol(gap: BucketGap) -> str:
    """Never colour alone: a dot above the band points right, one below it left."""
    return "triangle-right" if gap.overweight else "triangle-left" if gap.underweight else "circle"


def _bar(
    buckets: Sequence[str], low: Sequence[float], high: Sequence[float], role: str, name: str, colour: str
) -> dict[str, Any]:
    return {
        "type": "bar",
        "x": np.asarray(high) - np.asarray(low),
        "base": low,
        "y": buckets,
        "orientation": "h",
        "width": 0.56 if role == "p10–p90" else 0.34,
        "name": name,
        "marker": {"color": colour, "line": {"width": 0}},
        "hoverinfo": "skip",
        "meta": {"role": role},
    }


def trend_figure(trend: PeerTrend, bucket: int, own: Floats, name: str) -> Drawing:
    """One bucket over the years: the peers' median, their band in years with twelve of them, and the investor where it reported."""
    years = [str(year) for year in trend.years]
    enough = trend.counts >= FEWEST_FOR_QUARTILES
    low, high = (np.where(enough, one[:, bucket], np.nan) for one in (trend.p25, trend.p75))
    counts = [f"{year}: {count} investors" for year, count in zip(trend.years, trend.counts.tolist(), strict=True)]
    traces = [
        {
            "type": "scatter",
            "x": years,
            "y": low,
            "mode": "lines",
            "line": {"width": 0},
            "showlegend": False,
            "hoverinfo": "skip",
            "name": "p25",
            "meta": {"role": "p25"},
        },
        {
            "type": "scatter",
            "x": years,
            "y": high,
            "mode": "lines",
            "line": {"width": 0},
            "fill": "tonexty",
            "fillcolor": NARROW,
            "name": "Middle half of the peers",
            "hoverinfo": "skip",
            "meta": {"role": "p75"},
        },
        {
            "type": "scatter",
            "x": years,
            "y": trend.median[:, bucket],
            "mode": "lines+markers",
            "name": "Peers’ median",
            "line": {"color": line_style(Role.BENCHMARK).colour, "width": 2},
            "customdata": counts,
            "hovertemplate": "median %{y:.1%}<br>%{customdata}<extra></extra>",
            "meta": {"role": "median"},
        },
        {
            "type": "scatter",
            "x": years,
            "y": own,
            "mode": "lines+markers",
            "name": shortened(name, _LONGEST_IN_LEGEND),
            "line": {"color": OWN, "width": 2.5},
            "hovertemplate": "%{y:.1%}<extra>%{meta.name}</extra>",
            "meta": {"role": "portfolio", "name": name},
        },
    ]
    largest = np.nanmax(np.concatenate([high, trend.median[:, bucket], own, [0.05]]))
    axis = _percent_axis(float(largest))
    margin = {"l": 48, "r": 16, "t": 36, "b": 32}
    return _drawing(
        traces, 340, xaxis=row_axis(autorange=True, ticklabelstandoff=0), yaxis=axis, margin=margin, hovermode="x"
    )


def score_figure(scores: Floats, own: float, name: str) -> Drawing:
    """Histogram of evenness, and where the investor stands in it."""
    counts, edges = np.histogram(scores, bins=np.arange(0, 101, 4))
    kept = slice(*(np.flatnonzero(counts)[[0, -1]] + [0, 1])) if counts.any() else slice(0, 25)
    middles = ((edges[:-1] + edges[1:]) / 2)[kept]
    texts = [f"{low:.0f}–{low + 4:.0f}: {number}" for low, number in zip(edges[:-1][kept], counts[kept], strict=True)]
    bars = {
        "type": "bar",
        "x": middles,
        "y": counts[kept].astype(float),
        "width": 3.6,
        "name": "Investors",
        "marker": {"color": NARROW},
        "customdata": texts,
        "hovertemplate": "evenness %{customdata} investors<extra></extra>",
        "meta": {"role": "peers"},
    }
    top = float(counts.max(initial=1)) * 1.15
    mark = {
        "type": "scatter",
        "x": [own, own],
        "y": [0, top],
        "mode": "lines",
        "name": shortened(name, _LONGEST_IN_LEGEND),
        "line": {"color": OWN, "width": 2.5},
        "hovertemplate": f"{own:.1f}<extra>%{{meta.name}}</extra>",
        "meta": {"role": "portfolio", "name": name},
    }
    plain = {"fixedrange": True, "zeroline": False, "showgrid": False, "ticks": "", "title": {"text": "evenness"}}
    across = plain | {"title": {"text": "investors"}, "gridcolor": GRID, "showgrid": True, "range": [0, top]}
    margin = {"l": 48, "r": 16, "t": 56, "b": 44}  # the legend lies below the buttons of the picture
    return _drawing([bars, mark], 320, xaxis=plain, yaxis=across, margin=margin)


def correlation_figure(risk: RiskStructure) -> Drawing:
    """Every pair of holdings, blue where they move together, orange where against each other."""
    names = _short([one.name for one in risk.parts])
    values = risk.correlation
    texts = [["" if not np.isfinite(value) else ratio(float(value)) for value in row] for row in values]
    whole = [one.name for one in risk.parts]
    told = [
        [f"{own} with {other}: {text}" for other, text in zip(whole, row, strict=True)]
        for own, row in zip(whole, texts, strict=True)
    ]
    cells = {
        "type": "heatmap",
        "z": values,
        "x": names,
        "y": names,
        "text": texts,
        "texttemplate": "%{text}" if len(names) <= 16 else "",
        "textfont": {"size": 10, "color": "#1B2333"},
        "customdata": told,
        "hovertemplate": "%{customdata}<extra></extra>",
        "colorscale": DIVERGING_SCALE,
        "zmin": -1,
        "zmax": 1,
        "showscale": False,
        "xgap": 2,
        "ygap": 2,
        "name": "Correlation",
        "meta": {"role": "correlation", "most_on_a_phone": 6},
    }
    size = 140 + max(200, 26 * len(names))
    margin = {"l": 10, "r": 8, "t": 36, "b": 10}
    return _drawing([cells], size, xaxis=row_axis(autorange=True, ticklabelstandoff=0), yaxis=row_axis(), margin=margin)


def _short(names: Sequence[str]) -> list[str]:
    """Names that fit under a column; the whole name where two would become one."""
    cut = [shortened(name, _LONGEST_NAME) for name in names]
    return [short if cut.count(short) == 1 else name for short, name in zip(cut, names, strict=True)]


def risk_figure(risk: RiskStructure) -> Drawing:
    """For each holding its share of the money and its share of the risk, most risk on top."""
    parts = sorted(risk.parts, key=lambda one: -one.contribution)
    names, whole = _short([one.name for one in parts]), [one.name for one in parts]
    traces = [
        {
            "type": "bar",
            "x": [getattr(one, field) for one in parts],
            "y": names,
            "orientation": "h",
            "name": title,
            "marker": {"color": colour},
            "customdata": whole,
            "hovertemplate": "%{customdata}: %{x:.1%}<extra>%{fullData.name}</extra>",
            "meta": {"role": role},
        }
        for field, title, colour, role in (
            ("weight", "Share of the money", NARROW, "weight"),
            ("contribution", "Share of the risk", OWN, "risk"),
        )
    ]
    low = min(0.0, *(one.contribution for one in parts))
    high = max(max(one.contribution, one.weight) for one in parts)
    axis = _percent_axis(high, low, zeroline=low < 0, zerolinecolor=MUTED)
    margin = {"l": 10, "r": 16, "t": 56, "b": 36}  # the legend lies below the buttons of the picture
    height = _HEAD + 20 + 30 * len(parts)
    return _drawing(traces, height, xaxis=axis, yaxis=row_axis(), margin=margin, barmode="group", bargap=0.25)
