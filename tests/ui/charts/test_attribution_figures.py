"""Are the bars of the attribution read as they are meant: a level as a level, a move in the table's unit?"""

from __future__ import annotations

from core.attribution.effects import SegmentEffect
from tests.ui.chart_reading import checked
from ui.charts.attribution import Place, WaterfallBar, effect_bars, waterfall_picture
from ui.charts.theme import GAIN, Role


def test_a_deposit_is_hatched_and_cannot_be_taken_for_a_gain() -> None:
    bars = [
        WaterfallBar("A deposit", 100.0, "100", Place.START, Role.RISK_FREE),
        WaterfallBar("Market", 20.0, "+20"),
        WaterfallBar("What you have", 120.0, "120", Place.END, Role.PORTFOLIO),
    ]
    marker = checked(waterfall_picture(bars)).data[0].marker
    assert list(marker.pattern.shape) == ["/", "", ""]
    assert marker.color[0] != GAIN
    assert marker.color[1] == GAIN
    assert list(marker.line.width) == [1.5, 0, 0]


def effect(name: str, allocation: float, selection: float) -> SegmentEffect:
    return SegmentEffect(name, None, allocation, selection, 0.0)


def test_the_axis_of_effects_has_signed_percentage_points_and_holds_every_bar() -> None:
    figure = checked(effect_bars([effect("A", 0.3, 0.2), effect("B", -0.3, 0.05)], ["A", "B"]))
    axis = figure.layout.xaxis
    assert "0\u202fpp" in axis.ticktext
    assert "+20\u202fpp" in axis.ticktext
    assert "−20\u202fpp" in axis.ticktext
    assert axis.range[0] < -0.3
    assert axis.range[1] > 0.5
