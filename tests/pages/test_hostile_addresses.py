"""Can an address do harm? Whatever it asks for, every page answers with its usual choices and says what it could not understand."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine
from streamlit.testing.v1 import AppTest

from tests.pages.page_reading import words

PAGES = (
    *("portfolio_vs_benchmark", "hybrid_and_risk_free", "category", "attribution", "index_fit", "diversification"),
    *("peer_benchmarks", "benchmark_library", "your_data", "home", "conventions"),
)
WITH_THE_BAR = PAGES[:4]
SHARED = ("portfolio", "benchmark", "range", "rate", "currency")
KEYS = (
    *SHARED,
    *("mix", "subject", "view", "hybrid-view", "attribution-view", "fit-view", "category", "deposit"),
    *("model", "linking", "interaction", "inside", "investor", "peers", "size", "region", "year", "by", "of", "look"),
    *("kind", "data", "page", "window"),
)
SPOILT = {
    "unknown": "nobody-knows-this",
    "markup": "<img src=x onerror=alert(1)> ![](http://evil.example/x.png) $x$ :red[x]",
    "huge": "9" * 10_000,
    "out of range": "-1e309",
    "control": "a\x00b\r\n\u202e\ud7ff",
}
SCRIPT = (
    "import importlib\nimportlib.import_module('pages.{}').page()\nfrom ui.choices.kept_choices import share\nshare()\n"
)


def opened(page: str, /, **address: str | list[str]) -> AppTest:
    app = AppTest.from_string(SCRIPT.format(page), default_timeout=300)
    for name, value in address.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception, page
    return app


@pytest.mark.parametrize("spoilt", SPOILT.values(), ids=SPOILT.keys())
def test_a_spoilt_address_shows_the_usual_view(own_store: Engine, spoilt: str) -> None:
    for page in PAGES:
        app = opened(page, **dict.fromkeys(KEYS, spoilt))
        said = words(app)
        assert "could not be drawn" not in said, page
        assert "](http" not in "".join(one.value for one in app.markdown), page
        if page in WITH_THE_BAR:
            assert "The address asks for what is not here" in said, page
            assert app.selectbox(key="portfolio").value == "sample-household", page
            assert app.slider(key="rate").value == 7.0, page
            assert app.query_params["portfolio"] == "sample-household", page


@pytest.mark.parametrize("page", WITH_THE_BAR)
def test_the_usual_view_is_the_one_without_an_address(own_store: Engine, page: str) -> None:
    plain, spoilt = opened(page), opened(page, **dict.fromkeys(SHARED, "nonsense"))
    assert {one.label: one.value for one in plain.metric} == {one.label: one.value for one in spoilt.metric}


def test_a_thousand_benchmarks_are_not_taken(own_store: Engine) -> None:
    app = opened("portfolio_vs_benchmark", benchmark=["^NSEI"] * 1_000)
    assert app.multiselect(key="benchmark").value == ["NIFTY_50_TRI"]  # the usual one


def test_a_spoilt_mix_is_told_on_its_page_and_the_usual_one_stands_in(own_store: Engine) -> None:
    app = opened("hybrid_and_risk_free", benchmark="CUSTOM", mix="90*<b>~10*AGG")
    assert "The mix in the address cannot be read" in words(app)
    assert "is not in the library" in words(app)
    shown = [one.value for one in app.slider if str(one.key).startswith("ys-weight")]
    assert shown == [50.0, 50.0]


def test_a_mix_of_the_address_is_taken(own_store: Engine) -> None:
    app = opened("hybrid_and_risk_free", benchmark="CUSTOM", mix="70*^NSEI~30*GOLDBEES.NS;rule=Q")
    shown = {one.label: one.value for one in app.slider if str(one.key).startswith("ys-weight")}
    assert list(shown.values()) == [70.0, 30.0]
    assert "rebalanced every quarter" in words(app)
    assert app.query_params["mix"] == "70*^NSEI~30*GOLDBEES.NS;rule=Q"


def test_an_older_address_is_understood(own_store: Engine) -> None:
    app = opened("attribution", portfolio="sample-60-40", benchmark="SPY_60_AGG_40")
    assert app.selectbox(key="benchmark").value == "SPY_60_AGG_40"
    assert app.query_params["benchmark"] == "SPY_60_AGG_40"
    assert "against" not in app.query_params


@pytest.mark.parametrize("page", WITH_THE_BAR)
def test_a_currency_without_rates_is_told_and_every_control_stays(own_store: Engine, page: str) -> None:
    app = opened(page, currency="CHF", rate="5")
    assert "There is no exchange rate between INR and CHF. Add a INRCHF series" in words(app)
    assert app.slider(key="rate").value == 5.0
    app.selectbox(key="currency").set_value("own").run()
    assert not app.exception
    assert "no exchange rate" not in words(app)
    assert app.slider(key="rate").value == 5.0
