"""The bot comes to channels, and leaves them."""

from dataclasses import replace

from bot.chat.calls import Arrived, ChannelChanged, Departed
from bot.postings import Direct
from tests.stage import told
from tests.unit.community.founding import FORESTS, HEALTH, STEWARD, Founded


async def test_whoever_adds_the_bot_to_a_channel_is_first_steward_and_gets_the_setup_card(founded: Founded) -> None:
    community = await founded.arrives()
    assert not community.named
    assert not community.open
    member = await founded.member(STEWARD)
    assert member is not None
    assert member.steward
    account = await founded.account(STEWARD)
    assert await founded.places(community.subject.about("setup")) == [Direct(account.id)]


async def test_a_channel_that_is_known_already_stays_as_it_is(founded: Founded) -> None:
    community = await founded.arrives()
    await founded.stage.arrive(founded.home, HEALTH)
    assert await founded.community() == community
    assert await founded.member(HEALTH) is None


async def test_a_channel_nobody_is_known_to_have_added_the_bot_to_takes_the_next_who_does(founded: Founded) -> None:
    await founded.stage.door(Arrived("a", founded.home))
    assert await founded.stewards() == []
    await founded.stage.arrive(founded.home, HEALTH)
    member = await founded.member(HEALTH)
    assert member is not None
    assert member.steward


async def test_a_direct_conversation_founds_nothing(founded: Founded) -> None:
    await founded.stage.arrive(founded.dm(STEWARD), STEWARD)
    assert await founded.stage.store.read(lambda work: list(work.communities.all())) == []


async def test_the_same_event_twice_founds_one_community(founded: Founded) -> None:
    for _ in range(2):
        await founded.stage.door(Arrived("same", founded.home, STEWARD))
    assert len(await founded.stage.store.read(lambda work: list(work.communities.all()))) == 1


async def test_the_platforms_other_channel_becomes_home_when_the_bot_is_removed(founded: Founded) -> None:
    await founded.opens()
    further = founded.stage.channel("east", "further")
    await founded.enters(STEWARD, await founded.code("Connect another platform"), further)
    assert [channel.home for channel in await founded.channels()] == [True, False]
    await founded.stage.door(Departed("gone", founded.home))
    (left,) = await founded.channels()
    assert left.home
    assert left.ref == further.channel


async def test_the_bot_comes_back_as_a_further_channel_when_there_is_another_home(founded: Founded) -> None:
    await founded.opens()
    further = founded.stage.channel("east", "further")
    await founded.enters(STEWARD, await founded.code("Connect another platform"), further)
    await founded.stage.door(Departed("gone", founded.home))
    await founded.stage.arrive(founded.home, HEALTH)
    homes = {channel.ref.channel: channel.home for channel in await founded.channels()}
    assert homes == {"further": True, "policy": False}


async def test_the_only_channel_is_home_again_when_the_bot_comes_back(founded: Founded) -> None:
    await founded.opens()
    for _ in range(2):
        await founded.stage.door(Departed(founded.stage.key(), founded.home))
    assert await founded.channels() == []
    await founded.stage.arrive(replace(founded.home, address="elsewhere"), HEALTH)
    (back,) = await founded.channels()
    assert back.home
    assert back.address == "elsewhere"


async def test_leaving_a_channel_of_nobodys_is_nothing(founded: Founded) -> None:
    await founded.stage.door(Departed("gone", founded.other))
    assert await founded.stage.store.read(lambda work: list(work.communities.all())) == []


async def test_a_member_who_adds_the_bot_elsewhere_keeps_to_their_community_in_direct_messages(
    founded: Founded,
) -> None:
    await founded.opens()
    elsewhere = founded.stage.channel("east", "elsewhere")
    await founded.stage.arrive(elsewhere, STEWARD)
    assert (await founded.community(elsewhere)).id != (await founded.community()).id
    assert "Policy CoP" in told(await founded.says(STEWARD, "setup"))


async def test_before_the_doors_open_others_are_told_who_will_open_them(founded: Founded) -> None:
    await founded.set_up()
    await founded.is_called(STEWARD, "Amara")
    assert "Amara will open it" in told(await founded.says(HEALTH, "ask Anything?", founded.home))
    assert await founded.member(HEALTH) is None


async def test_before_the_doors_open_a_steward_who_says_anything_sees_how_far_it_is(founded: Founded) -> None:
    await founded.set_up()
    assert "Open the doors" in told(await founded.says(STEWARD, "hello"))


async def test_somebody_in_no_community_is_told_how_to_come_in(founded: Founded) -> None:
    assert "in no community" in told(await founded.says(FORESTS, "hello"))
    assert "in no community" in told(await founded.says(FORESTS, "ask Anything?", founded.other))


async def test_a_team_that_goes_takes_its_channels_along_and_keeps_its_home_for_its_return(founded: Founded) -> None:
    await founded.opens()
    team = "service team"
    further = replace(founded.stage.channel("east", "further"), address=team)
    await founded.enters(STEWARD, await founded.code("Connect another platform"), further)
    await founded.says(STEWARD, "next", replace(founded.home, address=team))
    first = replace(founded.stage.channel("east", "team"), address=team)
    await founded.stage.door(Departed("archived", first, whole=True))
    assert await founded.channels() == []
    await founded.stage.door(ChannelChanged("back", first, back=True, whole=True))
    homes = {channel.ref.channel: channel.home for channel in await founded.channels()}
    assert homes == {"policy": True, "further": False}


async def test_a_team_that_goes_leaves_the_channels_of_others(founded: Founded) -> None:
    await founded.opens()
    await founded.says(STEWARD, "next", replace(founded.home, address="service ours"))
    await founded.stage.door(Departed("gone", replace(founded.other, address="service ours"), whole=True))
    assert len(await founded.channels()) == 1, "on another platform the same address is another"
    elsewhere = founded.stage.channel("east", "elsewhere")
    await founded.stage.door(Departed("gone too", replace(elsewhere, address="service theirs"), whole=True))
    assert len(await founded.channels()) == 1
    await founded.stage.door(Departed("gone three", elsewhere, whole=True))
    assert len(await founded.channels()) == 1, "no address is nobody's"


async def test_a_channel_that_is_reached_elsewhere_now_takes_those_beside_it_along(founded: Founded) -> None:
    await founded.opens()
    before, after = "old-region team", "new-region team"
    further = replace(founded.stage.channel("east", "further"), address=before)
    await founded.enters(STEWARD, await founded.code("Connect another platform"), further)
    await founded.says(STEWARD, "next", replace(founded.home, address=before))
    await founded.says(STEWARD, "next", replace(founded.home, address=after))
    assert [channel.address for channel in await founded.channels()] == [after, after]
    await founded.says(STEWARD, "next", replace(founded.home, address="another way", one_of_several=True))
    assert [channel.address for channel in await founded.channels()] == [after, after]


async def test_a_renamed_channel_has_its_new_name(founded: Founded) -> None:
    await founded.opens()
    await founded.stage.door(ChannelChanged("renamed", founded.home, "policy-analysts"))
    assert [channel.name for channel in await founded.channels()] == ["policy-analysts"]
    await founded.stage.door(ChannelChanged("other", founded.other, "nobody's"))
    assert len(await founded.channels()) == 1


async def test_a_channel_that_is_referred_to_in_another_way_is_the_same(founded: Founded) -> None:
    community = await founded.opens()
    new = founded.stage.channel("east", "policy-private")
    await founded.stage.door(ChannelChanged("converted", new, was=founded.home.channel))
    assert await founded.community(new) == community
