"""The calendar to subscribe to, and the days off, as members and stewards see them."""

from collections.abc import Sequence
from datetime import date

from bot.audience import View
from bot.calendar import DaysOff
from bot.chat.cards import Block, Button, Buttons, Card, Entry, LinkButton, Quiet, Text, Title
from bot.chat.refs import Subject
from bot.chat.richtext import RichText, rich
from bot.chat.words import Words
from bot.meetings.cards.when import day, when
from bot.meetings.model.meetings import Meeting


def feed_card(token: str, view: View, *, steward: bool) -> Card:
    """The secret address, to one member."""
    words = view.words
    link = view.deployment.link(f"/calendar/{token}.ics")
    notice = words("Subscribe, and every meeting is in your calendar, moves included.")
    blocks: list[Block] = [Title(rich(notice))]
    if link:
        blocks.append(
            Text(words.rich("In your calendar, choose “add from a web address” and paste: {link}", link=link))
        )
        blocks.append(Text(words.rich("Whoever has the address sees dates, topics and places. No names.")))
    else:
        blocks.append(Text(words.rich("Whoever runs me has to say first under which address I can be reached.")))
    buttons: list[Button | LinkButton] = [LinkButton(words("Open it"), link)] if link else []
    if steward:
        buttons.append(Button(words("Make a new address"), "calendar.renew"))
    if buttons:
        blocks.append(Buttons(tuple(buttons)))
    return Card(notice, (*blocks, Quiet(words.rich("Or type: {command} meetings calendar", command=view.can.command))))


def _span(days: DaysOff, words: Words) -> str:
    if days.first == days.last:
        return _dated(days.first, words)
    return words("{first} to {last}", first=_dated(days.first, words), last=_dated(days.last, words))


def _dated(one: date, words: Words) -> str:
    return words("{day} {year}", day=day(one, words), year=one.year)


def added_card(days: DaysOff, hit: Sequence[Meeting], view: View) -> Card:
    """To the steward who added them."""
    words = view.words
    notice = (
        words("Noted: {days} is a quiet period. I write to nobody by myself then.", days=_span(days, words))
        if days.quiet
        else words("Noted: {days} is off. I count no working days there and plan no meetings.", days=_span(days, words))
    )
    blocks: list[Block] = [Text(rich(notice))]
    if hit:
        dates = "; ".join(when(meeting, words) for meeting in hit)
        blocks.append(Text(words.rich("Planned there already, and left as it is: {dates}", dates=dates)))
    return Card(
        notice, (*blocks, Quiet(words.rich("To see them all, type: {command} daysoff", command=view.can.command)))
    )


def days_off_card(days: Sequence[tuple[Subject, DaysOff]], view: View) -> Card:
    """All of them, to a steward."""
    words = view.words
    notice = words("Days off and quiet periods.") if days else words("No days off yet, besides the public holidays.")
    entries = [_entry(subject, one, words) for subject, one in days]
    way: RichText = words.rich(
        "Type: {command} daysoff 24 December to 2 January, Winter break · daysoff quiet 1 March to 5 March · daysoff drop 2",
        command=view.can.command,
    )
    return Card(notice, (Title(rich(notice)), *entries, Quiet(way)))


def _entry(subject: Subject, days: DaysOff, words: Words) -> Entry:
    kind = words("quiet period") if days.quiet else words("days off")
    number = words("number {number}", number=subject.id)
    drop = Button(words("Drop"), "daysoff.drop", subject, object_name=number)
    return Entry(rich(_span(days, words)), rich(f"{days.label} · {kind} · {number}"), (drop,))
