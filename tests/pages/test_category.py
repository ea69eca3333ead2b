"""Does the page about categories show what core computes, sort what its owner sorts, and have a word for every state?"""

from __future__ import annotations

from datetime import date
from functools import partial

import numpy as np
import pytest
from sqlalchemy import Engine
from streamlit.testing.v1 import AppTest

from core.category.rules import AssignedBenchmark, AssignedKind, AssociationRule, CategorySettings
from core.category.scheme import Category, Scope
from core.ledger.deposits import Deposit, DepositKind
from core.ledger.transaction import AssetType
from core.market.levels import to_days
from core.market.period import NamedRange
from core.market.yields import YieldSeries
from data.store.portfolios.categories import load_category_settings, save_category_settings
from data.store.prices.yields import load_yields, save_yields
from tests.pages import own_portfolio
from tests.pages.page_reading import cards, opened_page, page_alone, words
from tests.real_data import real_file
from tests.ui.chart_reading import DrawnChart, drawn_charts
from ui.reads.category import categories_of

LAST = date(2024, 6, 28)


def opened(**address: str | list[str]) -> AppTest:
    return opened_page("category", **address)


def chart(app: AppTest, key: str) -> DrawnChart:
    return drawn_charts(app)[key]


def tabs(app: AppTest) -> list[str]:
    return [tab.label for tab in app.tabs]


def opened_tab(label: str, **address: str) -> AppTest:
    return opened(category=label, **address)


bought = partial(own_portfolio.bought, currency="INR", asset_type=AssetType.STOCK)
priced = partial(own_portfolio.priced, last=LAST, rise=0.0003, currency="INR")
stored = partial(own_portfolio.stored, currency="INR")


def test_the_sample_household_has_a_tab_for_each_category_and_adds_up(own_store: Engine) -> None:
    app = opened()
    assert tabs(app) == [
        "Overall",
        "Equity vs Nifty 50 Total Return Index",
        "Debt vs a deposit",
        "Gold vs Gold in Rupees (Gold BeES ETF)",
        "All holdings",
    ]
    found = categories_of("sample-household", NamedRange.SINCE_START, "INR", "NIFTY_50_TRI").study.at_rate(0.07)
    table = next(one.value for one in app.dataframe if "Against benchmark" in one.value)
    amounts = table["Against benchmark"].tolist()
    assert sum(amounts[:-1]) == amounts[-1] == round(found.split.difference)
    assert table["Value"].tolist()[-1] == round(found.overall.portfolio.closing_value)
    assert cards(app)["Portfolio XIRR"] == f"{(found.overall.portfolio_xirr.rate or 0) * 100:.1f}\u202f%"
    assert "Sample data." in words(app)
    assert "The same money in the reference mix (70 % Nifty 50" in words(app).replace("\u202f", " ")
    assert set(drawn_charts(app)) == {"wealth-overall", "difference-split"}


def test_a_tab_has_five_cards_four_lines_its_holdings_and_follows_line_and_rate(own_store: Engine) -> None:
    app = opened_tab("Debt vs a deposit")
    shown = cards(app)
    assert list(shown)[-5:] == ["Portfolio XIRR", "Benchmark XIRR", "XIRR difference", "Invested", "Value"]
    assert shown["Benchmark XIRR"] == "7.0\u202f%"
    drawn = chart(app, "wealth-debt")
    assert {trace["meta"]["role"] for trace in drawn.traces.values()} >= {
        "portfolio",
        "benchmark",
        "risk-free",
        "invested",
    }
    assert drawn.role("risk-free")["line"]["dash"] == "dash"
    assert drawn.role("risk-free")["line"]["color"] == "#2E9E5B"
    found = (
        categories_of("sample-household", NamedRange.SINCE_START, "INR", "NIFTY_50_TRI")
        .study.at_rate(0.07)
        .find(Category.DEBT)
    )
    assert drawn.role("portfolio")["y"][-1] == pytest.approx(found.same_money.portfolio.closing_value, rel=1e-7)
    held = next(one.value for one in app.dataframe if "Holding" in one.value)
    assert "Public Provident Fund" in held["Holding"].tolist()
    assert len(held) == 6
    assert set(drawn_charts(app)) == {"wealth-debt"}  # only the open tab is drawn
    app.toggle(key="deposit").set_value(False).run()
    roles = {trace["meta"]["role"] for trace in chart(app, "wealth-debt").traces.values()}
    assert "risk-free" not in roles
    app.toggle(key="deposit").set_value(True).run()
    app.slider(key="rate").set_value(9.0).run()
    assert cards(app)["Benchmark XIRR"] == "9.0\u202f%"
    assert chart(app, "wealth-debt").role("risk-free")["line"]["dash"] == "dash"


