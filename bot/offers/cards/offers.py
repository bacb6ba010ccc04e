"""A question, as it is brought to somebody who may know."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from bot.audience import View
from bot.chat.cards import Block, Button, Buttons, Card, Entry, Quiet, Quote, Text, Title
from bot.chat.richtext import RichText, Strong, rich
from bot.chat.words import Words
from bot.members.model import Asks, Member
from bot.offers.cards.pauses import paused, resumed_by
from bot.offers.model.offers import Offer, State, Why, most
from bot.questions.model.questions import Question

_WHY: Mapping[Why, Callable[[Words, str], str]] = {
    "experience": lambda words, _: words("You said you've done this."),
    "helped": lambda words, _: words("A reply of yours has helped somebody with this."),
    "interest": lambda words, _: words("You said you care about this."),
    "named": lambda words, name: words("{name} thought of you.", name=name),
    "welcome": lambda words, _: words("It's their first question here, and you offered to welcome newcomers."),
}
_OVER: Mapping[State, Callable[[Words], str]] = {
    "replied": lambda words: words("You replied. Thank you."),
    "happy": lambda words: words("You'd be happy to talk. Whoever asked is told, and chooses."),
    "met": lambda words: words("You'd be happy to talk, and the two of you know of each other now."),
    "apart": lambda words: words("You'd be happy to talk. Whoever asked is told, and chooses."),
    "named": lambda words: words("You thought of somebody. Thank you."),
    "passed": lambda words: words("Not one for you. Thank you for looking."),
    "settled": lambda words: words("This one is settled; there is nothing to do. Thank you for being there."),
}


def because(why: Why, thought_of: str, words: Words) -> str:
    """Why the question is for the reader. `thought_of` names who thought of them, if anybody did."""
    return _WHY[why](words, thought_of)


def offer_card(offer: Offer, question: Question, asks: Asks, thought_of: str, view: View) -> Card:
    """Could you help? `thought_of` names who thought of the reader, if anybody did."""
    words = view.words
    notice = _notice(question, words)
    blocks: list[Block] = [Text(_asks(question, words))]
    if question.detail:
        blocks.append(Quote(rich(question.detail)))
    blocks += [
        Text(
            words.rich(
                "{why} Two lines are plenty, and no is a fine answer.", why=because(offer.why, thought_of, words)
            )
        ),
        answers(offer, question, words),
        Quiet(_typed_way(question, asks, view)),
    ]
    return Card(notice, tuple(blocks))


def _notice(question: Question, words: Words) -> str:
    if question.tags:
        return words("Could you help with a question about {tag}?", tag=question.tags[0])
    return words("Could you help with a question?")


def _asks(question: Question, words: Words) -> RichText:
    asked = Strong(question.text)
    if question.nameless:
        return words.rich("Somebody asks: {question}", question=asked)
    if not question.unit:
        return words.rich("A colleague asks: {question}", question=asked)
    return words.rich("{unit} asks: {question}", unit=question.unit, question=asked)


def answers(offer: Offer, question: Question, words: Words) -> Buttons:
    """What can be answered to it."""
    name = words("question {number}", number=question.id)
    return Buttons(
        (
            Button(words("Reply"), "question.reply", question.subject, main=True, opens_form=True, object_name=name),
            Button(words("Happy to talk"), "offer.talk", offer.subject, object_name=name),
            Button(words("I know who"), "offer.know", offer.subject, opens_form=True, object_name=name),
            Button(words("Not me"), "offer.pass", offer.subject, object_name=name),
        )
    )


def _typed_way(question: Question, asks: Asks, view: View) -> RichText:
    words, week = view.words, most(asks).a_week
    often = words.many("At most {count} of these a week.", "At most {count} of these a week.", week)
    return words.rich(
        "{often} Change that: {command} me. Or type: {command} reply {number} …, talk {number}, iknow {number} NAME, pass {number}",
        often=often,
        command=view.can.command,
        number=str(question.id),
    )


def over_card(offer: Offer, view: View) -> Card:
    """What became of it."""
    words = view.words
    notice = _OVER[offer.state](words)
    return Card(
        notice,
        (
            Text(rich(notice)),
            Quiet(
                words.rich(
                    "Question {number}. To see it, type: {command} question {number}",
                    number=str(offer.question),
                    command=view.can.command,
                )
            ),
        ),
    )


def waiting_card(waiting: Sequence[tuple[Offer, Question]], member: Member, now: datetime, view: View) -> Card:
    """What somebody has been asked, and hasn't answered."""
    words = view.words
    notice = (
        words.many(
            "{count} question might be one for you. No is a fine answer.",
            "{count} questions might be ones for you. No is a fine answer.",
            len(waiting),
        )
        if waiting
        else words("I have no question for you just now.")
    )
    blocks: list[Block] = [Title(rich(notice))]
    for offer, question in waiting:
        number = words("Question {number}", number=question.id)
        blocks.append(Entry(rich(question.text), rich(number), answers(offer, question, words).buttons))
    resting = paused(member, now)
    blocks.append(
        Buttons(
            (
                _resume(member, words)
                if resting
                else Button(words("Pause"), "member.pause", member.subject, object_name=words("questions for you")),
            )
        )
    )
    typed = words.rich("Or type: {command} offers pause", command=view.can.command)
    blocks.append(Quiet(resumed_by(view) if resting else typed))
    return Card(notice, tuple(blocks))


def _resume(member: Member, words: Words) -> Button:
    return Button(words("Ask me again"), "member.resume", member.subject)
