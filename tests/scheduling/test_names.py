"""Names are learned from the platforms, seldom, and their lack holds nothing up."""

import asyncio
import time
from datetime import timedelta

from bot.catalogue import Work
from bot.chat.cards import said
from bot.chat.refs import AccountRef, ChannelRef
from bot.errors import RateLimited, Unreachable
from bot.feature import Drawn
from bot.ports import ChannelFacts, Person
from scheduling.names import ANSWER, LOOKED_THROUGH, MOST, UNTOLD, Names
from tests.scheduling.platform import RecordingPlatform
from tests.scheduling.world import Store, World, new_world


async def name_of(world: World) -> str:
    ref = AccountRef("slack", "T1", "U1")
    known = await world.store.read(lambda work: work.members.of_account(world.community, ref))
    assert known is not None
    return known[0].name


async def test_a_new_member_has_a_name_before_their_first_card_is_drawn(world: World) -> None:
    world.platform.people["U1"] = Person("Ana Silva")
    await world.want(1, "Hello")
    await world.settle()
    assert world.platform.questions == [("person", "U1"), ("channel", "C1")]
    assert await name_of(world) == "Ana Silva"


async def test_a_platform_that_does_not_answer_is_not_asked_again_at_once_and_cards_go_out(world: World) -> None:
    world.platform.people["U1"] = Unreachable("down")
    await world.want(1, "Hello")
    await world.settle()
    await world.want(2, "Hello again")
    await world.settle()
    assert world.platform.asked("person") == 1
    assert len(world.platform.notices()) == 2


async def test_a_platform_that_asks_for_patience_is_asked_again_when_it_said(world: World) -> None:
    world.platform.people["U1"] = RateLimited(0)
    names = Names(world.store, {"slack": world.platform}, world.catalogue, world.clock)
    await names.learn()
    world.platform.people["U1"] = Person("Ana Silva")
    await names.learn()
    assert await name_of(world) == "Ana Silva"


async def test_an_account_the_platform_does_not_know_is_asked_about_once(world: World) -> None:
    names = Names(world.store, {"slack": world.platform}, world.catalogue, world.clock)
    world.platform.people["U1"] = None
    await names.learn()
    await names.learn()
    assert world.platform.asked("person") == 1


async def test_those_nobody_can_name_keep_nobody_else_waiting(world: World) -> None:
    def join(work: Work) -> None:
        for number in range(LOOKED_THROUGH):
            work.members.join(world.community, AccountRef("gone", "T1", f"X{number}"), "", world.clock.now())
            work.members.join(world.community, AccountRef("slack", "T1", f"X{number}"), "", world.clock.now())
            world.platform.people[f"X{number}"] = Unreachable("down")
        work.members.join(world.community, AccountRef("slack", "T1", "U9"), "", world.clock.now())

    await world.do(join)
    names = Names(world.store, {"slack": world.platform}, world.catalogue, world.clock)
    while await names.learn():
        pass
    await names.learn()
    assert ("person", "U9") in world.platform.questions
    assert world.platform.asked("person") == LOOKED_THROUGH + 2


async def test_a_platform_that_hangs_delays_no_delivery(store: Store) -> None:
    class Hanging(RecordingPlatform):
        async def person(self, account: AccountRef, address: str) -> Person | None:
            await asyncio.sleep(60)
            return await super().person(account, address)

    world = await new_world(store, Hanging())
    world.courier.start()
    began = time.monotonic()
    await world.want(1, "Hello")
    world.courier.wake()
    while not world.platform.notices():
        await asyncio.sleep(0.02)
    assert time.monotonic() - began < ANSWER / 2
    await world.courier.stop()


async def test_a_channel_whose_people_nobody_counts_is_asked_about_once_a_day(world: World) -> None:
    world.platform.rooms["C1"] = ChannelFacts("policy-cop")
    names = Names(world.store, {"slack": world.platform}, world.catalogue, world.clock)
    await names.learn()
    assert names._not_before[ChannelRef("slack", "T1", "C1")] > time.monotonic() + UNTOLD - 60


