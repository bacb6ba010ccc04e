"""Which documents mean about the same as a text: a sketch of each one's meaning, kept in memory, narrows them down.

A sketch is the signs of the 384 numbers, and of sums and differences of two, in 96 bytes: a hundred thousand are
compared in some two milliseconds. Who is near by it is then read from the database and compared exactly.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from storage.search.meaning import WIDTH, Vector

MOST_NEAR = 100
"""So many documents are compared exactly."""
MOST_SKETCHES = 1_000_000
"""So many are kept, 104 MB; communities that nobody asked in for longest make room."""
PAGE = 1_000
"""Documents read at once."""
_BYTES = WIDTH * 2
"""Of one vector as a document keeps it."""

Page = Callable[[int, str, int], Sequence[tuple[int, bytes]]]
"""A community's documents of a kind with a meaning, after that id and in their order: at most `PAGE`."""


def kept(vectors: Iterable[Vector]) -> bytes | None:
    """The vectors as a document keeps them, None when there are none."""
    return b"".join(vector.astype("<f2").tobytes() for vector in vectors) or None


def closest(asked: Vector, meanings: Sequence[bytes | None]) -> list[float]:
    """How near the nearest of each document's vectors is, from -1 to 1; 0 for a document without any."""
    counts = [len(means or b"") // _BYTES for means in meanings]
    near = iter((_vectors(means for means in meanings if means) * asked).sum(1).tolist())
    return [max(islice(near, count), default=0.0) for count in counts]


def _vectors(meanings: Iterable[bytes]) -> Vector:
    return np.frombuffer(b"".join(meanings), "<f2").reshape(-1, WIDTH).astype(np.float32)


@dataclass(frozen=True)
class Sketches:
    """Of the documents up to `last`, in the order of their ids. A document has one for each of its vectors."""

    ids: NDArray[np.int64]
    bits: NDArray[np.uint64]
    """A column each."""
    last: int

    def with_page(self, page: Sequence[tuple[int, bytes]]) -> "Sketches":
        """And those of a page."""
        ids = np.repeat([row for row, _ in page], [len(means) // _BYTES for _, means in page])
        bits = _bits(_vectors(means for _, means in page))
        return Sketches(np.concatenate((self.ids, ids)), np.concatenate((self.bits, bits), axis=1), page[-1][0])

    def apart(self, asked: NDArray[np.uint64]) -> NDArray[np.uint16]:
        """In how many bits each differs."""
        found = np.zeros(len(self.ids), np.uint16)
        for row, bits in zip(self.bits, asked, strict=True):
            found += np.bitwise_count(row ^ bits)
        return found


_NONE = Sketches(np.empty(0, np.int64), np.empty((WIDTH // 32, 0), np.uint64), 0)


class Nearest:
    """The sketches by community and kind. Each belongs to one store, and what isn't committed never gets in."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._sketches: OrderedDict[tuple[int, str], Sketches] = OrderedDict()

    def all_of(self, community: int, kinds: Collection[str], page: Page, *, keep: bool) -> list[Sketches]:
        """What is sketched of those kinds, brought up to what `page` reads; kept only if all of that is committed."""
        if not keep:
            return [_grown(self._sketches.get((community, kind), _NONE), community, kind, page) for kind in kinds]
        with self._lock:
            return [self._kept(community, kind, page) for kind in kinds]

    def forget(self, community: int, kinds: Collection[str]) -> None:
        """Begin anew, for too many of its documents are gone."""
        with self._lock:
            for kind in kinds:
                self._sketches.pop((community, kind), None)

    def _kept(self, community: int, kind: str, page: Page) -> Sketches:
        grown = _grown(self._sketches.pop((community, kind), _NONE), community, kind, page)
        if len(grown.ids):
            self._sketches[community, kind] = grown
            while sum(len(one.ids) for one in self._sketches.values()) > MOST_SKETCHES and len(self._sketches) > 1:
                self._sketches.popitem(last=False)
        return grown


def nearest(asked: Vector, sketches: Sequence[Sketches]) -> list[int]:
    """The ids of the documents that are likely nearest, in no order."""
    bits = _bits(asked[np.newaxis])
    ids = np.concatenate([one.ids for one in sketches])
    apart = np.concatenate([one.apart(bits) for one in sketches])
    if len(ids) > MOST_NEAR:
        ids = ids[np.argpartition(apart, MOST_NEAR)[:MOST_NEAR]]
    return [int(row) for row in dict.fromkeys(ids.tolist())]


def _grown(sketches: Sketches, community: int, kind: str, page: Page) -> Sketches:
    while rows := page(community, kind, sketches.last):
        sketches = sketches.with_page(rows)
        if len(rows) < PAGE:
            break
    return sketches


def _bits(vectors: Vector) -> NDArray[np.uint64]:
    """A column each, of words of 64 bits."""
    some, others = vectors[:, : WIDTH // 2], vectors[:, WIDTH // 2 :]
    signs = np.concatenate((vectors > 0, some > -others, some > others), axis=1)
    return np.ascontiguousarray(np.packbits(signs, axis=1).view(np.uint64).T)
