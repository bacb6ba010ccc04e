"""A poll's life: planned with its meeting, opened, reminded of and closed by the clock or by who leads the meeting."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot import pleas, quiet
from bot.audience import Caller, View
from bot.chat.cards import Card, said
from bot.chat.refs import Subject
from bot.chat.replies import Private, Reply
from bot.errors import CommunityError
from bot.history import Happening
from bot.meetings.actions import announcing
from bot.meetings.actions.seeing import homes
from bot.meetings.model.meetings import Meeting
from bot.postings import InChannel
from bot.topics.actions import choosing
from bot.topics.actions.seeing import AHEAD, check_leads, leads, options_shown
from bot.topics.cards import polls as cards
from bot.topics.model.polls import CLOSES, LEAST, MONTHLY, NEEDED, USUAL, Poll, Span, result, span
from bot.topics.model.topics import Topic, options
from bot.topics.store import TopicWork

REMINDER, ASKED = "reminder", "asked"


def span_for(meeting: Meeting, work: TopicWork) -> Span:
    """When the meeting's poll is open by the clock."""
    monthly = meeting.series is not None and work.meetings.series(meeting.community, meeting.series).rare
    before = work.meetings.before(meeting)
    calendar = work.communities.calendar(meeting.community)
    return span(meeting.day, MONTHLY if monthly else USUAL, calendar, before.ends_at if before else None)


def keep(poll: Poll, work: TopicWork, now: datetime) -> Poll:
    """The poll as it is now, with what happens to it next."""
    work.polls.save(poll)
    work.due.plan(poll.subject, poll.next_step(work.communities.calendar(poll.community)))
    work.postings.redraw(poll.subject, now)
    return poll


def plan(meeting: Meeting, work: TopicWork, now: datetime) -> Poll | None:
    """A poll for the meeting; None when there is no time left for one."""
    when = span_for(meeting, work)
    if not when.possible or now >= when.closes_at:
        return None
    known = work.polls.of_meeting(meeting.community, meeting.id)
    poll = known.planned_anew(when) if known else work.polls.new(meeting.community, meeting.id, when)
    announcing.changed(replace(meeting, awaits_poll=True), work, now)
    return keep(poll.asked(now) if now >= when.opens_at else poll, work, now)


def skip(poll: Poll, work: TopicWork, now: datetime) -> Poll:
    """No poll after all. What stood in it stays."""
    stood = [option.topic for option in work.polls.options(poll)] if poll.state == "open" else []
    poll = keep(poll.skipped(), work, now)
    for topic in stood:
        work.due.plan(topic.subject, topic.next_step())
    work.postings.withdraw(poll.subject.about(REMINDER), now)
    work.postings.withdraw(poll.subject.about(ASKED), now)
    return poll


def give_up(poll: Poll, meeting: Meeting, work: TopicWork, now: datetime) -> None:
    """No poll chooses for this meeting: its convener may."""
    skip(poll, work, now)
    if meeting.live:
        meeting = replace(meeting, awaits_poll=False)
        announcing.changed(meeting, work, now)
        choosing.ask_convener(meeting, work, now)


def ask(subject: Subject, work: TopicWork, now: datetime) -> None:
    """Two working days before it opens: are there topics enough? Else the channel is asked, once and not too often."""
    poll = work.polls.get(subject.community, subject.id)
    if poll.state != "planned":
        return
    if len(work.topics.running(poll.community)) < NEEDED and pleas.allowed(poll.community, work, now):
        asked, until = poll.subject.about(ASKED), poll.opens_at
        shown = [
            quiet.want(asked, InChannel(home.id), work, now, expires_at=until) for home in homes(poll.community, work)
        ]
        if any(shown):
            pleas.made(poll.community, work, now)
    keep(poll.asked(now), work, now)


def asked_too_late(subject: Subject, work: TopicWork, now: datetime) -> None:
    """It opens now, with what there is."""
    poll = work.polls.get(subject.community, subject.id)
    if poll.state == "planned":
        keep(poll.asked(now), work, now)


