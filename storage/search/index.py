"""The index of what a community knows, as far as both databases agree on it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Protocol

from bot.chat.refs import Subject
from bot.ports import Document, Match
from storage.search import ranking
from storage.search.meaning import Vector, meaning
from storage.search.nearest import Nearest, Sketches, kept, nearest
from storage.search.terms import terms
from storage.statements import Row

_UNDERSTANDING = ThreadPoolExecutor(2, "meaning")
"""What a query means is worked out while the database looks for its words."""


class Rows(Protocol):
    """What each database does in its own way. Rows are (id, kind, number, title, body, meaning)."""

    def add(self, subject: Subject, title: Sequence[str], body: Sequence[str], means: bytes | None) -> None:
        """Keep a document's terms and its meaning, under an id that nothing ever had."""

    def drop(self, subject: Subject) -> None:
        """Remove the subject's document. No error when there is none."""

    def counts(self, community: int, asked: Sequence[str]) -> Mapping[str, int]:
        """By term, in the query's order, how many of the community's documents hold it, counted up to a limit."""

    def documents(self, community: int) -> int:
        """How many the community has, counted up to a limit."""

    def holding(self, community: int, groups: Iterable[Iterable[str]], kinds: Collection[str]) -> Sequence[Row]:
        """The newest documents that hold all terms of one of the groups."""

    def after(self, community: int, kind: str, last: int) -> Sequence[tuple[int, bytes]]:
        """A page of ids and meanings, as `nearest.Page` says."""

    def of_ids(self, ids: Sequence[int]) -> Sequence[Row]:
        """Those documents, as far as there are any."""


class Index:
    """The index on one connection."""

    def __init__(self, rows: Rows, sketches: Nearest, *, reading: bool) -> None:
        self._rows = rows
        self._sketches = sketches
        self._reading = reading

    def put(self, document: Document) -> None:
        """Make the document findable, in place of what stood under its subject."""
        self._rows.drop(document.subject)
        self._rows.add(document.subject, terms(document.title), terms(document.body), _means(document))

    def drop(self, subject: Subject) -> None:
        """Make the subject unfindable. No error when it already is."""
        self._rows.drop(subject)

    def find(self, community: int, query: str, kinds: Collection[str], most: int) -> Sequence[Match]:
        """The community's subjects of those kinds that fit the query by words or by meaning. Empty query: none."""
        asked = terms(query)[: ranking.MOST_QUERIED]
        if not asked or not kinds:
            return []
        sketches = self._sketches.all_of(community, kinds, self._rows.after, keep=self._reading)
        meant = _UNDERSTANDING.submit(meaning, query) if any(len(one.ids) for one in sketches) else None
        counts = self._rows.counts(community, asked)
        found = self._by_words(community, counts, kinds)
        weights = ranking.weights(counts, self._rows.documents(community))
        direction = meant.result() if meant else None
        if direction is not None:
            found |= self._near(direction, sketches, community, kinds)
        return ranking.ranked(found.values(), weights, direction, community, most)

    def _by_words(self, community: int, counts: Mapping[str, int], kinds: Collection[str]) -> dict[int, Row]:
        found: dict[int, Row] = {}
        for groups in ranking.tiers(ranking.rarest(counts)):
            found |= {row[0]: row for row in self._rows.holding(community, groups, kinds)}
            if len(found) >= ranking.ENOUGH:
                break
        return found

    def _near(
        self, direction: Vector, sketches: Sequence[Sketches], community: int, kinds: Collection[str]
    ) -> dict[int, Row]:
        """What is near to that direction, as it is now."""
        ids = nearest(direction, sketches)
        rows = self._rows.of_ids(ids)
        if self._reading and len(rows) < len(ids) // 2:
            self._sketches.forget(community, kinds)
        return {row[0]: row for row in rows}


def _means(document: Document) -> bytes | None:
    """What the title means, and what all of it means together."""
    texts = dict.fromkeys((document.title.strip(), f"{document.title} {document.body}".strip()))
    return kept(vector for text in texts if text and (vector := meaning(text)) is not None)
