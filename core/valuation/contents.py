"""Which instruments do a portfolio's rows and deposits add up to, which cannot be valued, and which money is external?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

import numpy as np

from core.ledger.deposits import Deposit, DepositKind, deposit_payments
from core.ledger.flows import MoneyFlows, external_flows
from core.ledger.portfolio import Portfolio
from core.ledger.positions import counts_units
from core.ledger.stated_amounts import units_note, with_units
from core.ledger.terms.deposit_notes import deposit_notes
from core.ledger.transaction import AssetType, Transaction, TransactionKind
from core.market.levels import Days, Floats, LevelSeries
from core.market.period import Period
from core.valuation.cash_account import CashAccount, cash_effect, comes_from_outside, decide_cash_account
from core.valuation.cash_holdings import (
    CASH,
    face_value_holding,
    spent_at_close,
    tracked_cash,
    transfers,
    untracked_cash,
)
from core.valuation.instruments import Frame, Instrument, Label, PricedInstrument, TermDeposit
from core.valuation.market_holdings import label_of, market_holding, market_notes
from core.valuation.unpriced import BY_CHOICE, Unpriced, why_no_rate
from core.wording import spoken_date, spoken_money

_MONEY = frozenset({TransactionKind.DEPOSIT, TransactionKind.CONTRIBUTION, TransactionKind.WITHDRAWAL})
Outcome = Instrument | Unpriced


@dataclass(frozen=True, slots=True, eq=False)
class Contents:
    """What can be valued, what cannot, the money that crosses the portfolio's border, and notes in sentences."""

    instruments: tuple[Instrument, ...]
    unpriced: tuple[Unpriced, ...]
    external: MoneyFlows
    cash_account: CashAccount
    notes: tuple[str, ...]


def portfolio_contents(portfolio: Portfolio, prices: Mapping[str, LevelSeries], frame: Frame) -> Contents:
    """Sort every row and deposit up to the as-of date into instruments; see docs/methodology.md, *Value of a portfolio*.

    Raises MissingExchangeRateError or MissingLevelsError only where the user chose to track cash that has no exchange rate.
    """
    dated = sorted(portfolio.transactions, key=lambda row: row.on)
    rows, notes = _money_without_units(with_units(dated, prices, frame.rates))
    past = [row for row in rows if row.on <= frame.as_of]
    markets, faces = _by_symbol(rows)
    market = [
        market_holding(symbol, mine, prices.get(symbol), frame)
        for symbol, mine in markets.items()
        if mine[0].on <= frame.as_of and symbol not in portfolio.left_out
    ]
    taken = {*markets, *faces, CASH}
    others = [*_face_values(faces, frame), *_term_deposits(portfolio.deposits, taken, frame)]
    by_choice = [_left_out(symbol, markets[symbol]) for symbol in sorted(portfolio.left_out & markets.keys())]
    held: list[Outcome] = [*(one.outcome for one in market), *by_choice, *others]
    worth = partial(_value_held, past, held, frame)
    cash = decide_cash_account(dated, past, frame.base, frame.rates, frame.as_of, portfolio.cash_tracked, worth)
    outcomes = [*held, *_cash(past, cash, frame)]
    instruments = tuple(one for one in outcomes if not isinstance(one, Unpriced))
    return Contents(
        instruments,
        tuple(one for one in outcomes if isinstance(one, Unpriced)),
        _external(past, instruments, cash, frame),
        cash,
        (
            *cash.notes,
            *units_note(dated, rows),
            *notes,
            *_later(portfolio, frame),
            *market_notes(market),
            *_face_notes(faces),
            *_deposit_notes(portfolio.deposits, frame.as_of),
        ),
    )


def _money_without_units(rows: Sequence[Transaction]) -> tuple[list[Transaction], list[str]]:
    """Money paid towards a symbol that is held in units, but without saying how many, becomes plain cash, and is named."""
    in_units = {row.symbol for row in rows if counts_units(row)}
    stray = [row for row in rows if row.symbol in in_units and row.kind in _MONEY and not counts_units(row)]
    if not stray:
        return list(rows), []
    named = ", ".join(
        f"{row.symbol} on {spoken_date(row.on)} ({spoken_money(row.gross or 0.0, row.currency)})" for row in stray[:3]
    )
    more = f" and {len(stray) - 3} more" if len(stray) > 3 else ""
    note = f"Money paid towards {named}{more} states no units, so it counts as plain cash."
    cash = {id(row) for row in stray}
    return [replace(row, symbol="") if id(row) in cash else row for row in rows], [note]


Grouped = dict[str, list[Transaction]]


def _by_symbol(rows: Sequence[Transaction]) -> tuple[Grouped, Grouped]:
    """Rows of symbols at market prices, and of symbols held as plain amounts of money."""
    grouped: Grouped = {}
    for row in rows:
        if row.symbol:
            grouped.setdefault(row.symbol, []).append(row)
    plain = {
        symbol
        for symbol, mine in grouped.items()
        if any(row.kind in _MONEY for row in mine) and not any(counts_units(row) for row in mine)
    }
    return (
        {symbol: mine for symbol, mine in grouped.items() if symbol not in plain},
        {symbol: mine for symbol, mine in grouped.items() if symbol in plain},
    )


