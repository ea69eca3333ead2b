"""Where did the active return come from? Periods that were sent along, or a stored portfolio against a benchmark."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

import numpy as np
from fastapi import APIRouter
from sqlalchemy import Engine

from api.attribution.models import (
    AttributionAnswer,
    AttributionDiagnostics,
    AttributionQuestion,
    EffectTotals,
    MappedInstrument,
    MembersKnown,
    MoneyBridge,
    MoneyStep,
    PeriodEffects,
    PeriodIn,
    SegmentIn,
)
from api.benchmarks.resolution import (
    asked_blend,
    resolved_benchmark,
    resolved_diagnostics,
)
from api.server.database import Database, OpenOnce
from api.server.strict_json import StrictJsonRoute
from core.attribution.brinson import SegmentReturns
from core.attribution.currency import CurrencyAttribution
from core.attribution.effects import Attribution, SegmentEffect, attribute
from core.attribution.gap_bridge import GapBridge, bridge_parts
from core.attribution.portfolio import ComparedSegments, Level, Method
from core.errors import InsufficientData, InvalidSpecification
from core.market.levels import Floats, to_date, to_days
from core.market.period import Period
from core.same_money.comparison import risk_free_side
from core.same_money.several_benchmarks import SourcedBlend
from data.benchmark_library import open_library
from data.clock import current_date
from studies.attribution import AttributedPortfolio, attribute_portfolio
from studies.same_money import compare_with_mix, read_mix
from studies.valued import Valued, valued

Found = TypeVar("Found")
router = APIRouter(prefix="/v1/analytics", tags=["Analytics"], route_class=StrictJsonRoute)


@router.post("/attribution", summary="Where did the active return come from?")
def attribution(question: AttributionQuestion, database: Database) -> AttributionAnswer:
    """Brinson effects, linked over the periods and reconciled with the active return computed without them.

    Send `periods` with weights and returns as fractions, or name a stored portfolio and a benchmark: both are then divided by asset
    class day by day, with opening weights, and the answer also tells markets from currencies and bridges the gap in money.
    """
    if question.periods is not None:
        return _of_periods(question, question.periods)
    return _of_portfolio(question, database)


def _of_periods(question: AttributionQuestion, periods: list[PeriodIn]) -> AttributionAnswer:
    data = segments_of(periods)
    if (data.portfolio_total <= -1).any() or (data.benchmark_total <= -1).any():
        raise InvalidSpecification("A period loses everything on one side. Effects cannot be linked past a total loss.")
    try:
        with np.errstate(over="raise", invalid="raise", divide="raise"):
            found = attribute(data, None, None, question.model, question.linking, question.interaction)
    except FloatingPointError:
        raise InvalidSpecification(
            "These returns are too large to compute with. Give fractions: 0.05 is 5\u202f%."
        ) from None
    return _answer(_Parts(found, data.portfolio_total, data.benchmark_total))


def segments_of(periods: Sequence[PeriodIn]) -> SegmentReturns:
    """The periods by date, with weight 0 where a segment is not named.

    Raises InvalidSpecification for a date or a segment that comes twice, and for a segment whose parent changes.
    """
    ordered = sorted(periods, key=lambda one: one.date)
    dates = [one.date for one in ordered]
    if len(set(dates)) < len(dates):
        raise InvalidSpecification("A date comes twice among the periods. Send each period once.")
    names = list(dict.fromkeys(row.segment for period in ordered for row in period.segments))
    tables = {side: np.zeros((len(dates), len(names))) for side in ("w_p", "w_b")}
    tables |= {side: np.full((len(dates), len(names)), np.nan) for side in ("r_p", "r_b")}
    for at, period in enumerate(ordered):
        rows = {row.segment: row for row in period.segments}
        if len(rows) < len(period.segments):
            raise InvalidSpecification(f"A segment comes twice in the period of {period.date}. Send each once.")
        for column, name in enumerate(names):
            if name in rows:
                _fill(tables, (at, column), rows[name])
    parents = _parents([row for period in ordered for row in period.segments], names)
    return SegmentReturns(
        tuple(names), to_days(dates), tables["w_p"], tables["r_p"], tables["w_b"], tables["r_b"], parents
    )


def _fill(tables: dict[str, Floats], place: tuple[int, int], row: SegmentIn) -> None:
    for side, table in tables.items():
        value = getattr(row, side)
        if value is not None:
            table[place] = value


def _parents(rows: Iterable[SegmentIn], names: Sequence[str]) -> tuple[str, ...] | None:
    found: dict[str, set[str | None]] = {name: set() for name in names}
    for row in rows:
        found[row.segment].add(row.parent)
    if all(one == {None} for one in found.values()):
        return None
    for name, several in found.items():
        if len(several) > 1 or None in several:
            raise InvalidSpecification(
                f"{name} needs one parent, the same in every period (or no segment may have one)."
            )
    return tuple(str(next(iter(found[name]))) for name in names)


def _of_portfolio(question: AttributionQuestion, database: OpenOnce) -> AttributionAnswer:
    store = database()
    holding = valued(store, question.portfolio_id or "", current_date(), currency=question.currency)
    period = holding.period(*_range(question))
    beside = compare_with_mix(store, holding, _benchmark(question, store, holding), 0.0, period)
    found = attribute_portfolio(store, holding, beside)
    compared = found.compared
    method = Method(question.model, question.linking, question.interaction)
    reasons: dict[str, str] = {}
    currencies = _or_reason("currency_effects", lambda: compared.currency_attribution(method), reasons)
    by_class = compared.attribution(Level.ASSET_CLASS, method)
    bridge = _or_reason("money_bridge", lambda: _bridge(found, by_class, question.risk_free_rate / 100), reasons)
    inner = compared.attribution(Level.INSTRUMENT, method).inner
    parts = _Parts(
        by_class, compared.portfolio_returns, compared.benchmark_returns, inner, compared, currencies, bridge
    )
    return _answer(parts, reasons)


def _benchmark(question: AttributionQuestion, store: Engine, holding: Valued) -> SourcedBlend:
    library = open_library(store)
    if question.benchmark_spec is not None:
        simulated = holding.portfolio.simulated
        return SourcedBlend(*asked_blend(question.benchmark_spec, store, library, holding.today, simulated))
    record = library.record(question.benchmark_id or "")
    return read_mix(store, holding, library.measured(record.id, holding.valuation.currency))


def _range(question: AttributionQuestion) -> tuple[date | None, date | None]:
    """What is asked for, in ``benchmark_spec`` too."""
    spec = question.benchmark_spec
    start, end = (spec.start, spec.end) if spec else (None, None)
    return question.start or start, question.end or end


def _or_reason(field: str, compute: Callable[[], Found], reasons: dict[str, str]) -> Found | None:
    """What can be computed; None with its reason where data is missing."""
    try:
        return compute()
    except InsufficientData as missing:
        reasons[field] = missing.message
        return None


def _bridge(found: AttributedPortfolio, by_class: Attribution, rate: float) -> GapBridge:
    same = found.same
    parts = bridge_parts(found.compared.valuation, same, found.policy_value, by_class, found.costs)
    return parts.starting_from(risk_free_side(same.portfolio, rate, same.currency).closing_value)


@dataclass(frozen=True, slots=True, eq=False)
class _Parts:
    """What an answer is made of; only the first three for periods that were sent along."""

    found: Attribution
    portfolio_returns: Floats
    benchmark_returns: Floats
    inner: tuple[SegmentEffect, ...] = ()
    compared: ComparedSegments | None = None
    currencies: CurrencyAttribution | None = None
    bridge: GapBridge | None = None


def _answer(parts: _Parts, reasons: dict[str, str] | None = None) -> AttributionAnswer:
    found, path = parts.found, parts.compared.path if parts.compared else None
    not_stored = "Only the attribution of a stored portfolio has it."
    return AttributionAnswer.from_result(
        found,
        inner_effects=parts.inner or found.inner,
        totals=EffectTotals.from_result(
            found, interaction=found.interaction_effect, total=float(found.by_period.sum())
        ),
        reconciliation=found,
        benchmark=resolved_benchmark(path) if path else None,
        benchmark_components=path.components if path else (),
        currency_effects=parts.currencies,
        money_bridge=_money(parts.bridge) if parts.bridge else None,
        diagnostics=_diagnostics(parts),
        reasons=reasons if reasons is not None else dict.fromkeys(("currency_effects", "money_bridge"), not_stored),
        periods=list(_periods(parts)),
    )


def _periods(parts: _Parts) -> Iterable[PeriodEffects]:
    columns = (parts.found.dates, parts.portfolio_returns, parts.benchmark_returns, parts.found.by_period)
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
    found, compared = parts.found, parts.compared
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
        unpriced=[one.symbol for one in compared.valuation.unpriced],
        simulated=compared.valuation.simulated or compared.path.simulated,
        notes=compared.notes,
    )
