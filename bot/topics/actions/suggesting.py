"""Suggesting topics and saying "I'd come for this"; what sounds like another is offered as a tick first."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from bot.audience import Caller
from bot.chat.calls import ButtonCall, CommandCall, FormCall
from bot.chat.cards import Card
from bot.chat.forms import ticked, written
from bot.chat.refs import Subject
from bot.chat.replies import FormErrors, OpenForm, Private, Reply
from bot.errors import CommunityError
from bot.history import Happening
from bot.meetings.model.meetings import Meeting
from bot.topics.actions import choosing, minding
from bot.topics.actions.seeing import leads, running_topic, shown, visible_topic
from bot.topics.cards import topics as cards
from bot.topics.model.topics import Topic, near, options, same, tidy
from bot.topics.store import TopicWork

LISTED = 10
_WAY = re.compile(r"(come|short|retire|choose|again|takeback)\s+#?(\d{1,9})", re.ASCII | re.IGNORECASE)
_ADD = re.compile(r"add\s+(short:\s*)?(.+)", re.IGNORECASE | re.DOTALL)
_EDIT = re.compile(r"edit\s+#?(\d{1,9})\s*[:,]?\s*(.*)", re.ASCII | re.IGNORECASE | re.DOTALL)
_MERGE = re.compile(r"merge\s+#?(\d{1,9})\s*(?:and|into|with|,|\s)\s*#?(\d{1,9})", re.ASCII | re.IGNORECASE)
_NUMBER = re.compile(r"#?(\d{1,9})", re.ASCII)


def topic(call: CommandCall, caller: Caller, work: TopicWork, now: datetime) -> Reply:
    """`topic What nobody told me` suggests it; `topic` lists them; `topic 3` shows one; `topic come 3` and the like.

    `topic add What nobody told me` suggests it though it sounds like another, `topic add short: …` for five minutes.
    """
    text = call.text.strip()
    if not text:
        return Private(_listed(caller, work))
    if found := _NUMBER.fullmatch(text):
        return Private(shown(visible_topic(caller.community, int(found[1]), work), caller, work, now))
    if found := _WAY.fullmatch(text):
        subject = caller.subject("topic", int(found[2]))
        return _WAYS[found[1].lower()](_pressed(call, subject), caller, work, now)
    if found := _EDIT.fullmatch(text):
        return minding.edit_typed(int(found[1]), tidy(found[2]), call, caller, work, now)
    if found := _MERGE.fullmatch(text):
        return minding.merge(int(found[1]), int(found[2]), caller, work, now)
    found = _ADD.fullmatch(text)
    how, text = (_different, found[2]) if found else (_suggested, text)
    return how(tidy(text), caller, work, now, short=bool(found and found[1]), link="")


def _pressed(call: CommandCall, subject: Subject) -> ButtonCall:
    return ButtonCall(call.key, call.by, call.where, "topic.show", str(subject))


def show(call: ButtonCall, caller: Caller, work: TopicWork, now: datetime) -> Reply:
    """One topic."""
    return Private(
        shown(visible_topic(caller.community, caller.own(call.subject, "topic").id, work), caller, work, now)
    )


def write(call: ButtonCall, caller: Caller, _work: TopicWork, _now: datetime) -> Reply:
    """The form; pressed by a convener on a meeting without a topic it chooses what is written."""
    return OpenForm(cards.suggest_form(caller.view, subject=_about(call.subject, caller)))


def sent(call: FormCall, caller: Caller, work: TopicWork, now: datetime) -> Reply:
    """The filled-in form."""
    text = tidy(written(call.values, "text"))
    if not text:
        return FormErrors({"text": caller.words("One line is plenty, but write at least one.")})
    link = minding.filled_link(call.values)
    if link is None:
        return FormErrors({"link": minding.bad_link(caller.words)})
    short = cards.SHORT_TICK in ticked(call.values, "short")
    meeting = _asked_to_choose(_about(call.subject, caller), caller, work)
    if meeting is None:
        return _suggested(text, caller, work, now, short=short, link=link)
    new = suggest(text, caller.community, caller.member, work, now, short=short, link=link)
    return minding.chosen(meeting, new, caller, work, now)


def _about(text: str, caller: Caller) -> Subject | None:
    """The meeting that a press or form is about, None when it is about none. Raises `Unknown` for anything else."""
    whole = caller.subject("community", caller.community)
    return None if text in {"", str(whole)} else caller.own(text, "meeting")


def _asked_to_choose(named: Subject | None, caller: Caller, work: TopicWork) -> Meeting | None:
    """The meeting without a topic that its convener was asked about."""
    if named is None:
        return None
    meeting = work.meetings.get(named.community, named.id)
    return meeting if leads(caller, meeting) and meeting.live and meeting.topic_id is None else None


def add(call: ButtonCall, caller: Caller, work: TopicWork, now: datetime) -> Reply:
    """It sounds like another and is none."""
    return _added(call, caller, work, now, short=False)


def add_short(call: ButtonCall, caller: Caller, work: TopicWork, now: datetime) -> Reply:
    """The same, and five minutes is enough."""
    return _added(call, caller, work, now, short=True)


def _added(call: ButtonCall, caller: Caller, work: TopicWork, now: datetime, *, short: bool) -> Reply:
    _about(call.subject, caller)
    text, link = cards.as_added(call.choice)
    return _different(tidy(text), caller, work, now, short=short, link=minding.as_link(link) or "")


def _different(text: str, caller: Caller, work: TopicWork, now: datetime, *, short: bool, link: str) -> Reply:
    if not text:
        raise CommunityError("nothing_suggested")
    twin = next((one for one in work.topics.running(caller.community) if same(text, one)), None)
    if twin is not None:
        return Private(shown(twin, caller, work, now, caller.words("That is topic {number} already.", number=twin.id)))
    new = suggest(text, caller.community, caller.member, work, now, short=short, link=link)
    return _thanked(new, caller, work, now)


def suggest(
    text: str,
    community: int,
    member: int | None,
    work: TopicWork,
    now: datetime,
    *,
    short: bool = False,
    link: str = "",
) -> Topic:
    """A new topic, that anybody may second and find. No member: nobody is named, and nobody is told what became of it."""
    new = replace(work.topics.new(community, member, tidy(text), now, short=short), link=link)
    choosing.keep(new, work, now)
    work.history.add(Happening(now, member, "suggested", new.subject))
    return new


def _suggested(text: str, caller: Caller, work: TopicWork, now: datetime, *, short: bool, link: str) -> Reply:
    close = near(text, work.topics.running(caller.community))
    if not close:
        new = suggest(text, caller.community, caller.member, work, now, short=short, link=link)
        return _thanked(new, caller, work, now)
    if same(text, close[0]):
        notice = caller.words("That is topic {number} already.", number=close[0].id)
        return Private(shown(close[0], caller, work, now, notice))
    seconds = work.topics.seconds(caller.community)
    comes = work.topics.seconded(caller.community, caller.member)
    return Private(cards.near_card(text, close, seconds, comes, caller.view, short=short, link=link))


def _thanked(new: Topic, caller: Caller, work: TopicWork, now: datetime) -> Reply:
    notice = caller.words("Thank you. It is topic {number}, and may stand in the next poll.", number=new.id)
    return Private(shown(new, caller, work, now, notice))


def come(call: ButtonCall, caller: Caller, work: TopicWork, now: datetime) -> Reply:
    """Turn "I'd come for this" on or off."""
    topic = running_topic(caller.community, caller.own(call.subject, "topic").id, work)
    words = caller.words
    if work.topics.unsecond(caller.community, topic.id, caller.member):
        notice = words("Taken off: topic {number}.", number=topic.id)
    else:
        work.topics.second(caller.community, topic.id, caller.member, now)
        notice = words("Noted: you'd come for topic {number}.", number=topic.id)
    return Private(shown(topic, caller, work, now, notice))


def _listed(caller: Caller, work: TopicWork) -> Card:
    running = work.topics.running(caller.community)
    seconds = work.topics.seconds(caller.community)
    best = options(running, seconds, LISTED)
    comes = work.topics.seconded(caller.community, caller.member)
    return cards.topics_card(best, seconds, comes, len(running) - len(best), caller.view)


_WAYS: Mapping[str, Callable[[ButtonCall, Caller, TopicWork, datetime], Reply]] = {
    "come": come,
    "short": minding.turn_short,
    "retire": minding.retire,
    "choose": minding.choose,
    "again": minding.again,
    "takeback": minding.take_back,
}
