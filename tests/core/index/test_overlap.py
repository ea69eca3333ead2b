"""How much of a portfolio is the index: do weights overlap as they are defined, and is nobody a member by a slip of spelling?"""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.allocation.regions import region_of
from core.errors import InvalidSpecification
from core.index.constituents import Constituent, ConstituentList
from core.index.membership import SecurityFacts, membership
from core.index.overlap import HeldWeight, index_overlap, sector_pairs
from core.market.exchanges import EXCHANGES, split_symbol

SHARES = st.lists(st.floats(0.01, 1.0), min_size=2, max_size=8)


def listed(*rows: tuple[str, float | None, str], home: str = "") -> ConstituentList:
    members = tuple(Constituent(symbol, "", weight, sector) for symbol, weight, sector in rows)
    return ConstituentList("^X", date(2024, 1, 2), members, home=home)


def held(*rows: tuple[str, float]) -> list[HeldWeight]:
    return [HeldWeight(symbol, symbol, weight) for symbol, weight in rows]


def test_overlap_by_hand() -> None:
    """Own 50/30/20 in A, B, Z; index 60/25/15 in A, B, C: min(50, 60) + min(30, 25) = 75 %; active share ½ (10+5+20+15) = 25 %."""
    index = listed(("A", 0.60, "Energy"), ("B", 0.25, "Energy"), ("C", 0.15, "Materials"))
    found = index_overlap(held(("B", 0.3), ("A", 0.5), ("Z", 0.2)), index)
    assert (found.overlap, found.active_share) == (pytest.approx(0.75), pytest.approx(0.25))
    assert (found.in_index, found.index_held) == (pytest.approx(0.8), pytest.approx(0.85))
    assert [(one.symbol, one.part_in_index, one.index_weight) for one in found.lines] == [
        ("A", 1.0, pytest.approx(0.6)),
        ("B", 1.0, pytest.approx(0.25)),
        ("Z", 0.0, 0.0),
    ]
    assert (found.held_members, found.members) == (2, 3)


@given(SHARES, SHARES)
def test_overlap_and_active_share_are_the_two_parts_of_one(own: list[float], index: list[float]) -> None:
    size = max(len(own), len(index))
    mine, theirs = (np.pad(np.array(one) / sum(one), (0, size - len(one))) for one in (own, index))
    names = [f"S{chr(65 + at)}" for at in range(size)]
    file = listed(*((name, weight, "") for name, weight in zip(names, theirs.tolist(), strict=True) if weight))
    found = index_overlap(
        held(*((name, weight) for name, weight in zip(names, mine.tolist(), strict=True) if weight)), file
    )
    assert found.active_share == pytest.approx(np.abs(mine - theirs).sum() / 2, abs=1e-12)


@given(SHARES)
def test_the_index_itself_overlaps_wholly(index: list[float]) -> None:
    """Also where the file leaves the fund's cash out and sums to less than 1."""
    weights = np.array(index) / sum(index)
    names = [f"S{chr(65 + at)}" for at in range(len(index))]
    file = listed(*((name, weight * 0.97, "") for name, weight in zip(names, weights.tolist(), strict=True)))
    found = index_overlap(held(*zip(names, weights.tolist(), strict=True)), file)
    assert (found.overlap, found.in_index, found.index_held) == pytest.approx((1.0, 1.0, 1.0))


def test_two_spellings_of_one_member_count_together() -> None:
    index = listed(("BRKB", 0.10, ""), ("A", 0.90, ""))
    found = index_overlap(held(("BRK-B", 0.3), ("BRK.B", 0.2), ("Z", 0.5)), index)
    assert found.overlap == pytest.approx(0.10)
    assert (found.in_index, found.index_held) == (pytest.approx(0.5), pytest.approx(0.10))


def test_without_weights_only_membership_is_told() -> None:
    found = index_overlap(held(("A", 0.4), ("Z", 0.6)), listed(("A", None, ""), ("B", None, "")))
    assert found.in_index == pytest.approx(0.4)
    assert (found.overlap, found.index_held, found.active_share) == (None, None, None)
    assert [one.index_weight for one in found.lines] == [0.0, None]


