"""Slack as the courier uses it: what it creates, changes, removes and finds, and what its errors mean."""

import socket
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import web

from adapters.slack.app import mount
from adapters.slack.errors import of_status
from bot.chat.capabilities import Deployment
from bot.chat.cards import Button, Buttons, Card, Text
from bot.chat.refs import AccountRef, ChannelRef, MessageRef, Subject
from bot.chat.replies import Private
from bot.chat.richtext import rich
from bot.errors import MessageGone, Misshapen, PlatformError, RateLimited, Refused, Uncertain, Unreachable
from bot.ports import Absent, CannotTell, ChannelFacts, Person, Platform, ToChannel, ToPerson
from tests.adapters.slack.conftest import Bot, RecordingDoor, SystemClock, settings_for
from tests.servers.slack.api import ALL_SCOPES
from tests.servers.slack.faults import ApiRequest, Broken, DropAfter, DropBefore, Fault, Late, Says, TooMany
from tests.servers.slack.screen import buttons, words, words_in
from tests.servers.slack.server import SlackServer
from tests.servers.slack.workspace import BOT, TEAM, Channel, Message, User

CARD = Card("A notice", (Text(rich("Words")),))


def place(channel: Channel, under: MessageRef | None = None) -> ToChannel:
    return ToChannel(ChannelRef("slack", TEAM, channel.id), under=under)


def ago(seconds: float = 0) -> datetime:
    return datetime.now(UTC) - timedelta(seconds=seconds)


async def test_a_card_is_posted_redrawn_and_removed(slack: SlackServer, bot: Bot, ada: User, home: Channel) -> None:
    ref = await bot.platform.create("p1", place(home), CARD)
    assert ref.channel == ChannelRef("slack", TEAM, home.id)
    await bot.platform.update(ref, Card("A notice", (Text(rich("Other words")),)), "")
    assert [words(message) for message in slack.visible_to(ada)] == ["Other words"]
    await bot.platform.delete(ref, "")
    await bot.platform.delete(ref, "")
    assert slack.visible_to(ada) == []
    with pytest.raises(MessageGone):
        await bot.platform.update(ref, CARD, "")


async def test_links_are_never_unfurled(slack: SlackServer, bot: Bot, ada: User, home: Channel) -> None:
    posted = await bot.platform.create("p1", place(home), CARD)
    await bot.platform.update(posted, CARD, "")
    button = Buttons((Button("Go", "go", Subject(1, "question", 1)),))
    bot.door.reply = Private(Card("A notice", (button,)))
    await slack.say(ada, home, f"<@{BOT}> next")
    answered = await slack.slash(ada, home, "/cop", "next")
    await slack.press(ada, slack.visible_to(ada)[-1], buttons(slack.visible_to(ada)[-1])[0][1])
    await slack.quiet()
    written = {one.method: one.args for one in slack.requests if one.method.startswith(("chat.", "response_url"))}
    assert set(written) == {"chat.postMessage", "chat.update", "chat.postEphemeral", "response_url"}
    for said in (*written.values(), answered.json()):
        assert (said["unfurl_links"], said["unfurl_media"]) == (False, False)


async def test_a_posting_finds_its_place_in_a_thread(slack: SlackServer, bot: Bot, ada: User, home: Channel) -> None:
    parent = await bot.platform.create("p1", place(home), CARD)
    reply = await bot.platform.create("p2", place(home, parent), CARD)
    assert reply.thread == parent.message
    assert [message.thread for message in slack.visible_to(ada)] == [parent.message] * 2


async def test_a_person_is_written_to_directly(slack: SlackServer, bot: Bot, ada: User) -> None:
    to = ToPerson(AccountRef("slack", TEAM, ada.id))
    ref = await bot.platform.create("p1", to, CARD)
    assert ref.channel.channel == ada.direct
    assert len(slack.visible_to(ada)) == 1


async def test_what_was_posted_is_found_in_channel_thread_and_direct_conversation(
    slack: SlackServer, bot: Bot, ada: User, home: Channel
) -> None:
    start = ago(1)
    parent = await bot.platform.create("1", place(home), CARD)
    reply = await bot.platform.create("2", place(home, parent), CARD)
    person = ToPerson(AccountRef("slack", TEAM, ada.id), slack.workspace.direct(ada).id)
    direct = await bot.platform.create("3", person, CARD)
    assert await bot.platform.find_posted("1", place(home), start) == parent
    assert await bot.platform.find_posted("2", place(home, parent), start) == reply
    assert await bot.platform.find_posted("3", person, start) == direct
    assert await bot.platform.find_posted("2", place(home), start) == Absent()
    assert await bot.platform.find_posted("4", place(home, parent), start) == Absent()


