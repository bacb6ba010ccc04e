"""What is taken back is gone: from every card, digest, agenda and direct message, and looked for in every column there is."""

import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from adapters.web.clock import ZONE
from bot.questions.model.questions import DRAFT_KEPT
from storage.words_of_people import columns_of_words
from tests.scenarios.kept_words import holding, left, seen_by_others
from tests.scenarios.web import WebChat
from tests.scenarios.world import World
from tests.scenarios.world import world as new_world

SECRET = "Quokka"
"""A word nobody else uses."""
SERIES = "meetings every second Thursday 10:00 for 60 min, Room 4 from 11 March 2027"


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


def at(day: int, hour: int) -> datetime:
    """An hour in March 2027, as clocks in Vancouver show it."""
    return datetime(2027, 3, day, hour, tzinfo=ZONE)


@dataclass(frozen=True)
class Thing:
    """Something that somebody writes, how they take it back, and where it stood before."""

    name: str
    write: Callable[[World], Awaitable[None]]
    back: str
    stood: tuple[str, ...] = ()
    """Words that were to be read beside it in what others saw."""


async def _two_who_know(world: World) -> None:
    for who in ("fisheries", "forests"):
        await world.directs(who, "me did Kept animals in the office kitchen")
        await world.directs(who, "me ask yes")


async def _asked(world: World) -> None:
    """Health asks, in all the fields there are."""
    await world.commands("health", "ask")
    question = {
        "Your question": f"Who keeps a {SECRET} in the office kitchen?",
        "Tags": SECRET,
        "More about it": SECRET,
    }
    await world.fills("health", question)
    await world.presses("health", await world.sees("health", "Before it goes out"), "Post it")


async def _open_question(world: World) -> None:
    """Brought to two, of whom one would talk; taken to the meeting, told in the digest, flagged."""
    await _two_who_know(world)
    await world.commands("steward", SERIES)
    await _asked(world)
    await world.forward(timedelta(hours=1))
    await world.directs("fisheries", "talk 1")
    await world.directs("health", "meeting 1 named")
    await world.commands("labour", "share https://example.org/one Something else")
    await world.reaches(at(9, 12))
    await world.commands("labour", "flag 1")


async def _answered_question(world: World) -> None:
    """Someone who wasn't asked before helped, the reply is kept in the library, and told in the digest."""
    await _asked(world)
    await world.commands("fisheries", "reply 1 Nobody does.")
    await world.directs("health", "helped 1")
    await world.directs("health", "keep 1")
    await world.commands("labour", "flag 1")
    await world.reaches(at(2, 12))


async def _hidden_question(world: World) -> None:
    await _answered_question(world)
    await world.commands("steward", "hide 1")
    await world.fills("steward", {"Because": "it may hurt somebody"})


async def _reply(world: World) -> None:
    """News to whoever asked, asked whether it helped, carried to the other platform, kept in the library."""
    await world.asks("fisheries", "Who keeps animals?")
    await world.replies("health", await world.sees("health", "Who keeps animals?", place="home"), f"I keep a {SECRET}.")
    await world.reaches(at(2, 12))
    await world.sees("fisheries", "Did this help?", place="direct")
    await world.directs("fisheries", "helped 1")
    await world.directs("health", "me ask yes")
    await world.commands("fisheries", "keep 1")
    await world.commands("labour", "flag reply 1")


async def _hidden_reply(world: World) -> None:
    await _reply(world)
    await world.commands("steward", "hide reply 1")
    await world.fills("steward", {"Because": "it may hurt somebody"})


async def _resource(world: World) -> None:
    """Told in the digest; somebody says that it is out of date."""
    await world.commands("health", f"share https://example.org/{SECRET} All about the {SECRET} #{SECRET.lower()}")
    await world.commands("labour", "share https://example.org/one Something else")
    await world.commands("labour", "helped resource 1")
    await world.reaches(at(2, 12))
    await world.commands("labour", "outdated 1")


async def _handed_resource(world: World) -> None:
    """Somebody is asked to look after it."""
    await _resource(world)
    await world.directs("labour", "me ask yes")
    await world.directs("health", "hand 1 Labour")
    await world.forward(timedelta(days=1))
    await world.sees("labour", SECRET, place="direct")


