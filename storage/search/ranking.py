"""Which of the candidates fit a query best: one rule for both databases."""

import math
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import combinations

from bot.chat.refs import Subject
from bot.ports import Match

IN_BODY = 0.75
"""What a term found only in the body counts, beside 1 in the title."""
MOST_QUERIED = 40
"""The most terms of a query that are looked at."""
RAREST = 4
CANDIDATES = 300
"""The most documents that are compared, the newest of equally likely ones."""
ENOUGH = 60
"""So many documents that hold more of the rarest terms make it needless to look at those that hold fewer."""
COUNTED = 1000
"""Documents are counted up to this number: beyond it a term is common, however common."""


def indexed(community: int, term: str) -> str:
    """The term as it stands in the index: each community has terms of its own, and no text of a person makes one."""
    return f"{community}@{term}"


def tiers(rare: Sequence[str]) -> Iterator[Sequence[Sequence[str]]]:
    """What to look for, most demanding first: all of the terms, then all but one in every way, down to any."""
    for size in range(len(rare), 0, -1):
        yield list(combinations(rare, size))


def weights(counts: Mapping[str, int], documents: int) -> dict[str, float]:
    """The rarer a term in the community, the more it weighs. `documents` is how many there are."""
    return {term: math.log(1 + (max(documents, count) - count + 0.5) / (count + 0.5)) for term, count in counts.items()}


def rarest(counts: Mapping[str, int]) -> list[str]:
    """The up to four rarest terms that occur at all; equally rare ones in the order of the query."""
    known = [term for term, count in counts.items() if count]
    return sorted(known, key=lambda term: counts[term])[:RAREST]


def ranked(
    candidates: Iterable[tuple[int, str, int, str, str]], weight: Mapping[str, float], community: int, most: int
) -> Sequence[Match]:
    """The best candidates (id, kind, number, title, body), best first: the fuller share, the shorter, the newer."""
    whole = sum(weight.values())
    scored = []
    for row, kind, number, title, body in candidates:
        in_title, in_body = title.split(), body.split()
        share = _share(set(in_title), set(in_body), weight) / whole
        scored.append((-share, len(in_title) + len(in_body), -row, kind, number))
    scored.sort()
    return [Match(Subject(community, kind, number), min(1.0, -share)) for share, _, _, kind, number in scored[:most]]


def _share(title: Collection[str], body: Collection[str], weight: Mapping[str, float]) -> float:
    return sum(of if term in title else IN_BODY * of for term, of in weight.items() if term in title or term in body)
