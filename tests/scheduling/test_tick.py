"""The database decides what happens by itself; the tick only wakes, and no step runs twice."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeVar

from bot.catalogue import Storage, Work
from bot.chat.refs import Subject
from bot.due import Step
from bot.errors import Busy
from bot.feature import Timed
from scheduling.tick import PAGE, Tick
from tests.scheduling.world import World

T = TypeVar("T")


class NoTime:
    """A storage that reads, and has no time to write."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage

    async def write(self, unit: Callable[[Work], T]) -> T:
        raise Busy

    async def read(self, unit: Callable[[Work], T], patience: float = 1) -> T:
        return await self._storage.read(unit, patience)


async def plan(world: World, number: int, kind: str, after: timedelta = timedelta()) -> None:
    at = world.clock.now() + after
    await world.do(lambda work: work.due.plan(world.note(number), Step(kind, at)))


async def test_a_step_runs_when_its_time_has_come_and_only_once(world: World) -> None:
    ran: list[int] = []
    world.steps["note.count"] = Timed(lambda subject, _work, _now: ran.append(subject.id), "done however late")
    await plan(world, 1, "note.count", timedelta(hours=1))
    await world.tick.run_due_until_idle()
    assert ran == []
    world.clock.ahead = timedelta(hours=2)
    await world.tick.run_due_until_idle()
    await world.tick.run_due_until_idle()
    assert ran == [1]


async def test_two_ticks_at_once_run_each_step_once(world: World) -> None:
    ran: list[int] = []
    world.steps["note.count"] = Timed(lambda subject, _work, _now: ran.append(subject.id), "done however late")
    for n in range(20):
        await plan(world, n + 1, "note.count")
    await asyncio.gather(world.tick.run_due_until_idle(), world.tick.run_due_until_idle())
    assert sorted(ran) == list(range(1, 21))


async def test_more_than_a_page_is_run_too(world: World) -> None:
    ran: list[int] = []
    world.steps["note.count"] = Timed(lambda subject, _work, _now: ran.append(subject.id), "done however late")
    for n in range(PAGE + 5):
        await plan(world, n + 1, "note.count")
    assert await world.tick.run_due() == PAGE
    await world.tick.run_due_until_idle()
    assert len(ran) == PAGE + 5


async def test_everything_due_is_done_at_one_look_and_within_a_community_oldest_first(world: World) -> None:
    ran: list[int] = []
    world.steps["note.count"] = Timed(lambda subject, _work, _now: ran.append(subject.id), "done however late")
    for n in range(2 * PAGE + 5):
        await plan(world, n + 1, "note.count", -timedelta(minutes=n))
    await world.tick.catch_up()
    assert ran == list(range(2 * PAGE + 5, 0, -1))


async def test_a_full_page_that_cannot_be_run_waits_for_the_next_look(world: World) -> None:
    for n in range(PAGE):
        await plan(world, n + 1, "note.count")

    tick = Tick(NoTime(world.store), world.store.ledger, world.catalogue, world.clock, world.courier.wake)
    await asyncio.wait_for(tick.catch_up(), 5)


async def test_a_step_plans_the_next_and_what_it_wants_is_shown(world: World) -> None:
    def remind(subject: Subject, work: Work, now: datetime) -> None:
        world.board.notes[subject.id] = "Remember"
        work.postings.want(subject.about("reminder"), world.direct, now=now)
        work.due.plan(subject, Step("note.remind", now + timedelta(days=1)))

    world.steps["note.remind"] = Timed(remind, "done however late")
    await plan(world, 1, "note.remind")
    await world.tick.run_due_until_idle()
    await world.settle()
    assert world.platform.notices() == ["Remember"]
    planned = await world.store.read(lambda work: work.due.next_at())
    assert planned is not None
    assert planned > world.clock.now() + timedelta(hours=23)


async def test_a_step_that_fails_keeps_nothing_holds_up_nobody_and_is_tried_again_later(world: World) -> None:
    ran: list[int] = []

    def fails(subject: Subject, work: Work, now: datetime) -> None:
        ran.append(subject.id)
        world.board.notes[subject.id] = "Never"
        work.postings.want(subject, world.home, now=now)
        raise ValueError("bug")

    world.steps["note.fail"] = Timed(fails, "done however late")
    world.steps["note.count"] = Timed(lambda subject, _work, _now: ran.append(subject.id), "done however late")
    await plan(world, 1, "note.fail", -timedelta(hours=1))
    await plan(world, 2, "note.count")
    await world.tick.run_due_until_idle()
    assert ran == [1, 2]
    await world.settle()
    assert world.platform.notices() == []
    world.clock.ahead = timedelta(minutes=6)
    world.steps["note.fail"] = Timed(lambda subject, _work, _now: ran.append(subject.id), "done however late")
    await world.tick.run_due_until_idle()
    assert ran == [1, 2, 1]


async def test_a_step_no_feature_knows_is_put_off(world: World) -> None:
    await plan(world, 1, "note.unknown")
    await world.tick.run_due_until_idle()
    planned = await world.store.read(lambda work: work.due.next_at())
    assert planned is not None
    assert planned > world.clock.now() + timedelta(minutes=4)


async def test_a_subject_planned_anew_meanwhile_runs_as_planned_anew(world: World) -> None:
    ran: list[int] = []
    world.steps["note.count"] = Timed(lambda subject, _work, _now: ran.append(subject.id), "done however late")
    await plan(world, 1, "note.count")
    (row,) = await world.tick._page()
    await plan(world, 1, "note.count", timedelta(hours=1))
    assert not await world.tick._run(row)
    assert ran == []


async def test_the_scheduler_runs_what_is_due_and_stops(world: World) -> None:
    ran = asyncio.Event()
    loop = asyncio.get_running_loop()
    world.steps["note.count"] = Timed(
        lambda _subject, _work, _now: (loop.call_soon_threadsafe(ran.set), None)[1], "done however late"
    )
    await plan(world, 1, "note.count")
    tick = Tick(world.store, world.store.ledger, world.catalogue, world.clock, world.courier.wake, every=0.1)
    tick.start()
    await asyncio.wait_for(ran.wait(), 5)
    tick.stop()
    tick.stop()


async def test_handled_calls_are_forgotten_after_seven_days(world: World) -> None:
    now = world.clock.now()
    await world.do(lambda work: work.inbox.keep("old", now - timedelta(days=8)))
    await world.do(lambda work: work.inbox.keep("new", now - timedelta(days=6)))
    await world.tick.clean()
    assert not await world.store.read(lambda work: work.inbox.seen("old"))
    assert await world.store.read(lambda work: work.inbox.seen("new"))


async def test_a_step_that_came_too_late_is_dropped_and_the_record_says_so(world: World) -> None:
    ran: list[str] = []
    world.steps["note.remind"] = Timed(
        lambda _subject, _work, _now: ran.append("reminded"),
        "not sent any more",
        lambda _subject, _work, _now: ran.append("lapsed"),
    )
    subject, now = world.note(1), world.clock.now()
    await world.do(lambda work: work.due.plan(subject, Step("note.remind", now, now + timedelta(hours=1))))
    world.clock.ahead = timedelta(hours=2)
    await world.tick.run_due()
    assert ran == ["lapsed"]
    happened = await world.store.read(lambda work: work.history.of(subject))
    assert [(one.verb, dict(one.details)) for one in happened] == [("dropped", {"step": "note.remind"})]
