"""Where an app is installed, kept on every backend."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.chat.refs import AccountRef, ChannelRef
from bot.ports import Installed
from storage.engine import Store
from tests.contracts.seed import plant

NOW = datetime(2027, 3, 2, 17, tzinfo=UTC)
HERE = Installed("slack", "T1", "T1", "UBOT", "UADA", "1.sealed", NOW)
THERE = Installed("slack", "T2", "E9", "UBOT2", "UBEN", "1.other", NOW + timedelta(hours=1))
ALSO = Installed("slack", "T3", "E9", "UBOT3", "UBEN", "1.third", NOW + timedelta(hours=2))


async def test_an_installation_is_kept_once_a_place_and_found_by_place_and_by_tenant(store: Store) -> None:
    port = store.installations
    for one in (ALSO, HERE, THERE, THERE):
        await port.keep(one)
    assert await port.at("slack", "T1") == HERE
    assert await port.at("slack", "T9") is None
    assert await port.at("teams", "T1") is None
    assert await port.within("slack", "E9") == [THERE, ALSO]
    assert await port.all("slack") == [HERE, THERE, ALSO]
    again = replace(HERE, sealed="1.new", bot="UNEW", by="UCY", at=NOW + timedelta(days=1))
    await port.keep(again)
    assert await port.at("slack", "T1") == again
    assert await port.at("slack", "T2") == THERE


async def test_a_removal_takes_the_one_place_and_never_what_was_installed_since(store: Store) -> None:
    port = store.installations
    for one in (HERE, THERE):
        await port.keep(one)
    assert not await port.drop("slack", "T1", NOW)
    assert await port.at("slack", "T1") == HERE
    assert await port.drop("slack", "T1", NOW + timedelta(seconds=1))
    assert await port.drop("slack", "T1", NOW)
    assert await port.all("slack") == [THERE]


async def test_whoever_installed_the_app_is_known_by_their_account_in_that_tenant(store: Store) -> None:
    await store.installations.keep(THERE)
    await store.installations.keep(replace(HERE, by=""))

    async def knows(tenant: str, person: str, platform: str = "slack") -> bool:
        ref = AccountRef(platform, tenant, person)
        return await store.read(lambda work: work.installations.installed_by(ref))

    assert await knows("E9", "UBEN")
    for tenant, person, platform in (("T2", "UBEN", "slack"), ("E9", "UADA", "slack"), ("E9", "UBEN", "teams")):
        assert not await knows(tenant, person, platform)
    assert not await knows("T1", "")


async def test_the_channels_of_a_tenant_are_those_in_which_the_bot_still_is(store: Store) -> None:
    seed = await plant(store)
    ref = ChannelRef("slack", "T7", "C7")
    kept = await store.write(lambda work: work.communities.add_channel(seed.id, ref, "x", home=False, address="T7"))
    assert await store.installations.channels("slack", "T7") == [(ref, "T7")]
    assert await store.installations.channels("slack", "T8") == []
    await store.write(lambda work: work.communities.save_channel(replace(kept, left_at=NOW)))
    assert await store.installations.channels("slack", "T7") == []


async def test_a_word_is_used_once_by_however_many_at_once(store: Store) -> None:
    uses = await asyncio.gather(*(store.installations.first_use("slack:install:x", NOW) for _ in range(8)))
    assert sorted(uses) == [False] * 7 + [True]
    assert await store.installations.first_use("slack:install:y", NOW)
