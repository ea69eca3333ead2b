"""Which index of the whole catalogue does a security or portfolio behave like most, and what does the choice change?"""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Query

from api.index.models.fit import ScanQuery
from api.server.database import Store
from api.server.rates import asked_rate
from api.server.strict_json import StrictJsonRoute
from data.clock import current_date
from studies.answers.index_scan import ScanAnswer, scan_answer
from studies.index.fit import known_index, read_subject
from studies.index.scan import candidates, fit_candidates

router = APIRouter(prefix="/v1", tags=["Index fit"], route_class=StrictJsonRoute)


@router.get("/index-fit/scan", summary="Compare a security or portfolio with the whole catalogue")
def scan_of_catalogue(store: Store, question: Annotated[ScanQuery, Query()]) -> ScanAnswer:
    """In **percent**, in the subject's currency, on the days that all series share. Indexes that cannot be compared are in `left_out`."""
    reported = None if question.chosen is None else known_index(question.chosen).symbol
    subject = read_subject(store, question.symbol, question.portfolio_id, current_date())
    itself = None if question.portfolio_id else subject.levels.name
    found = candidates(store, subject.levels, question.start, question.end, itself=itself)
    found = replace(found, notes=(*subject.stale_notes(question.start, question.end), *found.notes))
    fit = fit_candidates(found, asked_rate(question), question.minimum_observations)
    return scan_answer(found, fit, question.risk_free_rate, reported, question.portfolio_id)
