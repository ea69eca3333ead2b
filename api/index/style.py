"""What is a portfolio made of, by its returns alone? The mix of indexes, and the factors, that explain it best."""

from __future__ import annotations

import numpy as np
from fastapi import APIRouter

from api.index.models.style import FactorAnswer, FactorQuestion, LoadingOut, StyleAnswer, StyleAt, StyleQuestion
from api.index.return_comparison import TooLarge, return_series
from api.server.database import Database
from api.server.strict_json import StrictJsonRoute
from core.index.factors import FactorRegression, Loading, factor_regression, joined
from core.index.style import Style, style_of
from core.market.levels import Floats, to_date
from data.importers.index.fama_french import read_factors
from data.store.index.factors import load_factors

router = APIRouter(prefix="/v1/analytics", tags=["Index fit"], route_class=StrictJsonRoute)


@router.post("/style", summary="Which mix of indexes does a portfolio behave like?")
def style(question: StyleQuestion) -> StyleAnswer:
    """The long-only, fully invested mix with the least squared error, on the dates that all series share; and over time."""
    portfolio = return_series("portfolio", question.portfolio)
    candidates = [return_series(one.symbol, one.observations) for one in question.candidates]
    try:
        with np.errstate(over="raise"):
            found = style_of(portfolio, candidates, question.window, question.periods_per_year)
    except (FloatingPointError, OverflowError):
        raise TooLarge from None
    return _answer(found)


@router.post("/factors", summary="Which factors does a portfolio hold?")
def factors(question: FactorQuestion, database: Database) -> FactorAnswer:
    """Least squares on Fama–French factors, read as published. Daily returns are linked to whole months for monthly factors."""
    tables = [read_factors(text.encode(), f"file {at}") for at, text in enumerate(question.files, 1)]
    tables += [load_factors(database(), name).table for name in question.tables]
    portfolio = return_series("portfolio", question.portfolio)
    try:
        with np.errstate(over="raise"):
            return factor_answer(factor_regression(portfolio, joined(tables)))
    except (FloatingPointError, OverflowError):
        raise TooLarge from None


def factor_answer(found: FactorRegression) -> FactorAnswer:
    """Core's regression in JSON's terms, alpha a year."""
    return FactorAnswer(
        observations=found.dates.size,
        start=to_date(found.dates[0]),
        end=to_date(found.dates[-1]),
        frequency=found.frequency.value,
        alpha=found.alpha_a_year,
        intercept=_loading(found.alpha),
        loadings={one.name: _loading(one) for one in found.loadings},
        r_squared=found.r_squared,
        adjusted_r_squared=found.adjusted_r_squared,
        lags=found.lags,
    )


def _loading(one: Loading) -> LoadingOut:
    return LoadingOut(
        loading=one.value,
        standard_error=one.standard_error,
        t=one.t,
        newey_west_error=one.newey_west_error,
        newey_west_t=one.newey_west_t,
    )


def _answer(found: Style) -> StyleAnswer:
    rolling = found.rolling
    return StyleAnswer(
        observations=found.dates.size,
        start=to_date(found.dates[0]),
        end=to_date(found.dates[-1]),
        weights=_weights(found, found.weights),
        r_squared=found.r_squared,
        out_of_sample_r_squared=found.out_of_sample_r_squared,
        tracking_error=found.tracking_error,
        window=rolling.window,
        rolling=[
            StyleAt(date=to_date(on), weights=_weights(found, row))
            for on, row in zip(rolling.dates, rolling.weights, strict=True)
        ],
        reasons=found.reasons,
    )


def _weights(found: Style, row: Floats) -> dict[str, float]:
    return dict(zip(found.indexes, row.tolist(), strict=True))
