"""What is taken back is gone, and who leaves is forgotten: looked for in every column there is."""

import re
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.chat.refs import AccountRef
from bot.questions.model.questions import DRAFT_KEPT
from storage.unit_of_work import Work
from storage.words_of_people import columns_of_words
from tests.scenarios.onlookers import rows
from tests.scenarios.world import HERE, THERE, World
from tests.scenarios.world import world as new_world

SECRET = "Quokka"
"""A word nobody else uses."""
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


def holding(file: Path, text: str) -> set[str]:
    """The columns in which the text stands anywhere, as `table.column`; the index by its terms, too."""
    with closing(sqlite3.connect(file)) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    stem = text.lower()[:5]
    found = {f"{table}.{name}" for table, row in rows(file) for name, value in row.items() if _has(value, text)}
    return found | {f"term {term}" for term in terms(file) if stem in term}


def _has(value: object, text: str) -> bool:
    return isinstance(value, str) and text.lower() in value.lower()


def terms(file: Path) -> Iterator[str]:
    """Every term that the index on SQLite knows."""
    with closing(sqlite3.connect(file)) as database:
        made = database.execute("SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL TABLE%'").fetchall()
        for (name,) in made:
            database.execute(f"CREATE VIRTUAL TABLE temp.v_{name} USING fts5vocab(main, {name}, 'row')")
            yield from (term for (term,) in database.execute(f"SELECT term FROM temp.v_{name}"))


async def seen_by_others(world: World, *but: str) -> dict[str, str]:
    """All that the bot put before everybody else, by person; what it answered to one person alone is out of reach."""
    return {
        who: "\n".join(
            f"{one.notice}\n{one.text}" for one in await world.all_of(who) if one.author == "bot" and not one.private
        )
        for who in (*HERE, *THERE)
        if who not in but
    }


@dataclass(frozen=True)
class Thing:
    """Something that somebody writes, and how they take it back."""

    name: str
    write: Callable[[World], Awaitable[None]]
    back: str


async def _question(world: World) -> None:
    await world.asks("health", f"Who keeps a {SECRET}? #{SECRET.lower()}")
    await world.commands("fisheries", "reply 1 Nobody does.")
    await world.directs("health", "helped 1")
    await world.commands("labour", "flag 1")


async def _hidden_question(world: World) -> None:
    await _question(world)
    await world.commands("steward", "hide 1")
    await world.fills("steward", {"Because": "it may hurt somebody"})


async def _reply(world: World) -> None:
    await world.asks("fisheries", "Who keeps animals?")
    await world.commands("health", f"reply 1 I keep a {SECRET}.")
    await world.directs("fisheries", "helped 1")
    await world.commands("labour", "flag reply 1")


async def _hidden_reply(world: World) -> None:
    await _reply(world)
    await world.commands("steward", "hide reply 1")
    await world.fills("steward", {"Because": "it may hurt somebody"})


async def _resource(world: World) -> None:
    await world.commands("health", f"share https://example.org/{SECRET} All about the {SECRET} #{SECRET.lower()}")
    await world.commands("labour", "helped resource 1")


async def _hidden_resource(world: World) -> None:
    await _resource(world)
    await world.commands("steward", "hide resource 1")
    await world.fills("steward", {"Because": "it may hurt somebody"})


THINGS = (
    Thing("question", _question, "takeback 1"),
    Thing("hidden question", _hidden_question, "takeback 1"),
    Thing("reply", _reply, "takeback reply 1"),
    Thing("hidden reply", _hidden_reply, "takeback reply 1"),
    Thing("resource", _resource, "takeback resource 1"),
    Thing("hidden resource", _hidden_resource, "takeback resource 1"),
)


@pytest.mark.parametrize("thing", THINGS, ids=lambda thing: str(thing.name))
async def test_what_is_taken_back_stands_in_no_column_and_on_no_card(world: World, file: Path, thing: Thing) -> None:
    await thing.write(world)
    assert holding(file, SECRET)
    await world.directs("health", thing.back)
    await world.sees("health", "Taken back", place="direct")
    assert not holding(file, SECRET)
    assert not [who for who, seen in (await seen_by_others(world, "health")).items() if SECRET in seen]
    await world.commands("forests", f"find {SECRET}")
    assert SECRET not in (await world.sees("forests", "I found nothing")).text


async def test_a_dropped_draft_stands_in_no_column(world: World, file: Path) -> None:
    await world.directs("health", f"ask Who keeps a {SECRET}?")
    await world.forward(timedelta(hours=1, minutes=1))
    reminder = await world.sees("health", "not posted yet", place="direct")
    assert holding(file, SECRET)
    await world.presses("health", reminder, "Drop it")
    assert not holding(file, SECRET)


