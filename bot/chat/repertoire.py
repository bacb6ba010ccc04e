"""What there is to do on a chat platform, row by row, as people who choose or run one want to know it.

`Capabilities` is what the core asks while it runs; this is the whole account, declared by each adapter beside it and
printed into `docs/platforms.md`. A flag of the one is a row of the other under the same name.
"""

from dataclasses import dataclass, field, fields
from typing import Literal

Does = Literal["yes", "asked", "no"]


@dataclass(frozen=True, slots=True)
class Way:
    """How one platform does one thing. `how` says by what means, on what condition, or what stands in for it."""

    does: Does
    """`asked` means: once whoever runs the bot has asked for the right to it."""
    how: str = ""


def yes(how: str = "") -> Way:
    """It is there."""
    return Way("yes", how)


def asked(how: str) -> Way:
    """It is there for those who ask for the right to it; `how` says for which, and what stands in without."""
    return Way("asked", how)


def no(how: str) -> Way:
    """It isn't there; `how` says what stands in."""
    return Way("no", how)


@dataclass(frozen=True, slots=True)
class Repertoire:
    """One platform's account. Nothing has a default: a new row is one for every adapter to answer."""

    command: Way = field(metadata={"title": "A command that only the bot sees"})
    command_in_thread: Way = field(metadata={"title": "The same in a thread"})
    direct: Way = field(metadata={"title": "A direct conversation, in plain sentences"})
    message_menu: Way = field(metadata={"title": "Our actions in the menu of anybody's message"})
    global_shortcut: Way = field(metadata={"title": "Asking from anywhere, without typing a command"})
    search_box: Way = field(
        metadata={"title": "Searching from where one writes a message, and putting what was found into it"}
    )
    home: Way = field(metadata={"title": "A page of one's own that keeps itself up to date"})
    forms: Way = field(metadata={"title": "Forms over the conversation"})
    field_errors: Way = field(
        metadata={"title": "What is wrong in a form stands at its field, and nothing typed is lost"}
    )
    private_replies: Way = field(metadata={"title": "An answer in the channel that one person alone sees"})
    hears_threads: Way = field(metadata={"title": "Replies typed in the thread of a card are carried"})
    edits_heard: Way = field(metadata={"title": "When such a reply is changed or deleted, what was carried follows"})
    overhears: Way = field(metadata={"title": "What else is written in the channel stays unheard"})
    live_cards: Way = field(metadata={"title": "A posted card is redrawn where it stands"})
    deletes: Way = field(metadata={"title": "What the bot posted can be taken away again"})
    find_posted: Way = field(metadata={"title": "Whether a message arrived can be asked afterwards"})
    own_times: Way = field(metadata={"title": "Times in each reader's own zone"})
    mentions_notify: Way = field(metadata={"title": "Naming somebody notifies them"})
    knows_email: Way = field(
        metadata={"title": "Somebody's e-mail address, to propose that two accounts are one person"}
    )
    counts_people: Way = field(metadata={"title": "How many people a channel reaches, shown before posting"})
    private_channels: Way = field(metadata={"title": "Private channels, and those shared with others"})
    many_tenants: Way = field(metadata={"title": "One installation for several workspaces or tenants"})
    no_address: Way = field(metadata={"title": "Works without a public address"})


def rows() -> list[tuple[str, str]]:
    """Every row's name and title, in the order in which they are read."""
    return [(one.name, str(one.metadata["title"])) for one in fields(Repertoire)]
