"""A question as it is now: kept, its next step planned, and drawn again wherever it or a part of it stands."""

from datetime import datetime

from bot.questions.model.following import Around, first_since, next_step
from bot.questions.model.questions import Question
from bot.questions.store import QuestionWork

NEWS, FOLLOW_UP, CHOICE, THANKS = "news", "followup", "choice", "thanks"
"""What is said of a question to its asker alone, each by the part under which it stands."""
TO_ASKER = (NEWS, FOLLOW_UP, CHOICE, THANKS)


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
    return Around(first_since(question, work.questions.replies(question.community, question.id)))


def agenda_changed(question: Question, work: QuestionWork, now: datetime) -> None:
    """The meetings it is taken to are drawn again."""
