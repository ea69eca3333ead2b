"""The same money in a mix: deposits split and left alone, or units of the blend's own level."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.benchmark.blend import Blend, Component
from core.benchmark.common_dates import NoCommonDates
from core.benchmark.kinds import FixedReturn
from core.benchmark.rebalancing import PolicyChange, Rebalance, Reset, Rule
from core.benchmark.resolution import resolve
from core.benchmark.sources import MissingComponentData, Sources
from core.errors import InvalidSpecification, MissingExchangeRateError
from core.market.exchange_rates import ExchangeRates
from core.market.levels import Basis, Days, LevelSeries, to_days
from core.market.period import Period
from core.returns.cash_flows import CashFlows
from core.same_money.account import MatchedAccount, match_cash_flows
from core.same_money.blend_account import SPLIT, match_blend
from tests.core.small_portfolios import flows_of, part_of, walk_on, weekdays

THREE = to_days(["2023-01-01", "2023-06-01", "2024-01-01"])


def levels(name: str, dates: Days, *values: float, currency: str = "INR") -> LevelSeries:
    return LevelSeries(name, dates, np.array(values), currency)


def half(rule: Rule = Rule.NONE, policy: tuple[PolicyChange, ...] = (), reset: Reset = Reset.START) -> Blend:
    return Blend("MIX", "INR", (Component("A", 0.5), Component("B", 0.5)), policy, Rebalance(rule), reset)


WEEKDAYS = weekdays("2023-01-01", "2024-12-31")
MARKET = {"A": walk_on("A", WEEKDAYS, 1, "INR"), "B": walk_on("B", WEEKDAYS, 2, "INR")}
TWO_DEPOSITS = flows_of(("2023-01-01", 10_000), ("2023-06-01", 5_000))
JUNE = int(np.searchsorted(WEEKDAYS, np.datetime64("2023-06-01")))


def in_halves(*moves: tuple[str, float], on: Days = WEEKDAYS, rule: Rule = Rule.NONE) -> MatchedAccount:
    """The account of such flows in the market's two parts, half and half."""
    return match_blend(flows_of(*moves), half(rule), Sources(MARKET), on).account


# --- numbers from outside ---


def test_two_deposits_half_and_half() -> None:
    series = {"A": levels("A", THREE, 100, 110, 120), "B": levels("B", THREE, 100, 104, 110)}
    matched = match_blend(TWO_DEPOSITS, half(), Sources(series), THREE)
    assert matched.account.closing_value == pytest.approx(16871.503496503497, abs=1e-9)


# --- identities ---


@st.composite
def moves(draw: st.DrawFn, least: int = -900) -> CashFlows:
    """A deposit on the first date, then anything: days in and out of the market's calendar."""
    later = draw(
        st.lists(st.tuples(st.integers(1, 700), st.integers(least, 1500)), max_size=8, unique_by=lambda one: one[0])
    )
    days = np.array([0, *(day for day, _ in later)])
    return CashFlows(WEEKDAYS[0] + days, np.array([1000.0, *(amount for _, amount in later)]))


@given(moves())
def test_a_one_component_mix_is_the_index(money: CashFlows) -> None:
    alone = Blend("MIX", "INR", (Component("A", 1.0),))
    plain = match_cash_flows(money, MARKET["A"], WEEKDAYS)
    for blend in (alone, alone.with_rebalancing(Rebalance(Rule.QUARTERLY))):
        matched = match_blend(money, blend, Sources(MARKET), WEEKDAYS).account
        assert matched.values == pytest.approx(plain.values, abs=1e-8)
        assert matched.unpaid == pytest.approx(plain.unpaid, abs=1e-8)
        assert (matched.exhausted_on, matched.carried_days) == (plain.exhausted_on, plain.carried_days)


@given(moves(), st.sampled_from([rule for rule in Rule if rule not in (Rule.NONE, Rule.DRIFT)]))
def test_other_rules_buy_units_of_the_blends_own_level(money: CashFlows, rule: Rule) -> None:
    matched = match_blend(money, half(rule), Sources(MARKET), WEEKDAYS)
    path = resolve(half(rule), Sources(MARKET), Period(WEEKDAYS[0].item(), WEEKDAYS[-1].item()))
    plain = match_cash_flows(money, path.level_series(), WEEKDAYS)
    assert matched.account.values.tobytes() == plain.values.tobytes()
    assert rule.in_words in matched.reading
    assert matched.path is not None


