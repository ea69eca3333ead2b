"""Does the library page list what there is, and can every type be made, changed and deleted on it?"""

from __future__ import annotations

from datetime import date

from sqlalchemy import Engine
from streamlit.testing.v1 import AppTest

from core.benchmark.kinds import BenchmarkKind
from core.benchmark.rebalancing import Rule
from data import benchmark_library as library
from data.price_record import PriceRecord
from data.store.benchmarks.benchmarks import load_records
from data.store.benchmarks.imported_returns import load_returns, put_returns
from data.store.benchmarks.record import BenchmarkRecord, Interval, Part
from data.store.prices.histories import delete_prices, save_prices
from tests.pages.page_reading import opened_page, words
from tests.ui.chart_reading import drawn_charts
from ui.views.hybrid.mix import slider_key


def opened(**address: str | list[str]) -> AppTest:
    return opened_page("benchmark_library", **address)


def stepped(app: AppTest, opener: str) -> AppTest:
    """The next run with the dialog still open: without a browser every run is one of the whole page."""
    app.button(key=opener).click()
    app.run()
    assert not app.exception
    return app


def pressed(app: AppTest, button: str, opener: str) -> None:
    """A button of the dialog, and its run."""
    app.button(key=button).click()
    stepped(app, opener)


NEW = "ys-new-benchmark"


def dialog(kind: str) -> AppTest:
    app = opened()
    app.session_state["ys-new-kind"] = kind
    return stepped(app, NEW)


def mix(name: str, *ids: str) -> BenchmarkRecord:
    parts = tuple(Part(one, 1.0 / len(ids)) for one in ids)
    return BenchmarkRecord("", name, BenchmarkKind.BLENDED, "USD", intervals=(Interval(None, parts),))


def test_the_list_shows_type_coverage_basis_and_users(own_store: Engine) -> None:
    (made,) = library.create(own_store, [mix("Mine", "SPY", "AGG")])
    app = opened(look=made.id)
    listed = next(one.value for one in app.dataframe if "Used by" in one.value)
    spy = listed[listed["Name"] == "SPDR S&P 500 ETF"].iloc[0]
    assert (spy["Type"], spy["Basis"], spy["Used by"], spy["Data"]) == ("Index", "Total return", "Mine", "Sample")
    mine = listed[listed["Name"] == "Mine"].iloc[0]
    assert (mine["Type"], mine["Origin"], mine["From"]) == ("Blend", "Yours", date(2014, 12, 31))
    assert len(listed) == len(library.open_library(own_store).ids)
    assert f"path-{made.id}" in drawn_charts(app)
    assert "Blend lab" in words(app)


def test_a_blend_is_made_with_its_path_at_once(own_store: Engine) -> None:
    app = dialog("A blend of others")
    assert "ys-preview" in drawn_charts(app)
    app.slider(key=slider_key("new INR", "^NSEI")).set_value(75.0)
    stepped(app, NEW)
    assert app.slider(key=slider_key("new INR", "CRISIL_SHORT_TERM_BOND")).value == 25.0
    app.text_input(key="ys-blend-name").set_value("Three quarters")
    app.selectbox(key="ys-rule new INR").set_value(Rule.MONTHLY)
    pressed(app, "ys-blend-save", NEW)
    (made,) = load_records(own_store).values()
    assert (made.name, made.rebalance.rule, made.currency) == ("Three quarters", Rule.MONTHLY, "INR")
    assert made.intervals[0].weights == {"^NSEI": 0.75, "CRISIL_SHORT_TERM_BOND": 0.25}


def test_a_fixed_return_is_named_by_its_rate_and_stays(own_store: Engine) -> None:
    app = dialog("A fixed return")
    app.number_input(key="ys-fixed-rate").set_value(6.5)
    pressed(app, "ys-fixed-save", NEW)
    (made,) = load_records(own_store).values()
    assert made.name == "6.50 % Compounded"
    look = opened(look=made.id)
    assert not [one for one in look.button if one.key == "ys-delete-benchmark"]
    assert f"path-{made.id}" in drawn_charts(look)


def test_own_returns_come_from_a_file(own_store: Engine) -> None:
    app = dialog("Own daily returns")
    app.text_input(key="ys-imported-name").set_value("Ours")
    app.checkbox(key="ys-returns-percent").set_value(True)
    app.file_uploader(key="ys-returns-file").set_value(
        ("r.csv", b"date,return\n2024-01-02,1.0\n2024-01-03,-0.5\n", "text/csv")
    )
    stepped(app, NEW)
    pressed(app, "ys-imported-save", NEW)
    (made,) = load_records(own_store).values()
    assert load_returns(own_store, made.id).returns.tolist() == [0.01, -0.005]


def test_another_portfolio_becomes_a_benchmark(own_store: Engine) -> None:
    app = dialog("Another portfolio")
    app.selectbox(key="ys-twin").set_value("sample-60-40")
    stepped(app, NEW)
    pressed(app, "ys-twin-save", NEW)
    (made,) = load_records(own_store).values()
    assert (made.kind, made.portfolio_id, made.currency) == (BenchmarkKind.PORTFOLIO, "sample-60-40", "USD")
    assert f"path-{made.id}" in drawn_charts(opened(look=made.id))


