"""How did each category of a stored portfolio do beside its own benchmark? The answer of ``benchmark_mode=category``, and its settings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated

from fastapi import APIRouter, Path

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
from api.same_money.chart_points import chart_positions
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


def whole_benchmark(tickers: Sequence[str], currency: str) -> list[str]:
    """What the whole is compared with where nothing is said: the currency's home index."""
    return list(tickers) or [benchmark_for(default_rules(currency), Category.EQUITY).symbol]


def category_data(study: CategoryBenchmarking, every_point: bool) -> CategoryData:
    """Every category by its name; None where the portfolio has nothing of it that can be valued."""
    results = {one.category: one for one in study.categories}
    return {category: _side(results[category], every_point) if category in results else None for category in Category}


def category_split(study: CategoryBenchmarking) -> CategorySplit:
    """Amounts in cents that add up."""
    cents, shares = study.split.rounded(), study.split.shares
    return CategorySplit.from_result(
        study,
        cents=cents,
        value=sum(cents.values),
        gain=sum(cents.gains),
        within={one.category: amount for one, amount in zip(shares, cents.within, strict=True)},
    )


def _side(result: CategoryResult, every_point: bool) -> CategorySide | None:
    same = result.same_money
    if same is None:
        return None
    chart = _chart(same, every_point)
    return CategorySide.from_result(
        same,
        benchmark_label=result.label,
        benchmark_weights=result.weights,
        symbols=[one.symbol for one in result.valuation.holdings],
        chart_data=chart,
        chart_points=ChartPoints(shown=len(chart), of=same.dates.size),
    )


def _chart(same: SameMoney, every_point: bool) -> list[CategoryPoint]:
    at = chart_positions([same.values, same.benchmark.account.values], every_point)
    columns = (same.dates, same.values, same.benchmark.account.values, same.invested, same.risk_free.account.values)
    rows = zip(*(column[at].tolist() for column in columns), strict=True)
    return [CategoryPoint.model_validate(dict(zip(CategoryPoint.model_fields, row, strict=True))) for row in rows]


def category_reasons(study: CategoryBenchmarking) -> dict[str, str]:
    """Why a category is null, or a rate of it."""
    reasons = {f"category_data.{one.category}": one.reason for one in study.categories if one.reason}
    for one in study.categories:
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
    if study.overall.benchmark_xirr.rate is None:
        reasons["category_split.reference_xirr"] = study.overall.benchmark_xirr.reason or "It cannot be computed."
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
