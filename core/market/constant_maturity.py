"""What did a bond of constant maturity earn? Total returns from a dated series of yields of more than a year."""

from __future__ import annotations

import numpy as np

from core.errors import InvalidSpecification
from core.market.levels import Floats
from core.market.period import DAYS_PER_YEAR
from core.market.yields import YieldSeries

COUPONS_A_YEAR = 2


def effective_yields(quoted: Floats) -> Floats:
    """Effective yearly yields of half-yearly quotations (fractions), shape (n,): (1 + q/2)² − 1."""
    return np.asarray((1.0 + np.asarray(quoted) / COUPONS_A_YEAR) ** COUPONS_A_YEAR - 1.0)


def par_bond_sensitivities(yields: Floats, tenor: float) -> tuple[Floats, Floats]:
    """Modified duration (years) and convexity (years²) of a par bond with half-yearly coupons, each of shape (n,).

    ``yields``: effective yearly fractions above −1, shape (n,); ``tenor``: years, a whole number of half-years. Raises
    InvalidSpecification for another tenor.
    """
    if not (np.isfinite(tenor) and tenor > 0 and float(tenor * COUPONS_A_YEAR).is_integer()):
        raise InvalidSpecification(
            f"A tenor of {tenor} years is not possible. Give years in halves, such as 10 or 2.5."
        )
    growth = 1.0 + np.asarray(yields, dtype=np.float64)[:, None]
    years = np.arange(1, int(tenor * COUPONS_A_YEAR) + 1) / COUPONS_A_YEAR
    payments = np.repeat(growth ** (1 / COUPONS_A_YEAR) - 1.0, years.size, axis=1)
    payments[:, -1] += 1.0
    duration = (payments * years * growth ** (-years - 1)).sum(axis=1)
    convexity = (payments * years * (years + 1) * growth ** (-years - 2)).sum(axis=1)
    return np.asarray(duration), np.asarray(convexity)


def constant_maturity_returns(series: YieldSeries, tenor: float) -> Floats:
    """Return between each two dates, shape (n − 1,), fractions: accrued yield − D·Δy + ½C·Δy², negative where yields rise enough.

    The yield accrues as (1 + y)^(days/365) − 1; D and C are of the par bond at the earlier date's yield. Errors as in
    :func:`par_bond_sensitivities`.
    """
    before, change = series.yields[:-1], np.diff(series.yields)
    duration, convexity = par_bond_sensitivities(before, tenor)
    years = np.diff(series.dates).astype(np.float64) / DAYS_PER_YEAR
    return np.asarray((1.0 + before) ** years - 1.0 - duration * change + convexity * change**2 / 2)
