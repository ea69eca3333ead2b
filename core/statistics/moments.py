"""What are the mean and the spread of one series of returns, as they are and over the risk-free rate?"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from core.market.levels import Floats

NO_VARIATION = 1e-15  # a standard deviation of returns up to this is rounding: the returns never vary


@dataclass(frozen=True, slots=True)
class Moments:
    """Mean and sample standard deviation (n − 1) per period, of the returns and of their excess over the risk-free rate."""

    mean: float
    deviation: float
    excess_mean: float
    excess_deviation: float


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """Returns less their mean and excess returns less theirs, both of shape (n,), with their moments."""

    moments: Moments
    centred: Floats
    excess_centred: Floats


def sample_of(returns: Floats, rates: float | Floats) -> Sample:
    """``returns``: shape (n,), n ≥ 2. ``rates``: the risk-free rate per period, one number or shape (n,)."""
    mean, centred = centre(returns)
    deviation = deviation_of(centred)
    if not isinstance(rates, np.ndarray):
        return Sample(Moments(mean, deviation, mean - rates, deviation), centred, centred)
    excess_mean, excess_centred = centre(returns - rates)
    return Sample(Moments(mean, deviation, excess_mean, deviation_of(excess_centred)), centred, excess_centred)


def centre(values: Floats) -> tuple[float, Floats]:
    """The mean, and the values less it."""
    mean = float(values.sum()) / values.size
    return mean, values - mean


def deviation_of(centred: Floats) -> float:
    """Sample standard deviation (n − 1) of values less their mean; exactly 0 where it is nothing but rounding."""
    deviation = math.sqrt(float(centred.dot(centred)) / (centred.size - 1))
    return deviation if deviation > NO_VARIATION else 0.0


def downside_deviation(returns: Floats, target: float | Floats) -> float:
    """Root mean square of the shortfalls below ``target``, over all n observations, per period (Bacon 2008; Sortino)."""
    shortfalls = returns - target
    np.minimum(shortfalls, 0.0, out=shortfalls)
    return math.sqrt(float(shortfalls.dot(shortfalls)) / shortfalls.size)
