"""What is each category, type and benchmark called where a person reads it?"""

from __future__ import annotations

from collections.abc import Mapping

from core.category.comparison import CategoryResult
from core.category.fund_names import in_words
from core.category.rules import AssociationRule
from core.category.scheme import Category, CategoryOverride, Scope
from ui.wording.headline import name_in_sentence
from ui.wording.spoken_kinds import kind_in_a_sentence

FILLS = {
    Category.EQUITY: "Shares, equity funds, ETFs, RSUs and employee-plan shares count as equity. Bring them on **Your Data**, or sort "
    "an instrument into equity below.",
    Category.DEBT: "Fixed and recurring deposits, PPF, EPF and bonds count as debt. "
    "Enter them on **Your Data** under *Deposits and bonds*, or "
    "sort a debt fund into debt below.",
}


def category_title(category: Category) -> str:
    """A category's name, capitalised."""
    return str(category).capitalize()


def tab_label(category: Category, result: CategoryResult | None) -> str:
    """``Equity vs Nifty 50``; the name is that of the benchmark used. A deposit's rate is left out, for it moves under the slider."""
    if result is None or not result.weights:
        return category_title(category)
    names = list(dict.fromkeys("a deposit" if name == result.deposit else name for name in result.weights))
    return f"{category_title(category)} vs {names[0] if len(names) == 1 else f'{len(names)} benchmarks'}"


def spoken_benchmark(result: CategoryResult) -> str:
    """The benchmark as a sentence has it: ``the Nifty 50``."""
    return name_in_sentence(result.symbols[0], result.label) if len(result.symbols) == 1 else result.label


def rule_in_words(rule: AssociationRule, names: Mapping[str, str], benchmark: str) -> str:
    """``Everything in equity → Nifty 50``."""
    return f"{target_in_words(rule.scope, rule.target, names)} → {benchmark}"


def override_in_words(override: CategoryOverride, names: Mapping[str, str]) -> str:
    """``Ganga Debt Fund → debt``."""
    return f"{target_in_words(override.scope, override.target, names)} → {in_words(override.shares)}"


def target_in_words(scope: Scope, target: str, names: Mapping[str, str]) -> str:
    """What a rule speaks of. ``names``: instruments by symbol."""
    if scope is Scope.CATEGORY:
        return f"Everything in {target}"
    if scope is Scope.TYPE:
        return f"Every {kind_in_a_sentence(target)}"
    return names.get(target, target)
