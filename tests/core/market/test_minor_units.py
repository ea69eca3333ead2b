"""Are pence told from pounds?"""

from __future__ import annotations

import pytest

from core.market.minor_units import major_currency


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
