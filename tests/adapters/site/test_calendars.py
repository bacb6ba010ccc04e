"""Calendars over real HTTP: a feed by its secret word, a meeting by its own address, and nothing else to be found."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestClient, TestServer
from icalendar import Calendar

from adapters.settings import Settings
from adapters.site.app import mount
from adapters.wiring import Product, running
from bot.catalogue import Work
from bot.chat.capabilities import Deployment
from bot.chat.words import Words
from bot.community.model import Community
from bot.errors import Busy
from bot.meetings.model.meetings import Meeting
from tests.contracts.seed import NOW, planted
from tests.stage import HandClock

VENUE, LINK = "Room 4", "https://meet.example.org/policy"


@dataclass(frozen=True)
class Answer:
    """What the server answered."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def kind(self) -> str:
        """Its content type alone."""
        return self.headers["Content-Type"].partition(";")[0]


@dataclass
class Served:
    """The product, with two communities and no people to be seen."""

    product: Product
    session: ClientSession
    ours: Community
    theirs: Community

    async def gets(self, path: str, **headers: str) -> Answer:
        """What is answered there."""
        async with self.session.get(f"{self.product.url}{path}", headers=headers) as answer:
            return Answer(answer.status, answer.headers, await answer.read())

    async def calendar(self, path: str) -> Calendar:
        """The calendar there."""
        answer = await self.gets(path)
        assert answer.status == 200
        assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8; method=PUBLISH"
        found = Calendar.from_ical(answer.body)
        assert isinstance(found, Calendar)
        return found

    async def meeting(self, day: date, community: Community | None = None) -> Meeting:
        """A new meeting that day."""
        number = (community or self.ours).id

        def plan(work: Work) -> Meeting | None:
            return work.meetings.new(number, None, None, day, time(10), 60, "America/Vancouver", VENUE, LINK)

        made = await self.product.store.write(plan)
        assert made is not None
        return made

    async def saves(self, meeting: Meeting) -> None:
        """It is kept as it is now."""
        await self.product.store.write(lambda work: work.meetings.save(meeting))

    async def opens(self, token: str | None, community: Community | None = None) -> None:
        """That is the community's secret word now."""
        number = (community or self.ours).id
        await self.product.store.write(lambda work: work.meetings.save_feed(number, token, NOW))


@pytest.fixture
async def served(tmp_path: Path) -> AsyncIterator[Served]:
    """Served with no platform at all: calendars need none."""
    settings = Settings(database_url=f"sqlite:///{tmp_path / 'cop.db'}", port=0)
    async with running(settings, clock=HandClock(NOW)) as product, ClientSession() as session:
        ours = await product.store.write(lambda work: planted(work, "Policy CoP").community)
        theirs = await product.store.write(lambda work: planted(work, "Data CoP").community)
        yield Served(product, session, ours, theirs)


async def test_the_feed_holds_the_communitys_meetings_and_nobody_elses(served: Served) -> None:
    made = await served.meeting(date(2027, 3, 11))
    old = await served.meeting(date(2026, 11, 12))
    theirs = await served.meeting(date(2027, 3, 11), served.theirs)
    await served.opens("sesame")
    await served.opens("other", served.theirs)
    found = await served.calendar("/calendar/sesame.ics")
    assert found["x-wr-calname"] == "Policy CoP"
    assert [event["uid"] for event in found.events] == [f"{made.uid}@cop"]
    assert [event["uid"] for event in (await served.calendar("/calendar/other.ics")).events] == [f"{theirs.uid}@cop"]
    assert old.uid not in found.to_ical().decode()


async def test_a_move_and_a_cancelling_reach_who_subscribed(served: Served) -> None:
    made = await served.meeting(date(2027, 3, 11))
    await served.opens("sesame")
    seen = []
    for now in (made, moved := made.moved(date(2027, 3, 12), time(14), 60), moved.cancelled()):
        await served.saves(now)
        (event,) = (await served.calendar("/calendar/sesame.ics")).events
        seen.append((event["uid"], event.decoded("sequence"), event["status"], event.decoded("dtstart")))
    uid = f"{made.uid}@cop"
    assert seen == [
        (uid, 0, "CONFIRMED", made.starts_at),
        (uid, 1, "CONFIRMED", moved.starts_at),
        (uid, 2, "CANCELLED", moved.starts_at),
    ]


