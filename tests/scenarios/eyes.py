"""Looks at the demo's workspace past the product: at pages with the transcripts' driver, and into the database."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import LiteralString

import aiohttp

from adapters.demo import DAY
from adapters.web import demo
from adapters.web.week.pages import Pages
from adapters.web.week.people import LABOUR, NEWCOMER, SERVICES
from adapters.web.week.story import BEGINS
from storage.tables.columns import EPOCH
from tests.scenarios.chat import Seen
from tests.scenarios.web import WebChat
from tests.scheduling.kill.truth import Truth

BEGUN: LiteralString = (
    "SELECT p.started_at, p.kind, p.part, p.channel_id, m.id, m.asks FROM postings p"
    " LEFT JOIN identities i ON i.community_id = p.community_id AND i.account_id = p.account_id"
    " LEFT JOIN members m ON m.community_id = i.community_id AND m.id = i.member_id WHERE p.started_at IS NOT NULL"
)


@dataclass(frozen=True)
class Begun:
    """What the bot started by itself, as the ledger's table has it."""

    at: datetime
    kind: str
    channel: int | None
    member: int | None
    asks: str | None


class Eyes:
    """Looks at pages and into the database; changes nothing but by what it looks up."""

    def __init__(self, pages: Pages, session: aiohttp.ClientSession, truth: Truth) -> None:
        self.pages, self.session, self.truth = pages, session, truth

    def chat(self, drawn: str) -> WebChat:
        """A driver of its own on that platform."""
        return WebChat(self.session, self.pages.url, drawn)

    async def of(self, who: str, text: str, place: str | None = None) -> list[Seen]:
        """What somebody sees with that text, on all their platforms."""
        colleague = next(one for one in (*demo.PEOPLE, NEWCOMER) if one.id == who)
        seen = [one for drawn in colleague.platforms for one in await self.chat(drawn).sees(who)]
        return [one for one in seen if text in f"{one.text}\n{one.notice}" and place in {None, one.place}]

    async def channels(self, text: str) -> list[int]:
        """How many messages with that text stand in the channel on Slack, and on Teams."""
        return [len(await self.of(who, text, "home")) for who in (LABOUR, SERVICES)]

    async def finds(self, who: str, text: str) -> str:
        """What a search answers somebody."""
        before = len(await self.of(who, ""))
        drawn = next(one for one in demo.PEOPLE if one.id == who).platforms[0]
        await self.chat(drawn).command(who, f"find {text}")
        answers = (await self.of(who, ""))[before:]
        return answers[-1].text

    def begun(self, since: datetime, until: datetime) -> list[Begun]:
        """What the bot started by itself from then until before then."""
        rows = self.truth.rows(BEGUN)
        told = [Begun(EPOCH + timedelta(microseconds=row[0]), *row[1:2], *row[3:]) for row in rows]
        return sorted((one for one in told if since <= one.at < until), key=lambda one: one.at)

    def begun_on(self, day: int) -> list[Begun]:
        """The same of a day of March."""
        midnight = BEGINS.replace(day=day)
        return self.begun(midnight, midnight + DAY)

    def news_to_come(self) -> list[datetime]:
        """When askers will hear of replies that stand already."""
        rows = self.truth.rows("SELECT at FROM due WHERE step = 'question.news'")
        return [EPOCH + timedelta(microseconds=at) for (at,) in rows]

    def history(self, verb: str) -> list[tuple[str, int, str]]:
        """What happened so called: about what kind of thing, which, and its details."""
        return [
            (kind, number, details)
            for found, kind, number, details in self.truth.rows("SELECT verb, kind, number, details FROM history")
            if found == verb
        ]
