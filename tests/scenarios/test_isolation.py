"""Two communities of one deployment know nothing of each other. Generated from the catalogue."""

import re
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import closing
from datetime import timedelta
from itertools import product
from pathlib import Path

import pytest

from bot.catalogue import Work
from bot.chat.cards import LinkButton, buttons_of
from bot.chat.picks import Browse
from bot.chat.refs import AccountRef, Subject
from bot.members.actions import exporting
from bot.members.actions.exporting import Opened
from storage.engine import open_store
from storage.tables import metadata
from tests.scenarios.two import ONLY_THEIRS, Two, two_communities
from tests.stage import card, told

pytestmark = pytest.mark.timeout(300)
NEVER = 99_999
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


class Watch:
    """Whether anything that is kept has changed, apart from that a call was handled."""

    def __init__(self, file: Path) -> None:
        self._database = sqlite3.connect(file, timeout=10)
        self._known = self._version(), self._rows()

    def unchanged(self) -> bool:
        """Since it was last looked at."""
        before, version = self._known, self._version()
        if version != before[0]:
            self._known = version, self._rows()
        return self._known[1] == before[1]

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()

    def _version(self) -> int:
        return int(self._database.execute("PRAGMA data_version").fetchone()[0])

    def _rows(self) -> dict[str, list[tuple[object, ...]]]:
        tables = self._database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        return {
            name: self._database.execute(f'SELECT * FROM "{name}"').fetchall()
            for (name,) in tables
            if name not in OUR_OWN
        }


@pytest.fixture
def watch(two: Two) -> Iterator[Watch]:
    """Everything that is kept."""
    made = Watch(two.file)
    yield made
    made.close()


def kinds(two: Two) -> list[str]:
    """Every kind of thing that has a number, or that anything is said of."""
    with closing(sqlite3.connect(two.file)) as database:
        numbered = [kind for (kind,) in database.execute("SELECT DISTINCT kind FROM counters")]
    return sorted({*numbered, *(kind.partition("/")[0] for kind in two.stage.catalogue.subjects)})


def theirs(two: Two) -> Iterator[tuple[Subject, Subject]]:
    """Of each kind one that has a number of ours, too, and one that has not, beside one that never existed."""
    for kind, number in product(kinds(two), (1, ONLY_THEIRS)):
        yield Subject(two.theirs, kind, number), Subject(two.theirs, kind, NEVER)


def test_each_of_the_two_has_something_of_everything(two: Two) -> None:
    """So that all that follows can find something: a row in every table, and things numbered as ours are, and not."""
    with closing(sqlite3.connect(two.file)) as database:
        for table in metadata.sorted_tables:
            if "community_id" in table.c:
                has = [one for (one,) in database.execute(f"SELECT DISTINCT community_id FROM {table.name}")]
                assert {two.ours, two.theirs} <= set(has), table.name
        last = {(community, kind): number for community, kind, number in database.execute("SELECT * FROM counters")}
    for community, kind in last:
        assert last[two.ours, kind] < ONLY_THEIRS, kind
        assert last[two.theirs, kind] >= ONLY_THEIRS or kind in {"channel", "member"}, (community, kind)


OURS = ("steward", "member")


@pytest.mark.parametrize("role", OURS)
async def test_every_button_with_the_others_ids_is_as_if_they_never_existed(two: Two, watch: Watch, role: str) -> None:
    person = AccountRef("east", "t", role)
    for action, (there, never) in product(two.stage.catalogue.buttons, theirs(two)):
        answer = told(await two.stage.press(person, two.channel, action, str(there), choice=str(there)))
        assert watch.unchanged(), (action, there)
        nothing = told(await two.stage.press(person, two.channel, action, str(never), choice=str(never)))
        assert answer == nothing, (action, there)


@pytest.mark.parametrize("role", OURS)
async def test_every_form_with_the_others_ids_is_as_if_they_never_existed(two: Two, watch: Watch, role: str) -> None:
    person = AccountRef("east", "t", role)
    for action, (there, never) in product(set(two.stage.catalogue.forms) - FREE_FORMS, theirs(two)):
        two.stage.clock.forward(timedelta(minutes=16))  # tries of codes are counted by the quarter of an hour
        answer = told(await two.stage.send(person, two.channel, action, FILLED, str(there)))
        assert watch.unchanged(), (action, there)
        nothing = told(await two.stage.send(person, two.channel, action, FILLED, str(never)))
        assert answer == nothing, (action, there)


FILLED = {
    **dict.fromkeys(("text", "title", "name", "unit", "talked", "other", "units", "also"), "New words"),
    **dict.fromkeys(("member", "with", "topics"), "1"),
    "reason": "found",
    "code": "AAAA-BBBB",
    "days": "3 May to 5 May 2028",
    "asks": "usual",
}
FREE_FORMS = {"question.ask", "resource.share"}
"""Forms about nothing that exists yet."""


