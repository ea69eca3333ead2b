"""Do gain and XIRR follow from the transactions alone? Each worked out once more in plain loops, past the valuation's own flows."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from core.ledger.deposits import deposit_payments
from core.ledger.portfolio import Portfolio
from core.ledger.positions import counts_units
from core.ledger.stated_amounts import with_units
from core.ledger.transaction import Transaction
from core.market.exchange_rates import ExchangeRates
from core.market.levels import LevelSeries, to_days
from core.returns.cash_flows import CashFlows, MoneyWeightedReturn
from core.self_check.identities import TOLERANCE, CheckedIdentity, EngineCheck
from core.valuation.cash_account import CashAccount, cash_effect, comes_from_outside
from core.valuation.portfolio_value import Valuation

GAINS = "Gains of the holdings, summed, less the gain from the transactions alone"
WHOLE = "Gain of the whole less the gain from the transactions alone"
RATE = "XIRR less that of a second solver"
DAYS_PER_YEAR = 365.0
_GRID, _WIDEST = 0.05, 20.0  # of the logarithm of 1 + rate


@dataclass(frozen=True, slots=True)
class _Told:
    """Amounts of a day in one currency."""

    base: str
    currency: str
    rates: ExchangeRates

    def amount(self, amount: float, currency: str, on: date, stated: float | None = None) -> float:
        """``stated``: units of base currency for one of the row's, where the row says so itself."""
        own = 1.0 if currency == self.base else stated or self._rate(currency, self.base, on)
        return amount * own * self._rate(self.base, self.currency, on)

    def _rate(self, currency: str, other: str, on: date) -> float:
        return 1.0 if currency == other else float(self.rates.rate(currency, other, to_days([on]))[0])


def check_gain(
    portfolio: Portfolio, valuation: Valuation, prices: Mapping[str, LevelSeries], rates: ExchangeRates
) -> EngineCheck:
    """Σ gains of the holdings, and the gain of the whole, against the closing value less all that the rows put in, as shares of all
    money moved.

    ``valuation``: of ``portfolio``, in any currency that ``rates`` know. Errors as in :meth:`ExchangeRates.rate`.
    """
    rows = with_units(sorted(portfolio.transactions, key=lambda row: row.on), prices, rates)
    named = {row.symbol for row in rows}
    if any(one.symbol not in named for one in valuation.unpriced):
        return EngineCheck((), ("Gain: money that cannot be valued stands in no figure, so there is no second one.",))
    told = _Told(portfolio.base_currency, valuation.currency, rates)
    amounts = [*_of_rows(rows, valuation, told), *_of_deposits(portfolio, valuation.as_of, told)]
    moved = math.fsum(map(abs, amounts))
    if not moved:
        return EngineCheck((), ("Gain: no money has moved yet.",))
    alone, summed = valuation.closing_value - math.fsum(amounts), math.fsum(one.gain for one in valuation.holdings)
    found = {GAINS: (summed - alone) / moved, WHOLE: (valuation.gain - alone) / moved}
    return EngineCheck(tuple(CheckedIdentity(name, 0.0, difference, TOLERANCE) for name, difference in found.items()))


def _of_rows(rows: Sequence[Transaction], valuation: Valuation, told: _Told) -> Iterator[float]:
    """What each row up to the as-of date moves across the border, positive into the portfolio."""
    in_units = {row.symbol for row in rows if counts_units(row)}
    unvalued = {one.symbol for one in valuation.unpriced}
    for row in (row for row in rows if row.on <= valuation.as_of):
        stray = row.symbol in in_units and comes_from_outside(row) and not counts_units(row)
        counted = replace(row, symbol="") if stray else row
        if amount := _crossing(counted, counted.symbol in unvalued, valuation.cash_account):
            yield told.amount(amount, row.currency, row.on, row.fx_rate)


def _crossing(row: Transaction, unvalued: bool, cash: CashAccount) -> float:
    """In the row's currency: with cash what comes from outside or from what is not valued, without it all that counts."""
    if not cash.tracked:
        return 0.0 if unvalued or not cash.counts(row) else row.external_amount
    if unvalued:
        return cash_effect(row)
    return row.external_amount if comes_from_outside(row) else 0.0


def _of_deposits(portfolio: Portfolio, as_of: date, told: _Told) -> Iterator[float]:
    for terms in portfolio.deposits:
        if terms.start <= as_of:
            payments = deposit_payments(terms, as_of)
            for on, amount in zip(payments.days.tolist(), payments.net.tolist(), strict=True):
                yield told.amount(amount, terms.currency, on)


def check_rate(flows: CashFlows, closing_value: float, closing_on: date, found: MoneyWeightedReturn) -> EngineCheck:
    """The XIRR against the nearest of all rates at which a plain search finds the flows balanced.

    ``flows``: positive into the portfolio. A rate beyond e^±20 a year, or none, is left out with the reason.
    """
    if found.rate is None or not 0.0 < 1.0 + found.rate < math.exp(_WIDEST):
        return EngineCheck((), (f"{RATE}: {found.reason or 'the rate is too large for it.'}",))
    paid = zip(flows.days.tolist(), flows.amounts.tolist(), strict=True)
    amounts = [*((day, -amount) for day, amount in paid), (closing_on, closing_value)]
    first = min(day for day, _ in amounts)
    dated = [((day - first).days / DAYS_PER_YEAR, amount) for day, amount in amounts]
    roots = [math.expm1(root) for root in _roots(dated)]
    nearest = min(roots, key=lambda root: abs(root - (found.rate or 0.0)), default=None)
    difference = None if nearest is None else found.rate - nearest
    span = max(years for years, _ in dated)
    tolerance = TOLERANCE * (1.0 + abs(found.rate)) * max(1.0, 1.0 / span if span else 1.0)
    return EngineCheck((CheckedIdentity(RATE, 0.0, difference, tolerance, "the second solver finds none"),))


def _roots(dated: Sequence[tuple[float, float]]) -> list[float]:
    """Logarithms of 1 + rate at which the present value changes sign, each interval halved to the end."""
    years = np.array([one for one, _ in dated])
    amounts = np.array([one for _, one in dated])
    grid = np.arange(-_WIDEST, _WIDEST + _GRID, _GRID)
    with np.errstate(over="ignore", invalid="ignore"):
        signs = np.array([np.sign(amounts @ np.exp(-at * years)) for at in grid])
    changes = np.flatnonzero(signs[:-1] * signs[1:] <= 0)
    return [_halved(dated, float(grid[at]), float(grid[at + 1])) for at in changes.tolist()]


def _halved(dated: Sequence[tuple[float, float]], low: float, high: float) -> float:
    def worth(log_rate: float) -> float:
        return math.fsum(amount * math.exp(-log_rate * years) for years, amount in dated)

    left = math.copysign(1.0, worth(low))
    while low < (middle := (low + high) / 2.0) < high:
        low, high = (middle, high) if math.copysign(1.0, worth(middle)) == left else (low, middle)
    return low