async def test_what_was_written_to_somebody_forgotten_is_found_by_their_address_also_among_many_workspaces(
    slack: SlackServer, bot: Bot, ada: User
) -> None:
    written = await bot.platform.create("1", ToPerson(AccountRef("slack", TEAM, ada.id), ada.direct), CARD)
    for address in (ada.direct, f"{TEAM}/{ada.direct}"):
        where = ToChannel(ChannelRef("slack", TEAM, address), address)
        assert await bot.platform.find_posted("1", where, ago(5)) == written


async def test_what_was_posted_is_found_under_what_came_after(
    slack: SlackServer, bot: Bot, ada: User, home: Channel
) -> None:
    start = ago()
    wanted = await bot.platform.create("wanted", place(home), CARD)
    for number in range(40):
        await slack.say(ada, home, f"talk {number}")
    assert await bot.platform.find_posted("wanted", place(home), start) == wanted
    assert await bot.platform.find_posted("other", place(home), start) == Absent()
    slack.workspace.ahead = 600
    talk(slack, ada, home, 500)
    assert await bot.platform.find_posted("wanted", place(home), start) == wanted


async def test_among_too_much_that_was_written_at_the_time_nobody_can_tell(
    slack: SlackServer, bot: Bot, ada: User, home: Channel
) -> None:
    start = ago()
    await bot.platform.create("wanted", place(home), CARD)
    talk(slack, ada, home, 500)
    assert await bot.platform.find_posted("wanted", place(home), start) == CannotTell()


def talk(slack: SlackServer, user: User, channel: Channel, many: int) -> None:
    """So many messages that the bot was not told of."""
    for number in range(many):
        slack.workspace.add(Message(channel.id, slack.workspace.stamp(), user.id, f"talk {number}"))


async def test_an_older_message_is_not_mistaken_for_the_new(slack: SlackServer, bot: Bot, home: Channel) -> None:
    await bot.platform.create("p1", place(home), CARD)
    assert await bot.platform.find_posted("p1", place(home), datetime.now(UTC) + timedelta(seconds=60)) == Absent()


async def test_somebody_elses_metadata_is_not_ours(slack: SlackServer, bot: Bot, ada: User, home: Channel) -> None:
    said = await slack.say(ada, home, "look")
    said.metadata = {"event_type": "cop_posting", "event_payload": {"posting": "p1"}}
    assert await bot.platform.find_posted("p1", place(home), ago(5)) == Absent()


async def test_a_direct_conversation_whose_id_is_unknown_cannot_be_searched(bot: Bot, ada: User) -> None:
    assert await bot.platform.find_posted("p1", ToPerson(AccountRef("slack", TEAM, ada.id)), ago()) == CannotTell()


async def test_without_history_scopes_nobody_can_tell() -> None:
    async with SlackServer(scopes=ALL_SCOPES - {"channels:history"}) as slack:
        platform = _unstarted(slack)
        home = slack.add_channel("policy-cop")
        assert await platform.find_posted("p1", place(home), ago()) == CannotTell()


async def test_people_and_channels_are_told_of(slack: SlackServer, bot: Bot, ada: User, home: Channel) -> None:
    assert await bot.platform.person(AccountRef("slack", TEAM, ada.id), "") == Person(
        "Ada Lovelace", None, "America/Vancouver"
    )
    assert await bot.platform.person(AccountRef("slack", TEAM, "U0NOBODY"), "") is None
    assert await bot.platform.channel(ChannelRef("slack", TEAM, home.id), "") == ChannelFacts("#policy-cop", 2)
    assert await bot.platform.channel(ChannelRef("slack", TEAM, "C0NONE"), "") is None


async def test_patience_is_asked_for_in_seconds(slack: SlackServer, bot: Bot, home: Channel) -> None:
    slack.limit("chat.postMessage", retry_after=7)
    with pytest.raises(RateLimited) as told:
        await bot.platform.create("p1", place(home), CARD)
    assert told.value.retry_after == 7
    with pytest.raises(RateLimited) as told:
        await bot.platform.create("p1", place(home), CARD)
    assert 6 < told.value.retry_after < 7
    assert [request.method for request in slack.requests].count("chat.postMessage") == 1


@pytest.mark.parametrize(
    ("fault", "error", "shown"),
    [
        (TooMany(1), RateLimited, 0),
        (Broken(500), Uncertain, 0),
        (Broken(503), Uncertain, 0),
        (DropBefore(), Uncertain, 0),
        (DropAfter(), Uncertain, 1),
    ],
)
async def test_a_create_that_went_wrong_says_how(
    slack: SlackServer, bot: Bot, ada: User, home: Channel, fault: Fault, error: type[PlatformError], shown: int
) -> None:
    def once(asked: ApiRequest) -> Fault | None:
        return fault if asked.method == "chat.postMessage" else None

    slack.fault = once
    with pytest.raises(error):
        await bot.platform.create("p1", place(home), CARD)
    slack.fault = None
    assert len(slack.visible_to(ada)) == shown
    found = await bot.platform.find_posted("p1", place(home), ago(5))
    assert isinstance(found, MessageRef if shown else Absent)


