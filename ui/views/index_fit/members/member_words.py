"""How is membership said, and where does a list of an index's members come from?"""

from __future__ import annotations

from collections.abc import Mapping

from core.index.constituents import ConstituentList
from core.index.membership import Membership, MembershipBasis
from core.index.performance import IndexObservation
from ui.wording.number_format import amount_in_full, count, day, percent
from ui.wording.plain_text import escaped

_SPDR = "SPDR publishes the holdings of {0} as an Excel file on its page of the fund (“Download all holdings”)."
_NSE = "NSE publishes the members as a CSV on niftyindices.com, without weights."
WHERE: Mapping[str, str] = {
    "^GSPC": "iShares publishes the holdings of its S&P 500 fund (IVV) as a CSV on its page of the fund (“Detailed Holdings and "
    "Analytics”); SPDR those of SPY as an Excel file.",
    "^NDX": "Invesco publishes the holdings of QQQ on its page of the fund.",
    "^DJI": _SPDR.format("its Dow Jones fund (DIA)"),
    "^RUT": "iShares publishes the holdings of its Russell 2000 fund (IWM) as a CSV on its page of the fund (“Detailed Holdings and "
    "Analytics”).",
    "EEM": "iShares publishes the holdings of EEM as a CSV on its page of the fund (“Detailed Holdings and Analytics”).",
    **{
        symbol: _SPDR.format(symbol)
        for symbol in ["XLE", "XLF", "XLK", "XLV", "XLI", "XLY", "XLP", "XLU", "XLB", "XLRE", "XLC"]
    },
    **dict.fromkeys(["^NSEI", "^CRSLDX", "^NSMIDCP", "NIFTY_MIDCAP_100.NS", "^CNXSC", "^NSEBANK", "^CNXIT"], _NSE),
}
ANYWHERE = "A fund that follows the index publishes what it holds, mostly as CSV or Excel."
OTHERWISE = "Any other table works too: `symbol`, and as many of `name`, `weight`, `sector`, `added` and `removed` as there are."


def where_from(index: str) -> str:
    """Where such a file is published."""
    return f"{WHERE.get(index, ANYWHERE)} {OTHERWISE}"


def basis_line(listed: ConstituentList | None, index: str, has_rule: bool) -> str:
    """Markdown: what decides, the list with its date or the rules of thumb."""
    if listed is None and has_rule:
        return f"**By rule of thumb.** No list of the members of {index} is stored, so a published rule of thumb gives a likelihood."
    if listed is None:
        return f"**No list** of the members of {index} is stored, and there is no rule of thumb for it."
    gone = len(listed.constituents) - len(listed.members)
    left = f", {gone} more that have left" if gone else ""
    dated = f"of **{day(listed.as_of)}**" if listed.as_of else "**without a date**"
    source = f", from {escaped(listed.source)}" if listed.source else ""
    return f"**By the list of constituents** {dated}: {count(len(listed.members), 'member')}{left}{source}."


def membership_sentence(found: Membership, name: str, index: str) -> str:
    """Markdown: yes, no or cannot be told, as sure as it is. ``name`` and ``index`` are escaped already."""
    sure = f", {percent(found.confidence, 0)} sure"
    by_list = found.basis is MembershipBasis.CONSTITUENTS
    if found.likely_member is None:
        return f"Whether {name} is a member of {index} **cannot be told**."
    if by_list:
        return f"{name} **is {'' if found.likely_member else 'not '}a member** of {index}."
    return f"{name} is **{'probably' if found.likely_member else 'probably not'} a member** of {index}{sure}."


def observed_line(seen: IndexObservation) -> str:
    """Markdown: the last stored figure of the index, by whom programs keep how indexes stand."""
    change = f" ({percent(seen.change_percent / 100, 2, signed=True)})" if seen.change_percent is not None else ""
    value = amount_in_full(seen.value, seen.currency, decimals=2)
    when = f"{day(seen.timestamp.date())}, {seen.timestamp:%H:%M} UTC"
    return f"Last stored figure of {escaped(seen.name or seen.symbol)}: {value}{change} on {when}."