def test_nobody_is_a_member_by_the_letters_of_another_exchange() -> None:
    """T is AT&T in New York and T.TO is Telus in Toronto; ABCL is not ABC.L; RELIANCE is RELIANCE.NS in an Indian index only."""
    american = listed(("T", 0.5, ""), ("ABCL", 0.5, ""), home="United States")
    telus = membership("T.TO", "^GSPC", SecurityFacts(), american)
    assert (telus.likely_member, telus.confidence) == (None, 0.0)
    assert "another company of the same letters" in telus.reason
    assert membership("ABC.L", "^GSPC", SecurityFacts(), american).likely_member is False
    indian = listed(("RELIANCE", 1.0, "Energy"), home="India")
    assert membership("RELIANCE.NS", "^NSEI", SecurityFacts(), indian).likely_member
    assert membership("RELIANCE.BO", "^NSEI", SecurityFacts(), indian).likely_member
    unsure = index_overlap(held(("RELIANCE.NS", 1.0)), listed(("RELIANCE", 1.0, "")))
    assert (unsure.lines[0].part_in_index, unsure.lines[0].index_weight, unsure.in_index) == (None, None, 0.0)
    chinese = listed(("700", 1.0, ""), home="Hong Kong")
    assert membership("0700.HK", "^HSI", SecurityFacts(), chinese).likely_member


def test_a_fund_is_looked_through_where_its_list_is_known() -> None:
    """60 % in the index's own fund and 40 % elsewhere: overlap 60 %, all of the index held; a share beside it counts together."""
    index = listed(("A", 0.5, "Energy"), ("B", 0.3, "Energy"), ("C", 0.2, "Materials"))
    found = index_overlap(held(("FUND", 0.6), ("BONDS", 0.4)), index, {"FUND": index})
    assert (found.overlap, found.in_index, found.index_held) == pytest.approx((0.6, 0.6, 1.0))
    assert (found.lines[0].part_in_index, found.lines[0].is_fund, found.held_members) == (pytest.approx(1.0), True, 3)
    half = listed(("A", 0.25, "Energy"), ("Z", 0.25, "Energy"))
    mixed = index_overlap(held(("HALF", 0.8), ("A", 0.2)), index, {"HALF": half})
    assert mixed.lines[0].part_in_index == pytest.approx(0.5)
    assert (mixed.in_index, mixed.overlap) == pytest.approx((0.6, 0.5))
    sectors = {
        one.sector: one.portfolio for one in sector_pairs(index, held(("HALF", 0.8), ("C", 0.2)), {"HALF": half})
    }
    assert sectors == {"Energy": pytest.approx(0.8), "Materials": pytest.approx(0.2)}
    unweighted = {"FUND": listed(("A", None, ""))}
    assert index_overlap(held(("FUND", 1.0)), index, unweighted).in_index == 0.0


def test_a_share_class_is_no_exchange() -> None:
    assert split_symbol("brk.b") == ("BRK.B", None)
    assert split_symbol(".L") == (".L", None)
    stem, exchange = split_symbol("INFY.NS")
    assert (stem, exchange and exchange.country) == ("INFY", "India")
    assert all(region_of(one.country) for one in EXCHANGES.values())


def test_sectors_side_by_side_under_one_name() -> None:
    """Of the shares alone: 30 of 80 and 50 of 80; the fund is in no sector."""
    index = listed(("A", 0.6, "Communication"), ("B", 0.3, "Information Technology"), ("C", 0.1, ""))
    technology = HeldWeight("Z", "Z", 0.5, sector="Technology")
    pairs = sector_pairs(
        index, [HeldWeight("A", "A", 0.3), technology, HeldWeight("FUND", "Fund", 0.2, is_share=False)]
    )
    assert [one.sector for one in pairs] == ["Communication Services", "Information Technology", "Unknown"]
    assert [one.portfolio for one in pairs] == pytest.approx([0.375, 0.625, 0.0])
    assert [one.index for one in pairs] == pytest.approx([0.6, 0.3, 0.1])


@given(SHARES)
def test_both_sides_of_the_sectors_sum_to_one(index: list[float]) -> None:
    sectors = ("Energy", "Tech", "", "Own words")
    weights = [one / sum(index) * 0.98 for one in index]
    file = listed(*((f"S{chr(65 + at)}", weight, sectors[at % 4]) for at, weight in enumerate(weights)))
    pairs = sector_pairs(file, held(("SA", 0.3), ("ELSE", 0.1)))
    assert sum(one.index for one in pairs) == pytest.approx(1.0)
    assert sum(one.portfolio or 0.0 for one in pairs) == pytest.approx(1.0)
    assert all(one.portfolio is None for one in sector_pairs(file))


def test_without_weights_sectors_are_counted() -> None:
    pairs = sector_pairs(listed(("A", None, "Energy"), ("B", None, "Energy"), ("C", None, "Materials")))
    assert {one.sector: one.index for one in pairs} == pytest.approx({"Energy": 2 / 3, "Materials": 1 / 3})


@pytest.mark.parametrize("weight", [0.0, -0.1, 1.1, float("nan")])
def test_weights_that_cannot_be(weight: float) -> None:
    with pytest.raises(InvalidSpecification):
        HeldWeight("A", "A", weight)
