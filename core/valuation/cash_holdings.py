"""Which part of the portfolio is money at face value? Tracked cash, or deposits of a portfolio that buys nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from core.errors import MissingExchangeRateError, MissingLevelsError
from core.ledger.flows import MoneyFlows, external_flows, row_rates
from core.ledger.transaction import AssetType, Transaction, TransactionKind
from core.market.levels import Floats, to_days
from core.valuation.cash_account import DUST, cash_balances, cash_effect, comes_from_outside, settled_in
from core.valuation.cash_debits import CashBalance
from core.valuation.instruments import FaceValue, Frame, Label
from core.valuation.unpriced import Unpriced, missing_rate, why_no_rate

CASH = "Cash"
CHARGES = "Charges and interest"
_ADDS = frozenset({TransactionKind.DEPOSIT, TransactionKind.CONTRIBUTION})


def tracked_cash(rows: Sequence[Transaction], frame: Frame) -> tuple[FaceValue, ...]:
    """One holding per currency of the cash account; its flows are deposits, withdrawals and what moves to and from other holdings.

    Interest, fees and taxes without a symbol stay inside: they are gain or loss of the cash itself. Raises MissingExchangeRateError
    or MissingLevelsError where a foreign amount has no rate.
    """
    kept_in = settled_in(rows, frame.base)
    holdings = []
    for balance in cash_balances(rows, frame.base, frame.rates):
        mine = [row for row, currency in zip(rows, kept_in, strict=True) if currency == balance.currency]
        label = _label(CASH, balance.currency, frame)
        holdings.append(FaceValue(label, _cash_money(mine, frame), balance, frame))
    return tuple(holdings)


def untracked_cash(rows: Sequence[Transaction], frame: Frame) -> tuple[FaceValue | Unpriced, ...]:
    """One holding per currency of the rows without a symbol, when the cash is not tracked."""
    holdings = []
    for currency in sorted({row.currency for row in rows}):
        mine = [row for row in rows if row.currency == currency]
        name = CASH if any(row.kind in _ADDS for row in mine) else CHARGES
        holdings.append(face_value_holding(_label(name, currency, frame), mine, frame))
    return tuple(holdings)


def face_value_holding(label: Label, rows: Sequence[Transaction], frame: Frame) -> FaceValue | Unpriced:
    """Money paid in and held at face value; a withdrawal reduces it, never below 0. Payouts leave, charges buy nothing."""
    balance = _face_balance(label.currency, rows)
    reason = why_no_rate(frame.rates, label.currency, frame.base, balance.spans(frame.as_of))
    if reason is None:
        try:
            return FaceValue(label, external_flows(rows, frame.base, frame.rates), balance, frame)
        except (MissingExchangeRateError, MissingLevelsError) as missing:
            reason = missing_rate(missing)
    return Unpriced(label.symbol, label.name, reason, label.asset_type)


def transfers(rows: Sequence[Transaction], frame: Frame) -> MoneyFlows:
    """What the rows move into (positive effect) and out of the cash account, in base currency."""
    effects = np.array([cash_effect(row) for row in rows])
    amounts = effects * row_rates(rows, frame.base, frame.rates)
    days = to_days([row.on for row in rows])
    return MoneyFlows(days, np.maximum(amounts, 0.0), np.maximum(-amounts, 0.0), np.zeros(days.size))


def spent_at_close(into_cash: MoneyFlows, holdings: Sequence[MoneyFlows], in_kind: Sequence[MoneyFlows]) -> MoneyFlows:
    """The money of the cash account, with what of a day's deposits was spent on purchases at the day's own price as dealt.

    dealt = min(deposits, purchases at the close less the day's sales, at least 0) of each day, spread over the deposits by size, with
    its part of what the purchases cost beyond their worth: that money was at work no earlier than the units it bought. A sale pays
    for a purchase first, so a switch takes nothing of a deposit. ``holdings``: the money of all that has units; ``in_kind``: the part
    of it that came past the cash.
    """
    bought, beside = MoneyFlows.summed(holdings), MoneyFlows.summed(in_kind)
    if not bought.dealt.any() or not into_cash.paid_in.any():
        return into_cash
    dates = np.unique(np.concatenate([into_cash.days, bought.days, beside.days]))
    spent, beyond = (
        of_all - past_cash
        for of_all, past_cash in zip(bought.dealt_per_date(dates), beside.dealt_per_date(dates), strict=True)
    )
    sold = bought.per_date(dates)[1] - beside.per_date(dates)[1]
    spent, deposited = np.maximum(spent, 0.0), into_cash.per_date(dates)[0]
    dealt = np.minimum(deposited, np.maximum(spent - sold, 0.0))
    at = np.searchsorted(dates, into_cash.days)
    share = _quotient(dealt, deposited)[at] * into_cash.paid_in
    return replace(into_cash, dealt=share, beyond=_quotient(beyond, spent)[at] * share)


def _quotient(parts: Floats, wholes: Floats) -> Floats:
    """Shape (n,); 0 where there is no whole."""
    return np.divide(parts, wholes, out=np.zeros_like(parts), where=wholes > 0)


def _label(name: str, currency: str, frame: Frame) -> Label:
    """“Cash” in base currency, “Cash USD” in another."""
    spoken = name if currency == frame.base else f"{name} {currency}"
    return Label(spoken, spoken, AssetType.CASH, currency)


def _cash_money(rows: Sequence[Transaction], frame: Frame) -> MoneyFlows:
    deposits = [row for row in rows if not row.symbol and comes_from_outside(row)]
    others = [row for row in rows if row.symbol and cash_effect(row)]
    return MoneyFlows.summed([external_flows(deposits, frame.base, frame.rates), transfers(others, frame)])


def _face_balance(currency: str, rows: Sequence[Transaction]) -> CashBalance:
    """S − min(0, running minimum of S), S the running sum of money in less withdrawals: it stops at 0 and rises again from there."""
    moves = [row for row in rows if row.kind in _ADDS or row.kind is TransactionKind.WITHDRAWAL]
    days, position = np.unique(to_days([row.on for row in moves]), return_inverse=True)
    running = np.cumsum(np.bincount(position, np.array([_signed(row) for row in moves]), days.size).astype(np.float64))
    balances = running - np.minimum(np.minimum.accumulate(running), 0.0)
    balances[balances <= DUST * np.abs(running).max(initial=0.0)] = 0.0
    return CashBalance(currency, days, balances)


def _signed(row: Transaction) -> float:
    gross = row.gross or 0.0
    return gross if row.kind in _ADDS else -gross
