"""What the asker alone reads of a question: news, "Did this help?", what next, and thanks in the end.

Of a question without a name the notification says nothing.
"""

from collections.abc import Sequence

from bot.audience import View
from bot.chat.cards import Block, Button, Buttons, Card, Entry, Quiet, Quote, Text, Title
from bot.chat.richtext import Plain, RichText, Strong, rich
from bot.chat.words import Words
from bot.questions.cards.questions import shortly, state_of
from bot.questions.model.following import MOST_SHOWN
from bot.questions.model.questions import Question, Reply

Replies = Sequence[tuple[str, Reply]]
"""Replies, each with who wrote it, oldest first."""


def news_card(question: Question, replies: Replies, view: View) -> Card:
    """Somebody replied. Oldest first, since it may be the first word of an answer."""
    words = view.words
    title = (
        words("{who} replied to your question.", who=replies[0][0])
        if len(replies) == 1
        else words("{count} replies to your question.", count=len(replies))
    )
    blocks: list[Block] = [Title(rich(title)), Text(rich(Strong(question.text)))]
    for who, reply in replies[:MOST_SHOWN]:
        blocks += [Quote(rich(reply.text)), Text(rich(who, Plain(_helped(question, reply, words))))]
        if question.accepted != reply.id:
            blocks.append(Buttons((_this_helped(reply, words),)))
    show = Button(words("Show them all"), "question.show", question.subject, object_name=_name(question, words))
    way = words.rich("Or type: {command} helped {number}", command=view.can.command, number=str(replies[-1][1].id))
    return Card(_notice(question, title, words), (*blocks, Buttons((show,)), Quiet(way)))


def follow_up_card(question: Question, replies: Replies, view: View, *, met: bool) -> Card:
    """Did one of these help? `met`: it was taken to a meeting that was held."""
    words = view.words
    title = words("Did the meeting help?") if met else words("Did this help?")
    blocks: list[Block] = [Title(rich(title)), Text(rich(question.text))]
    if question.state != "open":
        return Card(_notice(question, title, words), (*blocks, Text(state_of(question, words))))
    blocks += [
        Entry(rich(shortly(reply.text)), rich(who), (_this_helped(reply, words),)) for who, reply in _latest(replies)
    ]
    way = words.rich(
        "One press tells everybody who looks for the same. Or type: {command} {ways}",
        command=view.can.command,
        ways=_ways(question, replies, words),
    )
    presses = (
        Button(words("Still looking"), "question.looking", question.subject, object_name=_name(question, words)),
        _close(question, words),
    )
    return Card(_notice(question, title, words), (*blocks, Buttons(presses), Quiet(way)))


def _ways(question: Question, replies: Replies, words: Words) -> str:
    number = question.id
    if not replies:
        return words("looking {number} · close {number}", number=number)
    return words("helped {reply} · looking {number} · close {number}", reply=replies[-1][1].id, number=number)


def choice_card(question: Question, asked: tuple[int, int], replies: int, view: View) -> Card:
    """It is still open: what next? `asked` is how many people of how many units it was brought to."""
    words = view.words
    title = words("Your question is still open. What next?")
    blocks: list[Block] = [Title(rich(title)), Text(rich(Strong(question.text)))]
    notice = _notice(question, title, words)
    if question.state != "open":
        return Card(notice, (*blocks, Text(state_of(question, words))))
    if question.looking_at and question.choice_at and question.looking_at >= question.choice_at:
        return Card(notice, (*blocks, Text(rich(goes_on(question, words)))))
    number = str(question.id)
    way = words.rich(
        "If you do nothing, it stays open and joins Tuesday's list. Or type: {command} others {number} · "
        "meeting {number} · close {number}",
        command=view.can.command,
        number=number,
    )
    about = _name(question, words)
    presses = (
        Button(words("Try other people"), "question.try_others", question.subject, object_name=about),
        Button(words("Take it to the meeting"), "question.meeting", question.subject, object_name=about),
        _close(question, words),
    )
    return Card(notice, (*blocks, Text(_so_far(asked, replies, words)), Buttons(presses), Quiet(way)))


