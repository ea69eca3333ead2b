"""Whose money is it, and what was done with it? A portfolio is a name, a currency and what happened."""

from __future__ import annotations

from dataclasses import dataclass

from core.errors import InvalidSpecification
from core.ledger.deposits import Deposit
from core.ledger.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Portfolio:
    """Transactions (any order) and deposits held by terms, reported in ``base_currency``.

    ``cash_tracked``: whether the cash between deposits and purchases belongs to the portfolio; None lets the rows decide.
    ``version`` rises with every stored change, so that results can be cached by ``(id, version)``.
    ``simulated``: the embedded sample, which may be valued at simulated prices; a user's own portfolio never is. ``left_out``: symbols
    that its owner wants in neither value nor flows.
    """

    id: str
    name: str
    base_currency: str
    transactions: tuple[Transaction, ...] = ()
    deposits: tuple[Deposit, ...] = ()
    cash_tracked: bool | None = None
    simulated: bool = False
    version: int = 1
    left_out: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        currency = self.base_currency
        if len(currency) != 3 or not currency.isalpha() or not currency.isupper():
            raise InvalidSpecification(
                f"{self.name}: the base currency must be a three-letter code such as USD, not “{currency}”."
            )
