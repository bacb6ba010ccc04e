"""What is pointed out, and what is hidden."""

from bot.chat.refs import Subject
from bot.chat.replies import OpenForm, Reply
from tests.stage import told
from tests.unit.community.founding import HEALTH, LABOUR, STEWARD, Founded

QUESTION = Subject(1, "question", 1)
RESOURCE = Subject(1, "resource", 1)


async def hides(opened: Founded, subject: Subject) -> Reply:
    """A steward hides it, with a reason."""
    return await opened.stage.send(STEWARD, opened.home, f"{subject.kind}.hide", {"reason": "unkind"}, str(subject))


async def test_the_second_steward_who_hides_does_not_bring_it_back(opened: Founded) -> None:
    await opened.asks(HEALTH, "How early do you start?")
    assert isinstance(await opened.says(STEWARD, "hide 1"), OpenForm)
    assert "told why" in told(await hides(opened, QUESTION))
    assert "hidden already" in told(await opened.says(STEWARD, "hide 1"))
    assert "hidden already" in told(await hides(opened, QUESTION))
    assert await opened.places(QUESTION) == []
    await opened.says(STEWARD, "unhide 1")
    assert len(await opened.places(QUESTION)) == 1


async def test_whoever_shared_a_link_is_told_that_it_was_hidden(opened: Founded) -> None:
    await opened.says(HEALTH, "share https://example.org/plan Plan", opened.home)
    await opened.says(LABOUR, "flag resource 1", opened.home)
    assert len(await opened.places(RESOURCE.about("flag"))) == 1
    await hides(opened, RESOURCE)
    assert len(await opened.places(RESOURCE.about("hidden"))) == 1
    assert await opened.places(RESOURCE.about("flag")) == []
    assert "found nothing" in told(await opened.says(LABOUR, "find plan", opened.home))


async def test_a_steward_hides_and_never_takes_back_what_others_shared(opened: Founded) -> None:
    await opened.says(HEALTH, "share https://example.org/plan Plan", opened.home)
    assert "Only whoever wrote it" in told(await opened.says(STEWARD, "takeback resource 1", opened.home))


async def test_what_is_taken_back_no_longer_waits_for_a_steward(opened: Founded) -> None:
    await opened.asks(HEALTH, "How early do you start?")
    await opened.says(LABOUR, "flag 1", opened.home)
    assert "question 1" in told(await opened.says(STEWARD, "settings"))
    await opened.says(HEALTH, "takeback 1", opened.home)
    assert "question 1" not in told(await opened.says(STEWARD, "settings"))


async def test_a_flag_can_be_raised_again_after_a_steward_left_it(opened: Founded) -> None:
    await opened.asks(HEALTH, "How early do you start?")
    await opened.says(LABOUR, "flag 1", opened.home)
    await opened.stage.press(STEWARD, opened.home, "flag.leave", str(QUESTION))
    assert await opened.places(QUESTION.about("flag")) == []
    await opened.says(LABOUR, "flag 1", opened.home)
    assert len(await opened.places(QUESTION.about("flag"))) == 1


async def test_nothing_can_be_left_that_isnt_there(opened: Founded) -> None:
    answer = await opened.stage.press(STEWARD, opened.home, "flag.leave", "1/question:99")
    assert "can't find" in told(answer)
