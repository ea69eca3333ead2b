"""Is it in the index? A constituents list decides; without one, published rules of thumb give a likelihood with its reason."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import partial

from core.allocation.buckets import SECTORS
from core.errors import InvalidSpecification
from core.index.constituents import ConstituentList
from core.wording import spoken_date

BILLION = 1e9
FOLLOWED_INDEXES: Mapping[str, str] = {
    "SPY": "^GSPC",
    "QQQ": "^NDX",
    "DIA": "^DJI",
    "IWM": "^RUT",
    "NIFTY_50_TRI": "^NSEI",
}
GROWTH_SECTORS = frozenset(
    {"Information Technology", "Communication Services", "Consumer Discretionary", "Health Care"}
)
TECHNOLOGY_WORDS = frozenset({"technology", "tech", "it", "software", "semiconductors", "internet", "growth"})
UNITED_STATES = frozenset({"us", "usa", "u.s.", "u.s.a.", "united states", "united states of america"})
NASDAQ_NAMES = frozenset({"nasdaq", "nms", "ngm", "ncm", "xnas", "nasdaqgs", "nasdaqgm", "nasdaqcm"})

CLEAR, NEAR = 0.95, 0.75  # confidence in a "no" that misses a rule by far, and by less than a factor of two
UNKNOWN_FACT = 0.75  # what every fact that is not known takes from the confidence in a "yes"


class MembershipBasis(StrEnum):
    """Whether a constituents list or a rule of thumb decided."""

    CONSTITUENTS = "constituents"
    RULE = "rule"


@dataclass(frozen=True, slots=True)
class SecurityFacts:
    """What is known of a security; None is unknown. ``market_cap``: US dollars."""

    market_cap: float | None = None
    sector: str | None = None
    country: str | None = None
    exchange: str | None = None

    def __post_init__(self) -> None:
        if self.market_cap is not None and not 0 < self.market_cap < float("inf"):
            raise InvalidSpecification("A market capitalisation is a positive amount of US dollars.")


@dataclass(frozen=True, slots=True)
class Membership:
    """``likely_member``: None where nothing can be said. ``confidence``: of the answer given, 0 to 1, be it yes or no."""

    symbol: str
    index: str
    likely_member: bool | None
    confidence: float
    reason: str
    basis: MembershipBasis


@dataclass(frozen=True, slots=True)
class Finding:
    """One fact held against one rule: ``met`` is None where the fact is unknown; ``clear``: a miss by far."""

    met: bool | None
    reason: str
    clear: bool = True


Criterion = Callable[[SecurityFacts], Finding | None]


def membership(symbol: str, index: str, facts: SecurityFacts, listed: ConstituentList | None = None) -> Membership:
    """Whether ``symbol`` is in the index with the catalogue's symbol ``index``; ``listed``: its constituents, where known."""
    if listed is not None:
        return _by_list(symbol, index, listed)
    rule = RULES.get(FOLLOWED_INDEXES.get(index, index))
    if rule is None:
        reason = "There is no constituents list and no rule of thumb for this index. Upload its constituents."
        return Membership(symbol, index, None, 0.0, reason, MembershipBasis.RULE)
    confidence, criteria = rule
    return _by_rule(symbol, index, confidence, [found for one in criteria if (found := one(facts)) is not None])


def asked_facts(index: str) -> frozenset[str]:
    """Which of the facts the rule of an index asks for, as ``SecurityFacts`` names them; none without a rule."""
    _, criteria = RULES.get(FOLLOWED_INDEXES.get(index, index), (0.0, ()))
    return frozenset(_FACT_OF.get(one, "market_cap") for one in criteria)


def _by_list(symbol: str, index: str, listed: ConstituentList) -> Membership:
    found = listed.find(symbol)
    dated = f" of {spoken_date(listed.as_of)}" if listed.as_of else ""
    if found is not None and found.removed is None:
        weight = "" if found.weight is None else f" with a weight of {found.weight * 100:.2f}\u202f%"
        since = f", added on {spoken_date(found.added)}" if found.added else ""
        reason = f"Confirmed member: in the constituents list{dated}{weight}{since}."
    elif found is not None and found.removed is not None:
        reason = f"Not a member: removed on {spoken_date(found.removed)} by the constituents list{dated}."
    elif (other := listed.namesake(symbol)) is not None:
        reason = (
            f"The constituents list{dated} has {other.symbol}{f' ({other.name})' if other.name else ''}, which may be the same company "
            "on another exchange or another company of the same letters. Ask for the symbol that the list uses."
        )
        return Membership(symbol, index, None, 0.0, reason, MembershipBasis.CONSTITUENTS)
    else:
        reason = f"Not a member: not in the constituents list{dated}."
    is_member = found is not None and found.removed is None
    return Membership(symbol, index, is_member, 1.0, reason, MembershipBasis.CONSTITUENTS)


