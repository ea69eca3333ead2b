"""By what is each period's effect multiplied? Worked by hand, since any scale that adds up would pass for the published one."""

from __future__ import annotations

import numpy as np
import pytest

from core.attribution.linking import Linking, link_effects

OFF = (0.5 * 1.1 - 0.44) / (0.6**2 + 0.1**2)  # what Menchero's natural scale of 1.1 leaves over, by the sum of squares


@pytest.mark.parametrize(
    ("method", "portfolio", "benchmark", "linked"),
    [
        (Linking.MENCHERO, [0.6, -0.1], [0.0, 0.0], [(1.1 - OFF * 0.6) * 0.6, (1.1 + OFF * 0.1) * -0.1]),
        (Linking.MENCHERO, [0.1, 0.0], [0.0, 0.1], [1.1**0.5 * 0.1, 1.1**0.5 * -0.1]),
        (Linking.GRAP, [0.1, 0.2], [0.05, 0.03], [1.03 * 0.05, 1.1 * 0.17]),
        (Linking.FRONGELLO, [0.1, 0.2], [0.05, 0.03], [0.05, 1.1 * 0.17 + 0.03 * 0.05]),
        (Linking.NONE, [0.1, 0.2], [0.05, 0.03], [0.05, 0.17]),
    ],
)
def test_two_periods_by_hand(
    method: Linking, portfolio: list[float], benchmark: list[float], linked: list[float]
) -> None:
    own, other = np.array(portfolio), np.array(benchmark)
    active = own - other
    found = link_effects(active[:, None], own, other, active, method)
    assert found[:, 0].tolist() == pytest.approx(linked)
