"""All that is kept about a member, as they take it along, on every backend."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Column

from bot.catalogue import Work
from bot.chat.refs import AccountRef
from bot.conveners.model.volunteers import Volunteer
from bot.ports import Person
from storage.engine import Store
from storage.repositories import exporting
from storage.words_of_people import columns_of_words
from tests.contracts.seed import NOW, Seed, plant
from tests.contracts.test_merging_and_erasing import _busy_member

OTHER = AccountRef("slack", "T1", "U-other")


@pytest.fixture
async def seed(store: Store) -> Seed:
    """A community with one member."""
    return await plant(store)


def _done(work: Work, seed: Seed) -> None:
    work.members.told(seed.account.id, Person("Noor Haddad", "noor@example.org"))
    work.members.save(replace(seed.member, name="Noor Haddad", unit="Fisheries", interests=("costing", "law")))
    work.postings.want(seed.subject("draft", 1, "reminder"), seed.direct, now=NOW)
    _busy_member(work, seed, seed.member.id, seed.account.id)
    work.members.add_experience(seed.id, seed.member.id, "Ran a consultation", NOW)
    _took_part(work, seed.id, seed.member.id)


def _took_part(work: Work, community: int, member: int) -> None:
    """Whatever else leaves a row."""
    work.meetings.save(replace(work.meetings.get(community, 1), backup=member))
    work.meetings.new_action(work.meetings.notes(community, 1), "Ask Labour", NOW)
    work.meetings.put_on_agenda(community, 1, 1, NOW, named=True)
    work.members.add_away(community, member, NOW.date(), NOW.date())
    work.conveners.save_volunteer(Volunteer(community, member, NOW))
    work.polls.agree(community, member, NOW)
    work.offers.new(work.questions.get(community, 1), member, 1, "named", NOW, named_by=member)


async def test_everything_somebody_did_is_told(store: Store, seed: Seed) -> None:
    await store.write(lambda work: _done(work, seed))
    told = await store.read(lambda work: work.members.export(seed.id, seed.member.id))
    assert [section for section, rows in told.items() if not rows] == []
    (profile,) = told["profile"]
    assert (profile["name"], profile["unit"], profile["interests"]) == ("Noor Haddad", "Fisheries", ("costing", "law"))
    (account,) = told["accounts"]
    assert (account["email"], account["joined_at"]) == ("noor@example.org", NOW)
    assert [row["text"] for row in told["questions"]] == ["Why?", "Without a name?"]
    assert [row["nameless"] for row in told["questions"]] == [False, True]
    assert told["drafts"][0]["text"] == "A secret draft"
    assert told["messages"][0]["part"] == "reminder"
    assert told["history"][0]["verb"] == "asked"


async def test_nothing_of_anybody_else_is_told(store: Store, seed: Seed) -> None:
    def unit(work: Work) -> None:
        _done(work, seed)
        elsewhere = AccountRef("slack", "T9", "U9")
        work.members.join(seed.id, OTHER, "", NOW)
        work.members.join(seed.id, elsewhere, "", NOW)
        work.questions.new_reply(work.questions.get(seed.id, 1), 2, "slack", "Labour", "Theirs", NOW, None)

    await store.write(unit)
    told = await store.read(lambda work: work.members.export(seed.id, 2))
    assert {section for section, rows in told.items() if rows} == {"profile", "accounts", "replies"}
    mine = await store.read(lambda work: work.members.export(seed.id, seed.member.id))
    assert "Theirs" not in str(mine)


def test_no_column_that_refers_to_a_member_is_told() -> None:
    told = {
        (rule.section, column.name)
        for rule in (*exporting.RULES, *exporting.BESIDES)
        if isinstance(rule, exporting.Told)
        for column in rule.columns
        if any(key.column.table.name == "members" for key in column.foreign_keys)
    }
    assert {name for _, name in told} <= {"community_id"}
    assert not told


def test_every_column_of_a_members_own_words_is_told() -> None:
    whose = {"member", "account", "question", "reply", "resource", "topic", "notes"}
    own = {_named(column) for column in columns_of_words() if column.info["words_of"] in whose}
    rules = (*exporting.RULES, *exporting.BESIDES)
    told = {_named(one) for rule in rules if isinstance(rule, exporting.Told) for one in rule.columns}
    assert own - told == set()


def _named(column: Column[object]) -> str:
    return str(column)


def test_what_is_left_out_says_why() -> None:
    assert all(len(rule.because) > 20 for rule in exporting.RULES if isinstance(rule, exporting.LeftOut))


async def test_a_word_opens_once_and_in_time(store: Store, seed: Seed) -> None:
    def unit(work: Work) -> list[int | None]:
        work.members.keep_export(seed.member, "one", NOW + timedelta(minutes=10))
        work.members.keep_export(seed.member, "late", NOW)
        found = [work.members.take_export(digest, NOW) for digest in ("one", "one", "late", "never")]
        return [None if member is None else member.id for member in found]

    assert await store.write(unit) == [seed.member.id, None, None, None]