def taken(meeting: str, words: Words) -> str:
    """It is taken to that meeting."""
    return words("Your question is on the agenda of {meeting}.", meeting=meeting)


def taken_card(question: Question, meeting: str, view: View) -> Card:
    """It is taken to a meeting."""
    words = view.words
    title = taken(meeting, words)
    off = Button(words("Take it off again"), "question.stay", question.subject, object_name=_name(question, words))
    way = words.rich(
        "It stays open meanwhile, and replies are welcome. Or type: {command} meeting {number} off",
        command=view.can.command,
        number=str(question.id),
    )
    blocks = (Title(rich(title)), Text(rich(Strong(question.text))), Buttons((off,)), Quiet(way))
    return Card(_notice(question, title, words), blocks)


def with_name_card(question: Question, meeting: str, view: View) -> Card:
    """Before it is taken to a meeting: with the asker's name, or without it?"""
    words = view.words
    title = words("Take it to the meeting on {meeting}: with your name?", meeting=meeting)
    about = _name(question, words)
    presses = (
        Button(words("With my name"), "question.meeting_named", question.subject, object_name=about),
        Button(words("Without my name"), "question.meeting_nameless", question.subject, object_name=about),
    )
    way = words.rich(
        "The agenda shows the question; its card in the channel stays as it is. "
        "Or type: {command} meeting {number} named, or nameless",
        command=view.can.command,
        number=str(question.id),
    )
    return Card(title, (Title(rich(title)), Text(rich(Strong(question.text))), Buttons(presses), Quiet(way)))


def _so_far(asked: tuple[int, int], replies: int, words: Words) -> RichText:
    people, units = asked
    kindly = words(" That says nothing about your question.")
    if replies:
        told = words.many("There is {count} reply", "There are {count} replies", replies)
        return rich(words("{told}, and I don't know yet whether one helped.", told=told))
    if not people:
        return rich(words("Nobody has had time yet."), kindly)
    asked_of = words.many("I asked {count} person", "I asked {count} people", people)
    of_units = words.many(" in {count} unit", " in {count} units", units) if units else ""
    none = words(", and there was no time for it yet.") if people == 1 else words(", and none has had time yet.")
    return rich(asked_of, of_units, none, kindly)


def thanks_card(question: Question, view: View) -> Card:
    """It was closed after thirty days, and can be opened again."""
    words = view.words
    title = words("Your question was closed, with thanks to all who thought about it.")
    blocks: list[Block] = [Title(rich(title)), Text(rich(Strong(question.text)))]
    if question.state != "closed":
        return Card(_notice(question, title, words), (*blocks, Text(state_of(question, words))))
    again = Button(words("Open it again"), "question.reopen", question.subject, object_name=_name(question, words))
    return Card(
        _notice(question, title, words),
        (
            *blocks,
            Text(words.rich("It had been open for a while. It can still be found, and replies are still welcome.")),
            Buttons((again,)),
            Quiet(words.rich("Or type: {command} reopen {number}", command=view.can.command, number=str(question.id))),
        ),
    )


def goes_on(question: Question, words: Words) -> str:
    """What somebody reads who is still looking."""
    return words(
        "I keep looking. Question {number} is open, and I ask again in five working days if nothing has helped by then.",
        number=question.id,
    )


def _notice(question: Question, title: str, words: Words) -> str:
    return words("News about something you asked.") if question.nameless else title


def _name(question: Question, words: Words) -> str:
    return words("question {number}", number=question.id)


def _this_helped(reply: Reply, words: Words) -> Button:
    name = words("reply {number}", number=reply.id)
    return Button(words("This helped"), "reply.helped", reply.subject, object_name=name)


def _close(question: Question, words: Words) -> Button:
    return Button(
        words("Close it"), "question.close", question.subject, opens_form=True, object_name=_name(question, words)
    )


def _helped(question: Question, reply: Reply, words: Words) -> str:
    return words(" · This helped") if question.accepted == reply.id else ""


def _latest(replies: Replies) -> Replies:
    return replies[-MOST_SHOWN:]
