"""What is audited? The portfolio beside each benchmark that was asked for, an index or a mix, as the comparison itself has it."""

from __future__ import annotations

from dataclasses import dataclass

from core.audit_pack.inputs import AuditBenchmark, AuditBlend
from core.market.levels import LevelSeries
from core.same_money.blend_comparison import BlendComparison
from core.same_money.comparison import SameMoney
from core.same_money.several_benchmarks import BenchmarkComparison


@dataclass(frozen=True, slots=True, eq=False)
class AuditedBenchmark:
    """A benchmark as it was asked for, and the comparison with it."""

    question: AuditBenchmark | AuditBlend
    comparison: BenchmarkComparison

    @property
    def symbol(self) -> str:
        return self.question.symbol

    @property
    def levels(self) -> LevelSeries:
        return self.comparison.levels

    @property
    def same_money(self) -> SameMoney:
        return self.comparison.same_money

    @property
    def blend(self) -> BlendComparison | None:
        """How a mix went; None for an index or instrument."""
        return self.comparison.blend


def why_not_told_in(currency: str | None, own: str) -> str:
    """Why there is no audit pack in a currency (None: the portfolio's ``own``); empty where there is one."""
    if currency in (None, "", own):
        return ""
    return (
        f"There is no audit pack in {currency}: the second computation works in the portfolio's own currency, {own}. "
        f"Choose {own}, and there is one."
    )


def why_not_audited(mix: AuditBlend) -> str:
    """Why a mix has no audit pack; empty where it has one."""
    within = [one for one in mix.blend.ids if one in mix.sources.blends]
    if not within:
        return ""
    named = " and ".join(mix.sources.names.get(one, one) for one in within)
    return (
        f"There is no audit pack beside {mix.blend.label}: {named} within it is a mix of its own, rebalanced by its own rule. "
        "Choose a mix of indexes, funds and fixed rates, and there is one."
    )
