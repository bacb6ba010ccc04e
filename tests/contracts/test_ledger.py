"""The delivery ledger, sentence by sentence, on every backend."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select

from bot.catalogue import Work
from bot.chat.refs import AccountRef, ChannelRef, MessageRef, Subject
from bot.ports import ToChannel, ToPerson
from bot.postings import Posting
from storage.engine import Store
from storage.statements import Statement
from storage.tables import postings
from tests.contracts.seed import NOW, Seed, plant

LEASE = timedelta(seconds=60)
SOON = timedelta(seconds=1)


@pytest.fixture
async def seed(store: Store) -> Seed:
    """A community with a home channel."""
    return await plant(store)


async def claim(store: Store, after: timedelta = timedelta(0), most: int = 10) -> Sequence[Posting]:
    return await store.ledger.claim(NOW + after, LEASE, most)


async def want(store: Store, seed: Seed, subject: Subject, at: datetime = NOW, under: Subject | None = None) -> None:
    await store.write(lambda work: work.postings.want(subject, seed.home, now=at, under=under))


async def stand(store: Store, seed: Seed, subject: Subject, name: str = "1.1") -> Posting:
    """The subject wanted, claimed and shown."""
    await want(store, seed, subject)
    (posting,) = await claim(store)
    await store.ledger.sending(posting, NOW, NOW + LEASE)
    await store.ledger.shown(posting, posting.wanted, seed.message(name), NOW)
    return posting


async def redraw(store: Store, subject: Subject, after: timedelta = SOON) -> None:
    await store.write(lambda work: work.postings.redraw(subject, NOW + after))


async def withdraw(store: Store, subject: Subject, after: timedelta = SOON) -> None:
    await store.write(lambda work: work.postings.withdraw(subject, NOW + after))


async def standing(store: Store, message: MessageRef) -> Subject | None:
    found = await store.read(lambda work: work.postings.standing_at(message))
    return found.subject if found else None


async def test_what_is_wanted_is_claimed_once_with_its_destination(store: Store, seed: Seed) -> None:
    question = seed.subject("question", 17)
    await want(store, seed, question)
    (posting,) = await claim(store)
    assert posting.subject == question
    assert posting.to == ToChannel(seed.channel.ref)
    assert (posting.present, posting.wanted, posting.message, posting.attempts) == (True, 1, None, 0)
    assert await claim(store) == []


async def test_a_direct_posting_goes_to_the_person(store: Store, seed: Seed) -> None:
    await store.write(lambda work: work.postings.want(seed.subject("draft", 1, "reminder"), seed.direct, now=NOW))
    (posting,) = await claim(store)
    assert posting.to == ToPerson(AccountRef("slack", "T1", "U-Policy"))


async def test_a_posting_is_one_per_subject_and_place(store: Store, seed: Seed) -> None:
    question = seed.subject("question", 17)
    for _ in range(3):
        await want(store, seed, question)
    await store.write(lambda work: work.postings.want(question, seed.direct, now=NOW))
    assert [posting.wanted for posting in await claim(store)] == [3, 1]


async def test_a_lease_that_ran_out_lets_another_claim(store: Store, seed: Seed) -> None:
    await want(store, seed, seed.subject("question", 1))
    assert len(await claim(store)) == 1
    assert await claim(store, LEASE - SOON) == []
    assert len(await claim(store, LEASE)) == 1


async def test_two_who_claim_at_once_never_get_the_same(store: Store, seed: Seed) -> None:
    def many(work: Work) -> None:
        for number in range(40):
            work.postings.want(seed.subject("question", number + 1), seed.home, now=NOW)

    await store.write(many)
    claimed = await asyncio.gather(*(claim(store, most=5) for _ in range(12)))
    ids = [posting.id for postings in claimed for posting in postings]
    assert len(ids) == len(set(ids))
    rest = await claim(store, most=40)
    assert len(ids) + len(rest) == 40


async def test_what_is_shown_as_wanted_is_settled(store: Store, seed: Seed) -> None:
    await stand(store, seed, seed.subject("question", 1))
    assert await claim(store, LEASE * 2) == []
    assert await store.ledger.next_at() is None


async def test_a_redraw_while_it_is_being_shown_leaves_it_due(store: Store, seed: Seed) -> None:
    question = seed.subject("question", 1)
    await want(store, seed, question)
    (posting,) = await claim(store)
    await redraw(store, question)
    assert await claim(store, SOON) == [], "an action never touches a lease"
    await store.ledger.shown(posting, posting.wanted, seed.message("1.1"), NOW + SOON)
    (again,) = await claim(store, SOON)
    assert (again.wanted, again.message) == (2, seed.message("1.1"))


async def test_a_redraw_never_brings_forward_what_is_still_to_be_created(store: Store, seed: Seed) -> None:
    reminder = seed.subject("draft", 1, "reminder")
    await store.write(
        lambda work: work.postings.want(reminder, seed.direct, now=NOW, not_before=NOW + timedelta(hours=1))
    )
    await redraw(store, reminder)
    assert await claim(store, SOON) == []
    assert await store.ledger.next_at() == NOW + timedelta(hours=1)
    assert len(await claim(store, timedelta(hours=1))) == 1


async def test_removals_come_before_creates_and_those_before_updates(store: Store, seed: Seed) -> None:
    old, gone, new = (seed.subject("question", number) for number in (1, 2, 3))
    await stand(store, seed, old, "1.1")
    await stand(store, seed, gone, "1.2")
    await redraw(store, old)
    await withdraw(store, gone)
    await want(store, seed, new, NOW + SOON)
    assert [posting.subject for posting in await claim(store, SOON)] == [gone, new, old]


async def test_what_hangs_under_another_waits_until_that_stands(store: Store, seed: Seed) -> None:
    question, reply = seed.subject("question", 1), seed.subject("reply", 9)
    await want(store, seed, question)
    await want(store, seed, reply, under=question)
    (above,) = await claim(store)
    assert above.subject == question
    assert await store.ledger.next_at() == NOW + LEASE
    await store.ledger.shown(above, above.wanted, seed.message("1.1"), NOW)
    (below,) = await claim(store)
    assert below.subject == reply
    assert below.to == ToChannel(seed.channel.ref, under=seed.message("1.1"))


async def test_under_what_was_never_wanted_there_nothing_is_posted(store: Store, seed: Seed) -> None:
    await want(store, seed, seed.subject("reply", 9), under=seed.subject("question", 1))
    assert await claim(store) == []


async def test_what_waits_under_something_withdrawn_is_never_claimed_and_wakes_nobody(store: Store, seed: Seed) -> None:
    question, reply = seed.subject("question", 1), seed.subject("reply", 9)
    await stand(store, seed, question)
    await want(store, seed, reply, under=question)
    await withdraw(store, question)
    (posting,) = await claim(store, SOON)
    await store.ledger.removed(posting, NOW + SOON)
    assert await claim(store, LEASE * 2) == []
    assert await store.ledger.next_at() is None


async def test_what_is_withdrawn_before_it_left_is_settled_at_once(store: Store, seed: Seed) -> None:
    question = seed.subject("question", 1)
    await want(store, seed, question)
    await withdraw(store, question)
    assert await claim(store, LEASE) == []
    assert await store.ledger.next_at() is None


async def test_what_is_withdrawn_in_one_place_stays_in_the_others(store: Store, seed: Seed) -> None:
    subject = seed.subject("poll", 1, "reminder")
    part = seed.subject("poll", 1)
    for one, place in ((subject, seed.home), (subject, seed.direct), (part, seed.direct)):
        await store.write(lambda work, one=one, place=place: work.postings.want(one, place, now=NOW))  # type: ignore[misc]  # a default binds the loop's value
    await store.write(lambda work: work.postings.withdraw_at(subject, seed.direct, NOW + SOON))
    places = await store.read(lambda work: [one.place for one in work.postings.places(subject)])
    assert places == [seed.home]
    await store.write(lambda work: work.postings.withdraw_at(subject, seed.home, NOW + SOON))
    assert [posting.subject for posting in await claim(store, SOON)] == [part], "its other parts stay"


async def test_what_is_withdrawn_while_it_may_be_leaving_is_taken_away_afterwards(store: Store, seed: Seed) -> None:
    question = seed.subject("question", 1)
    await want(store, seed, question)
    (posting,) = await claim(store)
    assert await store.ledger.sending(posting, NOW, NOW + LEASE)
    await withdraw(store, question)
    await store.ledger.shown(posting, posting.wanted, seed.message("1.1"), NOW + SOON)
    (again,) = await claim(store, SOON)
    assert (again.present, again.message) == (False, seed.message("1.1"))
    await store.ledger.removed(again, NOW + SOON)
    assert await claim(store, LEASE * 2) == []


async def test_a_withdrawn_posting_whose_create_is_unsettled_is_still_settled(store: Store, seed: Seed) -> None:
    question = seed.subject("question", 1)
    await want(store, seed, question)
    (posting,) = await claim(store)
    await store.ledger.sending(posting, NOW, NOW + LEASE)
    await store.ledger.later(posting, NOW + LEASE, "no answer", unsettled=True)
    await withdraw(store, question)
    assert await claim(store, SOON) == [], "the worst late accept has not passed yet"
    (again,) = await claim(store, LEASE)
    assert (again.present, again.unsettled_since) == (False, NOW)


async def test_the_mark_of_a_create_outlives_its_lease(store: Store, seed: Seed) -> None:
    await want(store, seed, seed.subject("question", 1))
    (posting,) = await claim(store)
    await store.ledger.sending(posting, NOW + SOON, NOW + SOON + LEASE)
    (again,) = await claim(store, LEASE + SOON)
    assert again.unsettled_since == NOW + SOON
    assert await store.ledger.sending(again, NOW + LEASE * 2, NOW + LEASE * 3)
    (third,) = await claim(store, LEASE * 3)
    assert third.unsettled_since == NOW + SOON, "the first attempt is the one to look from"
    await store.ledger.later(third, NOW + LEASE * 2, "never arrived", unsettled=False)
    (fourth,) = await claim(store, LEASE * 3)
    assert fourth.unsettled_since is None


async def test_wanting_again_never_hurries_an_unsettled_create(store: Store, seed: Seed) -> None:
    question = seed.subject("question", 1)
    await want(store, seed, question)
    (posting,) = await claim(store)
    await store.ledger.sending(posting, NOW, NOW + LEASE)
    await store.ledger.later(posting, NOW + LEASE, "no answer", unsettled=True)
    await want(store, seed, question, NOW + SOON)
    await redraw(store, question)
    assert await claim(store, SOON) == []
    assert len(await claim(store, LEASE)) == 1


async def test_attempts_count_failures_since_the_last_success(store: Store, seed: Seed) -> None:
    question = seed.subject("question", 1)
    await want(store, seed, question)
    (posting,) = await claim(store)
    await store.ledger.later(posting, NOW + SOON, "unreachable", unsettled=False)
    (posting,) = await claim(store, SOON)
    assert posting.attempts == 1
    await store.ledger.later(posting, NOW + SOON, "", unsettled=False)
    (posting,) = await claim(store, SOON)
    assert posting.attempts == 1, "waiting for one's turn is no attempt"
    await store.ledger.shown(posting, posting.wanted, seed.message("1.1"), NOW + SOON)
    await redraw(store, question)
    (posting,) = await claim(store, SOON)
    assert posting.attempts == 0


async def test_what_was_given_up_comes_back_only_when_it_is_wanted_anew(store: Store, seed: Seed) -> None:
    question = seed.subject("question", 1)
    await want(store, seed, question)
    (posting,) = await claim(store)
    await store.ledger.given_up(posting, NOW, "refused", "not in channel")
    await redraw(store, question)
    assert await claim(store, LEASE) == []
    await want(store, seed, question, NOW + LEASE)
    assert len(await claim(store, LEASE)) == 1


async def test_giving_up_an_update_does_not_lose_a_withdrawal_made_meanwhile(store: Store, seed: Seed) -> None:
    question = seed.subject("question", 1)
    await stand(store, seed, question)
    await redraw(store, question)
    (posting,) = await claim(store, SOON)
    await withdraw(store, question)
    await store.ledger.given_up(posting, NOW + SOON, "refused", "not allowed")
    (again,) = await claim(store, SOON)
    assert (again.present, again.message) == (False, seed.message("1.1"))


async def test_what_people_removed_is_not_posted_again(store: Store, seed: Seed) -> None:
    question = seed.subject("question", 1)
    await stand(store, seed, question)
    await store.write(lambda work: work.postings.deleted_by_hand(seed.message("1.1"), NOW))
    await redraw(store, question)
    await want(store, seed, question, NOW + SOON)
    assert await claim(store, LEASE) == []
    assert await standing(store, seed.message("1.1")) is None
    assert await store.read(lambda work: work.postings.places(question)) == []


async def test_a_card_removed_by_hand_while_it_was_redrawn_stays_removed(store: Store, seed: Seed) -> None:
    question = seed.subject("question", 1)
    await stand(store, seed, question)
    await redraw(store, question)
    (posting,) = await claim(store, SOON)
    await store.write(lambda work: work.postings.deleted_by_hand(seed.message("1.1"), NOW))
    await store.ledger.shown(posting, posting.wanted, seed.message("1.1"), NOW + SOON)
    await redraw(store, question)
    assert await claim(store, LEASE * 2) == []


async def test_an_update_that_finds_its_message_gone_gives_up_for_good(store: Store, seed: Seed) -> None:
    question = seed.subject("question", 1)
    await stand(store, seed, question)
    await redraw(store, question)
    (posting,) = await claim(store, SOON)
    await redraw(store, question)
    await store.ledger.given_up(posting, NOW + SOON, "removed by hand", "gone")
    await want(store, seed, question, NOW + SOON)
    assert await claim(store, LEASE * 2) == []
    assert await standing(store, seed.message("1.1")) is None


async def test_our_own_removal_heard_from_the_platform_is_nobodys_hand(store: Store, seed: Seed) -> None:
    question = seed.subject("question", 1)
    await stand(store, seed, question)
    await withdraw(store, question)
    await store.write(lambda work: work.postings.deleted_by_hand(seed.message("1.1"), NOW))
    (posting,) = await claim(store, SOON)
    await store.ledger.removed(posting, NOW + SOON)
    await want(store, seed, question, NOW + SOON)
    assert len(await claim(store, SOON)) == 1


async def test_what_was_drawn_as_nothing_comes_back_with_a_redraw(store: Store, seed: Seed) -> None:
    question = seed.subject("question", 1)
    await want(store, seed, question)
    (posting,) = await claim(store)
    await store.ledger.removed(posting, NOW)
    assert await claim(store, LEASE) == []
    await redraw(store, question)
    assert len(await claim(store, SOON)) == 1


async def test_withdrawing_a_subject_withdraws_its_parts_and_no_other(store: Store, seed: Seed) -> None:
    subjects = [seed.subject("draft", 4), seed.subject("draft", 4, "reminder"), seed.subject("draft", 40)]
    for subject in subjects:
        await want(store, seed, subject)
    await withdraw(store, subjects[0])
    assert [posting.subject for posting in await claim(store, SOON)] == [subjects[2]]


async def test_withdrawing_a_part_leaves_the_whole(store: Store, seed: Seed) -> None:
    whole, part = seed.subject("draft", 4), seed.subject("draft", 4, "reminder")
    await want(store, seed, whole)
    await want(store, seed, part)
    await withdraw(store, part)
    assert [posting.subject for posting in await claim(store, SOON)] == [whole]


async def test_what_was_withdrawn_can_be_wanted_again(store: Store, seed: Seed) -> None:
    question = seed.subject("question", 1)
    await stand(store, seed, question)
    await withdraw(store, question)
    (posting,) = await claim(store, SOON)
    await want(store, seed, question, NOW + SOON)
    await store.ledger.removed(posting, NOW + SOON)
    (again,) = await claim(store, SOON)
    assert (again.present, again.message) == (True, None)


async def test_a_message_of_ours_is_known_across_communities(store: Store, seed: Seed) -> None:
    question = seed.subject("question", 1)
    await stand(store, seed, question, "1.1")
    assert await standing(store, seed.message("1.1")) == question
    assert await standing(store, seed.message("1.1", thread="0.9")) == question
    assert await standing(store, seed.message("1.2")) is None


async def test_a_create_on_its_way_is_in_flight_in_its_channel_alone(store: Store, seed: Seed) -> None:
    other = await plant(store, "Other")
    await want(store, seed, seed.subject("question", 1))
    (posting,) = await claim(store)
    assert not await store.read(lambda work: work.postings.in_flight(seed.message("2.2")))
    await store.ledger.sending(posting, NOW, NOW + LEASE)
    assert await store.read(lambda work: work.postings.in_flight(seed.message("2.2")))
    assert not await store.read(lambda work: work.postings.in_flight(other.message("2.2")))
    await store.ledger.shown(posting, posting.wanted, seed.message("2.2"), NOW)
    assert not await store.read(lambda work: work.postings.in_flight(seed.message("2.2")))


async def test_places_tell_where_the_subject_is_wanted(store: Store, seed: Seed) -> None:
    question = seed.subject("question", 1)
    await stand(store, seed, question)
    await store.write(lambda work: work.postings.want(question, seed.direct, now=NOW))
    places = await store.read(lambda work: work.postings.places(question))
    assert [(place.place, place.message) for place in places] == [
        (seed.home, seed.message("1.1")),
        (seed.direct, None),
    ]
    await withdraw(store, question)
    assert await store.read(lambda work: work.postings.places(question)) == []


async def test_what_stands_nowhere_and_was_settled_long_ago_is_cleared(store: Store, seed: Seed) -> None:
    gone, stays = seed.subject("question", 1), seed.subject("question", 2)
    await want(store, seed, gone)
    await withdraw(store, gone)
    await stand(store, seed, stays)
    await store.ledger.clear(NOW + SOON)
    await store.ledger.clear(NOW + timedelta(days=90))
    await want(store, seed, gone, NOW + SOON)
    (posting,) = await claim(store, SOON)
    assert posting.wanted == 1, "its row is a new one"
    assert await standing(store, seed.message("1.1")) == stays


async def test_a_message_keeps_its_thread(store: Store, seed: Seed) -> None:
    question = seed.subject("question", 1)
    await want(store, seed, question)
    (posting,) = await claim(store)
    await store.ledger.shown(posting, posting.wanted, seed.message("1.1", thread="0.9"), NOW, note="perhaps twice")
    await redraw(store, question)
    (posting,) = await claim(store, SOON)
    assert posting.message == seed.message("1.1", thread="0.9")


async def test_what_leaves_is_leased_anew_from_then(store: Store, seed: Seed) -> None:
    await want(store, seed, seed.subject("question", 1))
    (posting,) = await claim(store)
    assert await store.ledger.sending(posting, NOW + LEASE - SOON, NOW + LEASE * 2)
    assert await claim(store, LEASE) == []
    assert len(await claim(store, LEASE * 2)) == 1


async def test_what_another_claimed_meanwhile_must_not_leave(store: Store, seed: Seed) -> None:
    await want(store, seed, seed.subject("question", 1))
    (late,) = await claim(store)
    (holder,) = await claim(store, LEASE)
    assert not await store.ledger.sending(late, NOW + LEASE, NOW + LEASE * 2)
    assert await store.ledger.sending(holder, NOW + LEASE, NOW + LEASE * 2)


@pytest.mark.parametrize("what", ["later", "given up", "removed"])
async def test_who_lost_a_claim_ends_nobody_elses(store: Store, seed: Seed, what: str) -> None:
    await want(store, seed, seed.subject("question", 1))
    (late,) = await claim(store)
    (holder,) = await claim(store, LEASE)
    assert await store.ledger.sending(holder, NOW + LEASE, NOW + LEASE * 2)
    match what:
        case "later":
            await store.ledger.later(late, NOW + LEASE, "down", unsettled=False)
        case "given up":
            await store.ledger.given_up(late, NOW + LEASE, "refused", "no")
        case _:
            await store.ledger.removed(late, NOW + LEASE)
    assert await claim(store, LEASE + SOON) == []
    (again,) = await claim(store, LEASE * 2)
    assert (again.unsettled_since, again.attempts) == (NOW + LEASE, 0)


async def test_where_it_stands_is_kept_though_another_claimed_it_and_nothing_leaves_again(
    store: Store, seed: Seed
) -> None:
    await want(store, seed, seed.subject("question", 1))
    (late,) = await claim(store)
    await store.ledger.sending(late, NOW, NOW + LEASE)
    (holder,) = await claim(store, LEASE)
    await store.ledger.shown(late, late.wanted, seed.message("1.1"), NOW + LEASE)
    assert await claim(store, LEASE + SOON) == [], "it is still the other's"
    assert not await store.ledger.sending(holder, NOW + LEASE, NOW + LEASE * 2)
    await store.ledger.later(holder, NOW + LEASE, "", unsettled=True)
    (again,) = await claim(store, LEASE)
    assert again.message == seed.message("1.1")


async def test_what_is_in_hand_is_not_claimed_though_its_lease_ran_out(store: Store, seed: Seed) -> None:
    await want(store, seed, seed.subject("question", 1))
    await want(store, seed, seed.subject("question", 2))
    first, second = await claim(store)
    (posting,) = await store.ledger.claim(NOW + LEASE, LEASE, 1, [first.id])
    assert posting.id == second.id


async def test_what_is_withdrawn_before_it_leaves_does_not_leave(store: Store, seed: Seed) -> None:
    question = seed.subject("question", 1)
    await want(store, seed, question)
    (posting,) = await claim(store)
    await withdraw(store, question)
    assert not await store.ledger.sending(posting, NOW + SOON, NOW + LEASE)
    await store.ledger.later(posting, NOW + SOON, "", unsettled=False)
    (again,) = await claim(store, SOON)
    await store.ledger.removed(again, NOW + SOON)
    assert await store.ledger.next_at() is None


async def test_a_card_taken_back_while_its_update_failed_is_removed_at_once(store: Store, seed: Seed) -> None:
    question = seed.subject("question", 1)
    await stand(store, seed, question)
    await redraw(store, question)
    (posting,) = await claim(store, SOON)
    await withdraw(store, question)
    await store.ledger.later(posting, NOW + timedelta(minutes=10), "http 503", unsettled=False)
    (again,) = await claim(store, SOON)
    assert not again.present
    await store.ledger.later(again, NOW + timedelta(minutes=10), "http 503", unsettled=False)
    assert await claim(store, LEASE) == [], "a removal that failed waits for its time"


async def test_a_card_removed_by_hand_and_taken_back_during_an_update_is_over(store: Store, seed: Seed) -> None:
    question = seed.subject("question", 1)
    await stand(store, seed, question)
    await redraw(store, question)
    (posting,) = await claim(store, SOON)
    await store.write(lambda work: work.postings.deleted_by_hand(seed.message("1.1"), NOW))
    await withdraw(store, question)
    await store.ledger.shown(posting, posting.wanted, seed.message("1.1"), NOW + SOON)
    assert await claim(store, LEASE * 2) == []
    assert await store.ledger.next_at() is None


@pytest.mark.parametrize("hours", [(1, 8), (8, 1)])
async def test_what_is_wanted_at_another_time_is_created_then(store: Store, seed: Seed, hours: tuple[int, int]) -> None:
    first, then = (NOW + timedelta(hours=hour) for hour in hours)
    reminder = seed.subject("meeting", 1, "reminder")
    await store.write(lambda work: work.postings.want(reminder, seed.direct, now=NOW, not_before=first))
    await store.write(lambda work: work.postings.want(reminder, seed.direct, now=NOW, not_before=then))
    assert await store.ledger.next_at() == then


async def test_what_is_wanted_for_later_does_not_leave_from_an_earlier_claim(store: Store, seed: Seed) -> None:
    reminder, at = seed.subject("meeting", 1, "reminder"), NOW + timedelta(hours=8)
    await store.write(lambda work: work.postings.want(reminder, seed.direct, now=NOW))
    (posting,) = await claim(store)
    await store.write(lambda work: work.postings.want(reminder, seed.direct, now=NOW, not_before=at))
    assert not await store.ledger.sending(posting, NOW + SOON, NOW + LEASE)
    await store.ledger.later(posting, NOW + SOON, "", unsettled=False)
    assert await store.ledger.next_at() == at


async def test_what_waits_under_something_given_up_is_given_up_and_comes_when_that_stands(
    store: Store, seed: Seed
) -> None:
    question, early, late = seed.subject("question", 1), seed.subject("reply", 1), seed.subject("reply", 2)
    await want(store, seed, question)
    (posting,) = await claim(store)
    await want(store, seed, early, under=question)
    await store.ledger.given_up(posting, NOW, "refused", "too long")
    await want(store, seed, late, under=question)
    assert await rows_at_work(store) == 0
    await want(store, seed, question, NOW + SOON)
    (posting,) = await claim(store, SOON)
    await store.ledger.shown(posting, posting.wanted, seed.message("1.1"), NOW + SOON)
    assert [below.subject for below in await claim(store, SOON)] == [early, late]


async def test_what_waits_under_something_removed_by_hand_is_given_up(store: Store, seed: Seed) -> None:
    question = seed.subject("question", 1)
    await stand(store, seed, question)
    await want(store, seed, seed.subject("reply", 1), under=question)
    await store.write(lambda work: work.postings.deleted_by_hand(seed.message("1.1"), NOW + SOON))
    assert await rows_at_work(store) == 0


async def rows_at_work(store: Store) -> int:
    """How many postings have work left, whether or not it can be done now."""
    waiting = Statement(select(func.count()).where(postings.c.work_at.is_not(None)))
    return int(await store._readers.run(lambda session: session.value(waiting), 5))


@pytest.mark.parametrize("how", ["forgotten", "unlinked"])
async def test_what_is_on_its_way_to_somebody_who_is_forgotten_is_removed_once_it_arrived(
    store: Store, seed: Seed, how: str
) -> None:
    reminder = seed.subject("draft", 1, "reminder")
    await store.write(lambda work: work.postings.want(reminder, seed.direct, now=NOW))
    (posting,) = await claim(store)
    await store.ledger.sending(posting, NOW, NOW + LEASE)
    await forget(store, seed, reminder, how)
    await store.ledger.shown(posting, posting.wanted, seed.message("1.1"), NOW + SOON)
    (again,) = await claim(store, SOON)
    assert (again.present, again.message, again.to) == (False, seed.message("1.1"), ToChannel(seed.channel.ref))
    await store.ledger.removed(again, NOW + SOON)
    assert await rows_at_work(store) == 0


@pytest.mark.parametrize("how", ["forgotten", "unlinked"])
async def test_what_may_have_reached_somebody_who_is_forgotten_is_still_looked_for(
    store: Store, seed: Seed, how: str
) -> None:
    reminder = seed.subject("draft", 1, "reminder")
    ref = AccountRef("slack", "T1", "U9")
    member, account = await store.write(lambda work: work.members.join(seed.id, ref, "D1", NOW))
    seed = replace(seed, member=member, account=account)
    await store.write(lambda work: work.postings.want(reminder, seed.direct, now=NOW))
    (posting,) = await claim(store)
    await store.ledger.sending(posting, NOW, NOW + LEASE)
    await store.ledger.later(posting, NOW + LEASE, "reset", unsettled=True)
    await forget(store, seed, reminder, how)
    (again,) = await claim(store, LEASE)
    assert (again.present, again.unsettled_since) == (False, NOW)
    assert again.to == ToChannel(ChannelRef("slack", "T1", "D1"), "D1")


@pytest.mark.parametrize("how", ["forgotten", "unlinked"])
async def test_what_was_claimed_for_somebody_who_is_forgotten_does_not_leave(
    store: Store, seed: Seed, how: str
) -> None:
    reminder = seed.subject("draft", 1, "reminder")
    await store.write(lambda work: work.postings.want(reminder, seed.direct, now=NOW))
    (posting,) = await claim(store)
    await forget(store, seed, reminder, how)
    assert not await store.ledger.sending(posting, NOW, NOW + LEASE)


async def forget(store: Store, seed: Seed, subject: Subject, how: str) -> None:
    if how == "forgotten":
        await store.write(lambda work: work.members.erase(seed.id, seed.member.id, NOW))
    else:
        await store.write(lambda work: work.postings.unlink(subject, NOW))


async def test_a_home_goes_to_the_persons_home(store: Store, seed: Seed) -> None:
    await store.write(lambda work: work.postings.want(seed.subject("home", 1), seed.direct, now=NOW))
    (posting,) = await claim(store)
    assert posting.to == ToPerson(AccountRef("slack", "T1", "U-Policy"), home=True)


async def test_homes_are_drawn_again_together_at_a_time_or_sooner_and_nothing_else_is(store: Store, seed: Seed) -> None:
    other = await plant(store, "Other")
    subjects = [(seed, "home"), (other, "home"), (seed, "draft")]
    for one, kind in subjects:
        await store.write(lambda work, s=one, k=kind: work.postings.want(s.subject(k, 1), s.direct, now=NOW))  # type: ignore[misc]  # a default binds the loop's value
    for posting in await claim(store):
        await store.ledger.sending(posting, NOW, NOW + LEASE)
        await store.ledger.shown(posting, posting.wanted, seed.message(f"{posting.id}"), NOW)
    for minutes in (2, 1, 3):
        at = NOW + timedelta(minutes=minutes)
        await store.write(lambda work, at=at: work.postings.redraw_kind(seed.id, "home", at))  # type: ignore[misc]  # a default binds the loop's value
    assert await claim(store, timedelta(seconds=59)) == []
    assert [posting.subject for posting in await claim(store, timedelta(minutes=1))] == [seed.subject("home", 1)]


async def test_what_is_for_a_channel_that_was_left_waits_until_it_is_back(store: Store, seed: Seed) -> None:
    question, later = seed.subject("question", 17), NOW + timedelta(days=1)
    await stand(store, seed, question)
    await redraw(store, question)
    await want(store, seed, seed.subject("question", 18))
    await store.write(lambda work: work.postings.want(seed.subject("draft", 1, "reminder"), seed.direct, now=NOW))
    await store.write(lambda work: work.communities.save_channel(replace(seed.channel, left_at=NOW)))
    (direct,) = await claim(store, SOON)
    assert direct.subject == seed.subject("draft", 1, "reminder")
    await store.ledger.removed(direct, NOW)
    assert await store.ledger.next_at() is None
    await store.write(lambda work: work.communities.save_channel(seed.channel))
    again = await store.ledger.claim(later, LEASE, 10)
    assert {posting.subject for posting in again} == {question, seed.subject("question", 18)}
