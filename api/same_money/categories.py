"""How did each category of a stored portfolio do beside its own benchmark? The answer of ``benchmark_mode=category``, and its settings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated

from fastapi import APIRouter, Path

from api.same_money.answer import percent
from api.same_money.blend_choice import CATEGORY_MODE
from api.same_money.cash_flow_models import ChartPoints
from api.same_money.category_models import (
    CategoryData,
    CategoryPoint,
    CategorySettingsAnswer,
    CategorySettingsBody,
    CategorySide,
    CategorySplit,
    Override,
    Rule,
)
from api.same_money.chart_points import chart_indices
from api.same_money.models import BenchmarkComparisonAnswer
from api.server.database import Store
from api.server.strict_json import StrictJsonRoute
from core.category.comparison import CategoryBenchmarking, CategoryResult
from core.category.rules import AssignedBenchmark, AssociationRule, CategorySettings, benchmark_for, default_rules
from core.category.scheme import Category, CategoryOverride, CategoryScheme
from core.same_money.comparison import SameMoney
from data.store.portfolios.categories import load_category_settings, save_category_settings
from data.store.portfolios.portfolios import load_portfolio
from studies.category import check_benchmark

router = APIRouter(prefix="/v1/portfolios", tags=["Portfolios"], route_class=StrictJsonRoute)


@router.get("/{portfolio_id}/categories", summary="Show how a portfolio is sorted into categories and measured")
def show(portfolio_id: Annotated[str, Path()], store: Store) -> CategorySettingsAnswer:
    """The owner's overrides, rules and reference mix, and the rules that count after them."""
    currency = load_portfolio(store, portfolio_id).base_currency
    return _settings_answer(load_category_settings(store, portfolio_id), currency)


@router.put("/{portfolio_id}/categories", summary="Replace how a portfolio is sorted and measured")
def replace_settings(
    portfolio_id: Annotated[str, Path()], given: CategorySettingsBody, store: Store
) -> CategorySettingsAnswer:
    """All of it or nothing; answers 404 for a benchmark that nobody knows."""
    currency = load_portfolio(store, portfolio_id).base_currency
    settings = CategorySettings(
        CategoryScheme(
            tuple(CategoryOverride(one.scope, one.target, _fractions(one.shares)) for one in given.overrides)
        ),
        tuple(
            AssociationRule(one.scope, one.target, AssignedBenchmark(one.kind, one.benchmark)) for one in given.rules
        ),
        None if given.reference_mix is None else _fractions(given.reference_mix),
    )
    for rule in settings.rules:
        check_benchmark(store, rule.benchmark)
    save_category_settings(store, portfolio_id, settings)
    return _settings_answer(settings, currency)


def is_category(mode: str | None) -> bool:
    """Whether the comparison is asked for by category."""
    return mode is not None and mode.casefold() == CATEGORY_MODE


def whole_benchmark(tickers: Sequence[str] | None, currency: str) -> list[str]:
    """What the whole is compared with where nothing is said: the currency's home index."""
    return list(tickers or ()) or [benchmark_for(default_rules(currency), Category.EQUITY).symbol]


def with_categories(
    answer: BenchmarkComparisonAnswer, found: CategoryBenchmarking, every_point: bool
) -> BenchmarkComparisonAnswer:
    """The answer with ``category_data`` and ``category_split``."""
    reasons = {f"category_data.{one.category}": one.reason for one in found.categories if one.reason}
    data = category_data(found, every_point)
    return answer.model_copy(
        update={
            "category_data": data,
            "category_split": category_split(found),
            "reasons": {**answer.reasons, **reasons, **_rate_reasons(found)},
            "notes": list(dict.fromkeys([*answer.notes, *found.notes])),
            "simulated": answer.simulated
            or any(one.same_money.simulated for one in found.categories if one.same_money),
        }
    )


def category_data(found: CategoryBenchmarking, every_point: bool) -> CategoryData:
    """Every category by its name; None where the portfolio has nothing of it that can be valued."""
    results = {one.category: one for one in found.categories}
    return {category: _side(results[category], every_point) if category in results else None for category in Category}


