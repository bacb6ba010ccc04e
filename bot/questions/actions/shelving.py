"""What the library kept of replies follows what becomes of them and of their question."""

from datetime import datetime

from bot.history import Happening
from bot.library.actions import keeping
from bot.questions.store import QuestionWork


def reply_changed(happening: Happening, work: QuestionWork, now: datetime) -> None:
    """A reply was edited, taken back, hidden or brought back."""
    subject = happening.subject
    keeping.follow(subject.community, work.questions.reply(subject.community, subject.id).question, work, now)


def question_changed(happening: Happening, work: QuestionWork, now: datetime) -> None:
    """The same of a question."""
    keeping.follow(happening.subject.community, happening.subject.id, work, now)


REACTS = {f"reply.{verb}": reply_changed for verb in ("edited", "took back", "hid", "unhid")} | {
    f"question.{verb}": question_changed for verb in ("edited", "took back", "hid", "unhid")
}
"""By what happened."""
