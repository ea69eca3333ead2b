"""Which groups of peers did the user make by hand? Saved under a name, listed, deleted."""

from __future__ import annotations

import secrets
import string
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, Engine, delete, insert, select

from core.errors import Conflict, InvalidSpecification, NotFound
from data.store.bounds import checked_text
from data.store.peers.tables import investors, peer_group_members, peer_groups
from data.store.revision import writing
from data.store.schema import NAME_LENGTH

_ALPHABET = string.ascii_lowercase + string.digits


@dataclass(frozen=True, slots=True)
class SavedGroup:
    """A group made by hand: the ids of its members, by name."""

    id: str
    name: str
    members: tuple[str, ...]


def save_peer_group(engine: Engine, name: str, members: Sequence[str]) -> str:
    """Stores a group and returns its id; a group of that name is replaced. Raises NotFound for an unknown investor."""
    name = checked_text(" ".join(name.split()), NAME_LENGTH, "A group's name")
    if not name or not members:
        raise InvalidSpecification("A group needs a name and at least one investor.")
    with writing(engine) as connection:
        numbers = _numbers(connection, members)
        stored = connection.scalar(select(peer_groups.c.id).where(peer_groups.c.name == name))
        group_id = stored or "group-" + "".join(secrets.choice(_ALPHABET) for _ in range(8))
        if stored is None:
            connection.execute(insert(peer_groups).values(id=group_id, name=name))
        connection.execute(delete(peer_group_members).where(peer_group_members.c.group_id == group_id))
        rows = [{"group_id": group_id, "investor": number} for number in numbers]
        connection.execute(insert(peer_group_members), rows)
    return group_id


def _numbers(connection: Connection, members: Sequence[str]) -> list[int]:
    known = {row.id: row.number for row in connection.execute(select(investors.c.id, investors.c.number))}
    for one in members:
        if one not in known:
            raise NotFound("investor", one, known)
    if len(set(members)) < len(members):
        raise Conflict("An investor is in the group twice. Name each member once.")
    return [known[one] for one in members]


def list_peer_groups(engine: Engine) -> tuple[SavedGroup, ...]:
    """All groups by name, with the ids of their members."""
    query = (
        select(peer_groups.c.id, peer_groups.c.name, investors.c.id.label("member"))
        .outerjoin(peer_group_members, peer_group_members.c.group_id == peer_groups.c.id)
        .outerjoin(investors, investors.c.number == peer_group_members.c.investor)
        .order_by(investors.c.name)
    )
    found: dict[tuple[str, str], list[str]] = {}
    with engine.connect() as connection:
        for row in connection.execute(query):
            found.setdefault((row.id, row.name), []).extend([row.member] if row.member else [])
    groups = [SavedGroup(group_id, name, tuple(members)) for (group_id, name), members in found.items()]
    return tuple(sorted(groups, key=lambda one: one.name.casefold()))


def delete_peer_group(engine: Engine, group_id: str) -> None:
    """Deletes a group; its investors stay. Raises NotFound."""
    with writing(engine) as connection:
        if connection.execute(delete(peer_groups).where(peer_groups.c.id == group_id)).rowcount == 0:
            raise NotFound("peer group", group_id, connection.scalars(select(peer_groups.c.id)))
