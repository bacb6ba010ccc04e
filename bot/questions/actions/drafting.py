"""From a thought to a draft: what is already known first, then a private preview."""

import re
from dataclasses import replace
from datetime import datetime

from bot import grammar, quiet
from bot.audience import Caller, View
from bot.chat.calls import Asking, ButtonCall, CommandCall, FormCall, Found, MessageCall
from bot.chat.cards import Card, said
from bot.chat.forms import ticked
from bot.chat.refs import Subject, parse_subject
from bot.chat.replies import FormErrors, OpenForm, Private, Reply
from bot.community.cards.setup import channel_name
from bot.errors import CommunityError, Unknown
from bot.history import Happening
from bot.library.cards.resources import found_card
from bot.postings import Direct
from bot.questions.actions.seeing import caution, filled_in, may_hide_name, own_draft
from bot.questions.cards import drafts as cards
from bot.questions.cards import forms
from bot.questions.cards.questions import asked_by
from bot.questions.model.questions import DRAFT_KEPT, SAME_QUESTION, Draft, Question, as_question
from bot.questions.store import QuestionWork

REMINDER = "reminder"
"""The part of a draft under which its writer is reminded of it."""
CLOSE_ENOUGH = 0.55
"""The least with which nothing is shown before nine of ten questions that nothing known answers."""
MOST_MATCHES = 3
WORTH_ASKING = 4
"""So many words typed are probably a question, not words to look up."""
_NAMELESS = re.compile(r"(?:^|\s)--(?:anon|anonymous|nameless)(?=\s|$)")


def ask(call: CommandCall, caller: Caller, work: QuestionWork, now: datetime) -> Reply:
    """`ask How early …? #tag`, to a private preview; without words, the form."""
    text, nameless = _NAMELESS.sub("", call.text).strip(), bool(_NAMELESS.search(call.text))
    if nameless and not call.private:
        raise CommunityError("no_name_in_the_open")
    if nameless and not may_hide_name(caller, work):
        raise CommunityError("no_name_switched_off")
    if not text:
        return OpenForm(forms.ask_form(caller.view, may_hide=may_hide_name(caller, work), nameless=nameless))
    bare, tags = grammar.tags_in(text)
    if not bare:
        raise CommunityError("nothing_written")
    return _offered(*as_question(bare), tags, nameless, call, caller, work, now)


def write(_call: ButtonCall, caller: Caller, work: QuestionWork, _now: datetime) -> Reply:
    """The form for asking."""
    return OpenForm(forms.ask_form(caller.view, may_hide=may_hide_name(caller, work)))


def asked(call: FormCall, caller: Caller, work: QuestionWork, now: datetime) -> Reply:
    """The filled-in form, to a private preview."""
    nameless = forms.NAMELESS_TICK in ticked(call.values, "nameless")
    if nameless and not may_hide_name(caller, work):
        return FormErrors({"nameless": caller.words("Asking without a name has been switched off in this community.")})
    return _offered(*filled_in(call.values), nameless, call, caller, work, now)


def find(call: CommandCall, caller: Caller, work: QuestionWork, now: datetime) -> Reply:
    """What is known about some words; a whole sentence can be asked with one press."""
    text, tags = grammar.tags_in(call.text)
    if not text:
        return Private(said(caller.words("What shall I look for? Type: find consultation")))
    draft = None
    if len(text.split()) >= WORTH_ASKING and call.private:
        draft = _drafted(*as_question(text), tags, caller, work, now)
        work.due.plan(draft.subject, draft.next_step())
    return Private(found_card(call.found, draft.subject if draft else None, caller.view))


def looked_for(call: Asking, community: int, work: QuestionWork) -> str:
    """The words that a call would have looked up."""
    match call:
        case CommandCall(text=text):
            return _NAMELESS.sub("", text)
        case FormCall(values=values):
            return f"{values.get('text', '')} {values.get('detail', '')}"
        case MessageCall():
            return ""
        case ButtonCall(subject=subject):
            named = parse_subject(subject)
            if named is None or named.kind != "draft" or named.community != community:
                return ""
            try:
                return work.drafts.get(community, named.id).text
            except Unknown:
                return ""


def preview(call: ButtonCall, caller: Caller, work: QuestionWork, now: datetime) -> Reply:
    """What others would see."""
    draft = own_draft(call, caller, work)
    if draft.offered_at is None:
        draft = _kept(replace(draft, offered_at=now), work)
    return Private(_preview(draft, call.found, caller, work))


def edit(call: ButtonCall, caller: Caller, work: QuestionWork, _now: datetime) -> Reply:
    """The form with the draft in it."""
    return OpenForm(forms.draft_form(own_draft(call, caller, work), caller.view))


def edited(call: FormCall, caller: Caller, work: QuestionWork, now: datetime) -> Reply:
    """The changed draft, to a private preview."""
    text, detail, tags = filled_in(call.values)
    changed = replace(own_draft(call, caller, work), text=text, detail=detail, tags=tags, offered_at=now)
    return Private(_preview(_kept(changed, work), call.found, caller, work))


def turn_name(call: ButtonCall, caller: Caller, work: QuestionWork, _now: datetime) -> Reply:
    """Hide the writer's name, or show it."""
    draft = own_draft(call, caller, work)
    if not draft.nameless:
        _check_may_hide(draft, caller, work)
    return Private(_preview(_kept(replace(draft, nameless=not draft.nameless), work), call.found, caller, work))


