"""A question as it is now: kept, its next step planned, and drawn again wherever it or a part of it stands."""

from collections.abc import Sequence
from datetime import datetime

from bot.history import Happening
from bot.meetings.model.meetings import Meeting
from bot.questions.model.following import Around, first_since, next_step
from bot.questions.model.questions import Question
from bot.questions.store import QuestionWork

NEWS, FOLLOW_UP, CHOICE, THANKS = "news", "followup", "choice", "thanks"
"""What is said of a question to its asker alone, each by the part under which it stands."""
TO_ASKER = (NEWS, FOLLOW_UP, CHOICE, THANKS)


def choice_of(at: datetime) -> str:
    """The part under which its asker was, or is, asked at that time what next."""
    return f"{CHOICE}:{at:%Y%m%d}"


def kept(question: Question, work: QuestionWork, now: datetime) -> None:
    """Keep it; what only waited to be put to its asker is put to them no more, once nothing is to be said to it."""
    work.questions.save(question)
    planned(question, work)
    work.postings.redraw_all(question.subject, now)
    if question.state != "open":
        for part in (FOLLOW_UP, CHOICE):
            work.postings.withdraw_waiting(question.subject.about(part), now)
    agenda_changed(question, work, now)


def planned(question: Question, work: QuestionWork) -> None:
    """Its next step, by how it and its replies stand now."""
    calendar = work.communities.calendar(question.community)
    work.due.plan(question.subject, next_step(question, around(question, work), calendar))


def around(question: Question, work: QuestionWork) -> Around:
    """What its clock goes by apart from the question itself."""
    if question.state != "open":
        return Around()
    meets_until = max((meeting.ends_at for meeting in ahead(question, work)), default=None)
    return Around(first_since(question, work.questions.replies(question.community, question.id)), meets_until)


def ahead(question: Question, work: QuestionWork) -> Sequence[Meeting]:
    """The meetings to come, or going on, to which its asker takes it, soonest first."""
    return [meeting for meeting in _taken_to(question, work) if meeting.live]


def _taken_to(question: Question, work: QuestionWork) -> Sequence[Meeting]:
    taken = work.meetings.taken_to(question.community, question.id)
    return [work.meetings.get(question.community, meeting) for meeting, _ in taken]


def agenda_changed(question: Question, work: QuestionWork, now: datetime) -> None:
    """The meetings it is or was taken to are drawn again, and the kit of whoever convenes."""
    for meeting in _taken_to(question, work):
        meeting_changed(meeting, work, now)


def meeting_changed(meeting: Meeting, work: QuestionWork, now: datetime) -> None:
    """Drawn again with what members bring, wherever it stands."""
    work.postings.redraw_all(meeting.subject, now)
    work.history.add(Happening(now, None, "agenda", meeting.subject))