def _by_rule(symbol: str, index: str, confidence: float, findings: list[Finding]) -> Membership:
    missed = [one for one in findings if one.met is False]
    if missed:
        sure = CLEAR if any(one.clear for one in missed) else NEAR
        told = _sentence(one.reason for one in missed)
        return Membership(symbol, index, False, sure, told, MembershipBasis.RULE)
    unknown = sum(one.met is None for one in findings)
    told = _sentence(one.reason for one in findings)
    if findings[0].met is None:
        return Membership(symbol, index, None, 0.0, told, MembershipBasis.RULE)
    return Membership(symbol, index, True, confidence * UNKNOWN_FACT**unknown, told, MembershipBasis.RULE)


def _sentence(reasons: Iterator[str]) -> str:
    text = "; ".join(reasons)
    return f"{text[:1].upper()}{text[1:]}."


def _judge_cap(lowest: float, highest: float, facts: SecurityFacts) -> Finding:
    cap = facts.market_cap
    if cap is None:
        return Finding(None, "the market capitalisation is not known")
    value = f"a market capitalisation of {_billions(cap)} is"
    if cap <= lowest:
        return Finding(False, f"{value} not above {_billions(lowest)}", cap < lowest / 2)
    if cap >= highest:
        return Finding(False, f"{value} not below {_billions(highest)}", cap > highest * 2)
    upto = "" if highest == math.inf else f" and below {_billions(highest)}"
    return Finding(True, f"{value} above {_billions(lowest)}{upto}")


def _cap_between(lowest: float, highest: float = math.inf) -> Criterion:
    return partial(_judge_cap, lowest, highest)


def _american(facts: SecurityFacts) -> Finding:
    if facts.country is None:
        return Finding(None, "the country is not known")
    if facts.country.strip().casefold() in UNITED_STATES:
        return Finding(True, "a company of the United States")
    return Finding(False, f"a company of {facts.country.strip()}, not of the United States")


def _american_where_known(facts: SecurityFacts) -> Finding | None:
    return None if facts.country is None else _american(facts)


def _growing(facts: SecurityFacts) -> Finding:
    if facts.sector is None:
        return Finding(None, "the sector is not known")
    sector = facts.sector.strip()
    known = next((one for one in SECTORS if one.casefold() == sector.casefold()), None)
    words = set(sector.casefold().replace("-", " ").split())
    if known in GROWTH_SECTORS or words & TECHNOLOGY_WORDS:
        return Finding(True, f"{sector} is a technology or growth sector")
    return Finding(False, f"{sector} is not a technology or growth sector", clear=False)


def _on_nasdaq(facts: SecurityFacts) -> Finding:
    if facts.exchange is None:
        return Finding(None, "the exchange is not known")
    if facts.exchange.strip().casefold() in NASDAQ_NAMES:
        return Finding(True, "listed on NASDAQ")
    return Finding(False, f"listed on {facts.exchange.strip()}, not on NASDAQ")


def _billions(amount: float) -> str:
    return f"${amount / 1e6:,.0f}M" if amount < BILLION else f"${amount / BILLION:,.4g}B"


_FACT_OF: Mapping[Criterion, str] = {
    _american: "country",
    _american_where_known: "country",
    _growing: "sector",
    _on_nasdaq: "exchange",
}

# Rules of thumb with the confidence of a "yes" when all are met: more companies meet them than the index takes in, the Dow's above all.
RULES: Mapping[str, tuple[float, tuple[Criterion, ...]]] = {
    "^GSPC": (0.85, (_cap_between(10 * BILLION), _american)),
    "^NDX": (0.80, (_cap_between(10 * BILLION), _growing, _on_nasdaq)),
    "^DJI": (0.50, (_cap_between(100 * BILLION), _american_where_known)),
    "^RUT": (0.75, (_cap_between(0.3 * BILLION, 5 * BILLION), _american_where_known)),
}
