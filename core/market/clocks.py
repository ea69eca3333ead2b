"""When are levels made? The hour at which a market closes, and whether two series are of different hours of one calendar day.

Hours are UTC of the northern winter; summer time moves them by one at most, and those of most neighbours alike. Sources: the trading hours
that the exchanges publish.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from core.market.exchanges import split_symbol
from core.market.foreign_funds import SOMEWHERE_ELSE, markets_held

FAR_APART = 2.0
"""Hours between two closes beyond which returns of one calendar day are not of the same news."""
LEAST_SHARE = 0.1
"""Of a portfolio's value: what is made more than two hours from the benchmark counts where it is more than this."""

_TABLE = (
    "3.75 New Zealand; 5 Australia; 5.5 Taiwan; 6.5 Japan, South Korea; 7 China; 8 Hong Kong; 9 Singapore, Malaysia, Indonesia; "
    "9.5 Thailand; 10 India; 15 South Africa; 15.25 Greece; 15.5 Norway, Czech Republic; 16 Denmark, Poland; "
    "16.5 United Kingdom, Germany, France, Netherlands, Belgium, Portugal, Italy, Spain, Switzerland, Sweden, Finland, Austria, Ireland; "
    "20 Argentina, Chile; 21 United States, Canada, Brazil, Mexico"
)
_CURRENCIES = (
    "NZD New Zealand; AUD Australia; TWD Taiwan; JPY Japan; KRW South Korea; CNY China; HKD Hong Kong; SGD Singapore; MYR Malaysia; "
    "IDR Indonesia; THB Thailand; INR India; ZAR South Africa; NOK Norway; CZK Czech Republic; DKK Denmark; PLN Poland; "
    "GBP United Kingdom; EUR Germany; CHF Switzerland; SEK Sweden; USD United States; CAD Canada; BRL Brazil; MXN Mexico"
)


def _closes() -> Mapping[str, float]:
    lines = (line.strip().partition(" ") for line in _TABLE.split(";"))
    return MappingProxyType({country: float(hour) for hour, _, listed in lines for country in listed.split(", ")})


CLOSES: Mapping[str, float] = _closes()
"""The closing hour of each country's exchanges."""
MARKET_OF_CURRENCY: Mapping[str, str] = MappingProxyType(
    dict(one.strip().split(" ", 1) for one in _CURRENCIES.split(";"))
)
"""Where a price in a currency is made that names no exchange: Yahoo Finance writes no suffix for New York, and fund houses none at all."""


@dataclass(frozen=True, slots=True)
class Clock:
    """When levels are made: at the close of ``market``. ``foreign``: it is a fund of shares that are dealt at other hours, so that its
    level may hold the close before or after."""

    market: str
    foreign: bool = False

    @property
    def closes(self) -> float:
        """The hour, UTC."""
        return CLOSES[self.market]


Clocks = Mapping[Clock, float]
"""The clocks of a series with their shares of its value: one of 1 for a security, several for a portfolio; what is unknown is left out."""
UNKNOWN: Clocks = MappingProxyType({})


def clock_of(symbol: str, currency: str, fund_name: str = "") -> Clock | None:
    """Of an instrument: its exchange's, by the suffix of its symbol, else that of its currency's market; None where nobody knows.

    ``fund_name``: of a fund, what it is called; it tells whose shares it holds.
    """
    _, exchange = split_symbol(symbol)
    market = exchange.country if exchange else MARKET_OF_CURRENCY.get(currency.upper(), "")
    if market not in CLOSES:
        return None
    return Clock(market, any(dealt_elsewhere(market, one) for one in markets_held(symbol, fund_name)))


def dealt_elsewhere(market: str, of: str) -> bool:
    """Whether shares ``of`` a country, or of several, are dealt at other hours than ``market``."""
    return of == SOMEWHERE_ELSE or of not in CLOSES or abs(CLOSES[of] - CLOSES[market]) > FAR_APART


def hours_apart(first: Clock, second: Clock) -> float:
    """Between the two closes of one calendar day, at least 0."""
    return abs(first.closes - second.closes)


def differ(first: Clock, second: Clock) -> bool:
    """Whether returns of one day are of different news: more than two hours apart, or a fund of foreign shares among them."""
    return first.foreign or second.foreign or hours_apart(first, second) > FAR_APART


def share_apart(first: Clocks, second: Clocks) -> float:
    """Which part of the first's value is made at other hours than the second's: Σ wᵢ·vⱼ over the pairs that differ."""
    return sum(w * v for one, w in first.items() for other, v in second.items() if differ(one, other))


def why_apart(name: str, own: Clocks, other_name: str, other: Clocks) -> str:
    """Why two series are to be compared by weeks, as a clause; empty where days will do or a clock is unknown."""
    share = share_apart(own, other)
    if share <= LEAST_SHARE:
        return ""
    if len(own) == 1 and len(other) == 1 and share > 0.99:
        ((mine,), (theirs,)) = own, other
        return _why(name, mine, other_name, theirs)
    return f"{share * 100:.0f}\u202f% of {name} is priced at other hours than {other_name}"


def _why(name: str, own: Clock, other_name: str, other: Clock) -> str:
    for called, one in ((name, own), (other_name, other)):
        if one.foreign:
            return f"{called} is priced in {_spoken(one.market)} and holds shares that are dealt at other hours"
    hours = own.closes - other.closes
    order = "before" if hours < 0 else "after"
    return f"{name} ({own.market}) closes {abs(hours):.1f} hours {order} {other_name} ({other.market})".replace(
        ".0 hours", " hours"
    )


def _spoken(market: str) -> str:
    return f"the {market}" if market.startswith("United") else market
