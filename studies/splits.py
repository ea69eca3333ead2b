"""Which splits do the stored prices know of that a portfolio's transactions lack? Told to its owner, and added only on their word."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Engine

from core.ledger.missing_splits import implied_split, missing_splits
from core.ledger.portfolio import Portfolio
from core.ledger.positions import UnitRatio, counts_units
from core.ledger.stated_amounts import lacks_units
from core.ledger.transaction import FROM_PRICES, Transaction, TransactionKind
from core.valuation.market_holdings import label_of
from data.market import holding_levels
from data.store.prices.histories import load_splits


@dataclass(frozen=True, slots=True)
class SuggestedSplit:
    """A row that a portfolio lacks: ``row`` is a SPLIT. ``reported``: by the source of the prices; else they alone imply it."""

    portfolio_id: str
    portfolio: str
    row: Transaction
    reported: bool = True


def suggested_splits(engine: Engine, portfolios: Iterable[Portfolio]) -> tuple[SuggestedSplit, ...]:
    """For users' own portfolios; the sample's transactions lack nothing."""
    return tuple(one for held in portfolios if not held.simulated for one in _of_portfolio(engine, held))


def added_splits(portfolios: Iterable[Portfolio]) -> tuple[SuggestedSplit, ...]:
    """Those that were added so, and can be taken out again."""
    return tuple(
        SuggestedSplit(held.id, held.name, row)
        for held in portfolios
        for row in held.transactions
        if row.reference == FROM_PRICES
    )


def _of_portfolio(engine: Engine, held: Portfolio) -> Iterable[SuggestedSplit]:
    rows: dict[str, list[Transaction]] = defaultdict(list)
    for row in held.transactions:
        if counts_units(row) or lacks_units(row):
            rows[row.symbol].append(row)
    reported = load_splits(engine, rows) if rows else {}
    prices = holding_levels(engine, held) if rows else {}
    for symbol in sorted(rows.keys() & prices.keys()):
        ratios = [UnitRatio(one.on, one.ratio) for one in reported.get(symbol, ())]
        missing = missing_splits(rows[symbol], prices[symbol], ratios)
        for one in missing:
            yield SuggestedSplit(held.id, held.name, _row(symbol, rows[symbol], one))
        if not missing and (implied := implied_split(rows[symbol], prices[symbol])) is not None:
            yield SuggestedSplit(held.id, held.name, _row(symbol, rows[symbol], implied), reported=False)


def _row(symbol: str, rows: list[Transaction], split: UnitRatio) -> Transaction:
    label = label_of(symbol, rows)
    return Transaction(
        split.on,
        TransactionKind.SPLIT,
        symbol,
        label.name,
        label.asset_type,
        quantity=split.ratio,
        currency=rows[-1].currency,
        reference=FROM_PRICES,
    )