async def test_every_command_with_a_number_only_they_have_is_as_if_it_never_existed(two: Two) -> None:
    for person in (two.steward, two.member):
        for word in set(two.stage.catalogue.commands) - TAKE_WORDS:
            for kind in ("", *(f"{kind} " for kind in kinds(two))):
                answer = told(await two.stage.say(person, two.channel, f"{word} {kind}{two.only_theirs}"))
                nothing = told(await two.stage.say(person, two.channel, f"{word} {kind}{NEVER}"))
                number = re.compile(rf"\b(?:{two.only_theirs}|{NEVER})\b")
                assert number.sub("N", answer) == number.sub("N", nothing), word


NUMBERED = (
    *("meetings cancel {}", "meetings venue {}", "meetings venue {} Room 5", "meetings move {} 2 April 2028 10:00"),
    *("topic {}", "topic come {}", "topic choose {}", "topic retire {}", "topic edit {}", "topic merge {} 1"),
    *("topic merge 1 {}", "topic again {}", "topic short {}", "tick {}", "poll {}"),
    *("units {}", "units drop {}", "units invite {}", "units rename {} New", "units also {} New", "units edit {}"),
    *("me undo {}", "daysoff drop {}", "rsvp yes {}", "done {}", "notes {} We talked", "convene {}"),
    *("question {}", "reply {} Hello", "close {}", "looking {}", "others {}", "meeting {} named", "meeting {} off"),
    *("talk {}", "pass {}", "iknow {} Helper", "introduce {}", "introduce {} no", "keep {}", "log {}"),
    *("outdated {}", "good {}", "hand {} Helper", "hand {}", "adopt {}", "resource {}"),
)
"""What is typed, with a number where the braces are."""


@pytest.mark.parametrize("role", OURS)
async def test_every_line_with_a_number_only_they_have_is_as_if_it_never_existed(
    two: Two, watch: Watch, role: str
) -> None:
    number = re.compile(rf"\b(?:{two.only_theirs}|{NEVER})\b")
    person = AccountRef("east", "t", role)
    for line in NUMBERED:
        answer = told(await two.stage.say(person, two.channel, line.format(two.only_theirs)))
        assert watch.unchanged(), line
        nothing = told(await two.stage.say(person, two.channel, line.format(NEVER)))
        assert number.sub("N", answer) == number.sub("N", nothing), line


def opened(two: Two, word: str) -> Callable[[Work], Opened | None]:
    """What the word opens as the link of an export."""
    secret, now = two.stage.deployment.secret, two.stage.clock.now()
    return lambda work: exporting.opened(word, secret, work, now)


async def test_what_one_takes_along_from_here_holds_nothing_of_theirs_and_their_link_is_no_code_here(two: Two) -> None:
    exports = {}
    for who, where in ((two.member, two.channel), (two.stranger, two.other_channel)):
        links = [
            one.url
            for one in buttons_of(card(await two.stage.say(who, where, "me export")))
            if isinstance(one, LinkButton)
        ]
        exports[who] = links[0].rpartition("/")[2]
    for line in (f"join {exports[two.stranger]}", f"link {exports[two.stranger]}"):
        before = told(await two.stage.say(two.member, two.channel, line))
        assert before == told(
            await two.stage.say(two.member, two.channel, line.replace(exports[two.stranger], "x" * 32))
        )
    mine = await two.stage.store.write(opened(two, exports[two.member]))
    assert mine is not None and mine.community == two.ours
    assert "budgets" in repr(mine.sections) and "marmalade" not in repr(mine.sections)
    assert await two.stage.store.write(opened(two, exports[two.member])) is None
    theirs = await two.stage.store.write(opened(two, exports[two.stranger]))
    assert theirs is not None and theirs.community == two.theirs and "budgets" not in repr(theirs.sections)


async def test_their_code_opens_no_export(two: Two) -> None:
    shown = told(await two.stage.say(two.stranger, two.other_channel, "link"))
    code = next(word for word in shown.replace("\n", " ").split() if word[4:5] == "-" and word.isupper())
    assert await two.stage.store.write(opened(two, code)) is None


async def test_nothing_of_theirs_is_there_to_be_put_before_others(two: Two) -> None:
    for words in ("", "peculiar marmalade"):
        ours = await two.stage.door.browse(Browse(two.member, two.channel, words, most=25))
        theirs = await two.stage.door.browse(Browse(two.stranger, two.other_channel, words, most=25))
        assert "marmalade" not in repr(ours)
        assert "marmalade" in repr(theirs)
    crossed = await two.stage.door.browse(Browse(two.stranger, two.channel, "budgets"))
    assert not crossed.picks


async def test_nothing_of_theirs_is_found(two: Two) -> None:
    answer = told(await two.stage.say(two.member, two.channel, "find peculiar marmalade"))
    assert "I found nothing" in answer
    assert "marmalade" in told(await two.stage.say(two.stranger, two.other_channel, "find peculiar marmalade"))
