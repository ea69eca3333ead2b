"""How nervous were markets on a day? Volatility by year and event, and fat-tailed shocks that come in clusters."""

from __future__ import annotations

import math
from datetime import date

import numpy as np

from core.market.levels import Days, Floats, to_day

STEPS_PER_YEAR = 261.0  # weekdays
DEGREES_OF_FREEDOM = 4.0
LARGEST_SHOCK = 7.0  # standard deviations; what lies beyond is drawn as this
PERSISTENCE = 0.97
SPREAD = 0.22

# Rounded volatility of US shares in the calm of each year, a year; from general knowledge.
CALM = {
    2014: 0.11, 2015: 0.115, 2016: 0.095, 2017: 0.052, 2018: 0.115, 2019: 0.11, 2020: 0.16,
    2021: 0.115, 2022: 0.215, 2023: 0.125, 2024: 0.11, 2025: 0.125,
}  # fmt: skip
# Shocks: first day, volatility added on it, days after which half of that is gone.
EVENTS = (
    (date(2015, 8, 20), 0.20, 12),
    (date(2016, 1, 6), 0.13, 20),
    (date(2016, 6, 24), 0.17, 4),
    (date(2018, 2, 2), 0.24, 12),
    (date(2018, 10, 10), 0.10, 30),
    (date(2018, 12, 14), 0.16, 10),
    (date(2020, 2, 24), 0.40, 30),
    (date(2020, 3, 9), 0.45, 13),
    (date(2022, 2, 24), 0.06, 15),
    (date(2023, 3, 9), 0.07, 10),
    (date(2024, 8, 2), 0.18, 5),
    (date(2025, 4, 3), 0.50, 9),
)


def nervousness(days: Days) -> Floats:
    """The volatility of US shares expected for each day (fraction a year), shape (n,)."""
    calm = np.array([CALM[year] for year in days.astype("datetime64[Y]").astype(int) + 1970])
    for first, height, half_life in EVENTS:
        age = (days - to_day(first)).astype(np.float64) * 5 / 7
        calm = calm + np.where(age >= 0, height * np.exp(-math.log(2) * np.maximum(age, 0) / half_life), 0.0)
    return np.asarray(calm, dtype=np.float64)


def _wandering(rng: np.random.Generator, size: int) -> Floats:
    """A slowly changing factor around 1: exp of a first-order autoregression."""
    steps = rng.standard_normal(size) * SPREAD * math.sqrt(1 - PERSISTENCE**2)
    level, path = 0.0, np.empty(size)
    for at, step in enumerate(steps):
        level = PERSISTENCE * level + step
        path[at] = level
    return np.asarray(np.exp(path), dtype=np.float64)


def volatility_path(rng: np.random.Generator, days: Days, noise: float, stress: float) -> Floats:
    """Standard deviation of a series' own shock on each day (log return), shape (n,), ``noise`` a year on the whole."""
    shape = nervousness(days) ** stress * _wandering(rng, days.size)
    return np.asarray(shape / np.sqrt(np.mean(shape**2)) * noise / math.sqrt(STEPS_PER_YEAR), dtype=np.float64)


def fat_tailed(rng: np.random.Generator, shape: tuple[int, ...]) -> Floats:
    """Student's t shocks of four degrees of freedom, scaled to variance 1 and cut at the largest shock."""
    drawn = rng.standard_t(DEGREES_OF_FREEDOM, shape)
    scaled = drawn / math.sqrt(DEGREES_OF_FREEDOM / (DEGREES_OF_FREEDOM - 2))
    return np.clip(np.asarray(scaled, dtype=np.float64), -LARGEST_SHOCK, LARGEST_SHOCK)