def keep(call: ButtonCall, caller: Caller, work: QuestionWork, _now: datetime) -> Reply:
    """Not now."""
    return Private(cards.kept_card(own_draft(call, caller, work), caller.view))


def drop(call: ButtonCall, caller: Caller, work: QuestionWork, now: datetime) -> Reply:
    """Gone, words and all."""
    dropped(own_draft(call, caller, work), work, now)
    return Private(said(caller.words("Dropped. Nobody else has seen it.")))


def answered(call: ButtonCall, caller: Caller, work: QuestionWork, now: datetime) -> Reply:
    """What was found already answers it: nothing is posted."""
    draft = own_draft(call, caller, work)
    by = parse_subject(call.choice)
    if by is None or by.community != caller.community:
        raise Unknown
    if by.kind == "resource" and work.library.get(by.community, by.id).visible:
        work.library.helped(by.community, by.id, caller.member, now)
    dropped(draft, work, now)
    actor = None if draft.nameless else caller.member
    work.history.add(Happening(now, actor, "found an answer", by))
    return Private(said(caller.words("Good. Nothing was posted, and your draft is gone.")))


def drafts(_call: CommandCall, caller: Caller, work: QuestionWork, _now: datetime) -> Reply:
    """The caller's drafts."""
    return Private(cards.drafts_card(work.drafts.of_member(caller.community, caller.member), caller.view))


def remind(subject: Subject, work: QuestionWork, now: datetime) -> None:
    """One reminder, outside quiet hours, where the draft was written."""
    draft = work.drafts.get(subject.community, subject.id)
    draft = _kept(replace(draft, reminded_at=now), work)
    until, unseen = draft.written_at + DRAFT_KEPT, draft.nameless
    quiet.want(subject.about(REMINDER), Direct(draft.account), work, now, expires_at=until, unseen=unseen)


def drop_old(subject: Subject, work: QuestionWork, now: datetime) -> None:
    """Seven days are over."""
    dropped(work.drafts.get(subject.community, subject.id), work, now)


def draw_reminder(subject: Subject, work: QuestionWork, view: View) -> Card | None:
    """The reminder, while there is a draft."""
    try:
        return cards.reminder_card(work.drafts.get(subject.community, subject.id), view)
    except Unknown:
        return None


def dropped(draft: Draft, work: QuestionWork, now: datetime) -> None:
    """The draft and its reminder go; of one without a name nothing is left that says whose it was."""
    work.drafts.drop(draft)
    work.due.plan(draft.subject, None)
    if draft.nameless:
        work.postings.unlink(draft.subject.about(REMINDER), now)
    work.postings.withdraw(draft.subject, now)


def asked_before(draft: Draft, work: QuestionWork, now: datetime) -> Question | None:
    """The same question by the same member within ten minutes."""
    return work.questions.same(draft.community, draft.member, draft.text, now - SAME_QUESTION)


def where_it_goes(caller: Caller, work: QuestionWork) -> str:
    """The home channels by name, and about how many people read them."""
    homes = [channel for channel in work.communities.channels(caller.community) if channel.home]
    places = [channel_name(home, caller.view) for home in homes]
    known = [home.people for home in homes if home.people is not None]
    guests = sum(home.guests or 0 for home in homes)
    return cards.where_it_goes(places, sum(known) if len(known) == len(homes) else None, guests, caller.words)


def _offered(
    text: str,
    detail: str,
    tags: tuple[str, ...],
    nameless: bool,
    call: CommandCall | FormCall,
    caller: Caller,
    work: QuestionWork,
    now: datetime,
) -> Reply:
    first = work.questions.same(caller.community, caller.member, text, now - SAME_QUESTION)
    if first is not None:
        return Private(cards.posted_card(first, where_it_goes(caller, work), caller.view, again=True))
    draft = _drafted(text, detail, tags, caller, work, now)
    overheard = draft.overheard or _seen(call)
    if nameless and overheard:
        raise CommunityError("no_name_overheard")
    draft = _kept(replace(draft, nameless=nameless, offered_at=now, overheard=overheard), work)
    return Private(_preview(draft, call.found, caller, work))


def _seen(call: CommandCall | FormCall) -> bool:
    """Whether others have seen the caller say it."""
    return not call.private if isinstance(call, CommandCall) else call.form == forms.SEEN_FORM


def _drafted(text: str, detail: str, tags: tuple[str, ...], caller: Caller, work: QuestionWork, now: datetime) -> Draft:
    """A new draft, or the caller's own of the very same words."""
    kept = work.drafts.same(caller.community, caller.member, text, detail)
    return kept or work.drafts.new(caller.community, caller.member, caller.account, text, detail, tags, now)


def _kept(draft: Draft, work: QuestionWork) -> Draft:
    work.drafts.save(draft)
    work.due.plan(draft.subject, draft.next_step())
    return draft


def _preview(draft: Draft, found: tuple[Found, ...], caller: Caller, work: QuestionWork) -> Card:
    return cards.preview_card(
        draft,
        asked_by(caller.name, caller.unit, caller.words, nameless=draft.nameless),
        [one for one in found if one.closeness >= CLOSE_ENOUGH][:MOST_MATCHES],
        where_it_goes(caller, work),
        caution(caller, work),
        caller.view,
        may_hide=draft.nameless or (may_hide_name(caller, work) and not draft.overheard),
    )


def _check_may_hide(draft: Draft, caller: Caller, work: QuestionWork) -> None:
    if draft.overheard:
        raise CommunityError("no_name_overheard")
    if not may_hide_name(caller, work):
        raise CommunityError("no_name_switched_off")
