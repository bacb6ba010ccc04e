"""What each feature's store keeps and gives back, on every backend."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.calendar import REGION_OF, Calendar, DaysOff
from bot.catalogue import Work
from bot.chat.refs import AccountRef, ChannelRef, MessageRef
from bot.community.model import HOLIDAYS, Code
from bot.due import DueRow, Step
from bot.errors import Unknown
from bot.history import Happening
from bot.library.model import Source, reply_key
from bot.ports import Person
from storage.engine import Store
from tests.contracts.seed import NOW, Seed, plant

HOUR = timedelta(hours=1)


@pytest.fixture
async def seed(store: Store) -> Seed:
    """A community."""
    return await plant(store)


async def test_a_community_is_kept_as_it_was_saved(store: Store, seed: Seed) -> None:
    opened = replace(seed.community, name="Policy analysts", zone="UTC", opened_at=NOW + HOUR)
    await store.write(lambda work: work.communities.save(opened))
    assert await store.read(lambda work: work.communities.get(seed.id)) == opened
    await store.write(lambda work: work.communities.save(replace(opened, closed_at=NOW)))
    assert await store.read(lambda work: work.communities.all()) == []
    with pytest.raises(Unknown):
        await store.read(lambda work: work.communities.get(99))


async def test_a_calendar_shows_what_its_own_transaction_changed(store: Store, seed: Seed) -> None:
    off = DaysOff(NOW.date(), NOW.date(), "Picnic")

    def change(work: Work) -> list[Calendar]:
        seen = [work.communities.calendar(seed.id)]
        number = work.communities.add_days_off(seed.id, off)
        seen.append(work.communities.calendar(seed.id))
        work.communities.set(seed.id, HOLIDAYS.key, "GB/ENG")
        seen.append(work.communities.calendar(seed.id))
        work.communities.drop_days_off(seed.id, number)
        work.communities.save(replace(seed.community, zone="UTC"))
        return [*seen, work.communities.calendar(seed.id)]

    zone, region = seed.community.zone, REGION_OF[seed.community.zone]
    assert await store.write(change) == [
        Calendar(zone, region),
        Calendar(zone, region, (off,)),
        Calendar(zone, "GB/ENG", (off,)),
        Calendar("UTC", "GB/ENG"),
    ]
    assert await store.read(lambda work: work.communities.calendar(seed.id)) == Calendar("UTC", "GB/ENG")
    with pytest.raises(Unknown):
        await store.read(lambda work: work.communities.calendar(99))


async def test_a_channel_belongs_to_the_community_that_took_it_last(store: Store, seed: Seed) -> None:
    other = await plant(store, "Other")
    taken = await store.write(
        lambda work: work.communities.add_channel(other.id, seed.channel.ref, "ours now", home=False, address="a")
    )
    found = await store.read(lambda work: work.communities.of_channel(seed.channel.ref))
    assert found == (other.community, taken)
    assert await store.read(lambda work: work.communities.channels(seed.id)) == []
    assert (await store.read(lambda work: work.communities.channel(seed.id, seed.channel.id))).ref == taken.ref
    assert await store.read(lambda work: work.communities.of_channel(ChannelRef("slack", "T1", "C9"))) is None


async def test_a_platform_has_one_home_and_homes_come_first(store: Store, seed: Seed) -> None:
    def add(work: Work) -> None:
        work.communities.add_channel(seed.id, ChannelRef("slack", "T1", "C8"), "other", home=False, address="")
        work.communities.add_channel(seed.id, ChannelRef("teams", "T2", "19:x"), "teams", home=True, address="url")
        work.communities.add_channel(seed.id, ChannelRef("slack", "T1", "C9"), "new home", home=True, address="")

    await store.write(add)
    channels = await store.read(lambda work: work.communities.channels(seed.id))
    assert [(channel.name, channel.home) for channel in channels] == [
        ("teams", True),
        ("new home", True),
        ("policy", False),
        ("other", False),
    ]


async def test_a_channel_the_bot_left_is_listed_no_more_but_still_known(store: Store, seed: Seed) -> None:
    left = replace(seed.channel, left_at=NOW, people=12, guests=3)
    await store.write(lambda work: work.communities.save_channel(left))
    assert await store.read(lambda work: work.communities.channels(seed.id)) == []
    found = await store.read(lambda work: work.communities.of_channel(seed.channel.ref))
    assert found is not None
    assert found[1] == left


async def test_settings_are_kept_by_key(store: Store, seed: Seed) -> None:
    for value in ("one", "two"):
        await store.write(lambda work, value=value: work.communities.set(seed.id, "caution", value))  # type: ignore[misc]  # a default binds the loop's value
    assert await store.read(lambda work: work.communities.settings(seed.id)) == {"caution": "two"}


async def test_a_code_can_be_taken_once_while_it_is_valid(store: Store, seed: Seed) -> None:
    code = Code("link", "digest", NOW + HOUR, seed.id, seed.member.id)
    await store.write(lambda work: work.communities.keep_code(code))
    take = store.write
    assert await take(lambda work: work.communities.take_code(["setup"], "digest", NOW)) is None
    assert await take(lambda work: work.communities.take_code(["link"], "other", NOW)) is None
    assert await take(lambda work: work.communities.take_code(["join", "link"], "digest", NOW)) == code
    assert await take(lambda work: work.communities.take_code(["link"], "digest", NOW)) is None
    await store.write(lambda work: work.communities.keep_code(code))
    assert await take(lambda work: work.communities.take_code(["link"], "digest", NOW + HOUR)) is None


async def test_a_setup_code_needs_no_community(store: Store) -> None:
    code = Code("setup", "digest", NOW + HOUR)
    await store.write(lambda work: work.communities.keep_code(code))
    assert await store.write(lambda work: work.communities.take_code(["setup"], "digest", NOW)) == code


async def test_tries_are_counted_for_a_quarter_of_an_hour(store: Store) -> None:
    minutes = (0, 5, 14, 16, 40)
    counted = [
        await store.write(
            lambda work, at=NOW + timedelta(minutes=minute): work.communities.failed_tries("U1", at)  # type: ignore[misc]  # a default binds the loop's value
        )
        for minute in minutes
    ]
    assert counted == [1, 2, 3, 3, 1]
    assert await store.write(lambda work: work.communities.failed_tries("U2", NOW + timedelta(minutes=40))) == 1


async def test_flags_are_raised_once_by_each_and_lowered_for_all(store: Store, seed: Seed) -> None:
    question, reply = seed.subject("question", 1), seed.subject("reply", 2)

    def raise_them(work: Work) -> list[bool]:
        other, _ = work.members.join(seed.id, AccountRef("slack", "T1", "U2"), "", NOW)
        return [
            work.flags.raise_flag(reply, seed.member.id, NOW + HOUR),
            work.flags.raise_flag(question, seed.member.id, NOW),
            work.flags.raise_flag(question, seed.member.id, NOW),
            work.flags.raise_flag(question, other.id, NOW + HOUR),
        ]

    assert await store.write(raise_them) == [True, True, False, True]
    assert await store.read(lambda work: work.flags.raised(seed.id)) == [question, reply]
    await store.write(lambda work: work.flags.lower(question))
    assert await store.read(lambda work: work.flags.raised(seed.id)) == [reply]


async def test_an_account_is_the_same_in_every_community(store: Store, seed: Seed) -> None:
    other = await plant(store, "Other")
    ref = seed.account.ref
    member, account = await store.write(lambda work: work.members.join(other.id, ref, "address", NOW))
    assert account.id == seed.account.id
    assert account.address == "address"
    assert await store.read(lambda work: work.members.communities_of(ref)) == [seed.id, other.id]
    assert await store.read(lambda work: work.members.of_account(other.id, ref)) == (member, account)
    await store.write(lambda work: work.communities.save(replace(other.community, closed_at=NOW)))
    assert await store.read(lambda work: work.members.communities_of(ref)) == [seed.id]


async def test_a_member_and_an_account_are_kept_as_they_were_saved(store: Store, seed: Seed) -> None:
    member = replace(
        seed.member, name="Noor", unit="Fisheries", steward=True, welcomed_at=NOW, told_of_carrying_at=NOW + HOUR
    )
    account = replace(seed.account, name="noor", email="noor@example.org", address="x", chosen_community=seed.id)

    def save(work: Work) -> None:
        work.members.save(member)
        work.members.save_account(account)

    await store.write(save)
    assert await store.read(lambda work: work.members.get(seed.id, member.id)) == member
    assert await store.read(lambda work: work.members.account(account.id)) == account
    assert await store.read(lambda work: work.members.known_account(account.ref)) == account
    assert await store.read(lambda work: work.members.stewards(seed.id)) == [member]
    assert await store.read(lambda work: work.members.with_email(seed.id, "Noor@Example.org")) == [member]
    assert await store.read(lambda work: work.members.with_email(seed.id, "other@example.org")) == []
    assert await store.read(lambda work: work.members.units(seed.id)) == ["Fisheries"]
    assert await store.read(lambda work: work.members.accounts(seed.id, member.id)) == [account]


async def test_what_the_platform_tells_of_an_account_names_its_members_once(store: Store, seed: Seed) -> None:
    assert await store.read(lambda work: work.members.unnamed("slack", 0, 5)) == [seed.account]
    told = Person("Noor Haddad", "Noor@Example.org")
    await store.write(lambda work: work.members.told(seed.account.id, told))
    assert await store.read(lambda work: work.members.unnamed("slack", 0, 5)) == []
    member = await store.read(lambda work: work.members.get(seed.id, seed.member.id))
    assert member.name == "Noor Haddad"
    await store.write(lambda work: work.members.told(seed.account.id, Person("Another", active=False)))
    account = await store.read(lambda work: work.members.account(seed.account.id))
    assert (account.name, account.email, account.active) == ("Another", "noor@example.org", False)
    assert await store.read(lambda work: work.members.get(seed.id, seed.member.id)) == member


async def test_the_nameless_are_told_a_page_at_a_time_and_by_platform(store: Store, seed: Seed) -> None:
    await store.write(lambda work: work.members.join(seed.id, AccountRef("teams", "T1", "U9"), "", NOW))
    ref = AccountRef("slack", "T1", "U9")
    _, later = await store.write(lambda work: work.members.join(seed.id, ref, "", NOW))
    assert await store.read(lambda work: work.members.unnamed("slack", 0, 1)) == [seed.account]
    assert await store.read(lambda work: work.members.unnamed("slack", seed.account.id, 1)) == [later]
    assert await store.read(lambda work: work.members.unnamed("slack", later.id, 1)) == []


async def test_an_account_the_platform_does_not_know_is_not_asked_for_again(store: Store, seed: Seed) -> None:
    await store.write(lambda work: work.members.told(seed.account.id, None))
    assert await store.read(lambda work: work.members.unnamed("slack", 0, 5)) == []
    assert not (await store.read(lambda work: work.members.account(seed.account.id))).active


async def test_drafts_are_kept_newest_first_until_dropped(store: Store, seed: Seed) -> None:
    def write(work: Work) -> None:
        for hours in (0, 2, 1):
            work.drafts.new(seed.id, seed.member.id, seed.account.id, "Why?", "Because", ("a", "b"), NOW + hours * HOUR)

    await store.write(write)
    drafts = await store.read(lambda work: work.drafts.of_member(seed.id, seed.member.id))
    assert [draft.id for draft in drafts] == [2, 3, 1]
    assert await store.read(lambda w: w.drafts.same(seed.id, seed.member.id, "Why?", "Because")) == drafts[0]
    assert await store.read(lambda w: w.drafts.same(seed.id, seed.member.id, "Why?", "")) is None
    changed = replace(drafts[0], text="How?", nameless=True, offered_at=NOW, tags=(), reminded_at=NOW)
    await store.write(lambda work: work.drafts.save(changed))
    assert await store.read(lambda work: work.drafts.get(seed.id, 2)) == changed
    for _ in range(2):
        await store.write(lambda work: work.drafts.drop(changed))
    with pytest.raises(Unknown):
        await store.read(lambda work: work.drafts.get(seed.id, 2))


async def test_a_question_is_kept_with_the_reply_that_helped(store: Store, seed: Seed) -> None:
    source = MessageRef(seed.channel.ref, "1.2", "1.1")

    def write(work: Work) -> None:
        question = work.questions.new(
            seed.id, seed.member.id, "Fisheries", "Why?", "Tell me", ("a",), NOW, nameless=False
        )
        reply = work.questions.new_reply(question, seed.member.id, "slack", "Labour", "So", NOW, source)
        work.questions.new_reply(question, seed.member.id, "teams", "Health", "No", NOW - HOUR, None)
        work.questions.save(question.answered(reply.id, NOW, steward=seed.member.id))

    await store.write(write)
    question = await store.read(lambda work: work.questions.get(seed.id, 1))
    assert (question.state, question.accepted, question.accepted_by, question.tags) == ("answered", 1, 1, ("a",))
    replies = await store.read(lambda work: work.questions.replies(seed.id, 1))
    assert [(reply.id, reply.text, reply.source) for reply in replies] == [(2, "No", None), (1, "So", source)]
    assert await store.read(lambda work: work.questions.reply_typed_at(source)) == replies[1]
    assert await store.read(lambda work: work.questions.reply_typed_at(replace(source, message="9"))) is None
    await store.write(lambda work: work.questions.save_reply(replies[1].taken_back()))
    assert await store.read(lambda work: work.questions.replies(seed.id, 1)) == [replies[0]]
    assert (await store.read(lambda work: work.questions.reply(seed.id, 1))).withdrawn


async def test_a_members_questions_come_open_ones_first_then_newest(store: Store, seed: Seed) -> None:
    def write(work: Work) -> None:
        for hours in range(4):
            work.questions.new(
                seed.id, seed.member.id, "", f"Why {hours}?", "", (), NOW + hours * HOUR, nameless=hours == 1
            )
        work.questions.save(work.questions.get(seed.id, 4).closed("found", NOW))
        work.questions.save(replace(work.questions.get(seed.id, 3), hidden=True))

    await store.write(write)
    some = await store.read(lambda work: work.questions.some(seed.id, [4, 3, 99, 1, 4]))
    assert [question.id for question in some] == [4, 1]


async def test_the_same_words_are_known_for_as_long_as_asked(store: Store, seed: Seed) -> None:
    def write(work: Work) -> None:
        work.questions.new(seed.id, seed.member.id, "", "Why?", "", (), NOW, nameless=False)

    await store.write(write)
    same = await store.read(lambda work: work.questions.same(seed.id, seed.member.id, "Why?", NOW))
    assert same is not None
    assert same.id == 1
    for text, since in (("Why", NOW), ("Why?", NOW + HOUR)):
        assert (
            await store.read(
                lambda work, text=text, since=since: work.questions.same(seed.id, seed.member.id, text, since)  # type: ignore[misc]  # a default binds the loop's value
            )
            is None
        )


async def test_following_is_turned_on_and_off(store: Store, seed: Seed) -> None:
    def write(work: Work) -> list[bool]:
        work.questions.new(seed.id, seed.member.id, "", "Why?", "", (), NOW, nameless=False)
        return [work.questions.follow(seed.id, 1, seed.member.id) for _ in range(3)]

    assert await store.write(write) == [True, False, True]
    assert await store.read(lambda work: work.questions.followers(seed.id, 1)) == 1


async def test_a_resource_is_known_by_its_address_and_counted_once_a_member(store: Store, seed: Seed) -> None:
    def write(work: Work) -> list[bool]:
        resource = work.library.new(seed.id, seed.member.id, "https://a.b/c", "a.b/c", "A guide", NOW)
        work.library.save(replace(resource, kind="guide", tags=("local", "gov"), open_to="ministry", hidden=True))
        return [work.library.helped(seed.id, resource.id, seed.member.id, NOW) for _ in range(2)]

    assert await store.write(write) == [True, False]
    known = await store.read(lambda work: work.library.known(seed.id, "a.b/c"))
    assert known is not None
    assert (known.kind, known.tags, known.hidden, known.owner) == ("guide", ("local", "gov"), True, seed.member.id)
    assert await store.read(lambda work: work.library.known(seed.id, "a.b")) is None
    assert await store.read(lambda work: work.library.helped_count(seed.id, known.id)) == 1


async def test_the_library_is_listed_newest_first_by_tags(store: Store, seed: Seed) -> None:
    def write(work: Work) -> None:
        for number, tags in enumerate([("local", "gov"), ("local",), ("gov_x",), ("local", "gov")]):
            resource = work.library.new(
                seed.id, seed.member.id, f"https://{number}", f"{number}", "A", NOW + number * HOUR
            )
            work.library.save(replace(resource, tags=tags))
        work.library.save(replace(work.library.get(seed.id, 4), hidden=True))

    await store.write(write)

    async def latest(*tags: str, most: int = 9) -> list[int]:
        return [one.id for one in await store.read(lambda work: work.library.latest(seed.id, tags, most))]

    assert await latest() == [3, 2, 1]
    assert await latest(most=2) == [3, 2]
    assert await latest("local") == [2, 1]
    assert await latest("gov", "local") == [1]
    assert await latest("gov%") == []
    assert await latest("gov_x") == [3]
    some = await store.read(lambda work: work.library.some(seed.id, [4, 2, 3]))
    assert [one.id for one in some] == [2, 3]


async def test_history_is_told_in_order_and_by_verb(store: Store, seed: Seed) -> None:
    question = seed.subject("question", 1)

    def write(work: Work) -> None:
        work.history.add(Happening(NOW, seed.member.id, "asked", question, {"matches": 3, "kind": "x"}))
        work.history.add(Happening(NOW + HOUR, None, "closed", question))
        work.history.add(Happening(NOW, seed.member.id, "asked", seed.subject("question", 2)))

    await store.write(write)
    told = await store.read(lambda work: work.history.of(question))
    assert [happening.verb for happening in told] == ["asked", "closed"]
    assert told[0] == Happening(NOW, seed.member.id, "asked", question, {"matches": 3, "kind": "x"})
    latest = await store.read(lambda work: work.history.latest(seed.id, ("asked", "flagged"), 1))
    assert [happening.subject.id for happening in latest] == [2]
    nine = ("asked", *(f"verb {number}" for number in range(8)))
    assert len(await store.read(lambda work: work.history.latest(seed.id, nine, 5))) == 2


async def test_a_subject_has_one_next_step(store: Store, seed: Seed) -> None:
    draft = seed.subject("draft", 1)

    def write(work: Work) -> None:
        work.due.plan(draft, Step("draft.remind", NOW + HOUR))
        work.due.plan(draft, Step("draft.drop", NOW + 2 * HOUR))
        work.due.plan(seed.subject("draft", 2), Step("draft.drop", NOW + HOUR))
        work.due.plan(seed.subject("draft", 3), Step("draft.drop", NOW))
        work.due.plan(seed.subject("draft", 3), None)

    await store.write(write)
    assert await store.read(lambda work: work.due.next_at()) == NOW + HOUR
    assert await store.read(lambda work: work.due.page(NOW, 9)) == []
    page = await store.read(lambda work: work.due.page(NOW + 2 * HOUR, 9))
    assert [(row.subject.id, row.kind) for row in page] == [(2, "draft.drop"), (1, "draft.drop")]
    assert len(await store.read(lambda work: work.due.page(NOW + 2 * HOUR, 1))) == 1


async def test_a_due_row_is_taken_once_and_not_when_it_was_planned_anew(store: Store, seed: Seed) -> None:
    draft = seed.subject("draft", 1)
    row = DueRow(draft, "draft.remind", NOW)
    await store.write(lambda work: work.due.plan(draft, Step("draft.remind", NOW + HOUR)))
    assert not await store.write(lambda work: work.due.take(row))
    await store.write(lambda work: work.due.plan(draft, Step("draft.remind", NOW)))
    assert await store.write(lambda work: work.due.take(row))
    assert not await store.write(lambda work: work.due.take(row))
    assert await store.read(lambda work: work.due.next_at()) is None


async def test_a_note_shows_its_reply_as_it_is_and_goes_with_it(store: Store, seed: Seed) -> None:
    def write(work: Work) -> None:
        question = work.questions.new(seed.id, seed.member.id, "Health", "Why?", "", (), NOW, nameless=False)
        work.questions.new_reply(question, seed.member.id, "slack", "Health", "Because", NOW, None)
        note = work.library.new_note(seed.id, 1, seed.member.id, None, NOW)
        work.library.save(replace(note, review_on=NOW.date(), outdated_at=NOW))

    await store.write(write)
    note = await store.read(lambda work: work.library.get(seed.id, 1))
    assert note.source == Source(1, 1, "Why?", "Because", seed.member.id, "Health", visible=True)
    assert (note.review_on, note.outdated_at, note.name, note.note) == (NOW.date(), NOW, "Why?", "Because")
    assert await store.read(lambda work: work.library.known(seed.id, reply_key(1))) == note
    for read in (
        lambda work: work.library.latest(seed.id, (), 9),
        lambda work: work.library.some(seed.id, [1]),
        lambda work: work.library.of_question(seed.id, 1),
    ):
        assert await store.read(read) == [note]
    assert await store.read(lambda work: work.library.owned(seed.id, seed.member.id)) == []

    await store.write(lambda work: work.questions.save_reply(work.questions.reply(seed.id, 1).taken_back()))
    gone = await store.read(lambda work: work.library.get(seed.id, 1))
    assert (gone.visible, gone.note) == (False, "")
    assert await store.read(lambda work: work.library.latest(seed.id, (), 9)) == []
    assert await store.read(lambda work: work.library.some(seed.id, [1])) == []


async def test_members_are_found_by_name_with_or_without_their_unit(store: Store, seed: Seed) -> None:
    def write(work: Work) -> None:
        for number, unit in enumerate(("Forests", "Labour")):
            member, _ = work.members.join(seed.id, AccountRef("slack", "T1", f"U{number}"), "", NOW)
            work.members.save(replace(member, name="Zoë", unit=unit))

    await store.write(write)

    async def called(name: str) -> list[str]:
        return [one.unit for one in await store.read(lambda work: work.members.called(seed.id, name))]

    assert await called("zOË") == ["Forests", "Labour"]
    assert await called(" Zoë  (labour)") == ["Labour"]
    assert await called("") == []


async def test_a_channel_the_platform_refers_to_otherwise_keeps_its_messages(store: Store, seed: Seed) -> None:
    other, new = await plant(store, "Other"), ChannelRef("slack", "T1", "C-new")
    await store.write(lambda work: work.communities.add_channel(other.id, new, "theirs", home=False, address=""))
    moved = await store.write(lambda work: work.communities.refer(seed.channel, new))
    assert moved == replace(seed.channel, ref=new)
    found = await store.read(lambda work: work.communities.of_channel(new))
    assert found is not None
    assert found[1] == moved
    assert await store.read(lambda work: work.communities.of_channel(seed.channel.ref)) is None
