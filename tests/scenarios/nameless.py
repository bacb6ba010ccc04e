"""The life of a question asked without a name, from the thought to the day on which nobody can tell any more who asked."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from structlog.testing import capture_logs

from adapters.web.clock import START, ZONE, WorkspaceClock
from bot.catalogue import Work
from bot.questions.model.questions import NAMELESS_LINK_KEPT
from tests.scenarios.onlookers import (
    ALL_DIFFER,
    OTHERS,
    Onlookers,
    Overhearing,
    look_around,
    look_at_exports,
    look_at_figures,
    look_at_records,
    look_at_shelf,
)
from tests.scenarios.slack import SlackChat
from tests.scenarios.world import World
from tests.scenarios.world import world as new_world

QUESTION = "Whom do you ring first when zebras are regulated?"
CARD = f"{QUESTION}\nAsked without a name"
"""How it stands in the home channels."""
ASKERS = ("health", "labour", "forests")
UNIT_OF = {"nurses": "Health", "mediators": "Labour", "wardens": "Forests"}
"""Colleagues of one asker each, in the same unit."""
SERIES = "meetings every second Thursday 10:00 for 60 min, Room 4 | https://meet.example/cop from 18 March 2027"
KNOWING = (*ASKERS, "steward", "fisheries", "wardens")
"""Who says what they have done; nurses care about it, and a reply of mediators has helped somebody with it."""
Asks = Callable[[World, str], Awaitable[None]]


async def asked_directly(world: World, asker: str) -> None:
    await world.directs(asker, f"ask {QUESTION} #zebras --anon")


async def asked_in_a_form(world: World, asker: str) -> None:
    await world.commands(asker, "ask")
    await world.fills(asker, {"Your question": QUESTION, "Tags": "zebras", "Your name": ("Ask without my name",)})


async def hidden_in_the_preview(world: World, asker: str) -> None:
    await world.commands(asker, f"ask {QUESTION} #zebras")
    await world.presses(asker, await world.sees(asker, "Before it goes out"), "Hide my name")


WAYS: tuple[Asks, ...] = (asked_directly, asked_in_a_form, hidden_in_the_preview)


def at(day: int, month: int, hour: int, minute: int = 0) -> datetime:
    """An instant of 2027, as clocks in Vancouver show it."""
    return datetime(2027, month, day, hour, minute, tzinfo=ZONE)


async def everybody_did_the_same(world: World) -> None:
    """So that only the question tells one asker from another."""
    for who, unit in UNIT_OF.items():
        await world.commands(who, f"me unit {unit}")
    for who in KNOWING:
        await world.directs(who, "me did Regulated zebras, and know whom to ring first")
    for who in ASKERS:
        await world.directs(who, f"share https://example.org/{who} What {who} has")
    await world.directs("nurses", "me interests #zebras")
    await world.asks("steward", "Whom do you ring when zebras are to be regulated in a hurry?")
    await world.commands("mediators", "reply 1 Ring the keeper first, then the zebras.")
    await world.directs("steward", "helped 1")
    for who in (*KNOWING, *UNIT_OF):
        await world.directs(who, "me ask yes")
    await world.commands("steward", SERIES)
    for who in ("steward", "mediators", "wardens"):
        await world.commands(who, "convene join")


async def posted(world: World, asker: str, asks: Asks) -> AsyncIterator[str]:
    """Written, left alone for an hour, posted."""
    await asks(world, asker)
    yield "written"
    await world.forward(timedelta(hours=1, minutes=1))
    yield "reminded"
    await world.presses(asker, await world.sees(asker, "not posted yet", place="direct"), "Look at it")
    await world.presses(asker, await world.sees(asker, "Asked without a name", place="direct"), "Post it")
    yield "posted"


async def brought(world: World, asker: str) -> AsyncIterator[str]:
    """Three at once, three more, and whoever is left when the asker wants others asked; the asker's place stays empty."""
    await world.forward(timedelta(hours=1))
    yield "brought to three"
    await world.reaches(at(3, 3, 12))
    yield "brought to three more"
    await world.directs("nurses", "share https://example.org/stripes All about stripes")
    await world.reaches(at(8, 3, 12))
    await world.presses(asker, await world.sees(asker, "What next?", place="direct"), "Try other people")
    await world.forward(timedelta(hours=1))
    yield "brought to others"
    await world.reaches(at(9, 3, 10))
    assert QUESTION in (await world.sees("fisheries", "This week in", place="home")).text
    yield "told in the digest"
    for who in ("fisheries", "steward", "wardens", *list(UNIT_OF)[:2]):
        assert await world.sees(who, "Somebody asks", place="direct"), who


