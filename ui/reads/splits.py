"""Which splits do users' own portfolios lack, and which were added from the prices? Read through one door, cached by revision."""

from __future__ import annotations

from core.ledger.portfolio import Portfolio
from studies.splits import SuggestedSplit, added_splits, suggested_splits
from ui.reads.portfolio import engine, portfolio, portfolios, remembered

__all__ = ["SuggestedSplit", "splits_added", "splits_missing"]


@remembered(2)
def splits_missing() -> tuple[SuggestedSplit, ...]:
    """Splits that the stored prices know of and the transactions lack, by date."""
    return tuple(sorted(suggested_splits(engine(), _own_portfolios()), key=lambda one: (one.row.on, one.row.symbol)))


def splits_added() -> tuple[SuggestedSplit, ...]:
    """Splits that came into the transactions from the prices."""
    return added_splits(_own_portfolios())


def _own_portfolios() -> list[Portfolio]:
    return [portfolio(one.id) for one in portfolios() if not one.simulated]
