"""How fast and how exact is XIRR beside pyxirr and SciPy's brentq? One portfolio of 120 flows timed, and sixty of them checked."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, localcontext

import numpy as np
import pyxirr
from scipy.optimize import brentq

from core.market.levels import Days, Floats, to_date
from core.returns.cash_flows import CashFlows, xirr
from timing.timing import check, show, side_by_side

FLOWS, PORTFOLIOS = 120, 60


def month_ends() -> Days:
    first = np.datetime64("2015-02")
    return np.arange(first, first + FLOWS).astype("datetime64[D]") - 1


def monthly_savers(withdrawals: bool) -> Floats:
    """Flows into each portfolio, the closing value last as a flow out; every seventh flow is a withdrawal if so wished."""
    random = np.random.default_rng(120)
    amounts = random.uniform(100, 2_000, (PORTFOLIOS, FLOWS))
    if withdrawals:
        amounts[:, 3::7] *= -1
    amounts[:, -1] = -amounts[:, :-1].sum(axis=1) * random.uniform(0.7, 3.0, PORTFOLIOS)
    return amounts


def by_brentq(years: Floats, row: Floats) -> float:
    def present_value(rate: float) -> float:
        return float(row @ (1.0 + rate) ** -years)

    return float(brentq(present_value, -0.99, 10.0, xtol=1e-15, rtol=1e-14))


def error_in_forty_digits(days: Days, row: Floats, rate: float) -> float:
    """How far the exact root is from ``rate``: one Newton step in 40 digits."""
    with localcontext() as context:
        context.prec = 40
        growth = Decimal(1) + Decimal(rate)
        years = [Decimal(day) / 365 for day in (days - days[0]).astype(int).tolist()]
        terms = [Decimal(amount) / growth**year for amount, year in zip(row.tolist(), years, strict=True)]
        slope = -sum(term * year for term, year in zip(terms, years, strict=True)) / growth
        return abs(float(sum(terms) / slope))


def balancing(title: str, rows: Floats) -> None:
    """How near the rates of many portfolios come to their exact roots, one by one."""
    days = month_ends()
    rates = [xirr(CashFlows(days[:-1], row[:-1]), float(-row[-1]), to_date(days[-1])).rate or 0.0 for row in rows]
    theirs = [pyxirr.xirr(days, -row) or 0.0 for row in rows]
    print(f"\n{title}: {PORTFOLIOS} portfolios × {FLOWS} flows")
    check("error in 40 digits", largest_error(days, rows, rates), 1e-12)
    print(f"  for comparison, pyxirr's error: {largest_error(days, rows, theirs):.2e}")


def largest_error(days: Days, rows: Floats, rates: Sequence[float]) -> float:
    return max(error_in_forty_digits(days, row, rate) for row, rate in zip(rows, rates, strict=True))


def single() -> None:
    days, row = month_ends(), monthly_savers(withdrawals=False)[0]
    flows, closing, end = CashFlows(days[:-1], row[:-1]), float(-row[-1]), to_date(days[-1])
    years = (days - days[0]).astype(float) / 365
    timings = side_by_side(
        {
            "xirr (checked flows, reasons, all roots)": lambda: xirr(flows, closing, end),
            "pyxirr": lambda: pyxirr.xirr(days, -row),
            "brentq": lambda: by_brentq(years, row),
        }
    )
    show(f"One portfolio of {FLOWS} flows", timings, "xirr (checked flows, reasons, all roots)")
    check("brentq, difference", abs((xirr(flows, closing, end).rate or 0) - by_brentq(years, row)), 1e-12)


def main() -> None:
    single()
    balancing("Monthly saving", monthly_savers(withdrawals=False))
    balancing("Saving with withdrawals", monthly_savers(withdrawals=True))


if __name__ == "__main__":
    main()
