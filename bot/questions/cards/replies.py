"""Replies, where they are carried and to those who wrote them."""

from bot.audience import View
from bot.chat.cards import Button, Buttons, Card, Quiet, Quote, Text, Title
from bot.chat.refs import Subject
from bot.chat.richtext import Plain, Strong, rich
from bot.chat.words import Words
from bot.questions.model.questions import Reply


def reply_card(reply: Reply, who: str, view: View, *, helped: bool) -> Card:
    """A reply, carried to where it was not typed."""
    words = view.words
    notice = words("{who} replied to question {number}", who=who, number=reply.question)
    name = words("reply {number}", number=reply.id)
    standing = words(" · This helped") if helped else ""
    return Card(
        notice,
        (
            Text(rich(reply.text)),
            Text(rich(Strong(who), Plain(standing))),
            Buttons(
                (
                    what_next(reply, words, helped=helped),
                    Button(words("More"), "reply.more", reply.subject, object_name=name),
                )
            ),
            Quiet(rich(_typed_way(reply, view, helped=helped))),
        ),
    )


def what_next(reply: Reply, words: Words, *, helped: bool) -> Button:
    """That it helped; once it did, to keep it in the library."""
    name = words("reply {number}", number=reply.id)
    if helped:
        return Button(words("Keep in the library"), "reply.keep", reply.subject, object_name=name)
    return Button(words("This helped"), "reply.helped", reply.subject, object_name=name)


def _typed_way(reply: Reply, view: View, *, helped: bool) -> str:
    words, command = view.words, view.can.command
    if helped:
        return words("Or type: {command} keep {number}", command=command, number=reply.id)
    return words("Or type: {command} helped {number}", command=command, number=reply.id)


def helped_card(reply: Reply, who: str, view: View, *, mine: bool) -> Card:
    """To whoever said which reply helped. `mine`: the question is theirs, and they may say that they are looking."""
    words = view.words
    notice = words("Good to hear. Question {number} now says who helped.", number=reply.question)
    question = Subject(reply.community, "question", reply.question)
    looking = Button(
        words("Still looking"),
        "question.looking" if mine else "question.reopen",
        question,
        object_name=words("question {number}", number=question.id),
    )
    return Card(
        notice,
        (
            Title(rich(notice)),
            Text(rich(who)),
            Text(words.rich("Keep it in the library, too? Then the next one who asks finds it.")),
            Buttons((what_next(reply, words, helped=True), looking)),
            Quiet(rich(_typed_way(reply, view, helped=True))),
        ),
    )


def carried_card(reply: Reply, places: str, view: View) -> Card:
    """To somebody whose reply was carried for the first time."""
    words = view.words
    notice = words("Your reply is also shown in {places}.", places=places)
    return Card(
        notice,
        (
            Title(rich(notice)),
            Text(
                words.rich(
                    "The community is in both places, so I carry replies across, with your name and unit. "
                    "I tell you this once."
                )
            ),
            Quote(rich(reply.text)),
            Buttons(
                (
                    Button(
                        words("Take it back"),
                        "reply.take_back",
                        reply.subject,
                        object_name=words("reply {number}", number=reply.id),
                    ),
                )
            ),
            Quiet(
                words.rich("Or type: {command} takeback reply {number}", command=view.can.command, number=str(reply.id))
            ),
        ),
    )


def replied_card(reply: Reply, view: View) -> Card:
    """To the replier: where it stands."""
    words = view.words
    notice = words(
        "Thank you. Your reply stands under question {number}, everywhere it is shown.", number=reply.question
    )
    return Card(
        notice,
        (
            Text(rich(notice)),
            Buttons(
                (
                    Button(
                        words("Edit"),
                        "reply.edit",
                        reply.subject,
                        opens_form=True,
                        object_name=words("reply {number}", number=reply.id),
                    ),
                    Button(
                        words("Take it back"),
                        "reply.take_back",
                        reply.subject,
                        object_name=words("reply {number}", number=reply.id),
                    ),
                )
            ),
        ),
    )
