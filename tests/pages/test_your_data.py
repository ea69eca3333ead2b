"""Does a file come in, is it shown before it is stored, and does what is stored come out again?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine
from streamlit.testing.v1 import AppTest

from core.ledger.dated_rates import RateChange
from core.ledger.deposits import Deposit, DepositKind, Payout
from core.ledger.portfolio import Portfolio
from core.ledger.transaction import Transaction, TransactionKind
from data.importers.export import export_deposits
from data.importers.formats.recognise import FORMATS, read_transactions
from data.price_record import PriceRecord
from data.sources.delivery import PriceHistory, Split
from data.store.portfolios.portfolios import list_portfolios, load_portfolio, save_portfolio
from data.store.prices.histories import price_coverage, save_history
from tests.data.importers.test_import_twice import REAL
from tests.pages.page_reading import opened_page, words
from tests.real_data import real_file
from ui.views.trust.value_notices import ratio_in_words
from ui.views.your_data.deposit_form import changes_of

ZERODHA = """symbol,isin,trade_date,exchange,segment,series,trade_type,auction,quantity,price,trade_id,order_id,order_execution_time
ACME,INE000A01011,2024-01-02,NSE,EQ,EQ,buy,false,10.000000,100.000000,1,11,2024-01-02T10:00:00
ACME,INE000A01011,2024-02-02,NSE,EQ,EQ,sell,false,12.000000,120.000000,2,12,2024-02-02T10:00:00
OTHER,INE000B01011,2024-02-30,NSE,EQ,EQ,buy,false,1.000000,5.000000,3,13,2024-02-03T10:00:00
"""
UNKNOWN = "Datum;Papier;Art;Anzahl;Kurs\n31.12.2023;ACME;Kauf;10;1.234,50\n15.01.2024;ACME;Verkauf;4;1.300,00\n"
PRICES = "date,symbol,close,currency\n2024-01-02,ACME,100,INR\n2024-01-03,ACME,210,INR\n2024-01-04,ACME,101,INR\n"


@pytest.fixture
def engine(own_store: Engine) -> Engine:
    """The database of the page itself: fresh, with the sample, in the test's own folder."""
    return own_store


def uploaded(content: str | bytes, name: str, key: str = "ys-transaction-file", tab: str = "Transactions") -> AppTest:
    app = opened_page("your_data", data=tab)
    data = content.encode() if isinstance(content, str) else content
    app.file_uploader(key=key).set_value((name, data, "text/csv"))
    return app.run()


def test_the_first_visit_says_what_can_be_brought(engine: Engine) -> None:
    app = opened_page("your_data")
    assert not app.exception
    assert "Interactive Brokers" in words(app)


def test_a_file_is_recognised_shown_stored_once_and_finds_its_portfolio_again(engine: Engine) -> None:
    app = uploaded(ZERODHA, "trades.csv")
    assert not app.exception
    assert "Zerodha tradebook" in words(app)
    assert {one.label: one.value for one in app.metric} == {
        "Transactions": "2",
        "Symbols": "1",
        "Bad rows": "1",
        "To look at": "2",
    }
    problems = next(frame.value for frame in app.dataframe if "Reason" in frame.value)
    assert problems["Line"].tolist() == [4]
    assert problems["Column"].tolist() == ["trade_date"]
    findings = next(frame.value for frame in app.dataframe if "What" in frame.value)
    assert any("2 more sold than ever bought" in text for text in findings["What"])
    assert [one.id for one in list_portfolios(engine) if not one.simulated] == []

    app.text_input(key="ys-import-name").set_value("Mine")
    app.button(key="ys-import").click().run()
    assert not app.exception
    (mine,) = [one for one in list_portfolios(engine) if not one.simulated]
    assert (mine.name, mine.base_currency, mine.transactions) == ("Mine", "INR", 2)
    assert app.selectbox(key="ys-import-into").value == mine.id
    for once_more in (app, uploaded(ZERODHA, "Mine.csv")):
        once_more.button(key="ys-import").click().run()
        assert "Imported 0 rows" in words(once_more)
        assert "2 rows stood there already" in words(once_more)
    assert load_portfolio(engine, mine.id).version == mine.version


def test_another_file_is_asked_about_anew(engine: Engine) -> None:
    app = uploaded(ZERODHA, "trades.csv")
    app.text_input(key="ys-import-name").set_value("Mine").run()
    app.file_uploader(key="ys-transaction-file").set_value(("bank.csv", UNKNOWN.encode(), "text/csv")).run()
    assert "Imported" not in words(app)
    app.selectbox(key="ys-map-symbol").set_value("Papier")
    app.text_input(key="ys-map-currency-default").set_value("EUR").run()
    assert app.text_input(key="ys-import-name").value == "bank"
    assert app.selectbox(key="ys-import-into").value == ""


