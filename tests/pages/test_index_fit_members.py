"""Do the members, the position size and the signal say what core computes, and is a list of members stored whole or not at all?"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Engine
from streamlit.testing.v1 import AppTest

from core.index.constituents import Constituent, ConstituentList
from core.index.performance import IndexObservation
from core.index.position_size import SizingRule, position_size, risk_record
from core.index.signal_overlay import Action, Strategy, overlay_signal
from core.market.period import NamedRange
from data.store.index.constituents import load_constituents, save_constituents
from data.store.index.performance import save_performance
from tests.pages.own_portfolio import bought, priced, stored
from tests.pages.page_reading import cards, opened_page, words
from tests.ui.chart_reading import drawn_charts
from ui.reads.index_fit.fit import FitQuestion, FitSubject, SubjectKind, comparison
from ui.views.index_fit.sizing.position import size_sentence

HOLDINGS = """\
Some Fund
Fund Holdings as of,"Mar 24, 2023"

Ticker,Name,Sector,Asset Class,Weight (%)
ACME,Acme Inc,Communication,Equity,60
BETA,Beta Corp,Energy,Equity,39.5
USD,USD CASH,Cash and/or Derivatives,Cash,0.5
"""
LIST = ConstituentList(
    "^GSPC",
    date(2025, 6, 27),
    (
        Constituent("ACME", "Acme Inc", 0.6, "Communication"),
        Constituent("BETA", "Beta Corp", 0.4, "Energy", date(2020, 1, 2)),
    ),
    "fund.csv",
)
UPLOAD, STORE = "ys-members-file-^GSPC-0", "ys-members-store"


def opened(tab: str = "Members", **address: str) -> AppTest:
    return opened_page("index_fit", **{"fit-view": tab, "benchmark": "S&P 500", **address})


def two_shares(engine: Engine) -> str:
    """Half in a member, half outside, both at the same price since their purchase."""
    for symbol in ("ACME", "ZETA"):
        priced(engine, symbol)
    return stored(engine, bought("ACME"), bought("ZETA"))


def uploaded(content: bytes, name: str = "list.csv", **address: str) -> AppTest:
    app = opened(**address)
    app.file_uploader(key=UPLOAD).set_value((name, content, "text/csv")).run()
    assert not app.exception
    return app


def test_without_a_list_the_rule_says_what_it_asks_and_decides_by_what_is_told(own_store: Engine) -> None:
    priced(own_store)
    app = opened(subject="ACME")
    assert "Whether ACME is a member of the S&P 500 cannot be told." in words(app)
    assert "The market capitalisation is not known; the country is not known." in words(app)
    assert "iShares publishes the holdings of its S&P 500 fund (IVV)" in words(app)
    assert app.selectbox(key="ys-fact-sector-ACME").disabled
    app.number_input(key="ys-fact-cap-ACME").set_value(50.0)
    app.selectbox(key="ys-fact-country-ACME").set_value("United States").run()
    assert "ACME is probably a member of the S&P 500, 85\u202f% sure." in words(app)
    assert "A market capitalisation of $50B is above $10B; a company of the United States." in words(app).replace(
        "\\$", "$"
    )
    assert (cards(app)["Confidence"], cards(app)["Decided by"]) == ("85\u202f%", "Rule")
    app.number_input(key="ys-fact-cap-ACME").set_value(1.0).run()
    assert "ACME is probably not a member of the S&P 500, 95\u202f% sure." in words(app)


def test_facts_are_filled_in_from_the_symbol_and_an_index_without_a_rule_says_so(own_store: Engine) -> None:
    priced(own_store)
    priced(own_store, "ACME.NS")
    app = opened(subject="ACME.NS")
    assert app.selectbox(key="ys-fact-country-ACME.NS").value == "India"
    assert app.selectbox(key="ys-fact-exchange-ACME.NS").value == "National Stock Exchange of India"
    app = opened(subject="ACME", benchmark="Nifty 50")
    assert "there is no rule of thumb for it" in words(app)
    assert "NSE publishes the members as a CSV" in words(app)
    assert not [one for one in app.number_input if one.key == "ys-fact-cap-ACME"]


def test_a_list_is_shown_before_it_is_stored_and_then_decides(own_store: Engine) -> None:
    priced(own_store)
    app = uploaded(HOLDINGS.encode(), subject="ACME")
    assert (cards(app)["Members"], cards(app)["Weights add up to"], cards(app)["Left out"]) == ("2", "99.5\u202f%", "1")
    assert "S&P 500 has about 500 members, this list has 2." in words(app)
    assert load_constituents(own_store, "^GSPC") is None
    app.button(key=STORE).click().run()
    kept = load_constituents(own_store, "^GSPC")
    assert (kept.as_of, kept.source, len(kept.constituents)) == (date(2023, 3, 24), "list.csv", 2)
    assert [one.value.replace("\\", "") for one in app.success] == [
        "The list of S&P 500 is stored: 2 members. It decides from now on."
    ]
    assert not app.file_uploader(key="ys-members-file-^GSPC-1").value  # the file is put away
    assert "ACME is a member of the S&P 500." in words(app)
    assert "By the list of constituents of 24 Mar 2023: 2 members, from list.csv." in words(app)
    assert (cards(app)["Member"], cards(app)["Confidence"]) == ("Yes", "100\u202f%")
    bars = drawn_charts(app)["ys-sectors"].role("benchmark")
    assert dict(zip(bars["y"], bars["x"], strict=True)) == pytest.approx(
        {"Communication Services": 60 / 99.5, "Energy": 39.5 / 99.5}
    )
    app.button(key="ys-members-forget").click().run()
    assert load_constituents(own_store, "^GSPC") is None
    assert "By rule of thumb." in words(app)


def test_a_list_with_bad_rows_is_not_stored_by_itself(own_store: Engine) -> None:
    priced(own_store)
    app = uploaded(HOLDINGS.replace("39.5", "much").encode(), subject="ACME")
    assert cards(app)["Bad rows"] == "1"
    (problems,) = [one.value for one in app.dataframe if "Reason" in one.value]
    assert problems["Line"].tolist() == [6]
    assert "much" in problems["Reason"].iloc[0]
    assert app.button(key=STORE).disabled
    app.checkbox(key="ys-members-agreed-list.csv").check().run()
    app.button(key=STORE).click().run()
    kept = load_constituents(own_store, "^GSPC")
    assert kept.source == "list.csv (1 bad row left out)"


def test_a_file_of_something_else_is_refused_in_words(own_store: Engine) -> None:
    priced(own_store)
    for content in (b"", b"\x00\x01\x02", b"date,close\n2024-01-02,5\n", b"Ticker,Name,Weight\n,,\n"):
        app = uploaded(content, "other.csv", subject="ACME")
        assert "could not be drawn" not in words(app), content
        assert "cannot be shown yet" in words(app) or "nothing to store" in words(app), content
        assert load_constituents(own_store, "^GSPC") is None


def test_a_portfolio_beside_the_index_by_hand(own_store: Engine) -> None:
    """Half in ACME (60 % of the index), half outside: 50 % in the index, overlap 50 %, 60 % of the index held."""
    two_shares(own_store)
    save_constituents(own_store, LIST)
    app = opened(subject="Mine")
    assert cards(app)["In the index"] == "50.0\u202f%"
    assert cards(app)["Overlap by weight"] == "50.0\u202f%"
    assert cards(app)["Active share"] == "50.0\u202f%"
    assert cards(app)["Of the index"] == "60.0\u202f%"
    assert (
        "50.0\u202f% of Mine is in the S&P 500: 1 of its 2 members, which make up 60.0\u202f% of the index."
        in words(app)
    )
    holdings = next(one.value for one in app.dataframe if "In the index" in one.value)
    assert dict(zip(holdings["Holding"], holdings["In the index"], strict=True)) == {"ACME": "Yes", "ZETA": "No"}
    chart = drawn_charts(app)["ys-sectors"]
    own, index = chart.role("portfolio"), chart.role("benchmark")
    assert dict(zip(own["y"], own["x"], strict=True)) == pytest.approx(
        {"Communication Services": 0.5, "Energy": 0.0, "Unknown": 0.5}
    )
    assert sum(index["x"]) == pytest.approx(1.0)
    assert "50.0\u202f% of your shares have no known sector" in words(app)
    assert "Members as JSON" in [one.proto.label for one in app.get("download_button")]


def test_a_fund_of_the_index_is_looked_through(own_store: Engine) -> None:
    save_constituents(own_store, LIST)
    app = opened(subject="Sample: 60/40 (SPY and AGG)")
    holdings = next(one.value for one in app.dataframe if "In the index" in one.value)
    assert holdings["In the index"].tolist() == ["100\u202f% of the fund", "No"]
    assert cards(app)["In the index"] == cards(app)["Overlap by weight"]
    assert cards(app)["Of the index"] == "100.0\u202f%"
    assert "it counts as outside the index" in words(app)
    assert "SPDR S&P 500 ETF is an index or a fund and no company" in words(app)


def test_members_are_a_table_heaviest_first_and_any_symbol_can_be_asked_about(own_store: Engine) -> None:
    portfolio_id = two_shares(own_store)
    save_constituents(own_store, LIST)
    app = opened(subject="Mine")
    app.selectbox(key=f"ys-members-ask-{portfolio_id}").set_value("ZETA").run()
    assert "ZETA is not a member of the S&P 500." in words(app)
    (members,) = [one.value for one in app.dataframe if "Weight (%)" in one.value and "Symbol" in one.value]
    assert members["Symbol"].tolist() == ["ACME", "BETA"]
    assert members["Weight (%)"].tolist() == pytest.approx([60.0, 40.0])
    assert members["Added"].tolist() == [None, date(2020, 1, 2)]
    assert "Removed" not in members


def test_the_last_stored_figure_of_the_index_is_told(own_store: Engine) -> None:
    priced(own_store)
    seen = IndexObservation(
        "^GSPC", "S&P 500", "", "EQUITY", 4742.83, "USD", datetime(2024, 1, 2, 21, tzinfo=UTC), -0.57
    )
    save_performance(own_store, [seen])
    told = "Last stored figure of S&P 500: $4,742.83 (−0.57\u202f%) on 2 Jan 2024, 21:00 UTC."
    assert told in words(opened(subject="ACME")).replace("\\$", "$")


def test_a_list_without_weights_counts_its_members(own_store: Engine) -> None:
    priced(own_store)
    app = uploaded(b"Symbol,Name,Sector\nACME,Acme Inc,Energy\nBETA,Beta Corp,Energy\n", subject="ACME")
    assert cards(app)["Weights add up to"] == "—"
    app.button(key=STORE).click().run()
    assert "The list has no weights, so the bars of the index count its members." in words(app)
    assert "Confirmed member: in the constituents list" in words(app)


def question(symbol: str = "ACME", index: str = "^GSPC") -> FitQuestion:
    return FitQuestion(
        FitSubject(SubjectKind.SECURITY, symbol, symbol, "USD", True), (index,), NamedRange.SINCE_START, 0.04
    )


def test_the_size_follows_the_beta_of_the_comparison_and_any_other(own_store: Engine) -> None:
    app = opened("Size and signal", subject="NOVAGRID.SIM")
    found = comparison(question("NOVAGRID.SIM"))
    assert found.beta is not None
    beta = round(found.beta, 2)
    assert app.number_input(key="ys-size-base-USD").value == 10_000
    assert (
        cards(app)["By beta and volatility"] == f"${position_size(10_000, beta, record=risk_record(found)).size:,.0f}"
    )
    assert cards(app)["In steps"] == f"${position_size(10_000, beta, SizingRule.TIERS).size:,.0f}"
    assert words(app).count("Arithmetic on past data, not advice.") == 2
    (field,) = [one for one in app.number_input if one.label == "Beta"]
    field.set_value(1.6).run()
    sized = position_size(10_000, 1.6, record=replace(risk_record(found), beta_interval=None))
    assert sized.size < 6_250
    assert cards(app)["By beta and volatility"] == f"${sized.size:,.0f}"
    told = words(app).replace("\\$", "$")
    assert (
        f"With a beta of 1.60, $10,000 of ordinary size becomes ${sized.size:,.0f}, so that a move of 10\u202f% in the S&P 500 moves it by"
        in told
    )
    assert "By the rule: the index's volatility over its own" in told
    here = drawn_charts(app)["position-size"].role("here")
    assert (here["x"], here["y"]) == ([1.6], [pytest.approx(sized.size)])


MOVES = "so that a move of 10\u202f% in the X moves it by about"


@pytest.mark.parametrize(
    ("beta", "rule", "told"),
    [
        (1.6, SizingRule.INVERSE, f"becomes **₹62,500**, {MOVES} **₹10,000** instead of ₹16,000."),
        (1.6, SizingRule.TIERS, f"becomes **₹60,000**, {MOVES} **₹9,600** instead of ₹16,000."),
        (1.0, SizingRule.INVERSE, f"stays **₹1,00,000**, {MOVES} **₹10,000**."),
        (-0.5, SizingRule.INVERSE, f"stays **₹1,00,000**, {MOVES} **₹5,000** the other way."),
        (
            0.0,
            SizingRule.INVERSE,
            "stays **₹1,00,000**: it does not move with the X, so beta says nothing about its risk.",
        ),
    ],
)
def test_the_sentence_of_a_size(beta: float, rule: SizingRule, told: str) -> None:
    assert size_sentence(position_size(100_000, beta, rule), "INR", "the X").endswith(told)


def test_a_beta_of_ones_own_works_where_none_can_be_computed(own_store: Engine) -> None:
    priced(own_store)
    app = opened("Size and signal", subject="ACME")
    assert "Beta could not be computed" in words(app)
    (field,) = [one for one in app.number_input if one.label == "Beta"]
    assert field.value is None
    field.set_value(0.5).run()
    assert cards(app)["By beta and volatility"] == "$20,000"


def test_the_signal_is_adjusted_by_the_rules_of_each_strategy(own_store: Engine) -> None:
    app = opened("Size and signal", subject="NOVAGRID.SIM", benchmark="SPY")
    found = comparison(question("NOVAGRID.SIM", "SPY"))
    assert found.jensen is not None
    assert found.jensen.interval is not None
    app.slider(key="ys-signal-confidence").set_value(97)
    for strategy in Strategy:
        app.selectbox(key="ys-signal-strategy").set_value(strategy).run()
        expected = overlay_signal(
            strategy,
            Action.BUY,
            97,
            found.alpha,
            found.information_ratio_annualised,
            found.beta,
            found.jensen.interval[0],
        )
        assert cards(app)["Confidence"] == f"{expected.confidence:.0f}", strategy
        assert cards(app)["Action"] == expected.action
        assert expected.why in words(app)
        assert expected.reason.removesuffix(" Arithmetic on past data, not advice.") in words(app)
