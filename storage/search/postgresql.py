"""The index on PostgreSQL: a tsvector of the stems, with GIN."""

from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import Text, bindparam, cast, delete, func, select, text
from sqlalchemy.dialects.postgresql import ARRAY, TSQUERY

from bot.chat.refs import Subject
from bot.ports import Document, Match
from storage.repositories.some import in_eights, one_of
from storage.search import ranking
from storage.search.terms import terms
from storage.session import Session
from storage.statements import Row, Statement, at, given
from storage.tables import documents

_D = documents.c
_KEY = (_D.community_id, _D.kind, _D.number)
_WORDS = func.array_to_tsvector(bindparam("words", type_=ARRAY(Text)))
_PUT = Statement(
    lambda insert: (
        insert(documents)
        .values(**given(*_KEY, _D.title, _D.body), words=_WORDS)
        .on_conflict_do_update(
            index_elements=list(_KEY),
            set_={"title": bindparam("title"), "body": bindparam("body"), "words": _WORDS},
        )
    )
)
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
    select(_D.id, _D.kind, _D.number, _D.title, _D.body)
    .where(_D.words.op("@@")(cast(bindparam("query", type_=Text), TSQUERY)), one_of(_D.kind))
    .order_by((_D.id + 0).desc())
    .limit(bindparam("most"))
)


class PostgresqlSearch:
    """The index of what a community knows."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def put(self, document: Document) -> None:
        """Make the document findable, in place of what stood under its subject."""
        subject = document.subject
        title, body = terms(document.title), terms(document.body)
        self._session.run(
            _PUT,
            **_key(subject),
            title=" ".join(title),
            body=" ".join(body),
            words=[ranking.indexed(subject.community, term) for term in dict.fromkeys((*title, *body))],
        )

    def drop(self, subject: Subject) -> None:
        """Make the subject unfindable. No error when it already is."""
        self._session.run(_DROP, **_key(subject))

    def find(self, community: int, query: str, kinds: Collection[str], most: int) -> Sequence[Match]:
        """The community's subjects of those kinds that fit the query's rarest terms, best first. Empty query: none."""
        asked = terms(query)[: ranking.MOST_QUERIED]
        if not asked or not kinds:
            return []
        queries = [f"'{ranking.indexed(community, term)}'" for term in asked]
        counted = [row[0] for row in self._session.rows(_COUNTS, queries=queries, most=ranking.COUNTED)]
        counts = dict(zip(asked, counted, strict=True))
        found: dict[int, Row] = {}
        for tier in ranking.tiers([ranking.indexed(community, term) for term in ranking.rarest(counts)]):
            for eight in in_eights(kinds):
                rows = self._session.rows(_CANDIDATES, query=_any(tier), most=ranking.CANDIDATES, **eight)
                found |= {row[0]: row for row in rows}
            if len(found) >= ranking.ENOUGH:
                break
        documents_ = self._session.value(_DOCUMENTS, community_id=community, most=ranking.COUNTED)
        return ranking.ranked(found.values(), ranking.weights(counts, documents_), community, most)


def _any(groups: Iterable[Iterable[str]]) -> str:
    """Documents that hold all terms of one of the groups."""
    return " | ".join("(" + " & ".join(f"'{term}'" for term in group) + ")" for group in groups)


def _key(subject: Subject) -> dict[str, object]:
    return {"community_id": subject.community, "kind": subject.kind, "number": subject.id}
