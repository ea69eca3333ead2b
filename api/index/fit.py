"""Which index does it behave like? The catalogue, one security beside one index, and a portfolio beside many candidates."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Query
from sqlalchemy import Engine

from api.index.fit_answer import candidate_answer
from api.index.models.fit import FitAnswer, FitQuestion, IndexFitQuery, IndexList, IndexOut
from api.index.return_comparison import return_series
from api.server.database import Store
from api.server.large_returns import refuse_too_large
from api.server.rates import asked_rate
from api.server.strict_json import StrictJsonRoute
from core.index.benchmark_choice import check_choice
from core.index.fit import best_fit
from core.market.index import MarketIndex
from data.catalogue import load_catalogue
from data.clock import current_date
from studies.answers.index_fit import IndexFitAnswer, pair_answer
from studies.index.fit import Subject, compare_pair, known_index, pair_of, read_subject, rolling_of

router = APIRouter(prefix="/v1", tags=["Index fit"], route_class=StrictJsonRoute)


@router.get("/indexes", summary="List the indexes")
def indexes() -> IndexList:
    """The catalogue, in the order in which the pages show it."""
    return IndexList(indexes=[IndexOut.model_validate(entry) for entry in load_catalogue().values()])


@router.get("/index-fit", summary="Compare a security or portfolio with one or several indexes")
def index_fit(store: Store, question: Annotated[IndexFitQuery, Query()]) -> IndexFitAnswer:
    """In **percent**, on the days that both have, each index in the subject's currency. 404 for an unknown index.

    The first index leads; each further one is answered alike in `further`, on the days that the subject shares with it.
    """
    entries = list(dict.fromkeys(known_index(one) for one in question.index))
    subject = read_subject(store, question.symbol, question.portfolio_id, current_date())
    first, *further = (_fit(store, question, subject, entry) for entry in entries)
    return first.model_copy(update={"further": tuple(further)})


def _fit(store: Engine, question: IndexFitQuery, subject: Subject, entry: MarketIndex) -> IndexFitAnswer:
    pair, rate = pair_of(store, subject.levels, entry.symbol, question.start, question.end), asked_rate(question)
    pair = replace(pair, notes=(*subject.stale_notes(question.start, question.end), *pair.notes))
    comparison = compare_pair(pair, rate, question.minimum_observations)
    window = question.rolling_window
    rolling = None if window is None else rolling_of(pair, window, rate)
    return pair_answer(comparison, entry, pair, rolling, question.portfolio_id)


@router.post("/analytics/index-fit", summary="Which of these indexes does a portfolio behave like?")
def fit_of_candidates(question: FitQuestion) -> FitAnswer:
    """In **fractions**, on the dates that all series share. Best is the highest R²; ties within 0.005 go to the lower tracking error."""
    portfolio = return_series("portfolio", question.portfolio)
    candidates = [return_series(one.symbol, one.observations) for one in question.candidates]
    with refuse_too_large():
        fit = best_fit(
            portfolio,
            candidates,
            asked_rate(question),
            question.periods_per_year,
            question.minimum_observations,
        )
    return candidate_answer(fit, None if question.chosen is None else check_choice(fit, question.chosen))
