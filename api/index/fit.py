"""Which index does it behave like? The catalogue, one security beside one index, and a portfolio beside many candidates."""

from __future__ import annotations

from typing import Annotated

import numpy as np
from fastapi import APIRouter, Query
from pydantic import StringConstraints

from api.index.fit_answer import candidate_answer, index_out, pair_answer
from api.index.models.fit import FitAnswer, FitQuestion, IndexFitAnswer, IndexList
from api.index.return_comparison import TooLarge, return_series
from api.server.database import Store
from api.server.fields import IsoDate, QueryPercentRate
from api.server.strict_json import StrictJsonRoute
from core.index.fit import best_fit, check_choice
from core.market.index import MarketIndex
from core.statistics.relative import compare
from core.statistics.rolling import LONGEST_WINDOW, SHORTEST_WINDOW, rolling_fit
from data.catalogue import load_catalogue
from data.clock import current_date
from studies.index_fit import known_index, pair_of, subject_levels

MOST_INDEXES = 20
IndexSymbol = Annotated[str, StringConstraints(min_length=1, max_length=64)]

router = APIRouter(prefix="/v1", tags=["Index fit"], route_class=StrictJsonRoute)


@router.get("/indexes", summary="List the indexes")
def indexes() -> IndexList:
    """The catalogue, in the order in which the pages show it."""
    return IndexList(indexes=[index_out(one) for one in load_catalogue().values()])


@router.get("/index-fit", summary="Compare a security or portfolio with one or several indexes")
def index_fit(
    store: Store,
    index: Annotated[
        list[IndexSymbol],
        Query(min_length=1, max_length=MOST_INDEXES, description="Symbols or names of the catalogue."),
    ],
    symbol: Annotated[
        str | None, Query(min_length=1, max_length=64, description="Any priced instrument or index.")
    ] = None,
    portfolio_id: Annotated[str | None, Query(min_length=1, max_length=64, description="In place of a symbol.")] = None,
    start: Annotated[IsoDate | None, Query(description="As far as both reach unless given.")] = None,
    end: Annotated[IsoDate | None, Query(description="As far as both reach unless given.")] = None,
    risk_free_rate: Annotated[QueryPercentRate, Query(description="Percent a year.")] = 4.0,
    minimum_observations: Annotated[int, Query(ge=2, le=50_000, description="Fewer returns answer 422.")] = 20,
    rolling_window: Annotated[
        int | None,
        Query(ge=SHORTEST_WINDOW, le=LONGEST_WINDOW, description="Observations a window; none unless given."),
    ] = None,
) -> IndexFitAnswer:
    """In **percent**, on the days that both have, each index in the subject's currency. 404 for an unknown index.

    The first index leads; each further one is answered alike in `further`, on the days that the subject shares with it.
    """
    entries = list(dict.fromkeys(known_index(one) for one in index))
    own = subject_levels(store, symbol, portfolio_id, current_date())
    rate = risk_free_rate / 100

    def beside(entry: MarketIndex) -> IndexFitAnswer:
        pair = pair_of(store, own, entry.symbol, start, end)
        found = compare(pair.security, pair.index, rate, 252, minimum_observations)
        rolling = None if rolling_window is None else rolling_fit(pair.security, pair.index, rolling_window, rate)
        return pair_answer(found, entry, pair, rolling, portfolio_id)

    first, *further = (beside(entry) for entry in entries)
    return first.model_copy(update={"further": tuple(further)})


@router.post("/analytics/index-fit", summary="Which of these indexes does a portfolio behave like?")
def fit_of_candidates(question: FitQuestion) -> FitAnswer:
    """In **fractions**, on the dates that all series share. Best is the highest R²; ties within 0.005 go to the lower tracking error."""
    portfolio = return_series("portfolio", question.portfolio)
    candidates = [return_series(one.symbol, one.observations) for one in question.candidates]
    try:
        with np.errstate(over="raise"):
            fit = best_fit(
                portfolio,
                candidates,
                question.risk_free_rate / 100,
                question.periods_per_year,
                question.minimum_observations,
            )
    except (FloatingPointError, OverflowError):
        raise TooLarge from None
    return candidate_answer(fit, None if question.chosen is None else check_choice(fit, question.chosen))
