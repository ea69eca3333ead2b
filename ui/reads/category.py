"""How is a portfolio sorted and measured, and what may a page change in that? The categories' own door to the store."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

import streamlit as st

from core.category.comparison import CategoryStudy
from core.category.fund_names import SuggestedOverride, suggested_overrides
from core.category.rules import RISK_FREE, AssignedBenchmark, AssignedKind, AssociationRule, CategorySettings
from core.category.scheme import CategoryOverride, CategoryScheme, Shares
from core.market.period import NamedRange
from core.valuation.portfolio_value import Valuation
from data.benchmark_library import open_library
from data.clock import current_date
from data.store.portfolios.categories import load_category_settings, save_category_settings
from data.store.prices.yields import YieldCoverage, yield_coverage
from studies.category import category_study
from ui.reads.portfolio import (
    OWN,
    asked_period,
    benchmark_choices,
    engine,
    stored_revision,
    valuation,
    valued_portfolio,
)

__all__ = ["YieldCoverage"]


@dataclass(frozen=True, slots=True, eq=False)
class Studied:
    """A portfolio by category over a range, ready for any risk-free rate."""

    valuation: Valuation
    study: CategoryStudy


def studied(portfolio_id: str, name: NamedRange, currency: str = OWN, equity: str = "") -> Studied:
    """``equity``: what shares are measured with where the owner's rules say nothing; "" for the home index of the portfolio.

    Errors as in ``studies.category.category_study`` and ``ui.reads.portfolio.valuation``.
    """
    return _studied(portfolio_id, name, currency, equity, stored_revision(), current_date())


@st.cache_resource(max_entries=32, show_spinner=False)
def _studied(
    portfolio_id: str,
    name: NamedRange,
    currency: str,
    equity: str,
    revision: int,
    today: date,
) -> Studied:
    holding = valued_portfolio(portfolio_id, currency)
    period = asked_period(holding.valuation, name)
    return Studied(holding.valuation, category_study(engine(), holding, period, equity))


def settings_of(portfolio_id: str) -> CategorySettings:
    """What the owner has set; raises NotFound."""
    return _settings(portfolio_id, stored_revision())


@st.cache_resource(max_entries=64, show_spinner=False)
def _settings(portfolio_id: str, revision: int) -> CategorySettings:
    return load_category_settings(engine(), portfolio_id)


def suggestions_for(portfolio_id: str) -> tuple[SuggestedOverride, ...]:
    """Funds whose names contradict where they stand, priced or not."""
    valued = valuation(portfolio_id)
    named = [(one.symbol, one.name, one.asset_type) for one in (*valued.holdings, *valued.unpriced)]
    return suggested_overrides(named, settings_of(portfolio_id).scheme)


def measure_choices() -> dict[AssignedBenchmark, str]:
    """Everything that a category can be measured with: the risk-free rate, stored yields, indexes and instruments, the library."""
    choices = {RISK_FREE: "The risk-free deposit"}
    for one in stored_yields():
        choices[AssignedBenchmark(AssignedKind.YIELD, one.symbol)] = f"{one.symbol} (a yield)"
    for one in benchmark_choices():
        choices[AssignedBenchmark(AssignedKind.LEVELS, one.symbol)] = one.name
    library = open_library(engine())
    for benchmark_id in library.ids:
        choices.setdefault(AssignedBenchmark(AssignedKind.LEVELS, benchmark_id), library.names[benchmark_id])
    return choices


def stored_yields() -> tuple[YieldCoverage, ...]:
    """Which series of yields there are, from when to when."""
    return _yields(stored_revision())


@st.cache_data(max_entries=4, show_spinner=False)
def _yields(revision: int) -> tuple[YieldCoverage, ...]:
    return yield_coverage(engine())


def keep_overrides(portfolio_id: str, overrides: Iterable[CategoryOverride]) -> None:
    """Sorts these anew, in place of what was said of the same types and instruments before."""
    given = {(one.scope, one.target): one for one in overrides}
    settings = settings_of(portfolio_id)
    kept = {(one.scope, one.target): one for one in settings.scheme.overrides} | given
    _keep(portfolio_id, replace(settings, scheme=CategoryScheme(tuple(kept.values()))))


def remove_override(portfolio_id: str, override: CategoryOverride) -> None:
    """The type's or the default category counts again."""
    settings = settings_of(portfolio_id)
    kept = tuple(one for one in settings.scheme.overrides if one != override)
    _keep(portfolio_id, replace(settings, scheme=CategoryScheme(kept)))


def keep_rules(portfolio_id: str, rules: tuple[AssociationRule, ...]) -> None:
    """The owner's rules in their new order."""
    _keep(portfolio_id, replace(settings_of(portfolio_id), rules=rules))


def keep_mix(portfolio_id: str, mix: Shares | None) -> None:
    """The owner's target mix; None for the average one. Raises InvalidSpecification unless it sums to 1."""
    _keep(portfolio_id, replace(settings_of(portfolio_id), mix=mix))


def _keep(portfolio_id: str, settings: CategorySettings) -> None:
    save_category_settings(engine(), portfolio_id, settings)
