"""The meeting cycle at scale: 100,000 meetings with nothing due, and 2,000 communities whose meetings are due at once.

`python -m tests.bench cycle` measures it alone. Each backend is measured in a process of its own, which is the whole
product without a platform's wire: tick, courier and door over one database, and a platform that takes all at once.
"""

import asyncio
import json
import sqlite3
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import psutil
import psycopg
from sqlalchemy import func, select

from adapters import logs
from adapters.door import FrontDoor
from adapters.slack.limits import PACE, capabilities
from adapters.wiring import whole_catalogue
from bot.catalogue import Work
from bot.chat.calls import ButtonCall, Where
from bot.chat.capabilities import Deployment
from bot.chat.cards import Card
from bot.chat.refs import AccountRef, ChannelRef, MessageRef
from bot.chat.replies import Private
from bot.chat.words import Words
from bot.dispatch import Dispatch
from bot.meetings.model.series import Rule
from bot.ports import ChannelFacts, Destination, Person, ToPerson
from scheduling.courier import Courier
from scheduling.tick import Tick
from storage.engine import Store, open_store
from storage.statements import Statement
from storage.tables import postings
from tests.servers.postgres import postgres_server

COMMUNITIES, MEETINGS = 2_000, 50
"""Each community has so many meetings, one a week."""
AT_A_TIME = 100
ZONE = "America/Vancouver"
DUE = datetime(2027, 3, 4, 18, tzinfo=UTC)
"""When the first meeting of every community is announced: Thursday 4 March 2027, 10:00 in Vancouver."""
FIRST = datetime(2027, 3, 11, 18, tzinfo=UTC)
_POSTINGS = Statement(select(func.count()).select_from(postings).where(postings.c.kind == "meeting"))
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
LOOKS, WARM = 500, 50
CLICK_EVERY = 0.02
REST = 5.0
"""Seconds of clicks alone, to tell what the machine does by itself."""
LONGEST = 180.0
"""Seconds after which a measurement is given up."""
WITHIN, CLICK, GROWN = 20.0, 100.0, 100.0
"""Seconds, milliseconds and megabytes that announcing them all may take."""
REQUIRED = {"sqlite": 2.0, "postgresql": 5.0}
"""Milliseconds that a look with nothing due may take."""


@dataclass
class RunningClock:
    """It goes on, from an instant of ours."""

    starts: datetime
    began: float = field(default_factory=time.monotonic)

    def put_to(self, at: datetime) -> None:
        self.starts, self.began = at, time.monotonic()

    def now(self) -> datetime:
        return self.starts + timedelta(seconds=time.monotonic() - self.began)


class Sink:
    """Slack, as far as the courier can tell: takes everything and keeps nothing."""

    key = "slack"
    pace = PACE
    can = capabilities("/cop", thread_replies=True)

    def __init__(self) -> None:
        self.created = 0

    async def create(self, posting: str, to: Destination, card: Card) -> MessageRef:
        self.created += 1
        channel = ChannelRef("slack", "T", "D") if isinstance(to, ToPerson) else to.channel
        return MessageRef(channel, f"m{posting}")

    async def update(self, message: MessageRef, card: Card, address: str) -> None:
        pass

    async def delete(self, message: MessageRef, address: str) -> None:
        pass

    async def find_posted(self, posting: str, to: Destination, since: datetime) -> Any:
        raise NotImplementedError

    async def person(self, account: AccountRef, address: str) -> Person | None:
        return Person("Somebody")

    async def channel(self, channel: ChannelRef, address: str) -> ChannelFacts | None:
        return ChannelFacts("policy", people=1)


def home(community: int) -> ChannelRef:
    return ChannelRef("slack", "T", f"C{community}")


def somebody(community: int) -> AccountRef:
    return AccountRef("slack", "T", f"U{community}")


