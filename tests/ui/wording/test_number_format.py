"""Do numbers read as people write them, also where rounding changes the unit or leaves nothing?"""

from __future__ import annotations

import math
import re
from datetime import date
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.wording import number_format as nf

AMOUNTS = st.floats(min_value=-1e15, max_value=1e15, allow_nan=False)
CURRENCIES = st.sampled_from(["INR", "USD", "EUR", "GBP", "JPY", "HKD", "CHF"])
WORDS = {"k": 1e3, "M": 1e6, "B": 1e9, "T": 1e12, "lakh": 1e5, "crore": 1e7, "lakh crore": 1e12, "": 1.0}


@pytest.mark.parametrize(
    ("amount", "currency", "text"),
    [
        (1_840_000, "INR", "₹18.4\u202flakh"),
        (12_000_000, "INR", "₹1.20\u202fcrore"),
        (99_949, "INR", "₹99,949"),
        (100_000, "INR", "₹1.0\u202flakh"),
        (9_994_999, "INR", "₹99.9\u202flakh"),
        (9_995_000, "INR", "₹1.00\u202fcrore"),  # not "₹100.0 lakh"
        (1.2e12, "INR", "₹1.20\u202flakh crore"),
        (3_456_000_000, "INR", "₹345.60\u202fcrore"),
        (-180_000, "INR", "−₹1.8\u202flakh"),
        (950, "USD", "$950"),
        (999.5, "USD", "$1.0k"),
        (84_500, "USD", "$84.5k"),
        (999_949, "USD", "$999.9k"),
        (999_950, "USD", "$1.00M"),
        (1.25e9, "USD", "$1.25B"),
        (2e12, "USD", "$2.00T"),
        (4.5, "USD", "$4.50"),
        (4.5, "JPY", "¥5"),
        (0, "EUR", "€0"),
        (-0.001, "EUR", "€0.00"),
        (12_300, "GBP", "£12.3k"),
        (12_300, "HKD", "HK$12.3k"),
        (12_300, "CHF", "CHF\u202f12.3k"),
        (None, "USD", "—"),
        (math.nan, "USD", "—"),
        (math.inf, "INR", "—"),
    ],
)
def test_money_in_words(amount: float | None, currency: str, text: str) -> None:
    assert nf.money(amount, currency) == text


@pytest.mark.parametrize(
    ("amount", "currency", "text"),
    [
        (1_840_000, "INR", "₹18,40,000"),
        (12_34_56_789.4, "INR", "₹12,34,56,789"),
        (999, "INR", "₹999"),
        (1_000, "INR", "₹1,000"),
        (99_999.5, "INR", "₹1,00,000"),
        (-1_840_000, "USD", "−$1,840,000"),
        (-0.4, "USD", "$0"),
        (1e9, "JPY", "¥1,000,000,000"),
        (None, "INR", "—"),
    ],
)
def test_money_in_full(amount: float | None, currency: str, text: str) -> None:
    assert nf.amount_in_full(amount, currency) == text


def test_money_with_sign_and_cents() -> None:
    assert nf.money(180_000, "INR", signed=True) == "+₹1.8\u202flakh"
    assert nf.money(0, "INR", signed=True) == "₹0"
    assert nf.amount_in_full(12.345, "USD", decimals=2) == "$12.35"
    assert nf.amount_in_full(1_234_567.891, "INR", decimals=2) == "₹12,34,567.89"


@pytest.mark.parametrize(
    ("fraction", "text"),
    [
        (0.124, "12.4\u202f%"),
        (-0.031, "−3.1\u202f%"),
        (0, "0.0\u202f%"),
        (-0.0004, "0.0\u202f%"),  # a rounded zero carries no sign
        (-0.0005, "−0.1\u202f%"),
        (0.0005, "0.1\u202f%"),
        (12.345, "1,234.5\u202f%"),
        (None, "—"),
        (math.nan, "—"),
    ],
)
def test_percent(fraction: float | None, text: str) -> None:
    assert nf.percent(fraction) == text


def test_percent_with_sign_and_decimals() -> None:
    assert nf.percent(0.124, 2, signed=True) == "+12.40\u202f%"
    assert nf.percent(0.0, signed=True) == "0.0\u202f%"
    assert nf.percent(0.125, 0) == "13\u202f%"  # half away from zero, not to even


