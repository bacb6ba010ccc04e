"""Communities share a database and nothing else, on every backend."""

from collections.abc import Callable

import pytest

from bot.catalogue import Work
from bot.errors import Unknown
from bot.history import Happening
from storage.engine import Store
from storage.errors import StatementFailed
from tests.contracts.seed import NOW, Seed, plant

Crossing = Callable[[Work, Seed, Seed], object]

CROSSINGS: dict[str, Crossing] = {
    "a draft of another community's member": lambda work, ours, theirs: work.drafts.new(
        ours.id, theirs.member.id + 1, ours.account.id, "", "", (), NOW
    ),
    "a draft written with an account that is no member's here": lambda work, ours, theirs: work.drafts.new(
        ours.id, ours.member.id, theirs.account.id, "", "", (), NOW
    ),
    "a question of another community's member": lambda work, ours, theirs: work.questions.new(
        ours.id, theirs.member.id + 1, "", "", "", (), NOW, nameless=False
    ),
    "a posting in another community's channel": lambda work, ours, theirs: work.postings.want(
        ours.subject("question", 1), type(theirs.home)(theirs.channel.id + 1), now=NOW
    ),
    "a posting to somebody who is no member here": lambda work, ours, theirs: work.postings.want(
        ours.subject("draft", 1), theirs.direct, now=NOW
    ),
    "a resource of another community's member": lambda work, ours, theirs: work.library.new(
        ours.id, theirs.member.id + 1, "u", "u", "", NOW
    ),
    "a follower from another community": lambda work, ours, theirs: work.questions.follow(
        ours.id, _question(work, ours), theirs.member.id + 1
    ),
    "a happening by another community's member": lambda work, ours, theirs: work.history.add(
        Happening(NOW, theirs.member.id + 1, "asked", ours.subject("question", 1))
    ),
    "a flag by another community's member": lambda work, ours, theirs: work.flags.raise_flag(
        ours.subject("question", 1), theirs.member.id + 1, NOW
    ),
    "one account of two members": lambda work, ours, _theirs: work.members.join(ours.id, ours.account.ref, "", NOW),
}


def _question(work: Work, seed: Seed) -> int:
    return work.questions.new(seed.id, seed.member.id, "", "", "", (), NOW, nameless=False).id


@pytest.mark.parametrize("crossing", CROSSINGS.values(), ids=CROSSINGS.keys())
async def test_a_row_across_communities_cannot_exist(store: Store, crossing: Crossing) -> None:
    ours, theirs = await plant(store, "Ours"), await plant(store, "Theirs")
    with pytest.raises(StatementFailed):
        await store.write(lambda work: crossing(work, ours, theirs))


async def test_numbers_count_for_each_community_alone(store: Store) -> None:
    ours, theirs = await plant(store, "Ours"), await plant(store, "Theirs")
    assert await store.write(lambda work: [_question(work, ours), _question(work, theirs)]) == [1, 1]


async def test_anothers_id_and_one_that_never_was_are_told_alike(store: Store) -> None:
    ours, theirs = await plant(store, "Ours"), await plant(store, "Theirs")
    await store.write(lambda work: [_question(work, theirs) for _ in range(3)])
    answers = []
    for number in (3, 4):
        with pytest.raises(Unknown) as raised:
            await store.read(lambda work, number=number: work.questions.get(ours.id, number))  # type: ignore[misc]  # a default binds the loop's value
        answers.append((str(raised.value), raised.value.values))
    assert answers[0] == answers[1]
