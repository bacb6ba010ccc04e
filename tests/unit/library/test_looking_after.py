"""What is shared stays good: it is looked at again, called out of date, handed over, taken on."""

from dataclasses import replace
from datetime import date, time, timedelta
from functools import partial
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.catalogue import Work
from bot.chat.refs import AccountRef, Subject
from bot.library.model import REVIEW, Resource, months_later
from bot.members.actions.leaving import introduce
from bot.members.model import Asks
from tests.stage import told
from tests.unit.community.founding import FORESTS, HEALTH, LABOUR, STEWARD, Founded

PLAN = Subject(1, "resource", 1)


async def shares(opened: Founded) -> None:
    """Health, to whom the bot may write, shares a link; Labour is a member, too."""
    await opened.says(HEALTH, "share https://example.org/plan Plan", opened.home)
    await opened.says(LABOUR, "me unit Labour", opened.home)
    await opened.says(HEALTH, "me ask yes", opened.home)
    for who, name in ((HEALTH, "Hana"), (LABOUR, "Lena")):
        await opened.is_called(who, name)


async def plan(opened: Founded) -> Resource:
    return await opened.stage.store.read(lambda work: work.library.get(1, 1))


async def asked(opened: Founded, part: str) -> list[Subject]:
    """What stands, or will, under that part of the resource, of whatever owner or day."""
    kept = await plan(opened)
    owner = kept.owner or 0
    said = f"{kept.outdated_at:%Y%m%d%H%M%S}" if kept.outdated_at else ""
    named = {"review": f"review:{owner}.{kept.review_on}", "outdated": f"outdated:{owner}.{said}"}[part]
    return [PLAN.about(named)] if await opened.places(PLAN.about(named)) else []


async def may_be_asked(opened: Founded, who: AccountRef, asks: Asks = "usual") -> int:
    member = await opened.member(who)
    assert member is not None
    await opened.stage.store.write(lambda work: work.members.save(replace(member, asks=asks)))
    return member.id


def reviews_after(months: str, work: Work) -> None:
    """The community's setting."""
    work.communities.set(1, REVIEW.key, months)


async def a_year_later(opened: Founded) -> None:
    await opened.stage.reaches(opened.stage.clock.at + timedelta(days=366))


async def test_after_a_year_its_owner_is_asked_once_whether_it_is_still_good(opened: Founded) -> None:
    await shares(opened)
    assert (await plan(opened)).review_on == date(2028, 3, 2)
    await a_year_later(opened)
    [review] = await asked(opened, "review")
    assert "Is this still good? Plan" in await opened.stage.sees(review)
    assert "due for another look" in told(await opened.says(LABOUR, "resource 1", opened.home))
    assert "as good as new" in told(await opened.says(HEALTH, "good 1"))
    assert (await plan(opened)).review_on == date(2029, 3, 2)
    assert await opened.stage.sees(review) == ""


async def test_an_owner_who_has_not_said_that_they_may_be_asked_is_not_and_it_reads_as_due(opened: Founded) -> None:
    await shares(opened)
    await may_be_asked(opened, HEALTH, "")
    await a_year_later(opened)
    assert await asked(opened, "review") == []
    assert "due for another look" in told(await opened.says(LABOUR, "resource 1", opened.home))
    await opened.says(LABOUR, "outdated 1", opened.home)
    assert await asked(opened, "outdated") == []


async def test_an_owner_on_leave_without_an_end_is_asked_once_they_are_back(opened: Founded) -> None:
    await shares(opened)
    assert "Away from" in told(await opened.says(HEALTH, "me away from 1 March 2028"))
    await a_year_later(opened)
    assert await asked(opened, "review") == []
    await opened.says(HEALTH, "me back")
    await opened.stage.reaches(opened.stage.clock.at + timedelta(days=29))
    [review] = await asked(opened, "review")
    assert "Is this still good? Plan" in await opened.stage.sees(review)
    assert not await opened.stage.store.read(lambda work: work.due.planned(PLAN))


