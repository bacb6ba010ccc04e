"""Who leaves is forgotten: looked for in every column there is, and in all that others see."""

import re
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.chat.refs import AccountRef
from storage.tables import metadata
from storage.unit_of_work import Work
from storage.words_of_people import columns_of_words
from tests.scenarios.kept_words import seen_by_others, stands_in
from tests.scenarios.onlookers import rows
from tests.scenarios.world import World
from tests.scenarios.world import world as new_world

KEPT_SEVEN_DAYS = {"inbox"}
"""Keys of handled calls, which tell who called; nobody's words."""


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    """The community on the local workspace."""
    async with new_world("web", tmp_path) as made:
        yield made


@pytest.fixture
def file(world: World, tmp_path: Path) -> Path:
    """Its database."""
    assert world.product.url
    return tmp_path / "cop.db"


OWN = {
    table.name: [
        str(column.name)
        for column in columns_of_words()
        if column.table is table and column.info["words_of"] in {"member", "account"}
    ]
    for table in metadata.sorted_tables
}
"""The columns of a member's own words, by table."""
WHILE_NOT_SAID = {"members.asked_about"}
"""What they were asked about while they hadn't said whether they may be."""
EMAIL = "zebulon.quill@example.org"
UNIT = "Numbat Office"


async def _zebulon(world: World) -> None:
    """Somebody who has done one of everything, and is named in many places."""
    for line in ("me name Zebulon Quill", f"me unit {UNIT}", "ask What now?"):
        await world.commands("zebulon", line)
    await world.product.store.write(_emailed)
    await world.presses("zebulon", await world.sees("zebulon", "Before it goes out"), "Post it")
    await world.directs("zebulon", "ask And without my name? --anon")
    await world.presses("zebulon", await world.sees("zebulon", "Asked without a name", place="direct"), "Post it")
    await world.commands("zebulon", "share https://example.org/plan Plan")
    await world.asks("fisheries", "Who helps? #helping")
    await world.replies("zebulon", await world.sees("zebulon", "Who helps?", place="home"), "I do.")
    await world.commands("fisheries", "helped 1")
    for line in ("flag 3", "helped resource 1", "me accounts", "join AAAA-2222"):
        await world.directs("zebulon", line)
    await world.presses("zebulon", await world.sees("zebulon", "Who helps?", place="home"), "I'd like to know too")
    await _known_to_others(world)
    for line in ("me export", "ask A draft? #zebulon\nOf Zebulon's."):
        await world.commands("zebulon", line)


async def _known_to_others(world: World) -> None:
    """Put in touch with somebody, thought of somebody else, and to be named on an agenda, a rota and a resource."""
    for line in ("me did Ran the zebulon wombat count", "me interests #zebulons", "me away 2027-05-03 2027-05-05"):
        await world.directs("zebulon", line)
    for who in ("zebulon", "labour"):
        await world.directs(who, "me ask yes")
    await world.asks("fisheries", "Who ran the wombat count?")
    await world.forward(timedelta(hours=1))
    await world.directs("zebulon", "iknow 4 Labour")
    await world.directs("zebulon", "talk 4")
    await world.commands("steward", "meetings every second Thursday 10:00, Room 4 from 11 March 2027")
    await world.directs("zebulon", "meeting 1 named")
    await world.directs("zebulon", "convene join")
    await world.commands("fisheries", "keep 1")
    await world.forward(timedelta(days=4))


def _emailed(work: Work) -> None:
    work.only_writer_of(1)
    account = next(one for one in map(work.members.known_account, _refs()) if one)
    work.members.save_account(replace(account, email=EMAIL))


def _refs() -> list[AccountRef]:
    return [AccountRef(platform, "demo", "zebulon") for platform in ("web-slack", "web-teams")]


def number_of(file: Path, person: str) -> int:
    """The member whose account that is."""
    (account,) = [row["id"] for table, row in rows(file) if table == "accounts" and row["person"] == person]
    (member,) = [
        row["member_id"] for table, row in rows(file) if table == "identities" and row["account_id"] == account
    ]
    return int(member)


