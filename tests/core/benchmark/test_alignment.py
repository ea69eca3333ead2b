"""Components on common dates: holidays, gaps, currencies, fixed rates that stand in, blends within, and mixes that change."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.benchmark.blend import Blend, Component, blend_of_intervals
from core.benchmark.coverage import coverage, observed_range
from core.benchmark.kinds import FixedReturn
from core.benchmark.rebalancing import PolicyChange, Rebalance, Reset, Rule
from core.benchmark.resolution import align, resolve
from core.benchmark.sources import MissingComponentData, Sources, usual_base
from core.errors import InsufficientData, InvalidSpecification, MissingExchangeRateError, MissingLevelsError
from core.market.exchange_rates import ExchangeRates
from core.market.levels import Basis, Days, LevelSeries, to_days
from core.market.period import Period
from core.returns.series import ReturnSeries
from tests.core.small_portfolios import part_of, walk_on, weekdays


def days(*texts: str) -> Days:
    return to_days(list(texts))


def without(series: LevelSeries, *dropped: str) -> LevelSeries:
    return part_of(series, ~np.isin(series.dates, days(*dropped)))


def half(*parts: str, rule: Rule = Rule.NONE, **more: object) -> Blend:
    components = tuple(Component(part, 1 / len(parts)) for part in parts)
    return Blend("MIX", "USD", components, rebalance=Rebalance(rule), **more)  # type: ignore[arg-type]


YEAR = weekdays("2024-01-01", "2024-12-31")
A, B = walk_on("A", YEAR, 1), walk_on("B", YEAR, 2)
WHOLE_YEAR = Period(date(2024, 1, 1), date(2024, 12, 31))
BOTH = Sources({"A": A, "B": B})
LATE_B = part_of(B, slice(30, None))


# --- holidays and gaps ---


def test_a_holiday_in_one_market_loses_no_return() -> None:
    path = resolve(half("A", "B"), Sources({"A": A, "B": without(B, "2024-05-01", "2024-07-04")}))
    assert path.carried_days == 2
    assert days("2024-05-01")[0] not in path.dates
    whole = [one.levels[-1] / one.levels[0] - 1 for one in (A, B)]
    assert path.component_returns == pytest.approx(whole, abs=1e-14)
    assert path.total_return == pytest.approx(np.mean(whole), abs=1e-14)


def test_weekend_rows_of_a_fund_are_not_holidays_of_a_market() -> None:
    every = np.arange("2024-01-01", "2025-01-01", dtype="datetime64[D]")
    path = resolve(half("A", "FUND"), Sources({"A": A, "FUND": walk_on("FUND", every, 3)}))
    assert np.array_equal(path.aligned.dates, YEAR)
    assert path.carried_days == 0


def test_a_gap_longer_than_any_holiday_is_missing_data_with_its_dates() -> None:
    says = r"B, a component of .*, has no data from 2 May 2024 to 22 May 2024"
    gap, holiday = (without(B, *map(str, weekdays("2024-05-02", last))) for last in ("2024-05-22", "2024-05-16"))
    with pytest.raises(MissingComponentData, match=says) as error:
        resolve(half("A", "B"), Sources({"A": A, "B": gap}))
    assert error.value.component == "B"
    assert error.value.details["missing_from"] == "2024-05-02"
    assert error.value.details["known_to"] == "2024-12-31"
    assert resolve(half("A", "B"), Sources({"A": A, "B": holiday})).carried_days == 11


def test_monthly_data_alone_has_no_gaps() -> None:
    ends = days("2024-01-31", "2024-02-29", "2024-03-29", "2024-04-30")
    series = {name: walk_on(name, ends, seed) for name, seed in (("A", 1), ("B", 2))}
    assert resolve(half("A", "B", rule=Rule.QUARTERLY), Sources(series)).events[0].on == date(2024, 4, 30)


# --- the range ---


def test_the_range_is_the_widest_that_all_data_allows() -> None:
    early = part_of(A, slice(-10))
    path = resolve(half("A", "B"), Sources({"A": early, "B": LATE_B}))
    assert (path.base_on, path.dates[-1].item()) == (LATE_B.coverage.start, early.coverage.end)
    assert align(half("A", "B"), BOTH).period == WHOLE_YEAR


def test_a_start_without_an_observation_takes_the_last_common_date_before() -> None:
    path = resolve(half("A", "B"), BOTH, Period(date(2024, 3, 31), date(2024, 6, 30)))
    assert (path.base_on, path.dates[0].item()) == (date(2024, 3, 29), date(2024, 4, 1))
    assert path.dates[-1].item() == date(2024, 6, 28)
    assert path.carried_days == 0


def test_a_base_without_a_common_date_within_a_week_carries_levels() -> None:
    one = walk_on("A", days("2024-01-01", "2024-01-08", "2024-01-15"), 1)
    other = walk_on("B", days("2024-01-02", "2024-01-08", "2024-01-15"), 2)
    path = resolve(half("A", "B"), Sources({"A": one, "B": other}), Period(date(2024, 1, 3), date(2024, 1, 15)))
    assert (path.base_on, path.dates.size, path.carried_days) == (date(2024, 1, 3), 2, 1)
    assert path.component_returns == pytest.approx([s.levels[2] / s.levels[0] - 1 for s in (one, other)], abs=1e-15)


@pytest.mark.parametrize(
    ("series", "period", "says"),
    [
        (B, Period(date(2023, 6, 1), date(2024, 6, 1)), "A, .* has no data from 1 Jun 2023 to 31 Dec 2023"),
        (B, Period(date(2024, 6, 1), date(2025, 6, 1)), "A, .* has no data from 1 Jan 2025 to 1 Jun 2025"),
        (LATE_B, WHOLE_YEAR, "B, .* has no data from 2 Jan 2024 to 11 Feb 2024"),
    ],
)
def test_a_range_beyond_the_data_names_who_lacks_it(series: LevelSeries, period: Period, says: str) -> None:
    with pytest.raises(MissingComponentData, match=says):
        resolve(half("A", "B"), Sources({"A": A, "B": series}), period)


def test_a_range_of_a_day_or_a_weekend_has_no_observation() -> None:
    for period in (Period(date(2024, 3, 1), date(2024, 3, 1)), Period(date(2024, 3, 1), date(2024, 3, 3))):
        with pytest.raises(InsufficientData, match="no date in common after 1 Mar 2024"):
            resolve(half("A", "B"), BOTH, period)


def test_components_that_never_meet() -> None:
    earlier = walk_on("B", weekdays("2020-01-01", "2020-12-31"), 2)
    with pytest.raises(
        InsufficientData, match="no range in common while they are held: A 1 Jan 2024 to 31 Dec 2024; B"
    ):
        resolve(half("A", "B"), Sources({"A": A, "B": earlier}))
    mondays, tuesdays = YEAR[::5], YEAR[1::5]
    with pytest.raises(InsufficientData, match="no date in common"):
        resolve(half("A", "B"), Sources({"A": walk_on("A", mondays, 1), "B": walk_on("B", tuesdays, 2)}))


@pytest.mark.parametrize("series", [{"A": A}, {"A": A, "B": ReturnSeries("B", days(), np.array([]))}])
@pytest.mark.parametrize("period", [None, Period(date(2024, 1, 1), date(2024, 2, 1))])
def test_a_component_without_any_data(series: dict[str, LevelSeries | ReturnSeries], period: Period | None) -> None:
    with pytest.raises(MissingComponentData, match=r"B, a component of .*, has no data at all\. Choose"):
        resolve(half("A", "B"), Sources(series), period)


# --- bare returns ---


def returns_of(series: LevelSeries) -> ReturnSeries:
    return ReturnSeries(series.name, series.dates[1:], series.levels[1:] / series.levels[:-1] - 1.0)


def test_bare_returns_beside_levels_begin_at_the_observation_before() -> None:
    """A's first return is of Tuesday; of Monday after a weekend; its base is whatever the levels have before."""
    for cut in (0, 4, 5, 6):
        tail = part_of(A, slice(cut, None))
        mixed, plain = (resolve(half("A", "B"), Sources({"A": one, "B": B})) for one in (returns_of(tail), tail))
        assert mixed.base_on == plain.base_on
        assert mixed.returns == pytest.approx(plain.returns, abs=1e-14)


