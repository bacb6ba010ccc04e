"""Somebody lets the bot write nothing to them: it begins nothing more there, until they write to it again."""

from dataclasses import replace

from bot import quiet
from bot.chat.calls import Departed
from bot.chat.refs import AccountRef
from bot.members.actions.leaving import shut_out
from bot.postings import Direct
from tests.stage import told
from tests.unit.community.founding import FORESTS, HEALTH, Founded
from tests.unit.community.test_linking import is_asked, two_members


async def may_be_begun(founded: Founded, who: AccountRef) -> bool:
    """Whether the bot may start something there by itself."""
    community, place = (await founded.community()).id, Direct((await founded.account(who)).id)
    now = founded.stage.clock.now()
    return await founded.stage.store.read(lambda work: quiet.chance(community, place, work, now)) is not None


async def is_shut_out_by(founded: Founded, who: AccountRef) -> None:
    """The platform says so."""
    await founded.stage.store.write(lambda work: shut_out(who, work, founded.stage.clock.now()))


async def test_the_bot_begins_nothing_where_it_is_shut_out_until_they_write_to_it_again(founded: Founded) -> None:
    await two_members(founded)
    assert await may_be_begun(founded, HEALTH)
    await is_shut_out_by(founded, HEALTH)
    assert not await may_be_begun(founded, HEALTH)
    assert await may_be_begun(founded, FORESTS)
    await founded.says(HEALTH, "next", founded.home)
    assert not await may_be_begun(founded, HEALTH), "what they say to others there opens no door"
    await founded.says(HEALTH, "next")
    assert await may_be_begun(founded, HEALTH)


async def test_they_stay_a_member_and_keep_what_is_theirs(founded: Founded) -> None:
    await two_members(founded)
    await is_shut_out_by(founded, HEALTH)
    member = await founded.member(HEALTH)
    assert member is not None
    assert member.departed_at is None
    assert member.unit == "Health"


async def test_somebody_with_two_accounts_is_written_to_at_the_open_one(founded: Founded) -> None:
    await two_members(founded)
    await founded.presses(FORESTS, await is_asked(founded), "Yes, both are mine")
    member = await founded.member(HEALTH)
    assert member is not None
    places = {who: Direct((await founded.account(who)).id) for who in (HEALTH, FORESTS)}

    async def place() -> Direct | None:
        return await founded.stage.store.read(lambda work: work.members.reach(member.community, member.id))

    assert await place() == places[HEALTH], "the one they joined with last"
    await is_shut_out_by(founded, HEALTH)
    assert await place() == places[FORESTS]
    await is_shut_out_by(founded, FORESTS)
    assert await place() == places[HEALTH], "better one that refuses than nobody"


async def test_who_ends_the_direct_conversation_has_shut_the_bot_out(founded: Founded) -> None:
    await two_members(founded)
    await founded.stage.door(Departed("ended", founded.dm(HEALTH), by=HEALTH))
    assert not await may_be_begun(founded, HEALTH)
    await founded.stage.door(Departed("ended too", replace(founded.home), by=FORESTS))
    assert await may_be_begun(founded, FORESTS)


async def test_a_stranger_who_ends_it_is_nobody(founded: Founded) -> None:
    await founded.opens()
    stranger = AccountRef("west", "t", "stranger")
    await founded.stage.door(Departed("ended", founded.dm(stranger), by=stranger))
    assert await founded.stage.store.read(lambda work: work.members.known_account(stranger)) is None


async def test_who_writes_again_is_let_in_also_when_it_is_not_clear_for_which_community(founded: Founded) -> None:
    await two_members(founded)
    elsewhere = founded.stage.channel("east", "elsewhere")
    other = AccountRef("east", "t", "other")
    await founded.stage.arrive(elsewhere, other)
    await founded.stage.send(other, elsewhere, "community.setup", {"name": "Budget CoP"}, "2/community:2")
    await founded.stage.press(other, founded.dm(other), "community.open", "2/community:2")
    await founded.says(HEALTH, "next", elsewhere)
    await founded.stage.door(Departed("ended", founded.dm(HEALTH), by=HEALTH))
    assert not await may_be_begun(founded, HEALTH)
    assert "Which community is this for?" in told(await founded.says(HEALTH, ""))
    assert await may_be_begun(founded, HEALTH)
