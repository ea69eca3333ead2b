"""What does a deposit pay? Its yearly rate as it is quoted, after a tax where one is asked for, and what 1 put in becomes."""

from __future__ import annotations

from enum import StrEnum
from typing import Self

import numpy as np
from numpy.typing import NDArray

from core.errors import InvalidSpecification
from core.market.levels import Days, Floats
from core.market.period import DAYS_PER_YEAR
from core.market.yields import checked_rate

HIGHEST_TAX = 0.5
QUARTER_MONTHS, QUARTERS = 3, 4
THIN_SPACE = "\u202f"


class Quotation(StrEnum):
    """How a yearly rate is meant: as what a year brings, or as a bank quotes it, with interest added every quarter."""

    EFFECTIVE = "effective"
    BANK = "bank"


class DepositRate(float):
    """The effective yearly rate of a deposit, a fraction after tax, that remembers how it was stated.

    ``stated``: the rate as it was given, a fraction; ``quotation``: how that is meant; ``tax``: the marginal rate of a what-if, 0 for a
    deposit before tax. The net rate is stated · (1 − tax); as a bank quotes it, it comes to (1 + net/4)⁴ − 1 a year. Wherever a plain
    rate is wanted this is one, so that statistics take the effective rate. Raises InvalidSpecification for a rate of −1 or below and
    for a tax outside 0 to 0.5.
    """

    stated: float
    quotation: Quotation
    tax: float
    __slots__ = ("quotation", "stated", "tax")

    def __new__(cls, stated: float, quotation: Quotation = Quotation.EFFECTIVE, tax: float = 0.0) -> Self:
        if not 0.0 <= tax <= HIGHEST_TAX:
            raise InvalidSpecification(
                f"A tax rate of {tax} is not possible. Give a fraction from 0 to {HIGHEST_TAX}, such as 0.3 for 30{THIN_SPACE}%."
            )
        net = float(stated) * (1.0 - tax)
        checked_rate(net)
        bank = quotation is Quotation.BANK
        rate = super().__new__(cls, (1.0 + net / QUARTERS) ** QUARTERS - 1.0 if bank else net)
        rate.stated, rate.quotation, rate.tax = float(stated), quotation, float(tax)
        return rate

    def __reduce__(self) -> tuple[type[DepositRate], tuple[float, Quotation, float]]:
        return DepositRate, (self.stated, self.quotation, self.tax)

    @property
    def net(self) -> float:
        """The rate after tax, in the terms in which it was stated."""
        return self.stated * (1.0 - self.tax)


def as_deposit_rate(rate: float) -> DepositRate:
    """The rate itself; a plain one is an effective rate before tax."""
    return rate if isinstance(rate, DepositRate) else DepositRate(rate)


def tax_text(rate: float) -> str:
    """``before tax``, or ``after 30 % tax`` where a tax was asked for."""
    tax = as_deposit_rate(rate).tax
    return f"after {round(tax * 100, 4):g}{THIN_SPACE}% tax" if tax else "before tax"


def rate_as_asked(rate: float) -> dict[str, float | str]:
    """The rate in the words of an address or a question: percent as stated, how it is meant, the tax in percent."""
    given = as_deposit_rate(rate)
    return {
        "risk_free_rate": round(given.stated * 100, 6),
        "rate_quotation": str(given.quotation),
        "tax_rate": round(given.tax * 100, 6),
    }


def capital_deposit_name(rate: float) -> str:
    """The same where a line begins with it: ``A bank deposit at 7 % before tax``."""
    return f"A{deposit_name(rate)[1:]}"


def short_deposit_name(rate: float) -> str:
    """Where there is little room, beside a sentence that says the rate: ``Deposit before tax``."""
    return f"Deposit {tax_text(rate)}"


