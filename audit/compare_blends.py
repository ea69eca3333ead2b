"""Did the mix go as stated? Its days, its parts' weights and returns, its resets and contributions, held against the results."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from audit.benchmarks import Mixed
from audit.blends import Walk
from audit.report import Report, columns, numbers, ordinals

Columns = dict[str, list[str]]


def check_blend(folder: Path, report: Report, stated: Mapping[str, Any], found: Mixed) -> None:
    """Everything that the results say of one blend; ``found`` has been put beside the portfolio already."""
    symbol, path = found.symbol, found.path
    days = _lines_of(folder / "results/daily_blends.csv", "benchmark", symbol)
    events = _lines_of(folder / "results/blend_events.csv", "benchmark", symbol)
    if path is None:
        report.check(f"{symbol}: total return", [stated["total_return"]], [None])
        report.check(f"{symbol}: days, of which there are none", numbers(days["level"]), [])
        return
    report.check(f"{symbol}: observations", ordinals(days["date"]), [float(day.toordinal()) for day in _dates(path)])
    report.check(f"{symbol}: level, every observation", numbers(days["level"]), path.levels)
    report.check(f"{symbol}: return, every observation", numbers(days["return"]), [None, *path.returns])
    _parts(report, symbol, _lines_of(folder / "results/daily_components.csv", "benchmark", symbol), path)
    _events(report, symbol, events, path)
    _check_headline(report, symbol, stated, path)


def _dates(path: Walk) -> list[Any]:
    return [path.base, *path.days]


def _lines_of(path: Path, key: str, value: str) -> Columns:
    """The lines of a long table that belong to one key."""
    return _lines_with(columns(path), key, value)


def _lines_with(table: Columns, key: str, value: str) -> Columns:
    mine = [at for at, one in enumerate(table[key]) if one.removeprefix("'") == value]
    return {name: [cells[at] for at in mine] for name, cells in table.items()}


def _parts(report: Report, symbol: str, stated: Columns, path: Walk) -> None:
    """Each part's opening weights and returns: a part whose levels were changed is the one whose returns differ."""
    for part in path.contributions:
        own = _lines_with(stated, "component", part)
        earned = [day.get(part) for day in path.earned]
        report.check(f"{symbol}: return of {part}", numbers(own["return"]), earned)
        weights = [day[part] for day in path.weights]
        report.check(f"{symbol}: opening weight of {part}", numbers(own["opening_weight"]), weights)
    for part in dict.fromkeys(stated["component"]):
        if part.removeprefix("'") not in path.contributions:
            report.fail(f"DIFFERS  {symbol}: the results name {part}, which is no part of it")


def _events(report: Report, symbol: str, stated: Columns, path: Walk) -> None:
    """The resets: when, why, and how much was moved."""
    report.check(f"{symbol}: resets", ordinals(stated["date"]), [float(day.toordinal()) for day, _, _ in path.events])
    reasons = [reason for _, reason, _ in path.events]
    if stated["reason"] != reasons:
        report.fail(f"DIFFERS  {symbol}: the reasons of the resets are not those that the rule gives")
    report.check(
        f"{symbol}: turnover of each reset", numbers(stated["turnover"]), [moved for _, _, moved in path.events]
    )


def _check_headline(report: Report, symbol: str, stated: Mapping[str, Any], path: Walk) -> None:
    """The headline: total return, what each part contributed to it, and how often it was rebalanced."""
    total = path.levels[-1] - 1.0
    report.check(f"{symbol}: total return", [stated["total_return"]], [total])
    for part, found in path.contributions.items():
        report.check(f"{symbol}: contribution of {part}", [stated["contributions"].get(part)], [found])
    report.check(f"{symbol}: contributions add up", [total], [sum(path.contributions.values())])
    report.check(f"{symbol}: number of rebalances", [float(stated["rebalances"])], [float(len(path.events))])
    moved = sum(moved for _, _, moved in path.events)
    report.check(f"{symbol}: turnover", [stated["turnover"]], [moved])
