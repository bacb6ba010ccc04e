"""What stewards look after: settings, channels, one another, what was flagged, and the record of what they did."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot import grammar
from bot.audience import Caller
from bot.chat.calls import ButtonCall, CommandCall, FormCall
from bot.chat.cards import said
from bot.chat.forms import written
from bot.chat.replies import FormErrors, OpenForm, Private, Reply
from bot.community.actions import log, opening
from bot.community.actions.arriving import named_steward
from bot.community.actions.seeing import own, standing
from bot.community.cards import settings as cards
from bot.community.cards.reach import trying_card
from bot.community.model import HOLIDAYS, LONGEST_NAME, MEETS, ZONES
from bot.community.store import CommunityWork
from bot.errors import CommunityError, Unknown
from bot.feature import Setting
from bot.history import Happening
from bot.members.model import Member

LONGEST_VALUE = 300
LOOKS_BACK = timedelta(days=7)
"""How long stewards are told of what was given up."""


@dataclass(frozen=True, slots=True)
class Desk:
    """The stewards' desk: every setting of every feature, in one place."""

    settings: Sequence[Setting]

    def typed(self, call: CommandCall, caller: Caller, work: CommunityWork, now: datetime) -> Reply:
        """`settings`, `settings change`, `settings log`, `settings home 3`, `settings again`, `settings leave`."""
        if not caller.steward:
            return Private(cards.stewards_card(_names(work.members.stewards(caller.community), caller), caller.view))
        typed = grammar.typed(call.text)
        if typed.word == "home":
            number, _ = grammar.number_in(typed.rest)
            if number is None:
                raise CommunityError("number_needed")
            subject = caller.subject("channel", number)
            return opening.make_home(_press(call, str(subject)), caller, work, now)
        if typed.word == "log":
            return self.log_typed(replace(call, text=typed.rest), caller, work, now)
        ways = {"change": self.change, "leave": step_down, "again": try_again}
        subject = caller.subject("community", caller.community)
        return ways.get(typed.word, self.show)(_press(call, str(subject)), caller, work, now)

    def show(self, call: ButtonCall, caller: Caller, work: CommunityWork, now: datetime) -> Reply:
        """How everything is set, what waits for a steward, and what hasn't reached people."""
        community = own(call, caller, work)
        kept = work.communities.settings(community.id)
        told = [(setting.label, cards.told(setting, kept, caller.words)) for setting in self._all()]
        far = standing(community, work, caller.view)
        missed = work.postings.unreached(community.id, now - LOOKS_BACK, now)
        return Private(cards.settings_card(far, told, work.flags.raised(community.id), missed, caller.view))

    def change(self, call: ButtonCall, caller: Caller, work: CommunityWork, _now: datetime) -> Reply:
        """The form with every setting as it is."""
        community = own(call, caller, work)
        kept = work.communities.settings(community.id)
        return OpenForm(cards.settings_form(community, self._all(), kept, caller.view))

    def changed(self, call: FormCall, caller: Caller, work: CommunityWork, now: datetime) -> Reply:
        """The form as it was sent."""
        community = own(call, caller, work)
        name, zone = written(call.values, "name")[:LONGEST_NAME], written(call.values, "zone")
        if not name:
            return FormErrors({"name": caller.words("The community needs a name.")})
        changed = replace(community, name=name, zone=zone if zone in ZONES else community.zone)
        if changed != community:
            work.communities.save(changed)
            _happened("community", caller, work, now)
            for part in ("setup", "hello"):
                work.postings.redraw(community.subject.about(part), now)
        for setting in self._all():
            self._keep(setting, call, caller, work, now)
        return self.show(_press(call, call.subject), caller, work, now)

    def log(self, call: ButtonCall, caller: Caller, work: CommunityWork, _now: datetime) -> Reply:
        """What was flagged, hidden, taken back and set, who came and went: who and when, without the words."""
        own(call, caller, work)
        page, _ = grammar.number_in(call.choice)
        return Private(log.page(page or 1, self._all(), caller, work))

    def log_typed(self, call: CommandCall, caller: Caller, work: CommunityWork, _now: datetime) -> Reply:
        """`log`, `log 2`."""
        page, _ = grammar.number_in(call.text)
        return Private(log.page(page or 1, self._all(), caller, work))

    def _keep(self, setting: Setting, call: FormCall, caller: Caller, work: CommunityWork, now: datetime) -> None:
        if setting.key not in call.values:
            return
        kept = work.communities.settings(caller.community)
        value = written(call.values, setting.key)[:LONGEST_VALUE]
        if setting.options and value not in dict(setting.options):
            return
        if value != cards.standing_value(setting, kept, caller.words):
            work.communities.set(caller.community, setting.key, value)
            _happened(setting.key, caller, work, now)

    def _all(self) -> Sequence[Setting]:
        return (MEETS, HOLIDAYS, *self.settings)


def try_again(call: ButtonCall, caller: Caller, work: CommunityWork, now: datetime) -> Reply:
    """What hasn't reached people is tried at once, because a steward has put right what stood against it."""
    community = own(call, caller, work)
    work.postings.try_again(community.id, None, now)
    return Private(trying_card(community, caller.view))


def step_down(call: ButtonCall, caller: Caller, work: CommunityWork, now: datetime) -> Reply:
    """A steward no more, unless there is no other."""
    community = own(call, caller, work)
    stewards = work.members.stewards(caller.community)
    if len(stewards) < 2:
        raise CommunityError("last_steward")
    for steward in stewards:
        if steward.id == caller.member:
            work.members.save(replace(steward, steward=False))
    work.history.add(Happening(now, caller.member, "stepped down", caller.subject("member", caller.member)))
    work.postings.redraw(community.subject.about("setup"), now)
    return Private(said(caller.words("You are a steward no more. Thank you for looking after this.")))


def make_steward(community: int, member: int, work: CommunityWork, now: datetime) -> Member:
    """From the command line: the member, a steward now. Raises `Unknown` for nobody, and for who was forgotten."""
    work.only_writer_of(community)
    known = work.members.get(community, member)
    if known.forgotten_at is not None:
        raise Unknown
    return named_steward(known, work, now)


def _happened(key: str, caller: Caller, work: CommunityWork, now: datetime) -> None:
    subject = caller.subject("community", caller.community)
    work.history.add(Happening(now, caller.member, "set", subject, {"setting": key}))


def _press(call: CommandCall | FormCall, subject: str) -> ButtonCall:
    return ButtonCall(call.key, call.by, call.where, "settings.show", subject)


def _names(members: Sequence[Member], caller: Caller) -> list[str]:
    return [member.name or caller.words("a colleague") for member in members]
