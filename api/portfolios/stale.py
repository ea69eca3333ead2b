"""What became of a holding without a price that counts? Told by its owner: an end, or a new price."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Self

from fastapi import APIRouter
from pydantic import Field, model_validator

from api.server.database import Store
from api.server.fields import IsoDate, Name, Positive, Question
from api.server.strict_json import StrictJsonRoute
from data.clock import current_date
from studies.answers.fields import Answer
from studies.stale import Ending, give_price, settle
from studies.valued import valued

router = APIRouter(prefix="/v1/portfolios", tags=["Portfolios"], route_class=StrictJsonRoute)


class StaleIn(Question):
    """An `ending`, or a `price` (in the currency of its prices) with its `date`."""

    symbol: Annotated[Name, Field(max_length=64)]
    ending: Annotated[
        Ending | None,
        Field(
            description="`sold` at the last price on its day, `written_off` on that day, `left_out` of value and flows by choice, "
            "or `counted` again after that."
        ),
    ] = None
    price: Positive | None = None
    date: IsoDate | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.ending is None) == (self.price is None) or (self.price is None) != (self.date is None):
            raise ValueError("give an ending, or a price with its date")
        return self


class StaleSettled(Answer):
    """What is still without a price that counts, and what is left out by choice."""

    portfolio_id: str
    as_of: dt.date
    stale: list[str]
    left_out: list[str]


@router.put("/{portfolio_id}/stale", summary="Say what became of a holding without a price that counts")
def settle_stale(portfolio_id: str, given: StaleIn, store: Store) -> StaleSettled:
    """A sale or a price is stored, or a choice that can be taken back. Answers 404 where the holding has a price that counts, and 409 for
    the sample."""
    today = current_date()
    if given.ending is not None:
        settle(store, portfolio_id, given.symbol, given.ending, today)
    elif given.price is not None and given.date is not None:
        give_price(store, portfolio_id, given.symbol, given.date, given.price, today)
    found = valued(store, portfolio_id, today)
    return StaleSettled(
        portfolio_id=portfolio_id,
        as_of=found.valuation.as_of,
        stale=[one.symbol for one in found.valuation.stale],
        left_out=sorted(found.portfolio.left_out),
    )
