"""Does a portfolio come back as it was given, and does nobody's change get lost?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import Engine, func, select

from core.errors import Conflict, InvalidSpecification, NotFound
from core.ledger.portfolio import Portfolio
from data.store.portfolios.portfolios import (
    ImportOutcome,
    PortfolioSummary,
    add_deposits,
    add_transactions,
    delete_portfolio,
    list_portfolios,
    load_portfolio,
    save_portfolio,
)
from data.store.revision import revision
from data.store.schema import deposits, transactions
from tests.data.store.examples import DEPOSIT, FULL_ROW, buy, portfolio


def test_every_field_comes_back(any_engine: Engine) -> None:
    given = Portfolio("", "  Mine ₹ ", "INR", (buy(), FULL_ROW), (DEPOSIT,), cash_tracked=True)
    portfolio_id = save_portfolio(any_engine, given)
    assert load_portfolio(any_engine, portfolio_id) == replace(given, id=portfolio_id, name="Mine ₹")


@pytest.mark.parametrize("cash_tracked", [None, True, False])
def test_undecided_is_not_no(any_engine: Engine, cash_tracked: bool | None) -> None:
    portfolio_id = save_portfolio(any_engine, portfolio(cash_tracked=cash_tracked))
    assert load_portfolio(any_engine, portfolio_id).cash_tracked is cash_tracked


def test_rows_come_by_date_and_within_a_date_as_they_were_given(engine: Engine) -> None:
    rows = (buy("B", day=3), buy("Z", day=1), buy("A", day=1), buy("C", day=0))
    portfolio_id = save_portfolio(engine, portfolio(*rows))
    assert [row.symbol for row in load_portfolio(engine, portfolio_id).transactions] == ["C", "Z", "A", "B"]


def test_new_ids_are_short_different_and_fit_into_an_address(engine: Engine) -> None:
    ids = {save_portfolio(engine, portfolio(name=f"P{number}")) for number in range(20)}
    assert len(ids) == 20
    assert all(one.isalnum() and one.islower() | one.isdigit() and len(one) == 10 for one in ids)


def test_a_taken_name_is_a_conflict_and_changes_nothing(any_engine: Engine) -> None:
    save_portfolio(any_engine, portfolio())
    before = revision(any_engine)
    with pytest.raises(Conflict, match="“Mine”"):
        save_portfolio(any_engine, portfolio(buy()))
    assert revision(any_engine) == before
    assert len(list_portfolios(any_engine)) == 1


def test_saving_again_replaces_and_counts_the_version(any_engine: Engine) -> None:
    portfolio_id = save_portfolio(any_engine, portfolio(buy("A"), buy("B")))
    loaded = load_portfolio(any_engine, portfolio_id)
    save_portfolio(any_engine, replace(loaded, name="Renamed", transactions=loaded.transactions[:1]))
    again = load_portfolio(any_engine, portfolio_id)
    assert (again.name, again.version, len(again.transactions)) == ("Renamed", 2, 1)


def test_a_change_to_an_outdated_copy_is_refused(any_engine: Engine) -> None:
    portfolio_id = save_portfolio(any_engine, portfolio(buy("A")))
    mine = load_portfolio(any_engine, portfolio_id)
    add_transactions(any_engine, portfolio_id, [buy("B")])
    with pytest.raises(Conflict, match="changed in the meantime"):
        save_portfolio(any_engine, replace(mine, name="Mine again"))
    assert {row.symbol for row in load_portfolio(any_engine, portfolio_id).transactions} == {"A", "B"}


Action = Callable[[Engine], object]


@pytest.mark.parametrize(
    "action",
    [
        lambda engine: load_portfolio(engine, "mine"),
        lambda engine: delete_portfolio(engine, "mine"),
        lambda engine: add_transactions(engine, "mine", [buy()]),
        lambda engine: add_deposits(engine, "mine", [DEPOSIT]),
    ],
)
def test_an_unknown_id_is_not_found_and_close_ones_are_named(engine: Engine, action: Action) -> None:
    save_portfolio(engine, replace(portfolio(), id="mine-1"))
    before = revision(engine)
    with pytest.raises(NotFound, match=r"“mine”.*Did you mean mine-1"):
        action(engine)
    assert revision(engine) == before


def test_deleting_takes_everything_along(any_engine: Engine) -> None:
    keep = save_portfolio(any_engine, portfolio(buy(), name="Keep"))
    gone = save_portfolio(any_engine, portfolio(buy(), buy("B"), deposits=(DEPOSIT,)))
    delete_portfolio(any_engine, gone)
    assert [one.id for one in list_portfolios(any_engine)] == [keep]
    with any_engine.connect() as connection:
        assert connection.scalar(select(func.count()).select_from(transactions)) == 1
        assert connection.scalar(select(func.count()).select_from(deposits)) == 0


def test_the_list_says_how_much_and_from_when_to_when(any_engine: Engine) -> None:
    empty = save_portfolio(any_engine, portfolio(name="a new one"))
    full = save_portfolio(any_engine, portfolio(buy(day=5), FULL_ROW, name="Full", deposits=(DEPOSIT,)))
    assert list_portfolios(any_engine) == (
        PortfolioSummary(empty, "a new one", "USD", False, 1, 0, 0, None, None),
        PortfolioSummary(full, "Full", "USD", False, 1, 2, 1, date(2020, 1, 1), date(2021, 3, 1)),
    )


@pytest.mark.parametrize(
    ("wrong", "what"),
    [
        (portfolio(name="   "), "needs a name"),
        (portfolio(name="x" * 201), "at most 200"),
        (portfolio(name="a\x00b"), "cannot be shown"),
        (portfolio(name="a\nb"), "cannot be shown"),
        (replace(portfolio(), base_currency="ÄÖÜ"), "three-letter"),
        (replace(portfolio(), id="../etc"), "letters, digits"),
        (portfolio(deposits=(replace(DEPOSIT, name="D" * 201),)), "deposit's name"),
        (portfolio(replace(buy(), symbol="S" * 65)), "symbol"),
        (portfolio(replace(buy(), name="N" * 201)), "name"),
        (portfolio(replace(buy(), reference="R" * 201)), "reference"),
        (portfolio(replace(buy(), name="half \ud800 of a pair")), "cannot be shown"),
    ],
)
def test_what_does_not_fit_is_refused_whole(any_engine: Engine, wrong: Portfolio, what: str) -> None:
    before = revision(any_engine)
    with pytest.raises(InvalidSpecification, match=what):
        save_portfolio(any_engine, wrong)
    assert (list_portfolios(any_engine), revision(any_engine)) == ((), before)


def test_one_bad_row_keeps_the_whole_file_out(any_engine: Engine) -> None:
    portfolio_id = save_portfolio(any_engine, portfolio(buy("A")))
    with pytest.raises(InvalidSpecification, match="2020-01-08"):
        add_transactions(any_engine, portfolio_id, [buy("B"), buy("S" * 65, day=2)])
    assert [row.symbol for row in load_portfolio(any_engine, portfolio_id).transactions] == ["A"]


def test_names_that_look_like_commands_are_only_names(any_engine: Engine) -> None:
    name = "Robert'); DROP TABLE portfolios;--"
    portfolio_id = save_portfolio(any_engine, portfolio(replace(buy(), symbol="'; --"), name=name))
    assert load_portfolio(any_engine, portfolio_id).name == name


def test_the_sample_takes_no_real_transactions(engine: Engine) -> None:
    sample = save_portfolio(engine, portfolio(buy(), simulated=True))
    for action in (
        lambda: add_transactions(engine, sample, [buy("B")]),
        lambda: add_deposits(engine, sample, [DEPOSIT]),
    ):
        with pytest.raises(Conflict, match="sample data"):
            action()
    assert len(load_portfolio(engine, sample).transactions) == 1


def test_importing_says_what_was_new(any_engine: Engine) -> None:
    portfolio_id = save_portfolio(any_engine, portfolio())
    rows = [buy("A"), buy("B"), buy("C", day=1)]
    assert add_transactions(any_engine, portfolio_id, rows[:2]) == ImportOutcome(added=2, already_there=0)
    assert load_portfolio(any_engine, portfolio_id).version == 2
    assert add_transactions(any_engine, portfolio_id, rows) == ImportOutcome(added=1, already_there=2)
    assert add_transactions(any_engine, portfolio_id, rows) == ImportOutcome(added=0, already_there=3)
    assert load_portfolio(any_engine, portfolio_id).version == 3
    assert add_deposits(any_engine, portfolio_id, [DEPOSIT]) == ImportOutcome(added=1, already_there=0)
    assert add_deposits(any_engine, portfolio_id, [DEPOSIT, DEPOSIT]) == ImportOutcome(added=1, already_there=1)
    assert len(load_portfolio(any_engine, portfolio_id).deposits) == 2


def test_two_portfolios_may_hold_the_same_file(engine: Engine) -> None:
    ids = [save_portfolio(engine, portfolio(name=name)) for name in ("One", "Two")]
    assert [add_transactions(engine, one, [buy()]).added for one in ids] == [1, 1]


def test_what_was_saved_whole_is_known_when_its_file_comes(engine: Engine) -> None:
    rows = (buy(), buy(), buy(reference="7"))
    portfolio_id = save_portfolio(engine, portfolio(*rows))
    assert add_transactions(engine, portfolio_id, rows).added == 0
