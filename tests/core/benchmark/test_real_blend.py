"""A real 60/40: SPY and AGG with dividends, quarterly, 2004 to 2019, against a calculation that shares nothing with the engine."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from core.benchmark.blend import Blend, Component
from core.benchmark.rebalancing import Rebalance, Reset, Rule
from core.benchmark.resolution import resolve
from core.benchmark.sources import Sources
from core.market.levels import Basis, LevelSeries, to_days
from core.market.period import Period
from tests.real_data import real_file

FIRST, LAST = "2003-12-31", "2019-12-31"


def prices(symbol: str) -> pd.Series:
    table = pd.read_csv(real_file(f"prices/{symbol}.csv"), parse_dates=["date"], index_col="date")
    return table["adj_close"].dropna()


def levels(symbol: str) -> LevelSeries:
    series = prices(symbol)
    return LevelSeries(symbol, to_days(series.index.to_numpy()), series.to_numpy(), "USD", Basis.TOTAL)


def blend(rule: Rule, reset: Reset) -> Blend:
    return Blend("60-40", "USD", (Component("SPY", 0.6), Component("AGG", 0.4)), (), Rebalance(rule), reset)


def shares_account(both: pd.DataFrame, frequency: str, reset: Reset) -> pd.Series:
    """100 dollars in whole accounts of shares, re-split when the calendar says so: money and share counts, no weights, no returns.

    START re-splits at the last close of the old period, CLOSE at the first close of the new one.
    """
    period = both.index.to_period(frequency)
    money, shares, worth = 100.0, None, []
    for at, (_, row) in enumerate(both.iterrows()):
        if shares is not None:
            money = float((shares * row).sum())
        worth.append(money)
        turns = (
            at + 1 < len(period) and period[at + 1] != period[at]
            if reset is Reset.START
            else at > 1 and period[at] != period[at - 1]
        )
        if shares is None or turns:
            shares = pd.Series({"SPY": 0.6, "AGG": 0.4}) * money / row
    return pd.Series(worth, index=both.index)


@pytest.mark.parametrize(("rule", "frequency"), [(Rule.QUARTERLY, "Q"), (Rule.MONTHLY, "M"), (Rule.ANNUAL, "Y")])
@pytest.mark.parametrize("reset", list(Reset))
def test_sixteen_years_of_shares_bought_and_sold(rule: Rule, frequency: str, reset: Reset) -> None:
    both = pd.DataFrame({"SPY": prices("SPY"), "AGG": prices("AGG")}).dropna().loc[FIRST:LAST]
    account = shares_account(both, frequency, reset)
    series = {one: levels(one) for one in ("SPY", "AGG")}
    period = Period(both.index[0].date(), both.index[-1].date())
    path = resolve(blend(rule, reset), Sources(series), period)
    assert np.array_equal(path.aligned.dates, to_days(both.index.to_numpy()))
    assert 100 * path.levels == pytest.approx(account.to_numpy()[1:], rel=1e-12)
    assert path.contributions.sum() == pytest.approx(path.total_return, abs=1e-12)
    assert path.carried_days == 0
