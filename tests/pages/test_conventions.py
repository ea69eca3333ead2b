"""Is the first column what the pages show, do the switches move what they should, and does the address carry them?"""

from __future__ import annotations

import re
from dataclasses import fields
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine
from streamlit.testing.v1 import AppTest

from core.conventions.choices import IN_FORCE, Conventions
from core.conventions.restatement import Figure
from core.ledger.transaction import Transaction, TransactionKind
from core.wording import MINUS
from data.clock import current_date
from tests.pages.own_portfolio import FIRST, LAST, bought, priced, save_levels, sold, stored
from tests.pages.page_reading import cards, opened_page
from ui.views.conventions.words import FIGURES, GROUPS, SWITCHES, change_text, figure_text
from ui.wording.number_format import THIN_SPACE, percent


def opened(**address: str | list[str]) -> AppTest:
    return opened_page("conventions", **{name.replace("_", "-"): value for name, value in address.items()})


def headline(app: AppTest) -> str:
    said = [one.value for one in app.markdown if "numbers" in one.value and "what-if" not in one.value]
    return re.sub(r"\\(.)", r"\1", said[0]).replace("**", "")


def rows(app: AppTest) -> dict[str, dict[str, Any]]:
    frame = next(one.value for one in app.dataframe if "In force" in one.value)
    return {row["Number"]: row for row in frame.to_dict("records")}


def cards_of(page: str, **address: str) -> dict[str, str]:
    return cards(opened_page(page, **address))


def one_digit(text: str) -> float:
    return round(float(re.sub(r"[^\d.−-]", "", text.split(THIN_SPACE)[0]).replace(MINUS, "-")), 1)


@pytest.mark.parametrize(
    ("portfolio", "benchmark"),
    [("sample-household", "^NSEI"), ("sample-us-growth", "^GSPC"), ("sample-us-growth", "^N225")],  # the last by weeks
)
def test_the_first_column_is_what_the_pages_show(own_store: Engine, portfolio: str, benchmark: str) -> None:
    asked = {"portfolio": portfolio, "benchmark": benchmark}
    app = opened(**asked)
    found = rows(app)
    assert any("Risk and fit are of weeks" in one.value for one in app.caption) is (benchmark == "^N225")
    money, fit = cards_of("portfolio_vs_benchmark", **asked), cards_of("index_fit", **asked)
    for name, card in (("XIRR", money["Portfolio XIRR"]), ("Benchmark XIRR", money["Benchmark XIRR"])):
        assert abs(one_digit(found[name]["In force"]) - one_digit(card)) < 0.11
    assert abs(one_digit(found["TWR a year"]["In force"]) - one_digit(money["TWR"])) < 0.11
    assert abs(float(found["Beta"]["In force"]) - float(fit["Beta"])) < 0.006
    assert abs(one_digit(found["Tracking error"]["In force"]) - one_digit(fit["Tracking error"])) < 0.11
    assert all(one["In force"] == one["As chosen"] and one["Change"] == "" for one in found.values())


def test_without_a_change_nothing_moves_and_a_tools_name_sets_the_switches(own_store: Engine) -> None:
    app = opened(benchmark="NIFTY_50_TRI")
    assert headline(app).startswith("All 14 numbers as the pages show them")
    assert any("Nothing here changes a number on another page" in one.value for one in app.markdown)
    a_tools_name_sets_the_switches(app)


def test_numbers_that_cannot_be_made_are_not_counted_as_shown(own_store: Engine) -> None:
    priced(own_store)
    told = headline(
        opened(portfolio=stored(own_store, bought()), benchmark="^GSPC")
    )  # a real portfolio beside sample levels has no alpha
    assert told.startswith("5 of 14 numbers as the pages show them.")
    assert "Why the others cannot be made stands below them." in told


def test_a_switch_moves_its_numbers_and_the_address_carries_it(own_store: Engine) -> None:
    app = opened(as_periods="365", benchmark="NIFTY_50_TRI")
    assert "By another scale of a year, 6 of 14 numbers move" in headline(app)
    assert rows(app)["Volatility"]["Change"] != ""
    assert rows(app)["XIRR"]["Change"] == ""
    app.selectbox(key="as-spread").select_index(1).run()
    assert "scale of a year and standard deviation" in headline(app)


def a_tools_name_sets_the_switches(app: AppTest) -> None:
    app.selectbox(key="ys-convention-preset").set_value("quantstats").run()
    assert app.selectbox(key="as-alpha").value == "zero-rate"
    assert app.selectbox(key="as-annualising").value == "periods"
    assert app.selectbox(key="ys-convention-preset").value == "quantstats"
    assert rows(app)["Alpha"]["Change"] != ""
    app.selectbox(key="as-periods").select_index(3).run()
    assert app.selectbox(key="ys-convention-preset").value == "own"
    app.selectbox(key="ys-convention-preset").set_value("excel").run()
    assert app.selectbox(key="ys-convention-preset").value == "excel"
    assert headline(app).startswith("All 14 numbers")


