"""What Slack tells by itself: messages that are none of ours, channels that change, people who come and go."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pydantic import SecretStr
from structlog.testing import capture_logs

from adapters.settings import Settings
from adapters.wiring import running
from bot.chat.refs import AccountRef
from bot.members.model import Member
from storage.unit_of_work import Work
from tests.scenarios.slack import SlackChat
from tests.scenarios.world import World
from tests.scenarios.world import world as new_world
from tests.servers.postgres import PostgresServer
from tests.servers.slack.server import SlackServer
from tests.servers.slack.workspace import BOT, BOT_ID, TEAM, User

QUESTION = "How early do you bring local governments into a regulation change?"
ABROAD = "T0ABROAD"


BOTH_WAYS = pytest.mark.parametrize("world", ["slack", "socket"], indirect=True)
"""Over HTTP, and over a connection that the bot opens."""


@pytest.fixture
async def world(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[World]:
    """The community in Slack, reached over HTTP unless said otherwise."""
    with capture_logs() as logs:
        async with new_world(getattr(request, "param", "slack"), tmp_path) as made:
            yield made
    assert not [line for line in logs if line["log_level"] in {"error", "critical"}]


@pytest.fixture
def chat(world: World) -> SlackChat:
    assert isinstance(world.here, SlackChat)
    return world.here


@pytest.fixture
def slack(chat: SlackChat) -> SlackServer:
    return chat.server


async def member(world: World, user: User) -> Member | None:
    """Whose account it is in the community."""
    ref = AccountRef("slack", user.team, user.id)

    def found(work: Work) -> Member | None:
        known = work.members.of_account(1, ref)
        return known[0] if known else None

    return await world.product.store.read(found)


def kept(world: World) -> bytes:
    """Every byte that the database keeps, whatever became of it."""
    return b"".join(path.read_bytes() for path in sorted(world.file.parent.glob("cop.db*")))


@BOTH_WAYS
async def test_a_question_asked_in_slack_is_answered_from_the_other_platform(world: World) -> None:
    await world.asks("health", QUESTION)
    await world.replies("fisheries", await world.sees("fisheries", QUESTION), "Six weeks before.")
    carried = await world.sees("health", "Six weeks before", place="home")
    await world.presses("health", carried, "This helped")
    assert "Answered" in (await world.sees("labour", QUESTION)).text


# ---- messages that are none of ours


@BOTH_WAYS
async def test_what_is_no_reply_to_a_card_is_neither_kept_nor_logged_nor_asked_about(
    world: World, chat: SlackChat, slack: SlackServer, caplog: pytest.LogCaptureFixture
) -> None:
    await world.asks("health", QUESTION)
    card = await world.sees("labour", QUESTION)
    labour, health = chat.person("labour"), chat.person("health")
    caplog.set_level(logging.DEBUG)
    asked_before = len(slack.requests)
    with capture_logs() as logs:
        top = await slack.say(labour, chat.home, f"Quittenbrot <@{health.id}>, at noon?")
        under = await slack.say(health, chat.home, f"Quittenbrot yes <@{labour.id}>", thread=top.ts)
        await slack.say(labour, chat.home, "Quittenbrot", files=["https://policy.slack.com/files/Quittenbrot"])
        await slack.edit(health, under, "Quittenbrot at one")
        await slack.edit(labour, top, "Quittenbrot at two?")
        await slack.remove(under)
        await slack.remove(top)
        private = slack.add_channel("cabinet", [labour], private=True)
        await slack.say(labour, private, "Quittenbrot, privately")
        await slack.delivery.event(
            {
                "type": "message",
                "subtype": "bot_message",
                "bot_id": BOT_ID.replace("COP", "OTHER"),
                "text": "Quittenbrot is green",
                "ts": slack.workspace.stamp(),
                "thread_ts": card.id,
                "channel": chat.home.id,
                "channel_type": "channel",
            }
        )
        await slack.quiet()
    assert slack.undelivered == []
    assert b"Quittenbrot" not in kept(world)
    assert "Quittenbrot" not in f"{logs}{caplog.text}"
    assert slack.requests[asked_before:] == []
    await world.replies("labour", card, "Mispelbrot, eight weeks early.")
    assert b"Mispelbrot" in kept(world), "a reply to a card is kept, so that what is not kept could have been seen"


# ---- people


async def test_an_account_that_is_deactivated_is_gone_at_once_and_back_at_once(
    world: World, chat: SlackChat, slack: SlackServer
) -> None:
    labour = chat.person("labour")
    labour.deleted = True
    await slack.changed(labour)
    gone = await member(world, labour)
    assert gone is not None
    assert gone.departed_at is not None
    labour.deleted = False
    await slack.changed(labour)
    back = await member(world, labour)
    assert back is not None
    assert back.departed_at is None


async def test_when_the_steward_is_deactivated_another_is_steward_at_once(
    world: World, chat: SlackChat, slack: SlackServer
) -> None:
    await world.commands("health", "me")
    steward = chat.person("steward")
    steward.deleted = True
    await slack.changed(steward)
    stewards = await world.product.store.read(lambda work: work.members.stewards(1))
    left = await member(world, steward)
    assert left is not None
    assert [one.id for one in stewards] != [left.id]
    assert len(stewards) == 1


async def test_of_those_who_never_used_the_bot_nothing_is_kept(
    world: World, chat: SlackChat, slack: SlackServer
) -> None:
    stranger = slack.add_user("quittenbrot", "Quentin Quittenbrot")
    chat.home.members.add(stranger.id)
    await slack.changed(stranger)
    stranger.deleted = True
    await slack.changed(stranger)
    assert b"uittenbrot" not in kept(world)
    assert stranger.id.encode() not in kept(world)


async def test_a_change_that_does_not_matter_here_writes_nothing(
    world: World, chat: SlackChat, slack: SlackServer
) -> None:
    labour = chat.person("labour")
    await world.asks_who_is_there()

    async def seen() -> list[str]:
        return [str(one) for one in await world.all_of("steward")]

    labour.guest = True
    await slack.changed(labour)
    before, seen_before = await world.product.store.read(_written), await seen()
    await slack.changed(labour)
    assert (await world.product.store.read(_written), await seen()) == (before, seen_before)
    assert await member(world, labour) is not None


def _written(work: Work) -> tuple[datetime | None, int]:
    happened = work.history.latest(1, ["departed", "returned", "arrived"], 100)
    return (happened[0].at if happened else None), len(happened)


async def test_who_is_called_otherwise_now_is_called_so_here_unless_they_chose_a_name(
    world: World, chat: SlackChat, slack: SlackServer
) -> None:
    labour = chat.person("labour")
    await world.asks_who_is_there()
    await world.asks("labour", QUESTION)
    labour.real_name = "Lou Laboureur"
    await slack.changed(labour)
    await world.settle()
    assert "Lou Laboureur" in (await world.sees("health", QUESTION)).text
    assert "Lou Laboureur" in (await world.sees("fisheries", QUESTION)).text


async def test_a_guest_in_the_channel_is_a_member_like_anybody(
    world: World, chat: SlackChat, slack: SlackServer
) -> None:
    guest = chat.person("guest")
    guest.guest = True
    await world.asks("health", QUESTION)
    await chat.reply("guest", await world.sees("labour", QUESTION), "A month before.")
    await world.settle()
    assert await member(world, guest) is not None
    assert "A month before" in (await world.sees("fisheries", "A month before")).text


async def test_people_of_an_organisation_the_channel_is_shared_with_are_members_under_their_own(
    world: World, chat: SlackChat, slack: SlackServer
) -> None:
    await world.asks("health", QUESTION)
    card = await world.sees("labour", QUESTION)
    abroad = slack.add_user("abroad", "Lin Okafor", team=ABROAD)
    await slack.share(chat.home, [abroad])
    await chat.reply("abroad", card, "Ten weeks, in our province.")
    await world.settle()
    assert await member(world, abroad) is not None
    assert "Ten weeks" in (await world.sees("fisheries", "Ten weeks")).text
    await chat.press("abroad", card, "Reply")
    await chat.fill("abroad", {"Your reply": "And by phone."})
    await world.settle()
    assert "And by phone" in (await world.sees("fisheries", "And by phone")).text
    here = await world.product.store.read(
        lambda work: work.members.communities_of(AccountRef("slack", TEAM, abroad.id))
    )
    assert here == []


async def test_a_bot_is_never_a_member(world: World, chat: SlackChat, slack: SlackServer) -> None:
    await world.asks("health", QUESTION)
    card = await world.sees("labour", QUESTION)
    builder = slack.add_user("builder", bot=True)
    chat.home.members.add(builder.id)
    event = {"type": "message", "user": builder.id, "bot_id": "B0BUILDER", "text": "Green", "thread_ts": card.id}
    at = {"ts": slack.workspace.stamp(), "channel": chat.home.id, "channel_type": "channel"}
    await slack.delivery.event({**event, **at})
    await slack.delivery.event({**event, **at, "type": "app_mention"})
    assert await member(world, builder) is None
    assert "no replies yet" in (await world.sees("labour", QUESTION)).text


# ---- channels


async def test_a_renamed_channel_is_called_by_its_new_name(world: World, chat: SlackChat, slack: SlackServer) -> None:
    await slack.rename(chat.home, "policy-analysts")
    await world.commands("steward", "settings")
    channels = await world.product.store.read(lambda work: work.communities.channels(1))
    assert "#policy-analysts" in [channel.name for channel in channels]


async def test_nothing_is_posted_in_an_archived_channel_until_it_is_in_use_again(
    world: World, chat: SlackChat, slack: SlackServer
) -> None:
    await slack.archive(chat.person("steward"), chat.home)
    await world.asks("fisheries", "Asked while it was archived?")
    assert not await world.finds("labour", "Asked while it was archived?", place="home")
    await slack.unarchive(chat.person("steward"), chat.home)
    await world.asks("fisheries", QUESTION)
    assert await world.sees("labour", QUESTION, place="home")


async def test_a_channel_of_nobodys_that_is_used_again_founds_nothing(
    world: World, chat: SlackChat, slack: SlackServer
) -> None:
    other = slack.add_channel("lunch", [chat.person("labour")])
    await slack.unarchive(chat.person("labour"), other)
    await slack.rename(other, "supper")
    assert len(await world.product.store.read(lambda work: list(work.communities.all()))) == 1


async def test_how_many_read_is_asked_again_when_a_channel_is_shared(
    world: World, chat: SlackChat, slack: SlackServer
) -> None:
    await world.asks_who_is_there()
    abroad = [slack.add_user(f"abroad{n}", team=ABROAD) for n in range(3)]
    await slack.share(chat.home, abroad)
    channels = await world.product.store.read(lambda work: work.communities.channels(1))
    assert [channel.people for channel in channels if channel.ref.platform == "slack"] == [None]
    await world.asks_who_is_there()
    channels = await world.product.store.read(lambda work: work.communities.channels(1))
    assert [channel.people for channel in channels if channel.ref.platform == "slack"] == [len(chat.home.members)]


async def test_a_private_channel_that_gets_another_id_stays_the_communitys_with_all_that_stands_there(
    world: World, chat: SlackChat, slack: SlackServer
) -> None:
    await world.asks("health", QUESTION)
    card = await world.sees("labour", QUESTION)
    said = await world.replies("labour", card, "Eight weeks.")
    await slack.renumber(chat.home)
    await world.replies("labour", card, "And by phone.")
    await chat.edit("labour", said, "Nine weeks.")
    await world.settle()
    assert "Nine weeks." in (await world.sees("fisheries", "Nine weeks.")).text
    assert await world.sees("fisheries", "And by phone.")
    await world.replies("fisheries", await world.sees("fisheries", QUESTION), "Ten weeks here.")
    assert (await world.sees("labour", "Ten weeks here.", place="home")).under == card.id
    assert "3 replies" in (await world.sees("labour", QUESTION)).text
    assert len(await world.product.store.read(lambda work: list(work.communities.all()))) == 1


async def test_a_channel_made_private_stays_the_communitys(world: World, chat: SlackChat, slack: SlackServer) -> None:
    chat.home.private = True
    await slack.delivery.event(
        {
            "type": "message",
            "subtype": "channel_convert_to_private",
            "user": chat.person("steward").id,
            "text": "made this channel *private*.",
            "ts": slack.workspace.stamp(),
            "channel": chat.home.id,
            "channel_type": "group",
        }
    )
    await world.asks("health", QUESTION)
    await world.replies("labour", await world.sees("labour", QUESTION), "Eight weeks.")
    assert "Eight weeks" in (await world.sees("fisheries", "Eight weeks")).text


# ---- times


async def test_when_a_meeting_begins_is_told_in_each_readers_own_time(
    world: World, chat: SlackChat, slack: SlackServer
) -> None:
    series = "meetings every second Thursday 10:00 for 60 min, Room 4 from 25 March 2027"
    await world.commands("steward", series)
    await world.commands("health", "next")
    shown = slack.visible_to(chat.person("health"))[-1]
    dates = [
        run
        for block in shown.blocks
        for section in block.get("elements", ())
        for run in section.get("elements", ())
        if run["type"] == "date"
    ]
    ten_pacific = int(datetime(2027, 3, 25, 17, tzinfo=UTC).timestamp())
    assert [(run["timestamp"], run["fallback"]) for run in dates] == [(ten_pacific, "Thursday 25 March, 10:00 Pacific")]
    assert "{time}" in dates[0]["format"]
    await world.commands("fisheries", "next")
    assert "In your time" not in (await world.sees("fisheries", "Next: Thursday 25 March")).text


# ---- two processes


@pytest.mark.postgres
async def test_an_envelope_that_reaches_two_processes_is_handled_once(postgres: PostgresServer) -> None:
    url = postgres.fresh()
    async with AsyncExitStack() as stack:
        slack = await stack.enter_async_context(SlackServer())
        slack.socket_mode()
        settings = Settings(
            database_url=url,
            port=0,
            slack_app_token=SecretStr(slack.links.app_token),
            slack_bot_token=SecretStr(slack.token),
            slack_api_url=slack.api_url,
        )
        first, second = [await stack.enter_async_context(running(settings)) for _ in range(2)]
        links = [await slack.links.standing(number) for number in (1, 2)]
        for number in range(5):
            steward = slack.add_user(f"steward{number}")
            channel = slack.add_channel(f"policy{number}", [steward])
            joined = {"type": "member_joined_channel", "user": BOT, "channel": channel.id, "inviter": steward.id}
            sent = slack.links.envelope("events_api", json.loads(slack.delivery.wrapped(joined)))
            taken = await asyncio.gather(*(slack.links.deliver(sent, link) for link in links))
            if None in taken:
                assert await slack.links.deliver(sent) is not None, "what failed in one comes again, and is taken"
        assert len(await first.store.read(lambda work: list(work.communities.all()))) == 5
        await first.settle()
        await second.settle()
        for user in slack.workspace.users.values():
            if user.name.startswith("steward"):
                shown = [message for message in slack.visible_to(user) if message.user == BOT]
                assert len(shown) == 1
    postgres.drop(url)
