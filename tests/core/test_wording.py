"""Are amounts said the way their readers group them?"""

from __future__ import annotations

import pytest

from core.wording import spoken_money


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
