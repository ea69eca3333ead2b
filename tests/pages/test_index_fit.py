"""Does the page answer with the numbers that core computes and the API gives, and is every state of it designed?"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial

import numpy as np
import pytest
from sqlalchemy import Engine
from streamlit.testing.v1 import AppTest

from core.index.fit import best_fit
from core.market.period import NamedRange
from core.statistics.bootstrap import alpha_band
from core.statistics.rolling import AlertKind, alerts, rolling_fit
from tests.pages.own_portfolio import save_levels
from tests.pages.page_reading import cards, opened_page, words
from tests.ui.chart_reading import drawn_charts
from ui.reads.index_fit.fit import (
    FitQuestion,
    FitSubject,
    comparison,
    comparisons,
    fit_subjects,
    pairs,
    scan_candidates,
    scan_indexes,
)
from ui.views.index_fit.return_split import stake_of
from ui.views.index_fit.scan import marks_of
from ui.views.index_fit.words import short_index
from ui.wording.number_format import percent, percentage_points, ratio

FIRST = date(2024, 1, 1)


def opened(view: str = "Fit", **address: str | list[str]) -> AppTest:
    return opened_page("index_fit", **{"fit-view": view, **address})


def subject(id_: str) -> FitSubject:
    return next(one for one in fit_subjects() if one.id == id_)


def question(id_: str, *indexes: str, named: NamedRange = NamedRange.SINCE_START, rate: float = 0.04) -> FitQuestion:
    return FitQuestion(subject(id_), indexes, named, rate)


save = partial(save_levels, first=FIRST)


def walk(seed: int, days: int, volatility: float = 0.01) -> np.ndarray:
    return 100 * np.cumprod(1 + np.random.default_rng(seed).normal(0.0003, volatility, days))


def test_the_first_visit_compares_the_sample_portfolio_with_its_home_index(own_store: Engine) -> None:
    app = opened()
    found = comparison(question("sample-household", "NIFTY_50_TRI", rate=0.07))
    assert "Sample data." in words(app)
    assert cards(app) == {
        "Beta": ratio(found.beta),
        "R²": percent(found.r_squared),
        "Alpha a year": percent(found.alpha, signed=True),
        "Tracking error": percent(found.tracking_error),
        "Excess return": percentage_points(found.excess_return),
    }
    assert (
        f"Your portfolio moved {percent(found.beta / 100, 2)} for each 1\u202f% of the Nifty 50 Total Return Index"
        in words(app)
    )
    shown = " | ".join(tab.label for tab in app.tabs)
    assert shown == "Fit | Scan | Rolling | Style | Factors | Members | Size and signal"


def test_every_figure_of_each_index_stands_in_the_table(own_store: Engine) -> None:
    app = opened(subject="NOVAGRID.SIM", benchmark=["^NDX", "SPY"], range="3Y")
    asked = question("NOVAGRID.SIM", "^NDX", "SPY", named=NamedRange.THREE_YEARS)
    frame = app.dataframe[1].value.set_index("Figure")
    assert list(frame.columns) == ["NASDAQ 100", "SPDR S&P 500 ETF", "What it says"]
    for found in comparisons(asked):
        column = frame[found.benchmark.name]
        assert column["Beta"] == ratio(found.beta)
        assert column["Correlation"].endswith(ratio(found.correlation))
        assert column["Tracking error"] == percent(found.tracking_error)  # R² is below 0.7, so no word goes with it
        assert column["Up capture"] == percent(found.up_capture)
    beside = comparisons(asked)
    assert (frame["NASDAQ 100"]["Alpha a year"], beside[0].alpha, beside[0].up_capture) == ("—", None, None)
    assert "NASDAQ 100 here leaves out dividends (often 1 to 4\u202f% a year), and NOVAGRID.SIM has them in" in words(
        app
    )
    assert "Choose Invesco QQQ (NASDAQ 100 ETF)." in words(app)
    assert beside[1].jensen.interval is not None
    assert frame["SPDR S&P 500 ETF"]["Its 95\u202f% interval"] == " to ".join(map(percent, beside[1].jensen.interval))
    assert "Beside each index" in [one.value for one in app.header]
    own = app.dataframe[0].value.set_index("Of")
    assert own.loc["NOVAGRID.SIM", "Total return"] == pytest.approx(comparison(asked).total_return)
    assert own.loc["NASDAQ 100", "Max drawdown"] == pytest.approx(comparison(asked).benchmark_max_drawdown.depth)


def test_growth_starts_at_100_and_ends_at_the_total_returns(own_store: Engine) -> None:
    chart = drawn_charts(opened(subject="NOVAGRID.SIM", benchmark=["^NDX", "^N225"], range="1Y"))["fit-growth"]
    found = pairs(question("NOVAGRID.SIM", "^NDX", "^N225", named=NamedRange.ONE_YEAR)).pairs
    assert chart.role("portfolio")["y"][0] == 100
    assert chart.role("portfolio")["y"][-1] == pytest.approx(100 * (1 + found[0].security.total), rel=1e-7)
    assert chart.role("benchmark")["y"][-1] == pytest.approx(100 * (1 + found[0].index.total), rel=1e-7)
    assert "Nikkei 225" in chart.traces


def test_the_band_is_the_bootstrap_s_the_rate_moves_alpha_alone_and_growth_has_a_log_scale(own_store: Engine) -> None:
    app = opened(subject="XLK", benchmark="SPY", range="5Y")
    chart = drawn_charts(app)["fit-alpha-band"]
    band = alpha_band(comparison(question("XLK", "SPY", named=NamedRange.FIVE_YEARS)))
    assert band is not None
    assert chart.role("alpha")["x"] == [pytest.approx(band.alpha)]
    assert f"in blocks of {band.block} returns" in words(opened(subject="XLK", benchmark="SPY", range="5Y"))
    assert (chart.role("band")["base"], chart.role("band")["x"]) == (
        [pytest.approx(band.low)],
        [pytest.approx(band.high - band.low)],
    )
    before = cards(app)
    app.slider("rate").set_value(9.0).run()
    found = comparison(question("XLK", "SPY", named=NamedRange.FIVE_YEARS, rate=0.09))
    assert cards(app)["Alpha a year"] == percent(found.alpha, signed=True) != before["Alpha a year"]
    assert cards(app)["Beta"] == before["Beta"]
    assert "Growth of 100" in [one.value for one in app.header]
    (switch,) = [one for one in app.toggle if one.label == "Log scale"]
    switch.set_value(True).run()
    assert not app.exception
    assert drawn_charts(app)["fit-growth"].layout["yaxis"]["type"] == "log"


def test_the_split_is_said_in_the_money_that_was_there(own_store: Engine) -> None:
    asked = question("sample-us-growth", "SPY", named=NamedRange.THREE_YEARS)
    found, stake = comparison(asked), stake_of(asked, pairs(asked))
    lengths = drawn_charts(opened(portfolio="sample-us-growth", benchmark="SPY", range="3Y"))["fit-split"].role(
        "waterfall"
    )["x"]
    split = found.return_split
    assert split is not None
    parts = (split.risk_free, split.market, abs(split.selection), found.total_return)
    assert lengths == pytest.approx([part * stake.amount for part in parts], rel=1e-6)
    assert stake.words.startswith("On the $")
    assert "you held on 30 Dec 2022" in stake.words
    whole = question("sample-us-growth", "SPY")
    assert "you put in" in stake_of(whole, pairs(whole)).words
    assert stake_of(question("XLK", "SPY"), pairs(question("XLK", "SPY"))).amount == 10_000
    told_in_euros = FitQuestion(replace(asked.subject, currency="EUR"), ("SPY",), asked.range, 0.04)
    assert stake_of(told_in_euros, pairs(told_in_euros)).words.startswith("On the €")
    assert stake_of(told_in_euros, pairs(told_in_euros)).amount < stake.amount
    rupees = question("KAVERI.SIM", "^NSEI")
    assert stake_of(rupees, pairs(rupees)).amount == 100_000


def test_the_scan_names_the_best_guards_the_choice_and_maps_every_index_once(own_store: Engine) -> None:
    app = opened("Scan", portfolio="sample-us-growth", benchmark="^DJI", range="3Y")
    asked = question("sample-us-growth", "^DJI", named=NamedRange.THREE_YEARS)
    found, fit = scan_candidates(asked), scan_indexes(asked)
    assert fit.best.index == best_fit(found.security, found.indexes, 0.04).best.index
    assert (cards(app)["Best fit"], fit.best.index) == ("QQQ", "Invesco QQQ (NASDAQ 100 ETF)")
    assert cards(app)["Runner-up"] == "NASDAQ 100"
    assert "Your portfolio behaves most like Invesco QQQ (NASDAQ 100 ETF), which explains" in words(app)
    assert (cards(app)["By fit"], cards(app)["By excess"]) == ("number 10", "number 2")
    assert "it differs by 90.3 percentage points" in words(app)
    every = app.dataframe[1].value
    assert len(every) == len(found.indexes) == 44
    assert every["It is"].tolist()[:2] == ["best fit", "runner-up"]
    assert every.set_index("Symbol").loc["^DJI", "It is"] == "chosen"
    assert list(every["R²"]) == sorted(every["R²"], reverse=True) or fit.tied
    chart = drawn_charts(app)["fit-map"]
    drawn = {
        name.strip(): (x, y)
        for one in chart.traces.values()
        for name, x, y in zip(one["text"], one["x"], one["y"], strict=True)
    }
    assert drawn == {one.index: pytest.approx((one.tracking_error, one.r_squared)) for one in fit.fits}
    assert [chart.role(role)["text"][0].strip() for role in ("best", "runner-up", "chosen")] == [
        "Invesco QQQ (NASDAQ 100 ETF)",
        "NASDAQ 100",
        "Dow Jones Industrial Average",
    ]
    assert set(marks_of(fit, "SPDR S&P 500 ETF")) == set(drawn)
    app.segmented_control("upwards").set_value("Beta").run()
    beta = drawn_charts(app)["fit-map"].role("best")["y"]
    assert beta == [pytest.approx(fit.best.beta)]


def test_an_index_is_not_compared_with_itself(own_store: Engine) -> None:
    app = opened("Scan", subject="SPY", benchmark="SPY")
    assert "SPDR S&P 500 ETF is not among those compared. It is what is looked at." in words(app)
    assert "SPDR S&P 500 ETF: It is what is looked at." in words(app)
    assert cards(app)["Best fit"] == "S&P 500"


def test_the_rolling_window_moves_the_pictures_and_the_words(own_store: Engine) -> None:
    app = opened("Rolling", portfolio="sample-household", benchmark="^NSEI")
    (pair,) = pairs(question("sample-household", "^NSEI", rate=0.07)).pairs
    assert "Rolling fit as JSON" in [one.label for one in app.get("download_button")]
    for window in (90, 180):
        app.slider("window").set_value(window).run()
        rolling = rolling_fit(pair.security, pair.index, window, 0.07)
        charts, raised = drawn_charts(app), alerts(rolling)
        for name in ("alpha", "beta", "correlation"):
            assert charts[f"fit-rolling-{name}"].role("portfolio")["y"][-1] == pytest.approx(
                getattr(rolling, name)[-1], abs=1e-6
            )
        assert cards(app)["Beta now"] == ratio(float(rolling.beta[-1]))
        told = [
            one
            for one in (note for chart in charts.values() for note in chart.layout["annotations"])
            if one["name"] == "alert"
        ]
        assert [one["x"] for one in told] == [one.since.isoformat() for one in raised]
        for one in raised:
            assert f"{one.kind.heading}." in words(app)


def test_alerts_of_a_break_stand_on_the_picture(own_store: Engine) -> None:
    market = np.random.default_rng(1).normal(0, 0.01, 900)
    own = np.where(np.arange(900) < 820, market, -market) + np.random.default_rng(2).normal(0, 0.001, 900)
    save(own_store, "^GSPC", 100 * np.cumprod(1 + market))
    save(own_store, "BROKEN", 100 * np.cumprod(1 + own))
    app = opened("Rolling", subject="BROKEN", benchmark="^GSPC")
    (pair,) = pairs(question("BROKEN", "^GSPC")).pairs
    raised = {one.kind for one in alerts(rolling_fit(pair.security, pair.index))}
    assert {AlertKind.BETA_DRIFT, AlertKind.CORRELATION_BREAK} <= raised
    assert f"{len(raised)} alerts: unlike the earlier windows" in words(app)
    for kind, name in zip(AlertKind, ("alpha", "beta", "correlation"), strict=True):
        shapes = {one["name"] for one in drawn_charts(app)[f"fit-rolling-{name}"].layout["shapes"]}
        assert {"usual", "median"} <= shapes
        assert ({"unusual", "since"} <= shapes) == (kind in raised)


def test_too_little_data_says_how_much_there_is(own_store: Engine) -> None:
    save(own_store, "YOUNG", walk(1, 13))
    save(own_store, "^GSPC", walk(2, 13))
    for view in ("Fit", "Rolling", "Scan"):
        told = words(opened(view, subject="YOUNG", benchmark="^GSPC"))
        assert "at least 20 observations, but there are 12" in told, view


def test_a_missing_exchange_rate_leaves_one_index_out_and_says_which(own_store: Engine) -> None:
    save(own_store, "MINE", walk(1, 60))
    save(own_store, "^GSPC", walk(2, 60))
    save(own_store, "^NSEI", walk(3, 60), currency="INR")
    app = opened(subject="MINE", benchmark=["^GSPC", "^NSEI"])
    assert "Nifty 50 is left out. There is no exchange rate between INR and USD" in words(app)
    assert list(app.dataframe[1].value.columns) == ["Figure", "S&P 500", "What it says"]
    alone = opened(subject="MINE", benchmark="^NSEI")
    assert "The comparison cannot be shown yet. There is no exchange rate between INR and USD" in words(alone)


def test_a_real_subject_never_meets_invented_levels_and_the_check_says_so_once(own_store: Engine) -> None:
    save(own_store, "MINE", walk(1, 60))
    app = opened(subject="MINE", benchmark="^GSPC")
    assert "S&P 500 has sample levels only, and MINE has real ones" in words(app)
    assert "Fetch or upload the prices of ^GSPC" in words(app)
    told = words(opened("Scan", subject="MINE", benchmark="^GSPC"))
    assert "No index can be compared with MINE." in told
    assert told.count("The fit could not be checked: S&P 500 has sample levels only") == 1
    assert "The arithmetic test cannot be shown" not in told


def test_a_name_in_a_card_is_no_code() -> None:
    assert short_index("NIFTY_50_TRI", "Nifty 50 Total Return Index") == "Nifty 50 TRI"
    assert short_index("^NSEI", "Nifty 50") == "Nifty 50"
    assert short_index("^DJI", "Dow Jones Industrial Average") == "DJI"


def test_a_scan_that_finds_no_likeness_says_so(own_store: Engine) -> None:
    save(own_store, "MINE", walk(1, 200))
    save(own_store, "^GSPC", walk(2, 200))
    told = words(opened("Scan", subject="MINE", benchmark="^GSPC"))
    assert "MINE behaves like none of them. The only index compared, S&P 500, explains only" in told
    assert "1 index beside MINE on the 199 days that they share" in told


def test_a_security_is_told_in_its_own_currency_and_says_so(own_store: Engine) -> None:
    app = opened(subject="NOVAGRID.SIM", currency="EUR")
    (shown,) = [one for one in app.selectbox if one.label == "Currency"]
    assert (shown.disabled, shown.options) == (True, ["USD"])
    (chosen,) = [one for one in opened(portfolio="sample-60-40", currency="EUR").selectbox if one.label == "Currency"]
    assert (chosen.disabled, chosen.value) == (False, "EUR")


def test_an_unknown_subject_is_named_and_a_close_one_proposed(own_store: Engine) -> None:
    told = words(opened(subject="NOVAGRI.SIM"))
    assert "subject “NOVAGRI.SIM”" in told
    assert "Did you mean NOVAGRID.SIM" in told
    assert "You see Sample: Indian household meanwhile." in told


def test_an_address_names_a_subject_by_symbol_in_any_letters_and_a_portfolio_by_its_id(own_store: Engine) -> None:
    app = opened(subject="novagrid.sim")
    assert app.selectbox("subject").value == "security:NOVAGRID.SIM"
    assert "NOVAGRID.SIM moved" in words(app)
    assert opened(portfolio="sample-60-40").selectbox("subject").value == "portfolio:sample-60-40"
    assert opened(subject="sample-60-40").selectbox("subject").value == "portfolio:sample-60-40"


def test_another_subject_brings_its_own_home_index_and_is_kept_in_the_address(own_store: Engine) -> None:
    app = opened()
    app.selectbox("subject").select("security:NOVAGRID.SIM").run()
    assert app.multiselect("benchmark").value == ["SPY"]
    assert app.query_params["subject"] in ("NOVAGRID.SIM", ["NOVAGRID.SIM"])
    app.selectbox("subject").select("portfolio:sample-us-growth").run()
    assert "subject" not in app.query_params
    assert app.query_params["portfolio"] in ("sample-us-growth", ["sample-us-growth"])