def _face_values(faces: Grouped, frame: Frame) -> list[Outcome]:
    found: list[Outcome] = []
    for symbol, rows in faces.items():
        past = [row for row in rows if row.on <= frame.as_of]
        for currency in sorted({row.currency for row in past}):
            mine = [row for row in past if row.currency == currency]
            several = len({row.currency for row in past}) > 1
            label = label_of(f"{symbol} {currency}" if several else symbol, mine, currency)
            found.append(face_value_holding(label, mine, frame))
    return found


def _term_deposits(deposits: Sequence[Deposit], taken: set[str], frame: Frame) -> list[Outcome]:
    found: list[Outcome] = []
    used = set(taken)
    for terms in deposits:
        if terms.start <= frame.as_of:
            symbol = _free_name(terms.name, used)
            used.add(symbol)
            found.append(_term_deposit(terms, symbol, frame))
    return found


def _deposit_notes(deposits: Sequence[Deposit], as_of: date) -> Iterable[str]:
    """What the values of running deposits suppose, and what the law keeps out of them; a bond may be sold at a price of its own."""
    if any(one.kind is not DepositKind.BOND and one.start <= as_of < one.end for one in deposits):
        yield "Running deposits are valued by their terms, as if held to maturity. Closing one early may pay less."
    for one in deposits:
        yield from deposit_notes(one, as_of)


def _free_name(name: str, used: set[str]) -> str:
    """The name itself, or the name with the first number that tells it from its namesakes."""
    if name not in used:
        return name
    number = 2
    while f"{name} ({number})" in used:
        number += 1
    return f"{name} ({number})"


def _term_deposit(terms: Deposit, symbol: str, frame: Frame) -> Outcome:
    payments = deposit_payments(terms, frame.as_of)
    span = Period(terms.start, max(terms.start, min(frame.as_of, terms.end)))
    reason = why_no_rate(frame.rates, terms.currency, frame.base, [span])
    if reason is not None:
        return Unpriced(symbol, terms.name, reason, AssetType(terms.kind.value))
    rate = frame.rates.rate(terms.currency, frame.base, payments.days)
    money = MoneyFlows(payments.days, payments.paid_in * rate, payments.repaid * rate, payments.interest * rate)
    label = Label(symbol, terms.name, AssetType(terms.kind.value), terms.currency)
    return TermDeposit(label, money, terms, frame)


def _cash(rows: Sequence[Transaction], cash: CashAccount, frame: Frame) -> Sequence[Outcome]:
    if cash.tracked:
        return tracked_cash(rows, frame)
    return untracked_cash([row for row in rows if not row.symbol and cash.counts(row)], frame)


def _value_held(rows: Sequence[Transaction], held: Sequence[Outcome], frame: Frame, on: Days) -> Floats:
    """The value of everything beside the cash on each date, shape (m,); what cannot be valued counts as paid for."""
    unpriced = {one.symbol for one in held if isinstance(one, Unpriced)}
    paid = external_flows([row for row in rows if row.symbol in unpriced], frame.base, frame.rates)
    worth = np.maximum(np.append(0.0, np.cumsum(paid.paid_in - paid.taken_out)), 0.0)
    values: Floats = worth[np.searchsorted(paid.days, on, side="right")]
    for one in held:
        if not isinstance(one, Unpriced):
            values = values + one.value_on(on).values
    return np.asarray(values)


def _left_out(symbol: str, rows: Sequence[Transaction]) -> Unpriced:
    label = label_of(symbol, rows)
    return Unpriced(symbol, label.name, BY_CHOICE, label.asset_type)


def _external(
    rows: Sequence[Transaction], instruments: Sequence[Instrument], cash: CashAccount, frame: Frame
) -> MoneyFlows:
    """Beside tracked cash only deposits, withdrawals and transfers in kind are external, and what goes to or comes from a holding that
    cannot be valued; deposits held by terms are paid from outside the account. Without it, every holding's own flows are.
    """
    if not cash.tracked:
        return MoneyFlows.summed(one.money for one in instruments)
    symbols = {one.label.symbol for one in instruments} | {""}
    valued = [not symbols.isdisjoint((row.symbol, f"{row.symbol} {row.currency}")) for row in rows]
    outside = [row for row, kept in zip(rows, valued, strict=True) if kept and comes_from_outside(row)]
    priced = [one for one in instruments if isinstance(one, PricedInstrument)]
    units = {one.label.symbol for one in priced}
    in_kind = [one.money_of([row for row in outside if row.symbol == one.label.symbol]) for one in priced]
    to_unpriced = [row for row, kept in zip(rows, valued, strict=True) if not kept and cash_effect(row)]
    into_cash = [
        external_flows([row for row in outside if not row.symbol], frame.base, frame.rates),
        transfers(to_unpriced, frame),
    ]
    return MoneyFlows.summed(
        [
            spent_at_close(MoneyFlows.summed(into_cash), [one.money for one in priced], in_kind),
            external_flows([row for row in outside if row.symbol and row.symbol not in units], frame.base, frame.rates),
            *in_kind,
            *(one.money for one in instruments if isinstance(one, TermDeposit)),
        ]
    )


def _later(portfolio: Portfolio, frame: Frame) -> Iterable[str]:
    later = sum(row.on > frame.as_of for row in portfolio.transactions)
    later += sum(deposit.start > frame.as_of for deposit in portfolio.deposits)
    if later:
        what = "One entry is" if later == 1 else f"{later:,} entries are"
        yield f"{what} dated after {spoken_date(frame.as_of)} and left out."


def _face_notes(faces: Grouped) -> Iterable[str]:
    if faces:
        yield f"{', '.join(faces)}: held at the money paid in, because the rows state no units."
