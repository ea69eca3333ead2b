"""Is a comparison cut to the data that exists, and says so?"""

from __future__ import annotations

import numpy as np
import pytest

from core.errors import InsufficientData, MissingExchangeRateError
from core.market.exchange_rates import ExchangeRates
from core.market.levels import to_days
from core.market.period import Period
from core.same_money.benchmark_window import benchmark_cover, benchmark_levels
from tests.core.small_portfolios import daily, dated, day

INDEX = dated("Nifty 50", {"2023-01-09": 100.0, "2023-01-12": 110.0, "2023-01-20": 121.0}, "INR")
NONE = ExchangeRates()


def test_a_period_inside_the_data_stays_whole() -> None:
    cover = benchmark_cover(INDEX, NONE, "INR", Period(day(7), day(18)))
    assert (cover.period, cover.notes) == (Period(day(7), day(18)), ())


def test_the_last_level_serves_seven_more_days() -> None:
    assert benchmark_cover(INDEX, NONE, "INR", Period(day(7), day(25))).notes == ()


def test_both_ends_are_cut_and_named() -> None:
    cover = benchmark_cover(INDEX, NONE, "INR", Period(day(0), day(60)))
    assert cover.period == Period(day(7), day(18))
    assert cover.notes == (
        "Nifty 50 is known only from 9 Jan 2023, so the comparison begins there.",
        "Nifty 50 is known only up to 20 Jan 2023, so the comparison ends there.",
    )


def test_the_exchange_rate_cuts_too() -> None:
    rates = ExchangeRates({"USDINR": dated("USDINR", {"2023-01-12": 80.0, "2023-01-20": 81.0}, "INR")})
    cover = benchmark_cover(INDEX, rates, "USD", Period(day(7), day(18)))
    assert cover.notes == ("The INR/USD exchange rate is known only from 12 Jan 2023, so the comparison begins there.",)


def test_no_overlap_is_an_error_that_says_where_the_data_lies() -> None:
    with pytest.raises(
        InsufficientData, match="Nifty 50 is known from 9 Jan 2023 to 20 Jan 2023, but the comparison runs"
    ):
        benchmark_cover(INDEX, NONE, "INR", Period(day(30), day(60)))
    with pytest.raises(InsufficientData):
        benchmark_cover(INDEX, NONE, "INR", Period(day(0), day(5)))
    with pytest.raises(MissingExchangeRateError):
        benchmark_cover(INDEX, NONE, "USD", Period(day(7), day(18)))


def test_levels_are_converted_at_each_days_own_rate() -> None:
    rates = ExchangeRates({"USDINR": daily("USDINR", np.linspace(80.0, 99.0, 20), "INR")})
    on = to_days([day(7), day(8), day(10)])
    found = benchmark_levels(INDEX, rates, "USD", on)
    assert found.series.levels == pytest.approx([100 / 87, 100 / 88, 110 / 90])
    assert (found.carried_days, found.series.currency, found.series.name) == (1, "USD", "Nifty 50")
