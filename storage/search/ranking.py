"""Which of the candidates fit a query best: one rule for both databases."""

import math
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import combinations

from bot.chat.refs import Subject
from bot.ports import Match
from storage.search.meaning import Vector
from storage.search.nearest import closest
from storage.statements import Row

IN_BODY = 0.75
"""What a term found only in the body counts, beside 1 in the title."""
MOST_QUERIED = 40
"""The most terms of a query that are looked at."""
RAREST = 4
CANDIDATES = 80
"""The most documents that are compared, the newest of equally likely ones."""
ENOUGH = 10
"""So many documents that hold more of the rarest terms make it needless to look at those that hold fewer."""
COUNTED = 500
"""Documents are counted up to this number: beyond it a term is common, however common."""
NEAR_ENOUGH, NEAR_TO_WORDS = 0.35, 0.45
"""How near in meaning a document must be that shares no word with the query: with a sentence, with a word or two."""
A_FEW = 2
WORDS_ADD = 0.2
"""How much of what is missing to certainty the query's own words add to a meaning."""


def indexed(community: int, term: str) -> str:
    """The term as it stands in the index: each community has terms of its own, and no text of a person makes one."""
    return f"{community}@{term}"


def tiers(rare: Sequence[str]) -> Iterator[Sequence[Sequence[str]]]:
    """What to look for, most demanding first: all of the terms, all but one in every way, down to two; then each alone.

    The rarest alone comes first: few hold it, and it tells most.
    """
    for size in range(len(rare), 1, -1):
        yield list(combinations(rare, size))
    for term in rare:
        yield [[term]]


def weights(counts: Mapping[str, int], documents: int) -> dict[str, float]:
    """The rarer a term in the community, the more it weighs. `documents` is how many there are."""
    return {term: math.log(1 + (max(documents, count) - count + 0.5) / (count + 0.5)) for term, count in counts.items()}


def rarest(counts: Mapping[str, int]) -> list[str]:
    """The up to four rarest terms that occur at all; equally rare ones in the order of the query."""
    known = [term for term, count in counts.items() if count]
    return sorted(known, key=lambda term: counts[term])[:RAREST]


def ranked(
    candidates: Iterable[Row], weight: Mapping[str, float], asked: Vector | None, community: int, most: int
) -> Sequence[Match]:
    """The best candidates (id, kind, number, title, body, meaning), best first: the closer, the shorter, the newer.

    `asked` is what the query means, None when nothing it could be compared with has a meaning.
    """
    whole = sum(weight.values())
    rows = list(candidates)
    nears = closest(asked, [row[-1] for row in rows]) if asked is not None else [0.0] * len(rows)
    enough = NEAR_ENOUGH if len(weight) > A_FEW else NEAR_TO_WORDS
    scored = []
    for (row, kind, number, title, body, _), exact in zip(rows, nears, strict=True):
        in_title, in_body = title.split(), body.split()
        share = min(1.0, _share(set(in_title), set(in_body), weight) / whole)
        near = round(exact, 3)
        if share or near >= enough:
            scored.append((-_closeness(share, near), -near, len(in_title) + len(in_body), -row, kind, number))
    scored.sort()
    return [Match(Subject(community, kind, number), -closeness) for closeness, _, _, _, kind, number in scored[:most]]


def _closeness(share: float, near: float) -> float:
    """Either alone is enough: the very words, or the same meaning, which words in common make surer."""
    return max(share, near + WORDS_ADD * share * (1 - near))


def _share(title: Collection[str], body: Collection[str], weight: Mapping[str, float]) -> float:
    return sum(of if term in title else IN_BODY * of for term, of in weight.items() if term in title or term in body)
