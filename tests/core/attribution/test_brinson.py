"""Do effects match Bacon's tables, add up to the active return, and vanish when nothing differs?"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.attribution.brinson import Effects, Interaction, Model, SegmentReturns, brinson_effects, two_level_effects
from core.attribution.linking import Linking, link_effects
from core.errors import InvalidSpecification
from core.market.levels import Floats
from core.returns.carino import log_ratio_coefficient
from tests.real_data import real_file

EXACT_METHODS = [method for method in Linking if method is not Linking.NONE]


def one_period() -> SegmentReturns:
    own, index = ([[0.6, 0.3, 0.1]], [[0.10, 0.04, 0.01]]), ([[0.5, 0.4, 0.1]], [[0.08, 0.03, 0.01]])
    return SegmentReturns(("Equity", "Bonds", "Cash"), ["2024-12-31"], *own, *index)


def two_months() -> SegmentReturns:
    own = [[0.5, 0.5], [0.6, 0.4]], [[0.02, 0.01], [0.01, 0.005]]
    index = [[0.4, 0.6], [0.45, 0.55]], [[0.01, 0.005], [-0.01, 0.002]]
    return SegmentReturns(("Tech", "Other"), ["2025-01-31", "2025-02-28"], *own, *index)


def linked(data: SegmentReturns, effects: Effects, method: Linking) -> tuple[Floats, Floats, Floats]:
    active = effects.total.sum(axis=1)
    parts = (effects.allocation, effects.selection, effects.interaction)
    allocation, selection, interaction = (
        link_effects(part, data.portfolio_total, data.benchmark_total, active, method) for part in parts
    )
    return allocation, selection, interaction


def linked_active(data: SegmentReturns) -> float:
    return float(np.prod(1 + data.portfolio_total) - np.prod(1 + data.benchmark_total))


def test_one_period_fachler_and_hood_beebower() -> None:
    fachler, hood = brinson_effects(one_period()), brinson_effects(one_period(), Model.BRINSON_HOOD_BEEBOWER)
    np.testing.assert_allclose(fachler.allocation[0], [0.0027, 0.0023, 0], atol=1e-15)
    np.testing.assert_allclose(fachler.selection[0], [0.0100, 0.0040, 0], atol=1e-15)
    np.testing.assert_allclose(fachler.interaction[0], [0.0020, -0.0010, 0], atol=1e-15)
    np.testing.assert_allclose(hood.allocation[0], [0.0080, -0.0030, 0], atol=1e-15)
    assert fachler.total.sum() == pytest.approx(0.020, abs=1e-15)
    assert hood.total.sum() == pytest.approx(0.020, abs=1e-15)


def bacon_inputs() -> SegmentReturns:
    with real_file("reference/bacon_attribution_inputs.csv").open() as file:
        rows = list(csv.DictReader(file))
    segments = tuple(dict.fromkeys(row["segment"] for row in rows))
    dates = list(dict.fromkeys(row["end_date"] for row in rows))

    def column(name: str) -> Floats:
        return np.array([float(row[name]) for row in rows]).reshape(len(dates), len(segments))

    return SegmentReturns(
        segments, dates, column("w_portfolio"), column("r_portfolio"), column("w_benchmark"), column("r_benchmark")
    )


def bacon_expected(test: str) -> Iterator[tuple[str, str, str, float]]:
    with real_file("reference/bacon_attribution_expected.csv").open() as file:
        for row in csv.DictReader(file):
            if row["test"].startswith(test):
                yield row["effect"], row["row"], row["column"], float(row["expected"])


def table_value(effects: dict[str, Floats], segments: tuple[str, ...], effect: str, row: str, column: str) -> float:
    table = effects[effect]
    by_segment = table[int(row) - 1] if row.isdigit() and int(row) <= len(table) else table.sum(axis=0)
    return float(by_segment.sum() if column == "Total" else by_segment[segments.index(column)])


@pytest.mark.parametrize(
    ("table", "model"), [("BHB Example", Model.BRINSON_HOOD_BEEBOWER), ("BF Example", Model.BRINSON_FACHLER)]
)
def test_bacon_tables_5_2_and_5_3(table: str, model: Model) -> None:
    data = bacon_inputs()
    own, index = (data.portfolio_weights, data.portfolio_returns), (data.benchmark_weights, data.benchmark_returns)
    effects = brinson_effects(
        SegmentReturns(data.segments, data.dates[:1], *(one[:1] for one in (*own, *index))), model
    )
    tables = {"Allocation": effects.allocation, "Selection": effects.selection, "Interaction": effects.interaction}
    expected = list(bacon_expected(table))
    assert len(expected) == 12
    for effect, row, column, value in expected:
        assert table_value(tables, data.segments, effect, row, column) == pytest.approx(value, abs=5e-5)


@pytest.mark.parametrize("adjusted", [False, True])
def test_bacon_tables_8_1_and_8_2(adjusted: bool) -> None:
    """The book folds interaction into selection; its fifth row adds entries that were rounded before (hence 5.6e-5)."""
    data = bacon_inputs()
    effects = brinson_effects(data, interaction=Interaction.SELECTION)
    allocation, selection, _ = linked(data, effects, Linking.CARINO)
    tables = {"Allocation": allocation, "Selection": selection}
    plain = {"Allocation": effects.allocation, "Selection": effects.selection}
    name = f"Multi-period attribution example in Table 8.2 with Carino linking with {'' if adjusted else 'un'}adjusted"
    expected = list(bacon_expected(name))
    assert len(expected) == 40
    for effect, row, column, value in expected:
        found = table_value(tables if adjusted or row == "5" else plain, data.segments, effect, row, column)
        assert found == pytest.approx(value, abs=5.6e-5), (effect, row, column)


@st.composite
def segment_returns(draw: st.DrawFn) -> SegmentReturns:
    periods, count = draw(st.integers(1, 24)), draw(st.integers(1, 6))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    w_p, w_b = rng.dirichlet(np.ones(count), periods), rng.dirichlet(np.ones(count), periods)
    scale = draw(st.sampled_from([1e-9, 1e-4, 0.02, 0.3]))
    r_p, r_b = (np.maximum(rng.standard_normal((periods, count)) * scale, -0.9) for _ in range(2))
    dates = np.datetime64("2024-01-31") + np.arange(periods)
    return SegmentReturns(tuple(f"s{i}" for i in range(count)), dates, w_p, r_p, w_b, r_b)


@given(data=segment_returns(), method=st.sampled_from(list(Linking)), model=st.sampled_from(list(Model)))
def test_a_portfolio_that_is_its_benchmark_has_no_effects(data: SegmentReturns, method: Linking, model: Model) -> None:
    same = replace(data, portfolio_weights=data.benchmark_weights, portfolio_returns=data.benchmark_returns)
    for part in linked(same, brinson_effects(same, model), method):
        assert np.abs(part).max() == 0.0


@pytest.mark.parametrize("method", EXACT_METHODS)
def test_active_returns_that_cancel_still_add_up(method: Linking) -> None:
    returns = [[0.1, 0], [0, 0.1]]
    own, index = ([[1, 0], [0, 1]], returns), ([[0, 1], [1, 0]], returns)
    data = SegmentReturns(("A", "B"), ["2024-01-31", "2024-02-29"], *own, *index)
    parts = linked(data, brinson_effects(data), method)
    assert sum(part.sum() for part in parts) == pytest.approx(linked_active(data), abs=1e-15)


def test_carino_coefficient_is_exact_where_the_textbook_form_cancels() -> None:
    tiny = log_ratio_coefficient(np.array([1e-15]), np.array([0.05]))
    assert tiny[0] == pytest.approx(1 / 1.05, rel=1e-14)
    assert log_ratio_coefficient(np.array([0.0]), np.array([0.05]))[0] == 1 / 1.05


def test_a_segment_on_one_side_only_has_no_selection() -> None:
    data = SegmentReturns(("A", "B"), ["2024-01-31"], [[0.5, 0.5]], [[0.1, 0.2]], [[1.0, 0.0]], [[0.1, np.nan]])
    effects = brinson_effects(data)
    assert effects.selection[0].tolist() == [0.0, 0.0]
    assert effects.interaction[0].tolist() == [0.0, 0.0]
    assert effects.allocation.sum() == pytest.approx(0.05)


@pytest.mark.parametrize(
    ("w_p", "r_p", "message"),
    [
        ([[0.5, 0.4]], [[0.1, 0.2]], "add up to 0.900000"),
        ([[0.5, 0.5]], [[0.1, np.nan]], "return of B on 2024-01-31 is missing"),
        ([[0.5, 0.5], [0.5, 0.5]], [[0.1, 0.2]], "has shape"),
    ],
)
def test_what_does_not_fit_is_named(w_p: list[list[float]], r_p: list[list[float]], message: str) -> None:
    with pytest.raises(InvalidSpecification, match=message):
        SegmentReturns(("A", "B"), ["2024-01-31"], w_p, r_p, [[1.0, 0.0]], [[0.1, 0.0]])


def test_weights_that_are_rounded_are_completed_and_leave_no_remainder() -> None:
    thirds = [[0.3333333, 0.3333333, 0.3333333]]
    data = SegmentReturns(
        ("A", "B", "C"), ["2024-01-31"], thirds, [[0.5, 0.2, 0.1]], [[0.2, 0.3, 0.5]], [[0.4, 0.9, 0.1]]
    )
    assert data.portfolio_weights[0].sum() == pytest.approx(1.0, abs=1e-15)
    assert brinson_effects(data).total.sum() == pytest.approx(linked_active(data), abs=1e-15)


@pytest.mark.parametrize("model", list(Model))
def test_a_portfolio_that_held_nothing_missed_what_each_segment_did(model: Model) -> None:
    nothing = [[0.0, 0.0]]
    data = SegmentReturns(("A", "B"), ["2024-01-31"], nothing, [[np.nan] * 2], [[0.6, 0.4]], [[0.1, -0.05]])
    effects = brinson_effects(data, model)
    assert effects.allocation[0].tolist() == pytest.approx([-0.06, 0.02])
    assert effects.total.sum() == pytest.approx(linked_active(data), abs=1e-16)
    two = two_level_effects(replace(data, parents=("x", "y")), model)
    assert two.group_allocation.sum() + two.within.total.sum() == pytest.approx(linked_active(data), abs=1e-16)
