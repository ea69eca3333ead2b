"""Does the page answer with the numbers that core computes, and is every state of it designed?"""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import Engine
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from core.ledger.transaction import Transaction, TransactionKind
from core.market.period import NamedRange
from core.same_money.comparison import SameMoney
from tests.pages.own_portfolio import FIRST, LAST, bought, priced, save_levels, sold, stored
from tests.pages.page_reading import arrived, cards, opened_page, words
from tests.ui.chart_reading import DrawnChart, drawn_charts
from ui.reads import portfolio as loading
from ui.reads.benchmarks import compared_with
from ui.views.same_money.explanations import view_content
from ui.wording.number_format import money

PROJECT = Path(__file__).parent.parent.parent
HERE = calc_hash("portfolio-vs-benchmark")


def opened(**address: str | list[str]) -> AppTest:
    """The page within its frame, as its own address opens it."""
    app = AppTest.from_file(PROJECT / "dashboard.py", default_timeout=300)
    app._page_hash = HERE  # switch_page knows pages that are files only
    return arrived(app, **address)


def way_to_your_data(app: AppTest) -> str:
    """The address behind the link to bring one's own transactions."""
    (link,) = [one.proto for one in app.get("page_link") if one.proto.label.startswith("Bring your")]
    return f"{link.page}?{link.query_string}"


def wealth(app: AppTest) -> DrawnChart:
    return drawn_charts(app)["wealth"]


def test_the_first_visit_shows_the_sample_says_so_and_ends_at_the_numbers(own_store: Engine) -> None:
    app = opened()
    assert "Sample data." in words(app)
    assert way_to_your_data(app) == "your-data?data=Transactions"
    same = (
        compared_with("sample-household", ("NIFTY_50_TRI",), NamedRange.SINCE_START)
        .same_money[0]
        .at_risk_free_rate(0.07)
    )
    assert list(cards(app)) == ["Portfolio XIRR", "Benchmark XIRR", "XIRR difference", "Risk-free XIRR", "TWR"]
    assert cards(app)["Portfolio XIRR"] == f"{same.portfolio_xirr.rate * 100:.1f}\u202f%"
    assert cards(app)["Benchmark XIRR"] == f"{same.benchmark_xirr.rate * 100:.1f}\u202f%"
    assert cards(app)["Risk-free XIRR"] == "7.0\u202f%"
    assert "The same money in the Nifty 50 Total Return Index would be" in words(app)
    chart = wealth(app)
    ends = {name: chart.role(name)["y"][-1] for name in ("portfolio", "benchmark", "risk-free", "invested")}
    assert ends == pytest.approx(
        {
            "portfolio": same.portfolio.closing_value,
            "benchmark": same.benchmark.closing_value,
            "risk-free": same.risk_free.closing_value,
            "invested": same.invested[-1],
        },
        rel=1e-7,
    )
    assert chart.role("risk-free")["line"] == {"color": "#2E9E5B", "dash": "dash", "shape": "linear", "width": 2.0}
    assert chart.role("invested")["line"]["shape"] == "hv"
    assert all(len(trace["x"]) <= 1_000 for trace in chart.traces.values())
    assert "Nifty 50 Total Return Index ₹" in chart.summary
    the_tables_of_the_first_visit(app, same)
    the_heat_maps_of_the_first_visit(app)


def the_tables_of_the_first_visit(app: AppTest, same: SameMoney) -> None:
    """Periods are annualised only from a year on; holdings add up to the same money."""
    periods = app.dataframe[0].value.set_index("Period")
    assert list(periods.index) == [
        *("1 month", "3 months", "6 months", "This year", "1 year"),
        *("3 years, a year", "5 years, a year", "Since start, a year"),
    ]
    assert (periods["You"] - periods["Nifty 50 Total Return Index"]).tolist() == pytest.approx(
        periods["Difference"].tolist()
    )
    held = next(one.value for one in app.dataframe if "Holding" in one.value)
    assert held["Value"].sum() == pytest.approx(same.portfolio.closing_value)
    assert held["Same money"].sum() == pytest.approx(same.benchmark.closing_value)
    assert held["Weight"].sum() == pytest.approx(100.0)


