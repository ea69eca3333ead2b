"""Does the page answer with the numbers that core computes, at every level, by every method, and is every state of it designed?"""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from sqlalchemy import Engine
from streamlit.testing.v1 import AppTest

from core.attribution.currency import CurrencyMethod
from core.attribution.effects import Attribution
from core.attribution.linking import Linking
from core.attribution.portfolio import USUAL, Level
from core.attribution.yearly import attribution_a_year
from core.category.rules import RISK_FREE, AssociationRule, CategorySettings
from core.category.scheme import Scope
from core.index.constituents import Constituent, ConstituentList
from core.ledger.transaction import AssetType
from core.market.period import NamedRange
from core.market.yields import YieldSeries
from data.store.index.constituents import save_constituents
from data.store.portfolios.categories import save_category_settings
from data.store.prices.yields import save_yields
from tests.pages.own_portfolio import FIRST, bought, priced, stored
from tests.pages.page_reading import cards, opened_page, words
from tests.ui.chart_reading import drawn_charts
from ui.reads.attribution import attribution_of
from ui.reads.benchmarks import SIXTY_FORTY, blend_of
from ui.views.attribution.bridge import bridge_at, parts_of
from ui.views.attribution.pictures import currency_bars
from ui.views.attribution.words import answer, currency_method
from ui.wording.number_format import amount_in_full


def opened(**address: str | list[str]) -> AppTest:
    return opened_page("attribution", **address)


def test_the_first_visit_takes_the_sample_apart(own_store: Engine) -> None:
    app = opened(benchmark="CRISIL_HYBRID_AGGRESSIVE_65_35")
    compared = attribution_of(
        "sample-household", blend_of("CRISIL_HYBRID_AGGRESSIVE_65_35", "INR"), NamedRange.SINCE_START
    ).compared
    found = compared.attribution()
    assert "Sample data." in words(app)
    yearly = attribution_a_year(found, compared.days_held)
    assert yearly is not None
    names = ["Your return", "Benchmark", "Difference", "Asset classes", "Choice inside them"]
    assert list(cards(app)) == [f"{name}, a year" for name in names]
    assert cards(app)["Your return, a year"] == f"{yearly.portfolio_return * 100:.1f}\u202f%"
    assert cards(app)["Asset classes, a year"] == f"{yearly.allocation * 100:+.1f}\u202fpp"
    totals = {one.label: one.delta for one in app.metric}
    assert totals["Asset classes, a year"] == f"{found.allocation * 100:+.1f}\u202fpp"
    assert "Adds up: 0.0000\u202fbp left over" in words(app)
    assert "how much you held of each asset class brought" in words(app)
    assert "a year" in words(app)
    assert "Commodities, of which" in words(app)
    assert "cannot be told apart" not in words(app)
    assert "This is one order of several" in words(app)
    assert "the index has no costs" in words(app).lower()


def the_waterfall_leads_from_one_annual_return_to_the_other(app: AppTest, found: Attribution | None) -> None:
    assert found is not None
    chart = drawn_charts(app)["waterfall"].role("waterfall")
    lengths = chart["x"]
    assert lengths[0] == pytest.approx(found.benchmark_return, abs=1e-7)
    assert lengths[-1] == pytest.approx(found.portfolio_return, abs=1e-7)
    assert sum(lengths[:-1]) == pytest.approx(lengths[-1], abs=1e-6)
    assert chart["base"][1] == pytest.approx(lengths[0], abs=1e-7)


def test_a_class_opens_into_its_sectors_and_a_sector_into_its_instruments(own_store: Engine) -> None:
    compared = attribution_of("sample-us-growth", blend_of(SIXTY_FORTY, "USD"), NamedRange.SINCE_START).compared
    sectors = [one for one in compared.attribution(Level.SECTOR).inner if one.parent == "Equity"]
    app = opened(portfolio="sample-us-growth", benchmark=SIXTY_FORTY, inside="Equity")
    bars = drawn_charts(app)["segment-bars"].role("total")
    factor = compared.yearly_factor
    assert factor is not None
    assert sorted(bars["x"]) == pytest.approx(sorted(one.total * factor for one in sectors), abs=1e-7)
    inner = [
        one
        for one in compared.attribution(Level.INSTRUMENT_IN_SECTOR).inner
        if one.parent == "Equity · Information Technology"
    ]
    app = opened(portfolio="sample-us-growth", benchmark=SIXTY_FORTY, inside="Equity · Information Technology")
    bars = drawn_charts(app)["segment-bars"].role("total")
    assert sorted(bars["x"]) == pytest.approx(sorted(one.total * factor for one in inner), abs=1e-7)
    assert "the selection and interaction of Equity" in words(app)