async def test_a_community_may_review_more_often_or_never(opened: Founded) -> None:
    for months, day in (("6", date(2027, 9, 2)), ("0", None)):
        await opened.stage.store.write(partial(reviews_after, months))
        await opened.says(HEALTH, f"share https://example.org/{months} Plan", opened.home)
        newest = await opened.stage.store.read(lambda work: work.library.latest(1, (), 1)[0])
        assert newest.review_on == day


async def test_anybody_may_say_that_it_is_out_of_date_and_its_owner_hears_of_it_once(opened: Founded) -> None:
    await shares(opened)
    assert "It says now" in told(await opened.says(LABOUR, "outdated 1", opened.home))
    await opened.says(FORESTS, "outdated 1", opened.home)
    [outdated] = await asked(opened, "outdated")
    assert "Somebody says" in await opened.stage.sees(outdated)
    assert "said to be out of date" in told(await opened.says(LABOUR, "library", opened.home))
    assert "Only whoever looks after it" in told(await opened.says(LABOUR, "good 1", opened.home))
    await opened.says(HEALTH, "good 1")
    assert "said to be out of date" not in told(await opened.says(LABOUR, "library", opened.home))
    assert await opened.stage.sees(outdated) == ""


async def test_said_again_its_owner_hears_of_it_when_it_isnt_quiet(opened: Founded) -> None:
    """Whoever says it over and over gets nobody woken at night, and no more written than anything else may be."""
    await shares(opened)
    await opened.says(LABOUR, "outdated 1", opened.home)
    await opened.says(HEALTH, "good 1")
    night = opened.stage.clock.at.replace(hour=4) + timedelta(days=1)
    await opened.stage.reaches(night)
    await opened.says(LABOUR, "outdated 1", opened.home)
    [again] = await asked(opened, "outdated")
    assert "Somebody says" in await opened.stage.sees(again)
    owner = (await opened.account(HEALTH)).id
    [waiting] = await opened.stage.store.read(lambda work: work.postings.waiting(1, owner, night))
    assert waiting.subject == again
    assert waiting.at.astimezone(ZoneInfo("America/Toronto")).time() >= time(8, 30)


async def test_an_edit_by_its_owner_is_a_look_at_it(opened: Founded) -> None:
    await shares(opened)
    await opened.says(LABOUR, "outdated 1", opened.home)
    await opened.stage.send(HEALTH, opened.home, "resource.edit", {"title": "New plan"}, str(PLAN))
    assert (await plan(opened)).outdated_at is None


async def test_who_may_be_asked_takes_it_on_with_one_press(opened: Founded) -> None:
    await shares(opened)
    lena = await may_be_asked(opened, LABOUR)
    assert "I'll ask Lena" in told(await opened.says(HEALTH, "hand 1 lena (Labour)"))
    hand = PLAN.about(f"hand:{lena}.{(await plan(opened)).owner}")
    assert "Would you look after this" in await opened.stage.sees(hand)
    assert "already" in told(await opened.says(FORESTS, "adopt 1", opened.home))
    assert "Looked after by Lena" in told(await opened.says(LABOUR, "adopt 1"))
    assert (await plan(opened)).owner == lena
    assert await opened.stage.sees(hand) == ""


async def test_nobody_is_about_to_be_asked_twice_to_look_after_something(opened: Founded) -> None:
    """Hand-overs by the dozen would keep everything else from somebody for weeks."""
    await shares(opened)
    await may_be_asked(opened, LABOUR)
    for number in (2, 3):
        await opened.says(HEALTH, f"share https://example.org/{number} Plan", opened.home)
    assert "I'll ask Lena" in told(await opened.says(HEALTH, "hand 1 Lena"))
    assert "I'll ask Lena" in told(await opened.says(HEALTH, "hand 2 Lena")), "the first one is there by now"
    assert "try again in a few days" in told(await opened.says(HEALTH, "hand 3 Lena"))
    assert "I'll ask Lena" in told(await opened.says(HEALTH, "hand 2 Lena"))
    account, now = (await opened.account(LABOUR)).id, opened.stage.clock.at
    waiting = await opened.stage.store.read(lambda work: work.postings.waiting(1, account, now))
    assert [one.subject.id for one in waiting] == [2]