def test_bare_returns_begin_at_a_date_that_all_levels_share() -> None:
    series = {"A": returns_of(part_of(A, slice(5, None))), "B": without(B, "2024-01-08"), "C": walk_on("C", YEAR, 3)}
    path = resolve(half("A", "B", "C"), Sources(series))
    assert (path.base_on, path.dates[0].item()) == (date(2024, 1, 5), date(2024, 1, 9))
    assert resolve(half("A", "B", "C"), Sources({**series, "B": B})).base_on == date(2024, 1, 8)


def test_a_missing_return_in_the_middle_is_spanned() -> None:
    two, gone = returns_of(A), returns_of(without(B, "2024-05-01"))
    path = resolve(half("A", "B"), Sources({"A": two, "B": gone}))
    assert path.carried_days == 1
    assert path.component_returns == pytest.approx([two.total, gone.total], abs=1e-14)


@pytest.mark.parametrize(
    ("kept", "says"), [(slice(-1), "for 31 Dec 2024; it is known from 1 Jan 2024 to 30"), (slice(1, None), "")]
)
def test_a_missing_return_at_either_end_is_missing_data(kept: slice, says: str) -> None:
    """Levels may be a few days old; a return that is not there is not 0."""
    short = ReturnSeries("B", returns_of(B).dates[kept], returns_of(B).returns[kept])
    with pytest.raises(MissingComponentData, match=rf"B, .* has no data {says}"):
        resolve(half("A", "B"), Sources({"A": returns_of(A), "B": short}), WHOLE_YEAR)
    levels = Sources({"A": A, "B": part_of(B, slice(-1))})
    assert resolve(half("A", "B"), levels, WHOLE_YEAR).dates[-1].item() == date(2024, 12, 30)


