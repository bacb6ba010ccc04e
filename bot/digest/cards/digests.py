"""What is new among us, in one message."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.audience import View
from bot.chat.calls import Found
from bot.chat.cards import Block, Button, Buttons, Card, Entry, Quiet, Text, Title
from bot.chat.richtext import RichText, rich
from bot.chat.words import Words
from bot.community.cards.setup import community_name
from bot.community.model import Community
from bot.library.cards.resources import found_entry
from bot.meetings.cards.when import when
from bot.meetings.model.meetings import Meeting
from bot.questions.model.questions import Question


@dataclass(frozen=True, slots=True)
class Shelved:
    """A resource, and whether it seeks somebody to look after it."""

    found: Found
    seeks: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """What a digest tells of, as it is now. `meeting` is empty when none is ahead."""

    still_open: Sequence[Entry]
    helped: Sequence[Entry]
    library: Sequence[Shelved]
    meeting: RichText

    @property
    def anything(self) -> bool:
        """Whether anything but a date is left."""
        return bool(self.still_open or self.helped or self.library)


def digest_card(community: Community, shown: Shown, view: View) -> Card:
    """To a channel, once a week at most."""
    words = view.words
    library = [_shelved(one, words) for one in shown.library]
    blocks: list[Block] = [Title(words.rich("This week in {community}", community=community_name(community, words)))]
    blocks += _section(words.rich("**Still open: have you done this before?**"), shown.still_open)
    blocks += _section(words.rich("**Helped**"), shown.helped)
    blocks += _section(words.rich("**In the library**"), library)
    if shown.meeting:
        blocks.append(Text(words.rich("**Next meeting** · {when}", when=shown.meeting)))
        blocks.append(Buttons((Button(words("What's next?"), "meeting.next"),)))
    way = words.rich("Or type: {command} question 17, {command} resource 5", command=view.can.command)
    return Card(_notice(shown, words), (*blocks, Quiet(way)))


def _notice(shown: Shown, words: Words) -> str:
    counts = (
        words.many("{count} question is still open", "{count} questions are still open", len(shown.still_open))
        if shown.still_open
        else "",
        words.many("{count} was helped", "{count} were helped", len(shown.helped)) if shown.helped else "",
        words.many("{count} resource in the library", "{count} resources in the library", len(shown.library))
        if shown.library
        else "",
    )
    return words("New this week: {counts}.", counts=", ".join(count for count in counts if count))


def _section(heading: RichText, entries: Sequence[Entry]) -> tuple[Block, ...]:
    return (Text(heading), *entries) if entries else ()


def _shelved(one: Shelved, words: Words) -> Entry:
    name = one.found.title
    adopt = Button(words("I'll look after it"), "resource.adopt", one.found.subject, object_name=name)
    return found_entry(one.found, words, (adopt,) if one.seeks else ())


def told_question(question: Question, unit: str, view: View) -> Entry:
    """A question; `unit` helped, empty when that isn't known."""
    words, number = view.words, str(question.id)
    detail = words.rich("Question {number}", number=number)
    if question.state == "answered" and unit:
        detail = words.rich("Question {number} · {unit} helped", number=number, unit=unit)
    name = words("question {number}", number=number)
    return Entry(
        rich(question.text), detail, (Button(words("Open"), "question.show", question.subject, object_name=name),)
    )


def told_meeting(meeting: Meeting, words: Words) -> RichText:
    """When it is, and what about."""
    return rich(when(meeting, words), f" · {meeting.topic}" if meeting.topic else "")
