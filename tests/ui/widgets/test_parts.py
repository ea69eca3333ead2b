"""Do cards, notices, tables and downloads show what they were given, safely?"""

from __future__ import annotations

import csv
import io
from datetime import date

import numpy as np
import orjson
import pytest
from streamlit.testing.v1 import AppTest

from core.ledger.transaction import TransactionKind
from ui.widgets.downloads import as_csv, as_json, safe_cell


def cards() -> None:
    from ui.widgets.metric_row import Card, metric_row

    metric_row(
        [
            Card("Your return", "12.4 %", "Money-weighted.", "+1.2 pp", 1.0, "vs Nifty 50", "<svg></svg>"),
            Card("Deposit", "$7", "A deposit.", "−0.4 pp", -1.0),
            Card("Level", "7.0 %", "No difference.", "0.0 pp", -0.0001),
            Card("Unknown", "—", "No sign change."),
        ],
        key="cards",
    )


def test_cards_show_label_value_difference_and_meaning() -> None:
    app = AppTest.from_function(cards).run()
    first, second, level, third = app.metric
    assert level.proto.color not in (first.proto.color, second.proto.color)  # a rounded zero is neither gain nor loss
    assert (first.label, first.value, first.delta) == ("Your return", "12.4 %", "+1.2 pp")
    assert first.proto.help == "Money-weighted."
    assert first.proto.delta_description == "vs Nifty 50"
    assert second.value == r"\$7"
    assert second.proto.color != first.proto.color
    assert third.delta == ""


def notices() -> None:
    from core.errors import InsufficientData, MissingExchangeRateError
    from ui.widgets.notices import guarded, incomplete_total, sample_banner

    sample_banner()
    incomplete_total([("![x](https://example.org/x.png)", "no prices")])
    with guarded("The chart"):
        raise MissingExchangeRateError("EUR", "INR")
    with guarded("The table"):
        raise KeyError("secret path")
    with guarded("Nothing"):
        raise InsufficientData("Costs $5 and $6.")


def test_notices_are_plain_and_escape_names() -> None:
    app = AppTest.from_function(notices).run()
    assert not app.exception
    said = "\n".join(one.value for one in app.markdown)
    assert "**Sample data.**" in said
    assert r"\!\[x\]" in said
    assert "![x](" not in said
    assert "no exchange rate between EUR and INR" in said
    assert "**The table could not be drawn.**" in said
    assert "secret path" not in said
    assert r"Costs \$5 and \$6" in said


def unanswered() -> None:
    from core.errors import InsufficientData, MissingExchangeRateError
    from ui.widgets.notices import guarded

    with guarded("The first"):
        raise InsufficientData("Nothing is on “Your Data”, and nothing there would help.")
    with guarded("The second"):
        raise InsufficientData("Its prices are missing.", needs_data=True)
    with guarded("The third"):
        raise MissingExchangeRateError("EUR", "INR")


def test_only_an_error_that_data_would_mend_leads_to_your_data(monkeypatch: pytest.MonkeyPatch) -> None:
    led: list[tuple[str, ...]] = []
    monkeypatch.setattr("ui.widgets.notices.lead_to_your_data", lambda *to: led.append(to))
    app = AppTest.from_function(unanswered).run()
    assert not app.exception
    assert led == [("Add prices", "Prices")] * 2


def a_table() -> None:
    from datetime import date

    from ui.widgets.tables import Column, Kind, table

    table(
        [
            Column("Holding", Kind.TEXT, ["=cmd()", "Gold"]),
            Column("Value", Kind.MONEY, [1_840_000.0, None]),
            Column("Weight", Kind.PERCENT, [0.9, 0.1], bar=True),
            Column("Since", Kind.DATE, [date(2025, 1, 5), None]),
        ],
        key="holdings",
        currency="INR",
        file_name="holdings",
        caption="Two holdings.",
    )


def test_a_table_keeps_numbers_as_numbers() -> None:
    app = AppTest.from_function(a_table).run()
    assert not app.exception
    frame = app.dataframe[0].value
    assert frame["Value"].iloc[0] == 1_840_000.0
    assert np.isnan(frame["Value"].iloc[1])
    assert frame["Weight"].tolist() == [90.0, 10.0]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@sum", "\t=1", " =1"])
def test_no_cell_runs_as_a_formula(text: str) -> None:
    assert safe_cell(text) == f"'{text}"


def test_csv_reads_back() -> None:
    content = as_csv(["Name", "Value"], [["Größe, GmbH", 1.5], ["=x", None], ["₹", date(2025, 1, 5)]])
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert rows == [["Name", "Value"], ["Größe, GmbH", "1.5"], ["'=x", ""], ["₹", "2025-01-05"]]


def test_json_holds_arrays_and_no_nan() -> None:
    content = orjson.loads(as_json({"values": np.array([1.0, np.nan]), "on": date(2025, 1, 5)}))
    assert content == {"values": [1.0, None], "on": "2025-01-05"}


def test_json_holds_what_is_named_by_an_enumeration() -> None:
    assert orjson.loads(as_json({"steps": {TransactionKind.FEE: 1.5}})) == {"steps": {"FEE": 1.5}}
