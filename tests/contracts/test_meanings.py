"""What is found in other words, alike on every backend, and what never comes out however it was remembered."""

from hashlib import sha256

import pytest

from bot.catalogue import Work
from bot.ports import Document
from storage.engine import Store
from tests.bench.paraphrases import FILE, SHA256, learnt, paraphrases, qualities
from tests.contracts.seed import Seed, plant
from tests.contracts.test_search import find, numbers, put

TOWNS = "How early do you bring local governments into a regulation change?"
HEARD = "When should towns and cities hear about new rules?"
COFFEE = "Who keeps the coffee list?"


@pytest.fixture
async def seed(store: Store) -> Seed:
    """A community."""
    return await plant(store)


def test_the_paraphrases_are_those_that_were_written() -> None:
    knows = paraphrases()
    assert sha256(FILE.read_bytes()).hexdigest() == SHA256
    assert len(knows.pairs) >= 300
    assert len(knows.strangers) == 100
    assert knows.shared <= 0.30
    assert len({pair.known for pair in knows.pairs}) == len(knows.pairs)


@pytest.mark.timeout(600)
async def test_questions_are_found_in_other_words_and_nothing_is_shown_for_strangers(store: Store, seed: Seed) -> None:
    knows = paraphrases()
    await store.write(lambda work: learnt(seed.id, knows, work))
    whole, *_ = await qualities(seed.id, knows, store)
    assert whole.listed >= 0.85
    assert whole.silent >= 90
    assert whole.shown >= 0.5


async def test_other_words_find_it_and_what_is_about_something_else_stays_unfound(store: Store, seed: Seed) -> None:
    await put(store, seed, 1, TOWNS)
    await put(store, seed, 2, COFFEE)
    assert await numbers(store, seed, HEARD) == [1]
    assert await numbers(store, seed, "Bicycle parking downtown") == []


async def test_a_word_finds_another_for_the_same_but_not_one_of_the_same_field(store: Store, seed: Seed) -> None:
    await put(store, seed, 1, "Daycare")
    await put(store, seed, 2, "Housing")
    assert await numbers(store, seed, "childcare") == [1]


async def test_what_a_body_tells_is_found_in_other_words_too(store: Store, seed: Seed) -> None:
    await put(store, seed, 1, "", "Municipalities wish to be consulted before the regulation is drafted.")
    assert await numbers(store, seed, HEARD) == [1]


async def test_only_the_callers_community_and_kinds_are_near(store: Store, seed: Seed) -> None:
    other = await plant(store, "Other")
    await put(store, other, 1, TOWNS)
    await put(store, seed, 1, TOWNS, kind="resource")
    assert await numbers(store, seed, HEARD, ("question",)) == []
    assert await numbers(store, other, HEARD) == [1]


async def test_what_was_dropped_or_written_anew_is_near_no_more(store: Store, seed: Seed) -> None:
    for number in (1, 2):
        await put(store, seed, number, TOWNS)
    assert await numbers(store, seed, HEARD) == [2, 1]
    await store.write(lambda work: work.search.drop(seed.subject("question", 2)))
    assert await numbers(store, seed, HEARD) == [1]
    await put(store, seed, 1, COFFEE)
    assert await numbers(store, seed, HEARD) == []
    await put(store, seed, 3, TOWNS)
    assert await numbers(store, seed, HEARD) == [3]


async def test_a_writer_finds_what_it_wrote_and_nobody_else_does_before_it_is_kept(store: Store, seed: Seed) -> None:
    await put(store, seed, 1, COFFEE)
    assert await numbers(store, seed, HEARD) == []

    def raises(work: Work) -> None:
        work.search.put(Document(seed.subject("question", 2), TOWNS, ""))
        assert [match.subject.id for match in work.search.find(seed.id, HEARD, ("question",), 5)] == [2]
        raise LookupError

    with pytest.raises(LookupError):
        await store.write(raises)
    assert await numbers(store, seed, HEARD) == []
    await put(store, seed, 2, "Where is the printer?")
    assert await numbers(store, seed, HEARD) == []


async def test_one_that_shares_words_is_surer_than_one_of_the_same_meaning(store: Store, seed: Seed) -> None:
    await put(store, seed, 1, TOWNS)
    (other,) = await find(store, seed, HEARD)
    (same,) = await find(store, seed, f"{HEARD} Local governments, I mean.")
    assert 0.35 <= other.closeness < same.closeness < 1
