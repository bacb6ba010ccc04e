"""Ticks: through the form, by a press, or typed. A ballot is replaced whole, and changeable until the poll closes."""

import re
from collections.abc import Collection
from datetime import datetime

from bot.audience import Caller
from bot.chat.calls import ButtonCall, CommandCall, FormCall
from bot.chat.cards import said
from bot.chat.forms import ticked
from bot.chat.replies import OpenForm, Private, Reply
from bot.errors import CommunityError, Unknown
from bot.meetings.model.meetings import Meeting
from bot.postings import Direct
from bot.topics.actions.polling import REMINDER, close_typed, open_typed
from bot.topics.actions.seeing import AHEAD, options_shown
from bot.topics.cards import polls as cards
from bot.topics.model.polls import Poll
from bot.topics.store import TopicWork

POLL_TAKES = ("open", "close", "remind")
_NUMBERS = re.compile(r"\d{1,9}", re.ASCII)
_NOTHING = frozenset({"0", "none", "nothing"})


def form(call: ButtonCall, caller: Caller, work: TopicWork, now: datetime) -> Reply:
    """Everything that can be ticked, with what the caller has."""
    return _form(_open_poll(call, caller, work, now), caller, work)


def sent(call: FormCall, caller: Caller, work: TopicWork, now: datetime) -> Reply:
    """The caller's whole ballot, as ticked in the form."""
    poll = _open_poll(call, caller, work, now)
    values = ticked(call.values, "topics")
    if not all(_NUMBERS.fullmatch(value) for value in values):
        raise CommunityError("option_gone")
    return _voted(poll, {int(value) for value in values}, caller, work, now)


def press(call: ButtonCall, caller: Caller, work: TopicWork, now: datetime) -> Reply:
    """One tick turned over."""
    poll = _open_poll(call, caller, work, now)
    if not _NUMBERS.fullmatch(call.choice):
        raise Unknown
    mine = set(work.polls.ticked(poll, caller.member))
    return _voted(poll, mine ^ {int(call.choice)}, caller, work, now)


def tick(call: CommandCall, caller: Caller, work: TopicWork, now: datetime) -> Reply:
    """`tick 1 3`: these, and no others; `tick 0`: none. Without numbers, the form."""
    polls = [poll for poll in work.polls.open(caller.community) if poll.takes(now)]
    if not polls:
        raise CommunityError("no_poll")
    if len(polls) > 1:
        return Private(cards.which_poll_card([(poll, _meeting(poll, work)) for poll in polls], caller.view))
    if call.text.strip().lower() in _NOTHING:
        return _voted(polls[0], set(), caller, work, now)
    numbers = {int(number) for number in _NUMBERS.findall(call.text)}
    if not numbers:
        return _form(polls[0], caller, work)
    topics = {option.place: option.topic.id for option in options_shown(polls[0], work)}
    if not numbers <= set(topics):
        raise CommunityError("no_such_option")
    return _voted(polls[0], {topics[number] for number in numbers}, caller, work, now)


def poll(call: CommandCall, caller: Caller, work: TopicWork, now: datetime) -> Reply:
    """`poll`: the caller's ballot, or when the next poll opens; `poll open`, `poll close`, `poll remind`, `poll remind no`."""
    match call.text.lower().split()[:2]:
        case ["remind", "no"]:
            return _no_more(caller, work, now)
        case ["open", *_]:
            return open_typed(caller, work, now)
        case ["close", *_]:
            return close_typed(caller, work, now)
        case ["remind", *_]:
            return _reminded(caller, work, now)
        case _:
            return _standing(caller, work, now)


def remind(call: ButtonCall, caller: Caller, work: TopicWork, now: datetime) -> Reply:
    """Turn "Remind me next time" on or off."""
    caller.own(call.subject, "poll")
    return _reminded(caller, work, now)


def no_more(call: ButtonCall, caller: Caller, work: TopicWork, now: datetime) -> Reply:
    """No more reminders of polls."""
    caller.own(call.subject, "poll")
    return _no_more(caller, work, now)


