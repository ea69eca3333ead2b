"""How does the owner of a portfolio sort and measure it? Overrides, association rules and target mix, kept with the portfolio."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Engine, Table, delete, insert, select

from core.category.rules import AssignedBenchmark, AssignedKind, AssociationRule, CategorySettings
from core.category.scheme import Category, CategoryOverride, CategoryScheme, Scope
from core.errors import InvalidSpecification
from data.store.bounds import checked_text
from data.store.portfolios.category_tables import association_rules, category_overrides, target_mixes
from data.store.portfolios.portfolios import portfolio_row
from data.store.revision import writing
from data.store.schema import SYMBOL_LENGTH

MOST_RULES = 200


def load_category_settings(engine: Engine, portfolio_id: str) -> CategorySettings:
    """What the owner has set, the defaults where nothing is; raises NotFound for an unknown portfolio."""
    with engine.connect() as connection:
        portfolio_row(connection, portfolio_id)
        return CategorySettings(
            CategoryScheme(_overrides(connection, portfolio_id)),
            _rules(connection, portfolio_id),
            _mix(connection, portfolio_id),
        )


def save_category_settings(engine: Engine, portfolio_id: str, settings: CategorySettings) -> None:
    """Replaces all of it. The sample's may be set too: they touch no transaction.

    Raises NotFound, InvalidSpecification where a text does not fit or there are too many rules.
    """
    if len(settings.rules) > MOST_RULES or len(settings.scheme.overrides) > MOST_RULES:
        raise InvalidSpecification(f"At most {MOST_RULES} rules and {MOST_RULES} overrides can be kept. Remove some.")
    with writing(engine) as connection:
        portfolio_row(connection, portfolio_id)
        _replace(connection, category_overrides, portfolio_id, _override_rows(settings.scheme))
        _replace(connection, association_rules, portfolio_id, _rule_rows(settings.rules))
        mix = [{"category": str(one), "share": share} for one, share in (settings.mix or {}).items()]
        _replace(connection, target_mixes, portfolio_id, mix)


def _replace(connection: Connection, table: Table, portfolio_id: str, rows: list[dict[str, Any]]) -> None:
    connection.execute(delete(table).where(table.c.portfolio_id == portfolio_id))
    if rows:
        connection.execute(insert(table), [{"portfolio_id": portfolio_id, **row} for row in rows])


def _override_rows(scheme: CategoryScheme) -> list[dict[str, Any]]:
    return [
        {
            "scope": str(one.scope),
            "target": checked_text(one.target, SYMBOL_LENGTH, "An instrument's symbol"),
            "category": str(category),
            "position": position,
            "share": share,
        }
        for position, one in enumerate(scheme.overrides)
        for category, share in one.shares.items()
    ]


def _rule_rows(rules: tuple[AssociationRule, ...]) -> list[dict[str, Any]]:
    return [
        {
            "position": position,
            "scope": str(rule.scope),
            "target": checked_text(rule.target, SYMBOL_LENGTH, "A rule's target"),
            "kind": str(rule.benchmark.kind),
            "symbol": checked_text(rule.benchmark.symbol, SYMBOL_LENGTH, "A benchmark's symbol"),
        }
        for position, rule in enumerate(rules)
    ]


def _overrides(connection: Connection, portfolio_id: str) -> tuple[CategoryOverride, ...]:
    table = category_overrides
    query = select(table).where(table.c.portfolio_id == portfolio_id).order_by(table.c.position)
    shares: dict[tuple[str, str], dict[Category, float]] = {}
    for row in connection.execute(query):
        shares.setdefault((row.scope, row.target), {})[Category(row.category)] = row.share
    return tuple(CategoryOverride(Scope(scope), target, found) for (scope, target), found in shares.items())


def _rules(connection: Connection, portfolio_id: str) -> tuple[AssociationRule, ...]:
    table = association_rules
    query = select(table).where(table.c.portfolio_id == portfolio_id).order_by(table.c.position)
    return tuple(
        AssociationRule(Scope(row.scope), row.target, AssignedBenchmark(AssignedKind(row.kind), row.symbol))
        for row in connection.execute(query)
    )


def _mix(connection: Connection, portfolio_id: str) -> dict[Category, float] | None:
    table = target_mixes
    rows = connection.execute(select(table).where(table.c.portfolio_id == portfolio_id)).all()
    return {Category(row.category): row.share for row in rows} or None
