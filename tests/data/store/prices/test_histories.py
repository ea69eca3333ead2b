"""Do prices come back as they were stored, from one origin each, on the basis that was asked for?"""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from sqlalchemy import Engine, select

from core.errors import Conflict, InvalidSpecification, NotFound
from core.market.levels import Basis
from data.price_record import PriceRecord
from data.sources.delivery import Dividend, PriceHistory, Split
from data.store.prices.histories import (
    Coverage,
    delete_prices,
    load_levels,
    load_splits,
    price_coverage,
    save_history,
    save_prices,
    stored_symbols,
)
from data.store.revision import revision
from data.store.schema import dividends

FIRST = date(2024, 1, 1)


def record(
    day: int, close: float, adjusted: float | None = None, symbol: str = "ACME", currency: str = "USD"
) -> PriceRecord:
    return PriceRecord(symbol, FIRST + timedelta(days=day), close, adjusted, currency)


def history(days: range, scale: float = 1.0, adjusted_scale: float | None = None, **more: object) -> PriceHistory:
    """Closes 100, 101, … times ``scale`` on the given days."""
    records = tuple(
        record(day, (100.0 + day) * scale, None if adjusted_scale is None else (100.0 + day) * adjusted_scale)
        for day in days
    )
    return PriceHistory("ACME", "USD", records, **more)  # type: ignore[arg-type]


def closes(engine: Engine, symbol: str = "ACME", basis: Basis = Basis.PRICE) -> dict[date, float]:
    levels = load_levels(engine, (symbol,), basis)[symbol]
    return dict(zip(levels.dates.tolist(), levels.levels.tolist(), strict=True))


def stored_dividends(engine: Engine) -> list[tuple[date, float]]:
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(select(dividends.c.ex_date, dividends.c.amount))]


def test_levels_come_back_to_the_last_bit(any_engine: Engine) -> None:
    given = [record(2, 1 / 3), record(0, 1e-9), record(1, 123456789.123456789)]
    assert save_prices(any_engine, given, "upload") == 3
    levels = load_levels(any_engine)["ACME"]
    assert levels.dates.tolist() == [FIRST, FIRST + timedelta(1), FIRST + timedelta(2)]
    assert levels.levels.tolist() == [1e-9, 123456789.123456789, 1 / 3]
    assert (levels.name, levels.currency, levels.basis, levels.simulated) == ("ACME", "USD", Basis.PRICE, False)


def test_each_symbol_gets_its_own(any_engine: Engine) -> None:
    save_prices(
        any_engine, [record(0, 1.0, symbol="B"), record(0, 2.0, symbol="A"), record(3, 3.0, symbol="A")], "upload"
    )
    assert closes(any_engine, "A") == {FIRST: 2.0, FIRST + timedelta(3): 3.0}
    assert closes(any_engine, "B") == {FIRST: 1.0}
    assert set(load_levels(any_engine, ("A", "no such"))) == {"A"}
    assert stored_symbols(any_engine) == ("A", "B")


def test_a_later_price_for_the_same_day_stands(any_engine: Engine) -> None:
    save_prices(any_engine, [record(0, 1.0, 0.9), record(1, 2.0)], "upload")
    save_prices(any_engine, [record(0, 5.0), record(2, 3.0), record(2, 4.0)], "upload")
    assert list(closes(any_engine).values()) == [5.0, 2.0, 4.0]


def test_they_may_be_asked_from_a_day_on(any_engine: Engine) -> None:
    save_prices(any_engine, [record(day, 1.0 + day) for day in range(5)], "upload")
    assert load_levels(any_engine, None, Basis.PRICE, FIRST + timedelta(3))["ACME"].levels.tolist() == [4.0, 5.0]
    assert load_levels(any_engine, None, Basis.PRICE, FIRST + timedelta(9)) == {}


def test_nothing_stored_is_nothing(any_engine: Engine) -> None:
    assert (load_levels(any_engine), price_coverage(any_engine), stored_symbols(any_engine)) == ({}, (), ())
    assert save_prices(any_engine, [], "upload") == 0


