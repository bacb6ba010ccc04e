"""The record of what stewards look after: who did what, and when, never in anybody's words."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.audience import View
from bot.chat.cards import Block, Button, Buttons, Card, Quiet, Text, Title
from bot.chat.refs import Subject
from bot.chat.richtext import RichText, Strong, lines, rich
from bot.chat.words import Words
from bot.community.cards.codes import until

HIDDEN_BECAUSE: Mapping[str, Callable[[Words], str]] = {
    "confidence": lambda words: words("it may hold a confidence"),
    "personal": lambda words: words("it may hold personal information"),
    "unannounced": lambda words: words("it may hold an unannounced decision"),
    "unkind": lambda words: words("it may hurt somebody"),
}
"""Why a steward hides something."""

_Told = Callable[[Words, Strong, str], RichText]
LOGGED: Mapping[str, _Told] = {
    "flagged": lambda words, who, what: words.rich("{who} flagged {what}", who=who, what=what),
    "left": lambda words, who, what: words.rich("{who} looked at {what}, and left it standing", who=who, what=what),
    "hid": lambda words, who, what: words.rich("{who} hid {what}", who=who, what=what),
    "unhid": lambda words, who, what: words.rich("{who} brought back {what}", who=who, what=what),
    "took back": lambda words, who, what: words.rich("{who} took back {what}", who=who, what=what),
    "set": lambda words, who, what: words.rich("{who} changed a setting of {what}", who=who, what=what),
    "set up": lambda words, who, what: words.rich("{who} set up {what}", who=who, what=what),
    "opened": lambda words, who, what: words.rich("{who} opened the doors of {what}", who=who, what=what),
    "invited a steward": lambda words, who, what: words.rich("{who} invited a steward to {what}", who=who, what=what),
    "named steward": lambda words, who, what: words.rich("{who} made a steward of {what}", who=who, what=what),
    "stepped down": lambda words, _, what: words.rich("{what} is a steward no more", what=what),
    "connected": lambda words, who, what: words.rich("{who} connected {what}", who=who, what=what),
    "made home": lambda words, who, what: words.rich("{who} made the home channel: {what}", who=who, what=what),
    "channel.departed": lambda words, _, what: words.rich("I was removed from {what}", what=what),
    "member.departed": lambda words, _, what: words.rich("No account is left of {what}", what=what),
    "member.returned": lambda words, _, what: words.rich("{what} has an account again", what=what),
    "member.forgotten": lambda words, _, what: words.rich("{what} asked to be forgotten", what=what),
    "unit.listed": lambda words, who, what: words.rich("{who} listed {what}", who=who, what=what),
    "unit.edited": lambda words, who, what: words.rich("{who} changed {what}", who=who, what=what),
    "unit.dropped": lambda words, who, what: words.rich("{who} took off the list {what}", who=who, what=what),
    "unit.invited": lambda words, who, what: words.rich("{who} took an invitation for {what}", who=who, what=what),
    "resource.released": lambda words, _, what: words.rich("Nobody looks after {what} any more", what=what),
}
"""What the log tells of: by verb, or by kind and verb where the same verb is said of other things, too."""

_KINDS: Mapping[str, Callable[[Words, int], str]] = {
    "question": lambda words, number: words("question {number}", number=number),
    "reply": lambda words, number: words("reply {number}", number=number),
    "resource": lambda words, number: words("resource {number}", number=number),
    "topic": lambda words, number: words("topic {number}", number=number),
    "notes": lambda words, number: words("notes {number}", number=number),
    "poll": lambda words, number: words("poll {number}", number=number),
    "member": lambda words, number: words("member {number}", number=number),
    "channel": lambda words, number: words("channel {number}", number=number),
    "unit": lambda words, number: words("unit {number}", number=number),
    "community": lambda words, _: words("the community"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line. `who` is empty for somebody whose name isn't kept; `setting` and `reason` where there is one."""

    at: datetime
    key: str
    """Of `LOGGED`."""
    subject: Subject
    who: str = ""
    setting: str = ""
    """The setting's label."""
    reason: str = ""
    """Of `HIDDEN_BECAUSE`."""


def object_name(subject: Subject, words: Words) -> str:
    """A subject as people say it: "question 17"."""
    name = _KINDS.get(subject.kind)
    return name(words, subject.id) if name else f"{subject.kind} {subject.id}"


def log_card(told: Sequence[Line], older: Button | None, zone: str, view: View) -> Card:
    """A page of the log, newest first."""
    words = view.words
    notice = words("What stewards and members did, newest first.") if told else words("Nothing happened yet.")
    blocks: list[Block] = [Title(rich(notice))]
    if told:
        blocks.append(Text(lines(_line(one, zone, words) for one in told)))
    if older is not None:
        blocks.append(Buttons((older,)))
    way = words.rich("Without anybody's words. Or type: {command} log 2", command=view.can.command)
    return Card(notice, (*blocks, Quiet(way)))


def _line(line: Line, zone: str, words: Words) -> RichText:
    what = object_name(line.subject, words)
    if line.setting:
        what = f"{what}: {words(line.setting)}"
    if line.reason in HIDDEN_BECAUSE:
        what = words("{what}, because {reason}", what=what, reason=HIDDEN_BECAUSE[line.reason](words))
    return rich(until(line.at, zone), " · ", LOGGED[line.key](words, Strong(line.who or words("Somebody")), what))
