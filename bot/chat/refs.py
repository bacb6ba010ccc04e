"""How people, channels, messages and subjects are pointed at, on any platform."""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AccountRef:
    """A person on one platform: a Slack user in a workspace or enterprise, a Teams user in a tenant."""

    platform: str
    tenant: str
    person: str


@dataclass(frozen=True, slots=True)
class ChannelRef:
    """A channel or a direct conversation on one platform."""

    platform: str
    tenant: str
    channel: str


@dataclass(frozen=True, slots=True)
class MessageRef:
    """A message that stands on a platform. `thread` is the message it hangs under, None at the top level."""

    channel: ChannelRef
    message: str
    thread: str | None = None


@dataclass(frozen=True, slots=True)
class Subject:
    """What a card, button or form is about: `3/question:17`, or a part of it: `3/draft:4/reminder`.

    `id` is the number people see, counted per community. A subject never carries state.
    """

    community: int
    kind: str
    id: int
    part: str = ""

    def __str__(self) -> str:
        tail = f"/{self.part}" if self.part else ""
        return f"{self.community}/{self.kind}:{self.id}{tail}"

    def about(self, part: str) -> "Subject":
        """The named part of the same subject."""
        return Subject(self.community, self.kind, self.id, part)


_SUBJECT = re.compile(r"(\d{1,9})/([a-z]{1,20}):(\d{1,9})(?:/([a-z0-9.:-]{1,40}))?", re.ASCII)


def parse_subject(text: str) -> Subject | None:
    """The subject a text names, or None when the text names none."""
    found = _SUBJECT.fullmatch(text)
    if found is None:
        return None
    community, kind, number, part = found.groups()
    return Subject(int(community), kind, int(number), part or "")
