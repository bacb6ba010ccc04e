"""What the app may ask Slack for, and why: each permission, each event, and the calls that need them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

Option = Literal["", "--thread-replies", "--link-by-email", "--socket", "COP_SLACK_CLIENT_ID"]
"""The option, or the setting, that asks for something; empty: it is always asked for."""
THREADS: Option = "--thread-replies"
EMAILS: Option = "--link-by-email"
SOCKET: Option = "--socket"
MANY: Option = "COP_SLACK_CLIENT_ID"
BY_COMMAND = "commands"
"""What the slash command and shortcuts need."""


@dataclass(frozen=True, slots=True)
class Scope:
    """One permission, in words for whoever must approve it."""

    word: str
    why: str
    without: str
    option: Option = ""


@dataclass(frozen=True, slots=True)
class Told:
    """One event that Slack tells the app of. `scopes` are those it needs, each for some of the places it happens in."""

    word: str
    why: str
    without: str
    scopes: tuple[str, ...]
    option: Option = ""


@dataclass(frozen=True, slots=True)
class Reach:
    """What a method of Slack's Web API needs, and with what it reaches further."""

    needs: tuple[str, ...] = ()
    further: tuple[str, ...] = field(default=())


_CHANNELS = ("channels:read", "groups:read")

SCOPES = (
    Scope(BY_COMMAND, "The slash command and the shortcuts.", "Nobody can type the command; mentions still work."),
    Scope("chat:write", "To post, redraw and remove its own cards.", "It can show nothing."),
    Scope("app_mentions:read", "To hear lines that mention it.", "In threads nobody can type to it."),
    Scope("im:history", "To hear what people write to it alone.", "Direct messages to it stay without an answer."),
    Scope("users:read", "Names and time zones of those who use it.", "Everybody is “a colleague”."),
    Scope("channels:read", "The name and size of channels it is in.", "A preview can't say how many will read."),
    Scope("groups:read", "The same for private channels it was invited to.", "Private channels can't be a home."),
    Scope(
        "channels:history",
        "To hear replies typed in threads under its cards.",
        "People reply with the button, or mention it.",
        THREADS,
    ),
    Scope("groups:history", "The same in private channels it was invited to.", "As above.", THREADS),
    Scope(
        "users:read.email",
        "To propose that two accounts with one work e-mail are one person.",
        "Members link their accounts with a code.",
        EMAILS,
    ),
)

OF_THE_APP = (
    Scope(
        "connections:write",
        "Of the app's own token: the bot opens the connection.",
        "Slack must reach it at a public address.",
        SOCKET,
    ),
)
"""What the app's token may, which no manifest asks for: it is ticked where the token is made."""

EVENTS = (
    Told("app_mention", "Somebody mentions it.", "In threads nobody can type to it.", ("app_mentions:read",)),
    Told("message.im", "Somebody writes to it alone.", "Direct messages stay without an answer.", ("im:history",)),
    Told("app_home_opened", "Somebody opens its Home.", "The Home stays empty.", ()),
    Told("member_joined_channel", "It was invited.", "Set-up must be begun by typing.", _CHANNELS),
    Told("channel_left", "It was removed.", "It goes on trying to post there.", ("channels:read",)),
    Told("group_left", "The same, private channels.", "As above.", ("groups:read",)),
    Told("channel_archive", "Nothing is posted any more.", "It goes on trying to post there.", ("channels:read",)),
    Told("group_archive", "The same, private channels.", "As above.", ("groups:read",)),
    Told(
        "channel_unarchive", "Cards appear there again.", "Nothing is posted until it is invited.", ("channels:read",)
    ),
    Told("group_unarchive", "The same, private channels.", "As above.", ("groups:read",)),
    Told(
        "channel_deleted", "Another channel becomes the home.", "It goes on trying to post there.", ("channels:read",)
    ),
    Told("group_deleted", "The same, private channels.", "As above.", ("groups:read",)),
    Told("channel_rename", "Cards say the new name.", "Cards say the old name.", ("channels:read",)),
    Told("group_rename", "The same, private channels.", "As above.", ("groups:read",)),
    Told("channel_id_changed", "A private channel is shared.", "The community loses its channel.", ("groups:read",)),
    Told("channel_shared", "More people read there.", "A preview counts too few readers.", _CHANNELS),
    Told("channel_unshared", "Fewer people read there.", "A preview counts too many readers.", _CHANNELS),
    Told(
        "user_change",
        "An account is deactivated or back: turns pass on at once. All else in it is dropped.",
        "It is noticed within a day.",
        ("users:read",),
    ),
    Told(
        "message.channels",
        "Replies in threads under its cards; all else is dropped unread.",
        "People reply with the button, or mention it.",
        ("channels:history",),
        THREADS,
    ),
    Told("message.groups", "The same in private channels it is in.", "As above.", ("groups:history",), THREADS),
    Told("app_uninstalled", "Its token is forgotten.", "It goes on trying until Slack refuses.", (), MANY),
    Told("tokens_revoked", "The same.", "As above.", (), MANY),
)

METHODS: Mapping[str, Reach] = {
    "apps.connections.open": Reach(),
    "auth.test": Reach(),
    "chat.delete": Reach(("chat:write",)),
    "chat.postEphemeral": Reach(("chat:write",)),
    "chat.postMessage": Reach(("chat:write",)),
    "chat.update": Reach(("chat:write",)),
    "conversations.history": Reach(("im:history",), ("channels:history", "groups:history")),
    "conversations.info": Reach(_CHANNELS),
    "conversations.replies": Reach(("im:history",), ("channels:history", "groups:history")),
    "oauth.v2.access": Reach(),
    "users.info": Reach(("users:read",), ("users:read.email",)),
    "views.open": Reach(),
    "views.publish": Reach(),
    "views.push": Reach(),
    "views.update": Reach(),
}
"""Every method the adapter calls. `apps.connections.open` takes the app's own token, not the bot's."""


def chosen(options: frozenset[Option]) -> tuple[list[Scope], list[Told]]:
    """What is asked for with those options."""
    wanted = {"", *options}
    return [one for one in SCOPES if one.option in wanted], [one for one in EVENTS if one.option in wanted]


def explained(options: frozenset[Option]) -> Iterator[tuple[str, str, str, str]]:
    """A row for each permission and event: its word, the option that asks for it, why, and what is lost without it.

    What the options leave out comes, too, with its option in brackets.
    """
    for one in (*SCOPES, *OF_THE_APP, *EVENTS):
        left_out = bool(one.option) and one.option not in options
        yield one.word, f"({one.option})" if left_out else one.option, one.why, one.without
