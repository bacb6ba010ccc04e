"""The digest tells what is new, once a week, in every channel; or nothing at all."""

from datetime import timedelta

import pytest

from bot.catalogue import Work
from bot.chat.refs import AccountRef, ChannelRef, MessageRef, Subject
from bot.digest.actions import following, sending
from bot.digest.model.digests import AT_TIME, NEVER, ON_DAY
from bot.postings import InChannel
from tests.unit.community.founding import HEALTH, LABOUR, STEWARD, Founded
from tests.unit.digest.conftest import FIRST, NEXT, TUESDAY, asks_without_a_name, news, told_in

SECOND = Subject(1, "digest", 2)
MINUTE = timedelta(minutes=1)


async def test_what_is_new_is_told_on_tuesday_morning(opened: Founded) -> None:
    await news(opened)
    await opened.stage.reaches(TUESDAY - MINUTE)
    assert await opened.places(FIRST) == []
    await opened.stage.reaches(TUESDAY)
    shown = await told_in(opened)
    assert "This week in Policy CoP" in shown
    assert shown.index("Still open") < shown.index("How early do you start?")
    assert shown.index("Helped") < shown.index("Who drafts the plan?") < shown.index("Labour helped")
    assert shown.index("In the library") < shown.index("Consultation plan")


async def test_it_names_nobody(opened: Founded) -> None:
    await news(opened)
    for who, name in ((HEALTH, "Hana"), (LABOUR, "Lena"), (STEWARD, "Stella")):
        await opened.is_called(who, name)
    await opened.stage.reaches(TUESDAY)
    shown = await told_in(opened)
    assert shown and not any(name in shown for name in ("Hana", "Lena", "Stella"))


async def test_it_comes_to_every_channel_in_which_the_bot_is(opened: Founded) -> None:
    ref = ChannelRef("east", "t", "second")
    await opened.stage.store.write(lambda work: work.communities.add_channel(1, ref, "second", home=False, address=""))
    await news(opened)
    await opened.stage.reaches(TUESDAY)
    channels = [channel.id for channel in await opened.channels()]
    assert len(channels) == 2
    assert sorted(await opened.places(FIRST), key=str) == sorted(map(InChannel, channels), key=str)


async def test_one_new_thing_makes_none_and_counts_the_week_after(opened: Founded) -> None:
    await opened.asks(HEALTH, "How early do you start?")
    await opened.stage.reaches(TUESDAY)
    assert await opened.stage.store.read(lambda work: work.digests.last(1)) is None
    await opened.says(STEWARD, "share https://example.org/plan Consultation plan", opened.home)
    await opened.stage.reaches(NEXT)
    shown = await told_in(opened)
    assert "How early do you start?" in shown and "Consultation plan" in shown


async def test_what_was_told_is_not_new_again_but_stays_open_beside_what_is(opened: Founded) -> None:
    await news(opened)
    await opened.stage.reaches(NEXT)
    assert await opened.places(SECOND) == []
    for number in (2, 3):
        await opened.says(STEWARD, f"share https://example.org/{number} Guide {number}", opened.home)
    await opened.stage.reaches(NEXT + timedelta(days=7))
    shown = await told_in(opened, SECOND)
    assert "How early do you start?" in shown and "Guide 3" in shown
    assert "Who drafts the plan?" not in shown and "Consultation plan" not in shown


async def test_a_question_younger_than_a_day_is_not_called_still_open(opened: Founded) -> None:
    await news(opened)
    await opened.stage.reaches(TUESDAY - timedelta(hours=2))
    await opened.asks(LABOUR, "What does it cost?")
    await opened.stage.reaches(TUESDAY)
    assert "What does it cost?" not in await told_in(opened)


async def test_the_next_meeting_is_told_beside_news_and_is_none_by_itself(opened: Founded) -> None:
    await opened.says(STEWARD, "meetings every second Thursday 10:00", opened.home)
    await opened.stage.reaches(TUESDAY)
    assert await opened.places(FIRST) == []
    await news(opened)
    await opened.stage.reaches(NEXT)
    assert "Next meeting" in await told_in(opened)


@pytest.mark.parametrize(
    ("who", "line", "gone"),
    [
        (HEALTH, "takeback 1", "How early"),
        (HEALTH, "close 1", "How early"),
        (HEALTH, "takeback 2", "Who drafts"),
        (STEWARD, "takeback resource 1", "Consultation plan"),
    ],
)
async def test_what_is_taken_back_or_closed_vanishes_from_a_standing_digest(
    opened: Founded, who: AccountRef, line: str, gone: str
) -> None:
    await news(opened)
    await stands(opened)
    assert gone in await told_in(opened)
    await opened.says(who, line, opened.home)
    assert await redrawn(opened)
    assert gone not in await told_in(opened)


@pytest.mark.parametrize("kind", ["question", "resource"])
async def test_what_is_hidden_vanishes_and_comes_back(opened: Founded, kind: str) -> None:
    await news(opened)
    await stands(opened)
    words = {"question": "How early", "resource": "Consultation plan"}[kind]
    await opened.stage.send(STEWARD, opened.home, f"{kind}.hide", {"reason": "unkind"}, f"1/{kind}:1")
    assert words not in await told_in(opened)
    assert await redrawn(opened)
    await opened.says(STEWARD, f"unhide {kind} 1", opened.home)
    assert words in await told_in(opened)


