"""What the index finds and in which order, alike on every backend."""

from collections.abc import Sequence

import pytest

from bot.catalogue import Work
from bot.ports import Document, Match
from storage.engine import Store
from tests.contracts.seed import Seed, plant

KINDS = ("question", "resource")


@pytest.fixture
async def seed(store: Store) -> Seed:
    """A community."""
    return await plant(store)


async def put(store: Store, seed: Seed, number: int, title: str, body: str = "", kind: str = "question") -> None:
    document = Document(seed.subject(kind, number), title, body)
    await store.write(lambda work: work.search.put(document))


async def find(store: Store, seed: Seed, query: str, kinds: Sequence[str] = KINDS, most: int = 5) -> Sequence[Match]:
    return await store.read(lambda work: work.search.find(seed.id, query, kinds, most))


async def numbers(store: Store, seed: Seed, query: str, kinds: Sequence[str] = KINDS) -> list[int]:
    return [match.subject.id for match in await find(store, seed, query, kinds)]


async def test_the_fuller_share_of_the_querys_weight_comes_first(store: Store, seed: Seed) -> None:
    await put(store, seed, 1, "Consultation with municipalities")
    await put(store, seed, 2, "How early do you bring local governments into a regulation change?")
    await put(store, seed, 3, "A regulation template")
    await put(store, seed, 4, "Who keeps the coffee list?")
    assert await numbers(store, seed, "When are local governments consulted on a regulation?") == [2, 1, 3]


async def test_words_are_found_in_all_their_forms(store: Store, seed: Seed) -> None:
    await put(store, seed, 1, "Consulting municipalities about regulations")
    assert await numbers(store, seed, "regulation") == [1]
    assert await numbers(store, seed, "consultations") == [1]


async def test_accents_and_capitals_make_no_difference(store: Store, seed: Seed) -> None:
    await put(store, seed, 1, "Café RÉGION")
    assert await numbers(store, seed, "cafe région") == [1]


async def test_closeness_is_whole_for_a_title_that_holds_everything(store: Store, seed: Seed) -> None:
    await put(store, seed, 1, "Budget cuts in fisheries", "nothing else")
    await put(store, seed, 2, "Something else", "budget cuts in fisheries")
    await put(store, seed, 3, "Budget")
    first, second, third = await find(store, seed, "budget cuts fisheries")
    assert [match.subject.id for match in (first, second, third)] == [1, 2, 3]
    assert first.closeness == pytest.approx(1.0)
    assert 0.5 < second.closeness < 1.0
    assert 0.0 < third.closeness < 0.5


async def test_words_nobody_has_used_take_from_closeness(store: Store, seed: Seed) -> None:
    await put(store, seed, 1, "Budget cuts")
    (match,) = await find(store, seed, "budget cuts in aquaculture licensing")
    assert match.closeness < 0.5


async def test_only_the_callers_community_is_looked_at(store: Store, seed: Seed) -> None:
    other = await plant(store, "Other")
    await put(store, other, 1, "Budget cuts")
    assert await find(store, seed, "budget cuts") == []
    assert await numbers(store, other, "budget cuts") == [1]


async def test_what_other_communities_hold_changes_nothing_here(store: Store, seed: Seed) -> None:
    await put(store, seed, 1, "Budget cuts")
    await put(store, seed, 2, "Fisheries")
    before = await find(store, seed, "budget fisheries licensing")
    other = await plant(store, "Other")
    for number in range(1, 20):
        await put(store, other, number, "Budget of the fisheries")
    assert await find(store, seed, "budget fisheries licensing") == before


async def test_only_the_kinds_asked_for_are_found(store: Store, seed: Seed) -> None:
    await put(store, seed, 1, "Budget")
    await put(store, seed, 1, "Budget", kind="resource")
    assert [match.subject.kind for match in await find(store, seed, "budget", ("resource",))] == ["resource"]
    assert await find(store, seed, "budget", ()) == []


@pytest.mark.parametrize(
    "query",
    ["", "the of and", '"', "' OR 1=1 --", "a AND", "NEAR(", "budget*", "1@question", "\\", "日本", "& | !", "🙂"],
)
async def test_whatever_is_typed_is_only_words(store: Store, seed: Seed, query: str) -> None:
    await put(store, seed, 1, "Something")
    assert await find(store, seed, query) == []


async def test_a_document_takes_the_place_of_the_one_before(store: Store, seed: Seed) -> None:
    await put(store, seed, 1, "Budget cuts")
    await put(store, seed, 1, "Fisheries")
    assert await numbers(store, seed, "budget") == []
    assert await numbers(store, seed, "fisheries") == [1]


async def test_what_was_dropped_is_found_no_more(store: Store, seed: Seed) -> None:
    await put(store, seed, 1, "Budget cuts")
    for _ in range(2):
        await store.write(lambda work: work.search.drop(seed.subject("question", 1)))
    assert await numbers(store, seed, "budget") == []


async def test_the_index_goes_back_with_its_transaction(store: Store, seed: Seed) -> None:
    def raises(work: Work) -> None:
        work.search.put(Document(seed.subject("question", 1), "Budget", ""))
        raise LookupError

    with pytest.raises(LookupError):
        await store.write(raises)
    assert await numbers(store, seed, "budget") == []


async def test_equal_fits_come_newest_first_and_no_more_than_asked(store: Store, seed: Seed) -> None:
    for number in range(1, 8):
        await put(store, seed, number, "Budget cuts")
    assert [match.subject.id for match in await find(store, seed, "budget", most=3)] == [7, 6, 5]


async def test_a_rare_word_is_found_among_very_many_common_ones(store: Store, seed: Seed) -> None:
    def many(work: Work) -> None:
        for number in range(2, 400):
            work.search.put(Document(seed.subject("question", number), f"Budget question {number}", ""))

    await store.write(many)
    await put(store, seed, 1, "Aquaculture budget question")
    assert (await numbers(store, seed, "budget question on aquaculture"))[0] == 1