@pytest.mark.parametrize(
    ("fraction", "text"),
    [
        (0.07, "7\u202f%"),
        (0.0725, "7.25\u202f%"),
        (0.1, "10\u202f%"),
        (0, "0\u202f%"),
        (-0.005, "−0.5\u202f%"),
        (None, "—"),
    ],
)
def test_rate(fraction: float | None, text: str) -> None:
    assert nf.rate(fraction) == text


def test_small_units() -> None:
    assert nf.percentage_points(0.018) == "+1.8\u202fpp"
    assert nf.percentage_points(-0.018) == "−1.8\u202fpp"
    assert nf.basis_points(0.0012, 0) == "12\u202fbp"
    assert nf.basis_points(-1e-9, 4) == "0.0000\u202fbp"
    assert nf.ratio(1.045) == "1.05"
    assert nf.ratio(-0.2) == "−0.20"
    assert nf.ratio(None) == "—"


def test_quantities_and_counts() -> None:
    assert nf.quantity(1234.5) == "1,234.5"
    assert nf.quantity(100.0) == "100"
    assert nf.quantity(0.00004) == "0"
    assert nf.quantity(-3.25) == "−3.25"
    assert nf.count(1, "day") == "1 day"
    assert nf.count(1234, "day") == "1,234 days"
    assert nf.count(2, "entry", "entries") == "2 entries"


def test_dates() -> None:
    assert nf.day(date(2025, 12, 31)) == "31 Dec 2025"
    assert nf.day(np.datetime64("2025-01-05")) == "5 Jan 2025"
    assert nf.day(np.datetime64("NaT")) == "—"
    assert nf.day(None) == "—"
    assert nf.days_from_to(date(2020, 1, 1), date(2025, 12, 31)) == "1 Jan 2020 – 31 Dec 2025"


def test_names_in_a_sentence() -> None:
    assert nf.listed(["A"]) == "A"
    assert nf.listed(["A", "B"]) == "A and B"
    assert nf.listed(["A", "B", "C"]) == "A, B and C"
    assert nf.listed(list("ABCDEFG")) == "A, B, C, D, E and 2 more"
    assert nf.listed([]) == ""


@given(AMOUNTS, CURRENCIES)
def test_money_in_words_stays_within_half_a_last_digit(amount: float, currency: str) -> None:
    text = nf.money(amount, currency)
    match = re.fullmatch(r"−?\D*?([\d,]+(?:\.\d+)?)\u202f?(lakh crore|lakh|crore|k|M|B|T|)", text)
    assert match, text
    figure, word = match.groups()
    read = float(figure.replace(",", "")) * WORDS[word]
    half_digit = 0.5 * 10.0 ** -(len(figure.partition(".")[2])) * WORDS[word]
    assert abs(read - abs(amount)) <= half_digit * (1 + 1e-9) + 1e-9 * abs(amount)
    assert text.startswith("−") == (amount < 0 and read > 0)


@given(AMOUNTS, CURRENCIES)
def test_the_unit_never_shows_a_thousand_of_itself(amount: float, currency: str) -> None:
    text = nf.money(abs(amount), currency)
    figure = float(re.sub(r"[^\d.]", "", text))
    if "lakh" in text and "crore" not in text:
        assert figure < 100
    if text.endswith(("k", "M", "B")):
        assert figure < 1000


@given(st.integers(min_value=0, max_value=10**15))
def test_indian_grouping_keeps_every_digit(number: int) -> None:
    text = nf.amount_in_full(number, "INR").removeprefix("₹")
    assert text.replace(",", "") == str(number)
    assert re.fullmatch(r"\d{1,3}|\d{1,2}(,\d{2})*,\d{3}", text)


@given(st.floats(min_value=-1e6, max_value=1e6, allow_nan=False), st.integers(0, 4))
def test_percent_never_uses_a_hyphen_and_never_a_signed_zero(fraction: float, decimals: int) -> None:
    text = nf.percent(fraction, decimals)
    assert "-" not in text
    shown = Decimal(text.replace("\u202f%", "").replace(",", "").replace("−", "-"))
    assert (shown == 0) <= (not text.startswith("−"))
    assert abs(float(shown) - fraction * 100) <= 0.5 * 10**-decimals + 1e-6
