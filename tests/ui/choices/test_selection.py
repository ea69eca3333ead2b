"""Do the choices live in the address, offer what belongs to the portfolio's currency, and survive nonsense?"""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from core.market.period import NamedRange
from ui.reads.selection import Selection


def bar() -> None:
    import streamlit as st

    from ui.choices.kept_choices import share
    from ui.choices.selection import choice_bar, choose, risk_free_rate
    from ui.reads.selection import BenchmarkChoice, PortfolioChoice

    portfolios = [
        PortfolioChoice("in", "Household", "INR", True),
        PortfolioChoice("us", "Growth", "USD", True),
    ]
    refused = "cannot be taken apart." if st.session_state.get("picky") else ""
    benchmarks = [
        BenchmarkChoice("^GSPC", "S&P 500"),
        BenchmarkChoice("^NSEI", "Nifty 50"),
        BenchmarkChoice("A1", "Same name", refused),
        BenchmarkChoice("A2", "Same name"),
    ]
    bar = choice_bar()
    chosen = choose(
        bar,
        portfolios,
        benchmarks,
        lambda one: {"INR": "^NSEI", "USD": "^GSPC"}[one.currency],
        {"us": "A1"} if st.session_state.get("measured") else {},
        not st.session_state.get("one"),
    )
    st.session_state["chosen"] = chosen
    with bar.rate:
        st.session_state["asked"] = risk_free_rate(chosen.currency)
    share()


def run(*states: str, **address: str | list[str]) -> AppTest:
    app = AppTest.from_function(bar)
    for state in states:
        app.session_state[state] = True
    for name, value in address.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    return app


def chosen(app: AppTest) -> Selection:
    selection: Selection = app.session_state["chosen"]
    return selection


def test_the_first_visit_gets_the_home_index_and_rate_and_tells_equal_names_apart() -> None:
    app = run()
    assert chosen(app).portfolio.id == "in"
    assert chosen(app).benchmarks == ("^NSEI",)
    assert chosen(app).range is NamedRange.SINCE_START
    assert app.session_state["asked"] == 0.07
    benchmark = app.multiselect(key="benchmark")
    assert benchmark.options == ["S&P 500", "Nifty 50", "Same name (A1)", "Same name (A2)"]
    benchmark.set_value([]).run()
    assert chosen(app).benchmarks == ("^NSEI",)  # without any the home index stands in


def test_another_portfolio_brings_its_own_home_index_and_rate() -> None:
    app = run()
    app.slider(key="rate").set_value(9.0).run()
    app.selectbox(key="portfolio").set_value("us").run()
    assert chosen(app).benchmarks == ("^GSPC",)
    assert app.session_state["asked"] == 0.04


@pytest.mark.parametrize(
    ("portfolio", "benchmarks", "range_"),
    [("Growth", ["Nifty 50", "S&P 500"], "3 years"), ("us", ["^NSEI", "^GSPC"], "3Y")],
)
def test_choices_come_from_the_address_and_labels_in_it_become_ids(
    portfolio: str, benchmarks: list[str], range_: str
) -> None:
    app = run(portfolio=portfolio, benchmark=benchmarks, range=range_, rate="6.5")
    found = chosen(app)
    assert (found.portfolio.id, found.benchmarks, found.range) == ("us", ("^NSEI", "^GSPC"), NamedRange.THREE_YEARS)
    assert app.session_state["asked"] == 0.065
    told = [app.query_params[one] for one in ("portfolio", "benchmark", "range")]
    assert told == ["us", ["^NSEI", "^GSPC"], "3Y"]


def test_nonsense_in_the_address_is_ignored() -> None:
    app = run(portfolio="'; drop", benchmark="nothing", range="9Y", rate="lots")
    assert chosen(app) == chosen(run())
    assert app.session_state["asked"] == 0.07


def told(app: AppTest) -> str:
    return "\n".join(one.value for one in app.markdown)


def test_the_address_carries_every_choice() -> None:
    app = run()
    shared = {key: app.query_params[key] for key in ("portfolio", "benchmark", "range", "rate", "currency")}
    assert shared == {"portfolio": "in", "benchmark": "^NSEI", "range": "All", "rate": "7", "currency": "own"}
    app.selectbox(key="range").set_value(NamedRange.ONE_YEAR).run()
    app.multiselect(key="benchmark").set_value(["^GSPC", "A2"]).run()
    app.slider(key="rate").set_value(5.5).run()
    assert app.query_params["range"] == "1Y"
    assert app.query_params["benchmark"] == ["^GSPC", "A2"]
    assert app.query_params["rate"] == "5.5"