def test_a_taken_name_is_said_and_nothing_is_stored(engine: Engine) -> None:
    save_portfolio(engine, Portfolio("", "Mine", "INR"))
    app = uploaded(ZERODHA, "trades.csv")
    app.text_input(key="ys-import-name").set_value("Mine")
    app.button(key="ys-import").click().run()
    assert not app.exception
    assert "Mine" in words(app)
    assert "already" in words(app)
    assert len([one for one in list_portfolios(engine) if not one.simulated]) == 1


def test_an_unknown_table_is_mapped_by_a_guess_that_can_be_changed(engine: Engine) -> None:
    app = uploaded(UNKNOWN, "bank.csv")
    assert not app.exception
    assert app.selectbox(key="ys-map-date").value == "Datum"
    assert app.selectbox(key="ys-map-quantity").value == "Anzahl"
    assert str(app.selectbox(key="ys-map-decimals").value) == ","
    app.selectbox(key="ys-map-symbol").set_value("Papier")
    app.text_input(key="ys-map-currency-default").set_value("EUR").run()
    assert not app.exception
    assert "2 transactions" in words(app)
    preview = next(frame.value for frame in app.dataframe if "Kind" in frame.value)
    assert preview["Amount"].tolist() == ["€12,345.00", "€5,200.00"]
    assert set(preview["Kind"]) == {"Buy", "Sell"}
    assert not {"None", "nan"} & set(preview.astype(str).to_numpy().ravel())
    app.button(key="ys-import").click().run()
    (mine,) = [one for one in list_portfolios(engine) if not one.simulated]
    assert (mine.base_currency, mine.transactions) == ("EUR", 2)


def test_what_cannot_be_read_is_said_in_words(engine: Engine) -> None:
    for content in (b"", b"\x00\x01\x02", b"PK\x03\x04broken", b"<a><b></a>", b"{", b"hello"):
        app = uploaded(content, "<img src=x onerror=alert(1)>.csv")
        assert not app.exception, content
        assert "cannot be shown yet" in words(app), content
        assert not re.search(r"(?<!\\)<img", "".join(one.value for one in app.markdown))


def test_prices_are_checked_and_stored(engine: Engine) -> None:
    app = uploaded(PRICES, "prices.csv", "ys-price-file", "Prices")
    assert not app.exception
    assert "3 prices" in words(app)
    findings = next(frame.value for frame in app.dataframe if "What" in frame.value)
    assert findings["Date"].tolist() == ["3 Jan 2024"]
    app.button(key="ys-store-prices").click().run()
    assert not app.exception
    assert [(one.symbol, one.count) for one in price_coverage(engine)] == [("ACME", 3)]


def test_nothing_is_fetched_without_pressing_and_failures_are_named(engine: Engine) -> None:
    app = opened_page("your_data", data="Prices")
    assert price_coverage(engine) == ()
    app.text_input(key="ys-fetch-symbols").set_value("^NSEI").run()
    app.button(key="ys-fetch").click().run()
    assert not app.exception
    assert "1 symbol failed" in words(app)


def test_who_has_only_deposits_begins_with_a_name_and_none_is_refused(engine: Engine) -> None:
    app = opened_page("your_data", data="Deposits and bonds")
    next(one for one in app.button if one.label == "Create it").click().run()
    assert "name" in words(app)
    assert [one for one in list_portfolios(engine) if not one.simulated] == []
    app.text_input[0].set_value("Our household")
    next(one for one in app.button if one.label == "Create it").click().run()
    assert not app.exception
    (mine,) = [one for one in list_portfolios(engine) if not one.simulated]
    assert (mine.name, mine.base_currency) == ("Our household", "INR")
    assert any(one.label == "Add" for one in app.button)


def test_an_impossible_deposit_is_refused_in_words_and_a_possible_one_added(engine: Engine) -> None:
    mine = save_portfolio(engine, Portfolio("", "Mine", "INR"))
    app = opened_page("your_data", data="Deposits and bonds")
    app.text_input[0].set_value("Backwards")
    app.number_input[0].set_value(1.0)
    app.date_input[0].set_value(date(2024, 1, 2))
    app.date_input[1].set_value(date(2024, 1, 1))
    next(one for one in app.button if one.label == "Add").click().run()
    assert not app.exception
    assert "maturity" in words(app)
    assert load_portfolio(engine, mine).deposits == ()
    assert app.text_input[0].value == "Backwards"
    app.date_input[1].set_value(date(2025, 1, 1))
    next(one for one in app.button if one.label == "Add").click().run()
    (deposit,) = load_portfolio(engine, mine).deposits
    assert (deposit.name, deposit.kind) == ("Backwards", DepositKind.FIXED_DEPOSIT)
    assert (deposit.amount, deposit.rate, deposit.maturity) == (1.0, 0.07, date(2025, 1, 1))
    assert app.text_input[0].value == ""