def open_by_clock(subject: Subject, work: TopicWork, now: datetime) -> None:
    """Its time has come: opened, or given up where there is nothing to choose from."""
    poll = work.polls.get(subject.community, subject.id)
    if poll.state != "planned":
        return
    meeting = work.meetings.get(poll.community, poll.meeting)
    waits_until = _waits_until(meeting, work, now)
    if waits_until is not None:
        later = replace(poll, opens_at=waits_until)
        if Span(later.opens_at, later.closes_at).possible:
            keep(later, work, now)
            return
        give_up(poll, meeting, work, now)
        return
    topics = _options(poll.community, work)
    if not meeting.live or len(topics) < LEAST:
        give_up(poll, meeting, work, now)
        return
    opened = _opened(poll, topics, poll.closes_at, work, now, by=None)
    for home in homes(poll.community, work):
        quiet.want(opened.subject, InChannel(home.id), work, now, expires_at=opened.closes_at)


def _waits_until(meeting: Meeting, work: TopicWork, now: datetime) -> datetime | None:
    """When the series' previous meeting ends, while that is to come: no poll opens before, by the clock or by hand."""
    before = work.meetings.before(meeting)
    return before.ends_at if before is not None and before.live and before.ends_at > now else None


def opened_too_late(subject: Subject, work: TopicWork, now: datetime) -> None:
    """The clock slept through it all: nobody could vote any more."""
    poll = work.polls.get(subject.community, subject.id)
    if poll.state == "planned":
        give_up(poll, work.meetings.get(poll.community, poll.meeting), work, now)


def _options(community: int, work: TopicWork) -> Sequence[Topic]:
    """What may stand in a poll that opens now; never what stands in another."""
    running = [topic for topic in work.topics.running(community) if not work.polls.standing(community, topic.id)]
    return options(running, work.topics.seconds(community))


def _opened(
    poll: Poll, topics: Sequence[Topic], closes_at: datetime, work: TopicWork, now: datetime, *, by: int | None
) -> Poll:
    work.polls.stand(poll, [topic.id for topic in topics])
    work.postings.withdraw(poll.subject.about(ASKED), now)
    work.history.add(Happening(now, by, "voting opened", poll.subject))
    return keep(poll.opened(now, closes_at), work, now)


def remind(subject: Subject, work: TopicWork, now: datetime) -> None:
    """One reminder, to those who voted before, agreed to it, and haven't voted yet."""
    poll = work.polls.get(subject.community, subject.id)
    if poll.state != "open":
        return
    for member in work.polls.to_remind(poll):
        place = work.members.reach(poll.community, member)
        if place is not None:
            quiet.want(poll.subject.about(REMINDER), place, work, now, expires_at=poll.closes_at)
    keep(poll.reminded(now), work, now)


def reminded_too_late(subject: Subject, work: TopicWork, now: datetime) -> None:
    """Nobody is reminded of a poll that closes now."""
    poll = work.polls.get(subject.community, subject.id)
    if poll.state == "open":
        keep(poll.reminded(now), work, now)


def close_by_clock(subject: Subject, work: TopicWork, now: datetime) -> None:
    """Its time is over."""
    poll = work.polls.get(subject.community, subject.id)
    if poll.state == "open" and now >= poll.closes_at:
        finish(poll, work, now, by=None)


def finish(poll: Poll, work: TopicWork, now: datetime, *, by: int | None) -> Poll:
    """Counted; the winner becomes the meeting's topic and is announced, the others are carried over."""
    meeting = work.meetings.get(poll.community, poll.meeting)
    if not meeting.live or meeting.starts_at <= now:
        return skip(poll, work, now)
    options = work.polls.options(poll)
    counted = result(work.polls.ballots(poll), options)
    poll = keep(poll.closed(counted, now), work, now)
    work.polls.keep_result(poll, counted)
    work.postings.withdraw(poll.subject.about(REMINDER), now)
    work.history.add(Happening(now, by, "voting closed", poll.subject))
    running = [option.topic for option in options if option.topic.running]
    if counted.winner is None:
        for topic in running:
            work.due.plan(topic.subject, topic.next_step())
        meeting = replace(meeting, awaits_poll=False)
        choosing.ask_convener(meeting, work, now)
    else:
        choosing.passed_over([one for one in running if one.id != counted.winner.topic.id], work, now)
        meeting = choosing.chosen(meeting, counted.winner.topic, work, now, counted)
    choosing.tell(meeting, work, now)
    return poll


