"""What a feature declares: everything the catalogue, the menus and the generated tests know of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Generic, Literal, TypeVar

from bot.audience import Caller, Outsider, View
from bot.chat.calls import (
    Arrived,
    Asking,
    ButtonCall,
    ChannelChanged,
    CommandCall,
    Departed,
    Edited,
    FormCall,
    Found,
    MessageCall,
    Opened,
    PersonChanged,
    Removed,
    ThreadReply,
)
from bot.chat.cards import Card
from bot.chat.refs import Subject
from bot.chat.replies import Reply
from bot.chat.words import Words
from bot.history import Happening

W_contra = TypeVar("W_contra", contravariant=True)

FEW = 3
FIRST_LETTERS = 15
"""A number stands among them: `reply 17 …`, `takeback resource 5`."""
Heard = Edited | Removed | Arrived | Departed | ChannelChanged | PersonChanged
"""Events that features hear of as they are."""
Takes = Literal["words", "few", "number", "link"]

OnStep = Callable[[Subject, W_contra, datetime], None]
OnHappening = Callable[[Happening, W_contra, datetime], None]
OnCommand = Callable[[CommandCall, Caller, W_contra, datetime], Reply]
OnButton = Callable[[ButtonCall, Caller, W_contra, datetime], Reply]
OnForm = Callable[[FormCall, Caller, W_contra, datetime], Reply]
OnMessageCall = Callable[[MessageCall, Caller, W_contra, datetime], Reply]
OnOpened = Callable[[Opened, View, W_contra, datetime], Reply]
OnChange = Callable[[Caller, W_contra, datetime], None]
OnOutside = Callable[[Asking, Outsider, W_contra, datetime], Reply]
LookUp = Callable[[Asking, int, W_contra], str]
"""The words to look up for a call, in the community of that id; a pure read, done before the transaction."""
Finds = Callable[[int, Sequence[int], W_contra, View], Sequence[Found]]
"""The visible subjects of one kind with those numbers in that community, as people should read of them."""
Newest = Callable[[int, int, W_contra], Sequence[tuple[datetime, int]]]
"""When the newest visible subjects of one kind came to be in that community, so many at most, and their numbers."""
LONGEST_TITLE = 24
"""Characters of what stands in a platform's own menus; Slack's limit, the narrowest."""


@dataclass(frozen=True, slots=True)
class Command(Generic[W_contra]):
    """A word people type. `first` puts it among the six that menus and help begin with."""

    word: str
    summary: str
    example: str
    action: OnCommand[W_contra]
    look_up: LookUp[W_contra] | None = None
    first: bool = False
    stewards: bool = False
    listed: bool = True
    takes: Takes | tuple[str, ...] = "words"
    """What follows the word: any words, few words, a number, a link, or one of these words. When something else
    follows, in a direct message or a thread, it is a sentence that happens to begin so."""

    def sounds_like(self, rest: str) -> bool:
        """Whether a line with that rest is rather a sentence than this command."""
        match self.takes:
            case "words":
                return False
            case "few":
                return len(rest.split()) > FEW
            case "number":
                return bool(rest) and not any(letter.isdigit() for letter in rest[:FIRST_LETTERS])
            case "link":
                return bool(rest) and "://" not in rest
            case own:
                return bool(rest) and rest.split(maxsplit=1)[0].lower() not in own


@dataclass(frozen=True, slots=True)
class Pressed(Generic[W_contra]):
    """What a button does."""

    action: OnButton[W_contra]
    look_up: LookUp[W_contra] | None = None
    stewards: bool = False
    typed: str = ""
    """What somebody types instead, such as `close {number}`; … are words of theirs.

    `{number}` and `{kind}` are the subject's, `{choice}` is the button's, `{chosen}` the subject that its choice names,
    such as `resource 5`, and `{named}` the number in the name of its object.
    """


@dataclass(frozen=True, slots=True)
class Sent(Generic[W_contra]):
    """What a form does when it is sent."""

    action: OnForm[W_contra]
    look_up: LookUp[W_contra] | None = None
    stewards: bool = False


@dataclass(frozen=True, slots=True)
class OnMessage(Generic[W_contra]):
    """What people do with a message from that message's own menu, where it is called `title`."""

    title: str
    action: OnMessageCall[W_contra]
    typed: str = ""
    """What somebody types instead, such as `share …`; … are words of theirs."""


