"""What is a portfolio in JSON? Its name, currency, transactions and deposits, and what a list tells of it."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, ConfigDict, Field

from api.server.fields import (
    Currency,
    IsoDate,
    Name,
    NonNegative,
    PercentRate,
    Question,
    QuotedUnit,
    Symbol,
    Text,
    upper_case,
)
from core.ledger.deposits import DepositKind, Payout
from core.ledger.terms.deposit_notes import why_not_valued
from core.ledger.transaction import AssetType, TransactionKind
from studies.answers.fields import Answer, StatedPercent, origin

MOST_TRANSACTIONS, MOST_DEPOSITS, MOST_RATE_CHANGES = 50_000, 2_000, 400

Kind = Annotated[TransactionKind, BeforeValidator(upper_case)]
Asset = Annotated[AssetType, BeforeValidator(upper_case)]
Rhythm = Annotated[Payout, BeforeValidator(upper_case)]


def valued_kind(value: Any) -> Any:
    """A kind in either case; an instrument that is not valued by its terms is refused with what to do."""
    if isinstance(value, str) and (why := why_not_valued(value)) is not None:
        raise ValueError(why)
    return upper_case(value)


class TransactionIn(Question):
    """One thing the investor did; every number is at least 0, the `type` carries the direction."""

    date: IsoDate
    type: Kind
    symbol: Symbol = ""
    name: Text = ""
    asset_type: Asset = AssetType.STOCK
    quantity: Annotated[
        NonNegative, Field(description="Units; for SPLIT the new units per old unit, for BONUS the units received.")
    ] = 0.0
    price: Annotated[NonNegative | None, Field(description="Per unit.")] = None
    amount: Annotated[
        NonNegative | None, Field(description="Money before fees and taxes; quantity × price unless given.")
    ] = None
    fees: NonNegative = 0.0
    taxes: NonNegative = 0.0
    currency: Annotated[
        QuotedUnit | None,
        Field(
            description="The portfolio's base currency unless given; of money in a minor unit (`GBp`, `GBX`) pounds are kept."
        ),
    ] = None
    fx_rate: Annotated[NonNegative | None, Field(description="Base-currency units per unit of `currency`.")] = None
    fair_market_value: Annotated[NonNegative | None, Field(description="Per unit, for RSU_VEST and ESPP_PURCHASE.")] = (
        None
    )
    reference: Annotated[Text, Field(description="The broker's own number of this transaction.")] = ""


class RateChangeIn(Question):
    """From the start of this day on a deposit earns another rate."""

    date: IsoDate
    rate: Annotated[PercentRate, Field(description="Percent a year.")]


class DepositIn(Question):
    """Something held by its terms. The money is `principal`, `instalment` or `amount`: whichever word fits; exactly one.

    Closed early it is settled as if it had run until `closed_on` at `closed_rate`, less `penalty`.
    """

    kind: Annotated[DepositKind, BeforeValidator(valued_kind)]
    name: Name
    principal: NonNegative | None = None
    instalment: NonNegative | None = None
    amount: NonNegative | None = None
    rate: Annotated[PercentRate, Field(description="Percent a year from the start on; it may be negative.")]
    start: IsoDate
    maturity: Annotated[
        IsoDate | None,
        Field(
            description="Needed but for a PPF, which by law matures 15 financial years after the one of its opening."
        ),
    ] = None
    currency: Annotated[Currency | None, Field(description="The portfolio's base currency unless given.")] = None
    compounding: Annotated[
        Rhythm | None, Field(description="QUARTERLY unless given; ANNUALLY for a PPF and an EPF.")
    ] = None
    payout: Annotated[Rhythm, Field(description="NONE keeps the interest inside until maturity.")] = Payout.NONE
    rate_changes: Annotated[
        list[RateChangeIn],
        Field(max_length=MOST_RATE_CHANGES, description="What followed `rate`, by date."),
    ] = Field(default_factory=list)
    closed_on: Annotated[IsoDate | None, Field(description="The day of an early closing.")] = None
    closed_rate: Annotated[
        PercentRate | None,
        Field(description="Percent a year that the card gives for the time held; the deposit's own unless given."),
    ] = None
    penalty: Annotated[
        float, Field(strict=True, ge=0, lt=100, allow_inf_nan=False, description="Percentage points off that rate.")
    ] = 0.0
    instalments: Annotated[
        Rhythm | None,
        Field(
            description="How often a PPF (ANNUALLY unless given) or an EPF (MONTHLY) is paid into; NONE: once, at the start."
        ),
    ] = None


class PortfolioIn(Question):
    """A new portfolio."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "name": "My shares",
                    "base_currency": "INR",
                    "transactions": [
                        {"date": "2024-01-02", "type": "BUY", "symbol": "INFY.NS", "quantity": 10, "price": 1542.5},
                        {"date": "2024-06-03", "type": "DIVIDEND", "symbol": "INFY.NS", "amount": 280},
                    ],
                }
            ]
        }
    )

    name: Name
    base_currency: Currency
    transactions: Annotated[list[TransactionIn], Field(max_length=MOST_TRANSACTIONS)] = Field(default_factory=list)
    deposits: Annotated[list[DepositIn], Field(max_length=MOST_DEPOSITS)] = Field(default_factory=list)
    cash_tracked: Annotated[
        bool | None,
        Field(description="Whether the cash account belongs to it; null lets the rows decide.", strict=True),
    ] = None


class PortfolioHead(Answer):
    """What a list shows of a portfolio."""

    id: str
    name: str
    base_currency: str
    simulated: Annotated[bool, Field(description="The embedded sample, valued at simulated prices.")]
    version: Annotated[int, Field(description="Rises with every change.")]
    transaction_count: int
    deposit_count: int
    first_date: Annotated[dt.date | None, origin("first")]
    last_date: Annotated[dt.date | None, origin("last")]


class PortfolioList(Answer):
    """All portfolios, the user's own first."""

    portfolios: list[PortfolioHead]


class TransactionOut(Answer):
    """One transaction as stored."""

    date: Annotated[dt.date, origin("on")]
    type: Annotated[TransactionKind, origin("kind")]
    symbol: str
    name: str
    asset_type: AssetType
    quantity: float
    price: float | None
    amount: float | None
    fees: float
    taxes: float
    currency: str
    fx_rate: float | None
    fair_market_value: float | None
    reference: str


class RateChangeOut(Answer):
    """A rate from a day on, in percent a year."""

    date: Annotated[dt.date, origin("on")]
    rate: StatedPercent


class DepositOut(Answer):
    """One deposit as stored; rates in percent a year, `penalty` in percentage points."""

    kind: DepositKind
    name: str
    amount: float
    rate: StatedPercent
    start: dt.date
    maturity: dt.date
    currency: str
    compounding: Payout
    payout: Payout
    rate_changes: list[RateChangeOut]
    closed_on: dt.date | None
    closed_rate: StatedPercent | None
    penalty: StatedPercent
    instalments: Annotated[Payout, origin("rhythm"), Field(description="NONE: paid once, at the start.")]


class PortfolioOut(PortfolioHead):
    """A portfolio with everything in it."""

    cash_tracked: bool | None
    transactions: list[TransactionOut]
    deposits: list[DepositOut]


class PortfolioCreated(PortfolioHead):
    """The new portfolio's head; `id` is what every other address needs."""

    links: Annotated[dict[Literal["self", "benchmark_comparison"], str], Field(description="Where to go on.")]
