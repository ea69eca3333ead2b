"""What happened to the portfolio between two dates? The valuation cut to a period, with what was there at its start as the first flow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from core.errors import InsufficientData
from core.ledger.flows import MoneyFlows
from core.market.levels import Days, Floats, to_day, to_days
from core.market.period import Period
from core.returns.cash_flows import CashFlows, MoneyWeightedReturn, xirr
from core.returns.held import held_within, returns_while_held
from core.returns.time_weighted import TimeWeightedReturn
from core.valuation.cash_out import CashOut
from core.valuation.portfolio_value import Valuation
from core.valuation.stale import NotValued, not_valued
from core.wording import spoken_date


@dataclass(frozen=True, slots=True)
class AtZero:
    """The closing value, the gain and the XIRR if what is not valued is worth nothing. ``names``: of what that is."""

    names: tuple[str, ...]
    closing_value: float
    gain: float
    money_weighted: MoneyWeightedReturn


@dataclass(frozen=True, slots=True, eq=False)
class PortfolioWindow:
    """The portfolio over ``period``, in its own currency.

    ``dates``: shape (n,), from the period's first to its last day. ``values``, ``invested``: shape (n,). ``opening_value``: what was
    held at the end of the first day, 0 when the period begins with the first flow. ``flows``: the opening value on the first day,
    then the external flows after it up to the last day. ``held``: from when to when inside the period something was held.
    ``not_valued``: what stands at a price of too long ago at its end, until its owner says what became of it.
    """

    period: Period
    dates: Days
    values: Floats
    invested: Floats
    opening_value: float
    flows: CashFlows
    money_weighted: MoneyWeightedReturn
    time_weighted: TimeWeightedReturn
    held: tuple[Period, ...]
    not_valued: tuple[NotValued, ...] = ()

    @property
    def at_zero(self) -> AtZero | None:
        """The other of the two figures that are told until the owner decides; None where everything is valued."""
        if not self.not_valued:
            return None
        lost = sum(one.value for one in self.not_valued)
        closing = self.closing_value - lost
        names = tuple(one.name for one in self.not_valued)
        return AtZero(names, closing, self.gain - lost, xirr(self.flows, closing, self.period.end))

    @property
    def closing_value(self) -> float:
        return float(self.values[-1])

    @property
    def gain(self) -> float:
        """The closing value minus the net of all flows, the opening value among them."""
        return self.closing_value - float(self.flows.amounts.sum())

    def on_dates(self, keep: NDArray[np.bool_]) -> PortfolioWindow:
        """The same window shown on fewer dates (shape (n,)); its ends and its flow dates always stay."""
        needed = np.isin(self.dates, self.flows.days)
        needed[[0, -1]] = True
        keep = keep | needed
        return replace(self, dates=self.dates[keep], values=self.values[keep], invested=self.invested[keep])


def whole_period(valuation: Valuation) -> Period:
    """From the first flow to the as-of date, or to the cash-out where nothing has been held since.

    Raises InsufficientData where no money has moved or nothing can be valued.
    """
    if valuation.begins is not None:
        return Period(valuation.begins, valuation.ends)
    if valuation.unpriced:
        named = "; ".join(f"{one.name}: {one.reason}" for one in valuation.unpriced[:5])
        more = f"; and {len(valuation.unpriced) - 5} more" if len(valuation.unpriced) > 5 else ""
        raise InsufficientData(
            f"Nothing in {valuation.name} can be valued ({named}{more}). Add prices or the missing rows on “Your Data”.",
            needs_data=True,
            unpriced=[one.symbol for one in valuation.unpriced],
        )
    raise InsufficientData(f"{valuation.name} has no transactions yet. Add some on “Your Data”.", needs_data=True)


def possible_period(valuation: Valuation, asked: Period | None) -> Period:
    """The asked period cut to the time between the first flow and the as-of date, and to the cash-out where nothing is held at its end.

    Here and nowhere else it is decided where a comparison ends. Raises InsufficientData when nothing is left.
    """
    whole = whole_period(valuation)
    if asked is None:
        return whole
    if asked.end < whole.start or asked.start > valuation.as_of:
        raise InsufficientData(
            f"{valuation.name} begins on {spoken_date(whole.start)} and is valued up to {spoken_date(valuation.as_of)}. "
            "Choose a range inside that."
        )
    out = valuation.cash_out(min(asked.end, valuation.as_of))
    if out is not None and asked.start >= out.ends and asked.start > whole.start:
        raise _nothing_left(valuation, asked, out)
    end = min(asked.end, valuation.as_of) if out is None else out.ends
    return Period(max(asked.start, whole.start), end)


def _nothing_left(valuation: Valuation, asked: Period, out: CashOut) -> InsufficientData:
    """Nothing was held in the range: it begins when all was sold already, or lies where the portfolio was empty."""
    back = f" and after {spoken_date(out.back_on)}" if out.back_on else ""
    return InsufficientData(
        f"Nothing was held in {valuation.name} between {spoken_date(asked.start)} and {spoken_date(asked.end)}. {out.fact}{back}. "
        "Choose a range that begins earlier."
    )


def portfolio_window(valuation: Valuation, period: Period, begins: date | None = None) -> PortfolioWindow:
    """The valuation over a period that lies inside the whole one (see :func:`possible_period`).

    ``begins``: the day whose own flows still belong to the period, its first flow's unless given (a part of a portfolio is cut
    as the whole is, so that the parts' flows add up to the whole's).
    """
    begins = begins or valuation.begins
    dates = window_dates(valuation.dates, period)
    values = valuation.values[last_at(valuation.dates, dates)]
    opening = 0.0 if period.start == begins else float(values[0])
    money = money_inside(valuation.money, period, begins)
    flows = with_opening(money.net, opening, period.start)
    held = held_within(valuation.stretches, period)
    return PortfolioWindow(
        period,
        dates,
        values,
        _invested(money, opening, dates),
        opening,
        flows,
        xirr(flows, float(values[-1]), period.end),
        _time_weighted(valuation, period, held),
        held,
        not_valued(valuation, period.end),
    )


def window_dates(dates: Days, period: Period) -> Days:
    """The period's first day, the valuation dates inside it and its last day."""
    edges = to_days([period.start, period.end] if period.days else [period.start])
    inside = dates[np.searchsorted(dates, edges[0], side="right") : np.searchsorted(dates, edges[-1])]
    return np.concatenate([edges[:1], inside, edges[1:]])


def last_at(dates: Days, on: Days) -> NDArray[np.intp]:
    """For each day the index of the last valuation date on or before it."""
    return np.searchsorted(dates, on, side="right") - 1


def money_inside(money: MoneyFlows, period: Period, begins: date | None) -> MoneyFlows:
    """The flows after the period's first day up to its last; with the first day where the money begins then."""
    upto = money.upto(to_day(period.end))
    return upto if period.start == begins else upto.after(to_day(period.start))


def with_opening(flows: CashFlows, opening: float, start: date) -> CashFlows:
    """The flows after what was there at the start, which counts as paid in on that day."""
    if not opening:
        return flows
    return CashFlows(np.append(to_day(start), flows.days), np.append(opening, flows.amounts))


def _invested(money: MoneyFlows, opening: float, dates: Days) -> Floats:
    paid_in, taken_out, _ = money.per_date(dates)
    return np.maximum(opening + np.cumsum(paid_in - taken_out), 0.0)


def _time_weighted(valuation: Valuation, period: Period, held: Sequence[Period]) -> TimeWeightedReturn:
    try:
        return returns_while_held(valuation.returns, period, held)
    except InsufficientData as none:
        return TimeWeightedReturn(None, None, period.days, none.message)
