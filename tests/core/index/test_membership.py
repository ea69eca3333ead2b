"""Does a constituents list decide, and do the rules give their likelihood with the facts they rest on?"""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import InsufficientData, InvalidSpecification
from core.index.constituents import Constituent, ConstituentList, sector_weights
from core.index.membership import BILLION, Membership, MembershipBasis, SecurityFacts, asked_facts, membership

LIST = ConstituentList(
    "^GSPC",
    date(2023, 3, 24),
    (
        Constituent("AAPL", "Apple", 0.07, "Information Technology", date(1982, 11, 30)),
        Constituent("BRKB", "Berkshire Hathaway", 0.02, "Financials"),
        Constituent("XOM", "Exxon Mobil", 0.01, "Energy"),
        Constituent("SIVB", "SVB Financial", 0.0, "Financials", date(2018, 3, 19), date(2023, 3, 15)),
    ),
)


def by_rule(index: str, cap: float | None, **facts: str) -> Membership:
    return membership("X", index, SecurityFacts(cap, **facts))


def test_a_list_decides_whatever_the_facts_are() -> None:
    small = SecurityFacts(market_cap=1e6, country="Peru")
    found = membership("aapl", "^GSPC", small, LIST)
    assert (found.likely_member, found.confidence, found.basis) == (True, 1.0, MembershipBasis.CONSTITUENTS)
    assert found.reason == (
        "Confirmed member: in the constituents list of 24 Mar 2023 with a weight of 7.00\u202f%, added on 30 Nov 1982."
    )
    assert membership("BRK-B", "^GSPC", small, LIST).likely_member
    gone = membership("SIVB", "^GSPC", small, LIST)
    assert (gone.likely_member, "removed on 15 Mar 2023" in gone.reason) == (False, True)
    assert membership("TSLA", "^GSPC", SecurityFacts(9e11, country="US"), LIST).likely_member is False


@pytest.mark.parametrize(
    ("index", "cap", "facts", "expected"),
    [
        # S&P 500 cap > $10B, US; NASDAQ 100 cap > $10B, technology or growth, NASDAQ-listed; Dow > $100B; Russell $300M–$5B.
        ("^GSPC", 10.1, {"country": "United States"}, True),
        ("SPY", 10.1, {"country": "US"}, True),
        ("^GSPC", 10.0, {"country": "US"}, False),
        ("^GSPC", 500, {"country": "Canada"}, False),
        ("^NDX", 11, {"sector": "Technology", "exchange": "NASDAQ"}, True),
        ("^NDX", 11, {"sector": "Technology", "exchange": "NYSE"}, False),
        ("^NDX", 11, {"sector": "Utilities", "exchange": "NASDAQ"}, False),
        ("^DJI", 101, {}, True),
        ("^DJI", 99, {}, False),
        ("^RUT", 0.31, {}, True),
        ("^RUT", 4.9, {}, True),
        ("^RUT", 0.3, {}, False),
        ("IWM", 5, {}, False),
    ],
)
def test_the_rules(index: str, cap: float, facts: dict[str, str], expected: bool) -> None:
    found = by_rule(index, cap * BILLION, **facts)
    assert (found.likely_member, found.basis) == (expected, MembershipBasis.RULE)
    assert 0.5 <= found.confidence < 1


def test_a_clear_miss_is_a_confident_no() -> None:
    clear, near = by_rule("^GSPC", 1e9, country="US"), by_rule("^GSPC", 9.5e9, country="US")
    assert clear.confidence > 0.9 > near.confidence
    assert clear.reason == "A market capitalisation of $1B is not above $10B."


def test_only_known_facts_are_claimed() -> None:
    found = by_rule("^GSPC", 50e9)
    assert found.confidence < by_rule("^GSPC", 50e9, country="US").confidence
    assert found.reason == "A market capitalisation of $50B is above $10B; the country is not known."
    unknown = by_rule("^GSPC", None, country="US")
    assert (unknown.likely_member, unknown.confidence) == (None, 0.0)
    elsewhere = by_rule("^FTSE", 50e9, country="United Kingdom")
    assert (elsewhere.likely_member, elsewhere.confidence) == (None, 0.0)
    assert "Upload its constituents" in elsewhere.reason


def test_a_rule_tells_which_facts_it_asks_for() -> None:
    assert asked_facts("SPY") == asked_facts("^GSPC") == {"market_cap", "country"}
    assert asked_facts("^NDX") == {"market_cap", "sector", "exchange"}
    assert asked_facts("^RUT") == {"market_cap", "country"}
    assert asked_facts("^FTSE") == frozenset()


@given(st.floats(1e6, 1e13), st.sampled_from(["^GSPC", "^NDX", "^DJI", "^RUT"]))
def test_a_confidence_is_a_share(cap: float, index: str) -> None:
    assert 0 <= by_rule(index, cap).confidence <= 1


def test_sector_weights_add_up_to_the_list() -> None:
    weights = sector_weights(LIST)
    assert dict(weights) == pytest.approx({"Information Technology": 0.07, "Financials": 0.02, "Energy": 0.01})
    assert next(iter(weights)) == "Information Technology"
    assert sum(weights.values()) == pytest.approx(sum(one.weight or 0 for one in LIST.members))
    with pytest.raises(InsufficientData, match="no weight for A"):
        sector_weights(ConstituentList("X", None, (Constituent("A"),)))


def test_what_cannot_be_is_refused() -> None:
    for wrong in (
        lambda: Constituent(" "),
        lambda: Constituent("A", weight=7.0),
        lambda: Constituent("A", added=date(2024, 1, 2), removed=date(2024, 1, 1)),
        lambda: ConstituentList("X", None, ()),
        lambda: SecurityFacts(-1.0),
    ):
        with pytest.raises(InvalidSpecification):
            wrong()
