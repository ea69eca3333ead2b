"""Does the sentence say what happened, also when it is bad news, little news or a short time?"""

from __future__ import annotations

from datetime import date

from core.market.exchange_rates import ExchangeRates
from core.market.levels import LevelSeries
from core.same_money.comparison import compare_same_money
from tests.core.small_portfolios import buy, daily, sell, valued
from ui.views.same_money.sentence import outcome_of
from ui.wording.headline import Alternative, Outcome, deposit_sentence, headline

NIFTY = Alternative("the Nifty 50", 2_610_000.0)


def outcome(**changes: object) -> Outcome:
    facts: dict[str, object] = {
        "currency": "INR",
        "invested": 1_840_000.0,
        "closing": 2_790_000.0,
        "put_in": 1_840_000.0,
        "got_back": 0.0,
        "yearly": 0.124,
        "at_least_a_year": True,
    }
    return Outcome(**{**facts, **changes})  # type: ignore[arg-type]


def test_the_good_case() -> None:
    assert headline(outcome(), NIFTY) == (
        "Your **₹18.4\u202flakh** became **₹27.9\u202flakh**, 12.4\u202f% a year. "
        "The same money in the Nifty 50 would be **₹26.1\u202flakh**: you are **₹1.8\u202flakh ahead**."
    )


def test_the_bad_case_is_as_clear() -> None:
    text = headline(outcome(closing=1_500_000.0, yearly=-0.05), NIFTY)
    assert "became **₹15.0\u202flakh**, −5.0\u202f% a year" in text
    assert text.endswith("you are **₹11.1\u202flakh behind**.")


def test_no_yearly_rate_below_a_year_or_without_one() -> None:
    assert "a year" not in headline(outcome(at_least_a_year=False), NIFTY)
    assert "a year" not in headline(outcome(yearly=None), NIFTY)


def test_dividends_paid_out_are_said_and_sales_are_not_dividends() -> None:
    paid = outcome(put_in=2_000_000.0, got_back=160_000.0 + 60_000.0)
    assert "became **₹27.9\u202flakh** and paid you ₹60,000, 12.4" in headline(paid, NIFTY)
    sold = outcome(put_in=2_000_000.0, got_back=160_000.0)
    assert "paid you" not in headline(sold, NIFTY)


def test_everything_sold_tells_gain_or_loss() -> None:
    gone = outcome(invested=0.0, closing=0.0, put_in=1_000_000.0, got_back=1_200_000.0)
    text = headline(gone, Alternative("the Nifty 50", 140_000.0))
    assert text.startswith(
        "You put in **₹10.0\u202flakh** and got **₹12.0\u202flakh** back: a gain of **₹2.0\u202flakh**"
    )
    assert text.endswith("would be **₹1.4\u202flakh**: you are **₹1.4\u202flakh behind**.")
    lost = outcome(invested=400_000.0, closing=0.0, put_in=1_000_000.0, got_back=600_000.0, yearly=None)
    assert "a loss of **₹4.0\u202flakh**." in headline(lost, NIFTY)


def test_bought_and_sold_on_one_day_tells_the_result_alone() -> None:
    """The payments of a day count as one, so that 1,000 in and 1,500 out are 500 out."""
    won = outcome(invested=0.0, closing=0.0, put_in=0.0, got_back=500.0, yearly=None, never_kept=True)
    assert headline(won, NIFTY).startswith(
        "Whatever you put in came out again on the same day: a gain of **₹500**. The"
    )
    lost = outcome(invested=100.0, closing=0.0, put_in=100.0, got_back=0.0, yearly=None, never_kept=True)
    assert headline(lost, NIFTY).startswith("Whatever you put in came out again on the same day: a loss of **₹100**.")


def test_day_trades_are_told_by_their_result_and_a_late_benchmark_is_no_day_trade() -> None:
    share, index = daily("A", [100.0] * 90), daily("I", [100.0] * 90)
    trades = [buy(0, "A", 10, 100.0), sell(0, "A", 10, 110.0), buy(30, "A", 10, 100.0), sell(30, "A", 10, 110.0)]
    twice = compare_same_money(valued(trades, [share], 60), index, ExchangeRates(), 0.05)
    text = headline(outcome_of(twice, begins_later=False), NIFTY)
    assert text.startswith("Whatever you put in came out again on the same day: a gain of **\\$200**.")
    held = [buy(0, "A", 10, 100.0), sell(30, "A", 10, 110.0)]
    late = LevelSeries("I", index.dates[30:], index.levels[30:], "USD")
    kept = compare_same_money(valued(held, [share], 60), late, ExchangeRates(), 0.05)
    assert not outcome_of(kept, begins_later=True).never_kept


def test_more_taken_out_than_put_in() -> None:
    text = headline(outcome(invested=0.0, got_back=2_000_000.0), NIFTY)
    assert text.startswith("You have taken out all that you ever put in and still hold **₹27.9\u202flakh**, 12.4")


def test_a_range_that_begins_later_says_since_when() -> None:
    assert headline(outcome(since=date(2022, 12, 31)), NIFTY).startswith("Since 31 Dec 2022 your **₹18.4")


def test_an_account_that_ran_out_is_no_lead() -> None:
    empty = Alternative("gold", 0.0, date(2020, 3, 5), 200_000.0)
    assert headline(outcome(), empty).endswith(
        "in gold would have run out on 5 Mar 2020, **₹2.0\u202flakh** short of what you took out."
    )
    assert "ahead" not in headline(outcome(), empty)
    assert "run out on 5 Mar 2020" in deposit_sentence(outcome(), empty, 0.07)


def test_level_is_said_when_the_difference_is_nothing() -> None:
    assert headline(outcome(), Alternative("x", 2_790_000.2)).endswith("you are level.")


def test_dollars_make_no_formula_and_names_no_markup() -> None:
    text = headline(outcome(currency="USD"), Alternative("![x](https://example.org)", 1.0))
    assert r"\$1.84M" in text
    assert "![x]" not in text


def test_the_deposit() -> None:
    text = deposit_sentence(outcome(), Alternative("a deposit", 2_300_000.0), 0.0725)
    assert (
        text
        == "In a bank deposit at 7.25\u202f% before tax it would be **₹23.0\u202flakh**: you are **₹4.9\u202flakh ahead**."
    )


def test_what_is_not_valued_has_a_second_figure_of_value_rate_and_lead() -> None:
    zero = outcome(
        at_zero=(2_500_000.0, 0.09), not_valued="Dead & Co", older="25.0\u202f% of this value stands at older prices."
    )
    assert headline(zero, NIFTY) == (
        "Your **₹18.4\u202flakh** became **₹27.9\u202flakh** (**₹25.0\u202flakh** with Dead & Co at zero), 12.4\u202f% a year "
        "(9.0\u202f% at zero). **25.0\u202f% of this value stands at older prices.** The same money in the Nifty 50 would be "
        "**₹26.1\u202flakh**: you are **₹1.8\u202flakh ahead** (**₹1.1\u202flakh behind** with Dead & Co at zero)."
    )
