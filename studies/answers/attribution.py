"""Where did the active return come from? Effects as fractions, the bridge in money, and what stands behind them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Annotated, TypeVar

from pydantic import Field

from core.attribution.brinson import Interaction, Model
from core.attribution.currency import CurrencyAttribution, CurrencyMethod
from core.attribution.effects import Attribution, SegmentEffect
from core.attribution.gap_bridge import GapBridge, bridge_parts
from core.attribution.linking import Linking
from core.attribution.portfolio import ComparedSegments, Level, Method
from core.attribution.yearly import attribution_a_year, yearly_factor
from core.errors import InsufficientData
from core.market.levels import Floats, to_date
from core.market.period import DAYS_PER_YEAR, Period
from core.same_money.comparison import risk_free_side
from studies.answers.benchmark import (
    BlendDiagnostics,
    ResolvedBenchmark,
    ResolvedComponent,
    resolved_benchmark,
    resolved_diagnostics,
)
from studies.answers.fields import Answer, BasisPoints, Finite, origin
from studies.attribution import AttributedPortfolio

Found = TypeVar("Found")


class SegmentEffectOut(Answer):
    """One segment's linked effects over the whole range, as fractions."""

    segment: str
    parent: str | None
    allocation: Finite
    selection: Finite
    interaction: Finite
    total: Finite


class EffectTotals(Answer):
    """All segments together."""

    allocation: Finite
    selection: Finite
    interaction: Finite
    total: Finite


class YearlyEffects(EffectTotals):
    """The same a year: both returns annualised over the days held, and every effect times `factor`, so that they add up to the difference.

    `factor` = (annualised portfolio − annualised benchmark) / (portfolio − benchmark).
    """

    factor: Finite
    portfolio_return: Finite
    benchmark_return: Finite
    active_return: Finite


class Reconciliation(Answer):
    """What the effects miss of the active return that was computed without them."""

    residual_bp: Annotated[BasisPoints, origin("residual")]
    linking: Linking


class PeriodEffects(Answer):
    """One period: its two returns, and its linked effects, which add up over all periods."""

    date: dt.date
    portfolio_return: Finite
    benchmark_return: Finite
    allocation: Finite
    selection: Finite
    interaction: Finite
    total: Finite


class MappedInstrument(Answer):
    """To which asset class and sector something belongs, and how that is known."""

    side: str
    symbol: str
    name: str
    asset_class: str
    sector: str
    currency: str
    known_by: str
    sector_known_by: str


class MembersKnown(Answer):
    """How much of an index is taken apart into the members of its stored list. `weight`: of those with prices, as a fraction."""

    component: str
    index: str
    as_of: Annotated[
        dt.date,
        origin("on"),
        Field(description="The day of the list's weights; before and after it they drift with prices."),
    ]
    listed: int
    priced: int
    weight: Annotated[Finite, Field(description="Of the members with prices on that day.")]
    average_weight: Annotated[Finite, origin("average"), Field(description="The same on average over the range.")]
    sectors: Annotated[bool, Field(description="Whether enough is priced to form sectors (0.8 on average).")]


class CurrencyLine(Answer):
    """One currency's effect; weights are means over the days."""

    currency: str
    portfolio_weight: Finite
    benchmark_weight: Finite
    effect: Finite


class CurrencyAnswer(Answer):
    """Markets in their own currencies and the currencies themselves: together the active return."""

    method: Annotated[
        CurrencyMethod,
        Field(
            description="`KARNOSKY_SINGER` where the yields of cash (`CASH_USD`) of every currency are stored over the whole range, else "
            "`EXCHANGE_RATES`: by exchange rates alone, interest differences not taken out."
        ),
    ]
    local: list[SegmentEffectOut]
    currencies: list[CurrencyLine]
    local_total: Finite
    currency_total: Finite
    residual_bp: Annotated[BasisPoints, origin("residual")]


class MoneyStep(Answer):
    """One step of the bridge."""

    step: str
    amount: Finite


