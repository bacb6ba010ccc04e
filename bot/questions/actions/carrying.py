"""Replies carried to where they were not typed, and the one word about it to whoever wrote them."""

from dataclasses import replace
from datetime import datetime

from bot.audience import Caller, View
from bot.chat.cards import Card
from bot.chat.refs import Subject
from bot.postings import Direct, InChannel
from bot.questions.actions.seeing import other_homes
from bot.questions.cards import replies as cards
from bot.questions.model.questions import Reply
from bot.questions.store import QuestionWork


def carry(kept: Reply, question: Subject, work: QuestionWork, now: datetime) -> None:
    """Under the question's card wherever that stands, other than where it was typed."""
    typed_in = kept.source.channel if kept.source else None
    for standing in work.postings.places(question):
        if not isinstance(standing.place, InChannel):
            continue
        if work.communities.channel(kept.community, standing.place.channel).ref != typed_in:
            work.postings.want(kept.subject, standing.place, now=now, under=question)


def tell(kept: Reply, caller: Caller, work: QuestionWork, now: datetime) -> None:
    """The first time, whoever wrote it."""
    if not work.postings.places(kept.subject):
        return
    member = work.members.get(caller.community, caller.member)
    if member.told_of_carrying_at is None:
        work.members.save(replace(member, told_of_carrying_at=now))
        work.postings.want(kept.subject.about("carried"), Direct(caller.account), now=now)


def draw(subject: Subject, work: QuestionWork, view: View) -> Card | None:
    """To the replier, the first time a reply of theirs is carried."""
    kept = work.questions.reply(subject.community, subject.id)
    if not kept.visible:
        return None
    elsewhere = other_homes(kept.community, view.deployment.title(kept.platform), work, view)
    if not elsewhere:
        return None
    return cards.carried_card(kept, ", ".join(elsewhere), view)
