"""Does a first start find somebody to be compared with? The illustrative investors, given once."""

from __future__ import annotations

from sqlalchemy import Connection, Engine, delete, insert, select

from data.store.peers.investors import put_investors
from data.store.peers.tables import investors, peer_seeds
from data.store.revision import writing

SAMPLE = "sample-investors"


def seed_peers(engine: Engine) -> None:
    """Stores the illustrative investors unless they were given before in their present making; renews those still there.

    One that the user deleted stays away. Names that the user's own investors have are left to them.
    """
    from data.sample.peers import sample_peers, sample_peers_fingerprint

    mark = sample_peers_fingerprint()
    with engine.connect() as connection:
        if _seeded_fingerprint(connection) == mark:
            return
    records = sample_peers()
    with writing(engine) as connection:
        before = _seeded_fingerprint(connection)
        if before == mark:
            return
        known = connection.execute(select(investors.c.id, investors.c.name, investors.c.simulated)).all()
        own_names = {row.name for row in known if not row.simulated}
        there = {row.id for row in known if row.simulated}
        wanted = [
            one
            for one in records
            if one.investor.name not in own_names and (before is None or one.investor.id in there)
        ]
        put_investors(connection, wanted, source="sample", merge=True)
        connection.execute(delete(peer_seeds).where(peer_seeds.c.id == SAMPLE))
        connection.execute(insert(peer_seeds).values(id=SAMPLE, fingerprint=mark))


def _seeded_fingerprint(connection: Connection) -> str | None:
    """The making that was given, None before the first time."""
    return connection.scalar(select(peer_seeds.c.fingerprint).where(peer_seeds.c.id == SAMPLE))
