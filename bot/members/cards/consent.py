"""How people are asked, once, whether the bot may bring them questions."""

from bot.audience import View
from bot.chat.cards import Block, Button, Buttons, Card, Quiet, Text, Title
from bot.chat.refs import Subject
from bot.chat.richtext import rich
from bot.chat.words import Words
from bot.members.cards.reaching import asks_line
from bot.members.model import Member


def may_i(tag: str, words: Words) -> str:
    """The question itself. `tag` is what it is about, empty for anything."""
    if tag:
        return words("May I ask you about {tag} now and then?", tag=tag)
    return words("May I ask you now and then, when somebody needs what you know?")


def consent_card(member: Subject, tag: str, view: View) -> Card:
    """To somebody whose reply helped and who hasn't said whether they may be asked."""
    words = view.words
    notice = may_i(tag, words)
    return Card(
        notice,
        (
            Title(rich(notice)),
            Text(
                words.rich(
                    "Your reply helped. Somebody may have a question like it again: two a week at most, and no is a "
                    "fine answer every time."
                )
            ),
            _buttons(member, tag, words),
            Quiet(words.rich("Or type: {command} me ask yes", command=view.can.command)),
        ),
    )


def consent_row(member: Subject, tag: str, words: Words) -> tuple[Block, ...]:
    """The same as part of another private answer: after a reply through the form, or a shared link."""
    return Text(rich(may_i(tag, words))), _buttons(member, tag, words)


def with_consent(card: Card, member: Subject, tag: str, words: Words) -> Card:
    """The card with that row, before its last grey line."""
    row = consent_row(member, tag, words)
    if card.blocks and isinstance(card.blocks[-1], Quiet):
        return Card(card.notice, (*card.blocks[:-1], *row, card.blocks[-1]))
    return Card(card.notice, (*card.blocks, *row))


def answered_card(member: Member, view: View) -> Card:
    """To somebody who has said whether they may be asked."""
    words = view.words
    agreed = member.asks != "never"
    notice = words("Thank you. I'll ask now and then.") if agreed else words("All right: I won't ask.")
    command = view.can.command
    no = words.rich("Or type: {command} me ask no", command=command)
    yes = words.rich("Or type: {command} me ask yes", command=command)
    return Card(
        notice,
        (
            Text(rich(notice)),
            Text(rich(asks_line(member.asks, words))),
            Buttons((Button(words("How I may reach you"), "member.reach", member.subject, opens_form=True),)),
            Quiet(no if agreed else yes),
        ),
    )


def _buttons(member: Subject, tag: str, words: Words) -> Buttons:
    return Buttons(
        (
            Button(
                words("Yes, ask me"), "member.ask_yes", member, choice=tag, main=True, object_name=words("being asked")
            ),
            Button(words("No, thanks"), "member.ask_no", member, choice=tag, object_name=words("being asked")),
        )
    )