async def test_a_draft_left_alone_is_gone_after_seven_days(world: World, file: Path) -> None:
    await world.directs("health", f"ask Who keeps a {SECRET}?")
    await world.forward(DRAFT_KEPT - timedelta(hours=1))
    assert holding(file, SECRET)
    await world.forward(timedelta(hours=2))
    assert not holding(file, SECRET)


async def test_words_edited_away_are_gone_also_where_a_reply_is_found_by_them(world: World, file: Path) -> None:
    await _question(world)
    await world.presses("health", await world.sees("health", SECRET, place="home"), "More")
    await world.presses("health", await world.sees("health", "what would you like to do?"), "Edit")
    await world.fills("health", {"Your question": "Who keeps animals?", "Tags": ""})
    assert not holding(file, SECRET)


async def test_a_reply_edited_or_deleted_in_its_thread_is_gone_everywhere(world: World, file: Path) -> None:
    await world.asks("fisheries", "Who keeps animals?")
    under = await world.sees("health", "Who keeps animals?", place="home")
    edited = await world.replies("health", under, f"I keep a {SECRET}.")
    deleted = await world.replies("health", under, f"My {SECRET} says no.")
    await world.here.edit("health", edited, "I keep nothing.")
    await world.here.remove("health", deleted)
    await world.settle()
    assert not holding(file, SECRET)
    assert SECRET not in (await seen_by_others(world))["fisheries"]


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
    await world.commands("zebulon", "ask A draft?")
    await world.asks("fisheries", "Who helps?")
    await world.replies("zebulon", await world.sees("zebulon", "Who helps?", place="home"), "I do.")
    await world.commands("fisheries", "helped 1")
    for line in ("flag 3", "helped resource 1", "me accounts", "join AAAA-2222"):
        await world.directs("zebulon", line)
    await world.presses("zebulon", await world.sees("zebulon", "Who helps?", place="home"), "I'd like to know too")


def _emailed(work: Work) -> None:
    work.only_writer_of(1)
    account = next(one for one in map(work.members.known_account, _refs()) if one)
    work.members.save_account(replace(account, email=EMAIL))


def _refs() -> list[AccountRef]:
    return [AccountRef(platform, "demo", "zebulon") for platform in ("web-slack", "web-teams")]


async def test_who_is_forgotten_is_named_nowhere(world: World, file: Path) -> None:
    await _zebulon(world)
    assert {"members.name", "accounts.email", "accounts.person"} <= {
        column for text in ("zebulon", EMAIL) for column in holding(file, text)
    }
    await world.directs("zebulon", "me forget now")

    listed = {str(column) for column in columns_of_words()}
    for text in ("zebulon", "quill", EMAIL):
        left = {column for column in holding(file, text) if column.partition(".")[0] not in KEPT_SEVEN_DAYS}
        assert not left & listed and not left - {"code_tries.account"}, (text, left)
    assert holding(file, UNIT) <= {"replies.unit", "questions.unit"}

    others = await seen_by_others(world, "zebulon")
    assert not [who for who, seen in others.items() if re.search("zebulon|quill", seen, re.IGNORECASE)]
    reply = await world.sees("labour", "I do.")
    assert "a former member" in reply.text and UNIT in reply.text

    await world.directs("forests", "find who helps")
    await world.directs("steward", "settings log")
    others = await seen_by_others(world, "zebulon")
    assert "Zebulon" not in others["forests"] + others["steward"]


async def test_a_week_later_not_even_the_keys_of_what_they_did_are_left(world: World, file: Path) -> None:
    await _zebulon(world)
    await world.directs("zebulon", "me forget now")
    await world.forward(timedelta(days=8))
    await world.product.tick.clean()
    assert holding(file, "zebulon") <= {"code_tries.account"}


async def test_the_last_steward_is_not_forgotten(world: World, file: Path) -> None:
    await world.directs("steward", "me forget now")
    assert await world.sees("steward", "You are the only steward", place="direct")
    assert "members.name" in holding(file, "steward")


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


def test_the_eye_sees_terms_of_the_index(tmp_path: Path) -> None:
    """A word that stands in the index alone is found."""
    file = tmp_path / "index.db"
    with closing(sqlite3.connect(file)) as database:
        database.execute("CREATE VIRTUAL TABLE found USING fts5(words, content='')")
        database.execute("INSERT INTO found (rowid, words) VALUES (1, 'quokka')")
        database.commit()
    assert f"term {SECRET.lower()}" in holding(file, SECRET)
