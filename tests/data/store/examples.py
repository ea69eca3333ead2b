"""Transactions, deposits and portfolios that the tests of the store write and read back."""

from __future__ import annotations

from datetime import date, timedelta

from core.ledger.deposits import Deposit, DepositKind, Payout
from core.ledger.portfolio import Portfolio
from core.ledger.transaction import AssetType, Transaction, TransactionKind

FIRST = date(2020, 1, 6)


def buy(
    symbol: str = "ACME", day: int = 0, quantity: float = 10.0, price: float = 5.0, reference: str = ""
) -> Transaction:
    return Transaction(
        FIRST + timedelta(days=day), TransactionKind.BUY, symbol, quantity=quantity, price=price, reference=reference
    )


FULL_ROW = Transaction(
    on=date(2021, 3, 1),
    kind=TransactionKind.RSU_VEST,
    symbol="ACME",
    name="Acme “&” Söhne 📈",
    asset_type=AssetType.RSU,
    quantity=1 / 3,
    price=0.1,
    amount=12.345678901234567,
    fees=0.07,
    taxes=1e-9,
    currency="EUR",
    fx_rate=89.123456789,
    fair_market_value=111.1,
    reference="T-1",
)

DEPOSIT = Deposit(
    DepositKind.FIXED_DEPOSIT,
    "State Bank 7 %",
    100_000.0,
    0.07,
    date(2020, 1, 1),
    date(2025, 1, 1),
    payout=Payout.QUARTERLY,
)


def portfolio(*rows: Transaction, name: str = "Mine", **fields: object) -> Portfolio:
    return Portfolio(id="", name=name, base_currency="USD", transactions=rows, **fields)  # type: ignore[arg-type]
