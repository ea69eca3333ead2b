"""Which part of a portfolio is equity, which is debt, and which is neither? Categories by type, overridden by the owner."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType

import numpy as np

from core.errors import InvalidSpecification
from core.ledger.flows import MoneyFlows
from core.ledger.transaction import AssetType
from core.valuation.portfolio_value import Holding, Valuation

SUM_TOLERANCE = 1e-6


class Category(StrEnum):
    """What is judged together. Whatever is neither equity nor debt is a category of its own, never silently debt."""

    EQUITY = "equity"
    DEBT = "debt"
    GOLD = "gold"
    CASH = "cash"
    CRYPTO = "crypto"
    PROPERTY = "property"
    OTHER = "other"


class Scope(StrEnum):
    """What an override or a rule speaks of: a whole category, every instrument of a type, or one instrument by its symbol."""

    CATEGORY = "CATEGORY"
    TYPE = "TYPE"
    INSTRUMENT = "INSTRUMENT"


Shares = Mapping[Category, float]

DEFAULT_CATEGORY: Mapping[AssetType, Category] = MappingProxyType(
    {
        AssetType.STOCK: Category.EQUITY,
        AssetType.MUTUAL_FUND: Category.EQUITY,
        AssetType.ETF: Category.EQUITY,
        AssetType.ESPP: Category.EQUITY,
        AssetType.RSU: Category.EQUITY,
        AssetType.BOND: Category.DEBT,
        AssetType.FIXED_DEPOSIT: Category.DEBT,
        AssetType.RECURRING_DEPOSIT: Category.DEBT,
        AssetType.PPF: Category.DEBT,
        AssetType.EPF: Category.DEBT,
        AssetType.GOLD: Category.GOLD,
        AssetType.CASH: Category.CASH,
        AssetType.CRYPTO: Category.CRYPTO,
        AssetType.PROPERTY: Category.PROPERTY,
    }
)


def category_of(asset_type: AssetType) -> Category:
    """Where a type belongs without any override; a type that nobody has sorted is OTHER."""
    return DEFAULT_CATEGORY.get(asset_type, Category.OTHER)


def checked_shares(shares: Shares, what: str) -> Shares:
    """The shares (fractions above 0 that sum to 1) in the categories' order; raises InvalidSpecification naming ``what``."""
    given = {one: float(shares[one]) for one in Category if shares.get(one)}
    if not given or not all(np.isfinite(share) and share > 0 for share in given.values()):
        raise InvalidSpecification(f"{what}: every share must be above 0. Leave a category out to give it nothing.")
    if abs(sum(given.values()) - 1.0) > SUM_TOLERANCE:
        raise InvalidSpecification(
            f"{what}: the shares sum to {sum(given.values()) * 100:.4g}\u202f%, not to 100\u202f%. Correct one of them."
        )
    return MappingProxyType(given)


@dataclass(frozen=True, slots=True)
class CategoryOverride:
    """The owner's own sorting of a type (``target``: its name) or of one instrument (``target``: its symbol).

    ``shares``: fractions above 0 that sum to 1; more than one category splits a hybrid fund.
    """

    scope: Scope
    target: str
    shares: Shares

    def __post_init__(self) -> None:
        if self.scope is Scope.CATEGORY:
            raise InvalidSpecification("A category cannot be sorted into another. Override a type or one instrument.")
        check_target(self.scope, self.target)
        object.__setattr__(self, "shares", checked_shares(self.shares, f"The category of {self.target}"))


def check_target(scope: Scope, target: str) -> None:
    """Raises InvalidSpecification for a type or category that does not exist, or an instrument without a symbol."""
    known = {Scope.TYPE: [*AssetType], Scope.CATEGORY: [*Category]}.get(scope)
    if not target or (known is not None and target not in [str(one) for one in known]):
        choices = f" Known are {', '.join(known)}." if known else " Give the instrument's symbol."
        raise InvalidSpecification(f"There is no {str(scope).lower()} “{target}”.{choices}")


@dataclass(frozen=True, slots=True)
class CategoryScheme:
    """How the owner sorts: overrides of instruments win over those of types, and these over the default."""

    overrides: tuple[CategoryOverride, ...] = ()

    def __post_init__(self) -> None:
        spoken = [(one.scope, one.target) for one in self.overrides]
        twice = next((target for scope, target in spoken if spoken.count((scope, target)) > 1), None)
        if twice is not None:
            raise InvalidSpecification(f"{twice} has two overrides. Keep one of them.")

    def shares_of(self, symbol: str, asset_type: AssetType) -> Shares:
        """Which share of an instrument belongs to which category; the shares sum to 1."""
        for scope, target in ((Scope.INSTRUMENT, symbol), (Scope.TYPE, str(asset_type))):
            for override in self.overrides:
                if (override.scope, override.target) == (scope, target):
                    return override.shares
        return {category_of(asset_type): 1.0}


DEFAULT_SCHEME = CategoryScheme()


def split_by_category(valuation: Valuation, scheme: CategoryScheme = DEFAULT_SCHEME) -> Mapping[Category, Valuation]:
    """The valuation cut into its categories, those without anything left out.

    Every part is on the whole's dates, its flows being its holdings' own, so that values and flows of the parts add up to the
    whole's, and money moved from one category to another leaves the one and enters the other on that day.
    """
    shares = [scheme.shares_of(one.symbol, one.asset_type) for one in valuation.holdings]
    unpriced = [scheme.shares_of(one.symbol, one.asset_type) for one in valuation.unpriced]
    present = [category for category in Category if any(category in one for one in (*shares, *unpriced))]
    return {category: _part(valuation, category, shares, unpriced) for category in present}


def _part(valuation: Valuation, category: Category, shares: Sequence[Shares], unpriced: Sequence[Shares]) -> Valuation:
    mine = [(at, one[category]) for at, one in enumerate(shares) if category in one]
    left_out = tuple(one for one, shared in zip(valuation.unpriced, unpriced, strict=True) if category in shared)
    columns, factors = [at for at, _ in mine], np.array([share for _, share in mine])
    holdings = tuple(scaled_holding(valuation.holdings[at], share) for at, share in mine)
    return Valuation(
        valuation.portfolio_id,
        f"{valuation.name}, {category}",
        valuation.currency,
        valuation.dates,
        valuation.holding_values[:, columns] * factors,
        MoneyFlows.summed(one.money for one in holdings),
        holdings,
        left_out,
        valuation.holding_carried[:, columns],
        valuation.cash_account,
        valuation.notes,
        valuation.part_of or valuation,
    )


def scaled_holding(holding: Holding, share: float) -> Holding:
    """The share (a fraction) of a holding: units, value and flows alike."""
    if share == 1.0:
        return holding
    return replace(
        holding,
        quantity=holding.quantity * share,
        value=holding.value * share,
        weight=None if holding.weight is None else holding.weight * share,
        money=holding.money.times(share),
    )
