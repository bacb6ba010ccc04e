"""Search: how well it finds questions asked in other words, and how long it takes among a hundred thousand.

`python -m tests.bench search` measures it alone. The model is all-MiniLM-L6-v2, chosen over a static one (wordllama) on
seventy pairs of our own; its numbers and when a match is close enough were chosen on one half of the set, as told below.
"""

import asyncio
import random
import sqlite3
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import numpy as np
import psycopg

from adapters.wiring import whole_catalogue
from storage.engine import Store, open_store
from storage.search.meaning import WIDTH, meaning
from storage.search.nearest import kept
from storage.search.ranking import indexed
from storage.search.terms import terms
from tests.bench.cycle import at_percent
from tests.bench.paraphrases import KIND, LISTED, Paraphrases, Quality, learnt, paraphrases, qualities
from tests.contracts.seed import plant
from tests.servers.postgres import postgres_server

KNOWN = 100_000
LEAST, SILENT = 0.85, 90
"""The least recall@5, and of a hundred questions without a match, before how many nothing may be shown."""
WITHIN = 30.0
"""Milliseconds that half of the look-ups may take."""
_NOISE = 0.6
"""What one question means by itself, beside a subject that it has in common with others."""
_COLUMNS = "community_id, kind, number, title, body, words, meaning"
_SQLITE = f"INSERT INTO documents ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)"
_SQLITE_WORDS = "INSERT INTO documents_words (rowid, words) SELECT id, words FROM documents WHERE number > ?"


@dataclass(frozen=True)
class Measured:
    """What was measured on one database. Milliseconds."""

    qualities: Sequence[Quality]
    crowded: Quality
    """Of all, among a hundred thousand, where some are about what the strangers ask."""
    cold: float
    """The first look-up, which reads what all of them mean."""
    typical: float
    longest: float


def crowd(community: int, knows: Paraphrases) -> Iterator[tuple[object, ...]]:
    """Rows of questions about what no known one answers, each about two things at once; their words apart."""
    chance, noise = random.Random(1), np.random.default_rng(1)
    means = [(terms(asked), meaning(asked)) for asked in knows.strangers]
    for number in range(len(knows.pairs) + 1, KNOWN + 1):
        (some, one), (more, other) = chance.sample(means, 2)
        assert one is not None
        assert other is not None
        mixed = one + other + noise.normal(0, _NOISE / WIDTH**0.5, WIDTH).astype(np.float32)
        title = dict.fromkeys((*some[::2], *more[1::2]))
        words = [indexed(community, term) for term in title]
        yield community, KIND, number, " ".join(title), "", words, kept([mixed / np.linalg.norm(mixed)])


def crowded(url: str, community: int, knows: Paraphrases) -> None:
    """The community knows a hundred thousand questions."""
    rows = crowd(community, knows)
    if url.startswith("sqlite"):
        with sqlite3.connect(url.removeprefix("sqlite:///")) as connection:
            connection.executemany(_SQLITE, ((*row[:5], " ".join(cast("list[str]", row[5])), row[6]) for row in rows))
            connection.execute(_SQLITE_WORDS, [len(knows.pairs)])
        connection.close()
        return
    copying = f"COPY documents ({_COLUMNS}) FROM STDIN"
    with psycopg.connect(url) as server, server.cursor() as cursor, cursor.copy(copying) as copy:
        for row in rows:
            copy.write_row((*row[:5], " ".join(f"'{word}'" for word in cast("list[str]", row[5])), row[6]))
    with psycopg.connect(url, autocommit=True) as server:
        server.execute("VACUUM ANALYZE documents")  # as its own housekeeping does within a minute


async def looked_up(community: int, asked: str, kinds: tuple[str, ...], store: Store) -> float:
    """Seconds of one look-up, as it is made before every preview."""
    began = time.perf_counter()
    await store.read(lambda work: work.search.find(community, asked, kinds, LISTED))
    return time.perf_counter() - began


async def measured(url: str) -> Measured:
    """Everything, on that database."""
    knows, kinds = paraphrases(), tuple(whole_catalogue().finds)
    async with open_store(url) as store:
        community = (await plant(store)).id
        await store.write(lambda work: learnt(community, knows, work))
        quality = await qualities(community, knows, store)
    await asyncio.to_thread(crowded, url, community, knows)
    async with open_store(url) as store:
        cold = await looked_up(community, "How do you begin?", kinds, store)
        # Each text is new to the model, as people's are.
        texts = [f"Also, {asked}" for asked in knows.asked]
        took = [await looked_up(community, text, kinds, store) for text in texts]
        among = (await qualities(community, knows, store))[0]
        return Measured(quality, among, cold * 1000, at_percent(took, 50), at_percent(took, 99))


def told(backend: str, found: Measured) -> str:
    """The figures, each with what is required of it."""
    whole, chosen, other = found.qualities
    return (
        f"{whole.told(backend)} (required: recall@5 {LEAST}, {SILENT} of 100)\n"
        f"  {chosen.told('the half on which numbers were chosen')}\n"
        f"  {other.told('the half that was only measured')}\n"
        f"  among {KNOWN}: recall@1 {found.crowded.first:.3f}, recall@5 {found.crowded.listed:.3f}\n"
        f"  a look-up among {KNOWN}: p50 {found.typical:.1f} ms, p99 {found.longest:.1f} ms "
        f"(required: p50 under {WITHIN:.0f} ms); the first after a start {found.cold:.0f} ms"
    )


async def main() -> None:
    """Both backends, one after the other."""
    knows = paraphrases()
    print(
        f"\nSearch: {len(knows.pairs)} questions asked in other words (half of them share at most {knows.shared:.0%} "
        f"of their words with the known one), {len(knows.strangers)} without a match"
    )
    with tempfile.TemporaryDirectory() as folder, postgres_server(durable=True) as server:
        for backend, url in (("sqlite", f"sqlite:///{Path(folder) / 'bench.db'}"), ("postgresql", server.fresh())):
            print(told(backend, await measured(url)), flush=True)
