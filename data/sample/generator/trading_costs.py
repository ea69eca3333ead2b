"""What did a trade cost in fees and taxes? Rounded tariffs of Indian and US brokers, good enough for a sample."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from core.ledger.transaction import AssetType, TransactionKind

BROKERAGE, BROKERAGE_AT_MOST, GOODS_AND_SERVICES_TAX, EXCHANGE_FEE = 0.0003, 20.0, 0.18, 0.0000345
DEMAT_FEE = 15.93
SECURITIES_TAX_SHARES, SECURITIES_TAX_FUNDS_SOLD, STAMP_DUTY_EXCHANGE = 0.001, 0.00001, 0.00015
STAMP_DUTY_FUNDS, STAMP_DUTY_FUNDS_SINCE = 0.00005, date(2020, 7, 1)
INDIAN_DIVIDEND_TAX, INDIAN_DIVIDEND_TAX_SINCE = 0.10, date(2020, 4, 1)
US_COMMISSION, US_COMMISSION_UNTIL = 4.95, date(2019, 10, 7)
US_SALES_FEE = 0.0000221
US_TAX_ON_DIVIDENDS_TO_INDIA = 0.25


@dataclass(frozen=True, slots=True)
class Costs:
    """Fees and taxes of one trade or payout, in its currency."""

    fees: float = 0.0
    taxes: float = 0.0


def trade_costs(kind: TransactionKind, asset: AssetType, currency: str, on: date, gross: float) -> Costs:
    """Costs of a purchase or sale worth ``gross``."""
    if currency != "INR":
        return _us_costs(kind, on, gross)
    if asset is AssetType.MUTUAL_FUND:
        duty = kind is TransactionKind.BUY and on >= STAMP_DUTY_FUNDS_SINCE
        return Costs(taxes=round(gross * STAMP_DUTY_FUNDS, 2) if duty else 0.0)
    return _indian_exchange_costs(kind, asset, gross)


def _us_costs(kind: TransactionKind, on: date, gross: float) -> Costs:
    commission = US_COMMISSION if on < US_COMMISSION_UNTIL else 0.0
    return Costs(commission, round(gross * US_SALES_FEE, 2) if kind is TransactionKind.SELL else 0.0)


def _indian_exchange_costs(kind: TransactionKind, asset: AssetType, gross: float) -> Costs:
    sold = kind is TransactionKind.SELL
    brokerage = min(BROKERAGE * gross, BROKERAGE_AT_MOST)
    fees = (brokerage + EXCHANGE_FEE * gross) * (1 + GOODS_AND_SERVICES_TAX) + (DEMAT_FEE if sold else 0.0)
    on_funds = SECURITIES_TAX_FUNDS_SOLD if sold else 0.0
    securities_tax = SECURITIES_TAX_SHARES if asset is AssetType.STOCK else on_funds
    return Costs(round(fees, 2), round(gross * (securities_tax + (0.0 if sold else STAMP_DUTY_EXCHANGE)), 2))


def dividend_tax(base_currency: str, currency: str, on: date, gross: float) -> float:
    """Tax withheld from a dividend that an investor at home in ``base_currency`` receives."""
    if base_currency != "INR":
        return 0.0
    if currency != "INR":
        return round(gross * US_TAX_ON_DIVIDENDS_TO_INDIA, 2)
    return round(gross * INDIAN_DIVIDEND_TAX, 2) if on >= INDIAN_DIVIDEND_TAX_SINCE else 0.0
