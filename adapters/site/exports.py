"""What the word of an export opens, once."""

from dataclasses import dataclass
from datetime import datetime

from bot.community.store import CommunityWork
from bot.members.actions import exporting
from bot.members.model import Exported


@dataclass(frozen=True, slots=True)
class Found:
    """All that a community keeps about one member. `community` is its name."""

    community: str
    sections: Exported


def opened(word: str, secret: bytes, work: CommunityWork, now: datetime) -> Found | None:
    """What it opens, and nothing a second time; None when it opens nothing."""
    found = exporting.opened(word, secret, work, now)
    return None if found is None else Found(work.communities.get(found.community).name, found.sections)