def test_a_security_needs_prices_first(own_store: Engine) -> None:
    app = dialog("A security")
    assert any("no stored prices" in one.value for one in app.info)


def test_a_security_of_a_priced_symbol(own_store: Engine) -> None:
    save_prices(
        own_store, [PriceRecord("ACME", date(2024, 1, n), 100.0 + n, None, "INR") for n in range(2, 6)], "upload"
    )
    app = dialog("A security")
    pressed(app, "ys-security-save", NEW)
    (made,) = load_records(own_store).values()
    assert (made.name, made.symbol, made.currency) == ("ACME", "ACME", "INR")


def test_a_blend_is_made_of_priced_symbols_and_outlives_their_prices(own_store: Engine) -> None:
    """Searched among what a blend can be made of, what has prices is found; what has them no more can still be taken out."""
    closes = [PriceRecord("ACME", date(2024, 1, n), 100.0 + n, None, "INR") for n in range(2, 6)]
    save_prices(own_store, closes, "upload")
    app = dialog("A blend of others")
    parts = app.multiselect(key="ys-parts new INR")
    assert "ACME" in parts.options
    parts.set_value(["^NSEI", "ACME"])
    stepped(app, NEW)
    app.slider(key=slider_key("new INR", "^NSEI")).set_value(50.0)
    stepped(app, NEW)
    assert "ys-preview" in drawn_charts(app)
    pressed(app, "ys-blend-save", NEW)
    (made,) = load_records(own_store).values()
    assert made.intervals[0].weights == {"^NSEI": 0.5, "ACME": 0.5}
    assert f"path-{made.id}" in drawn_charts(opened(look=made.id))
    delete_prices(own_store, "ACME")
    edited = stepped(opened(look=made.id), "ys-edit")
    assert set(edited.multiselect(key=f"ys-parts edit {made.id}").value) == {"^NSEI", "ACME"}
    assert "has no stored prices" in words(edited)


def test_returns_are_added_and_a_range_replaced(own_store: Engine) -> None:
    (made,) = library.create(own_store, [BenchmarkRecord("", "Ours", BenchmarkKind.IMPORTED, "INR")])
    put_returns(own_store, made.id, {date(2024, 1, n): 0.01 for n in range(2, 6)})
    app = stepped(opened(look=made.id), "ys-add-returns")
    app.file_uploader(key="ys-returns-file").set_value(("r.csv", b"2024-01-03,0.5\n2024-01-05,0.25\n", "text/csv"))
    app.checkbox(key="ys-replace").set_value(True)
    stepped(app, "ys-add-returns")
    pressed(app, "ys-add", "ys-add-returns")
    assert load_returns(own_store, made.id).returns.tolist() == [0.01, 0.5, 0.25]


def test_an_index_is_renamed(own_store: Engine) -> None:
    app = opened(look="^NSEI")
    stepped(app, "ys-rename")
    app.text_input(key="ys-new-name").set_value("India's fifty")
    pressed(app, "ys-rename-save", "ys-rename")
    assert library.open_library(own_store).names["^NSEI"] == "India's fifty"


def test_a_blend_is_edited_and_a_preset_copied(own_store: Engine) -> None:
    (made,) = library.create(own_store, [mix("Mine", "SPY", "AGG")])
    app = opened(look=made.id)
    stepped(app, "ys-edit")
    app.slider(key=slider_key(f"edit {made.id}", "SPY")).set_value(80.0)
    stepped(app, "ys-edit")
    pressed(app, "ys-edit-save", "ys-edit")
    assert load_records(own_store)[made.id].intervals[0].weights == {"SPY": 0.8, "AGG": 0.2}
    app = opened(look="BALANCED_50_50")
    stepped(app, "ys-edit")
    pressed(app, "ys-edit-save", "ys-edit")
    copies = [one for one in load_records(own_store).values() if one.name.endswith("(mine)")]
    assert [part.fallback_rate for part in copies[0].intervals[0].parts] == [0.07, None]


def test_what_is_used_is_deleted_only_on_a_second_decision(own_store: Engine) -> None:
    (inner,) = library.create(own_store, [mix("Inner", "SPY", "AGG")])
    (outer,) = library.create(own_store, [mix("Outer", "QQQ", inner.id)])
    app = opened(look=inner.id)
    stepped(app, "ys-delete-benchmark")
    assert "It is used by the blend Outer" in words(app)
    assert app.button(key="ys-confirm-delete").disabled
    app.checkbox(key="ys-force").set_value(True)
    stepped(app, "ys-delete-benchmark")
    pressed(app, "ys-confirm-delete", "ys-delete-benchmark")
    assert list(load_records(own_store)) == [outer.id]
    broken = opened(look=outer.id)
    assert "No data yet" in words(broken)
    assert inner.id in words(broken)
