"""Does the cash between deposits and purchases belong to the portfolio, and how much of it was there?"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

import numpy as np
from numpy.typing import NDArray

from core.errors import MissingExchangeRateError, MissingLevelsError
from core.ledger.flows import row_rates
from core.ledger.transaction import FROM_EMPLOYER, Transaction, TransactionKind
from core.market.exchange_rates import ExchangeRates
from core.market.levels import NO_DAYS, Days, Floats, to_date, to_days
from core.valuation.cash_debits import CashBalance, Debit, MissingDeposit, debits, lasting_debit, missing_deposits
from core.valuation.unpriced import missing_rate, why_no_rate
from core.wording import spoken_date, spoken_exact_money, spoken_money

# A lasting debit above this share of what is held is no loan: deposits are missing.
LOAN_AT_MOST = 0.5
# Settlement below this share of all deposits is not worth a word.
TRIVIAL = 0.01
HALF_A_CENT = 0.005
# A balance below this share of all that moved is left over from rounding.
DUST = 1e-12
_MOVES_CASH = frozenset({TransactionKind.DEPOSIT, TransactionKind.WITHDRAWAL, TransactionKind.CONTRIBUTION})
COUNTED_SINGLY = "every purchase is counted as money put in, every sale and payout as money taken out"
LEFT_OUT = "Deposits and withdrawals are the same money and are left out."
AT_FACE_VALUE = "Deposits count as money put in and stay as cash at face value."
TRACKED_AS_CHOSEN = "Cash is counted as part of the portfolio, because this portfolio is set so."
TRACKED_BY_ROWS = (
    "Cash is counted as part of the portfolio, because deposits and withdrawals are listed and cover the purchases."
)
TRACKED_WITH_DEBT = "Cash is counted as part of the portfolio, because deposits and withdrawals are listed; below zero it counts as debt."
_MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class CashAccount:
    """Whether the cash is tracked, and why in words.

    ``leaves_out``: it is not tracked and purchases or sales are listed, so deposits and withdrawals are left out: they are the same
    money. ``missing``: the deposits that the account plainly lacks. ``notes``: sentences that belong beside the figures.
    """

    tracked: bool
    reason: str
    leaves_out: bool = False
    missing: tuple[MissingDeposit, ...] = ()
    notes: tuple[str, ...] = ()

    def counts(self, row: Transaction) -> bool:
        """Whether the row counts in any figure."""
        return not (self.leaves_out and moves_only_cash(row))


def cash_effect(row: Transaction) -> float:
    """What the row does to a cash account, in the row's currency. Shares from an employer or moved in from elsewhere cost it nothing."""
    if row.kind in _MOVES_CASH:
        gross = 0.0 if row.symbol else row.gross or 0.0
        return -gross if row.kind is TransactionKind.WITHDRAWAL else gross
    return 0.0 if comes_from_outside(row) else -row.external_amount


def comes_from_outside(row: Transaction) -> bool:
    """Whether the row is external even beside a tracked cash account: a deposit, a withdrawal, a vest, a transfer in kind."""
    return row.kind in _MOVES_CASH | FROM_EMPLOYER


def missing_note(missing: Sequence[MissingDeposit]) -> str:
    """What to add where deposits are plainly missing; ``missing``: at least one."""
    named = [f"{spoken_exact_money(one.amount, one.currency)} on {spoken_date(one.on)}" for one in missing]
    if len(named) > _MOST_NAMED:
        named = [*named[:_MOST_NAMED], f"{len(named) - _MOST_NAMED} more"]
    told = " and ".join([", ".join(named[:-1]), named[-1]]) if named[1:] else named[0]
    what = "deposits" if missing[1:] else "a deposit"
    return f"Deposits are missing. Add {what} of {told}, and the cash covers the purchases."


def moves_only_cash(row: Transaction) -> bool:
    """Whether the row pays money into or out of the account and does nothing else; where such rows are listed, there is an account."""
    return row.kind in _MOVES_CASH and not row.symbol