def the_heat_maps_of_the_first_visit(app: AppTest) -> None:
    charts = drawn_charts(app)
    own, other = charts["months-own"].role("months"), charts["months-other"].role("months")
    assert own["zmax"] == other["zmax"]
    assert other["text"][4][2].startswith("−")  # March 2020
    linked = np.prod([1 + value for value in other["z"][4]]) - 1
    assert charts["months-other"].role("years")["z"][4][0] == pytest.approx(linked)


def test_the_slider_moves_the_deposit_and_nothing_else(own_store: Engine) -> None:
    app = opened()
    before, cards_before = wealth(app), cards(app)
    app.slider(key="rate").set_value(9.5).run()
    after = wealth(app)
    assert cards(app)["Risk-free XIRR"] == "9.5\u202f%"
    assert "In a bank deposit at 9.5\u202f% before tax it would be" in words(app)
    assert after.role("portfolio")["y"] == before.role("portfolio")["y"]
    assert after.role("benchmark")["y"] == before.role("benchmark")["y"]
    assert after.role("risk-free")["y"][-1] > before.role("risk-free")["y"][-1]
    assert {**cards(app), "Risk-free XIRR": ""} == {**cards_before, "Risk-free XIRR": ""}
    assert after.spec["revision"] == before.spec["revision"]  # so that a zoom survives


def test_several_benchmarks_stand_side_by_side_and_are_converted(own_store: Engine) -> None:
    app = opened(benchmark=["Nifty 50", "S&P 500", "Gold in Rupees (Gold BeES ETF)"])
    names = [name for name, trace in wealth(app).traces.items() if trace["meta"]["role"] == "benchmark"]
    assert names == ["Nifty 50", "S&P 500", "Gold in Rupees (Gold BeES ETF)"]
    colours = {wealth(app).traces[name]["line"]["color"] for name in names}
    assert len(colours) == 3
    table = next(one.value for one in app.dataframe if "The same money in" in one.value)
    assert table["The same money in"].tolist() == names
    assert "S&P 500 is converted from USD to INR" in words(app)


def test_a_range_begins_with_what_was_there(own_store: Engine) -> None:
    app = opened(range="3Y")
    assert "Since 31 Dec 2022 your " in words(app)
    assert wealth(app).role("portfolio")["x"][0] == "2022-12-31"
    same = compared_with("sample-household", ("^NSEI",), NamedRange.THREE_YEARS).same_money[0]
    first = {name: wealth(app).role(name)["y"][0] for name in ("portfolio", "benchmark", "risk-free", "invested")}
    assert list(first.values()) == pytest.approx([same.portfolio.opening_value] * 4, rel=1e-7)


def test_growth_of_100_ends_at_the_time_weighted_return(own_store: Engine) -> None:
    chart = drawn_charts(opened(view="Growth of 100"))["growth"]
    same = compared_with("sample-household", ("NIFTY_50_TRI",), NamedRange.SINCE_START).same_money[0]
    assert chart.role("portfolio")["y"][-1] == pytest.approx(100 * (1 + same.portfolio_time_weighted.total), rel=1e-7)
    assert chart.role("benchmark")["y"][-1] == pytest.approx(100 * (1 + same.benchmark_time_weighted.total), rel=1e-7)


def test_drawdown_shows_the_fall_of_2020(own_store: Engine) -> None:
    charts = drawn_charts(opened(view="Drawdown"))
    assert "wealth" not in charts
    trace = charts["drawdown"].role("benchmark")
    at = int(np.argmin(trace["y"]))
    assert trace["x"][at].startswith("2020-03")
    assert trace["y"][at] < -0.3


