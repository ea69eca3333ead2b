"""Are a stored portfolio's categories measured by its owner's rules first, and then by what was asked for?"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import Engine

from core.category.comparison import CategoryStudy
from core.category.rules import AssignedBenchmark, AssignedKind, AssociationRule
from core.category.scheme import Category, Scope
from core.errors import NotFound
from data.store.portfolios.categories import load_category_settings, save_category_settings
from studies.category import category_study
from studies.valued import Valued, valued

HOUSEHOLD = "sample-household"


@pytest.fixture
def household(sample_engine: Engine) -> Valued:
    return valued(sample_engine, HOUSEHOLD, date(2026, 1, 15))


def equity_is_measured_with(study: CategoryStudy) -> set[str]:
    return {leg.benchmark.symbol for leg in study.legs if leg.category is Category.EQUITY}


def test_shares_are_measured_with_the_home_index_or_what_was_asked_for(
    sample_engine: Engine, household: Valued
) -> None:
    assert equity_is_measured_with(category_study(sample_engine, household)) == {"^NSEI"}
    assert equity_is_measured_with(category_study(sample_engine, household, equity="^GSPC")) == {"^GSPC"}
    told = category_study(sample_engine, household.told_in("USD"))
    assert (told.frame.currency, equity_is_measured_with(told)) == ("USD", {"^NSEI"})


def test_the_owners_rule_comes_first_and_may_name_a_mix(sample_engine: Engine, household: Valued) -> None:
    def rule(symbol: str) -> AssociationRule:
        return AssociationRule(Scope.CATEGORY, str(Category.EQUITY), AssignedBenchmark(AssignedKind.LEVELS, symbol))

    settings = load_category_settings(sample_engine, HOUSEHOLD)
    save_category_settings(sample_engine, HOUSEHOLD, replace(settings, rules=(rule("BALANCED_50_50"),)))
    study = category_study(sample_engine, household, equity="^GSPC")
    assert equity_is_measured_with(study) == {"BALANCED_50_50"}
    save_category_settings(sample_engine, HOUSEHOLD, replace(settings, rules=(rule("NO_SUCH"),)))
    with pytest.raises(NotFound, match="NO_SUCH"):
        category_study(sample_engine, household)
