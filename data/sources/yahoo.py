"""What does Yahoo say? Daily prices, dividends and splits through yfinance, asked for only when the user asks."""

from __future__ import annotations

import json
import logging
import re
import threading
import time
import warnings
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from http import HTTPStatus
from typing import Any

from core.market.period import Period
from data.home import home_folder
from data.sources.currency import exchange_rate_pair
from data.sources.delivery import Delivery, Failure, PriceHistory, Report, Stage, Tell, fetch_each, ignore_progress
from data.sources.yahoo_answer import history_from
from data.sources.yahoo_session import yahoo_session

ANSWER_SECONDS = 20.0
WAIT_SECONDS = (2.0, 8.0, 20.0)
TROUBLES_BEFORE_GIVING_UP = 3

UNKNOWN = "Yahoo knows no such symbol, or it is no longer listed. Check the spelling (NSE shares end in .NS)."

_SYMBOL = re.compile(r"[A-Za-z0-9^][A-Za-z0-9.^=_&-]{0,31}")
_one_at_a_time = threading.Lock()  # yfinance keeps session, cookie and crumb in module globals


class Trouble(Exception):
    """Yahoo as a whole is out of reach or refuses: not the fault of the symbol that was asked for."""


class YahooSource:
    """Yahoo Finance. ``spellings`` gives Yahoo's symbol where it differs from ours (``USDINR`` → ``USDINR=X`` is known).

    When Yahoo limits requests it waits ``waits`` seconds, one after the other, and then names the symbol as failed; after
    three such symbols in a row it asks no more.
    """

    name = "yahoo"

    def __init__(
        self,
        spellings: Mapping[str, str] | None = None,
        timeout: float = ANSWER_SECONDS,
        waits: Sequence[float] = WAIT_SECONDS,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self._spellings = spellings or {}
        self._timeout = timeout
        self._waits = tuple(waits)
        self._pause = pause
        self._session: Any = None
        self._troubles = 0

    def fetch(self, symbols: Sequence[str], period: Period, report: Report = ignore_progress) -> Delivery:
        """The symbols' prices inside the period; the day that is still being traded is left out."""
        return fetch_each(symbols, lambda symbol, tell: self._history(symbol, period, tell), report)

    def _history(self, symbol: str, period: Period, tell: Tell) -> PriceHistory | Failure:
        asked = self._spelling(symbol)
        if not _SYMBOL.fullmatch(asked):
            return Failure(symbol, "Not a symbol that Yahoo could know. Upload its prices instead.")
        if self._troubles >= TROUBLES_BEFORE_GIVING_UP:
            return Failure(
                symbol, "Not asked, because Yahoo refused or did not answer several times in a row. Try later."
            )
        try:
            came = self._patiently(asked, symbol, period, tell)
        except Trouble as trouble:
            self._troubles += 1
            return Failure(symbol, str(trouble))
        self._troubles = 0
        return came

    def _spelling(self, symbol: str) -> str:
        pair = exchange_rate_pair(symbol)
        return self._spellings.get(symbol) or (f"{pair}=X" if pair else symbol)

    def _patiently(self, asked: str, symbol: str, period: Period, tell: Tell) -> PriceHistory | Failure:
        """Asks again after each wait while Yahoo limits requests; raises Trouble when the waits are used up."""
        from yfinance.exceptions import YFRateLimitError

        for wait in (*self._waits, None):
            try:
                with _one_at_a_time:
                    return self._ask(asked, symbol, period)
            except YFRateLimitError:
                if wait is not None:
                    tell(Stage.WAITING, f"Yahoo limits requests; asking again in {wait:.0f} seconds")
                    self._pause(wait)
        raise Trouble(f"Yahoo limits requests and refused {len(self._waits) + 1} times. Try again in some minutes.")

    def _ask(self, asked: str, symbol: str, period: Period) -> PriceHistory | Failure:
        """One question to Yahoo. Raises YFRateLimitError and Trouble; everything else is a Failure with its reason."""
        import curl_cffi.requests.exceptions as transport
        import yfinance
        from yfinance.exceptions import YFDataException, YFRateLimitError, YFTickerMissingError

        try:
            ticker = yfinance.Ticker(asked, session=self._ready_session())
            frame = ticker.history(
                start=period.start,
                end=period.end + timedelta(days=1),
                auto_adjust=False,
                actions=True,
                timeout=self._timeout,
            )
            return history_from(frame, ticker.get_history_metadata(), asked, symbol)
        except YFRateLimitError:
            raise
        except YFTickerMissingError as missing:
            return Failure(symbol, _missing_reason(missing))
        except YFDataException:
            raise Trouble("Yahoo says that it is down. Try again later.") from None
        except transport.Timeout:
            raise Trouble(f"Yahoo did not answer within {self._timeout:g} seconds.") from None
        except transport.HTTPError as error:
            return _refused(symbol, error)
        except transport.RequestException:
            raise Trouble("Yahoo could not be reached. Check the network.") from None
        except json.JSONDecodeError:
            return Failure(symbol, "Yahoo's answer was damaged. Try again.")
        except Exception as error:  # yfinance reads loosely built answers: anything may be missing in one
            return Failure(
                symbol, f"Yahoo's answer could not be understood ({type(error).__name__}: {_first_line(error)})."
            )

    def _ready_session(self) -> Any:
        """yfinance made to raise what goes wrong, to remember nothing but time zones, and those in our home folder."""
        import yfinance
        from yfinance.data import YfData

        if self._session is None:
            yfinance.set_tz_cache_location(str(home_folder() / "yfinance"))
            yfinance.config.debug.hide_exceptions = False
            logging.getLogger("yfinance").setLevel(logging.CRITICAL)  # what it complains of becomes a reason here
            self._session = yahoo_session(self._timeout)
        YfData.cache_get.cache_clear()  # it would repeat a damaged answer
        warnings.filterwarnings("ignore", category=DeprecationWarning, module="^yfinance")  # its own to mend
        return self._session


def _refused(symbol: str, error: Any) -> Failure:
    """An answer with an error status: 404 is the symbol's own fault, the rest is Yahoo's."""
    status = getattr(error.response, "status_code", None)
    if status == HTTPStatus.NOT_FOUND:
        return Failure(symbol, UNKNOWN)
    raise Trouble(f"Yahoo answered with error {status}. Try again later.") from None


def _missing_reason(missing: Any) -> str:
    """Yahoo's own reason in plain words, where it gave one."""
    said = str(missing.rationale).casefold()
    if "no data found" in said or "no timezone" in said or "delisted" in said:
        return UNKNOWN
    return "Yahoo has no prices for it in this range."


def _first_line(error: BaseException) -> str:
    lines = str(error).strip().splitlines()
    return lines[0][:160] if lines else type(error).__name__
