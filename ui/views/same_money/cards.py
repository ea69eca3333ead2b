"""Which numbers stand in the cards of the comparison, and what does each of them mean?"""

from __future__ import annotations

from collections.abc import Callable

from core.market.levels import Floats
from core.market.period import DAYS_PER_YEAR
from core.returns.cash_flows import MoneyWeightedReturn
from core.same_money.comparison import AccountSide, SameMoney
from ui.charts.still.sparkline import sparkline
from ui.charts.theme import LineStyle, Role, line_style
from ui.widgets.metric_row import Card
from ui.wording.number_format import count, days_from_to, money, percent, percentage_points

_LARGEST = 10.0
_LEAD = LineStyle(line_style(Role.INVESTED).colour)
_XIRR = (
    "The yearly rate at which your deposits and withdrawals, each on its own day, grow to the closing value "
    "(XIRR, ACT/365). The amounts and the days of your payments count."
)
_TWR = (
    "The growth of each day linked together (time-weighted return, TWR): how the investments did, "
    "whatever the timing and size of your payments."
)


def portfolio_card(same: SameMoney) -> Card:
    mark = "" if same.complete else " (incomplete)"
    gain = same.portfolio.gain
    return Card(
        f"Portfolio XIRR{mark}",
        _legible(same.portfolio_xirr.rate, percent),
        _meaning(_XIRR, same, same.portfolio_xirr),
        delta=money(gain, same.currency, signed=True),
        delta_sign=gain,
        reference=f"gain{_gain_at_zero(same)}",
        picture=sparkline(same.values, line_style(Role.PORTFOLIO)),
    )


def benchmark_card(same: SameMoney) -> Card:
    side, dry = same.benchmark, same.benchmark.ran_dry
    gain = side.closing_value - float(side.account.paid.amounts.sum())
    meaning = _meaning(f"The same for the same payments in {same.benchmark_name}. {_XIRR}", same, same.benchmark_xirr)
    return Card(
        "Benchmark XIRR",
        "—" if dry else _legible(same.benchmark_xirr.rate, percent),
        f"{dry} {meaning}" if dry else meaning,
        delta=money(gain, same.currency, signed=True),
        delta_sign=gain,
        reference=f"gain{_dryness(side)}",
        picture=sparkline(same.benchmark.account.values, line_style(Role.BENCHMARK)),
    )


def difference_card(same: SameMoney) -> Card:
    difference = same.telling_difference
    lead = same.ahead + same.benchmark.account.shortfall
    meaning = (
        f"Portfolio XIRR minus benchmark XIRR, in percentage points (pp) a year: what choosing your investments instead of "
        f"{same.benchmark_name} brought. Some call it alpha; Jensen's alpha is another number."
    )
    return Card(
        "XIRR difference",
        _legible(difference, percentage_points),
        f"{meaning} {_to_two_decimals(same)}",
        delta=money(abs(lead), same.currency),
        delta_sign=lead,
        reference=f"{_side(lead)}{_lead_at_zero(same)}",
        picture=sparkline(same.values - same.benchmark.account.values, _LEAD),
    )


def risk_free_card(same: SameMoney) -> Card:
    side, dry = same.risk_free, same.risk_free.ran_dry
    difference = None if dry else same.risk_free_difference
    meaning = _meaning(
        f"The same payments in {side.account.name}, with interest for every day. The difference is what you earned beyond it.",
        same,
        same.risk_free_xirr,
    )
    return Card(
        "Risk-free XIRR",
        "—" if dry else _to_the_quarter(same.risk_free_xirr.rate),
        f"{dry} {meaning}" if dry else meaning,
        delta=_risk_free_delta(side, difference),
        delta_sign=difference or 0.0,
        reference=_dryness(side).strip(", ") if dry else _above_or_below(difference, side),
        picture=sparkline(same.risk_free.account.values, line_style(Role.RISK_FREE)),
    )


