"""What members say they care about and have done: kept, and found by whoever needs somebody like them.

Two kinds of documents are found by it: `member`, of whose interests it tells, and `experience`. `find` shows neither.
"""

from dataclasses import replace
from datetime import datetime

from bot import grammar
from bot.audience import Caller
from bot.chat.calls import ButtonCall
from bot.chat.replies import OpenForm, Reply
from bot.errors import CommunityError
from bot.history import Happening
from bot.members.actions.changing import index, keep
from bot.members.actions.seeing import mine, profile_form, shown
from bot.members.model import LONGEST_EXPERIENCE, MOST_EXPERIENCES, Experience, Member
from bot.members.store import MemberWork
from bot.ports import Document


def unfindable(community: int, member: int, work: MemberWork) -> None:
    """Nothing they said of themselves is found any more. To be called while it is still kept. Repeatable."""
    work.search.drop(work.members.get(community, member).subject)
    for one in work.members.experiences(community, member):
        work.search.drop(one.subject)


def findable(member: Member, work: MemberWork) -> None:
    """What they said of themselves is found. Repeatable."""
    index(member, work)
    for one in work.members.experiences(member.community, member.id):
        work.search.put(Document(one.subject, one.text, ""))


def interests(call: ButtonCall, caller: Caller, work: MemberWork, now: datetime) -> Reply:
    """`me interests #consultation #costing` takes the place of what they were; alone it opens the form."""
    member = mine(call, caller, work)
    if not call.choice:
        return OpenForm(profile_form(member, caller, work))
    keep(replace(member, interests=read_interests(call.choice)), work, now)
    return shown(caller, work, now)


def read_interests(text: str) -> tuple[str, ...]:
    """The tags, with or without their sign: "#consultation #costing", "consultation, costing". "none" is none."""
    if text.strip(" .").lower() in {"none", "-"}:
        return ()
    signed = " ".join(f"#{word.strip('#.;:!?')}" for word in text.replace(",", " ").split())
    return grammar.tags_in(signed)[1]


def did(call: ButtonCall, caller: Caller, work: MemberWork, now: datetime) -> Reply:
    """`me did Ran a consultation with three municipalities`: one more thing the caller has done."""
    member = mine(call, caller, work)
    if not call.choice:
        return OpenForm(profile_form(member, caller, work))
    keep_experiences(member, [*_texts(member, work), *read_experiences(call.choice)], work, now)
    return shown(caller, work, now)


def undo(call: ButtonCall, caller: Caller, work: MemberWork, now: datetime) -> Reply:
    """`me undo 4`: that isn't so any more, or needn't be known."""
    member = mine(call, caller, work)
    number, _ = grammar.number_in(call.choice)
    theirs = work.members.experiences(member.community, member.id)
    if number not in {one.id for one in theirs}:
        raise CommunityError("undo_which")
    keep_experiences(member, [one.text for one in theirs if one.id != number], work, now)
    return shown(caller, work, now)


def read_experiences(text: str) -> list[str]:
    """One a line."""
    lines = (" ".join(line.split()).lstrip("-•* ") for line in text.splitlines())
    return [line[:LONGEST_EXPERIENCE] for line in lines if line]


def keep_experiences(member: Member, texts: list[str], work: MemberWork, now: datetime) -> None:
    """Keep and index these and no others; one that was there already keeps its number.

    Raises `CommunityError("enough_done")` for more than can be kept.
    """
    texts = list(dict.fromkeys(texts))
    if len(texts) > MOST_EXPERIENCES:
        raise CommunityError("enough_done")
    known = work.members.experiences(member.community, member.id)
    gone = [one for one in known if one.text not in texts]
    new = [text for text in texts if text not in {one.text for one in known}]
    for one in gone:
        _drop(one, work)
    for text in new:
        added = work.members.add_experience(member.community, member.id, text, now)
        work.search.put(Document(added.subject, text, ""))
    if gone or new:
        work.history.add(Happening(now, member.id, "edited", member.subject))


def _drop(experience: Experience, work: MemberWork) -> None:
    work.search.drop(experience.subject)
    work.members.drop_experience(experience)


def _texts(member: Member, work: MemberWork) -> list[str]:
    return [one.text for one in work.members.experiences(member.community, member.id)]
