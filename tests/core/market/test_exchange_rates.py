"""Are exchange rates found, turned over and crossed correctly, and never invented?"""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import InsufficientData, InvalidSpecification, MissingExchangeRateError, MissingLevelsError
from core.market.exchange_rates import ExchangeRates
from core.market.levels import Basis, LevelSeries, to_days

DAYS = to_days(["2024-01-01", "2024-01-02", "2024-01-03"])


def pair(name: str, *levels: float) -> LevelSeries:
    return LevelSeries(name, DAYS[: len(levels)], np.array(levels), name[3:])


RATES = ExchangeRates(
    {
        "USDINR": pair("USDINR", 83.0, 83.5, 84.0),
        "EURUSD": pair("EURUSD", 1.10, 1.11, 1.12),
        "USDJPY": pair("USDJPY", 141.0, 142.0, 143.0),
    }
)


def test_direct_inverse_and_dollar_cross() -> None:
    assert RATES.rate("USD", "INR", DAYS) == pytest.approx([83.0, 83.5, 84.0])
    assert RATES.rate("INR", "USD", DAYS) == pytest.approx([1 / 83.0, 1 / 83.5, 1 / 84.0])
    assert RATES.rate("EUR", "INR", DAYS) == pytest.approx([1.10 * 83.0, 1.11 * 83.5, 1.12 * 84.0])
    assert RATES.rate("JPY", "INR", DAYS) == pytest.approx([83.0 / 141.0, 83.5 / 142.0, 84.0 / 143.0])


def test_same_currency_is_one_without_any_series() -> None:
    assert list(ExchangeRates().rate("USD", "USD", to_days(["1950-01-01"]))) == [1.0]


def test_pence_are_a_hundredth_of_a_pound() -> None:
    rates = ExchangeRates({"GBPUSD": pair("GBPUSD", 1.27)})
    assert rates.rate("GBX", "USD", DAYS[:1]) == pytest.approx([0.0127])
    assert rates.rate("GBX", "GBP", DAYS[:1]) == pytest.approx([0.01])
    assert rates.rate("USD", "GBX", DAYS[:1]) == pytest.approx([100 / 1.27])


def test_missing_pair_is_an_error_that_names_it() -> None:
    with pytest.raises(MissingExchangeRateError, match="between SEK and INR") as error:
        RATES.rate("SEK", "INR", DAYS)
    assert error.value.details == {"base": "SEK", "quote": "INR"}
    assert not RATES.converts("SEK", "INR")
    assert RATES.converts("JPY", "EUR")


def test_rate_is_carried_a_week_and_no_longer() -> None:
    assert RATES.rate("USD", "INR", to_days(["2024-01-10"])) == pytest.approx([84.0])
    with pytest.raises(MissingLevelsError, match="USDINR has no level for 11 Jan 2024"):
        RATES.rate("USD", "INR", to_days(["2024-01-11"]))
    with pytest.raises(MissingLevelsError):
        RATES.rate("USD", "INR", to_days(["2023-12-31"]))


def test_converted_series_keeps_only_dates_with_a_rate() -> None:
    dates = to_days(["2023-12-29", "2024-01-02", "2024-01-09", "2024-02-01"])
    index = LevelSeries("S&P 500", dates, np.array([10.0, 20.0, 30.0, 40.0]), "USD", Basis.TOTAL)
    converted = RATES.convert(index, "INR")
    assert [str(day) for day in converted.dates] == ["2024-01-02", "2024-01-09"]
    assert converted.levels == pytest.approx([20 * 83.5, 30 * 84.0])
    assert (converted.name, converted.currency, converted.basis) == ("S&P 500", "INR", Basis.TOTAL)


def test_conversion_says_when_nothing_overlaps_and_keeps_the_mark_of_simulation() -> None:
    early = LevelSeries("Old index", to_days(["1999-01-01"]), np.array([1.0]), "USD")
    with pytest.raises(InsufficientData, match="no date in common"):
        RATES.convert(early, "INR")
    simulated = LevelSeries("USDINR", DAYS, np.array([83.0, 83.5, 84.0]), "INR", simulated=True)
    index = LevelSeries("S&P 500", DAYS, np.array([1.0, 2.0, 3.0]), "USD")
    assert ExchangeRates({"USDINR": simulated}).convert(index, "INR").simulated
    assert ExchangeRates({"USDINR": simulated}).convert(index, "USD") is index


def test_levels_use_the_rate_of_the_asked_day_and_their_own_age() -> None:
    index = LevelSeries("S&P 500", DAYS[:1], np.array([100.0]), "USD")
    known = RATES.levels_in(index, "INR", DAYS)
    assert known.levels == pytest.approx([8_300.0, 8_350.0, 8_400.0])
    assert known.carried == 2


def test_coverage_is_what_both_legs_share() -> None:
    rates = ExchangeRates({"USDINR": pair("USDINR", 83.0, 83.5, 84.0), "EURUSD": pair("EURUSD", 1.1, 1.2)})
    coverage = rates.coverage("EUR", "INR")
    assert coverage.end.isoformat() == "2024-01-02"
    assert rates.coverage("INR", "INR") is None


@pytest.mark.parametrize("name", ["USD/INR", "usdinr", "USDIN"])
def test_a_pair_has_six_capital_letters(name: str) -> None:
    with pytest.raises(InvalidSpecification, match="not a currency pair"):
        ExchangeRates({name: pair("USDINR", 83.0)})


def test_a_pair_holds_its_second_currency() -> None:
    with pytest.raises(InvalidSpecification, match="INR per USD"):
        ExchangeRates({"USDINR": pair("EURUSD", 1.1)})


@given(st.sampled_from(["USD", "INR", "EUR", "JPY"]), st.sampled_from(["USD", "INR", "EUR", "JPY"]))
def test_there_and_back_is_one(base: str, quote: str) -> None:
    assert RATES.rate(base, quote, DAYS) * RATES.rate(quote, base, DAYS) == pytest.approx(np.ones(3), rel=1e-14)
