"""Are effects and category differences 0 on mirrors, and are broken effects found and named?"""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import pytest

from core.attribution import effects as attribution
from core.attribution.brinson import Interaction, Model
from core.attribution.linking import Linking
from core.attribution.portfolio import ComparedSegments, Method, Segmentation, compare_segments
from core.attribution.segments import Segment
from core.benchmark.blend import Blend, Component
from core.benchmark.rebalancing import Rebalance, Rule
from core.benchmark.sources import Sources
from core.category import comparison as category_comparison
from core.category import legs
from core.category.comparison import CategoryBenchmarks, CategoryStudy, study_categories
from core.category.rules import AssignedBenchmark, AssignedKind, default_rules
from core.category.scheme import Category, CategoryScheme, split_by_category
from core.ledger.transaction import AssetType, Transaction
from core.market.deposit_rate import DepositRate, Quotation
from core.market.exchange_rates import ExchangeRates
from core.market.levels import LevelSeries
from core.same_money.blend_comparison import compare_with_blend
from core.self_check.identities import EngineCheck
from core.self_check.mirrored_attribution import check_attribution
from core.self_check.mirrored_category import check_categories
from core.valuation.portfolio_value import Valuation
from tests.core.small_portfolios import buy, daily, sell, valued, walk

SHARE, BOND, GOLD = walk("SHARE", 1), walk("BOND", 2), walk("GOLD", 3)
EQUITY, DEBT, METAL = walk("EQUITY", 4), walk("DEBT", 5, currency="EUR"), walk("METAL", 6)
RATES = ExchangeRates({"EURUSD": daily("EURUSD", 1.1 + 0.002 * np.sin(np.arange(400.0)), "USD")})


def rows() -> list[Transaction]:
    bond = {"asset_type": AssetType.BOND}
    return [
        buy(0, "SHARE", 100, 100.0),
        buy(20, "BOND", 50, 100.0, **bond),
        buy(150, "SHARE", 20, 105.0),
        sell(300, "BOND", 50, 102.0, **bond),
        buy(330, "BOND", 5, 99.0, **bond),
    ]


def portfolio() -> Valuation:
    return valued(rows(), [SHARE, BOND], rates=RATES)


def study(mix: dict[Category, float] | None = None) -> CategoryStudy:
    whole = portfolio()
    sources: dict[AssignedBenchmark, Any] = {AssignedBenchmark(AssignedKind.LEVELS, "^GSPC"): EQUITY}
    parts = split_by_category(whole, CategoryScheme())
    return study_categories(whole, parts, CategoryBenchmarks(default_rules("USD"), sources, RATES, mix))


def compared(blend: Blend) -> ComparedSegments:
    sources = Sources({"EQUITY": EQUITY, "DEBT": DEBT, "METAL": METAL}, RATES)
    mine = {"SHARE": "Equity", "BOND": "Fixed Income"}
    whole = portfolio()
    held = tuple(Segment(one.symbol, one.name, mine[one.symbol], "", "USD", "test") for one in whole.holdings)
    classes = {"EQUITY": ("Equity", "USD"), "DEBT": ("Fixed Income", "EUR"), "METAL": ("Commodities", "USD")}
    parts = tuple(Segment(one, one, classes[one][0], "", classes[one][1], "test") for one in blend.ids)
    return compare_segments(compare_with_blend(whole, blend, sources, 0.0), Segmentation(held, parts))


MIX = Blend("M", "USD", (Component("EQUITY", 0.5), Component("DEBT", 0.3), Component("METAL", 0.2)))
MONTHLY = dataclasses.replace(MIX, rebalance=Rebalance(Rule.MONTHLY))


def named(check: EngineCheck) -> set[str]:
    return {one.name for one in check.failed}


@pytest.mark.parametrize("rate", [0.0, 0.07])
def test_every_category_is_level_with_its_own_benchmark(rate: float) -> None:
    found = check_categories(study(), rate)
    assert found.failed == ()
    names = {one.name for one in found.items}
    assert {"Equity: XIRR difference", "Debt: Within", "Reference mix: closing value"} <= names
    assert "Deposit: XIRR less its rate" in names


def test_a_deposit_as_a_bank_quotes_it_is_checked_at_its_effective_rate() -> None:
    quoted = DepositRate(0.07, Quotation.BANK)
    assert check_categories(study(), quoted).failed == ()


def test_a_mix_of_the_owners_own_is_checked_too() -> None:
    found = check_categories(study({Category.EQUITY: 0.5, Category.DEBT: 0.3, Category.CASH: 0.2}), 0.04)
    assert found.failed == ()


def test_a_broken_category_account_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    original = legs.match_cash_flows

    def wrong(flows: Any, benchmark: LevelSeries, on: Any) -> Any:
        account = original(flows, benchmark, on)
        return dataclasses.replace(account, values=account.values * (1.01 if benchmark.name == "EQUITY" else 1.0))

    whole = study()
    monkeypatch.setattr(legs, "match_cash_flows", wrong)
    assert {one.split(":")[0] for one in named(check_categories(whole, 0.04))} == {"Equity"}


def test_a_broken_reference_mix_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    original = category_comparison.split_account

    def wrong(*given: Any) -> Any:
        account = original(*given)
        return dataclasses.replace(account, values=account.values * 1.01)

    monkeypatch.setattr(category_comparison, "split_account", wrong)
    assert named(check_categories(study(), 0.04)) == {"Reference mix: closing value"}


@pytest.mark.parametrize("blend", [MIX, MONTHLY])
@pytest.mark.parametrize("linking", list(Linking))
def test_equal_sides_have_no_effects(blend: Blend, linking: Linking) -> None:
    found = check_attribution(compared(blend), Method(Model.BRINSON_FACHLER, linking, Interaction.SEPARATE))
    assert found.failed == ()
    names = {one.name for one in found.items}
    assert {"Asset classes: largest allocation", "Instruments: largest selection"} <= names
    assert "Currencies: largest currency effect" in names
    assert found.largest_difference < 1e-12


def test_broken_effects_turn_it_red_and_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """An allocation that forgets to subtract the benchmark's weight: of equal sides it is the benchmark's return."""
    original = attribution.two_level_effects

    def wrong(*given: Any) -> Any:
        two = original(*given)
        return dataclasses.replace(two, group_allocation=two.group_allocation + 1e-4)

    monkeypatch.setattr(attribution, "two_level_effects", wrong)
    found = check_attribution(compared(MONTHLY))
    assert named(found) == {"Instruments"}
    assert any("basis points" in (one.reason or "") for one in found.failed)


def test_benchmark_returns_that_do_not_belong_to_the_parts_are_found() -> None:
    right = compared(MONTHLY)
    wrong = dataclasses.replace(right, benchmark_returns=right.benchmark_returns + 1e-6)
    assert not check_attribution(wrong).passed
