"""What did the investor do? One dated transaction, its kinds, and what each kind means for money."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from operator import attrgetter
from typing import Any

from core.errors import InvalidSpecification
from core.market.minor_units import major_currency
from core.wording import spoken_date


class TransactionKind(StrEnum):
    """Kinds of a row, as in docs/methodology.md, *Value of a portfolio*."""

    BUY = "BUY"
    SELL = "SELL"
    DEPOSIT = "DEPOSIT"
    WITHDRAWAL = "WITHDRAWAL"
    DIVIDEND = "DIVIDEND"
    COUPON = "COUPON"
    INTEREST = "INTEREST"
    FEE = "FEE"
    TAX = "TAX"
    RSU_VEST = "RSU_VEST"
    ESPP_PURCHASE = "ESPP_PURCHASE"
    CONTRIBUTION = "CONTRIBUTION"
    BONUS = "BONUS"
    SPLIT = "SPLIT"


class AssetType(StrEnum):
    """The kind of instrument that is held."""

    STOCK = "STOCK"
    MUTUAL_FUND = "MUTUAL_FUND"
    ETF = "ETF"
    ESPP = "ESPP"
    RSU = "RSU"
    BOND = "BOND"
    FIXED_DEPOSIT = "FIXED_DEPOSIT"
    RECURRING_DEPOSIT = "RECURRING_DEPOSIT"
    PPF = "PPF"
    EPF = "EPF"
    GOLD = "GOLD"
    CRYPTO = "CRYPTO"
    CASH = "CASH"
    PROPERTY = "PROPERTY"
    OTHER = "OTHER"


# A fund with the growth option keeps in its NAV what it earns, and the others earn in their value too: there is no payout to list.
PAYS_NOTHING_APART = frozenset(
    {
        *(AssetType.MUTUAL_FUND, AssetType.GOLD, AssetType.CRYPTO, AssetType.CASH),
        *(AssetType.FIXED_DEPOSIT, AssetType.RECURRING_DEPOSIT, AssetType.PPF),
    }
)
FROM_EMPLOYER = frozenset({TransactionKind.RSU_VEST, TransactionKind.ESPP_PURCHASE})
ACQUISITIONS = FROM_EMPLOYER | {TransactionKind.BUY}
PAYOUTS = frozenset({TransactionKind.DIVIDEND, TransactionKind.COUPON, TransactionKind.INTEREST})
TRADES = frozenset({TransactionKind.BUY, TransactionKind.SELL})
MONEY_IN = ACQUISITIONS | {TransactionKind.DEPOSIT, TransactionKind.CONTRIBUTION}
MONEY_OUT = frozenset({TransactionKind.SELL, TransactionKind.WITHDRAWAL})
COSTS = frozenset({TransactionKind.FEE, TransactionKind.TAX})
UNIT_CHANGES = frozenset({TransactionKind.BONUS, TransactionKind.SPLIT})
OF_UNITS = ACQUISITIONS | UNIT_CHANGES | {TransactionKind.SELL}
IN_KIND = FROM_EMPLOYER | {TransactionKind.DEPOSIT, TransactionKind.WITHDRAWAL, TransactionKind.CONTRIBUTION}
FROM_PRICES = "from the prices"
"""The reference of a SPLIT that came with the prices, which are adjusted for it."""
MONEY = ("price", "amount", "fees", "taxes", "fair_market_value")
NUMBERS = ("quantity", "price", "amount", "fees", "taxes", "fx_rate", "fair_market_value")
_numbers_of = attrgetter(*NUMBERS)


@dataclass(frozen=True, slots=True)
class Transaction:
    """One row of a transaction file; every number is non-negative, the kind carries the direction.

    ``quantity``: units bought, sold or received; for SPLIT the new units per old unit (3.0 = three for one); for BONUS the units received.
    A BUY or SELL may state its amount alone: its units then follow from the price of its day (see :mod:`core.ledger.stated_amounts`).
    Units that came or went without being bought or sold (``IN_KIND``) may state no price: they count at the price of their day.
    ``price``: per unit. ``amount``: gross money before fees and taxes, in ``currency``; quantity × price unless given.
    ``fees``, ``taxes``: in ``currency``. ``fx_rate``: base-currency units per unit of ``currency`` on the day, when the file states it.
    ``fair_market_value``: per unit, for RSU_VEST and ESPP_PURCHASE. ``reference``: the broker's own id, empty if none.
    """

    on: date
    kind: TransactionKind
    symbol: str = ""
    name: str = ""
    asset_type: AssetType = AssetType.STOCK
    quantity: float = 0.0
    price: float | None = None
    amount: float | None = None
    fees: float = 0.0
    taxes: float = 0.0
    currency: str = "USD"
    fx_rate: float | None = None
    fair_market_value: float | None = None
    reference: str = ""

    def __post_init__(self) -> None:
        for field, value in zip(NUMBERS, _numbers_of(self), strict=True):
            if value is not None and not 0 <= value < math.inf:
                self._refuse(f"{field} must be a number of at least 0, not {value}", field)
        if len(self.currency) != 3 or not self.currency.isalpha() or not self.currency.isupper():
            self._refuse(f"currency must be a three-letter code such as USD, not “{self.currency}”", "currency")
        if self.fx_rate == 0:
            self._refuse("fx_rate must be above 0", "fx_rate")
        self._check_kind()

    @classmethod
    def quoted(cls, **facts: Any) -> Transaction:
        """A row whose ``currency`` may be a minor unit, as its exchange quotes it: money in pence (``GBX``) is brought to pounds."""
        currency, units = major_currency(facts["currency"])
        if units == 1.0:
            return cls(**facts | {"currency": currency})
        money = {name: facts[name] / units for name in MONEY if facts.get(name) is not None}
        rate = {"fx_rate": facts["fx_rate"] * units} if facts.get("fx_rate") is not None else {}
        return cls(**facts | money | rate | {"currency": currency})

    def _check_kind(self) -> None:
        needs_units = self.kind in OF_UNITS
        if needs_units and not self.symbol:
            self._refuse("a symbol is needed", "symbol")
        if self.kind in TRADES and self.quantity <= 0 and not self.amount:
            self._refuse("a quantity above 0, or an amount alone, is needed", "quantity")
        if needs_units and self.kind not in TRADES and self.quantity <= 0:
            self._refuse("a quantity above 0 is needed", "quantity")
        if self.kind not in UNIT_CHANGES and self.gross is None and not self.lacks_price:
            self._refuse("an amount, or a quantity and a price, is needed", "amount")

    def _refuse(self, why: str, field: str) -> None:
        what = f"{self.kind} {self.symbol}".strip()
        raise InvalidSpecification(
            f"{what} of {spoken_date(self.on)}: {why}.", field=field, on=self.on.isoformat(), kind=str(self.kind)
        )

    @property
    def gross(self) -> float | None:
        """Money value before fees and taxes, in ``currency``: units at fair market value for vests and plan purchases."""
        if self.kind in UNIT_CHANGES:
            return 0.0
        if self.kind in FROM_EMPLOYER and self.fair_market_value is not None:
            return self.quantity * self.fair_market_value
        if self.amount is not None:
            return self.amount
        return None if self.price is None else self.quantity * self.price

    @property
    def lacks_price(self) -> bool:
        """Whether it moves units in kind and says nothing of their worth."""
        return self.kind in IN_KIND and bool(self.symbol) and self.quantity > 0 and self.gross is None

    @property
    def external_amount(self) -> float:
        """The flow this row is for a portfolio without a cash account, in ``currency``: positive into the portfolio.

        Fees and taxes raise the cost of a buy and lower the proceeds of a sale or payout; a fee or tax of its own is money in
        that bought nothing. The tax on a vest or plan purchase is income tax, no cost of the investment: the flow is units × fair
        market value, and fees.
        """
        gross, costs = self.gross or 0.0, self.fees + self.taxes
        if self.kind in FROM_EMPLOYER:
            return gross + self.fees
        if self.kind in MONEY_IN or self.kind in COSTS:
            return gross + costs
        if self.kind in MONEY_OUT or self.kind in PAYOUTS:
            return costs - gross
        return costs
