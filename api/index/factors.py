"""Which factor returns are stored, and what does something stored hold of them? Tables by name, and the regression on them."""

from __future__ import annotations

from typing import Annotated

import numpy as np
from fastapi import APIRouter, Query
from sqlalchemy import Engine

from api.index.models.factors import FactorFileIn, FactorReturnsOut, FactorTableList, FactorTableOut
from api.server.database import Store
from api.server.fields import IsoDate
from api.server.large_returns import refuse_too_large
from api.server.strict_json import StrictJsonRoute
from core.errors import InvalidSpecification
from core.market.levels import LevelSeries, to_day
from data.clock import current_date
from data.importers.index.fama_french import read_factors
from data.store.index.factors import (
    StoredFactors,
    delete_factors,
    list_factors,
    load_factors,
    save_factors,
    summary_of,
)
from studies.answers.factors import StoredFactorAnswer, stored_factor_answer
from studies.index.factors import factor_fit, joined_factors
from studies.index.fit import levels_between, portfolio_levels, security_levels
from studies.valued import valued

router = APIRouter(prefix="/v1", tags=["Index fit"], route_class=StrictJsonRoute)

Id = Annotated[str | None, Query(min_length=1, max_length=64)]
Open = Annotated[IsoDate | None, Query(description="As far as the data reaches unless given.")]


@router.get("/factors", summary="List the stored factor tables")
def stored_factors(store: Store) -> FactorTableList:
    """By name, without their returns."""
    return FactorTableList.model_validate({"tables": list_factors(store)})


@router.put("/factors/{name}", summary="Store a factor file as published")
def put_factors(name: str, given: FactorFileIn, store: Store) -> FactorTableOut:
    """It replaces the table of that name, whole or not at all. 400 for a file without factors, or in other units than percent."""
    stored = StoredFactors(name.strip(), given.currency, read_factors(given.file.encode(), name))
    save_factors(store, [stored])
    return FactorTableOut.model_validate(summary_of(stored))


@router.get("/factors/{name}", summary="Show a stored factor table")
def get_factors(name: str, store: Store, start: Open = None, end: Open = None) -> FactorReturnsOut:
    """Its returns as **fractions** a period; of monthly factors a month is its first day."""
    stored = load_factors(store, name)
    days = stored.table.dates
    kept = np.ones(days.size, dtype=np.bool_)
    if start is not None:
        kept &= days >= to_day(start)
    if end is not None:
        kept &= days <= to_day(end)
    rates = stored.table.risk_free
    return FactorReturnsOut.from_result(
        summary_of(stored),
        dates=days[kept].tolist(),
        returns={
            one: values[kept].tolist() for one, values in zip(stored.table.names, stored.table.values, strict=True)
        },
        risk_free=None if rates is None else rates[kept].tolist(),
    )


@router.delete("/factors/{name}", status_code=204, summary="Forget a stored factor table")
def forget_factors(name: str, store: Store) -> None:
    """404 where there is none."""
    delete_factors(store, name)


@router.get("/analytics/factors", summary="Which factors does something stored hold?")
def factors_of_stored(
    store: Store,
    table: Annotated[list[str], Query(min_length=1, max_length=3, description="Names of stored tables, joined.")],
    symbol: Id = None,
    portfolio: Annotated[Id, Query(description="Its id; give either this or a symbol.")] = None,
    start: Open = None,
    end: Open = None,
) -> StoredFactorAnswer:
    """As `POST`, in **fractions**, of a priced instrument, an index or a portfolio. In another currency than the factors its levels are
    converted first. Simulated prices answer 422."""
    levels = levels_between(_levels(store, symbol, portfolio), start, end)
    with refuse_too_large():
        return stored_factor_answer(factor_fit(store, levels, joined_factors(store, table)))


def _levels(store: Engine, symbol: str | None, portfolio: str | None) -> LevelSeries:
    if (symbol is None) == (portfolio is None):
        raise InvalidSpecification("Give either a symbol or a portfolio's id.")
    if portfolio is not None:
        return portfolio_levels(valued(store, portfolio, current_date()).valuation)
    return security_levels(store, str(symbol))
