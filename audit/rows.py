"""What does each row of the transactions mean, in money and in units?"""

from __future__ import annotations

import bisect
import math
from datetime import date
from itertools import groupby

from audit.levels import Row

UNIT_DUST = 1e-6  # of the units acquired since nothing was held: what a sale leaves below it is rounding
SALE_ROUNDED = 1e-3  # of what is held: a sale larger by no more is all of it
MONEY, EMPLOYER = {"DEPOSIT", "CONTRIBUTION", "WITHDRAWAL"}, {"RSU_VEST", "ESPP_PURCHASE"}
IN, OUT = EMPLOYER | {"BUY", "DEPOSIT", "CONTRIBUTION"}, {"SELL", "WITHDRAWAL"}
PAYOUTS, RATIOS = {"DIVIDEND", "COUPON", "INTEREST"}, {"SPLIT", "BONUS"}
NUMBERS = "quantity price amount fees taxes fx_rate fair_market_value"
Steps = list[tuple[date, float]]
"""(day, amount at its end), in order of days."""


def gross(row: Row) -> float:
    """Money before fees and taxes; shares from an employer at their fair market value."""
    if row["kind"] in RATIOS:
        return 0.0
    if row["kind"] in EMPLOYER and row["fair_market_value"] is not None:
        return float(row["quantity"] * row["fair_market_value"])
    if row["amount"] is not None:
        return float(row["amount"])
    return float(row["quantity"] * row["price"]) if row["price"] is not None else 0.0


def external(row: Row) -> float:
    """Money into the portfolio (out of it: negative), were there no cash account; costs count as money put in."""
    costs, kind = float(row["fees"] + row["taxes"]), row["kind"]
    if kind in EMPLOYER:
        return gross(row) + float(row["fees"])
    if kind in IN or kind in ("FEE", "TAX"):
        return gross(row) + costs
    return costs - gross(row) if kind in OUT or kind in PAYOUTS else costs


def cash_effect(row: Row) -> float:
    """What the row does to a cash account; shares from an employer or moved in from elsewhere cost it nothing."""
    if row["kind"] in MONEY:
        amount = 0.0 if row["symbol"] else gross(row)
        return -amount if row["kind"] == "WITHDRAWAL" else amount
    return 0.0 if row["kind"] in EMPLOYER else -external(row)


def units(row: Row) -> float:
    """Units of a row; of one that states amount and price alone, their quotient."""
    if row["quantity"] or not row["price"] or row["amount"] is None:
        return float(row["quantity"])
    return float(row["amount"] / row["price"])


def counts_units(row: Row) -> bool:
    """Whether the row brings, takes or restates units; a plain amount of money does not."""
    return bool(row["symbol"]) and (row["kind"] in RATIOS or (row["kind"] in IN | OUT and units(row) > 0))


def lacks_price(row: Row) -> bool:
    """Whether units came or went in kind, and the row says nothing of their worth."""
    worth = [row["price"], row["amount"], row["fair_market_value"] if row["kind"] in EMPLOYER else None]
    in_kind = bool(row["symbol"]) and row["kind"] in MONEY | EMPLOYER and row["quantity"] > 0
    return in_kind and all(one is None for one in worth)


def units_over_time(rows: list[Row], as_of: date) -> Steps:
    """Units at the end of each day they change, counted on the latest split basis; a split works at the start of its day."""
    return [(day, amount * ratio_after(rows, day)) for day, amount in _counted(rows)[0] if day <= as_of]


def ratio_after(rows: list[Row], day: date) -> float:
    """How many units of the latest split basis one of a day has become."""
    if not any(row["kind"] in RATIOS for row in rows):
        return 1.0
    return math.prod(ratio for on, ratio in ratios(rows) if on > day)


def ratios(rows: list[Row]) -> Steps:
    """The ratio by which the units held before were multiplied, by day."""
    return _counted(rows)[1]


def _counted(rows: list[Row]) -> tuple[Steps, Steps]:
    """Units at the end of each day they change, as counted on that day, and the ratios by which those held before were multiplied."""
    moving = sorted(
        (row for row in rows if counts_units(row)), key=lambda row: (row["date"], row["kind"] not in RATIOS)
    )
    held, since_empty = 0.0, 0.0
    steps: Steps = []
    found: Steps = []
    for day, todays in groupby(moving, key=lambda row: row["date"]):
        began, bought, sold = held, 0.0, 0.0
        for row in todays:
            change, ratio = unit_change(row, began)
            if row["kind"] in RATIOS:
                began, since_empty = began * ratio + change, since_empty * ratio + change
                found.append((day, ratio))
            bought += max(change, 0.0) if row["kind"] in IN else 0.0
            sold -= min(change, 0.0)
        held, since_empty = _after_trades(began, bought, sold, since_empty)
        steps.append((day, held))
    return steps, found


def _after_trades(began: float, bought: float, sold: float, since_empty: float) -> tuple[float, float]:
    """What a day's trades leave, in whatever order they were made, and the units since nothing was held.

    Sales of all that was there at the beginning leave what was bought, sales of that too leave nothing; dust counts before rounding.
    """
    old, new = began - sold, began + bought - sold
    dust_old, dust_new = _is_dust(old, since_empty), _is_dust(new, since_empty + bought)
    rounded_old, rounded_new = 0 < -old <= SALE_ROUNDED * began, 0 < -new <= SALE_ROUNDED * (began + bought)
    if not sold or not (dust_old or dust_new or rounded_old or rounded_new):
        return new, since_empty + bought if new else 0.0
    leaves_bought = abs(old) <= abs(new) if dust_old and dust_new else dust_old or (rounded_old and not dust_new)
    return (bought, bought) if leaves_bought else (0.0, 0.0)


def _is_dust(left: float, since_empty: float) -> bool:
    """Less than a whole unit, and at most a millionth of those since nothing was held."""
    return abs(left) < 1 and abs(left) <= UNIT_DUST * since_empty


def unit_change(row: Row, held: float) -> tuple[float, float]:
    """Units that are added, and the ratio by which those held before are multiplied."""
    if row["kind"] == "SPLIT":
        return 0.0, row["quantity"]
    if row["kind"] == "BONUS" and held > 0:
        return 0.0, (held + row["quantity"]) / held
    return (units(row), 1.0) if row["kind"] in IN or row["kind"] == "BONUS" else (-units(row), 1.0)


def last(steps: Steps, day: date) -> float:
    """The amount at the end of a day."""
    at = bisect.bisect_right(steps, (day, math.inf)) - 1
    return steps[at][1] if at >= 0 else 0.0
