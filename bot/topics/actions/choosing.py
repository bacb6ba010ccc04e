"""What becomes of a topic: kept, chosen for a meeting, passed over, retired with a word to whoever suggested it."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from bot import quiet
from bot.audience import View
from bot.chat.cards import Card
from bot.chat.refs import Subject
from bot.history import Happening
from bot.meetings.actions import announcing
from bot.meetings.model.meetings import Meeting
from bot.ports import Document
from bot.topics.actions.seeing import AHEAD
from bot.topics.cards import topics as cards
from bot.topics.model.polls import Result
from bot.topics.model.topics import MOST_LOST, Topic, options
from bot.topics.store import TopicWork

WORD_KEPT = timedelta(days=14)
"""So long a word about a retired topic is worth being told."""
CHOOSE, RETIRED = "choose", "retired"


def keep(topic: Topic, work: TopicWork, now: datetime) -> Topic:
    """The topic as it is now: found by its words, drawn anew wherever it is shown, retired when its time is up."""
    before = work.topics.get(topic.community, topic.id)
    work.topics.save(topic)
    work.due.plan(topic.subject, topic.next_step())
    if topic.visible:
        work.search.put(Document(topic.subject, topic.text, ""))
    else:
        work.search.drop(topic.subject)
    _redraw(before, topic, work, now)
    return topic


def _redraw(before: Topic, topic: Topic, work: TopicWork, now: datetime) -> None:
    """What a poll showed when it closed changes only with the topic's words; what may be chosen, with its state, too."""
    where = work.polls.stood if _reads(before) != _reads(topic) else work.polls.standing
    for poll in where(topic.community, topic.id):
        work.postings.redraw(replace(topic.subject, kind="poll", id=poll), now)
    for meeting in work.meetings.upcoming(topic.community, now, AHEAD):
        work.postings.redraw(meeting.subject.about(CHOOSE), now)


def _reads(topic: Topic) -> tuple[bool, str, bool]:
    return topic.visible, topic.text, topic.short


def chosen(meeting: Meeting, topic: Topic, work: TopicWork, now: datetime, result: Result | None = None) -> Meeting:
    """The meeting with that topic, by a poll or by its convener; not saved yet."""
    released(meeting, work, now)
    keep(topic.chosen(now), work, now)
    work.postings.withdraw(meeting.subject.about(CHOOSE), now)
    winner = result.winner if result else None
    return replace(
        meeting,
        topic_id=topic.id,
        topic=topic.text,
        voters=(winner.votes or 0) if winner else 0,
        voter_units=(winner.units or 0) if winner else 0,
        tie=result.tie if result else "",
        awaits_poll=False,
    )


def released(meeting: Meeting, work: TopicWork, now: datetime) -> None:
    """What the meeting was to be about may be chosen again."""
    if meeting.topic_id is not None:
        topic = work.topics.get(meeting.community, meeting.topic_id)
        if topic.state == "chosen":
            keep(topic.reopened(now), work, now)


def tell(meeting: Meeting, work: TopicWork, now: datetime) -> None:
    """Everybody learns what the meeting is about: its announcement, or a change to the one that stands."""
    if meeting.state == "planned" and now < meeting.starts_at:
        announcing.announce(meeting, work, now)
    else:
        announcing.changed(meeting, work, now)


def ask_convener(meeting: Meeting, work: TopicWork, now: datetime, *, at_once: bool = False) -> None:
    """The convener may choose, where no poll does; `at_once` when they said only now that they convene."""
    if meeting.convener is None or meeting.topic_id is not None or not meeting.live:
        return
    place = work.members.reach(meeting.community, meeting.convener)
    subject, until = meeting.subject.about(CHOOSE), meeting.starts_at
    if place is not None and at_once:
        work.postings.want(subject, place, now=now, expires_at=until)
    elif place is not None:
        quiet.want(subject, place, work, now, expires_at=until)


def draw_choose(subject: Subject, work: TopicWork, view: View) -> Card | None:
    """To the convener, while the meeting has no topic."""
    meeting = work.meetings.get(subject.community, subject.id)
    if not meeting.live or meeting.topic_id is not None:
        return None
    return cards.choose_card(meeting, _best(subject.community, work), view)


def _best(community: int, work: TopicWork) -> list[Topic]:
    return list(options(work.topics.running(community), work.topics.seconds(community)))


def passed_over(topics: Iterable[Topic], work: TopicWork, now: datetime) -> None:
    """They stood in a poll that chose another."""
    for topic in topics:
        after = topic.passed_over(now)
        if after.state == "retired":
            retire(topic, work, now, after=after)
        else:
            keep(after, work, now)


def retire(topic: Topic, work: TopicWork, now: datetime, *, by: int | None = None, after: Topic | None = None) -> Topic:
    """Out of the running. Whoever suggested it is told, unless they did it themselves."""
    topic = keep(after or topic.retired(now), work, now)
    why = "lost" if topic.lost >= MOST_LOST else "old"
    work.history.add(Happening(now, by, RETIRED, topic.subject, {"why": "convener" if by else why}))
    place = work.members.reach(topic.community, topic.member) if topic.member not in {None, by} else None
    if place is not None:
        quiet.want(topic.subject.about(RETIRED), place, work, now, expires_at=now + WORD_KEPT)
    return topic


def retire_old(subject: Subject, work: TopicWork, now: datetime) -> None:
    """Half a year is over. In an open poll it has its chance first."""
    topic = work.topics.get(subject.community, subject.id)
    if topic.running and topic.worn_out(now) and not work.polls.standing(topic.community, topic.id):
        retire(topic, work, now)


def draw_retired(subject: Subject, work: TopicWork, view: View) -> Card | None:
    """To whoever suggested it, while it is retired."""
    topic = work.topics.get(subject.community, subject.id)
    if not topic.visible or topic.state != "retired":
        return None
    whys = [one.details.get("why") for one in work.history.of(topic.subject) if one.verb == RETIRED]
    return cards.retired_card(topic, str(whys[-1]) if whys else "old", view)
