"""What is a valued portfolio worth in another currency than its own? Every amount at the exchange rate of its own day."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from core.errors import MissingExchangeRateError, MissingLevelsError
from core.ledger.flows import MoneyFlows
from core.market.exchange_rates import ExchangeRates
from core.returns.cash_flows import CashFlows
from core.valuation.portfolio_value import Holding, Valuation
from core.wording import spoken_date


def valuation_in(currency: str, valuation: Valuation, rates: ExchangeRates) -> Valuation:
    """The valuation told in ``currency``; itself where that is its own.

    What is held, what counts as cash and what cannot be valued stay as decided in the portfolio's own currency, so that the value in
    ``currency`` on any day is the value in its own times that day's rate. Raises MissingExchangeRateError without a series,
    MissingLevelsError where the rate is not known on some day on which something is held or money moves.
    """
    own = valuation.currency
    if currency == own:
        return valuation
    if not rates.converts(own, currency):
        raise MissingExchangeRateError(own, currency, f"keep the portfolio in {own}")
    held = (valuation.holding_values != 0).any(axis=1)
    factors = np.ones(valuation.dates.size)
    try:
        factors[held] = rates.rate(own, currency, valuation.dates[held])
    except MissingLevelsError as missing:
        raise _needed_throughout(missing, currency, valuation) from missing
    simulated = any(leg.series.simulated for leg in rates.legs(own, currency))
    return Valuation(
        valuation.portfolio_id,
        valuation.name,
        currency,
        valuation.dates,
        valuation.holding_values * factors[:, np.newaxis],
        _money_in(currency, valuation.money, own, rates),
        tuple(_holding_in(currency, one, own, rates, float(factors[-1]), simulated) for one in valuation.holdings),
        valuation.unpriced,
        valuation.holding_carried,
        valuation.cash_account,
        (
            *valuation.notes,
            f"Told in {currency}: every amount in {own} at the {own}/{currency} exchange rate of its own day.",
        ),
    )


def _needed_throughout(missing: MissingLevelsError, currency: str, valuation: Valuation) -> MissingLevelsError:
    """A shorter range is no help: what was put in long ago is told at the rate of its day, too."""
    begins = f" since {spoken_date(valuation.begins)}" if valuation.begins else ""
    return missing.reworded(
        f"{valuation.name} cannot be told in {currency}: {missing.name} is needed on every day{begins}, whatever the range, and is not "
        f"known on {spoken_date(missing.on)}. Add its levels on “Your Data”, or stay in {valuation.currency}.",
        needs_data=True,
    )


def flows_in(currency: str, flows: CashFlows, own: str, rates: ExchangeRates) -> CashFlows:
    """Dated amounts in ``own`` currency, told in ``currency``; errors as in :meth:`ExchangeRates.rate`."""
    if currency == own or not flows.days.size:
        return flows
    return CashFlows(flows.days, flows.amounts * rates.rate(own, currency, flows.days))


def _holding_in(
    currency: str, holding: Holding, own: str, rates: ExchangeRates, factor: float, simulated: bool
) -> Holding:
    return replace(
        holding,
        value=holding.value * factor,
        money=_money_in(currency, holding.money, own, rates),
        simulated=holding.simulated or simulated,
    )


def _money_in(currency: str, money: MoneyFlows, own: str, rates: ExchangeRates) -> MoneyFlows:
    if not money.days.size:
        return money
    return money.times(rates.rate(own, currency, money.days))
