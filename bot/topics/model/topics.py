"""A topic somebody would like to talk about, and how long it stays in the running."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from rapidfuzz import fuzz, utils

from bot.chat.refs import Subject
from bot.due import Step

LONGEST_TOPIC = 200
LONGEST_LINK = 1000
MOST_LOST = 3
"""After so many lost polls a topic retires."""
KEPT = timedelta(days=183)
"""So long a topic waits to be chosen, half a year."""
MOST_OPTIONS = 7
MOST_NEAR = 3
ALIKE, ALIKE_IN_FEW_WORDS = 80, 88
"""Of 100: two suggestions with that much in common are probably the same; a few words have more in common by chance."""
CONTAINED = 95
"""Of 100: so much of the shorter one's words stand in the longer one."""
SOME_WORDS = 3
"""A shorter text is part of many."""

TopicState = Literal["open", "chosen", "discussed", "retired"]


@dataclass(frozen=True, slots=True)
class Topic:
    """Something suggested for a meeting. `member` is None when whoever suggested it was forgotten.

    `lost` counts the polls it stood in without being chosen. `settled_at` is when it last left, or came back into,
    the running.
    """

    id: int
    community: int
    member: int | None
    text: str
    short: bool
    """Five minutes are enough for it."""
    suggested_at: datetime
    state: TopicState = "open"
    lost: int = 0
    merged_into: int | None = None
    hidden: bool = False
    withdrawn: bool = False
    settled_at: datetime | None = None
    link: str = ""
    """Where it came up; empty for nowhere in particular."""

    @property
    def subject(self) -> Subject:
        """`3/topic:7`."""
        return Subject(self.community, "topic", self.id)

    @property
    def visible(self) -> bool:
        """Whether anybody may see it as a topic of its own."""
        return not (self.hidden or self.withdrawn or self.merged_into is not None)

    @property
    def running(self) -> bool:
        """Whether it may stand in a poll."""
        return self.visible and self.state == "open"

    @property
    def carried(self) -> bool:
        """Whether it comes from an earlier poll."""
        return self.lost > 0

    def chosen(self, now: datetime) -> "Topic":
        """For a meeting."""
        return replace(self, state="chosen", settled_at=now)

    def reopened(self, now: datetime) -> "Topic":
        """In the running again, for as long as a new one: its meeting doesn't happen, or got another topic."""
        return replace(self, state="open", settled_at=now)

    def discussed(self, now: datetime) -> "Topic":
        """Its meeting was held."""
        return replace(self, state="discussed", settled_at=now)

    def retired(self, now: datetime) -> "Topic":
        """Out of the running; it can be suggested again."""
        return replace(self, state="retired", settled_at=now)

    def renewed(self, now: datetime) -> "Topic":
        """Suggested again, as if for the first time."""
        return replace(self, state="open", lost=0, suggested_at=now, settled_at=None)

    def passed_over(self, now: datetime) -> "Topic":
        """After a poll that chose another: carried over, or retired when it has had its chances."""
        after = replace(self, lost=self.lost + 1)
        return after.retired(now) if after.worn_out(now) else after

    def merged(self, into: int, now: datetime) -> "Topic":
        """The same as another, which stands for both."""
        return replace(self, state="retired", merged_into=into, settled_at=now)

    def taken_back(self, now: datetime) -> "Topic":
        """Without its words, visible nowhere."""
        return replace(self, text="", link="", withdrawn=True, state="retired", settled_at=now)

    def worn_out(self, now: datetime) -> bool:
        """Whether it has lost three polls or waited half a year."""
        return self.lost >= MOST_LOST or now >= self._retires_at

    @property
    def _retires_at(self) -> datetime:
        return (self.settled_at or self.suggested_at) + KEPT

    def next_step(self) -> Step | None:
        """It retires after half a year in the running."""
        return Step("topic.retire", self._retires_at) if self.running else None


def tidy(text: str) -> str:
    """A suggestion on one line, with a sign at its end where some of it had to go."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_TOPIC else f"{line[: LONGEST_TOPIC - 1].rstrip()}…"


def options(topics: Collection[Topic], seconds: Mapping[int, int], most: int = MOST_OPTIONS) -> Sequence[Topic]:
    """The topics that stand in the next poll: most seconds, then carried over, then oldest."""
    running = (topic for topic in topics if topic.running)
    return sorted(running, key=lambda topic: _rank(topic, seconds.get(topic.id, 0)))[:most]


def _rank(topic: Topic, seconds: int) -> tuple[int, bool, datetime, int]:
    return -seconds, not topic.carried, topic.suggested_at, topic.id


def near(text: str, topics: Collection[Topic], most: int = MOST_NEAR) -> Sequence[Topic]:
    """The topics that may be the same as the text, the nearest first."""
    scored = [(alikeness(text, topic.text), topic) for topic in topics]
    close = [(score, topic) for score, topic in scored if score >= _enough(text, topic.text)]
    close.sort(key=lambda pair: (-pair[0], pair[1].id))
    return [topic for _, topic in close[:most]]


def _enough(one: str, other: str) -> int:
    return ALIKE if _few_words(_words(one), _words(other)) >= SOME_WORDS else ALIKE_IN_FEW_WORDS


def _few_words(one: str, other: str) -> int:
    return min(len(one.split()), len(other.split()))


def same(text: str, topic: Topic) -> bool:
    """Whether the text is the topic's but for small letters and signs."""
    return _words(text) == _words(topic.text)


def alikeness(one: str, other: str) -> float:
    """How alike two suggestions are, of 100, whatever the order of their words. Other numbers make another topic."""
    ours, theirs = _words(one), _words(other)
    if ours == theirs:
        return 100
    if not (ours and theirs) or _numbers(ours) != _numbers(theirs):
        return 0
    score: float = fuzz.token_sort_ratio(ours, theirs)
    contained: float = fuzz.token_set_ratio(ours, theirs)
    told = _few_words(ours, theirs) >= SOME_WORDS and contained >= CONTAINED
    return max(score, contained) if told else score


def _words(text: str) -> str:
    """Small letters without signs; the text itself where nothing else is in it."""
    return " ".join(utils.default_process(text).split()) or text.strip()


def _numbers(words: str) -> frozenset[str]:
    return frozenset(word for word in words.split() if any(letter.isdigit() for letter in word))