def category_split(found: CategoryBenchmarking) -> CategorySplit:
    """Amounts in cents that add up."""
    cents, shares = found.split.rounded(), found.split.shares
    return CategorySplit(
        reference_label=found.mix_label,
        reference_mix={one: share * 100 for one, share in found.mix.items()},
        reference_xirr=percent(found.overall.benchmark_xirr.rate),
        value=float(sum(cents.values)),
        gain=float(sum(cents.gains)),
        within={one.category: float(amount) for one, amount in zip(shares, cents.within, strict=True)},
        mix=float(cents.mix),
        difference=float(cents.difference),
    )


def _side(result: CategoryResult, every_point: bool) -> CategorySide | None:
    same = result.same_money
    if same is None:
        return None
    account, chart = same.benchmark.account, _chart(same, every_point)
    return CategorySide(
        portfolio_xirr=percent(same.portfolio_xirr.rate),
        benchmark_xirr=percent(same.benchmark_xirr.rate),
        risk_free_xirr=percent(same.risk_free_xirr.rate),
        xirr_difference=percent(same.xirr_difference),
        benchmark_label=result.label,
        benchmark_weights={name: share * 100 for name, share in result.weights.items()},
        start=same.period.start,
        end=same.period.end,
        portfolio_value=same.portfolio.closing_value,
        benchmark_value=same.benchmark.closing_value,
        risk_free_value=same.risk_free.closing_value,
        invested_amount=float(same.invested[-1]),
        gain=same.portfolio.gain,
        exhausted_on=account.exhausted_on,
        shortfall=account.shortfall,
        symbols=[one.symbol for one in result.valuation.holdings],
        chart_data=chart,
        chart_points=ChartPoints(shown=len(chart), of=same.dates.size),
        notes=list(same.notes),
    )


def _chart(same: SameMoney, every_point: bool) -> list[CategoryPoint]:
    at = chart_indices(same.dates.size, every_point)
    columns = (same.dates, same.values, same.benchmark.account.values, same.invested, same.risk_free.account.values)
    names = ("date", "portfolio_value", "benchmark_value", "invested_amount", "risk_free_value")
    rows = zip(*(column[at].tolist() for column in columns), strict=True)
    return [CategoryPoint(**dict(zip(names, row, strict=True))) for row in rows]


def _rate_reasons(found: CategoryBenchmarking) -> dict[str, str]:
    """Why a category's rate is null."""
    reasons = {}
    for one in found.categories:
        if one.same_money is None:
            continue
        own, other = one.same_money.portfolio_xirr, one.same_money.benchmark_xirr
        deposit = one.same_money.risk_free_xirr
        place = f"category_data.{one.category}"
        for field, rate in (("portfolio_xirr", own), ("benchmark_xirr", other), ("risk_free_xirr", deposit)):
            if rate.rate is None:
                reasons[f"{place}.{field}"] = rate.reason or "It cannot be computed."
        if one.same_money.xirr_difference is None:
            reasons[f"{place}.xirr_difference"] = own.reason or other.reason or "It cannot be computed."
    if found.overall.benchmark_xirr.rate is None:
        reasons["category_split.reference_xirr"] = found.overall.benchmark_xirr.reason or "It cannot be computed."
    return reasons


def _settings_answer(settings: CategorySettings, currency: str) -> CategorySettingsAnswer:
    return CategorySettingsAnswer(
        overrides=[
            Override(scope=one.scope, target=one.target, shares=_percents(one.shares))
            for one in settings.scheme.overrides
        ],
        rules=[_rule(one) for one in settings.rules],
        default_rules=[_rule(one) for one in default_rules(currency)],
        reference_mix=None if settings.mix is None else _percents(settings.mix),
    )


def _rule(rule: AssociationRule) -> Rule:
    return Rule(scope=rule.scope, target=rule.target, kind=rule.benchmark.kind, benchmark=rule.benchmark.symbol)


def _fractions(shares: Mapping[Category, float]) -> dict[Category, float]:
    return {one: share / 100 for one, share in shares.items() if share}


def _percents(shares: Mapping[Category, float]) -> dict[Category, float]:
    return {one: round(share * 100, 10) for one, share in shares.items()}