def test_who_brings_all_data_himself_is_told_what_is_cut_short() -> None:
    series = {"A": returns_of(A), "B": returns_of(part_of(B, slice(-1)))}
    assert observed_range(series) == WHOLE_YEAR
    assert observed_range({"A": A, "F": FixedReturn(0.05)}) == A.coverage
    assert observed_range({"F": FixedReturn(0.05), "E": ReturnSeries("E", days(), np.array([]))}) is None
    assert resolve(half("A", "B"), Sources(series)).dates[-1] == np.datetime64("2024-12-30")
    with pytest.raises(MissingComponentData, match=r"B, .* has no data for 31 Dec 2024"):
        resolve(half("A", "B"), Sources(series), observed_range(series))


@pytest.mark.parametrize(
    ("dates", "base"),
    [
        (["2024-01-31"], "2024-01-30"),
        (["2024-01-05", "2024-01-08"], "2024-01-04"),
        (["2025-03-27", "2025-03-28", "2025-03-31"], "2025-03-26"),
        (["2024-01-02", "2024-01-03", "2024-01-04"], "2024-01-01"),
        (["2024-01-05", "2024-01-12", "2024-01-19"], "2023-12-29"),
        (["2024-01-31", "2024-02-29", "2024-03-31"], "2023-12-31"),
        (["2024-02-29", "2024-03-31", "2024-04-30"], "2024-01-31"),
        (["2024-03-31", "2024-06-30", "2024-09-30"], "2023-12-31"),
        (["2023-12-31", "2024-12-31", "2025-12-31"], "2022-12-31"),
    ],
)
def test_the_first_return_is_earned_over_one_usual_spacing(dates: list[str], base: str) -> None:
    assert str(usual_base(to_days(dates))) == base


def test_returns_that_no_number_can_hold_are_refused() -> None:
    huge = ReturnSeries("A", YEAR, np.full(YEAR.size, 1e3))
    with pytest.raises(InvalidSpecification, match="compound to more than a number can hold"):
        resolve(half("A", "B"), Sources({"A": huge, "B": B}))


# --- currencies ---


EURUSD = walk_on("EURUSD", weekdays("2023-12-01", "2024-12-31"), 9)
RATES = ExchangeRates({"EURUSD": EURUSD})
EURO_B = replace(B, currency="EUR")
EURO_MIX = {"A": A, "B": EURO_B}


