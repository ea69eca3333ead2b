"""Do the peer pages answer with the numbers that core computes, and is every state of them designed?"""

from __future__ import annotations

import json
import re
from dataclasses import replace

import numpy as np
import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from api.app import create_api
from data.store.peers.groups import save_peer_group
from data.store.peers.investors import save_investors
from studies.peers import peer_universe
from tests.core.peer_examples import energy_holders, investor, record, shares
from tests.pages.own_portfolio import bought, save_levels, stored
from tests.pages.page_reading import cards, opened_page, page_alone, words
from tests.ui.chart_reading import drawn_charts
from ui.reads import peers as peer_loading
from ui.reads.holdings_risk import holdings_risk

PEERS, SPREAD = "peer_benchmarks", "diversification"


def six(engine: Engine) -> None:
    save_investors(engine, [record(investor("Me"), shares({"Energy": 0.27, "Utilities": 0.73}))], source="api")
    save_investors(engine, energy_holders([0.0, 0.0, 0.20, 0.30, 0.40]), source="api")


def many(engine: Engine, count: int) -> None:
    """One investor with 27 % in Energy, and so many others with 0 to 40 %."""
    save_investors(engine, [record(investor("Me"), shares({"Energy": 0.27, "Utilities": 0.73}))], source="api")
    save_investors(engine, energy_holders(np.linspace(0, 0.4, count).round(3).tolist()), source="api")


def test_the_dot_lies_over_the_band_that_the_api_gives(empty_store: Engine) -> None:
    many(empty_store, 31)
    app = opened_page(PEERS, investor="me")
    client = TestClient(create_api(empty_store), base_url="http://localhost", client=("127.0.0.1", 1))
    answer = client.get("/v1/benchmarks/investor/me").json()
    chart = drawn_charts(app)["bands"]
    told = {name: [one[name] for one in answer["sector_comparison"]] for name in answer["sector_comparison"][0]}
    dots, band = chart.role("portfolio"), chart.role("p25–p75")
    assert dots["y"] == told["sector"]
    assert dots["x"] == pytest.approx(told["investor_allocation"])
    assert chart.role("median")["x"] == pytest.approx(told["benchmark_median"])
    assert band["base"] == pytest.approx(told["benchmark_p25"])
    assert np.add(band["base"], band["x"]) == pytest.approx(told["benchmark_p75"])
    assert chart.role("p10–p90")["base"]
    assert cards(app)["Peers"] == "31"
    assert "27.0\u202f%" in words(app)
    assert "+7.0\u202fpp" in words(app)
    assert "Illustrative" not in words(app)


def test_few_peers_are_dots_with_a_rank_and_no_quarters(empty_store: Engine) -> None:
    six(empty_store)
    app = opened_page(PEERS, investor="me")
    chart = drawn_charts(app)["bands"]
    peers = chart.role("peer")
    energy = [weight for weight, bucket in zip(peers["x"], peers["y"], strict=True) if bucket == "Energy"]
    assert sorted(energy) == pytest.approx([0.0, 0.0, 0.20, 0.30, 0.40])
    assert set(chart.role("portfolio")["marker"]["symbol"]) == {"circle"}
    assert {one["meta"]["role"] for one in chart.traces.values()} == {"peer", "median", "portfolio"}
    told = app.dataframe[0].value
    assert dict(zip(told.iloc[:, 0], told["Rank"], strict=True))["Energy"] == "3 of 6"
    assert not {"Position", "Percentile", "Middle half from"} & set(told.columns)
    assert "rank 3 of 6" in words(app)
    assert "the rank stands in their place" in words(app)
    assert not [word for word in ("above the middle half", "percentile 5", "Outside the band") if word in words(app)]
    assert "Outside the band" not in cards(app)


@pytest.mark.parametrize(("count", "bands"), [(11, set()), (12, {"p25–p75"}), (29, {"p25–p75"})])
def test_quartiles_from_twelve_and_deciles_from_thirty(empty_store: Engine, count: int, bands: set[str]) -> None:
    many(empty_store, count)
    app = opened_page(PEERS, investor="me")
    roles = {one["meta"]["role"] for one in drawn_charts(app)["bands"].traces.values()}
    assert roles - {"peer", "median", "portfolio"} == bands
    assert ("Outside the band" in cards(app)) is bool(bands)


def test_too_few_peers_say_so_and_show_no_statistics(empty_store: Engine) -> None:
    save_investors(empty_store, energy_holders([0.1, 0.2, 0.3]), source="api")
    app = opened_page(PEERS)
    assert "There are 2 peers; below 5 no statistics are shown" in words(app)
    assert "the region and the size were given up" in words(app)
    assert "bands" not in drawn_charts(app)


