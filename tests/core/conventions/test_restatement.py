"""Are the pages' numbers what comes out by default, and do the switches give what the tools named beside them give?"""

from __future__ import annotations

import math
from dataclasses import fields, replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.conventions.choices import (
    IN_FORCE,
    AlphaKind,
    Annualising,
    Capture,
    Carry,
    Conventions,
    DayCount,
    FlowTime,
    Information,
    PartYear,
    RateStep,
    RateUse,
    Reward,
    Sampling,
    Spread,
    Target,
)
from core.conventions.day_count import years_between_dates, years_from
from core.conventions.restatement import (
    Figure,
    Restatable,
    Restated,
    money_weighted,
    restatable_comparison,
    restate,
    returns_dealt_at,
)
from core.conventions.tools import SUBJECTS, TOOLS, YARDSTICK, tool_with
from core.errors import InsufficientData, InvalidSpecification
from core.market.exchange_rates import ExchangeRates
from core.market.levels import LevelSeries, to_day, to_days
from core.returns.cash_flows import CashFlows, xirr
from core.returns.series import aligned_levels, returns_of
from core.same_money.comparison import compare_same_money
from core.statistics.relative import compare
from core.valuation.portfolio_value import Valuation
from tests.core.small_portfolios import buy, daily, sell, valued, walk

# 300 working days from 2 January 2023, t = 1 … 300, radians.
N = 300
T = np.arange(1, N + 1)
OWN = 0.0006 + 0.010 * np.sin(T) + 0.004 * np.cos(1.7 * T)
MARKET = 0.0004 + 0.009 * np.sin(T + 0.2)
WORKING = np.busday_offset("2023-01-02", np.arange(N), roll="forward")
BASE = np.datetime64("2022-12-30")


def levels(name: str, returns: np.ndarray) -> LevelSeries:
    growth = 100.0 * np.cumprod(np.concatenate([[1.0], 1.0 + returns]))
    return LevelSeries(name, np.concatenate([[BASE], WORKING]), growth, "USD")


def made(valuation: Valuation, benchmark: LevelSeries, own: LevelSeries) -> Restatable:
    same = compare_same_money(valuation, benchmark, ExchangeRates(), 0.0)
    return restatable_comparison(same, valuation, *aligned_levels(own, benchmark))


def one_payment() -> Restatable:
    """A thousand on the first day, left alone, in OWN beside MARKET."""
    own, market = levels("OWN", OWN), levels("MARKET", MARKET)
    row = replace(buy(0, "OWN", 10, 100.0), on=date(2022, 12, 30))
    days = int((WORKING[-1] - np.datetime64("2023-01-02")).astype(int))
    return made(valued([row], [own], as_of=days), market, own)


def value(found: Restated, figure: Figure) -> float:
    number = found.values[figure]
    assert number is not None, found.reasons
    return number


# From here on: numbers that the tools themselves gave for OWN and MARKET.


BY_TOOL = {one.id: one.conventions for one in TOOLS}
BY_TOOL["quantstats at 4 %"] = replace(BY_TOOL["quantstats"], rate_use=RateUse.CHOSEN, target=Target.RISK_FREE)


@pytest.mark.parametrize(
    ("tool", "figure", "number"),
    [
        ("empyrical", Figure.TWR, 0.1594805194907878),  # empyrical-reloaded 0.7.1
        ("empyrical", Figure.VOLATILITY, 0.12082190439056097),
        ("empyrical", Figure.SHARPE, 1.2852490132024266),
        ("empyrical", Figure.SORTINO, 1.9563301715616823),
        ("empyrical", Figure.INFORMATION_RATIO, 0.0661539111428565),
        ("empyrical", Figure.ALPHA, 0.04583154312906923),
        ("empyrical", Figure.BETA, 1.0842553074283063),
        ("empyrical", Figure.UP_CAPTURE, 1.2517685875863247),
        ("empyrical", Figure.DOWN_CAPTURE, 1.026633304439652),
        ("quantstats", Figure.TWR, 0.1594805194907878),  # quantstats 0.0.86
        ("quantstats", Figure.SHARPE, 1.2852490132024272),
        ("quantstats", Figure.SORTINO, 1.956330171561684),
        ("quantstats", Figure.INFORMATION_RATIO, 0.06615391114285653),
        ("quantstats", Figure.ALPHA, 0.04481628868533002),
        ("quantstats at 4 %", Figure.SHARPE, 0.9606078347567868),
        ("quantstats at 4 %", Figure.SORTINO, 1.435283421052768),
        ("ffn", Figure.TWR, 0.16555093465722015),  # ffn 1.4.1: calc_cagr by 365.25 days, from 30 December 2022
        ("ffn", Figure.INFORMATION_RATIO, 0.06615391114285653),
    ],
)
def test_as_the_tool_does(tool: str, figure: Figure, number: float) -> None:
    assert value(restate(one_payment(), BY_TOOL[tool], 0.04), figure) == pytest.approx(number, rel=1e-9)