def test_returns_of_another_currency_are_compounded_with_the_rates_return() -> None:
    path = resolve(half("A", "B", rule=Rule.DAILY), Sources(EURO_MIX, RATES))
    a, r, fx = (one[1:] / one[:-1] - 1 for one in (A.levels, B.levels, EURUSD.known(YEAR).levels))
    assert path.returns == pytest.approx((a + (1 + r) * (1 + fx) - 1) / 2, abs=1e-14)
    assert path.carried_days == 0


@given(st.integers(0, 2**32 - 1), st.sampled_from([Rule.NONE, Rule.DAILY, Rule.MONTHLY]))
def test_one_currency_for_all_is_the_blend_times_the_rate(seed: int, rule: Rule) -> None:
    parts = {"A": walk_on("A", YEAR, seed), "B": walk_on("B", YEAR, seed + 1)}
    euro = Sources({name: replace(one, currency="EUR") for name, one in parts.items()}, RATES)
    dollars, own = (resolve(half("A", "B", rule=rule), sources) for sources in (euro, Sources(parts)))
    rate = EURUSD.known(YEAR).levels
    assert dollars.levels == pytest.approx(own.levels * rate[1:] / rate[0], rel=1e-12)
    assert dollars.weights_open == pytest.approx(own.weights_open, abs=1e-12)


def test_bare_returns_say_their_currency_and_need_a_rate_before_the_first() -> None:
    dates = days("2025-03-27", "2025-03-28", "2025-03-31")
    blend = Blend("MIX", "USD", (Component("A", 0.5), Component("B", 0.5, currency="EUR")), (), Rebalance(Rule.DAILY))
    series = {name: ReturnSeries(name, dates, np.array([0.01, 0.02, 0.03])) for name in "AB"}
    known = LevelSeries("EURUSD", days("2025-03-26", *map(str, dates)), np.array([1.0, 1.1, 1.21, 1.21]), "USD")
    path = resolve(blend, Sources(series, ExchangeRates({"EURUSD": known})))
    assert path.returns == pytest.approx([(0.01 + 0.111) / 2, (0.02 + 0.122) / 2, 0.03], abs=1e-15)
    late = LevelSeries("EURUSD", dates, np.array([1.1, 1.21, 1.21]), "USD")
    with pytest.raises(MissingLevelsError, match="EURUSD has no level for 26 Mar 2025"):
        resolve(blend, Sources(series, ExchangeRates({"EURUSD": late})), Period(date(2025, 3, 26), date(2025, 3, 31)))


def test_an_older_rate_is_carried_and_counted_but_not_across_more_than_a_holiday() -> None:
    holidays = ExchangeRates({"EURUSD": without(EURUSD, "2024-05-01", "2024-05-02")})
    assert resolve(half("A", "B"), Sources(EURO_MIX, holidays)).carried_days == 2
    gap = ExchangeRates({"EURUSD": without(EURUSD, *map(str, weekdays("2024-05-01", "2024-05-20")))})
    with pytest.raises(MissingLevelsError, match="EURUSD"):
        resolve(half("A", "B"), Sources(EURO_MIX, gap))
    with pytest.raises(MissingExchangeRateError):  # a missing rate is an error, never one
        resolve(half("A", "B"), Sources(EURO_MIX))


def test_the_widest_range_respects_the_rates() -> None:
    short = part_of(EURUSD, slice(60, 200))
    path = resolve(half("A", "B"), Sources(EURO_MIX, ExchangeRates({"EURUSD": short})))
    assert path.base_on == short.coverage.start
    assert path.dates[-1] <= short.dates[-1] + np.timedelta64(7, "D")
    old = ExchangeRates({"EURUSD": walk_on("EURUSD", weekdays("2010-01-01", "2010-12-31"), 9)})
    with pytest.raises(InsufficientData, match="no range in common"):
        resolve(half("A", "B"), Sources(EURO_MIX, old))


def test_a_currency_that_contradicts_the_data_is_refused() -> None:
    blend = Blend("MIX", "USD", (Component("A", 0.5, currency="EUR"), Component("B", 0.5)))
    with pytest.raises(InvalidSpecification, match="A is said to be in EUR, but its levels are in USD"):
        resolve(blend, BOTH)


