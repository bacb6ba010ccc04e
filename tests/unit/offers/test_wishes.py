"""What somebody who is brought questions says of it is kept to, and what an asker presses isn't lost."""

from datetime import timedelta

from tests.stage import told
from tests.unit.offers.crowd import ASKS, CONSULTED, MORNING, Crowd, person

ASKER, KNOWS, OTHER = person(0), person(1), person(2)
EVENING = MORNING + timedelta(hours=10)


async def one_has_done_it(crowd: Crowd, *, nameless: bool = False) -> None:
    """A question of Health's stands with one who has done it."""
    await crowd.joins(ASKER, "Health")
    await crowd.joins(KNOWS, "Fisheries", CONSULTED)
    await crowd.asks(ASKER, nameless=nameless)


async def test_a_pause_holds_back_what_was_to_come_in_the_morning(crowd: Crowd) -> None:
    crowd.stage.clock.at = EVENING
    await one_has_done_it(crowd)
    assert await crowd.asked() == {"p1"}
    await crowd.founded.says(KNOWS, "offers pause")
    assert await crowd.asked() == set()
    assert (await crowd.offer_to(KNOWS)).state == "withdrawn"


async def test_a_pause_outlives_a_change_of_quiet_hours(crowd: Crowd) -> None:
    await one_has_done_it(crowd)
    await crowd.founded.says(KNOWS, "offers pause")
    sent = {"asks": "usual", "quiet_from": "16:00", "quiet_until": "usual"}
    await crowd.stage.send(
        KNOWS, crowd.founded.dm(KNOWS), "member.reach", sent, str((await crowd.member(KNOWS)).subject)
    )
    assert "Pausing until" in told(await crowd.founded.says(KNOWS, "me"))
    sent = {"asks": "seldom", "quiet_from": "16:00", "quiet_until": "usual"}
    await crowd.stage.send(
        KNOWS, crowd.founded.dm(KNOWS), "member.reach", sent, str((await crowd.member(KNOWS)).subject)
    )
    assert "Pausing until" not in told(await crowd.founded.says(KNOWS, "me"))


async def test_who_goes_on_after_a_pause_begins_anew(crowd: Crowd) -> None:
    await crowd.joins(ASKER, "Health")
    await crowd.joins(KNOWS, "Labour", CONSULTED)
    for _case in range(3):
        await crowd.asks(ASKER)
        await crowd.waits(days=7)
    assert (await crowd.member(KNOWS)).paused_until is not None
    await crowd.waits(days=14)
    await crowd.founded.says(KNOWS, "me ask yes")
    await crowd.asks(ASKER)
    assert (await crowd.offer_to(KNOWS, 4)).state == "offered"
    await crowd.waits(days=7)
    assert (await crowd.offer_to(KNOWS, 4)).state == "lapsed"
    assert "Pausing" not in told(await crowd.founded.says(KNOWS, "me"))


async def test_what_no_longer_fits_their_hours_is_not_left_unanswered(crowd: Crowd) -> None:
    await crowd.joins(ASKER, "Health")
    await crowd.joins(KNOWS, "Labour", CONSULTED)
    await crowd.asks(ASKER)
    await crowd.waits(days=1, hours=9)
    await crowd.asks(ASKER, f"{ASKS} Again")
    assert (await crowd.offer_to(KNOWS, 2)).state == "offered"
    await crowd.founded.says(KNOWS, "me ask seldom")
    assert await crowd.founded.places((await crowd.offer_to(KNOWS, 2)).subject) == []
    assert (await crowd.offer_to(KNOWS, 2)).state == "withdrawn"


async def test_who_would_talk_and_also_knows_somebody_still_waits_for_the_asker(crowd: Crowd) -> None:
    await one_has_done_it(crowd, nameless=True)
    await crowd.joins(OTHER, "Labour")
    await crowd.presses(KNOWS, "offer.talk")
    assert "I'm asking Name P2" in told(await crowd.founded.says(KNOWS, "iknow 1 Name P2"))
    offer = await crowd.offer_to(KNOWS)
    assert "would be happy to talk" in await crowd.sees(offer, "asker")
    assert "hears now that it's you" in told(await crowd.presses_for(ASKER, "offer.introduce", offer))


async def test_two_are_put_in_touch_at_hours_that_suit_each(crowd: Crowd) -> None:
    await one_has_done_it(crowd)
    await crowd.founded.says(ASKER, "me away 2 March to 4 March")
    await crowd.presses(KNOWS, "offer.talk")
    offer = await crowd.offer_to(KNOWS)
    waits = await crowd.stage.store.read(lambda work: work.rehearsal.to_come(crowd.id, MORNING + timedelta(days=9)))
    when = [one.at for one in waits if one.posting.subject == offer.subject.about("asker")]
    assert [f"{at:%a}" for at in when] == ["Fri"]


