"""What members point out, and what stewards hide: a reason, the author told, nobody named in a channel."""

from dataclasses import replace
from datetime import datetime

from bot.audience import Caller, View
from bot.chat.calls import ButtonCall, CommandCall, FormCall
from bot.chat.cards import Card, said
from bot.chat.forms import written
from bot.chat.refs import Subject
from bot.chat.replies import OpenForm, Private, Reply
from bot.errors import StewardsOnly, Unknown
from bot.history import Happening
from bot.library import actions as library
from bot.postings import Direct
from bot.questions.actions import posting, replying
from bot.questions.actions.seeing import named_in, pressed, visible_question, visible_reply
from bot.questions.cards import forms
from bot.questions.cards import stewards as cards
from bot.questions.store import QuestionWork

KINDS = ("question", "reply", "resource")


def flag_question(call: ButtonCall, caller: Caller, work: QuestionWork, now: datetime) -> Reply:
    """Point a question out to the stewards."""
    subject = caller.own(call.subject, "question")
    visible_question(subject.community, subject.id, work)
    return _flagged(subject, caller, work, now)


def flag_reply(call: ButtonCall, caller: Caller, work: QuestionWork, now: datetime) -> Reply:
    """Point a reply out to the stewards."""
    subject = caller.own(call.subject, "reply")
    visible_reply(subject.community, subject.id, work)
    return _flagged(subject, caller, work, now)


def _flagged(subject: Subject, caller: Caller, work: QuestionWork, now: datetime) -> Reply:
    if work.flags.raise_flag(subject, caller.member, now):
        work.history.add(Happening(now, None, "flagged", subject))
        for steward in work.members.stewards(caller.community):
            for account in work.members.accounts(caller.community, steward.id)[:1]:
                work.postings.want(subject.about("flag"), Direct(account.id), now=now)
    return Private(said(caller.words("Thank you. The stewards will have a look.")))


def leave(call: ButtonCall, caller: Caller, work: QuestionWork, now: datetime) -> Reply:
    """A steward has looked, and it stays."""
    subject = _flaggable(call.subject, caller)
    _looked_at(subject, work, now)
    work.history.add(Happening(now, caller.member, "left", subject))
    return Private(said(caller.words("It stays. Thank you for looking.")))


def hide(call: ButtonCall, caller: Caller, work: QuestionWork, now: datetime) -> Reply:
    """The form that asks why; what is hidden already comes back."""
    subject = _flaggable(call.subject, caller)
    if _hidden(subject, work):
        return _brought_back(subject, caller, work, now)
    return OpenForm(forms.hide_form(subject, caller.view))


def hidden(call: FormCall, caller: Caller, work: QuestionWork, now: datetime) -> Reply:
    """Hidden, for the reason chosen, and its author told."""
    subject = _flaggable(call.subject, caller)
    chosen = written(call.values, "reason")
    reason = chosen if chosen in cards.HIDDEN_BECAUSE else "confidence"
    author, nameless = _hide(subject, work, now)
    _looked_at(subject, work, now)
    work.history.add(Happening(now, caller.member, "hid", subject, {"reason": reason}))
    if author is not None:
        for account in work.members.accounts(caller.community, author)[:1]:
            part = "hidden.nameless" if nameless else "hidden"
            work.postings.want(subject.about(part), Direct(account.id), now=now)
    return Private(said(caller.words("Hidden, and whoever wrote it is told why. Hide it again to bring it back.")))


def hide_typed(call: CommandCall, caller: Caller, work: QuestionWork, now: datetime) -> Reply:
    """`hide 17`, `hide reply 9`, `hide resource 5`."""
    if not caller.steward:
        raise StewardsOnly
    subject = named_in(call, caller, KINDS)
    press = pressed(call, f"{subject.kind}.hide", subject)
    return library.hide(press, caller, work, now) if subject.kind == "resource" else hide(press, caller, work, now)


def flag_typed(call: CommandCall, caller: Caller, work: QuestionWork, now: datetime) -> Reply:
    """`flag 17`, `flag reply 9`, `flag resource 5`."""
    subject = named_in(call, caller, KINDS)
    flags = {"question": flag_question, "reply": flag_reply, "resource": library.flag}
    return flags[subject.kind](pressed(call, f"{subject.kind}.flag", subject), caller, work, now)


