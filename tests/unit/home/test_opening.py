"""A Home that somebody opens: what is wanted in it, for how long, and whose it is."""

from dataclasses import replace
from datetime import timedelta

from bot.chat.calls import Opened
from bot.chat.refs import AccountRef, MessageRef, Subject
from bot.chat.replies import Nothing, Reply
from bot.home.model import STANDS_FOR, home_of
from bot.postings import Direct
from tests.stage import told
from tests.unit.community.founding import FORESTS, HEALTH, STEWARD, Founded

NOBODY = AccountRef("east", "t", "nobody")


async def opens(founded: Founded, who: AccountRef) -> Reply:
    """Somebody opens their Home."""
    return await founded.stage.door(Opened(founded.stage.key(), who, founded.dm(who)))


async def home_of_(founded: Founded, who: AccountRef, community: int = 1) -> Subject:
    """What stands in it."""
    known = await founded.stage.store.read(lambda work: work.members.known_account(who))
    assert known is not None
    return home_of(community, known.id)


async def test_it_is_wanted_in_their_home_and_nothing_is_answered(founded: Founded) -> None:
    await founded.opens()
    await founded.says(HEALTH, "me", founded.home)
    assert isinstance(await opens(founded, HEALTH), Nothing)
    subject = await home_of_(founded, HEALTH)
    assert await founded.places(subject) == [Direct(subject.id)]
    assert "Hello. You can ask me in your own words." in await founded.stage.sees(subject)
    await founded.stage.reaches(founded.stage.clock.now() + timedelta(hours=1))
    await opens(founded, HEALTH)
    assert "Good to see you. This may matter to you in Policy CoP." in await founded.stage.sees(subject)


async def test_it_is_wanted_until_a_month_after_it_was_last_opened(founded: Founded) -> None:
    await founded.opens()
    await founded.says(HEALTH, "me", founded.home)
    await opens(founded, HEALTH)
    subject, start = await home_of_(founded, HEALTH), founded.stage.clock.now()
    await founded.stage.reaches(start + timedelta(days=20))
    await opens(founded, HEALTH)
    await founded.stage.reaches(start + STANDS_FOR + timedelta(days=1))
    assert await founded.places(subject)
    await founded.stage.reaches(start + timedelta(days=20) + STANDS_FOR)
    assert not await founded.places(subject)


async def test_opening_it_makes_nobody_a_member(founded: Founded) -> None:
    await founded.opens()
    answer = await opens(founded, NOBODY)
    assert "You are in no community of mine here yet." in told(answer) and "say something to me there once" in told(
        answer
    )
    assert await founded.member(NOBODY) is None
    assert await founded.stage.store.read(lambda work: work.members.known_account(NOBODY)) is None


async def test_before_the_doors_open_it_shows_a_steward_what_is_next(founded: Founded) -> None:
    await founded.arrives()
    assert isinstance(await opens(founded, STEWARD), Nothing)
    subject = await home_of_(founded, STEWARD)
    assert "ready to set up" in await founded.stage.sees(subject)
    await founded.opens()
    assert "Hello. You can ask me in your own words." in await founded.stage.sees(subject)


async def test_an_account_has_one_home_and_chooses_of_which_community(founded: Founded) -> None:
    await founded.opens()
    await founded.says(HEALTH, "me", founded.home)
    elsewhere = founded.stage.channel("east", "elsewhere")
    await founded.stage.arrive(elsewhere, FORESTS)
    form = await founded.stage.say(FORESTS, elsewhere, "setup change")
    assert "community.setup" in told(form)
    await founded.stage.send(FORESTS, elsewhere, "community.setup", {"name": "Budget CoP"}, "2/community:2")
    await founded.stage.say(FORESTS, elsewhere, "setup open now")
    await founded.says(HEALTH, "me", elsewhere)
    await founded.stage.say(FORESTS, elsewhere, "share https://example.org/budget Budget tables")
    await opens(founded, HEALTH)
    first = await home_of_(founded, HEALTH)
    shown = await founded.stage.sees(first)
    assert "This is Policy CoP. You are also in:\n[Budget CoP]" in shown and "Budget tables" not in shown
    await founded.stage.press(HEALTH, founded.dm(HEALTH), "community.choose", "2/community:2")
    for subject in (first, await home_of_(founded, HEALTH, 2)):
        shown = await founded.stage.sees(subject)
        assert "This is Budget CoP. You are also in:\n[Policy CoP]" in shown and "Budget tables" in shown
    await opens(founded, HEALTH)
    assert await founded.places(await home_of_(founded, HEALTH, 2))
    assert "Which community is this for?" not in told(await founded.says(HEALTH, "home"))