def test_criteria_can_be_edited(own_store: Engine) -> None:
    narrow, wide = opened_page(PEERS), opened_page(PEERS, peers="All LPs", size="Any", region="Any")
    assert int(cards(wide)["Peers"]) > int(cards(narrow)["Peers"]) >= 5
    assert "LP · any size · any region" in words(wide)
    assert "Illustrative investors." in words(wide)


def test_a_group_by_hand_can_be_chosen(empty_store: Engine) -> None:
    six(empty_store)
    ids = [one.id for one in peer_universe(empty_store).investors if one.id != "me"]
    save_peer_group(empty_store, "Friends", ids)
    app = opened_page(PEERS, investor="me", peers="Friends")
    assert "the group “Friends”" in words(app)
    assert cards(app)["Peers"] == "5"


def test_an_empty_universe_says_what_to_do(empty_store: Engine) -> None:
    assert all("No investors yet" in words(opened_page(page)) for page in (PEERS, SPREAD))


def with_tab(place: str, tab: str) -> str:
    app = page_alone(PEERS)
    app.session_state[place] = tab
    app.run()
    assert not app.exception
    return words(app)


def test_every_tab_draws(own_store: Engine) -> None:
    told = {
        tab: with_tab(place, tab)
        for place, tabs in (
            ("ys-peer-tabs", ("Over the years", "Gaps in words", "Best quarter", "By type", "The peers")),
            ("ys-universe", ("Bring investors", "Place your portfolio", "Groups by hand", "Remove")),
        )
        for tab in tabs
    }
    assert not [tab for tab, text in told.items() if "could not be drawn" in text]
    assert "Under-represented by sector:" in told["Gaps in words"]
    assert "This is what they held, not why they did well." in told["Best quarter"]
    assert "closed or silent ones are missing" in told["Best quarter"]
    assert "Weights are those at the end of 2024, where the year begins" in told["Best quarter"]


def test_the_ends_of_fiscal_years_are_shown_where_they_are_known(empty_store: Engine) -> None:
    ends = ["06-30", "06-30", "12-31", "", "06-30"]
    peers = [
        replace(one, investor=replace(one.investor, fiscal_year_end=end))
        for one, end in zip(energy_holders([0.1, 0.2, 0.3, 0.4, 0.5]), ends, strict=True)
    ]
    save_investors(empty_store, [*peers, record(investor("Me"), shares({"Energy": 1.0}))], source="api")
    told = words(opened_page(PEERS, investor="me"))
    assert "fiscal years end on 30 Jun (3) and 31 Dec (1); not known of 1" in told


def test_holdings_that_hedge_each_other_are_no_more_bets_than_holdings(own_store: Engine) -> None:
    for symbol, sign in (("ACME", 1), ("BOLT", -1)):
        save_levels(own_store, symbol, 50 + sign * np.sin(np.arange(120) * 5) + np.cos(np.arange(120) * 3) / 5)
    own = stored(own_store, bought("ACME"), bought("BOLT"))
    app = opened_page(SPREAD, of="A portfolio’s securities", portfolio=own)
    assert cards(app)["Independent bets"] == "2.0"
    assert holdings_risk(own).risk.diversification_ratio ** 2 > 2
    assert "hedge each other" in words(app)


def test_a_portfolio_is_placed_and_compared(own_store: Engine) -> None:
    app = page_alone(PEERS)
    app.session_state["ys-universe"] = "Place your portfolio"
    app.session_state["ys-place-portfolio"] = "sample-us-growth"
    app.run()
    app.button(key="ys-place").click().run()
    assert not app.exception
    assert "is placed. Not told by sector: Known for 0% of the value only" in re.sub(
        r"\\(.)", r"\1", app.success[0].value
    )
    universe = peer_universe(own_store)
    (placed,) = np.flatnonzero(universe.placed)
    who = universe.investors[placed]
    assert (who.portfolio_id, who.simulated, who.region) == ("sample-us-growth", True, "North America")
    leads = opened_page(PEERS)  # a placed portfolio leads the list
    assert who.name in words(leads)
    assert drawn_charts(leads)["bands"].role("portfolio")["x"][0] == pytest.approx(1.0)  # all of it is equity


def test_the_chosen_portfolio_is_looked_at_where_it_is_placed(own_store: Engine) -> None:
    for at, portfolio in enumerate(("sample-us-growth", "sample-60-40")):
        place = investor(f"Placed {at}", portfolio_id=portfolio)
        save_investors(
            own_store, [record(place, shares({"Energy": 0.3 + at / 10, "Utilities": 0.7 - at / 10}))], source="api"
        )
    for portfolio, name in (("sample-us-growth", "Placed 0"), ("sample-60-40", "Placed 1")):
        assert words(opened_page(PEERS, portfolio=portfolio)).count(f"{name} stands out most") == 1
        assert opened_page(SPREAD, portfolio=portfolio).selectbox("investor").value == "placed-0".replace("0", name[-1])
    named = opened_page(PEERS, portfolio="sample-us-growth", investor="placed-1")
    assert "Placed 1 stands out most" in words(named)  # who the address names comes first


