"""The clock runs ahead in one transaction, as it would really run, and nothing of it is kept."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from bot.audience import View
from bot.catalogue import Work
from bot.chat.capabilities import Deployment
from bot.chat.refs import Subject
from bot.chat.words import Words
from bot.due import Step
from bot.feature import Timed
from scheduling.preview import Foreseen, Stuck, foresee
from storage.statements import Statement
from storage.tables import metadata
from tests.scheduling.platform import CAN
from tests.scheduling.world import World

HOUR = timedelta(hours=1)
VIEW = View(Words(), CAN, Deployment("CoP", "/cop", {"slack": CAN}))


class Ahead:
    """A world's future, from now on."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.now = world.clock.now()

    async def plans(self, number: int, kind: str, hours: float = 1, until: float | None = None) -> None:
        """The step is due in so many hours, and makes no sense any more after so many."""
        ends = None if until is None else self.now + until * HOUR
        step = Step(kind, self.now + hours * HOUR, ends)
        await self.world.do(lambda work: work.due.plan(self.world.note(number), step))

    async def sees(self, hours: float = 48, since: float = -1) -> Sequence[Foreseen]:
        """What is told of that time."""
        world, now = self.world, self.now
        since_then, until = now + since * HOUR, now + hours * HOUR
        return await foresee(world.store, world.catalogue, VIEW, world.community, now, since_then, until)

    async def hours(self, **asked: float) -> list[float]:
        """After how many hours each posting comes."""
        return [round((row.at - self.now) / HOUR, 1) for row in await self.sees(**asked)]

    async def tables(self) -> list[object]:
        """Every row of every table."""
        return [
            await self.world.store.read(lambda work, table=table: work._session.rows(Statement(select(table))))  # type: ignore[misc]  # a default binds the loop's value
            for table in metadata.tables.values()
        ]


@pytest.fixture
def ahead(world: World) -> Ahead:
    """With a step that shows a note, and one that does so every day."""

    def show(subject: Subject, work: Work, now: datetime) -> None:
        world.board.notes[subject.id] = "Remember"
        work.postings.want(subject, world.home, now=now, expires_at=now + 5 * HOUR)

    def daily(subject: Subject, work: Work, now: datetime) -> None:
        show(subject, work, now)
        work.postings.want(subject.about("reminder"), world.direct, now=now, not_before=now + HOUR)
        work.due.plan(subject, Step("note.daily", now + 24 * HOUR))

    world.steps["note.show"] = Timed(show, "done however late", show)
    world.steps["note.daily"] = Timed(daily, "done however late")
    return Ahead(world)


async def test_steps_run_in_their_order_and_what_they_plan_runs_too(ahead: Ahead) -> None:
    await ahead.plans(2, "note.show", 30)
    await ahead.plans(1, "note.daily", 1)
    assert await ahead.hours(hours=72) == [1, 2, 30]


async def test_what_stands_is_redrawn_and_not_told_again(ahead: Ahead) -> None:
    await ahead.plans(1, "note.daily", 1)
    assert await ahead.hours(hours=24 * 7) == [1, 2]


async def test_a_channel_is_told_by_its_name_and_a_person_by_theirs(ahead: Ahead) -> None:
    await ahead.plans(1, "note.daily", 1)
    told = [(row.place, row.meeting, row.convener) for row in await ahead.sees()]
    assert told == [("Slack, policy-cop", None, None), ("a colleague", None, None)]


async def test_only_the_time_asked_for_is_told_and_what_comes_before_it_happens_all_the_same(ahead: Ahead) -> None:
    await ahead.plans(1, "note.daily", 1)
    assert await ahead.hours(since=1.5) == [2]
    assert await ahead.hours(hours=2) == [1], "the end is not part of it"


