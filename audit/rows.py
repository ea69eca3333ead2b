"""What does each row of the transactions mean, in money and in units?"""

from __future__ import annotations

import bisect
import math
from collections.abc import Iterator
from datetime import date

from audit.levels import Row

UNIT_DUST = 1e-6  # of all units ever acquired: what is left below it is rounding
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


def units_over_time(rows: list[Row], as_of: date) -> Steps:
    """Units at the end of each day they change, counted on the latest split basis; a split works at the start of its day."""
    held, steps, bought = 0.0, {}, []
    for row, change, ratio in _in_order(rows):
        held = held * ratio + change
        bought.append((row["date"], max(change, 0.0)))
        steps[row["date"]] = held
    dust = UNIT_DUST * sum(amount * ratio_after(rows, day) for day, amount in bought)
    found = [(day, amount * ratio_after(rows, day)) for day, amount in steps.items() if day <= as_of]
    return [(day, 0.0 if abs(amount) <= dust else amount) for day, amount in found]


def ratio_after(rows: list[Row], day: date) -> float:
    """How many units of the latest split basis one of a day has become."""
    if not any(row["kind"] in RATIOS for row in rows):
        return 1.0
    return math.prod(ratio for row, _, ratio in _in_order(rows) if row["date"] > day)


def _in_order(rows: list[Row]) -> Iterator[tuple[Row, float, float]]:
    """The rows that move units, the units that each adds, and the ratio by which it multiplies those held before."""
    moving = sorted(
        (row for row in rows if counts_units(row)), key=lambda row: (row["date"], row["kind"] not in RATIOS)
    )
    held = 0.0
    for row in moving:
        change, ratio = unit_change(row, held)
        held = held * ratio + change
        yield row, change, ratio


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
