"""Who is calling, and for whom a card is drawn."""

from dataclasses import dataclass

from bot.chat.calls import Where
from bot.chat.capabilities import Capabilities, Deployment
from bot.chat.refs import AccountRef, Subject, parse_subject
from bot.chat.words import Words
from bot.errors import Unknown


@dataclass(frozen=True, slots=True)
class View:
    """How a card is drawn: in which language, for which platform."""

    words: Words
    can: Capabilities
    deployment: Deployment


@dataclass(frozen=True, slots=True)
class Caller:
    """A member of one community, found once per call."""

    community: int
    member: int
    account: int
    name: str
    unit: str
    steward: bool
    channel: int | None
    """The community's channel in which they called; None in a direct message or elsewhere."""
    view: View

    @property
    def words(self) -> Words:
        """The caller's language."""
        return self.view.words

    def own(self, text: str, kind: str) -> Subject:
        """The subject a button or form names. Raises `Unknown` for another kind or another community alike."""
        subject = parse_subject(text)
        if subject is None or subject.kind != kind or subject.community != self.community:
            raise Unknown
        return subject

    def subject(self, kind: str, number: int, part: str = "") -> Subject:
        """A subject of the caller's community."""
        return Subject(self.community, kind, number, part)


@dataclass(frozen=True, slots=True)
class Outsider:
    """Somebody whose call belongs to no community yet."""

    ref: AccountRef | None
    where: Where
    view: View

    @property
    def words(self) -> Words:
        """The caller's language."""
        return self.view.words
