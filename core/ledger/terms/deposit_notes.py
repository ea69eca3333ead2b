"""What should a holder of a deposit be told: what the law keeps out of it, and which instruments are not valued by their terms?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import numpy as np

from core.ledger.deposits import Deposit, DepositKind, instalment_days
from core.ledger.terms.provident_funds import PPF_LEAST, financial_years, ppf_limits, taken_by_ppf
from core.market.levels import Days, Floats, to_day

NOT_VALUED = {
    "SCSS": "a Senior Citizens' Savings Scheme (SCSS) is not valued by its terms. Leave it out, or enter a fixed deposit "
    "that pays its interest quarterly, which comes near it.",
    "SGB": "a Sovereign Gold Bond (SGB) is not valued by its terms: it follows the price of gold. Leave it out, or enter its purchases as "
    "transactions and bring its prices.",
}
_ALSO_CALLED = {
    "SENIOR_CITIZENS_SAVINGS_SCHEME": "SCSS",
    "SENIOR_CITIZEN_SAVINGS_SCHEME": "SCSS",
    "SENIOR_CITIZENS_SAVING_SCHEME": "SCSS",
    "SENIOR_CITIZEN_SAVING_SCHEME": "SCSS",
    "SOVEREIGN_GOLD_BOND": "SGB",
    "SOVEREIGN_GOLD_BONDS": "SGB",
}


def why_not_valued(kind: str) -> str | None:
    """Why an instrument of this name is none that is valued by its terms, and what to do; None for every other name."""
    name = "_".join(kind.upper().replace("'", "").replace("’", "").replace("-", " ").replace("_", " ").split())
    return NOT_VALUED.get(_ALSO_CALLED.get(name, name))


def deposit_notes(deposit: Deposit, until: date) -> Iterator[str]:
    """What a PPF did not take, or got too little of, in the financial years of its payments up to ``until``."""
    if deposit.kind is DepositKind.PPF and deposit.currency == "INR":
        days = instalment_days(deposit)
        days = days[days <= to_day(min(until, deposit.end))]
        taken = taken_by_ppf(deposit.amount, days)
        yield from _above_the_limit(deposit, days[taken < deposit.amount])
        yield from _below_the_least(deposit, days, taken)


def _above_the_limit(deposit: Deposit, days: Days) -> Iterator[str]:
    """``days``: those whose instalment was not taken whole."""
    if days.size:
        limits = [f"₹{one / 1e5:g} lakh" for one in np.unique(ppf_limits(financial_years(days)))]
        yield (
            f"{deposit.name}: a PPF takes no more than {' or '.join(limits)} in a financial year. What is above it in "
            f"{_spoken(int(financial_years(days)[0]))} goes back without interest and is not counted, nor in any later year."
        )


def _below_the_least(deposit: Deposit, days: Days, taken: Floats) -> Iterator[str]:
    years = financial_years(days)
    low = [int(one) for one in np.unique(years) if taken[years == one].sum() < PPF_LEAST]
    if low:
        yield (
            f"{deposit.name}: less than ₹500 was paid in {_spoken(low[0])}. A PPF lapses then until it is revived; its "
            "interest is counted all the same."
        )


def _spoken(year: int) -> str:
    """A financial year by both of its calendar years."""
    return f"{year}–{(year + 1) % 100:02d}"