def found(work: Work) -> None:
    """Some communities, each with a home channel, a member whose name is known, and a weekly series."""
    founded = DUE - timedelta(days=30)
    for _ in range(AT_A_TIME):
        community = work.communities.new("Policy", ZONE, founded)
        work.only_writer_of(community.id)
        work.communities.save(community.opened(founded))
        channel = work.communities.add_channel(community.id, home(community.id), "policy", home=True, address="")
        work.communities.save_channel(replace(channel, people=1))
        _, account = work.members.join(community.id, somebody(community.id), "", founded)
        work.members.told(account.id, Person("Somebody"))
        work.meetings.new_series(
            community.id, Rule(1, 3), FIRST.date(), FIRST.time(), 60, ZONE, "", "", "skip", polls=False, now=founded
        )


def bulk(number: int) -> list[str]:
    """The SQL that gives every community its meeting of that number, planned, and its announcement, due."""
    starts = FIRST + timedelta(weeks=number - 1)
    at, due = ((when - EPOCH) // timedelta(microseconds=1) for when in (starts, starts - (FIRST - DUE)))
    meetings = (
        "INSERT INTO meetings (community_id, id, series_id, slot, date, at, minutes, zone, starts_at, venue, link, "
        "state, voters, voter_units, tie, awaits_poll, sequence, uid, no_notes) "
        f"SELECT id, {number}, 1, '{starts.date()}', '{starts.date()}', '10:00', 60, '{ZONE}', {at}, '', '', "
        f"'planned', 0, 0, '', false, 0, 'bench-' || id || '-{number}', false FROM communities"
    )
    steps = (
        "INSERT INTO due (community_id, kind, number, part, step, at, until) "
        f"SELECT id, 'meeting', {number}, '', 'meeting.announce', {due}, {at} FROM communities"
    )
    return [meetings, steps]


async def built(url: str) -> None:
    """Everything there is when the measuring begins."""
    async with open_store(url) as store:
        for _ in range(COMMUNITIES // AT_A_TIME):
            await store.write(found)
    statements = [statement for number in range(1, MEETINGS + 1) for statement in bulk(number)]
    connection: Any
    if url.startswith("sqlite"):
        connection = sqlite3.connect(url.removeprefix("sqlite:///"))
    else:
        connection = psycopg.connect(url)
        statements.append("ANALYZE")  # as its own housekeeping does within a minute
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


@dataclass(frozen=True)
class Found:
    """What was measured on one backend. Milliseconds, but where it says otherwise."""

    meetings: int
    idle: float
    idle_p99: float
    seconds: float
    """From the minute in which all is due until the last posting was written."""
    postings: int
    shown: int
    """Of them, brought to the platform by then."""
    clicks: int
    refused: int
    click: float
    click_p99: float
    click_most: float
    click_resting: float
    """p99 of the clicks before."""
    busy: float
    """Seconds of processor time it took."""
    grown: float
    """Megabytes."""


def at_percent(measured: Sequence[float], percent: float) -> float:
    return sorted(measured)[min(int(len(measured) * percent / 100), len(measured) - 1)] * 1000


class Bench:
    """The product over one database."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.clock = RunningClock(DUE - timedelta(minutes=1))
        self.platform = Sink()
        catalogue, words = whole_catalogue(), Words()
        deployment = Deployment("CoP", "/cop", {"slack": self.platform.can})
        served = {"slack": self.platform}
        self.courier = Courier(store, store.ledger, catalogue, served, deployment, self.clock, words)
        self.tick = Tick(store, store.ledger, catalogue, self.clock, self.courier.wake)
        dispatch = Dispatch(catalogue, deployment, words, nonce=lambda: "nonce")
        self.door = FrontDoor(store, dispatch, self.clock, words, self.courier.wake, lambda _kind, _ended: None)
        self.clicked: list[float] = []
        self.resting: list[float] = []
        """The clicks before anything was due."""
        self.refused = 0
        self._clicks: set[asyncio.Task[None]] = set()
        self.memory = self.busy = 0.0

    async def idle(self) -> list[float]:
        """Seconds of each look that finds nothing due."""
        took: list[float] = []
        for _ in range(WARM + LOOKS):
            began = time.perf_counter()
            assert await self.tick.run_due() == 0
            took.append(time.perf_counter() - began)
        return took[WARM:]

    async def rush(self) -> float:
        """Seconds until every meeting that is due is wanted in its channel, while people press Yes."""
        self.courier.start()
        self.tick.start()
        people = asyncio.create_task(self._people())
        await asyncio.sleep(REST)
        self.resting, self.clicked = self.clicked, []
        self.clock.put_to(DUE)
        before = self._megabytes()
        began, busy = time.perf_counter(), time.process_time()
        while await self.postings() < COMMUNITIES and time.perf_counter() - began < LONGEST:
            await asyncio.sleep(0.1)
            self.memory = max(self.memory, self._megabytes() - before)
        seconds, self.busy = time.perf_counter() - began, time.process_time() - busy
        people.cancel()
        await asyncio.wait([people, *self._clicks])
        self.tick.stop()
        await self.courier.stop()
        return seconds

    async def postings(self) -> int:
        """How many announcements are wanted by now."""
        return await self.store.read(lambda work: int(work._session.value(_POSTINGS)))

    def _megabytes(self) -> float:
        return float(psutil.Process().memory_info().rss) / 2**20

    async def _people(self) -> None:
        """Each click is timed from when it should have come, so that a product that stands still is found out."""
        began = time.perf_counter()
        for number in count():
            should = began + number * CLICK_EVERY
            await asyncio.sleep(max(0.0, should - time.perf_counter()))
            click = asyncio.create_task(self._click(number, should))
            self._clicks.add(click)
            click.add_done_callback(self._clicks.discard)

    async def _click(self, number: int, should: float) -> None:
        community = number % COMMUNITIES + 1
        where = Where(home(community), self.platform.can)
        call = ButtonCall(f"click-{number}", somebody(community), where, "meeting.yes", f"{community}/meeting:1", "")
        reply = await self.door(call)
        self.clicked.append(time.perf_counter() - should)
        self.refused += not (isinstance(reply, Private) and "see you" in reply.card.notice)


async def measured(url: str) -> Found:
    """Everything, on that database."""
    await built(url)
    async with open_store(url) as store:
        bench = Bench(store)
        idle = await bench.idle()
        seconds = await bench.rush()
        return Found(
            COMMUNITIES * MEETINGS,
            at_percent(idle, 50),
            at_percent(idle, 99),
            seconds,
            await bench.postings(),
            bench.platform.created,
            len(bench.clicked),
            bench.refused,
            at_percent(bench.clicked, 50),
            at_percent(bench.clicked, 99),
            max(bench.clicked) * 1000,
            at_percent(bench.resting, 99),
            bench.busy,
            bench.memory,
        )


def told(backend: str, found: Found) -> str:
    """The figures, each with what is required of it."""
    idle, required = f"{found.idle:.2f} ms", REQUIRED[backend]
    return (
        f"{backend}: {found.meetings} meetings, nothing due: a look takes {idle} "
        f"(p99 {found.idle_p99:.2f} ms; required: under {required:.0f} ms)\n"
        f"  {COMMUNITIES} communities announce at the same minute: {found.postings} postings written in "
        f"{found.seconds:.1f} s, {found.busy:.1f} s of them busy, {found.shown} shown by then "
        f"(required: within {WITHIN:.0f} s)\n"
        f"  meanwhile {found.clicks} clicks, one every {CLICK_EVERY * 1000:.0f} ms, {found.refused} refused: p50 {found.click:.0f} ms, p99 "
        f"{found.click_p99:.0f} ms, longest {found.click_most:.0f} ms; p99 {found.click_resting:.0f} ms before "
        f"(required: p99 under {CLICK:.0f} ms)\n"
        f"  memory grew by {found.grown:.0f} MB (required: under {GROWN:.0f} MB)"
    )


async def main() -> None:
    """Both backends, one after the other."""
    print("\nThe meeting cycle at scale")
    with tempfile.TemporaryDirectory() as folder, postgres_server(durable=True) as server:
        for backend, url in (("sqlite", f"sqlite:///{Path(folder) / 'bench.db'}"), ("postgresql", server.fresh())):
            print(told(backend, await _apart(url)), flush=True)


async def _apart(url: str) -> Found:
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.bench.cycle", url, stdout=asyncio.subprocess.PIPE
    )
    said, _ = await child.communicate()
    return Found(**json.loads(said))


if __name__ == "__main__":
    logs.configure("plain", quiet=True)
    print(json.dumps(asdict(asyncio.run(measured(sys.argv[1])))))
