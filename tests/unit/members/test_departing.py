"""An account that is gone: the same day nothing is left to somebody who isn't there."""

from dataclasses import replace
from datetime import timedelta

from bot.chat.refs import AccountRef
from bot.members.actions.leaving import introduce
from bot.members.model import Account, Asks, Member
from bot.ports import Person
from bot.postings import Direct
from storage.unit_of_work import Work
from tests.stage import told
from tests.unit.community.founding import FORESTS, HEALTH, LABOUR, STEWARD, Founded, code_in

GONE: Person | None = None
DEACTIVATED = Person("Leilani", active=False)
THERE = Person("Leilani")


async def is_told(founded: Founded, account: Account, person: Person | None) -> None:
    """The platform says so of the account, and everybody follows."""
    stage = founded.stage

    def unit(work: Work) -> None:
        introduce(account, person, work, stage.clock.now())
        stage.catalogue.react(work, stage.clock.now())

    await stage.store.write(unit)


async def goes(founded: Founded, who: AccountRef, person: Person | None = GONE) -> Member:
    """Somebody's account goes; the member as kept then."""
    await is_told(founded, await founded.account(who), person)
    return await kept(founded, who)


async def kept(founded: Founded, who: AccountRef) -> Member:
    """Somebody's member."""
    member = await founded.member(who)
    assert member is not None
    return member


async def happened(founded: Founded, verb: str) -> int:
    """How often that happened to a member."""
    here = (await founded.community()).id
    latest = await founded.stage.store.read(lambda work: work.history.latest(here, [verb], 50))
    return sum(1 for one in latest if one.subject.kind == "member")


async def test_who_has_no_account_left_has_departed_once(founded: Founded) -> None:
    await founded.opens()
    await founded.says(HEALTH, "me", founded.home)
    for person in (DEACTIVATED, GONE, GONE):
        assert (await goes(founded, HEALTH, person)).departed_at == founded.stage.clock.now()
    assert await happened(founded, "departed") == 1


async def test_who_has_another_account_stays(founded: Founded) -> None:
    await founded.opens()
    asked = await founded.says(FORESTS, f"join {code_in(await founded.says(STEWARD, 'link'))}")
    await founded.presses(FORESTS, asked, "Yes, both are mine")
    member = await goes(founded, STEWARD)
    assert member.departed_at is None
    assert member.steward
    other = await founded.account(FORESTS)
    place = await founded.stage.store.read(lambda work: work.members.reach(member.community, member.id))
    assert place == Direct(other.id)


async def test_who_is_there_again_is_a_member_as_before(founded: Founded) -> None:
    await founded.opens()
    await founded.says(HEALTH, "me unit Health", founded.home)
    await goes(founded, HEALTH)
    member = await goes(founded, HEALTH, THERE)
    assert (member.departed_at, member.unit) == (None, "Health")
    assert await happened(founded, "returned") == 1


async def test_a_name_that_was_told_is_kept_when_the_platform_tells_none(founded: Founded) -> None:
    await founded.opens()
    await founded.says(HEALTH, "me", founded.home)
    await goes(founded, HEALTH, THERE)
    await goes(founded, HEALTH, Person(""))
    assert (await founded.account(HEALTH)).name == "Leilani"


async def test_a_steward_who_goes_leaves_it_to_the_others(founded: Founded) -> None:
    await founded.opens()
    await founded.says(LABOUR, "me", founded.home)
    await founded.says(HEALTH, f"join {await founded.code('Invite a steward')}")
    assert not (await goes(founded, STEWARD)).steward
    assert await founded.stewards() == [(await kept(founded, HEALTH)).id]
    assert await happened(founded, "named steward") == 2


