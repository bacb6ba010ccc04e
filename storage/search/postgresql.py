"""The index on PostgreSQL: a tsvector of the stems, with GIN."""

from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import Text, bindparam, cast, delete, func, select, text
from sqlalchemy.dialects.postgresql import ARRAY, TSQUERY

from bot.chat.refs import Subject
from bot.ports import Document, Match
from storage.search import ranking
from storage.search.terms import terms
from storage.session import Session
from storage.statements import Statement, at, given
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
_CANDIDATES = Statement(
    select(_D.id, _D.kind, _D.number, _D.title, _D.body)
    .where(_D.words.op("@@")(cast(bindparam("query", type_=Text), TSQUERY)))
    .order_by(_D.id.desc())
    .limit(bindparam("most"))
)


def _any(terms_: Iterable[str]) -> str:
    return "(" + " | ".join(f"'{term}'" for term in terms_) + ")"


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
            words=list(dict.fromkeys((ranking.scope(subject.community, subject.kind), *title, *body))),
        )

    def drop(self, subject: Subject) -> None:
        """Make the subject unfindable. No error when it already is."""
        self._session.run(_DROP, **_key(subject))

    def find(self, community: int, query: str, kinds: Collection[str], most: int) -> Sequence[Match]:
        """The community's subjects of those kinds that fit the query's rarest terms, best first. Empty query: none."""
        asked = terms(query)[: ranking.MOST_QUERIED]
        if not asked or not kinds:
            return []
        here = _any(ranking.scope(community, kind) for kind in sorted(kinds))
        queries = [here, *(f"{here} & '{term}'" for term in asked)]
        documents_, *counted = (row[0] for row in self._session.rows(_COUNTS, queries=queries, most=ranking.COUNTED))
        counts = dict(zip(asked, counted, strict=True))
        rare = ranking.rarest(counts)
        if not rare:
            return []
        found = self._session.rows(_CANDIDATES, query=f"{here} & {_any(rare)}", most=ranking.CANDIDATES)
        return ranking.ranked(found, ranking.weights(counts, documents_), community, most)


def _key(subject: Subject) -> dict[str, object]:
    return {"community_id": subject.community, "kind": subject.kind, "number": subject.id}
