"""A reply that helped is kept in the library, and goes on being its writer's words."""

from dataclasses import replace

import pytest

from bot.chat.refs import AccountRef, Subject
from bot.library.model import Resource
from bot.members.model import Asks
from tests.stage import told
from tests.unit.community.founding import FORESTS, HEALTH, LABOUR, STEWARD, Founded
from tests.unit.library.conftest import helped, keeps

KEPT = Subject(1, "resource", 1)


async def resource(opened: Founded) -> Resource:
    return await opened.stage.store.read(lambda work: work.library.get(1, 1))


async def number(opened: Founded, who: AccountRef) -> int:
    member = await opened.member(who)
    assert member is not None
    return member.id


async def in_library(opened: Founded) -> bool:
    listed = "How early" in told(await opened.says(FORESTS, "library", opened.home))
    found = "How early" in told(await opened.says(HEALTH, "find weeks before", opened.home))
    assert listed == found
    return listed


async def test_a_kept_reply_is_listed_found_and_shown_with_who_wrote_it(opened: Founded) -> None:
    await helped(opened)
    shown = told(await keeps(opened, HEALTH))
    assert "Six weeks before" in shown
    assert "Written by Lena (Labour)" in shown
    assert "Looked after by Lena · Labour" in shown
    assert "Six weeks before" in told(await opened.says(FORESTS, "resource 1", opened.home))
    found = told(await opened.says(FORESTS, "find weeks before", opened.home))
    assert found.count("How early do you start?") == 1
    assert "note · Labour" in found


async def test_a_reply_is_kept_once(opened: Founded) -> None:
    await helped(opened)
    await keeps(opened, HEALTH)
    assert "This is in the library." in told(await keeps(opened, STEWARD))
    assert len(await opened.stage.store.read(lambda work: work.library.latest(1, (), 9))) == 1


async def test_whoever_wrote_it_is_told_and_may_take_it_out_again(opened: Founded) -> None:
    await helped(opened)
    await keeps(opened, HEALTH)
    assert "kept in the library now" in await opened.stage.sees(KEPT.about("kept"))
    assert len(await opened.places(KEPT.about("kept"))) == 1
    await opened.says(LABOUR, "takeback resource 1")
    assert "How early" not in told(await opened.says(FORESTS, "library", opened.home))
    assert await opened.stage.sees(KEPT.about("kept")) == ""
    assert "Thank you. It is in the library now." in told(await keeps(opened, HEALTH))


@pytest.mark.parametrize("asks", ["", "never"])
async def test_somebody_who_has_not_said_that_they_may_be_asked_looks_after_nothing_unasked(
    opened: Founded, asks: Asks
) -> None:
    await helped(opened)
    member = await opened.member(LABOUR)
    assert member is not None
    await opened.stage.store.write(lambda work: work.members.save(replace(member, asks=asks)))
    await keeps(opened, HEALTH)
    assert (await resource(opened)).owner == await number(opened, HEALTH)
    assert await opened.places(KEPT.about("kept")) == []


async def test_an_edit_reaches_what_is_kept(opened: Founded) -> None:
    await helped(opened)
    await keeps(opened, HEALTH)
    await opened.stage.send(LABOUR, opened.home, "reply.edit", {"text": "Eight months ahead"}, "1/reply:1")
    assert "Eight months ahead" in told(await opened.says(FORESTS, "resource 1", opened.home))
    assert "How early" in told(await opened.says(FORESTS, "find months ahead", opened.home))


@pytest.mark.parametrize("line", ["takeback reply 1", "takeback 1"])
async def test_what_is_taken_back_is_gone_from_the_library_too(opened: Founded, line: str) -> None:
    await helped(opened)
    await keeps(opened, HEALTH)
    assert await in_library(opened)
    await opened.says(LABOUR if "reply" in line else HEALTH, line, opened.home)
    assert not await in_library(opened)
    assert "can't find" in told(await opened.says(FORESTS, "resource 1", opened.home))
    assert await opened.stage.sees(KEPT.about("kept")) == ""


@pytest.mark.parametrize("subject", ["reply", "question"])
async def test_what_a_steward_hides_is_gone_from_the_library_until_it_is_brought_back(
    opened: Founded, subject: str
) -> None:
    await helped(opened)
    await keeps(opened, HEALTH)
    await opened.stage.send(STEWARD, opened.home, f"{subject}.hide", {"reason": "unkind"}, f"1/{subject}:1")
    assert not await in_library(opened)
    await opened.says(STEWARD, f"unhide {subject} 1", opened.home)
    assert await in_library(opened)


async def test_a_forgotten_writer_leaves_a_note_without_a_name_that_seeks_an_owner(opened: Founded) -> None:
    await helped(opened)
    await keeps(opened, HEALTH)
    await opened.says(LABOUR, "me forget now")
    shown = told(await opened.says(FORESTS, "resource 1", opened.home))
    assert "Written by a former member (Labour)" in shown
    assert "Nobody looks after it yet." in shown
    assert "Lena" not in shown


async def test_keeping_never_tells_who_asked_without_a_name(opened: Founded) -> None:
    await helped(opened, nameless=True)
    await opened.says(LABOUR, "me forget now")
    await keeps(opened, HEALTH)
    asker, kept = await number(opened, HEALTH), await resource(opened)
    assert asker not in {kept.sharer, kept.owner}
    happened = await opened.stage.store.read(lambda work: work.history.of(KEPT))
    assert [(one.verb, one.actor) for one in happened] == [("kept", None)]


async def test_a_note_that_keeps_its_questions_name_holds_no_copy_of_it(opened: Founded) -> None:
    await helped(opened)
    await keeps(opened, HEALTH)
    values = {"title": "How early do you start?", "kind": "example", "tags": "#timing"}
    await opened.stage.send(LABOUR, opened.home, "resource.edit", values, str(KEPT))
    assert (await resource(opened)).title == ""
    await opened.stage.send(LABOUR, opened.home, "resource.edit", values | {"title": "Timing"}, str(KEPT))
    assert "Timing" in told(await opened.says(FORESTS, "library #timing", opened.home))
