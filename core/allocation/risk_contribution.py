"""Which holdings carry the risk, and how many independent bets are there? From the holdings' own aligned returns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.errors import InsufficientHistoryError, InvalidSpecification
from core.market.levels import Floats

FEWEST_RETURNS = 20
_OFFSET = 1e-12  # of the variance that the holdings had without offsetting each other: less is rounding


@dataclass(frozen=True, slots=True)
class RiskPart:
    """One holding. ``contribution``: its share of the portfolio's variance (all sum to 1; negative where it hedges).

    ``volatility``: its own, a fraction a year.
    """

    name: str
    weight: float
    volatility: float
    contribution: float


@dataclass(frozen=True, slots=True, eq=False)
class RiskStructure:
    """``correlation``: shape (k, k), NaN beside a holding that never moves. ``volatility``: the portfolio's, a fraction a year.

    ``diversification_ratio``: weighted own volatilities over the portfolio's (Choueifaty and Coignard 2008), at least 1.
    ``effective_bets``: the ratio squared, the number of independent bets of equal risk that would diversify as much (Choueifaty,
    Froidure and Reynier 2013), at most the number of holdings that move. Unlike the entropy of principal portfolios it does not
    depend on which of several equal eigenvectors the solver finds.
    ``hedged``: the ratio squared is above that number, which only holdings that move against each other reach.
    Ratio and bets are None, with an entry in ``reasons``, where no holding moves; the ratio alone where they offset each other wholly.
    """

    parts: tuple[RiskPart, ...]
    correlation: Floats
    volatility: float
    diversification_ratio: float | None
    effective_bets: float | None
    hedged: bool
    observations: int
    periods_per_year: float
    reasons: tuple[tuple[str, str], ...] = ()

    @property
    def mean_correlation(self) -> float | None:
        """The mean over all pairs of different holdings; None for fewer than two."""
        pairs = self.correlation[np.triu_indices(len(self.parts), 1)]
        there = pairs[np.isfinite(pairs)]
        return float(there.mean()) if there.size else None


def risk_structure(names: Sequence[str], returns: Floats, weights: Floats, periods_per_year: float) -> RiskStructure:
    """The risk of constant ``weights`` (k,) over ``returns`` (n, k) of the same days, of which a year has so many; ddof = 1.

    Raises InsufficientHistoryError below 20 returns, InvalidSpecification where the shapes or weights do not fit.
    """
    _check(names, returns, weights)
    shares = weights / weights.sum()
    covariance = np.atleast_2d(np.cov(returns, rowvar=False, ddof=1)) * periods_per_year
    own = np.sqrt(np.maximum(np.diag(covariance), 0.0))
    variance, alone = float(shares @ covariance @ shares), float(shares @ own)
    flat = variance <= max(1e-18, _OFFSET * alone * alone)
    part = np.zeros(shares.size) if flat else shares * (covariance @ shares) / variance
    parts = tuple(
        RiskPart(name, float(weight), float(risk), float(share))
        for name, weight, risk, share in zip(names, shares, own, part, strict=True)
    )
    total = float(np.sqrt(max(variance, 0.0)))
    ratio, reasons = (alone / total, ()) if not flat else (None, _reasons(alone))
    bets, hedged = _bets(ratio, int(np.count_nonzero((shares > 0) & (own > 0))))
    return RiskStructure(
        parts, _correlation(covariance, own), total, ratio, bets, hedged, returns.shape[0], periods_per_year, reasons
    )


def _bets(ratio: float | None, moving: int) -> tuple[float | None, bool]:
    """The independent bets of a ratio, no more than holdings that move, and whether these hedge each other."""
    if ratio is None:
        return (float(moving), True) if moving > 1 else (None, False)
    return min(ratio * ratio, float(moving)), ratio * ratio > moving * (1 + 1e-9)


def _reasons(alone: float) -> tuple[tuple[str, str], ...]:
    """Why a portfolio without any variance has no ratio: its holdings stand still, or offset each other."""
    if alone * alone > 1e-18:
        return (
            ("diversification_ratio", "The holdings offset each other: together they did not move over these days."),
        )
    why = "The holdings' values did not move over these days."
    return ("diversification_ratio", why), ("effective_bets", why)


def _check(names: Sequence[str], returns: Floats, weights: Floats) -> None:
    if returns.ndim != 2 or returns.shape[1] != len(names) or weights.shape != (len(names),):
        raise InvalidSpecification("Give one column of returns and one weight for each holding.")
    if returns.shape[0] < FEWEST_RETURNS:
        raise InsufficientHistoryError("The holdings' risk", returns.shape[0], FEWEST_RETURNS)
    if not np.all(np.isfinite(returns)) or np.any(weights < 0) or not weights.sum() > 0:
        raise InvalidSpecification("Returns must be known on every day, and weights at least 0 with one above.")


def _correlation(covariance: Floats, own: Floats) -> Floats:
    with np.errstate(invalid="ignore", divide="ignore"):
        found = covariance / np.outer(own, own)
    found[~np.isfinite(found)] = np.nan
    at = np.arange(own.size)
    found[at, at] = np.where(own > 0, 1.0, np.nan)
    return np.asarray(np.clip(found, -1.0, 1.0), dtype=np.float64)
