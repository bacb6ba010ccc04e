"""What a transaction promises, on every backend."""

import asyncio
import threading
from datetime import timedelta

import pytest

from bot.catalogue import Work
from bot.errors import Busy, Unknown
from storage.engine import Store
from storage.errors import StatementFailed
from tests.contracts.seed import NOW, plant


async def _count(store: Store) -> int:
    return len(await store.read(lambda work: work.communities.all()))


def _new(work: Work) -> None:
    work.communities.new("Policy", "UTC", NOW)


async def test_what_a_unit_writes_can_be_read_when_it_returns(store: Store) -> None:
    await store.write(_new)
    assert await _count(store) == 1


async def test_nothing_is_kept_of_a_unit_that_raises(store: Store) -> None:
    def raises(work: Work) -> None:
        _new(work)
        raise Unknown

    with pytest.raises(Unknown):
        await store.write(raises)
    assert await _count(store) == 0


async def test_a_unit_that_raises_is_undone_alone_among_those_committed_with_it(store: Store) -> None:
    gate = threading.Event()

    def raises(work: Work) -> None:
        _new(work)
        raise Unknown

    def waits(work: Work) -> None:
        assert gate.wait(5)
        _new(work)

    first = asyncio.create_task(store.write(waits))
    await asyncio.sleep(0.05)
    rest = [asyncio.create_task(store.write(raises if place % 2 else _new)) for place in range(10)]
    await asyncio.sleep(0.05)
    gate.set()
    await first
    results = await asyncio.gather(*rest, return_exceptions=True)
    assert [isinstance(result, Unknown) for result in results] == [bool(place % 2) for place in range(10)]
    assert await _count(store) == 6


async def test_a_statement_the_database_refuses_undoes_its_unit_alone(store: Store) -> None:
    seed = await plant(store)

    def breaks(work: Work) -> None:
        _new(work)
        work.drafts.new(seed.id, 99, seed.account.id, "words nobody should read in a log", "", (), NOW)

    results = await asyncio.gather(store.write(_new), store.write(breaks), store.write(_new), return_exceptions=True)
    assert isinstance(results[1], StatementFailed)
    assert "nobody" not in str(results[1])
    assert results[1].__cause__ is None
    assert await _count(store) == 3


async def test_writing_on_a_reader_is_an_error(store: Store) -> None:
    with pytest.raises(StatementFailed):
        await store.read(_new)
    assert await _count(store) == 0


async def test_a_unit_knows_whether_it_has_kept_anything(store: Store) -> None:
    def unit(work: Work) -> tuple[bool, bool, bool]:
        before = work.kept
        work.inbox.clear(NOW)
        work.communities.all()
        cleared_nothing = work.kept
        _new(work)
        return before, cleared_nothing, work.kept

    assert await store.write(unit) == (False, False, True)


async def test_a_unit_that_cannot_start_in_time_is_withdrawn_and_keeps_nothing(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.engine.PATIENCE", 0.1)
    gate = threading.Event()
    blockers = [asyncio.create_task(store.write(lambda _work: gate.wait(10))) for _ in range(6)]
    await asyncio.sleep(0.05)
    with pytest.raises(Busy):
        await store.write(_new)
    gate.set()
    await asyncio.gather(*blockers, return_exceptions=True)
    assert await _count(store) == 0


async def test_a_started_unit_is_waited_for_even_when_its_task_is_cancelled(store: Store) -> None:
    started, gate = threading.Event(), threading.Event()

    def slow(work: Work) -> None:
        started.set()
        assert gate.wait(5)
        _new(work)

    task = asyncio.create_task(store.write(slow))
    await asyncio.to_thread(started.wait, 5)
    task.cancel()
    await asyncio.sleep(0.05)
    assert not task.done()
    gate.set()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await _count(store) == 1


async def test_a_unit_cancelled_before_it_starts_is_never_run(store: Store) -> None:
    gate = threading.Event()
    blockers = [asyncio.create_task(store.write(lambda _work: gate.wait(10))) for _ in range(6)]
    await asyncio.sleep(0.05)
    task = asyncio.create_task(store.write(_new))
    await asyncio.sleep(0.05)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    gate.set()
    await asyncio.gather(*blockers, return_exceptions=True)
    assert await _count(store) == 0


async def test_two_hundred_increments_at_once_all_count(store: Store) -> None:
    seed = await plant(store)

    def increment(work: Work) -> None:
        work.only_writer_of(seed.id)
        so_far = int(work.communities.settings(seed.id).get("tally", "0"))
        work.communities.set(seed.id, "tally", str(so_far + 1))

    await asyncio.gather(*(store.write(increment) for _ in range(200)))
    assert (await store.read(lambda work: work.communities.settings(seed.id)))["tally"] == "200"


async def test_numbers_are_given_once_however_many_ask_at_once(store: Store) -> None:
    seed = await plant(store)

    def ask(work: Work) -> int:
        return work.questions.new(seed.id, seed.member.id, "", "Why?", "", (), NOW, nameless=False).id

    numbers = await asyncio.gather(*(store.write(ask) for _ in range(50)))
    assert sorted(numbers) == list(range(1, 51))


async def test_numbers_are_not_given_again_when_their_rows_are_gone(store: Store) -> None:
    seed = await plant(store)

    def draft_and_drop(work: Work) -> int:
        draft = work.drafts.new(seed.id, seed.member.id, seed.account.id, "Why?", "", (), NOW)
        work.drafts.drop(draft)
        return draft.id

    assert [await store.write(draft_and_drop) for _ in range(3)] == [1, 2, 3]


async def test_a_repeat_is_known_by_its_key_until_the_key_is_cleared(store: Store) -> None:
    def twice(work: Work) -> None:
        work.inbox.keep("slack:1", NOW)
        work.inbox.keep("slack:1", NOW)

    await store.write(twice)
    assert await store.read(lambda work: work.inbox.seen("slack:1"))
    assert not await store.read(lambda work: work.inbox.seen("slack:2"))
    await store.write(lambda work: work.inbox.clear(NOW))
    assert await store.read(lambda work: work.inbox.seen("slack:1"))
    await store.write(lambda work: work.inbox.clear(NOW + timedelta(seconds=1)))
    assert not await store.read(lambda work: work.inbox.seen("slack:1"))


async def test_a_time_without_a_zone_is_refused(store: Store) -> None:
    with pytest.raises(ValueError, match="time zone"):
        await store.write(lambda work: work.communities.new("Policy", "UTC", NOW.replace(tzinfo=None)))


async def test_text_that_one_database_could_not_hold_is_kept_alike_on_both(store: Store) -> None:
    community = await store.write(lambda work: work.communities.new("a\0b \ud83d é 日本", "UTC", NOW))
    kept = await store.read(lambda work: work.communities.get(community.id))
    assert kept.name == "ab ? é 日本"
