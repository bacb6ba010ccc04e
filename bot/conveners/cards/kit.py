"""The kit: all that somebody needs who convenes, on one card."""

from collections.abc import Sequence

from bot.audience import View
from bot.chat.cards import Block, Button, Buttons, Card, Quiet, Quote, Text, Title
from bot.chat.richtext import RichText, Strong, lines, rich
from bot.chat.words import Words
from bot.conveners.cards.offers import swapping
from bot.conveners.model.turns import Turn
from bot.meetings.cards.meetings import chosen_by, from_members, own_time, time_and_place
from bot.meetings.cards.when import day, span
from bot.meetings.model.meetings import Meeting

NAMED = 12
"""The most people and actions named; the others are counted."""
OPENING, CLOSING = 10, 10
"""Minutes for hello and for what comes next."""


def kit_card(
    turn: Turn,
    meeting: Meeting,
    coming: Sequence[str],
    maybe: int,
    to_do: Sequence[str],
    backup: str,
    agenda: str,
    raised: Sequence[str],
    view: View,
    *,
    alone: bool,
) -> Card:
    """Topic and why it won, who is coming, what is open, a running order, and an invitation to send on."""
    words = view.words
    notice = words("Your kit for {day}.", day=day(meeting.day, words))
    blocks: list[Block] = [
        Title(rich(notice)),
        Text(time_and_place(meeting, words)),
        *own_time(meeting, view),
        Text(_topic(meeting, words)),
        Text(_people(coming, maybe, words)),
    ]
    if backup:
        blocks.append(Text(words.rich("**Backup:** {name}", name=backup)))
    if to_do:
        blocks.append(Text(_listed(words("Still to do from last time:"), to_do, words)))
    blocks += [
        *from_members(raised, words),
        Text(lines((rich(Strong(words("A running order, if you like:"))), *_running_order(meeting, agenda, words)))),
        Text(rich(Strong(words("An invitation to send on:")))),
        Quote(rich(_invitation(meeting, words))),
        Buttons(
            (
                Button(
                    words("I can't make it"), "turn.decline", turn.subject, object_name=words("your turn to convene")
                ),
                *swapping(turn, words, alone=alone),
            )
        ),
        Quiet(words.rich("As it is now, at any time: {c} convene kit", c=view.can.command)),
    ]
    return Card(notice, tuple(blocks))


def _place(meeting: Meeting, words: Words) -> str:
    where = words(" or ").join(part for part in (meeting.venue, meeting.link) if part)
    return words(" ({where})", where=where) if where else ""


def _topic(meeting: Meeting, words: Words) -> RichText:
    if meeting.topic:
        why = chosen_by(meeting, words)
        topic = words.rich("**Topic:** {topic}", topic=meeting.topic)
        return lines((topic, rich(why))) if why else topic
    if meeting.awaits_poll:
        return words.rich("**Topic:** the poll is choosing it.")
    return words.rich("**Topic:** none yet. A round table is a fine meeting, too.")


def _people(coming: Sequence[str], maybe: int, words: Words) -> RichText:
    if not (coming or maybe):
        return words.rich("**Coming:** nobody has answered yet")
    names = ", ".join(coming[:NAMED])
    more = words(" and {count} more", count=len(coming) - NAMED) if len(coming) > NAMED else ""
    perhaps = words("{count} maybe", count=maybe) if maybe else ""
    told = "; ".join(part for part in (names + more, perhaps) if part)
    return words.rich("**Coming:** {told}", told=told)


def _listed(title: str, texts: Sequence[str], words: Words) -> RichText:
    more = [rich(words("and {count} more", count=len(texts) - NAMED))] if len(texts) > NAMED else []
    return lines((rich(Strong(title)), *(rich("• ", text) for text in texts[:NAMED]), *more))


def _running_order(meeting: Meeting, agenda: str, words: Words) -> list[RichText]:
    steps = (
        (OPENING, words("hello, and what is still to do")),
        (max(0, meeting.minutes - OPENING - CLOSING), agenda),
        (CLOSING, words("who does what, and the next date")),
    )
    return [rich(words("{minutes} min: {what}", minutes=minutes, what=what)) for minutes, what in steps if minutes]


def _invitation(meeting: Meeting, words: Words) -> str:
    return words(
        "Our community of practice meets on {when}{where}. This time: {about}. Come as you are; you needn't prepare "
        "anything, and listening is fine.",
        when=span(meeting, words),
        where=_place(meeting, words),
        about=_about(meeting, words),
    )


def _about(meeting: Meeting, words: Words) -> str:
    if meeting.topic:
        return meeting.topic
    return words("a topic that members are choosing") if meeting.awaits_poll else words("an open round table")