async def test_whom_it_asked_is_not_remembered_longer_than_needed(world: World) -> None:
    world.platform.people["U1"] = RateLimited(0)
    names = Names(world.store, {"slack": world.platform}, world.catalogue, world.clock)
    await names.learn()
    names._forget_what_is_over()
    assert AccountRef("slack", "T1", "U1") not in names._not_before


async def test_how_many_people_a_channel_reaches_is_learned(world: World) -> None:
    world.platform.rooms["C1"] = ChannelFacts("policy-cop", people=180, guests=3)
    await world.settle()
    (channel,) = await world.store.read(lambda work: work.communities.channels(world.community))
    assert (channel.people, channel.guests) == (180, 3)


async def test_what_was_drawn_before_the_name_was_known_is_drawn_again(world: World) -> None:
    world.platform.people["U1"] = RateLimited(0)
    now = world.clock.now()

    def ask(work: Work) -> None:
        question = work.questions.new(world.community, 1, "", "How early?", "", (), now, nameless=False)
        work.postings.want(question.subject, world.home, now=now)

    world.drawn["question"] = Drawn(
        lambda _subject, work, _view: said(work.members.get(world.community, 1).name or "?"), "resend"
    )
    await world.do(ask)
    await world.settle()
    assert world.platform.notices() == ["?"]
    world.platform.people["U1"] = Person("Ana Silva")
    await world.settle()
    assert world.platform.notices() == ["Ana Silva"]


async def test_who_is_named_is_asked_about_again_within_a_day_and_gone_the_same_day(world: World) -> None:
    world.platform.people["U1"] = Person("Ana Silva")
    await world.settle()
    world.clock.ahead += timedelta(hours=19)
    await world.settle()
    assert world.platform.asked("person") == 1
    world.platform.people["U1"] = Person("Ana Silva", active=False)
    world.clock.ahead += timedelta(hours=2)
    names = Names(world.store, {"slack": world.platform}, world.catalogue, world.clock)
    await names.learn()
    await names.learn()
    assert world.platform.asked("person") == 2
    member = await world.store.read(lambda work: work.members.get(world.community, 1))
    assert member.name == "Ana Silva"
    assert member.departed_at is not None


async def test_asking_again_keeps_to_the_platforms_pace(world: World) -> None:
    def join(work: Work) -> None:
        for number in range(3 * MOST):
            ref = AccountRef("slack", "T1", f"X{number}")
            _, account = work.members.join(world.community, ref, "", world.clock.now())
            work.members.told(account.id, Person("Noor"))
            world.platform.people[f"X{number}"] = Person("Noor")

    world.platform.people["U1"] = Person("Ana Silva")
    await world.do(join)
    names = Names(world.store, {"slack": world.platform}, world.catalogue, world.clock)
    await names.learn()
    asked = world.platform.asked("person")
    assert asked == 1 + MOST
    await names.learn()
    assert world.platform.asked("person") == asked
    while asked < 1 + 3 * MOST:
        names._still_there_at.clear()
        await names.learn()
        assert world.platform.asked("person") == asked + MOST
        asked += MOST


async def test_an_answer_that_changes_nothing_draws_nothing_again(world: World) -> None:
    world.platform.people["U1"] = Person("Ana Silva")
    now = world.clock.now()

    def ask(work: Work) -> None:
        question = work.questions.new(world.community, 1, "", "How early?", "", (), now, nameless=False)
        work.postings.want(question.subject, world.home, now=now)

    world.drawn["question"] = Drawn(lambda *_: said("How early?"), "resend")
    await world.do(ask)
    await world.settle()
    world.clock.ahead += timedelta(days=1)
    await Names(world.store, {"slack": world.platform}, world.catalogue, world.clock).learn()
    assert world.platform.asked("person") == 2
    assert await world.store.ledger.next_at() is None
