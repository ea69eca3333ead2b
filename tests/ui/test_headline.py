"""Does the sentence say what happened, also when it is bad news, little news or a short time?"""

from __future__ import annotations

from ui.headline import Alternative, Outcome, deposit_sentence, headline


def outcome(**changes: object) -> Outcome:
    facts: dict[str, object] = {
        "currency": "INR",
        "put_in": 1_840_000.0,
        "taken_out": 0.0,
        "opening": 0.0,
        "closing": 2_790_000.0,
        "yearly": 0.124,
        "at_least_a_year": True,
    }
    return Outcome(**{**facts, **changes})  # type: ignore[arg-type]


def test_the_good_case() -> None:
    text = headline(outcome(), Alternative("the Nifty 50", 2_610_000.0, 0.0))
    assert text == (
        "Your **₹18.4\u202flakh** became **₹27.9\u202flakh**, 12.4\u202f% a year. "
        "The same money in the Nifty 50 would be **₹26.1\u202flakh**: you are **₹1.8\u202flakh ahead**."
    )


def test_the_bad_case_is_as_clear() -> None:
    text = headline(outcome(closing=1_500_000.0, yearly=-0.05), Alternative("the Nifty 50", 2_610_000.0, 0.0))
    assert "became **₹15.0\u202flakh**, −5.0\u202f% a year" in text
    assert text.endswith("you are **₹11.1\u202flakh behind**.")


def test_no_yearly_rate_below_a_year_or_without_one() -> None:
    assert "a year" not in headline(outcome(at_least_a_year=False), None)
    assert "a year" not in headline(outcome(yearly=None), None)


def test_money_taken_out_is_part_of_what_it_became() -> None:
    text = headline(outcome(taken_out=500_000.0, closing=2_290_000.0), Alternative("gold", 2_000_000.0, 400_000.0))
    assert "became **₹27.9\u202flakh** (₹5.0\u202flakh of it already taken out)" in text
    assert "would be **₹24.0\u202flakh**" in text


def test_a_range_that_begins_later_counts_what_was_there() -> None:
    assert headline(outcome(opening=1_000_000.0, put_in=200_000.0), None).startswith("Your **₹12.0\u202flakh** became")


def test_level_is_said_when_the_difference_does_not_show() -> None:
    assert headline(outcome(), Alternative("x", 2_790_000.2, 0.0)).endswith("you are level.")


def test_dollars_make_no_formula_and_names_no_markup() -> None:
    text = headline(outcome(currency="USD"), Alternative("![x](https://example.org)", 1.0, 0.0))
    assert r"\$1.8M" in text
    assert "![x]" not in text


def test_the_deposit() -> None:
    text = deposit_sentence(outcome(), Alternative("a deposit", 2_300_000.0, 0.0), 0.0725)
    assert text == "A deposit at 7.25\u202f% would have made it **₹23.0\u202flakh**: you are **₹4.9\u202flakh ahead**."
