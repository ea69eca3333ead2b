"""Which numbers came out? Daily values, weights and accounts, the holdings on the last day, and the headline."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from typing import Any

import numpy as np

from core.audit_pack.blends import blend_files, blend_headline
from core.audit_pack.comparison import AuditedBenchmark
from core.audit_pack.tables import csv_file, day_texts, json_file
from core.market.levels import Days, Floats
from core.same_money.comparison import AccountSide, SameMoney
from core.valuation.portfolio_value import Holding, Valuation


def result_files(valuation: Valuation, several: Sequence[AuditedBenchmark]) -> dict[str, bytes]:
    """The files below ``results/`` by their paths. ``several``: the comparison with each benchmark."""
    blends = {one.symbol: one.blend for one in several if one.blend is not None}
    return {
        "results/headline.json": json_file(_headline(several)),
        "results/daily.csv": _daily(several),
        "results/daily_portfolio.csv": _daily_portfolio(valuation),
        "results/daily_values.csv": _by_holding(valuation, valuation.holding_values),
        "results/daily_weights.csv": _by_holding(valuation, _weights(valuation)),
        "results/holdings.csv": _holdings(valuation.holdings),
        **(blend_files(blends) if blends else {}),
    }


def _headline(several: Sequence[AuditedBenchmark]) -> dict[str, Any]:
    first = several[0].same_money
    own = first.portfolio_time_weighted
    return {
        "currency": first.currency,
        "start": first.period.start,
        "end": first.period.end,
        "portfolio": {
            "opening_value": first.portfolio.opening_value,
            "closing_value": first.portfolio.closing_value,
            "invested": float(first.invested[-1]),
            "gain": first.portfolio.gain,
            "xirr": first.portfolio_xirr.rate,
            "xirr_reason": first.portfolio_xirr.reason,
            "time_weighted": own.total,
            "time_weighted_annualised": own.annualised,
        },
        "benchmarks": {one.symbol: _benchmark_headline(one) for one in several},
        "deposit": _side(first, first.risk_free),
    }


def _benchmark_headline(one: AuditedBenchmark) -> dict[str, Any]:
    same, growth = one.same_money, one.same_money.benchmark_time_weighted
    return {
        "name": same.benchmark_name,
        **_side(same, same.benchmark),
        "xirr_difference": same.xirr_difference,
        "time_weighted": growth.total,
        "time_weighted_annualised": growth.annualised,
        **({} if one.blend is None else {"blend": blend_headline(one.blend)}),
    }


def _side(same: SameMoney, side: AccountSide) -> dict[str, Any]:
    return {
        "closing_value": side.closing_value,
        "xirr": side.money_weighted.rate,
        "xirr_reason": side.money_weighted.reason,
        "portfolio_ahead": same.portfolio.closing_value - side.closing_value,
        "exhausted_on": side.account.exhausted_on,
        "shortfall": side.account.shortfall,
        "carried_days": side.account.carried_days,
    }


def _daily(several: Sequence[AuditedBenchmark]) -> bytes:
    """Over the range that was asked for, on the dates that all know: the portfolio, what was invested, and every account."""
    first = several[0].same_money
    dates = reduce(np.intersect1d, (one.same_money.dates for one in several))
    own = np.isin(first.dates, dates)
    columns: list[tuple[str, Floats]] = [
        ("portfolio", first.values[own]),
        ("invested", first.invested[own]),
        *((f"benchmark {one.symbol}", _benchmark_values(one.same_money, dates)) for one in several),
        ("deposit", first.risk_free.account.values[own]),
    ]
    return _columns(day_texts(dates), columns)


def _benchmark_values(same: SameMoney, dates: Days) -> Floats:
    """The benchmark account on some of its dates."""
    return np.asarray(same.benchmark.account.values[np.isin(same.dates, dates)])


def _daily_portfolio(valuation: Valuation) -> bytes:
    """Since the first flow: the value at each day's end, and the money that crossed the border on it."""
    sold = valuation.outflows - valuation.payouts
    columns = [
        ("value", valuation.values),
        ("paid_in", valuation.inflows),
        ("taken_out", sold),
        ("paid_out", valuation.payouts),
    ]
    return _columns(day_texts(valuation.dates), columns)


def _by_holding(valuation: Valuation, table: Floats) -> bytes:
    """A column for each holding, largest first; unknown is empty."""
    return _columns(
        day_texts(valuation.dates), [(one.symbol, table[:, at]) for at, one in enumerate(valuation.holdings)]
    )


def _weights(valuation: Valuation) -> Floats:
    """Shares of the day's value, NaN on days without any."""
    shares = np.full(valuation.holding_values.shape, np.nan)
    there = valuation.values != 0
    shares[there] = valuation.holding_values[there] / valuation.values[there, None]
    return shares


def _columns(days: Sequence[str], columns: Sequence[tuple[str, Floats]]) -> bytes:
    header = ["date", *(name for name, _ in columns)]
    return csv_file(header, zip(days, *(values.tolist() for _, values in columns), strict=True))


def _holdings(holdings: Sequence[Holding]) -> bytes:
    header = [
        *("holding", "name", "asset_type", "currency", "quantity", "price", "priced_on"),
        *("value", "weight", "invested", "gain"),
    ]
    rows = [
        [
            *(one.symbol, one.name, str(one.asset_type), one.currency, one.quantity, one.price, one.priced_on),
            *(one.value, one.weight, one.invested, one.gain),
        ]
        for one in holdings
    ]
    return csv_file(header, rows)