async def answered(world: World, asker: str) -> AsyncIterator[str]:
    """All that whoever was brought it can say to it."""
    await world.presses("nurses", await world.sees("nurses", "Somebody asks", place="direct"), "Not me")
    await world.directs("mediators", "iknow 2 Forests")
    await world.presses("wardens", await world.sees("wardens", "Somebody asks", place="direct"), "I know who")
    await world.fills("wardens", {"Or a name": "Health"})
    yield "passed, and named"
    await world.presses("fisheries", await world.sees("fisheries", "Somebody asks", place="direct"), "Happy to talk")
    await world.sees(asker, "would be happy to talk", place="direct")
    yield "somebody would be happy to talk"
    await world.presses(asker, await world.sees(asker, "would be happy to talk", place="direct"), "Not now")
    yield "kept apart"
    await world.presses("steward", await world.sees("steward", "Somebody asks", place="direct"), "Reply")
    await world.fills("steward", {"Your reply": "The keeper, always."})
    await world.sees(asker, "replied to your question", place="direct")
    yield "replied"
    for follower in ("steward", "fisheries"):
        await world.presses(follower, await world.sees(follower, CARD, place="home"), "I'd like to know too")
    yield "followed"


async def met(world: World, asker: str) -> AsyncIterator[str]:
    """It didn't help; it is taken to the meeting, which does."""
    await world.reaches(at(10, 3, 12))
    await world.presses(asker, await world.sees(asker, "Did this help?", place="direct"), "Still looking")
    yield "still looking"
    await world.directs(asker, "meeting 2")
    await world.commands("fisheries", "next")
    assert QUESTION in (await world.sees("fisheries", "Next: Thursday 18 March")).text
    yield "taken to the meeting"
    await world.replies("fisheries", await world.sees("fisheries", CARD, place="home"), "Or the zoo.")
    await world.reaches(at(18, 3, 12))
    await world.sees(asker, "Did the meeting help?", place="direct")
    yield "the meeting was held"
    await world.directs(asker, "helped 3")
    await world.sees("steward", "Answered", place="home")
    await world.directs(asker, "keep 3")
    await world.commands("fisheries", "library")
    assert QUESTION in (await world.sees("fisheries", "The newest in the library")).text
    yield "helped, and kept"
    await world.reaches(at(23, 3, 10))
    yield "told in a digest as one that was helped"


async def minded(world: World, asker: str) -> AsyncIterator[str]:
    """Opened again, changed, flagged, hidden, brought back, closed; another one is taken back."""
    await world.directs(asker, "reopen 2")
    await world.presses(asker, await world.sees(asker, CARD, place="home"), "More")
    await world.presses(asker, await world.sees(asker, "what would you like to do?", place="home"), "Edit")
    await world.fills(asker, {"More about it": "Striped ones."})
    await world.sees("steward", "Striped ones", place="home")
    yield "reopened and edited"
    await world.commands("fisheries", "flag 2")
    await world.directs("steward", "settings")
    await world.presses("steward", await world.sees("steward", "asks a steward to look", place="direct"), "Hide")
    await world.fills("steward", {"Because": "it may hold a confidence"})
    yield "hidden"
    assert not await world.finds("steward", CARD, place="home")
    await world.commands("steward", "unhide 2")
    await world.commands("steward", "reply 2 Or the circus.")
    await world.directs(asker, "close 2")
    await world.sees("steward", "Closed", place="home")
    yield "brought back and closed"
    await world.directs(asker, "ask Does anybody keep unicorns? --anon")
    await world.presses(asker, await world.sees(asker, "unicorns", place="direct"), "Post it")
    await world.directs(asker, "takeback 3")
    yield "taken back"