# --- a fixed rate that stands in ---


def with_fallback(rate: float | None = 0.07) -> Blend:
    return Blend("MIX", "USD", (Component("A", 0.35), Component("DEBT", 0.65, fallback_rate=rate)))


def test_a_missing_debt_leg_earns_the_fixed_rate_with_no_extra_day() -> None:
    path = resolve(with_fallback(), Sources({"A": A}))
    growth = 1.07 ** ((YEAR[1:] - YEAR[0]).astype(int) / 365)
    assert path.levels == pytest.approx(0.35 * A.levels[1:] / A.levels[0] + 0.65 * growth, abs=1e-14)
    (note,) = path.fallbacks
    assert (note.component, note.rate) == ("DEBT", 0.07)
    assert note.reason == "DEBT has no data at all"


def test_a_debt_leg_that_does_not_reach_is_replaced_as_a_whole() -> None:
    path = resolve(with_fallback(), Sources({"A": A, "DEBT": part_of(B, slice(100, None), "DEBT")}), WHOLE_YEAR)
    assert path.total_return == pytest.approx(resolve(with_fallback(), Sources({"A": A})).total_return, abs=1e-15)
    assert "has no data from 2 Jan 2024 to 19 May 2024" in path.fallbacks[0].reason


def test_only_a_leg_without_data_that_has_a_rate_falls_back() -> None:
    path = resolve(with_fallback(), Sources({"A": A, "DEBT": B}))
    assert path.fallbacks == ()
    a, b = (one.levels[-1] / one.levels[0] - 1 for one in (A, B))
    assert path.total_return == pytest.approx(0.35 * a + 0.65 * b, abs=1e-14)
    with pytest.raises(MissingComponentData, match=r"A, "):
        resolve(with_fallback(), Sources({"DEBT": B}))


def test_fixed_returns_can_be_components() -> None:
    blend = half("A", "SAFE", rule=Rule.MONTHLY)
    path = resolve(blend, Sources({"A": A, "SAFE": FixedReturn(0.05)}))
    assert np.array_equal(path.aligned.dates, YEAR)
    assert path.component_returns[1] == pytest.approx(1.05 ** (365 / 365) - 1, abs=1e-14)
    assert path.fallbacks == ()


def test_fixed_returns_alone_need_a_range_and_are_daily() -> None:
    blend = half("ONE", "TWO")
    series = {"ONE": FixedReturn(0.05), "TWO": FixedReturn(0.07, compounded=False)}
    with pytest.raises(InsufficientData, match="no component with dates of its own"):
        resolve(blend, Sources(series))
    path = resolve(blend, Sources(series), Period(date(2023, 1, 1), date(2024, 1, 1)))
    assert (path.dates.size, path.base_on) == (365, date(2023, 1, 1))
    assert path.total_return == pytest.approx(0.06, abs=1e-15)


# --- blends within ---


def test_a_blend_within_keeps_its_own_calendar() -> None:
    within = Blend("IN", "USD", (Component("A", 0.5), Component("B", 0.5)), (), Rebalance(Rule.DAILY))
    other = walk_on("C", YEAR, 3)
    outer = half("IN", "C")
    path = resolve(outer, Sources({"A": A, "B": B, "C": other}, blends={"IN": within}))
    daily = (returns_of(A).returns + returns_of(B).returns) / 2
    growth = (np.cumprod(1 + daily) + other.levels[1:] / other.levels[0]) / 2
    assert path.levels == pytest.approx(growth, abs=1e-13)


def test_a_blend_within_that_is_never_held_need_not_exist() -> None:
    within = Blend("IN", "USD", (Component("GONE", 1.0),))
    blend = Blend("OUT", "USD", (Component("A", 1.0), Component("IN", 0.0)))
    path = resolve(blend, Sources({"A": A}, blends={"IN": within}))
    assert path.returns.tobytes() == resolve(half("A"), Sources({"A": A})).returns.tobytes()
    assert path.components[1].total_return is None


