"""Do investors come back as they were stored, all or none, on both databases?"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from sqlalchemy import Engine, text

from core.allocation.buckets import Dimension
from core.allocation.securities import SecurityClass
from core.errors import Conflict, InvalidSpecification, NotFound
from core.peers.investor import InvestorRecord, InvestorYear, SizeBucket
from data.price_record import PriceRecord
from data.store.peers.groups import delete_peer_group, list_peer_groups, save_peer_group
from data.store.peers.investors import delete_investor, load_investor, save_investors
from data.store.peers.seed import seed_peers
from data.store.portfolios.holding_classes import load_holding_classes, save_holding_classes
from data.store.portfolios.portfolios import delete_portfolio, save_portfolio
from data.store.prices.histories import save_prices
from studies.peers import peer_universe
from tests.core.peer_examples import energy_holders, investor, record, shares, universe_from
from tests.data.store.examples import buy, portfolio

FULL = record(
    investor("Ünïcode “Fund” & Söhne"),
    [*shares({"Energy": 0.25, "Utilities": 0.75}), *shares({"Asia": 1.0}, Dimension.GEOGRAPHY, 2023)],
    [InvestorYear(2023, 1e9, -0.123456789), InvestorYear(2024)],
)
FULL = replace(FULL, investor=replace(FULL.investor, id="", country="Japan", state="Kantō", region="Asia"))


def test_an_investor_comes_back_as_it_was(any_engine: Engine) -> None:
    (given,) = save_investors(any_engine, [FULL], source="api")
    back = load_investor(any_engine, given)
    assert back.investor == replace(FULL.investor, id=given)
    assert set(back.allocations) == set(FULL.allocations)
    assert back.years == FULL.years


def test_all_or_none(any_engine: Engine) -> None:
    save_investors(any_engine, energy_holders([0.1]), source="api")
    with pytest.raises(Conflict, match="already"):
        save_investors(any_engine, [FULL, *energy_holders([0.1])], source="api")
    with pytest.raises(Conflict, match="twice"):
        save_investors(any_engine, [FULL, FULL], source="api")
    assert len(peer_universe(any_engine)) == 1


def test_merging_replaces_the_years_and_dimensions_that_are_given(any_engine: Engine) -> None:
    (given,) = save_investors(any_engine, [FULL], source="csv")
    later = replace(
        FULL,
        allocations=tuple(shares({"Materials": 1.0}) + shares({"Energy": 1.0}, year=2025)),
        years=(InvestorYear(2024, performance=0.05),),
    )
    assert save_investors(any_engine, [later], source="csv", merge=True) == (given,)
    back = load_investor(any_engine, given)
    assert [(one.year, one.dimension, one.bucket) for one in back.allocations] == [
        (2023, Dimension.GEOGRAPHY, "Asia"),
        (2024, Dimension.SECTOR, "Materials"),
        (2025, Dimension.SECTOR, "Energy"),
    ]
    assert back.years == (FULL.years[0], InvestorYear(2024, performance=0.05))


def test_deleting_takes_everything_along(any_engine: Engine) -> None:
    ids = save_investors(any_engine, [FULL, *energy_holders([0.1])], source="api")
    group = save_peer_group(any_engine, "Two", ids)
    delete_investor(any_engine, ids[0])
    with pytest.raises(NotFound):
        load_investor(any_engine, ids[0])
    with pytest.raises(NotFound):
        delete_investor(any_engine, ids[0])
    assert list_peer_groups(any_engine)[0].members == ids[1:]
    delete_peer_group(any_engine, group)
    assert list_peer_groups(any_engine) == ()
    with any_engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM investor_allocations")).scalar() == 2


def test_what_cannot_be_stored_is_refused(engine: Engine) -> None:
    for broken in (
        replace(FULL.investor, id="no spaces"),
        replace(FULL.investor, name="x" * 300),
        replace(FULL.investor, currency="dollars"),
        replace(FULL.investor, country="a\x00b"),
    ):
        with pytest.raises(InvalidSpecification):
            save_investors(engine, [InvestorRecord(broken)], source="api")
    with pytest.raises(InvalidSpecification, match="at least one"):
        save_peer_group(engine, "Empty", [])
    with pytest.raises(NotFound):
        save_peer_group(engine, "Unknown", ["nobody"])


def test_a_group_is_saved_again_under_its_name(any_engine: Engine) -> None:
    ids = save_investors(any_engine, energy_holders([0.1, 0.2, 0.3]), source="api")
    first = save_peer_group(any_engine, "Friends", ids[:2])
    assert save_peer_group(any_engine, " Friends ", ids[1:]) == first
    (group,) = list_peer_groups(any_engine)
    assert (group.name, group.members) == ("Friends", ids[1:])
    with pytest.raises(Conflict, match="twice"):
        save_peer_group(any_engine, "Friends", [ids[0], ids[0]])
    with pytest.raises(NotFound):
        delete_peer_group(any_engine, "group-none")


def test_the_universe_is_as_from_the_records_and_read_once(any_engine: Engine) -> None:
    rows = [*energy_holders([0.1, 0.2]), FULL]
    save_investors(any_engine, rows, source="api")
    stored, expected = peer_universe(any_engine), universe_from(sorted(rows, key=lambda one: one.investor.name))
    assert peer_universe(any_engine) is stored
    assert stored.years == expected.years
    assert [one.name for one in stored.investors] == [
        one.investor.name for one in sorted(rows, key=lambda one: one.investor.name)
    ]
    np.testing.assert_array_equal(stored.usd_assets, expected.usd_assets)
    np.testing.assert_array_equal(stored.performance, expected.performance)
    for dimension, cube in expected.cubes.items():
        assert stored.cubes[dimension].buckets == cube.buckets
        np.testing.assert_array_equal(stored.cubes[dimension].weights, cube.weights)
        np.testing.assert_array_equal(stored.cubes[dimension].reported, cube.reported)
    save_investors(any_engine, energy_holders([0.5], region="Asia"), source="api")
    assert peer_universe(any_engine) is not stored


def test_a_real_investors_size_needs_a_stored_rate(engine: Engine) -> None:
    rupees = record(investor("Rupees", assets=5e11, currency="INR"), shares({"Energy": 1.0}))
    save_investors(engine, [rupees], source="api")
    assert peer_universe(engine).size_of(0, 2024) is SizeBucket.UNKNOWN  # not sized with the sample's invented rate
    from datetime import date

    save_prices(engine, [PriceRecord("USDINR=X", date(2024, 12, 30), 85.0, None, "INR")], "upload")
    assert peer_universe(engine).size_of(0, 2024) is SizeBucket.MEDIUM


def test_a_placed_portfolio_has_one_place_and_leaves_with_its_portfolio(any_engine: Engine) -> None:
    owner = save_portfolio(any_engine, portfolio(buy("A")))
    placed = replace(energy_holders([0.2])[0], investor=investor("Mine", portfolio_id=owner))
    (first,) = save_investors(any_engine, [placed], source="portfolio")
    renamed = replace(placed, investor=replace(placed.investor, id="", name="Mine again"))
    assert save_investors(any_engine, [renamed], source="portfolio") == (first,)
    assert load_investor(any_engine, first).investor.name == "Mine again"
    delete_portfolio(any_engine, owner)
    assert len(peer_universe(any_engine)) == 0


def test_classes_of_holdings_are_remembered(any_engine: Engine) -> None:
    save_holding_classes(any_engine, {"A": SecurityClass("Energy", "Asia"), "B": SecurityClass("", "Europe")})
    save_holding_classes(any_engine, {"A": SecurityClass("Materials")})
    assert load_holding_classes(any_engine) == {"A": SecurityClass("Materials"), "B": SecurityClass("", "Europe")}


def test_the_sample_is_given_once_and_a_deleted_one_stays_away(any_engine: Engine) -> None:
    seed_peers(any_engine)
    universe = peer_universe(any_engine)
    assert len(universe) == 152
    assert universe.simulated.all()
    delete_investor(any_engine, "peer-001")
    seed_peers(any_engine)
    with any_engine.begin() as connection:
        connection.execute(text("UPDATE peer_seeds SET fingerprint = 'older'"))
    seed_peers(any_engine)
    assert len(peer_universe(any_engine)) == 151


def test_the_sample_leaves_a_name_to_the_user(engine: Engine) -> None:
    from data.sample.peers import sample_peers

    name = sample_peers()[0].investor.name
    save_investors(engine, [record(replace(investor("X"), name=name))], source="api")
    seed_peers(engine)
    universe = peer_universe(engine)
    assert len(universe) == 152
    assert not universe.investors[universe.position("x")].simulated


def test_the_users_own_and_the_sample_never_overwrite_each_other(engine: Engine) -> None:
    seed_peers(engine)
    with pytest.raises(Conflict):
        save_investors(engine, [record(replace(investor("X"), id="peer-001"))], source="csv", merge=True)
