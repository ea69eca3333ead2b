"""Are a stored subject's returns put beside stored factors in their currency, on real days only?"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from sqlalchemy import Engine

from core.errors import InsufficientData, InvalidSpecification, MissingExchangeRateError, NotFound
from core.index.factors import FactorTable, Frequency
from core.market.clocks import Clock
from core.market.levels import LevelSeries, to_date
from data.price_record import PriceRecord
from data.store.index.factors import StoredFactors, save_factors
from data.store.prices.histories import save_prices
from studies.index.factors import factor_fit, joined_factors

DAYS = np.arange(np.datetime64("2024-01-01"), np.datetime64("2024-05-01"))
VALUES = np.random.default_rng(3).normal(0.0004, 0.01, (2, DAYS.size))
RATE = np.full(DAYS.size, 0.0001)
MARKET = StoredFactors("Market", "USD", FactorTable(("Mkt-RF",), Frequency.DAILY, DAYS, VALUES[:1], RATE))
MOMENTUM = StoredFactors("Momentum", "USD", FactorTable(("Mom",), Frequency.DAILY, DAYS[5:], VALUES[1:, 5:], None))


def subject() -> LevelSeries:
    """1.2 of the market, −0.3 of momentum, and 0.0002 a day beyond."""
    returns = 0.0002 + 1.2 * VALUES[0] - 0.3 * VALUES[1] + RATE
    return LevelSeries("Own", DAYS, 100.0 * np.cumprod(1.0 + returns), "USD")


def test_stored_tables_are_joined_and_found_again(engine: Engine) -> None:
    save_factors(engine, [MARKET, MOMENTUM])
    found = factor_fit(engine, subject(), joined_factors(engine, ["Market", "Momentum"]))
    assert [one.value for one in found.regression.loadings] == pytest.approx([1.2, -0.3], abs=1e-9)
    assert found.regression.alpha.value == pytest.approx(0.0002, abs=1e-12)
    assert (found.converted_from, found.left_out, found.factors.currency) == (None, 0, "USD")


def test_a_subject_in_another_currency_is_converted_at_real_rates(engine: Engine) -> None:
    """Rupee levels are dollar levels times a rate that wanders: only the conversion finds the loadings again."""
    save_factors(engine, [MARKET, MOMENTUM])
    rates = 83.0 * np.cumprod(1.0 + np.random.default_rng(8).normal(0, 0.01, DAYS.size))
    rupees = replace(subject(), levels=subject().levels * rates, currency="INR")
    factors = joined_factors(engine, ["Market", "Momentum"])
    with pytest.raises(MissingExchangeRateError):
        factor_fit(engine, rupees, factors)
    records = [
        PriceRecord("USDINR", to_date(on), float(rate), None, "INR") for on, rate in zip(DAYS, rates, strict=True)
    ]
    save_prices(engine, records, "test")
    found = factor_fit(engine, rupees, factors)
    assert [one.value for one in found.regression.loadings] == pytest.approx([1.2, -0.3], abs=1e-9)
    assert found.converted_from == "INR"


def test_invented_days_are_refused(engine: Engine) -> None:
    save_factors(engine, [MARKET])
    with pytest.raises(InsufficientData, match="simulated sample prices"):
        factor_fit(engine, replace(subject(), simulated=True), joined_factors(engine, ["Market"]))


def test_tables_that_do_not_belong_together_are_refused(engine: Engine) -> None:
    save_factors(engine, [MARKET, replace(MOMENTUM, currency="INR")])
    with pytest.raises(InvalidSpecification, match="INR and USD"):
        joined_factors(engine, ["Market", "Momentum"])
    with pytest.raises(NotFound, match="Market"):
        joined_factors(engine, ["Markt"])
    with pytest.raises(InvalidSpecification, match="at least one"):
        joined_factors(engine, [])


def test_a_fund_of_mumbai_is_regressed_on_factors_of_new_york_by_weeks(engine: Engine) -> None:
    """Its level of a day holds the factors of the day before: by days nothing is explained, by weeks four fifths of beta."""
    days = np.arange(np.datetime64("2018-01-01"), np.datetime64("2024-01-01"))
    days = days[np.is_busday(days)]
    market = np.random.default_rng(5).normal(0.0004, 0.01, days.size)
    rate = np.full(days.size, 0.0001)
    save_factors(
        engine, [StoredFactors("Market", "USD", FactorTable(("Mkt-RF",), Frequency.DAILY, days, market[None], rate))]
    )
    late = np.cumprod(1.0 + np.concatenate(([0.0], market[:-1] + rate[:-1])))
    dollars = LevelSeries("FUND.NS", days, 100.0 * late, "USD", clocks={Clock("India"): 1.0})
    found = factor_fit(engine, dollars, joined_factors(engine, ["Market"])).regression
    assert (found.frequency, found.dates.size) == (Frequency.WEEKLY, 313)
    assert found.periods_per_year == pytest.approx(52.2, abs=0.3)
    assert found.loadings[0].value == pytest.approx(0.8, abs=0.1)
    assert "FUND.NS (India) closes 11 hours before the factors (United States)" in found.cadence.note
    at_once = replace(dollars, clocks={Clock("United States"): 1.0}, levels=100.0 * np.cumprod(1 + market + rate))
    same = factor_fit(engine, at_once, joined_factors(engine, ["Market"]))
    assert same.regression.frequency is Frequency.DAILY
    assert same.regression.cadence.notes == ()
