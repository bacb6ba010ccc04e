"""What the library's actions need kept."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.community.store import CommunityWork
from bot.library.model import Resource


class Library(Protocol):
    """The community's resources."""

    def get(self, community: int, resource: int) -> Resource:
        """The resource. Raises `Unknown`."""

    def new(self, community: int, member: int, url: str, url_key: str, title: str, now: datetime) -> Resource:
        """A new resource of kind `other`, shared and owned by the member, open to everyone."""

    def new_note(self, community: int, reply: int, sharer: int | None, owner: int | None, now: datetime) -> Resource:
        """A new resource of kind `note`, which shows the words of that reply as they are at any time."""

    def save(self, resource: Resource) -> None:
        """Keep the resource as it is now."""

    def known(self, community: int, url_key: str) -> Resource | None:
        """The resource at that address, hidden ones included."""

    def of_question(self, community: int, question: int) -> Sequence[Resource]:
        """The notes kept from replies to that question that weren't taken back, oldest first."""

    def owned(self, community: int, member: int) -> Sequence[Resource]:
        """The resources that member looks after and that weren't taken back, oldest first."""

    def latest(self, community: int, tags: Sequence[str], most: int) -> Sequence[Resource]:
        """The newest visible resources that have all those tags."""

    def some(self, community: int, numbers: Sequence[int]) -> Sequence[Resource]:
        """The resources of those numbers that are visible, in the order given."""

    def helped(self, community: int, resource: int, member: int, now: datetime) -> bool:
        """Keep that it helped this member; False when they had said so before."""

    def helped_count(self, community: int, resource: int) -> int:
        """How many members it helped."""


class LibraryWork(CommunityWork, Protocol):
    """What one transaction of this feature can reach."""

    @property
    def library(self) -> Library:
        """The resources."""