def test_every_linking_is_offered_and_none_says_what_it_leaves(own_store: Engine) -> None:
    app = opened(portfolio="sample-60-40", benchmark=SIXTY_FORTY, linking="None (leaves a remainder)")
    assert "Not linked:" in words(app)
    app.selectbox("linking").set_value(Linking.GRAP).run()
    assert "Adds up:" in words(app)
    app.selectbox("model").set_value(app.selectbox("model").options[1]).run()
    assert not app.exception
    assert "Brinson–Hood–Beebower, linked by GRAP" in words(app)


def test_waterfall_and_bridge_lead_to_the_end_and_the_bridge_moves_with_the_rate(own_store: Engine) -> None:
    app = opened(portfolio="sample-60-40", benchmark=SIXTY_FORTY)
    portfolio = attribution_of("sample-60-40", blend_of(SIXTY_FORTY, "USD"), NamedRange.SINCE_START)
    assert [tab.label for tab in app.tabs] == ["Waterfall", "Over time"]
    compared = portfolio.compared
    yearly = attribution_a_year(compared.attribution(), compared.days_held)
    the_waterfall_leads_from_one_annual_return_to_the_other(app, yearly)
    parts = parts_of(portfolio, portfolio.compared.attribution())

    def drawn() -> list[float]:
        chart = drawn_charts(app)["gap-bridge"].role("waterfall")
        return [round(length, 1) for length in chart["x"]]

    for percent in (4.0, 6.0):
        app.slider("rate").set_value(percent).run()
        bridge = bridge_at(parts, portfolio.same_money, percent / 100)
        expected = [bridge.start, *(amount for _, amount in bridge.steps), bridge.end]
        assert drawn() == pytest.approx(expected, abs=0.1)
        written = list(next(one.value for one in app.dataframe if "Step" in one.value)["Amount"])
        assert written[0] == amount_in_full(
            bridge.start, bridge.currency, decimals=2
        )  # both ends are amounts, without a sign
        assert written[-1] == amount_in_full(bridge.end, bridge.currency, decimals=2)
        moved = [text for text, (_, amount) in zip(written[1:-1], bridge.steps, strict=True) if abs(amount) >= 0.005]
        assert {text[0] for text in moved} == {"+", "−"}
        assert sum(round(one * 100) for one in expected[:-1]) == round(bridge.end * 100)
        assert f"In a bank deposit at {percent:g}\u202f% before tax your money would be" in words(app)


def test_markets_and_currencies_lead_from_one_return_to_the_other(own_store: Engine) -> None:
    compared = attribution_of("sample-household", blend_of("^GSPC", "INR"), NamedRange.SINCE_START).compared
    found, apart = compared.attribution(), compared.currency_attribution()
    bars = currency_bars(found, apart)
    assert (bars[0].amount, bars[-1].amount) == (found.benchmark_return, found.portfolio_return)
    assert sum(one.amount for one in bars[:-1]) == pytest.approx(bars[-1].amount, abs=1e-11)
    steps = {one.name: one.amount for one in bars[1:-1]}
    assert steps["INR<br>(exchange rate alone)"] == next(
        one.effect for one in apart.currencies if one.currency == "INR"
    )
    assert sum(amount for name, amount in steps.items() if "own currency" in name) == pytest.approx(apart.local_total)


