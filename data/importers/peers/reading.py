"""What came out of a file of investors? Records ready to be stored, beside everything that could not be taken over."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from core.allocation.buckets import AllocationShare, Dimension, bucket_named
from core.errors import BenchmarkingError
from core.peers.investor import DAYS_OF_A_YEAR, SUM_TOLERANCE, Investor, InvestorRecord, InvestorYear
from data.importers.columns.row_fields import RowFields
from data.importers.reading import RowProblem

HIGHEST_RETURN = (
    0.60  # no institution's whole fund has ever made or lost so much in a year: a slipped decimal, not a return
)


@dataclass(frozen=True, slots=True)
class PeerReading:
    """A file understood; nothing is stored yet. ``scaled``: how many allocations were brought to 100 % on request."""

    format: str
    records: tuple[InvestorRecord, ...] = ()
    problems: tuple[RowProblem, ...] = ()
    notes: tuple[str, ...] = ()
    scaled: int = 0


def fiscal_year_end_of(row: RowFields, column: str) -> str:
    """Month and day of the year's end, from ``06-30`` or a whole date; "" where none is given or it cannot be read, which is listed."""
    text = row.known_text(column)
    if text in DAYS_OF_A_YEAR:
        return text
    day = row.known_day(column)
    return "" if day is None else f"{day:%m-%d}"


@dataclass(slots=True)
class PeerCollection:
    """Collects what rows say, investor by investor. ``normalise``: scale sums that are off to 1 instead of listing them."""

    normalise: bool
    problems: list[RowProblem] = field(default_factory=list)
    heads: dict[str, Investor] = field(default_factory=dict)
    years: dict[str, dict[int, InvestorYear]] = field(default_factory=dict)
    weights: dict[str, dict[tuple[int, Dimension], dict[str, float]]] = field(default_factory=dict)
    scaled: int = 0

    def add_year(self, row: RowFields, name: str, year: int, assets: float | None, performance: float | None) -> None:
        """What is known of a year; an absurd return is flagged and left out."""
        if performance is not None and abs(performance) > HIGHEST_RETURN:
            row.refuse("return", f"{name} {year}: a return of {performance:.1%} cannot be believed and is left out.")
            performance = None
        before = self.years.setdefault(name, {}).get(year)
        known_assets = before.assets if before and assets is None else assets
        known_return = before.performance if before and performance is None else performance
        try:
            self.years[name][year] = InvestorYear(year, known_assets, known_return)
        except BenchmarkingError as error:
            row.refuse("year", error.message)

    def add_allocation(
        self, row: RowFields, name: str, year: int, dimension: Dimension, given: Mapping[str, float], unit: str
    ) -> None:
        """One whole: amounts by bucket in ``unit`` (weight, percent or value). One that is off is listed, or scaled on request."""
        where = f"{name} {year}, {dimension.replace('_', ' ')}"
        if any(amount < 0 for amount in given.values()):
            low = min(given, key=lambda bucket: given[bucket])
            row.refuse(low, f"{where}: {given[low]:g} is below 0. Leave short positions out, or net them.")
            return
        total = math.fsum(given.values())
        if total <= 0:
            row.refuse(dimension.value, f"{where}: nothing is held. Leave such a row out.")
            return
        scale = total if unit == "value" else 100.0 if unit == "percent" else 1.0
        off = abs(total / scale - 1.0) > SUM_TOLERANCE + 1e-12
        if off and not self.normalise:
            row.refuse(dimension.value, f"{where}: the weights sum to {total / scale:.1%}, not to 100 %. Not imported.")
            return
        self.scaled += off
        self._add_weights(name, year, dimension, given, total if off else scale)

    def _add_weights(
        self, name: str, year: int, dimension: Dimension, given: Mapping[str, float], scale: float
    ) -> None:
        held = self.weights.setdefault(name, {}).setdefault((year, dimension), {})
        for bucket, amount in given.items():
            known = bucket_named(dimension, bucket)
            held[known] = min(held.get(known, 0.0) + amount / scale, 1.0)

    def reading(self, format_name: str, notes: tuple[str, ...] = ()) -> PeerReading:
        """All that was collected, as records."""
        records = []
        for name, head in self.heads.items():
            shares = tuple(
                AllocationShare(year, dimension, bucket, weight)
                for (year, dimension), held in self.weights.get(name, {}).items()
                for bucket, weight in held.items()
                if weight > 0
            )
            records.append(InvestorRecord(head, shares, tuple(self.years.get(name, {}).values())))
        if self.scaled:
            notes = (*notes, f"{self.scaled} allocations did not sum to 100 % and were scaled, as you asked.")
        ordered = tuple(sorted(self.problems, key=lambda one: one.line))
        return PeerReading(format_name, tuple(records), ordered, notes, self.scaled)
