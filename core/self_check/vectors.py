"""Does the engine still find numbers that were worked out elsewhere? Small published or hand-made cases, run through the same functions.

A mirror shows that nothing is added; it cannot show that something is scaled wrongly, for nought times anything is nought. These can.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial

import numpy as np

from core.attribution.brinson import SegmentReturns
from core.attribution.effects import attribute
from core.benchmark.blend import Blend, Component
from core.benchmark.rebalancing import Rebalance, Rule
from core.benchmark.resolution import resolve
from core.benchmark.sources import Sources
from core.market.levels import LevelSeries, to_days
from core.returns.cash_flows import CashFlows, xirr
from core.returns.series import ReturnSeries
from core.same_money.account import match_cash_flows
from core.same_money.blend_account import match_blend
from core.same_money.deposit import risk_free_account
from core.self_check.identities import CheckedIdentity, EngineCheck, attempt, merged_checks
from core.self_check.known_frequencies import FREQUENCIES, at_frequency
from core.self_check.known_portfolios import cash_that_earns, one_fund, switched
from core.statistics.relative import compare

KNOWN = "Known case"
_NEAR = 1e-9
_FLOWS = CashFlows(to_days(["2023-01-01", "2023-06-01"]), np.array([10_000.0, 5_000.0]))
_DATES = to_days(["2023-01-01", "2023-06-01", "2024-01-01"])
# Twelve months in percent, with a risk-free rate of 4.5 % a year.
_PORTFOLIO = (5.2, 3.1, -2.4, 4.8, 2.9, 1.5, 6.3, -1.2, 3.7, 5.1, 2.8, 4.2)
_INDEX = (4.5, 2.8, -1.9, 3.2, 2.1, 1.8, 5.5, -0.9, 3.1, 4.2, 2.5, 3.8)
_MIX_DAYS = ["2025-03-27", "2025-03-28", "2025-03-31", "2025-04-01", "2025-04-02", "2025-04-03"]


def check_vectors() -> EngineCheck:
    """Every case; what each number rests on stands with it."""
    return merged_checks([attempt(f"{KNOWN}: {name}", partial(_case, name, run)) for name, run in _CASES.items()])


def _case(name: str, run: Callable[[], Mapping[str, tuple[float, float]]]) -> EngineCheck:
    items = (
        CheckedIdentity(f"{KNOWN}: {name}, {what}", expected, found, _NEAR * max(1.0, abs(expected)))
        for what, (expected, found) in run().items()
    )
    return EngineCheck(tuple(items))


def _spreadsheet_xirr() -> Mapping[str, tuple[float, float]]:
    """The example of Microsoft's documentation of XIRR, where it is 0.373362535; the root itself by bisection."""
    days = to_days(["2008-01-01", "2008-03-01", "2008-10-30", "2009-02-15"])
    found = xirr(CashFlows(days, np.array([10_000.0, -2_750.0, -4_250.0, -3_250.0])), 2_750.0, date(2009, 4, 1))
    return {"rate": (0.3733625335188313, _number(found.rate))}


def _same_money() -> Mapping[str, tuple[float, float]]:
    """By hand: 10 000 at level 100 and 5 000 at 110, closing at 120."""
    account = match_cash_flows(_FLOWS, LevelSeries("I", _DATES, np.array([100.0, 110.0, 120.0]), "USD"), _DATES)
    rate = xirr(_FLOWS, account.closing_value, date(2024, 1, 1)).rate
    return {
        "closing value": (1.1636363636363636, account.closing_value / 15_000),
        "XIRR": (0.19138982044233985, _number(rate)),
    }


def _deposit() -> Mapping[str, tuple[float, float]]:
    """By hand: 10 000 in, 5 000 and 2 000 out, at 7 %."""
    days = to_days(["2023-01-01", "2023-03-01", "2023-05-01"])
    flows = CashFlows(days, np.array([10_000.0, -5_000.0, -2_000.0]))
    account = risk_free_account(flows, 0.07, to_days([*days.tolist(), date(2024, 1, 1)]), "USD")
    return {
        "after the first withdrawal": (0.5109966267167745, float(account.values[1]) / 10_000),
        "closing value": (0.33152685422281725, account.closing_value / 10_000),
    }


