"""Do linked effects reconcile with independently computed returns, at one level and at two?"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.attribution.brinson import Interaction, Model, SegmentReturns, brinson_effects
from core.attribution.effects import UnreconciledAttributionError, attribute
from core.attribution.linking import Linking, link_effects
from core.errors import InsufficientData, InvalidSpecification
from tests.core.attribution.test_brinson import EXACT_METHODS, segment_returns, two_months


def test_the_published_two_months() -> None:
    result = attribute(two_months())
    assert result.portfolio_return == pytest.approx(0.02312, abs=1e-15)
    assert result.benchmark_return == pytest.approx(0.0035762, abs=1e-15)
    assert result.active_return == pytest.approx(0.0195438, abs=1e-15)
    assert result.allocation == pytest.approx(-0.001318655797, abs=1e-12)
    assert result.selection == pytest.approx(0.017783251557, abs=1e-12)
    assert result.interaction_effect == pytest.approx(0.003079204240, abs=1e-12)
    assert sum(effect.total for effect in result.effects) == pytest.approx(result.active_return, abs=1e-15)


@given(
    data=segment_returns(),
    split=st.integers(0, 6),
    model=st.sampled_from(list(Model)),
    method=st.sampled_from(EXACT_METHODS),
    interaction=st.sampled_from(list(Interaction)),
)
def test_two_levels_add_up_at_both(
    data: SegmentReturns, split: int, model: Model, method: Linking, interaction: Interaction
) -> None:
    parents = tuple("first" if i < split else "second" for i in range(len(data.segments)))
    result = attribute(replace(data, parents=parents), model=model, linking=method, interaction=interaction)
    scale = 1 + abs(result.portfolio_return) + abs(result.benchmark_return)
    assert sum(effect.total for effect in result.effects) == pytest.approx(result.active_return, abs=1e-11 * scale)
    for group in result.effects:
        inner = sum(effect.total for effect in result.inner if effect.parent == group.segment)
        assert inner == pytest.approx(group.selection + group.interaction, abs=1e-11 * scale)


def test_one_group_of_everything_is_all_selection_and_groups_of_one_the_one_level_result() -> None:
    data, flat = two_months(), attribute(two_months()).effects
    together, apart = (attribute(replace(data, parents=parents)) for parents in (("All", "All"), ("T", "O")))
    assert together.effects[0].allocation == pytest.approx(0.0, abs=1e-17)
    assert [one.total for one in together.inner] == pytest.approx([one.total for one in flat], abs=1e-15)
    assert [one.allocation for one in apart.effects] == pytest.approx([one.allocation for one in flat], abs=1e-15)
    assert [one.allocation for one in apart.inner] == [0.0, 0.0]


def test_a_group_the_benchmark_lacks_is_pure_allocation_and_selection() -> None:
    own, index = ([[0.4, 0.3, 0.3]], [[0.01, 0.02, 0.05]]), ([[0.5, 0.5, 0.0]], [[0.01, 0.03, 0.04]])
    groups = ("Shares", "Shares", "Metal")
    result = attribute(SegmentReturns(("A", "B", "Gold"), ["2024-01-31"], *own, *index, groups))
    metal = next(effect for effect in result.effects if effect.segment == "Metal")
    assert metal.allocation == pytest.approx(0.3 * (0.04 - 0.02))
    assert metal.selection == pytest.approx(0.3 * (0.05 - 0.04))


def test_returns_from_elsewhere_must_agree() -> None:
    data = two_months()
    agreed = attribute(data, data.portfolio_total, data.benchmark_total)
    assert abs(agreed.residual) < 1e-15
    with pytest.raises(UnreconciledAttributionError, match=r"miss the active return by 10\.0") as raised:
        attribute(data, data.portfolio_total + np.array([0.001, 0.0]), data.benchmark_total)
    assert raised.value.residual == pytest.approx(0.001, rel=0.02)
    with pytest.raises(InvalidSpecification, match="Give one a period"):
        attribute(data, data.portfolio_total[:1])


def test_without_linking_the_remainder_is_reported() -> None:
    result = attribute(two_months(), linking=Linking.NONE)
    assert result.residual == pytest.approx(0.0195438 - 0.0194, abs=1e-15)


def ten_years() -> SegmentReturns:
    """2,520 days of eleven segments, weights renewed every month."""
    random = np.random.default_rng(3)
    market = random.normal(0.0003, 0.009, (2_520, 1))
    weights = [random.dirichlet(np.full(11, 5.0), 120).repeat(21, axis=0) for _ in range(2)]
    returns = [market + random.normal(0, 0.006, (2_520, 11)) for _ in range(2)]
    names = tuple(f"sector {number}" for number in range(1, 12))
    days = np.datetime64("2015-01-01") + np.arange(2_520)
    return SegmentReturns(names, days, weights[0], returns[0], weights[1], returns[1])


@pytest.mark.parametrize("method", [Linking.CARINO, Linking.GRAP, Linking.FRONGELLO])
def test_ten_years_of_days_leave_nothing_over(method: Linking) -> None:
    assert abs(attribute(ten_years(), linking=method).residual) <= 1e-14


@given(
    data=segment_returns(),
    model=st.sampled_from(list(Model)),
    method=st.sampled_from(list(Linking)),
    interaction=st.sampled_from(list(Interaction)),
)
def test_sums_without_tables_are_the_sums_of_the_tables(
    data: SegmentReturns, model: Model, method: Linking, interaction: Interaction
) -> None:
    found, plain = attribute(data, None, None, model, method, interaction), brinson_effects(data, model, interaction)
    parts = [plain.allocation, plain.selection, plain.interaction]
    active = plain.total.sum(axis=1)
    linked = [link_effects(part, data.portfolio_total, data.benchmark_total, active, method) for part in parts]
    scale = 1 + abs(found.portfolio_return) + abs(found.benchmark_return)
    by_segment = np.array([[one.allocation, one.selection, one.interaction] for one in found.effects])
    np.testing.assert_allclose(by_segment, np.stack([one.sum(axis=0) for one in linked], axis=1), atol=1e-13 * scale)
    np.testing.assert_allclose(
        found.by_period, np.stack([one.sum(axis=1) for one in linked], axis=1), atol=1e-13 * scale
    )


def test_a_portfolio_that_is_its_benchmark_has_exactly_no_effects() -> None:
    data = ten_years()
    both = (data.benchmark_weights, data.benchmark_returns)
    same = attribute(SegmentReturns(data.segments, data.dates, *both, *both))
    assert {one.total for one in same.effects} == {0.0}
    assert (np.abs(same.by_period).max(), same.residual) == (0.0, 0.0)


def test_a_total_loss_cannot_be_linked_by_logarithms() -> None:
    data = SegmentReturns(("A",), ["2024-01-31", "2024-02-29"], [[1], [1]], [[0.1], [-1]], [[1], [1]], [[0.1], [0.1]])
    with pytest.raises(InsufficientData, match="lost everything"):
        attribute(data)
    assert attribute(data, linking=Linking.GRAP).portfolio_return == -1.0