def test_a_blend_within_in_another_currency_is_converted_as_a_whole() -> None:
    within = Blend("IN", "EUR", (Component("A", 1.0),))
    euro = LevelSeries("A", A.dates, A.levels, "EUR")
    path = resolve(half("IN"), Sources({"A": euro}, RATES, blends={"IN": within}))
    assert path.returns == pytest.approx(resolve(half("A"), Sources({"A": euro}, RATES)).returns, abs=1e-14)


def test_what_a_blend_within_had_to_do_is_reported_outside() -> None:
    within = Blend("IN", "USD", (Component("A", 0.5), Component("DEBT", 0.5, fallback_rate=0.06)))
    gone = without(A, "2024-05-01")
    path = resolve(half("IN"), Sources({"A": gone}, blends={"IN": within}))
    assert [(one.component, one.rate) for one in path.fallbacks] == [("IN › DEBT", 0.06)]
    with_holiday = Blend("IN", "USD", (Component("A", 0.5), Component("B", 0.5)))
    assert resolve(half("IN"), Sources({"A": gone, "B": B}, blends={"IN": with_holiday})).carried_days == 1


def test_a_blend_within_that_lacks_data_names_the_part_or_falls_back_as_a_whole() -> None:
    within = Blend("IN", "USD", (Component("A", 0.5), Component("B", 0.5)), name="Inner mix")
    sources = Sources({"A": A}, blends={"IN": within})
    blend = Blend("OUT", "USD", (Component("A", 0.5), Component("IN", 0.5, fallback_rate=0.07)))
    for period in (None, WHOLE_YEAR):
        with pytest.raises(MissingComponentData, match=r"B, a component of Inner mix, has no data at all"):
            resolve(half("IN", "A"), sources, period)
        assert [one.component for one in resolve(blend, sources, period).fallbacks] == ["IN"]


def test_a_blend_that_contains_itself_is_refused_before_anything_is_computed() -> None:
    one = Blend("ONE", "USD", (Component("TWO", 1.0),))
    two = Blend("TWO", "USD", (Component("ONE", 1.0),))
    for call in (resolve, coverage):
        with pytest.raises(InvalidSpecification, match="ONE → TWO → ONE"):
            call(one, Sources({}, blends={"ONE": one, "TWO": two}))


# --- mixes that change: a component needs data only while it is held ---

FIRST_HALF = part_of(A, A.dates < np.datetime64("2024-07-01"), "OLD")
NEW = part_of(B, B.dates >= np.datetime64("2024-06-28"), "NEW")
IN_TURN = Sources({"OLD": FIRST_HALF, "NEW": NEW})
JULY = date(2024, 7, 1)


def turn(first: str, then: str, on: date = JULY, reset: Reset = Reset.START) -> Blend:
    return blend_of_intervals("MIX", "USD", [(None, {first: 1.0}), (on, {then: 1.0})], reset=reset)


def successor(reset: Reset = Reset.START) -> Blend:
    return turn("OLD", "NEW", reset=reset)


def test_an_index_that_ends_is_followed_by_its_successor() -> None:
    path = resolve(successor(), IN_TURN)
    joined = np.append(returns_of(FIRST_HALF).returns, returns_of(NEW).returns)
    assert path.returns == pytest.approx(joined, abs=1e-15)
    assert path.component_returns == pytest.approx([np.nan, np.nan], nan_ok=True)
    old = path.components[0]
    assert (old.total_return, old.reason) == (None, "Its data does not cover the whole range.")
    assert old.contribution == pytest.approx(returns_of(FIRST_HALF).total, abs=1e-14)
    assert coverage(successor(), IN_TURN) == WHOLE_YEAR


def test_who_joins_must_be_known_on_the_date_before() -> None:
    late = Sources({"OLD": FIRST_HALF, "NEW": part_of(NEW, slice(1, None))})
    with pytest.raises(MissingComponentData, match=r"NEW, .* has no data"):
        resolve(successor(), late, WHOLE_YEAR)
    assert resolve(successor(), late).base_on == JULY
    at_close = resolve(successor(Reset.CLOSE), late, WHOLE_YEAR)
    assert at_close.carried_days == 1  # the old index's last level is carried to the close of 1 July
    assert at_close.returns[at_close.dates == np.datetime64(JULY)] == pytest.approx([0.0])
    assert at_close.dates.size == YEAR.size - 1


