"""With what is one's own money compared? Real levels, else a deposit, and invented ones only where somebody names them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from sqlalchemy import Engine
from streamlit.testing.v1 import AppTest

from core.ledger.transaction import AssetType
from data.clock import current_date
from data.store.prices.histories import stored_symbols
from tests.pages.own_portfolio import FIRST, LAST, bought, priced, save_levels, sold, stored
from tests.pages.page_reading import cards, opened_page, words
from tests.pages.test_hostile_addresses import PAGES
from tests.yahoo_server import Listing, YahooServer, weekdays

COMPARING = ("home", "portfolio_vs_benchmark", "hybrid_and_risk_free", "category", "attribution", "conventions")
YEARS = (LAST - FIRST).days / 365
INVENTED = "sample data"
NOTHING_REAL = "No benchmark with real levels is stored yet."


@pytest.fixture
def mine(own_store: Engine) -> str:
    """Shares in dollars that grew by 0.0005 of their first price a day."""
    priced(own_store)
    return stored(own_store, bought())


def labels(app: AppTest) -> list[str]:
    return list(app.multiselect(key="benchmark").options)


def test_where_nothing_real_is_stored_the_deposit_answers_and_the_benchmark_is_offered(mine: str) -> None:
    for page in COMPARING:
        app = opened_page(page, portfolio=mine)
        said = words(app)
        assert NOTHING_REAL in said, page
        assert INVENTED not in said, page
        assert "simulated" not in said, page
        assert app.button(key="ys-fetch-benchmark").label == "Fetch SPY", page
    app = opened_page("portfolio_vs_benchmark", portfolio=mine, rate="5")
    assert cards(app)["Risk-free XIRR"] == "5.0\u202f%"
    grown = 5_000 * 1.05**YEARS / 1_000
    assert f"In a bank deposit at 5\u202f% before tax it would be ${grown:.1f}k" in words(app)
    assert "Equity is measured with the risk-free deposit: S&P 500 has no real levels yet." in words(
        opened_page("category", portfolio=mine)
    )


def test_beside_the_deposit_alone_no_sentence_is_about_a_benchmark_and_none_stands_twice(own_store: Engine) -> None:
    priced(own_store)
    save_levels(own_store, "DEAD", [50.0] * 100)
    mine = stored(own_store, bought(), bought("DEAD"), sold("ACME", date(2023, 6, 1), 90.0, 500.0))
    for page in ("home", "portfolio_vs_benchmark"):
        text = words(opened_page(page, portfolio=mine))
        assert "earns nothing" not in text, page
        assert "dividends reinvested" not in text, page
    assert "stands at a price that no longer counts" in text
    assert "it stands at that one" not in text


def test_index_fit_offers_the_benchmark_too_and_its_members_need_none(mine: str) -> None:
    app = opened_page("index_fit", portfolio=mine)
    assert NOTHING_REAL in words(app)
    assert app.button(key="ys-fetch-benchmark").label == "Fetch SPY"
    assert "The membership" not in words(opened_page("index_fit", portfolio=mine, view="Members"))


def test_a_stored_fund_serves_for_its_index_on_every_page_and_says_so(own_store: Engine, mine: str) -> None:
    save_levels(own_store, "SPY", (100.0 * 1.0003**at for at in range((LAST - FIRST).days + 1)))
    for page in COMPARING:
        said = words(opened_page(page, portfolio=mine))
        assert "SPDR S&P 500 ETF stands for the S&P 500: its real levels are stored" in said, page
        assert INVENTED not in said, page
    benchmark = cards(opened_page("portfolio_vs_benchmark", portfolio=mine))["Benchmark XIRR"]
    assert benchmark == f"{(1.0003**365 - 1) * 100:.1f}\u202f%"
    assert "stands for" not in words(opened_page("portfolio_vs_benchmark", portfolio="sample-us-growth"))


def test_invented_levels_are_named_so_in_the_list_and_every_page_that_shows_them_says_so(
    own_store: Engine, mine: str
) -> None:
    save_levels(own_store, "SPY", range(100, 100 + (LAST - FIRST).days + 1))
    app = opened_page("portfolio_vs_benchmark", portfolio=mine)
    assert "S&P 500 (sample levels)" in labels(app)
    assert "SPDR S&P 500 ETF" in labels(app)
    for page in COMPARING:
        said = words(opened_page(page, portfolio=mine, benchmark="^GSPC"))
        assert "The benchmark is sample data. The levels of S&P 500 are simulated" in said, page


def test_the_list_says_nothing_of_a_sample_to_who_has_nothing_else(own_store: Engine) -> None:
    assert not [one for one in labels(opened_page("portfolio_vs_benchmark")) if "sample levels" in one]


def test_one_click_fetches_the_benchmark_and_the_exchange_rates_that_it_needs(
    own_store: Engine, yahoo: YahooServer
) -> None:
    days = weekdays(FIRST - timedelta(days=14), (current_date() - FIRST).days)
    for symbol, currency, kind in (
        ("SPY", "USD", "ETF"),
        ("EURUSD=X", "USD", "CURRENCY"),
        ("USDCHF=X", "CHF", "CURRENCY"),
    ):
        yahoo.listings[symbol] = Listing({on: 100.0 + at / 10 for at, on in enumerate(days)}, currency, kind=kind)
    priced(own_store, currency="EUR")
    mine = stored(own_store, bought(currency="EUR"), currency="CHF")
    app = opened_page("portfolio_vs_benchmark", portfolio=mine)
    assert app.button(key="ys-fetch-benchmark").label == "Fetch SPY, EURUSD and USDCHF"
    app.button(key="ys-fetch-benchmark").click().run()
    assert not app.exception
    assert {"SPY", "EURUSD", "USDCHF"} <= set(stored_symbols(own_store))
    assert "SPDR S&P 500 ETF stands for the S&P 500" in words(app)
    assert "Benchmark XIRR" in cards(app)


def test_a_ready_mix_falls_back_to_its_rate_where_its_bonds_have_no_real_levels(own_store: Engine) -> None:
    priced(own_store, currency="INR")
    save_levels(own_store, "^NSEI", range(100, 100 + (LAST - FIRST).days + 1), currency="INR")
    mine = stored(own_store, bought(currency="INR"), currency="INR")
    for page in ("hybrid_and_risk_free", "portfolio_vs_benchmark", "attribution"):
        said = words(opened_page(page, portfolio=mine, benchmark="CRISIL_HYBRID_35_65"))
        assert "CRISIL Short Term Bond Index has no data at all: a fixed 7\u202f% a year stands in for it." in said, (
            page
        )
        assert INVENTED not in said, page
    sample = words(opened_page("hybrid_and_risk_free", portfolio="sample-household", benchmark="CRISIL_HYBRID_35_65"))
    assert "stands in for it" not in sample


@pytest.fixture
def no_invented_levels(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The names of the invented series that were made, which is none."""
    made: list[str] = []
    monkeypatch.setattr("data.sample.levels._levels", lambda series, _basis: made.append(series.symbol))
    yield made
    assert made == []


