"""Home on every platform: on hello and `home`; and Slack's App Home, which shows by itself and keeps up."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.home.model import STANDS_FOR
from tests.scenarios.chat import Seen
from tests.scenarios.slack import SlackChat
from tests.scenarios.world import World
from tests.scenarios.world import world as new_world
from tests.servers.slack.faults import ApiRequest, Broken, Fault

SERIES = "meetings every second Thursday 10:00 for 60 min, Room 4 from 18 March 2027"
NO_LONGER = "One moment, I'm looking"
SECRET = "Quokka"


async def test_a_hello_to_the_bot_alone_is_answered_with_home_and_everything_on_it_works(world: World) -> None:
    await world.commands("steward", SERIES)
    await world.asks("fisheries", "Who keeps the minutes?")
    await world.directs("health", "hello")
    home = await world.sees("health", "Hello. You can ask me in your own words.", place="direct")
    assert "“Who keeps the minutes?” is asked" in home.text and "Thursday 18 March" in home.text
    await world.presses("health", home, "Open question 1")
    await world.sees("health", "Fisheries", place="direct")
    await world.directs("health", "home")
    await world.presses("health", await world.sees("health", "Next meeting:", place="direct"), "I'll come")
    await world.sees("health", "Good, see you on Thursday 18 March", place="direct")
    await world.directs("health", "home")
    home = await world.sees("health", "you said yes", place="direct")
    await world.presses("health", home, "Ask something")
    await world.fills("health", {"Your question": "Who drafts the plan?"})
    await world.sees("health", "Before it goes out", place="direct")


@pytest.fixture
async def slack(tmp_path: Path) -> AsyncIterator[World]:
    """The community, with Slack here."""
    async with new_world("slack", tmp_path) as made:
        yield made


def chat(world: World) -> SlackChat:
    """Slack."""
    assert isinstance(world.here, SlackChat)
    return world.here


async def opens(world: World, who: str) -> Seen:
    """Somebody opens the Home; what they read as soon as all has been shown."""
    await chat(world).opens_home(who)
    await world.settle()
    return chat(world).home_of(who)


async def home_of(world: World, who: str, within: timedelta = timedelta(minutes=2)) -> str:
    """What somebody reads in their Home, a little later."""
    await world.forward(within)
    return chat(world).home_of(who).text


def published(world: World) -> list[ApiRequest]:
    """Every Home that was shown so far."""
    return [one for one in chat(world).server.requests if one.method == "views.publish"]


async def test_the_home_shows_when_it_is_opened_and_nobody_is_written_to(slack: World) -> None:
    before = len(chat(slack).server.visible_to(chat(slack).person("health")))
    home = await opens(slack, "health")
    assert home.text.startswith("Hello. You can ask me in your own words.")
    assert home.buttons == ("Ask something", "About me", "How I may reach you", "Help")
    assert len(chat(slack).server.visible_to(chat(slack).person("health"))) == before
    assert {one.args["user_id"] for one in published(slack)} == {chat(slack).account("health")}


async def test_what_others_do_comes_to_it_soon_and_once(slack: World) -> None:
    await opens(slack, "health")
    shown = len(published(slack))
    for number in range(4):
        await slack.commands("fisheries", f"share https://example.org/{number} Plan {number}")
    assert len(published(slack)) == shown, "not with each of them"
    assert "“Plan 3” in the library" in await home_of(slack, "health")
    assert len(published(slack)) == shown + 1
    await slack.commands("fisheries", "flag resource 1")
    await slack.forward(timedelta(minutes=2))
    assert len(published(slack)) == shown + 1, "what changes nothing on it shows nothing anew"


async def test_what_its_owner_does_shows_at_once(slack: World) -> None:
    await slack.commands("steward", SERIES)
    assert "Next meeting: Thursday 18 March" in (await opens(slack, "health")).text
    await chat(slack).presses_home("health", "I'll come")
    await slack.settle()
    assert "you said yes" in chat(slack).home_of("health").text
    await slack.commands("health", "rsvp no")
    assert "you said no" in chat(slack).home_of("health").text


async def test_presses_there_are_answered_in_a_window_over_it(slack: World) -> None:
    await slack.asks("fisheries", "Who keeps the minutes?")
    await opens(slack, "health")
    written = len(chat(slack).server.visible_to(chat(slack).person("health")))
    await chat(slack).presses_home("health", "Open question 1")
    window = chat(slack).window_of("health")
    assert window is not None and "Who keeps the minutes?\nFisheries" in window.text
    await chat(slack).presses_window("health", "Reply")
    form = chat(slack).form("health")
    assert form is not None and form.title == "Reply"
    await slack.fills("health", {"Your reply": "The chair does."})
    await slack.sees("fisheries", "The chair does.", place="home")
    assert chat(slack).window_of("health") is not None
    assert len(chat(slack).server.visible_to(chat(slack).person("health"))) == written + 1, "the reply, in the channel"


async def test_a_question_is_asked_from_there_without_leaving_it(slack: World) -> None:
    await opens(slack, "health")
    await chat(slack).presses_home("health", "Ask something")
    await slack.fills("health", {"Your question": "Who drafts the plan?"})
    window = chat(slack).window_of("health")
    assert window is not None and "Before it goes out: have a look." in window.text
    assert "Yours: 1 draft" in chat(slack).home_of("health").text
    assert not await slack.finds("labour", "Who drafts the plan?") and not await slack.finds("health", "Who drafts")
    await chat(slack).presses_window("health", "Post it")
    await slack.settle()
    window = chat(slack).window_of("health")
    assert window is not None and "Posted as question 1." in window.text
    await slack.sees("labour", "Who drafts the plan?", place="home")
    assert "Yours: “Who drafts the plan?”, no replies yet" in chat(slack).home_of("health").text


async def test_where_no_window_opens_any_more_the_answer_comes_as_a_direct_message(slack: World) -> None:
    await slack.asks("fisheries", "Who keeps the minutes?")
    await opens(slack, "health")
    chat(slack).server.api.trigger_seconds = 0
    await chat(slack).presses_home("health", "Open question 1")
    assert chat(slack).window_of("health") is None
    assert (await slack.sees("health", "Who keeps the minutes?\nFisheries", place="direct")).private
    await chat(slack).presses_home("health", "Ask something")
    await slack.presses("health", await slack.sees("health", "Ask the community", place="direct"), "Ask the community")


async def test_what_is_taken_back_is_gone_from_every_home_within_a_minute(slack: World) -> None:
    await slack.asks("fisheries", f"Who keeps a {SECRET}?")
    for who in ("health", "labour"):
        assert SECRET in (await opens(slack, who)).text
    await slack.commands("fisheries", "takeback 1")
    await slack.settle()
    for who in ("health", "labour"):
        assert SECRET not in chat(slack).home_of(who).text


async def test_a_home_nobody_opens_for_a_month_is_emptied(slack: World) -> None:
    await slack.asks("fisheries", f"Who keeps a {SECRET}?")
    assert SECRET in (await opens(slack, "health")).text
    await slack.forward(STANDS_FOR - timedelta(days=7))
    assert NO_LONGER not in chat(slack).home_of("health").text
    await slack.forward(timedelta(days=8))
    assert NO_LONGER in chat(slack).home_of("health").text and SECRET not in chat(slack).home_of("health").text
    shown = len(published(slack))
    await slack.commands("fisheries", "share https://example.org/1 Plan 1")
    await slack.forward(timedelta(minutes=2))
    assert len(published(slack)) == shown
    assert "“Plan 1” in the library" in (await opens(slack, "health")).text


async def test_who_is_forgotten_has_nothing_left_in_their_home(slack: World) -> None:
    await slack.asks("health", f"Who keeps a {SECRET}?")
    assert SECRET in (await opens(slack, "health")).text
    await slack.directs("health", "me forget now")
    assert chat(slack).home_of("health").text.startswith(NO_LONGER)
    assert "in no community of mine" in (await opens(slack, "health")).text


async def test_who_is_in_no_community_reads_how_to_join_one(slack: World) -> None:
    home = await opens(slack, "newcomer")
    assert "You are in no community of mine here yet." in home.text and home.buttons == ("Enter a code",)
    await slack.commands("newcomer", "me unit Health")
    assert "Hello. You can ask me" in (await opens(slack, "newcomer")).text


async def test_the_messages_beside_it_are_nobodys_home(slack: World) -> None:
    await chat(slack).server.open_home(chat(slack).person("health"), tab="messages")
    await slack.settle()
    assert not published(slack)


async def test_an_outage_leaves_no_stale_home(slack: World) -> None:
    """Showing is refused until it isn't any more; what stands then is as things are then."""
    await opens(slack, "health")
    server = chat(slack).server
    down = True

    def fault(asked: ApiRequest) -> Fault | None:
        return Broken(403) if down and asked.method == "views.publish" else None

    server.fault = fault
    await slack.asks("fisheries", "Who keeps the minutes?")
    await slack.forward(timedelta(minutes=2))
    assert "Who keeps the minutes?" not in chat(slack).home_of("health").text
    down = False
    assert "Who keeps the minutes?" in await home_of(slack, "health", timedelta(minutes=20))