@pytest.mark.parametrize(
    ("count", "first", "last", "years"),
    [
        (DayCount.ACT_ACT, date(2003, 11, 1), date(2004, 5, 1), 0.49772438056740776),  # ISDA's memorandum of 1998
        (DayCount.ACT_ACT, date(1999, 2, 1), date(1999, 7, 1), 0.41095890410958904),
        (DayCount.THIRTY_360, date(2006, 8, 20), date(2007, 2, 20), 0.5),  # ISDA's examples of 30/360
        (DayCount.THIRTY_360, date(2006, 8, 31), date(2007, 2, 28), 178 / 360),
        (DayCount.THIRTY_360, date(2006, 2, 28), date(2006, 8, 31), 183 / 360),
        (DayCount.THIRTY_360, date(2006, 8, 31), date(2006, 10, 31), 60 / 360),
        (DayCount.ACT_365F, date(2020, 1, 1), date(2021, 1, 1), 366 / 365),
        (DayCount.ACT_365_25, date(2020, 1, 1), date(2024, 1, 1), 4.0),
    ],
)
def test_day_counts(count: DayCount, first: date, last: date, years: float) -> None:
    assert years_between_dates(first, last, count) == pytest.approx(years, abs=1e-15)


def test_compounded_ratios_are_those_of_performanceanalytics_formulas() -> None:
    """Π(1 + r)^(252/n) − 1 over √252·σ, and the difference of the annualised returns over the tracking error."""
    found = restate(
        one_payment(), replace(IN_FORCE, periods=252, reward=Reward.COMPOUNDED, rate_use=RateUse.ZERO), 0.04
    )
    yearly = math.prod(1 + OWN) ** (252 / N) - 1
    assert value(found, Figure.SHARPE) == pytest.approx(yearly / (OWN.std(ddof=1) * math.sqrt(252)), rel=1e-12)
    information = restate(one_payment(), replace(IN_FORCE, periods=252, information=Information.COMPOUNDED), 0.04)
    ahead = yearly - (math.prod(1 + MARKET) ** (252 / N) - 1)
    error = (OWN - MARKET).std(ddof=1) * math.sqrt(252)
    assert value(information, Figure.INFORMATION_RATIO) == pytest.approx(ahead / error, rel=1e-12)


# The defaults are the pages' own numbers, to the last bit.


def household() -> tuple[Valuation, LevelSeries]:
    rows = [buy(0, "ACME", 100, 101.0), buy(90, "ACME", 50, 99.0), sell(200, "ACME", 60, 110.0)]
    return valued(rows, [walk("ACME", 3)]), walk("INDEX", 1)


def usual() -> Restatable:
    valuation, index = household()
    return made(valuation, index, valuation.growth)


@pytest.mark.parametrize("rate", [0.0, 0.04, 0.07])
def test_by_default_every_number_is_the_pages_own(rate: float) -> None:
    data = usual()
    found, same = restate(data, Conventions(), rate), data.same_money
    own = data.daily[FlowTime.AS_DEALT]
    assert own is not None
    assert data.benchmark_returns is not None
    compared = compare(own, data.benchmark_returns, rate)
    assert found.values == {
        Figure.TWR: same.portfolio_time_weighted.annualised,
        Figure.BENCHMARK_TWR: same.benchmark_time_weighted.annualised,
        Figure.XIRR: same.portfolio_xirr.rate,
        Figure.BENCHMARK_XIRR: same.benchmark_xirr.rate,
        Figure.XIRR_DIFFERENCE: same.xirr_difference,
        Figure.ALPHA: compared.alpha,
        Figure.BETA: compared.beta,
        Figure.VOLATILITY: compared.volatility,
        Figure.TRACKING_ERROR: compared.tracking_error,
        Figure.INFORMATION_RATIO: compared.information_ratio,
        Figure.SHARPE: compared.sharpe,
        Figure.SORTINO: compared.sortino,
        Figure.UP_CAPTURE: compared.up_capture,
        Figure.DOWN_CAPTURE: compared.down_capture,
    }
    assert found.reasons == {}