def test_without_the_sample_no_page_has_an_invented_level(empty_store: Engine, no_invented_levels: list[str]) -> None:
    priced(empty_store, currency="INR")
    save_levels(empty_store, "SPY", range(100, 100 + (LAST - FIRST).days + 1))
    gold = bought("BAR", on=date(2023, 3, 1), currency="INR", asset_type=AssetType.GOLD)
    mine = stored(empty_store, bought(currency="INR"), gold, currency="INR")
    for benchmark in ("", "^NSEI", "SPY", "CRISIL_HYBRID_35_65", "SPY_60_AGG_40"):
        asked = {"benchmark": benchmark} if benchmark else {}
        for page in PAGES if benchmark in ("", "^NSEI") else COMPARING:
            said = words(opened_page(page, portfolio=mine, **asked))
            assert "simulated" not in said, (page, benchmark)
            assert "sample levels" not in said, (page, benchmark)
            assert "could not be drawn" not in said, (page, benchmark)
    for view in ("Scan", "Style", "Members", "Size and signal"):
        assert "could not be drawn" not in words(opened_page("index_fit", portfolio=mine, **{"fit-view": view}))
    assert not [one for one in labels(opened_page("portfolio_vs_benchmark")) if "sample" in one]
    assert NOTHING_REAL in words(opened_page("portfolio_vs_benchmark", portfolio=mine))
    assert "Invented ones" not in words(opened_page("portfolio_vs_benchmark", portfolio=mine))
