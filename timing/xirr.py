"""How fast and how exact is XIRR beside pyxirr and SciPy's brentq? One portfolio of 120 flows, and ten thousand of them."""

from __future__ import annotations

from decimal import Decimal, localcontext

import numpy as np
import pyxirr
from scipy.optimize import brentq

from core.market.levels import Days, Floats, to_date
from core.returns.cash_flows import CashFlows, xirr, xirr_batch
from timing.timing import Timing, check, goal, show, side_by_side

FLOWS, PORTFOLIOS = 120, 10_000
BRENTQ_PORTFOLIOS = 300  # brentq is too slow for all of them; its time is scaled up
EXACT_PORTFOLIOS = 60


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


def batch(title: str, amounts: Floats) -> None:
    days = month_ends()
    years = (days - days[0]).astype(float) / 365
    investor = -amounts
    timings = side_by_side(
        {
            "xirr_batch": lambda: xirr_batch(days, amounts),
            "pyxirr, one by one": lambda: [pyxirr.xirr(days, row) for row in investor],
            "brentq, one by one": lambda: [by_brentq(years, row) for row in investor[:BRENTQ_PORTFOLIOS]],
        }
    )
    scale = PORTFOLIOS / BRENTQ_PORTFOLIOS
    slow = timings["brentq, one by one"]
    timings["brentq, one by one"] = Timing(slow.median * scale, slow.fastest * scale, slow.slowest * scale)
    show(
        f"{title}: {PORTFOLIOS:,} portfolios × {FLOWS} flows (brentq scaled up from {BRENTQ_PORTFOLIOS})",
        timings,
        "xirr_batch",
    )
    rates = xirr_batch(days, amounts)
    theirs = np.array([pyxirr.xirr(days, row) for row in investor], dtype=float)
    brents = np.array([by_brentq(years, row) for row in investor[:BRENTQ_PORTFOLIOS]])
    chosen = range(0, PORTFOLIOS, PORTFOLIOS // EXACT_PORTFOLIOS)
    check("pyxirr, largest difference", float(np.abs(rates - theirs).max()), 1e-8)
    check("brentq, largest difference", float(np.abs(rates[:BRENTQ_PORTFOLIOS] - brents).max()), 1e-11)
    check(
        "ours, error in 40 digits", max(error_in_forty_digits(days, amounts[row], rates[row]) for row in chosen), 1e-12
    )
    print(
        f"  for comparison, pyxirr's error: {max(error_in_forty_digits(days, amounts[row], theirs[row]) for row in chosen):.2e}"
    )
    goal("against pyxirr", timings["pyxirr, one by one"].median / timings["xirr_batch"].median, 1.3)


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
    batch("Monthly saving", monthly_savers(withdrawals=False))
    batch("Saving with withdrawals", monthly_savers(withdrawals=True))


if __name__ == "__main__":
    main()
