"""Are exchange rates told from shares, and joined through the dollar?"""

from __future__ import annotations

import pytest

from data.sources.currency import exchange_rate_pair, pairs_between


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
