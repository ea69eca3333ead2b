"""Does the real yfinance, against a Yahoo that misbehaves, bring what came and name what failed?"""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from core.market.period import Period
from data.price_record import PriceRecord
from data.sources.delivery import Dividend, PriceHistory, Progress, Split, Stage
from data.sources.yahoo import TROUBLES_BEFORE_GIVING_UP, YahooSource
from data.sources.yahoo_session import redirected
from tests.yahoo_server import (
    EMPTY,
    OUT_OF_RANGE,
    TOO_MANY,
    Answer,
    Listing,
    YahooServer,
    weekdays,
)

DAYS = weekdays(date(2024, 1, 2), 10)
JANUARY = Period(date(2024, 1, 1), date(2024, 1, 31))


def rising(currency: str = "USD", **more: object) -> Listing:
    """Closes 100, 101, … on ten trading days."""
    return Listing({day: 100.0 + at for at, day in enumerate(DAYS)}, currency, **more)  # type: ignore[arg-type]


class Waits(list[float]):
    """Remembers how long it was told to wait, and does not."""

    def source(self, **more: object) -> YahooSource:
        return YahooSource(timeout=60.0, waits=(1.0, 3.0), pause=self.append, **more)  # type: ignore[arg-type]


def fetch_one(symbol: str, **more: object) -> PriceHistory:
    delivery = Waits().source(**more).fetch([symbol], JANUARY)
    assert delivery.failures == ()
    [history] = delivery.histories
    return history


def reason(symbol: str, source: YahooSource | None = None) -> str:
    delivery = (source or Waits().source()).fetch([symbol], JANUARY)
    assert delivery.histories == ()
    [failure] = delivery.failures
    assert failure.symbol == symbol
    return failure.reason


def test_closes_adjusted_closes_dividends_and_splits_come(yahoo: YahooServer) -> None:
    adjusted = {day: 98.0 + at for at, day in enumerate(DAYS)}
    yahoo.listings["SPY"] = rising(adjusted=adjusted, dividends={DAYS[3]: 1.5}, splits={DAYS[5]: (4, 1)})
    records = tuple(PriceRecord("SPY", day, 100.0 + at, 98.0 + at, "USD") for at, day in enumerate(DAYS))
    assert fetch_one("SPY") == PriceHistory(
        "SPY", "USD", records, (Dividend(DAYS[3], 1.5),), (Split(DAYS[5], 4.0),), notes=()
    )


def test_only_the_period_is_asked_for_both_ends_included(yahoo: YahooServer) -> None:
    yahoo.listings["SPY"] = rising()
    [history] = Waits().source().fetch(["SPY"], Period(DAYS[2], DAYS[4])).histories
    assert [record.on for record in history.records] == DAYS[2:5]


def test_dates_are_those_of_the_exchange(yahoo: YahooServer) -> None:
    for zone in ("Asia/Kolkata", "Asia/Tokyo", "America/Los_Angeles", "Pacific/Auckland"):
        yahoo.listings["X"] = rising(zone=zone)
        assert [record.on for record in fetch_one("X").records] == DAYS


@pytest.mark.parametrize(("quoted", "major"), [("GBp", "GBP"), ("ZAc", "ZAR"), ("ILA", "ILS")])
def test_pence_are_stored_as_pounds_and_it_is_said(yahoo: YahooServer, quoted: str, major: str) -> None:
    yahoo.listings["VOD.L"] = rising(quoted, zone="Europe/London", dividends={DAYS[3]: 2.0})
    history = fetch_one("VOD.L")
    assert (history.currency, history.records[0].close) == (major, 1.0)
    assert history.dividends == (Dividend(DAYS[3], 0.02),)
    assert history.notes == (f"Yahoo quotes it in {quoted}, 100 to one {major}; stored in {major}.",)


def test_a_dividend_given_in_pounds_beside_prices_in_pence_stays_in_pounds(yahoo: YahooServer) -> None:
    """The adjusted close fell by 2 of 102 pence, so 0.02 must be pounds."""
    factor = 1 - 2.0 / 102.0
    adjusted = {day: (100.0 + at) * (factor if at < 3 else 1.0) for at, day in enumerate(DAYS)}
    for amount in (0.02, 2.0):
        yahoo.listings["VOD.L"] = rising("GBp", adjusted=adjusted, dividends={DAYS[3]: amount})
        assert fetch_one("VOD.L").dividends == (Dividend(DAYS[3], pytest.approx(0.02)),)  # type: ignore[arg-type]


def test_an_exchange_rate_is_asked_for_by_yahoos_name_and_kept_under_ours(yahoo: YahooServer) -> None:
    yahoo.listings["USDINR=X"] = rising("INR", zone="Europe/London", kind="CURRENCY")
    history = fetch_one("USDINR")
    assert (history.symbol, history.currency, len(history.records)) == ("USDINR", "INR", 10)
    assert history.notes == ("Yahoo's symbol is USDINR=X.",)


