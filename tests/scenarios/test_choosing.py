"""Transcripts of choosing what to talk about, over two platforms as one community."""

from datetime import datetime, timedelta

from adapters.web.clock import WorkspaceClock
from tests.scenarios.world import World

CONSULTATION = "Making consultation worth people's time"
DRAFTING = "Drafting a regulation without tears"
SUBMISSION = "First cabinet submission: what nobody told me"


async def reaches(world: World, at: str) -> None:
    """Time goes by until then, in Vancouver's winter time."""
    clock = world.product.clock
    assert isinstance(clock, WorkspaceClock)
    until = datetime.fromisoformat(f"{at}-08:00")
    while (due := await world.product.next_due()) is not None and due <= until:
        await world.forward(max(due - clock.now(), timedelta()))
    await world.forward(until - clock.now())


async def with_topics(world: World) -> None:
    """They meet on Thursday 18 March, and three topics are suggested."""
    await world.commands("steward", "meetings every second Thursday 10:00 for 60 min from 18 March 2027, Room 4")
    for role, text in (("health", CONSULTATION), ("fisheries", DRAFTING), ("labour", SUBMISSION)):
        await world.commands(role, f"topic {text}")
        await world.sees(role, "It is topic")


async def test_a_topic_is_chosen_by_people_on_both_platforms(world: World) -> None:
    await with_topics(world)
    await reaches(world, "2027-03-08T10:00")
    for role in ("labour", "forests"):
        poll = await world.sees(role, "What shall we talk about on Thursday 18 March?", place="home")
        assert CONSULTATION in poll.text and "Nobody has voted yet" in poll.text

    await world.commands("fisheries", "tick 2 3")
    await world.sees("fisheries", "Counted. You ticked 2, 3.")
    await world.presses("health", await world.sees("health", "What shall we talk about", place="home"), "Tick topics")
    await world.fills("health", {"Tick all you like": (f"2. {DRAFTING}",)})
    await world.sees("health", "Counted. You ticked 2.")
    for role in ("labour", "forests"):
        poll = await world.sees(role, "What shall we talk about", place="home")
        assert "2 people from 2 units have voted" in poll.text
        assert "Counted" not in poll.text

    await reaches(world, "2027-03-12T16:00")
    for role in ("labour", "forests"):
        result = await world.sees(role, f"On Thursday 18 March we talk about: {DRAFTING}", place="home")
        assert f"{DRAFTING}: 2 ticks" in result.text
        assert await world.sees(role, "Thursday 18 March, 10:00", place="home")


async def test_a_tick_after_the_close_changes_nothing(world: World) -> None:
    await with_topics(world)
    await reaches(world, "2027-03-08T10:00")
    await world.commands("health", "tick 1")
    await world.commands("steward", "poll close")
    await world.commands("fisheries", "tick 2")
    await world.sees("fisheries", "There is no poll just now")
    assert f"{CONSULTATION}: 1 tick" in (await world.sees("forests", "we talk about", place="home")).text


async def test_what_sounds_like_another_topic_is_offered_before_it_is_kept(world: World) -> None:
    await with_topics(world)
    await world.commands("forests", "topic Making consultations worth the time")
    near = await world.sees("forests", "That sounds like something we have")
    await world.presses("forests", near, "I'd come for this")
    await world.sees("forests", "Noted: you'd come for topic 1")
    await world.commands("steward", "topic")
    listed = await world.sees("steward", "What we might talk about")
    assert "1 would come" in listed.text and "Topic 4" not in listed.text
