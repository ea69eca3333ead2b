"""Does the tab Style show the mix that core finds, keep it with one click, and have a word for every state?"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from functools import partial

import numpy as np
import pytest
from sqlalchemy import Engine
from streamlit.testing.v1 import AppTest

from core.index.style import Style
from core.market.period import NamedRange
from core.returns.sampling import Spacing
from data.benchmark_library import open_library
from tests.pages.own_portfolio import save_levels
from tests.pages.page_reading import cards, opened_page, words
from tests.ui.chart_reading import drawn_charts
from ui.reads.index_fit.fit import FitQuestion, fit_subjects
from ui.reads.index_fit.style import StyleChoice, fit_style, offered_indexes, usual_choice
from ui.views.index_fit.style import answer

FIRST, DAYS = date(2020, 1, 1), 1_000


def opened(**address: str) -> AppTest:
    return opened_page("index_fit", **{"fit-view": "Style", **address})


def question(subject: str = "sample-household", range_: NamedRange = NamedRange.SINCE_START) -> FitQuestion:
    found = next(one for one in fit_subjects() if one.id == subject)
    return FitQuestion(found, ("NIFTY_50_TRI",) if found.currency == "INR" else ("SPY",), range_, 0.07)


def asked(subject: str = "sample-household") -> Style:
    """As the page asks: two years of weeks a window."""
    return fit_style(question(subject), replace(usual_choice(question(subject)), window=104))


priced = partial(save_levels, first=FIRST)


def real_market(engine: Engine) -> None:
    """Three real indexes, and a fund that is 70 % of one and 30 % of another, put right every day."""
    random = np.random.default_rng(11)
    returns = random.normal(0.0004, 0.01, (3, DAYS))
    for symbol, own in zip(("^GSPC", "AGG", "GLD"), returns, strict=True):
        priced(engine, symbol, 100.0 * np.cumprod(1.0 + own))
    priced(engine, "FUND", 100.0 * np.cumprod(1.0 + 0.7 * returns[0] + 0.3 * returns[1]))


def test_the_tab_draws_and_says_the_mix_that_core_finds(own_store: Engine) -> None:
    app, found = opened(), asked()
    assert drawn_charts(app).keys() >= {"fit-style", "fit-style-rolling"}
    bars = drawn_charts(app)["fit-style"].role("style")
    drawn = dict(zip(bars["y"], bars["x"], strict=True))
    by_name = dict(zip(found.indexes, found.weights.tolist(), strict=True))
    assert drawn == pytest.approx({name: weight for name, weight in by_name.items() if weight >= 0.001}, abs=1e-7)
    assert bars["x"] == sorted(bars["x"], reverse=True)
    assert cards(app)["Explained"] == f"{found.r_squared * 100:.1f}\u202f%"
    assert cards(app)["Fitted to"] == f"{found.dates.size} weeks"
    text = words(app)
    assert f"this mix explains {found.r_squared * 100:.0f}\u202f% of its ups and downs" in text
    assert re.search(r"Your portfolio behaves like \d+\u202f% Nifty 50 Total Return Index, \d+\u202f% ", text)
    chart = drawn_charts(app)["fit-style-rolling"]
    areas = [one for one in chart.traces.values() if one["meta"]["role"] == "style"]
    assert areas[-1]["y"] == pytest.approx([1.0] * found.rolling.dates.size, abs=1e-3)
    assert areas[0]["x"] == [str(one) for one in found.rolling.dates]
    nifty = found.indexes.index("Nifty 50 Total Return Index")
    assert chart.traces["Nifty 50 Total Return Index"]["customdata"] == pytest.approx(
        found.rolling.weights[:, nifty] * 100, abs=1e-5
    )


def test_a_mix_that_is_known_is_found_and_kept_with_one_click(own_store: Engine) -> None:
    """The fund is 70 % stocks and 30 % bonds every day, so days find it exactly and tell so out of sample too."""
    real_market(own_store)
    app = opened(subject="FUND", benchmark="^GSPC")
    control = next(one for one in app.segmented_control if one.label == "Returns by")
    app = control.set_value(Spacing.DAILY).run()
    assert not app.exception
    bars = drawn_charts(app)["fit-style"].role("style")
    assert dict(zip(bars["y"], bars["x"], strict=True)) == pytest.approx(
        {"S&P 500": 0.7, "US Aggregate Bonds (iShares AGG)": 0.3}, abs=1e-6
    )
    assert cards(app)["On unseen returns"] == "100.0\u202f%"
    before = set(open_library(own_store).ids)
    app = app.button(key="ys-style-save").click().run()
    assert not app.exception
    (made,) = set(open_library(own_store).ids) - before
    record = open_library(own_store).record(made)
    assert record.name == "Style of FUND"
    assert record.intervals[0].weights == pytest.approx({"^GSPC": 0.7, "AGG": 0.3})
    assert record.rebalance.rule.value == "D"
    app.button(key="ys-style-save").click().run()
    assert set(open_library(own_store).ids) - before == {made}


def test_other_indexes_and_windows_can_be_chosen(own_store: Engine) -> None:
    app = opened()
    indexes = next(one for one in app.multiselect if one.label == "Indexes")
    app = indexes.set_value(["^NSEI", "LIQUID_FUND_INR"]).run()
    assert set(drawn_charts(app)["fit-style"].role("style")["y"]) <= {"Nifty 50", "Indian Liquid Fund (cash)"}
    window = next(one for one in app.select_slider if one.label == "Window")
    app = window.set_value(52).run()
    assert not app.exception
    assert "windows of 52 weeks" in [card.delta for card in app.metric]
    expected = fit_style(question(), StyleChoice(("^NSEI", "LIQUID_FUND_INR"), Spacing.WEEKLY, 52))
    drawn = drawn_charts(app)["fit-style-rolling"].traces["Nifty 50"]["x"]
    assert len(drawn) == expected.rolling.dates.size


def test_a_range_too_short_for_any_mix_says_how_much_is_needed(own_store: Engine) -> None:
    text = words(opened(range="1M"))
    assert "The style cannot be shown yet" in text
    assert "needs at least" in text


def test_an_index_that_begins_late_is_offered_and_shortens_only_when_chosen(own_store: Engine) -> None:
    """The bonds of this market are known for the last third only, so they are not in the mix until somebody wants them."""
    real_market(own_store)
    random = np.random.default_rng(4)
    levels = 100.0 * np.cumprod(1.0 + random.normal(0, 0.003, DAYS - 700))
    save_levels(own_store, "TLT", levels, FIRST + timedelta(days=700))
    asked_of = question("FUND")
    assert "TLT" in offered_indexes(asked_of)
    assert set(usual_choice(asked_of).symbols) == {"^GSPC", "AGG", "GLD"}
    app = opened(subject="FUND", benchmark="^GSPC")
    assert "so nothing before is explained" not in words(app)
    indexes = next(one for one in app.multiselect if one.label == "Indexes")
    text = words(indexes.set_value(["^GSPC", "TLT"]).run())
    assert "iShares TLT) has levels from 1 Dec 2021 on, so nothing before is explained" in text


def test_a_subject_is_never_a_mix_of_itself(own_store: Engine) -> None:
    asked_of = question("^GSPC")
    assert "^GSPC" not in offered_indexes(asked_of)
    assert "^GSPC" not in usual_choice(asked_of).symbols


def test_returns_that_never_vary_have_no_style(own_store: Engine) -> None:
    real_market(own_store)
    priced(own_store, "FLAT", np.full(DAYS, 50.0))
    flat = question("FLAT")
    found = fit_style(flat, StyleChoice(("^GSPC", "AGG"), Spacing.DAILY))
    assert found.r_squared is None
    assert "never vary" in answer(flat, found, Spacing.DAILY)
    assert "never vary" in words(opened(subject="FLAT", benchmark="^GSPC"))


def test_what_nothing_explains_is_said_plainly(own_store: Engine) -> None:
    real_market(own_store)
    priced(own_store, "ALIEN", 100.0 * np.cumprod(1.0 + np.random.default_rng(5).normal(0, 0.02, DAYS)))
    text = words(opened(subject="ALIEN", benchmark="^GSPC"))
    assert "Nothing on this list is like ALIEN" in text
    assert "Your portfolio" not in text
