"""Do the sectors and the sizes lie where core computes them, with a role for each and never colour alone?"""

from __future__ import annotations

import numpy as np
import pytest

from core.index.overlap import SectorPair
from core.index.position_size import SizingRule, position_size
from tests.ui.chart_reading import checked
from ui.charts.index_fit.members import sector_figure
from ui.charts.index_fit.position import size_figure
from ui.charts.theme import Role, line_style

PAIRS = (SectorPair("Energy", 0.2, 0.6), SectorPair("Materials", 0.8, 0.4))


def test_sectors_of_both_sides_the_own_ones_above() -> None:
    figure = checked(sector_figure(PAIRS, "S&P 500", "Mine"))
    own, index = figure.data
    assert (own.name, own.meta["role"], list(own.x)) == ("Mine", "portfolio", [0.2, 0.8])
    assert (index.name, index.meta["role"], list(index.x)) == ("S&P 500", "benchmark", [0.6, 0.4])
    assert list(own.y) == ["Energy", "Materials"]
    assert list(index.text) == ["60.0\u202f%", "40.0\u202f%"]
    assert index.marker.color == line_style(Role.BENCHMARK).colour
    assert figure.layout.showlegend
    assert figure.layout.xaxis.range[0] == 0


def test_sectors_of_the_index_alone_need_no_legend() -> None:
    figure = checked(sector_figure([SectorPair("Energy", None, 1.0)], "X"))
    assert [one.meta["role"] for one in figure.data] == ["benchmark"]
    assert not figure.layout.showlegend


@pytest.mark.parametrize("beta", [-2.0, 0.0, 1.6, 5.3])
def test_both_rules_over_every_beta_and_the_dot_on_its_line(beta: float) -> None:
    chosen = position_size(1_000.0, beta)
    inverse, steps, dot = checked(size_figure(chosen, "INR")).data
    assert (inverse.meta["role"], steps.meta["role"], dot.meta["role"]) == ("inverse", "tiers", "here")
    assert inverse.x[0] <= beta <= inverse.x[-1]
    expected = [position_size(1_000.0, float(one), SizingRule.TIERS).size for one in steps.x]
    assert np.asarray(steps.y) == pytest.approx(expected)
    assert (dot.x[0], dot.y[0]) == (beta, chosen.size)
    assert (inverse.line.dash, steps.line.dash) == ("solid", "dot")
