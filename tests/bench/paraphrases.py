"""How well questions are found in other words: a fixed set, written by hand without any knowledge of the search.

`known` was asked before; `asked` asks for the same in other words, or, where nothing is known, for something else.
Numbers of the search were chosen on one half of it, every other row of each kind; the other half was only measured.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bot.catalogue import Work
from bot.chat.refs import Subject
from bot.ports import Document, Match
from bot.questions.actions.drafting import CLOSE_ENOUGH, MOST_MATCHES
from storage.engine import Store

FILE = Path(__file__).with_suffix(".tsv")
SHA256 = "8be64440bdb548cdae8428aaac20099d634cff48c49228b0b586d566a75663ed"
KIND = "question"
LISTED = 5
_SAY_LITTLE = frozenset((
    "a", "about", "after", "all", "am", "an", "and", "any", "anybody", "anyone", "are", "as", "at", "be", "been",
    "before", "but", "by", "can", "could", "did", "do", "does", "for", "from", "get", "got", "had", "has", "have",
    "how", "i", "if", "in", "into", "is", "it", "its", "just", "me", "must", "my", "need", "no", "not", "of", "on",
    "one", "or", "our", "ours", "s", "should", "so", "some", "somebody", "someone", "t", "than", "that", "the", "their",
    "them", "then", "there", "these", "they", "this", "those", "to", "up", "us", "was", "we", "were", "what", "when",
    "where", "which", "who", "whom", "whose", "why", "will", "with", "would", "you", "your",
))  # fmt: skip


@dataclass(frozen=True)
class Pair:
    """A known question, and another that asks for the same."""

    known: str
    asked: str

    @property
    def shared(self) -> float:
        """The share of the words that were asked which the known question has too, at least their first five letters."""
        known, asked = _words(self.known), _words(self.asked)
        beginnings = {word[:5] for word in known if len(word) >= 5}
        return len({word for word in asked if word in known or word[:5] in beginnings}) / len(asked)


@dataclass(frozen=True)
class Paraphrases:
    """The set."""

    pairs: Sequence[Pair]
    strangers: Sequence[str]
    """Questions to which no known one is an answer."""

    @property
    def shared(self) -> float:
        """The median share of words in common."""
        return median(pair.shared for pair in self.pairs)

    @property
    def asked(self) -> list[str]:
        """Everything that is asked."""
        return [pair.asked for pair in self.pairs] + list(self.strangers)


@dataclass(frozen=True)
class Quality:
    """What came of a number of questions, as shares of one."""

    first: float
    """Found in the first place."""
    listed: float
    """Found among the five that are listed."""
    shown: float
    """Close enough to be shown before the question is posted."""
    silent: int
    """Of the strangers, those before which nothing was shown."""
    strangers: int

    def told(self, of: str) -> str:
        """In a line."""
        return (
            f"{of}: recall@1 {self.first:.3f}, recall@5 {self.listed:.3f}; "
            f"nothing shown for {self.silent} of {self.strangers} without a match; the match is in {self.shown:.0%} of previews"
        )


def paraphrases() -> Paraphrases:
    """The set as it was written."""
    rows = [line.split("\t") for line in FILE.read_text("utf-8").splitlines()[1:]]
    pairs = [Pair(known, asked) for kind, known, asked in rows if kind == "pair"]
    return Paraphrases(pairs, [asked for kind, _, asked in rows if kind == "none"])


def learnt(community: int, knows: Paraphrases, work: Work) -> None:
    """The community gets to know every known question, numbered from 1."""
    for number, pair in enumerate(knows.pairs, 1):
        work.search.put(Document(Subject(community, KIND, number), pair.known, ""))


async def qualities(community: int, knows: Paraphrases, store: Store) -> list[Quality]:
    """Of all, of the half on which numbers were chosen, and of the other."""
    pairs = [(number, await _found(community, pair.asked, store)) for number, pair in enumerate(knows.pairs, 1)]
    strangers = [await _found(community, asked, store) for asked in knows.strangers]
    return [_quality(pairs[part], strangers[part]) for part in (slice(None), slice(0, None, 2), slice(1, None, 2))]


async def _found(community: int, asked: str, store: Store) -> Sequence[Match]:
    return await store.read(lambda work: work.search.find(community, asked, (KIND,), LISTED))


def _quality(pairs: Sequence[tuple[int, Sequence[Match]]], strangers: Sequence[Sequence[Match]]) -> Quality:
    places = [next(_places(number, found), LISTED) for number, found in pairs]
    shown = [number in [match.subject.id for match in _previewed(found)] for number, found in pairs]
    return Quality(
        sum(place == 0 for place in places) / len(places),
        sum(place < LISTED for place in places) / len(places),
        sum(shown) / len(shown),
        sum(not _previewed(found) for found in strangers),
        len(strangers),
    )


def _places(number: int, found: Sequence[Match]) -> Iterator[int]:
    return (place for place, match in enumerate(found) if match.subject.id == number)


def _previewed(found: Sequence[Match]) -> list[Match]:
    return [match for match in found if match.closeness >= CLOSE_ENOUGH][:MOST_MATCHES]


def _words(text: str) -> set[str]:
    return set(re.findall(r"[a-z0-9]+", text.casefold())) - _SAY_LITTLE