def deposit_line_name(rate: float) -> str:
    """At the end of a line, where a long name is cut off: without how it is quoted, which stands in the sentences."""
    given = as_deposit_rate(rate)
    plain = given.quotation is Quotation.EFFECTIVE and not given.tax
    return capital_deposit_name(rate) if plain else f"Deposit at {_stated_text(rate)} {tax_text(rate)}"


def tax_note(rate: float) -> str | None:
    """What a tax on the deposit does and does not do, as a sentence; None before tax."""
    if not as_deposit_rate(rate).tax:
        return None
    net = f"{round(as_deposit_rate(rate).net * 100, 4):g}{THIN_SPACE}%".replace("-", "−")
    return f"A what-if: your deposit {tax_text(rate)} pays {net}. The portfolio and the benchmark are before tax."


def deposit_name(rate: float) -> str:
    """What a person calls it: ``a bank deposit at 7 % before tax``, with as many decimals as the rate has (up to four)."""
    quoted = "quoted at" if as_deposit_rate(rate).quotation is Quotation.BANK else "at"
    return f"a bank deposit {quoted} {_stated_text(rate)} {tax_text(rate)}"


def as_quoted(rate: float) -> str:
    """What it pays, in a sentence: ``7 % a year before tax, as a bank quotes it``."""
    bank = ", as a bank quotes it" if as_deposit_rate(rate).quotation is Quotation.BANK else ""
    return f"{_stated_text(rate)} a year {tax_text(rate)}{bank}"


def _stated_text(rate: float) -> str:
    stated = as_deposit_rate(rate).stated
    size = f"{abs(round(stated * 100, 4)):g}"
    return f"{'−' if stated < 0 and size != '0' else ''}{size}{THIN_SPACE}%"


def quarterly_growth(net_rate: float, since: Days, on: Days) -> Floats:
    """What 1 put in on ``since`` is worth on ``on`` as a bank counts: (1 + r/4)^k · (1 + r · days/365), of broadcast shape.

    k: completed quarters by the calendar from the day of the deposit on; days: those after the last of them. ``on`` ≥ ``since``.
    """
    quarters, begun = _of_one_deposit(since, on) if since.size == 1 and on.ndim == 1 else _of_several(since, on)
    simple = 1.0 + net_rate * (on - begun).astype(np.float64) / DAYS_PER_YEAR
    compounded = (1.0 + net_rate / QUARTERS) ** np.arange(quarters.max(initial=0) + 1)
    return np.asarray(compounded[quarters] * simple)


def _of_one_deposit(since: Days, on: Days) -> tuple[NDArray[np.int64], Days]:
    """Completed quarters by each day, and when the running one began: among the deposit's own quarter ends, which are few."""
    months = since.astype("datetime64[M]")
    span = 0 if not on.size else int((on.max().astype("datetime64[M]") - months[0]).astype(np.int64))
    later = np.arange(0, span + 1, QUARTER_MONTHS)
    marks = _monthly_mark(months, since - months.astype("datetime64[D]"), later)
    quarters = np.searchsorted(marks.view(np.int64), on.view(np.int64), side="right") - 1
    return quarters, marks[quarters]


def _of_several(since: Days, on: Days) -> tuple[NDArray[np.int64], Days]:
    """The same counted by the calendar, of every deposit beside every day."""
    months = since.astype("datetime64[M]")
    day_of = since - months.astype("datetime64[D]")
    passed = (on.astype("datetime64[M]") - months).astype(np.int64)
    passed -= _monthly_mark(months, day_of, passed) > on
    quarters = passed // QUARTER_MONTHS
    return quarters, _monthly_mark(months, day_of, quarters * QUARTER_MONTHS)


def _monthly_mark(months: Days, day_of: NDArray[np.timedelta64], later: NDArray[np.int64]) -> Days:
    """The same day of the month, ``later`` months on; the last day of a shorter month."""
    turn = months + later
    last = (turn + 1).astype("datetime64[D]") - 1
    return np.asarray(np.minimum(turn.astype("datetime64[D]") + day_of, last))
