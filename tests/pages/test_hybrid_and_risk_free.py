"""Does the page answer for presets, mixes made on it and single indexes, keep weights at 100 %, and save what was made?"""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import Engine
from streamlit.testing.v1 import AppTest

from core.benchmark.blend import Blend, Component
from core.benchmark.presets import find_preset
from core.benchmark.rebalancing import PolicyChange, Rule
from core.market.period import NamedRange
from data import benchmark_library as library
from data.price_record import PriceRecord
from data.store.benchmarks.benchmarks import load_records, portfolio_measures
from data.store.prices.histories import save_prices
from tests.pages.page_reading import cards, opened_page, words
from tests.ui.chart_reading import DrawnChart, drawn_charts
from ui.reads import benchmarks as benchmark_loading
from ui.views.hybrid.mix import policy_of, slider_key

PRESET = "CRISIL_HYBRID_35_65"
CUSTOM_SCOPE = "CUSTOM INR"


def opened(**address: str | list[str]) -> AppTest:
    return opened_page("hybrid_and_risk_free", **address)


def wealth(app: AppTest) -> DrawnChart:
    return drawn_charts(app)["wealth"]


def weights(app: AppTest) -> dict[str, float]:
    prefix = f"ys-weight {CUSTOM_SCOPE} "
    return {str(one.key).removeprefix(prefix): one.value for one in app.slider if str(one.key).startswith(prefix)}


def test_a_preset_answers_first(own_store: Engine) -> None:
    app = opened(benchmark=PRESET)
    assert "The same money in a mix of 35" in words(app)
    assert "In a bank deposit at 7" in words(app)
    shown = cards(app)
    assert list(shown)[:4] == ["Portfolio XIRR", "Benchmark XIRR", "XIRR difference", "Risk-free XIRR"]
    hybrid = benchmark_loading.compared_with("sample-household", (find_preset(PRESET).blend,), NamedRange.SINCE_START)
    rate = hybrid.same_money[0].benchmark_xirr.rate
    assert shown["Benchmark XIRR"] == f"{rate * 100:.1f}\u202f%"
    assert wealth(app).role("risk-free")["line"]["dash"] == "dash"
    assert wealth(app).role("risk-free")["line"]["color"] == "#2E9E5B"
    assert {"lab-weights", "lab-rules"} <= drawn_charts(app).keys()


def test_the_line_of_the_deposit_can_be_hidden_and_its_rate_typed(own_store: Engine) -> None:
    app = opened()
    before = wealth(app).role("risk-free")["y"][-1]
    app.number_input(key="ys-rate-number").set_value(9.0).run()
    assert not app.exception
    assert app.slider(key="rate").value == 9.0
    assert wealth(app).role("risk-free")["y"][-1] > before
    app.toggle(key="deposit").set_value(False).run()
    roles = {trace["meta"]["role"] for trace in wealth(app).traces.values()}
    assert "risk-free" not in roles
    assert {"portfolio", "benchmark", "invested"} <= roles


def test_a_deposit_below_nothing_is_said_with_its_minus(own_store: Engine) -> None:
    app = opened(rate="-0.5")
    assert app.slider(key="rate").value == -0.5
    assert "−0.5\u202f%" in words(app)
    line = wealth(app).role("risk-free")["y"]
    invested = wealth(app).role("invested")["y"]
    assert line[-1] < invested[-1]


def test_rule_and_weights_change_the_answer_and_weights_keep_their_sum(own_store: Engine) -> None:
    app = opened(benchmark="CUSTOM")
    app.selectbox(key=f"ys-rule {CUSTOM_SCOPE}").set_value(Rule.QUARTERLY).run()
    assert "units of the blend, which is rebalanced every quarter" in words(app)
    events = next(one.value for one in app.dataframe if "Why" in one.value)
    assert set(events["Why"]) == {"New quarter"}
    assert len(events) == 39
    assert len(drawn_charts(app)["lab-rules"].role("rules")["y"]) == 8
    assert weights(app) == {"NIFTY_50_TRI": 50.0, "CRISIL_SHORT_TERM_BOND": 50.0}
    before = cards(app)["Benchmark XIRR"]
    app.slider(key=slider_key(CUSTOM_SCOPE, "NIFTY_50_TRI")).set_value(90.0).run()
    assert weights(app) == {"NIFTY_50_TRI": 90.0, "CRISIL_SHORT_TERM_BOND": 10.0}
    assert cards(app)["Benchmark XIRR"] != before
    app.multiselect(key=f"ys-parts {CUSTOM_SCOPE}").set_value(
        ["NIFTY_50_TRI", "CRISIL_SHORT_TERM_BOND", "GOLDBEES.NS"]
    ).run()
    assert sum(weights(app).values()) == pytest.approx(100.0, abs=1e-9)
    app.slider(key=slider_key(CUSTOM_SCOPE, "GOLDBEES.NS")).set_value(33.5).run()
    assert sum(weights(app).values()) == pytest.approx(100.0, abs=1e-9)
    assert weights(app)["GOLDBEES.NS"] == 33.5