def open_typed(caller: Caller, work: TopicWork, now: datetime) -> Reply:
    """`poll open`, by the convener of the meeting or a steward: earlier than the clock, or where it plans none."""
    meeting, poll = _to_open(caller.community, work, now)
    check_leads(caller, meeting)
    if (waits_until := _waits_until(meeting, work, now)) is not None:
        opens = cards.opening(waits_until, work.communities.calendar(caller.community), caller.words)
        return Private(
            said(caller.words("The meeting before that comes first. This poll can open {opens}.", opens=opens))
        )
    topics = _options(caller.community, work)
    if len(topics) < LEAST:
        raise CommunityError("poll_too_few")
    closes_at = _closing(meeting, poll, work, now)
    poll = poll or work.polls.new(caller.community, meeting.id, Span(now, closes_at))
    opened = _opened(poll, topics, closes_at, work, now, by=caller.member)
    work.postings.withdraw(meeting.subject.about(choosing.CHOOSE), now)
    announcing.changed(replace(meeting, awaits_poll=True), work, now)
    for home in homes(caller.community, work):
        work.postings.want(opened.subject, InChannel(home.id), now=now)
    until = cards.until(closes_at, work.communities.calendar(caller.community), caller.words)
    return Private(said(caller.words("The poll is open until {closes}.", closes=until)))


def _to_open(community: int, work: TopicWork, now: datetime) -> tuple[Meeting, Poll | None]:
    """The next meeting whose topic a poll could still choose."""
    for meeting in work.meetings.upcoming(community, now, AHEAD):
        poll = work.polls.of_meeting(community, meeting.id)
        if poll is not None and poll.state == "open":
            raise CommunityError("poll_open")
        if meeting.starts_at > now and meeting.topic_id is None and (poll is None or poll.state != "closed"):
            return meeting, poll
    raise CommunityError("nothing_to_choose")


def _closing(meeting: Meeting, poll: Poll | None, work: TopicWork, now: datetime) -> datetime:
    """When a poll opened by hand closes: when it was to close anyway, else the next working day at four."""
    calendar = work.communities.calendar(meeting.community)
    closes_at = poll.closes_at if poll else span_for(meeting, work).closes_at
    if not Span(now, closes_at).possible:
        closes_at = calendar.at(calendar.after(calendar.day_of(now), 1), CLOSES)
    if closes_at >= meeting.starts_at:
        raise CommunityError("poll_too_late")
    return closes_at


def close_typed(caller: Caller, work: TopicWork, now: datetime) -> Reply:
    """`poll close`, by the convener of the meeting or a steward."""
    polls = work.polls.open(caller.community)
    if not polls:
        raise CommunityError("no_poll")
    for poll in polls:
        if leads(caller, work.meetings.get(caller.community, poll.meeting)):
            return Private(_card(finish(poll, work, now, by=caller.member), work, caller.view))
    raise CommunityError("convener_only")


def draw(subject: Subject, work: TopicWork, view: View) -> Card | None:
    """The card in the channels, once it has been open."""
    poll = work.polls.get(subject.community, subject.id)
    return None if poll.state == "planned" else _card(poll, work, view)


def _card(poll: Poll, work: TopicWork, view: View) -> Card:
    return cards.poll_card(
        poll,
        work.meetings.get(poll.community, poll.meeting),
        options_shown(poll, work),
        work.polls.turnout(poll),
        work.communities.calendar(poll.community),
        view,
    )


def draw_reminder(subject: Subject, work: TopicWork, view: View) -> Card | None:
    """To one voter, while the poll is open."""
    poll = work.polls.get(subject.community, subject.id)
    if poll.state != "open":
        return None
    meeting = work.meetings.get(poll.community, poll.meeting)
    closes = cards.until(poll.closes_at, work.communities.calendar(poll.community), view.words)
    return cards.reminder_card(poll, meeting, closes, view)


def draw_asked(subject: Subject, work: TopicWork, view: View) -> Card | None:
    """To the channel, until the poll opens."""
    poll = work.polls.get(subject.community, subject.id)
    if poll.state != "planned":
        return None
    meeting = work.meetings.get(poll.community, poll.meeting)
    opens = cards.opening(poll.opens_at, work.communities.calendar(poll.community), view.words)
    return cards.asked_card(meeting, opens, view)
