"""Whom the bot wrote to, and about what: as the delivery ledger has it, and as everybody sees it."""

import sqlite3
from collections.abc import Mapping
from contextlib import closing

from tests.scenarios.world import HERE, THERE, World

Heard = Mapping[str, set[str]]
"""What somebody was shown in their direct messages without having typed or pressed for it, by kind of subject."""


async def written_to(world: World) -> Heard:
    """Everybody who was written to since the doors opened, with the kinds of what they were shown, gone since or not."""
    await _who_did_nothing_sees_nothing(world)
    names = {world.chat_of(role).account(role): role for role in everybody(world)}
    heard: dict[str, set[str]] = {}
    for person, kind, part in _shown(world):
        about = f"{kind}/{part.partition(':')[0]}" if part else kind
        heard.setdefault(names.get(person, person), set()).add(about)
    return heard


def letters(world: World, role: str) -> int:
    """How many things somebody was shown in their direct messages."""
    return sum(person == world.chat_of(role).account(role) for person, _, _ in _shown(world))


def posted(world: World) -> set[str]:
    """The ids of all messages that the bot put anywhere and can still change; what it answered to a call is none."""
    with closing(sqlite3.connect(world.file)) as database:
        return {message for (message,) in database.execute("SELECT at_message FROM postings")}


def everybody(world: World) -> set[str]:
    """The five, and whoever came later."""
    return {*HERE, *THERE, *world.acted}


async def _who_did_nothing_sees_nothing(world: World) -> None:
    """The ledger may err; their screens don't."""
    for role in everybody(world) - world.acted:
        new = {one.id for one in await world.finds(role, "", place="direct")} - world.before[role]
        assert not new, (role, new)


def _shown(world: World) -> list[tuple[str, str, str]]:
    query = (
        "SELECT a.person, p.kind, p.part FROM postings p JOIN accounts a ON a.id = p.account_id"
        " WHERE p.claimed > 0 AND p.kind <> 'community'"
    )
    with closing(sqlite3.connect(world.file)) as database:
        return database.execute(query).fetchall()
