"""How does the owner want the portfolio judged by category? Overrides, rules and a target mix, kept with the portfolio."""

from __future__ import annotations

from dataclasses import dataclass, field

from core.benchmark_association import AssignedBenchmark, AssignedKind, AssociationRule, default_rules
from core.category import Category, CategoryScheme, Scope, Shares, checked_shares


@dataclass(frozen=True, slots=True)
class CategorySettings:
    """``rules``: the owner's, in order, before the default ones. ``mix``: the owner's target shares, None for the average ones."""

    scheme: CategoryScheme = field(default_factory=CategoryScheme)
    rules: tuple[AssociationRule, ...] = ()
    mix: Shares | None = None

    def __post_init__(self) -> None:
        if self.mix is not None:
            object.__setattr__(self, "mix", checked_shares(self.mix, "The target mix"))

    def all_rules(self, currency: str) -> tuple[AssociationRule, ...]:
        """The owner's rules, then the defaults of the portfolio's currency."""
        return (*self.rules, *default_rules(currency))

    def rules_with(self, equity: str, currency: str) -> tuple[AssociationRule, ...]:
        """The owner's rules, then shares against the benchmark ``equity`` (its id or symbol), then the defaults."""
        asked = AssociationRule(Scope.CATEGORY, str(Category.EQUITY), AssignedBenchmark(AssignedKind.LEVELS, equity))
        return (*self.rules, asked, *default_rules(currency))

    @property
    def decides_on_equity(self) -> bool:
        """Whether the owner has said what all of equity is measured with."""
        return any((one.scope, one.target) == (Scope.CATEGORY, str(Category.EQUITY)) for one in self.rules)
