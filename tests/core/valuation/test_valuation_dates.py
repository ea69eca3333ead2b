"""Is the portfolio valued on the days that matter, and no other?"""

from __future__ import annotations

from datetime import date

from core.market.levels import to_days
from core.valuation.portfolio_value import valuation_dates


def spoken(observed: list[list[str]], flows: list[str], as_of: str) -> list[str]:
    dates = valuation_dates([to_days(one) for one in observed], to_days(flows), date.fromisoformat(as_of))
    return [str(one) for one in dates]


def test_union_of_observations_flows_and_the_last_day() -> None:
    dates = spoken(
        [["2024-01-01", "2024-01-03", "2024-01-05"], ["2024-01-04"]], ["2024-01-02", "2024-01-03"], "2024-01-06"
    )
    assert dates == ["2024-01-02", "2024-01-03", "2024-01-04", "2024-01-05", "2024-01-06"]


def test_an_observation_before_the_first_flow_is_known_and_none_after_the_last_day_counts() -> None:
    assert spoken([["2024-01-01", "2024-01-09"]], ["2024-01-03"], "2024-01-05") == ["2024-01-03", "2024-01-05"]
    assert spoken([["2023-12-26"]], ["2024-01-02"], "2024-01-04") == ["2024-01-02", "2024-01-03", "2024-01-04"]


def test_weekdays_stand_in_where_nothing_is_priced() -> None:
    # 5 January 2024 is a Friday; the flow itself falls on a Saturday and is kept.
    assert spoken([], ["2024-01-06"], "2024-01-10") == ["2024-01-06", "2024-01-08", "2024-01-09", "2024-01-10"]


def test_weekdays_fill_in_a_week_after_the_last_observation_and_before_the_first() -> None:
    dates = spoken([["2024-01-04"]], ["2024-01-02"], "2024-01-15")
    assert dates == ["2024-01-02", "2024-01-03", "2024-01-04", "2024-01-12", "2024-01-15"]


def test_without_flows_only_the_last_day() -> None:
    assert spoken([["2024-01-01"]], [], "2024-01-05") == ["2024-01-05"]


def test_a_flow_on_the_last_day_stands_alone() -> None:
    assert spoken([], ["2024-01-05"], "2024-01-05") == ["2024-01-05"]
