"""What people do, as neutral calls: references only, and a key under which a repeat is harmless."""

from dataclasses import dataclass

from bot.chat.capabilities import Capabilities
from bot.chat.forms import Values
from bot.chat.refs import AccountRef, ChannelRef, MessageRef, Subject
from bot.chat.richtext import RichText


@dataclass(frozen=True, slots=True)
class Where:
    """The place of a call. `address` is what the adapter needs to reach it again; opaque, kept for it."""

    channel: ChannelRef
    can: Capabilities
    direct: bool = False
    """Between the caller and the bot alone."""
    thread: str | None = None
    """The message whose thread this happened in."""
    address: str = ""
    beside: bool = False
    """Over a conversation in which the bot itself need not be: it makes nothing of the place that it isn't already."""
    one_of_several: bool = False
    """The place can be reached at other addresses, too: one that is known stays, for what stands there came by it."""

    def moves(self, known: str) -> bool:
        """Whether the place, reached at the known address until now, is to be reached at this one."""
        return self.address not in ("", known) and not (self.one_of_several and known)


@dataclass(frozen=True, slots=True)
class Found:
    """Something already known that may answer the call, looked up before its transaction began.

    `closeness` runs from 0 to 1: how surely it tells of what was asked, in the same words or others.
    """

    subject: Subject
    title: str
    detail: RichText
    url: str = ""
    closeness: float = 0.0
    unnamed: RichText = ()
    """The detail for a place where others than members read it: without anybody's name. Empty: it names nobody."""


@dataclass(frozen=True, slots=True)
class CommandCall:
    """Somebody typed to the bot: the words after its name, or any sentence in a direct message.

    `private` is true when nobody else could see what was typed. `message` is the platform message it stands in, None
    for a slash command, which leaves none.
    """

    key: str
    by: AccountRef
    where: Where
    text: str
    private: bool
    message: MessageRef | None = None
    found: tuple[Found, ...] = ()


@dataclass(frozen=True, slots=True)
class ButtonCall:
    """Somebody pressed a button. `subject` is as the button said, unchecked."""

    key: str
    by: AccountRef
    where: Where
    button: str
    subject: str = ""
    choice: str = ""
    found: tuple[Found, ...] = ()


@dataclass(frozen=True, slots=True)
class FormCall:
    """Somebody sent a form. `key` holds the nonce given when it was opened."""

    key: str
    by: AccountRef
    where: Where
    form: str
    values: Values
    subject: str = ""
    found: tuple[Found, ...] = ()


@dataclass(frozen=True, slots=True)
class MessageCall:
    """Somebody chose something to do with a message, in that message's own menu. Nothing of it is kept by that.

    `text` are the message's words, mentions as plain names; `link` leads to it, empty where the platform has none.
    `own`: the caller wrote it.
    """

    key: str
    by: AccountRef
    where: Where
    action: str
    text: str
    link: str = ""
    own: bool = False
    found: tuple[Found, ...] = ()

    @property
    def carried(self) -> str:
        """The message as a private button carries it, so that its press is the same call again."""
        words = self.text if len(self.text) <= CARRIED else f"{self.text[: CARRIED - 1]}…"
        return "\n".join((OWN if self.own else "", self.link, words))


CARRIED = 500
"""The most characters of a message that ride on a button shown to one person alone."""
OWN = "own"


def carried_message(press: ButtonCall) -> MessageCall:
    """The call that such a button's press stands for."""
    own, _, rest = press.choice.partition("\n")
    link, _, text = rest.partition("\n")
    return MessageCall(press.key, press.by, press.where, press.button, text, link, own == OWN)


@dataclass(frozen=True, slots=True)
class ThreadReply:
    """Somebody wrote in the thread under `under`, which may be a message of ours."""

    key: str
    by: AccountRef
    where: Where
    under: MessageRef
    message: MessageRef
    text: str


@dataclass(frozen=True, slots=True)
class Edited:
    """Somebody changed a message they had written."""

    key: str
    by: AccountRef
    where: Where
    message: MessageRef
    text: str


@dataclass(frozen=True, slots=True)
class Removed:
    """A message was deleted by hand: somebody's own, or one of ours. `by` is None when unknown."""

    key: str
    where: Where
    message: MessageRef
    by: AccountRef | None = None


@dataclass(frozen=True, slots=True)
class Arrived:
    """The bot was added to a channel or opened in a direct conversation. `by` is None when unknown."""

    key: str
    where: Where
    by: AccountRef | None = None


@dataclass(frozen=True, slots=True)
class Departed:
    """The bot was removed from a channel, or the channel was archived or deleted; or from a direct conversation.

    `whole` says that every channel reached at the same address went with it: a team's. `by` is None when unknown.
    """

    key: str
    where: Where
    whole: bool = False
    by: AccountRef | None = None


@dataclass(frozen=True, slots=True)
class ChannelChanged:
    """A channel was renamed, shared with others, or is in use again. Its size is no longer known.

    `name` is empty when it stayed. `back` says that it was archived and is no more. `was` is how the platform referred
    to it until now, None when that stayed: its messages are the same under the new reference. `whole` says that every
    channel reached at the same address is meant: a team's.
    """

    key: str
    where: Where
    name: str = ""
    back: bool = False
    was: ChannelRef | None = None
    whole: bool = False


@dataclass(frozen=True, slots=True)
class PersonChanged:
    """What a platform says of an account by itself. `there` is false once it is deactivated, or no person's."""

    key: str
    account: AccountRef
    name: str
    there: bool
    email: str | None = None


@dataclass(frozen=True, slots=True)
class Opened:
    """Somebody opened their Home, where the platform has one."""

    key: str
    by: AccountRef
    where: Where


Asking = CommandCall | ButtonCall | FormCall | MessageCall
"""Calls somebody waits for: a failure is told to them, never retried."""
Event = ThreadReply | Edited | Removed | Arrived | Departed | ChannelChanged | PersonChanged | Opened
"""Calls nobody waits for: a failure makes the platform send them again."""
Call = Asking | Event
