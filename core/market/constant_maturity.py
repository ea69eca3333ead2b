"""What did a bond of constant maturity earn? Total returns from a dated series of yields of more than a year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

import numpy as np

from core.errors import InvalidSpecification
from core.market.levels import Days, Floats
from core.market.period import DAYS_PER_YEAR
from core.market.yields import YieldSeries

COUPONS_A_YEAR = 2
LONGEST_ACCRUED_TENOR = 1.0
# Yields of United States Treasury bills and bonds, by the symbols of the exchange that publishes them; years.
KNOWN_TENORS: Mapping[str, float] = MappingProxyType({"^IRX": 0.25, "^FVX": 5.0, "^TNX": 10.0, "^TYX": 30.0})


def with_known_tenor(series: YieldSeries) -> YieldSeries:
    """The series with the tenor that its symbol names, and effective yields where that is of a bond; others as they are."""
    tenor = KNOWN_TENORS.get(series.name)
    if series.tenor is not None or tenor is None:
        return series
    yields = effective_yields(series.yields) if tenor > LONGEST_ACCRUED_TENOR else series.yields
    return replace(series, yields=yields, tenor=tenor)


def yield_log_growth(series: YieldSeries, on: Days) -> Floats:
    """ln of what 1 put in on the series' first date has become by each date, shape (m,).

    A tenor of up to a year, or none, accrues; a longer one earns :func:`constant_maturity_returns` between the yields' dates and
    accrues after the last of them. Errors as in ``YieldSeries.known`` and :func:`par_bond_sensitivities`.
    """
    if series.tenor is None or series.tenor <= LONGEST_ACCRUED_TENOR:
        return series.log_growth(on)
    at = series.positions(on)
    to_own_date = np.concatenate(([0.0], np.cumsum(np.log1p(constant_maturity_returns(series, series.tenor)))))
    years = (on - series.dates[at]).astype(np.float64) / DAYS_PER_YEAR
    return np.asarray(to_own_date[at] + np.log1p(series.yields[at]) * years)


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
