"""What members point out, and what stewards hide: a reason, the author told, nobody named in a channel."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.audience import Caller, View
from bot.chat.calls import ButtonCall, CommandCall, FormCall
from bot.chat.cards import Card, said
from bot.chat.forms import written
from bot.chat.refs import Subject
from bot.chat.replies import OpenForm, Private, Reply
from bot.community.cards.log import HIDDEN_BECAUSE
from bot.errors import StewardsOnly, Unknown
from bot.history import Happening
from bot.library.actions import minding as library
from bot.library.actions import sharing
from bot.meetings.actions import noting
from bot.postings import Direct
from bot.questions.actions import keeping, posting, replying
from bot.questions.actions.seeing import named_in, pressed
from bot.questions.cards import forms
from bot.questions.cards import stewards as cards
from bot.questions.store import QuestionWork
from bot.topics.actions import minding as topics

KINDS = ("question", "reply", "resource", "topic", "notes")


@dataclass(frozen=True, slots=True)
class Thing:
    """Something a member wrote, as those see it who mind what is written. `author` is None when forgotten."""

    subject: Subject
    text: str
    unit: str
    author: int | None
    nameless: bool
    hidden: bool
    withdrawn: bool


def flag(call: ButtonCall, caller: Caller, work: QuestionWork, now: datetime) -> Reply:
    """Point something out to the stewards."""
    thing = _thing(call.subject, caller, work)
    if thing.hidden:
        raise Unknown
    if work.flags.raise_flag(thing.subject, caller.member, now):
        work.history.add(Happening(now, None, "flagged", thing.subject))
        for steward in work.members.stewards(caller.community):
            _tell(steward.id, thing.subject.about("flag"), work, now)
    return Private(said(caller.words("Thank you. The stewards will have a look.")))


def leave(call: ButtonCall, caller: Caller, work: QuestionWork, now: datetime) -> Reply:
    """A steward has looked, and it stays."""
    thing = _thing(call.subject, caller, work)
    _looked_at(thing.subject, work, now)
    work.history.add(Happening(now, caller.member, "left", thing.subject))
    return Private(said(caller.words("It stays. Thank you for looking.")))


def hide(call: ButtonCall, caller: Caller, work: QuestionWork, _now: datetime) -> Reply:
    """The form that asks why."""
    thing = _thing(call.subject, caller, work)
    if thing.hidden:
        return Private(cards.hidden_already_card(thing.subject, caller.view))
    return OpenForm(forms.hide_form(thing.subject, caller.view))


def hidden(call: FormCall, caller: Caller, work: QuestionWork, now: datetime) -> Reply:
    """Hidden, for the reason chosen, and its author told."""
    thing = _thing(call.subject, caller, work)
    if thing.hidden:
        return Private(cards.hidden_already_card(thing.subject, caller.view))
    chosen = written(call.values, "reason")
    reason = chosen if chosen in HIDDEN_BECAUSE else "confidence"
    _put_away(thing.subject, work, now)
    _looked_at(thing.subject, work, now)
    work.history.add(Happening(now, caller.member, "hid", thing.subject, {"reason": reason}))
    if thing.author is not None:
        _tell(thing.author, thing.subject.about("hidden.nameless" if thing.nameless else "hidden"), work, now)
    return Private(cards.hidden_now_card(thing.subject, caller.view))


def unhide(call: ButtonCall, caller: Caller, work: QuestionWork, now: datetime) -> Reply:
    """It stands again."""
    thing = _thing(call.subject, caller, work)
    if thing.hidden:
        _bring_back(thing.subject, work, now)
        for part in ("hidden", "hidden.nameless"):
            work.postings.withdraw(thing.subject.about(part), now)
        work.history.add(Happening(now, caller.member, "unhid", thing.subject))
    return Private(said(caller.words("It stands again.")))


def hide_typed(call: CommandCall, caller: Caller, work: QuestionWork, now: datetime) -> Reply:
    """`hide 17`, `hide reply 9`, `hide resource 5`."""
    subject = named_in(call, caller, KINDS)
    return hide(pressed(call, f"{subject.kind}.hide", subject), caller, work, now)


def unhide_typed(call: CommandCall, caller: Caller, work: QuestionWork, now: datetime) -> Reply:
    """`unhide 17`, `unhide reply 9`, `unhide resource 5`."""
    subject = named_in(call, caller, KINDS)
    return unhide(pressed(call, f"{subject.kind}.unhide", subject), caller, work, now)


def flag_typed(call: CommandCall, caller: Caller, work: QuestionWork, now: datetime) -> Reply:
    """`flag 17`, `flag reply 9`; stewards who have looked: `flag 17 leave`."""
    subject = named_in(call, caller, KINDS)
    if call.text.lower().split()[-1] == "leave":
        if not caller.steward:
            raise StewardsOnly
        return leave(pressed(call, "flag.leave", subject), caller, work, now)
    return flag(pressed(call, f"{subject.kind}.flag", subject), caller, work, now)


def take_back_typed(call: CommandCall, caller: Caller, work: QuestionWork, now: datetime) -> Reply:
    """`takeback 17`, `takeback reply 9`, `takeback resource 5`."""
    subject = named_in(call, caller, KINDS)
    ways = {"question": posting.take_back, "reply": replying.take_back, "resource": library.take_back}
    ways |= {"topic": topics.take_back, "notes": noting.take_back}
    return ways[subject.kind](pressed(call, f"{subject.kind}.take_back", subject), caller, work, now)


def helped_typed(call: CommandCall, caller: Caller, work: QuestionWork, now: datetime) -> Reply:
    """`helped 9`, a reply; `helped resource 5`."""
    subject = named_in(call, caller, ("reply", "resource"))
    ways = {"reply": replying.helped, "resource": sharing.helped}
    return ways[subject.kind](pressed(call, f"{subject.kind}.helped", subject), caller, work, now)


def draw_flag(subject: Subject, work: QuestionWork, view: View) -> Card | None:
    """To a steward, while it waits."""
    thing = _found(subject.about(""), work)
    if thing.hidden or thing.withdrawn or thing.subject not in work.flags.raised(subject.community):
        return None
    return cards.flagged_card(thing.subject, thing.text, thing.unit, view)


def draw_hidden(subject: Subject, work: QuestionWork, view: View) -> Card | None:
    """To the author, while it is hidden."""
    thing = _found(subject.about(""), work)
    if not thing.hidden or thing.withdrawn:
        return None
    happenings = [one for one in work.history.of(thing.subject) if one.verb == "hid"]
    reason = str(happenings[-1].details.get("reason", "")) if happenings else ""
    kind = "nameless" if subject.part.endswith("nameless") else thing.subject.kind
    return cards.hidden_card(kind, thing.subject.id, reason, view)


def _thing(text: str, caller: Caller, work: QuestionWork) -> Thing:
    """What a press or form names, hidden or not. Raises `Unknown` for what was taken back, and for what isn't there."""
    for kind in KINDS:
        if f"/{kind}:" in text:
            thing = _found(caller.own(text, kind), work)
            if not thing.withdrawn:
                return thing
    raise Unknown