async def test_the_event_is_answered_before_anything_is_shown_and_a_second_delivery_shows_nothing_more(
    slack: World,
) -> None:
    user, server = chat(slack).person("health"), chat(slack).server
    body = server.delivery.wrapped({"type": "app_home_opened", "user": user.id, "channel": user.direct, "tab": "home"})
    for _ in range(2):
        assert (await server.delivery.send(body, "application/json")).ok
    await slack.settle()
    assert len(published(slack)) == 1


async def test_no_home_of_others_tells_who_asks_without_a_name(tmp_path: Path) -> None:
    """The same life, led by two askers: what stands in everybody else's Home is the same, and what Slack gets for it."""
    lives = []
    for asker in ("health", "labour"):
        (tmp_path / asker).mkdir()
        async with new_world("slack", tmp_path / asker) as made:
            for who in ("steward", "health", "labour"):
                await made.directs(who, "me interests #zebras")
                await opens(made, who)
            await made.directs(asker, "ask Whom do you ring first when zebras are regulated? #zebras --anon")
            assert "Yours: 1 draft" in chat(made).home_of(asker).text
            await made.presses(asker, await made.sees(asker, "Asked without a name", place="direct"), "Post it")
            homes = {who: await home_of(made, who) for who in ("steward", "health", "labour")}
        assert "Yours: “Whom do you ring first" in homes.pop(asker)
        lives.append(homes)
    assert "It could use you. Somebody asks it." in lives[0]["steward"]
    assert lives[0]["steward"] == lives[1]["steward"]
    assert lives[0]["labour"] == lives[1]["health"]
