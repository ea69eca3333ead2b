"""Are days on which nothing was held no observations? Returns on either side of a gap are never joined."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import InvalidSpecification
from core.market.levels import LevelSeries, to_days
from core.returns.alignment import aligned_returns
from core.returns.common_returns import common_returns
from core.returns.sampling import Spacing, linked_by_period
from core.returns.series import ReturnSeries, aligned_levels, returns_of
from tests.core.small_portfolios import walk

BROKEN = ReturnSeries(
    "P",
    to_days(["2024-01-02", "2024-01-03", "2024-03-05", "2024-03-06"]),
    np.array([0.01, 0.02, 0.03, 0.04]),
    to_days(["2024-01-01", "2024-01-02", "2024-03-04", "2024-03-05"]),
)


def test_stretches_time_and_periods_leave_the_gap_out() -> None:
    assert BROKEN.stretches == (slice(0, 2), slice(2, 4))
    assert not BROKEN.unbroken
    assert BROKEN.years == pytest.approx(4 / 365.25, rel=1e-15)
    assert BROKEN.periods_per_year == pytest.approx(365.25, rel=1e-15)
    plain = ReturnSeries("P", BROKEN.dates, BROKEN.returns)
    assert plain.unbroken
    assert plain.years == pytest.approx(65 / 365.25, rel=1e-15)


def test_a_return_begins_on_or_after_the_date_before_it() -> None:
    with pytest.raises(InvalidSpecification, match="P: every return must begin"):
        ReturnSeries("P", BROKEN.dates, BROKEN.returns, BROKEN.dates)


def test_the_other_series_earns_over_the_same_stretches() -> None:
    index = ReturnSeries("I", np.arange("2024-01-01", "2024-03-10", dtype="datetime64[D]"), np.full(69, 0.001))
    own, market = aligned_returns(BROKEN, index)
    assert own.returns == pytest.approx(BROKEN.returns, abs=1e-15)
    assert market.returns == pytest.approx([0.001] * 4, abs=1e-15)
    assert list(own.began) == list(BROKEN.began)


def test_dates_that_one_lacks_are_linked_within_a_stretch() -> None:
    sparse = ReturnSeries("I", to_days(["2024-01-01", "2024-01-03", "2024-03-04", "2024-03-06"]), np.full(4, 0.05))
    own, market = aligned_returns(BROKEN, sparse)
    assert own.returns == pytest.approx([1.01 * 1.02 - 1, 1.03 * 1.04 - 1], abs=1e-15)
    assert market.returns == pytest.approx([0.05, 0.05], abs=1e-15)


def test_levels_restart_together() -> None:
    dates = np.arange("2024-01-01", "2024-01-11", dtype="datetime64[D]")
    own = LevelSeries("P", dates, np.arange(1.0, 11.0), "USD", restarts=dates[5:6])
    keep = np.delete(np.arange(10), [5])
    market = LevelSeries("I", dates[keep], np.arange(2.0, 11.0), "USD")
    pair = aligned_levels(own, market)
    for one in pair:
        assert list(one.restarts) == [dates[6]]
        assert dates[6] not in returns_of(one).dates
    assert list(returns_of(pair[0]).began) == list(returns_of(pair[1]).began)


@given(st.integers(1, 398), st.integers(0, 60), st.sampled_from(list(Spacing)))
def test_the_index_itself_with_a_gap_stays_the_index(start: int, length: int, spacing: Spacing) -> None:
    levels = walk("I", 4)
    market = returns_of(levels)
    held = np.ones(market.dates.size, dtype=bool)
    held[start : start + length] = False
    own = ReturnSeries("P", market.dates[held], market.returns[held], market.began[held])
    shared = common_returns([own, market])
    assert shared.rows[1] == pytest.approx(own.returns, abs=1e-13)
    sampled = [linked_by_period(shared.series(at), spacing) for at in (0, 1)]
    assert sampled[0].returns == pytest.approx(sampled[1].returns, abs=1e-13)
    assert np.prod(1 + sampled[0].returns) == pytest.approx(np.prod(1 + own.returns), abs=1e-12)


def test_a_fund_valued_at_calendar_month_ends_has_those_on_weekends_too() -> None:
    ends = (np.datetime64("2019-01") + np.arange(1, 61)).astype("datetime64[D]") - 1
    days = np.arange("2019-01-01", "2024-02-01", dtype="datetime64[D]")
    weekdays = days[np.is_busday(days)]
    index = LevelSeries("I", weekdays, np.exp(np.arange(weekdays.size) / 1000), "USD")
    fund = LevelSeries("F", ends, index.levels[np.searchsorted(weekdays, ends, side="right") - 1] * 2, "USD")
    own, market = aligned_levels(fund, index)
    assert list(own.dates) == list(ends)
    assert returns_of(market).returns == pytest.approx(returns_of(own).returns, abs=1e-15)
    assert returns_of(own).periods_per_year == pytest.approx(12, rel=2e-3)


def test_a_month_end_in_a_gap_is_no_date_of_the_portfolio() -> None:
    days = np.arange("2020-01-01", "2022-01-01", dtype="datetime64[D]")
    held = (days < np.datetime64("2020-06-28")) | (days >= np.datetime64("2021-03-10"))
    own = LevelSeries("P", days[held], np.ones(held.sum()), "USD", restarts=days[days == np.datetime64("2021-03-10")])
    ends = (np.datetime64("2020-01") + np.arange(1, 24)).astype("datetime64[D]") - 1
    portfolio, market = aligned_levels(own, LevelSeries("M", ends, np.ones(23), "USD"))
    assert np.datetime64("2020-06-30") not in portfolio.dates
    assert list(market.restarts) == [np.datetime64("2021-03-31")]
