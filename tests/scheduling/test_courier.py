"""What is visible becomes what is wanted, whatever fails on the way."""

import asyncio
import time
from dataclasses import replace
from datetime import timedelta

from bot.chat.cards import Card, Text, Title
from bot.chat.refs import MessageRef
from bot.chat.richtext import rich
from bot.errors import Busy, MessageGone, PlatformError, RateLimited, Refused, Uncertain, Unreachable
from bot.ports import Destination, Pace
from bot.postings import InChannel
from tests.scheduling.ledgers import Late, Stubborn
from tests.scheduling.platform import CAN, FAST, RecordingPlatform
from tests.scheduling.world import HASTE, Store, World, new_world


async def test_what_is_wanted_is_posted_once(world: World) -> None:
    await world.want(1, "Hello")
    await world.settle()
    await world.settle()
    assert world.platform.notices() == ["Hello"]
    assert world.platform.asked("create") == 1


async def test_a_direct_message_goes_to_the_person(world: World) -> None:
    await world.want(1, "For you", world.direct)
    await world.settle()
    assert world.platform.notices() == ["For you"]


async def test_a_change_redraws_the_same_message_from_the_state_as_it_is_now(world: World) -> None:
    await world.want(1, "First")
    await world.settle()
    await world.change(1, "Second")
    world.board.notes[1] = "Third"
    await world.settle()
    assert world.platform.notices() == ["Third"]
    assert world.platform.asked("create") == 1
    assert world.platform.asked("update") == 1


async def test_a_change_that_comes_while_a_card_is_on_its_way_is_not_lost(world: World) -> None:
    world.platform.creates.before = [None]
    changed: list[asyncio.Task[None]] = []
    world.platform.posted_in = lambda: changed.append(asyncio.ensure_future(world.change(1, "Newer")))
    await world.want(1, "Older")
    await world.settle()
    await asyncio.gather(*changed)
    await world.settle()
    assert world.platform.notices() == ["Newer"]
    assert world.platform.asked("create") == 1


async def test_a_thousand_changes_cost_a_handful_of_updates(store: Store) -> None:
    pace = replace(FAST, redraw_after=(0.1, 0.2, 0.5))
    world = await new_world(store, RecordingPlatform(pace=pace))
    await world.want(1, "0 votes")
    await world.settle()
    world.courier.start()
    for vote in range(300):
        await world.change(1, f"{vote + 1} votes")
        world.courier.wake()
    await world.settle(patience=8)
    await world.courier.stop()
    assert world.platform.notices() == ["300 votes"]
    assert world.platform.asked("update") <= 12


async def test_a_reply_waits_until_its_question_stands(world: World) -> None:
    world.platform.creates.before = [Unreachable("down"), Unreachable("down")]
    await world.want(1, "Question")
    await world.want(2, "Reply", under=1)
    await world.settle()
    assert world.platform.notices() == ["Question", "Reply"]
    above, below = world.platform.messages.items()
    under = getattr(below[1].to, "under", None)
    assert under is not None
    assert under.message == above[0]


async def test_what_is_withdrawn_is_removed(world: World) -> None:
    await world.want(1, "Oops")
    await world.settle()
    await world.withdraw(1)
    await world.settle()
    assert world.platform.notices() == []
    assert world.platform.asked("delete") == 1


async def test_what_is_withdrawn_before_it_left_is_never_posted(world: World) -> None:
    await world.want(1, "Oops")
    await world.withdraw(1)
    await world.settle()
    assert world.platform.log == []


async def test_what_is_withdrawn_while_it_is_on_its_way_is_removed_afterwards(world: World) -> None:
    withdrawn: list[asyncio.Task[None]] = []
    world.platform.posted_in = lambda: withdrawn.append(asyncio.ensure_future(world.withdraw(1)))
    await world.want(1, "Oops")
    await world.settle()
    await asyncio.gather(*withdrawn)
    await world.settle()
    assert world.platform.notices() == []


async def test_what_should_not_be_visible_any_more_is_removed_though_nobody_withdrew_it(world: World) -> None:
    await world.want(1, "Here")
    await world.settle()
    await world.change(1, None)
    await world.settle()
    assert world.platform.notices() == []


