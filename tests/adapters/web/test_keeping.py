"""What was acknowledged survives a restart and a kill; the clock goes on; open pages are told."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiohttp import ClientSession, ClientTimeout

from adapters.web import deliveries
from adapters.web.clock import START, WorkspaceClock
from bot.chat.calls import ThreadReply
from bot.errors import NotYet
from bot.ports import ToChannel
from tests.adapters.web.conftest import Hands
from tests.adapters.web.samples import RecordingDoor, Served, furnished, question_card, served

HOME = "slack-policy-cop"


async def test_a_restart_keeps_messages_forms_and_the_clock(tmp_path: Path, session: ClientSession) -> None:
    shelf = tmp_path / "workspace.db"
    async with served(shelf) as first:
        hands = Hands(first, session)
        await furnished(first)
        await hands.post("say", who="mei", channel=HOME, text="good morning")
        await hands.post("say", who="mei", channel=HOME, text="/cop form")
        await hands.post("clock", advance_seconds=86_400)
        await hands.post("join", who="nia", name="Nia Boateng", unit="Mines", platforms=["slack"])
        await hands.post("say", who="nia", channel=HOME, text="hello, I am new")
        await hands.post("leave", who="henrik", platforms=["slack"])
        before = await hands.state("mei")
    async with served(shelf) as second:
        after = await Hands(second, session).state("mei")
    assert after["messages"] == before["messages"]
    assert after["form"] == before["form"]
    assert {person["id"]: person["platforms"] for person in after["people"]} == {
        person["id"]: person["platforms"] for person in before["people"]
    }
    assert [person["name"] for person in after["people"]][-1] == "Nia Boateng"
    assert after["clock"]["day"] == "Tuesday 2 March 2027"
    assert after["revision"] >= before["revision"]


async def test_an_event_not_taken_before_a_restart_is_brought_after_it(tmp_path: Path, session: ClientSession) -> None:
    shelf = tmp_path / "workspace.db"
    async with served(shelf, RecordingDoor(refusals=[NotYet()])) as first:
        root = await first.slack.create("question:17", ToChannel(first.slack.home), question_card())
        await Hands(first, session).post("say", who="mei", channel=HOME, text="kept", thread=root.message)
    async with served(shelf) as second:
        assert [call.text for call in second.door.calls if isinstance(call, ThreadReply)] == ["kept"]
    async with served(shelf) as third:
        assert third.door.calls == []


@asynccontextmanager
async def _apart(shelf: Path) -> AsyncIterator[tuple[asyncio.subprocess.Process, str]]:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.adapters.web.apart", str(shelf)), stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout
    url = (await process.stdout.readline()).decode().strip()
    try:
        yield process, url
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def test_a_kill_loses_nothing_that_was_acknowledged(tmp_path: Path, session: ClientSession) -> None:
    shelf = tmp_path / "workspace.db"
    async with _apart(shelf) as (process, url):
        for number in range(5):
            body = {"as": "mei", "channel": HOME, "text": f"line {number}"}
            async with session.post(f"{url}/api/workspace/say", json=body) as response:
                assert response.status == 200
        assert process.pid
        os.kill(process.pid, signal.SIGKILL)
    async with _apart(shelf) as (_, url), session.get(f"{url}/api/workspace/state?as=henrik") as response:
        state = await response.json()
    assert [message["text"] for message in state["messages"]] == [f"line {number}" for number in range(5)]


async def _event(session: ClientSession, workspace: Served, who: str, known: int, seconds: float = 3) -> str | None:
    """The first event after that revision; None when none came in time."""
    url = f"{workspace.url}/api/workspace/events?as={who}"
    try:
        headers = {"Last-Event-ID": str(known)}
        async with session.get(url, headers=headers, timeout=ClientTimeout(total=seconds)) as response:
            assert response.content_type == "text/event-stream"
            async for line in response.content:
                if line.startswith(b"id: "):
                    return line.decode().strip()
    except TimeoutError:
        return None
    return None


async def test_an_open_page_is_told_of_what_its_reader_can_see(hands: Hands) -> None:
    known = (await hands.state("henrik"))["revision"]
    waiting = asyncio.create_task(_event(hands.session, hands.workspace, "henrik", known))
    await asyncio.sleep(0.1)
    await hands.post("say", who="mei", channel=HOME, text="hello")
    told = await waiting
    assert told == f"id: {(await hands.state('henrik'))['revision']}"


async def test_an_open_page_is_not_told_of_other_peoples_private_affairs(hands: Hands) -> None:
    known = (await hands.state("henrik"))["revision"]
    waiting = asyncio.create_task(_event(hands.session, hands.workspace, "henrik", known, seconds=0.6))
    await asyncio.sleep(0.1)
    await hands.post("say", who="mei", channel=HOME, text="/cop next")
    await hands.post("say", who="mei", channel="slack-dm-mei", text="next")
    await hands.post("say", who="leilani", channel="teams-policy", text="hello")
    assert await waiting is None


async def test_a_page_that_was_away_is_told_when_it_comes_back(hands: Hands) -> None:
    known = (await hands.state("henrik"))["revision"]
    await hands.post("say", who="mei", channel=HOME, text="hello")
    assert await _event(hands.session, hands.workspace, "henrik", known)


def test_the_clock_starts_on_a_monday_morning_and_runs_on() -> None:
    real = [datetime(2026, 11, 20, 12, 0, tzinfo=UTC)]
    clock = WorkspaceClock(real=lambda: real[0])
    assert clock.now() == START == datetime(2027, 3, 1, 15, 55, tzinfo=UTC)
    real[0] += timedelta(minutes=5)
    assert clock.now() == START + timedelta(minutes=5)
    clock.close()


def test_a_clock_that_begins_earlier_does_so_after_a_restart_too(tmp_path: Path) -> None:
    file = tmp_path / "clock.db"
    clock = WorkspaceClock(file)
    clock.begin(START - timedelta(days=13))
    assert START - timedelta(days=13) <= clock.now() < START
    clock.close()
    again = WorkspaceClock(file)
    assert again.now() < START
    again.close()


def test_the_clock_goes_forward_and_never_back(tmp_path: Path) -> None:
    file = tmp_path / "clock.db"
    clock = WorkspaceClock(file)
    clock.reach(START + timedelta(days=3))
    clock.reach(START)
    assert clock.now() >= START + timedelta(days=3)
    clock.close()
    again = WorkspaceClock(file)
    assert again.now() >= START + timedelta(days=3)
    again.close()


async def test_a_move_of_the_clock_stops_at_everything_due_on_the_way(session: ClientSession) -> None:
    due = [START + timedelta(hours=hours) for hours in (1, 5, 30)]
    stops: list[datetime] = []
    running: list[Served] = []

    async def next_due() -> datetime | None:
        return due[0] if due else None

    async def woken() -> None:
        now = running[0].clock.now()
        stops.append(now.replace(second=0, microsecond=0))
        while due and due[0] <= now:
            due.pop(0)

    async with served(next_due=next_due, woken=woken) as workspace:
        running.append(workspace)
        hands = Hands(workspace, session)
        await hands.post("clock", advance_seconds=86_400)
        expected = [START + timedelta(hours=hours) for hours in (1, 5)]
        assert stops[:2] == expected
        assert len(due) == 1
        assert (await hands.post("clock", next=True))["moved"]
        assert due == []
        assert not (await hands.post("clock", next=True))["moved"]
        assert workspace.clock.now() >= START + timedelta(hours=30)


async def test_an_event_that_the_door_fails_on_is_given_up_at_last(
    hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deliveries, "PATIENCE", (0.01,))
    slack, door = hands.workspace.slack, hands.workspace.door
    root = await slack.create("question:17", ToChannel(slack.home), question_card())
    door.refusals = [RuntimeError("a bug") for _ in range(deliveries.TRIES)]
    await hands.post("say", who="mei", channel=HOME, text="hello", thread=root.message)
    for _ in range(200):
        if not door.refusals:
            break
        await asyncio.sleep(0.02)
    await hands.post("say", who="mei", channel=HOME, text="once more", thread=root.message)
    assert [call.text for call in door.calls if isinstance(call, ThreadReply)] == ["once more"]
