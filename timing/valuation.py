"""How long does valuing a portfolio take, and comparing it? Ten years daily, 30 symbols, 400 trades, beside a loop over the days.

python -m timing.valuation
"""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np

from core.ledger.portfolio import Portfolio
from core.ledger.transaction import Transaction, TransactionKind
from core.market.exchange_rates import ExchangeRates
from core.market.levels import LevelSeries, to_date
from core.same_money.comparison import compare_same_money
from core.valuation.portfolio_value import value_portfolio
from timing.timing import side_by_side, spoken

FIRST, DAYS, SYMBOLS, TRADES = date(2015, 1, 1), 3_650, 30, 400
NO_RATES = ExchangeRates({})


def market(generator: np.random.Generator) -> dict[str, LevelSeries]:
    """Random walks on weekdays."""
    dates = np.datetime64(FIRST) + np.arange(DAYS)
    dates = dates[np.is_busday(dates)]
    walks = 100 * np.exp(np.cumsum(generator.normal(0, 0.01, (SYMBOLS + 1, dates.size)), axis=1))
    return {f"S{at}": LevelSeries(f"S{at}", dates, walk, "USD") for at, walk in enumerate(walks)}


def trades(generator: np.random.Generator) -> tuple[Transaction, ...]:
    return tuple(
        Transaction(
            FIRST + timedelta(days=10 + int(generator.integers(0, DAYS - 60))),
            TransactionKind.BUY,
            f"S{at % SYMBOLS}",
            quantity=1.0,
            price=100.0,
        )
        for at in range(TRADES)
    )


def looped(rows: tuple[Transaction, ...], prices: dict[str, LevelSeries]) -> list[float]:
    """The same values, day by day and trade by trade."""
    known = {
        name: dict(zip(series.dates.tolist(), series.levels.tolist(), strict=True)) for name, series in prices.items()
    }
    days = prices["S0"].dates.tolist()
    return [sum(row.quantity * known[row.symbol][day] for row in rows if row.on <= day) for day in days]


def main() -> None:
    generator = np.random.default_rng(1)
    prices, rows = market(generator), trades(generator)
    held, benchmark = {name: prices[name] for name in prices if name != f"S{SYMBOLS}"}, prices[f"S{SYMBOLS}"]
    portfolio = Portfolio("timed", "Timed", "USD", rows)
    as_of = to_date(benchmark.dates[-1])
    valuation = value_portfolio(portfolio, held, NO_RATES, as_of)
    compared = compare_same_money(valuation, benchmark, NO_RATES, 0.04)
    plain = dict(zip(benchmark.dates.tolist(), looped(rows, held), strict=True))
    worst = max(
        abs(value - plain.get(day, value))
        for day, value in zip(valuation.dates.tolist(), valuation.values.tolist(), strict=True)
    )
    timings = side_by_side(
        {
            "value": lambda: value_portfolio(portfolio, held, NO_RATES, as_of),
            "compare": lambda: compare_same_money(valuation, benchmark, NO_RATES, 0.04),
            "another rate": lambda: compared.at_risk_free_rate(0.05),
            "day-by-day loop": lambda: looped(rows, held),
        },
        rounds=5,
    )
    for name, timing in timings.items():
        print(f"{name:>16}: {spoken(timing.median)}")
    print(f"largest difference from the loop: {worst:.1e}")


if __name__ == "__main__":
    main()
