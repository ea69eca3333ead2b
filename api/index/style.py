"""What is a portfolio made of, by its returns alone? The mix of indexes, and the factors, that explain it best."""

from __future__ import annotations

from fastapi import APIRouter

from api.index.models.style import FactorQuestion, StyleQuestion
from api.index.return_comparison import return_series
from api.server.database import Database
from api.server.large_returns import refuse_too_large
from api.server.strict_json import StrictJsonRoute
from core.index.factors import factor_regression, joined_tables
from core.index.style import late_by_weeks, style_of
from data.importers.index.fama_french import read_factors
from data.store.index.factors import load_factors
from studies.answers.factors import FactorAnswer
from studies.answers.style import StyleAnswer, style_answer

router = APIRouter(prefix="/v1/analytics", tags=["Index fit"], route_class=StrictJsonRoute)


@router.post("/style", summary="Which mix of indexes does a portfolio behave like?")
def style(question: StyleQuestion) -> StyleAnswer:
    """The long-only, fully invested mix with the least squared error, on the dates that all series share; and over time.

    Unless `periods_per_year` or `window` is given, days become weeks where one series follows the other a day late.
    """
    portfolio = return_series("portfolio", question.portfolio)
    candidates = [return_series(one.symbol, one.observations) for one in question.candidates]
    with refuse_too_large():
        asked = question.periods_per_year is not None or question.window is not None
        weeks, notes = ([], ()) if asked else late_by_weeks(portfolio, candidates)
        own, *indexes = weeks or (portfolio, *candidates)
        found = style_of(own, indexes, question.window, question.periods_per_year)
    return style_answer(found, notes)


@router.post("/factors", summary="Which factors does a portfolio hold?")
def factors(question: FactorQuestion, database: Database) -> FactorAnswer:
    """Least squares on Fama–French factors, read as published. Daily returns are linked to whole months for monthly factors."""
    tables = [read_factors(text.encode(), f"file {at}") for at, text in enumerate(question.files, 1)]
    tables += [load_factors(database(), name).table for name in question.tables]
    portfolio = return_series("portfolio", question.portfolio)
    with refuse_too_large():
        return FactorAnswer.from_result(factor_regression(portfolio, joined_tables(tables)))
