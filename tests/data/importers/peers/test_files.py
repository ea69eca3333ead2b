"""Are files of investors read whole: long, wide, by value, Public Plans as published, and every fault named?"""

from __future__ import annotations

import csv

import numpy as np
import pytest
from sqlalchemy import Engine

from core.allocation.buckets import Dimension
from core.errors import InvalidSpecification
from core.peers.comparison import compare_with_peers
from core.peers.group import criteria_of_investor, form_group
from core.peers.investor import Investor, InvestorType, SizeBucket
from data.importers.peers.peer_csv import LONG, WIDE, read_investors
from data.importers.peers.reading import PeerReading
from data.store.peers.investors import save_investors
from studies.peers import peer_universe
from tests.real_data import real_file


def read(text: str, normalise: bool = False) -> PeerReading:
    return read_investors(text.strip().encode(), "investors.csv", normalise)


LONG_FILE = """
name,type,aum,currency,country,state,year,dimension,bucket,weight
Alder Fund,endowment,2000000000,USD,US,Ohio,2024,sector,Technology,0.6
Alder Fund,endowment,2000000000,USD,US,Ohio,2024,sector,Health Care,0.4
Alder Fund,endowment,,USD,US,Ohio,2024,geography,Europe,1
"""


def test_a_long_file() -> None:
    reading = read(LONG_FILE)
    (one,) = reading.records
    assert (reading.format, reading.problems) == (LONG, ())
    assert one.investor.type is InvestorType.ENDOWMENT
    assert (one.investor.assets, one.investor.country, one.investor.region) == (2e9, "United States", "North America")
    assert {(s.dimension, s.bucket, s.weight) for s in one.allocations} == {
        (Dimension.SECTOR, "Information Technology", 0.6),
        (Dimension.SECTOR, "Health Care", 0.4),
        (Dimension.GEOGRAPHY, "Europe", 1.0),
    }


def test_a_wide_file_in_percent_with_returns() -> None:
    reading = read(
        "Investor;Type;Year;Unit;Return;sector:Energy;sector:Utilities;stage:Growth\n"
        "Birch;SWF;2023;percent;7.5;25;75;\nBirch;SWF;2024;percent;-1;40;60;100\n"
    )
    (one,) = reading.records
    assert reading.format == WIDE
    assert one.investor.type is InvestorType.SOVEREIGN_WEALTH_FUND
    assert [(y.year, y.performance) for y in one.years] == [(2023, 0.075), (2024, -0.01)]
    assert sorted((s.year, s.bucket, s.weight) for s in one.allocations) == [
        (2023, "Energy", 0.25),
        (2023, "Utilities", 0.75),
        (2024, "Energy", 0.4),
        (2024, "Growth", 1.0),
        (2024, "Utilities", 0.6),
    ]


@pytest.mark.parametrize(
    ("cell", "end"), [("06-30", "06-30"), ("2024-12-31", "12-31"), ("6/30/2024", "06-30"), ("", ""), ("n/a", "")]
)
def test_the_end_of_the_fiscal_year_is_kept(cell: str, end: str) -> None:
    text = f"name,type,year,fiscal_year_end,sector:Energy\nA,Foundation,2024,{cell},1\n"
    reading = read(text)
    assert (reading.records[0].investor.fiscal_year_end, reading.problems) == (end, ())


def test_an_impossible_end_of_a_year_is_listed() -> None:
    reading = read("name,type,year,fye,sector:Energy\nA,Foundation,2024,13-45,1\n")
    assert [one.line for one in reading.problems] == [2]
    with pytest.raises(InvalidSpecification, match="06-30"):
        Investor("x", "X", InvestorType.ENDOWMENT, fiscal_year_end="13-45")


def test_public_plans_tell_when_their_years_end() -> None:
    reading = read(
        "ppd_id,PlanName,fy,fye,MktAssets_net,EQTotal_Actl,FITotal_Actl\n1,A,2014,6/30/2014,10,0.6,0.4\n2,B,2014,,10,0.6,0.4\n"
    )
    assert [one.investor.fiscal_year_end for one in reading.records] == ["06-30", ""]
    assert reading.problems == ()


def test_a_file_by_value() -> None:
    reading = read(
        "name,type,year,dimension,bucket,value\nA,Foundation,2024,sector,Energy,30\nA,Foundation,2024,sector,Utilities,10\n"
    )
    assert sorted(s.weight for s in reading.records[0].allocations) == [0.25, 0.75]


def test_sums_that_are_off_are_listed_and_scaled_only_on_request() -> None:
    text = "name,type,year,sector:Energy,sector:Utilities\nA,Foundation,2024,0.5,0.4\nB,Foundation,2024,0.5,0.5\n"
    listed = read(text)
    assert [(p.line, p.column) for p in listed.problems] == [(2, "sector")]
    assert "sum to 90.0%" in listed.problems[0].message
    assert [bool(one.allocations) for one in listed.records] == [False, True]
    scaled = read(text, normalise=True)
    assert (scaled.problems, scaled.scaled) == ((), 1)
    assert scaled.records[0].allocations[0].weight == pytest.approx(0.5 / 0.9)
    assert "as you asked" in scaled.notes[-1]


