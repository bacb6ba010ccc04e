"""Two accounts of one person become one member, when both have said so."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import partial

from bot import grammar
from bot.audience import Caller, Outsider, View
from bot.chat.calls import Asking, ButtonCall, CommandCall, FormCall
from bot.chat.refs import AccountRef, Subject, parse_subject
from bot.chat.replies import Private, Reply
from bot.community.actions.seeing import member_of
from bot.community.cards import codes as cards
from bot.community.model import GOOD_FOR, Code, confirmation
from bot.community.store import CommunityWork
from bot.errors import Unknown
from bot.feature import OnButton
from bot.history import Happening
from bot.members.actions.finding import findable
from bot.members.actions.leaving import gone_or_back
from bot.members.model import Member

SAID_GOOD_FOR = timedelta(days=7)
"""How long "that's me" waits for the other account to say the same."""
SAYS = "says they are"


def ask(code: Code, call: Asking, view: View, work: CommunityWork, now: datetime) -> Reply:
    """The code was right: the account that entered it is told whose it is, and says yes or no."""
    assert code.community is not None, "a code that links belongs to a member of a community"
    assert code.member is not None, "a code that links belongs to a member"
    work.only_writer_of(code.community)
    member = work.members.get(code.community, code.member)
    known = work.members.of_account(code.community, call.by)
    if known and known[0].id == member.id:
        return Private(cards.already_linked_card(view))
    kept = confirmation(code.community, member.id, call.by)
    work.communities.keep_code(Code("link", kept, now + GOOD_FOR["link"], code.community, member.id))
    return Private(cards.confirm_link_card(member.subject, _who(member, work, view), view))


def confirm(call: Asking, who: Caller | Outsider, work: CommunityWork, now: datetime) -> Reply:
    """Yes, both are mine."""
    named = _pressed_about(call)
    work.only_writer_of(named.community)
    if _taken(named, call.by, work, now) is None:
        return Private(cards.wrong_code_card(None, who.view))
    mine, _ = member_of(named.community, call.by, call.where, work, now)
    _made_one(work.members.get(named.community, named.id), mine, work, now)
    return Private(cards.linked_card(named, who.view))


def decline(call: Asking, who: Caller | Outsider, work: CommunityWork, now: datetime) -> Reply:
    """No: what was entered is void."""
    _taken(_pressed_about(call), call.by, work, now)
    return Private(cards.not_linked_card(who.view))


def same(call: ButtonCall, caller: Caller, work: CommunityWork, now: datetime) -> Reply:
    """A member with the same work e-mail is me, too. It takes effect when the other account says the same."""
    other = work.members.get(caller.community, caller.own(call.subject, "member").id)
    mine = work.members.get(caller.community, caller.member)
    if not _share_email(mine, other, work):
        raise Unknown
    if _said(other, mine, work, now):
        _made_one(other, mine, work, now)
        return Private(cards.linked_card(other.subject, caller.view))
    work.history.add(Happening(now, mine.id, SAYS, other.subject))
    titles = _platforms(other, work, caller.view)
    return Private(cards.said_same_card(_name(other, caller.view), titles, caller.view))


def answered(call: CommandCall, caller: Caller) -> Callable[[CommunityWork, datetime], Reply] | None:
    """What `link yes 7`, `link no 7` and `link same 7` do, by the number on the card; None for any other line."""
    line = grammar.typed(call.text)
    number, rest = grammar.number_in(line.rest)
    if line.word not in _ANSWERS or number is None or rest:
        return None
    press = ButtonCall(call.key, call.by, call.where, "account.same", str(caller.subject("member", number)))
    return partial(_ANSWERS[line.word], press, caller)


def _made_one(into: Member, gone: Member, work: CommunityWork, now: datetime) -> None:
    if into.id == gone.id:
        return
    work.search.drop(gone.subject)
    work.members.merge(into.community, into.id, gone.id)
    one = work.members.get(into.community, into.id)
    gone_or_back(one, work, now)
    findable(one, work)
    for shown in work.members.named_on(into.community, into.id):
        work.postings.redraw(shown, now)
    work.postings.redraw(Subject(into.community, "community", into.community, "setup"), now)
    work.history.add(Happening(now, into.id, "linked", into.subject))


def _share_email(mine: Member, other: Member, work: CommunityWork) -> bool:
    emails = [account.email for account in work.members.accounts(mine.community, mine.id)]
    return mine.id != other.id and any(
        member.id == other.id for email in emails if email for member in work.members.with_email(mine.community, email)
    )


def _said(by: Member, about: Member, work: CommunityWork, now: datetime) -> bool:
    return any(
        one.verb == SAYS and one.actor == by.id and one.at > now - SAID_GOOD_FOR
        for one in work.history.of(about.subject)
    )


def _taken(named: Subject, by: AccountRef, work: CommunityWork, now: datetime) -> Code | None:
    return work.communities.take_code(("link",), confirmation(named.community, named.id, by), now)


def _pressed_about(call: Asking) -> Subject:
    named = parse_subject(call.subject) if isinstance(call, ButtonCall | FormCall) else None
    if named is None or named.kind != "member":
        raise Unknown
    return named


def _name(member: Member, view: View) -> str:
    return member.name or view.words("a colleague")


def _platforms(member: Member, work: CommunityWork, view: View) -> str:
    accounts = work.members.accounts(member.community, member.id)
    return ", ".join(dict.fromkeys(view.deployment.title(account.ref.platform) for account in accounts))


def _who(member: Member, work: CommunityWork, view: View) -> str:
    facts = ", ".join(fact for fact in (member.unit, _platforms(member, work, view)) if fact)
    return f"{_name(member, view)} ({facts})" if facts else _name(member, view)


_ANSWERS: Mapping[str, OnButton[CommunityWork]] = {"yes": confirm, "no": decline, "same": same}