async def _hidden_resource(world: World) -> None:
    await _resource(world)
    await world.commands("steward", "hide resource 1")
    await world.fills("steward", {"Because": "it may hurt somebody"})


async def _topic(world: World) -> None:
    """It came up in a message, and was chosen for a meeting that is announced."""
    await world.commands("steward", SERIES)
    assert isinstance(world.here, WebChat)
    said = await world.here.talk("labour", "How does one keep it?")
    await world.here.choose("health", said, "topic.from_message")
    idea = {"What would you like to talk about?": f"How to keep a {SECRET}"}
    await world.fills("health", {**idea, "Where it came up": f"https://example.org/{SECRET}"})
    await world.commands("labour", "topic come 1")
    await world.commands("steward", "topic choose 1")
    await world.reaches(at(9, 12))
    await world.commands("labour", "flag topic 1")


async def _notes(world: World) -> None:
    """Of a meeting that was held; found, and its actions in the next kit."""
    await world.commands("steward", SERIES)
    for who in ("steward", "labour", "health"):
        await world.commands(who, "convene join")
    await world.commands("health", "rsvp yes")
    await world.reaches(at(11, 13))
    await world.commands("health", "notes 1")
    await world.presses("health", await world.sees("health", "Nobody has noted anything"), "Add notes")
    boxes = ("What did you talk about?", "What is worth keeping?", "What is to be done?")
    await world.fills("health", dict.fromkeys(boxes, f"The {SECRET}"))
    await world.commands("labour", "flag notes 1")


THINGS = (
    Thing("open question", _open_question, "takeback 1", ("Somebody", "This week in", "you'd be happy to talk")),
    Thing("answered question", _answered_question, "takeback 1", ("This week in", "May I ask you about")),
    Thing("hidden question", _hidden_question, "takeback 1"),
    Thing("reply", _reply, "takeback reply 1", ("Did this help?", "replied to your question")),
    Thing("hidden reply", _hidden_reply, "takeback reply 1"),
    Thing("resource", _resource, "takeback resource 1", ("This week in",)),
    Thing("resource that is handed over", _handed_resource, "takeback resource 1", ("look after",)),
    Thing("hidden resource", _hidden_resource, "takeback resource 1"),
    Thing("topic", _topic, "takeback topic 1", ("11 March",)),
    Thing("notes", _notes, "takeback notes 1"),
)
WORDS_TAKEN_BACK = {"question", "reply", "resource", "topic", "notes", "document"}
NOT_THEIR_WORDS = {"questions.unit", "replies.unit"}
"""Of which unit somebody was that day."""


@pytest.mark.timeout(180)
async def test_what_is_taken_back_stands_in_no_column_and_on_no_card(tmp_path: Path) -> None:
    filled: set[str] = set()
    for number, thing in enumerate(THINGS):
        (tmp_path / str(number)).mkdir()
        async with new_world("web", tmp_path / str(number)) as world:
            filled |= await taken_back(thing, world, tmp_path / str(number) / "cop.db")
    listed = {str(column) for column in columns_of_words() if column.info["words_of"] in WORDS_TAKEN_BACK}
    assert listed - filled == NOT_THEIR_WORDS, "in every column somebody's words stood before"


async def taken_back(thing: Thing, world: World, file: Path) -> frozenset[str]:
    """It is written, stands everywhere, and is gone from there within a minute; in which columns it stood."""
    await thing.write(world)
    before, seen = holding(file, SECRET), await seen_by_others(world, "health")
    for words in thing.stood:
        assert any(words in text for text in seen.values()), (thing.name, words)
    now = world.product.clock.now()
    await world.directs("health", thing.back)
    await world.sees("health", "Taken back", place="direct")
    assert world.product.clock.now() - now < timedelta(minutes=1)
    assert not left(file, before, SECRET), thing.name
    assert not [who for who, seen in (await seen_by_others(world, "health")).items() if SECRET in seen], thing.name
    await world.commands("forests", f"find {SECRET}")
    assert SECRET not in (await world.sees("forests", "I found nothing")).text
    return before.columns