def time_weighted_card(same: SameMoney, growth: Floats) -> Card:
    """``growth``: the portfolio's growth of 100, for the sparkline."""
    mine, other = same.portfolio_time_weighted, same.benchmark_time_weighted
    value, against = mine.yearly_or_total, other.yearly_or_total
    difference = None if value is None or against is None else value - against
    span = "a year" if mine.annualised is not None else f"over {count(same.period.days, 'day')}, not annualised"
    return Card(
        "TWR",
        percent(value),
        f"{_TWR} Here {span}. {same.benchmark_name}: {percent(against)}. {days_from_to(same.period.start, same.period.end)}."
        + ("" if value is not None else f" {mine.reason}"),
        delta=None if difference is None else percentage_points(difference),
        delta_sign=difference or 0.0,
        reference=f"{percent(against)} {same.benchmark_name}",
        picture=sparkline(growth, line_style(Role.PORTFOLIO)),
    )


def _side(lead: float) -> str:
    return "ahead" if lead >= 0 else "behind"


def _gain_at_zero(same: SameMoney) -> str:
    """The second figures of the gain and the rate, with what is not valued at nothing."""
    zero = same.at_zero
    if zero is None:
        return ""
    rate = _legible(zero.money_weighted.rate, percent)
    return f"; {money(zero.gain, same.currency, signed=True)} and {rate} at zero"


def _lead_at_zero(same: SameMoney) -> str:
    zero = same.at_zero
    if zero is None:
        return ""
    lead = zero.closing_value - same.benchmark.closing_value + same.benchmark.account.shortfall
    return f"; {money(abs(lead), same.currency)} {_side(lead)} at zero"


def _dryness(side: AccountSide) -> str:
    """What to add beside an account that could not make every payment; the sentences under the cards have day and amount."""
    if side.account.exhausted_on is None:
        return ""
    return " until it ran dry" if side.ran_dry else ", ran dry once"


def _risk_free_delta(side: AccountSide, difference: float | None) -> str | None:
    """The difference; of a deposit that ran dry what it paid until then."""
    if side.ran_dry:
        return _legible(side.paid_rate.rate, percent)
    return None if difference is None else _legible(difference, percentage_points)


def _on_what_it_paid(side: AccountSide) -> str:
    """What the account earned on the money that it really took and gave."""
    return f"{_legible(side.paid_rate.rate, percent)} on what it paid"


def _above_or_below(difference: float | None, side: AccountSide) -> str | None:
    return None if difference is None else f"{'above' if difference >= 0 else 'below'} it{_dryness(side)}"


def _to_the_quarter(rate: float | None) -> str:
    """One decimal, but two for the quarters of a percent that the slider offers."""
    exact = None if rate is None else round(rate, 8)
    return percent(exact, 1 if exact is None or round(exact, 3) == exact else 2)


def _legible(rate: float | None, said: Callable[..., str]) -> str:
    """A yearly rate beyond 1,000 % is drawn from a few lucky days; its digits say nothing."""
    return f"over {said(_LARGEST, 0)}" if rate is not None and rate > _LARGEST else said(rate)


def _meaning(text: str, same: SameMoney, rate: MoneyWeightedReturn) -> str:
    parts = [text, f"{days_from_to(same.period.start, same.period.end)}."]
    if same.period.days < DAYS_PER_YEAR:
        parts.append(f"A yearly rate drawn from {count(same.period.days, 'day')} only says little.")
    parts += [one for one in (rate.reason, rate.warning) if one]
    return " ".join(parts)


def _to_two_decimals(same: SameMoney) -> str:
    """The subtraction itself, for rounded figures need not add up; else why there is none."""
    mine, other = same.portfolio_xirr, same.benchmark_xirr
    if same.benchmark.ran_dry:
        return f"{same.benchmark.ran_dry} It made {_on_what_it_paid(same.benchmark)}."
    if same.xirr_difference is None:
        return " ".join(dict.fromkeys(rate.reason for rate in (mine, other) if rate.reason))
    return f"{percent(mine.rate, 2)} less {percent(other.rate, 2)} is {percentage_points(same.xirr_difference, 2)}."
