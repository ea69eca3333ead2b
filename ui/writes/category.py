"""What may a page change in how a portfolio is sorted and measured? Overrides, rules and the target mix of its owner."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from core.category.rules import AssociationRule, CategorySettings
from core.category.scheme import CategoryOverride, CategoryScheme, Shares
from data.store.portfolios.categories import save_category_settings
from ui.reads.category import settings_of
from ui.reads.portfolio import engine


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
