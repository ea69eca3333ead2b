"""Do the choices live in the address, offer what belongs to the portfolio's currency, and survive nonsense?"""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from core.period import NamedRange
from ui.selection import Selection, home_benchmark


def bar() -> None:
    import streamlit as st

    from ui.selection import BenchmarkChoice, PortfolioChoice, choice_bar, choose, risk_free_rate

    portfolios = [
        PortfolioChoice("in", "Household", "INR", True),
        PortfolioChoice("us", "Growth", "USD", True),
    ]
    benchmarks = [
        BenchmarkChoice("^GSPC", "S&P 500"),
        BenchmarkChoice("^NSEI", "Nifty 50"),
        BenchmarkChoice("A1", "Same name"),
        BenchmarkChoice("A2", "Same name"),
    ]
    bar = choice_bar()
    chosen = choose(bar, portfolios, benchmarks)
    st.session_state["chosen"] = chosen
    with bar.rate:
        st.session_state["asked"] = risk_free_rate(chosen.portfolio.currency)


def run(**address: str | list[str]) -> AppTest:
    app = AppTest.from_function(bar)
    for name, value in address.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    return app


def chosen(app: AppTest) -> Selection:
    selection: Selection = app.session_state["chosen"]
    return selection


def test_the_first_visit_gets_the_home_index_and_rate() -> None:
    app = run()
    assert chosen(app).portfolio.id == "in"
    assert chosen(app).benchmarks == ("^NSEI",)
    assert chosen(app).range is NamedRange.SINCE_START
    assert app.session_state["asked"] == 0.07


def test_another_portfolio_brings_its_own_home_index_and_rate() -> None:
    app = run()
    app.slider(key="rate").set_value(9.0).run()
    app.selectbox(key="portfolio").set_value("us").run()
    assert chosen(app).benchmarks == ("^GSPC",)
    assert app.session_state["asked"] == 0.04


def test_choices_come_from_the_address() -> None:
    app = run(portfolio="Growth", benchmark=["Nifty 50", "S&P 500"], range="3 years", rate="6.5")
    assert chosen(app).portfolio.id == "us"
    assert chosen(app).benchmarks == ("^NSEI", "^GSPC")
    assert chosen(app).range is NamedRange.THREE_YEARS
    assert app.session_state["asked"] == 0.065


def test_ids_and_symbols_in_the_address_are_understood_too() -> None:
    app = run(portfolio="us", benchmark="^NSEI", range="5Y")
    assert chosen(app).range is NamedRange.FIVE_YEARS
    assert chosen(app).portfolio.id == "us"
    assert chosen(app).benchmarks == ("^NSEI",)
    assert app.query_params["portfolio"] == "us"
    assert app.query_params["range"] == "5Y"


def test_labels_in_a_former_address_become_ids() -> None:
    app = run(portfolio="Growth", benchmark="Nifty 50", range="5 years")
    assert app.query_params["portfolio"] == "us"
    assert app.query_params["benchmark"] == "^NSEI"
    assert app.query_params["range"] == "5Y"


def test_nonsense_in_the_address_is_ignored() -> None:
    app = run(portfolio="'; drop", benchmark="nothing", range="9Y", rate="lots")
    assert chosen(app).portfolio.id == "in"
    assert chosen(app).benchmarks == ("^NSEI",)
    assert chosen(app).range is NamedRange.SINCE_START
    assert app.session_state["asked"] == 0.07


def test_without_any_benchmark_the_home_index_stands_in() -> None:
    app = run()
    app.multiselect(key="benchmark").set_value([]).run()
    assert chosen(app).benchmarks == ("^NSEI",)


def test_equal_names_are_told_apart_by_their_symbols() -> None:
    options = run().multiselect(key="benchmark").options
    assert options == ["S&P 500", "Nifty 50", "Same name (A1)", "Same name (A2)"]


def test_the_home_index_falls_back_to_what_is_offered() -> None:
    assert home_benchmark("INR", ["SPY"]) == "SPY"
    assert home_benchmark("CHF", ["SPY", "^GSPC"]) == "^GSPC"