async def test_what_became_visible_again_is_posted_again(world: World) -> None:
    await world.want(1, "Here")
    await world.settle()
    await world.change(1, None)
    await world.settle()
    await world.change(1, "Here again")
    await world.settle()
    assert world.platform.notices() == ["Here again"]


async def test_a_platform_that_cannot_remove_shows_that_it_was_taken_back(store: Store) -> None:
    world = await new_world(store, RecordingPlatform(can=replace(CAN, deletes=False)))
    await world.want(1, "Oops")
    await world.settle()
    await world.withdraw(1)
    await world.settle()
    assert world.platform.notices() == ["This was taken back."]
    assert world.platform.asked("delete") == 0


async def test_nothing_is_posted_after_its_time(world: World) -> None:
    now = world.clock.now()
    world.board.notes[1] = "Tomorrow"
    await world.do(
        lambda work: work.postings.want(world.note(1), world.home, now=now, expires_at=now + timedelta(hours=1))
    )
    world.clock.ahead = timedelta(hours=2)
    await world.settle()
    assert world.platform.log == []


async def test_nothing_is_posted_before_its_time(world: World) -> None:
    now = world.clock.now()
    world.board.notes[1] = "Later"
    await world.do(
        lambda work: work.postings.want(world.note(1), world.home, now=now, not_before=now + timedelta(hours=1))
    )
    await world.settle(patience=0)
    assert world.platform.log == []
    world.clock.ahead = timedelta(hours=2)
    await world.settle()
    assert world.platform.notices() == ["Later"]


async def test_an_unreachable_platform_is_tried_until_it_answers(world: World) -> None:
    world.platform.creates.before = [Unreachable("refused")] * 5
    await world.want(1, "Hello")
    await world.settle()
    assert world.platform.notices() == ["Hello"]
    assert world.platform.asked("find") == 0


async def test_retry_after_is_waited_for_and_needs_no_settling(world: World) -> None:
    world.platform.creates.before = [RateLimited(0.2)]
    await world.want(1, "Hello")
    began = time.monotonic()
    await world.settle()
    assert time.monotonic() - began >= 0.2
    assert world.platform.notices() == ["Hello"]
    assert world.platform.asked("find") == 0


async def test_retry_after_holds_every_message_of_that_tenant(world: World) -> None:
    world.platform.creates.before = [RateLimited(0.3)]
    await world.want(1, "One")
    await world.settle(patience=0)
    await world.want(2, "Two")
    await world.settle(patience=0)
    assert world.platform.asked("create") == 1
    await world.settle()
    assert sorted(world.platform.notices()) == ["One", "Two"]


async def test_a_create_that_was_accepted_though_its_answer_was_lost_is_found_not_repeated(world: World) -> None:
    world.platform.creates.after = [Uncertain("reset")]
    await world.want(1, "Hello")
    await world.settle()
    assert world.platform.notices() == ["Hello"]
    assert world.platform.asked("create") == 1


async def test_a_create_that_was_not_accepted_is_made_again_after_looking(world: World) -> None:
    world.platform.creates.before = [Uncertain("reset")]
    await world.want(1, "Hello")
    await world.settle()
    assert [method for method, _ in world.platform.log] == ["create", "find", "create"]
    assert world.platform.notices() == ["Hello"]


async def test_nobody_looks_before_the_latest_accept(store: Store) -> None:
    world = await new_world(store, patience=replace(HASTE, late=0.5))
    world.platform.creates.before = [Uncertain("reset")]
    await world.want(1, "Hello")
    await world.settle(patience=0)
    assert world.platform.asked("find") == 0
    await world.settle(patience=8)
    assert world.platform.notices() == ["Hello"]


async def test_a_found_message_shows_what_changed_meanwhile(world: World) -> None:
    world.platform.creates.after = [Uncertain("reset")]
    await world.want(1, "Old")
    await world.settle(patience=0)
    world.board.notes[1] = "New"
    await world.settle()
    assert world.platform.notices() == ["New"]


async def test_what_was_withdrawn_while_nobody_knew_is_found_and_removed(world: World) -> None:
    world.platform.creates.after = [Uncertain("reset")]
    await world.want(1, "Oops")
    await world.settle(patience=0)
    await world.withdraw(1)
    await world.settle()
    assert world.platform.notices() == []
    assert world.platform.asked("delete") == 1