def _no_more(caller: Caller, work: TopicWork, now: datetime) -> Reply:
    work.polls.disagree(caller.community, caller.member)
    for poll in work.polls.open(caller.community):
        _not_reminded(poll, caller, work, now)
    return Private(said(caller.words("No more reminders of polls.")))


def _reminded(caller: Caller, work: TopicWork, now: datetime) -> Reply:
    if work.polls.agreed(caller.community, caller.member):
        return _no_more(caller, work, now)
    work.polls.agree(caller.community, caller.member, now)
    words = caller.words("Noted: if you haven't voted a working day before a poll closes, I remind you once.")
    return Private(said(words))


def _standing(caller: Caller, work: TopicWork, now: datetime) -> Reply:
    polls = [poll for poll in work.polls.open(caller.community) if poll.takes(now)]
    if len(polls) > 1:
        return Private(cards.which_poll_card([(poll, _meeting(poll, work)) for poll in polls], caller.view))
    if polls:
        return _ballot(polls[0], caller, work)
    for meeting in work.meetings.upcoming(caller.community, now, AHEAD):
        planned = work.polls.of_meeting(caller.community, meeting.id)
        if planned is not None and planned.state == "planned":
            opens = cards.opening(planned.opens_at, work.communities.calendar(caller.community), caller.words)
            return Private(cards.planned_card(meeting, opens, caller.view))
    latest = work.polls.latest_closed(caller.community)
    if latest is None:
        raise CommunityError("no_poll")
    return Private(cards.result_card(latest, _meeting(latest, work), options_shown(latest, work), caller.view))


def _open_poll(call: ButtonCall | FormCall, caller: Caller, work: TopicWork, now: datetime) -> Poll:
    """The poll that a press or form names. Raises `CommunityError` when it takes no ballots any more."""
    found = work.polls.get(caller.community, caller.own(call.subject, "poll").id)
    if found.state == "planned":
        raise Unknown
    if not found.takes(now):
        raise CommunityError("poll_closed")
    return found


def _voted(poll: Poll, topics: Collection[int], caller: Caller, work: TopicWork, now: datetime) -> Reply:
    """The ballot is kept; the card in the channels shows turnout alone, so it changes with a voter's first tick."""
    options = {option.topic.id for option in options_shown(poll, work)}
    before = work.polls.ticked(poll, caller.member)
    if not set(topics) <= options | set(before):
        raise CommunityError("option_gone")
    work.polls.vote(poll, caller.member, set(topics) & options, now)
    _not_reminded(poll, caller, work, now)
    if bool(before) != bool(work.polls.ticked(poll, caller.member)):
        work.postings.redraw(poll.subject, now)
    return _ballot(poll, caller, work)


def _not_reminded(poll: Poll, caller: Caller, work: TopicWork, now: datetime) -> None:
    """Whoever voted, or wants no reminders, gets none that still waits for the morning."""
    for account in work.members.accounts(caller.community, caller.member):
        work.postings.withdraw_at(poll.subject.about(REMINDER), Direct(account.id), now)


def _ballot(poll: Poll, caller: Caller, work: TopicWork) -> Reply:
    options = options_shown(poll, work)
    mine = work.polls.ticked(poll, caller.member)
    return Private(
        cards.ballot_card(
            poll,
            options,
            mine,
            cards.until(poll.closes_at, work.communities.calendar(poll.community), caller.words),
            caller.view,
            agreed=work.polls.agreed(caller.community, caller.member),
            notice=cards.counted_line(options, mine, caller.words),
        )
    )


def _form(poll: Poll, caller: Caller, work: TopicWork) -> Reply:
    options = options_shown(poll, work)
    if not options:
        raise CommunityError("option_gone")
    mine = work.polls.ticked(poll, caller.member)
    return OpenForm(cards.ticks_form(poll, options, mine, caller.view))


def _meeting(poll: Poll, work: TopicWork) -> Meeting:
    return work.meetings.get(poll.community, poll.meeting)
