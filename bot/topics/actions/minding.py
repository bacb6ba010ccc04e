"""Looking after topics: their suggester changes and takes them back; who leads the meeting merges, retires, chooses."""

from dataclasses import replace
from datetime import datetime

from bot.audience import Caller
from bot.chat.calls import ButtonCall, CommandCall, FormCall
from bot.chat.cards import said
from bot.chat.forms import Values, ticked, written
from bot.chat.refs import parse_subject
from bot.chat.replies import FormErrors, OpenForm, Private, Reply
from bot.chat.words import Words
from bot.errors import CommunityError, Unknown
from bot.history import Happening
from bot.meetings.actions import announcing
from bot.meetings.cards.when import day
from bot.meetings.model.meetings import Meeting
from bot.meetings.model.wording import read_link
from bot.topics.actions import choosing, polling
from bot.topics.actions.seeing import check_leads, leads, next_meeting, own_topic, running_topic, shown, visible_topic
from bot.topics.cards import topics as cards
from bot.topics.model.topics import LONGEST_LINK, Topic, tidy
from bot.topics.store import TopicWork


def edit(call: ButtonCall, caller: Caller, work: TopicWork, _now: datetime) -> Reply:
    """The form with what stands."""
    return OpenForm(cards.edit_form(own_topic(call.subject, caller, work), caller.view))


def edited(call: FormCall, caller: Caller, work: TopicWork, now: datetime) -> Reply:
    """The changed topic, wherever it stands."""
    topic = own_topic(call.subject, caller, work)
    text = tidy(written(call.values, "text"))
    if not text:
        return FormErrors({"text": caller.words("One line is plenty, but write at least one.")})
    link = filled_link(call.values)
    if link is None:
        return FormErrors({"link": bad_link(caller.words)})
    short = cards.SHORT_TICK in ticked(call.values, "short")
    return _changed(replace(topic, text=text, short=short, link=link), caller, work, now)


def filled_link(values: Values) -> str | None:
    """The link in a form, empty for none; None for what isn't one."""
    text = written(values, "link")
    return as_link(text) if text else ""


def as_link(text: str) -> str | None:
    """The link; None for what isn't one that people can open."""
    try:
        return read_link(text) if len(text) <= LONGEST_LINK else None
    except CommunityError:
        return None


def bad_link(words: Words) -> str:
    """Said at the field."""
    return words("That isn't a link people can open. It should begin with https://")


def edit_typed(number: int, text: str, call: CommandCall, caller: Caller, work: TopicWork, now: datetime) -> Reply:
    """`topic edit 3 What nobody told me`; without words, the form."""
    subject = str(caller.subject("topic", number))
    if not text:
        return edit(ButtonCall(call.key, call.by, call.where, "topic.edit", subject), caller, work, now)
    return _changed(replace(own_topic(subject, caller, work), text=text), caller, work, now)


def turn_short(call: ButtonCall, caller: Caller, work: TopicWork, now: datetime) -> Reply:
    """Turn "five minutes is enough" on or off."""
    topic = own_topic(call.subject, caller, work)
    return _changed(replace(topic, short=not topic.short), caller, work, now)


def _changed(topic: Topic, caller: Caller, work: TopicWork, now: datetime) -> Reply:
    choosing.keep(topic, work, now)
    _redraw_meetings(topic, work, now)
    work.history.add(Happening(now, caller.member, "edited", topic.subject))
    return Private(shown(topic, caller, work, now, caller.words("Changed: topic {number}.", number=topic.id)))


def _redraw_meetings(topic: Topic, work: TopicWork, now: datetime) -> None:
    for meeting in work.meetings.about_topic(topic.community, topic.id):
        announcing.changed(meeting, work, now)


def take_back(call: ButtonCall, caller: Caller, work: TopicWork, now: datetime) -> Reply:
    """Gone, words and all, from lists, polls, meetings and search."""
    topic = own_topic(call.subject, caller, work, hidden=True)
    gone = topic.taken_back(now)
    choosing.keep(gone, work, now)
    work.flags.lower(topic.subject)
    work.postings.withdraw(topic.subject, now)
    _without(gone, work, now)
    work.history.add(Happening(now, caller.member, "took back", topic.subject))
    return Private(said(caller.words("Taken back. It is gone from the topics, from polls and from search.")))


def put_away(topic: Topic, work: TopicWork, now: datetime) -> None:
    """Hidden: it stands nowhere and is found nowhere."""
    hidden = choosing.keep(replace(topic, hidden=True), work, now)
    work.postings.withdraw(topic.subject, now)
    _without(hidden, work, now)


def bring_back(topic: Topic, work: TopicWork, now: datetime) -> None:
    """It stands again."""
    back = replace(topic, hidden=False)
    choosing.keep(back.reopened(now) if back.state == "chosen" else back, work, now)
    _redraw_meetings(back, work, now)


