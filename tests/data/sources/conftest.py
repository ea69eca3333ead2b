"""A local Yahoo for the tests of the sources, and a yfinance that remembers nothing of the test before."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.data.sources.yahoo_server import YahooServer, serving


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