def test_a_portfolio_that_is_not_placed_is_told_where_it_can_be(own_store: Engine) -> None:
    assert "Your own portfolio is not among the investors yet" in words(opened_page(PEERS))
    place = investor("Placed", portfolio_id="sample-us-growth")
    save_investors(own_store, [record(place, shares({"Energy": 0.3, "Utilities": 0.7}))], source="portfolio")
    assert "is not among the investors yet" not in words(opened_page(PEERS))


def test_what_lies_outside_the_band_says_so_in_words(empty_store: Engine) -> None:
    many(empty_store, 12)
    app = opened_page(PEERS, investor=energy_holders([0.4] * 12)[-1].investor.id)
    told = app.dataframe[0].value
    assert {"Middle half from", "Median", "Middle half to"} <= set(told.columns)
    assert {"above the middle half", "below the middle half"} <= set(told["Position"])
    assert "A triangle lies outside the middle half of the peers" in words(app)


def test_a_portfolio_of_which_too_little_is_known_is_not_placed(own_store: Engine) -> None:
    app = page_alone(PEERS)
    app.session_state["ys-universe"] = "Place your portfolio"
    app.session_state["ys-place-portfolio"] = "sample-household"
    app.run()
    app.button(key="ys-place").click().run()
    assert "has no allocation to compare yet. By sector: Known for 0% of the value only" in words(app)
    assert not peer_universe(own_store).placed.any()


def test_moving_a_slider_moves_the_score_and_leaves_the_whole(empty_store: Engine) -> None:
    six(empty_store)
    app = opened_page(SPREAD, investor="me")
    before = float(cards(app)["Evenness then"])
    assert before == pytest.approx(100 * (1 - 0.27**2 - 0.73**2) / (1 - 1 / 11), abs=0.05)
    energy = next(one for one in app.slider if one.label == "Energy")
    energy.set_value(50.0).run()
    assert not app.exception
    assert float(cards(app)["Evenness then"]) == pytest.approx(55.0, abs=0.05)
    assert cards(app)["Evenness"] == f"{before:.1f}"
    assert sum(one.value for one in app.slider) == pytest.approx(100.0)
    assert cards(app)["Rank then"] == "1"
    app.button(key="ys-what-if-reset").click().run()
    assert float(cards(app)["Evenness then"]) == before


def test_the_ranking_is_that_of_the_api(own_store: Engine) -> None:
    app = opened_page(SPREAD)
    client = TestClient(create_api(own_store), base_url="http://localhost", client=("127.0.0.1", 1))
    answer = client.get("/v1/benchmarks/diversification").json()
    ranked = peer_loading.ranking(answer["year"], None).ranked
    assert [one.investor.id for one in ranked] == [one["investor_id"] for one in answer["rankings"]]
    assert f"of {len(ranked)}" in cards(app)["Rank"]
    assert drawn_charts(app)["scores"].summary.startswith(f"{len(ranked)} investors")
    ranking = next(one for one in app.dataframe if "Investor" in one.value.columns)
    assert next(iter(ranking.value.columns)) == "Investor"
    assert json.loads(ranking.proto.columns)["Investor"]["pinned"] is True


def test_the_securities_of_a_portfolio(own_store: Engine) -> None:
    app = opened_page(SPREAD, of="A portfolio’s securities", portfolio="sample-us-growth")
    found = holdings_risk("sample-us-growth")
    assert cards(app)["Diversification ratio"] == f"{found.risk.diversification_ratio:.2f}"
    assert "Severe concentration." in words(app)
    assert f"{found.indexes[0][1].correlation:.0%}".removesuffix("%") in words(app)
    risk = drawn_charts(app)["risk"].role("risk")
    assert sum(risk["x"]) == pytest.approx(1.0)
    assert "Sample data." in words(app)
    household = opened_page(SPREAD, of="A portfolio’s securities", portfolio="sample-household")
    assert "of the value has daily prices" in words(household)


def test_a_users_own_portfolio_is_not_measured_by_invented_indexes(own_store: Engine) -> None:
    for symbol, beat in (("ACME", 5), ("BOLT", 7)):
        save_levels(own_store, symbol, 50 + np.sin(np.arange(120) * beat))
    own = stored(own_store, bought("ACME"), bought("BOLT"))
    found = holdings_risk(own)
    assert found.indexes == ()
    assert not found.simulated
    assert "No index has real levels" in words(opened_page(SPREAD, of="A portfolio’s securities", portfolio=own))