class MoneyBridge(Answer):
    """From the deposit's closing value to the portfolio's, in whole cents; `costs`: fees and taxes as they were paid."""

    currency: str
    start: Finite
    steps: list[MoneyStep]
    end: Finite
    costs: Finite


class AttributionDiagnostics(Answer):
    """What stands behind the numbers; most of it only where a stored portfolio was asked about."""

    model: Model
    interaction: Interaction
    periods: Annotated[int, origin("dates.size")]
    start: Annotated[dt.date, origin("period.start")]
    end: Annotated[dt.date, origin("period.end")]
    benchmark: BlendDiagnostics | None = None
    mapping: list[MappedInstrument] = Field(default_factory=list)
    members: list[MembersKnown] = Field(default_factory=list)
    category_benchmarks: Annotated[
        dict[str, list[str]],
        Field(default_factory=dict, description="With what each class that the benchmark lacks is measured."),
    ]
    unpriced: list[str] = Field(default_factory=list)
    stale: list[str] = Field(default_factory=list)
    simulated: bool = False
    notes: list[str] = Field(default_factory=list)


class AttributionAnswer(Answer):
    """Effects and returns as fractions."""

    effects: Annotated[
        list[SegmentEffectOut], Field(description="The top level: segments, or groups where there are any.")
    ]
    inner_effects: Annotated[
        list[SegmentEffectOut],
        Field(description="Inside the groups; those of a group add up to its selection and interaction."),
    ]
    totals: EffectTotals
    yearly: Annotated[
        YearlyEffects | None,
        Field(description="The totals a year; null for less than a year, and for periods sent along."),
    ]
    not_told_apart: Annotated[
        dict[str, Finite],
        Field(
            description="Classes that the benchmark lacks and nothing of their kind measures, with their mean share of the money: of these "
            "allocation and selection cannot be told apart, and all counts as allocation."
        ),
    ]
    portfolio_return: Finite
    benchmark_return: Finite
    active_return: Finite
    reconciliation: Reconciliation
    benchmark: ResolvedBenchmark | None
    benchmark_components: list[ResolvedComponent]
    currency_effects: CurrencyAnswer | None
    money_bridge: MoneyBridge | None
    diagnostics: AttributionDiagnostics
    reasons: Annotated[dict[str, str], Field(description="Why something is null.")]
    periods: list[PeriodEffects]


@dataclass(frozen=True, slots=True, eq=False)
class _Parts:
    """What an answer is made of; only the first three for periods that were sent along."""

    attribution: Attribution
    portfolio_returns: Floats
    benchmark_returns: Floats
    inner: tuple[SegmentEffect, ...] = ()
    compared: ComparedSegments | None = None
    currencies: CurrencyAttribution | None = None
    bridge: GapBridge | None = None


def periods_answer(found: Attribution, portfolio_returns: Floats, benchmark_returns: Floats) -> AttributionAnswer:
    """Of periods that were sent along; both returns by period."""
    reasons = dict.fromkeys(("currency_effects", "money_bridge"), "Only the attribution of a stored portfolio has it.")
    reasons["yearly"] = "Periods are dated by their ends alone, so that the first one's length is not known."
    return _answer(_Parts(found, portfolio_returns, benchmark_returns), reasons)


def portfolio_answer(found: AttributedPortfolio, method: Method, rate: float) -> AttributionAnswer:
    """Of a stored portfolio; ``rate``: the deposit's, a fraction a year, at which the bridge in money begins."""
    compared, reasons = found.compared, dict[str, str]()
    currencies = _or_reason("currency_effects", lambda: compared.currency_attribution(method), reasons)
    by_class = compared.attribution(Level.ASSET_CLASS, method)
    bridge = _or_reason("money_bridge", lambda: _bridge(found, by_class, rate), reasons)
    inner = compared.attribution(Level.INSTRUMENT, method).inner
    parts = _Parts(
        by_class, compared.portfolio_returns, compared.benchmark_returns, inner, compared, currencies, bridge
    )
    if attribution_a_year(by_class, compared.days_held) is None:
        reasons["yearly"] = (
            "One side lost everything."
            if compared.days_held >= DAYS_PER_YEAR
            else "Less than a year was held; it is not annualised."
        )
    return _answer(parts, reasons)


