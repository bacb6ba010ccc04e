"""A year on defaults, lived through by the clock: how often the bot speaks first, and to whom."""

import random
import sqlite3
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from bot.calendar import Calendar
from bot.chat.refs import AccountRef
from storage.tables.columns import EPOCH
from tests.conftest import FIGURES
from tests.stage import Stage
from tests.unit.community.founding import STEWARD, Founded, code_in, founding

PEOPLE = 50
SILENT = frozenset(range(40, PEOPLE))
"""They are members, since they said something once, and never touch the bot again."""
UNITS = ("Health", "Labour", "Forests", "Fisheries", "Finance", "Housing", "Justice", "Education")
VOLUNTEERS = range(8)
DAYS = 365
ZONE = "America/Toronto"


@dataclass
class YearOfHabits:
    """A community with two series, whose members do as they usually do, each day of the year."""

    founded: Founded
    die: random.Random
    answered: set[int] = field(default_factory=set)
    ticked: set[int] = field(default_factory=set)
    suggested: int = 0

    @property
    def stage(self) -> Stage:
        return self.founded.stage

    async def begins(self) -> None:
        """Two channels, fifty members, a fortnightly and a monthly series."""
        self.id = (await self.founded.community()).id
        code = code_in(await self.founded.says(STEWARD, "setup connect"))
        await self.founded.says(person(1), f"join {code}", self.founded.other)
        for number in range(PEOPLE):
            await self.says(number, f"me unit {UNITS[number % len(UNITS)]}")
        for line in ("meetings every second Thursday 10:00, Room 4", "meetings first Tuesday 14:00, Room 9"):
            await self.founded.says(STEWARD, line, self.founded.home)
        for number in VOLUNTEERS:
            await self.says(number, "convene join")

    async def says(self, number: int, text: str) -> None:
        """Somebody types in the channel of their platform."""
        where = self.founded.home if number % 2 == 0 else self.founded.other
        await self.founded.says(person(number), text, where)

    async def day(self) -> None:
        """One day goes by; people answer what is there."""
        await self.stage.reaches(self.stage.clock.now() + timedelta(days=1))
        now = self.stage.clock.now()
        upcoming = await self.stage.store.read(lambda work: work.meetings.upcoming(self.id, now, 9))
        polls = await self.stage.store.read(lambda work: work.polls.open(self.id))
        turns = await self.stage.store.read(lambda work: work.conveners.open_turns(self.id))
        if self.die.random() < 0.3:
            self.suggested += 1
            await self.says(self.die.choice(range(8, 40)), f"topic {_topic(self.suggested)}")
        for poll in polls:
            if poll.id not in self.ticked:
                self.ticked.add(poll.id)
                await self._ticks()
        for meeting in upcoming:
            if meeting.state == "announced" and meeting.id not in self.answered:
                self.answered.add(meeting.id)
                for number in self.die.sample(range(8, 40), 12):
                    await self.says(number, f"rsvp {self.die.choice(('yes', 'yes', 'maybe', 'no'))} {meeting.id}")
        for turn in turns:
            if turn.state == "offered" and turn.member is not None and self.die.random() < 0.6:
                await self._answers(turn.member)

    async def _ticks(self) -> None:
        for number in self.die.sample(range(8, 40), 15):
            await self.says(number, f"tick {self.die.randint(1, 3)}")
            if self.die.random() < 0.3:
                await self.says(number, "poll remind")

    async def _answers(self, member: int) -> None:
        accounts = await self.stage.store.read(lambda work: work.members.accounts(self.id, member))
        who = accounts[0].ref
        answer = "convene yes" if self.die.random() < 0.75 else "convene no"
        await self.founded.says(who, answer, self.founded.home if who.platform == "east" else self.founded.other)


def person(number: int) -> AccountRef:
    """A member, on either platform in turn."""
    return AccountRef("east" if number % 2 == 0 else "west", "t", f"p{number}")


