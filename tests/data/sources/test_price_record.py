"""Is a price that cannot be one refused at birth?"""

from __future__ import annotations

import math
from datetime import date
from typing import Any

import pytest

from core.errors import InvalidSpecification
from core.market.period import Period
from data.sources.price_record import Dividend, PriceHistory, PriceRecord, Split, history_of, history_within

ON = date(2024, 5, 6)
GOOD: dict[str, Any] = {"symbol": "ACME", "on": ON, "close": 1.5, "adjusted_close": 1.4, "currency": "USD"}


@pytest.mark.parametrize(
    ("field", "value", "why"),
    [
        ("close", 0.0, "above 0"),
        ("close", -1.0, "above 0"),
        ("close", math.nan, "above 0"),
        ("close", math.inf, "above 0"),
        ("adjusted_close", 0.0, "adjusted close must be a number above 0"),
        ("symbol", "", "symbol"),
        ("symbol", "x" * 65, "symbol"),
        ("currency", "usd", "three-letter"),
        ("currency", "US$", "three-letter"),
        ("currency", "ÄÖÜ", "three-letter"),
        ("currency", "GBp", "divide by 100 and give GBP"),
        ("currency", "GBX", "divide by 100 and give GBP"),
    ],
)
def test_what_is_no_price_is_refused(field: str, value: object, why: str) -> None:
    with pytest.raises(InvalidSpecification, match=why):
        PriceRecord(**{**GOOD, field: value})


def test_pence_become_pounds() -> None:
    assert PriceRecord.quoted("VOD.L", ON, 71.5, 70.0, "GBp") == PriceRecord("VOD.L", ON, 0.715, 0.7, "GBP")
    assert PriceRecord.quoted("SPY", ON, 71.5, None, "USD") == PriceRecord("SPY", ON, 71.5, None, "USD")


def test_a_history_is_of_one_symbol_in_one_currency_and_in_order() -> None:
    one, later = PriceRecord(**GOOD), PriceRecord(**{**GOOD, "on": date(2024, 5, 7)})
    other, rupees = PriceRecord(**{**GOOD, "symbol": "B"}), PriceRecord(**{**GOOD, "currency": "INR"})
    for wrong in ((), (later, one), (one, one), (one, other), (rupees,)):
        with pytest.raises(InvalidSpecification, match="ACME"):
            PriceHistory("ACME", "USD", wrong)
    assert PriceHistory("ACME", "USD", (one, later)).coverage == Period(ON, date(2024, 5, 7))


def test_records_in_any_order_become_a_history() -> None:
    one, later = PriceRecord(**GOOD), PriceRecord(**{**GOOD, "on": date(2024, 5, 7)})
    corrected = PriceRecord(**{**GOOD, "close": 9.0})
    assert history_of([later, one, corrected]).records == (corrected, later)


def test_a_part_of_a_history_takes_its_events_along() -> None:
    records = tuple(PriceRecord(**{**GOOD, "on": date(2024, 5, day)}) for day in (6, 7, 8))
    events = {"dividends": (Dividend(ON, 1.0), Dividend(date(2024, 5, 8), 2.0)), "splits": (Split(ON, 2.0),)}
    whole = PriceHistory("ACME", "USD", records, **events)  # type: ignore[arg-type]
    part = history_within(whole, Period(date(2024, 5, 7), date(2024, 5, 8)))
    assert part == PriceHistory("ACME", "USD", records[1:], dividends=(Dividend(date(2024, 5, 8), 2.0),))
    assert history_within(whole, Period(date(2025, 1, 1), date(2025, 1, 2))) is None
