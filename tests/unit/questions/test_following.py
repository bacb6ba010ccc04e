"""What an asker hears of their question, and that it never ends in silence."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.chat.refs import AccountRef, MessageRef, Subject
from bot.chat.replies import Private
from bot.postings import Direct, InChannel
from scheduling.drawing import Drawing
from tests.stage import EAST, START, told
from tests.unit.community.founding import FORESTS, HEALTH, LABOUR, STEWARD, Founded, code_in

QUESTION = Subject(1, "question", 1)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
MORNING = datetime(2027, 3, 3, 13, 30, tzinfo=UTC)
"""Half past eight on the Wednesday, when quiet hours end."""


async def parts(opened: Founded, part: str) -> list[Subject]:
    """What of the question is to be shown to single people, under parts of that name, in order."""
    tails = [f"{number}{more}" for number in range(1, 10) for more in ("", *(f"-{last}" for last in range(1, 10)))]
    tails += [f"{START + day * DAY:%Y%m%d}" for day in range(60)]
    return [subject for tail in tails if await opened.places(subject := QUESTION.about(f"{part}:{tail}"))]


async def replies(opened: Founded, who: AccountRef, text: str) -> None:
    """Somebody replies, in a line to the bot."""
    await opened.says(who, f"reply 1 {text}", opened.home)


async def asked(opened: Founded, *, nameless: bool = False) -> None:
    """Health has asked, directly."""
    await opened.says(HEALTH, "me unit Health", opened.home)
    await opened.presses(HEALTH, await opened.says(HEALTH, f"ask How early?{' --anon' * nameless}"), "Post it")


async def presses_on(opened: Founded, subject: Subject, label: str) -> str:
    """The asker presses a button on what stands there; what is answered."""
    stage = opened.stage
    shown = await Drawing(stage.store, stage.catalogue, stage.deployment, stage.words).card(subject, EAST)
    assert shown is not None
    return told(await opened.presses(HEALTH, Private(shown), label))


async def test_the_first_reply_is_told_at_once_and_later_ones_together(opened: Founded) -> None:
    await asked(opened)
    await replies(opened, LABOUR, "Six weeks.")
    await opened.stage.reaches(START + timedelta(seconds=3))
    assert await parts(opened, "news") == [QUESTION.about("news:1-1")]
    assert await opened.places(QUESTION.about("news:1-1")) == [Direct((await opened.account(HEALTH)).id)]
    await replies(opened, STEWARD, "Eight.")
    await replies(opened, LABOUR, "And ask twice.")
    await opened.stage.reaches(START + HOUR)
    assert len(await parts(opened, "news")) == 1
    await opened.stage.reaches(START + 3 * HOUR)
    assert await parts(opened, "news") == [QUESTION.about("news:1-1"), QUESTION.about("news:2-3")]
    seen = await opened.stage.sees(QUESTION.about("news:2-3"))
    assert "2 replies to your question" in seen
    assert "Eight." in seen
    assert "Six weeks." not in seen


async def test_news_waits_for_quiet_hours_to_end(opened: Founded) -> None:
    await asked(opened)
    await opened.stage.reaches(START + 6 * HOUR)
    await replies(opened, LABOUR, "Six weeks.")
    await replies(opened, STEWARD, "Eight.")
    await opened.stage.reaches(MORNING - HOUR)
    assert await parts(opened, "news") == []
    await opened.stage.reaches(MORNING)
    assert await parts(opened, "news") == [QUESTION.about("news:1-2")]


async def test_an_asker_is_not_told_of_their_own_words(opened: Founded) -> None:
    await asked(opened)
    await replies(opened, HEALTH, "I meant regulations.")
    await opened.stage.reaches(START + DAY)
    assert await parts(opened, "news") == []
    assert await parts(opened, "followup") == []


async def test_the_notification_of_a_nameless_question_says_nothing(opened: Founded) -> None:
    await asked(opened, nameless=True)
    await replies(opened, LABOUR, "Six weeks.")
    stage = opened.stage
    shown = []
    for day, part in ((1, "news"), (1, "followup"), (7, "choice"), (30, "thanks")):
        await stage.reaches(START + day * DAY)
        shown += await parts(opened, part)
    assert len(shown) == 4
    drawing = Drawing(stage.store, stage.catalogue, stage.deployment, stage.words)
    for subject in shown:
        card = await drawing.card(subject, EAST)
        assert card is not None
        assert card.notice == "News about something you asked."


async def test_a_working_day_after_the_first_reply_one_press_says_that_it_helped(opened: Founded) -> None:
    await asked(opened)
    await replies(opened, LABOUR, "Six weeks.")
    await opened.stage.reaches(START + DAY - HOUR)
    assert await parts(opened, "followup") == []
    await opened.stage.reaches(START + DAY)
    (subject,) = await parts(opened, "followup")
    assert "Did this help?" in await opened.stage.sees(subject)
    assert "Good to hear" in await presses_on(opened, subject, "This helped")
    assert "Answered" in await opened.stage.sees(QUESTION)
    assert "Still looking" not in await opened.stage.sees(subject)
    await opened.stage.reaches(START + 40 * DAY)
    assert await parts(opened, "choice") == []


async def test_still_looking_keeps_the_question_open_and_the_search_going(opened: Founded) -> None:
    await asked(opened)
    await replies(opened, LABOUR, "Six weeks.")
    await opened.stage.reaches(START + DAY)
    (subject,) = await parts(opened, "followup")
    assert "I keep looking" in await presses_on(opened, subject, "Still looking")
    await opened.says(HEALTH, "looking 1")
    happened = await opened.stage.store.read(lambda work: work.history.of(QUESTION))
    assert [one.verb for one in happened] == ["asked", "looking"]
    await opened.stage.reaches(START + 7 * DAY)
    assert await parts(opened, "choice") == []
    await opened.stage.reaches(START + 8 * DAY)
    assert len(await parts(opened, "choice")) == 1


async def test_after_five_working_days_the_asker_chooses_what_next(opened: Founded) -> None:
    await asked(opened)
    await opened.stage.reaches(START + 7 * DAY)
    (subject,) = await parts(opened, "choice")
    seen = await opened.stage.sees(subject)
    assert "Your question is still open. What next?" in seen
    assert "Nobody has had time yet. That says nothing about your question." in seen
    assert "I keep looking" in await presses_on(opened, subject, "Try other people")
    happened = await opened.stage.store.read(lambda work: work.history.of(QUESTION))
    assert [one.verb for one in happened] == ["asked", "try_others"]
    assert "Try other people" not in await opened.stage.sees(subject)


async def test_without_a_choice_it_closes_with_thanks_after_thirty_days(opened: Founded) -> None:
    await asked(opened)
    await opened.stage.reaches(START + 29 * DAY)
    assert "Open" in await opened.stage.sees(QUESTION)
    await opened.stage.reaches(START + 30 * DAY)
    assert "Closed · with thanks to all who thought about it" in await opened.stage.sees(QUESTION)
    (subject,) = await parts(opened, "thanks")
    await presses_on(opened, subject, "Open it again")
    assert "Open · no replies yet" in await opened.stage.sees(QUESTION)
    await opened.stage.reaches(START + 37 * DAY)
    assert len(await parts(opened, "choice")) == 1


async def test_nobody_is_asked_of_a_question_that_was_closed_meanwhile(opened: Founded) -> None:
    await asked(opened)
    await replies(opened, LABOUR, "Six weeks.")
    await opened.says(HEALTH, "close 1")
    await opened.stage.reaches(START + 60 * DAY)
    assert await parts(opened, "followup") == []
    assert await parts(opened, "choice") == []


async def test_nobody_else_says_that_the_asker_is_looking(opened: Founded) -> None:
    await asked(opened)
    for line in ("looking 1", "others 1"):
        assert "Only whoever wrote it" in told(await opened.says(LABOUR, line, opened.home))


async def test_what_is_taken_back_or_hidden_is_in_no_news(opened: Founded) -> None:
    await asked(opened)
    await replies(opened, LABOUR, "Six weeks.")
    await opened.stage.reaches(START + DAY)
    news = QUESTION.about("news:1-1")
    assert "Six weeks." in await opened.stage.sees(news)
    await opened.says(LABOUR, "takeback reply 1", opened.home)
    assert await opened.stage.sees(news) == ""
    (subject,) = await parts(opened, "followup")
    assert "Six weeks." not in await opened.stage.sees(subject)
    await opened.says(HEALTH, "takeback 1")
    assert await parts(opened, "followup") == []


async def test_a_helper_who_takes_back_their_reply_opens_the_question_again(opened: Founded) -> None:
    await asked(opened)
    await replies(opened, LABOUR, "Six weeks.")
    await opened.says(HEALTH, "helped 1")
    await opened.stage.reaches(START + 40 * DAY)
    await opened.says(LABOUR, "takeback reply 1", opened.home)
    assert "Open" in await opened.stage.sees(QUESTION)
    await opened.stage.reaches(START + 47 * DAY)
    assert len(await parts(opened, "choice")) == 1


@pytest.mark.parametrize("nameless", [False, True])
async def test_a_forgotten_asker_is_written_to_no_more_and_the_question_closes(
    opened: Founded, *, nameless: bool
) -> None:
    await asked(opened, nameless=nameless)
    await replies(opened, LABOUR, "Six weeks.")
    await opened.says(HEALTH, "me forget now")
    await opened.stage.reaches(START + 30 * DAY)
    assert "Closed · with thanks" in await opened.stage.sees(QUESTION)
    for part in ("news", "followup", "choice", "thanks"):
        assert await parts(opened, part) == []


async def test_whoever_helped_is_asked_once_whether_they_may_be_asked_again(opened: Founded) -> None:
    await opened.says(HEALTH, "me unit Health", opened.home)
    await opened.asks(HEALTH, "How early? #consultation")
    await replies(opened, LABOUR, "Six weeks.")
    await opened.says(HEALTH, "helped 1")
    helper = await opened.member(LABOUR)
    assert helper is not None
    consent = helper.subject.about("consent")
    assert len(await opened.places(consent)) == 1
    assert "May I ask you about consultation now and then?" in await opened.stage.sees(consent)


async def test_who_says_that_their_own_reply_helped_is_asked_nothing(opened: Founded) -> None:
    await asked(opened)
    await replies(opened, HEALTH, "Found it: six weeks.")
    await opened.says(HEALTH, "helped 1")
    asker = await opened.member(HEALTH)
    assert asker is not None
    assert await opened.places(asker.subject.about("consent")) == []


async def test_after_a_reply_in_the_form_one_press_says_that_they_may_be_asked(opened: Founded) -> None:
    await asked(opened)
    answer = await opened.says(LABOUR, "reply 1 Six weeks.", opened.home)
    assert "May I ask you now and then" in told(answer)
    await opened.presses(LABOUR, answer, "Yes, ask me")
    helper = await opened.member(LABOUR)
    assert helper is not None
    assert helper.asks == "usual"
    assert "May I ask you" not in told(await opened.says(LABOUR, "reply 1 And ask twice.", opened.home))


async def test_a_reply_that_helped_is_kept_in_the_library_in_one_press(opened: Founded) -> None:
    await asked(opened)
    await replies(opened, LABOUR, "Six weeks.")
    assert "Say so first" in told(await opened.says(HEALTH, "keep 1"))
    thanks = await opened.says(HEALTH, "helped 1")
    assert "It is in the library now" in told(await opened.presses(HEALTH, thanks, "Keep in the library"))
    assert "in the library" in told(await opened.says(STEWARD, "keep 1", opened.home))
    assert "How early? note" in told(await opened.says(STEWARD, "library", opened.home))


async def test_a_steward_who_says_that_a_reply_helped_can_open_the_question_again(opened: Founded) -> None:
    await asked(opened)
    await replies(opened, LABOUR, "Six weeks.")
    thanks = await opened.says(STEWARD, "helped 1", opened.home)
    assert "is open again" in told(await opened.presses(STEWARD, thanks, "Still looking"))


async def test_what_is_open_stands_in_a_channel_that_becomes_home(opened: Founded) -> None:
    await asked(opened)
    await replies(opened, LABOUR, "Six weeks.")
    await opened.asks(LABOUR, "What does it cost?")
    await opened.says(LABOUR, "close 2", opened.home)
    code = code_in(await opened.says(STEWARD, "setup connect"))
    await opened.says(FORESTS, f"join {code}", opened.other)
    there = next(one for one in await opened.channels() if one.ref == opened.other.channel)
    assert there.home
    assert InChannel(there.id) in await opened.places(QUESTION)
    assert InChannel(there.id) in await opened.places(Subject(1, "reply", 1))
    assert len(await opened.places(Subject(1, "question", 2))) == 1


async def test_news_waits_as_the_asker_wishes(opened: Founded) -> None:
    await asked(opened)
    await opened.says(HEALTH, "me quiet 12:00 10:00")
    await replies(opened, LABOUR, "Six weeks.")
    await opened.stage.reaches(MORNING + HOUR)
    assert await parts(opened, "news") == []
    await opened.stage.reaches(MORNING + 2 * HOUR)
    assert await parts(opened, "news") == [QUESTION.about("news:1-1")]


async def test_who_did_not_know_when_they_would_be_back_is_told_once_they_are(opened: Founded) -> None:
    await asked(opened)
    await opened.says(HEALTH, "me away from today")
    await replies(opened, LABOUR, "Six weeks.")
    await opened.stage.reaches(MORNING + 2 * DAY)
    assert await parts(opened, "news") == []
    await opened.says(HEALTH, "me back")
    await opened.stage.reaches(MORNING + 6 * DAY)
    assert await parts(opened, "news") == [QUESTION.about("news:1-1")]


async def test_once_opened_again_no_reply_is_said_to_have_helped(opened: Founded) -> None:
    reply, now, ledger = Subject(1, "reply", 1), opened.stage.clock.now(), opened.stage.store.ledger
    await asked(opened)
    await replies(opened, LABOUR, "Six weeks.")
    await opened.says(HEALTH, "helped 1")
    await opened.stage.store.write(lambda work: work.postings.want(reply, InChannel(1), now=now))
    for row in await ledger.claim(now, timedelta(minutes=1), 20):
        await ledger.shown(row, row.wanted, MessageRef(opened.home.channel, f"m{row.id}"), now)
    await opened.says(HEALTH, "reopen 1")
    assert reply in {row.subject for row in await ledger.claim(now, timedelta(minutes=1), 20)}
