"""Which benchmark serves where nobody names one, and which levels serve a benchmark that somebody does?"""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine

from core.benchmark.presets import PRESET_IDS, find_preset
from core.errors import InsufficientData
from core.market.home import HOMES, home_of
from core.market.levels import LevelSeries
from data.benchmark_library import open_library
from data.catalogue import load_catalogue
from data.market import Owner, benchmark_levels
from data.price_record import PriceRecord
from data.store.prices.histories import save_prices
from studies.benchmark_data import sources_of, usual_benchmark

TODAY = date(2024, 6, 3)


def save(engine: Engine, *symbols: str) -> None:
    for symbol in symbols:
        index = load_catalogue().get(symbol)
        currency = index.currency if index else symbol[3:6]
        rows = [
            PriceRecord(symbol, date(2024, 1, 1) + timedelta(days=at), 100.0 + at, None, currency) for at in range(5)
        ]
        save_prices(engine, rows, "test")


@pytest.mark.parametrize(
    ("currency", "stored", "usual"),
    [
        ("USD", (), None),
        ("USD", ("^GSPC",), "^GSPC"),
        ("USD", ("^GSPC", "SPY"), "SPY"),  # with dividends before without
        ("USD", ("QQQ", "^NSEI"), "QQQ"),  # its own market before another
        ("INR", ("^NSEI", "SPY"), "^NSEI"),
        ("INR", ("^NSEI", "NIFTY_50_TRI"), "NIFTY_50_TRI"),
        ("INR", ("SPY",), None),
        ("CHF", ("SPY",), None),  # no exchange rate to convert it with
        ("CHF", ("SPY", "USDCHF"), "SPY"),
    ],
)
def test_the_best_real_benchmark_of_the_market_serves(
    engine: Engine, currency: str, stored: tuple[str, ...], usual: str | None
) -> None:
    save(engine, *stored)
    assert usual_benchmark(engine, currency, Owner.USER) == usual
    assert usual_benchmark(engine, currency, Owner.SAMPLE) == home_of(currency).benchmarks[0]


@given(st.sets(st.sampled_from(sorted(load_catalogue()))), st.sampled_from(sorted(HOMES)))
def test_what_serves_is_stored_and_nothing_stored_stands_before_it(stored: set[str], currency: str) -> None:
    with pytest.MonkeyPatch.context() as bent:
        bent.setattr("studies.benchmark_data.stored_symbols", lambda _engine: tuple(stored))
        usual = usual_benchmark(None, currency, Owner.USER)  # type: ignore[arg-type]  # nothing is read
    ranked = home_of(currency).benchmarks
    assert stored.isdisjoint(ranked) if usual is None else stored & {*ranked[: ranked.index(usual) + 1]} == {usual}


def test_every_home_names_benchmarks_of_the_catalogue_in_its_currency_and_its_index_among_them() -> None:
    for currency, home in HOMES.items():
        assert home.index in home.benchmarks
        assert {load_catalogue()[one].currency for one in home.benchmarks} == {currency}


def test_invented_levels_serve_a_name_and_never_a_usual_choice(engine: Engine) -> None:
    assert benchmark_levels(engine, "^GSPC", Owner.USER).simulated
    assert benchmark_levels(engine, "^GSPC", Owner.SAMPLE, picked=False).simulated
    with pytest.raises(InsufficientData, match=r"S&P 500 has no real levels yet, .* Fetch \^GSPC or upload"):
        benchmark_levels(engine, "^GSPC", Owner.USER, picked=False)
    with pytest.raises(InsufficientData, match="Upload them on"):
        benchmark_levels(engine, "CRISIL_SHORT_TERM_BOND", Owner.USER, picked=False)
    save(engine, "^GSPC")
    assert not benchmark_levels(engine, "^GSPC", Owner.USER, picked=False).simulated


@pytest.mark.parametrize("preset", PRESET_IDS)
def test_a_part_that_may_fall_back_has_no_invented_levels_beside_ones_own(engine: Engine, preset: str) -> None:
    blend, library = find_preset(preset).blend, open_library(engine)
    found = {beside: sources_of(engine, library, blend, TODAY, beside).series for beside in Owner}
    assert set(found[Owner.USER]) == {"^NSEI"}
    assert set(found[Owner.SAMPLE]) == set(found[Owner.NOBODY]) == {"^NSEI", "CRISIL_SHORT_TERM_BOND"}
    save(engine, "CRISIL_SHORT_TERM_BOND")
    real = sources_of(engine, library, blend, TODAY, Owner.USER).series["CRISIL_SHORT_TERM_BOND"]
    assert isinstance(real, LevelSeries)
    assert not real.simulated
