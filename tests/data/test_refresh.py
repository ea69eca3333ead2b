"""Does a refresh store what came, name what failed, and never take another company's share for ours?"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine

from core.ledger.portfolio import Portfolio
from core.ledger.transaction import Transaction, TransactionKind
from core.market.levels import Basis
from core.market.period import Period
from data import refresh as command
from data.price_record import PriceRecord
from data.refresh import RefreshOutcome, Wanted, main, refresh, spellings, wanted_by, wanted_everywhere, wanted_symbols
from data.sources.delivery import Delivery, Failure, Progress, Report, Split, Stage, fetch_each, ignore_progress
from data.sources.yahoo import YahooSource
from data.store.database import open_database
from data.store.portfolios.portfolios import list_portfolios, save_portfolio
from data.store.prices.histories import load_levels, load_splits, price_coverage, save_prices
from data.store.revision import revision
from tests.yahoo_server import TOO_MANY, Listing, YahooServer, weekdays

PROJECT = Path(__file__).parent.parent.parent
TODAY = date(2024, 6, 28)
DAYS = weekdays(date(2024, 1, 2), 60)


def rising(currency: str = "USD", scale: float = 1.0, days: list[date] = DAYS, **more: object) -> Listing:
    return Listing({day: (100.0 + at) * scale for at, day in enumerate(days)}, currency, **more)  # type: ignore[arg-type]


def impatient(wanted: tuple[Wanted, ...] = ()) -> YahooSource:
    return YahooSource(spellings(wanted), timeout=60.0, waits=(), pause=lambda _seconds: None)


def trade(symbol: str, currency: str = "USD", on: date = date(2024, 2, 1)) -> Transaction:
    return Transaction(on, TransactionKind.BUY, symbol, quantity=1.0, price=1.0, currency=currency)


def portfolio(*rows: Transaction, base: str = "USD", **more: object) -> Portfolio:
    return Portfolio("", "Mine", base, rows, **more)  # type: ignore[arg-type]


def test_what_came_is_stored_and_what_failed_is_named(engine: Engine, yahoo: YahooServer) -> None:
    yahoo.listings |= {"SPY": rising(), "LIMITED": rising(), "^NSEI": rising("INR", zone="Asia/Kolkata")}
    yahoo.faults["LIMITED"] = [TOO_MANY]
    wanted = wanted_symbols(["SPY", "LIMITED", "NOPE", "^NSEI"])
    outcome = refresh(engine, wanted, TODAY, source=impatient())
    assert [(one.symbol, one.count) for one in outcome.saved] == [("SPY", 60), ("^NSEI", 60)]
    assert [one.symbol for one in outcome.failures] == ["LIMITED", "NOPE"]
    assert load_levels(engine, ("SPY",))["SPY"].levels.tolist() == [100.0 + at for at in range(60)]
    assert {(one.symbol, one.source, one.currency) for one in price_coverage(engine)} == {
        ("SPY", "yahoo", "USD"),
        ("^NSEI", "yahoo", "INR"),
    }


def test_each_symbol_is_stored_at_once_so_that_the_work_can_be_left(engine: Engine, yahoo: YahooServer) -> None:
    yahoo.listings |= {"A": rising(), "B": rising()}

    def leave(progress: Progress) -> None:
        if progress.symbol == "B":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        refresh(engine, wanted_symbols(["A", "B"]), TODAY, source=impatient(), report=leave)
    assert [one.symbol for one in price_coverage(engine)] == ["A"]


def test_the_progress_counts_over_all_symbols(engine: Engine, yahoo: YahooServer) -> None:
    yahoo.listings["A"] = rising()
    heard: list[Progress] = []
    refresh(engine, wanted_symbols(["A", "NOPE"]), TODAY, source=impatient(), report=heard.append)
    assert [(one.symbol, one.number, one.count, one.stage) for one in heard] == [
        ("A", 1, 2, Stage.ASKING),
        ("A", 1, 2, Stage.CAME),
        ("NOPE", 2, 2, Stage.ASKING),
        ("NOPE", 2, 2, Stage.FAILED),
    ]
    assert (heard[1].detail, heard[3].detail[:21]) == ("60 prices", "Yahoo knows no such s")


def test_a_split_since_the_last_refresh_restates_the_whole_past(engine: Engine, yahoo: YahooServer) -> None:
    """Only the last days are asked for, yet no fall of three quarters appears."""
    yahoo.listings["A"] = rising(days=DAYS[:40])
    refresh(engine, wanted_symbols(["A"]), TODAY, source=impatient())
    yahoo.listings["A"] = rising(scale=0.25, splits={DAYS[45]: (4, 1)})
    outcome = refresh(engine, wanted_symbols(["A"]), TODAY, start=DAYS[38], source=impatient())
    assert outcome.failures == ()
    assert load_levels(engine)["A"].levels.tolist() == [(100.0 + at) / 4 for at in range(60)]
    assert load_splits(engine, ("A",)) == {"A": (Split(DAYS[45], 4.0),)}


def fetched(engine: Engine, symbol: str, traded_in: str) -> RefreshOutcome:
    """What a portfolio that trades in one share asks for."""
    wanted = wanted_by([portfolio(trade(symbol, traded_in), base=traded_in)])
    return refresh(engine, wanted, TODAY, source=impatient(wanted))


def test_a_share_traded_in_pounds_may_be_quoted_in_pence(engine: Engine, yahoo: YahooServer) -> None:
    yahoo.listings["VOD.L"] = rising("GBp", zone="Europe/London")
    assert fetched(engine, "VOD.L", "GBP").failures == ()


def test_a_share_of_the_same_name_elsewhere_is_not_taken_until_the_user_has_named_it(
    engine: Engine, yahoo: YahooServer
) -> None:
    yahoo.listings["ACME"] = rising("USD")
    [failure] = fetched(engine, "ACME", "EUR").failures
    assert "quoted in USD there, but your trades in it are in EUR" in failure.reason
    assert price_coverage(engine) == ()
    save_portfolio(engine, portfolio(trade("ACME", "EUR"), base="EUR"))
    refresh(engine, wanted_symbols(["ACME"]), TODAY, source=impatient())
    wanted = tuple(one for one in wanted_everywhere(engine) if one.symbol == "ACME")
    assert refresh(engine, wanted, TODAY, source=impatient(wanted)).failures == ()


def test_plain_symbols_traded_in_rupees_are_asked_for_on_the_nse(engine: Engine, yahoo: YahooServer) -> None:
    """Yahoo's INFY is the share in New York."""
    yahoo.listings |= {"INFY": rising("USD"), "INFY.NS": rising("INR", zone="Asia/Kolkata")}
    [saved] = fetched(engine, "INFY", "INR").saved
    assert (saved.symbol, saved.notes) == ("INFY", ("Yahoo's symbol is INFY.NS.",))
    assert load_levels(engine)["INFY"].currency == "INR"


