"""Does the cash between deposits and purchases belong to the portfolio, and how much of it was there?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from core.errors import MissingExchangeRateError, MissingLevelsError
from core.ledger.flows import row_rates
from core.ledger.transaction import FROM_EMPLOYER, Transaction, TransactionKind
from core.market.exchange_rates import ExchangeRates
from core.market.levels import Days, Floats, frozen, to_date, to_days
from core.market.period import Period
from core.market.price_coverage import spans_held
from core.valuation.unpriced import missing_rate, why_no_rate
from core.wording import spoken_date, spoken_money

# How far below nothing, as a share of all deposits, the cash may fall before the deposits are held not to cover the purchases.
TOLERANCE = 0.01
# A balance below this share of all that moved is left over from rounding.
DUST = 1e-12
_MOVES_CASH = frozenset({TransactionKind.DEPOSIT, TransactionKind.WITHDRAWAL, TransactionKind.CONTRIBUTION})
_SHOWS_AN_ACCOUNT = frozenset({TransactionKind.DEPOSIT, TransactionKind.WITHDRAWAL})
COUNTED_SINGLY = "every purchase is counted as money put in, every sale and payout as money taken out"
BESIDE_PURCHASES = (
    "Deposits count as money put in too and stay as cash: what was deposited and then invested would count twice."
)
TRACKED_AS_CHOSEN = "Cash is counted as part of the portfolio, because this portfolio is set so."
TRACKED_BY_ROWS = (
    "Cash is counted as part of the portfolio, because deposits and withdrawals are listed and cover the purchases."
)


@dataclass(frozen=True, slots=True)
class CashAccount:
    """Whether the cash is tracked, and why in words."""

    tracked: bool
    reason: str


@dataclass(frozen=True, slots=True, eq=False)
class CashBalance:
    """The cash in one currency. ``days``: shape (k,), increasing; ``balances``: at the end of each of them, in ``currency``."""

    currency: str
    days: Days
    balances: Floats

    def __post_init__(self) -> None:
        object.__setattr__(self, "days", frozen(to_days(self.days)))
        object.__setattr__(self, "balances", frozen(np.asarray(self.balances, dtype=np.float64)))

    def spans(self, as_of: date) -> tuple[Period, ...]:
        """The stretches of days, up to ``as_of``, at whose ends there is cash (or debt)."""
        return spans_held(self.days, self.balances, as_of)

    def balance_on(self, on: Days) -> Floats:
        """The balance at the end of each date, shape (m,)."""
        return np.concatenate([[0.0], self.balances])[np.searchsorted(self.days, on, side="right")]


def cash_effect(row: Transaction) -> float:
    """What the row does to a cash account, in the row's currency. Shares from an employer or moved in from elsewhere cost it nothing."""
    if row.kind in _MOVES_CASH:
        gross = 0.0 if row.symbol else row.gross or 0.0
        return -gross if row.kind is TransactionKind.WITHDRAWAL else gross
    return 0.0 if comes_from_outside(row) else -row.external_amount


def comes_from_outside(row: Transaction) -> bool:
    """Whether the row is external even beside a tracked cash account: a deposit, a withdrawal, a vest, a transfer in kind."""
    return row.kind in _MOVES_CASH | FROM_EMPLOYER


def decide_cash_account(
    rows: Sequence[Transaction], base: str, rates: ExchangeRates, as_of: date, wanted: bool | None
) -> CashAccount:
    """Track the cash if the user says so; else if deposits or withdrawals are listed and never leave it clearly below nothing."""
    if wanted is not None:
        return CashAccount(wanted, TRACKED_AS_CHOSEN if wanted else _untracked("this portfolio is set so", rows))
    if not any(row.kind in _SHOWS_AN_ACCOUNT and not row.symbol for row in rows):
        return CashAccount(False, _untracked("no deposits or withdrawals are listed", rows))
    try:
        return _judged_by_balance(rows, base, rates, as_of)
    except (MissingExchangeRateError, MissingLevelsError) as missing:
        return CashAccount(False, _untracked(f"it cannot be followed in {base}: {missing_rate(missing)}", rows))


def currencies_traded(rows: Sequence[Transaction], base: str) -> frozenset[str]:
    """The currencies that have cash of their own: the base currency and those that are deposited."""
    return frozenset({base} | {row.currency for row in rows if _is_deposit(row)})


def cash_balances(rows: Sequence[Transaction], base: str, rates: ExchangeRates) -> tuple[CashBalance, ...]:
    """The cash by currency. A currency that is never deposited has no cash of its own: the broker settles it in base currency.

    Raises MissingExchangeRateError or MissingLevelsError where such a settlement has no rate.
    """
    own = currencies_traded(rows, base)
    effects = np.array([cash_effect(row) for row in rows])
    settles = np.array([row.currency not in own for row in rows], dtype=np.bool_) & (effects != 0)
    effects[settles] *= row_rates([row for row, here in zip(rows, settles, strict=True) if here], base, rates)
    days = to_days([row.on for row in rows])
    kept_in = np.array([row.currency if row.currency in own else base for row in rows])
    return tuple(_balance(currency, days, effects, kept_in == currency) for currency in sorted(own))


def _is_deposit(row: Transaction) -> bool:
    return row.kind is TransactionKind.DEPOSIT and not row.symbol


def _balance(currency: str, days: Days, effects: Floats, mine: NDArray[np.bool_]) -> CashBalance:
    unique, position = np.unique(days[mine], return_inverse=True)
    changes = np.bincount(position, effects[mine], unique.size).astype(np.float64)
    balances = np.cumsum(changes)
    balances[np.abs(balances) <= DUST * np.abs(changes).sum()] = 0.0
    return CashBalance(currency, unique, balances)


def _judged_by_balance(rows: Sequence[Transaction], base: str, rates: ExchangeRates, as_of: date) -> CashAccount:
    row_rates(rows, base, rates)  # every row must be known in base currency, or its flow could not be
    days = np.unique(to_days([row.on for row in rows]))
    total = np.zeros(days.size)
    for balance in cash_balances(rows, base, rates):
        gap = why_no_rate(rates, balance.currency, base, balance.spans(as_of))
        if gap is not None:
            return CashAccount(False, _untracked(f"it cannot be followed in {base}: {gap}", rows))
        amounts = balance.balance_on(days)
        total[amounts != 0] += amounts[amounts != 0] * rates.rate(balance.currency, base, days[amounts != 0])
    below = np.flatnonzero(total < -TOLERANCE * _deposited(rows, base, rates))
    if below.size == 0:
        return CashAccount(True, TRACKED_BY_ROWS)
    amount, day = spoken_money(float(total[below[0]]), base), spoken_date(to_date(days[below[0]]))
    why = f"the cash would have been {amount} on {day}, so deposits do not cover the purchases"
    return CashAccount(False, _untracked(why, rows))


def _deposited(rows: Sequence[Transaction], base: str, rates: ExchangeRates) -> float:
    deposits = [row for row in rows if _is_deposit(row)]
    return float(np.array([cash_effect(row) for row in deposits]) @ row_rates(deposits, base, rates))


def _untracked(why: str, rows: Sequence[Transaction]) -> str:
    reason = f"Cash is not tracked, because {why}; {COUNTED_SINGLY}."
    return f"{reason} {BESIDE_PURCHASES}" if any(_is_deposit(row) for row in rows) else reason
