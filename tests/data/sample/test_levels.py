"""Is the simulated market true where it is pinned, and lifelike where it is not?"""

from __future__ import annotations

import csv
import gzip
from datetime import date

import numpy as np
import pytest

from core.market.levels import Basis, Floats, LevelSeries, to_date, to_day
from core.market.period import Period
from core.returns.series import aligned_levels, returns_of
from data.catalogue import load_catalogue
from data.sample.generator.model import Anchor, load_pins, year_ends
from data.sample.levels import sample_dividends, sample_exchange_rates, sample_levels, sample_symbols
from tests.real_data import real_file

PINS = [(symbol, pin) for symbol, pins in load_pins().items() for pin in pins]
TRADING_DAYS = 252


def level(symbol: str, basis: Basis = Basis.PRICE) -> LevelSeries:
    return sample_levels([symbol], basis)[symbol]


def log_returns(*symbols: str) -> list[Floats]:
    """Daily log returns on the symbols' common dates."""
    return [
        np.diff(np.log(series.levels)) for series in aligned_levels(*(level(symbol, Basis.TOTAL) for symbol in symbols))
    ]


def deepest_fall(series: LevelSeries) -> tuple[float, date, date]:
    """Depth, peak and trough, by looking at every pair of days."""
    worst, peak, trough, top = 0.0, 0, 0, 0
    for at, value in enumerate(series.levels):
        if value > series.levels[top]:
            top = at
        if value / series.levels[top] - 1 < worst:
            worst, peak, trough = value / series.levels[top] - 1, top, at
    return worst, to_date(series.dates[peak]), to_date(series.dates[trough])


def test_the_published_year_ends_of_twelve_indexes_are_pinned() -> None:
    pinned = {symbol: [pin.on for pin in pins if pin.kind == "year-end"] for symbol, pins in load_pins().items()}
    assert len(pinned) == 12
    for symbol, dates in pinned.items():
        assert tuple(dates) == year_ends(market_of(symbol))


def market_of(symbol: str) -> str:
    with_rows = {
        "^FTSE": "united_kingdom",
        "^GDAXI": "germany",
        "^FCHI": "france",
        "^N225": "japan",
        "^HSI": "hong_kong",
    }
    return with_rows.get(symbol, "india" if symbol in ("^NSEI", "^BSESN") else "united_states")


@pytest.mark.parametrize(("symbol", "pin"), PINS, ids=lambda one: one if isinstance(one, str) else f"{one.on}")
def test_every_pin_is_met_exactly_on_a_trading_day(symbol: str, pin: Anchor) -> None:
    series = level(symbol)
    at = int(np.searchsorted(series.dates, to_day(pin.on)))
    assert (to_date(series.dates[at]), series.levels[at]) == (pin.on, pin.level)


@pytest.mark.parametrize(
    ("symbol", "file", "column"),
    [("^GSPC", "prices/sp500_index_1990_2022.csv.gz", "SP500"), ("^NSEI", "prices/NSEI_2007_2023.csv", "Close")],
)
def test_the_pins_are_the_closes_that_were_published(symbol: str, file: str, column: str) -> None:
    path = real_file(file)
    with gzip.open(path, "rt") if path.suffix == ".gz" else path.open() as table:
        closes = {row["Date"]: row[column] for row in csv.DictReader(table)}
    known = [pin for pin in load_pins()[symbol] if pin.on.isoformat() in closes]
    assert len(known) >= 15
    assert all(float(closes[pin.on.isoformat()]) == pytest.approx(pin.level, abs=0.005) for pin in known)


@pytest.mark.parametrize(
    ("symbol", "within", "depth", "peak", "trough"),
    [
        ("^GSPC", (2014, 2025), 2237.40 / 3386.15 - 1, date(2020, 2, 19), date(2020, 3, 23)),
        ("^GSPC", (2021, 2023), 3577.03 / 4796.56 - 1, date(2022, 1, 3), date(2022, 10, 12)),
        ("^GSPC", (2016, 2018), 2351.10 / 2930.75 - 1, date(2018, 9, 20), date(2018, 12, 24)),
        ("^GSPC", (2024, 2025), 4982.77 / 6144.15 - 1, date(2025, 2, 19), date(2025, 4, 8)),
        ("^NSEI", (2014, 2025), 7610.25 / 12362.30 - 1, date(2020, 1, 14), date(2020, 3, 23)),
        ("^NSEI", (2014, 2016), 6970.60 / 8996.25 - 1, date(2015, 3, 3), date(2016, 2, 25)),
        ("^NSEI", (2021, 2022), 15293.50 / 18477.05 - 1, date(2021, 10, 18), date(2022, 6, 17)),
        ("^NSEI", (2024, 2025), 22082.65 / 26216.05 - 1, date(2024, 9, 26), date(2025, 3, 4)),
    ],
)
def test_the_great_falls_are_the_true_ones(
    symbol: str, within: tuple[int, int], depth: float, peak: date, trough: date
) -> None:
    series = level(symbol).within(Period(date(within[0], 1, 1), date(within[1], 12, 31)))
    assert deepest_fall(series) == (pytest.approx(depth, abs=1e-12), peak, trough)


