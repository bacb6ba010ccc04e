"""What the database says, read past the product; and what it promised when it acknowledged a call."""

import re
import sqlite3
from collections import Counter
from dataclasses import dataclass, field
from typing import Any, LiteralString

import psycopg

_MARK = re.compile(r"m\d+x")


def mark_in(text: str) -> str:
    """The word by which a text of this test is known again, empty for another text."""
    found = _MARK.search(text)
    return found.group() if found else ""


class Truth:
    """Reads the database of a product that may be running, or dead. Never writes."""

    def __init__(self, url: str) -> None:
        prefix, _, file = url.partition("sqlite:///")
        self._connection: sqlite3.Connection | psycopg.Connection[Any]
        if prefix:
            self._connection = psycopg.connect(url, autocommit=True)
        else:
            self._connection = sqlite3.connect(f"file:{file}?mode=ro", uri=True, timeout=10, isolation_level=None)

    def close(self) -> None:
        self._connection.close()

    def rows(self, sql: LiteralString) -> list[tuple[Any, ...]]:
        return self._connection.execute(sql).fetchall()

    def draft(self, mark: str) -> int | None:
        """The number of the draft with that mark."""
        found = [number for number, text in self.rows("SELECT id, text FROM drafts") if mark_in(text) == mark]
        return found[0] if found else None

    def question(self, mark: str) -> int | None:
        """The number of the question with that mark."""
        found = [number for number, text in self.rows("SELECT id, text FROM questions") if mark_in(text) == mark]
        return found[0] if found else None

    def unfinished(self) -> int:
        """How many postings the courier still has to work on."""
        return int(self.rows("SELECT count(*) FROM postings WHERE work_at IS NOT NULL")[0][0])


@dataclass
class Promises:
    """What was acknowledged, and so has to be there ever after."""

    questions: set[str] = field(default_factory=set)
    replies: dict[str, str] = field(default_factory=dict)
    """How each came: by a form, in a thread, typed in Teams."""
    taken_back: set[int] = field(default_factory=set)
    follows: set[tuple[int, str]] = field(default_factory=set)

    def __len__(self) -> int:
        return len(self.questions) + len(self.replies) + len(self.taken_back) + len(self.follows)

    def broken(self, truth: Truth) -> list[str]:
        """What was promised and isn't there, and what is there twice."""
        questions = truth.rows("SELECT id, text, withdrawn FROM questions")
        asked = Counter(mark_in(text) for _, text, withdrawn in questions if not withdrawn)
        replied = Counter(mark_in(text) for (text,) in truth.rows("SELECT text FROM replies WHERE NOT withdrawn"))
        withdrawn = {number for number, _, gone in questions if gone}
        following = set(
            truth.rows(
                "SELECT f.question_id, a.person FROM follows f JOIN identities i ON i.member_id = f.member_id "
                "AND i.community_id = f.community_id JOIN accounts a ON a.id = i.account_id"
            )
        )
        return [
            *(f"question {mark} lost" for mark in self.questions if not asked[mark]),
            *(f"reply {mark}, {how}, lost" for mark, how in self.replies.items() if not replied[mark]),
            *(f"question {number} not taken back" for number in self.taken_back - withdrawn),
            *(f"{person} does not follow {number}" for number, person in self.follows - following),
            *(f"{mark} kept {times} times" for mark, times in (asked + replied).items() if mark and times > 1),
        ]
