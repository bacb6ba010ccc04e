"""When what happens to a question by itself, whatever happened to it before."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.calendar import Calendar
from bot.chat.refs import ChannelRef, MessageRef
from bot.due import Step
from bot.questions.model.following import Around, first_since, news_at, next_step, since, thanked_at, untold
from bot.questions.model.questions import Question, Reply

TUESDAY = datetime(2027, 3, 2, 17, tzinfo=UTC)
"""Noon in Toronto."""
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
CALENDAR = Calendar("America/Toronto")
ASKER, HELPER = 1, 2


def question(**changes: object) -> Question:
    values = {"id": 1, "community": 1, "member": ASKER, "nameless": False, "unit": "", "text": "How?", "detail": ""}
    return Question(**{**values, "tags": (), "asked_at": TUESDAY, **changes})  # type: ignore[arg-type]


def reply(number: int, member: int | None, at: datetime, thread: str | None = None) -> Reply:
    source = MessageRef(ChannelRef("east", "t", "c"), f"m{number}", thread) if thread else None
    return Reply(number, 1, 1, member, "east", "", "So.", at, source)


def after(one: Question, **around: datetime) -> Step | None:
    return next_step(one, Around(**around), CALENDAR)


def test_a_working_day_after_the_first_reply_the_asker_is_asked_whether_it_helped() -> None:
    assert after(question(), replied_at=TUESDAY + HOUR) == Step("question.follow_up", TUESDAY + HOUR + DAY)
    friday = TUESDAY + 3 * DAY
    assert after(question(), replied_at=friday) == Step("question.follow_up", friday + 3 * DAY)


def test_without_help_the_asker_is_asked_what_next_after_five_working_days() -> None:
    assert after(question()) == Step("question.choose", TUESDAY + 7 * DAY)
    asked = question(followed_up_at=TUESDAY + 2 * DAY)
    assert after(asked, replied_at=TUESDAY + DAY) == Step("question.choose", TUESDAY + 7 * DAY)


def test_between_two_such_questions_lie_two_working_days() -> None:
    late = TUESDAY + 6 * DAY + HOUR
    assert after(question(), replied_at=late) == Step("question.follow_up", late + DAY)
    asked = question(followed_up_at=TUESDAY + 7 * DAY)
    assert after(asked, replied_at=late) == Step("question.choose", TUESDAY + 9 * DAY)


def test_without_a_choice_it_closes_with_thanks_after_thirty_days() -> None:
    assert after(question(choice_at=TUESDAY + 7 * DAY)) == Step("question.thank", TUESDAY + 30 * DAY)


def test_who_is_asked_late_still_has_a_week() -> None:
    assert after(question(choice_at=TUESDAY + 40 * DAY)) == Step("question.thank", TUESDAY + 47 * DAY)


def test_who_is_still_looking_is_asked_again_as_if_they_had_asked_that_day() -> None:
    again = TUESDAY + 8 * DAY
    looking = question(choice_at=TUESDAY + 7 * DAY, followed_up_at=TUESDAY + 2 * DAY, looking_at=again)
    noon_in_summer = again + 7 * DAY - HOUR
    assert after(looking) == Step("question.choose", noon_in_summer)
    assert after(looking, replied_at=again + HOUR) == Step("question.follow_up", again + HOUR + DAY)


def test_a_question_taken_to_a_meeting_waits_for_it() -> None:
    meets = TUESDAY + 50 * DAY
    assert after(question(), meets_until=meets) == Step("question.thank", meets + 7 * DAY)


def test_a_question_that_nobody_asks_any_more_closes_with_thanks() -> None:
    assert after(question(member=None), replied_at=TUESDAY) == Step("question.thank", TUESDAY + 30 * DAY)
    assert after(question(hidden=True)) == Step("question.thank", TUESDAY + 30 * DAY)


def test_the_link_of_a_nameless_question_goes_thirty_days_after_it_closed() -> None:
    closed = question(nameless=True).closed("found", TUESDAY)
    assert after(closed) == Step("question.unlink", TUESDAY + 30 * DAY)
    assert after(replace(closed, member=None)) is None
    assert after(question().closed("found", TUESDAY)) is None


def test_the_first_news_comes_at_once_and_the_next_two_hours_later() -> None:
    assert news_at(question(), TUESDAY) == TUESDAY
    assert news_at(question(told_at=TUESDAY), TUESDAY + HOUR) == TUESDAY + 2 * HOUR
    assert news_at(question(told_at=TUESDAY), TUESDAY + 3 * HOUR) == TUESDAY + 3 * HOUR


def test_the_asker_is_told_of_what_others_wrote_since() -> None:
    replies = [reply(1, HELPER, TUESDAY), reply(2, None, TUESDAY + HOUR), reply(3, HELPER, TUESDAY + 2 * HOUR)]
    assert untold(question(), replies) == replies
    assert untold(question(told_at=TUESDAY), replies) == replies[1:]


def test_the_asker_is_not_told_of_what_they_answered_or_could_read_in_their_thread() -> None:
    before, own, later = reply(1, HELPER, TUESDAY), reply(2, ASKER, TUESDAY), reply(3, HELPER, TUESDAY)
    assert untold(question(), [before, own, later]) == [later]
    own, same, other = (reply(n, m, TUESDAY, t) for n, m, t in ((1, ASKER, "a"), (2, HELPER, "a"), (3, HELPER, "b")))
    assert untold(question(), [own, same, other]) == [other]


def test_only_what_others_wrote_since_the_asker_is_looking_counts_as_a_first_reply() -> None:
    replies = [reply(1, ASKER, TUESDAY), reply(2, HELPER, TUESDAY + HOUR), reply(3, HELPER, TUESDAY + DAY)]
    assert first_since(question(), replies) == TUESDAY + HOUR
    assert first_since(question(looking_at=TUESDAY + 2 * HOUR), replies) == TUESDAY + DAY
    assert first_since(question(), replies[:1]) is None


moments = st.none() | st.timedeltas(timedelta(0), timedelta(days=60)).map(lambda passed: TUESDAY + passed)
questions = st.builds(
    question,
    told_at=moments,
    followed_up_at=moments,
    looking_at=moments,
    choice_at=moments,
    hidden=st.booleans(),
    member=st.none() | st.just(ASKER),
    nameless=st.booleans(),
)
arounds = st.builds(Around, moments, moments)


@given(questions, arounds)
def test_an_open_question_always_has_a_next_step_and_one_that_ends_it(one: Question, around: Around) -> None:
    step = next_step(one, around, CALENDAR)
    assert step is not None
    assert step.at <= thanked_at(one, around)


@given(questions, arounds)
def test_left_alone_it_closes_after_at_most_two_more_questions_to_its_asker(one: Question, around: Around) -> None:
    kinds = []
    while one.state == "open":
        step = next_step(one, around, CALENDAR)
        assert step is not None
        kinds.append(step.kind)
        match step.kind:
            case "question.follow_up":
                one = replace(one, followed_up_at=max(step.at, since(one) + HOUR))
            case "question.choose":
                one = replace(one, choice_at=max(step.at, since(one) + HOUR))
            case "question.thank":
                one = one.closed("thanks", step.at)
    assert kinds[-1] == "question.thank"
    assert len(kinds) == len(set(kinds))