async def test_where_nobody_can_tell_a_question_is_sent_again(world: World) -> None:
    world.platform.tells = False
    world.platform.creates.after = [Uncertain("reset")]
    await world.want(1, "Question")
    await world.settle()
    assert world.platform.notices() == ["Question", "Question"]
    assert world.platform.asked("create") == 2


async def test_where_nobody_can_tell_a_reminder_is_dropped(world: World) -> None:
    world.platform.tells = False
    world.platform.creates.before = [Uncertain("reset")]
    await world.want(1, "Reminder", part="reminder")
    await world.settle()
    assert world.platform.notices() == []
    assert world.platform.asked("create") == 1


async def test_the_doubt_outlives_a_retry_that_was_refused_for_haste(world: World) -> None:
    world.platform.tells = False
    world.platform.creates.before = [Uncertain("reset"), RateLimited(0.05)]
    await world.want(1, "Question")
    await world.settle()
    assert world.platform.asked("create") == 3
    assert world.platform.asked("find") == 2


async def test_an_update_whose_answer_was_lost_is_repeated(world: World) -> None:
    await world.want(1, "Old")
    await world.settle()
    world.platform.updates.after = [Uncertain("reset")]
    await world.change(1, "New")
    await world.settle()
    assert world.platform.notices() == ["New"]
    assert world.platform.asked("update") == 2
    assert world.platform.asked("create") == 1


async def test_an_older_redraw_that_arrives_late_does_not_come_last(store: Store) -> None:
    class Slow(RecordingPlatform):
        async def update(self, message: MessageRef, card: Card, address: str) -> None:
            if self.asked("update") == 0:
                later = super().update(message, card, address)
                self.log.append(("update", "late"))
                asyncio.get_running_loop().call_later(0.25, lambda: arriving.append(asyncio.ensure_future(later)))
                await asyncio.sleep(60)
            await super().update(message, card, address)

    arriving: list[asyncio.Future[None]] = []
    world = await new_world(store, Slow(), patience=replace(HASTE, call=0.1, late=0.3))
    await world.want(1, "First")
    await world.settle()
    await world.change(1, "Second")
    await world.settle(patience=0)
    await world.change(1, "Third")
    await world.settle(patience=8)
    await asyncio.gather(*arriving)
    assert len(arriving) == 1
    assert world.platform.notices() == ["Third"]


async def test_a_removal_whose_answer_was_lost_is_repeated(world: World) -> None:
    await world.want(1, "Oops")
    await world.settle()
    world.platform.deletes.after = [Uncertain("reset"), Unreachable("down")]
    await world.withdraw(1)
    await world.settle()
    assert world.platform.asked("delete") == 3
    assert world.platform.notices() == []


async def test_a_message_deleted_by_hand_is_not_posted_again(world: World) -> None:
    await world.want(1, "Hello")
    await world.settle()
    world.platform.messages.clear()
    await world.change(1, "Hello again")
    await world.settle()
    await world.change(1, "And again")
    await world.settle()
    assert world.platform.notices() == []
    assert world.platform.asked("create") == 1


async def test_a_refusal_is_final_and_fails_nobody_else(world: World) -> None:
    world.platform.creates.before = [Refused("not_in_channel")]
    await world.want(1, "Refused")
    await world.settle()
    await world.want(2, "Fine")
    await world.settle()
    assert world.platform.notices() == ["Fine"]
    assert world.platform.asked("create") == 2


async def test_a_refused_removal_is_tried_until_the_words_are_gone(world: World) -> None:
    await world.want(1, "Oops")
    await world.settle()
    world.platform.deletes.before = [Refused("cant_delete_message")] * 2
    await world.withdraw(1)
    await world.settle()
    assert world.platform.notices() == []
    assert world.platform.asked("delete") == 3


async def test_a_place_that_is_not_there_on_a_create_is_nobodys_removal(world: World) -> None:
    world.platform.creates.before = [MessageGone("thread_not_found")]
    await world.want(1, "Hello")
    await world.settle()
    await world.want(1, "Hello again")
    await world.settle()
    assert world.platform.notices() == ["Hello again"]


async def test_what_was_accepted_is_recorded_however_long_the_storage_was_busy(store: Store) -> None:
    world = await new_world(store)
    world.platform.tells = False
    ledger = Stubborn(store.ledger, busy=20)
    await world.want(1, "Hello")
    await world.over(ledger, replace(HASTE, writing=(0.01,))).settle()
    assert ledger.busy == 0
    assert world.platform.notices() == ["Hello"]
    assert world.platform.asked("create") == 1