def labelled(widgets: Sequence[Any], label: str) -> Any:
    """The one widget that says this."""
    (found,) = [one for one in widgets if one.label == label]
    return found


def test_a_deposit_is_closed_early_at_a_rate_below_nothing_and_taken_out(engine: Engine) -> None:
    changes = (RateChange(date(2021, 1, 1), 0.0715),)
    deposit = Deposit(
        DepositKind.FIXED_DEPOSIT, "Bank", 1_000, 0.07, date(2020, 1, 1), date(2025, 1, 1), rate_changes=changes
    )
    mine = save_portfolio(engine, Portfolio("", "Mine", "USD", (), (deposit, replace(deposit, name="Other"))))
    app = opened_page("your_data", data="Deposits and bonds")
    assert app.dataframe[0].value["Rate a year"].tolist() == ["7\u202f% → 7.15\u202f%"] * 2
    labelled(app.selectbox, "Enter or change").set_value(1).run()
    assert labelled(app.text_input, "Name").value == "Other"
    labelled(app.number_input, "Rate, % a year").set_value(-0.5)
    labelled(app.selectbox, "Interest added").set_value(Payout.ANNUALLY)
    labelled(app.date_input, "Closed early on").set_value(date(2026, 1, 1))
    labelled(app.button, "Save").click().run()
    assert "early closing must be after the start" in words(app)
    labelled(app.date_input, "Closed early on").set_value(date(2022, 1, 1))
    labelled(app.number_input, "Rate for the time held, % a year").set_value(6.8)
    labelled(app.number_input, "Penalty, points").set_value(0.5)
    labelled(app.button, "Save").click().run()
    assert not app.exception
    news = {"closed_on": date(2022, 1, 1), "closed_rate": 0.068, "penalty": 0.005}
    changed = replace(deposit, name="Other", rate=-0.005, compounding=Payout.ANNUALLY, **news)  # type: ignore[arg-type]
    assert load_portfolio(engine, mine).deposits == (deposit, changed)
    assert app.dataframe[0].value["Maturity"].tolist() == ["1 Jan 2025", "closed 1 Jan 2022"]
    labelled(app.selectbox, "Enter or change").set_value(0).run()
    labelled(app.button, "Remove this deposit …").click().run()
    labelled(
        app.button, "Remove this deposit …"
    ).click()  # without a browser a dialog stays open by the button that opened it
    labelled(app.button, "Remove").click().run()
    assert not app.exception
    assert load_portfolio(engine, mine).deposits == (changed,)


def test_a_bond_has_no_early_closing_and_a_ppf_one_way_of_adding_interest(engine: Engine) -> None:
    save_portfolio(engine, Portfolio("", "Mine", "INR"))
    app = opened_page("your_data", data="Deposits and bonds")
    labelled(app.segmented_control, "Kind").set_value(DepositKind.BOND).run()
    assert "Closed early on" not in [one.label for one in app.date_input]
    labelled(app.segmented_control, "Kind").set_value(DepositKind.PPF).run()
    assert labelled(app.selectbox, "Interest added").disabled
    assert labelled(app.selectbox, "Interest added").value is Payout.ANNUALLY


def test_a_ppf_of_monthly_payments_is_entered_without_a_maturity(engine: Engine) -> None:
    mine = save_portfolio(engine, Portfolio("", "Mine", "INR"))
    app = opened_page("your_data", data="Deposits and bonds")
    assert "(SCSS) and Sovereign Gold Bonds (SGB) are not valued by their terms" in words(app)
    labelled(app.segmented_control, "Kind").set_value(DepositKind.PPF).run()
    labelled(app.text_input, "Name").set_value("Fund")
    labelled(app.number_input, "Each payment (INR)").set_value(12_500.0)
    labelled(app.date_input, "Start").set_value(date(2020, 10, 5))
    labelled(app.selectbox, "Paid in").set_value(Payout.MONTHLY)
    labelled(app.button, "Add").click().run()
    assert not app.exception
    (fund,) = load_portfolio(engine, mine).deposits
    assert (fund.amount, fund.rhythm, fund.maturity) == (12_500.0, Payout.MONTHLY, date(2036, 4, 1))
    labelled(app.selectbox, "Enter or change").set_value(0).run()
    assert labelled(app.selectbox, "Paid in").value is Payout.MONTHLY


