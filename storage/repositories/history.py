"""What happened, in the database."""

import json
from collections.abc import Sequence

from sqlalchemy import bindparam, insert, select

from bot.chat.refs import Subject
from bot.history import Happening
from storage.repositories.some import in_eights, one_of
from storage.session import Session
from storage.statements import Row, Statement, at, given
from storage.tables import history

_H = history.c
_SUBJECT = (_H.community_id, _H.kind, _H.number, _H.part)
_HAPPENING = (_H.at, _H.actor, _H.verb, *_SUBJECT, _H.details)
_ADD = Statement(insert(history).values(**given(*_HAPPENING)))
_OF = Statement(select(*_HAPPENING).where(at(*_SUBJECT)).order_by(_H.id))
_LATEST = Statement(
    select(_H.id, *_HAPPENING)
    .where(at(_H.community_id), one_of(_H.verb))
    .order_by(_H.id.desc())
    .limit(bindparam("most"))
)


def _happening(row: Row) -> Happening:
    when, actor, verb, *subject, details = row
    return Happening(when, actor, verb, Subject(*subject), json.loads(details) if details != "{}" else {})


class History:
    """The record of one transaction's doings, kept with them."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._fresh: list[Happening] = []

    def add(self, happening: Happening) -> None:
        """Keep it."""
        self._fresh.append(happening)
        subject = happening.subject
        self._session.run(
            _ADD,
            at=happening.at,
            actor=happening.actor,
            verb=happening.verb,
            community_id=subject.community,
            kind=subject.kind,
            number=subject.id,
            part=subject.part,
            details=json.dumps(dict(happening.details)) if happening.details else "{}",
        )

    def fresh(self) -> Sequence[Happening]:
        """What was added in this transaction since this was last asked, oldest first."""
        fresh, self._fresh = self._fresh, []
        return fresh

    def of(self, subject: Subject) -> Sequence[Happening]:
        """What happened to the subject, oldest first."""
        rows = self._session.rows(
            _OF, community_id=subject.community, kind=subject.kind, number=subject.id, part=subject.part
        )
        return [_happening(row) for row in rows]

    def latest(self, community: int, verbs: Sequence[str], most: int) -> Sequence[Happening]:
        """The community's latest happenings of those verbs, newest first."""
        found: list[Row] = []
        for eight in in_eights(dict.fromkeys(verbs)):
            found += self._session.rows(_LATEST, community_id=community, most=most, **eight)
        found.sort(key=lambda row: -int(row[0]))
        return [_happening(row[1:]) for row in found[:most]]