def test_all_holdings_stand_in_one_table_with_their_categories(own_store: Engine) -> None:
    app = opened_tab("All holdings")
    (held,) = (one.value for one in app.dataframe if "Holding" in one.value)
    found = categories_of("sample-household", NamedRange.SINCE_START, "INR", "NIFTY_50_TRI").study.at_rate(0.07)
    assert sorted(held["Holding"]) == sorted(one.holding.name for one in found.holdings)
    assert set(held["Category"]) == {"Equity", "Debt", "Gold"}
    leads = sum(one.ahead + one.benchmark.account.shortfall for one in found.holdings)
    assert held["Ahead"].sum() == pytest.approx(leads)
    assert not drawn_charts(app)


def test_the_debt_fund_is_suggested_and_sorted_at_a_click(own_store: Engine) -> None:
    app = opened()
    assert "Ganga Short Duration Debt Fund – Direct Growth (invented) looks like debt" in words(app)
    app.button(key="ys-take-suggestions").click().run()
    assert "looks like" not in words(app)
    (override,) = load_category_settings(own_store, "sample-household").scheme.overrides
    assert (override.target, dict(override.shares)) == ("GANGADEBT.SIM", {Category.DEBT: 1.0})
    held = (
        categories_of("sample-household", NamedRange.SINCE_START, "INR", "NIFTY_50_TRI")
        .study.at_rate(0.07)
        .find(Category.DEBT)
    )
    assert "GANGADEBT.SIM" in [one.symbol for one in held.valuation.holdings]
    app.button(key="ys-unsort-0").click().run()
    assert "looks like debt" in words(app)


def test_a_rule_changes_the_benchmark_and_a_hybrid_fund_is_split_by_percentages(own_store: Engine) -> None:
    app = opened()
    app.selectbox(key="ys-measure-what").set_value((Scope.CATEGORY, "equity"))
    app.selectbox(key="ys-measure-with").set_value(AssignedBenchmark(AssignedKind.LEVELS, "^NSEI"))
    app.button(key="ys-add-rule").click().run()
    assert not app.exception
    assert "Equity vs Nifty 50" in tabs(app)
    app.button(key="ys-rule-out-0").click().run()
    assert "Equity vs Nifty 50 Total Return Index" in tabs(app)
    app.selectbox(key="ys-sort-what").set_value((Scope.INSTRUMENT, "DECCANFLEXI.SIM"))
    app.selectbox(key="ys-sort-into").set_value("Split: equity and debt").run()
    app.number_input(key="ys-sort-equity").set_value(60.0)
    app.button(key="ys-sort").click().run()
    assert "Deccan Flexi Cap Fund – Direct Growth (invented) → 60\u202f% equity and 40\u202f% debt" in words(app)


def test_a_target_mix_that_is_not_whole_is_refused_and_a_whole_one_kept(own_store: Engine) -> None:
    app = opened()
    app.number_input[1 if len(app.number_input) > 3 else 0].set_value(60.0)
    app.button[-1].click().run()
    assert "not to 100" in words(app)
    save_category_settings(
        own_store, "sample-household", CategorySettings(mix={Category.EQUITY: 0.5, Category.DEBT: 0.5})
    )
    app = opened()
    assert "Your target: 50\u202f% equity, 50\u202f% debt." in words(app)
    app.button(key="ys-average-mix").click().run()
    assert load_category_settings(own_store, "sample-household").mix is None


