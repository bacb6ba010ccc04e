"""A community is set up, connected and opened."""

import pytest

from bot.chat.replies import FormErrors, OpenForm
from bot.community.model import MEETS
from bot.postings import InChannel
from tests.stage import told
from tests.unit.community.founding import FORESTS, HEALTH, STEWARD, Founded, code_in


async def test_setup_asks_three_questions_and_the_time_zone(founded: Founded) -> None:
    await founded.arrives()
    reply = await founded.says(STEWARD, "setup")
    assert isinstance(reply, OpenForm)
    assert [field.name for field in reply.form.fields] == ["name", "meets", "second", "zone"]
    assert "New community" not in told(reply)


async def test_the_answers_are_kept(founded: Founded) -> None:
    reply = await founded.set_up()
    community = await founded.community()
    assert (community.name, community.zone, community.open) == ("Policy CoP", "America/Toronto", False)
    assert (await founded.stage.store.read(lambda work: work.communities.settings(community.id)))[
        MEETS.key
    ] == "monthly"
    assert "Nobody hears from me until you open the doors" in told(reply)


async def test_a_community_needs_a_name(founded: Founded) -> None:
    community = await founded.arrives()
    reply = await founded.stage.send(
        STEWARD, founded.dm(STEWARD), "community.setup", {"name": "  "}, str(community.subject)
    )
    assert isinstance(reply, FormErrors)
    assert not (await founded.community()).named


async def test_doors_without_a_name_stay_closed_and_the_name_is_asked_for(founded: Founded) -> None:
    await founded.arrives()
    assert isinstance(await founded.says(STEWARD, "setup open"), OpenForm)
    assert not (await founded.community()).open


async def test_the_second_steward_is_named_by_a_line_with_a_code(founded: Founded) -> None:
    reply = await founded.set_up(second="João")
    assert "Send João this line" in told(reply)
    answer = await founded.says(HEALTH, f"join {code_in(reply)}")
    assert "You are a steward of Policy CoP now" in told(answer)
    assert len(await founded.stewards()) == 2


async def test_opening_the_doors_says_hello_in_each_home_channel(founded: Founded) -> None:
    await founded.set_up()
    await founded.enters(FORESTS, await founded.code("Connect another platform"), founded.other)
    await founded.presses(STEWARD, await founded.says(STEWARD, "setup"), "Open the doors")
    community = await founded.community()
    assert community.open
    homes = [InChannel(channel.id) for channel in await founded.channels()]
    assert len(homes) == 2
    assert await founded.places(community.subject.about("hello")) == homes


async def test_nothing_is_said_in_a_channel_before_the_doors_open(founded: Founded) -> None:
    await founded.set_up()
    community = await founded.community()
    assert await founded.places(community.subject.about("hello")) == []


async def test_opening_twice_says_hello_once(founded: Founded) -> None:
    community = await founded.opens()
    reply = await founded.says(STEWARD, "setup open")
    assert "are open" in told(reply)
    assert await founded.community() == community


async def test_only_a_steward_sets_up(founded: Founded) -> None:
    community = await founded.opens()
    values = {"name": "Ours now"}
    reply = await founded.stage.send(HEALTH, founded.home, "community.setup", values, str(community.subject))
    assert "Only a steward" in told(reply)
    assert (await founded.community()).name == "Policy CoP"


async def test_a_steward_sees_beforehand_what_members_will_see(founded: Founded) -> None:
    await founded.set_up()
    assert "Only you see this one" in told(await founded.says(STEWARD, "setup sample"))


@pytest.mark.parametrize("subject", ["nonsense", "99/community:99", "1/question:1", ""])
async def test_a_press_that_names_another_community_finds_nothing(founded: Founded, subject: str) -> None:
    await founded.opens()
    for action in ("community.connect", "steward.invite", "steward.leave", "settings.show", "community.open"):
        assert "can't find that" in told(await founded.stage.press(STEWARD, founded.home, action, subject))


async def test_a_further_channel_can_become_the_home_channel(founded: Founded) -> None:
    await founded.opens()
    further = founded.stage.channel("east", "further")
    await founded.enters(STEWARD, await founded.code("Connect another platform"), further)
    reply = await founded.presses(STEWARD, await founded.says(STEWARD, "settings"), "Make it the home channel")
    assert "are open" in told(reply)
    homes = {channel.ref.channel: channel.home for channel in await founded.channels()}
    assert homes == {"further": True, "policy": False}
    assert "can't find that" in told(await founded.says(STEWARD, "settings home 17"))
