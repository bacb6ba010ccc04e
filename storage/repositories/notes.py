"""What was noted of meetings and what came out of them, in the database."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import and_, insert, not_, select, update

from bot.errors import Unknown
from bot.meetings.model.meetings import Meeting
from bot.meetings.model.notes import Action, Notes
from storage.repositories.counters import next_number
from storage.session import Session
from storage.statements import Statement, at, given
from storage.tables import actions, notes

_N, _A = notes.c, actions.c
_NOTES = (
    _N.id,
    _N.community_id,
    _N.meeting_id,
    _N.member_id,
    _N.talked,
    _N.useful,
    _N.written_at,
    _N.hidden,
    _N.withdrawn,
)
_ACTION = (
    _A.id,
    _A.community_id,
    _A.meeting_id,
    _A.notes_id,
    _A.text,
    _A.added_at,
    _A.done_at,
    _A.withdrawn,
)
_VISIBLE = and_(not_(_N.hidden), not_(_N.withdrawn))
_NEW = Statement(insert(notes).values(**given(*_NOTES[:-2]), hidden=False, withdrawn=False))
_GET = Statement(select(*_NOTES).where(at(_N.community_id, _N.id)))
_SAVE = Statement(
    update(notes)
    .where(at(_N.community_id, _N.id))
    .values(**given(_N.member_id, _N.talked, _N.useful, _N.hidden, _N.withdrawn))
)
_OF = Statement(select(*_NOTES).where(at(_N.community_id, _N.meeting_id), _VISIBLE).order_by(_N.id))
_NEW_ACTION = Statement(insert(actions).values(**given(*_ACTION[:-2]), withdrawn=False))
_ACTION_OF = Statement(select(*_ACTION).where(at(_A.community_id, _A.id)))
_SAVE_ACTION = Statement(
    update(actions).where(at(_A.community_id, _A.id)).values(**given(_A.text, _A.done_at, _A.withdrawn))
)
_ACTIONS_OF = Statement(select(*_ACTION).where(at(_A.community_id, _A.notes_id), not_(_A.withdrawn)).order_by(_A.id))
_OPEN = Statement(
    select(*_ACTION)
    .join_from(actions, notes, and_(_N.community_id == _A.community_id, _N.id == _A.notes_id))
    .where(at(_A.community_id), _A.done_at.is_(None), not_(_A.withdrawn), _VISIBLE)
    .order_by(_A.id)
)


class NotesRows:
    """Notes and actions."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def new_notes(self, meeting: Meeting, member: int, talked: str, useful: str, now: datetime) -> Notes:
        """New notes under the next number."""
        number = next_number(self._session, meeting.community, "notes")
        self._session.run(
            _NEW,
            id=number,
            community_id=meeting.community,
            meeting_id=meeting.id,
            member_id=member,
            talked=talked,
            useful=useful,
            written_at=now,
        )
        return Notes(number, meeting.community, meeting.id, member, talked, useful, now)

    def notes(self, community: int, notes: int) -> Notes:
        """The notes. Raises `Unknown`."""
        row = self._session.row(_GET, community_id=community, id=notes)
        if row is None:
            raise Unknown
        return Notes(*row)

    def save_notes(self, notes: Notes) -> None:
        """Keep the notes as they are now."""
        self._session.run(
            _SAVE,
            community_id=notes.community,
            id=notes.id,
            member_id=notes.member,
            talked=notes.talked,
            useful=notes.useful,
            hidden=notes.hidden,
            withdrawn=notes.withdrawn,
        )

    def notes_of(self, community: int, meeting: int) -> Sequence[Notes]:
        """The meeting's visible notes, oldest first."""
        return [Notes(*row) for row in self._session.rows(_OF, community_id=community, meeting_id=meeting)]

    def new_action(self, notes: Notes, text: str, now: datetime) -> Action:
        """A new action under the next number."""
        number = next_number(self._session, notes.community, "action")
        self._session.run(
            _NEW_ACTION,
            id=number,
            community_id=notes.community,
            meeting_id=notes.meeting,
            notes_id=notes.id,
            text=text,
            added_at=now,
        )
        return Action(number, notes.community, notes.meeting, notes.id, text, now)

    def action(self, community: int, action: int) -> Action:
        """The action. Raises `Unknown`."""
        row = self._session.row(_ACTION_OF, community_id=community, id=action)
        if row is None:
            raise Unknown
        return Action(*row)

    def save_action(self, action: Action) -> None:
        """Keep the action as it is now."""
        self._session.run(
            _SAVE_ACTION,
            community_id=action.community,
            id=action.id,
            text=action.text,
            done_at=action.done_at,
            withdrawn=action.withdrawn,
        )

    def actions_of(self, community: int, notes: int) -> Sequence[Action]:
        """The actions that came with those notes and weren't withdrawn, oldest first."""
        return [Action(*row) for row in self._session.rows(_ACTIONS_OF, community_id=community, notes_id=notes)]

    def open_actions(self, community: int) -> Sequence[Action]:
        """What is still to be done, oldest first; never from notes that can't be seen."""
        return [Action(*row) for row in self._session.rows(_OPEN, community_id=community)]
