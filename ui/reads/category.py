"""How is a portfolio sorted by category, and with what is each one measured? Cached by id and revision."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache

from core.category.comparison import CategoryBenchmarking, CategoryStudy
from core.category.fund_names import SuggestedOverride, suggested_overrides
from core.category.rules import RISK_FREE, AssignedBenchmark, AssignedKind, CategorySettings
from core.market.period import NamedRange
from core.self_check.identities import EngineCheck, attempt
from core.self_check.mirrored_category import CategoryMirror, mirror_categories
from core.valuation.portfolio_value import Valuation
from data.benchmark_library import open_library
from data.store.portfolios.categories import load_category_settings
from data.store.prices.yields import YieldCoverage, yield_coverage
from studies.category import category_study
from ui.reads.portfolio import OWN, asked_period, benchmark_choices, engine, remembered, valuation, valued_portfolio

__all__ = ["YieldCoverage"]

LAST_RATES = 8


@dataclass(frozen=True, eq=False)
class PortfolioCategories:
    """A portfolio by category over a range. ``at_rate`` takes a risk-free rate, and ``check`` the rate of which the study is its own
    mirror; both keep their last answers, the mirror lasts as long as the study."""

    valuation: Valuation
    study: CategoryStudy

    @cached_property
    def at_rate(self) -> Callable[[float], CategoryBenchmarking]:
        return lru_cache(LAST_RATES)(self.study.at_rate)

    @cached_property
    def mirror(self) -> CategoryMirror:
        return mirror_categories(self.study)

    @cached_property
    def check(self) -> Callable[[float], EngineCheck]:
        return lru_cache(LAST_RATES)(
            lambda rate: attempt("The categories", lambda: self.mirror.at_rate(rate, self.at_rate(rate)))
        )


@remembered(32)
def categories_of(portfolio_id: str, name: NamedRange, currency: str = OWN, equity: str = "") -> PortfolioCategories:
    """``equity``: what shares are measured with where the owner's rules say nothing; "" for the home index of the portfolio.

    Errors as in ``studies.category.category_study`` and ``ui.reads.portfolio.valuation``.
    """
    holding = valued_portfolio(portfolio_id, currency)
    period = asked_period(holding.valuation, name)
    return PortfolioCategories(holding.valuation, category_study(engine(), holding, period, equity))


@remembered(64)
def settings_of(portfolio_id: str) -> CategorySettings:
    """The owner's settings; raises NotFound."""
    return load_category_settings(engine(), portfolio_id)


def suggestions_for(portfolio_id: str) -> tuple[SuggestedOverride, ...]:
    """Funds whose names contradict where they stand, priced or not."""
    valued = valuation(portfolio_id)
    named = [(one.symbol, one.name, one.asset_type) for one in (*valued.holdings, *valued.unpriced)]
    return suggested_overrides(named, settings_of(portfolio_id).scheme)


def measure_choices() -> dict[AssignedBenchmark, str]:
    """Everything that a category can be measured with: the risk-free rate, stored yields, indexes and instruments, the library."""
    choices = {RISK_FREE: "A bank deposit at the risk-free rate, before tax"}
    for one in stored_yields():
        choices[AssignedBenchmark(AssignedKind.YIELD, one.symbol)] = f"{one.symbol} (a yield)"
    for one in benchmark_choices():
        choices[AssignedBenchmark(AssignedKind.LEVELS, one.symbol)] = one.name
    library = open_library(engine())
    for benchmark_id in library.ids:
        choices.setdefault(AssignedBenchmark(AssignedKind.LEVELS, benchmark_id), library.names[benchmark_id])
    return choices


@remembered(4)
def stored_yields() -> tuple[YieldCoverage, ...]:
    """Which series of yields there are, from when to when."""
    return yield_coverage(engine())