def test_who_leaves_must_be_known_at_the_close_of_its_last_day() -> None:
    sources = Sources({"OLD": part_of(FIRST_HALF, slice(-8)), "NEW": NEW})
    with pytest.raises(MissingComponentData, match=r"OLD, .* has no data"):
        resolve(successor(Reset.CLOSE), sources, WHOLE_YEAR)
    assert coverage(successor(), sources).start == resolve(successor(), sources).base_on == JULY


def test_a_form_of_the_mix_without_data_is_left_out() -> None:
    assert coverage(turn("A", "B", date(2025, 7, 1)), BOTH) == WHOLE_YEAR
    early = Sources({"A": A, "GONE": part_of(B, slice(20))})
    assert coverage(turn("A", "GONE"), early) == Period(date(2024, 1, 1), date(2024, 6, 30))
    assert coverage(turn("LATE", "B"), Sources({"LATE": part_of(A, slice(200, None)), "B": B})).start == JULY


def test_a_fixed_return_that_is_followed_or_preceded_by_an_index() -> None:
    """What is known always does not stretch the range beyond what anything else is known for."""
    fixed = Sources({"SAFE": FixedReturn(0.05), "A": A})
    path = resolve(turn("SAFE", "A"), fixed)
    assert (path.base_on, path.dates[-1].item()) == (WHOLE_YEAR.start, WHOLE_YEAR.end)
    assert path.levels[180] == pytest.approx(1.05 ** (181 / 365), abs=1e-14)
    assert coverage(turn("A", "SAFE"), fixed) == WHOLE_YEAR
    assert resolve(turn("A", "SAFE"), fixed).returns[-1] == pytest.approx(1.05 ** (1 / 365) - 1, abs=1e-14)


def test_a_foreign_component_is_converted_only_while_it_is_held() -> None:
    """The rate begins in June; the component joins in July."""
    rate = LevelSeries("EURUSD", NEW.dates, np.linspace(1.0, 1.2, NEW.dates.size), "USD")
    sources = Sources({"OLD": A, "NEW": EURO_B}, ExchangeRates({"EURUSD": rate}))
    for reset in Reset:
        path = resolve(successor(reset), sources)
        assert path.base_on == date(2024, 1, 1)
        r = B.levels[-1] / B.levels[-2] * rate.levels[-1] / rate.levels[-2] - 1
        assert path.returns[-1] == pytest.approx(r, abs=1e-14)


def test_a_stretch_without_common_dates_is_passed_over() -> None:
    """A mix that is in force over a weekend only never earns anything."""
    weekend = (PolicyChange.of(date(2024, 6, 1), {"B": 1.0}), PolicyChange.of(date(2024, 6, 2), {"A": 1.0}))
    path = resolve(Blend("MIX", "USD", (Component("A", 1.0), Component("B", 0.0)), weekend), BOTH)
    assert path.returns == pytest.approx(returns_of(A).returns, abs=1e-15)
    assert [(event.on, event.reason, event.turnover) for event in path.events] == [(date(2024, 6, 3), "POLICY", 0.0)]


# --- what the result says of its data ---


@pytest.mark.parametrize("kinds", [(Basis.TOTAL, Basis.TOTAL), (Basis.TOTAL, Basis.NET), (Basis.NET, Basis.PRICE)])
def test_the_mix_includes_no_more_than_its_poorest_component(kinds: tuple[Basis, Basis]) -> None:
    series = {f"C{i}": walk_on(f"C{i}", YEAR, i, basis=kind) for i, kind in enumerate(kinds)}
    assert resolve(half(*series), Sources(series)).level_series().basis is kinds[1]


def test_simulated_data_is_told() -> None:
    assert resolve(half("A", "B"), Sources({"A": A, "B": replace(B, simulated=True)})).level_series().simulated
    simulated = ExchangeRates({"EURUSD": replace(EURUSD, simulated=True)})
    assert resolve(half("A", "B"), Sources(EURO_MIX, simulated)).simulated
