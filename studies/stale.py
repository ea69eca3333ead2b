"""What became of a holding without a price that counts? Sold, written off, priced anew or left out, as its owner says."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from sqlalchemy import Engine

from core.errors import InvalidSpecification, NotFound
from core.market.levels import Basis, LevelSeries, to_date
from core.market.minor_units import major_currency
from core.valuation.portfolio_value import Holding
from core.valuation.stale import final_sale
from core.wording import spoken_date
from data.price_record import PriceRecord
from data.store.portfolios.portfolios import add_transactions, leave_out
from data.store.prices.histories import load_levels, save_prices
from studies.valued import Valued, valued


class Ending(StrEnum):
    """What a stale holding became: sold at its last price on that day, worth nothing, left out by choice, or counted again after that."""

    SOLD = "sold"
    WRITTEN_OFF = "written_off"
    LEFT_OUT = "left_out"
    COUNTED = "counted"


def settle(engine: Engine, portfolio_id: str, symbol: str, ending: Ending, today: date) -> None:
    """Ends a stale holding as its owner says. Raises NotFound where there is none, InvalidSpecification for a sale without any price,
    Conflict for the sample."""
    if ending is Ending.COUNTED:
        leave_out(engine, portfolio_id, symbol, by_choice=False)
        return
    found = valued(engine, portfolio_id, today)
    holding = _stale(found, symbol)
    if ending is Ending.LEFT_OUT:
        leave_out(engine, portfolio_id, symbol)
        return
    if ending is Ending.SOLD and holding.price is None:
        raise InvalidSpecification(
            f"{holding.name} has no price at which it could have been sold. Give one.", symbol=symbol
        )
    sale = final_sale(found.portfolio, holding, found.valuation.as_of, ending is Ending.WRITTEN_OFF)
    add_transactions(engine, portfolio_id, [sale])


def give_price(engine: Engine, portfolio_id: str, symbol: str, on: date, close: float, today: date) -> None:
    """Stores a price of a stale holding, in the currency of its prices, beside all that is known of it, so that it counts.

    Raises NotFound where there is no such holding, InvalidSpecification for a day in the future or not after the last price.
    """
    holding = _stale(valued(engine, portfolio_id, today), symbol)
    if on > today or (holding.priced_on is not None and on <= holding.priced_on):
        last = f" after {spoken_date(holding.priced_on)}, the day of its last price," if holding.priced_on else ""
        raise InvalidSpecification(f"Give a price of {holding.name} of a day{last} up to today.", symbol=symbol)
    currency, units = major_currency(holding.currency)
    known = load_levels(engine, (symbol,), Basis.PRICE).get(symbol)
    records = [] if known is None else _records(known, currency, units)
    save_prices(engine, [*records, PriceRecord(symbol, on, close / units, None, currency)], "upload")


def _stale(found: Valued, symbol: str) -> Holding:
    stale = {one.symbol: one for one in found.valuation.stale}
    if symbol not in stale:
        raise NotFound("holding without a price that counts", symbol, stale)
    return stale[symbol]


def _records(known: LevelSeries, currency: str, units: float) -> list[PriceRecord]:
    """What is known, as prices of the owner's own: one price alone would not stand beside a longer series."""
    pairs = zip(known.dates, known.levels.tolist(), strict=True)
    return [PriceRecord(known.name, to_date(day), level / units, None, currency) for day, level in pairs]