async def test_a_revoked_feed_and_one_that_never_was_are_told_alike(served: Served) -> None:
    await served.opens("sesame")
    await served.calendar("/calendar/sesame.ics")
    await served.opens("newer")
    revoked, never = await served.gets("/calendar/sesame.ics"), await served.gets("/calendar/abcdef.ics")
    assert revoked.status == never.status == 404
    assert revoked.body == never.body
    assert revoked.body.startswith(b"There is no calendar at this address")
    assert revoked.headers["Cache-Control"] == "no-store"
    assert revoked.kind == "text/plain"
    await served.opens(None)
    assert (await served.gets("/calendar/newer.ics")).status == 404


async def test_one_meeting_opens_by_its_own_address(served: Served) -> None:
    made = await served.meeting(date(2027, 3, 11))
    await served.meeting(date(2027, 3, 25))
    found = await served.calendar(f"/meetings/{made.uid}.ics")
    assert [event["uid"] for event in found.events] == [f"{made.uid}@cop"]
    answer = await served.gets(f"/meetings/{made.uid}.ics")
    assert answer.headers["Content-Disposition"] == 'inline; filename="meeting-2027-03-11.ics"'
    assert answer.headers["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize(
    "path", ["/meetings/1.ics", "/meetings/%00.ics", f"/meetings/{'0' * 32}.ics", "/calendar/%F0%9F%98%80.ics"]
)
async def test_nothing_is_found_by_guessing(served: Served, path: str) -> None:
    await served.meeting(date(2027, 3, 11))
    answer = await served.gets(path)
    assert (answer.status, answer.kind) == (404, "text/plain")


async def test_a_calendar_that_looks_again_is_told_that_nothing_changed(served: Served) -> None:
    made = await served.meeting(date(2027, 3, 11))
    first = await served.gets(f"/meetings/{made.uid}.ics")
    assert first.headers["Cache-Control"] == "private, max-age=300"
    clock = served.product.clock
    assert isinstance(clock, HandClock)
    clock.forward(timedelta(hours=1))
    again = await served.gets(f"/meetings/{made.uid}.ics", **{"If-None-Match": first.headers["ETag"]})
    assert (again.status, again.body, again.headers["ETag"]) == (304, b"", first.headers["ETag"])
    await served.saves(made.placed("Room 5", ""))
    changed = await served.gets(f"/meetings/{made.uid}.ics", **{"If-None-Match": first.headers["ETag"]})
    assert changed.status == 200
    assert changed.headers["ETag"] != first.headers["ETag"]


async def test_asking_for_the_head_tells_the_same_without_the_body(served: Served) -> None:
    made = await served.meeting(date(2027, 3, 11))
    whole = await served.gets(f"/meetings/{made.uid}.ics")
    async with served.session.head(f"{served.product.url}/meetings/{made.uid}.ics") as head:
        assert (head.status, await head.read()) == (200, b"")
        for name in ("Content-Type", "Content-Length", "ETag"):
            assert head.headers[name] == whole.headers[name]
    async with served.session.head(f"{served.product.url}/calendar/none.ics") as head:
        assert head.status == 404


async def test_a_busy_storage_is_told_in_a_sentence() -> None:
    async def busy(_unit: object) -> Any:
        raise Busy

    server = web.Application()
    mount(server, busy, busy, Deployment("CoP", "/cop", {}), HandClock(), Words())
    async with TestClient(TestServer(server)) as client, client.get("/calendar/sesame.ics") as answer:
        assert answer.status == 503
        assert await answer.text() == "I'm very busy just now. Please look again in a moment.\n"


async def test_cards_know_the_address_under_which_people_reach_it(tmp_path: Path) -> None:
    own = Settings(database_url=f"sqlite:///{tmp_path / 'cop.db'}", port=0, workspace=True)
    async with running(own) as product:
        assert product.port
        deployment = product.door.dispatch._deployment
        assert deployment.link("/meetings/1.ics") == f"{product.url}/meetings/1.ics"
    given = own.model_copy(update={"url": "https://cop.example.org/"})
    async with running(given) as product:
        assert product.door.dispatch._deployment.link("/x.ics") == "https://cop.example.org/x.ics"
    hidden = own.model_copy(update={"workspace": False})
    async with running(hidden, clock=HandClock()) as product:
        assert product.door.dispatch._deployment.link("/x.ics") == ""