def _regression() -> Mapping[str, tuple[float, float]]:
    """Twelve months against an index, worked out with ordinary least squares elsewhere."""
    months = to_days([date(2024, month, 28) for month in range(1, 13)])
    own, market = (
        ReturnSeries(name, months, np.array(rows) / 100) for name, rows in (("P", _PORTFOLIO), ("I", _INDEX))
    )
    found = compare(own, market, 0.045, 12, 12)
    return {
        "beta": (1.2042158544098305, _number(found.beta)),
        "alpha": (-0.0005045538553754836, _number(found.alpha)),
        "R²": (0.9752497923311004, _number(found.r_squared)),
        "total return": (0.4206903730310205, found.total_return),
        "tracking error": (0.020703535051685342, found.tracking_error),
        "information ratio": (2.5599492969528224, _number(found.information_ratio)),
        "Sharpe ratio": (3.4960001331425237, _number(found.sharpe)),
    }


def _brinson() -> Mapping[str, tuple[float, float]]:
    """Two months of two segments, linked by Carino's coefficients."""
    data = SegmentReturns(
        ("Tech", "Other"),
        to_days(["2024-01-31", "2024-02-29"]),
        np.array([[0.5, 0.5], [0.6, 0.4]]),
        np.array([[0.02, 0.01], [0.01, 0.005]]),
        np.array([[0.4, 0.6], [0.45, 0.55]]),
        np.array([[0.01, 0.005], [-0.01, 0.002]]),
    )
    found = attribute(data)
    return {
        "allocation": (-0.001318655797, found.allocation),
        "selection": (0.017783251557, found.selection),
        "interaction": (0.003079204240, found.interaction_effect),
        "difference": (0.0195438, found.active_return),
    }


def _mix() -> Mapping[str, tuple[float, float]]:
    """60/40 over six days, left alone and reset every quarter; and two payments split 50/50."""
    days = to_days(_MIX_DAYS)
    sources = Sources(
        {
            "E": ReturnSeries("E", days, np.array([0.01, -0.02, 0.015, 0.03, -0.01, 0.005])),
            "B": ReturnSeries("B", days, np.array([0.001, 0.002, -0.001, 0.0, 0.004, -0.002])),
        }
    )
    parts = (Component("E", 0.6), Component("B", 0.4))
    left = resolve(Blend("M", "USD", parts), sources)
    quarterly = resolve(Blend("M", "USD", parts, rebalance=Rebalance(Rule.QUARTERLY)), sources)
    halves = Blend("H", "USD", (Component("E", 0.5), Component("B", 0.5)))
    levels = Sources(
        {
            "E": LevelSeries("E", _DATES, np.array([100.0, 110.0, 120.0]), "USD"),
            "B": LevelSeries("B", _DATES, np.array([100.0, 104.0, 110.0]), "USD"),
        }
    )
    return {
        "left alone": (0.019334435179, left.total_return),
        "every quarter": (0.019319941181, quarterly.total_return),
        "split payments": (
            1.1247668997668998,
            match_blend(_FLOWS, halves, levels, _DATES).account.closing_value / 15_000,
        ),
    }


def _number(found: float | None) -> float:
    return float("nan") if found is None else found


_CASES: Mapping[str, Callable[[], Mapping[str, tuple[float, float]]]] = {
    "XIRR": _spreadsheet_xirr,
    "same money": _same_money,
    "deposit": _deposit,
    "alpha and beta": _regression,
    "attribution": _brinson,
    "mix": _mix,
    "one fund": partial(one_fund, False),
    "one fund with cash": partial(one_fund, True),
    "switch": switched,
    "cash that earns": cash_that_earns,
    **{f"{name} data": partial(at_frequency, name) for name in FREQUENCIES},
}
