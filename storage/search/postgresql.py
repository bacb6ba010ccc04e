"""The index on PostgreSQL: a tsvector of the stems, with GIN."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Integer, Text, any_, bindparam, cast, delete, func, insert, select, text, tuple_
from sqlalchemy.dialects.postgresql import ARRAY, TSQUERY

from bot.chat.refs import Subject
from storage.repositories.some import in_eights, one_of
from storage.search import ranking
from storage.search.nearest import PAGE
from storage.session import Session
from storage.statements import Row, Statement, at, given
from storage.tables import documents

_D = documents.c
_KEY = (_D.community_id, _D.kind, _D.number)
_ROW = (_D.id, _D.kind, _D.number, _D.title, _D.body, _D.meaning)
_WORDS = func.array_to_tsvector(bindparam("words", type_=ARRAY(Text)))
_NEW = Statement(insert(documents).values(**given(*_KEY, _D.title, _D.body, _D.meaning), words=_WORDS))
_DROP = Statement(delete(documents).where(at(*_KEY)))
_COUNTS = Statement(
    text(
        "SELECT (SELECT count(*) FROM (SELECT 1 FROM documents WHERE words @@ query::tsquery LIMIT :most) AS found) "
        "FROM unnest(CAST(:queries AS text[])) WITH ORDINALITY AS queries (query, place) ORDER BY place"
    )
)
_DOCUMENTS = Statement(
    select(func.count()).select_from(
        select(_D.id).where(at(_D.community_id)).order_by(*_KEY).limit(bindparam("most")).subquery()
    )
)
# The sum keeps PostgreSQL from walking the primary key backwards past every document that doesn't fit.
_CANDIDATES = Statement(
    select(*_ROW)
    .where(_D.words.op("@@")(cast(bindparam("query", type_=Text), TSQUERY)), one_of(_D.kind))
    .order_by((_D.id + 0).desc())
    .limit(bindparam("most"))
)
_OF_IDS = Statement(select(*_ROW).where(_D.id == any_(cast(bindparam("ids"), ARRAY(Integer)))))

_END = 2**31 - 1
"""No id is larger."""
_PLACE: Any = tuple_(_D.community_id, _D.kind, _D.id)


def _at(last: str) -> Any:
    return tuple_(bindparam("community_id"), bindparam("kind"), bindparam(last))


# Compared and ordered as a whole, the three can only be read from their own index. Given one by one, PostgreSQL would
# rather walk the primary key, past everything of other kinds and communities.
_AFTER = Statement(
    select(_D.id, _D.meaning)
    .where(_at("last") < _PLACE, _at("end") >= _PLACE, _D.meaning.is_not(None))
    .order_by(_D.community_id, _D.kind, _D.id)
    .limit(PAGE)
)


class PostgresqlRows:
    """The documents and their words."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, subject: Subject, title: Sequence[str], body: Sequence[str], means: bytes | None) -> None:
        """Keep a document's terms and its meaning, under an id that nothing ever had."""
        words = [ranking.indexed(subject.community, term) for term in dict.fromkeys((*title, *body))]
        kept = {"title": " ".join(title), "body": " ".join(body), "words": words, "meaning": means}
        self._session.run(_NEW, **_key(subject), **kept)

    def drop(self, subject: Subject) -> None:
        """Remove the subject's document. No error when there is none."""
        self._session.run(_DROP, **_key(subject))

    def counts(self, community: int, asked: Sequence[str]) -> Mapping[str, int]:
        """By term, in the query's order, how many of the community's documents hold it, counted up to a limit."""
        queries = [f"'{ranking.indexed(community, term)}'" for term in asked]
        counted = self._session.rows(_COUNTS, queries=queries, most=ranking.COUNTED)
        return {term: count for term, (count,) in zip(asked, counted, strict=True)}

    def documents(self, community: int) -> int:
        """How many the community has, counted up to a limit."""
        return int(self._session.value(_DOCUMENTS, community_id=community, most=ranking.COUNTED))

    def holding(self, community: int, groups: Iterable[Iterable[str]], kinds: Collection[str]) -> Sequence[Row]:
        """The newest documents that hold all terms of one of the groups."""
        query = " | ".join(f"({' & '.join(_quoted(community, group))})" for group in groups)
        eights = in_eights(kinds)
        found = [self._session.rows(_CANDIDATES, query=query, most=ranking.CANDIDATES, **eight) for eight in eights]
        return [row for rows in found for row in rows]

    def after(self, community: int, kind: str, last: int) -> Sequence[tuple[int, bytes]]:
        """A page of ids and meanings, as `nearest.Page` says."""
        rows = self._session.rows(_AFTER, community_id=community, kind=kind, last=last, end=_END)
        return [(row, means) for row, means in rows]

    def of_ids(self, ids: Sequence[int]) -> Sequence[Row]:
        """Those documents, as far as there are any."""
        return self._session.rows(_OF_IDS, ids=list(ids))


def _quoted(community: int, terms: Iterable[str]) -> list[str]:
    return [f"'{ranking.indexed(community, term)}'" for term in terms]


def _key(subject: Subject) -> dict[str, object]:
    return {"community_id": subject.community, "kind": subject.kind, "number": subject.id}