@dataclass(frozen=True, slots=True)
class Hears(Generic[W_contra]):
    """The events a feature listens to. Each answers whether the event was its own."""

    thread_reply: Callable[[ThreadReply, Caller, Subject, W_contra, datetime], bool] | None = None
    """`Subject` is what stands at the message the thread hangs under."""
    edited: Callable[[Edited, W_contra, datetime], bool] | None = None
    removed: Callable[[Removed, W_contra, datetime], bool] | None = None
    arrived: Callable[[Arrived, W_contra, datetime], bool] | None = None
    departed: Callable[[Departed, W_contra, datetime], bool] | None = None
    channel_changed: Callable[[ChannelChanged, W_contra, datetime], bool] | None = None
    person_changed: Callable[[PersonChanged, W_contra, datetime], bool] | None = None
    opened: OnOpened[W_contra] | None = None
    """What shows in a Home that somebody opened; a card is shown there at once, nothing where it is a posting."""

    def heard(self, call: Heard, work: W_contra, now: datetime) -> bool:
        """Whether the event was the feature's own; what it does about it is done."""
        match call:
            case Edited():
                own = self.edited and self.edited(call, work, now)
            case Removed():
                own = self.removed and self.removed(call, work, now)
            case Arrived():
                own = self.arrived and self.arrived(call, work, now)
            case Departed():
                own = self.departed and self.departed(call, work, now)
            case ChannelChanged():
                own = self.channel_changed and self.channel_changed(call, work, now)
            case PersonChanged():
                own = self.person_changed and self.person_changed(call, work, now)
        return bool(own)


@dataclass(frozen=True, slots=True)
class Drawn(Generic[W_contra]):
    """How a kind of subject, or a part of one, is drawn from the state as it is now. None: it should not be visible.

    `unsure` says what happens to a create whose outcome can't be told.
    """

    draw: Callable[[Subject, W_contra, View], Card | None]
    unsure: Literal["resend", "drop"]


@dataclass(frozen=True, slots=True)
class Timed(Generic[W_contra]):
    """Something that happens by itself. `late` says in one line, for the documentation, what becomes of it when late.

    `lapsed` runs in place of `action` when the step came after its `until`; that it was dropped is recorded.
    """

    action: OnStep[W_contra]
    late: str
    lapsed: OnStep[W_contra] | None = None


@dataclass(frozen=True, slots=True)
class Setting:
    """Something stewards may change for their community. The type of `default` is the setting's.

    `options` are the values to choose from, none of them empty, each with its label; none when any words will do.
    """

    key: str
    label: str
    default: str | bool
    hint: str = ""
    options: tuple[tuple[str, str], ...] = ()

    def on(self, kept: Mapping[str, str]) -> bool:
        """Whether a yes-or-no setting is on, given what the community has set."""
        return kept[self.key] == "yes" if self.key in kept else bool(self.default)

    def number(self, kept: Mapping[str, str]) -> int:
        """The value of a setting whose options are numbers."""
        return int(kept.get(self.key, str(self.default)))

    def text(self, kept: Mapping[str, str], words: Words) -> str:
        """The community's own words, or ours in its language."""
        return kept[self.key] if self.key in kept else words(str(self.default))


@dataclass(frozen=True, slots=True)
class Feature(Generic[W_contra]):
    """One feature, wholly. Buttons, forms, subjects and steps are named `feature-word.verb`."""

    name: str
    commands: tuple[Command[W_contra], ...] = ()
    buttons: Mapping[str, Pressed[W_contra]] = field(default_factory=dict)
    forms: Mapping[str, Sent[W_contra]] = field(default_factory=dict)
    on_message: Mapping[str, OnMessage[W_contra]] = field(default_factory=dict)
    """Named like buttons; a private button of that name does the same once more."""
    anywhere: Mapping[str, str] = field(default_factory=dict)
    """Buttons that stand in a platform's own menu wherever people are, and what they are called there."""
    hears: Hears[W_contra] = field(default_factory=Hears)
    subjects: Mapping[str, Drawn[W_contra]] = field(default_factory=dict)
    """By kind, or kind and part: `question`, `draft/reminder`. What follows a colon in a part only tells apart."""
    steps: Mapping[str, Timed[W_contra]] = field(default_factory=dict)
    reacts: Mapping[str, OnHappening[W_contra]] = field(default_factory=dict)
    """By kind of subject and verb, `meeting.moved`: what this feature does when that happened in a feature below it."""
    after: OnChange[W_contra] | None = None
    """What this feature does when a member's own command, press or form has changed anything."""
    finds: Mapping[str, Finds[W_contra]] = field(default_factory=dict)
    """By kind of subject: how what the search found is told."""
    shows: Mapping[str, Newest[W_contra]] = field(default_factory=dict)
    """By kind of subject that members may put before others, wherever they write: what is newest of it."""
    settings: tuple[Setting, ...] = ()
    outside: Mapping[str, OnOutside[W_contra]] = field(default_factory=dict)
    """Commands, buttons and forms that people in no community, or before its doors open, may use."""
    before_opening: frozenset[str] = frozenset()
    """Commands, buttons and forms that stewards may use before the doors open."""
