"""A call becomes one unit of work: seen before? who, in which community? which feature? and its reply."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from bot import grammar, menu, ours, shelf
from bot.audience import Caller, Outsider, View
from bot.catalogue import Catalogue, Work
from bot.chat.calls import (
    Asking,
    ButtonCall,
    Call,
    CommandCall,
    FormCall,
    Found,
    MessageCall,
    Opened,
    Removed,
    ThreadReply,
    Where,
    carried_message,
)
from bot.chat.capabilities import Deployment
from bot.chat.cards import said
from bot.chat.picks import Browse, Picks
from bot.chat.refs import AccountRef, MessageRef, Subject, parse_subject
from bot.chat.replies import FormErrors, Nothing, OpenForm, Private, Reply, naming
from bot.chat.words import Words
from bot.community.cards.setup import community_name
from bot.community.model import Community
from bot.errors import StewardsOnly, Unknown
from bot.feature import Command, Heard, LookUp
from bot.members.actions.leaving import here_again
from bot.whose import meant_by

MOST_FOUND = 5
_AGAIN = frozenset({menu.RUN, menu.RUN_OVERHEARD})
HELP = frozenset({"help", "menu"})
HELLO = frozenset({"", "hello", "hi", "hallo", "start"})
"""In a direct message their home answers these; in a channel, where others are, help does."""


class Dispatch:
    """The one way into the core. `nonce` makes the word that tells one opening of a form from another."""

    def __init__(
        self,
        catalogue: Catalogue,
        deployment: Deployment,
        words: Words,
        nonce: Callable[[], str],
        sentence: str = "find",
        hello: str = "home",
    ) -> None:
        self._catalogue = catalogue
        self._deployment = deployment
        self._words = words
        self._nonce = nonce
        self._sentence = sentence
        self._hello = hello

    def looked_up(self, call: Asking, work: Work) -> Asking:
        """The call with what is already known about it, when its feature wants that. Run on a reader."""
        look_up = self._look_up_of(call)
        if look_up is None:
            return call
        community = self._community(call, work)
        if not isinstance(community, Community):
            return call
        query = look_up(self._bare(call), community.id, work)
        return replace(call, found=self._found(community.id, query, work, self._view(call.where)))

    def _bare(self, call: Asking) -> Asking:
        """A typed line without its command, also when it was a button that said it again."""
        typed = _typed_again(call) if isinstance(call, ButtonCall) and call.button in _AGAIN else call
        return replace(typed, text=self._command(typed)[1]) if isinstance(typed, CommandCall) else typed

    def wants_look_up(self, call: Asking) -> bool:
        """Whether `looked_up` would look anything up."""
        return self._look_up_of(call) is not None

    def browse(self, asked: Browse, work: Work) -> Picks:
        """What a member may put before others. Run on a reader."""
        return shelf.browse(asked, self._catalogue, self._view(asked.where), work)

    def _look_up_of(self, call: Asking) -> LookUp[Work] | None:
        match call:
            case CommandCall():
                command = self._command(call)[0]
                return command.look_up if command else None
            case ButtonCall(button=menu.RUN | menu.RUN_OVERHEARD):
                return self._look_up_of(_typed_again(call))
            case ButtonCall(button=button):
                pressed = self._catalogue.buttons.get(button)
                return pressed.look_up if pressed else None
            case FormCall(form=form):
                sent = self._catalogue.forms.get(form)
                return sent.look_up if sent else None
            case MessageCall():
                return None

    def _found(self, community: int, query: str, work: Work, view: View) -> tuple[Found, ...]:
        matches = work.search.find(community, query, tuple(self._catalogue.finds), MOST_FOUND)
        told: dict[Subject, Found] = {}
        for kind, finds in self._catalogue.finds.items():
            numbers = [match.subject.id for match in matches if match.subject.kind == kind]
            if numbers:
                told |= {found.subject: found for found in finds(community, numbers, work, view)}
        return tuple(
            replace(told[match.subject], closeness=match.closeness) for match in matches if match.subject in told
        )

    def handle(self, call: Call, work: Work, now: datetime) -> Reply:
        """Answer the call within one transaction. Raises `CommunityError` when the rules don't allow it."""
        match call:
            case CommandCall() | ButtonCall() | FormCall() | MessageCall():
                reply = self._asked(call, work, now)
            case ThreadReply():
                reply = self._thread_reply(call, work, now)
            case Opened():
                reply = self._opened(call, work, now)
            case _:
                reply = self._heard(call, work, now)
        self._catalogue.react(work, now)
        if work.kept and not isinstance(reply, FormErrors):
            work.inbox.keep(call.key, now)
        if isinstance(reply, OpenForm):
            return OpenForm(replace(reply.form, nonce=self._nonce()))
        return reply

    def _asked(self, call: Asking, work: Work, now: datetime) -> Reply:
        place = self._community(call, work)
        if isinstance(place, Reply):
            self._lets_in_again(call, work)
            return place
        if place is not None:
            work.only_writer_of(place.id)
        if work.inbox.seen(call.key):
            return Nothing()
        if place is None:
            return self._outside(call, work, now)
        caller = self._caller(call.by, call.where, place, work, now)
        if caller is None or not (place.open or self._early(call, caller)):
            return self._outside(call, work, now)
        here = tuple(found for found in call.found if found.subject.community == caller.community)
        reply = self._by_member(replace(call, found=here), caller, work, now)
        self._catalogue.follow(caller, work, now)
        return naming(reply, Subject(caller.community, "community", caller.community))

    def _lets_in_again(self, call: Asking, work: Work) -> None:
        """Who writes to the bot alone lets it write to them, also before they say which community they mean."""
        account = work.members.known_account(call.by) if call.where.direct else None
        if account is not None and account.shut_at is not None:
            for community in sorted(work.members.communities_of(call.by)):
                work.only_writer_of(community)
            work.members.save_account(replace(account, shut_at=None))

    def _early(self, call: Asking, caller: Caller) -> bool:
        meant = self._command(call)[0] if isinstance(call, CommandCall) else None
        name = meant.word if meant else self._name(call)
        return name == "community.choose" or (caller.steward and name in self._catalogue.before_opening)

    def _by_member(self, call: Asking, caller: Caller, work: Work, now: datetime) -> Reply:
        if isinstance(call, ButtonCall | FormCall):
            _check_ours(call.subject, caller)
        match call:
            case CommandCall():
                return self._welcomed(self._commanded(call, caller, work, now), call, caller, work, now)
            case ButtonCall():
                return self._pressed(call, caller, work, now)
            case FormCall():
                sent = self._catalogue.forms.get(call.form)
                if sent is None:
                    raise Unknown
                _check(sent.stewards, caller)
                return sent.action(call, caller, work, now)
            case MessageCall():
                return self._on_message(call, caller, work, now)

    def _welcomed(self, reply: Reply, call: CommandCall, caller: Caller, work: Work, now: datetime) -> Reply:
        """The first answer in a direct message says what kind of place this is, once."""
        if not call.where.direct or not isinstance(reply, Private):
            return reply
        known = work.members.of_account(caller.community, call.by)  # who has just become one with another is that one
        member = known[0] if known else work.members.get(caller.community, caller.member)
        if member.welcomed_at is not None or member.forgotten_at is not None:
            return reply
        work.members.save(replace(member, welcomed_at=now))
        command = self._command(call)[0]
        if _greets(grammar.typed(call.text)) or (command and command.word == self._hello):
            return reply  # it says so already
        return Private(menu.with_welcome(reply.card, caller.view))

    def _commanded(self, call: CommandCall, caller: Caller, work: Work, now: datetime) -> Reply:
        command, rest = self._command(call)
        if command is not None:
            _check(command.stewards, caller)
            return command.action(replace(call, text=rest), caller, work, now)
        typed = grammar.typed(call.text)
        if _greets(typed):
            return Private(menu.help_card(self._catalogue, caller.view))
        if typed.word == "community" and not typed.rest:
            return self._which(call, work)
        if call.where.thread and self._replied(call, caller, work, now):
            return Nothing()
        meant = grammar.nearest(typed.word, self._catalogue.commands)
        if meant is None:
            return Private(menu.unknown_word_card(typed.word, caller.view))
        return Private(
            menu.nearest_card(
                typed.word, self._catalogue.commands[meant], typed.rest, caller.view, private=call.private
            )
        )

    def _command(self, call: CommandCall) -> tuple[Command[Work] | None, str]:
        """The command that was typed, and what follows it. In a direct message any sentence is one."""
        typed = grammar.typed(call.text)
        if call.where.direct and typed.word in HELLO and not typed.rest:
            return self._catalogue.commands[self._hello], ""
        command = self._catalogue.commands.get(typed.word)
        spoken = call.where.direct or call.where.thread is not None
        if command and not (spoken and command.sounds_like(typed.rest)):
            return command, typed.rest
        if not call.where.direct or _greets(typed) or (command is None and self._slipped(typed)):
            return None, typed.rest
        return self._catalogue.commands[self._sentence], call.text

    def _slipped(self, typed: grammar.Typed) -> bool:
        """Whether a line in a direct message is a mistyped command rather than a sentence."""
        meant = grammar.nearest(typed.word, self._catalogue.commands)
        return meant is not None and (not typed.rest or typed.rest.startswith(("http://", "https://", "#")))

    def _replied(self, call: CommandCall, caller: Caller, work: Work, now: datetime) -> bool:
        """Whether a line that names us in a thread of ours, and is no command, was a reply."""
        if call.message is None:
            return False
        under = MessageRef(call.where.channel, call.where.thread or "")
        standing = work.postings.standing_at(under)
        if standing is None or standing.subject.community != caller.community:
            return False
        reply = ThreadReply(call.key, call.by, call.where, under, call.message, call.text)
        return self._taken(reply, caller, standing.subject, work, now)

    def _pressed(self, call: ButtonCall, caller: Caller, work: Work, now: datetime) -> Reply:
        match call.button:
            case "help.show":
                return Private(menu.help_card(self._catalogue, caller.view))
            case "help.more":
                return Private(menu.more_card(self._catalogue, caller.view, steward=caller.steward))
            case menu.RUN | menu.RUN_OVERHEARD:
                return self._commanded(_typed_again(call), caller, work, now)
            case "community.choose":
                return self._chosen(call, caller, work)
        if call.button in self._catalogue.on_message:
            return self._on_message(carried_message(call), caller, work, now)
        pressed = self._catalogue.buttons.get(call.button)
        if pressed is None:
            raise Unknown
        _check(pressed.stewards, caller)
        return pressed.action(call, caller, work, now)

    def _on_message(self, call: MessageCall, caller: Caller, work: Work, now: datetime) -> Reply:
        chosen = self._catalogue.on_message.get(call.action)
        if chosen is None:
            raise Unknown
        return chosen.action(call, caller, work, now)

    def _chosen(self, call: ButtonCall, caller: Caller, work: Work) -> Reply:
        caller.own(call.subject, "community")
        account = work.members.account(caller.account)
        work.members.save_account(replace(account, chosen_community=caller.community))
        name = community_name(work.communities.get(caller.community), caller.words)
        return Private(said(caller.words("This is for {community} from now on.", community=name)))

    def _outside(self, call: Asking, work: Work, now: datetime) -> Reply:
        outsider = Outsider(call.by, call.where, self._view(call.where))
        action = self._catalogue.outside.get(self._name(call)) or self._catalogue.outside["outside"]
        return action(call, outsider, work, now)

    def _name(self, call: Asking) -> str:
        match call:
            case CommandCall():
                return grammar.typed(call.text).word
            case ButtonCall():
                return call.button
            case FormCall():
                return call.form
            case MessageCall():
                return call.action

    def _community(self, call: Asking, work: Work) -> Community | Reply | None:
        """The one that is meant; a question where it could be several; None outside of all."""
        named = call.subject if isinstance(call, ButtonCall | FormCall) else ""
        meant = meant_by(call.by, call.where, work, named)
        if isinstance(meant, Community):
            return meant
        return self._which(call, work) if meant else None

    def _which(self, call: Asking, work: Work) -> Reply:
        """The communities the account is in, to choose the one that direct messages are for."""
        theirs = work.members.communities_of(call.by)
        choices = {one: community_name(work.communities.get(one), self._words) for one in theirs}
        return Private(menu.which_community_card(choices, self._words))

    def _caller(self, by: AccountRef, where: Where, community: Community, work: Work, now: datetime) -> Caller | None:
        """The caller, who becomes a member by calling from a channel of an open community."""
        here = None if where.direct else work.communities.of_channel(where.channel)
        channel = here[1] if here and here[0].id == community.id else None
        known = work.members.of_account(community.id, by)
        if known is None:
            if channel is None or not community.open:
                return None
            known = work.members.join(community.id, by, where.address, now)
        if channel and where.moves(channel.address):
            work.communities.readdress(channel, where.address)
        member, account = here_again(*known, work, now)
        address = where.address or account.address
        if where.direct and (address, None) != (account.address, account.shut_at):
            work.members.save_account(replace(account, address=address, shut_at=None))
        return Caller(
            community.id,
            member.id,
            account.id,
            member.name or self._words("a colleague"),
            member.unit,
            member.steward,
            channel.id if channel else None,
            self._view(where),
        )

    def _view(self, where: Where) -> View:
        return View(self._words, where.can, self._deployment)

    def _thread_reply(self, call: ThreadReply, work: Work, now: datetime) -> Reply:
        standing = work.postings.standing_at(call.under)
        if standing is None:
            return Nothing()
        community = work.communities.get(standing.subject.community)
        work.only_writer_of(community.id)
        if work.inbox.seen(call.key) or work.inbox.seen(ours.gone(call.message)) or not community.open:
            return Nothing()
        caller = self._caller(call.by, call.where, community, work, now)
        if caller is not None:
            self._taken(call, caller, standing.subject, work, now)
        return Nothing()

    def _taken(self, call: ThreadReply, caller: Caller, subject: Subject, work: Work, now: datetime) -> bool:
        return any(
            feature.hears.thread_reply(call, caller, subject, work, now)
            for feature in self._catalogue.features
            if feature.hears.thread_reply
        )

    def _heard(self, call: Heard, work: Work, now: datetime) -> Reply:
        if work.inbox.seen(call.key):
            return Nothing()
        if any(feature.hears.heard(call, work, now) for feature in self._catalogue.features):
            return Nothing()
        if isinstance(call, Removed):
            ours.removed(call, work, now)
        return Nothing()

    def _opened(self, call: Opened, work: Work, now: datetime) -> Reply:
        if work.inbox.seen(call.key):
            return Nothing()
        for feature in self._catalogue.features:
            if feature.hears.opened:
                return feature.hears.opened(call, self._view(call.where), work, now)
        return Nothing()


def _greets(typed: grammar.Typed) -> bool:
    return typed.word in HELP | HELLO and not typed.rest


def _check(stewards: bool, caller: Caller) -> None:
    if stewards and not caller.steward:
        raise StewardsOnly


def _check_ours(subject: str, caller: Caller) -> None:
    """What another community has is as if it never existed, whatever a press would do with it."""
    named = parse_subject(subject)
    if named is not None and named.community != caller.community:
        raise Unknown


def _typed_again(call: ButtonCall) -> CommandCall:
    return CommandCall(call.key, call.by, call.where, call.choice, private=call.button == menu.RUN, found=call.found)
