"""How is Yahoo reached? A browser-like session whose host can be redirected, and which never waits for ever."""

from __future__ import annotations

import os
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit, urlunsplit

REDIRECT = "YARDSTICK_YAHOO_URL"
PRICES = "/finance/chart/"


def redirected(url: str) -> str:
    """``url``, or the same path and query at ``YARDSTICK_YAHOO_URL`` where that is set and ``url`` is one of Yahoo's."""
    base = os.environ.get(REDIRECT, "").strip()
    asked = urlsplit(url)
    if not base or not f".{asked.hostname}".endswith(".yahoo.com"):
        return url
    to = urlsplit(base)
    return urlunsplit((to.scheme, to.netloc, to.path.rstrip("/") + asked.path, asked.query, ""))


def yahoo_session(timeout: float) -> Any:
    """A ``curl_cffi`` session for ``yfinance``; no request takes longer than ``timeout`` seconds, whatever it asks for."""
    from curl_cffi import requests

    class YahooSession(requests.Session[Any]):
        """Sends every request of yfinance where Yahoo is to be found."""

        def request(self, method: Any, url: str, **options: Any) -> Any:  # type: ignore[override] # curl_cffi names every option
            asked = options.get("timeout")
            options["timeout"] = min(asked, timeout) if isinstance(asked, int | float) else timeout
            answer = super().request(method, redirected(url), **options)
            if PRICES in url and answer.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
                answer.raise_for_status()  # yfinance would take the error page for a damaged answer
            return answer

    return YahooSession(impersonate="chrome")
