"""How is a portfolio sorted into categories and measured? Its settings, and the rules of ``benchmark_mode=category``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Path

from api.same_money.category_models import CategorySettingsAnswer, CategorySettingsBody, Override, Rule
from api.server.database import Store
from api.server.strict_json import StrictJsonRoute
from core.category.rules import AssignedBenchmark, AssociationRule, CategorySettings, default_rules
from core.category.scheme import Category, CategoryOverride, CategoryScheme
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