def test_rows_of_changed_rates_count_once_they_are_filled_in_and_in_the_order_of_their_days() -> None:
    rows = [
        {"From": "2024-07-01", "Rate, % a year": 7.1},
        {"From": None, "Rate, % a year": 7.0},
        {"From": "2024-01-01", "Rate, % a year": None},
        {"From": "2023-04-01", "Rate, % a year": -0.05},
    ]
    assert changes_of(rows) == (RateChange(date(2023, 4, 1), -0.0005), RateChange(date(2024, 7, 1), 0.071))


def test_a_portfolio_is_renamed_its_cash_decided_and_taken_out(engine: Engine) -> None:
    row = Transaction(date(2024, 1, 2), TransactionKind.BUY, "ACME", quantity=3, price=10.0)
    deposit = Deposit(DepositKind.BOND, "Bond", 1_000, 0.07, date(2024, 1, 1), date(2029, 1, 1), "USD")
    mine = save_portfolio(engine, Portfolio("", "Mine", "USD", (row,), (deposit,)))
    app = opened_page("your_data", data="Portfolios")
    app.selectbox(key="ys-settings-of").set_value(mine).run()
    app.text_input[0].set_value("Renamed")
    app.radio[0].set_value("No, only the investments")
    next(one for one in app.button if one.label == "Save").click().run()
    assert not app.exception
    stored = load_portfolio(engine, mine)
    assert (stored.name, stored.cash_tracked) == ("Renamed", False)
    assert stored.transactions == (row,)


@pytest.mark.parametrize("name", REAL)
def test_every_real_file_is_understood_on_the_page(engine: Engine, name: str) -> None:
    content = real_file(name).read_bytes()
    app = uploaded(content, name.rpartition("/")[2])
    assert not app.exception
    assert f"This is {FORMATS[read_transactions(content, name).format]}" in words(app)


def test_a_file_of_deposits_is_shown_before_it_is_stored(engine: Engine) -> None:
    deposit = Deposit(DepositKind.BOND, "Bond", 1_000, 0.07, date(2024, 1, 1), date(2029, 1, 1), "USD")
    app = uploaded(export_deposits([deposit]), "deposits.csv")
    assert "This is Deposits: 1 deposit." in words(app)
    (shown,) = [frame.value for frame in app.dataframe]
    assert shown["Amount"].tolist() == ["$1,000"]
    app.button(key="ys-import").click().run()
    (mine,) = [one for one in list_portfolios(engine) if not one.simulated]
    assert load_portfolio(engine, mine.id).deposits == (deposit,)


def test_a_split_that_only_the_prices_know_is_told_and_added(engine: Engine) -> None:
    first = date(2024, 1, 1)
    row = Transaction(first, TransactionKind.BUY, "AC_ME", quantity=10, price=100.0)
    mine = save_portfolio(engine, Portfolio("", "Mine_*", "USD", (row,)))
    known = tuple(PriceRecord("AC_ME", first + timedelta(days=at), 25.0, None, "USD") for at in range(60))
    save_history(engine, PriceHistory("AC_ME", "USD", known, splits=(Split(date(2024, 1, 21), 4.0),)), "yahoo")
    app = opened_page("your_data", data="Prices")
    assert not app.exception
    told = words(app)
    assert "Your transactions lack 1 split" in told
    assert "AC_ME 4 for 1 on 21 Jan 2024, in Mine_*" in told
    app.button(key="ys-add-splits").click().run()
    assert not app.exception
    assert "Added 1 split to your transactions." in words(app)
    assert "Your transactions lack" not in words(app)
    assert "Added from the prices: AC_ME 4 for 1 on 21 Jan 2024" in words(app)
    assert [(one.kind, one.quantity) for one in load_portfolio(engine, mine).transactions[1:]] == [
        (TransactionKind.SPLIT, 4.0)
    ]
    app.button(key="ys-take-out-splits").click().run()
    assert "Took 1 split out of your transactions again." in words(app)
    assert load_portfolio(engine, mine).transactions == (row,)


@pytest.mark.parametrize(("ratio", "said"), [(4.0, "4 for 1"), (1.5, "3 for 2"), (0.1, "1 for 10"), (1 / 3, "1 for 3")])
def test_a_ratio_is_said_as_it_is_announced(ratio: float, said: str) -> None:
    assert ratio_in_words(ratio) == said