def test_a_mix_is_saved_under_a_free_name_and_can_be_chosen(own_store: Engine) -> None:
    app = opened(benchmark="CUSTOM")
    app.text_input(key="ys-save-name").set_value("Nifty 50").run()
    app.button(key="ys-save-blend").click().run()
    assert "already" in words(app)
    assert load_records(own_store) == {}
    app.slider(key=slider_key(CUSTOM_SCOPE, "NIFTY_50_TRI")).set_value(60.0).run()
    app.selectbox(key=f"ys-rule {CUSTOM_SCOPE}").set_value(Rule.ANNUAL).run()
    app.text_input(key="ys-save-name").set_value("Mine, 60/40").run()
    app.button(key="ys-save-blend").click().run()
    assert not app.exception
    (saved,) = load_records(own_store).values()
    assert (saved.name, saved.rebalance.rule) == ("Mine, 60/40", Rule.ANNUAL)
    assert saved.intervals[0].weights == {"NIFTY_50_TRI": 0.6, "CRISIL_SHORT_TERM_BOND": 0.4}
    again = opened(benchmark=saved.id)
    assert "The same money in Mine, 60/40 would be" in words(again)
    again.button(key="ys-measure").click().run()
    assert portfolio_measures(own_store) == {"sample-household": saved.id}
    assert "The same money in Mine, 60/40 would be" in words(opened())


def test_a_priced_symbol_leads_the_page_and_stands_in_a_mix(own_store: Engine) -> None:
    days = [date(2014, 12, 31) + timedelta(days=at) for at in range(4_100)]
    save_prices(own_store, [PriceRecord("ACME", on, 100.0 + at, None, "INR") for at, on in enumerate(days)], "upload")
    assert "The same money in ACME would be" in words(opened(benchmark="ACME"))
    app = opened(benchmark="CUSTOM", mix="60*ACME~40*AGG")
    assert "cannot be read" not in words(app)
    assert list(weights(app).values()) == [60.0, 40.0]
    assert "ACME" in app.multiselect(key=f"ys-parts {CUSTOM_SCOPE}").options


def test_a_single_index_has_no_mix_and_no_lab(own_store: Engine) -> None:
    app = opened(benchmark="^GSPC")
    assert "The same money in the S&P 500 would be" in words(app)
    assert "Blend lab" not in words(app)
    assert "Break-even finder" in words(app)
    (card,) = [one for one in app.metric if one.label == "Benchmark return that matches you"]
    gap = str(card.delta).lstrip("+−")
    assert f"S&P 500 would have had to return {gap} a year" in words(app)  # the sentence and the card say the same
    assert f"A bank deposit at {cards(app)['Deposit that matches you']} before tax would have left you level" in words(
        app
    )


def test_a_missing_leg_is_announced_where_the_number_stands(own_store: Engine) -> None:
    record = library.BenchmarkRecord("", "NO_DATA", library.BenchmarkKind.IMPORTED, "INR")
    (made,) = library.create(own_store, [record])
    part = Component(made.id, 0.5, "INR", 0.07)
    blend = Blend("X", "INR", (Component("^NSEI", 0.5), part), name="Half and half")
    from ui.writes.benchmarks import keep_blend

    app = opened(benchmark=keep_blend("Half and half", blend))
    assert "A fixed rate stands in. NO_DATA has no data at all: a fixed 7\u202f% a year stands in for it." in words(app)


def test_policy_rows_become_changes_and_unfinished_ones_wait() -> None:
    titles = {"A": "Equity, %", "B": "Bonds, %"}
    rows = [
        {"From": "2020-07-01", "Equity, %": 70.0, "Bonds, %": 30.0},
        {"From": None, "Equity, %": 50.0, "Bonds, %": 50.0},
        {"From": "2021-01-01", "Equity, %": None, "Bonds, %": None},
    ]
    assert policy_of(rows, titles) == (PolicyChange.of(date(2020, 7, 1), {"A": 0.7, "B": 0.3}),)