def test_the_currency_is_the_portfolio_s_own_unless_another_is_chosen() -> None:
    app = run()
    assert chosen(app).currency == "INR"
    app.selectbox(key="currency").set_value("EUR").run()
    assert chosen(app).currency == "EUR"
    assert app.session_state["asked"] == 0.02  # the usual rate of a deposit in euros
    app.selectbox(key="portfolio").set_value("us").run()
    assert (chosen(app).portfolio.id, chosen(app).currency) == ("us", "EUR")
    assert run(portfolio="us", currency="usd").selectbox(key="currency").value == "own"
    assert chosen(run(portfolio="us", currency="USD")).currency == "USD"


def test_choices_made_in_a_fixed_currency_stay_when_the_portfolio_changes() -> None:
    app = run(currency="EUR", benchmark="A2", rate="3.5")
    app.selectbox(key="portfolio").set_value("us").run()
    assert chosen(app).benchmarks == ("A2",)
    assert app.session_state["asked"] == 0.035


def test_what_a_portfolio_is_measured_by_is_its_usual_benchmark() -> None:
    assert chosen(run("measured", portfolio="us")).benchmarks == ("A1",)
    assert chosen(run("measured", "picky", portfolio="us")).benchmarks == ("^GSPC",)
    assert chosen(run("measured", portfolio="in")).benchmarks == ("^NSEI",)


def test_a_page_that_takes_one_shows_the_first_and_keeps_the_others() -> None:
    app = run("one", benchmark=["^GSPC", "^NSEI", "A2"])
    assert chosen(app).benchmarks == ("^GSPC",)
    app.selectbox(key="benchmark").set_value("A2").run()
    assert chosen(app).benchmarks == ("A2",)
    app.session_state["one"] = False
    app.run()
    assert chosen(app).benchmarks == ("A2", "^NSEI")


def test_a_benchmark_that_a_page_cannot_take_is_named_and_kept() -> None:
    app = run("picky", "one", benchmark="A1")
    assert chosen(app).benchmarks == ("^NSEI",)
    assert "cannot be taken apart. Compared with Nifty 50 here." in told(app)
    assert app.query_params["benchmark"] == "A1"
    app.session_state["picky"] = False
    app.run()
    assert chosen(app).benchmarks == ("A1",)


def test_numbers_out_of_range_are_told_and_the_usual_ones_stand() -> None:
    for rate in ("99", "-1.5", "nan", "1e309", "seven"):
        app = run(rate=rate)
        assert app.session_state["asked"] == 0.07
    app.run()
    assert "seven" in told(app)
    app.slider(key="rate").set_value(8.0).run()
    app.run()
    assert "seven" not in told(app)


def test_how_a_rate_is_quoted_and_its_tax_come_from_the_address_and_stay_in_it() -> None:
    app = run(portfolio="in", rate="7", quoted="bank", tax="31.2")
    assert (app.session_state["asked"].stated, app.session_state["asked"].tax) == (0.07, 0.312)
    assert app.session_state["asked"] == pytest.approx((1 + 0.07 * 0.688 / 4) ** 4 - 1, rel=1e-12)
    app.slider(key="rate").set_value(6.0).run()
    assert (app.query_params["rate"], app.query_params["quoted"], app.query_params["tax"]) == ("6", "bank", "31.2")
    app.selectbox(key="portfolio").set_value("us").run()
    assert (app.session_state["asked"].stated, app.session_state["asked"].quotation) == (0.04, "bank")


def test_an_address_that_says_nothing_of_them_is_left_so() -> None:
    app = run(portfolio="in")
    assert {"quoted", "tax"}.isdisjoint(app.query_params)
    assert (app.session_state["asked"].quotation, app.session_state["asked"].tax) == ("effective", 0.0)


def test_the_help_beside_the_rate_says_where_the_usual_one_is_from_and_how_far_a_bank_is_safe() -> None:
    said = run(portfolio="in").slider(key="rate").help
    assert "insured up to ₹5 lakh a bank" in said
    assert "7\u202f%" in said
    assert "31 Mar 2025" in said
    assert "Federal Reserve" in run(portfolio="us").slider(key="rate").help
