"""Two members who are one person, and a member who asks to be forgotten, on every backend."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import time, timedelta

import pytest
from sqlalchemy import Table

from bot.catalogue import Work
from bot.chat.refs import AccountRef
from bot.community.model import Code
from bot.due import Step
from bot.errors import Unknown
from bot.history import Happening
from bot.meetings.model.meetings import Rsvp
from bot.members.model import Asks, Kept, Member
from bot.ports import Person, ToChannel
from bot.topics.model.polls import Span
from storage.engine import Store
from storage.repositories import erasing, exporting, merging
from storage.session import Session
from storage.tables import metadata
from storage.words_of_people import people_in
from tests.contracts.seed import NOW, Seed, plant

HOUR = timedelta(hours=1)
SECOND = AccountRef("teams", "T2", "aad-2")


@pytest.fixture
async def seed(store: Store) -> Seed:
    """A community with one member."""
    return await plant(store)


def _busy_member(work: Work, seed: Seed, member: int, account: int) -> None:
    """Somebody who has done everything there is to do."""
    work.drafts.new(seed.id, member, account, "A secret draft", "", (), NOW)
    asked = work.questions.new(seed.id, member, "Fisheries", "Why?", "", (), NOW, nameless=False)
    work.questions.new(seed.id, member, "", "Without a name?", "", (), NOW, nameless=True)
    reply = work.questions.new_reply(asked, member, "slack", "Fisheries", "So", NOW, None)
    work.questions.save(asked.answered(reply.id, NOW, steward=member))
    work.questions.follow(seed.id, asked.id, member)
    shared = work.library.new(seed.id, member, f"https://{member}", f"{member}", "A guide", NOW)
    work.library.helped(seed.id, shared.id, member, NOW)
    work.flags.raise_flag(asked.subject, member, NOW)
    work.history.add(Happening(NOW, member, "asked", asked.subject))
    work.members.add_experience(seed.id, member, "Noor ran a secret consultation", NOW)
    work.communities.keep_code(Code("link", f"digest-{member}", NOW + HOUR, seed.id, member))
    _met(work, seed, member)


def _met(work: Work, seed: Seed, member: int) -> None:
    """They suggested a topic, ticked it twice, came to the meeting, convened it and took notes."""
    meeting = work.meetings.new(seed.id, None, None, NOW.date(), time(10), 60, "UTC", "Room 4", "")
    assert meeting is not None
    topic = work.topics.new(seed.id, member, "A topic", NOW, short=False)
    work.topics.second(seed.id, topic.id, member, NOW)
    poll = work.polls.new(seed.id, meeting.id, Span(NOW, NOW + HOUR))
    work.polls.stand(poll, [topic.id])
    work.polls.vote(poll, member, [topic.id], NOW)
    work.meetings.save(replace(meeting, convener=member))
    work.meetings.answer(Rsvp(seed.id, meeting.id, member, "yes", NOW))
    work.meetings.new_notes(meeting, member, "A lot", "", NOW)
    work.conveners.new_turn(meeting, member, "convener", "offered", NOW)


def _references() -> set[tuple[str, str]]:
    """Every column that refers to a member, found by reflection."""
    return {
        (table.name, key.parent.name)
        for table in metadata.tables.values()
        for constraint in table.foreign_key_constraints
        if constraint.referred_table.name == "members"
        for key in constraint.elements
        if key.column.name == "id"
    }


def _columns(
    rules: Sequence[
        merging.Moved | merging.OneVolunteer | erasing.Gone | erasing.Nobody | exporting.Told | exporting.LeftOut
    ],
) -> set[tuple[str, str]]:
    return {(table.name, rule.column.name) for rule in rules if isinstance(table := rule.column.table, Table)}


def test_every_reference_to_a_member_has_a_merge_rule_an_erase_rule_and_a_rule_for_taking_it_along() -> None:
    assert _columns(merging.RULES) == _references()
    assert _columns(erasing.RULES) == _references()
    assert _columns(exporting.RULES) == _references()


async def test_merging_moves_everything_that_was_said_done_and_owned(store: Store, seed: Seed) -> None:
    def unit(work: Work) -> tuple[int, int]:
        gone, account = work.members.join(seed.id, SECOND, "", NOW - HOUR)
        work.members.save(replace(gone, name="Noor", unit="Fisheries", steward=True))
        _busy_member(work, seed, gone.id, account.id)
        work.members.merge(seed.id, seed.member.id, gone.id)
        return gone.id, account.id

    gone, account = await store.write(unit)
    with pytest.raises(Unknown):
        await store.read(lambda work: work.members.get(seed.id, gone))
    into = await store.read(lambda work: work.members.get(seed.id, seed.member.id))
    assert into == Member(seed.member.id, seed.id, "Noor", "Fisheries", True, NOW - HOUR)
    assert await store.read(lambda work: work.members.kept(seed.id, into.id)) == Kept(
        1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 1, 1, 0, 1
    )
    accounts = await store.read(lambda work: work.members.accounts(seed.id, into.id))
    assert {one.id for one in accounts} == {seed.account.id, account}


@pytest.mark.parametrize(
    ("mine", "theirs", "both"),
    [
        ("usual", "never", "never"),
        ("", "seldom", "seldom"),
        ("usual", "", "usual"),
        ("seldom", "usual", "seldom"),
    ],
)
def test_of_two_wishes_to_be_left_alone_the_stronger_one_holds(mine: Asks, theirs: Asks, both: Asks) -> None:
    one, other = Member(1, 1, "", "", False, NOW), Member(2, 1, "", "", False, NOW)
    into, gone = replace(one, asks=mine, paused_until=NOW), replace(other, asks=theirs, paused_until=NOW + HOUR)
    for joined in (merging.as_one(into, gone), merging.as_one(gone, into)):
        assert (joined.asks, joined.paused_until) == (both, NOW + HOUR)
    assert merging.as_one(one, other).paused_until is None


async def test_where_both_have_a_row_under_the_same_key_the_later_one_stays(store: Store, seed: Seed) -> None:
    question = seed.subject("question", 1)

    def unit(work: Work) -> None:
        gone, _ = work.members.join(seed.id, SECOND, "", NOW)
        asked = work.questions.new(seed.id, gone.id, "", "Why?", "", (), NOW, nameless=False)
        shared = work.library.new(seed.id, gone.id, "https://x", "x", "A guide", NOW)
        for member, at in ((seed.member.id, NOW), (gone.id, NOW + HOUR)):
            work.questions.follow(seed.id, asked.id, member)
            work.library.helped(seed.id, shared.id, member, at)
            work.flags.raise_flag(question, member, at)
        work.flags.raise_flag(seed.subject("question", 2), seed.member.id, NOW + HOUR / 2)
        work.members.merge(seed.id, seed.member.id, gone.id)

    await store.write(unit)
    assert await store.read(lambda work: work.questions.followers(seed.id, 1)) == 1
    assert await store.read(lambda work: work.library.helped_count(seed.id, 1)) == 1
    raised = await store.read(lambda work: work.flags.raised(seed.id))
    assert [subject.id for subject in raised] == [2, 1], "the later flag is the one that stayed"


async def test_named_on_tells_where_a_name_is_shown_and_never_a_question_asked_without_one(
    store: Store, seed: Seed
) -> None:
    def unit(work: Work) -> None:
        helper, _ = work.members.join(seed.id, SECOND, "", NOW)
        _busy_member(work, seed, seed.member.id, seed.account.id)
        unnamed = work.questions.get(seed.id, 2)
        reply = work.questions.new_reply(unnamed, helper.id, "teams", "Health", "No", NOW, None)
        work.questions.save(unnamed.answered(reply.id, NOW, steward=None))

    await store.write(unit)
    mine = await store.read(lambda work: work.members.named_on(seed.id, seed.member.id))
    told = [seed.subject("question", 1, part) for part in ("", "followup", "news")]
    assert mine == [
        *(seed.subject(kind, 1) for kind in ("meeting", "notes")),
        *told,
        *(seed.subject(kind, 1) for kind in ("reply", "resource")),
    ]
    helpers = await store.read(lambda work: work.members.named_on(seed.id, 2))
    told = [seed.subject("question", 2, part) for part in ("", "followup", "news")]
    assert helpers == [*told, seed.subject("reply", 2)]


async def test_forgetting_leaves_what_was_written_and_nothing_that_says_by_whom(store: Store, seed: Seed) -> None:
    def unit(work: Work) -> None:
        work.members.told(seed.account.id, Person("Noor Haddad", "noor@example.org"))
        work.members.save(
            replace(
                seed.member,
                name="Noor Haddad",
                unit="Fisheries",
                steward=True,
                interests=("secret",),
                asked_about="secret",
            )
        )
        _busy_member(work, seed, seed.member.id, seed.account.id)
        work.due.plan(seed.subject("draft", 1), Step("draft.drop", NOW + HOUR))
        work.postings.want(seed.subject("draft", 1, "reminder"), seed.direct, now=NOW)
        work.members.erase(seed.id, seed.member.id, NOW + HOUR)

    await store.write(unit)
    assert await store.read(lambda work: work.members.kept(seed.id, seed.member.id)) == Kept(*[0] * 15)
    assert await store.read(lambda work: work.members.known_account(seed.account.ref)) is None
    assert await store.read(lambda work: work.members.stewards(seed.id)) == []
    assert (await store.read(lambda work: work.questions.get(seed.id, 1))).text == "Why?"
    assert (await store.read(lambda work: work.questions.reply(seed.id, 1))).unit == "Fisheries"
    assert await store.read(lambda work: work.due.next_at()) is None
    assert await store.ledger.next_at() is None
    forgotten = await store.read(lambda work: work.members.get(seed.id, seed.member.id))
    assert (forgotten.name, forgotten.unit, forgotten.forgotten_at) == ("", "", NOW + HOUR)
    for table, column, words in await _every_word(store):
        assert "Noor" not in words, (table, column)
        assert "noor@" not in words, (table, column)
        assert "secret" not in words, (table, column)


async def _every_word(store: Store) -> list[tuple[str, str, str]]:
    """Every value of every column that holds people's words, as the database has it."""

    def unit(session: Session) -> list[tuple[str, str, str]]:
        return [
            (column.table.name, column.name, str(value))
            for column, statement in people_in()
            for (value,) in session.rows(statement)
        ]

    return await store._readers.run(unit, 5)


