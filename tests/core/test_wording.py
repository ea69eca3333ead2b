"""Are amounts said the way their readers group them?"""

from __future__ import annotations

import pytest

from core.wording import spoken_exact_money, spoken_money


@pytest.mark.parametrize(
    ("amount", "currency", "said"),
    [
        (-3764.4, "USD", "−$3,764"),
        (1234567.0, "INR", "₹12,34,567"),
        (123456789.0, "INR", "₹12,34,56,789"),
        (999.0, "INR", "₹999"),
        (100000.0, "INR", "₹1,00,000"),
        (1200.0, "SEK", "SEK 1,200"),
        (-0.2, "EUR", "€0"),
        (0.0, "GBP", "£0"),
    ],
)
def test_amounts(amount: float, currency: str, said: str) -> None:
    assert spoken_money(amount, currency) == said


@pytest.mark.parametrize(
    ("amount", "currency", "said"),
    [
        (2765.5, "USD", "$2,765.50"),
        (-1234567.0, "INR", "−₹12,34,567.00"),
        (0.999, "SEK", "SEK 1.00"),
        (-0.001, "EUR", "€0.00"),
    ],
)
def test_amounts_to_the_cent(amount: float, currency: str, said: str) -> None:
    assert spoken_exact_money(amount, currency) == said