async def test_when_the_last_steward_goes_whoever_was_here_longest_is_one_and_is_told(founded: Founded) -> None:
    await founded.opens()
    await founded.says(HEALTH, "me", founded.home)
    founded.stage.clock.forward(timedelta(hours=1))
    await founded.says(LABOUR, "me", founded.home)
    await goes(founded, STEWARD)
    heir = await kept(founded, HEALTH)
    assert await founded.stewards() == [heir.id]
    word = heir.subject.about("steward")
    assert await founded.places(word) == [Direct((await founded.account(HEALTH)).id)]
    assert "its last steward has left" in await founded.stage.sees(word)
    assert "How Policy CoP is set" in told(await founded.says(HEALTH, "settings"))
    assert "No account is left of" in told(await founded.says(HEALTH, "settings log"))


async def test_who_wants_no_word_from_the_bot_is_the_last_to_inherit(founded: Founded) -> None:
    await founded.opens()
    wanted: tuple[tuple[AccountRef, Asks], ...] = ((HEALTH, "never"), (LABOUR, "usual"))
    for who, asks in wanted:
        await founded.says(who, "me", founded.home)
        await wishes(founded, who, asks)
        founded.stage.clock.forward(timedelta(hours=1))
    await goes(founded, STEWARD)
    assert await founded.stewards() == [(await kept(founded, LABOUR)).id]


async def wishes(founded: Founded, who: AccountRef, asks: Asks) -> None:
    """How often somebody lets the bot write."""
    member = replace(await kept(founded, who), asks=asks)
    await founded.stage.store.write(lambda work: work.members.save(member))


async def test_with_nobody_left_the_steward_stays_one_and_finds_it_so_on_coming_back(founded: Founded) -> None:
    await founded.opens()
    assert (await goes(founded, STEWARD)).steward
    assert (await goes(founded, STEWARD, THERE)).steward


async def test_two_accounts_made_one_member_have_not_departed_while_one_is_there(founded: Founded) -> None:
    await founded.opens()
    await founded.says(HEALTH, "me", founded.home)
    code = code_in(await founded.says(HEALTH, "link"))
    await goes(founded, HEALTH)
    asked = await founded.says(FORESTS, f"join {code}")
    await founded.presses(FORESTS, asked, "Yes, both are mine")
    assert (await kept(founded, FORESTS)).departed_at is None


async def test_whoever_calls_is_there_whatever_the_platform_said(founded: Founded) -> None:
    await founded.opens()
    await founded.says(HEALTH, "me", founded.home)
    assert (await goes(founded, HEALTH)).departed_at is not None
    await founded.says(HEALTH, "me")
    assert (await kept(founded, HEALTH)).departed_at is None
    assert (await founded.account(HEALTH)).active


async def test_what_somebody_has_done_is_found_only_while_they_are_there(founded: Founded) -> None:
    await founded.opens()
    await founded.says(HEALTH, "me did Ran a consultation", founded.home)
    await founded.says(HEALTH, "me interests #costing")
    assert await found(founded) == ["experience", "member"]
    await goes(founded, HEALTH)
    assert await found(founded) == []
    await goes(founded, HEALTH, THERE)
    assert await found(founded) == ["experience", "member"]


async def found(founded: Founded) -> list[str]:
    """What the index knows of consultation and costing."""
    here = (await founded.community()).id

    def unit(work: Work) -> list[str]:
        kinds = ("experience", "member")
        return [
            match.subject.kind
            for text in ("consultation", "costing")
            for match in work.search.find(here, text, kinds, 5)
        ]

    return sorted(await founded.stage.store.read(unit))


async def test_two_members_made_one_are_found_as_one(founded: Founded) -> None:
    await founded.opens()
    await founded.enters(FORESTS, await founded.code("Connect another platform"), founded.other)
    await founded.says(HEALTH, "me interests #consultation", founded.home)
    await founded.says(FORESTS, "me interests #costing")
    asked = await founded.says(FORESTS, f"join {code_in(await founded.says(HEALTH, 'link'))}")
    await founded.presses(FORESTS, asked, "Yes, both are mine")
    assert await found(founded) == ["member", "member"]
    here = (await founded.community()).id
    kept_one = (await kept(founded, FORESTS)).id
    matches = await founded.stage.store.read(lambda work: work.search.find(here, "costing", ("member",), 5))
    assert [match.subject.id for match in matches] == [kept_one]