def _without(topic: Topic, work: TopicWork, now: datetime) -> None:
    """A meeting still to come that was to be about it has no topic now, and its convener may choose."""
    for meeting in work.meetings.about_topic(topic.community, topic.id):
        if meeting.live:
            bare = replace(meeting, topic_id=None, topic="", voters=0, voter_units=0, tie="")
            announcing.changed(bare, work, now)
            choosing.ask_convener(bare, work, now)
        else:
            announcing.changed(meeting, work, now)


def again(call: ButtonCall, caller: Caller, work: TopicWork, now: datetime) -> Reply:
    """A retired topic back in the running, by its suggester or by who leads the next meeting."""
    topic = visible_topic(caller.community, caller.own(call.subject, "topic").id, work)
    if topic.member != caller.member:
        check_leads(caller, next_meeting(caller.community, work, now))
    if topic.state != "retired":
        raise CommunityError("topic_settled")
    topic = choosing.keep(topic.renewed(now), work, now)
    work.postings.withdraw(topic.subject.about(choosing.RETIRED), now)
    work.history.add(Happening(now, caller.member, "suggested", topic.subject))
    return Private(shown(topic, caller, work, now, caller.words("It is in the running again.")))


def retire(call: ButtonCall, caller: Caller, work: TopicWork, now: datetime) -> Reply:
    """Out of the running, by who leads the next meeting; its suggester is told."""
    check_leads(caller, next_meeting(caller.community, work, now))
    topic = running_topic(caller.community, caller.own(call.subject, "topic").id, work)
    choosing.retire(topic, work, now, by=caller.member)
    return Private(said(caller.words("Topic {number} is retired. It can be suggested again.", number=topic.id)))


def merge(number: int, other: int, caller: Caller, work: TopicWork, now: datetime) -> Reply:
    """`topic merge 3 5`: 3 goes into 5, with who would come and what was ticked.

    What stands in an open poll stays, so that no tick is lost: then 5 goes into 3.
    """
    check_leads(caller, next_meeting(caller.community, work, now))
    gone, into = (running_topic(caller.community, one, work) for one in (number, other))
    if gone.id == into.id:
        raise CommunityError("merge_itself")
    theirs, ours = (
        set(work.polls.standing(caller.community, gone.id)),
        set(work.polls.standing(caller.community, into.id)),
    )
    if theirs and not ours:
        gone, into, theirs, ours = into, gone, ours, theirs
    if theirs - ours:
        raise CommunityError("merge_later")
    for poll in theirs:
        work.polls.merge_option(work.polls.get(caller.community, poll), gone.id, into.id)
        work.postings.redraw(caller.subject("poll", poll), now)
    work.topics.move_seconds(caller.community, gone.id, into.id)
    if gone.member is not None and gone.member != into.member:
        work.topics.second(caller.community, into.id, gone.member, now)
    choosing.keep(gone.merged(into.id, now), work, now)
    work.history.add(Happening(now, caller.member, "merged", gone.subject, {"into": into.id}))
    notice = caller.words("Topic {gone} is part of topic {into} now.", gone=gone.id, into=into.id)
    return Private(shown(into, caller, work, now, notice))


def choose(call: ButtonCall, caller: Caller, work: TopicWork, now: datetime) -> Reply:
    """The topic of the meeting that the press names, or of the next one; by who leads that meeting."""
    topic = running_topic(caller.community, caller.own(call.subject, "topic").id, work)
    named = parse_subject(call.choice)
    if named is not None and (named.kind != "meeting" or named.community != caller.community):
        raise Unknown
    meeting = work.meetings.get(caller.community, named.id) if named else next_meeting(caller.community, work, now)
    if meeting is None or not meeting.live or meeting.starts_at <= now:
        raise CommunityError("nothing_to_choose")
    return chosen(meeting, topic, caller, work, now)


def chosen(meeting: Meeting, topic: Topic, caller: Caller, work: TopicWork, now: datetime) -> Reply:
    """That is what the meeting is about, without a poll."""
    if not leads(caller, meeting):
        raise CommunityError("convener_only")
    poll = work.polls.of_meeting(meeting.community, meeting.id)
    if work.polls.standing(topic.community, topic.id) or (poll is not None and poll.state == "open"):
        raise CommunityError("poll_open")
    if poll is not None and poll.winner is not None and poll.winner == meeting.topic_id and not caller.steward:
        raise CommunityError("poll_chose")
    if poll is not None and poll.state == "planned":
        polling.skip(poll, work, now)
    meeting = choosing.chosen(meeting, topic, work, now)
    announcing.changed(meeting, work, now)
    if poll is not None:
        work.postings.redraw(poll.subject, now)
    work.history.add(Happening(now, caller.member, "chose", topic.subject))
    date = day(meeting.day, caller.words)
    return Private(said(caller.words("On {day} we talk about: {topic}", day=date, topic=topic.text)))
