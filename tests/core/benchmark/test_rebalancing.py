"""Rebalancing: when each calendar's periods begin, and which rules contradict themselves."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.benchmark.rebalancing import (
    CALENDAR_RULES,
    PolicyChange,
    Rebalance,
    Reset,
    Rule,
    parse_reset,
    parse_rule,
    period_starts,
)
from core.errors import InvalidSpecification
from core.market.levels import to_days
from tests.core.plain_blend import PERIOD

JULY = PolicyChange.of(date(2025, 7, 1), {"A": 1.0})


@pytest.mark.parametrize(
    ("rule", "firsts"),
    [
        (Rule.WEEKLY, ["2024-12-30", "2025-01-06"]),  # ISO week 1 of 2025 begins on 30 December 2024
        (Rule.MONTHLY, ["2025-01-01"]),
        (Rule.QUARTERLY, ["2025-01-01"]),
        (Rule.SEMI_ANNUAL, ["2025-01-01"]),
        (Rule.ANNUAL, ["2025-01-01"]),
        (Rule.NONE, []),
        (Rule.DRIFT, []),
        (Rule.SCHEDULED, []),
    ],
)
def test_a_turn_of_the_year(rule: Rule, firsts: list[str]) -> None:
    dates = to_days([date(2024, 12, 27) + timedelta(days=i) for i in range(12)])
    assert [str(day) for day in dates[period_starts(rule, dates)]] == firsts


def test_half_years_begin_in_january_and_july() -> None:
    dates = to_days([date(2024, month, 15) for month in range(1, 13)] + [date(2025, 1, 2)])
    assert [str(day) for day in dates[period_starts(Rule.SEMI_ANNUAL, dates)]] == ["2024-07-15", "2025-01-02"]


def test_a_period_without_observations_is_passed_over_once() -> None:
    dates = to_days(["2024-01-31", "2024-06-03", "2024-06-04"])
    assert period_starts(Rule.MONTHLY, dates).tolist() == [1]
    assert period_starts(Rule.MONTHLY, dates[:0]).tolist() == []


@given(
    st.sampled_from(sorted(CALENDAR_RULES)),
    st.dates(date(1950, 1, 1), date(2090, 1, 1)),
    st.lists(st.integers(1, 100), min_size=1, max_size=40),
)
def test_every_calendar_agrees_with_pythons(rule: Rule, first: date, gaps: list[int]) -> None:
    dates = [first]
    for gap in gaps:
        dates.append(dates[-1] + timedelta(days=gap))
    key = PERIOD[rule.value]
    expected = [at for at, (a, b) in enumerate(pairwise(dates), start=1) if key(b) != key(a)]
    assert period_starts(rule, to_days(dates)).tolist() == expected


def test_rules_are_read_in_either_case_and_an_unknown_one_names_them() -> None:
    assert [parse_rule(text) for text in ("Q", " drift", "none")] == [Rule.QUARTERLY, Rule.DRIFT, Rule.NONE]
    assert parse_reset("close") is Reset.CLOSE
    says = r"“DRIFTS” is not a known rebalancing rule\. Did you mean DRIFT\?.*NONE"
    with pytest.raises(InvalidSpecification, match=says):
        parse_rule("DRIFTS")
    with pytest.raises(InvalidSpecification, match="“MIDDAY” is not a known reset"):
        parse_reset("MIDDAY")


def test_reasons_and_words() -> None:
    assert [rule.reason for rule in (Rule.MONTHLY, Rule.DAILY, Rule.DRIFT)] == ["M_START", "D_START", "DRIFT"]
    assert all(rule.in_words for rule in Rule)


@pytest.mark.parametrize("threshold", [0.0, -1.0, float("nan"), float("inf")])
def test_a_threshold_must_be_above_nothing(threshold: float) -> None:
    with pytest.raises(InvalidSpecification, match="drift threshold"):
        Rebalance(Rule.DRIFT, threshold)


def test_drift_needs_a_threshold_and_keeps_it() -> None:
    with pytest.raises(InvalidSpecification, match="needs a threshold"):
        Rebalance(Rule.DRIFT)
    assert Rebalance(Rule.DRIFT, 300).threshold == 0.03
    assert Rebalance(Rule.QUARTERLY, 300).max_abs_bp == 300
    assert Rebalance(Rule.QUARTERLY, 300).threshold == Rebalance().threshold == float("inf")


def test_a_schedule_belongs_to_scheduled_alone_and_has_each_date_once() -> None:
    june = PolicyChange.of(date(2025, 6, 1), {"A": 1.0})
    assert Rebalance(Rule.SCHEDULED, schedule=(JULY, june)).schedule == (june, JULY)
    with pytest.raises(InvalidSpecification, match="belongs to the rule SCHEDULED, not to Q"):
        Rebalance(Rule.QUARTERLY, schedule=(JULY,))
    with pytest.raises(InvalidSpecification, match="Two changes of the weights are for 1 Jul 2025"):
        Rebalance(Rule.SCHEDULED, schedule=(JULY, JULY))
