"""Drafts, questions and replies."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from bot.chat.refs import MessageRef, Subject
from bot.due import Step
from bot.feature import Setting

DRAFT_KEPT = timedelta(days=7)
DRAFT_REMINDED = timedelta(hours=1)
SAME_QUESTION = timedelta(minutes=10)
NAMELESS_LINK_KEPT = timedelta(days=30)

ENOUGH_EXPERIENCED = 10
"""With so many members who say what they have done, questions find somebody by themselves."""

LONGEST_QUESTION = 300
LONGEST_TEXT = 3000

NAMELESS = Setting("questions.nameless", "People may ask without a name", default=True)
CAUTION = Setting(
    "questions.caution",
    "The line above Post it",
    "No Cabinet confidences, personal information or unannounced decisions, please.",
)

State = Literal["open", "answered", "closed"]


def shortened(text: str, most: int = LONGEST_TEXT) -> str:
    """The text, with a sign at its end where some of it had to go."""
    return text if len(text) <= most else text[: most - 2].rstrip() + " …"


def as_question(text: str) -> tuple[str, str]:
    """A question and its detail, from one text: the first line, cut at a word when it is long, and all the rest."""
    first, _, rest = text.strip().partition("\n")
    if len(first) <= LONGEST_QUESTION:
        return first.strip(), shortened(rest.strip())
    cut = first.rfind(" ", 0, LONGEST_QUESTION - 1)
    cut = cut if cut > 0 else LONGEST_QUESTION - 1
    return first[:cut] + "…", shortened(text.strip())


@dataclass(frozen=True, slots=True)
class Draft:
    """What a person has written and nobody else has seen. `account` is where they wrote it."""

    id: int
    community: int
    member: int
    account: int
    text: str
    detail: str
    tags: tuple[str, ...]
    nameless: bool
    written_at: datetime
    offered_at: datetime | None = None
    """When its writer was shown what others would see. None while it only stands behind something looked up."""
    reminded_at: datetime | None = None
    overheard: bool = False
    """Others could see it being typed: it can't be asked without a name."""

    @property
    def subject(self) -> Subject:
        """`3/draft:4`."""
        return Subject(self.community, "draft", self.id)

    def next_step(self) -> Step:
        """One reminder an hour after the preview, gone after seven days."""
        if self.offered_at is not None and self.reminded_at is None:
            return Step("draft.remind", self.offered_at + DRAFT_REMINDED)
        return Step("draft.drop", self.written_at + DRAFT_KEPT)


@dataclass(frozen=True, slots=True)
class Question:
    """A question the community can see.

    `member` is None when its asker was forgotten, or asked without a name and the link has been deleted.
    `unit` is the asker's on that day; empty for a question without a name.
    """

    id: int
    community: int
    member: int | None
    nameless: bool
    unit: str
    text: str
    detail: str
    tags: tuple[str, ...]
    asked_at: datetime
    state: State = "open"
    reason: str = ""
    """Why it was closed: a key of ours, such as `found`."""
    closed_at: datetime | None = None
    accepted: int | None = None
    """The reply that helped."""
    accepted_by: int | None = None
    """The steward who said that it helped; None when the asker did."""
    hidden: bool = False
    withdrawn: bool = False
    rings: int = 0
    """How often members were asked to help with it."""
    told_at: datetime | None = None
    """Up to when its asker has been told of replies; None: of none yet."""
    followed_up_at: datetime | None = None
    """When its asker was asked whether a reply helped."""
    looking_at: datetime | None = None
    """When its asker last said that they are still looking, or it was opened again."""
    choice_at: datetime | None = None
    """When its asker was asked what next."""

    @property
    def subject(self) -> Subject:
        """`3/question:17`."""
        return Subject(self.community, "question", self.id)

    @property
    def visible(self) -> bool:
        """Whether anybody may see it."""
        return not (self.hidden or self.withdrawn)

    def answered(self, reply: int, now: datetime, *, steward: int | None) -> "Question":
        """With that reply as the one that helped; `steward` is who said so when it wasn't the asker."""
        return replace(self, state="answered", accepted=reply, accepted_by=steward, closed_at=now, reason="")

    def closed(self, reason: str, now: datetime) -> "Question":
        """Closed, with the reason."""
        return replace(self, state="closed", reason=reason, closed_at=now)

    def looked_for(self, now: datetime) -> "Question":
        """Open, with its asker looking from now on."""
        without = replace(self, accepted=None, accepted_by=None)
        return replace(without, state="open", reason="", closed_at=None, looking_at=now)

    def without_answer(self, now: datetime) -> "Question":
        """Without the reply that helped: open again, unless it had been closed since."""
        if self.state == "answered":
            return self.looked_for(now)
        return replace(self, accepted=None, accepted_by=None)

    def taken_back(self, now: datetime) -> "Question":
        """Without its words, visible nowhere."""
        without = replace(self, text="", detail="", tags=(), accepted=None, accepted_by=None)
        return replace(without, withdrawn=True, state="closed", closed_at=now)


@dataclass(frozen=True, slots=True)
class Reply:
    """A reply to a question. `source` is the thread message in which it was typed, None when it came another way."""

    id: int
    community: int
    question: int
    member: int | None
    platform: str
    """Where the replier was: "Fisheries, in Slack"."""
    unit: str
    text: str
    replied_at: datetime
    source: MessageRef | None = None
    hidden: bool = False
    withdrawn: bool = False

    @property
    def subject(self) -> Subject:
        """`3/reply:9`."""
        return Subject(self.community, "reply", self.id)

    @property
    def visible(self) -> bool:
        """Whether anybody may see it."""
        return not (self.hidden or self.withdrawn)

    def taken_back(self) -> "Reply":
        """Without its words, visible nowhere."""
        return replace(self, text="", withdrawn=True)