def test_spellings_leave_alone_what_yahoo_has_under_the_same_name() -> None:
    symbols = ["RELIANCE.NS", "^NSEI", "USDINR", "GOLDBEES.NS", "M&M", "BAJAJ-AUTO"]
    assert spellings(Wanted(symbol, "INR") for symbol in symbols) == {"M&M": "M&M.NS", "BAJAJ-AUTO": "BAJAJ-AUTO.NS"}
    assert spellings([Wanted("SPY", "USD"), Wanted("INFY")]) == {}


def test_an_index_that_yahoo_does_not_have_is_not_asked_for(engine: Engine, yahoo: YahooServer) -> None:
    [failure] = refresh(engine, wanted_symbols(["CRISIL_SHORT_TERM_BOND"]), TODAY, source=impatient()).failures
    assert "upload the levels that CRISIL publishes" in failure.reason
    assert yahoo.asked == []


def test_a_stored_series_in_another_currency_is_a_named_failure(engine: Engine, yahoo: YahooServer) -> None:
    yahoo.listings |= {"A": rising("USD"), "B": rising()}
    refresh(engine, wanted_symbols(["A"]), TODAY, source=impatient())
    yahoo.listings["A"] = rising("EUR")
    outcome = refresh(engine, wanted_symbols(["A", "B"]), TODAY, source=impatient())
    assert [one.symbol for one in outcome.saved] == ["B"]
    assert "stored prices of A are in USD" in outcome.failures[0].reason


@pytest.mark.parametrize(
    ("wanted", "start", "asked_from"),
    [
        (Wanted("A"), None, date(2014, 6, 28)),
        (Wanted("A", traded_since=date(2009, 5, 20)), None, date(2009, 5, 10)),
        (Wanted("A", traded_since=date(2009, 5, 20)), date(2024, 2, 1), date(2024, 2, 1)),
        (Wanted("A"), date(2030, 1, 1), TODAY),
    ],
)
def test_it_is_asked_from_where_it_is_needed(
    engine: Engine, wanted: Wanted, start: date | None, asked_from: date
) -> None:
    periods = []

    class Listening(YahooSource):
        def fetch(self, symbols: Sequence[str], period: Period, report: Report = ignore_progress) -> Delivery:
            periods.append((period.start, period.end))
            return fetch_each(symbols, lambda symbol, _tell: Failure(symbol, "Nobody answers here."), report)

    refresh(engine, [wanted], TODAY, start, Listening())
    assert periods == [(asked_from, TODAY)]


