"""How should each series move, and through which levels must it pass? The tables beside the sample, read and checked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from core.errors import InvalidSpecification
from data.catalogue import table_rows
from data.sample.generator.trading_days import FIRST, LAST, trading_days

FOLDER = Path(__file__).parent.parent
FACTOR = "factor"
INSIDE = "inside"
YEARS = range(2015, 2026)


@dataclass(frozen=True, slots=True)
class Influence:
    """How strongly a series moves with another one's log return, ``lag`` days later."""

    symbol: str
    beta: float
    lag: int


@dataclass(frozen=True, slots=True)
class Anchor:
    """A level that a series passes through exactly; at a ``high`` or ``low`` no day around it lies beyond it."""

    on: date
    level: float
    kind: str


@dataclass(frozen=True, slots=True)
class SeriesModel:
    """One row of the model table; ``noise`` and ``yields`` are fractions a year."""

    symbol: str
    market: str
    currency: str
    basis: str
    start: float
    decimals: int
    follows: tuple[Influence, ...]
    noise: float
    stress: float
    tracks: float
    income: str
    yields: tuple[float, ...]
    band: tuple[float, float] | None

    def __post_init__(self) -> None:
        if self.tracks and not self.follows:
            raise InvalidSpecification(f"{self.symbol} tracks nothing: name the series that it follows.")

    @property
    def published(self) -> bool:
        """Whether it has levels of its own (a hidden cause has none)."""
        return self.market != FACTOR

    @property
    def distributes(self) -> bool:
        """Whether it pays dividends out."""
        return bool(self.income) and self.income != INSIDE


def _influence(text: str) -> Influence:
    source, beta = text.rsplit(" ", 1)
    symbol, _, lag = source.partition("@")
    return Influence(symbol, float(beta), int(lag or 0))


def _yields(text: str) -> tuple[float, ...]:
    values = tuple(float(one) / 100 for one in text.split())
    return values * len(YEARS) if len(values) == 1 else values


def _series(row: Mapping[str, str]) -> SeriesModel:
    low_high = [float(one) for one in row["band"].split()]
    return SeriesModel(
        symbol=row["symbol"],
        market=row["market"],
        currency=row["currency"],
        basis=row["basis"],
        start=float(row["start"]),
        decimals=int(row["decimals"]),
        follows=tuple(_influence(one.strip()) for one in row["follows"].split("+") if one.strip()),
        noise=float(row["noise"]) / 100,
        stress=float(row["stress"]),
        tracks=float(row["tracks"]),
        income=row["income"],
        yields=_yields(row["yield"]),
        band=(low_high[0], low_high[1]) if low_high else None,
    )


def load_model() -> tuple[SeriesModel, ...]:
    """Every series in the order in which they are made."""
    return tuple(_series(row) for row in table_rows(FOLDER / "model.csv"))


def load_pins() -> dict[str, tuple[Anchor, ...]]:
    """The published levels by symbol, by date."""
    return _anchors("pins.csv")


def load_anchors(models: tuple[SeriesModel, ...]) -> dict[str, tuple[Anchor, ...]]:
    """Everything each series is led through, by date: published pins, approximate turning points, steering."""
    found = {symbol: list(anchors) for symbol, anchors in load_pins().items()}
    for symbol, anchors in _anchors("turning_points.csv").items():
        found[symbol].extend(anchors)
    by_symbol = {model.symbol: model for model in models}
    for row in table_rows(FOLDER / "steering.csv"):
        found[row["symbol"]] = list(_steered(row, by_symbol[row["symbol"]]))
    return {symbol: tuple(sorted(anchors, key=lambda one: one.on)) for symbol, anchors in found.items()}


def _anchors(name: str) -> dict[str, tuple[Anchor, ...]]:
    found: dict[str, list[Anchor]] = {}
    for row in table_rows(FOLDER / name):
        anchor = Anchor(date.fromisoformat(row["date"]), float(row["level"]), row["kind"])
        found.setdefault(row["symbol"], []).append(anchor)
    return {symbol: tuple(sorted(anchors, key=lambda one: one.on)) for symbol, anchors in found.items()}


def year_ends(market: str) -> tuple[date, ...]:
    """A market's last trading day of each year, from 2014."""
    days = trading_days(market)
    after = [np.datetime64(f"{year + 1}-01-01") for year in range(FIRST.year, LAST.year + 1)]
    return tuple(days[np.searchsorted(days, after) - 1].tolist())


def _steered(row: Mapping[str, str], model: SeriesModel) -> Iterator[Anchor]:
    """The anchors of one row of the steering table: levels as given, or yearly returns linked from the start."""
    level = float(row["2014"] or 0) or model.start
    for on in year_ends(model.market):
        if on.year in YEARS:
            given = float(row[str(on.year)])
            level = given if row["unit"] == "level" else level * (1 + given / 100)
        yield Anchor(on, level, "year-end")
