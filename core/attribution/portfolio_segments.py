"""How much money was at work in each holding from the start of each day, and what did it gain? Segments from a valuation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.errors import InvalidSpecification
from core.ledger.transaction import AssetType
from core.market.levels import Days, Floats, frozen
from core.returns.time_weighted import at_work
from core.valuation.portfolio_value import Valuation

# Below this share of the whole an opening amount is dust, on which no return can be measured.
DUST = 1e-6
_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class HoldingDays:
    """Money at work and gains by day, in base currency.

    ``dates``: shape (t,). ``opening``: shape (t, s), the value of the day before and what came in, columns as the valuation's
    holdings; it adds up to the portfolio's own opening amount. ``gains``: shape (t, s), the closing value and what went out, less the
    opening amount. A day on which nothing was held is a row of zeros. ``moved``: on how many days a gain came to a holding without an
    amount at work (a dividend after the sale), so that it counts with the rest of its class.
    """

    dates: Days
    opening: Floats
    gains: Floats
    moved: int = 0

    def __post_init__(self) -> None:
        if self.opening.shape != self.gains.shape or self.opening.shape[0] != self.dates.size:
            raise InvalidSpecification("Dates, opening amounts and gains of holdings do not belong together.")
        for name in ("opening", "gains"):
            object.__setattr__(self, name, frozen(getattr(self, name)))

    @property
    def total(self) -> Floats:
        """The portfolio's opening amount, shape (t,)."""
        return np.asarray(self.opening.sum(axis=1))

    @property
    def returns(self) -> Floats:
        """The portfolio's return of each day, shape (t,); 0 where nothing was held."""
        whole = self.total
        return np.asarray(np.divide(self.gains.sum(axis=1), whole, out=np.zeros_like(whole), where=whole > 0))

    def grouped(self, groups: Sequence[str], names: Sequence[str]) -> tuple[Floats, Floats]:
        """Weights and returns of groups of holdings, shape (t, g) each, in the order of ``names``; a return is NaN at weight 0.

        ``groups``: each holding's group.
        """
        opening, gains = by_group(self.opening, groups, names), by_group(self.gains, groups, names)
        whole = self.total[:, None]
        weights = np.divide(opening, whole, out=np.zeros_like(opening), where=whole > 0)
        returns = np.divide(gains, opening, out=np.full_like(gains, np.nan), where=opening != 0)
        return weights, returns

    def rows(self, keep: NDArray[np.bool_]) -> HoldingDays:
        """Some of the days, shape (t,) of flags."""
        return HoldingDays(self.dates[keep], self.opening[keep], self.gains[keep], self.moved)


def membership(groups: Sequence[str], names: Sequence[str]) -> Floats:
    """1 where an item belongs to a group, shape (items, g)."""
    return np.array([[group == name for name in names] for group in groups], dtype=np.float64).reshape(
        len(groups), len(names)
    )


def by_group(table: Floats, groups: Sequence[str], names: Sequence[str]) -> Floats:
    """Columns of a table, shape (t, items), added up by their groups, shape (t, g): for the hundreds of groups that an index has."""
    places = {name: place for place, name in enumerate(names)}
    sums = np.zeros((table.shape[0], len(names)), order="F")
    for column, group in enumerate(groups):
        sums[:, places[group]] += table[:, column]
    return sums


def holding_days(valuation: Valuation, classes: Sequence[str], dates: Days) -> HoldingDays:
    """Opening amounts and gains of every holding on each of ``dates`` (shape (t,), ascending, all valuation dates among them).

    As the time-weighted return has it (:func:`core.returns.time_weighted.at_work`): what comes in is at work from the start of its
    day, what bought at the day's own price or goes out until or from its end; on dates between the valuation's own, values stand
    still. ``classes``: each holding's asset class, within which a gain without an amount at work is counted. The opening amounts add up
    to the portfolio's own, the gains to what it became less that.
    """
    at = np.searchsorted(valuation.dates, dates, side="right") - 1
    values = np.where((at >= 0)[:, None], valuation.holding_values[np.maximum(at, 0)], 0.0)
    before = np.vstack([np.zeros((1, values.shape[1])), values[:-1]])
    moved = _moved(valuation, dates, before.sum(axis=1) == 0)
    opening, gains = before + moved.from_start, values + moved.gone - before - moved.paid_in
    opening -= _at_work_already(valuation, moved, opening.sum(axis=1) - _base(valuation, dates))
    idle = (opening.sum(axis=1) <= 0) | ~((before != 0) | (values + moved.gone != 0)).any(axis=1)
    opening[idle], gains[idle] = 0.0, 0.0
    opening, gains, across = _counted_elsewhere(opening, gains, classes, ["all"] * len(classes))
    opening, gains, within = _counted_elsewhere(opening, gains, _numbered(classes), classes)
    return HoldingDays(dates, opening, gains, across + within)