async def test_what_is_wanted_already_is_told_and_what_is_withdrawn_before_its_time_is_not(ahead: Ahead) -> None:
    world = ahead.world
    world.board.notes.update({1: "one", 2: "two"})
    later = ahead.now + 3 * HOUR
    await world.do(lambda work: work.postings.want(world.note(1), world.home, now=ahead.now, not_before=later))
    await world.do(lambda work: work.postings.want(world.note(2), world.home, now=ahead.now, not_before=later))
    world.steps["note.withdraw"] = Timed(
        lambda subject, work, now: work.postings.withdraw(subject, now), "done however late"
    )
    await ahead.plans(1, "note.withdraw", 2)
    await ahead.plans(2, "note.withdraw", 4)
    assert await ahead.hours() == [3]


async def test_what_draws_as_nothing_is_told_only_when_it_is_revived(ahead: Ahead) -> None:
    world = ahead.world
    await world.do(lambda work: work.postings.want(world.note(1), world.home, now=ahead.now))
    assert await ahead.hours() == []

    def revive(subject: Subject, work: Work, now: datetime) -> None:
        world.board.notes[1] = "Here"
        work.postings.redraw(subject, now)

    world.steps["note.revive"] = Timed(revive, "done however late")
    await ahead.plans(1, "note.revive", 5)
    assert await ahead.hours() == [5]


async def test_what_hangs_under_another_comes_after_it(ahead: Ahead) -> None:
    world = ahead.world
    world.board.notes.update({1: "head", 2: "below"})
    head = world.note(1)
    await world.do(lambda work: work.postings.want(head, world.home, now=ahead.now, not_before=ahead.now + 2 * HOUR))
    await world.do(lambda work: work.postings.want(world.note(2), world.home, now=ahead.now, under=head))
    assert await ahead.hours() == [2, 2]


async def test_what_would_come_too_late_is_not_told(ahead: Ahead) -> None:
    world = ahead.world
    world.board.notes[1] = "late"
    await world.do(
        lambda work: work.postings.want(
            world.note(1), world.home, now=ahead.now, not_before=ahead.now + 2 * HOUR, expires_at=ahead.now + HOUR
        )
    )
    assert await ahead.hours() == []


async def test_what_is_late_already_happens_now_or_lapses(ahead: Ahead) -> None:
    await ahead.plans(1, "note.show", -5)
    await ahead.plans(2, "note.daily", -5, until=-1)
    assert await ahead.hours() == [0], "a step that came too late is dropped, and this one has nothing to do then"


async def test_another_communitys_steps_are_left_alone(ahead: Ahead) -> None:
    def elsewhere(work: Work) -> None:
        other = work.communities.new("Other", "UTC", ahead.now)
        work.due.plan(Subject(other.id, "note", 1), Step("note.unknown", ahead.now))

    await ahead.world.store.write(elsewhere)
    await ahead.plans(1, "note.show", 1)
    assert await ahead.hours() == [1]


async def test_nothing_is_kept(ahead: Ahead) -> None:
    await ahead.plans(1, "note.daily", -1)
    await ahead.plans(2, "note.show", 3, until=1)
    before = await ahead.tables()
    assert len(await ahead.sees(hours=24 * 30)) == 2 + 1
    assert await ahead.tables() == before


async def test_a_step_that_fails_or_never_ends_is_named(ahead: Ahead, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_subject: Subject, _work: Work, _now: datetime) -> None:
        raise ValueError("bug")

    def again(subject: Subject, work: Work, now: datetime) -> None:
        work.due.plan(subject, Step("note.again", now))

    ahead.world.steps["note.fail"] = Timed(fail, "done however late")
    ahead.world.steps["note.again"] = Timed(again, "done however late")
    monkeypatch.setattr("scheduling.preview.MOST_STEPS", 100)
    for kind, why in (("note.fail", "ValueError"), ("note.unknown", "KeyError"), ("note.again", "RecursionError")):
        await ahead.plans(1, kind)
        with pytest.raises(Stuck, match=rf"The step {kind} of .* fails \({why}\)"):
            await ahead.sees()


async def test_a_card_that_cannot_be_drawn_is_named(ahead: Ahead) -> None:
    world = ahead.world
    world.board.notes[1] = ValueError("bug")
    await world.do(lambda work: work.postings.want(world.note(1), world.home, now=ahead.now))
    with pytest.raises(Stuck, match=r"Drawing .* fails \(ValueError\)"):
        await ahead.sees()
