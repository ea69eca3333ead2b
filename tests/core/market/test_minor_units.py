"""Are pence told from pounds?"""

from __future__ import annotations

import pytest

from core.market.minor_units import MINOR_UNITS, major_currency, pair_in_whole_units, why_no_currency, why_no_unit


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


@pytest.mark.parametrize("unit", MINOR_UNITS)
def test_a_minor_unit_is_a_unit_of_prices_and_no_currency(unit: str) -> None:
    major = MINOR_UNITS[unit][0]
    assert why_no_unit(unit) is None
    assert f"write {major}" in (why_no_currency(unit) or "")
    assert pair_in_whole_units(f"{unit}INR") == f"{major}INR"
    assert why_no_currency(major) is pair_in_whole_units(f"{major}INR") is None


@pytest.mark.parametrize("code", ["USd", "EUc", "AUd"])
def test_what_is_written_like_one_is_neither(code: str) -> None:
    assert f"write {code.upper()}" in (why_no_unit(code) or "")
    assert why_no_unit(code.lower()) is why_no_currency(code.title()) is None
