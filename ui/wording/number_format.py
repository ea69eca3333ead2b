"""How does a number read? Fractions, money, dates and counts in the words and grouping that people use."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import numpy as np

from core.statistics.periods import frequency_of
from core.wording import CURRENCY_SIGNS, MINUS, grouped_digits, spoken_date

THIN_SPACE = "\u202f"
UNKNOWN = "—"

SYMBOLS = {
    **CURRENCY_SIGNS,
    "HKD": "HK$",
    "AUD": "A$",
    "CAD": "C$",
    "SGD": "S$",
}
_WITHOUT_CENTS = frozenset({"JPY", "KRW"})


@dataclass(frozen=True, slots=True)
class MoneyUnit:
    """A unit people say: ``size`` of it is one, and ``word`` follows the number ("lakh", "k")."""

    size: float
    word: str


ONE = MoneyUnit(1.0, "")
_INDIAN_UNITS = (
    MoneyUnit(1e12, f"{THIN_SPACE}lakh crore"),
    MoneyUnit(1e7, f"{THIN_SPACE}crore"),
    MoneyUnit(1e5, f"{THIN_SPACE}lakh"),
)
_OTHER_UNITS = (MoneyUnit(1e12, "T"), MoneyUnit(1e9, "B"), MoneyUnit(1e6, "M"), MoneyUnit(1e3, "k"))


def currency_symbol(currency: str) -> str:
    """The sign before an amount; the code and a thin space where there is none."""
    return SYMBOLS.get(currency, f"{currency}{THIN_SPACE}")


def money_units(currency: str) -> tuple[MoneyUnit, ...]:
    """Units from the largest down: lakh crore, crore, lakh for INR; T, B, M, k elsewhere."""
    return _INDIAN_UNITS if currency == "INR" else _OTHER_UNITS


def money_unit(amount: float, currency: str) -> MoneyUnit:
    """The largest unit that the amount reaches once it is rounded in the next smaller one (999,950 is 1.00M, not 1,000.0k)."""
    units = money_units(currency)
    for unit, smaller in zip(units, (*units[1:], ONE), strict=True):
        shown = _rounded(abs(amount) / smaller.size, _unit_decimals(smaller, currency))
        if float(shown) * smaller.size >= unit.size:
            return unit
    return ONE


def _unit_decimals(unit: MoneyUnit, currency: str) -> int:
    if unit is ONE:
        return 0
    return 1 if unit == money_units(currency)[-1] else 2


def is_known(value: float | None) -> bool:
    """Whether there is a finite number to show."""
    return value is not None and math.isfinite(value)


def money(amount: float | None, currency: str, *, signed: bool = False) -> str:
    """An amount in words: ``₹18.4 lakh``, ``₹1.45 crore``, ``$84.5k``; whole below the first unit, cents below ten.

    Three digits or more, so that a lead can be told from the amounts it is between.
    """
    if amount is None or not math.isfinite(amount):
        return UNKNOWN
    unit = money_unit(amount, currency)
    if unit is ONE:
        return amount_in_full(amount, currency, signed=signed, decimals=_small_decimals(amount, currency))
    figure = _fixed(abs(amount) / unit.size, _unit_decimals(unit, currency), currency)
    return f"{_sign(amount, signed)}{currency_symbol(currency)}{figure}{unit.word}"


def amount_in_full(amount: float | None, currency: str, *, signed: bool = False, decimals: int = 0) -> str:
    """Every digit, grouped as the currency is: ``₹18,40,000``, ``$1,840,000``."""
    if amount is None or not math.isfinite(amount):
        return UNKNOWN
    figure = _fixed(abs(amount), decimals, currency)
    sign = _sign(amount, signed) if _shows_a_digit(figure) else ""
    return f"{sign}{currency_symbol(currency)}{figure}"


def percent(fraction: float | None, decimals: int = 1, *, signed: bool = False) -> str:
    """A fraction as percent: 0.124 → ``12.4 %``, −0.031 → ``−3.1 %``."""
    return _with_unit(fraction, 100.0, decimals, f"{THIN_SPACE}%", signed)


def percentage_points(fraction: float | None, decimals: int = 1, *, signed: bool = True) -> str:
    """A difference of two percentages: 0.018 → ``+1.8 pp``."""
    return _with_unit(fraction, 100.0, decimals, f"{THIN_SPACE}pp", signed)


def basis_points(fraction: float | None, decimals: int) -> str:
    """Hundredths of a percent: 0.0012 → ``12 bp``."""
    return _with_unit(fraction, 10_000.0, decimals, f"{THIN_SPACE}bp", signed=False)


def rate(fraction: float | None) -> str:
    """A rate as people quote it, without needless zeros: 0.07 → ``7 %``, 0.0725 → ``7.25 %``."""
    if fraction is None or not math.isfinite(fraction):
        return UNKNOWN
    figure = _fixed(abs(fraction) * 100, 2).rstrip("0").rstrip(".")
    sign = MINUS if fraction < 0 and _shows_a_digit(figure) else ""
    return f"{sign}{figure}{THIN_SPACE}%"


def ratio(value: float | None, decimals: int = 2) -> str:
    """A pure number such as beta: ``1.05``, ``−0.20``."""
    return _with_unit(value, 1.0, decimals, "", signed=False)


def quantity(units: float | None) -> str:
    """Units held, grouped, with at most four decimals and no trailing zeros: ``1,234.5``."""
    if units is None or not math.isfinite(units):
        return UNKNOWN
    figure = _fixed(abs(units), 4)
    figure = figure.rstrip("0").rstrip(".") if "." in figure else figure
    return f"{MINUS if units < 0 and _shows_a_digit(figure) else ''}{figure}"


def count(number: int, noun: str, plural: str | None = None) -> str:
    """A counted noun: ``1 day``, ``1,234 days``."""
    return f"{number:,}{THIN_SPACE if number >= 10_000 else ' '}{noun if number == 1 else plural or noun + 's'}"


def spoken_returns(observations: int, periods_per_year: float) -> str:
    """How many returns there are, how often, and by how many a year they are annualised: ``1,825 daily returns (251.4 a year)``."""
    often = frequency_of(periods_per_year)
    return f"{count(observations, f'{often} return')} ({ratio(periods_per_year, 1)} a year)"


def day(on: date | np.datetime64 | None) -> str:
    """A date without doubt: ``31 Dec 2025``."""
    if on is None or (isinstance(on, np.datetime64) and np.isnat(on)):
        return UNKNOWN
    return spoken_date(on.astype("datetime64[D]").item() if isinstance(on, np.datetime64) else on)


def days_from_to(first: date | np.datetime64, last: date | np.datetime64) -> str:
    """A range of dates: ``1 Jan 2020 – 31 Dec 2025``."""
    return f"{day(first)} – {day(last)}"


def listed(names: list[str] | tuple[str, ...], most: int = 5) -> str:
    """Names as a sentence has them: ``A, B and C``; the rest beyond ``most`` is counted."""
    if len(names) > most:
        return f"{', '.join(names[:most])} and {len(names) - most} more"
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}" if names else ""


def _with_unit(value: float | None, scale: float, decimals: int, unit: str, signed: bool) -> str:
    if value is None or not math.isfinite(value):
        return UNKNOWN
    figure = _fixed(abs(value) * scale, decimals)
    sign = _sign(value, signed) if _shows_a_digit(figure) else ""
    return f"{sign}{figure}{unit}"


def _rounded(value: float, decimals: int) -> Decimal:
    """Half away from zero on the decimal the float prints as, so that 0.125 shows as 0.13 and 2.675 as 2.68."""
    step = Decimal(1).scaleb(-decimals)
    number = Decimal(repr(float(value)))
    return number.quantize(step, rounding=ROUND_HALF_UP) if number.adjusted() < 24 else number


def _fixed(value: float, decimals: int, currency: str = "") -> str:
    """A non-negative number with grouped thousands (Indian grouping for INR) and a fixed number of decimals."""
    whole, _, fraction = f"{_rounded(value, decimals):f}".partition(".")
    grouped = grouped_digits(whole, currency)
    return f"{grouped}.{fraction}" if decimals else grouped


def _small_decimals(amount: float, currency: str) -> int:
    return 2 if 0 < abs(amount) < 10 and currency not in _WITHOUT_CENTS else 0


def _shows_a_digit(figure: str) -> bool:
    """Whether anything but zeros is left, so that a rounded zero carries no sign."""
    return any(digit in "123456789" for digit in figure)


def _sign(value: float, signed: bool) -> str:
    return MINUS if value < 0 else "+" if signed and value > 0 else ""
