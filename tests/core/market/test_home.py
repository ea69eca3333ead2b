"""Does each currency bring a plausible rate of its own, with where it is from and of when?"""

from __future__ import annotations

from datetime import date

import pytest

from core.market.home import RATES_ELSEWHERE, UNKNOWN_RATE, home_of

USUAL = {
    "INR": 0.07,
    "USD": 0.04,
    "EUR": 0.02,
    "GBP": 0.04,
    "JPY": 0.005,
    "HKD": 0.0425,
    "CHF": 0.0,
    "CAD": 0.0225,
    "AUD": 0.036,
}


@pytest.mark.parametrize("currency", USUAL)
def test_a_currency_has_its_own_rate_and_says_where_it_is_from(currency: str) -> None:
    found = home_of(currency).usual_rate
    assert found.rate == home_of(currency).deposit_rate == USUAL[currency]
    assert found is not UNKNOWN_RATE
    assert "ank" in found.source or "Monetary Authority" in found.source or "Federal Reserve" in found.source
    assert date(2025, 1, 1) <= found.as_of <= date(2026, 12, 31)


def test_a_currency_that_nobody_knows_says_so() -> None:
    assert (home_of("SEK").deposit_rate, home_of("SEK").usual_rate) == (0.04, UNKNOWN_RATE)
    assert "stand-in" in UNKNOWN_RATE.source


def test_without_a_market_of_its_own_a_currency_keeps_the_index_of_dollars() -> None:
    assert {home_of(one).index for one in (*RATES_ELSEWHERE, "SEK")} == {"^GSPC"}
