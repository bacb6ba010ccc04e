"""A question taken to the meeting, by its asker's press alone."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.chat.refs import Subject
from tests.stage import START, told
from tests.unit.community.founding import HEALTH, LABOUR, STEWARD, Founded, founding
from tests.unit.meetings.meeting import ANNOUNCES, ENDS, Round
from tests.unit.questions.test_following import DAY, HOUR, asked, parts, presses_on, replies

QUESTION = Subject(1, "question", 1)


@pytest.fixture
async def round_(tmp_path: Path) -> AsyncIterator[Round]:
    """It is Tuesday 2 March 2027, noon in Toronto; they meet next on Thursday 11 March."""
    async with founding(tmp_path) as made:
        await made.opens()
        ready = Round(made)
        await ready.begins()
        yield ready


async def test_with_a_name_or_without_it_stands_in_next_and_in_the_announcement(round_: Round) -> None:
    await asked(round_.founded)
    offered = await round_.asks(HEALTH, "meeting 1")
    assert "with your name?" in told(offered)
    assert "on the agenda of Thursday 11 March, 10:00" in await round_.presses(HEALTH, offered, "With my name")
    assert "How early? (Leilani, Health)" in await round_.says(LABOUR, "next")
    await round_.says(HEALTH, "meeting 1 nameless")
    seen = await round_.says(LABOUR, "next")
    assert "• How early?" in seen
    assert "Leilani" not in seen
    await round_.stage.reaches(ANNOUNCES)
    assert "From members:" in await round_.sees()


async def test_a_question_without_a_name_never_gets_one_on_the_agenda(round_: Round) -> None:
    await asked(round_.founded, nameless=True)
    for line in ("meeting 1", "meeting 1 named"):
        assert "on the agenda of" in told(await round_.founded.says(HEALTH, line))
        seen = await round_.says(LABOUR, "next")
        assert "• How early?" in seen
        assert "Leilani" not in seen


async def test_only_its_asker_takes_a_question_to_the_meeting(round_: Round) -> None:
    await asked(round_.founded)
    for who in (LABOUR, STEWARD):
        assert "Only whoever wrote it" in await round_.says(who, "meeting 1 nameless")


async def test_the_kit_shows_what_members_bring(round_: Round) -> None:
    await asked(round_.founded)
    await round_.says(STEWARD, "convene this")
    await round_.says(HEALTH, "meeting 1 named")
    kit = await round_.says(STEWARD, "convene kit")
    assert "• How early? (Leilani, Health)" in kit


async def test_what_is_taken_back_leaves_the_agenda(round_: Round) -> None:
    await asked(round_.founded)
    await round_.says(HEALTH, "meeting 1 named")
    await round_.founded.says(HEALTH, "takeback 1")
    assert "How early?" not in await round_.says(LABOUR, "next")


async def test_it_can_be_taken_off_again(round_: Round) -> None:
    await asked(round_.founded)
    await round_.says(HEALTH, "meeting 1 named")
    assert "on no agenda" in await round_.says(HEALTH, "meeting 1 off")
    assert "How early?" not in await round_.says(LABOUR, "next")


async def test_after_the_meeting_its_asker_is_asked_whether_it_helped_and_has_a_week(round_: Round) -> None:
    await asked(round_.founded)
    await round_.says(HEALTH, "meeting 1 nameless")
    await round_.stage.reaches(ENDS - HOUR)
    assert await parts(round_.founded, "choice") == []
    await round_.stage.reaches(ENDS + DAY)
    subject = QUESTION.about("followup:meeting.1")
    assert len(await round_.founded.places(subject)) == 1
    assert "Did the meeting help?" in await round_.stage.sees(subject)
    assert "I keep looking" in await presses_on(round_.founded, subject, "Still looking")
    assert "• How early?" in await round_.sees()


async def test_where_no_meeting_is_planned_it_says_so(opened: Founded) -> None:
    await asked(opened)
    assert "No meeting is planned just now" in told(await opened.says(HEALTH, "meeting 1 named"))
    assert "Open" in await opened.stage.sees(QUESTION)


async def test_when_the_meeting_is_cancelled_it_goes_to_the_next(round_: Round) -> None:
    await asked(round_.founded)
    await round_.says(HEALTH, "meeting 1 named")
    await round_.stage.send(
        STEWARD, round_.founded.home, "meeting.cancel", {"sure": "yes"}, str(Subject(1, "meeting", 1))
    )
    assert (await round_.meeting()).state == "cancelled"
    seen = await round_.says(LABOUR, "next")
    assert "25 March" in seen
    assert "How early? (Leilani, Health)" in seen


async def test_a_reply_that_helps_before_the_meeting_takes_it_off_the_agenda(round_: Round) -> None:
    await asked(round_.founded)
    await round_.says(HEALTH, "meeting 1 named")
    await replies(round_.founded, LABOUR, "Six weeks.")
    await round_.stage.reaches(START + HOUR)
    await round_.says(HEALTH, "helped 1")
    assert "How early?" not in await round_.says(LABOUR, "next")
    await round_.says(HEALTH, "reopen 1")
    assert "How early?" in await round_.says(LABOUR, "next")