@pytest.mark.parametrize("basis", [Basis.TOTAL, Basis.NET])
def test_adjusted_closes_are_the_total_return(any_engine: Engine, basis: Basis) -> None:
    save_prices(any_engine, [record(0, 10.0, 9.0), record(1, 11.0, 10.0)], "upload")
    levels = load_levels(any_engine, None, basis)["ACME"]
    assert (levels.levels.tolist(), levels.basis) == ([9.0, 10.0], basis)


def test_closes_alone_say_that_dividends_are_left_out(engine: Engine) -> None:
    save_prices(engine, [record(0, 10.0), record(1, 11.0)], "upload")
    levels = load_levels(engine, None, Basis.TOTAL)["ACME"]
    assert (levels.levels.tolist(), levels.basis) == ([10.0, 11.0], Basis.PRICE)


def test_adjusted_closes_and_closes_are_never_mixed(engine: Engine) -> None:
    """A day without an adjusted close is left out of the total return, not filled with its close."""
    save_prices(engine, [record(0, 10.0, 5.0), record(1, 11.0), record(2, 12.0, 6.0), record(3, 13.0, 6.5)], "upload")
    assert list(closes(engine, basis=Basis.TOTAL).values()) == [5.0, 6.0, 6.5]
    assert list(closes(engine, basis=Basis.PRICE).values()) == [10.0, 11.0, 12.0, 13.0]


def test_adjusted_closes_that_end_early_are_left_aside(engine: Engine) -> None:
    save_prices(engine, [record(day, 10.0 + day, 5.0 if day < 5 else None) for day in range(20)], "upload")
    levels = load_levels(engine, None, Basis.TOTAL)["ACME"]
    assert (levels.levels.size, levels.basis) == (20, Basis.PRICE)


def test_one_symbol_in_two_currencies_is_refused_whole(any_engine: Engine) -> None:
    before = revision(any_engine)
    mixed = [record(0, 1.0, symbol="OTHER"), record(0, 1.0), record(1, 1.0, currency="INR")]
    with pytest.raises(InvalidSpecification, match="ACME are in INR and USD"):
        save_prices(any_engine, mixed, "upload")
    save_prices(any_engine, [record(0, 1.0)], "upload")
    with pytest.raises(Conflict, match="stored prices of ACME are in USD"):
        save_prices(any_engine, [record(0, 1.0, symbol="OTHER"), record(1, 1.0, currency="INR")], "upload")
    assert stored_symbols(any_engine) == ("ACME",)
    assert revision(any_engine) == before + 1


def test_a_symbol_that_cannot_be_kept_is_refused(any_engine: Engine) -> None:
    with pytest.raises(InvalidSpecification, match="cannot be shown"):
        save_prices(any_engine, [record(0, 1.0, symbol="A\x00B")], "upload")


def test_prices_through_all_of_the_users_doors_are_one_series(engine: Engine) -> None:
    save_prices(engine, [record(0, 1.0)], "upload")
    save_prices(engine, [record(1, 2.0)], "api")
    assert list(closes(engine).values()) == [1.0, 2.0]
    assert [one.source for one in price_coverage(engine)] == ["upload"]


@pytest.mark.parametrize("own", [[99], [0, 99]], ids=["a few", "with too many gaps"])
def test_own_prices_do_not_hide_years_of_history(any_engine: Engine, own: list[int]) -> None:
    save_history(any_engine, history(range(100)), "yahoo")
    save_prices(any_engine, [record(day, 7.0) for day in own], "upload")
    assert len(closes(any_engine)) == 100
    assert [(one.source, one.in_use, one.count) for one in price_coverage(any_engine)] == [
        ("yahoo", True, 100),
        ("upload", False, len(own)),
    ]


def test_own_prices_that_reach_as_far_stand_whole(any_engine: Engine) -> None:
    save_history(any_engine, history(range(100)), "yahoo")
    save_prices(any_engine, [record(day, 7.0) for day in range(3, 95)], "upload")
    assert set(closes(any_engine).values()) == {7.0}
    assert price_coverage(any_engine)[0] == Coverage(
        "ACME", "USD", FIRST + timedelta(3), FIRST + timedelta(94), 92, "upload", in_use=True
    )


