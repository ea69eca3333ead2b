"""Are missing deposits told beside the numbers, and added with one click?"""

from __future__ import annotations

import pytest
from sqlalchemy import Engine

from core.ledger.transaction import Transaction, TransactionKind
from core.market.period import NamedRange
from data.store.portfolios.portfolios import load_portfolio
from tests.pages.own_portfolio import FIRST, bought, priced, save_levels, stored
from tests.pages.page_reading import opened_page, words
from ui.reads.benchmarks import compared_with

TOLD = "Deposits are missing. Add a deposit of $4,000.00 on 2 Jan 2023, and the cash covers the purchases."


@pytest.fixture
def lacking(own_store: Engine) -> str:
    """5,000 spent, 1,000 of it paid in."""
    priced(own_store)
    priced(own_store, "^GSPC", rise=0.001)
    return stored(own_store, Transaction(FIRST, TransactionKind.DEPOSIT, amount=1_000.0), bought())


def test_one_click_adds_what_is_missing(own_store: Engine, lacking: str) -> None:
    app = opened_page("portfolio_vs_benchmark", portfolio=lacking, benchmark="^GSPC")
    assert TOLD in words(app)
    before = compared_with(lacking, ("^GSPC",), NamedRange.SINCE_START)
    app.button(key="ys-add-missing-deposits").click().run()
    assert not app.exception
    assert TOLD not in words(app)
    rows = load_portfolio(own_store, lacking).transactions
    assert sorted(one.amount for one in rows if one.kind is TransactionKind.DEPOSIT) == [1_000.0, 4_000.0]
    after = compared_with(lacking, ("^GSPC",), NamedRange.SINCE_START)
    assert after.valuation.cash_account.tracked
    assert after.valuation.closing_value == pytest.approx(before.valuation.closing_value)
    assert after.same_money[0].portfolio_xirr == before.same_money[0].portfolio_xirr


@pytest.mark.parametrize("page", ["category", "attribution", "hybrid_and_risk_free"])
def test_every_page_says_so(lacking: str, page: str) -> None:
    app = opened_page(page, portfolio=lacking, benchmark="^GSPC")
    assert TOLD in words(app)
    assert app.button(key="ys-add-missing-deposits").label == "Add it"


def test_a_loan_is_a_holding_below_zero_on_every_page(own_store: Engine) -> None:
    save_levels(own_store, "ACME", [50.0 + 0.01 * at + at % 5 for at in range(911)])
    save_levels(own_store, "^GSPC", [100.0 + 0.01 * at + at % 7 for at in range(911)])
    mine = stored(own_store, Transaction(FIRST, TransactionKind.DEPOSIT, amount=3_000.0), bought())
    for page in (
        "portfolio_vs_benchmark",
        "category",
        "attribution",
        "hybrid_and_risk_free",
        "diversification",
        "home",
        "index_fit",
    ):
        shown = words(opened_page(page, portfolio=mine, benchmark="^GSPC"))
        assert "cannot be shown yet" not in shown, page
        assert "could not be drawn" not in shown, page
    told = words(opened_page("portfolio_vs_benchmark", portfolio=mine, benchmark="^GSPC"))
    assert "The cash was below zero from 2 Jan 2023 to 30 Jun 2025 by up to $2,000 (on 2 Jan 2023)." in told
