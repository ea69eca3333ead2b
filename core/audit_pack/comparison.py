"""What is audited? The portfolio beside each benchmark that was asked for, an index or a mix, as the comparison itself has it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from core.audit_pack.inputs import AuditBenchmark, AuditBlend, AuditQuestion
from core.errors import InsufficientData
from core.market.levels import LevelSeries
from core.market.period import Period
from core.same_money.blend_comparison import BlendComparison, compare_with_blend, path_of_blend
from core.same_money.comparison import SameMoney, common_period, compare_with_several
from core.valuation.portfolio_value import Valuation


@dataclass(frozen=True, slots=True, eq=False)
class Beside:
    """The comparison with one benchmark, and its levels; ``mix``, ``blend``: None for an index or instrument."""

    symbol: str
    levels: LevelSeries
    same: SameMoney
    mix: AuditBlend | None = None
    blend: BlendComparison | None = None


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


def compare_benchmarks(asked: AuditQuestion, valuation: Valuation, period: Period | None) -> tuple[Beside, ...]:
    """The portfolio beside all benchmarks over the one period that all of them cover.

    Raises InsufficientData for a mix within a mix, and what the comparisons raise.
    """
    for mix in asked.blends:
        if why := why_not_audited(mix):
            raise InsufficientData(why)
    if not asked.blends:
        levels = [one.levels for one in asked.singles]
        several = compare_with_several(valuation, levels, asked.converting, asked.risk_free_rate, period)
        return tuple(Beside(one.symbol, one.levels, same) for one, same in zip(asked.singles, several, strict=True))
    if len(asked.benchmarks) == 1:
        return (_beside(asked, asked.benchmarks[0], valuation, period),)
    known = [_levels(asked, one, valuation) for one in asked.benchmarks]
    common, notes = common_period(valuation, known, asked.converting, period)
    found = [_beside(asked, one, valuation, common) for one in asked.benchmarks]
    first = replace(found[0].same, notes=tuple(dict.fromkeys((*notes, *found[0].same.notes))))
    return (replace(found[0], same=first), *found[1:])


def _levels(asked: AuditQuestion, one: AuditBenchmark | AuditBlend, valuation: Valuation) -> LevelSeries:
    if isinstance(one, AuditBenchmark):
        return one.levels
    return path_of_blend(valuation, one.blend, one.sources, asked.converting).level_series()


def _beside(
    asked: AuditQuestion, one: AuditBenchmark | AuditBlend, valuation: Valuation, period: Period | None
) -> Beside:
    rates, yearly = asked.converting, asked.risk_free_rate
    if isinstance(one, AuditBenchmark):
        same = compare_with_several(valuation, [one.levels], rates, yearly, period)[0]
        return Beside(one.symbol, one.levels, same)
    found = compare_with_blend(valuation, one.blend, one.sources, rates, yearly, period)
    return Beside(one.symbol, found.path.level_series(), found.same_money, one, found)