def test_every_fault_is_named_with_its_line() -> None:
    reading = read(
        "name,type,year,dimension,bucket,weight,return\n"
        "A,Charity,2024,sector,Energy,1,\n"
        ",Foundation,2024,sector,Energy,1,\n"
        "B,Foundation,2024,sectr,Energy,1,\n"
        "C,Foundation,2024,sector,Energy,much,\n"
        "D,Foundation,2024,sector,Energy,-0.5,\n"
        "E,Foundation,2024,sector,Energy,1,1.5\n"
        "E,Foundation,2024,sector,Energy,1,\n"
        "F,Foundation,1066,sector,,1,\n"
    )
    told = {p.line: p.message for p in reversed(reading.problems)}
    assert sorted(told) == [2, 3, 4, 5, 6, 7, 8, 9]
    assert "no type of investor" in told[2]
    assert "Did you mean sector?" in told[4]
    assert "below 0" in told[6]
    assert "cannot be believed" in told[7]
    assert "twice" in told[8]


def test_another_file_is_refused() -> None:
    with pytest.raises(InvalidSpecification, match="none of the formats known"):
        read("date,price\n2024-01-01,5\n")


@pytest.fixture(scope="module")
def plans() -> PeerReading:
    path = real_file("peers/public_plans_2001_2015.csv")
    return read_investors(path.read_bytes(), path.name)


def test_public_plans_as_published(plans: PeerReading) -> None:
    assert len(plans.records) == 105
    assert plans.notes == ("264 rows have no allocation; their assets and returns are kept.",)
    (absurd,) = (p for p in plans.problems if p.column == "return")
    assert "Des Moines Water Works 2005: a return of 114.8%" in absurd.message
    off = [p for p in plans.problems if p.column == "asset_class"]
    assert len(off) == 28
    assert all("not to 100 %" in p.message for p in off)
    california = next(one for one in plans.records if one.investor.name == "California PERF")
    assert (
        california.investor.assets == 302_765_000_000 or california.investor.assets > 2e11
    )  # thousand dollars, not dollars
    assert (california.investor.region, california.investor.state) == ("North America", "California")


def test_public_plans_off_sums_can_be_scaled() -> None:
    path = real_file("peers/public_plans_2001_2015.csv")
    scaled = read_investors(path.read_bytes(), path.name, normalise=True)
    assert scaled.scaled == 28
    assert [p.column for p in scaled.problems] == ["return"]


def test_a_large_plan_beside_its_peers_of_2015_as_computed_independently(engine: Engine, plans: PeerReading) -> None:
    """Quartiles taken straight from the file with csv and NumPy, against the whole way through the store."""
    save_investors(engine, plans.records, source="csv", merge=True)
    universe = peer_universe(engine)
    subject = next(at for at, one in enumerate(universe.investors) if one.name == "Ohio PERS")
    assert universe.size_of(subject, 2015) is SizeBucket.LARGE
    criteria = criteria_of_investor(universe, subject, 2015)
    group = form_group(universe, 2015, Dimension.ASSET_CLASS, criteria, subject)
    told = compare_with_peers(universe, subject, group)

    path = real_file("peers/public_plans_2001_2015.csv")
    columns = [name for name in path.read_text("utf-8", "replace").splitlines()[0].split(",") if name.endswith("_Actl")]
    with path.open(encoding="utf-8", errors="replace", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["fy"] == "2015" and row["EQTotal_Actl"]]
    peers = [
        row
        for row in rows
        if row["PlanName"] != "Ohio PERS"
        and row["MktAssets_net"]
        and float(row["MktAssets_net"]) * 1000 >= 1e10
        and abs(sum(float(row[one]) for one in columns) - 1) <= 0.005
    ]
    own = next(row for row in rows if row["PlanName"] == "Ohio PERS")
    assert group.count == len(peers) > 20
    assert group.dropped == ()
    for bucket, column in [
        ("Equity", "EQTotal_Actl"),
        ("Fixed Income", "FITotal_Actl"),
        ("Hedge Funds", "HFTotal_Actl"),
    ]:
        found = next(one for one in told.gaps if one.bucket == bucket)
        held = [float(row[column]) for row in peers]
        assert found.weight == pytest.approx(float(own[column]), abs=1e-12)
        assert (found.band.p25, found.band.median, found.band.p75) == pytest.approx(
            np.percentile(held, (25, 50, 75)), abs=1e-12
        )
        below = sum(value < found.weight for value in held) + 0.5 * sum(value == found.weight for value in held)
        assert found.percentile == pytest.approx(below / len(held) * 100)
    assert np.isfinite(universe.performance).sum() > 1500
