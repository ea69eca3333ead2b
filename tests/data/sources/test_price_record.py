"""Is a price that cannot be one refused at birth?"""

from __future__ import annotations

import math
from datetime import date
from typing import Any

import pytest

from core.errors import InvalidSpecification
from core.market.period import Period
from data.sources.price_record import Failure, PriceHistory, PriceRecord, Progress, Stage, Tell, fetch_each

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


def answer_of(symbol: str, _tell: Tell) -> PriceHistory | Failure:
    if symbol != "ACME":
        return Failure(symbol, "Unknown.")
    return PriceHistory("ACME", "USD", (PriceRecord(**GOOD),))


def test_every_symbol_is_asked_once_and_is_in_one_place() -> None:
    heard: list[Progress] = []
    delivery = fetch_each(["ACME", "NO SUCH", "ACME"], answer_of, heard.append)
    assert [one.symbol for one in delivery.histories] == ["ACME"]
    assert delivery.failures == (Failure("NO SUCH", "Unknown."),)
    assert heard == [
        Progress("ACME", 1, 2, Stage.ASKING),
        Progress("ACME", 1, 2, Stage.CAME, "1 days"),
        Progress("NO SUCH", 2, 2, Stage.ASKING),
        Progress("NO SUCH", 2, 2, Stage.FAILED, "Unknown."),
    ]


def test_a_delivery_can_be_left() -> None:
    class Left(Exception):
        pass

    def leave(progress: Progress) -> None:
        if progress.stage is Stage.CAME:
            raise Left

    with pytest.raises(Left):
        fetch_each(["ACME", "NO SUCH"], answer_of, leave)