@pytest.mark.parametrize(
    ("symbol", "low", "high"),
    [
        ("^GSPC", 0.15, 0.19),
        ("^NDX", 0.19, 0.24),
        ("^RUT", 0.20, 0.25),
        ("^NSEI", 0.14, 0.18),
        ("^FTSE", 0.14, 0.18),
        ("^N225", 0.17, 0.23),
        ("EEM", 0.16, 0.22),
        ("AGG", 0.035, 0.06),
        ("TLT", 0.12, 0.16),
        ("GLD", 0.13, 0.17),
        ("USDINR", 0.03, 0.055),
        ("EURUSD", 0.06, 0.09),
        ("BIL", 0.0005, 0.004),
        ("LIQUID_FUND_INR", 0.0005, 0.004),
        ("CRISIL_SHORT_TERM_BOND", 0.005, 0.02),
    ],
)
def test_volatility_is_lifelike(symbol: str, low: float, high: float) -> None:
    (returns,) = log_returns(symbol)
    assert low < returns.std(ddof=1) * TRADING_DAYS**0.5 < high


@pytest.mark.parametrize(
    ("one", "other", "low", "high"),
    [
        ("^GSPC", "^NDX", 0.90, 0.96),
        ("^GSPC", "^DJI", 0.92, 0.98),
        ("^GSPC", "^RUT", 0.78, 0.90),
        ("^NDX", "^IXIC", 0.97, 0.999),
        ("^GSPC", "^FTSE", 0.48, 0.64),
        ("^GDAXI", "^FCHI", 0.85, 0.96),
        ("^NSEI", "^BSESN", 0.97, 0.995),
        ("^NSEI", "^CRSLDX", 0.96, 0.995),
        ("^NSEI", "^GSPC", 0.2, 0.4),
        ("^GSPC", "AGG", -0.15, 0.15),
        ("^GSPC", "TLT", -0.15, 0.15),
        ("^GSPC", "GLD", -0.15, 0.15),
        ("AGG", "TLT", 0.7, 0.95),
        ("^NDX", "XLK", 0.9, 0.99),
        ("^GSPC", "XLE", 0.5, 0.8),
        ("^GSPC", "XLU", 0.4, 0.7),
        ("SPY", "^GSPC", 0.998, 1.0),
        ("QQQ", "^NDX", 0.999, 1.0),
    ],
)
def test_correlations_are_lifelike(one: str, other: str, low: float, high: float) -> None:
    assert low < np.corrcoef(*log_returns(one, other))[0, 1] < high


@pytest.mark.parametrize("symbol", [symbol for symbol, entry in load_catalogue().items() if entry.region != "Global"])
def test_returns_have_fat_tails(symbol: str) -> None:
    (returns,) = log_returns(symbol)
    centred = returns - returns.mean()
    assert (centred**4).mean() / (centred**2).mean() ** 2 - 3 > (3 if symbol.startswith("^") else 1)


@pytest.mark.parametrize("symbol", ["^GSPC", "^NSEI", "SPY"])
def test_volatility_comes_in_clusters(symbol: str) -> None:
    (returns,) = log_returns(symbol)
    size = np.abs(returns)
    assert np.corrcoef(size[:-1], size[1:])[0, 1] > 0.15
    assert abs(np.corrcoef(returns[:-1], returns[1:])[0, 1]) < 0.12


def test_every_catalogue_entry_is_simulated_from_the_last_close_of_2014_to_the_last_of_2025() -> None:
    for symbol, entry in load_catalogue().items():
        series = level(symbol, entry.basis)
        assert (series.name, series.currency, series.basis, series.simulated) == (
            symbol,
            entry.currency,
            entry.basis,
            True,
        )
        assert series.coverage.start in (date(2014, 12, 30), date(2014, 12, 31))
        assert series.coverage.end in (date(2025, 12, 30), date(2025, 12, 31))