def _topic(number: int) -> str:
    words = ("drafting", "costing", "scans", "plain language", "evaluation", "cabinet", "consultation", "records")
    return f"{words[number % 8]} and {words[(number * 5 + 3) % 8]}, the case of {chr(65 + number % 26)}{number}"


def started(file: Path) -> Iterator[tuple[str, datetime]]:
    """Every posting that the bot started by itself: in which channel or with which member, and when."""
    with sqlite3.connect(file) as database:
        rows = database.execute(
            "SELECT p.channel_id, i.member_id, p.started_at FROM postings p LEFT JOIN identities i"
            " ON i.community_id = p.community_id AND i.account_id = p.account_id WHERE p.started_at IS NOT NULL"
        ).fetchall()
    database.close()
    for channel, member, at in rows:
        yield f"channel {channel}" if channel else f"member {member}", EPOCH + timedelta(microseconds=at)


def written_to(file: Path) -> set[str]:
    """Everybody with a posting of any kind in their direct messages."""
    with sqlite3.connect(file) as database:
        rows = database.execute(
            "SELECT a.person FROM postings p JOIN accounts a ON a.id = p.account_id WHERE p.account_id IS NOT NULL"
        ).fetchall()
    database.close()
    return {name for (name,) in rows}


@dataclass(frozen=True)
class Heard:
    """What a year was like: meetings held, and the most that the bot started by itself."""

    held: int
    a_day: int
    a_week_to_one_person: int
    a_week_in_one_channel: int
    silent_written_to: int

    def told(self) -> str:
        return (
            f"Quiet year: {self.held} meetings held; started by the bot, at most {self.a_day} a day anywhere, "
            f"{self.a_week_to_one_person} a week to one person, {self.a_week_in_one_channel} a week in one channel; "
            f"{self.silent_written_to} of {len(SILENT)} silent members written to"
        )


async def a_year(folder: Path) -> Heard:
    """Live through it, and count."""
    async with founding(folder) as founded:
        await founded.opens()
        year = YearOfHabits(founded, random.Random(2027))
        await year.begins()
        for _ in range(DAYS):
            await year.day()
        held = await founded.stage.store.read(lambda work: work.meetings.latest_held(year.id, 99))
    a_day, a_week = counted(folder / "cop.db")
    silent = {person(number).person for number in SILENT}
    return Heard(
        len(held),
        max(a_day.values()),
        max(most for who, most in a_week.items() if who.startswith("member")),
        max(most for who, most in a_week.items() if who.startswith("channel")),
        len(written_to(folder / "cop.db") & silent),
    )


@pytest.mark.timeout(300)
async def test_in_a_year_on_defaults_nobody_hears_too_much_and_who_does_nothing_hears_nothing(tmp_path: Path) -> None:
    heard = await a_year(tmp_path)
    FIGURES.mkdir(exist_ok=True)
    (FIGURES / "quiet-year.txt").write_text(heard.told())
    assert heard.held > 30
    assert heard.a_day == 1
    assert heard.a_week_to_one_person <= 3
    assert heard.a_week_in_one_channel <= 4
    assert heard.silent_written_to == 0


def counted(file: Path) -> tuple[Counter[str], Counter[str]]:
    """The most of one local day and of one week, for each channel and each member."""
    calendar = Calendar(ZONE)
    days: Counter[tuple[str, date]] = Counter()
    weeks: Counter[tuple[str, int, int]] = Counter()
    for who, at in started(file):
        day = calendar.day_of(at)
        days[who, day] += 1
        weeks[(who, *day.isocalendar()[:2])] += 1
    return _most(days), _most(weeks)


def _most(counts: Counter[tuple[str, date]] | Counter[tuple[str, int, int]]) -> Counter[str]:
    most: Counter[str] = Counter()
    for (who, *_), count in counts.items():
        most[who] = max(most[who], count)
    return most