@given(moves(least=1))
def test_deposits_alone_are_two_accounts_side_by_side(money: CashFlows) -> None:
    halves = CashFlows(money.days, money.amounts / 2)
    legs = np.stack([match_cash_flows(halves, MARKET[one], WEEKDAYS).values for one in "AB"], axis=1)
    matched = match_blend(money, half(), Sources(MARKET), WEEKDAYS)
    assert matched.account.values == pytest.approx(legs.sum(axis=1), rel=1e-12)
    assert matched.reading == SPLIT


@given(moves(), st.integers(0, 200))
def test_under_none_the_beginning_of_the_data_does_not_matter(money: CashFlows, earlier: int) -> None:
    longer = weekdays("2022-01-01", "2024-12-31")
    series = {one: walk_on(one, longer, seed, "INR") for one, seed in (("A", 1), ("B", 2))}
    cut = {one: LevelSeries(one, s.dates[earlier:], s.levels[earlier:], "INR") for one, s in series.items()}
    first, second = (match_blend(money, half(), Sources(given), WEEKDAYS) for given in (series, cut))
    assert first.account.values == pytest.approx(second.account.values, rel=1e-12, abs=1e-9)


def test_a_withdrawal_leaves_the_legs_in_proportion() -> None:
    matched = in_halves(("2023-01-02", 1000.0), ("2023-06-01", -300.0))
    before = 500 * np.array([s.levels[JUNE] / s.levels[0] for s in MARKET.values()])
    after = before * (1 - 300 / before.sum())
    grown = [s.levels[-1] / s.levels[JUNE] for s in MARKET.values()]
    assert matched.values[JUNE] == pytest.approx(after.sum(), abs=1e-9)
    assert matched.closing_value == pytest.approx(after @ grown, abs=1e-9)


WORTH_IN_JUNE = 500 * sum(s.levels[JUNE] / s.levels[0] for s in MARKET.values())


def test_a_withdrawal_beyond_the_account_empties_it_and_is_reported() -> None:
    later = (("2023-09-01", 100.0), ("2023-09-04", -5000.0))
    matched = in_halves(("2023-01-02", 1000.0), ("2023-06-01", -3000.0), *later)
    assert matched.exhausted_on == date(2023, 6, 1)
    assert matched.unpaid[1] == pytest.approx(3000 - WORTH_IN_JUNE, abs=1e-9)
    assert matched.shortfall == pytest.approx(matched.unpaid.sum())
    assert matched.closing_value == 0.0
    assert not matched.values[JUNE : int(np.searchsorted(WEEKDAYS, np.datetime64("2023-09-01")))].any()


@pytest.mark.parametrize("fraction", [1.0, 1.0 + 1e-15, 1.0 - 1e-15])
def test_taking_out_all_there_is_leaves_nothing_and_nothing_short(fraction: float) -> None:
    matched = in_halves(("2023-01-02", 1000.0), ("2023-06-01", -WORTH_IN_JUNE * fraction))
    assert (matched.closing_value, matched.exhausted_on, matched.shortfall) == (0.0, None, 0.0)


def test_a_withdrawal_from_an_empty_account() -> None:
    matched = in_halves(("2023-01-02", -50.0), ("2023-01-03", 100.0))
    assert (matched.exhausted_on, matched.shortfall, matched.values[0]) == (date(2023, 1, 2), 50.0, 0.0)


# --- dates ---


def test_each_leg_trades_at_its_own_last_level() -> None:
    """On a holiday of one market the other one's level of that day counts."""
    holiday = {"A": levels("A", THREE, 100, 110, 120), "B": levels("B", THREE[::2], 100, 110)}
    near = to_days(["2023-01-01", "2023-01-03", "2023-01-05"])
    series = {"A": levels("A", near, 100, 110, 120), "B": levels("B", near[::2], 100, 110)}
    matched = match_blend(flows_of(("2023-01-01", 10_000), ("2023-01-03", 5_000)), half(), Sources(series), near)
    assert matched.account.closing_value == pytest.approx(6000 + 5500 + 2500 * 120 / 110 + 2500 * 1.1, abs=1e-9)
    assert matched.account.carried_days == 1
    with pytest.raises(MissingComponentData, match=r"B, .* no data from 2 Jan 2023 to 31 Dec 2023"):
        match_blend(flows_of(("2023-01-01", 10_000), ("2023-06-01", 5_000)), half(), Sources(holiday), THREE)


