"""Where did the active return come from? Periods that were sent along, or a stored portfolio against a benchmark."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

import numpy as np
from fastapi import APIRouter
from sqlalchemy import Engine

from api.attribution.models import AttributionQuestion, PeriodIn, SegmentIn
from api.benchmarks.resolution import asked_blend
from api.server.database import Database, OpenOnce
from api.server.large_returns import refuse_too_large
from api.server.rates import asked_rate
from api.server.strict_json import StrictJsonRoute
from core.attribution.brinson import SegmentReturns
from core.attribution.effects import attribute
from core.attribution.portfolio import Method
from core.errors import InvalidSpecification
from core.market.levels import Floats, to_days
from core.same_money.several_benchmarks import SourcedBlend
from data.benchmark_library import open_library
from data.clock import current_date
from data.market import Owner
from studies.answers.attribution import AttributionAnswer, periods_answer, portfolio_answer
from studies.attribution import attribute_portfolio
from studies.same_money import compare_with_mix, read_mix
from studies.valued import Valued, valued

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
    with refuse_too_large(), np.errstate(invalid="raise", divide="raise"):
        found = attribute(data, None, None, question.model, question.linking, question.interaction)
    return periods_answer(found, data.portfolio_total, data.benchmark_total)


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
    method = Method(question.model, question.linking, question.interaction)
    return portfolio_answer(found, method, asked_rate(question))


def _benchmark(question: AttributionQuestion, store: Engine, holding: Valued) -> SourcedBlend:
    library = open_library(store)
    if question.benchmark_spec is not None:
        beside = Owner.of(holding.portfolio)
        return SourcedBlend(*asked_blend(question.benchmark_spec, store, library, holding.today, beside))
    record = library.record(question.benchmark_id or "")
    return read_mix(store, holding, library.measured(record.id, holding.valuation.currency))


def _range(question: AttributionQuestion) -> tuple[date | None, date | None]:
    """What is asked for, in ``benchmark_spec`` too."""
    spec = question.benchmark_spec
    start, end = (spec.start, spec.end) if spec else (None, None)
    return question.start or start, question.end or end
