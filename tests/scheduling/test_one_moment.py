"""A reader sees one moment: a reply under a card that is being recorded is never taken for somebody else's."""

import asyncio
import threading

from bot.catalogue import Work
from bot.chat.refs import ChannelRef, MessageRef
from tests.scheduling.world import World


async def test_a_card_is_in_flight_or_it_stands_but_never_neither(world: World) -> None:
    await world.want(1, "Hello")
    (claimed,) = await world.store.ledger.claim(world.clock.now(), world.courier._patience.lease, 1)
    now = world.clock.now()
    await world.store.ledger.sending(claimed, now, now + world.courier._patience.lease)
    message = MessageRef(ChannelRef("slack", "T1", "C1"), "m1")
    looked, recorded = threading.Event(), threading.Event()

    def looks(work: Work) -> tuple[bool, bool]:
        stands = work.postings.standing_at(message) is not None
        looked.set()
        recorded.wait(5)
        return stands, work.postings.in_flight(message)

    reading = asyncio.ensure_future(world.store.read(looks))
    await asyncio.to_thread(looked.wait, 5)
    await world.store.ledger.shown(claimed, claimed.wanted, message, world.clock.now())
    recorded.set()
    assert await reading == (False, True)
