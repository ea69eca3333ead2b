"""Which indexes can be compared at once, which are left out, and does the reason say so?"""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from sqlalchemy import Engine

from core.errors import InsufficientData, InsufficientHistoryError, InvalidSpecification, NotFound
from core.index.fit import best_fit
from core.statistics.relative import compare
from data.price_record import PriceRecord
from data.store.prices.histories import save_prices
from studies.index.fit import levels_beside, pair_of, read_subject, security_levels
from studies.index.scan import ITSELF, candidates

FIRST = date(2020, 1, 1)


def save(engine: Engine, symbol: str, days: int = 300, start: int = 0, every: int = 1, currency: str = "USD") -> None:
    levels = 100 * np.cumprod(1 + np.random.default_rng(len(symbol) + days).normal(0.0003, 0.01, days))
    records = [
        PriceRecord(symbol, FIRST + timedelta(days=start + at), float(levels[at]), None, currency)
        for at in range(0, days, every)
    ]
    save_prices(engine, records, "test")


def test_a_short_or_sparse_index_does_not_cut_the_others_short(engine: Engine) -> None:
    save(engine, "MINE")
    save(engine, "^GSPC", 300)
    save(engine, "^DJI", 290, start=10)
    save(engine, "^NDX", 120, start=180)
    save(engine, "^RUT", 300, every=7)
    found = candidates(engine, security_levels(engine, "MINE"), None, None)
    assert found.symbols == ("^GSPC", "^DJI")
    assert found.security.dates.size == 289
    assert all(np.array_equal(one.dates, found.security.dates) for one in found.indexes)
    reasons = {one.symbol: one.reason for one in found.left_out}
    assert "120 of the 300 days, from 29 Jun 2020 to 26 Oct 2020" in reasons["^NDX"]
    assert "43 of the 300 days" in reasons["^RUT"]
    assert "has sample levels only" in reasons["^FTSE"]


def test_four_fifths_of_the_days_are_enough(engine: Engine) -> None:
    for symbol, days in (("MINE", 300), ("^GSPC", 300), ("^DJI", 240), ("^NDX", 239)):
        save(engine, symbol, days)
    assert candidates(engine, security_levels(engine, "MINE"), None, None).symbols == ("^GSPC", "^DJI")


def test_inside_its_data_a_short_index_is_compared(engine: Engine) -> None:
    for symbol, days, start in (("MINE", 300, 0), ("^GSPC", 300, 0), ("^NDX", 120, 180)):
        save(engine, symbol, days, start)
    found = candidates(engine, security_levels(engine, "MINE"), date(2020, 7, 1), None)
    assert found.symbols == ("^GSPC", "^NDX")


def test_a_scan_is_the_comparison_of_each_pair_where_all_share_their_days(engine: Engine) -> None:
    for symbol in ("MINE", "^GSPC", "^DJI"):
        save(engine, symbol)
    own = security_levels(engine, "MINE")
    found = candidates(engine, own, None, None)
    fit = best_fit(found.security, found.indexes, 0.03)
    for symbol, one in zip(found.symbols, fit.fits, strict=True):
        pair = pair_of(engine, own, symbol, None, None)
        alone = compare(pair.security, pair.index, 0.03)
        assert (one.alpha, one.beta, one.tracking_error) == pytest.approx(
            (alone.alpha, alone.beta, alone.tracking_error), rel=1e-10
        )
        assert one.excess_return == pytest.approx(alone.excess_return, rel=1e-10)


def test_the_subject_itself_and_an_instrument_of_no_catalogue(engine: Engine) -> None:
    for symbol in ("SPY", "^GSPC", "OTHER"):
        save(engine, symbol)
    found = candidates(
        engine, security_levels(engine, "SPY"), None, None, also=("OTHER", "^GSPC", "OTHER"), itself="SPY"
    )
    assert found.symbols == ("^GSPC", "OTHER")
    assert [one.symbol for one in found.entries] == ["^GSPC"]
    assert [one.reason for one in found.left_out if one.symbol == "SPY"] == [ITSELF]
    assert [one.symbol for one in found.left_out if one.is_subject] == ["SPY"]


def test_an_index_in_a_foreign_currency_needs_its_rate(engine: Engine) -> None:
    save(engine, "MINE")
    save(engine, "^GSPC")
    save(engine, "^NSEI", currency="INR")
    own = security_levels(engine, "MINE")
    missing = candidates(engine, own, None, None)
    left = next(one for one in missing.left_out if one.symbol == "^NSEI")
    assert "no exchange rate between INR and USD" in left.reason
    assert left.needs_data
    save(engine, "USDINR=X", currency="INR")
    found = candidates(engine, own, None, None)
    assert "^NSEI" in found.symbols
    assert "Indexes in INR are converted to USD." in found.notes


def test_the_sample_meets_the_sample_and_a_real_price_never_does(engine: Engine) -> None:
    invented = security_levels(engine, "NOVAGRID.SIM")
    save(engine, "^GSPC")
    assert levels_beside(engine, invented, "^GSPC").simulated
    assert candidates(engine, invented, None, None).simulated
    save(engine, "MINE")
    with pytest.raises(
        InsufficientData, match=r"SPDR S&P 500 .* has sample levels only, and MINE has real ones.* prices of SPY"
    ):
        levels_beside(engine, security_levels(engine, "MINE"), "SPY")


def test_nothing_to_compare_with_says_why(engine: Engine) -> None:
    save(engine, "MINE")
    with pytest.raises(InsufficientData, match=r"No index can be compared with MINE\. "):
        candidates(engine, security_levels(engine, "MINE"), None, None)


def test_a_range_without_levels_is_told(engine: Engine) -> None:
    save(engine, "MINE")
    save(engine, "^GSPC", 50, start=400)
    own = security_levels(engine, "MINE")
    with pytest.raises(
        InsufficientHistoryError, match="S&P 500 has levels from 4 Feb 2021 to 25 Mar 2021, MINE is looked at"
    ):
        pair_of(engine, own, "^GSPC", None, None)
    with pytest.raises(InsufficientHistoryError, match="MINE in this range"):
        candidates(engine, own, date(2030, 1, 1), None)


def test_exactly_one_subject_is_named(engine: Engine) -> None:
    for named in ((None, None), ("SPY", "sample-60-40")):
        with pytest.raises(InvalidSpecification, match="either a symbol or a portfolio_id"):
            read_subject(engine, *named, date(2025, 1, 1))
    with pytest.raises(NotFound):
        read_subject(engine, None, "absent", date(2025, 1, 1))