def test_no_day_of_the_eleven_years_is_without_a_known_level() -> None:
    days = np.arange("2015-01-01", "2026-01-01", dtype="datetime64[D]")
    for series in sample_levels().values():
        assert series.known(days).levels.size == days.size


def test_an_index_keeps_its_own_basis_and_unknown_symbols_are_left_out() -> None:
    assert level("^GSPC", Basis.TOTAL).basis is Basis.PRICE
    assert level("^GDAXI", Basis.PRICE).basis is Basis.TOTAL
    assert sample_levels(["NO SUCH SYMBOL", "../made/series"]) == {}
    assert set(sample_levels()) == set(sample_symbols())


@pytest.mark.parametrize("symbol", ["SPY", "AGG", "EEM", "NILGIRI.SIM"])
def test_adjusted_closes_grow_as_a_holder_who_reinvests_does(symbol: str) -> None:
    close, adjusted, paid = level(symbol), level(symbol, Basis.TOTAL), sample_dividends()[symbol]
    units = 1.0
    for on, amount in zip(paid.dates, paid.amounts, strict=True):
        before = close.levels[np.searchsorted(close.dates, on) - 1]
        units /= 1 - amount / before
    growth = units * close.levels[-1] / close.levels[0]
    assert adjusted.levels[-1] == close.levels[-1]
    assert adjusted.levels[-1] / adjusted.levels[0] == pytest.approx(growth, rel=1e-12)


def test_dividends_are_of_a_lifelike_size() -> None:
    for symbol, low, high in (("SPY", 0.010, 0.022), ("QQQ", 0.004, 0.011), ("AGG", 0.02, 0.03), ("XLU", 0.025, 0.04)):
        total, price = level(symbol, Basis.TOTAL), level(symbol)
        growth = (total.levels[-1] / total.levels[0]) / (price.levels[-1] / price.levels[0])
        assert low < growth ** (1 / 11) - 1 < high


def test_gold_and_growth_funds_pay_nothing() -> None:
    for symbol in ("GLD", "GOLDBEES.NS", "DECCANFLEXI.SIM"):
        np.testing.assert_array_equal(level(symbol, Basis.TOTAL).levels, level(symbol).levels)


def test_the_total_return_nifty_outgrows_the_nifty_by_its_dividends() -> None:
    total, price = aligned_levels(level("NIFTY_50_TRI"), level("^NSEI"))
    gap = (total.levels[-1] / total.levels[0]) / (price.levels[-1] / price.levels[0])
    assert gap ** (1 / 11) - 1 == pytest.approx(0.0127, abs=0.0003)


def test_exchange_rates_are_named_by_pair_and_cross_through_the_dollar() -> None:
    rates, on = sample_exchange_rates(), np.array(["2014-12-31", "2025-12-31"], dtype="datetime64[D]")
    assert rates.rate("USD", "INR", on) == pytest.approx([63.04, 89.88])
    assert rates.rate("EUR", "INR", on) == pytest.approx([63.04 * 1.21, 89.88 * 1.175])


def test_the_hong_kong_dollar_keeps_to_its_band() -> None:
    assert (level("USDHKD").levels.min(), level("USDHKD").levels.max()) >= (7.75, 7.75)
    assert level("USDHKD").levels.max() <= 7.85


def test_a_year_in_the_sample_is_the_year_that_was() -> None:
    """S&P 500 price returns as published: 2019 +28.9 %, 2022 −19.4 %, 2024 +23.3 %."""
    spx = level("^GSPC")
    for year, published in ((2019, 0.289), (2022, -0.194), (2024, 0.233)):
        both = [spx.level_on(date(year - 1, 12, 31)), spx.level_on(date(year, 12, 31))]
        assert both[1] / both[0] - 1 == pytest.approx(published, abs=0.0006)


def test_no_single_day_is_absurd() -> None:
    for symbol in load_catalogue():
        assert np.abs(returns_of(level(symbol, Basis.TOTAL)).returns).max() < 0.2, symbol


@pytest.mark.parametrize(
    ("fund", "index", "points"), [("SPY", "^GSPC", 10), ("QQQ", "^NDX", 41.05), ("DIA", "^DJI", 100)]
)
def test_an_index_fund_stays_within_its_next_dividend_of_the_index(fund: str, index: str, points: float) -> None:
    held, tracked = aligned_levels(level(fund), level(index))
    assert np.abs(held.levels * points / tracked.levels - 1).max() < 0.007