def test_valued_on_any_dates_and_worth_nothing_before_the_first_flow() -> None:
    on = to_days(["2022-01-01", "2023-03-04", "2023-03-05", "2023-12-30"])
    matched = in_halves(("2023-03-01", 1000.0), on=on)
    assert matched.values[0] == 0.0
    assert matched.values[1] == matched.values[2] > 0
    assert matched.carried_days == 3
    assert np.array_equal(matched.dates, on)


SPARSE = {one: part_of(s, slice(None, None, 130)) for one, s in MARKET.items()}
IN_A_GAP = flows_of(("2023-01-02", 1000.0), ("2023-02-15", 10.0))


def test_dates_that_nothing_is_known_for_are_named() -> None:
    with pytest.raises(MissingComponentData, match=r"A, .* has no data"):
        match_blend(IN_A_GAP, half(), Sources(SPARSE), SPARSE["A"].dates)


@pytest.mark.parametrize("rule", [Rule.NONE, Rule.QUARTERLY])
def test_money_put_in_on_the_last_day_is_worth_itself(rule: Rule) -> None:
    matched = in_halves(("2024-12-31", 1000.0), on=WEEKDAYS[-1:], rule=rule)
    assert matched.closing_value == pytest.approx(1000.0, abs=1e-12)


def test_money_put_in_a_moment_ago_already_knows_what_stands_in() -> None:
    blend = Blend("P", "INR", (Component("A", 0.35), Component("DEBT", 0.65, fallback_rate=0.07)))
    saturday_to_sunday = to_days(["2024-06-01", "2024-06-02"])
    matched = match_blend(flows_of(("2024-06-01", 1000.0)), blend, Sources(MARKET), saturday_to_sunday)
    assert matched.account.closing_value == pytest.approx(350 + 650 * 1.07 ** (1 / 365), abs=1e-9)
    assert [note.component for note in matched.fallbacks] == ["DEBT"]
    assert (matched.path, matched.account.carried_days, matched.account.simulated) == (None, 2, False)
    with pytest.raises(MissingComponentData, match="no data at all"):
        match_blend(flows_of(("2024-06-01", 1000.0)), half(), Sources({"A": MARKET["A"]}), saturday_to_sunday)


def test_parts_that_never_meet_have_no_blend_to_buy_units_of() -> None:
    apart = {one: part_of(s, slice(at, None, 5)) for at, (one, s) in enumerate(MARKET.items())}
    with pytest.raises(NoCommonDates, match="no date in common"):
        match_blend(flows_of(("2023-01-03", 1000.0)), half(Rule.MONTHLY), Sources(apart), WEEKDAYS)


def test_no_money_no_account() -> None:
    for money in (flows_of(), flows_of(("2023-01-02", 100.0), ("2023-01-02", -100.0))):
        matched = match_blend(money, half(), Sources({}), WEEKDAYS)
        assert not matched.account.values.any()
        assert (matched.path, matched.fallbacks, matched.account.shortfall) == (None, (), 0.0)


def test_a_flow_after_the_last_date_is_refused() -> None:
    with pytest.raises(InvalidSpecification, match="lies after the last valuation date"):
        in_halves(("2025-06-01", 1000.0))


# --- policy changes, currencies, other kinds of part ---

TO_ALL_B = (PolicyChange.of(date(2023, 7, 1), {"B": 1.0}),)  # a Saturday: from Friday's or Monday's close


@pytest.mark.parametrize(("reset", "sold_on"), [(Reset.START, "2023-06-30"), (Reset.CLOSE, "2023-07-03")])
def test_a_policy_change_resets_the_whole_account(reset: Reset, sold_on: str) -> None:
    money = flows_of(("2023-01-02", 1000.0), ("2023-07-02", 500.0), ("2023-08-01", 100.0))
    matched = match_blend(money, half(policy=TO_ALL_B, reset=reset), Sources(MARKET), WEEKDAYS)
    a, b = (dict(zip(s.dates.astype(str), s.levels, strict=True)) for s in MARKET.values())
    split = [500 * a[sold_on] / a["2023-01-02"], 500 * b[sold_on] / b["2023-01-02"]]
    if reset is Reset.CLOSE:  # Sunday's money, at Friday's levels, is still split
        split = [split[0] + 250 * a[sold_on] / a["2023-06-30"], split[1] + 250 * b[sold_on] / b["2023-06-30"]]
        units = sum(split) / b[sold_on]
    else:
        units = (sum(split) + 500) / b["2023-06-30"]
    units += 100 / b["2023-08-01"]
    assert matched.account.closing_value == pytest.approx(units * b["2024-12-31"], rel=1e-12)