def test_an_index_with_a_list_shows_its_members(own_store: Engine) -> None:
    members = (
        Constituent("NOVAGRID.SIM", "NovaGrid", 0.2, "Information Technology"),
        Constituent("CHAMBAL.SIM", "In rupees", 0.3, "Utilities"),
        Constituent("ELSEWHERE", "Elsewhere", 0.5, "Energy"),
    )
    save_constituents(own_store, ConstituentList("^IXIC", date(2025, 6, 30), members))
    app = opened(portfolio="sample-us-growth", benchmark="^IXIC", inside="Equity", range="1Y")
    assert "NASDAQ Composite in its members: 1 of 3 in the list of 30 Jun 2025 have prices" in words(app)
    chart = drawn_charts(app)["segment-bars"].role("total")
    assert any("Others in ^IXIC (no prices)" in name for name in chart["y"])
    table = next(one.value for one in app.dataframe if "Segment" in one.value)
    row = table[table["Segment"].str.contains("NovaGrid")].iloc[0]
    compared = attribution_of("sample-us-growth", blend_of("^IXIC", "USD"), NamedRange("1Y")).compared
    assert row["Benchmark's"] == pytest.approx(compared.members["^IXIC"].shares[:, 0].mean(), abs=1e-6)
    assert "Others in ^IXIC (no prices)" in table["Segment"].to_list()


def test_it_says_what_counts_as_what_and_tells_currencies_apart_where_there_are_several(own_store: Engine) -> None:
    app = opened(portfolio="sample-household")
    assert [tab.label for tab in app.tabs] == ["Waterfall", "Over time", "Currencies"]
    frame = app.dataframe[-1].value
    known = dict(zip(frame["Name"], frame["Asset class"], strict=True))
    assert known["Ganga Short Duration Debt Fund – Direct Growth (invented)"] == "Fixed Income"
    assert known["Gold BeES ETF"] == "Commodities"


def test_holdings_without_prices_are_named_and_an_index_alone_is_a_benchmark(own_store: Engine) -> None:
    priced(own_store)
    mine = stored(own_store, bought(), bought("NOPRICE", on=FIRST + timedelta(days=3)))
    app = opened(portfolio=mine, benchmark="^GSPC")
    assert "Incomplete total." in words(app)
    assert "Adds up:" in words(app)
    compared = attribution_of(mine, blend_of("^GSPC", "USD"), NamedRange.SINCE_START).compared
    assert compared.attribution(method=USUAL).allocation == pytest.approx(0.0, abs=1e-12)


def test_currencies_are_named_for_what_they_are_until_cash_rates_are_stored(own_store: Engine) -> None:
    blend = blend_of("^GSPC", "INR")
    alone = attribution_of("sample-household", blend, NamedRange.SINCE_START).compared.currency_attribution()
    assert alone.method is CurrencyMethod.EXCHANGE_RATES
    assert "interest differences not taken out" in currency_method(alone)
    assert "`CASH_INR` and `CASH_USD`" in currency_method(alone)
    days = np.arange("2014-01-01", "2026-06-01", 30, dtype="datetime64[D]")
    rates = {"CASH_USD": 0.02, "CASH_INR": 0.06}
    save_yields(own_store, [YieldSeries(name, days, np.full(days.size, rate)) for name, rate in rates.items()])
    apart = attribution_of("sample-household", blend, NamedRange.SINCE_START).compared.currency_attribution()
    assert apart.method is CurrencyMethod.KARNOSKY_SINGER
    assert currency_method(apart).startswith("After Karnosky and Singer")
    assert apart.currency_total != pytest.approx(alone.currency_total, abs=0.01)
    assert apart.local_total + apart.currency_total == pytest.approx(alone.active_return, abs=1e-11)
    app = opened(portfolio="sample-household", benchmark="^GSPC", **{"attribution-view": "Currencies"})
    assert not app.exception


def test_what_nothing_of_its_kind_measures_is_said_in_the_answer(own_store: Engine) -> None:
    """Crypto beside shares: a deposit is no benchmark of its kind, until its owner says so."""
    priced(own_store)
    priced(own_store, "COIN", rise=0.001)
    mine = stored(own_store, bought(), bought("COIN", asset_type=AssetType.CRYPTO))
    blend = blend_of("^GSPC", "USD")
    found = attribution_of(mine, blend, NamedRange.SINCE_START).compared
    assert list(found.untold) == ["Alternatives"]
    said = answer(found.attribution(), found)
    assert "(Alternatives) mix and choice cannot be told apart" in said
    rule = AssociationRule(Scope.CATEGORY, "crypto", RISK_FREE)
    save_category_settings(own_store, mine, CategorySettings(rules=(rule,)))
    after = attribution_of(mine, blend, NamedRange.SINCE_START).compared
    assert after.untold == {}
    assert "cannot be told apart" not in answer(after.attribution(), after)
    assert after.attribution().active_return == found.attribution().active_return
