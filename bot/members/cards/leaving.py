"""What people read who leave."""

from bot.audience import View
from bot.chat.cards import Button, Buttons, Card, Quiet, Text, Title, said
from bot.chat.refs import Subject
from bot.chat.richtext import rich
from bot.members.model import Kept


def forget_card(member: Subject, kept: Kept, view: View) -> Card:
    """What forgetting means, before it is done."""
    words = view.words
    notice = words("Forget you here? This can't be undone.")
    wrote = words.many(
        "The {count} thing you wrote stays, without your name; take back first what shouldn't.",
        "The {count} things you wrote stay, without your name; take back first what shouldn't.",
        kept.questions + kept.nameless + kept.replies + kept.resources + kept.notes + kept.topics,
    )
    return Card(
        notice,
        (
            Title(rich(notice)),
            Text(
                words.rich(
                    "Gone for good: your name, unit, interests, what you've done, accounts, drafts, questions brought to "
                    "you, answers to meetings, ticks, what you follow and flagged."
                )
            ),
            Text(rich(wrote)),
            Text(
                words.rich(
                    "I also take away what I wrote to you unasked. What you typed, and what I answered to it, I can't reach."
                )
            ),
            Buttons(
                (
                    Button(words("Keep me"), "member.show", member, main=True),
                    Button(words("Yes, forget me"), "member.forget_now", member),
                )
            ),
            Quiet(words.rich("Or type: {command} me forget now", command=view.can.command)),
        ),
    )


def forgotten_card(view: View) -> Card:
    """To somebody who isn't known any more."""
    return said(view.words("You are forgotten here. Thank you for what you brought; you may come back any time."))