def test_the_other_basis_can_be_chosen_where_both_are_known(own_store: Engine) -> None:
    app = opened(portfolio="sample-us-growth", benchmark="SPY")
    switch = app.selectbox(key="as-dividends")
    assert not switch.disabled
    switch.select_index(1).run()
    found = rows(app)
    assert found["Benchmark XIRR"]["Change"].startswith(MINUS)  # without its dividends the fund brought less
    assert found["XIRR difference"]["Change"].startswith("+")
    assert found["XIRR"]["Change"] == ""
    assert opened(portfolio="sample-us-growth", benchmark="^GSPC").selectbox(key="as-dividends").disabled


def test_a_mix_and_another_currency_are_restated_too(own_store: Engine) -> None:
    app = opened(portfolio="sample-60-40", benchmark="BALANCED_50_50", currency="EUR", as_day_count="ACT/ACT")
    assert rows(app)["XIRR"]["Change"] != ""
    assert rows(app)["Beta"]["In force"] != "—"


def test_what_cannot_be_made_has_its_reason(own_store: Engine) -> None:
    app = opened(range="6M", as_sampling="Calendar months")
    captions = " ".join(one.value for one in app.caption)
    assert rows(app)["TWR a year"]["In force"] == "—"
    assert rows(app)["Beta"]["As chosen"] == "—"
    assert "Less than one year" in captions
    assert "at least 20 observations" in captions


def test_the_tools_stand_there_with_their_sources_also_without_a_portfolio(empty_store: Engine) -> None:
    app = opened()
    (frame,) = [one.value for one in app.dataframe]
    assert list(frame["Tool"])[:3] == ["This dashboard", "empyrical, pyfolio", "QuantStats"]
    assert any("stats.py" in one.value.replace("\\", "") for one in app.markdown)
    assert any("No portfolio yet" in one.value for one in app.header)


def test_every_convention_has_its_switch_and_every_figure_its_name() -> None:
    assert {one.name for one in fields(Conventions)} == set(SWITCHES)
    assert set(FIGURES) == set(Figure)
    assert len(GROUPS) == 4
    for switch in SWITCHES.values():
        assert next(iter(switch.choices)) == getattr(IN_FORCE, switch.name)
        assert len(set(switch.choices.values())) == len(switch.choices)


def test_figures_and_changes_as_they_are_written() -> None:
    assert figure_text(Figure.XIRR, 0.12345) == f"12.35{THIN_SPACE}%"
    assert figure_text(Figure.BETA, None) == "—"
    assert change_text(Figure.BETA, 1.0, 0.9) == f"{MINUS}0.100"
    assert change_text(Figure.SHARPE, 1.0, 1.1) == "+0.100"
    assert change_text(Figure.XIRR, 0.1, 0.11) == f"+1.00{THIN_SPACE}pp"
    assert change_text(Figure.XIRR, None, 0.1) == "—"
    assert change_text(Figure.XIRR, None, None) == change_text(Figure.XIRR, 0.1, 0.1) == ""


def yearly(total: float, first: date, last: date) -> str:
    return percent((1 + total) ** (365 / (last - first).days) - 1, 2)


def test_a_switch_on_a_day_of_loss_is_that_loss(own_store: Engine) -> None:
    """10,000 in A became 8,800 on the day on which all of it went to B, which never moves."""
    switched = date(2023, 3, 16)
    days = (LAST - FIRST).days + 1
    save_levels(own_store, "A", [100.0 if FIRST + timedelta(days=at) < switched else 88.0 for at in range(days)])
    save_levels(own_store, "B", [50.0] * days)
    save_levels(own_store, "SPY", [400.0 + at % 7 for at in range(days)])
    mine = stored(
        own_store, bought("A", price=100.0), sold("A", switched, 100.0, 88.0), bought("B", switched, 176.0, 50.0)
    )
    assert rows(opened(portfolio=mine, benchmark="SPY"))["TWR a year"]["In force"] == yearly(-0.12, FIRST, LAST)


def test_interest_of_a_sunday_is_no_gain_of_what_is_paid_in_on_monday(own_store: Engine) -> None:
    friday, today = date(2024, 1, 5), current_date()
    save_levels(
        own_store, "SPY", [400.0 + at % 7 for at in range((today - friday).days + 8)], friday - timedelta(days=7)
    )
    paid = [
        Transaction(friday + timedelta(days=at), kind, amount=amount, currency="USD")
        for at, kind, amount in (
            (0, TransactionKind.DEPOSIT, 10_000.0),
            (2, TransactionKind.INTEREST, 1_000.0),
            (3, TransactionKind.DEPOSIT, 100_000.0),
        )
    ]
    mine = stored(own_store, *paid)
    assert rows(opened(portfolio=mine, benchmark="SPY"))["TWR a year"]["In force"] == yearly(0.1, friday, today)
