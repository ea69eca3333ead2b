"""Do periods a year follow the data? Every frequency from first principles, and a deposit beside itself."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import InvalidSpecification
from core.index.fit import best_fit, scan
from core.index.style import style_of
from core.market.levels import Days, Floats, LevelSeries
from core.returns.series import ReturnSeries, returns_of
from core.statistics.periods import frequency_of, periods_of, rates_per_period
from core.statistics.relative import compare
from core.statistics.rolling import rolling_fit

START = np.datetime64("2014-12-31")
CALENDARS = {
    "seven days": START + np.arange(900),
    "weekdays": np.busday_offset(START, np.arange(900)),
    "weekly": START + 7 * np.arange(260),
    "fortnightly": START + 14 * np.arange(130),
    "monthly": (np.datetime64("2015-01") + np.arange(120)).astype("datetime64[D]") - 1,
    "quarterly": (np.datetime64("2015-01") + 3 * np.arange(44)).astype("datetime64[D]") - 1,
}
A_YEAR = {
    "seven days": 365.25,
    "weekdays": 260.9,
    "weekly": 52.18,
    "fortnightly": 26.09,
    "monthly": 12.0,
    "quarterly": 4.0,
}


def levels_on(dates: Days, seed: int) -> LevelSeries:
    steps = np.random.default_rng(seed).normal(0.002, 0.03, dates.size)
    return LevelSeries(f"L{seed}", dates, 100 * np.exp(np.cumsum(steps)), "USD")


def by_hand(dates: Days, own: Floats, market: Floats, rate: float) -> dict[str, float]:
    """Straight from the definitions, with loops and plain sums."""
    n, days = len(own), np.diff(dates).astype(float)
    a_year = n / (float(days.sum()) / 365.25)
    rates = np.array([(1 + rate) ** (one / 365) - 1 for one in days])
    p, b, active = own - rates, market - rates, own - market
    beta = sum((x - p.mean()) * (y - b.mean()) for x, y in zip(p, b, strict=True)) / sum((y - b.mean()) ** 2 for y in b)
    return {
        "periods_per_year": a_year,
        "volatility": math.sqrt(sum((one - own.mean()) ** 2 for one in own) / (n - 1) * a_year),
        "tracking_error": math.sqrt(sum((one - active.mean()) ** 2 for one in active) / (n - 1) * a_year),
        "beta": beta,
        "alpha": (p.mean() - beta * b.mean()) * a_year,
        "sharpe": p.mean() * a_year / (p.std(ddof=1) * math.sqrt(a_year)),
        "correlation": float(np.corrcoef(own, market)[0, 1]),
    }


@pytest.mark.parametrize("name", CALENDARS)
def test_every_figure_a_year_from_first_principles(name: str) -> None:
    dates = CALENDARS[name]
    own, market = returns_of(levels_on(dates, 1)), returns_of(levels_on(dates, 2))
    expected = by_hand(dates, own.returns, market.returns, 0.07)
    assert expected["periods_per_year"] == pytest.approx(A_YEAR[name], rel=1e-3)
    found = compare(own, market, 0.07)
    for figure, value in expected.items():
        assert getattr(found, figure) == pytest.approx(value, rel=1e-9), figure
    fit = best_fit(own, [market], 0.07)
    for figure in ("tracking_error", "beta", "alpha", "correlation"):
        assert getattr(fit.best, figure) == pytest.approx(expected[figure], rel=1e-9), figure
    assert (fit.volatility, fit.periods_per_year) == pytest.approx(
        (expected["volatility"], expected["periods_per_year"]), rel=1e-9
    )
    window = min(own.dates.size, 252)
    last = compare(own.at(slice(-window, None)), market.at(slice(-window, None)), 0.07)
    rolled = rolling_fit(own, market, window, 0.07)
    assert rolled.beta[-1] == pytest.approx(last.beta, rel=1e-9)
    assert rolled.alpha[-1] == pytest.approx(
        (last.alpha or 0.0) / last.periods_per_year * own.periods_per_year, rel=1e-9
    )
    style = style_of(own, [market])
    assert style.tracking_error == pytest.approx(expected["tracking_error"], rel=1e-9)


def test_a_daily_series_beside_weekly_levels_is_weekly() -> None:
    daily, weekly = levels_on(CALENDARS["seven days"], 1), levels_on(CALENDARS["weekly"], 2)
    found = compare(returns_of(daily), returns_of(weekly))
    assert found.periods_per_year == pytest.approx(365.25 / 7, rel=1e-12)
    sparsest = scan([returns_of(daily)], [returns_of(levels_on(daily.dates, 3)), returns_of(weekly)])
    assert sparsest.periods_per_year == pytest.approx(365.25 / 7, rel=1e-12)


@given(st.sampled_from(sorted(CALENDARS)), st.floats(-0.5, 0.5), st.integers(0, 99))
def test_a_deposit_has_no_alpha_at_its_own_rate(name: str, rate: float, seed: int) -> None:
    dates = CALENDARS[name]
    deposit = LevelSeries("D", dates, (1 + rate) ** ((dates - dates[0]).astype(float) / 365), "USD")
    market = returns_of(levels_on(dates, seed))
    found = compare(returns_of(deposit), market, rate)
    assert found.alpha == pytest.approx(0.0, abs=1e-9)
    assert found.beta == pytest.approx(0.0, abs=1e-9)
    assert found.risk_free_rate == rate
    own = returns_of(deposit)
    assert own.returns - rates_per_period(rate, own) == pytest.approx(
        0.0, abs=1e-14
    )  # the numerator of its Sharpe ratio
    assert found.risk_free_total == pytest.approx(deposit.levels[-1] / deposit.levels[0] - 1, rel=1e-9, abs=1e-12)


@pytest.mark.parametrize("wanted", [252, 52.0, 12])
def test_an_asked_number_is_taken_as_asked(wanted: float) -> None:
    own, market = (returns_of(levels_on(CALENDARS["monthly"], seed)) for seed in (1, 2))
    found = compare(own, market, 0.06, wanted)
    p, b = own.returns - 0.06 / wanted, market.returns - 0.06 / wanted
    beta = np.cov(p, b)[0, 1] / b.var(ddof=1)
    assert found.periods_per_year == wanted
    assert found.alpha == pytest.approx((p.mean() - beta * b.mean()) * wanted, rel=1e-9)
    assert rates_per_period(0.06, own, wanted) == 0.06 / wanted


def test_the_words_for_how_often() -> None:
    said = {name: frequency_of(A_YEAR[name]) for name in CALENDARS}
    assert said == {
        "seven days": "daily",
        "weekdays": "daily",
        "weekly": "weekly",
        "fortnightly": "fortnightly",
        "monthly": "monthly",
        "quarterly": "quarterly",
    }


def test_no_year_has_no_periods() -> None:
    own = ReturnSeries("P", CALENDARS["weekly"], np.zeros(260))
    for wanted in (0.0, -1.0, math.inf, math.nan):
        with pytest.raises(InvalidSpecification, match="A year cannot have"):
            periods_of(own, wanted)
