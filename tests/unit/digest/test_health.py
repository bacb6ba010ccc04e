"""How a community fares: three lines, for stewards, that name nobody."""

from datetime import timedelta

from tests.stage import told
from tests.unit.community.founding import FORESTS, HEALTH, LABOUR, STEWARD, Founded
from tests.unit.digest.conftest import asks_without_a_name

HOUR = timedelta(hours=1)


async def health(opened: Founded) -> str:
    return told(await opened.says(STEWARD, "health"))


async def test_a_new_community_has_nothing_to_tell_yet(opened: Founded) -> None:
    shown = await health(opened)
    assert "Nobody has asked anything yet." in shown
    assert "0 volunteers in the rota; no turn has been done yet." in shown


async def test_it_tells_how_many_got_a_reply_how_soon_and_from_where(opened: Founded) -> None:
    await opened.says(HEALTH, "me unit Health", opened.home)
    await opened.says(LABOUR, "me unit Labour", opened.home)
    for text in ("How early?", "Who drafts?", "What costs?", "Where now?"):
        await opened.asks(HEALTH, text)
    for number, hours in ((1, 2), (2, 2)):
        opened.stage.clock.forward(hours * HOUR)
        await opened.says(LABOUR, f"reply {number} Like this", opened.home)
    await opened.says(HEALTH, "reply 3 I have looked myself", opened.home)
    await opened.says(HEALTH, "helped 1", opened.home)
    shown = await health(opened)
    assert "4 questions were asked: 2 got a reply (50 %), 1 were helped." in shown
    assert "Half of the first replies came within 3 hours." in shown
    assert "2 of 3 replies came from another unit (67 %)." in shown


async def test_a_question_without_a_name_counts_every_reply_alike(opened: Founded) -> None:
    await opened.says(HEALTH, "me unit Health", opened.home)
    await asks_without_a_name(opened, "How early?")
    await opened.says(HEALTH, "reply 1 I wonder, too", opened.home)
    by_asker = await health(opened)
    assert "1 question was asked: 1 got a reply (100 %)" in by_asker
    assert "No reply yet of which both units are known." in by_asker


async def test_what_was_asked_longer_ago_or_taken_back_is_not_counted(opened: Founded) -> None:
    await opened.asks(HEALTH, "How early?")
    await opened.asks(HEALTH, "How late?")
    await opened.says(HEALTH, "takeback 2", opened.home)
    assert "1 question was asked" in await health(opened)
    await opened.stage.reaches(opened.stage.clock.at + timedelta(days=91))
    assert "Nobody has asked" in await health(opened)


async def test_only_stewards_read_it(opened: Founded) -> None:
    await opened.says(FORESTS, "me unit Forests", opened.home)
    assert "three lines" not in told(await opened.says(HEALTH, "health", opened.home))