async def test_forgetting_takes_away_what_the_bot_wrote_to_the_person(store: Store, seed: Seed) -> None:
    reminder = seed.subject("draft", 1, "reminder")
    message = replace(seed.message("9.9"), channel=replace(seed.channel.ref, channel="D1"))
    await store.write(lambda work: work.postings.want(reminder, seed.direct, now=NOW))
    (posting,) = await store.ledger.claim(NOW, HOUR, 5)
    await store.ledger.shown(posting, posting.wanted, message, NOW)
    await store.write(lambda work: work.members.erase(seed.id, seed.member.id, NOW))
    (posting,) = await store.ledger.claim(NOW, HOUR, 5)
    assert (posting.present, posting.message, posting.to) == (False, message, ToChannel(message.channel))


async def test_an_account_that_is_a_members_elsewhere_stays(store: Store, seed: Seed) -> None:
    other = await plant(store, "Other")

    def unit(work: Work) -> None:
        work.members.join(other.id, seed.account.ref, "", NOW)
        work.members.erase(seed.id, seed.member.id, NOW)

    await store.write(unit)
    assert await store.read(lambda work: work.members.communities_of(seed.account.ref)) == [other.id]
    assert await store.read(lambda work: work.members.of_account(seed.id, seed.account.ref)) is None


async def test_whoever_was_forgotten_can_come_back_as_somebody_new(store: Store, seed: Seed) -> None:
    def unit(work: Work) -> Member:
        work.members.erase(seed.id, seed.member.id, NOW)
        return work.members.join(seed.id, seed.account.ref, "", NOW)[0]

    assert (await store.write(unit)).id == seed.member.id + 1