def _numbered(items: Sequence[str]) -> list[str]:
    return [str(number) for number in range(len(items))]


@dataclass(frozen=True, slots=True, eq=False)
class _Moved:
    """What came into and went out of each holding on each date, shape (t, s), transfers from and to tracked cash included.

    ``from_start``: the part of what came in that is at work from the start of its day.
    """

    paid_in: Floats
    gone: Floats
    from_start: Floats


def _moved(valuation: Valuation, dates: Days, from_nothing: NDArray[np.bool_]) -> _Moved:
    shape = (dates.size, len(valuation.holdings))
    paid_in, gone, dealt = np.zeros(shape), np.zeros(shape), np.zeros(shape)
    for column, holding in enumerate(valuation.holdings):
        came, taken, paid = holding.money.per_date(dates)
        paid_in[:, column], gone[:, column] = came, taken + paid
        dealt[:, column] = holding.money.dealt_per_date(dates)[0]
    at_start = from_nothing | (_on(valuation, valuation.dealt, dates) < valuation.money.dealt_per_date(dates)[0])
    return _Moved(paid_in, gone, paid_in - np.where(at_start[:, None], 0.0, dealt))


def _on(valuation: Valuation, amounts: Floats, dates: Days) -> Floats:
    """Amounts of the valuation's dates on all dates, 0 between its own; shape (t,)."""
    found = np.zeros(dates.size)
    found[np.searchsorted(dates, valuation.dates)] = amounts
    return found


def _base(valuation: Valuation, dates: Days) -> Floats:
    """The portfolio's own opening amount on each date, shape (t,): between the valuation's dates its value stands still."""
    base, _ = at_work(valuation.values, valuation.inflows, valuation.outflows, valuation.dealt)
    at = np.searchsorted(valuation.dates, dates, side="right") - 1
    standing = np.where(at >= 0, valuation.values[np.maximum(at, 0)], 0.0)
    standing[np.searchsorted(dates, valuation.dates)] = base
    return standing


def _at_work_already(valuation: Valuation, moved: _Moved, excess: Floats) -> Floats:
    """By how much the holdings' amounts at work exceed the portfolio's own, shape (t, s): money that only changed places that day.

    A purchase leaves the tracked cash at the start of its day, a sale reaches it at the end; of several currencies each gives in
    proportion to what moved through it. Without cash a sale pays for the purchases of its day, each in proportion. No gain changes.
    """
    scale = np.maximum(moved.paid_in.sum(axis=1), 1.0)
    excess = np.where(np.abs(excess) <= _ROUNDING * scale, 0.0, excess)
    is_cash = np.array([one.asset_type is AssetType.CASH for one in valuation.holdings], dtype=np.float64)
    through = (moved.paid_in + moved.gone) * is_cash * float(valuation.cash_account.tracked)
    used = np.any(through, axis=1, keepdims=True)
    share = _shares(np.where(used, through, moved.from_start))
    return np.asarray(share * excess[:, None])


def _shares(amounts: Floats) -> Floats:
    """Each amount's share of its row, shape (t, s); 0 in a row without any."""
    whole = amounts.sum(axis=1, keepdims=True)
    return np.asarray(np.divide(amounts, whole, out=np.zeros_like(amounts), where=whole > 0))


def _counted_elsewhere(
    opening: Floats, gains: Floats, groups: Sequence[str], around: Sequence[str]
) -> tuple[Floats, Floats, int]:
    """Gains of groups without an amount at work go to the others around them, in proportion to what is at work there.

    ``groups``, ``around``: for each holding, the group that is looked at and the larger one that it belongs to.
    """
    mine, larger = membership(groups, list(dict.fromkeys(groups))), membership(around, list(dict.fromkeys(around)))
    whole = opening.sum(axis=1, keepdims=True)
    dust = np.abs(opening @ mine) <= DUST * whole
    late = dust & ((gains @ mine) != 0)
    if not late.any():
        return opening, gains, 0
    from_here = (late @ mine.T) > 0
    working = np.where((dust @ mine.T) > 0, 0.0, np.maximum(opening, 0.0))
    base = (working @ larger) @ larger.T
    can_move = from_here & (base > 0)
    moving = np.where(can_move, gains, 0.0)
    received = np.divide(working, base, out=np.zeros_like(working), where=base > 0) * ((moving @ larger) @ larger.T)
    return opening, gains - moving + received, int(np.count_nonzero(can_move.any(axis=1)))