def decide_cash_account(
    listed: Sequence[Transaction],
    past: Sequence[Transaction],
    base: str,
    rates: ExchangeRates,
    as_of: date,
    wanted: bool | None,
    value_held: Callable[[Days], Floats],
) -> CashAccount:
    """Track the cash if the user says so; else if deposits or withdrawals are listed and none are plainly missing.

    ``listed``: all rows as they were given, those after ``as_of`` too. ``past``: those up to ``as_of`` as they count, money towards a
    symbol that states no units being plain cash. ``value_held``: of everything beside the cash, in base currency on each date asked; it
    is asked only on days of a lasting debit. Raises MissingExchangeRateError or MissingLevelsError where the user chose to track cash
    that has no exchange rate.
    """
    untracked = partial(_untracked, listed, as_of)
    if wanted is False:
        return untracked("this portfolio is set so")
    if wanted is None and not any(moves_only_cash(row) for row in listed if row.on <= as_of):
        return untracked("no deposits or withdrawals are listed")
    try:
        balances = cash_balances(past, base, rates)
        why = None if wanted else _why_not_followed(past, balances, base, rates, as_of)
        if why is not None:
            return untracked(why)
        total = _total_balance(balances, base, rates)
        lacking = _lacking(total, as_of, value_held)
        missing = missing_deposits(total, as_of) if lacking is not None else ()
        if lacking is not None and not wanted:
            return untracked(lacking, missing)
        return _tracked(total, _deposited(past, base, rates), as_of, bool(wanted), missing)
    except (MissingExchangeRateError, MissingLevelsError) as missing_level:
        if wanted:
            raise
        return untracked(f"it cannot be followed in {base}: {missing_rate(missing_level)}")


def settled_in(rows: Sequence[Transaction], base: str) -> list[str]:
    """The currency of the cash that each row moves: its own from that currency's first deposit on, else the base currency, in which the
    broker settles it. A later row changes nothing for an earlier one.
    """
    since = _first_deposits(rows)
    return [row.currency if since.get(row.currency, date.max) <= row.on else base for row in rows]


def cash_balances(rows: Sequence[Transaction], base: str, rates: ExchangeRates) -> tuple[CashBalance, ...]:
    """The cash by currency (see :func:`settled_in`).

    Raises MissingExchangeRateError or MissingLevelsError where a settlement in base currency has no rate.
    """
    rows = [row for row in rows if cash_effect(row)]
    kept_in = np.array(settled_in(rows, base), dtype=np.str_)
    effects = np.array([cash_effect(row) for row in rows])
    settles = np.array([row.currency for row in rows], dtype=np.str_) != kept_in
    effects[settles] *= row_rates([row for row, here in zip(rows, settles, strict=True) if here], base, rates)
    days = to_days([row.on for row in rows])
    return tuple(_balance(currency, days, effects, kept_in == currency) for currency in sorted(set(kept_in.tolist())))


def _is_deposit(row: Transaction) -> bool:
    return row.kind is TransactionKind.DEPOSIT and not row.symbol


def _balance(currency: str, days: Days, effects: Floats, mine: NDArray[np.bool_]) -> CashBalance:
    unique, position = np.unique(days[mine], return_inverse=True)
    changes = np.bincount(position, effects[mine], unique.size).astype(np.float64)
    balances = np.cumsum(changes)
    balances[np.abs(balances) <= DUST * np.abs(changes).sum()] = 0.0
    return CashBalance(currency, unique, balances)


def _first_deposits(rows: Sequence[Transaction]) -> Mapping[str, date]:
    since: dict[str, date] = {}
    for row in rows:
        if _is_deposit(row):
            since[row.currency] = min(row.on, since.get(row.currency, row.on))
    return since


def _why_not_followed(
    rows: Sequence[Transaction], balances: Sequence[CashBalance], base: str, rates: ExchangeRates, as_of: date
) -> str | None:
    row_rates(rows, base, rates)  # every row must be known in base currency, or its flow could not be
    for balance in balances:
        gap = why_no_rate(rates, balance.currency, base, balance.spans(as_of))
        if gap is not None:
            return f"it cannot be followed in {base}: {gap}"
    return None