MET = 4
"""So many times one looks around until the asker says that their name may be told."""


async def put_in_touch(world: World, asker: str) -> AsyncIterator[str]:
    """Somebody would be happy to talk, and so would the asker: by their own press, to that one alone, is the name told."""
    async for reached in posted(world, asker, asked_directly):
        yield reached
    await world.reaches(at(3, 3, 12))
    await world.presses("fisheries", await world.sees("fisheries", "Somebody asks", place="direct"), "Happy to talk")
    yield "somebody would be happy to talk"
    await world.presses(asker, await world.sees(asker, "would be happy to talk", place="direct"), "Put us in touch")
    yield "put in touch"


LOOKED_AT = ("question 2", "find zebras", "who zebras", "offers", "library", "resource 4", "next", "home", "flag 2")
STEWARDS_LOOK_AT = ("settings log", "log 2", "settings", "health", "units")


async def life(world: World, asker: str, asks: Asks) -> AsyncIterator[str]:
    """All that can happen to a question asked without a name; says where it has come to."""
    for part in (posted(world, asker, asks), *(one(world, asker) for one in (brought, answered, met, minded))):
        async for reached in part:
            yield reached
    for line in LOOKED_AT:
        for who in ("steward", "fisheries", "nurses"):
            await world.directs(who, line)
    for line in STEWARDS_LOOK_AT:
        await world.directs("steward", line)
    yield "looked at"


async def counted_anew(world: World) -> None:
    """What the channels are called and how many read them is asked now, so that no life knows it sooner than another."""

    def uncounted(work: Work) -> None:
        for community in work.communities.all():
            work.only_writer_of(community.id)
            for channel in work.communities.channels(community.id):
                work.communities.save_channel(replace(channel, people=None, guests=None))

    await world.product.store.write(uncounted)
    await world.asks_who_is_there()


@asynccontextmanager
async def prepared(kind: str, folder: Path) -> AsyncIterator[World]:
    """The world before it is asked. On the workspace's platforms the clock stands while nobody puts it forward."""
    folder.mkdir(parents=True)
    start = datetime(2027, 3, 1, tzinfo=UTC)
    clock = None
    if kind == "web":
        clock = WorkspaceClock(real=lambda: start)
        clock.begin(START)
    async with new_world(kind, folder, clock=clock) as world:
        await world.forward(timedelta(minutes=1))
        await counted_anew(world)
        await everybody_did_the_same(world)
        yield world


@asynccontextmanager
async def lived(kind: str, folder: Path, asker: str, asks: Asks) -> AsyncIterator[tuple[World, Onlookers]]:
    """The world after that life, and what the others had of it."""
    onlookers = Onlookers(asker, exact=kind == "web")
    with capture_logs() as logs:
        async with prepared(kind, folder) as world:
            if isinstance(world.here, SlackChat):
                world.here.server.fault = Overhearing(world.here.server)
            async for _ in life(world, asker, asks):
                await look_around(onlookers, world)
            await look_at_figures(onlookers, world, logs)
            look_at_records(onlookers, folder / "cop.db", [account_of(world, who) for who in ASKERS])
            await look_at_exports(onlookers, world, OTHERS)
            await look_at_shelf(onlookers, world, OTHERS, "", "zebras")
            yield world, onlookers


async def a_month_later(world: World, onlookers: Onlookers, file: Path) -> None:
    """Nothing is left anywhere by which one asker differs from another: not in any table, nor in what they take along."""
    await world.forward(NAMELESS_LINK_KEPT + timedelta(days=1))
    await world.product.tick.clean()
    for who in ("steward", "fisheries"):
        await world.directs(who, "question 2")
    await look_around(onlookers, world)
    look_at_records(onlookers, file, (), but=ALL_DIFFER)
    await look_at_exports(onlookers, world, (*OTHERS, *ASKERS))


def account_of(world: World, who: str) -> str:
    """What the platform calls them."""
    chat = world.chat_of(who)
    return chat.person(who).id if isinstance(chat, SlackChat) else who
