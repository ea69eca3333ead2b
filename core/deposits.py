"""What is a deposit or bond worth on a date, and which dated flows do its terms make?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from core.errors import InvalidSpecification


class DepositKind(StrEnum):
    """Instruments held by their terms, not by a market price."""

    FIXED_DEPOSIT = "FIXED_DEPOSIT"
    RECURRING_DEPOSIT = "RECURRING_DEPOSIT"
    PPF = "PPF"
    BOND = "BOND"


class Payout(StrEnum):
    """How often interest (or a coupon) is paid out; NONE keeps it inside until maturity."""

    NONE = "NONE"
    MONTHLY = "MONTHLY"
    QUARTERLY = "QUARTERLY"
    SEMI_ANNUALLY = "SEMI_ANNUALLY"
    ANNUALLY = "ANNUALLY"


@dataclass(frozen=True, slots=True)
class Deposit:
    """The terms of one deposit. ``amount``: principal (fixed deposit), instalment (recurring deposit, PPF) or face value (bond).

    ``rate`` is a fraction a year (0.07). ``compounding`` is QUARTERLY for bank deposits, ANNUALLY for PPF.
    """

    kind: DepositKind
    name: str
    amount: float
    rate: float
    start: date
    maturity: date
    currency: str = "INR"
    compounding: Payout = Payout.QUARTERLY
    payout: Payout = Payout.NONE

    def __post_init__(self) -> None:
        if self.maturity <= self.start:
            raise InvalidSpecification(f"{self.name}: the maturity must be after the start. Check the two dates.")
