"""Are pence told from pounds, and exchange rates from shares?"""

from __future__ import annotations

import pytest

from data.sources.currency import exchange_rate_pair, major_currency, pairs_between


@pytest.mark.parametrize(
    ("quoted", "major"),
    [
        ("GBp", ("GBP", 100.0)),
        ("GBX", ("GBP", 100.0)),
        ("ZAc", ("ZAR", 100.0)),
        ("ILA", ("ILS", 100.0)),
        ("KWF", ("KWD", 1000.0)),
        ("GBP", ("GBP", 1.0)),
        (" usd ", ("USD", 1.0)),
    ],
)
def test_minor_units_are_known(quoted: str, major: tuple[str, float]) -> None:
    assert major_currency(quoted) == major


@pytest.mark.parametrize(
    ("symbol", "pair"),
    [
        ("USDINR", "USDINR"),
        ("USDINR=X", "USDINR"),
        ("INR=X", "USDINR"),
        ("EURGBP", "EURGBP"),
        ("GOOGLE", None),
        ("USDUSD", None),
        ("usdinr", None),
        ("INR", None),
        ("BTC-USD", None),
        ("ABCDEF=X", None),
    ],
)
def test_pairs_are_told_from_shares(symbol: str, pair: str | None) -> None:
    assert exchange_rate_pair(symbol) == pair


def test_pairs_lead_through_the_dollar() -> None:
    assert pairs_between({"INR"}) == ()
    assert pairs_between({"INR", "USD"}) == ("USDINR",)
    assert pairs_between({"EUR", "INR"}) == ("EURUSD", "USDINR")
