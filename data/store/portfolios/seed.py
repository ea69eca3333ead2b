"""What does a first start find? The sample portfolios, given once; what the user then does with them stands."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection, Engine, delete, insert, select

from core.ledger.portfolio import Portfolio
from data.store.portfolios import portfolios as store
from data.store.portfolios.fingerprint import combined_fingerprint, deposit_fingerprints, transaction_fingerprints
from data.store.revision import writing
from data.store.schema import portfolios, sample_seeds


def seed_sample(engine: Engine) -> None:
    """Stores the sample portfolios that were never given before, and renews those whose making has changed.

    A sample that the user deleted stays away, one that was renamed keeps its name, and a portfolio of the user's own is
    never touched.
    """
    from data.sample.portfolios import sample_portfolios

    wanted = {one.id: (one, _fingerprint(one)) for one in sample_portfolios()}
    with engine.connect() as connection:
        if not _due(connection, wanted):
            return
    with writing(engine) as connection:
        for portfolio, mark in _due(connection, wanted):
            _seed_portfolio(connection, portfolio, mark)


Marked = tuple[Portfolio, str]


def _due(connection: Connection, wanted: dict[str, Marked]) -> list[Marked]:
    """The samples that were not yet given in their present making."""
    given = {row.portfolio_id: row.fingerprint for row in connection.execute(select(sample_seeds))}
    return [(one, mark) for one, mark in wanted.values() if given.get(one.id) != mark]


def _seed_portfolio(connection: Connection, portfolio: Portfolio, mark: str) -> None:
    """Stores or renews one sample and remembers that it was given."""
    here = sample_seeds.c.portfolio_id == portfolio.id
    first_time = connection.execute(select(sample_seeds).where(here)).first() is None
    stored = connection.execute(select(portfolios).where(portfolios.c.id == portfolio.id)).one_or_none()
    if stored is not None and stored.simulated:
        store.put_portfolio(connection, replace(portfolio, name=stored.name, version=stored.version))
    elif stored is None and first_time:
        store.put_portfolio(connection, replace(portfolio, name=_free_name(connection, portfolio.name), simulated=True))
    connection.execute(delete(sample_seeds).where(here))
    connection.execute(insert(sample_seeds).values(portfolio_id=portfolio.id, fingerprint=mark))


def _free_name(connection: Connection, name: str) -> str:
    """The sample's name, marked as such where the user's own portfolio has it."""
    taken = set(connection.scalars(select(portfolios.c.name)))
    candidate, number = name, 1
    while candidate in taken:
        candidate = f"{name} (sample)" if number == 1 else f"{name} (sample {number})"
        number += 1
    return candidate


def _fingerprint(portfolio: Portfolio) -> str:
    """Changes when anything of the sample is made differently."""
    return combined_fingerprint(
        portfolio.name,
        portfolio.base_currency,
        portfolio.cash_tracked,
        *transaction_fingerprints(portfolio.transactions),
        *(f"{row.name}|{row.asset_type}|{row.fx_rate}" for row in portfolio.transactions),
        *deposit_fingerprints(portfolio.deposits),
    )
