"""The list of units, and who is asked about again, on every backend."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.catalogue import Work
from bot.chat.refs import AccountRef
from bot.errors import Unknown
from bot.members.model import Unit
from bot.ports import Person
from storage.engine import Store
from tests.contracts.seed import NOW, Seed, plant

HOUR = timedelta(hours=1)


@pytest.fixture
async def seed(store: Store) -> Seed:
    """A community."""
    return await plant(store)


async def test_a_unit_is_kept_as_it_was_saved_and_listed_by_the_alphabet(store: Store, seed: Seed) -> None:
    health, forests = await store.write(
        lambda work: (
            work.units.add(seed.id, "health", ("HLTH", "Health Services")),
            work.units.add(seed.id, "Forests", ()),
        )
    )
    invited = replace(forests, name="Forests and Lands", invited_at=NOW)
    await store.write(lambda work: work.units.save(invited))
    assert await store.read(lambda work: work.units.listed(seed.id)) == [invited, health]
    assert await store.read(lambda work: work.units.get(seed.id, 1)) == Unit(
        1, seed.id, "health", ("HLTH", "Health Services")
    )
    await store.write(lambda work: work.units.drop(health))
    with pytest.raises(Unknown):
        await store.read(lambda work: work.units.get(seed.id, 1))


async def test_a_unit_of_another_community_is_unknown(store: Store, seed: Seed) -> None:
    other = await plant(store, "Other")
    await store.write(lambda work: work.units.add(other.id, "Health", ()))
    assert await store.read(lambda work: work.units.listed(seed.id)) == []
    with pytest.raises(Unknown):
        await store.read(lambda work: work.units.get(seed.id, 1))


async def test_people_are_counted_by_the_unit_they_say_while_they_are_there(store: Store, seed: Seed) -> None:
    def unit(work: Work) -> None:
        work.members.save(replace(seed.member, unit="Forests", departed_at=NOW))
        for number, named in enumerate(("Health", "Health", "health", "")):
            member, _ = work.members.join(seed.id, AccountRef("slack", "T1", f"X{number}"), "", NOW)
            work.members.save(replace(member, unit=named))
        work.units.add(seed.id, "Transport", ())

    await store.write(unit)
    assert await store.read(lambda work: work.units.people(seed.id)) == {"Forests": 0, "Health": 2, "health": 1}
    assert [one.id for one in await store.read(lambda work: work.units.saying(seed.id, "Health"))] == [2, 3]
    assert await store.read(lambda work: work.members.units(seed.id)) == ["Transport", "Forests", "Health", "health"]


async def test_an_account_is_asked_about_again_when_it_was_last_told_long_ago(store: Store, seed: Seed) -> None:
    def again(work: Work) -> list[int]:
        return [one.id for one in work.members.asked_before("slack", NOW, 0, 5)]

    assert await store.read(again) == [], "its name comes first"
    await store.write(lambda work: work.members.told(seed.account.id, Person("Noor")))
    assert await store.read(again) == [seed.account.id]
    await store.write(lambda work: work.members.asked(seed.account.id, NOW))
    assert await store.read(again) == [seed.account.id]
    await store.write(lambda work: work.members.told(seed.account.id, None))
    assert await store.read(again) == [seed.account.id], "it may come back"
    await store.write(lambda work: work.members.asked(seed.account.id, NOW + HOUR))
    assert await store.read(again) == []


async def test_the_longest_member_has_an_account_and_wants_word_from_the_bot(store: Store, seed: Seed) -> None:
    def unit(work: Work) -> list[int]:
        found = []
        never = replace(seed.member, asks="never")
        work.members.save(never)
        for number in range(3):
            work.members.join(seed.id, AccountRef("slack", "T1", f"X{number}"), "", NOW + number * HOUR)
        found.append(work.members.longest(seed.id))
        work.members.save(replace(work.members.get(seed.id, 3), asks="seldom"))
        found.append(work.members.longest(seed.id))
        for account in (3, 4):
            work.members.told(account, None)
        found.append(work.members.longest(seed.id))
        for account in (1, 2):
            work.members.told(account, None)
        found.append(work.members.longest(seed.id))
        return [member.id if member else 0 for member in found]

    assert await store.write(unit) == [2, 3, 2, 0]
