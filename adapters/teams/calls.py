"""What Teams tells of people, as neutral calls."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from adapters.teams import extension
from adapters.teams.activity import Activity, at, digest, text_at
from adapters.teams.errors import Malformed
from adapters.teams.limits import CHOICE
from adapters.teams.places import installed, updated
from adapters.teams.refs import Address, channel_ref
from adapters.teams.render import FORM_VERB, NONCE, TICKS, VALUE
from adapters.teams.words import holds_card, names_bot, typed
from bot.chat.calls import (
    ButtonCall,
    Call,
    CommandCall,
    Edited,
    FormCall,
    Removed,
    ThreadReply,
    Where,
)
from bot.chat.capabilities import Capabilities
from bot.chat.refs import AccountRef, MessageRef

INVOKES = ("adaptiveCard/action", "task/fetch", "task/submit", extension.FETCH, extension.SUBMIT)
_WITH_BOT = "a:"
"""How the ids of conversations between one person and a bot begin; two people's are personal, too."""
_IGNORED = {"messageReaction", "typing", "event", "endOfConversation", "trace", "contactRelationUpdate", "handoff"}


@dataclass(frozen=True, slots=True)
class Reading:
    """How activities are read in one deployment. `command` is the slash command people may type here too."""

    can: Capabilities
    command: str

    def call(self, activity: Activity) -> Call | None:
        """What happened, None when it is no concern of ours. Raises `Malformed` for what Teams never sends."""
        match activity.type:
            case "message":
                return self._message(activity)
            case "invoke":
                return self._invoke(activity)
            case "messageUpdate" | "messageDelete":
                return self._changed(activity)
            case "installationUpdate":
                return installed(activity, self.where)
            case "conversationUpdate":
                return updated(activity, self.where)
            case kind if kind in _IGNORED:
                return None
        raise Malformed("unknown type")

    def where(self, activity: Activity, channel: str = "") -> Where:
        """The place of an activity, or that channel of its team."""
        return Where(
            channel=channel_ref(activity.tenant, channel or activity.channel),
            can=self.can,
            direct=activity.direct,
            thread=activity.thread,
            address=_address(activity, direct=activity.direct),
        )

    def beside(self, activity: Activity) -> Where:
        """Where somebody uses the message extension. Only the bot's own conversation with them is a way to reach them."""
        direct = activity.direct and activity.conversation.startswith(_WITH_BOT)
        address = _address(activity, direct=direct)
        channel = channel_ref(activity.tenant, activity.channel)
        return Where(channel, self.can, direct=direct, address=address, beside=not direct)

    def _message(self, activity: Activity) -> Call | None:
        by, value = activity.by, at(activity.body, "value")
        if by is None:
            return None
        if isinstance(value, Mapping) and not text_at(activity.body, "text"):
            return self._pressed(activity, by, value)
        if activity.direct or names_bot(activity):
            words, where = typed(activity, self.command), self.where(activity)
            if not words and holds_card(activity):
                return None
            message = None if activity.direct else MessageRef(where.channel, activity.id, activity.thread)
            return CommandCall(activity.key, by, where, words, private=activity.direct, message=message)
        return self._overheard(activity, by)

    def _overheard(self, activity: Activity, by: AccountRef) -> ThreadReply | None:
        if activity.thread is None:
            return None
        where = self.where(activity)
        return ThreadReply(
            key=activity.key,
            by=by,
            where=where,
            under=MessageRef(where.channel, activity.thread),
            message=MessageRef(where.channel, activity.id, activity.thread),
            text=typed(activity, self.command),
        )

    def _invoke(self, activity: Activity) -> Call:
        by, name = activity.by, text_at(activity.body, "name")
        if by is None or name not in INVOKES:
            raise Malformed("unknown invoke")
        if name == extension.FETCH:
            return extension.chosen(activity, by, self.beside(activity))
        if name == extension.SUBMIT:
            return self._pressed(activity, by, extension.sent(activity))
        if name != "adaptiveCard/action":
            return self._pressed(activity, by, at(activity.body, "value", "data"))
        action = at(activity.body, "value", "action")
        verb, sent = text_at(action, "verb"), at(action, "data")
        sent = sent if isinstance(sent, Mapping) else {}
        named = {"form": verb.removeprefix(FORM_VERB)} if verb.startswith(FORM_VERB) else {"button": verb}
        return self._pressed(activity, by, {**sent, **named})

    def _pressed(self, activity: Activity, by: AccountRef, sent: object) -> ButtonCall | FormCall:
        over = extension.over_conversation(activity)
        subject, where = text_at(sent, "subject")[:CHOICE], self.beside(activity) if over else self.where(activity)
        if form := text_at(sent, "form")[:CHOICE]:
            nonce = text_at(sent, NONCE)
            key = form_key(by, nonce) if nonce else activity.key
            return FormCall(key, by, where, form, filled(sent), subject)
        button = text_at(sent, "button")[:CHOICE]
        return ButtonCall(activity.key, by, where, button, subject, text_at(sent, "choice")[:CHOICE])

    def _changed(self, activity: Activity) -> Edited | Removed | None:
        where, by = self.where(activity), activity.by
        message = MessageRef(where.channel, activity.id, activity.thread)
        if activity.type == "messageDelete":
            return Removed(activity.key, where, message, by)
        return Edited(activity.key, by, where, message, typed(activity, self.command)) if by else None


def _address(activity: Activity, *, direct: bool) -> str:
    """How the place is reached; empty for a channel of whose team Teams doesn't tell: what is known of it stays."""
    if activity.of_team and not activity.team:
        return ""
    return str(Address(activity.service_url, activity.conversation if direct else activity.team))


def form_key(by: AccountRef, nonce: str) -> str:
    """The same each time that person sends that opening of a form."""
    return digest("form", by.tenant, by.person, nonce)


def filled(sent: object) -> dict[str, str | tuple[str, ...]]:
    """What was filled in, by field name."""
    values: dict[str, str | tuple[str, ...]] = {}
    for name, value in sent.items() if isinstance(sent, Mapping) else ():
        if not isinstance(name, str) or not isinstance(value, str):
            continue
        if name.startswith(TICKS):
            values[name.removeprefix(TICKS)] = tuple(unquote(part) for part in value.split(",") if part)
        elif name.startswith(VALUE):
            values[name.removeprefix(VALUE)] = value
    return values


def is_private(activity: Activity) -> bool:
    """Whether the press happened on an earlier private answer of ours, which the next answer replaces."""
    data: Any = at(activity.body, "value", "action", "data")
    return activity.direct and at(data, "private") is True
