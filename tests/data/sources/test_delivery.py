"""Is a history of one symbol and in order, and a delivery complete?"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from core.errors import InvalidSpecification
from core.market.period import Period
from data.price_record import PriceRecord
from data.sources.delivery import Failure, PriceHistory, Progress, Stage, Tell, fetch_each

ON = date(2024, 5, 6)
ACME = PriceRecord("ACME", ON, 1.5, 1.4, "USD")


def test_a_history_is_of_one_symbol_in_one_currency_and_in_order() -> None:
    one, later = ACME, replace(ACME, on=date(2024, 5, 7))
    other, rupees = replace(ACME, symbol="B"), replace(ACME, currency="INR")
    for wrong in ((), (later, one), (one, one), (one, other), (rupees,)):
        with pytest.raises(InvalidSpecification, match="ACME"):
            PriceHistory("ACME", "USD", wrong)
    assert PriceHistory("ACME", "USD", (one, later)).coverage == Period(ON, date(2024, 5, 7))


def answer_of(symbol: str, _tell: Tell) -> PriceHistory | Failure:
    if symbol != "ACME":
        return Failure(symbol, "Unknown.")
    return PriceHistory("ACME", "USD", (ACME,))


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
