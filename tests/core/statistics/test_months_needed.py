"""How long a record is needed, by a verifier's figures, by simulation and at the edges?"""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.returns.series import ReturnSeries
from core.statistics.months_needed import months_needed, months_still_needed, spoken_months_needed
from core.statistics.relative import compare


@pytest.mark.parametrize(("months", "t", "more"), [(60, 1.0, 411), (60, 1.5, 149), (60, -1.0, 411), (120, 1.0, 822)])
def test_a_verifiers_figures(months: float, t: float, more: int) -> None:
    assert months_needed(months, t) == more


def test_four_of_five_records_of_that_length_tell() -> None:
    """Simulated: true t of 1 after 60 months; after 411 more, |t| passes 1.96 in four of five records, and in half at the old length."""
    random = np.random.default_rng(3)
    longer = 1.0 * np.sqrt((60 + 411) / 60) + random.standard_normal(20_000)
    assert (np.abs(longer) > 1.96).mean() == pytest.approx(0.80, abs=0.01)


@given(st.floats(1, 600), st.floats(0.1, 2.7))
def test_twice_the_record_with_the_same_t_takes_twice_as_long(months: float, t: float) -> None:
    assert months_needed(2 * months, t) == pytest.approx(2 * months_needed(months, t), abs=2)


def record(lead: float, n: int = 60, seed: int = 4) -> int | None:
    random = np.random.default_rng(seed)
    dates = np.arange("2015-01", "2050-01", dtype="datetime64[M]").astype("datetime64[D]")[:n]
    market, noise = random.normal(0.01, 0.04, n), random.normal(0, 0.02, n)
    noise -= noise.mean()
    own = ReturnSeries("p", dates, market + lead + noise)
    return months_still_needed(compare(own, ReturnSeries("b", dates, market), 0.0, 12))


def test_nothing_is_needed_where_it_tells_already_and_nobody_waits_a_century() -> None:
    assert record(0.02) == 0
    assert record(-0.02) == 0
    assert (record(0.003) or 0) > 60
    assert record(1e-5) is None
    dates = np.datetime64("2020-01-01") + np.arange(50)
    same = ReturnSeries("p", dates, np.random.default_rng(1).normal(0, 0.01, 50))
    assert months_still_needed(compare(same, same, 0.0)) is None


def test_the_sentence() -> None:
    assert spoken_months_needed(411) == (
        "If the true alpha is what it was so far, 411 more months for a four in five chance of telling."
    )
    assert "1 more month for" in spoken_months_needed(1)
