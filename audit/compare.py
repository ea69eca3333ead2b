"""Do the results agree with what the inputs give? Every file is checked, everything is computed anew, and each line says OK or DIFFERS."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from audit.accounts import (
    Account,
    Window,
    annualised,
    day_by_day,
    in_a_deposit,
    money_weighted,
    summed,
    window,
)
from audit.benchmarks import Benchmark, Mixed, read_benchmarks
from audit.compare_blends import check_blend
from audit.holdings import Book
from audit.levels import NoLevel
from audit.report import Numbers, Report, columns, numbers, ordinals

ROUNDING = 1e-12  # of all parts of a value, debt too


def check_files(folder: Path, report: Report) -> None:
    """Every file against its SHA-256; one that is changed, missing or not listed is named."""
    listed = json.loads((folder / "manifest.json").read_text("utf-8"))["files"]
    for name, facts in listed.items():
        path = folder / name
        if not path.is_file():
            report.fail(f"MISSING  {name}")
        elif hashlib.sha256(path.read_bytes()).hexdigest() != facts["sha256"]:
            report.fail(f"CHANGED  {name}: not the file that was packed")
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    for name in sorted(there - set(listed) - {"manifest.json"}):
        if "__pycache__" not in name:
            report.fail(f"UNKNOWN  {name}: not in the manifest")
    if not report.wrong:
        report.say(f"OK       all {len(listed)} files are those that were packed")


def recompute(folder: Path, report: Report) -> None:
    """Everything in ``results`` that the inputs determine."""
    spec = json.loads((folder / "specification.json").read_text("utf-8"))
    book = Book(folder, spec)
    dates = book.dates()
    worth = day_by_day(book, dates)
    values = [_total([column[at] for column in worth.values()]) for at in range(len(dates))]
    _check_days(folder, report, book, dates, worth, values)
    start, end = (date.fromisoformat(spec["period"][edge]) for edge in ("start", "end"))
    benchmarks = read_benchmarks(folder, spec, book.base)
    shown = _where_known(window(book, dates, values, start, end), benchmarks)
    _range(folder, report, spec, shown, benchmarks)


def _total(parts: list[float]) -> float:
    """What all is worth; nothing where debt leaves no more than rounding."""
    total = sum(parts)
    return total if abs(total) > ROUNDING * sum(map(abs, parts)) else 0.0


def _check_days(
    folder: Path, report: Report, book: Book, dates: list[date], worth: dict[str, list[float]], values: list[float]
) -> None:
    """Day by day since the first flow: what each holding was worth, its weight, and what went in and out."""
    stated = columns(folder / "results/daily_portfolio.csv")
    report.check("valuation dates", ordinals(stated["date"]), [float(day.toordinal()) for day in dates])
    report.check("portfolio value, every day", numbers(stated["value"]), values)
    money = summed(book.external)
    for at, name in enumerate(("paid_in", "taken_out", "paid_out")):
        found = [money.get(day, (0.0, 0.0, 0.0))[at] for day in dates]
        report.check(f"{name.replace('_', ' ')}, every day", numbers(stated[name]), found)
    by_holding, weights = columns(folder / "results/daily_values.csv"), columns(folder / "results/daily_weights.csv")
    for label in by_holding:
        if label != "date":
            found = worth.get(label, [])
            report.check(f"value of {label}", numbers(by_holding[label]), found)
            shares = [one / value if value else None for one, value in zip(found, values, strict=False)]
            report.check(f"weight of {label}", numbers(weights[label]), shares)
    for label in worth.keys() - by_holding.keys():
        report.fail(f"DIFFERS  {label} is held, but not in the results")
    _closing(folder, report, book, values[-1])


def _closing(folder: Path, report: Report, book: Book, total: float) -> None:
    """The holdings on the last day."""
    stated = columns(folder / "results/holdings.csv")
    held = [book.holdings.get(label.removeprefix("'")) for label in stated["holding"]]
    there = [one for one in held if one is not None]
    if len(there) < len(held):
        report.fail("DIFFERS  the results name holdings that the inputs do not give")
        return
    value = [one.value(book.as_of) for one in there]
    paid = [[sum(amounts[at] for _, *amounts in one.money) for at in range(3)] for one in there]
    report.check("holdings: quantity", numbers(stated["quantity"]), [one.quantity(book.as_of) for one in there])
    report.check("holdings: value", numbers(stated["value"]), value)
    report.check("holdings: weight", numbers(stated["weight"]), [one / total if total else None for one in value])
    report.check("holdings: invested", numbers(stated["invested"]), [max(0.0, came - sold) for came, sold, _ in paid])
    gains = [worth + sold + out - came for worth, (came, sold, out) in zip(value, paid, strict=True)]
    report.check("holdings: gain", numbers(stated["gain"]), gains)


def _where_known(whole: Window, benchmarks: list[Benchmark]) -> Window:
    """The window on its ends, the days on which money moved, and the dates that every benchmark has a level for."""
    ends = {whole.dates[0], whole.dates[-1]}
    kept = [
        at
        for at, day in enumerate(whole.dates)
        if day in ends or day in whole.flows or all(one.known(day) for one in benchmarks)
    ]
    return Window(
        [whole.dates[at] for at in kept],
        [whole.values[at] for at in kept],
        [whole.invested[at] for at in kept],
        whole.flows,
        whole.time_weighted,
        whole.held,
    )


def _range(folder: Path, report: Report, spec: dict[str, Any], shown: Window, benchmarks: list[Benchmark]) -> None:
    """The range that was asked for: the portfolio, the same money in each benchmark and in the deposit."""
    stated, daily = (
        json.loads((folder / "results/headline.json").read_text("utf-8")),
        columns(folder / "results/daily.csv"),
    )
    closing, days, end = shown.values[-1], shown.days_held, shown.dates[-1]
    report.check("dates of the range", ordinals(daily["date"]), [float(day.toordinal()) for day in shown.dates])
    report.check("portfolio value over the range", numbers(daily["portfolio"]), shown.values)
    report.check("invested amount over the range", numbers(daily["invested"]), shown.invested)
    own = stated["portfolio"]
    report.check("portfolio: closing value", [own["closing_value"]], [closing])
    report.check("portfolio: invested", [own["invested"]], [shown.invested[-1]])
    report.check("portfolio: gain", [own["gain"]], [closing - sum(shown.flows.values())])
    report.check("portfolio: XIRR", [own["xirr"]], [money_weighted(shown.flows, closing, end, own["xirr"])])
    report.check("portfolio: time-weighted return", [own["time_weighted"]], [shown.time_weighted])
    a_year = annualised(shown.time_weighted, days)
    report.check("portfolio: time-weighted, a year", [own["time_weighted_annualised"]], [a_year])
    for one in benchmarks:
        symbol, (account, growth) = one.symbol, one.account_results(shown)
        facts = stated["benchmarks"][symbol]
        _account(report, symbol, facts, account, shown, numbers(daily[f"benchmark {symbol}"]))
        report.check(f"{symbol}: time-weighted return", [facts["time_weighted"]], [growth])
        a_year = annualised(growth, days)
        report.check(f"{symbol}: time-weighted, a year", [facts["time_weighted_annualised"]], [a_year])
        if isinstance(one, Mixed):
            check_blend(folder, report, facts["blend"], one)
    deposit = in_a_deposit(shown.flows, shown.dates, spec["risk_free"])
    _account(report, "deposit", stated["deposit"], deposit, shown, numbers(daily["deposit"]))


def _account(
    report: Report, name: str, stated: dict[str, Any], account: Account, shown: Window, daily: Numbers
) -> None:
    closing = account.values[-1]
    report.check(f"{name}: account value, every day", daily, account.values)
    report.check(f"{name}: closing value", [stated["closing_value"]], [closing])
    report.check(f"{name}: could not pay", [stated["shortfall"]], [account.shortfall])
    rate = money_weighted(shown.flows, closing, shown.dates[-1], stated["xirr"])
    report.check(f"{name}: XIRR", [stated["xirr"]], [rate])
    report.check(f"{name}: portfolio ahead by", [stated["portfolio_ahead"]], [shown.values[-1] - closing])


def check_folder(folder: Path) -> Report:
    """The whole check of one folder."""
    report = Report()
    try:
        check_files(folder, report)
        recompute(folder, report)
    except (NoLevel, OSError, KeyError, ValueError) as stopped:
        report.fail(f"STOPPED  {type(stopped).__name__}: {stopped}")
    return report


def main(arguments: Sequence[str], here: Path) -> int:
    """Prints the lines; 0 where everything agrees, else 1."""
    report = check_folder(Path(arguments[0]) if arguments else here)
    verdict = "Everything agrees." if not report.wrong else f"{report.wrong} lines do not agree."
    print("\n".join([*report.lines, "", verdict]))  # noqa: T201
    return 1 if report.wrong else 0
