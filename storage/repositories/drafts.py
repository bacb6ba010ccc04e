"""What members have written and nobody else has seen, in the database."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, insert, select, update

from bot.errors import Unknown
from bot.questions.model.questions import Draft
from storage.repositories.counters import next_number
from storage.session import Session
from storage.statements import Statement, at, given
from storage.tables import drafts

_D = drafts.c
_DRAFT = (
    _D.id,
    _D.community_id,
    _D.member_id,
    _D.account_id,
    _D.text,
    _D.detail,
    _D.tags,
    _D.nameless,
    _D.written_at,
    _D.offered_at,
    _D.reminded_at,
    _D.overheard,
)
_GET = Statement(select(*_DRAFT).where(at(_D.community_id, _D.id)))
_NEW = Statement(insert(drafts).values(**given(*_DRAFT[:7], _D.written_at), nameless=False, overheard=False))
_SAVE = Statement(update(drafts).where(at(_D.community_id, _D.id)).values(**given(*_DRAFT[3:])))
_DROP = Statement(delete(drafts).where(at(_D.community_id, _D.id)))
_OF_MEMBER = Statement(
    select(*_DRAFT).where(at(_D.community_id, _D.member_id)).order_by(_D.written_at.desc(), _D.id.desc())
)


_SAME = Statement(
    select(*_DRAFT)
    .where(at(_D.community_id, _D.member_id, _D.text, _D.detail))
    .order_by(_D.written_at.desc(), _D.id.desc())
    .limit(1)
)


class Drafts:
    """What members have written and nobody else has seen."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def get(self, community: int, draft: int) -> Draft:
        """The draft. Raises `Unknown`."""
        row = self._session.row(_GET, community_id=community, id=draft)
        if row is None:
            raise Unknown
        return Draft(*row)

    def new(
        self, community: int, member: int, account: int, text: str, detail: str, tags: tuple[str, ...], now: datetime
    ) -> Draft:
        """A new draft."""
        number = next_number(self._session, community, "draft")
        self._session.run(
            _NEW,
            id=number,
            community_id=community,
            member_id=member,
            account_id=account,
            text=text,
            detail=detail,
            tags=tags,
            written_at=now,
        )
        return Draft(number, community, member, account, text, detail, tags, nameless=False, written_at=now)

    def save(self, draft: Draft) -> None:
        """Keep the draft as it is now."""
        self._session.run(
            _SAVE,
            community_id=draft.community,
            id=draft.id,
            account_id=draft.account,
            text=draft.text,
            detail=draft.detail,
            tags=draft.tags,
            nameless=draft.nameless,
            written_at=draft.written_at,
            offered_at=draft.offered_at,
            reminded_at=draft.reminded_at,
            overheard=draft.overheard,
        )

    def drop(self, draft: Draft) -> None:
        """Remove it, words and all. No error when it is gone already."""
        self._session.run(_DROP, community_id=draft.community, id=draft.id)

    def same(self, community: int, member: int, text: str, detail: str) -> Draft | None:
        """The member's newest draft of the very same words."""
        row = self._session.row(_SAME, community_id=community, member_id=member, text=text, detail=detail)
        return Draft(*row) if row else None

    def of_member(self, community: int, member: int) -> Sequence[Draft]:
        """The member's drafts, newest first."""
        return [Draft(*row) for row in self._session.rows(_OF_MEMBER, community_id=community, member_id=member)]
