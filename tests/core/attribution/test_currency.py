"""Do markets and currencies add up to the active return in base currency, and is each counted where it belongs?"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.attribution.brinson import Interaction, Model, SegmentReturns
from core.attribution.currency import attribute_currencies
from core.attribution.linking import Linking
from core.errors import InvalidSpecification
from tests.core.attribution.test_brinson import EXACT_METHODS, segment_returns


def one_period(w_p: list[float], local_p: list[float], w_b: list[float], local_b: list[float]) -> SegmentReturns:
    """Shares in dollars and in euro, seen from dollars, the euro up 10 %."""
    x = np.array([0.0, 0.1])
    r_p, r_b = ((1 + np.array(local)) * (1 + x) - 1 for local in (local_p, local_b))
    return SegmentReturns(("US", "EU"), ["2024-12-31"], [w_p], [r_p], [w_b], [r_b])


X = np.array([[0.0, 0.1]])


def test_by_hand() -> None:
    """w_p .5 .5, w_b .8 .2; local returns .04 .02 and .03 .01; euro +10 %.

    Premiums over cash: portfolio .04, .022; benchmark .03, .011; the benchmark's own K_b = .0262, X_b = .02.
    Allocation −.3 (.03 − .0262) = −.00114 and .3 (.011 − .0262) = −.00456; selection .8 · .01 = .008 and .2 · .011 = .0022; interaction
    −.3 · .01 = −.003 and .3 · .011 = .0033. Currency −.3 (0 − .02) = .006 and .3 (.1 − .02) = .024: together R_p − R_b = .081 − .0462.
    """
    data = one_period([0.5, 0.5], [0.04, 0.02], [0.8, 0.2], [0.03, 0.01])
    found = attribute_currencies(data, ("USD", "EUR"), X)
    us, eu = found.local
    assert (us.allocation, us.selection, us.interaction) == pytest.approx((-0.00114, 0.008, -0.003), abs=1e-15)
    assert (eu.allocation, eu.selection, eu.interaction) == pytest.approx((-0.00456, 0.0022, 0.0033), abs=1e-15)
    assert {one.currency: one.effect for one in found.currencies} == pytest.approx({"EUR": 0.024, "USD": 0.006})
    assert found.active_return == pytest.approx(0.081 - 0.0462, abs=1e-15)
    assert abs(found.residual) < 1e-15


def test_the_same_markets_in_another_currency_mix_is_all_currency() -> None:
    """Everything earns its own cash and nothing more, so no market can have done better than another."""
    data = one_period([0.2, 0.8], [0.0, 0.0], [0.8, 0.2], [0.0, 0.0])
    found = attribute_currencies(data, ("USD", "EUR"), X)
    assert found.local_total == pytest.approx(0.0, abs=1e-16)
    assert found.currency_total == pytest.approx(0.06)


def test_one_currency_is_all_market() -> None:
    data = SegmentReturns(("A", "B"), ["2024-12-31"], [[0.5, 0.5]], [[0.1, 0.0]], [[0.9, 0.1]], [[0.05, 0.01]])
    found = attribute_currencies(data, ("USD", "USD"), np.zeros((1, 2)))
    assert found.currency_total == 0.0
    assert found.local_total == pytest.approx(0.05 - 0.046)


@given(
    data=segment_returns(),
    seed=st.integers(0, 2**32 - 1),
    model=st.sampled_from(list(Model)),
    method=st.sampled_from(EXACT_METHODS),
    interaction=st.sampled_from(list(Interaction)),
)
def test_markets_and_currencies_add_up(
    data: SegmentReturns, seed: int, model: Model, method: Linking, interaction: Interaction
) -> None:
    rng = np.random.default_rng(seed)
    codes = tuple(rng.choice(["USD", "EUR", "INR"], len(data.segments)).tolist())
    by_code = {code: rng.normal(0, 0.02, data.dates.size) for code in ("EUR", "INR")} | {
        "USD": np.zeros(data.dates.size)
    }
    x = np.stack([by_code[code] for code in codes], axis=1)
    markets = tuple(rng.choice(["shares", "bonds"], len(data.segments)).tolist())
    found = attribute_currencies(replace(data, parents=markets), codes, x, model, method, interaction)
    scale = 1 + abs(np.prod(1 + data.portfolio_total)) + abs(np.prod(1 + data.benchmark_total))
    assert found.local_total + found.currency_total == pytest.approx(found.active_return, abs=1e-11 * scale)


@given(data=segment_returns(), method=st.sampled_from(list(Linking)))
def test_a_portfolio_that_is_its_benchmark_has_no_effects(data: SegmentReturns, method: Linking) -> None:
    w, r = data.benchmark_weights, data.benchmark_returns
    same = SegmentReturns(data.segments, data.dates, w, r, w, r)
    codes = tuple("EUR" if at % 2 else "USD" for at in range(len(data.segments)))
    x = np.where(np.array(codes) == "EUR", 0.01, 0.0) * np.ones(w.shape)
    found = attribute_currencies(same, codes, x, linking=method)
    assert all(one.total == pytest.approx(0.0, abs=1e-15) for one in found.local)
    assert all(one.effect == 0.0 for one in found.currencies)


def test_a_portfolio_that_held_nothing_missed_what_the_benchmark_did() -> None:
    data = SegmentReturns(("US", "EU"), ["2024-12-31"], [[0, 0]], [[np.nan, np.nan]], [[0.5, 0.5]], [[0.1, 0.21]])
    found = attribute_currencies(data, ("USD", "EUR"), X)
    assert found.active_return == pytest.approx(-0.155)
    assert found.currency_total == pytest.approx(-0.05)


def test_what_does_not_fit_is_refused() -> None:
    data = one_period([0.5, 0.5], [0.0, 0.0], [0.5, 0.5], [0.0, 0.0])
    with pytest.raises(InvalidSpecification, match="needs one currency"):
        attribute_currencies(data, ("USD",), X)
