"""The index on SQLite: FTS5 over the stems."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence

from sqlalchemy import bindparam, delete, func, insert, select, text

from bot.chat.refs import Subject
from storage.repositories.some import in_eights
from storage.search import ranking
from storage.search.nearest import PAGE
from storage.session import Session
from storage.statements import Row, Statement, at, given
from storage.tables import documents

_D = documents.c
_KEY = (_D.community_id, _D.kind, _D.number)
_OLD = Statement(select(_D.id, _D.words).where(at(*_KEY)))
_NEW = Statement(insert(documents).values(**given(*_KEY, _D.title, _D.body, _D.words, _D.meaning)).returning(_D.id))
_DROP = Statement(delete(documents).where(at(_D.id)))
_INDEX = Statement(text("INSERT INTO documents_words (rowid, words) VALUES (:id, :words)"))
_UNINDEX = Statement(text("INSERT INTO documents_words (documents_words, rowid, words) VALUES ('delete', :id, :words)"))
_DOCUMENTS = Statement(
    select(func.count()).select_from(
        select(_D.id).where(at(_D.community_id)).order_by(*_KEY).limit(bindparam("most")).subquery()
    )
)
_COUNT = Statement(
    text("SELECT count(*) FROM (SELECT 1 FROM documents_words WHERE documents_words MATCH :query LIMIT :most)")
)
_CANDIDATES = Statement(
    text(
        "SELECT documents.id, kind, number, title, body, meaning FROM documents_words "
        "JOIN documents ON documents.id = documents_words.rowid "
        "WHERE documents_words MATCH :query "
        "AND kind IN (:some_0, :some_1, :some_2, :some_3, :some_4, :some_5, :some_6, :some_7) "
        "ORDER BY documents_words.rowid DESC LIMIT :most"
    )
)
AFTER = Statement(
    select(_D.id, _D.meaning)
    .where(at(_D.community_id, _D.kind), _D.id > bindparam("last"), _D.meaning.is_not(None))
    .order_by(_D.community_id, _D.kind, _D.id)
    .limit(PAGE)
)
"""Compared as a whole, as PostgreSQL needs it, the three would be read from the beginning of the kind: a hundred
thousand each time in place of what is new."""
_OF_IDS = Statement(
    text("SELECT id, kind, number, title, body, meaning FROM documents WHERE id IN (SELECT value FROM json_each(:ids))")
)


class SqliteRows:
    """The documents and their full-text index."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, subject: Subject, title: Sequence[str], body: Sequence[str], means: bytes | None) -> None:
        """Keep a document's terms and its meaning, under an id that nothing ever had."""
        words = " ".join(ranking.indexed(subject.community, term) for term in dict.fromkeys((*title, *body)))
        kept = {"title": " ".join(title), "body": " ".join(body), "words": words, "meaning": means}
        row = self._session.value(_NEW, **_key(subject), **kept)
        self._session.run(_INDEX, id=row, words=words)

    def drop(self, subject: Subject) -> None:
        """Remove the subject's document. No error when there is none."""
        old = self._session.row(_OLD, **_key(subject))
        if old is not None:
            self._session.run(_UNINDEX, id=old[0], words=old[1])
            self._session.run(_DROP, id=old[0])

    def counts(self, community: int, asked: Sequence[str]) -> Mapping[str, int]:
        """By term, in the query's order, how many of the community's documents hold it, counted up to a limit."""
        queries = {term: f'"{ranking.indexed(community, term)}"' for term in asked}
        return {term: self._session.value(_COUNT, query=query, most=ranking.COUNTED) for term, query in queries.items()}

    def documents(self, community: int) -> int:
        """How many the community has, counted up to a limit."""
        return int(self._session.value(_DOCUMENTS, community_id=community, most=ranking.COUNTED))

    def holding(self, community: int, groups: Iterable[Iterable[str]], kinds: Collection[str]) -> Sequence[Row]:
        """The newest documents that hold all terms of one of the groups."""
        query = " OR ".join(f"({' AND '.join(_quoted(community, group))})" for group in groups)
        eights = in_eights(kinds)
        found = [self._session.rows(_CANDIDATES, query=query, most=ranking.CANDIDATES, **eight) for eight in eights]
        return [row for rows in found for row in rows]

    def after(self, community: int, kind: str, last: int) -> Sequence[tuple[int, bytes]]:
        """A page of ids and meanings, as `nearest.Page` says."""
        rows = self._session.rows(AFTER, community_id=community, kind=kind, last=last)
        return [(row, means) for row, means in rows]

    def of_ids(self, ids: Sequence[int]) -> Sequence[Row]:
        """Those documents, as far as there are any."""
        return self._session.rows(_OF_IDS, ids=json.dumps(ids))


def _quoted(community: int, terms: Iterable[str]) -> list[str]:
    return [f'"{ranking.indexed(community, term)}"' for term in terms]


def _key(subject: Subject) -> dict[str, object]:
    return {"community_id": subject.community, "kind": subject.kind, "number": subject.id}
