"""How does the owner want the portfolio judged by category? Overrides, rules and a target mix, kept with the portfolio."""

from __future__ import annotations

from dataclasses import dataclass, field

from core.benchmark_association import AssociationRule, default_rules
from core.category import CategoryScheme, Shares, checked_shares


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


NO_SETTINGS = CategorySettings()
