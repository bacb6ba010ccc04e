"""Whatever happens to a question, in whatever order: while it is open it has a next step, and in the end it closes."""

from datetime import timedelta
from pathlib import Path
from random import Random

import pytest

from bot.chat.refs import Subject
from bot.due import DueRow
from tests.stage import START
from tests.unit.community.founding import HEALTH, LABOUR, STEWARD, Founded, founding

QUESTION = Subject(1, "question", 1)
EVENTS = (
    *(
        (HEALTH, line)
        for line in ("helped 1", "helped 2", "looking 1", "others 1", "close 1", "reopen 1", "reply 1 Hm.")
    ),
    *((LABOUR, line) for line in ("reply 1 So.", "takeback reply 1", "takeback reply 2", "me forget now", "flag 1")),
    *((STEWARD, line) for line in ("helped 1", "unhide 1", "unhide reply 1", "close 1", "reopen 1", "meeting 1")),
    (STEWARD, "hides 1"),
    (STEWARD, "hides reply 1"),
    (HEALTH, "me forget now"),
)
LEAP = timedelta(days=2, hours=3)
FOR_GOOD = timedelta(days=200)


async def happens(founded: Founded, who: object, line: str) -> None:
    """One event; what isn't possible just then is refused, which is an event as well."""
    if line.startswith("hides"):
        subject = Subject(1, "reply", 1) if "reply" in line else QUESTION
        await founded.stage.send(STEWARD, founded.home, f"{subject.kind}.hide", {"reason": "unkind"}, str(subject))
    else:
        await founded.says(who, line)  # type: ignore[arg-type]


async def steps(founded: Founded) -> list[DueRow]:
    """What is to happen to the question by itself."""
    later = founded.stage.clock.now() + FOR_GOOD
    rows = await founded.stage.store.read(lambda work: work.due.of_community(1, later, 50))
    return [row for row in rows if row.subject == QUESTION]


@pytest.mark.parametrize("nameless", [False, True])
@pytest.mark.parametrize("seed", range(4))
async def test_an_open_question_always_has_a_next_step(tmp_path: Path, seed: int, *, nameless: bool) -> None:
    die = Random(seed)
    async with founding(tmp_path) as founded:
        await founded.opens()
        for who in (HEALTH, LABOUR):
            await founded.says(who, "me unit Ours", founded.home)
        await founded.presses(HEALTH, await founded.says(HEALTH, f"ask How?{' --anon' * nameless}"), "Post it")
        for _ in range(14):
            who, line = die.choice(EVENTS)
            await happens(founded, who, line)
            if die.random() < 0.4:
                await founded.stage.reaches(founded.stage.clock.now() + LEAP)
            question = await founded.stage.store.read(lambda work: work.questions.get(1, 1))
            planned = await steps(founded)
            assert len(planned) == 1 or question.state != "open", (seed, line)
        await founded.stage.reaches(founded.stage.clock.now() + FOR_GOOD)
        question = await founded.stage.store.read(lambda work: work.questions.get(1, 1))
        assert question.state != "open"
        assert await steps(founded) == []
        assert not (nameless and question.member)
        assert founded.stage.clock.now() > START
