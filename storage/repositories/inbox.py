"""Which calls were handled, in the database."""

from datetime import datetime

from sqlalchemy import bindparam, delete, literal, select

from storage.session import Session
from storage.statements import Statement, at, given
from storage.tables import inbox

_SEEN = Statement(select(literal(1)).where(at(inbox.c.key)))
_KEEP = Statement(lambda insert: insert(inbox).values(**given(*inbox.c)).on_conflict_do_nothing())
_CLEAR = Statement(delete(inbox).where(inbox.c.kept_at < bindparam("before")))


class Inbox:
    """The keys of handled calls."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def seen(self, key: str) -> bool:
        """Whether a call with that key was handled and something was kept."""
        return bool(self._session.rows(_SEEN, key=key))

    def keep(self, key: str, now: datetime) -> None:
        """Keep the key, in the transaction that handles its call."""
        self._session.run(_KEEP, key=key, kept_at=now)

    def clear(self, before: datetime) -> None:
        """Forget the keys kept before then."""
        self._session.run(_CLEAR, before=before)
