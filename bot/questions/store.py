"""What the questions' actions need kept."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.chat.refs import MessageRef
from bot.library.store import LibraryWork
from bot.questions.model.questions import Draft, Question, Reply
from bot.topics.store import TopicWork


class Drafts(Protocol):
    """What members have written and nobody else has seen."""

    def get(self, community: int, draft: int) -> Draft:
        """The draft. Raises `Unknown`."""

    def new(
        self, community: int, member: int, account: int, text: str, detail: str, tags: tuple[str, ...], now: datetime
    ) -> Draft:
        """A new draft."""

    def save(self, draft: Draft) -> None:
        """Keep the draft as it is now."""

    def drop(self, draft: Draft) -> None:
        """Remove it, words and all. No error when it is gone already."""

    def same(self, community: int, member: int, text: str, detail: str) -> Draft | None:
        """The member's newest draft of the very same words; None when there is none."""

    def of_member(self, community: int, member: int) -> Sequence[Draft]:
        """The member's drafts, newest first."""


class Questions(Protocol):
    """The community's questions and their replies."""

    def get(self, community: int, question: int) -> Question:
        """The question. Raises `Unknown`."""

    def new(
        self,
        community: int,
        member: int,
        unit: str,
        text: str,
        detail: str,
        tags: tuple[str, ...],
        now: datetime,
        *,
        nameless: bool,
    ) -> Question:
        """A new open question under the next number."""

    def save(self, question: Question) -> None:
        """Keep the question as it is now."""

    def same(self, community: int, member: int, text: str, since: datetime) -> Question | None:
        """The member's visible question of the very same words asked since then."""

    def some(self, community: int, numbers: Sequence[int]) -> Sequence[Question]:
        """The questions of those numbers that are visible, in the order given."""

    def latest(self, community: int, most: int) -> Sequence[Question]:
        """The visible questions, newest first, answered and closed ones too."""

    def latest_open(self, community: int, most: int) -> Sequence[Question]:
        """The visible questions that are open, newest first."""

    def open_of(self, community: int, member: int) -> Sequence[Question]:
        """The member's visible questions that are open, newest first, those asked without a name included."""

    def asked_so_far(self, community: int, question: int) -> tuple[int, int]:
        """To how many people, of how many units, the question was brought; nobody of whom it was taken back counts."""

    def reply(self, community: int, reply: int) -> Reply:
        """The reply. Raises `Unknown`."""

    def new_reply(
        self,
        question: Question,
        member: int,
        platform: str,
        unit: str,
        text: str,
        now: datetime,
        source: MessageRef | None,
    ) -> Reply:
        """A new reply under the next number."""

    def save_reply(self, reply: Reply) -> None:
        """Keep the reply as it is now."""

    def replies(self, community: int, question: int) -> Sequence[Reply]:
        """The question's visible replies, oldest first."""

    def reply_typed_at(self, message: MessageRef) -> Reply | None:
        """The reply that was typed in that message, whichever community it belongs to."""

    def follow(self, community: int, question: int, member: int) -> bool:
        """Turn "I'd like to know too" on or off; whether it is on now."""

    def followers(self, community: int, question: int) -> int:
        """How many would like to know too."""


class QuestionWork(LibraryWork, TopicWork, Protocol):
    """What one transaction of this feature can reach."""

    @property
    def drafts(self) -> Drafts:
        """What members have written and not posted."""

    @property
    def questions(self) -> Questions:
        """Questions and replies."""