async def test_who_asks_for_others_while_everybody_is_hindered_has_them_asked_the_next_day(crowd: Crowd) -> None:
    await crowd.joins(ASKER, "Health")
    await crowd.asks(ASKER)
    await crowd.waits(days=3)
    assert (await crowd.question()).rings == 2
    for number in range(1, 4):
        await crowd.joins(person(number), f"Unit{number}", CONSULTED)
        await crowd.founded.says(person(number), "me away 5 March to 8 March")
    await crowd.founded.says(ASKER, "others 1", crowd.founded.home)
    assert await crowd.asked(1) == set()
    await crowd.waits(days=3)
    assert len(await crowd.asked(1)) == 3


async def test_an_askers_own_word_in_the_thread_is_no_reply_to_wait_for(crowd: Crowd) -> None:
    await crowd.joins(ASKER, "Health")
    for number in range(1, 7):
        await crowd.joins(person(number), f"Unit{number}", CONSULTED)
    await crowd.asks(ASKER)
    await crowd.founded.says(ASKER, "reply 1 I mean small municipalities, too.", crowd.founded.home)
    await crowd.waits(days=2)
    assert len(await crowd.offers()) == 6


async def test_without_a_name_an_askers_own_word_is_a_reply_like_anybodys(crowd: Crowd) -> None:
    await crowd.joins(ASKER, "Health")
    for number in range(1, 7):
        await crowd.joins(person(number), f"Unit{number}", CONSULTED)
    await crowd.asks(ASKER, nameless=True)
    await crowd.founded.says(ASKER, "reply 1 I mean small municipalities, too.", crowd.founded.home)
    await crowd.waits(days=2)
    assert len(await crowd.offers()) == 3


async def test_a_newcomer_is_welcomed_even_where_everybody_near_is_hindered(crowd: Crowd) -> None:
    await crowd.joins(OTHER, "Labour", welcomes=True, asks="")
    await crowd.joins(KNOWS, "Fisheries", CONSULTED)
    await crowd.founded.says(KNOWS, "me away 2 March to 12 March")
    await crowd.joins(ASKER, "Health")
    await crowd.asks(ASKER)
    assert await crowd.asked() == {"p2"}
    await crowd.waits(days=9)
    assert await crowd.asked() == {"p2"}


async def test_other_people_are_asked_on_the_day_a_question_was_opened_again(crowd: Crowd) -> None:
    await crowd.joins(ASKER, "Health")
    for number in range(1, 7):
        await crowd.joins(person(number), f"Unit{number}", CONSULTED)
    await crowd.asks(ASKER)
    await crowd.founded.says(ASKER, "close 1", crowd.founded.home)
    await crowd.founded.says(ASKER, "reopen 1", crowd.founded.home)
    await crowd.founded.says(ASKER, "others 1", crowd.founded.home)
    assert len(await crowd.offers()) == 6
    await crowd.founded.says(ASKER, "others 1", crowd.founded.home)
    assert (await crowd.question()).rings == 2


async def test_no_name_of_somebody_forgotten_stands_in_what_was_left_unanswered(crowd: Crowd) -> None:
    await one_has_done_it(crowd)
    await crowd.joins(OTHER, "Labour")
    await crowd.founded.says(KNOWS, "iknow 1 Name P2")
    await crowd.waits(days=3)
    offer = await crowd.offer_to(OTHER)
    assert offer.state == "lapsed"
    assert "Name P1 thought of you." in await crowd.sees(offer)
    member = await crowd.member(KNOWS)
    assert offer.subject in await crowd.stage.store.read(lambda work: work.members.named_on(crowd.id, member.id))


async def test_what_was_settled_can_be_answered_once_the_question_is_open_again(crowd: Crowd) -> None:
    await one_has_done_it(crowd)
    await crowd.founded.says(person(9), "reply 1 Six weeks before", crowd.founded.home)
    await crowd.founded.says(ASKER, "helped 1", crowd.founded.home)
    assert "This one is settled" in await crowd.sees(await crowd.offer_to(KNOWS))
    await crowd.founded.says(ASKER, "looking 1", crowd.founded.home)
    assert "[Reply] [Happy to talk]" in await crowd.sees(await crowd.offer_to(KNOWS))
    await crowd.presses(KNOWS, "offer.pass")
    assert (await crowd.offer_to(KNOWS)).state == "passed"
    assert "Not one for you" in await crowd.sees(await crowd.offer_to(KNOWS))
