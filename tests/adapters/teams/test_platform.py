"""The courier's side: creating, redrawing and removing in Teams, and what its refusals mean."""

from datetime import UTC, datetime

import pytest

from adapters.teams.refs import Address, ServiceUrls, parse_address
from bot.chat.cards import Card, Text
from bot.chat.refs import AccountRef, ChannelRef, MessageRef
from bot.chat.richtext import rich
from bot.errors import (
    Cause,
    MessageGone,
    Misshapen,
    PlatformError,
    RateLimited,
    Refused,
    ShutOut,
    Uncertain,
    Unreachable,
)
from bot.ports import CannotTell, ChannelFacts, Person, ToChannel, ToPerson
from tests.adapters.teams.conftest import Teams
from tests.servers.teams.activities import ADA, TENANT, direct
from tests.servers.teams.connector import BLOCKED, CHANNEL, TEAM
from tests.servers.teams.keys import Keys

CARD = Card("New question", (Text(rich("How?")),))
HOME = ChannelRef("teams", TENANT, CHANNEL)
ADA_ACCOUNT = AccountRef("teams", TENANT, ADA["aadObjectId"])
SINCE = datetime(2026, 11, 23, tzinfo=UTC)


async def test_a_card_for_a_channel_is_a_new_post(teams: Teams) -> None:
    made = await teams.platform.create("p1", ToChannel(HOME, teams.connector.url), CARD)
    (sent,) = teams.connector.written
    assert (sent.method, sent.path) == ("POST", f"v3/conversations/{CHANNEL}/activities")
    assert made == MessageRef(HOME, made.message)
    assert sent.body["summary"] == "New question"
    assert "text" not in sent.body


async def test_a_card_under_another_is_a_reply_in_its_thread(teams: Teams) -> None:
    under = MessageRef(HOME, "1700")
    made = await teams.platform.create("p2", ToChannel(HOME, teams.connector.url, under), CARD)
    assert teams.connector.written[0].path == f"v3/conversations/{CHANNEL};messageid=1700/activities"
    assert made.thread == "1700"


async def test_a_card_for_a_group_chat_has_no_thread(teams: Teams) -> None:
    chat = ChannelRef("teams", TENANT, "19:chat@thread.v2")
    made = await teams.platform.create("p3", ToChannel(chat, teams.connector.url, MessageRef(chat, "1700")), CARD)
    assert teams.connector.written[0].path == "v3/conversations/19:chat@thread.v2/activities"
    assert made.thread is None


async def test_a_card_for_a_person_opens_the_direct_conversation_once(teams: Teams) -> None:
    for _ in range(2):
        made = await teams.platform.create("p4", ToPerson(ADA_ACCOUNT, f"{teams.connector.url} {TEAM}"), CARD)
    paths = [one.path for one in teams.connector.written]
    there = f"v3/conversations/a:{ADA['aadObjectId']}/activities"
    assert paths == ["v3/conversations", there, there]
    assert made.channel.channel == f"a:{ADA['aadObjectId']}"
    assert teams.connector.written[0].body["channelData"] == {"tenant": {"id": TENANT}}


async def test_a_card_is_redrawn_and_removed_where_it_stands(teams: Teams) -> None:
    post, reply = MessageRef(HOME, "1700"), MessageRef(HOME, "1701", "1700")
    await teams.platform.update(post, CARD, teams.connector.url)
    await teams.platform.delete(reply, teams.connector.url)
    assert [(one.method, one.path) for one in teams.connector.written] == [
        ("PUT", f"v3/conversations/{CHANNEL};messageid=1700/activities/1700"),
        ("DELETE", f"v3/conversations/{CHANNEL};messageid=1700/activities/1701"),
    ]


async def test_an_unknown_send_cannot_be_settled(teams: Teams) -> None:
    found = await teams.platform.find_posted("p1", ToChannel(HOME, teams.connector.url), SINCE)
    assert found == CannotTell()


REFUSALS: list[tuple[int | str, type[PlatformError]]] = [
    (400, Refused),
    (401, Unreachable),
    (403, Unreachable),
    (404, Unreachable),
    (412, Unreachable),
    (413, Misshapen),
    (429, RateLimited),
    (500, Uncertain),
    (502, Uncertain),
    (503, Unreachable),
    (504, Uncertain),
    ("drop", Uncertain),
]


SAID: list[tuple[int, object, type[PlatformError], Cause]] = [
    (403, BLOCKED, ShutOut, Cause.SHUT_OUT),
    (403, {"error": {"code": "BotNotInConversationRoster", "message": "Ada's"}}, Unreachable, Cause.NOT_IN_CHANNEL),
    (403, {"error": {"code": "ForbiddenOperationException", "message": "x"}}, Unreachable, Cause.NOT_ALLOWED_IN),
    (403, {"error": {"code": "BotDisabledByAdmin", "message": "x"}}, Unreachable, Cause.RULES),
    (403, {"error": {"code": "Ada's"}}, Unreachable, Cause.NOT_ALLOWED_IN),
    (401, {}, Unreachable, Cause.TOKEN),
    (404, {"error": {"code": "ConversationNotFound", "message": "Ada's"}}, Unreachable, Cause.NO_CHANNEL),
    (412, {"error": {"code": "PreconditionFailed", "message": "x"}}, Unreachable, Cause.CLASH),
    (413, {"error": {"code": "MessageSizeTooBig", "message": "x"}}, Misshapen, Cause.SHAPE),
    (503, {}, Unreachable, Cause.BROKEN),
]
"""What Teams says with a refusal, what it means, and which cause the ledger keeps."""


