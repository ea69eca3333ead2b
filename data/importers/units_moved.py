"""What if units arrive from elsewhere, or leave? Beside a cash account they must not be paid from it."""

from __future__ import annotations

from dataclasses import replace

from core.transaction import AssetType, Transaction, TransactionKind


def units_in(bought: Transaction, cash_account: bool) -> tuple[Transaction, ...]:
    """Units that arrived at the value of ``bought``: a purchase, and with a cash account the deposit that pays for it.

    So the value put in is the same, and the cash that lies there stays untouched.
    """
    return (
        (_cash_leg(bought, TransactionKind.DEPOSIT), bought) if cash_account and bought.external_amount else (bought,)
    )


def units_out(sold: Transaction, cash_account: bool) -> tuple[Transaction, ...]:
    """Units that left at the value of ``sold``: a sale, and with a cash account the withdrawal of its proceeds."""
    return (sold, _cash_leg(sold, TransactionKind.WITHDRAWAL)) if cash_account and sold.external_amount else (sold,)


def _cash_leg(trade: Transaction, kind: TransactionKind) -> Transaction:
    """The money of a trade without its units; its reference says which trade it belongs to."""
    reference = f"{trade.reference}:units" if trade.reference else ""
    return replace(
        trade,
        kind=kind,
        symbol="",
        name=f"{trade.symbol} moved {'in' if kind is TransactionKind.DEPOSIT else 'out'}",
        asset_type=AssetType.CASH,
        quantity=0.0,
        price=None,
        amount=abs(trade.external_amount),
        fees=0.0,
        taxes=0.0,
        reference=reference,
    )