def test_a_history_keeps_its_dividends_splits_and_notes(any_engine: Engine) -> None:
    given = history(
        range(10),
        adjusted_scale=0.9,
        dividends=(Dividend(FIRST + timedelta(4), 0.25),),
        splits=(Split(FIRST + timedelta(6), 4.0),),
        notes=("Quoted in pence.",),
    )
    assert save_history(any_engine, given, "yahoo") == 10
    assert closes(any_engine) == {one.on: one.close for one in given.records}
    assert closes(any_engine, basis=Basis.TOTAL) == {one.on: one.adjusted_close for one in given.records}
    assert stored_dividends(any_engine) == [(FIRST + timedelta(4), 0.25)]
    assert load_splits(any_engine, ("ACME", "no such")) == {"ACME": given.splits}
    assert price_coverage(any_engine)[0].note == "Quoted in pence."


SPLIT = (Split(FIRST + timedelta(55), 4.0),)


@pytest.mark.parametrize(
    ("told", "later", "basis", "days", "scale"),
    [
        (history(range(50)), history(range(40, 60)), Basis.PRICE, range(60), 1.0),  # it agrees, and extends
        # after a split: splicing would show a fall of 75 % that never was
        (history(range(50)), history(range(60), scale=0.25, splits=SPLIT), Basis.PRICE, range(60), 0.25),
        # after a dividend the adjusted closes are replaced too
        (history(range(50), 1.0, 1.0), history(range(2, 60), 1.0, 0.98), Basis.TOTAL, range(2, 60), 0.98),
    ],
    ids=["agrees", "split", "dividend"],
)
def test_a_new_telling_extends_or_replaces_the_old_one(
    engine: Engine, told: PriceHistory, later: PriceHistory, basis: Basis, days: range, scale: float
) -> None:
    save_history(engine, told, "yahoo")
    save_history(engine, later, "yahoo")
    expected = {FIRST + timedelta(day): (100.0 + day) * scale for day in days}
    assert closes(engine, basis=basis) == pytest.approx(expected)


@pytest.mark.parametrize("days", [range(20, 60), range(30), range(60, 70)])
def test_a_telling_that_disagrees_and_is_shorter_changes_nothing(engine: Engine, days: range) -> None:
    save_history(engine, history(range(50)), "yahoo")
    before = closes(engine)
    with pytest.raises(Conflict, match="disagree"):
        save_history(engine, history(days, scale=0.25), "yahoo")
    assert closes(engine) == before


def test_one_corrected_tick_is_taken_over(engine: Engine) -> None:
    save_history(engine, history(range(50)), "yahoo")
    records = [record(day, 100.0 + day if day != 25 else 3.0) for day in range(40)]
    save_history(engine, PriceHistory("ACME", "USD", tuple(records)), "yahoo")
    assert closes(engine)[FIRST + timedelta(25)] == 3.0
    assert len(closes(engine)) == 50


def test_deleting_prices_takes_one_source_or_all(any_engine: Engine) -> None:
    save_history(any_engine, history(range(10), dividends=(Dividend(FIRST, 1.0),)), "yahoo")
    save_prices(any_engine, [record(0, 7.0)], "upload")
    delete_prices(any_engine, "ACME", "yahoo")
    assert [one.source for one in price_coverage(any_engine)] == ["upload"]
    assert stored_dividends(any_engine) == []
    delete_prices(any_engine, "ACME")
    assert price_coverage(any_engine) == ()
    with pytest.raises(NotFound, match="ACME"):
        delete_prices(any_engine, "ACME")


def test_every_write_raises_the_revision(engine: Engine) -> None:
    seen = [revision(engine)]
    for write in (
        lambda: save_prices(engine, [record(0, 1.0)], "upload"),
        lambda: save_history(engine, history(range(3)), "yahoo"),
        lambda: delete_prices(engine, "ACME"),
    ):
        write()
        seen.append(revision(engine))
    assert np.all(np.diff(seen) == 1)
