"""Against which benchmark is each instrument judged? Ordered rules by category, type or instrument; the first match wins."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from core.category.scheme import Category, CategoryScheme, Scope, Shares, check_target, checked_shares
from core.errors import InvalidSpecification
from core.ledger.transaction import AssetType
from core.market.home import home_of


class AssignedKind(StrEnum):
    """What a category can be measured with: levels of an index or instrument, the risk-free rate, a dated series of yields."""

    LEVELS = "LEVELS"
    RISK_FREE = "RISK_FREE"
    YIELD = "YIELD"


@dataclass(frozen=True, slots=True)
class AssignedBenchmark:
    """A benchmark by name; ``symbol`` names the levels or the yields, and is empty for the risk-free rate."""

    kind: AssignedKind
    symbol: str = ""

    def __post_init__(self) -> None:
        if (self.kind is AssignedKind.RISK_FREE) == bool(self.symbol):
            needed = "has no symbol" if self.symbol else "needs a symbol"
            raise InvalidSpecification(f"A benchmark of kind {self.kind} {needed}.")


RISK_FREE = AssignedBenchmark(AssignedKind.RISK_FREE)


@dataclass(frozen=True, slots=True)
class AssociationRule:
    """Everything of this category, this type, or this one instrument is judged against ``benchmark``."""

    scope: Scope
    target: str
    benchmark: AssignedBenchmark

    def __post_init__(self) -> None:
        check_target(self.scope, self.target)

    def matches(self, category: Category, symbol: str, asset_type: AssetType | None) -> bool:
        """Whether the rule speaks of this instrument (no symbol and no type: of the category as such)."""
        meant = {Scope.CATEGORY: category, Scope.TYPE: asset_type, Scope.INSTRUMENT: symbol}[self.scope]
        return bool(meant) and self.target == str(meant)


def default_rules(currency: str) -> tuple[AssociationRule, ...]:
    """Equity against the currency's home index (rupees: Nifty 50), gold against gold, and all else against the risk-free rate."""
    home = home_of(currency)
    own = {
        Category.EQUITY: AssignedBenchmark(AssignedKind.LEVELS, home.index),
        Category.GOLD: AssignedBenchmark(AssignedKind.LEVELS, home.gold),
    }
    return tuple(AssociationRule(Scope.CATEGORY, str(one), own.get(one, RISK_FREE)) for one in Category)


def benchmark_for(
    rules: Iterable[AssociationRule], category: Category, symbol: str = "", asset_type: AssetType | None = None
) -> AssignedBenchmark:
    """The first rule's benchmark that matches; the risk-free rate where none does."""
    return next((rule.benchmark for rule in rules if rule.matches(category, symbol, asset_type)), RISK_FREE)


@dataclass(frozen=True, slots=True)
class CategorySettings:
    """``rules``: the owner's, in order, before the default ones. ``mix``: the owner's target shares, None for the average ones."""

    scheme: CategoryScheme = field(default_factory=CategoryScheme)
    rules: tuple[AssociationRule, ...] = ()
    mix: Shares | None = None

    def __post_init__(self) -> None:
        if self.mix is not None:
            object.__setattr__(self, "mix", checked_shares(self.mix, "The target mix"))

    def rules_with(self, equity: str, usual: Sequence[AssociationRule]) -> tuple[AssociationRule, ...]:
        """The owner's rules, then shares against the benchmark ``equity`` (its id or symbol; "" for none), then the ``usual`` ones."""
        if not equity:
            return (*self.rules, *usual)
        asked = AssociationRule(Scope.CATEGORY, str(Category.EQUITY), AssignedBenchmark(AssignedKind.LEVELS, equity))
        return (*self.rules, asked, *usual)

    @property
    def decides_on_equity(self) -> bool:
        """Whether the owner has said what all of equity is measured with."""
        return any((one.scope, one.target) == (Scope.CATEGORY, str(Category.EQUITY)) for one in self.rules)