async def test_an_answer_that_never_comes_is_uncertain(slack: SlackServer, home: Channel) -> None:
    platform = _unstarted(slack, seconds=0.1)
    slack.fault = lambda asked: Late(0.3) if asked.method == "chat.update" else None
    with pytest.raises(Uncertain):
        await platform.update(MessageRef(ChannelRef("slack", TEAM, home.id), "1.0"), CARD, "")
    await slack.quiet(0.3)


async def test_a_closed_door_is_unreachable(slack: SlackServer, home: Channel) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        platform = _unstarted(slack, f"http://127.0.0.1:{closed.getsockname()[1]}/api/")
        with pytest.raises(Unreachable):
            await platform.update(MessageRef(ChannelRef("slack", TEAM, home.id), "1.0"), CARD, "")


async def test_what_slack_will_never_do_is_refused_with_its_word_for_it(
    slack: SlackServer, bot: Bot, ada: User
) -> None:
    slack.fault = lambda asked: Says("user_not_found") if asked.method == "chat.postMessage" else None
    with pytest.raises(Refused) as told:
        await bot.platform.create("p1", ToPerson(AccountRef("slack", TEAM, ada.id)), CARD)
    assert told.value.told == "the platform knows no such person (user_not_found)"


async def test_an_archived_channel_may_be_brought_back(slack: SlackServer, bot: Bot, ada: User, home: Channel) -> None:
    home.archived = True
    with pytest.raises(Unreachable) as told:
        await bot.platform.create("p1", place(home), CARD)
    assert told.value.told == "the channel is archived (is_archived)"
    home.archived = False
    await bot.platform.create("p1", place(home), CARD)


async def test_where_the_bot_is_not_yet_it_comes_again_once_it_is_invited(
    slack: SlackServer, bot: Bot, ada: User
) -> None:
    elsewhere = slack.add_channel("elsewhere", [ada], bot=False)
    with pytest.raises(Unreachable) as told:
        await bot.platform.create("p1", place(elsewhere), CARD)
    assert told.value.reason == "not_in_channel"


@pytest.mark.parametrize(
    "said", ["invalid_auth", "token_expired", "token_revoked", "account_inactive", "missing_scope"]
)
def test_what_people_can_put_right_is_tried_again(said: str) -> None:
    assert type(of_status(200, {}, said)) is Unreachable


def test_an_error_that_is_not_slacks_own_is_tried_again() -> None:
    assert type(of_status(403, {}, "")) is Unreachable
    assert type(of_status(200, {}, "a_word_of_tomorrow")) is Unreachable
    assert type(of_status(200, {}, "invalid_blocks")) is Misshapen
    assert type(of_status(200, {}, "")) is Uncertain


def _unstarted(slack: SlackServer, url: str = "", seconds: float = 10) -> Platform:
    settings = settings_for(slack).model_copy(update={"slack_api_url": url or slack.api_url})
    platform = mount(web.Application(), RecordingDoor(), settings, Deployment("CoP", "/cop", {}), SystemClock())
    vars(vars(platform)["_workspaces"])["_workspace"].client.timeout = seconds
    return platform


def at_home(user: User) -> ToPerson:
    return ToPerson(AccountRef("slack", TEAM, user.id), home=True)


def shown_at_home(slack: SlackServer, user: User) -> str:
    return words_in(slack.workspace.homes[user.id]["blocks"])


async def test_a_home_is_shown_and_shown_anew_and_no_message_comes_of_it(
    slack: SlackServer, bot: Bot, ada: User
) -> None:
    ref = await bot.platform.create("p1", at_home(ada), CARD)
    assert ref.channel == ChannelRef("slack", TEAM, ada.id)
    assert shown_at_home(slack, ada) == "Words"
    await bot.platform.update(ref, Card("A notice", (Text(rich("Other words")),)), "")
    assert shown_at_home(slack, ada) == "Other words"
    assert slack.visible_to(ada) == []
    assert {request.method for request in slack.requests} <= {"auth.test", "views.publish"}


async def test_a_home_whose_showing_is_unsure_may_be_shown_again(slack: SlackServer, bot: Bot, ada: User) -> None:
    slack.fault = lambda asked: DropAfter() if asked.method == "views.publish" else None
    with pytest.raises(Uncertain):
        await bot.platform.create("p1", at_home(ada), CARD)
    assert isinstance(await bot.platform.find_posted("p1", at_home(ada), ago()), Absent)


async def test_nobody_unknown_has_a_home(slack: SlackServer, bot: Bot) -> None:
    with pytest.raises(Refused):
        await bot.platform.create("p1", ToPerson(AccountRef("slack", TEAM, "U0NOBODY"), home=True), CARD)
    slack.limit("views.publish", 3)
    with pytest.raises(RateLimited):
        await bot.platform.create("p1", ToPerson(AccountRef("slack", TEAM, "U0NOBODY"), home=True), CARD)