@pytest.mark.parametrize(("status", "said", "meaning", "cause"), SAID)
async def test_a_refusal_is_told_in_our_words_alone(
    teams: Teams, status: int, said: object, meaning: type[PlatformError], cause: Cause
) -> None:
    teams.connector.faults = [(status, said)]
    with pytest.raises(PlatformError) as raised:
        await teams.platform.create("p1", ToChannel(HOME, teams.connector.url), CARD)
    assert type(raised.value) is meaning
    assert raised.value.cause is cause
    assert "Ada" not in raised.value.told


@pytest.mark.parametrize(("fault", "meaning"), REFUSALS)
async def test_what_a_refusal_means(teams: Teams, fault: int | str, meaning: type[PlatformError]) -> None:
    teams.connector.faults = [fault]
    with pytest.raises(PlatformError) as raised:
        await teams.platform.create("p1", ToChannel(HOME, teams.connector.url), CARD)
    assert type(raised.value) is meaning
    assert len(teams.connector.written) == 1, "the SDK must not repeat it by itself"
    if isinstance(raised.value, RateLimited):
        assert raised.value.retry_after == 7


async def test_where_nobody_listens_nothing_was_accepted(teams: Teams) -> None:
    with pytest.raises(Unreachable):
        await teams.platform.create("p1", ToChannel(HOME, "http://127.0.0.1:9"), CARD)


async def test_removing_what_is_gone_is_no_error_but_redrawing_it_is(teams: Teams) -> None:
    teams.connector.faults = [404, 404]
    await teams.platform.delete(MessageRef(HOME, "1700"), teams.connector.url)
    with pytest.raises(MessageGone):
        await teams.platform.update(MessageRef(HOME, "1700"), CARD, teams.connector.url)


async def test_somebody_without_an_address_is_reached_where_the_tenant_last_spoke(teams: Teams) -> None:
    with pytest.raises(Unreachable):
        await teams.platform.create("p1", ToPerson(ADA_ACCOUNT), CARD)
    await teams.post(direct())
    made = await teams.platform.create("p1", ToPerson(ADA_ACCOUNT), CARD)
    await teams.platform.update(made, CARD, "")
    assert [one.method for one in teams.connector.written] == ["POST", "POST", "PUT"]


def test_before_anybody_spoke_teams_is_reached_worldwide(settings_for: object) -> None:
    assert callable(settings_for)
    urls = ServiceUrls(settings_for(Keys(url="https://login.botframework.com")))
    assert urls.known(urls.reaching(TENANT, ""))
    assert urls.reaching(TENANT, KNOWN[1]) == KNOWN[1]


@pytest.mark.parametrize("address", ["https://evil.example/", "http://10.0.0.1/", "file:///etc/passwd", "http://["])
async def test_a_stored_address_that_is_not_teams_is_never_written_to(teams: Teams, address: str) -> None:
    with pytest.raises(Refused):
        await teams.platform.create("p1", ToChannel(HOME, address), CARD)


async def test_a_person_is_looked_up_in_the_direct_conversation(teams: Teams) -> None:
    address = f"{teams.connector.url} a:personal-ada"
    teams.connector.members[ADA["aadObjectId"]] = {"id": "29:ada", "name": "Ada", "email": "ada@gov.example"}
    assert await teams.platform.person(ADA_ACCOUNT, address) == Person("Ada", "ada@gov.example")
    assert await teams.platform.person(AccountRef("teams", TENANT, "nobody"), address) is None


async def test_a_channel_is_looked_up_in_its_team(teams: Teams) -> None:
    address = f"{teams.connector.url} {TEAM}"
    assert await teams.platform.channel(HOME, address) == ChannelFacts("Announcements", 180)
    general = ChannelRef("teams", TENANT, TEAM)
    assert await teams.platform.channel(general, address) == ChannelFacts("Policy", 180)
    assert await teams.platform.channel(ChannelRef("teams", TENANT, "19:x@thread.tacv2"), address) is None
    assert await teams.platform.channel(HOME, teams.connector.url) is None


KNOWN = ["https://smba.trafficmanager.net/amer/", "https://canary.botapi.teams.microsoft.com/amer/"]
UNKNOWN = [
    "http://smba.trafficmanager.net/amer/",
    "https://smba.trafficmanager.net.evil.example/",
    "https://evil.example/smba.trafficmanager.net",
    "https://smba.trafficmanager.net@evil.example/",
    "https://evilbotframework.com/",
    "https://trafficmanager.net/",
    "https://evil.trafficmanager.net/",
    "http://127.0.0.1:3978/",
    "https://x:99999/",
]


def test_only_teams_addresses_are_known_and_loopback_only_in_tests(settings_for: object) -> None:
    assert callable(settings_for)
    keys = Keys(url="https://login.botframework.com")
    real = ServiceUrls(settings_for(keys))
    assert all(real.known(url) for url in KNOWN)
    assert not any(real.known(url) for url in UNKNOWN)
    assert ServiceUrls(settings_for(Keys(url="http://127.0.0.1:1"))).known("http://127.0.0.1:3978/")


def test_an_address_survives_being_kept() -> None:
    for address in (Address("https://a.example/"), Address("https://a.example/", "a:1")):
        assert parse_address(str(address)) == address
