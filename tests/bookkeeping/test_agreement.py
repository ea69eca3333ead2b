"""Do engine and bookkeeping agree on whatever a portfolio may live through, and does the engine with itself?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.ledger.flows import MoneyFlows
from core.ledger.portfolio import Portfolio
from core.ledger.transaction import Transaction, TransactionKind
from core.market.period import Period
from core.returns.series import aligned_levels, returns_of
from core.same_money.comparison import compare_same_money
from core.statistics.relative import compare
from core.valuation.portfolio_value import Valuation, value_portfolio
from core.valuation.window import portfolio_window
from studies.index.fit import overlap, portfolio_levels
from tests.bookkeeping.agreement import differences
from tests.bookkeeping.histories import History, drawn_features, random_history

GROUPS = 10
SEEDS = 500
MOVES_UNITS = {
    TransactionKind.BUY,
    TransactionKind.SELL,
    TransactionKind.RSU_VEST,
    TransactionKind.DEPOSIT,
    TransactionKind.WITHDRAWAL,
}
seeds = st.integers(0, 100_000)
fewer = settings(max_examples=max(10, settings().max_examples // 4))


@pytest.mark.parametrize("group", range(GROUPS))
def test_engine_and_bookkeeping_agree(group: int) -> None:
    """Of each group's seeds those on which some figure differs: ``python -m tests.bookkeeping.agreement`` tells more."""
    histories = (random_history(seed, drawn_features(seed)) for seed in range(group, SEEDS, GROUPS))
    differing = {history.seed: found for history in histories if (found := differences(history))}
    assert differing == {}


# A portfolio that holds the benchmark itself


def irregular(seed: int, always: Iterable[str] = (), never: Iterable[str] = ()) -> History:
    return random_history(seed, drawn_features(seed) - set(never) | set(always))


def into_the_index(history: History, rows: Iterable[Transaction]) -> list[Transaction]:
    """The rows that move units, each of the benchmark at its level of the day, without charges."""
    index = history.benchmark
    return [
        replace(
            row,
            symbol=index.name,
            price=level,
            fair_market_value=level if row.kind is TransactionKind.RSU_VEST else None,
            fees=0.0,
            currency=index.currency,
        )
        for row in rows
        if row.symbol and row.kind in MOVES_UNITS
        for level in [index.level_on(row.on)]
    ]


def mirrored(history: History, rows: Iterable[Transaction]) -> Valuation:
    portfolio = Portfolio("mirror", "Mirror", "USD", tuple(into_the_index(history, rows)))
    return value_portfolio(portfolio, {history.benchmark.name: history.benchmark}, history.rates, history.as_of)


@given(seeds)
@fewer
def test_the_benchmark_itself_has_beta_1_whatever_its_gaps(seed: int) -> None:
    history = irregular(seed, always={"gaps"}, never={"dust", "splits"})
    valuation = mirrored(history, history.portfolio.transactions)
    found = compare_same_money(valuation, history.benchmark, history.rates, 0.03)
    assert found.portfolio_time_weighted.total == pytest.approx(found.benchmark_time_weighted.total, abs=1e-12)
    assert found.portfolio.closing_value == pytest.approx(found.benchmark.closing_value, rel=1e-9, abs=1e-6)
    levels = portfolio_levels(valuation)
    index = history.rates.convert(overlap(history.benchmark, levels), levels.currency)
    own, other = (returns_of(one) for one in aligned_levels(levels, index))
    assert own.returns == pytest.approx(other.returns, abs=1e-12)
    if own.returns.size >= 20:
        beside = compare(own, other, 0.03)
        assert (beside.beta, beside.tracking_error, beside.alpha) == pytest.approx((1, 0, 0), abs=1e-9)


# Portfolios merged


@given(seeds)
@fewer
def test_portfolios_merged_have_the_sum_of_values_and_flows(seed: int) -> None:
    history = irregular(seed, never={"cash", "overdrawn"})
    rows = history.portfolio.transactions
    half = {row.symbol for row in rows if row.symbol in ("S0", "S2", "S4")}
    parts = [tuple(row for row in rows if (row.symbol in half) is inside) for inside in (True, False)]
    whole, *valued = (
        value_portfolio(replace(history.portfolio, transactions=some), history.prices, history.rates, history.as_of)
        for some in (rows, *(part for part in parts if part))
    )
    worth = sum(_on(one, whole.dates) for one in valued)
    assert whole.values == pytest.approx(worth, rel=1e-12, abs=1e-9)
    flows = MoneyFlows.summed(one.money for one in valued).net
    assert whole.flows.days.tolist() == flows.days.tolist()
    assert whole.flows.amounts == pytest.approx(flows.amounts, rel=1e-9, abs=1e-6)


def _on(valuation: Valuation, dates: np.ndarray) -> np.ndarray:
    return np.append(0.0, valuation.values)[np.searchsorted(valuation.dates, dates, side="right")]


@given(seeds, seeds)
@fewer
def test_portfolios_of_one_fund_merged_have_its_return(seed: int, other_seed: int) -> None:
    history, other = (irregular(one, never={"dust", "splits"}) for one in (seed, other_seed))
    moved = moved_to(other.portfolio.transactions, history.portfolio.transactions[0].on, history.as_of)
    valuation = mirrored(history, [*history.portfolio.transactions, *moved])
    found = compare_same_money(valuation, history.benchmark, history.rates, 0.0)
    assert found.portfolio_time_weighted.total == pytest.approx(found.benchmark_time_weighted.total, abs=1e-12)


def moved_to(rows: tuple[Transaction, ...], begin: date, end: date) -> list[Transaction]:
    """The rows as if the first were of ``begin``, up to ``end``."""
    later = begin - rows[0].on
    return [replace(row, on=row.on + later) for row in rows if row.on + later <= end]


# A history cut in two


@given(seeds, st.floats(0.02, 0.98))
@fewer
def test_a_history_cut_in_two_links_to_the_whole(seed: int, share: float) -> None:
    """The first part as it was valued on the day of the cut, when nothing was known of the second."""
    history = irregular(seed, never={"overdrawn"})
    whole = valued_on(history, history.as_of)
    begins = whole.begins
    assert begins is not None
    cut = begins + timedelta(days=int(share * (whole.ends - begins).days))
    before = valued_on(history, cut).returns.returns
    after = portfolio_window(whole, Period(cut, whole.ends)).time_weighted.total
    total = portfolio_window(whole, Period(begins, whole.ends)).time_weighted.total
    assert np.prod(1.0 + before) * (1.0 + (after or 0.0)) - 1.0 == pytest.approx(total, rel=1e-9)


def valued_on(history: History, as_of: date) -> Valuation:
    return value_portfolio(history.portfolio, history.prices, history.rates, as_of)