def test_a_spelling_of_yahoos_own_is_kept_under_ours(yahoo: YahooServer) -> None:
    yahoo.listings["INFY.NS"] = rising("INR", zone="Asia/Kolkata")
    assert fetch_one("INFY", spellings={"INFY": "INFY.NS"}).symbol == "INFY"


def test_days_without_a_close_are_left_out(yahoo: YahooServer) -> None:
    listing = rising()
    listing.closes[DAYS[2]], listing.closes[DAYS[4]] = None, 0.0
    yahoo.listings["SPY"] = listing
    assert [record.on for record in fetch_one("SPY").records] == [*DAYS[:2], DAYS[3], *DAYS[5:]]


def test_the_day_still_being_traded_is_left_out(yahoo: YahooServer) -> None:
    today = datetime.now(UTC).date()
    days = [today - timedelta(days=back) for back in (3, 2, 1, 0)]
    ahead = datetime.now(UTC).replace(hour=23, minute=59, second=59)
    yahoo.listings["BTC-USD"] = Listing(dict.fromkeys(days, 5.0), zone="UTC", trading_until=ahead)
    yahoo.listings["BTC-USD"].moment = lambda on: int(datetime(on.year, on.month, on.day, tzinfo=UTC).timestamp())  # type: ignore[method-assign]
    [history] = Waits().source().fetch(["BTC-USD"], Period(days[0], today)).histories
    assert [record.on for record in history.records] == days[:-1]


def test_a_rate_limit_is_waited_out(yahoo: YahooServer) -> None:
    yahoo.listings["SPY"] = rising()
    yahoo.faults["SPY"] = [TOO_MANY] * 4 + [Answer(rising().chart(0, 4102444800))]
    waits, heard = Waits(), list[Progress]()
    delivery = waits.source().fetch(["SPY"], JANUARY, heard.append)
    assert [one.symbol for one in delivery.histories] == ["SPY"]
    assert waits == [1.0, 3.0]
    assert [one.stage for one in heard] == [Stage.ASKING, Stage.WAITING, Stage.WAITING, Stage.CAME]
    assert "asking again in 3 seconds" in heard[2].detail


def test_a_rate_limit_that_stays_is_named_after_a_bounded_number_of_tries(yahoo: YahooServer) -> None:
    yahoo.listings["SPY"] = rising()
    yahoo.faults["SPY"] = [TOO_MANY]
    waits = Waits()
    assert "refused 3 times" in reason("SPY", waits.source())
    assert waits == [1.0, 3.0]
    assert len(yahoo.charts_asked("SPY")) == 2 * 3  # yfinance itself asks twice each time


def test_a_limit_on_the_crumb_alone_is_no_hindrance(yahoo: YahooServer) -> None:
    yahoo.listings["SPY"] = rising()
    yahoo.crumb = TOO_MANY
    assert len(fetch_one("SPY").records) == 10


def test_after_several_troubles_in_a_row_no_more_is_asked(yahoo: YahooServer) -> None:
    bad = [f"BAD{number}" for number in range(TROUBLES_BEFORE_GIVING_UP)]
    for symbol in [*bad, "GOOD"]:
        yahoo.listings[symbol] = rising()
    yahoo.faults |= {symbol: [TOO_MANY] for symbol in bad}
    delivery = Waits().source().fetch([*bad, "GOOD"], JANUARY)
    assert [one.symbol for one in delivery.failures] == [*bad, "GOOD"]
    assert "Not asked" in delivery.failures[-1].reason
    assert yahoo.charts_asked("GOOD") == []


def test_one_good_among_bad_comes_and_the_bad_are_named(yahoo: YahooServer) -> None:
    for symbol in ("LIMITED", "GOOD", "TORN"):
        yahoo.listings[symbol] = rising()
    yahoo.faults["LIMITED"] = [TOO_MANY]
    yahoo.faults["TORN"] = [Answer(rising().chart(0, 4102444800)[:300])]
    delivery = Waits().source().fetch(["LIMITED", "UNKNOWN", "GOOD", "TORN"], JANUARY)
    assert [one.symbol for one in delivery.histories] == ["GOOD"]
    assert {one.symbol: one.reason.split(".")[0] for one in delivery.failures} == {
        "LIMITED": "Yahoo limits requests and refused 3 times",
        "UNKNOWN": "Yahoo knows no such symbol, or it is no longer listed",
        "TORN": "Yahoo's answer was damaged",
    }


def test_an_unknown_symbol_says_what_to_check(yahoo: YahooServer) -> None:
    for symbol in ("NOPE1", "NOPE2", "NOPE3", "NOPE4"):  # yfinance treats the first two of a process differently
        assert "knows no such symbol" in reason(symbol)


def test_a_symbol_that_was_delisted_while_its_time_zone_is_remembered(yahoo: YahooServer) -> None:
    yahoo.listings["OLD"] = rising()
    fetch_one("OLD")
    del yahoo.listings["OLD"]
    assert "no longer listed" in reason("OLD")


NO_PRICES = "Yahoo has no prices for it in this range."
UNKNOWN_BUILD = b'{"chart":{"result":[{"meta":{},"indicators":{"quote":[{"open":[]}]}}],"error":null}}'


