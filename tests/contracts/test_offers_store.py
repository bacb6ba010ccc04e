"""What every backend keeps of questions brought to members."""

from dataclasses import dataclass, replace
from datetime import timedelta

import pytest

from bot.catalogue import Work
from bot.chat.refs import AccountRef, Subject
from bot.errors import Unknown
from bot.members.model import Member
from bot.offers.model.offers import Offer
from bot.questions.model.questions import Question
from storage.engine import Store
from tests.contracts.seed import NOW, Seed, planted

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Brought:
    """A community, somebody who asks, and somebody who knows."""

    seed: Seed
    knows: Member


@pytest.fixture
async def brought(store: Store) -> Brought:
    """Two members."""

    def unit(work: Work) -> Brought:
        seed = planted(work)
        knows, _ = work.members.join(seed.id, AccountRef("teams", "T2", "aad-2"), "", NOW)
        return Brought(seed, knows)

    return await store.write(unit)


def asked(work: Work, brought: Brought, *, nameless: bool = False) -> Question:
    """One more question."""
    member = brought.seed.member.id
    return work.questions.new(brought.seed.id, member, "", "How?", "", (), NOW, nameless=nameless)


async def test_an_offer_is_kept_as_it_is(store: Store, brought: Brought) -> None:
    def unit(work: Work) -> Offer:
        question = asked(work, brought)
        made = work.offers.new(question, brought.knows.id, 1, "named", NOW, named_by=brought.seed.member.id)
        assert made.state == "offered"
        changed = made.became("happy", NOW + DAY)
        work.offers.save(changed)
        return changed

    made = await store.write(unit)
    community, question, member = brought.seed.id, made.question, brought.knows.id
    assert await store.read(lambda work: work.offers.get(community, made.id)) == made
    assert await store.read(lambda work: work.offers.to_member(community, question, member)) == made
    assert await store.read(lambda work: work.offers.of_question(community, question)) == [made]
    assert await store.read(lambda work: work.offers.to_member(community, question, 99)) is None
    with pytest.raises(Unknown):
        await store.read(lambda work: work.offers.get(community, 99))


async def test_what_was_withdrawn_before_it_could_be_seen_was_never_brought(store: Store, brought: Brought) -> None:
    def unit(work: Work) -> tuple[Offer, ...]:
        made = [
            work.offers.new(asked(work, brought), brought.knows.id, 1, "experience", NOW + number * DAY)
            for number in range(4)
        ]
        work.offers.save(made[2].became("withdrawn", NOW + 2 * DAY - DAY / 2))
        seen = made[1].became("withdrawn", NOW + 2 * DAY)
        work.offers.save(seen)
        return made[3], seen, made[0]

    community, member = brought.seed.id, brought.knows.id
    newest, seen, oldest = await store.write(unit)
    assert await store.read(lambda work: work.offers.latest(community, member, 9)) == [newest, seen, oldest]
    assert await store.read(lambda work: work.offers.latest(community, member, 1)) == [newest]
    assert await store.read(lambda work: work.offers.unanswered(community, member)) == [newest, oldest]


async def test_a_first_question_is_one_with_a_name_before_which_there_was_none(store: Store, brought: Brought) -> None:
    def unit(work: Work) -> list[bool]:
        questions = [asked(work, brought, nameless=nameless) for nameless in (True, False, False)]
        return [work.offers.asked_before(one) for one in questions]

    assert await store.write(unit) == [False, False, True]


async def test_what_somebody_asks_themselves_without_a_name_is_their_own_until_the_link_goes(
    store: Store, brought: Brought
) -> None:
    def unit(work: Work) -> tuple[Offer, Question]:
        question = asked(work, brought, nameless=True)
        return work.offers.new(question, brought.seed.member.id, 1, "experience", NOW), question

    made, question = await store.write(unit)
    assert made.own
    assert await store.read(lambda work: work.offers.of_question(made.community, made.question)) == [made]
    assert await store.read(lambda work: work.questions.asked_so_far(made.community, made.question)) == (0, 0)
    assert (await store.read(lambda work: work.members.kept(made.community, made.member))).offers == 0
    await store.write(lambda work: work.questions.save(replace(question, member=None)))
    assert await store.read(lambda work: work.offers.get(made.community, made.id)) == replace(made, own=False)


async def test_whatever_tells_a_name_to_another_is_known(store: Store, brought: Brought) -> None:
    def unit(work: Work) -> None:
        first, second = asked(work, brought), asked(work, brought, nameless=True)
        work.offers.save(work.offers.new(first, brought.knows.id, 1, "interest", NOW).became("met", NOW))
        work.offers.save(work.offers.new(second, brought.knows.id, 1, "interest", NOW).became("happy", NOW))
        third, _ = work.members.join(brought.seed.id, AccountRef("teams", "T2", "aad-3"), "", NOW)
        work.offers.new(first, third.id, 1, "named", NOW, named_by=brought.knows.id)

    await store.write(unit)
    of = {
        member: set(await store.read(lambda work, of=member: work.members.named_on(brought.seed.id, of)))  # type: ignore[misc]  # a default binds the loop's value
        for member in (brought.seed.member.id, brought.knows.id)
    }
    offer = Subject(brought.seed.id, "offer", 1)
    assert of[brought.seed.member.id] == {Subject(brought.seed.id, "question", 1), offer.about("helper")}
    other = {Subject(brought.seed.id, "offer", 2, "asker"), Subject(brought.seed.id, "offer", 3)}
    assert of[brought.knows.id] == {offer.about("asker"), *other}


async def test_members_are_found_by_their_name(store: Store, brought: Brought) -> None:
    def unit(work: Work) -> None:
        for number, name in enumerate(("Noor Haddad", "Noor Aziz", "Noor", "Érik Noor")):
            member, _ = work.members.join(brought.seed.id, AccountRef("slack", "T1", f"N{number}"), "", NOW)
            work.members.save(Member(member.id, member.community, name, "", False, NOW))

    await store.write(unit)

    async def found(name: str) -> list[str]:
        return [one.name for one in await store.read(lambda work: work.members.called(brought.seed.id, name))]

    assert await found("noor haddad") == ["Noor Haddad"]
    assert await found("NOOR") == ["Noor"]
    assert await found("érik") == ["Érik Noor"]
    assert await found("Noo") == []