async def test_whoever_names_themselves_looks_after_it(opened: Founded) -> None:
    await shares(opened)
    await opened.is_called(STEWARD, "Stella")
    assert "Looked after by Stella" in told(await opened.says(STEWARD, "hand 1 Stella"))


async def test_somebody_who_would_rather_not_is_thanked_and_it_stays_where_it_was(opened: Founded) -> None:
    await shares(opened)
    lena = await may_be_asked(opened, LABOUR)
    await opened.says(HEALTH, "hand 1 Lena")
    hand = PLAN.about(f"hand:{lena}.{(await plan(opened)).owner}")
    assert "That's fine" in told(await opened.stage.press(LABOUR, opened.dm(LABOUR), "resource.pass", str(PLAN)))
    assert await opened.places(hand) == []
    assert "already" in told(await opened.says(LABOUR, "adopt 1"))


@pytest.mark.parametrize("asks", ["", "never"])
async def test_nobody_is_asked_who_has_not_said_that_they_may_be(opened: Founded, asks: Asks) -> None:
    await shares(opened)
    lena = await may_be_asked(opened, LABOUR, asks)
    assert "hasn't said that I may write" in told(await opened.says(HEALTH, "hand 1 Lena"))
    assert await opened.places(PLAN.about(f"hand:{lena}.{(await plan(opened)).owner}")) == []


async def test_without_a_name_anybody_may_take_it(opened: Founded) -> None:
    await shares(opened)
    assert "whoever would like to may" in told(
        await opened.stage.send(HEALTH, opened.home, "resource.hand", {"name": ""}, str(PLAN))
    )
    shown = told(await opened.says(FORESTS, "resource 1", opened.home))
    assert "Nobody looks after it yet." in shown and "I'll look after it" in shown
    await opened.says(LABOUR, "adopt 1", opened.home)
    assert "Looked after by Lena" in told(await opened.says(FORESTS, "resource 1", opened.home))


async def test_a_name_that_nobody_has_or_two_have_asks_nobody(opened: Founded) -> None:
    await shares(opened)
    assert "I don't find one member" in told(await opened.says(HEALTH, "hand 1 Nobody"))
    await may_be_asked(opened, LABOUR)
    await opened.says(FORESTS, "me name Lena", opened.stage.channel("east", "policy"))
    assert "Only whoever looks after it" in told(await opened.says(LABOUR, "hand 1 Lena", opened.home))


async def test_what_somebody_looked_after_seeks_another_when_their_account_is_gone(opened: Founded) -> None:
    await shares(opened)
    await opened.says(LABOUR, "outdated 1", opened.home)
    [outdated] = await asked(opened, "outdated")
    await departs(opened, HEALTH)
    assert (await plan(opened)).owner is None
    assert await opened.stage.sees(outdated) == ""
    assert "You look after it now." in told(await opened.says(STEWARD, "adopt 1"))


async def departs(opened: Founded, who: AccountRef) -> None:
    """The platform knows the account no more."""
    account, stage = await opened.account(who), opened.stage

    def gone(work: Work) -> None:
        introduce(account, None, work, stage.clock.now())
        stage.catalogue.react(work, stage.clock.now())

    await stage.store.write(gone)


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.sampled_from([6, 12, 24]))
def test_months_later_is_the_same_day_or_the_last_before_it(day: date, months: int) -> None:
    later = months_later(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later + timedelta(days=1)).day == 1
    assert later.day <= day.day