def their_own(file: Path, person: str, member: int) -> set[str]:
    """The columns of a member's own words that hold anything of theirs."""
    whose = {"members": ("id", member), "accounts": ("person", person)}
    kept = [(table, row) for table, row in rows(file) if OWN.get(table)]
    mine = [
        (table, row)
        for table, row in kept
        for key, is_theirs in [whose.get(table, ("member_id", member))]
        if row[key] == is_theirs
    ]
    return {f"{table}.{name}" for table, row in mine for name in OWN[table] if (row[name] or "").strip()}


async def test_who_is_forgotten_is_named_nowhere(world: World, file: Path) -> None:
    await _zebulon(world)
    member = number_of(file, "zebulon")
    listed = {f"{table}.{name}" for table, names in OWN.items() for name in names}
    assert their_own(file, "zebulon", member) == listed - WHILE_NOT_SAID, "every column of their own words held some"
    seen = await seen_by_others(world, "zebulon")
    for words in ("would be happy to talk", "thought of you", "helped", "From members"):
        assert any(words in text and "Zebulon" in text for text in seen.values()), words
    await world.directs("zebulon", "me forget now")

    assert not their_own(file, "zebulon", member)
    listed = {str(column) for column in columns_of_words()}
    for text in ("zebulon", "quill", EMAIL):
        stands = {column for column in stands_in(file, text) if column.partition(".")[0] not in KEPT_SEVEN_DAYS}
        assert not stands & listed and not stands - {"code_tries.account"}, (text, stands)
    assert stands_in(file, UNIT) <= {"replies.unit", "questions.unit"}

    others = await seen_by_others(world, "zebulon")
    assert not [who for who, seen in others.items() if re.search("zebulon|quill", seen, re.IGNORECASE)]
    reply = await world.sees("labour", "I do.")
    assert "a former member" in reply.text and UNIT in reply.text

    await world.directs("forests", "find who helps")
    await world.directs("forests", "who wombat count")
    await world.directs("steward", "settings log")
    others = await seen_by_others(world, "zebulon")
    assert "Zebulon" not in others["forests"] + others["steward"]


async def test_what_somebody_was_asked_about_is_forgotten_with_them(world: World, file: Path) -> None:
    await world.asks("fisheries", "Who helps? #helping")
    await world.commands("zebulon", "reply 1 I do.")
    await world.directs("fisheries", "helped 1")
    member = number_of(file, "zebulon")
    assert their_own(file, "zebulon", member) >= WHILE_NOT_SAID
    await world.directs("zebulon", "me forget now")
    assert not their_own(file, "zebulon", member)


async def test_a_week_later_not_even_the_keys_of_what_they_did_are_left(world: World, file: Path) -> None:
    await _zebulon(world)
    await world.directs("zebulon", "me forget now")
    await world.forward(timedelta(days=8))
    await world.product.tick.clean()
    assert stands_in(file, "zebulon") <= {"code_tries.account"}


async def test_the_last_steward_is_not_forgotten(world: World, file: Path) -> None:
    await world.directs("steward", "me forget now")
    assert await world.sees("steward", "You are the only steward", place="direct")
    assert "members.name" in stands_in(file, "steward")


async def test_the_buttons_of_somebody_forgotten_know_nobody(world: World) -> None:
    await world.commands("health", "ask A draft?")
    draft = await world.sees("health", "Before it goes out")
    await world.commands("health", "me")
    me = await world.sees("health", "This is you")
    await world.directs("health", "me forget now")
    for card, label in ((draft, "Post it"), (me, "Forget me")):
        await world.presses("health", card, label)
        shown = next(one for one in await world.all_of("health") if one.id == card.id)
        assert "I can't find that here" in shown.text, label
    assert not await world.finds("labour", "A draft?")