async def test_what_stands_in_one_home_for_two_communities_rests_together(founded: Founded) -> None:
    """One that rested by itself would empty what is looked at every day."""
    await founded.opens()
    await founded.says(HEALTH, "me", founded.home)
    elsewhere = founded.stage.channel("east", "elsewhere")
    await founded.stage.arrive(elsewhere, FORESTS)
    await founded.stage.send(FORESTS, elsewhere, "community.setup", {"name": "Budget CoP"}, "2/community:2")
    await founded.stage.press(FORESTS, founded.dm(FORESTS), "community.open", "2/community:2")
    await founded.says(HEALTH, "me", elsewhere)
    first, second, start = (
        await home_of_(founded, HEALTH),
        await home_of_(founded, HEALTH, 2),
        founded.stage.clock.now(),
    )
    await opens(founded, HEALTH)
    await founded.stage.press(HEALTH, founded.dm(HEALTH), "community.choose", "2/community:2")
    await founded.stage.reaches(start + timedelta(days=20))
    await opens(founded, HEALTH)
    await founded.stage.reaches(start + timedelta(days=20) + STANDS_FOR - timedelta(hours=1))
    assert await founded.places(first) and await founded.places(second)
    await founded.stage.reaches(start + timedelta(days=20) + STANDS_FOR)
    assert not await founded.places(first) and not await founded.places(second)


async def test_another_communitys_home_shows_nothing_to_anybody(founded: Founded) -> None:
    await founded.opens()
    await founded.says(HEALTH, "me", founded.home)
    await opens(founded, HEALTH)
    subject = await home_of_(founded, HEALTH)
    assert await founded.stage.sees(replace(subject, id=99)) == ""
    answer = told(await founded.stage.press(HEALTH, founded.dm(HEALTH), "question.show", str(subject)))
    assert answer == told(await founded.stage.press(HEALTH, founded.dm(HEALTH), "question.show", "1/home:99"))


async def test_who_is_forgotten_leaves_no_row_that_tells_of_their_home(founded: Founded) -> None:
    await founded.opens()
    await founded.says(HEALTH, "me", founded.home)
    await opens(founded, HEALTH)
    subject = await home_of_(founded, HEALTH)
    assert await founded.stage.store.read(lambda work: work.due.planned(subject))
    await founded.says(HEALTH, "me forget now")
    assert not await founded.stage.store.read(lambda work: work.due.planned(subject))
    assert await founded.places(subject) == []


async def test_a_second_delivery_of_the_same_opening_changes_nothing(founded: Founded) -> None:
    await founded.opens()
    await founded.says(HEALTH, "me", founded.home)
    call = Opened("the same", HEALTH, founded.dm(HEALTH))
    await founded.stage.door(call)
    before = await founded.member(HEALTH)
    founded.stage.clock.forward(timedelta(hours=2))
    assert isinstance(await founded.stage.door(call), Nothing)
    assert await founded.member(HEALTH) == before


async def test_what_somebody_else_does_is_due_a_minute_later_and_ones_own_at_once(founded: Founded) -> None:
    await founded.opens()
    await founded.says(HEALTH, "me", founded.home)
    await opens(founded, HEALTH)
    stage, subject = founded.stage, await home_of_(founded, HEALTH)
    ledger, lease = stage.store.ledger, timedelta(minutes=1)

    async def due() -> bool:
        """Whether it is to be drawn now; all that is to be drawn is."""
        postings = await ledger.claim(stage.clock.now(), lease, 99)
        for one in postings:
            await ledger.sending(one, stage.clock.now(), stage.clock.now() + lease)
            message = MessageRef(founded.home.channel, f"m{one.id}")
            await ledger.shown(one, one.wanted, message, stage.clock.now())
        return subject in [one.subject for one in postings]

    assert await due() and not await due()
    await founded.says(STEWARD, "share https://example.org/plan Plan", founded.home)
    assert not await due()
    stage.clock.forward(timedelta(minutes=1))
    assert await due() and not await due()
    await founded.says(HEALTH, "me unit Health")
    assert await due() and not await due()
    await founded.says(HEALTH, "library")
    assert not await due(), "who only looks changes nothing"
    await founded.says(STEWARD, "takeback resource 1", founded.home)
    assert await due()


async def test_what_is_wanted_counts_as_nothing_that_the_bot_began(founded: Founded) -> None:
    await founded.opens()
    await founded.says(HEALTH, "me", founded.home)
    await opens(founded, HEALTH)

    since = founded.stage.clock.now() - timedelta(days=1)
    until = since + timedelta(days=2)
    assert await founded.stage.store.read(lambda work: work.postings.begun(1, since, until)) == []
