"""What did the simulated market do? Every series of the model, one after the other, each following those above it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from zlib import crc32

import numpy as np

from core.market.levels import Days, Floats
from data.sample.generator.bridge import Bounds, bridged
from data.sample.generator.distributions import NONE_PAID, Distributions, paid_from_wealth, yearly_growth
from data.sample.generator.model import YEARS, Anchor, SeriesModel, load_anchors, load_model
from data.sample.generator.nervousness import volatility_path
from data.sample.generator.trading_days import FIRST, trading_days, weekdays

SEED = 20251231


@dataclass(frozen=True, slots=True, eq=False)
class MadeSeries:
    """One finished series on its market's trading days: rounded closes (n,) and dividends."""

    model: SeriesModel
    days: Days
    closes: Floats
    paid: Distributions


def make_market() -> dict[str, MadeSeries]:
    """Every published series by symbol; the same on every run."""
    models, days = load_model(), weekdays()
    anchors = load_anchors(models)
    paths: dict[str, Floats] = {}
    for model in models:
        paths[model.symbol] = _path(model, anchors.get(model.symbol, ()), paths, days)
    return {model.symbol: _published(model, paths, days) for model in models if model.published}


def _path(model: SeriesModel, anchors: tuple[Anchor, ...], paths: Mapping[str, Floats], days: Days) -> Floats:
    """The log path on every weekday, shape (n,); each series draws from a stream of its own."""
    rng = np.random.default_rng([SEED, crc32(model.symbol.encode())])
    if model.tracks:
        return _tracking_path(rng, model, paths[model.follows[0].symbol], days)
    volatility = volatility_path(rng, days, model.noise, model.stress)
    known = anchors or (Anchor(FIRST, model.start, "start"),)
    return bridged(rng, days, _drive(model, paths, days.size), volatility, known, Bounds.of(days, known, model.band))


def _drive(model: SeriesModel, paths: Mapping[str, Floats], size: int) -> Floats:
    """The part of each day's log return that comes from the series it follows, shape (n,)."""
    drive = np.zeros(size)
    for one in model.follows:
        moves = np.diff(paths[one.symbol], prepend=paths[one.symbol][0])
        drive[one.lag :] += one.beta * moves[: size - one.lag]
    return drive


def _tracking_path(rng: np.random.Generator, model: SeriesModel, leader: Floats, days: Days) -> Floats:
    """A fund or total-return index that stands for a fixed number of its leader's points, and earns its income day by day."""
    deviation = model.noise * rng.standard_normal(days.size)
    return np.asarray(leader - np.log(model.tracks) + deviation + _income_earned(model, days), dtype=np.float64)


def _income_earned(model: SeriesModel, days: Days) -> Floats:
    """Log growth from income by calendar day, shape (n,): what stays inside, or what the next dividends will take out."""
    year = np.clip(days.astype("datetime64[Y]").astype(int) + 1970 - YEARS.start, 0, len(YEARS) - 1)
    elapsed = np.diff(days, prepend=days[0]).astype(np.float64) / 365.0
    yearly = np.array([yearly_growth(model, rate) for rate in model.yields])
    return np.asarray(np.cumsum(yearly[year] * elapsed), dtype=np.float64)


def _published(model: SeriesModel, paths: Mapping[str, Floats], days: Days) -> MadeSeries:
    """The path as it is published: on trading days, dividends taken out of the price where it pays them, rounded."""
    own_days = trading_days(model.market)
    closes: Floats = np.exp(paths[model.symbol][np.searchsorted(days, own_days)])
    paid = NONE_PAID
    if model.distributes:
        closes, paid = paid_from_wealth(model, own_days, closes)
    return MadeSeries(model, own_days, np.asarray(np.round(closes, model.decimals), dtype=np.float64), paid)