def _or_reason(field: str, compute: Callable[[], Found], reasons: dict[str, str]) -> Found | None:
    """What can be computed; None with its reason where data is missing."""
    try:
        return compute()
    except InsufficientData as missing:
        reasons[field] = missing.message
        return None


def _bridge(found: AttributedPortfolio, by_class: Attribution, rate: float) -> GapBridge:
    same = found.same_money
    parts = bridge_parts(found.compared.valuation, same, found.policy_value, by_class, found.costs)
    return parts.starting_from(risk_free_side(same.portfolio, rate, same.currency).closing_value)


def _answer(parts: _Parts, reasons: dict[str, str]) -> AttributionAnswer:
    found, path = parts.attribution, parts.compared.path if parts.compared else None
    return AttributionAnswer.from_result(
        found,
        inner_effects=parts.inner or found.inner,
        totals=EffectTotals.from_result(
            found, interaction=found.interaction_effect, total=float(found.by_period.sum())
        ),
        yearly=_yearly(found, parts.compared.days_held) if parts.compared else None,
        not_told_apart=parts.compared.untold if parts.compared else {},
        reconciliation=found,
        benchmark=resolved_benchmark(path) if path else None,
        benchmark_components=path.components if path else (),
        currency_effects=parts.currencies,
        money_bridge=_money(parts.bridge) if parts.bridge else None,
        diagnostics=_diagnostics(parts),
        reasons=reasons,
        periods=list(_periods(parts)),
    )


def _yearly(found: Attribution, days: int) -> YearlyEffects | None:
    yearly = attribution_a_year(found, days)
    if yearly is None:
        return None
    effects = yearly.allocation + yearly.selection + yearly.interaction_effect
    return YearlyEffects.from_result(
        yearly,
        interaction=yearly.interaction_effect,
        total=effects,
        factor=yearly_factor(found.portfolio_return, found.benchmark_return, days),
    )


def _periods(parts: _Parts) -> Iterable[PeriodEffects]:
    columns = (parts.attribution.dates, parts.portfolio_returns, parts.benchmark_returns, parts.attribution.by_period)
    for on, own, other, effects in zip(*(column.tolist() for column in columns), strict=True):
        allocation, selection, interaction = effects
        yield PeriodEffects(
            date=on,
            portfolio_return=own,
            benchmark_return=other,
            allocation=allocation,
            selection=selection,
            interaction=interaction,
            total=allocation + selection + interaction,
        )


def _money(bridge: GapBridge) -> MoneyBridge:
    return MoneyBridge.from_result(bridge, steps=[MoneyStep(step=step, amount=amount) for step, amount in bridge.steps])


def _diagnostics(parts: _Parts) -> AttributionDiagnostics:
    found, compared = parts.attribution, parts.compared
    if compared is None:
        return AttributionDiagnostics.from_result(
            found, period=Period(to_date(found.dates[0]), to_date(found.dates[-1]))
        )
    sides = (("portfolio", compared.holding_segments), ("benchmark", compared.component_segments))
    return AttributionDiagnostics.from_result(
        found,
        period=compared.period,
        benchmark=resolved_diagnostics(compared.path),
        mapping=[MappedInstrument.from_result(one, side=side) for side, several in sides for one in several],
        members=[
            MembersKnown.from_result(one.coverage, component=component) for component, one in compared.members.items()
        ],
        category_benchmarks=compared.category_returns.measured_with if compared.category_returns else {},
        unpriced=[one.symbol for one in compared.valuation.unpriced],
        stale=[one.symbol for one in compared.valuation.stale],
        simulated=compared.valuation.simulated or compared.path.simulated,
        notes=compared.notes,
    )
