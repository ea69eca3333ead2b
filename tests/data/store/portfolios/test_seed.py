"""Does a first start find the sample, once, and is what the user does with it respected?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import Engine

import data.sample.portfolios as sample
from core.ledger.portfolio import Portfolio
from data.store.database import open_database
from data.store.portfolios.portfolios import delete_portfolio, list_portfolios, load_portfolio, save_portfolio
from data.store.portfolios.seed import seed_sample
from data.store.revision import revision
from tests.data.store.examples import DEPOSIT, buy, portfolio

ONE = replace(portfolio(buy("A"), buy("B"), name="Sample one", simulated=True, deposits=(DEPOSIT,)), id="sample-one")
TWO = replace(portfolio(buy("C"), name="Sample two", simulated=True), id="sample-two")

Offer = Callable[..., None]


@pytest.fixture
def offer(monkeypatch: pytest.MonkeyPatch) -> Offer:
    """Makes the sample consist of the given portfolios."""

    def make(*portfolios: Portfolio) -> None:
        monkeypatch.setattr(sample, "sample_portfolios", lambda: portfolios)

    make(ONE, TWO)
    return make


def names(engine: Engine) -> list[str]:
    return [one.name for one in list_portfolios(engine)]


def test_the_real_sample_is_there_after_a_first_start(sample_engine: Engine) -> None:
    found = {one.id: one for one in list_portfolios(sample_engine)}
    assert set(found) == {"sample-household", "sample-us-growth", "sample-60-40"}
    assert all(one.simulated and one.transactions for one in found.values())
    for given in sample.sample_portfolios():
        stored = load_portfolio(sample_engine, given.id)
        assert sorted(map(repr, stored.transactions)) == sorted(map(repr, given.transactions))
        assert sorted(map(repr, stored.deposits)) == sorted(map(repr, given.deposits))


def test_switched_off_it_starts_empty_and_may_come_later(any_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YARDSTICK_SAMPLE", "off")
    engine = open_database(any_url)
    assert list_portfolios(engine) == ()
    engine.dispose()
    monkeypatch.delenv("YARDSTICK_SAMPLE")
    engine = open_database(any_url)
    assert len(list_portfolios(engine)) == len(sample.sample_portfolios())
    engine.dispose()


def test_a_second_start_writes_nothing(any_engine: Engine, offer: Offer) -> None:
    seed_sample(any_engine)
    before = revision(any_engine)
    seed_sample(any_engine)
    assert (names(any_engine), revision(any_engine)) == (["Sample one", "Sample two"], before)


@pytest.mark.parametrize("anew", [False, True])
def test_a_deleted_sample_stays_away_also_when_it_is_made_anew(any_engine: Engine, offer: Offer, anew: bool) -> None:
    seed_sample(any_engine)
    delete_portfolio(any_engine, "sample-one")
    if anew:
        offer(replace(ONE, transactions=(buy("NEW"),)), TWO)
    seed_sample(any_engine)
    assert names(any_engine) == ["Sample two"]


def test_a_sample_made_anew_is_renewed_and_keeps_the_name_it_was_given(any_engine: Engine, offer: Offer) -> None:
    seed_sample(any_engine)
    save_portfolio(any_engine, replace(load_portfolio(any_engine, "sample-one"), name="Demo for Monday"))
    offer(replace(ONE, transactions=(buy("NEW"),), deposits=()), TWO)
    seed_sample(any_engine)
    renewed = load_portfolio(any_engine, "sample-one")
    assert (renewed.name, renewed.transactions, renewed.deposits) == ("Demo for Monday", (buy("NEW"),), ())
    assert renewed.version > 2


def test_a_new_sample_is_added_to_the_old_ones(engine: Engine, offer: Offer) -> None:
    offer(ONE)
    seed_sample(engine)
    offer(ONE, TWO)
    seed_sample(engine)
    assert names(engine) == ["Sample one", "Sample two"]


def test_a_portfolio_of_the_users_own_is_never_touched(any_engine: Engine, offer: Offer) -> None:
    own = replace(portfolio(buy("MINE"), name="Sample two"), id="sample-one")
    save_portfolio(any_engine, own)
    seed_sample(any_engine)
    assert load_portfolio(any_engine, "sample-one").transactions == (buy("MINE"),)
    assert not load_portfolio(any_engine, "sample-one").simulated
    assert names(any_engine) == ["Sample two", "Sample two (sample)"]