def _total_balance(balances: Sequence[CashBalance], base: str, rates: ExchangeRates) -> CashBalance:
    """All cash together in base currency, on the days on which some of it moves."""
    days = np.unique(np.concatenate([NO_DAYS, *(one.days for one in balances)]))
    total = np.zeros(days.size)
    for balance in balances:
        amounts = balance.balance_on(days)
        there = amounts != 0
        total[there] += amounts[there] * rates.rate(balance.currency, base, days[there])
    total[np.abs(total) < HALF_A_CENT] = 0.0
    return CashBalance(base, days, total)


def _deposited(rows: Sequence[Transaction], base: str, rates: ExchangeRates) -> float:
    deposits = [row for row in rows if _is_deposit(row)]
    return float(np.array([cash_effect(row) for row in deposits]) @ row_rates(deposits, base, rates))


def _tracked(
    total: CashBalance, deposited: float, as_of: date, wanted: bool, missing: tuple[MissingDeposit, ...]
) -> CashAccount:
    found = debits(total, as_of)
    debt = [one for one in found if one.lasting or one.period.end == as_of]
    reason = TRACKED_AS_CHOSEN if wanted else TRACKED_WITH_DEBT if debt else TRACKED_BY_ROWS
    settled = max((one.largest for one in found if one not in debt), default=0.0)
    if settled > TRIVIAL * deposited:
        below = spoken_money(settled, total.currency)
        reason += f" Some purchases were booked before their money came (up to {below} below zero); that is settlement."
    notes = [*([_debt_note(debt, total.currency)] if debt else []), *([missing_note(missing)] if missing else [])]
    return CashAccount(True, reason, missing=missing, notes=tuple(notes))


def _lacking(balance: CashBalance, as_of: date, value_held: Callable[[Days], Floats]) -> str | None:
    """The first day on which a lasting debit exceeds half of what is held, in words; None where there is none."""
    lasting = lasting_debit(balance, as_of)
    at = np.flatnonzero(lasting)
    if at.size:
        at = at[lasting[at] > LOAN_AT_MOST * value_held(balance.days[at])]
    if not at.size:
        return None
    amount = spoken_money(-float(lasting[at[0]]), balance.currency)
    on = spoken_date(to_date(balance.days[at[0]]))
    return (
        f"the cash would have been {amount} on {on} and for more than a month after, beyond half of what was held, so deposits do not "
        "cover the purchases"
    )


def _untracked(
    listed: Sequence[Transaction], as_of: date, why: str, missing: tuple[MissingDeposit, ...] = ()
) -> CashAccount:
    """``listed``: all, so that whether deposits are left out does not change with the day that is asked for."""
    leaves_out = any(map(moves_only_cash, listed)) and any(row.symbol and cash_effect(row) for row in listed)
    money = [row for row in listed if row.on <= as_of and moves_only_cash(row)]
    reason = f"Cash is not tracked, because {why}; {COUNTED_SINGLY}."
    if money:
        reason = f"{reason} {LEFT_OUT if leaves_out else AT_FACE_VALUE}"
    notes = [
        *([_left_out_note(money)] if money and leaves_out else []),
        *([missing_note(missing)] if missing else []),
    ]
    return CashAccount(False, reason, leaves_out, missing, tuple(notes))


def _left_out_note(money: Sequence[Transaction]) -> str:
    first, last = spoken_date(min(row.on for row in money)), spoken_date(max(row.on for row in money))
    when = f"of {first}" if first == last else f"from {first} to {last}"
    what = "1 deposit or withdrawal" if len(money) == 1 else f"{len(money):,} deposits and withdrawals"
    verb = "is" if len(money) == 1 else "are"
    return (
        f"Cash is not tracked: {what} {when} {verb} left out, because the purchases and sales count as the money put in and taken out, "
        "and money is counted once."
    )


def _debt_note(debt: Sequence[Debit], currency: str) -> str:
    told = "; ".join(
        f"from {spoken_date(one.period.start)} to {spoken_date(one.period.end)} by up to {spoken_money(one.largest, currency)} "
        f"(on {spoken_date(one.on)})"
        for one in debt[:_MOST_NAMED]
    )
    more = f"; and {len(debt) - _MOST_NAMED} more times" if len(debt) > _MOST_NAMED else ""
    return f"The cash was below zero {told}{more}. That counts as debt."