TWRS, CAPTURES = {Figure.TWR, Figure.BENCHMARK_TWR}, {Figure.UP_CAPTURE, Figure.DOWN_CAPTURE}
RATED, SPREADS = (
    {Figure.ALPHA, Figure.SHARPE, Figure.SORTINO},
    {Figure.VOLATILITY, Figure.TRACKING_ERROR, Figure.SHARPE},
)
ONE_SWITCH = [
    ("day_count", DayCount.ACT_365_25, {Figure.TWR, Figure.XIRR, Figure.BENCHMARK_XIRR}),
    ("day_count", DayCount.ACT_ACT, {Figure.XIRR}),
    ("day_count", DayCount.THIRTY_360, {Figure.XIRR}),
    ("annualising", Annualising.PERIODS, TWRS),
    ("annualising", Annualising.ARITHMETIC, TWRS),
    ("flow_time", FlowTime.END, {Figure.TWR, Figure.BETA, Figure.TRACKING_ERROR}),
    ("sampling", Sampling.MONTHS, {Figure.BETA, Figure.VOLATILITY, Figure.SHARPE}),
    ("periods", 365, {Figure.ALPHA, *SPREADS}),
    ("periods", 260, {Figure.ALPHA, Figure.VOLATILITY}),
    ("spread", Spread.POPULATION, SPREADS),
    *(("alpha", one, {Figure.ALPHA}) for one in AlphaKind if one is not IN_FORCE.alpha),
    ("rate_use", RateUse.ZERO, RATED),
    ("rate_step", RateStep.ROOT, RATED),
    ("reward", Reward.COMPOUNDED, {Figure.SHARPE}),
    ("information", Information.ONE_PERIOD, {Figure.INFORMATION_RATIO}),
    ("information", Information.COMPOUNDED, {Figure.INFORMATION_RATIO}),
    ("target", Target.ZERO, {Figure.SORTINO}),
    *(("capture", one, CAPTURES) for one in Capture if one is not IN_FORCE.capture),
]
UNMOVED = {
    "day_count": {Figure.ALPHA, Figure.BETA, Figure.SHARPE},
    "annualising": {Figure.XIRR, Figure.ALPHA},
    "periods": {Figure.XIRR, Figure.TWR, Figure.BETA, Figure.UP_CAPTURE},
    "spread": {Figure.BETA, Figure.ALPHA, Figure.SORTINO, Figure.XIRR},
    "rate_use": {Figure.BETA, Figure.XIRR, Figure.INFORMATION_RATIO},
}


@pytest.mark.parametrize(("switch", "choice", "moves"), ONE_SWITCH)
def test_one_switch_moves_its_own_numbers_and_no_others(switch: str, choice: object, moves: set[Figure]) -> None:
    data, chosen = usual(), replace(IN_FORCE, **{switch: choice})  # type: ignore[arg-type]
    before, after = restate(data, IN_FORCE, 0.05).values, restate(data, chosen, 0.05).values
    moved = {name for name in Figure if before[name] != after[name]}
    assert moves <= moved
    assert tuple(chosen.changed) == (switch,)
    assert moved & UNMOVED.get(switch, set()) == set()


def test_the_population_is_narrower_than_the_sample_by_its_one_degree_of_freedom() -> None:
    data = usual()
    sample, whole = (value(restate(data, replace(IN_FORCE, spread=one), 0.05), Figure.VOLATILITY) for one in Spread)
    n = data.benchmark_returns.dates.size if data.benchmark_returns else 0
    assert whole == pytest.approx(sample * math.sqrt((n - 1) / n), rel=1e-14)


@given(st.sampled_from(list(DayCount)), st.floats(-0.3, 0.6))
def test_a_deposit_that_grows_evenly_has_its_rate_by_every_count(count: DayCount, rate: float) -> None:
    days = to_days([date(2020, 1, 31), date(2020, 6, 15), date(2021, 3, 1)])
    end = to_day(date(2024, 2, 29))
    years = years_from(days[0], np.append(days, end), count)
    amounts = np.array([100.0, 50.0, 30.0])
    closing = float((amounts * (1 + rate) ** (years[-1] - years[:-1])).sum())
    found = money_weighted(CashFlows(days, amounts), closing, end, count)
    assert found.rate == pytest.approx(rate, abs=1e-9)


def test_act_365_is_the_engines_own_xirr() -> None:
    flows = CashFlows(to_days([date(2020, 1, 31), date(2021, 1, 31)]), np.array([100.0, -20.0]))
    end = to_day(date(2024, 2, 29))
    assert money_weighted(flows, 140.0, end, DayCount.ACT_365F) == xirr(flows, 140.0, date(2024, 2, 29))


