"""Which index of the whole catalogue does a security or portfolio behave like most, and does the chosen one flatter?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Query

from api.index.models.fit import ScanAnswer, ScanChoice, ScannedIndex, ScanQuery
from api.server.database import Store
from api.server.strict_json import StrictJsonRoute
from core.errors import InsufficientData
from core.index.fit import IndexFit, best_fit, check_choice
from core.index.fit_words import choice_text, why_best
from data.clock import current_date
from studies.index_fit import known_index, subject_levels
from studies.index_scan import Candidates, candidates

router = APIRouter(prefix="/v1", tags=["Index fit"], route_class=StrictJsonRoute)


@router.get("/index-fit/scan", summary="Compare a security or portfolio with the whole catalogue")
def scan_of_catalogue(store: Store, question: Annotated[ScanQuery, Query()]) -> ScanAnswer:
    """In **percent**, in the subject's currency, on the days that all series share. Indexes that cannot be compared are in `left_out`."""
    reported = None if question.chosen is None else known_index(question.chosen).symbol
    own = subject_levels(store, question.symbol, question.portfolio_id, current_date())
    itself = None if question.portfolio_id else own.name
    found = candidates(store, own, question.start, question.end, itself=itself)
    rate = question.risk_free_rate / 100
    fit = best_fit(found.security, found.indexes, rate, minimum_observations=question.minimum_observations)
    choice = None if reported is None else _choice(found, fit, reported)
    return _answer(found, fit, choice, question)


def _answer(found: Candidates, fit: IndexFit, choice: ScanChoice | None, question: ScanQuery) -> ScanAnswer:
    symbols, second = _symbols(found), fit.runner_up
    unranked = [one for one in fit.fits if one.r_squared is None]
    return ScanAnswer.from_result(
        fit,
        symbol=None if question.portfolio_id else fit.security,
        portfolio_id=question.portfolio_id,
        currency=found.currency,
        risk_free_rate=question.risk_free_rate,
        best_benchmark=symbols[fit.best.index],
        runner_up=symbols[second.index] if second else None,
        why=why_best(fit),
        choice=choice,
        indexes=[ScannedIndex.from_result(one, symbol=symbols[one.index]) for one in [*fit.ranking, *unranked]],
        left_out=found.left_out,
        simulated=found.simulated,
        notes=found.notes,
    )


def _symbols(found: Candidates) -> Mapping[str, str]:
    """The symbol of each index by its name."""
    return {one.name: symbol for symbol, one in zip(found.symbols, found.indexes, strict=True)}


def _choice(found: Candidates, fit: IndexFit, chosen: str) -> ScanChoice:
    symbols = _symbols(found)
    name = next((name for name, symbol in symbols.items() if symbol == chosen), None)
    if name is None:
        why = next((one.reason for one in found.left_out if one.symbol == chosen), "")
        raise InsufficientData(f"The chosen benchmark {chosen} cannot be compared. {why}".strip(), symbol=chosen)
    check = check_choice(fit, name)
    return ScanChoice.from_result(
        check,
        chosen=chosen,
        plausible=[symbols[one.index] for one in check.plausible],
        reading=choice_text(check),
    )
