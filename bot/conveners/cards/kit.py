"""The kit: all that somebody needs who convenes, on one card."""

from collections.abc import Sequence

from bot.audience import View
from bot.chat.cards import Block, Button, Buttons, Card, Quiet, Quote, Text, Title
from bot.chat.richtext import RichText, Strong, lines, rich
from bot.chat.words import Words
from bot.conveners.cards.offers import swapping
from bot.conveners.model.turns import Turn
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
    view: View,
    *,
    alone: bool,
) -> Card:
    """Topic and why it won, who is coming, what is open, a running order, and an invitation to send on."""
    words = view.words
    notice = words("Your kit for {day}.", day=day(meeting.day, words))
    blocks: list[Block] = [
        Title(rich(notice)),
        Text(rich(span(meeting, words), _place(meeting, words))),
        Text(_topic(meeting, words)),
        Text(_people(coming, maybe, words)),
    ]
    if backup:
        blocks.append(Text(words.rich("**Backup:** {name}", name=backup)))
    if to_do:
        blocks.append(Text(_listed(words("Still to do from last time:"), to_do, words)))
    blocks += [
        Text(lines((rich(Strong(words("A running order, if you like:"))), *_running_order(meeting, agenda, words)))),
        Text(rich(Strong(words("An invitation to send on:")))),
        Quote(rich(_invitation(meeting, words))),
        Buttons(
            (
                Button(words("I can't make it"), "turn.decline", turn.subject),
                *swapping(turn, words, alone=alone),
            )
        ),
        Quiet(words.rich("As it is now, at any time: {c} convene kit", c=view.can.command)),
    ]
    return Card(notice, tuple(blocks))


def _place(meeting: Meeting, words: Words) -> str:
    where = words(" or ").join(part for part in (meeting.venue, meeting.link) if part)
    return words(" · {where}", where=where) if where else ""


def _topic(meeting: Meeting, words: Words) -> RichText:
    if meeting.topic:
        why = _why(meeting, words)
        return rich(words.rich("**Topic:** {topic}", topic=meeting.topic), f" {why}" if why else "")
    if meeting.awaits_poll:
        return words.rich("**Topic:** the poll is choosing it.")
    return words.rich("**Topic:** none yet. A round table is a fine meeting, too.")


def _why(meeting: Meeting, words: Words) -> str:
    if not meeting.voters:
        return ""
    chosen = words.many("Chosen by {count} person", "Chosen by {count} people", meeting.voters)
    units = words.many("from {count} unit", "from {count} units", meeting.voter_units)
    tie = {
        "": "",
        "units": words(" It was a tie, and more units had ticked this one."),
        "older": words(" It was a tie, and this one had waited longer."),
    }[meeting.tie]
    return words("{chosen} {units}.{tie}", chosen=chosen, units=units, tie=tie)


def _people(coming: Sequence[str], maybe: int, words: Words) -> RichText:
    counts = words.many("{count} yes", "{count} yes", len(coming))
    perhaps = words.many("{count} maybe", "{count} maybe", maybe)
    names = ", ".join(coming[:NAMED])
    more = words(" and {count} more", count=len(coming) - NAMED) if len(coming) > NAMED else ""
    told = words(": {names}{more}", names=names, more=more) if names else ""
    return words.rich("**Coming:** {counts}, {perhaps}{told}", counts=counts, perhaps=perhaps, told=told)


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
    about = meeting.topic or words("an open round table")
    return words(
        "Our community of practice meets on {when}{where}. This time: {about}. Come as you are; you needn't prepare "
        "anything, and listening is fine.",
        when=span(meeting, words),
        where=_place(meeting, words),
        about=about,
    )
