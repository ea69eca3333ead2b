"""What does Yahoo answer? A local server in its place, in its chart format, with its cookie and crumb doors, and its faults."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit
from zoneinfo import ZoneInfo

import pytest

NO_SUCH_SYMBOL = {"code": "Not Found", "description": "No data found, symbol may be delisted"}


@dataclass(frozen=True)
class Answer:
    """What the server sends: a status, a body and how long it takes over it."""

    body: bytes
    status: int = 200
    seconds: float = 0.0


def chart_error(error: dict[str, str], status: int = 404) -> Answer:
    return Answer(json.dumps({"chart": {"result": None, "error": error}}).encode(), status)


TOO_MANY = Answer(b"Too Many Requests\r\n", 429)
UNKNOWN = chart_error(NO_SUCH_SYMBOL)
EMPTY = Answer(b'{"chart":{"result":[],"error":null}}')
OUT_OF_RANGE = chart_error(
    {"code": "Bad Request", "description": "Data doesn't exist for startDate = 1, endDate = 2"}, 400
)


@dataclass
class Listing:
    """One instrument as Yahoo knows it: closes by day, adjusted closes, dividends, splits."""

    closes: dict[date, float | None]
    currency: str | None = "USD"
    zone: str = "America/New_York"
    kind: str = "EQUITY"
    adjusted: dict[date, float] = field(default_factory=dict)
    dividends: dict[date, float] = field(default_factory=dict)
    splits: dict[date, tuple[int, int]] = field(default_factory=dict)
    trading_until: datetime | None = None

    def moment(self, on: date) -> int:
        """The opening of a trading day, as the seconds that Yahoo dates it with."""
        return int(datetime(on.year, on.month, on.day, 9, 30, tzinfo=ZoneInfo(self.zone)).timestamp())

    def chart(self, begin: int, end: int) -> bytes:
        """The chart answer for closes from ``begin`` to ``end`` (seconds)."""
        days = [on for on in sorted(self.closes) if begin <= self.moment(on) < end]
        closes = [self.closes[on] for on in days]
        adjusted = [self.adjusted.get(on, close) for on, close in zip(days, closes, strict=True)]
        volumes = [None if close is None else 1000 for close in closes]
        quote = dict.fromkeys(("open", "high", "low", "close"), closes) | {"volume": volumes}
        result = {
            "meta": self.meta(),
            "timestamp": [self.moment(on) for on in days],
            "events": self.events(begin, end),
            "indicators": {"quote": [quote], "adjclose": [{"adjclose": adjusted}]},
        }
        return json.dumps({"chart": {"result": [result], "error": None}}).encode()

    def meta(self) -> dict[str, Any]:
        until = self.trading_until or datetime(2001, 1, 1, tzinfo=UTC)
        hours = {"start": int(until.timestamp()) - 3600, "end": int(until.timestamp()), "gmtoffset": 0, "timezone": "X"}
        return {
            "currency": self.currency,
            "instrumentType": self.kind,
            "exchangeTimezoneName": self.zone,
            "regularMarketTime": int(until.timestamp()),
            "firstTradeDate": 0,
            "priceHint": 2,
            "currentTradingPeriod": {name: dict(hours) for name in ("pre", "regular", "post")},
            "validRanges": ["1d", "5d", "1mo", "max"],
        }

    def events(self, begin: int, end: int) -> dict[str, Any]:
        paid = {self.moment(on): amount for on, amount in self.dividends.items() if begin <= self.moment(on) < end}
        split = {self.moment(on): ratio for on, ratio in self.splits.items() if begin <= self.moment(on) < end}
        return {
            "dividends": {str(at): {"amount": amount, "date": at} for at, amount in paid.items()},
            "splits": {
                str(at): {"date": at, "numerator": new, "denominator": old, "splitRatio": f"{new}:{old}"}
                for at, (new, old) in split.items()
            },
        }


def weekdays(first: date, count: int) -> list[date]:
    days = (first + timedelta(days=offset) for offset in range(2 * count + 7))
    return [day for day in days if day.weekday() < 5][:count]


Fault = Callable[["YahooServer", str], Answer | None]


@dataclass
class YahooServer:
    """The doors of Yahoo that yfinance knocks at. ``faults`` by symbol decide before the listing is looked at."""

    listings: dict[str, Listing] = field(default_factory=dict)
    faults: dict[str, list[Answer]] = field(default_factory=dict)  # one after the other; the last one stays
    asked: list[str] = field(default_factory=list)
    crumb: Answer = field(default_factory=lambda: Answer(b"crumb"))

    def charts_asked(self, symbol: str) -> list[str]:
        """The addresses of the price requests for a symbol (the time-zone question is not one)."""
        return [path for path in self.asked if path.startswith(f"/v8/finance/chart/{symbol}?") and "period1" in path]

    def answer(self, path: str) -> Answer:
        parts = urlsplit(path)
        where = unquote(parts.path)
        if where == "/v1/test/getcrumb":
            return self.crumb
        if not where.startswith("/v8/finance/chart/"):
            return Answer(b"<html></html>", 200 if where == "/" else 404)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        return self.chart(where.removeprefix("/v8/finance/chart/"), query)

    def chart(self, symbol: str, query: dict[str, str]) -> Answer:
        listing = self.listings.get(symbol)
        faults = self.faults.get(symbol)
        if faults and ("period1" in query or listing is None):
            return faults.pop(0) if len(faults) > 1 else faults[0]
        if listing is None:
            return UNKNOWN
        return Answer(listing.chart(int(query.get("period1", 0)), int(query.get("period2", 4102444800))))


def serving(state: YahooServer) -> Iterator[str]:
    """Serves until the generator is closed; yields the address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.respond()

        def do_POST(self) -> None:
            self.respond()

        def respond(self) -> None:
            state.asked.append(unquote(self.path))
            answer = state.answer(self.path)
            time.sleep(answer.seconds)
            self.send_response(answer.status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            self.wfile.write(answer.body)

        def log_message(self, *_arguments: object) -> None:
            """Nothing: the tests look at ``asked``."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.handle_error = lambda *_: None  # type: ignore[method-assign] # who hung up on a slow answer is expected
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def forget_yfinance() -> None:
    """Lets go of the cookie, crumb and time zones that yfinance keeps in module globals."""
    from yfinance import cache
    from yfinance.data import SingletonMeta

    SingletonMeta._instances.clear()
    for manager in (cache._TzDBManager, cache._CookieDBManager):
        manager.close_db()
        manager._db = None
    cache._TzCacheManager._tz_cache = None
    cache._CookieCacheManager._Cookie_cache = None


@pytest.fixture
def yahoo(monkeypatch: pytest.MonkeyPatch) -> Iterator[YahooServer]:
    """A local server in Yahoo's place, empty until the test lists something."""
    forget_yfinance()
    server = YahooServer()
    addresses = serving(server)
    monkeypatch.setenv("YARDSTICK_YAHOO_URL", next(addresses))
    yield server
    addresses.close()
    forget_yfinance()
