"""What becomes of a comparison's statistics where a formula has no answer? None with a reason, never a complex number or a failure."""

from __future__ import annotations

import numpy as np

from core.market.levels import to_days
from core.returns.series import ReturnSeries
from core.statistics.relative import MORE_THAN_ALL, NO_ERROR, compare

DATES = to_days(["2023-01-31", "2023-02-28", "2023-03-31", "2023-04-30"])


def series(name: str, returns: list[float]) -> ReturnSeries:
    return ReturnSeries(name, DATES[: len(returns)], np.array(returns))


def test_an_alpha_that_loses_more_than_all_is_not_compounded() -> None:
    found = compare(series("p", [-0.9, 5.0, -1.0]), series("b", [0.01, 10.0, 0.0]), 0.0, 12.5, 2)
    assert found.alpha is not None
    assert found.alpha > -12.5
    assert isinstance(found.alpha_geometric, float)
    lost = compare(series("p", [100.0, 0.0]), series("b", [1000.0, 100.0]), 5.0, 12.5, 2)
    assert lost.alpha is not None
    assert lost.alpha < -12.5
    assert lost.alpha_geometric is None
    assert lost.reasons["alpha_geometric"] == MORE_THAN_ALL


def test_a_newey_west_error_of_nothing_leaves_t_and_interval_unknown() -> None:
    found = compare(series("p", [0.0, 100.0, -0.999999, 100.0]), series("b", [-1.0, 0.0, -1.0, 0.0]), 0.0, 12, 2)
    assert found.jensen is not None
    assert found.jensen.standard_error is not None
    assert (found.jensen.newey_west_error, found.jensen.t, found.jensen.interval) == (None, None, None)
    assert found.reasons["jensen.t"] == NO_ERROR
