"""Two communities of one deployment know nothing of each other. Generated from the catalogue."""

import re
import sqlite3
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.chat.refs import Subject
from storage.engine import open_store
from tests.scenarios.two import Two, two_communities
from tests.stage import told

pytestmark = pytest.mark.timeout(300)
NEVER = 99_999
KINDS = (
    "question",
    "reply",
    "resource",
    "draft",
    "community",
    "member",
    "topic",
    "poll",
    "meeting",
    "turn",
    "offer",
    "unit",
)
OUR_OWN = {"inbox", "code_tries"}
"""That a call was handled, and that a code was tried, is kept however it ended."""
TAKE_WORDS = {"ask", "find", "share", "topic", "meetings"}
"""Commands after which a number is a word like any other."""


@pytest.fixture
async def two(tmp_path: Path) -> AsyncIterator[Two]:
    """Ours and theirs, each with a steward, members, questions, replies, drafts and resources."""
    url = f"sqlite:///{tmp_path / 'cop.db'}"
    async with open_store(url) as store:
        yield await two_communities(store, tmp_path / "cop.db")


def rows(file: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table."""
    with sqlite3.connect(file) as database:
        names = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        kept = {name: database.execute(f'SELECT * FROM "{name}"').fetchall() for name in names if name not in OUR_OWN}
    database.close()
    return kept


def theirs(two: Two) -> Iterator[tuple[Subject, Subject]]:
    """Each of their subjects, beside one that never existed."""
    for kind in KINDS:
        for number in (1, 2):
            yield Subject(two.theirs, kind, number), Subject(two.theirs, kind, NEVER)


async def test_every_button_with_the_others_ids_is_as_if_they_never_existed(two: Two) -> None:
    for person in (two.steward, two.member):
        for action in two.stage.catalogue.buttons:
            for there, never in theirs(two):
                before = rows(two.file)
                answer = told(await two.stage.press(person, two.channel, action, str(there), choice=str(there)))
                assert rows(two.file) == before, (action, there)
                nothing = told(await two.stage.press(person, two.channel, action, str(never), choice=str(never)))
                assert answer == nothing, (action, there)


async def test_every_form_with_the_others_ids_is_as_if_they_never_existed(two: Two) -> None:
    values = {"text": "New words", "reason": "found", "title": "New", "name": "New", "unit": "New", "code": "AAAA-BBBB"}
    for person in (two.steward, two.member):
        for action in two.stage.catalogue.forms:
            if action in FREE_FORMS:
                continue
            for there, never in theirs(two):
                two.stage.clock.forward(timedelta(minutes=16))  # tries of codes are counted by the quarter of an hour
                before = rows(two.file)
                answer = told(await two.stage.send(person, two.channel, action, values, str(there)))
                assert rows(two.file) == before, (action, there)
                nothing = told(await two.stage.send(person, two.channel, action, values, str(never)))
                assert answer == nothing, (action, there)


FREE_FORMS = {"question.ask", "resource.share"}
"""Forms about nothing that exists yet."""


async def test_every_command_with_a_number_only_they_have_is_as_if_it_never_existed(two: Two) -> None:
    for person in (two.steward, two.member):
        for word in set(two.stage.catalogue.commands) - TAKE_WORDS:
            for kind in ("", "reply ", "resource ", "topic "):
                answer = told(await two.stage.say(person, two.channel, f"{word} {kind}{two.only_theirs}"))
                nothing = told(await two.stage.say(person, two.channel, f"{word} {kind}{NEVER}"))
                number = re.compile(rf"\b(?:{two.only_theirs}|{NEVER})\b")
                assert number.sub("N", answer) == number.sub("N", nothing), word


NUMBERED = (
    "meetings cancel",
    "meetings venue",
    "topic",
    "topic come",
    "topic choose",
    "topic retire",
    "topic edit",
    "units",
    "units drop",
    "units invite",
    "units rename",
)
"""What is typed before a number after one of those."""


@pytest.mark.parametrize("line", NUMBERED)
async def test_every_line_with_a_number_only_they_have_is_as_if_it_never_existed(two: Two, line: str) -> None:
    for person in (two.steward, two.member):
        answer = told(await two.stage.say(person, two.channel, f"{line} {two.only_theirs}"))
        assert answer == told(await two.stage.say(person, two.channel, f"{line} {NEVER}"))


async def test_nothing_of_theirs_is_found(two: Two) -> None:
    answer = told(await two.stage.say(two.member, two.channel, "find peculiar marmalade"))
    assert "I found nothing" in answer
    assert "marmalade" in told(await two.stage.say(two.stranger, two.other_channel, "find peculiar marmalade"))