def test_a_policy_change_before_the_first_money_sets_the_first_target() -> None:
    money, blend = flows_of(("2023-09-01", 1000.0)), half(policy=TO_ALL_B)
    both, only_b = (match_blend(money, blend, Sources(one), WEEKDAYS) for one in (MARKET, {"B": MARKET["B"]}))
    assert only_b.account.values.tobytes() == both.account.values.tobytes()


def test_a_part_in_another_currency_trades_at_each_dates_rate() -> None:
    rates = ExchangeRates({"USDINR": levels("USDINR", THREE, 80, 82, 85)})
    series = {"A": levels("A", THREE, 100, 110, 120, currency="USD"), "B": levels("B", THREE, 100, 104, 110)}
    matched = match_blend(TWO_DEPOSITS, half(), Sources(series, rates), THREE)
    a = 5000 * 1.2 * 85 / 80 + 2500 * 120 / 110 * 85 / 82
    assert matched.account.closing_value == pytest.approx(a + 5500 + 2500 * 110 / 104, abs=1e-9)
    assert matched.account.currency == "INR"
    with pytest.raises(MissingExchangeRateError):
        match_blend(TWO_DEPOSITS, half(), Sources(series), THREE)


def test_a_stale_exchange_rate_is_carried_and_counted() -> None:
    near = to_days(["2023-01-01", "2023-01-03", "2023-01-05"])
    series = {"A": levels("A", near, 100, 110, 120, currency="USD"), "B": levels("B", near, 100, 105, 110)}
    rates = ExchangeRates({"USDINR": levels("USDINR", near[::2], 80, 85)})
    matched = match_blend(flows_of(("2023-01-01", 10_000), ("2023-01-03", 5_000)), half(), Sources(series, rates), near)
    assert matched.account.carried_days == 1
    a = 5000 * 1.2 * 85 / 80 + 2500 * 120 / 110 * 85 / 80
    assert matched.account.closing_value == pytest.approx(a + 5500 + 2500 * 110 / 105, abs=1e-9)


def test_a_fixed_return_and_a_blend_within_can_be_parts() -> None:
    blend = Blend("MIX", "INR", (Component("IN", 0.5), Component("SAFE", 0.5)))
    sources = Sources({**MARKET, "SAFE": FixedReturn(0.05)}, blends={"IN": half()})
    matched = match_blend(flows_of(("2023-01-02", 1000.0)), blend, sources, WEEKDAYS).account
    years = (WEEKDAYS[-1] - WEEKDAYS[0]).astype(int) / 365
    inner = resolve(half(), Sources(MARKET)).total_return
    assert matched.closing_value == pytest.approx(500 * (1 + inner) + 500 * 1.05**years, rel=1e-12)


def test_the_account_includes_what_its_poorest_part_does() -> None:
    total = {one: LevelSeries(one, s.dates, s.levels, "INR", Basis.TOTAL) for one, s in MARKET.items()}
    money = flows_of(("2023-01-02", 1000.0))
    assert match_blend(money, half(), Sources(total), WEEKDAYS).account.basis is Basis.TOTAL
    assert match_blend(money, half(), Sources({**total, "B": MARKET["B"]}), WEEKDAYS).account.basis is Basis.PRICE


def test_a_debt_leg_whose_levels_are_too_old_on_an_asked_date_falls_back() -> None:
    """Between the dates that both legs share nothing is missing, but the account is asked for a date in the gap."""
    blend = Blend("P", "INR", (Component("A", 0.5, fallback_rate=0.06), Component("B", 0.5, fallback_rate=0.07)))
    end = SPARSE["A"].dates[-1]
    matched = match_blend(IN_A_GAP, blend, Sources(SPARSE), SPARSE["A"].dates)
    assert {note.component: note.rate for note in matched.fallbacks} == {"A": 0.06, "B": 0.07}
    years, later = ((end - on).astype(int) / 365 for on in (WEEKDAYS[0], np.datetime64("2023-02-15")))
    expected = 500 * (1.06**years + 1.07**years) + 5 * (1.06**later + 1.07**later)
    assert matched.account.closing_value == pytest.approx(expected, rel=1e-12)


