"""How does the embedded sample come about? ``python -m data.sample.make`` writes all of it anew, the same bytes every time."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from pathlib import Path

import numpy as np

from core.ledger.transaction import Transaction
from data.importers.columns.mapping import COLUMN_FIELDS
from data.sample.generator.ledger import transactions_of
from data.sample.generator.market import MadeSeries, make_market
from data.sample.generator.model import FOLDER
from data.sample.generator.trading_days import MARKETS
from data.sample.portfolios import SAMPLE_PLANS

MADE = FOLDER / "made"
ORIGIN = (
    "Simulated by data/sample/make.py; not market data. Pinned to the published levels in data/sample/pins.csv where a symbol",
    "stands there, else led roughly through data/sample/steering.csv. How: docs/decisions/0002-simulated-sample.md",
)


def write_table(path: Path, comments: Iterable[str], lines: Iterable[str]) -> None:
    """A CSV with its origin in comment lines before the column names."""
    text = "".join(f"# {comment}\n" for comment in comments) + "".join(f"{line}\n" for line in lines)
    path.write_bytes(text.encode("utf-8"))


def _level_lines(series: list[MadeSeries]) -> Iterable[str]:
    yield ",".join(["date", *(one.model.symbol for one in series)])
    columns = [[f"{level:.{one.model.decimals}f}" for level in one.closes.tolist()] for one in series]
    days = np.datetime_as_string(series[0].days).tolist()
    yield from (",".join(row) for row in zip(days, *columns, strict=True))


def _write_levels(folder: Path, market: Mapping[str, MadeSeries]) -> None:
    for name in MARKETS:
        series = [one for one in market.values() if one.model.market == name]
        title = (
            f"Closing levels on the trading days of: {name.replace('_', ' ')}; prices on the basis of today's units."
        )
        write_table(folder / f"levels_{name}.csv", (title, *ORIGIN), _level_lines(series))


def _write_series(folder: Path, market: Mapping[str, MadeSeries]) -> None:
    rows = (f"{s},{one.model.market},{one.model.currency},{one.model.basis}" for s, one in market.items())
    title = "Which series there are. basis: price, total (dividends inside the level) or fund (dividends in distributions.csv)."
    write_table(folder / "series.csv", (title, *ORIGIN), ("symbol,market,currency,basis", *rows))


def _write_distributions(folder: Path, market: Mapping[str, MadeSeries]) -> None:
    rows = (
        f"{symbol},{day},{amount:.{2 if one.model.currency == 'INR' else 4}f}"
        for symbol, one in market.items()
        for day, amount in zip(one.paid.days.tolist(), one.paid.amounts.tolist(), strict=True)
    )
    title = "Dividends and interest per unit by ex-date, on the basis of today's units."
    write_table(folder / "distributions.csv", (title, *ORIGIN), ("symbol,date,amount", *rows))


def _write_transactions(folder: Path, market: Mapping[str, MadeSeries]) -> None:
    for plan in SAMPLE_PLANS:
        rows = transactions_of(plan.plan, plan.base_currency, market)
        title = f"{plan.name}: invented transactions at simulated closes, from data/sample/plans.csv; prices and units as traded."
        write_table(folder / f"{plan.plan}_transactions.csv", (title, *ORIGIN), transaction_text(rows).splitlines())


def transaction_text(rows: Iterable[Transaction]) -> str:
    """The file's text: column names, then one line a transaction; what is not known or 0 is empty."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMN_FIELDS)
    writer.writerows([_cell(getattr(row, "on" if name == "date" else name)) for name in COLUMN_FIELDS] for row in rows)
    return text.getvalue()


def _cell(value: object) -> str:
    if value is None or isinstance(value, float):
        return repr(round(value, 6)).removesuffix(".0") if value else ""
    return str(value)


def make(folder: Path) -> None:
    """Writes every file of the sample into ``folder``, which must exist."""
    market = make_market()
    _write_series(folder, market)
    _write_levels(folder, market)
    _write_distributions(folder, market)
    _write_transactions(folder, market)


def main() -> None:
    """Writes the sample where the project reads it."""
    MADE.mkdir(exist_ok=True)
    make(MADE)


if __name__ == "__main__":
    main()
