"""The ready-made mixes: what they hold, that their labels say so, and that no equity index stands for the debt leg."""

from __future__ import annotations

import re

import pytest

from core.benchmark.presets import PRESET_IDS, find_preset
from core.benchmark.rebalancing import Rule
from core.errors import InvalidSpecification
from core.market.index import AssetClass
from data.catalogue import find_index


def test_the_three_presets_and_their_weights() -> None:
    mixes = {one.id: {part.id: part.weight for part in one.blend.components} for one in map(find_preset, PRESET_IDS)}
    assert mixes == {
        "CRISIL_HYBRID_35_65": {"^NSEI": 0.35, "CRISIL_SHORT_TERM_BOND": 0.65},
        "BALANCED_50_50": {"^NSEI": 0.5, "CRISIL_SHORT_TERM_BOND": 0.5},
        "CRISIL_HYBRID_AGGRESSIVE_65_35": {"^NSEI": 0.65, "CRISIL_SHORT_TERM_BOND": 0.35},
    }
    assert tuple(mixes) == PRESET_IDS


@pytest.mark.parametrize("preset_id", PRESET_IDS)
def test_a_label_states_the_weights_that_the_blend_has(preset_id: str) -> None:
    preset = find_preset(preset_id)
    stated = [float(text) / 100 for text in re.findall(r"([\d.]+)\u202f%", preset.label)]
    assert stated == [part.weight for part in preset.blend.components]
    assert preset.label == preset.blend.label
    assert find_preset("CRISIL_HYBRID_35_65").label == "35\u202f% Nifty 50 + 65\u202f% short-term bonds"


@pytest.mark.parametrize("preset_id", PRESET_IDS)
def test_the_legs_are_in_the_catalogue_and_of_the_right_kind(preset_id: str) -> None:
    preset = find_preset(preset_id)
    equity, debt = (find_index(part.id) for part in preset.blend.components)
    assert (equity.asset_class, debt.asset_class) == (AssetClass.EQUITY, AssetClass.BOND)
    assert (equity.currency, debt.currency, preset.blend.currency) == ("INR", "INR", "INR")
    assert "^CRSLDX" not in preset.blend.ids
    assert f"{equity.name} +" in preset.label


def test_presets_carry_rule_none_and_only_the_debt_leg_falls_back() -> None:
    for preset in map(find_preset, PRESET_IDS):
        assert preset.blend.rebalance.rule is Rule.NONE
        assert [part.fallback_rate for part in preset.blend.components] == [None, 0.07]


def test_an_unknown_preset_names_the_known_ones() -> None:
    with pytest.raises(InvalidSpecification, match=r"Did you mean CRISIL_HYBRID_35_65.*Known are .*BALANCED_50_50"):
        find_preset("CRISIL_HYBRID_65_35")
