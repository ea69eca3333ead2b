"""Are types, sizes and homes read as people write them, and impossible investors refused?"""

from __future__ import annotations

import math

import pytest

from core.allocation.buckets import FIXED, SECTORS, AllocationShare, Dimension, bucket_named, universe_of_buckets
from core.allocation.regions import COUNTRIES, REGIONS, country_named, region_named, region_of
from core.errors import InvalidSpecification
from core.peers.investor import (
    Investor,
    InvestorRecord,
    InvestorType,
    InvestorYear,
    SizeBucket,
    size_of,
    type_named,
    types_named,
)
from tests.core.peer_examples import investor, record, shares


@pytest.mark.parametrize("text", ["Public Pension", "public_pension", "PUBLIC-PENSION", " public pension "])
def test_a_type_is_known_in_every_spelling(text: str) -> None:
    assert types_named(text).types == {InvestorType.PUBLIC_PENSION}
    assert type_named(text) is InvestorType.PUBLIC_PENSION


def test_lp_is_everybody_but_family_offices() -> None:
    lp = types_named("lp")
    assert lp.label == "LP"
    assert lp.types == set(InvestorType) - {InvestorType.FAMILY_OFFICE}
    assert types_named("family_office").types == {InvestorType.FAMILY_OFFICE}


def test_an_unknown_type_lists_the_known_ones() -> None:
    with pytest.raises(InvalidSpecification, match=r"Did you mean Endowment\?.*Sovereign Wealth Fund") as told:
        types_named("endowmnt")
    assert "LP" in told.value.details["known"]
    with pytest.raises(InvalidSpecification, match="family of types"):
        type_named("LP")


SIZES = {None: "UNKNOWN", math.nan: "UNKNOWN", 0.0: "SMALL", 999_999_999.0: "SMALL", 1e9: "MEDIUM", 9.999e9: "MEDIUM"}


@pytest.mark.parametrize(("assets", "bucket"), [*SIZES.items(), (1e10, "LARGE")])
def test_sizes_begin_at_their_border(assets: float | None, bucket: str) -> None:
    assert size_of(assets) is SizeBucket[bucket]


@pytest.mark.parametrize(
    ("country", "region"),
    [
        ("United States", "North America"),
        ("usa", "North America"),
        ("CA", "North America"),
        ("Chile", "Latin America"),
        ("Côte d’Ivoire", "Africa"),
        ("Austria", "Europe"),
        ("Australia", "Oceania"),
        ("AU", "Oceania"),
        ("Georgia", "Europe"),
        ("Atlantis", ""),
        ("", ""),
        ("Usambara", ""),  # holds "USA" and is no part of it
    ],
)
def test_a_region_comes_from_the_table_and_never_from_a_part_of_a_word(country: str, region: str) -> None:
    assert region_of(country) == region


def test_a_given_region_stands_before_the_table() -> None:
    assert region_named("US  West", "United States") == "US West"
    assert region_named("north america", "Japan") == "North America"
    assert region_named("", "JP") == "Asia"
    assert country_named("JPN") == "Japan"
    assert len(COUNTRIES) == len(set(COUNTRIES)) > 100
    assert {region_of(one) for one in COUNTRIES} == set(REGIONS)


def test_buckets_have_one_name_each() -> None:
    assert len(SECTORS) == 11
    assert bucket_named(Dimension.SECTOR, "technology") == "Information Technology"
    assert bucket_named(Dimension.SECTOR, " Space   Mining ") == "Space Mining"
    assert universe_of_buckets(Dimension.SECTOR, ["Energy", "Space Mining"]) == (*SECTORS, "Space Mining")
    for dimension, names in FIXED.items():
        assert [bucket_named(dimension, name.upper()) for name in names] == list(names)


@pytest.mark.parametrize(
    ("made", "fields", "says"),
    [
        (Investor, ("x", " ", InvestorType.ENDOWMENT), "needs a name"),
        (Investor, ("x", "X", InvestorType.ENDOWMENT, -1.0), "at least 0"),
        (AllocationShare, (24, Dimension.SECTOR, "Energy", 1.0), "no year"),
        (AllocationShare, (2024, Dimension.SECTOR, " ", 1.0), "no name"),
        (AllocationShare, (2024, Dimension.SECTOR, "Energy", -0.01), "fraction from 0 to 1"),
        (AllocationShare, (2024, Dimension.SECTOR, "Energy", 1.01), "fraction from 0 to 1"),
        (AllocationShare, (2024, Dimension.SECTOR, "Energy", math.nan), "fraction from 0 to 1"),
        (InvestorYear, (2024, None, -1.5), "cannot be"),
        (InvestorYear, (24,), "no year"),
    ],
)
def test_what_cannot_be_is_refused(made: type, fields: tuple[object, ...], says: str) -> None:
    with pytest.raises(InvalidSpecification, match=says):
        made(*fields)


def test_a_record_holds_each_bucket_once_and_sums_to_one() -> None:
    who = investor("A")
    with pytest.raises(InvalidSpecification, match="come twice"):
        InvestorRecord(who, (*shares({"Energy": 0.5}), *shares({"Energy": 0.5})))
    with pytest.raises(InvalidSpecification, match=r"sector of 2024 sum to 0\.9, not to 1") as told:
        record(who, shares({"Energy": 0.9}))
    assert told.value.details["sum"] == pytest.approx(0.9)
    assert record(who, shares({"Energy": 0.333, "Utilities": 0.667, "Materials": 0.004})).sums == {
        (2024, Dimension.SECTOR): pytest.approx(1.004)
    }