async def test_what_could_not_be_recorded_at_all_stays_unsettled_and_is_found(store: Store) -> None:
    world = await new_world(store)
    patience = replace(HASTE, writing=(0.01,), call=0.1, margin=0.1)
    ledger = Stubborn(store.ledger, busy=1000)
    await world.want(1, "Hello")
    await world.over(ledger, patience).settle()
    assert world.platform.notices() == ["Hello"]
    await asyncio.sleep(patience.lease.total_seconds())
    await world.settle()
    assert world.platform.asked("create") == 1
    assert await store.ledger.next_at() is None


async def test_a_courier_that_was_too_slow_posts_nothing_another_has_posted(store: Store) -> None:
    patience = replace(HASTE, call=0.1, margin=0.05)
    world = await new_world(store, patience=patience)
    slow = Late(store.ledger)
    one = world.over(slow, patience)
    await world.want(1, "Hello")
    late = asyncio.ensure_future(one.settle())
    await asyncio.sleep(2 * patience.lease.total_seconds())
    await world.settle()
    slow.gate.set()
    await late
    assert world.platform.notices() == ["Hello"]
    assert world.platform.asked("create") == 1


async def test_a_card_that_cannot_be_drawn_is_posted_as_a_plain_sentence_and_heals(world: World) -> None:
    await world.want(1, "Fine")
    world.board.notes[1] = ValueError("bug")
    await world.want(2, "Also fine")
    world.board.notes[1] = ValueError("bug")
    await world.settle(patience=0)
    broken, fine = sorted(world.platform.notices(), key=len, reverse=True)
    assert fine == "Also fine"
    assert "incident" in broken
    assert "bug" not in broken
    world.board.notes[1] = "Healed"
    await world.settle()
    assert sorted(world.platform.notices()) == ["Also fine", "Healed"]


async def test_a_card_that_cannot_be_drawn_any_more_stays_as_it_was(world: World) -> None:
    await world.want(1, "Old")
    await world.settle()
    await world.change(1, ValueError("bug"))
    await world.settle(patience=0.2)
    assert world.platform.notices() == ["Old"]
    world.board.notes[1] = "New"
    await world.settle()
    assert world.platform.notices() == ["New"]


async def test_a_card_the_adapter_cannot_draw_is_looked_for_and_then_posted_as_text(world: World) -> None:
    world.platform.creates.before = [TypeError("renderer")]
    await world.want(1, "Hello")
    await world.settle(patience=0.3)
    assert [method for method, _ in world.platform.log[:3]] == ["create", "find", "create"]
    assert world.platform.messages["m1"].posting == world.platform.log[0][1]
    await world.settle()
    assert world.platform.notices() == ["Hello"]


async def test_a_failure_nobody_named_counts_as_unknown(world: World) -> None:
    world.platform.creates.after = [PlatformError("what?")]
    await world.want(1, "Hello")
    await world.settle()
    assert world.platform.asked("create") == 1
    assert world.platform.notices() == ["Hello"]


async def test_a_platform_that_never_answers_counts_as_unknown(store: Store) -> None:
    class Silent(RecordingPlatform):
        async def create(self, posting: str, to: Destination, card: Card) -> MessageRef:
            reference = await super().create(posting, to, card)
            if self.asked("create") == 1:
                await asyncio.sleep(60)
            return reference

    world = await new_world(store, Silent(), patience=replace(HASTE, call=0.1))
    await world.want(1, "Hello")
    await world.settle()
    assert world.platform.asked("create") == 1
    assert world.platform.notices() == ["Hello"]


async def test_a_busy_storage_is_no_bug_of_the_card(world: World) -> None:
    await world.want(1, "Hello")
    world.board.notes[1] = Busy()
    await world.settle(patience=0)
    world.board.notes[1] = "Hello"
    await world.settle()
    assert world.platform.notices() == ["Hello"]
    assert world.platform.asked("create") == 1


async def test_a_kind_nobody_draws_is_given_up(world: World) -> None:
    await world.want(1, "Hello", part="unheard-of")
    await world.settle()
    assert world.platform.log == []