async def test_a_dropped_draft_stands_in_no_column(world: World, file: Path) -> None:
    await world.directs("health", f"ask Who keeps a {SECRET}?")
    await world.forward(timedelta(hours=1, minutes=1))
    reminder = await world.sees("health", "not posted yet", place="direct")
    before = holding(file, SECRET)
    assert before
    await world.presses("health", reminder, "Drop it")
    assert not left(file, before, SECRET)


async def test_a_draft_left_alone_is_gone_after_seven_days(world: World, file: Path) -> None:
    await world.directs("health", f"ask Who keeps a {SECRET}?")
    await world.forward(DRAFT_KEPT - timedelta(hours=1))
    before = holding(file, SECRET)
    assert before
    await world.forward(timedelta(hours=2))
    assert not left(file, before, SECRET)


async def test_words_edited_away_are_gone_also_where_a_reply_is_found_by_them(world: World, file: Path) -> None:
    await _open_question(world)
    await world.commands("labour", "reply 1 Nobody does.")
    await world.directs("health", "helped 1")
    await world.directs("health", "keep 1")
    before = holding(file, SECRET)
    await world.presses("health", await world.sees("health", "Replies here are also shown", place="home"), "More")
    await world.presses("health", await world.sees("health", "what would you like to do?"), "Edit")
    await world.fills("health", {"Your question": "Who keeps animals?", "Tags": "", "More about it": ""})
    assert not [who for who, seen in (await seen_by_others(world, "health")).items() if SECRET in seen]
    assert not left(file, before, SECRET)


async def test_a_reply_edited_or_deleted_in_its_thread_is_gone_everywhere(world: World, file: Path) -> None:
    await world.asks("fisheries", "Who keeps animals?")
    under = await world.sees("health", "Who keeps animals?", place="home")
    edited = await world.replies("health", under, f"I keep a {SECRET}.")
    deleted = await world.replies("health", under, f"My {SECRET} says no.")
    before = holding(file, SECRET)
    await world.here.edit("health", edited, "I keep nothing.")
    await world.here.remove("health", deleted)
    await world.settle()
    assert not left(file, before, SECRET)
    assert SECRET not in (await seen_by_others(world))["fisheries"]


ELSEWHERE = {"member", "account"}
"""Whose words go when somebody is forgotten: `test_leaving.py`."""
PLACES = {"channels.name", "series.venue", "series.link", "meetings.venue", "meetings.link"}
"""What a channel is called, and where they meet: nobody's words."""
NOBODYS = {"platform"}
"""What a platform answered to a delivery, without what was delivered."""


async def test_what_a_steward_wrote_for_all_is_gone_when_it_is_changed(world: World, file: Path) -> None:
    called, line = "Name", "The line above Post it"
    for filled in ({called: SECRET, line: SECRET}, {called: "Policy CoP", line: "No confidences, please."}):
        await world.commands("steward", "settings change")
        await world.fills("steward", filled)
        if SECRET in filled.values():
            await world.commands("steward", f"units add {SECRET} Office | {SECRET} Bureau")
            await world.commands("steward", f"daysoff 3 May 2027, {SECRET} day")
            await world.asks("health", "Who keeps animals?")
            before = holding(file, SECRET)
    await world.commands("steward", "units drop 1")
    await world.commands("steward", "daysoff drop 1")
    assert before.columns == {str(one) for one in columns_of_words() if one.info["words_of"] == "community"} - PLACES
    assert not left(file, before, SECRET)


def test_whosever_words_a_column_holds_some_life_of_these_takes_them_away() -> None:
    whose = {column.info["words_of"] for column in columns_of_words()}
    assert whose == {*WORDS_TAKEN_BACK, *ELSEWHERE, *NOBODYS, "community"}


def test_the_eye_sees_terms_of_the_index(tmp_path: Path) -> None:
    """A word that stands in the index alone is found."""
    file = tmp_path / "index.db"
    with closing(sqlite3.connect(file)) as database:
        database.execute("CREATE VIRTUAL TABLE found USING fts5(words, content='')")
        database.execute("INSERT INTO found (rowid, words) VALUES (1, 'quokka')")
        database.commit()
    assert SECRET.lower() in holding(file, SECRET).terms
