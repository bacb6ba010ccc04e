"""How people see where they are known and what is kept about them."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.audience import View
from bot.chat.cards import Block, Button, Buttons, Card, Entry, Quiet, Text, Title
from bot.chat.refs import Subject
from bot.chat.richtext import RichText, Strong, lines, rich
from bot.chat.words import Words
from bot.members.cards.profile import Profile, account_name, listed, signed
from bot.members.cards.reaching import asks_line, away_line, hours_line
from bot.members.model import Account, Kept


@dataclass(frozen=True, slots=True)
class Twin:
    """A member with the same work e-mail as the reader, who may be the same person."""

    member: Subject
    name: str
    platforms: str


def accounts_card(member: Subject, accounts: Sequence[Account], twins: Sequence[Twin], view: View) -> Card:
    """Where a member is known, and how another account is linked."""
    words = view.words
    notice = words.many("You have {count} account here.", "You have {count} accounts here.", len(accounts))
    blocks: list[Block] = [Title(rich(notice)), *(Entry(rich(account_name(account, view))) for account in accounts)]
    blocks += [_twin(twin, words) for twin in twins]
    return Card(
        notice,
        (
            *blocks,
            Text(words.rich("Link the one on the other platform, and you count once and are one person to everybody.")),
            Buttons(
                (
                    Button(words("Link another account"), "account.link", member, main=True),
                    Button(words("Enter a code"), "code.enter", opens_form=True),
                )
            ),
            Quiet(words.rich("Or type: {command} link", command=view.can.command)),
        ),
    )


def _twin(twin: Twin, words: Words) -> Entry:
    return Entry(
        words.rich("**{name}**, {platforms}, has the same work e-mail.", name=twin.name, platforms=twin.platforms),
        words.rich("Is this you, too? If not, do nothing."),
        (Button(words("Yes, that's me"), "account.same", twin.member, object_name=twin.name),),
    )


def kept_card(profile: Profile, kept: Kept, view: View) -> Card:
    """Everything that is kept about a member, counted."""
    words, member = view.words, profile.member
    notice = words("This is what is kept about you here.")
    return Card(
        notice,
        (
            Title(rich(notice)),
            Text(_who(profile, view)),
            Text(_counts(kept, words)),
            Text(
                words.rich(
                    "Nothing else: no title, no rank, nothing you said that wasn't to me. Drafts go after seven days; "
                    "who asked without a name, thirty days after the question closed."
                )
            ),
            Buttons(
                (
                    Button(
                        words("Change"),
                        "member.edit",
                        member.subject,
                        main=True,
                        opens_form=True,
                        object_name=words("what others see of you"),
                    ),
                    Button(
                        words("I've moved"),
                        "member.moved",
                        member.subject,
                        opens_form=True,
                        object_name=words("your unit"),
                    ),
                    Button(
                        words("Take it along"),
                        "member.export",
                        member.subject,
                        object_name=words("what's kept about you"),
                    ),
                    Button(words("Forget me"), "member.forget", member.subject),
                )
            ),
            Quiet(words.rich("Or type: {command} me moved, me export, me forget", command=view.can.command)),
        ),
    )


def _who(profile: Profile, view: View) -> RichText:
    words, member = view.words, profile.member
    emails = ", ".join(account.email for account in profile.accounts if account.email)
    facts = (
        (words("Name"), member.name),
        (words("Unit"), member.unit),
        (words("Accounts"), listed(profile.accounts, view)),
        (words("Work e-mail"), emails),
        (words("Member since"), f"{member.joined_at:%Y-%m-%d}"),
        (words("Steward"), words("yes") if member.steward else words("no")),
        (words("Interests"), signed(member.interests)),
        (words("Welcomes newcomers"), words("yes") if member.welcomes else words("no")),
        (words("How often I may write"), asks_line(member.asks, words)),
        (words("Quiet hours"), hours_line(member, words) if member.quiet_from or member.quiet_until else ""),
        (words("Leave"), " ".join(away_line(one, words) for one in profile.leaves)),
    )
    nothing = words("not kept")
    return lines(rich(Strong(f"{label}: "), fact or nothing) for label, fact in facts)


def _counts(kept: Kept, words: Words) -> RichText:
    counts = (
        words.many("{count} draft", "{count} drafts", kept.drafts),
        words.many("{count} question with your name", "{count} questions with your name", kept.questions),
        words.many("{count} question without your name", "{count} questions without your name", kept.nameless),
        words.many("{count} reply", "{count} replies", kept.replies),
        words.many("{count} resource", "{count} resources", kept.resources),
        words.many("{count} question you follow", "{count} questions you follow", kept.follows),
        words.many("{count} thing you flagged", "{count} things you flagged", kept.flags),
        words.many("{count} answer to a meeting", "{count} answers to meetings", kept.answers),
        words.many("{count} time you took notes", "{count} times you took notes", kept.notes),
        words.many("{count} topic you suggested", "{count} topics you suggested", kept.topics),
        words.many("{count} tick on a topic", "{count} ticks on topics", kept.ticks),
        words.many("{count} turn to convene", "{count} turns to convene", kept.turns),
        words.many("{count} thing you say you've done", "{count} things you say you've done", kept.experiences),
        words.many("{count} question brought to you", "{count} questions brought to you", kept.offers),
        words.many(
            "{count} line of what you did and when, without your words",
            "{count} lines of what you did and when, without your words",
            kept.happenings,
        ),
    )
    return lines(rich(count) for count in counts)