@pytest.mark.parametrize(
    ("price", "same"),
    [(1.0, FlowTime.END), (0.98, FlowTime.START)],  # at the close, and 2 % below it: as dealt is the one or the other
)
def test_who_buys_at_the_close_earns_from_the_next_day_on(price: float, same: FlowTime) -> None:
    """Beside an index bought at its close no difference remains but what was paid for it."""
    index = walk("INDEX", 1)
    rows = [buy(0, "INDEX", 10, index.levels[0]), buy(150, "INDEX", 90, index.levels[150] * price)]
    valuation = valued(rows, [index])
    own = {one: returns_dealt_at(one, valuation) for one in (FlowTime.START, FlowTime.END)}
    own[FlowTime.AS_DEALT] = valuation.returns
    off = {one: np.abs(found.returns[1:] - returns_of(index).returns) for one, found in own.items()}
    assert all(np.delete(one, 149).max() < 1e-12 for one in off.values())
    gained = 90 * index.levels[150] * (1 - price) / (10 * index.levels[149])
    assert off[FlowTime.END][149] == pytest.approx(gained, abs=1e-12)
    assert off[FlowTime.AS_DEALT][149] == pytest.approx(off[same][149], abs=1e-12)
    assert off[FlowTime.START][149] > 1e-3


# Edges.


def test_below_a_year_nothing_is_annualised_unless_asked_for() -> None:
    index = walk("INDEX", 1)
    valuation = valued([buy(0, "ACME", 1, 100.0)], [walk("ACME", 3)], as_of=200)
    data = made(valuation, index, valuation.growth)
    by_default, always = restate(data, IN_FORCE, 0.0), restate(data, replace(IN_FORCE, part_year=PartYear.ALWAYS), 0.0)
    assert by_default.values[Figure.TWR] is None
    assert "Less than one year" in by_default.reasons[Figure.TWR]
    total = data.same_money.portfolio_time_weighted.total
    assert value(always, Figure.TWR) == pytest.approx((1 + total) ** (365 / 200) - 1, rel=1e-12)


def test_without_common_days_the_reason_stands_in_every_figure() -> None:
    data = replace(usual(), benchmark_returns=None, returns_reason="Nothing in common.")
    found = restate(data, IN_FORCE, 0.0)
    assert found.values[Figure.BETA] is None
    assert found.reasons[Figure.SHARPE] == "Nothing in common."
    assert found.values[Figure.XIRR] is not None


def test_carried_days_are_linked_over() -> None:
    data = usual()
    fresh = np.ones_like(data.fresh)
    fresh[10:20] = False
    at = replace(data, fresh=fresh)
    before, after = (restate(at, replace(IN_FORCE, carry=one), 0.0).values for one in Carry)
    assert before[Figure.VOLATILITY] != after[Figure.VOLATILITY]
    assert before[Figure.XIRR] == after[Figure.XIRR]
    none = restate(replace(at, fresh=np.zeros_like(at.fresh)), replace(IN_FORCE, carry=Carry.NONE), 0.0)
    assert "earlier day" in none.reasons[Figure.BETA]


def test_a_large_deposit_at_the_end_of_its_day_has_no_return() -> None:
    price = np.full(400, 100.0)
    price[150] = 90.0
    valuation = valued([buy(0, "ACME", 1, 100.0), buy(150, "ACME", 100, 100.0)], [daily("ACME", price)])
    with pytest.raises(InsufficientData, match="lost more than everything"):
        returns_dealt_at(FlowTime.END, valuation)


def test_too_few_months_say_so() -> None:
    found = restate(usual(), replace(IN_FORCE, sampling=Sampling.MONTHS), 0.0)
    assert "needs at least 20 observations" in found.reasons[Figure.BETA]


def test_a_year_has_no_other_number_of_periods() -> None:
    with pytest.raises(InvalidSpecification, match="252, 260, 365"):
        Conventions(periods=250)


def test_every_tool_speaks_of_known_subjects_and_says_where_it_was_read() -> None:
    assert TOOLS[0] is YARDSTICK
    assert len({one.id for one in TOOLS}) == len(TOOLS)
    for one in TOOLS:
        assert one.says
        assert [subject for subject in SUBJECTS if subject in one.says] == list(one.says)
        assert one.source
    assert tool_with(IN_FORCE) is YARDSTICK
    assert tool_with(replace(IN_FORCE, periods=260)) is None
    assert set(IN_FORCE.changed) == set()
    assert len(fields(IN_FORCE)) == 16
