"""Is what is wrong in somebody's data found, in the real files too, and is what is right left alone?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.ledger.data_checks import (
    check_transactions,
    duplicate_findings,
    future_dates,
    odd_price_findings,
    oversold_findings,
    unknown_symbols,
)
from core.ledger.findings import Finding, FindingKind, Severity
from core.ledger.level_checks import check_levels, impossible_levels, missing_levels, nearest_split, stale_levels
from core.ledger.transaction import Transaction, TransactionKind
from core.market.levels import LevelSeries, to_days
from data.importers.formats.recognise import read_transactions
from data.importers.prices.files import read_prices
from data.importers.prices.options import PriceOptions
from tests.real_data import real_file

K = TransactionKind
DAY = date(2024, 1, 2)


def row(
    kind: TransactionKind, quantity: float = 1.0, after: int = 0, symbol: str = "VTI", **facts: object
) -> Transaction:
    """A trade ``after`` days after the first day, at 100 unless said otherwise."""
    facts = {"price": 100.0, **facts}
    return Transaction(DAY + timedelta(after), kind, symbol, quantity=quantity, **facts)  # type: ignore[arg-type]


def levels(values: Sequence[float], step: int = 1, name: str = "VTI", currency: str = "USD") -> LevelSeries:
    days = to_days([DAY + timedelta(step * n) for n in range(len(values))])
    return LevelSeries(name, days, np.array(values, dtype=float), currency)


def found(findings: Sequence[Finding]) -> list[tuple[FindingKind, str, date | None]]:
    return [(one.kind, one.symbol, one.on) for one in findings]


def test_more_sold_than_ever_bought() -> None:
    findings = oversold_findings([row(K.BUY, 5), row(K.SELL, 4, 1), row(K.SELL, 4, 2), row(K.BUY, 1, 3)])
    assert found(findings) == [(FindingKind.OVERSOLD, "VTI", date(2024, 1, 4))]
    assert "VTI: 2 more sold than ever bought, first on 4 Jan 2024." in findings[0].message
    before = oversold_findings([row(K.SELL, 4), row(K.BUY, 4, 1)])
    assert found(before) == [(FindingKind.SOLD_BEFORE_BOUGHT, "VTI", DAY)]


@pytest.mark.parametrize(
    "rows",
    [
        [row(K.SELL, 4), row(K.BUY, 4)],  # the order within a day does not matter
        [row(K.BUY, 4), row(K.SPLIT, 3, 1), row(K.SELL, 12, 2)],
        [row(K.BUY, 4), row(K.BONUS, 4, 1), row(K.SELL, 8, 2)],
        [row(K.RSU_VEST, 4, fair_market_value=90.0), row(K.SELL, 4, 2)],
        [row(K.DIVIDEND, amount=5.0)],
    ],
)
def test_all_that_was_sold_had_come_in(rows: list[Transaction]) -> None:
    assert oversold_findings(rows) == []


@given(st.lists(st.tuples(st.booleans(), st.integers(1, 9), st.integers(0, 30)), max_size=20))
def test_oversold_by_an_independent_count(trades: list[tuple[bool, int, int]]) -> None:
    rows = [row(K.BUY if buys else K.SELL, units, after) for buys, units, after in trades]
    at_day = [sum(u if b else -u for b, u, a in trades if a <= day) for day in range(31)]
    kinds = [one.kind for one in oversold_findings(rows)]
    if at_day[-1] < 0:
        assert kinds == [FindingKind.OVERSOLD]
    else:
        assert kinds == ([FindingKind.SOLD_BEFORE_BOUGHT] if min(at_day) < 0 else [])


def test_symbols_without_any_price_name_their_neighbours() -> None:
    findings = unknown_symbols(
        [row(K.BUY), row(K.BUY, symbol="RELIANCE"), row(K.DIVIDEND, symbol="X", amount=1.0)], ["VTI", "RELIANCE.NS"]
    )
    assert found(findings) == [(FindingKind.UNKNOWN_SYMBOL, "RELIANCE", DAY)]
    assert "Did you mean RELIANCE.NS" in findings[0].message


def test_rows_of_the_future_are_named_once_a_symbol() -> None:
    rows = [row(K.BUY), row(K.BUY, after=40), row(K.SELL, after=50)]
    rows += [Transaction(date(2050, 6, 6), K.DEPOSIT, amount=5.0)]
    of_symbol, of_cash = findings = future_dates(rows, date(2024, 1, 31))
    future = FindingKind.FUTURE_DATE
    assert found(findings) == [(future, "VTI", date(2024, 2, 11)), (future, "", date(2050, 6, 6))]
    assert of_symbol.message.startswith("2 rows of VTI are dated after 31 Jan 2024, the first on 11 Feb 2024")
    assert of_cash.message.startswith("A row of deposit is dated after")
    assert future_dates(rows, date(2050, 6, 6)) == []


def test_the_same_row_twice_is_a_double_unless_the_broker_numbered_both() -> None:
    assert found(duplicate_findings([row(K.BUY), row(K.BUY)])) == [(FindingKind.DUPLICATE, "VTI", DAY)]
    assert duplicate_findings([row(K.BUY, reference="1"), row(K.BUY, reference="2")]) == []
    assert len(duplicate_findings([row(K.BUY, reference="1"), row(K.BUY, reference="1")])) == 1
    assert len(duplicate_findings([row(K.BUY), row(K.BUY, reference="1")])) == 1  # imported from two sources
    assert duplicate_findings([row(K.BUY), row(K.BUY, 2)]) == []
    assert "3 times" in duplicate_findings([row(K.BUY)] * 3)[0].message


def test_a_trade_far_from_the_close_hints_at_a_split() -> None:
    findings = odd_price_findings([row(K.BUY, price=1000.0), row(K.BUY, price=145.0)], {"VTI": levels([100.0] * 5)})
    assert found(findings) == [(FindingKind.FAR_FROM_CLOSE, "VTI", DAY)]
    assert "traded at 1,000.00" in findings[0].message
    assert "(2 trades are this far off)" in findings[0].message
    assert "split of 10 for 1" in findings[0].message


FLAT, AS_TRADED = levels([100.0] * 5), levels([1000.0, 1000.0, 100.0, 100.0, 100.0])
SPLIT = [row(K.BUY, price=1000.0), row(K.SPLIT, 10, 2)]


@pytest.mark.parametrize(
    ("rows", "closes"),
    [
        ([row(K.BUY, price=139.0), row(K.SELL, price=72.0)], FLAT),
        ([row(K.BUY, price=1000.0, currency="INR")], FLAT),
        ([row(K.BUY, after=60, price=1000.0)], FLAT),
        ([row(K.BUY, price=1000.0, symbol="X"), row(K.DEPOSIT, symbol="")], FLAT),
        ([row(K.BUY, price=None, amount=100.0)], FLAT),
        (SPLIT, FLAT),  # prices are adjusted, the trade is restated
        (SPLIT, AS_TRADED),
    ],
)
def test_trades_near_the_close_or_without_one_are_left_alone(rows: list[Transaction], closes: LevelSeries) -> None:
    assert odd_price_findings(rows, {"VTI": closes}) == []


RATIOS = {2.0: "2 for 1", 0.1: "1 for 10", 1.49: "3 for 2", 1 / 1.5: "2 for 3", 19.5: "20 for 1", 2.4: "", 1.2: ""}


@pytest.mark.parametrize("ratio", RATIOS)
def test_ratios_near_a_usual_split(ratio: float) -> None:
    assert nearest_split(ratio) == RATIOS[ratio]


def test_a_doubling_that_is_undone_is_a_spike() -> None:
    findings = impossible_levels(levels([100, 101, 203, 100, 99]))
    assert found(findings) == [(FindingKind.PRICE_SPIKE, "VTI", date(2024, 1, 4))]
    assert "jumps up from 101.00 to 203.00 on 4 Jan 2024 and is back at 100.00" in findings[0].message
    assert [one.kind for one in impossible_levels(levels([100, 101, 50, 100, 99]))] == [FindingKind.PRICE_SPIKE]


def test_a_spike_may_last_some_days_and_two_are_two() -> None:
    assert "until 6 Jan 2024" in impossible_levels(levels([100, 100, 200, 205, 202, 101, 100]))[0].message
    assert len(impossible_levels(levels([100, 200, 100, 100, 200, 100]))) == 2
    long = impossible_levels(levels([100] * 3 + [200] * 12 + [100] * 3))
    assert [one.kind for one in long] == [FindingKind.PRICE_JUMP, FindingKind.PRICE_JUMP]  # too long for a bad tick


def test_a_jump_that_stays_hints_at_a_split() -> None:
    (finding,) = impossible_levels(levels([300, 301, 100, 101]))
    assert (finding.kind, "split of 3 for 1" in finding.message) == (FindingKind.PRICE_JUMP, True)
    assert impossible_levels(levels([100, 150, 80, 120, 70])) == []  # a wild market is no error
    assert impossible_levels(levels([100])) == []


@given(st.lists(st.floats(-0.3, 0.3), min_size=1, max_size=60), st.integers(1, 58), st.floats(1.7, 3.0), st.booleans())
def test_one_bad_tick_in_any_quiet_market_is_found(changes: list[float], at: int, factor: float, up: bool) -> None:
    quiet = 100 * np.exp(np.cumsum([0.0, *np.array(changes) / 10, 0.0]))
    assert impossible_levels(levels(list(quiet))) == []
    at = min(at, quiet.size - 2)
    quiet[at] *= factor if up else 1 / factor
    (finding,) = impossible_levels(levels(list(quiet)))
    assert (finding.kind, finding.on) == (FindingKind.PRICE_SPIKE, DAY + timedelta(at))


def test_levels_that_never_move_and_levels_that_are_missing() -> None:
    frozen = stale_levels(levels([1, 2] + [3.0] * 16 + [4, 5]))
    assert found(frozen) == [(FindingKind.STALE_LEVELS, "VTI", date(2024, 1, 4))]
    assert "from 4 Jan 2024 to 19 Jan 2024" in frozen[0].message
    assert stale_levels(levels([1, 2] + [3.0] * 9 + [4])) == []
    stretches = stale_levels(levels([float(n) for n in range(1, 10) for _ in range(16)]))
    assert "and in 4 more stretches" in stretches[0].message
    days = to_days([DAY + timedelta(n) for n in (0, 1, 2, 3, 21, 22, 23)])
    gap = missing_levels(LevelSeries("VTI", days, np.arange(1.0, 8.0), "USD"))
    assert found(gap) == [(FindingKind.MISSING_LEVELS, "VTI", date(2024, 1, 5))]
    assert "from 5 Jan 2024 to 23 Jan 2024." in gap[0].message
    for step in (7, 16, 30, 90):  # their own rhythm, or no longer than an exchange may be closed
        assert missing_levels(levels([1, 2, 3, 4, 5, 6], step=step)) == []


def test_warnings_come_first() -> None:
    rows = [row(K.BUY), row(K.BUY), row(K.SELL, 9, 1), row(K.BUY, after=900)]
    *warnings, note = findings = check_transactions(rows, date(2024, 6, 1), {})
    kinds = [FindingKind.OVERSOLD, FindingKind.UNKNOWN_SYMBOL, FindingKind.FUTURE_DATE, FindingKind.DUPLICATE]
    assert [one.kind for one in findings] == kinds
    assert ({one.severity for one in warnings}, note.severity) == ({Severity.WARNING}, Severity.NOTE)


def real_levels(name: str, currency: str) -> dict[str, LevelSeries]:
    content = real_file(name).read_bytes()
    records = read_prices(content, name, PriceOptions(currency=currency)).records
    series: dict[str, dict[date, float]] = {}
    for one in records:
        series.setdefault(one.symbol, {})[one.on] = one.close
    return {
        symbol: LevelSeries(symbol, to_days(sorted(days)), np.array([days[on] for on in sorted(days)]), currency)
        for symbol, days in series.items()
    }


def test_the_bad_ticks_of_the_real_indian_files() -> None:
    reliance = check_levels(real_levels("india/RELIANCE.NS.csv.gz", "INR")["RELIANCE.NS"])
    assert found(reliance) == [
        (FindingKind.PRICE_SPIKE, "RELIANCE.NS", date(1997, 10, 27)),
        (FindingKind.PRICE_SPIKE, "RELIANCE.NS", date(2005, 7, 28)),
    ]
    tata = check_levels(real_levels("india/TCS.NS.csv.gz", "INR")["TCS.NS"])
    assert found(tata) == [
        (FindingKind.PRICE_SPIKE, "TCS.NS", date(2005, 7, 28)),
        (FindingKind.PRICE_JUMP, "TCS.NS", date(2004, 5, 6)),
        (FindingKind.STALE_LEVELS, "TCS.NS", date(2003, 3, 31)),
    ]


@pytest.mark.parametrize("name", ["HDFCBANK", "INFY", "TATAMOTORS"])
def test_the_clean_real_indian_files_have_no_impossible_price(name: str) -> None:
    assert impossible_levels(real_levels(f"india/{name}.NS.csv.gz", "INR")[f"{name}.NS"]) == []


def test_a_real_crash_is_the_only_jump_among_thirteen_us_series() -> None:
    series = real_levels("prices/us_11_stocks_spy_qqq_adjclose_2000_2024.csv.gz", "USD")
    jumps = [one for each in series.values() for one in impossible_levels(each)]
    assert found(jumps) == [(FindingKind.PRICE_JUMP, "AAPL", date(2000, 9, 29))]  # −52 % on a profit warning


def test_the_real_tradebooks_26_oversold_symbols() -> None:
    content = real_file("transactions/zerodha_tradebook_fy2024_25_pseudonymised.csv").read_bytes()
    rows = read_transactions(content, "x.csv").transactions
    counted = Counter(one.kind for one in oversold_findings(rows))
    assert counted == {FindingKind.OVERSOLD: 26, FindingKind.SOLD_BEFORE_BOUGHT: 2}
    assert {one.symbol for one in oversold_findings(rows) if one.kind is FindingKind.SOLD_BEFORE_BOUGHT} == {
        "JUNIORBEES",
        "LIQUIDCASE",
    }
    assert duplicate_findings(rows) == []  # equal fills have trade ids of their own


def test_the_real_portfolio_against_the_prices_there_are() -> None:
    content = real_file("transactions/financetoolkit_example_portfolio.csv").read_bytes()
    rows = read_transactions(content, "x.csv").transactions
    series = real_levels("prices/us_11_stocks_spy_qqq_adjclose_2000_2024.csv.gz", "USD")
    findings = check_transactions(rows, date(2024, 12, 31), series)
    assert Counter(one.kind for one in findings) == {FindingKind.UNKNOWN_SYMBOL: 15, FindingKind.FAR_FROM_CLOSE: 2}
    far = {one.symbol: one.message for one in findings if one.kind is FindingKind.FAR_FROM_CLOSE}
    assert "split of 10 for 1" in far["NFLX"]  # the prices know a split of 2025 that the transactions do not
    assert set(far) == {"NFLX", "AVGO"}
