"""What did the sample's owners mean to do, and when? The plan table, unrolled into dated orders."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from core.ledger.transaction import AssetType, TransactionKind
from core.market.levels import to_day
from core.market.period import months_before
from data.catalogue import table_rows
from data.sample.generator.market import MadeSeries
from data.sample.generator.model import FOLDER

ROUND_MONEY = 100.0


@dataclass(frozen=True, slots=True)
class Restatement:
    """A split (``units`` new for one old) or bonus (``units`` received for one held)."""

    kind: TransactionKind
    on: date
    units: float

    @property
    def ratio(self) -> float:
        """New units for one old unit."""
        return self.units if self.kind is TransactionKind.SPLIT else 1.0 + self.units


@dataclass(frozen=True, slots=True)
class Instrument:
    """One holding's name and type; ``decimals`` of a unit that can be traded."""

    symbol: str
    name: str
    asset_type: AssetType
    decimals: int
    restated: tuple[Restatement, ...]

    def later_ratio(self, on: date) -> float:
        """Units of today for one unit held on a date."""
        return float(np.prod([one.ratio for one in self.restated if one.on > on]))


@dataclass(frozen=True, slots=True)
class Order:
    """One thing to do on one trading day; what ``amount`` means depends on the action (see the plan table)."""

    on: date
    action: str
    symbol: str
    amount: float
    start: float


def load_instruments() -> dict[str, Instrument]:
    """Everything the sample portfolios hold, by symbol."""
    return {row["symbol"]: _instrument(row) for row in table_rows(FOLDER / "instruments.csv")}


def _instrument(row: Mapping[str, str]) -> Instrument:
    restated = row["restated"].split()
    kinds = () if not restated else (_restatement(*restated),)
    return Instrument(row["symbol"], row["name"], AssetType(row["asset_type"]), int(row["units"]), kinds)


def _restatement(kind: str, on: str, each: str) -> Restatement:
    return Restatement(TransactionKind(kind), date.fromisoformat(on), float(each))


def planned_orders(portfolio: str, market: Mapping[str, MadeSeries]) -> list[Order]:
    """A portfolio's orders by date, each on a trading day of its market."""
    rows = [row for row in table_rows(FOLDER / "plans.csv") if row["portfolio"] == portfolio]
    orders = [order for row in rows for order in _unrolled(row, market[row["symbol"]])]
    return sorted(orders, key=lambda order: order.on)


def _unrolled(row: Mapping[str, str], series: MadeSeries) -> Iterator[Order]:
    first = date.fromisoformat(row["first"])
    last = date.fromisoformat(row["last"] or row["first"])
    every, k = int(row["every"]), 0
    while (planned := months_before(first, -every * k)) <= last:
        amount = float(row["amount"]) * (1 + float(row["rise"])) ** (planned.year - first.year)
        if row["action"] == "BUY":
            amount = round(amount / ROUND_MONEY) * ROUND_MONEY
        yield Order(_trading_day(series, planned), row["action"], row["symbol"], amount, float(row["start"] or 0))
        k += 1
        if not every:
            break


def _trading_day(series: MadeSeries, planned: date) -> date:
    """The planned day, or the next one on which there is a close."""
    day = series.days[np.searchsorted(series.days, to_day(planned))].item()
    assert isinstance(day, date)
    return day