def test_a_portfolio_wants_its_symbols_and_the_rates_between_its_currencies() -> None:
    own = portfolio(
        trade("A", "USD"), trade("B", "INR", date(2023, 1, 2)), trade("B", "INR"), trade("C", "EUR"), base="INR"
    )
    assert set(wanted_by([own])) == {
        Wanted("A", "USD", date(2024, 2, 1)),
        Wanted("B", "INR", date(2023, 1, 2)),
        Wanted("C", "EUR", date(2024, 2, 1)),
        Wanted("USDINR", None, date(2023, 1, 2)),
        Wanted("EURUSD", None, date(2023, 1, 2)),
    }


def test_the_sample_wants_nothing(sample_engine: Engine) -> None:
    assert wanted_everywhere(sample_engine) == ()
    assert wanted_by([portfolio(trade("A"), simulated=True), portfolio()]) == ()


def test_everything_is_what_is_held_and_what_was_fetched_before(engine: Engine, yahoo: YahooServer) -> None:
    yahoo.listings |= {"^GSPC": rising(), "A": rising()}
    save_portfolio(engine, portfolio(trade("A")))
    refresh(engine, wanted_symbols(["^GSPC", "A"]), TODAY, source=impatient())
    save_prices(engine, [PriceRecord("UPLOADED", TODAY, 1.0)], "upload")
    assert [(one.symbol, one.confirmed) for one in wanted_everywhere(engine)] == [("A", True), ("^GSPC", False)]


def test_opening_the_database_asks_yahoo_nothing(yahoo: YahooServer) -> None:
    open_database().dispose()
    assert yahoo.asked == []


# The command line


class QuickYahoo(YahooSource):
    """Yahoo for who has no time to wait."""

    def __init__(self, spellings: dict[str, str]) -> None:
        super().__init__(spellings, timeout=60.0, waits=())


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "YahooSource", QuickYahoo)


def test_the_command_prints_what_came_and_what_failed(
    yahoo: YahooServer, quick: None, capsys: pytest.CaptureFixture[str]
) -> None:
    yahoo.listings |= {"SPY": rising(), "VOD.L": rising("GBp", zone="Europe/London")}
    assert main(["SPY", "VOD.L", "NOPE", "--from", "2024-01-15"], TODAY) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines == [
        "[1/3] SPY …",
        "[2/3] VOD.L …",
        "[3/3] NOPE …",
        "SPY: 51 prices, 15 Jan 2024 to 25 Mar 2024.",
        "VOD.L: 51 prices, 15 Jan 2024 to 25 Mar 2024. Yahoo quotes it in GBp, 100 to one GBP; stored in GBP.",
        "NOPE failed: Yahoo knows no such symbol, or it is no longer listed. Check the spelling (NSE shares end in .NS).",
        "2 came, 1 failed.",
    ]


def test_the_command_refreshes_one_portfolio(
    yahoo: YahooServer, quick: None, capsys: pytest.CaptureFixture[str]
) -> None:
    yahoo.listings |= {"A": rising(), "USDINR=X": rising("INR"), "^NSEI": rising("INR")}
    engine = open_database()
    portfolio_id = save_portfolio(engine, portfolio(trade("A"), base="INR"))
    assert main(["--portfolio", portfolio_id, "^NSEI"], TODAY) == 0
    assert {one.symbol for one in price_coverage(engine)} == {"A", "USDINR", "^NSEI"}
    assert main([], TODAY) == 0
    assert capsys.readouterr().out.count("3 came, 0 failed.") == 2
    engine.dispose()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "nothing to refresh yet"),
        (["--portfolio", "sample-househol"], "Did you mean sample-household"),
        (["--portfolio", "sample-household"], "sample data"),
    ],
)
def test_the_command_says_why_there_is_nothing_to_do(
    yahoo: YahooServer, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    assert main(arguments, TODAY) == 2
    printed = capsys.readouterr()
    assert said in printed.out + printed.err
    assert yahoo.asked == []


def test_the_command_can_be_stopped(
    yahoo: YahooServer, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_arguments: object, **_options: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(command, "refresh", stop)
    assert main(["SPY"], TODAY) == 130
    assert "What had come is stored" in capsys.readouterr().err


def test_the_command_runs_as_the_guide_says(yahoo: YahooServer, home: Path) -> None:
    yahoo.listings["SPY"] = rising(dividends={DAYS[5]: 1.25})
    outcome = subprocess.run(
        [sys.executable, "-W", "error", "-m", "data.refresh", "SPY", "--from", "2024-01-01"],
        cwd=PROJECT,
        env={**os.environ, "YARDSTICK_HOME": str(home)},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert (outcome.returncode, outcome.stderr) == (0, "")
    assert outcome.stdout.splitlines()[-2:] == ["SPY: 60 prices, 2 Jan 2024 to 25 Mar 2024.", "1 came, 0 failed."]
    engine = open_database()
    assert load_levels(engine, ("SPY",), Basis.TOTAL)["SPY"].basis is Basis.TOTAL
    assert revision(engine) > 1
    assert all(one.simulated for one in list_portfolios(engine))
    engine.dispose()