def test_an_empty_category_keeps_its_tab_and_says_what_would_fill_it(own_store: Engine) -> None:
    priced(own_store, "ACME")
    mine = stored(own_store, bought("ACME"))
    assert tabs(opened(portfolio=mine)) == ["Overall", "Equity vs a deposit", "Debt", "All holdings"]
    app = opened_tab("Debt", portfolio=mine)
    assert "No debt yet" in words(app)
    assert "Fixed and recurring deposits, PPF, EPF and bonds count as debt" in words(app)


def test_a_holding_without_prices_marks_the_total(own_store: Engine) -> None:
    priced(own_store, "ACME")
    mine = stored(own_store, bought("ACME"), bought("BAR", asset_type=AssetType.GOLD))
    assert "Portfolio XIRR (incomplete)" in cards(opened(portfolio=mine))
    gold = opened_tab("Gold", portfolio=mine)
    assert "Nothing in gold can be valued (BAR: no prices)" in words(gold)


def test_crypto_beside_a_deposit_is_neither_ahead_nor_behind(own_store: Engine) -> None:
    priced(own_store, "COIN")
    mine = stored(own_store, bought("COIN", asset_type=AssetType.CRYPTO))
    app = opened_tab("Crypto vs a deposit", portfolio=mine)
    assert "no benchmark of its kind" in words(app)
    assert cards(app)["XIRR difference"] == "—"
    assert "you are" not in words(app)
    table = next(one.value for one in app.dataframe if "Ahead" in one.value.columns)
    assert table["Ahead"].isna().all()


def test_a_matured_deposit_alone_is_a_finished_category(own_store: Engine) -> None:
    deposit = Deposit(DepositKind.FIXED_DEPOSIT, "FD", 1e5, 0.07, date(2020, 1, 1), date(2022, 1, 1))
    app = opened_tab("Debt vs a deposit", portfolio=stored(own_store, deposits=(deposit,)))
    assert "You put in ₹1.0\u202flakh and got ₹1.1\u202flakh back" in words(app)
    assert cards(app)["Value"] == "₹0"


def test_a_benchmark_that_is_gone_can_still_be_replaced(own_store: Engine) -> None:
    save_yields(own_store, [YieldSeries("GSEC", to_days(["2015-01-01"]), np.array([0.07]))])
    rule = AssociationRule(Scope.CATEGORY, "debt", AssignedBenchmark(AssignedKind.YIELD, "GONE"))
    save_category_settings(own_store, "sample-household", CategorySettings(rules=(rule,)))
    app = opened()
    assert "cannot be shown yet" in words(app)
    app.button(key="ys-rule-out-0").click().run()
    assert "Debt vs a deposit" in tabs(app)


def test_a_government_yield_from_a_file_is_stored_as_a_yield_and_measures_debt(own_store: Engine) -> None:
    file = real_file("india/gsec_10y_yield.csv")
    app = page_alone("your_data")
    app.session_state["data"] = "Prices"
    app.run()
    app.file_uploader(key="ys-price-file").set_value((file.name, file.read_bytes(), "text/csv")).run()
    assert not app.exception
    assert "look like yields in percent" in words(app)
    app.button(key="ys-store-yields").click().run()
    symbol = file.stem
    assert 0.03 < float(np.median(load_yields(own_store, symbol).yields)) < 0.12
    rule = AssociationRule(Scope.CATEGORY, "debt", AssignedBenchmark(AssignedKind.YIELD, symbol))
    save_category_settings(own_store, "sample-household", CategorySettings(rules=(rule,)))
    debt = (
        categories_of("sample-household", NamedRange.SINCE_START, "INR", "NIFTY_50_TRI")
        .study.at_rate(0.07)
        .find(Category.DEBT)
    )
    assert 0.05 < (debt.same_money.benchmark_xirr.rate or 0.0) < 0.09
    assert f"Debt vs {symbol}" in tabs(opened())