# --- simple interest: each payment from its own day ---

SIMPLE = {"F": FixedReturn(0.07, compounded=False)}
ALONE = Blend("FIXED", "INR", (Component("F", 1.0),))


def simply(on: str, *moves: tuple[str, float], blend: Blend = ALONE) -> MatchedAccount:
    return match_blend(flows_of(*moves), blend, Sources({**SIMPLE, **MARKET}), to_days([on])).account


@pytest.mark.parametrize("earlier", ["2015-01-01", "2019-07-14", "2024-12-31"])
def test_a_lakh_for_a_year_earns_seven_thousand_whenever_other_money_came(earlier: str) -> None:
    """Before, with a base of 1 January 2015, it made 104,116."""
    alone, both = simply("2026-01-01", ("2025-01-01", 1e5)), simply("2026-01-01", (earlier, 1.0), ("2025-01-01", 1e5))
    first = 1.0 + 0.07 * (date(2026, 1, 1) - date.fromisoformat(earlier)).days / 365
    assert alone.closing_value == pytest.approx(107_000, rel=1e-14)
    assert both.closing_value == pytest.approx(107_000 + first, rel=1e-14)


def test_the_oldest_payment_leaves_first_with_its_interest() -> None:
    moves = [("2023-01-01", 1000.0), ("2024-01-01", 1000.0), ("2024-12-31", -1140.0)]
    assert simply("2025-12-31", *moves).closing_value == pytest.approx(1140.0, rel=1e-14)
    part = [*moves[:2], ("2024-12-31", -570.0)]
    assert simply("2025-12-31", *part).closing_value == pytest.approx(500 * 1.21 + 1140.0, rel=1e-14)


def test_simple_interest_that_is_drawn_empty_says_what_is_missing() -> None:
    emptied = simply("2024-12-31", ("2023-01-01", 1000.0), ("2024-01-01", -2000.0), ("2024-01-01", 0.0))
    assert (emptied.closing_value, emptied.shortfall) == (0.0, pytest.approx(930.0))
    assert emptied.exhausted_on == date(2024, 1, 1)


def test_a_part_of_a_mix_earns_simply_too_and_a_withdrawal_leaves_both_in_proportion() -> None:
    mix = Blend("MIX", "INR", (Component("A", 0.4), Component("F", 0.6)))
    moves = [("2023-01-02", 1000.0), ("2024-01-02", 1000.0)]
    index = match_cash_flows(
        flows_of(*((on, 0.4 * amount) for on, amount in moves)), MARKET["A"], to_days(["2024-12-31"])
    )
    simple = 600 * (1 + 0.07 * 729 / 365) + 600 * (1 + 0.07 * 364 / 365)
    both = simply("2024-12-31", *moves, blend=mix).closing_value
    assert both == pytest.approx(index.closing_value + simple, rel=1e-13)
    taken = simply("2024-12-31", *moves, ("2024-12-31", -both / 4), blend=mix).closing_value
    assert taken == pytest.approx(both * 0.75, rel=1e-13)


def test_dated_weights_bring_simple_interest_to_its_target() -> None:
    policy = (PolicyChange.of(date(2024, 1, 2), {"A": 0.0, "F": 1.0}),)
    mix = Blend("MIX", "INR", (Component("A", 1.0), Component("F", 0.0)), policy)
    day = int(np.searchsorted(WEEKDAYS, np.datetime64("2024-01-02"))) - 1
    grown = MARKET["A"].levels[day] / MARKET["A"].levels[0]
    found = simply("2024-12-31", ("2023-01-02", 1000.0), blend=mix)
    assert found.closing_value == pytest.approx(1000 * grown * (1 + 0.07 * 365 / 365), rel=1e-3)


@given(flows=moves(least=-900))
def test_at_nothing_a_year_simple_and_compounded_are_the_same(flows: CashFlows) -> None:
    on = WEEKDAYS[-1:] + 400
    accounts = [match_blend(flows, ALONE, Sources({"F": FixedReturn(0.0, one)}), on).account for one in (True, False)]
    assert accounts[0].closing_value == pytest.approx(accounts[1].closing_value, abs=1e-9)
    assert accounts[0].unpaid == pytest.approx(accounts[1].unpaid, abs=1e-9)
