"""Is a currency's own interest taken out where cash rates are known, and is the effect named for what it is where they are not?"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from core.attribution.brinson import SegmentReturns
from core.attribution.currency import CurrencyMethod, attribute_currencies
from core.attribution.portfolio import ComparedSegments, Segmentation, compare_segments
from core.attribution.segments import EQUITY, Segment
from core.benchmark.sources import Sources
from core.market.exchange_rates import ExchangeRates
from core.market.levels import to_days
from core.market.yields import YieldSeries
from core.same_money.blend_comparison import compare_with_blend, single_component
from tests.core.small_portfolios import START, buy, daily, valued


def half_in_dollars() -> ComparedSegments:
    """Half in US shares, half in rupee shares, beside rupee shares; over one year the dollar gains 4 %."""
    rates = ExchangeRates({"USDINR": daily("USDINR", np.append(np.full(365, 100.0), 104.0), "INR")})
    prices = [daily("US", [100.0] * 366), daily("IN", [100.0] * 366, "INR")]
    rows = [buy(0, "US", 1, 100.0, currency="USD"), buy(0, "IN", 100, 100.0, currency="INR")]
    whole = valued(rows, prices, rates=rates, base="INR", as_of=365)
    sources = Sources({"M": daily("M", [100.0] * 366, "INR")}, rates)
    mine = tuple(Segment(one.symbol, one.symbol, EQUITY, "", one.currency, "") for one in whole.holdings)
    beside = compare_with_blend(whole, single_component("M", "INR", "M"), sources, 0.0)
    return compare_segments(beside, Segmentation(mine, (Segment("M", "M", EQUITY, "", "INR", ""),)))


def cash(**rates: float) -> dict[str, YieldSeries]:
    return {code: YieldSeries(code, to_days([START]), np.array([rate])) for code, rate in rates.items()}


@pytest.mark.parametrize(("interest", "expected"), [((0.0, 0.0), 0.02), ((0.02, 0.06), 0.0004)])
def test_by_hand(interest: tuple[float, float], expected: float) -> None:
    """USD cash 2 %, INR cash 6 %, USD/INR +4 %: by exchange rates alone +2.00 pp, Karnosky–Singer ½·(1.04·1.02 − 1.06) = +0.04 pp."""
    data = SegmentReturns(
        ("US", "IN"), ["2023-12-31"], [[0.5, 0.5]], [[0.04, 0.0]], [[0.0, 1.0]], [[np.nan, 0.0]], ("Equity", "Equity")
    )
    earned = np.array([[1.04 * (1 + interest[0]) - 1, interest[1]]])
    found = attribute_currencies(data, ("USD", "INR"), earned)
    assert found.currency_total == pytest.approx(expected, abs=1e-15)
    assert found.local_total + found.currency_total == pytest.approx(0.02, abs=1e-15)


def test_cash_rates_of_every_currency_take_the_interest_out() -> None:
    found = half_in_dollars()
    alone = found.currency_attribution()
    assert alone.method is CurrencyMethod.EXCHANGE_RATES
    assert alone.currency_total == pytest.approx(0.02, abs=1e-12)
    apart = replace(found, cash_rates=cash(USD=0.02, INR=0.06)).currency_attribution()
    assert apart.method is CurrencyMethod.KARNOSKY_SINGER
    # day by day: half the money bears 2 % instead of 6 %, and gains 4 % on the last day
    assert apart.currency_total == pytest.approx(0.5 * (1.04 * 1.02 - 1.06), abs=6e-4)
    assert apart.local_total + apart.currency_total == pytest.approx(alone.active_return, abs=1e-12)


def test_the_rate_of_one_currency_alone_takes_nothing_out() -> None:
    found = half_in_dollars()
    one = replace(found, cash_rates=cash(USD=0.02)).currency_attribution()
    assert one.method is CurrencyMethod.EXCHANGE_RATES
    assert one.currency_total == found.currency_attribution().currency_total


def test_the_same_interest_everywhere_leaves_the_exchange_rate() -> None:
    found = half_in_dollars()
    flat = replace(found, cash_rates=cash(USD=0.0, INR=0.0)).currency_attribution()
    assert flat.currency_total == pytest.approx(found.currency_attribution().currency_total, abs=1e-15)