async def test_what_a_crash_left_unknown_is_settled_when_the_lease_has_ended(store: Store) -> None:
    world = await new_world(store)
    await world.want(1, "Hello")
    await world.courier._names.learn()
    (claimed,) = await store.ledger.claim(world.clock.now(), timedelta(seconds=0.3), 10)
    now = world.clock.now()
    await store.ledger.sending(claimed, now, now + timedelta(seconds=0.3))
    await world.platform.create(str(claimed.id), claimed.to, Card("Hello"))
    restarted = world.replaced()
    await restarted.settle()
    assert world.platform.asked("find") == 0
    await asyncio.sleep(0.35)
    await restarted.settle(8)
    assert world.platform.asked("create") == 1
    assert world.platform.notices() == ["Hello"]


async def test_two_couriers_do_not_post_the_same_twice(store: Store) -> None:
    world = await new_world(store)
    for n in range(20):
        await world.want(n + 1, f"Note {n}")
    other = world.replaced()
    await asyncio.gather(world.settle(), other.settle(8))
    assert world.platform.asked("create") == 20
    assert len(set(world.platform.notices())) == 20


async def test_a_channel_gets_its_messages_at_the_platforms_pace(store: Store) -> None:
    pace = Pace(creates_per_second=10, updates_per_minute=60, burst=5)
    world = await new_world(store, RecordingPlatform(pace=pace))
    for n in range(6):
        await world.want(n + 1, f"Note {n}")
    began = time.monotonic()
    await world.settle(patience=8)
    assert len(world.platform.notices()) == 6
    assert time.monotonic() - began >= 0.5


async def test_the_loop_posts_soon_after_it_was_woken_and_stops(world: World) -> None:
    world.courier.start()
    await asyncio.sleep(0.1)
    await world.want(1, "Hello")
    world.courier.wake()
    for _ in range(100):
        if world.platform.notices():
            break
        await asyncio.sleep(0.02)
    assert world.platform.notices() == ["Hello"]
    await world.courier.stop()
    await world.courier.stop()
    await world.want(2, "After")
    world.courier.wake()
    await asyncio.sleep(0.1)
    assert world.platform.notices() == ["Hello"]


async def test_a_posting_for_a_platform_that_is_not_served_waits(world: World) -> None:
    await world.want(1, "Hello")
    await world.replaced(platforms={}).settle()
    assert world.platform.log == []
    await asyncio.sleep(0.06)
    await world.settle()
    assert world.platform.notices() == ["Hello"]


async def test_a_text_that_stands_without_its_shape_has_every_word(world: World) -> None:
    card = Card("New question", (Title(rich("How early?")), Text(rich("Eight weeks."))))
    simple = world.courier._delivery._drawing.simple(card)
    assert simple.notice == "New question\nHow early?\nEight weeks."


async def test_a_message_gone_while_it_was_being_removed_counts_as_removed(world: World) -> None:
    await world.want(1, "Oops")
    await world.settle()
    world.platform.deletes.before = [MessageGone("message_not_found")]
    world.platform.messages.clear()
    await world.withdraw(1)
    await world.settle()
    assert world.platform.asked("delete") == 1


async def test_a_posting_stands_in_each_of_its_places(world: World) -> None:
    await world.want(1, "Everywhere", world.home)
    await world.want(1, "Everywhere", world.direct)
    await world.settle()
    assert world.platform.notices() == ["Everywhere", "Everywhere"]
    assert isinstance(world.home, InChannel)


async def test_a_message_to_somebody_who_was_forgotten_meanwhile_is_not_tried_again(world: World) -> None:
    world.platform.creates.before = [Uncertain("reset")]
    await world.want(1, "For you", world.direct)
    await world.settle(patience=0)
    await world.do(lambda work: work.members.erase(world.community, 1, world.clock.now()))
    await world.withdraw(1)
    await world.settle()
    assert world.platform.asked("create") == 1
    assert await world.store.ledger.next_at() is None


async def test_a_message_that_stands_with_somebody_who_was_forgotten_can_be_removed(world: World) -> None:
    await world.want(1, "For you", world.direct)
    await world.settle()
    await world.do(lambda work: work.members.erase(world.community, 1, world.clock.now()))
    await world.withdraw(1)
    await world.settle()
    assert world.platform.notices() == []
