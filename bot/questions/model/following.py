"""A question's own clock: what its asker hears of it, and when, so that it never ends in silence.

One step follows another until the question is closed. What doesn't need the asker, closing with thanks, always stands
last, so that an open question has a next step whatever happened to it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.calendar import Calendar
from bot.due import Step
from bot.questions.model.questions import NAMELESS_LINK_KEPT, Question, Reply

FOLLOWED_UP_AFTER = 1
"""Working days between the first reply and "Did this help?"."""
CHOICE_AFTER = 5
"""Working days without help until the asker is asked what next."""
BETWEEN_TWO = 2
"""Working days at least between "Did this help?" and that."""
THANKED_AFTER = timedelta(days=30)
ANSWERED_WITHIN = timedelta(days=7)
"""So long an asker has after having been asked something, or after the meeting, before the question closes."""
NEWS_EVERY = timedelta(hours=2)
MOST_SHOWN = 3
"""Replies on one message to the asker."""


@dataclass(frozen=True, slots=True)
class Around:
    """What the clock goes by apart from the question itself."""

    replied_at: datetime | None = None
    """When a reply that counts first came, since the asker is looking; None: not yet."""
    meets_until: datetime | None = None
    """When the meeting ends to which the asker takes it; None: they don't."""


def since(question: Question) -> datetime:
    """From when on its asker is looking: since they asked, or last said so."""
    return question.looking_at or question.asked_at


def of_others(question: Question, replies: Sequence[Reply]) -> Sequence[Reply]:
    """The replies that its asker didn't write."""
    return [reply for reply in replies if reply.member is None or reply.member != question.member]


def counted(question: Question, replies: Sequence[Reply]) -> Sequence[Reply]:
    """The replies that its clock goes by: those of others.

    Where it has no name all are, so that the hour at which it closes tells of nobody that they asked it.
    """
    return replies if question.nameless else of_others(question, replies)


def first_since(question: Question, replies: Sequence[Reply]) -> datetime | None:
    """When a reply that counts first came since the asker is looking."""
    return min(
        (one.replied_at for one in counted(question, replies) if one.replied_at >= since(question)), default=None
    )


def untold(question: Question, replies: Sequence[Reply]) -> Sequence[Reply]:
    """The replies of which the asker still has to be told.

    Not those that came before a reply of their own, nor those in a thread in which they wrote: they have seen them.
    """
    own = [reply for reply in replies if reply.member is not None and reply.member == question.member]
    last = max((reply.id for reply in own), default=0)
    threads = {_thread(reply) for reply in own} - {None}
    return [
        reply
        for reply in of_others(question, replies)
        if reply.id > last
        and (question.told_at is None or reply.replied_at > question.told_at)
        and _thread(reply) not in threads
    ]


def _thread(reply: Reply) -> tuple[str, str, str | None] | None:
    return (reply.source.channel.platform, reply.source.channel.channel, reply.source.thread) if reply.source else None


def news_at(question: Question, now: datetime) -> datetime:
    """When the asker is told of a reply that came now: the first one at once, then two hours after the last news."""
    return now if question.told_at is None else max(now, question.told_at + NEWS_EVERY)


def next_step(question: Question, around: Around, calendar: Calendar) -> Step | None:
    """What happens next to the question by itself; None when nothing more will."""
    if question.state != "open":
        return _unlinked(question)
    return min(_steps(question, around, calendar), key=lambda step: step.at)


def _unlinked(question: Question) -> Step | None:
    """A nameless question's link to its asker is deleted thirty days after it closed."""
    if not question.nameless or question.member is None or question.closed_at is None:
        return None
    return Step("question.unlink", question.closed_at + NAMELESS_LINK_KEPT)


def _steps(question: Question, around: Around, calendar: Calendar) -> Iterator[Step]:
    yield Step("question.thank", thanked_at(question, around))
    if not question.visible or (question.member is None and not question.nameless):
        return
    followed_up = _followed_up_at(around, calendar)
    if followed_up is not None and not _asked(question.followed_up_at, question):
        yield Step("question.follow_up", followed_up)
    if around.meets_until is None and not _asked(question.choice_at, question):
        at = working_days_after(since(question), CHOICE_AFTER, calendar)
        asked = question.followed_up_at if _asked(question.followed_up_at, question) else followed_up
        yield Step("question.choose", max(at, working_days_after(asked, BETWEEN_TWO, calendar)) if asked else at)


def _followed_up_at(around: Around, calendar: Calendar) -> datetime | None:
    replied = around.replied_at
    return working_days_after(replied, FOLLOWED_UP_AFTER, calendar) if replied else None


def _asked(at: datetime | None, question: Question) -> bool:
    """Whether that was asked since the asker is looking."""
    return at is not None and at > since(question)


def thanked_at(question: Question, around: Around) -> datetime:
    """When it closes with thanks, if nobody says anything."""
    asked = (question.followed_up_at, question.choice_at, around.meets_until)
    return max(
        since(question) + THANKED_AFTER, *(at + ANSWERED_WITHIN for at in asked if at is not None), since(question)
    )


def working_days_after(at: datetime, days: int, calendar: Calendar) -> datetime:
    """The same local time, so many working days later."""
    wall = at.astimezone(ZoneInfo(calendar.zone)).time()
    return calendar.at(calendar.after(calendar.day_of(at), days), wall)