def _found(subject: Subject, work: QuestionWork) -> Thing:
    match subject.kind:
        case "question":
            question = work.questions.get(subject.community, subject.id)
            text = f"{question.text}\n{question.detail}".strip()
            facts = (question.unit, question.member, question.nameless, question.hidden, question.withdrawn)
        case "reply":
            reply = work.questions.reply(subject.community, subject.id)
            text, facts = reply.text, (reply.unit, reply.member, False, reply.hidden, reply.withdrawn)
        case "resource":
            kept = work.library.get(subject.community, subject.id)
            text = f"{kept.name}\n{kept.url or kept.note}"
            facts = ("", kept.sharer, False, kept.hidden, kept.withdrawn)
        case "topic":
            topic = work.topics.get(subject.community, subject.id)
            text, facts = topic.text, ("", topic.member, False, topic.hidden, topic.withdrawn)
        case "notes":
            notes = work.meetings.notes(subject.community, subject.id)
            text = f"{notes.talked}\n{notes.useful}".strip()
            facts = ("", notes.member, False, notes.hidden, notes.withdrawn)
        case _:
            raise Unknown
    return Thing(subject.about(""), text, *facts)


def _tell(member: int, subject: Subject, work: QuestionWork, now: datetime) -> None:
    for account in work.members.accounts(subject.community, member)[:1]:
        work.postings.want(subject, Direct(account.id), now=now)


def _looked_at(subject: Subject, work: QuestionWork, now: datetime) -> None:
    work.flags.lower(subject)
    work.postings.withdraw(subject.about("flag"), now)


def _put_away(subject: Subject, work: QuestionWork, now: datetime) -> None:
    match subject.kind:
        case "question":
            question = work.questions.get(subject.community, subject.id)
            posting.vanish(question, work, now)
            keeping.kept(replace(question, hidden=True), work, now)
        case "reply":
            reply = work.questions.reply(subject.community, subject.id)
            replying.vanish(reply, replace(reply, hidden=True), work, now)
        case "topic":
            topics.put_away(work.topics.get(subject.community, subject.id), work, now)
        case "notes":
            noting.put_away(work.meetings.notes(subject.community, subject.id), work, now)
        case _:
            library.put_away(work.library.get(subject.community, subject.id), work, now)


def _bring_back(subject: Subject, work: QuestionWork, now: datetime) -> None:
    match subject.kind:
        case "question":
            question = replace(work.questions.get(subject.community, subject.id), hidden=False)
            work.questions.save(question)
            posting.appear(question, work, now)
            for reply in work.questions.replies(question.community, question.id):
                replying.appear(reply, work, now)
        case "reply":
            reply = replace(work.questions.reply(subject.community, subject.id), hidden=False)
            work.questions.save_reply(reply)
            replying.appear(reply, work, now)
        case "topic":
            topics.bring_back(work.topics.get(subject.community, subject.id), work, now)
        case "notes":
            noting.bring_back(work.meetings.notes(subject.community, subject.id), work, now)
        case _:
            library.bring_back(work.library.get(subject.community, subject.id), work)
