"""Which portfolios does a visitor without data of their own meet? Three invented ones, marked as simulated."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from core.ledger.portfolio import Portfolio
from data.importers.formats.recognise import read_transactions
from data.importers.reading import ImportReading

FOLDER = Path(__file__).parent
MADE = FOLDER / "made"


@dataclass(frozen=True, slots=True)
class SamplePlan:
    """One sample portfolio's identity; ``plan`` names its rows in the plan table and its files."""

    id: str
    plan: str
    name: str
    base_currency: str


SAMPLE_PLANS = (
    SamplePlan("sample-household", "household", "Sample: Indian household", "INR"),
    SamplePlan("sample-us-growth", "us_growth", "Sample: US growth", "USD"),
    SamplePlan("sample-60-40", "sixty_forty", "Sample: 60/40 (SPY and AGG)", "USD"),
)


@lru_cache(maxsize=1)
def sample_portfolios() -> tuple[Portfolio, ...]:
    """The Indian household, the US growth portfolio and the 60/40."""
    return tuple(_portfolio(plan) for plan in SAMPLE_PLANS)


def _portfolio(plan: SamplePlan) -> Portfolio:
    return Portfolio(
        id=plan.id,
        name=plan.name,
        base_currency=plan.base_currency,
        transactions=_read(MADE / f"{plan.plan}_transactions.csv").transactions,
        deposits=_read(deposits).deposits if (deposits := FOLDER / f"{plan.plan}_deposits.csv").exists() else (),
        cash_tracked=False,
        simulated=True,
    )


def _read(file: Path) -> ImportReading:
    """The sample comes in as everybody's own files do."""
    return read_transactions(file.read_bytes(), file.name)
