"""How many more months must a record be until it is likely to tell skill from luck?"""

from __future__ import annotations

from core.statistics.relative import Comparison

MONTHS_A_YEAR = 12
LONGEST_WAIT = 1200  # months: a century says enough
# Of the standard normal distribution: 2.5 % lie above the first, 80 % below the second.
SIGNIFICANT, FOUR_IN_FIVE = 1.959963984540054, 0.8416212335729143


def months_needed(months: float, t: float) -> int:
    """n((1.96 + 0.84) / t)² − n, to the nearest month, at least 1: for a test at 5 % with a power of 80 %.

    ``months``: the record's length n; ``t``: alpha over its error, not 0, which grows with √n as long as alpha stays what it was.
    """
    return max(1, round(months * (((SIGNIFICANT + FOUR_IN_FIVE) / t) ** 2 - 1.0)))


def months_still_needed(found: Comparison) -> int | None:
    """0 where the 95 % interval of alpha leaves out 0 already; None without an error, without alpha, or beyond ``LONGEST_WAIT``."""
    if found.jensen is None or found.jensen.interval is None or not found.jensen.t:
        return None
    low, high = found.jensen.interval
    if low > 0 or high < 0:
        return 0
    needed = months_needed(found.observations / found.periods_per_year * MONTHS_A_YEAR, found.jensen.t)
    return needed if needed <= LONGEST_WAIT else None


def spoken_months_needed(months: int) -> str:
    """The sentence; ``months``: 1 or more."""
    more = "1 more month" if months == 1 else f"{months} more months"
    return f"If the true alpha is what it was so far, {more} for a four in five chance of telling."
