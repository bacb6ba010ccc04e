"""What was noted of a meeting, and what is asked of whoever convened it."""

from collections.abc import Sequence

from bot.audience import View
from bot.chat.cards import Block, Button, Buttons, Card, Entry, Quiet, Quote, Rule, Text, Title, said
from bot.chat.richtext import RichText, Strong, rich
from bot.chat.words import Words
from bot.meetings.cards.meetings import name_of_meeting
from bot.meetings.cards.when import day, when
from bot.meetings.model.meetings import Meeting
from bot.meetings.model.notes import Action, Notes


def asked_card(meeting: Meeting, view: View) -> Card:
    """To whoever convened: three boxes, once."""
    words = view.words
    notice = (
        words("How was “{topic}”?", topic=meeting.topic)
        if meeting.topic
        else words("How was the meeting on {day}?", day=day(meeting.day, words))
    )
    return Card(
        notice,
        (
            Title(rich(notice)),
            Text(
                words.rich(
                    "Three lines for those who couldn't come: what you talked about, what is worth keeping, what is to "
                    "be done."
                )
            ),
            Buttons(
                (
                    Button(
                        words("Write notes"),
                        "meeting.notes",
                        meeting.subject,
                        main=True,
                        opens_form=True,
                        object_name=words("meeting {number}", number=meeting.id),
                    ),
                    Button(
                        words("No notes this time"),
                        "meeting.no_notes",
                        meeting.subject,
                        object_name=words("meeting {number}", number=meeting.id),
                    ),
                )
            ),
            Quiet(
                words.rich(
                    "Or type: {command} notes {number} …, or notes none {number}",
                    command=view.can.command,
                    number=str(meeting.id),
                )
            ),
        ),
    )


def notes_card(meeting: Meeting, notes: Notes, actions: Sequence[Action], who: str, view: View) -> Card:
    """Under the announcement, for everybody."""
    words = view.words
    notice = words("Notes: {topic}", topic=name_of_meeting(meeting, words))
    blocks: list[Block] = [Title(rich(notice)), *_body(notes, words)]
    blocks += [_action(action, words) for action in actions]
    if who:
        blocks.append(Text(words.rich("Noted by {who}", who=who)))
    blocks.append(
        Quiet(
            words.rich(
                "Were you there? Add to them: {command} notes {number} …",
                command=view.can.command,
                number=str(meeting.id),
            )
        )
    )
    return Card(notice, tuple(blocks))


def _body(notes: Notes, words: Words) -> list[Block]:
    blocks: list[Block] = []
    for label, text in ((words("Talked about"), notes.talked), (words("Worth keeping"), notes.useful)):
        if text:
            blocks += [Text(rich(Strong(label))), Quote(rich(text))]
    return blocks


def _action(action: Action, words: Words) -> Entry:
    state: RichText = words.rich("done") if action.done_at else words.rich("to be done")
    done = Button(
        words("Done"),
        "action.done",
        action.subject,
        object_name=words("action {number}", number=action.id),
    )
    return Entry(rich(action.text), state, () if action.done_at else (done,))


def too_early_card(meeting: Meeting, view: View) -> Card:
    """A meeting that hasn't begun, or never will, has no notes."""
    return said(view.words("There are no notes of {day}: it hasn't been held.", day=day(meeting.day, view.words)))


def shown_card(
    meeting: Meeting, told: Sequence[tuple[Notes, Sequence[Action], str, bool]], view: View, *, may_add: bool
) -> Card:
    """All that was noted of a meeting, to one reader. The last of each says whether the notes are the reader's."""
    words = view.words
    notice = (
        words("Notes: {topic}", topic=name_of_meeting(meeting, words))
        if told
        else words("Nobody has noted anything of {day} yet.", day=day(meeting.day, words))
    )
    blocks: list[Block] = [Title(rich(notice))]
    if told and meeting.topic:
        blocks.append(Text(rich(when(meeting, words))))
    for notes, actions, who, mine in told:
        blocks += [*_body(notes, words), *(_action(action, words) for action in actions)]
        if who:
            blocks.append(Text(words.rich("Noted by {who}", who=who)))
        blocks += [*(_mine(notes, words) if mine else _others(notes, words)), Rule()]
    blocks.append(Buttons((_add(meeting, words, may_add=may_add),)))
    return Card(notice, (*blocks, Quiet(_typed_way(meeting, view, may_add=may_add))))


def _add(meeting: Meeting, words: Words, *, may_add: bool) -> Button:
    if may_add:
        return Button(
            words("Add notes"),
            "meeting.notes",
            meeting.subject,
            main=True,
            opens_form=True,
            object_name=words("meeting {number}", number=meeting.id),
        )
    return Button(
        words("I was there"), "meeting.here", meeting.subject, object_name=words("meeting {number}", number=meeting.id)
    )


def _typed_way(meeting: Meeting, view: View, *, may_add: bool) -> RichText:
    words, number = view.words, str(meeting.id)
    if may_add:
        return words.rich("Or type: {command} notes {number} …", command=view.can.command, number=number)
    return words.rich(
        "Whoever was there may add to them. Or type: {command} rsvp here {number}",
        command=view.can.command,
        number=number,
    )


def _others(notes: Notes, words: Words) -> tuple[Block, ...]:
    name = words("notes {number}", number=notes.id)
    return (Buttons((Button(words("Flag"), "notes.flag", notes.subject, object_name=name),)),)


def _mine(notes: Notes, words: Words) -> tuple[Block, ...]:
    name = words("notes {number}", number=notes.id)
    return (
        Buttons(
            (
                Button(words("Edit"), "notes.edit", notes.subject, opens_form=True, object_name=name),
                Button(words("Take back"), "notes.take_back", notes.subject, object_name=name),
            )
        ),
    )
