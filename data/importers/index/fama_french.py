"""Which factor returns does this file hold? Fama–French files as published: the first monthly or daily table, text ignored."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

import numpy as np

from core.errors import InvalidSpecification
from core.index.factors import FactorTable, Frequency
from core.market.levels import Floats
from data.importers.columns.field_values import Cell
from data.importers.errors import UnreadableFileError, shown_name
from data.importers.files.published_archive import text_inside
from data.importers.files.rows import Row, Table
from data.importers.files.table import header_name, read_table

KNOWN = {
    "mkt_rf": "Mkt-RF",
    "smb": "SMB",
    "hml": "HML",
    "rmw": "RMW",
    "cma": "CMA",
    "mom": "Mom",
    "umd": "Mom",
    "wml": "Mom",
    "rf": "RF",
}
MISSING = (-99.99, -999.0)
LARGEST_FACTOR = 10_000.0  # percent a period
HEADER_WITHIN = 60  # rows: the published text above a table is far shorter
_MONTH, _DAY = re.compile(r"\d{6}"), re.compile(r"\d{8}")

# Percent: no published factor is quieter than this; fractions are a hundred times smaller.
LEAST_DEVIATION = {Frequency.MONTHLY: 0.5, Frequency.DAILY: 0.1}
LARGEST_DEVIATION = {Frequency.MONTHLY: 30.0, Frequency.DAILY: 10.0}
LARGEST_RISK_FREE = {Frequency.MONTHLY: 2.0, Frequency.DAILY: 0.1}  # percent a period, on average: 24 % a year


class WrongUnits(InvalidSpecification):
    """Factor returns that cannot be percent a period."""

    code = "wrong_units"


def read_factors(content: bytes, file_name: str) -> FactorTable:
    """The first table of months (YYYYMM) or days (YYYYMMDD), as fractions; the annual block and all text are left out.

    ``content``: the CSV, or the ZIP in which the library hands it out. Rows in which a factor is missing (−99.99) are left out.
    Raises UnreadableFileError without a table, WrongUnits where the numbers are not percent a period.
    """
    table = read_table(text_inside(content, file_name), file_name, delimiter=",")
    at, names = _header(table, file_name)
    rows = _rows(table.rows[at + 1 :], len(names))
    if not rows:
        raise UnreadableFileError(
            file_name, "below its header no row begins with a month (YYYYMM) or a day (YYYYMMDD)."
        )
    frequency = Frequency.MONTHLY if len(rows[0][0]) == 6 else Frequency.DAILY
    numbers = np.array([_numbers(row, file_name) for row in rows]).T
    whole = ~np.isin(numbers, MISSING).any(axis=0)
    dates = _dates([row[0] for row in rows], frequency, file_name)[whole]
    percent = dict(zip(names, numbers[:, whole], strict=True))
    if dates.size < 2:
        raise UnreadableFileError(file_name, "it has fewer than two rows in which every factor is known.")
    _check_units(percent, frequency, file_name)
    rates = percent.pop("RF", None)
    values = np.array(list(percent.values())) / 100.0
    return FactorTable(tuple(percent), frequency, dates, values, None if rates is None else rates / 100.0)


def _header(table: Table, file_name: str) -> tuple[int, tuple[str, ...]]:
    """The row that names the factors, its first cell empty or a word for the date, and the names."""
    for at, row in enumerate(table.rows[:HEADER_WITHIN]):
        names = tuple(KNOWN.get(header_name(cell), "") for cell in row.cells[1:] if str(cell).strip())
        if names and all(names) and set(names) != {"RF"} and len(set(names)) == len(names):
            return at, names
    known = ", ".join(dict.fromkeys(KNOWN.values()))
    raise UnreadableFileError(file_name, f"no row names Fama–French factors ({known}).")


def _rows(rows: Sequence[Row], factors: int) -> list[tuple[str, tuple[Cell, ...], int]]:
    """The dates and cells of the first table: as long as rows begin with a date of the same length."""
    found: list[tuple[str, tuple[Cell, ...], int]] = []
    for row in rows:
        date = _date_text(row.cells[0]) if row.cells else ""
        fits = bool(_MONTH.fullmatch(date) or _DAY.fullmatch(date)) and len(row.cells) > factors
        if not fits or (found and len(date) != len(found[0][0])):
            if found:
                break
            continue
        found.append((date, row.cells[1 : factors + 1], row.line))
    return found


def _date_text(cell: Cell) -> str:
    return f"{cell:.0f}" if isinstance(cell, float) else str(cell).strip()


def _numbers(row: tuple[str, tuple[Cell, ...], int], file_name: str) -> list[float]:
    try:
        numbers = [float(str(cell).strip()) for cell in row[1]]
    except ValueError:
        numbers = [math.nan]
    if not all(map(math.isfinite, numbers)):
        raise UnreadableFileError(file_name, "a factor is not a number", row[2])
    if max(map(abs, numbers)) > LARGEST_FACTOR:
        raise UnreadableFileError(file_name, "a factor is larger than any return in percent can be", row[2])
    return numbers


def _dates(texts: Sequence[str], frequency: Frequency, file_name: str) -> np.ndarray:
    days = [f"{one[:4]}-{one[4:6]}-{one[6:] or '01'}" for one in texts]
    try:
        dates = np.array(days, dtype="datetime64[D]")
    except ValueError:
        raise UnreadableFileError(file_name, "one of its dates is in no calendar.") from None
    if np.any(np.diff(dates.astype(np.int64)) <= 0):
        raise UnreadableFileError(file_name, f"its {frequency} dates do not increase.")
    return dates


def _check_units(percent: dict[str, Floats], frequency: Frequency, file_name: str) -> None:
    for name, values in percent.items():
        deviation, mean = float(values.std(ddof=1)), float(values.mean())
        if name == "RF":
            if mean > LARGEST_RISK_FREE[frequency]:
                raise WrongUnits(
                    f"“{shown_name(file_name)}”: the risk-free rate is {mean:.2f} on average, which is no {frequency} rate in percent. "
                    "Give it per period, as published."
                )
        elif not LEAST_DEVIATION[frequency] <= deviation <= LARGEST_DEVIATION[frequency]:
            raise WrongUnits(
                f"“{shown_name(file_name)}”: {name} moves by {deviation:.4g} a period, which is no {frequency} factor in percent. "
                "Give the file as published, in percent."
            )
