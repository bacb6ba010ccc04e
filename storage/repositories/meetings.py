"""The community's meetings and who comes, in the database."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from uuid import uuid4

from sqlalchemy import and_, bindparam, func, not_, or_, select, update

from bot.calendar import instant
from bot.errors import Unknown
from bot.meetings.model.meetings import Meeting, Rsvp
from bot.meetings.model.series import Series
from storage.repositories.agenda import AgendaRows
from storage.repositories.counters import next_number
from storage.repositories.notes import NotesRows
from storage.repositories.series import SeriesRows
from storage.session import Session
from storage.statements import Statement, at, given
from storage.tables import meetings, rsvps, topics

LONGEST_MEETING = timedelta(days=1)

_M, _R, _T = meetings.c, rsvps.c, topics.c
_KEPT = (
    _M.id,
    _M.community_id,
    _M.series_id,
    _M.slot,
    _M.date,
    _M.at,
    _M.minutes,
    _M.zone,
    _M.starts_at,
    _M.venue,
    _M.link,
    _M.uid,
    _M.state,
    _M.convener,
    _M.backup,
    _M.topic_id,
    _M.voters,
    _M.voter_units,
    _M.tie,
    _M.awaits_poll,
    _M.sequence,
    _M.announced_at,
    _M.reminded_at,
    _M.notes_asked_at,
    _M.notes_reminded_at,
    _M.no_notes,
    _M.table_drawn_at,
)
_SEEN_TOPIC = and_(_T.community_id == _M.community_id, _T.id == _M.topic_id, not_(_T.hidden), not_(_T.withdrawn))
_MEETING = select(*_KEPT, func.coalesce(_T.text, "")).join_from(meetings, topics, _SEEN_TOPIC, isouter=True)
_SOONEST = (_M.starts_at, _M.id)
_LIVE = or_(_M.state == "planned", _M.state == "announced")
_SINCE = _M.starts_at >= bindparam("since", type_=_M.starts_at.type)

_NEW = Statement(
    lambda upsert: (
        upsert(meetings)
        .values(
            **given(*_KEPT[:12]),
            state="planned",
            voters=0,
            voter_units=0,
            tie="",
            awaits_poll=False,
            sequence=0,
            no_notes=False,
        )
        .on_conflict_do_nothing(index_elements=[_M.community_id, _M.series_id, _M.slot])
    )
)
_TAKEN = Statement(select(_M.id).where(at(_M.community_id, _M.series_id, _M.slot)))
_GET = Statement(_MEETING.where(at(_M.community_id, _M.id)))
_BY_UID = Statement(_MEETING.where(at(_M.uid)))
_SAVE = Statement(update(meetings).where(at(_M.community_id, _M.id)).values(**given(*_KEPT[4:11], *_KEPT[12:])))
_UPCOMING = Statement(_MEETING.where(at(_M.community_id), _LIVE, _SINCE).order_by(*_SOONEST).limit(bindparam("most")))
_OF_SERIES = Statement(_MEETING.where(at(_M.community_id, _M.series_id), _SINCE).order_by(*_SOONEST))
_BEFORE = Statement(
    _MEETING.where(
        at(_M.community_id, _M.series_id),
        _M.state != "cancelled",
        _M.starts_at < bindparam("until", type_=_M.starts_at.type),
        _M.id != bindparam("other"),
    )
    .order_by(_M.starts_at.desc(), _M.id.desc())
    .limit(1)
)
_HELD = Statement(
    _MEETING.where(at(_M.community_id), _M.state == "held")
    .order_by(_M.starts_at.desc(), _M.id.desc())
    .limit(bindparam("most"))
)
_ABOUT = Statement(_MEETING.where(at(_M.community_id, _M.topic_id)).order_by(*_SOONEST))
_CALENDAR = Statement(_MEETING.where(at(_M.community_id), _SINCE).order_by(*_SOONEST))

_RSVP = (_R.community_id, _R.meeting_id, _R.member_id, _R.answer, _R.at, _R.here, _R.place)
_ANSWER = Statement(
    lambda upsert: (
        upsert(rsvps)
        .values(**given(*_RSVP))
        .on_conflict_do_update(
            index_elements=[_R.community_id, _R.meeting_id, _R.member_id],
            set_={
                "answer": bindparam("answer"),
                "at": bindparam("at", type_=_R.at.type),
                "here": bindparam("here", type_=_R.here.type),
                "place": bindparam("place"),
            },
        )
    )
)
_ANSWER_OF = Statement(select(*_RSVP).where(at(_R.community_id, _R.meeting_id, _R.member_id)))
_ANSWERS = Statement(select(*_RSVP).where(at(_R.community_id, _R.meeting_id)).order_by(_R.at, _R.member_id))
_ATTENDED = Statement(
    select(func.count())
    .select_from(rsvps)
    .join(meetings, and_(_M.community_id == _R.community_id, _M.id == _R.meeting_id))
    .where(at(_R.community_id, _R.member_id), _M.state == "held", or_(_R.here, _R.answer != "no"))
)


class Meetings(SeriesRows, NotesRows, AgendaRows):
    """The community's series and meetings, who comes, what members bring, and what was noted."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def new(
        self,
        community: int,
        series: Series | None,
        slot: date | None,
        day: date,
        at: time,
        minutes: int,
        zone: str,
        venue: str,
        link: str,
    ) -> Meeting | None:
        """A new planned meeting under the next number; None when the series has one for that slot already."""
        of = series.id if series else None
        if slot is not None and self._session.rows(_TAKEN, community_id=community, series_id=of, slot=slot):
            return None
        number = next_number(self._session, community, "meeting")
        made = Meeting(
            number,
            community,
            of,
            slot,
            day,
            at,
            minutes,
            zone,
            instant(day, at, zone),
            venue,
            link,
            uuid4().hex,
        )
        return made if self._session.run(_NEW, **_row(made)) else None

    def get(self, community: int, meeting: int) -> Meeting:
        """The meeting. Raises `Unknown`."""
        row = self._session.row(_GET, community_id=community, id=meeting)
        if row is None:
            raise Unknown
        return Meeting(*row)

    def by_uid(self, uid: str) -> Meeting | None:
        """The meeting of that unguessable id, whichever community's it is; None when there is none."""
        row = self._session.row(_BY_UID, uid=uid)
        return None if row is None else Meeting(*row)

    def save(self, meeting: Meeting) -> None:
        """Keep the meeting as it is now; its topic by number, never by its text."""
        self._session.run(_SAVE, **_row(meeting))

    def upcoming(self, community: int, now: datetime, most: int) -> Sequence[Meeting]:
        """Planned or announced meetings that haven't ended by now, soonest first."""
        since = now - LONGEST_MEETING
        rows = self._session.rows(_UPCOMING, community_id=community, since=since, most=most + 1)
        return [meeting for meeting in (Meeting(*row) for row in rows) if meeting.ends_at > now][:most]

    def of_series(self, community: int, series: int, since: datetime) -> Sequence[Meeting]:
        """The series' meetings that start then or later, cancelled ones included, soonest first."""
        rows = self._session.rows(_OF_SERIES, community_id=community, series_id=series, since=since)
        return [Meeting(*row) for row in rows]

    def before(self, meeting: Meeting) -> Meeting | None:
        """The last meeting of the same series before it that wasn't cancelled; None when there is none."""
        row = self._session.row(
            _BEFORE,
            community_id=meeting.community,
            series_id=meeting.series,
            until=meeting.starts_at,
            other=meeting.id,
        )
        return None if row is None else Meeting(*row)

    def latest_held(self, community: int, most: int) -> Sequence[Meeting]:
        """Meetings that were held, newest first."""
        return [Meeting(*row) for row in self._session.rows(_HELD, community_id=community, most=most)]

    def about_topic(self, community: int, topic: int) -> Sequence[Meeting]:
        """The meetings whose topic it is, soonest first."""
        return [Meeting(*row) for row in self._session.rows(_ABOUT, community_id=community, topic_id=topic)]

    def for_calendar(self, community: int, since: datetime) -> Sequence[Meeting]:
        """Every meeting that starts then or later, cancelled ones included, soonest first."""
        return [Meeting(*row) for row in self._session.rows(_CALENDAR, community_id=community, since=since)]

    def answer(self, rsvp: Rsvp) -> None:
        """Keep it, in place of the member's earlier one to the same meeting."""
        self._session.run(
            _ANSWER,
            community_id=rsvp.community,
            meeting_id=rsvp.meeting,
            member_id=rsvp.member,
            answer=rsvp.answer,
            at=rsvp.at,
            here=rsvp.here,
            place=rsvp.place,
        )

    def rsvp(self, community: int, meeting: int, member: int) -> Rsvp | None:
        """What the member answered; None when they haven't."""
        row = self._session.row(_ANSWER_OF, community_id=community, meeting_id=meeting, member_id=member)
        return None if row is None else Rsvp(*row)

    def rsvps(self, community: int, meeting: int) -> Sequence[Rsvp]:
        """Every answer to the meeting, oldest first."""
        return [Rsvp(*row) for row in self._session.rows(_ANSWERS, community_id=community, meeting_id=meeting)]

    def attended(self, community: int, member: int) -> bool:
        """Whether they said yes or maybe to a meeting that was held, or that they were there."""
        return bool(self._session.value(_ATTENDED, community_id=community, member_id=member))


def _row(meeting: Meeting) -> dict[str, object]:
    return {
        "id": meeting.id,
        "community_id": meeting.community,
        "series_id": meeting.series,
        "slot": meeting.slot,
        "date": meeting.day,
        "at": meeting.at,
        "minutes": meeting.minutes,
        "zone": meeting.zone,
        "starts_at": meeting.starts_at,
        "venue": meeting.venue,
        "link": meeting.link,
        "uid": meeting.uid,
        "state": meeting.state,
        "convener": meeting.convener,
        "backup": meeting.backup,
        "topic_id": meeting.topic_id,
        "voters": meeting.voters,
        "voter_units": meeting.voter_units,
        "tie": meeting.tie,
        "awaits_poll": meeting.awaits_poll,
        "sequence": meeting.sequence,
        "announced_at": meeting.announced_at,
        "reminded_at": meeting.reminded_at,
        "notes_asked_at": meeting.notes_asked_at,
        "notes_reminded_at": meeting.notes_reminded_at,
        "no_notes": meeting.no_notes,
        "table_drawn_at": meeting.table_drawn_at,
    }
