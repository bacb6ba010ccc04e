"""All that one transaction can reach: every feature's stores, on one connection."""

from sqlalchemy import bindparam, func, select

from storage.repositories.communities import Communities
from storage.repositories.conveners import Conveners
from storage.repositories.digests import Digests
from storage.repositories.drafts import Drafts
from storage.repositories.due import Due
from storage.repositories.fates import Fates
from storage.repositories.flags import Flags
from storage.repositories.history import History
from storage.repositories.inbox import Inbox
from storage.repositories.installations import Installations
from storage.repositories.library import Library
from storage.repositories.meetings import Meetings
from storage.repositories.members import Members
from storage.repositories.offers import Offers
from storage.repositories.polls import Polls
from storage.repositories.postings import Postings
from storage.repositories.questions import Questions
from storage.repositories.rehearsal import Rehearsal
from storage.repositories.topics import Topics
from storage.repositories.units import Units
from storage.search.index import Index
from storage.search.nearest import Nearest
from storage.search.postgresql import PostgresqlRows
from storage.search.sqlite import SqliteRows
from storage.session import Session
from storage.statements import Statement

_LOCKS = 20_171
"""The space of our advisory locks in a database that others may use, too."""
_ONLY_WRITER = Statement(select(func.pg_advisory_xact_lock(_LOCKS, bindparam("community"))))


class Work:
    """One transaction."""

    def __init__(self, session: Session, sketches: Nearest, *, reading: bool) -> None:
        self._session = session
        self.communities = Communities(session)
        self.postings = Postings(session)
        self.history = History(session)
        self.flags = Flags(session)
        self.due = Due(session)
        self.members = Members(session)
        self.units = Units(session)
        self.library = Library(session)
        self.meetings = Meetings(session)
        self.topics = Topics(session)
        self.polls = Polls(session)
        self.conveners = Conveners(session)
        self.drafts = Drafts(session)
        self.questions = Questions(session)
        self.offers = Offers(session)
        self.digests = Digests(session)
        self.fates = Fates(session)
        self.inbox = Inbox(session)
        self.installations = Installations(session)
        self.rehearsal = Rehearsal(session)
        sqlite = session.backend.name == "sqlite"
        self.search = Index(SqliteRows(session) if sqlite else PostgresqlRows(session), sketches, reading=reading)

    @property
    def kept(self) -> bool:
        """Whether this transaction has changed anything so far."""
        return self._session.kept

    def only_writer_of(self, community: int) -> None:
        """From here to the end of the transaction nobody else writes to that community. May be repeated."""
        if self._session.backend.name == "postgresql":
            self._session.rows(_ONLY_WRITER, community=community)
