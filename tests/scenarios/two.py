"""Two communities of one deployment, each with everything in it: ours, and theirs."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from bot.chat.calls import Where
from bot.chat.cards import Button
from bot.chat.refs import AccountRef, Subject
from bot.chat.replies import OpenForm, Reply
from bot.chat.words import Words
from storage.engine import Store
from tests.stage import HandClock, Stage, button, card

ONLY_THEIRS = 61
"""The number from which on they count their second of each thing; the first has number 1, as ours has."""
ORDINARY, PECULIAR = "ordinary words about budgets", "peculiar marmalade matters"


@dataclass
class Two:
    """`steward` and `member` are ours; `stranger` is a member of theirs."""

    stage: Stage
    file: Path
    channel: Where
    other_channel: Where
    steward: AccountRef
    member: AccountRef
    stranger: AccountRef
    ours: int = 1
    theirs: int = 2
    only_theirs: int = ONLY_THEIRS


async def two_communities(store: Store, file: Path) -> Two:
    """Both founded and filled through the door."""
    stage = Stage(store, HandClock(), Words())
    ours = Filling(stage, 1, stage.channel("east", "ours"), _people("steward", "member", "helper"), ORDINARY)
    names = ("their-steward", "stranger", "their-helper")
    theirs = Filling(stage, 2, stage.channel("east", "theirs"), _people(*names), PECULIAR)
    for one in (ours, theirs):
        await one.founds()
    stage.clock.forward(timedelta(minutes=1))
    await _filled(ours, theirs, number=1)
    _counts_on(file)
    await _filled(theirs, number=ONLY_THEIRS)
    for one in (ours, theirs):
        await one.goes_on()
    return Two(stage, file, ours.where, theirs.where, ours.one, ours.other, theirs.other)


def _people(*names: str) -> Sequence[AccountRef]:
    return [AccountRef("east", "t", name) for name in names]


def _counts_on(file: Path) -> None:
    """What they number from now on has numbers that we have nothing of."""
    with closing(sqlite3.connect(file, timeout=10)) as database:
        database.execute("UPDATE counters SET last = ? WHERE community_id = 2", (ONLY_THEIRS - 1,))
        database.commit()


async def _filled(*communities: "Filling", number: int) -> None:
    stage = communities[0].stage
    for one in communities:
        await one.goes_on()
        await one.begins(number)
    await stage.reaches(stage.clock.now() + timedelta(days=10))
    for one in communities:
        await one.meets(number)


@dataclass
class Filling:
    """One of the two communities, as it fills."""

    stage: Stage
    id: int
    where: Where
    people: Sequence[AccountRef]
    about: str

    @property
    def one(self) -> AccountRef:
        """Its steward, who asks."""
        return self.people[0]

    @property
    def other(self) -> AccountRef:
        """Who replies."""
        return self.people[1]

    async def founds(self) -> None:
        """Set up, with open doors."""
        await self.stage.arrive(self.where, self.one)
        await self._sends(self.one, "setup change", name=self.about)
        await self._says(self.one, "setup open now")

    async def begins(self, number: int) -> None:
        """Something of everything that needs no meeting."""
        about, year, (one, other, helper) = self.about, 2028 + (number > 1), self.people
        for line in (
            f"me did {about} {number}",
            "me interests #tag",
            "me ask yes",
            f"me away {year}-03-01 {year}-03-03",
        ):
            await self._says(helper, line)
        for which in (number, number + 1):
            await self._asks(one, f"{about}, part {which}?")
        lines = (f"reply {number + 1} {about}, answer", f"flag reply {number}", f"reply {number + 1} {about}, again")
        for line in (*lines, f"share https://example.org/{number} {about} {number}", "me"):
            await self._says(other, line)
        for what in (about, "Drafting without tears", "What nobody told me"):
            await self._says(other, f"topic {what} {number}")
        for line in (f"helped {number}", f"keep {number}", f"units add {about}, unit {number}"):
            await self._says(one, line)
        await self._presses(other, "question.follow", "question", number)
        await self._presses(other, "resource.helped", "resource", number)

    async def meets(self, number: int) -> None:
        """They meet, and note what they talked about."""
        one, other, helper = self.people
        await self._says(one, f"meetings every Thursday 10:00 for 60 min, {self.about}")
        await self._says(one, f"daysoff 3 May 2028, {self.about}")
        for who in (one, other, helper):
            await self._says(who, "convene join")
        for line in (f"meeting {number} named", "poll open", "link", "me export"):
            await self._says(one, line)
        for line in ("tick 1", "rsvp yes", f"topic come {number}", *(["poll remind"] if number == 1 else [])):
            await self._says(other, line)
        await self._presses(one, "calendar.show", "community", self.id)
        now = self.stage.clock.now()
        (meeting,) = await self.stage.store.read(lambda work: work.meetings.upcoming(self.id, now, 1))
        await self.stage.reaches(meeting.ends_at + timedelta(hours=2))
        opened = await self.stage.press(one, self.where, "meeting.notes", str(meeting.subject))
        assert isinstance(opened, OpenForm)
        values = {"talked": self.about, "useful": self.about, "actions": self.about}
        await self.stage.send(one, self.where, opened.form.action, values, str(opened.form.subject))

    async def goes_on(self) -> None:
        """Its steward has something in mind, and is looking again for what was asked first."""
        for line in (f"ask {self.about}, draft?", "reopen 1"):
            await self._says(self.one, line)

    async def _asks(self, who: AccountRef, text: str) -> None:
        post: Button = button(card(await self._says(who, f"ask {text}")), "Post it")
        await self.stage.press(who, self.where, post.action, str(post.subject))
        await self.stage.reaches(self.stage.clock.now())

    async def _says(self, who: AccountRef, text: str) -> Reply:
        return await self.stage.say(who, self.where, text)

    async def _presses(self, who: AccountRef, action: str, kind: str, number: int) -> None:
        await self.stage.press(who, self.where, action, str(Subject(self.id, kind, number)))

    async def _sends(self, who: AccountRef, line: str, **values: str) -> None:
        opened = await self.stage.say(who, self.where, line)
        assert isinstance(opened, OpenForm)
        await self.stage.send(who, self.where, opened.form.action, values, str(opened.form.subject))