@pytest.mark.parametrize(
    ("fault", "said"),
    [(EMPTY, NO_PRICES), (OUT_OF_RANGE, NO_PRICES), (Answer(UNKNOWN_BUILD), "could not be understood")],
)
def test_an_answer_without_prices_says_why(yahoo: YahooServer, fault: Answer, said: str) -> None:
    yahoo.listings["SPY"] = rising()
    yahoo.faults["SPY"] = [fault]
    assert said in reason("SPY")


def test_days_without_a_close_are_an_empty_range_and_a_currency_is_not_guessed(yahoo: YahooServer) -> None:
    yahoo.listings |= {"SPY": Listing(dict.fromkeys(DAYS)), "ODD": Listing(dict.fromkeys(DAYS, 5.0), None)}
    assert reason("SPY") == NO_PRICES
    assert "in which currency" in reason("ODD")


def test_a_damaged_answer_is_not_remembered(yahoo: YahooServer) -> None:
    yahoo.listings["SPY"] = rising()
    yahoo.faults["SPY"] = [Answer(rising().chart(0, 4102444800)[:300])]
    source = Waits().source()
    assert "damaged" in reason("SPY", source)
    yahoo.faults.clear()
    assert len(source.fetch(["SPY"], JANUARY).histories) == 1


def test_a_slow_answer_is_not_waited_for_longer_than_the_limit(yahoo: YahooServer) -> None:
    yahoo.listings["SPY"] = rising()
    yahoo.faults["SPY"] = [Answer(b"{}", seconds=3.0)]
    assert reason("SPY", YahooSource(timeout=0.3)) == "Yahoo did not answer within 0.3 seconds."


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (Answer(b"<html>Service Unavailable</html>", 503), "Yahoo answered with error 503."),
        (Answer(b"Will be right back"), "Yahoo says that it is down."),
    ],
)
def test_a_yahoo_that_is_down_is_no_fault_of_the_symbol(yahoo: YahooServer, fault: Answer, said: str) -> None:
    yahoo.listings["SPY"] = rising()
    yahoo.faults["SPY"] = [fault]
    source = Waits().source()
    assert [reason("SPY", source).startswith(said) for _ in range(TROUBLES_BEFORE_GIVING_UP)] == [True] * 3
    assert "Not asked" in reason("SPY", source)


def test_without_a_network_it_says_so(yahoo: YahooServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YARDSTICK_YAHOO_URL", "http://127.0.0.1:9")
    assert "could not be reached" in reason("SPY")


@pytest.mark.parametrize("symbol", ["", "../../etc/passwd", "A B", "SPY?crumb=1", "SPY/../X", "x" * 40, "SPY\n"])
def test_what_cannot_be_a_symbol_is_never_sent(yahoo: YahooServer, symbol: str) -> None:
    assert "Not a symbol" in reason(symbol)
    assert yahoo.asked == []


def test_left_in_the_middle_the_next_caller_is_not_locked_out(yahoo: YahooServer) -> None:
    yahoo.listings["SPY"] = rising()

    def leave(_progress: Progress) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Waits().source().fetch(["SPY"], JANUARY, leave)
    assert len(fetch_one("SPY").records) == 10


def test_two_at_once_both_get_their_own(yahoo: YahooServer) -> None:
    yahoo.listings |= {"A": rising(), "B": rising("INR", zone="Asia/Kolkata")}
    found: dict[str, str] = {}

    def work(symbol: str) -> None:
        found[symbol] = fetch_one(symbol).currency

    threads = [threading.Thread(target=work, args=(symbol,)) for symbol in ("A", "B")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {"A": "USD", "B": "INR"}


def test_an_answer_without_trading_hours_is_taken_whole(yahoo: YahooServer, monkeypatch: pytest.MonkeyPatch) -> None:
    yahoo.listings["FUND"] = rising()
    meta = yahoo.listings["FUND"].meta
    monkeypatch.setattr(yahoo.listings["FUND"], "meta", lambda: {**meta(), "currentTradingPeriod": {}})
    assert len(fetch_one("FUND").records) == 10


def test_time_zones_are_remembered_in_our_own_folder(yahoo: YahooServer, home: Path) -> None:
    yahoo.listings["SPY"] = rising()
    fetch_one("SPY")
    assert (home / "yfinance" / "tkr-tz.db").exists()


def test_only_yahoos_addresses_are_redirected(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YARDSTICK_YAHOO_URL", "http://127.0.0.1:8080/proxy/")
    asked = "https://query2.finance.yahoo.com/v8/finance/chart/%5ENSEI?range=1d"
    assert redirected(asked) == "http://127.0.0.1:8080/proxy/v8/finance/chart/%5ENSEI?range=1d"
    assert redirected("https://notyahoo.com.example/x") == "https://notyahoo.com.example/x"
    assert redirected("https://evilyahoo.com/x") == "https://evilyahoo.com/x"
    monkeypatch.delenv("YARDSTICK_YAHOO_URL")
    assert redirected(asked) == asked