def test_an_own_portfolio_comes_first_and_is_no_sample(own_store: Engine) -> None:
    priced(own_store)
    stored(own_store, bought())
    app = opened(benchmark="^GSPC")
    assert app.selectbox(key="portfolio").value == loading.portfolio_choices()[0].id
    assert app.selectbox(key="portfolio").options[0] == "Mine"
    assert "Sample data." not in words(app)
    assert "Your $5.0k became" in words(app)
    assert "The levels of S&P 500 are simulated sample data." in words(app)
    for page in (
        words(app),
        *(words(opened_page(one, benchmark="^GSPC")) for one in ("attribution", "category", "conventions")),
    ):
        assert (
            "The benchmark is sample data. The levels of S&P 500 are simulated, while your portfolio is real." in page
        )
        assert "Bring your own transactions" not in page
        assert "Sample data. Simulated prices" not in page
    assert "The benchmark is sample data." not in words(opened(portfolio="sample-household"))


def test_one_transaction_of_the_last_day_has_no_rate_but_a_reason(empty_store: Engine) -> None:
    priced(empty_store)
    stored(empty_store, bought(on=LAST, price=78.0))
    app = opened()
    assert cards(app)["Portfolio XIRR"] == "—"
    assert "no time over which it could have grown" in app.metric[0].proto.help
    assert "nan" not in words(app).lower()


def test_a_holding_without_prices_is_named_and_the_total_marked(empty_store: Engine) -> None:
    priced(empty_store)
    hostile = "![x](https://example.org/x.png)"
    nameless = Transaction(FIRST, TransactionKind.BUY, "NOPE", name=hostile, quantity=1.0, price=10.0, currency="USD")
    stored(empty_store, bought(), nameless)
    app = opened()
    assert "Incomplete total." in words(app)
    assert hostile.replace("https:", "https:\u2060") in words(app)  # shown as it is, and no link
    assert all("![x](" not in one.value for one in app.markdown)
    assert "Portfolio XIRR (incomplete)" in cards(app)


def test_a_benchmark_shorter_than_the_portfolio_says_where_it_begins(empty_store: Engine) -> None:
    priced(empty_store)
    priced(empty_store, "SHORT", first=date(2024, 1, 2))
    stored(empty_store, bought())
    app = opened(benchmark="SHORT")
    assert "SHORT is known only from 2 Jan 2024, so the comparison begins there." in words(app)
    assert wealth(app).role("portfolio")["x"][0] == "2024-01-02"


def test_an_account_that_runs_out_is_told(empty_store: Engine) -> None:
    priced(empty_store, rise=0.002)
    priced(empty_store, "FALLS", rise=-0.002)
    mine = stored(empty_store, bought(), sold("ACME", date(2024, 6, 3), 60.0, 140.0))
    app = opened(benchmark="FALLS")
    assert "would have run out on 3 Jun 2024" in words(app)
    assert "short of what you took out" in words(app)
    same = compared_with(mine, ("FALLS",), NamedRange.SINCE_START).same_money[0]
    gains = same.portfolio.gain - (same.benchmark.closing_value - same.benchmark.account.paid.amounts.sum())
    (lead,) = [card.delta for card in app.metric if card.label == "XIRR difference"]
    assert lead.replace("\\", "") == money(gains, "USD")


def test_a_rate_from_a_few_lucky_days_is_not_shown_to_the_digit(empty_store: Engine) -> None:
    priced(empty_store, last=FIRST + timedelta(days=20), rise=0.03)
    stored(empty_store, bought())
    assert cards(opened())["Portfolio XIRR"] == "over 1,000\u202f%"


def test_a_short_history_is_not_annualised(empty_store: Engine) -> None:
    priced(empty_store, last=date(2023, 6, 30))
    stored(empty_store, bought())
    save_levels(empty_store, "SPY", range(100, 300))
    app = opened()
    text = words(app)
    assert "% a year. The same" not in text
    assert "not annualised" in app.metric[4].proto.help


def test_the_view_as_json_has_inputs_results_and_series(own_store: Engine) -> None:
    found = compared_with("sample-us-growth", ("^GSPC",), NamedRange.FIVE_YEARS)
    view = view_content(found, ["^GSPC"], 0.04)
    assert view["inputs"]["benchmarks"] == ["S&P 500"]
    assert view["inputs"]["risk_free_rate"] == 4.0
    assert view["simulated"] is True
    assert view["risk_free_xirr"] == pytest.approx(4.0)
    assert [one["date"] for one in view["chart_data"]] == [str(on) for on in found.same_money[0].dates]
