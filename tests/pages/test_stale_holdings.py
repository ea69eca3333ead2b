"""Can what became of a holding without a price that counts be said where it is told, and taken back?"""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import Engine
from streamlit.testing.v1 import AppTest

from core.ledger.transaction import TransactionKind
from data.store.portfolios.portfolios import load_portfolio
from tests.pages.own_portfolio import FIRST, bought, priced, save_levels, stored
from tests.pages.page_reading import opened_page, words

DEAD = FIRST + timedelta(days=99)
TOLD = "1 holding stands at a price that no longer counts: Dead & Co (last one 11 Apr 2023, 3.1\u202f% of the value)."


@pytest.fixture
def mine(own_store: Engine) -> str:
    priced(own_store)
    save_levels(own_store, "DEAD", [50.0] * 100)
    return stored(own_store, bought(), bought("DEAD", quantity=5.0, name="Dead & Co"))


def opened(mine: str) -> AppTest:
    app = opened_page("portfolio_vs_benchmark", portfolio=mine, benchmark="SPY")
    assert not app.exception
    return app


def pressed(app: AppTest, key: str) -> str:
    app.button(key=f"ys-stale-{key}").click().run()
    assert not app.exception
    return words(app)


def test_it_is_told_with_its_date_its_share_and_both_values(mine: str) -> None:
    said = words(opened(mine))
    assert TOLD in said
    assert "with Dead & Co at its last price" in said
    assert "if it is worth nothing" in said


def test_until_its_owner_decides_the_headline_has_two_figures(mine: str) -> None:
    app = opened(mine)
    (headline,) = [one.value for one in app.markdown if "became **" in one.value]
    assert headline.count("with Dead") == 2
    assert headline.count("at zero") == 3
    said = words(app)
    assert "at zero" in said
    pressed(app, "written-off-DEAD")
    assert not [one.value for one in app.markdown if "at zero" in one.value]


@pytest.mark.parametrize(("key", "price"), [("sold-DEAD", 50.0), ("written-off-DEAD", 0.0)])
def test_one_press_sells_it_or_writes_it_off(key: str, price: float, mine: str, own_store: Engine) -> None:
    assert TOLD not in pressed(opened(mine), key)
    sale = load_portfolio(own_store, mine).transactions[-1]
    assert (sale.on, sale.kind, sale.quantity, sale.price) == (DEAD, TransactionKind.SELL, 5.0, price)


def test_one_press_leaves_it_out_and_another_counts_it_again(mine: str, own_store: Engine) -> None:
    app = opened(mine)
    said = pressed(app, "left-out-DEAD")
    assert TOLD not in said
    assert "left out by your own choice" in said
    assert "Add its prices" not in said
    assert load_portfolio(own_store, mine).left_out == {"DEAD"}
    assert TOLD in pressed(app, "counted-DEAD")


def test_a_newer_price_counts(mine: str) -> None:
    app = opened(mine)
    (field,) = [one for one in app.number_input if one.label == "Price in USD"]
    field.set_value(40.0)
    (on,) = [one for one in app.date_input if one.label == "On"]
    on.set_value(date(2025, 6, 29))
    (store,) = [one for one in app.button if one.label == "Store this price"]
    store.click().run()
    assert not app.exception
    assert TOLD not in words(app)
    assert "Dead & Co has no price between 11 Apr 2023 and 28 Jun 2025" in words(app)