def take_back_typed(call: CommandCall, caller: Caller, work: QuestionWork, now: datetime) -> Reply:
    """`takeback 17`, `takeback reply 9`, `takeback resource 5`."""
    subject = named_in(call, caller, KINDS)
    ways = {"question": posting.take_back, "reply": replying.take_back, "resource": library.take_back}
    return ways[subject.kind](pressed(call, f"{subject.kind}.take_back", subject), caller, work, now)


def helped_typed(call: CommandCall, caller: Caller, work: QuestionWork, now: datetime) -> Reply:
    """`helped 9`, a reply; `helped resource 5`."""
    subject = named_in(call, caller, ("reply", "resource"))
    ways = {"reply": replying.helped, "resource": library.helped}
    return ways[subject.kind](pressed(call, f"{subject.kind}.helped", subject), caller, work, now)


def draw_flag(subject: Subject, work: QuestionWork, view: View) -> Card | None:
    """To a steward, while it waits."""
    whole = subject.about("")
    if whole not in work.flags.raised(subject.community) or _hidden(whole, work):
        return None
    text, unit = _told(whole, work)
    return cards.flagged_card(whole, text, unit, view)


def draw_hidden(subject: Subject, work: QuestionWork, view: View) -> Card | None:
    """To the author, while it is hidden."""
    whole = subject.about("")
    if not _hidden(whole, work):
        return None
    reasons = [
        str(happening.details.get("reason", "")) for happening in work.history.of(whole) if happening.verb == "hid"
    ]
    kind = "nameless" if subject.part.endswith("nameless") else whole.kind
    return cards.hidden_card(kind, whole.id, reasons[-1] if reasons else "", view)


def _flaggable(text: str, caller: Caller) -> Subject:
    for kind in ("question", "reply"):
        try:
            return caller.own(text, kind)
        except Unknown:
            continue
    raise Unknown


def _looked_at(subject: Subject, work: QuestionWork, now: datetime) -> None:
    work.flags.lower(subject)
    work.postings.withdraw(subject.about("flag"), now)


def _hidden(subject: Subject, work: QuestionWork) -> bool:
    match subject.kind:
        case "question":
            return work.questions.get(subject.community, subject.id).hidden
        case "reply":
            return work.questions.reply(subject.community, subject.id).hidden
        case _:
            return False


def _told(subject: Subject, work: QuestionWork) -> tuple[str, str]:
    if subject.kind == "question":
        question = work.questions.get(subject.community, subject.id)
        return f"{question.text}\n{question.detail}".strip(), question.unit
    reply = work.questions.reply(subject.community, subject.id)
    return reply.text, reply.unit


def _hide(subject: Subject, work: QuestionWork, now: datetime) -> tuple[int | None, bool]:
    """Hide it; its author, and whether they asked without a name."""
    if subject.kind == "question":
        question = visible_question(subject.community, subject.id, work)
        posting.vanish(question, work, now)
        work.questions.save(replace(question, hidden=True))
        return question.member, question.nameless
    reply = visible_reply(subject.community, subject.id, work)
    replying.vanish(reply, work, now)
    work.questions.save_reply(replace(reply, hidden=True))
    return reply.member, False


def _brought_back(subject: Subject, caller: Caller, work: QuestionWork, now: datetime) -> Reply:
    if subject.kind == "question":
        question = replace(work.questions.get(subject.community, subject.id), hidden=False)
        if question.withdrawn:
            raise Unknown
        work.questions.save(question)
        posting.appear(question, work, now)
        for reply in work.questions.replies(question.community, question.id):
            replying.appear(reply, work, now)
    else:
        reply = replace(work.questions.reply(subject.community, subject.id), hidden=False)
        if reply.withdrawn:
            raise Unknown
        work.questions.save_reply(reply)
        replying.appear(reply, work, now)
    for part in ("hidden", "hidden.nameless"):
        work.postings.withdraw(subject.about(part), now)
    work.history.add(Happening(now, caller.member, "unhid", subject))
    return Private(said(caller.words("It stands again.")))
