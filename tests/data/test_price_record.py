"""Is a price that cannot be one refused at birth?"""

from __future__ import annotations

import math
from datetime import date
from typing import Any

import pytest

from core.errors import InvalidSpecification
from data.price_record import PriceRecord

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