async def test_a_question_that_is_helped_later_moves_to_what_was_helped(opened: Founded) -> None:
    await news(opened)
    await stands(opened)
    await opened.says(LABOUR, "reply 1 Six weeks before", opened.home)
    await opened.says(HEALTH, "helped 2", opened.home)
    assert await redrawn(opened)
    shown = await told_in(opened)
    assert "Still open" not in shown and shown.count("Labour helped") == 2


async def test_a_digest_of_which_nothing_is_left_stands_nowhere(opened: Founded) -> None:
    await news(opened)
    await opened.stage.reaches(TUESDAY)
    for who, line in ((HEALTH, "takeback 1"), (HEALTH, "takeback 2"), (STEWARD, "takeback resource 1")):
        await opened.says(who, line, opened.home)
    assert await told_in(opened) == ""


async def test_a_question_without_a_name_is_told_like_any_other(opened: Founded) -> None:
    await asks_without_a_name(opened, "How early do you start?")
    await opened.says(STEWARD, "share https://example.org/plan Consultation plan", opened.home)
    await opened.stage.reaches(TUESDAY)
    nameless = await told_in(opened)
    assert "Question 1" in nameless and "name" not in nameless


async def test_a_resource_that_seeks_somebody_can_be_taken_on_there(opened: Founded) -> None:
    await news(opened)
    await opened.stage.send(STEWARD, opened.home, "resource.hand", {"name": ""}, "1/resource:1")
    await stands(opened)
    assert "I'll look after it" in await told_in(opened)
    await opened.says(LABOUR, "adopt 1", opened.home)
    assert await redrawn(opened)
    assert "I'll look after it" not in await told_in(opened)


async def test_a_digest_late_by_more_than_a_day_is_dropped_and_its_news_waits(opened: Founded) -> None:
    await news(opened)
    opened.stage.clock.at = TUESDAY + timedelta(days=1, hours=1)
    await opened.stage.reaches(opened.stage.clock.at)
    assert await opened.places(FIRST) == []
    await opened.stage.reaches(NEXT)
    assert "Consultation plan" in await told_in(opened)


async def test_stewards_choose_another_day_and_time_or_none(opened: Founded) -> None:
    await news(opened)
    await sets(opened, {ON_DAY.key: "3", AT_TIME.key: "14:00"})
    thursday = TUESDAY - timedelta(days=5) + timedelta(hours=4, minutes=30)
    await opened.stage.reaches(thursday - MINUTE)
    assert await opened.places(FIRST) == []
    await opened.stage.reaches(thursday)
    assert await opened.places(FIRST) != []
    await sets(opened, {ON_DAY.key: NEVER})
    assert await opened.stage.store.read(lambda work: work.due.planned(Subject(1, "community", 1, "digest"))) is False


async def test_no_digest_comes_while_it_is_a_holiday_that_day_and_the_next(opened: Founded) -> None:
    await news(opened)
    await opened.says(STEWARD, "daysoff 9 March to 10 March 2027, Break")
    await opened.stage.reaches(TUESDAY)
    assert await opened.places(FIRST) == []
    assert await opened.stage.store.read(lambda work: work.digests.last(1)) is None
    await opened.stage.reaches(NEXT)
    assert "Consultation plan" in await told_in(opened, SECOND)


async def test_a_community_that_opened_before_there_were_digests_gets_them(opened: Founded) -> None:
    def forgets(work: Work) -> None:
        work.due.plan(Subject(1, "community", 1, "digest"), None)

    assert await opened.stage.store.read(following.unplanned) == []
    await opened.stage.store.write(forgets)
    assert await opened.stage.store.read(following.unplanned) == [1]
    now = opened.stage.clock.now()
    await opened.stage.store.write(lambda work: sending.plan(1, work, now))
    assert await opened.stage.store.read(following.unplanned) == []


async def test_somebody_who_replied_and_is_forgotten_leaves_only_the_unit_of_that_day(opened: Founded) -> None:
    await news(opened)
    await opened.is_called(LABOUR, "Lena")
    await opened.stage.reaches(TUESDAY)
    before = await told_in(opened)
    await opened.says(LABOUR, "me forget now")
    assert await told_in(opened) == before
    assert "Labour helped" in before


async def sets(opened: Founded, values: dict[str, str]) -> None:
    community = await opened.community()
    sent = {"name": community.name, "zone": community.zone, **values}
    await opened.stage.send(STEWARD, opened.dm(STEWARD), "settings.change", sent, str(community.subject))


async def stands(opened: Founded) -> None:
    """Tuesday has come, and the digest stands in the home channel, drawn as it was."""
    await opened.stage.reaches(TUESDAY)
    now = opened.stage.clock.now()
    for posting in await opened.stage.store.ledger.claim(now, timedelta(minutes=1), 50):
        if posting.subject == FIRST:
            message = MessageRef(opened.home.channel, "digest")
            await opened.stage.store.ledger.sending(posting, now, now + MINUTE)
            await opened.stage.store.ledger.shown(posting, posting.wanted, message, now)


async def redrawn(opened: Founded) -> bool:
    """Whether the digest that stands waits to be drawn again."""
    later = opened.stage.clock.now() + timedelta(minutes=5)
    waiting = await opened.stage.store.ledger.claim(later, timedelta(minutes=1), 50)
    return any(posting.subject == FIRST for posting in waiting)
