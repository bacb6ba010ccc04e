"""The index on SQLite: FTS5 over the stems."""

from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import bindparam, delete, func, insert, select, text, update

from bot.chat.refs import Subject
from bot.ports import Document, Match
from storage.repositories.some import in_eights
from storage.search import ranking
from storage.search.terms import terms
from storage.session import Session
from storage.statements import Row, Statement, at, given
from storage.tables import documents

_D = documents.c
_KEY = (_D.community_id, _D.kind, _D.number)
_OLD = Statement(select(_D.id, _D.words).where(at(*_KEY)))
_NEW = Statement(insert(documents).values(**given(*_KEY, _D.title, _D.body, _D.words)).returning(_D.id))
_CHANGE = Statement(update(documents).where(at(_D.id)).values(**given(_D.title, _D.body, _D.words)))
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
        "SELECT documents.id, kind, number, title, body FROM documents_words "
        "JOIN documents ON documents.id = documents_words.rowid "
        "WHERE documents_words MATCH :query "
        "AND kind IN (:some_0, :some_1, :some_2, :some_3, :some_4, :some_5, :some_6, :some_7) "
        "ORDER BY documents_words.rowid DESC LIMIT :most"
    )
)


class SqliteSearch:
    """The index of what a community knows."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def put(self, document: Document) -> None:
        """Make the document findable, in place of what stood under its subject."""
        subject = document.subject
        title, body = terms(document.title), terms(document.body)
        words = " ".join(ranking.indexed(subject.community, term) for term in dict.fromkeys((*title, *body)))
        kept = {"title": " ".join(title), "body": " ".join(body), "words": words}
        old = self._session.row(_OLD, **_key(subject))
        if old is None:
            row = self._session.value(_NEW, **_key(subject), **kept)
        else:
            row = old[0]
            self._session.run(_UNINDEX, id=row, words=old[1])
            self._session.run(_CHANGE, id=row, **kept)
        self._session.run(_INDEX, id=row, words=words)

    def drop(self, subject: Subject) -> None:
        """Make the subject unfindable. No error when it already is."""
        old = self._session.row(_OLD, **_key(subject))
        if old is not None:
            self._session.run(_UNINDEX, id=old[0], words=old[1])
            self._session.run(_DROP, id=old[0])

    def find(self, community: int, query: str, kinds: Collection[str], most: int) -> Sequence[Match]:
        """The community's subjects of those kinds that fit the query's rarest terms, best first. Empty query: none."""
        asked = terms(query)[: ranking.MOST_QUERIED]
        if not asked or not kinds:
            return []
        counts = {term: self._count(community, term) for term in asked}
        found: dict[int, Row] = {}
        for tier in ranking.tiers([ranking.indexed(community, term) for term in ranking.rarest(counts)]):
            for eight in in_eights(kinds):
                rows = self._session.rows(_CANDIDATES, query=_any(tier), most=ranking.CANDIDATES, **eight)
                found |= {row[0]: row for row in rows}
            if len(found) >= ranking.ENOUGH:
                break
        documents_ = self._session.value(_DOCUMENTS, community_id=community, most=ranking.COUNTED)
        return ranking.ranked(found.values(), ranking.weights(counts, documents_), community, most)

    def _count(self, community: int, term: str) -> int:
        query = f'"{ranking.indexed(community, term)}"'
        count: int = self._session.value(_COUNT, query=query, most=ranking.COUNTED)
        return count


def _any(groups: Iterable[Iterable[str]]) -> str:
    """Documents that hold all terms of one of the groups."""
    return " OR ".join("(" + " AND ".join(f'"{term}"' for term in group) + ")" for group in groups)


def _key(subject: Subject) -> dict[str, object]:
    return {"community_id": subject.community, "kind": subject.kind, "number": subject.id}
