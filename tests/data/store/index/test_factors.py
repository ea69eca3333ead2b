"""Are factor tables kept as given, replaced whole or not at all, and gone when deleted?"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from sqlalchemy import Engine, func, select

from core.errors import InvalidSpecification, NotFound
from core.index.factors import FactorTable, Frequency
from data.store.index.factor_tables import factor_columns, factor_returns
from data.store.index.factors import StoredFactors, delete_factors, list_factors, load_factors, save_factors
from data.store.revision import revision

MONTHS = np.array(["2024-01-01", "2024-02-01", "2024-03-01"], dtype="datetime64[D]")
VALUES = np.array([[0.0296, -0.0264, 1 / 3], [0.01, 0.02, -0.03]])
THREE = StoredFactors(
    "Three factors", "USD", FactorTable(("SMB", "Mkt-RF"), Frequency.MONTHLY, MONTHS, VALUES, np.full(3, 0.0022))
)
MOMENTUM = StoredFactors(
    "Momentum", "USD", FactorTable(("Mom",), Frequency.DAILY, MONTHS[:2] + 4, VALUES[:1, :2], None)
)


def assert_same(found: StoredFactors, given: StoredFactors) -> None:
    assert (found.name, found.currency, found.table.names) == (given.name, given.currency, given.table.names)
    assert found.table.frequency is given.table.frequency
    assert found.table.dates.tolist() == given.table.dates.tolist()
    assert found.table.values.tolist() == given.table.values.tolist()
    if given.table.risk_free is None:
        assert found.table.risk_free is None
    else:
        assert found.table.risk_free.tolist() == given.table.risk_free.tolist()


def test_tables_come_back_to_the_last_digit_in_one_write(any_engine: Engine) -> None:
    before = revision(any_engine)
    save_factors(any_engine, [THREE, MOMENTUM])
    assert revision(any_engine) == before + 1
    assert_same(load_factors(any_engine, "Three factors"), THREE)
    assert_same(load_factors(any_engine, "Momentum"), MOMENTUM)


def test_the_list_knows_what_each_holds(any_engine: Engine) -> None:
    assert list_factors(any_engine) == ()
    save_factors(any_engine, [THREE, MOMENTUM])
    momentum, three = list_factors(any_engine)
    assert (three.name, three.factors, three.has_risk_free) == ("Three factors", ("SMB", "Mkt-RF"), True)
    assert (three.first, three.last, three.observations) == (date(2024, 1, 1), date(2024, 3, 1), 3)
    assert (momentum.frequency, momentum.factors, momentum.has_risk_free) == (Frequency.DAILY, ("Mom",), False)


def test_the_next_upload_of_a_name_replaces_the_whole_table(any_engine: Engine) -> None:
    save_factors(any_engine, [THREE])
    shorter = replace(MOMENTUM, name="Three factors", currency="INR")
    save_factors(any_engine, [shorter])
    assert_same(load_factors(any_engine, "Three factors"), shorter)
    with any_engine.connect() as connection:
        assert connection.scalar(select(func.count()).select_from(factor_returns)) == 2


@pytest.mark.parametrize(
    "spoilt",
    [
        replace(MOMENTUM, name=""),
        replace(MOMENTUM, name="a/b"),
        replace(MOMENTUM, name="x" * 101),
        replace(MOMENTUM, name="Three factors"),
        replace(MOMENTUM, currency="dollars"),
        replace(MOMENTUM, table=FactorTable(("F" * 33,), Frequency.DAILY, MONTHS, VALUES[:1], None)),
        replace(MOMENTUM, table=FactorTable(("Mom",), Frequency.DAILY, MONTHS[:0], VALUES[:1, :0], None)),
    ],
)
def test_what_cannot_be_kept_leaves_everything_as_it_was(any_engine: Engine, spoilt: StoredFactors) -> None:
    save_factors(any_engine, [THREE])
    before = revision(any_engine)
    changed = replace(THREE, table=replace(THREE.table, values=VALUES * 2))
    with pytest.raises(InvalidSpecification):
        save_factors(any_engine, [changed, spoilt])
    assert revision(any_engine) == before
    assert_same(load_factors(any_engine, "Three factors"), THREE)


def test_a_deleted_table_leaves_nothing(any_engine: Engine) -> None:
    save_factors(any_engine, [THREE, MOMENTUM])
    delete_factors(any_engine, "Three factors")
    with any_engine.connect() as connection:
        assert connection.scalar(select(func.count()).select_from(factor_columns)) == 1
        assert connection.scalar(select(func.count()).select_from(factor_returns)) == 2
    with pytest.raises(NotFound, match="Momentum"):
        load_factors(any_engine, "Momentun")
    with pytest.raises(NotFound):
        delete_factors(any_engine, "Three factors")
