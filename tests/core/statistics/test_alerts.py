"""Do alerts come when something changed, seldom when nothing did, and do they name no cause?"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from core.returns.series import ReturnSeries
from core.statistics.rolling import (
    CHANCE,
    FALSE_ALARM_RATE,
    FALSE_ALARMS,
    FEWEST_WINDOWS,
    AlertKind,
    RollingFit,
    alerts,
    rolling_fit,
    usual_band,
)

FIRST = np.datetime64("2015-01-01")
YEAR = 252


def daily(name: str, returns: np.ndarray) -> ReturnSeries:
    return ReturnSeries(name, FIRST + np.arange(returns.size), returns)


def steady(random: np.random.Generator, n: int, window: int) -> RollingFit:
    """A record with beta 1 and alpha 0 throughout."""
    market, residuals = random.normal(0.0004, 0.01, n), random.normal(0, 0.006, n)
    return rolling_fit(daily("p", market + residuals), daily("b", market), window, 0.0)


def until(rolling: RollingFit, points: int) -> RollingFit:
    lines = {name: getattr(rolling, name)[:points] for name in ("dates", "alpha", "beta", "correlation")}
    return replace(rolling, **lines)


@pytest.mark.parametrize(("n", "window"), [(6 * YEAR, 60), (6 * YEAR, 20), (10 * YEAR, 90)])
def test_the_stated_rate_of_false_alarms_is_the_measured_one(n: int, window: int) -> None:
    """A verifier's records: constant beta 1, alpha 0, looked at every ten days for a year. 65 % of them had raised an alert."""
    random, records = np.random.default_rng(1), 200
    alarmed = last = 0
    for _ in range(records):
        rolling = steady(random, n, window)
        looks = [bool(alerts(until(rolling, rolling.beta.size - ago))) for ago in range(0, YEAR, 10)]
        alarmed, last = alarmed + any(looks), last + looks[0]
    assert 0.005 <= alarmed / records <= FALSE_ALARM_RATE
    assert last / records <= 0.01
    assert "one steady record in ten" in FALSE_ALARMS


@pytest.mark.parametrize("windows", [20, 30, 60])
def test_one_more_window_lies_in_the_band_as_often_as_it_says(windows: int) -> None:
    """Of independent normal windows one in two thousand lies below the band of alpha; with fewer windows the band is wider still."""
    random, records = np.random.default_rng(5), 10_000
    days, outside = FIRST + np.arange(windows + 1), 0
    for row in random.standard_normal((records, windows + 1)):
        band = usual_band(RollingFit("p", "b", 1, days, row, row, row, 252), AlertKind.ALPHA_DECAY)
        assert band is not None
        outside += row[-1] < band.low
    assert 0 < outside / records <= 2.5 * CHANCE


def test_a_change_of_beta_is_seen_and_dated() -> None:
    random = np.random.default_rng(6)
    market = random.normal(0.0004, 0.01, 1_000)
    own = np.where(np.arange(1_000) < 900, 1.0, 2.0) * market + random.normal(0, 0.002, 1_000)
    found = alerts(rolling_fit(daily("Fund", own), daily("b", market), 60))
    drift = next(one for one in found if one.kind is AlertKind.BETA_DRIFT)
    assert drift.value == pytest.approx(2.0, abs=0.1)
    assert drift.median == pytest.approx(1.0, abs=0.05)
    assert 0 <= (np.datetime64(drift.since) - (FIRST + 900)).astype(int) <= 30
    assert drift.what_changed.startswith("The beta of Fund over the last 60 returns is 2.0")
    assert "higher than in 15 of 15 earlier windows, in which it was usually 1.0" in drift.what_changed
    assert drift.message.endswith(FALSE_ALARMS)
    steady = own.copy()
    steady[900:] = market[900:] + random.normal(0, 0.002, 100)
    assert AlertKind.BETA_DRIFT not in {
        one.kind for one in alerts(rolling_fit(daily("F", steady), daily("b", market), 60))
    }


def test_a_broken_correlation_and_a_decayed_alpha_are_seen() -> None:
    random = np.random.default_rng(7)
    market = random.normal(0, 0.01, 800)
    own = market + 0.0004 + random.normal(0, 0.001, 800)
    own[700:] = random.normal(-0.003, 0.01, 100)
    kinds = {one.kind for one in alerts(rolling_fit(daily("F", own), daily("b", market), 60))}
    assert {AlertKind.CORRELATION_BREAK, AlertKind.ALPHA_DECAY} <= kinds


def test_a_short_history_raises_no_alarm() -> None:
    rolling = steady(np.random.default_rng(3), 60 * (FEWEST_WINDOWS + 1) - 1, 60)
    assert usual_band(rolling, AlertKind.BETA_DRIFT) is None
    assert alerts(rolling) == ()
    enough = steady(np.random.default_rng(3), 60 * (FEWEST_WINDOWS + 1), 60)
    assert usual_band(enough, AlertKind.BETA_DRIFT) is not None


def test_what_never_changes_raises_no_alarm() -> None:
    """Itself, and a multiple of it: differences are rounding, and a band of nothing is no band."""
    market = np.random.default_rng(2).normal(0, 0.01, 800)
    for own in (market, 2 * market, market + 0.0001):
        assert alerts(rolling_fit(daily("p", own), daily("b", market), 60, 0.0)) == ()


@pytest.mark.parametrize("kind", AlertKind)
def test_no_alert_names_a_cause(kind: AlertKind) -> None:
    random = np.random.default_rng(7)
    market = random.normal(0, 0.01, 800)
    own = market + 0.0004 + random.normal(0, 0.001, 800)
    own[700:] = random.normal(-0.003, 0.01, 100)
    found = next(one for one in alerts(rolling_fit(daily("F", own), daily("b", market), 60)) if one.kind is kind)
    assert not {"decay", "drift", "break", "broken"} & set(f"{kind.heading} {found.message}".lower().split())
    assert found.low < found.median < found.high
