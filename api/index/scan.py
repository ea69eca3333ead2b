"""Which index of the whole catalogue does a security or portfolio behave like most, and does the chosen one flatter?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Query

from api.index.models.fit import LeftOutIndex, ScanAnswer, ScanChoice, ScannedIndex
from api.server.database import Store
from api.server.fields import IsoDate, QueryPercentRate
from api.server.strict_json import StrictJsonRoute
from core.errors import InsufficientData
from core.index.fit import BenchmarkChoiceCheck, BenchmarkFit, IndexFit, best_fit, check_choice
from core.index.fit_words import choice_text, why_best
from core.market.levels import to_date
from data.clock import current_date
from studies.index_fit import known_index, subject_levels
from studies.index_scan import Candidates, candidates

router = APIRouter(prefix="/v1", tags=["Index fit"], route_class=StrictJsonRoute)


@router.get("/index-fit/scan", summary="Compare a security or portfolio with the whole catalogue")
def scan_of_catalogue(
    store: Store,
    symbol: Annotated[
        str | None, Query(min_length=1, max_length=64, description="Any priced instrument or index.")
    ] = None,
    portfolio_id: Annotated[str | None, Query(min_length=1, max_length=64, description="In place of a symbol.")] = None,
    start: Annotated[IsoDate | None, Query(description="As far as the data reaches unless given.")] = None,
    end: Annotated[IsoDate | None, Query(description="As far as the data reaches unless given.")] = None,
    risk_free_rate: Annotated[QueryPercentRate, Query(description="Percent a year.")] = 4.0,
    chosen: Annotated[
        str | None,
        Query(min_length=1, max_length=64, description="The benchmark reported against, to be checked for flattery."),
    ] = None,
    minimum_observations: Annotated[int, Query(ge=2, le=50_000, description="Fewer returns answer 422.")] = 20,
) -> ScanAnswer:
    """In **percent**, in the subject's currency, on the days that all series share. Indexes that cannot be compared are in `left_out`."""
    reported = None if chosen is None else known_index(chosen).symbol
    own = subject_levels(store, symbol, portfolio_id, current_date())
    found = candidates(store, own, start, end, itself=None if portfolio_id else own.name)
    fit = best_fit(found.security, found.indexes, risk_free_rate / 100, minimum_observations=minimum_observations)
    choice = None if reported is None else _choice(found, fit, reported)
    return _answer(found, fit, choice, portfolio_id, risk_free_rate)


def _answer(
    found: Candidates, fit: IndexFit, choice: ScanChoice | None, portfolio_id: str | None, rate: float
) -> ScanAnswer:
    symbols, best, second = _symbols(found), fit.best, fit.runner_up
    assert best.r_squared is not None
    unranked = [one for one in fit.fits if one.r_squared is None]
    return ScanAnswer(
        symbol=None if portfolio_id else fit.security,
        portfolio_id=portfolio_id,
        name=fit.security,
        start=to_date(fit.dates[0]),
        end=to_date(fit.dates[-1]),
        observations=fit.observations,
        currency=found.currency,
        risk_free_rate=rate,
        total_return=fit.total_return * 100,
        volatility=fit.volatility * 100,
        best_benchmark=symbols[best.index],
        best_r_squared=best.r_squared,
        runner_up=symbols[second.index] if second else None,
        why=why_best(fit),
        choice=choice,
        indexes=[_scanned(one, symbols[one.index]) for one in [*fit.ranking, *unranked]],
        left_out=[LeftOutIndex(symbol=one.symbol, name=one.name, reason=one.reason) for one in found.left_out],
        simulated=found.simulated,
        notes=list(found.notes),
    )


def _symbols(found: Candidates) -> Mapping[str, str]:
    """The symbol of each index by its name."""
    return {one.name: symbol for symbol, one in zip(found.symbols, found.indexes, strict=True)}


def _scanned(one: BenchmarkFit, symbol: str) -> ScannedIndex:
    return ScannedIndex(
        symbol=symbol,
        name=one.index,
        total_return=one.total_return * 100,
        excess_return=one.excess_return * 100,
        alpha=None if one.alpha is None else one.alpha * 100,
        beta=one.beta,
        correlation=one.correlation,
        r_squared=one.r_squared,
        tracking_error=one.tracking_error * 100,
        reason=one.reason,
    )


def _choice(found: Candidates, fit: IndexFit, chosen: str) -> ScanChoice:
    symbols = _symbols(found)
    name = next((name for name, symbol in symbols.items() if symbol == chosen), None)
    if name is None:
        why = next((one.reason for one in found.left_out if one.symbol == chosen), "")
        raise InsufficientData(f"The chosen benchmark {chosen} cannot be compared. {why}".strip(), symbol=chosen)
    return _checked(check_choice(fit, name), symbols)


def _checked(check: BenchmarkChoiceCheck, symbols: Mapping[str, str]) -> ScanChoice:
    return ScanChoice(
        chosen=symbols[check.chosen.index],
        plausible=[symbols[one.index] for one in check.plausible],
        rank_by_fit=check.rank_by_fit,
        rank_by_excess=check.rank_by_excess,
        reported_excess=check.reported_excess * 100,
        excess_over_best=check.excess_over_best * 100,
        owed_to_choice=check.owed_to_choice * 100,
        reading=choice_text(check),
    )
