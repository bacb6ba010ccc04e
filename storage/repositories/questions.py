"""The community's questions and their replies, in the database."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime

from sqlalchemy import and_, bindparam, case, delete, distinct, func, insert, not_, or_, select, update

from bot.chat.refs import ChannelRef, MessageRef
from bot.errors import Unknown
from bot.questions.model.questions import Question, Reply
from storage.repositories.counters import next_number
from storage.repositories.some import in_eights, one_of
from storage.session import Session
from storage.statements import Row, Statement, at, given
from storage.tables import follows, members, offers, questions, replies

_Q, _R, _F, _O, _M = questions.c, replies.c, follows.c, offers.c, members.c
_QUESTION = (
    _Q.id,
    _Q.community_id,
    _Q.member_id,
    _Q.nameless,
    _Q.unit,
    _Q.text,
    _Q.detail,
    _Q.tags,
    _Q.asked_at,
    _Q.state,
    _Q.reason,
    _Q.closed_at,
    _Q.accepted,
    _Q.accepted_by,
    _Q.hidden,
    _Q.withdrawn,
    _Q.rings,
    _Q.told_at,
    _Q.followed_up_at,
    _Q.looking_at,
    _Q.choice_at,
)
_FIELDS = tuple((column.name, field.name) for column, field in zip(_QUESTION, fields(Question), strict=True))
_SOURCE = (_R.source_platform, _R.source_tenant, _R.source_channel, _R.source_message, _R.source_thread)
_REPLY = (
    _R.id,
    _R.community_id,
    _R.question_id,
    _R.member_id,
    _R.platform,
    _R.unit,
    _R.text,
    _R.replied_at,
    *_SOURCE,
    _R.hidden,
    _R.withdrawn,
)
_VISIBLE = and_(not_(_Q.hidden), not_(_Q.withdrawn))

_GET = Statement(select(*_QUESTION).where(at(_Q.community_id, _Q.id)))
_NEW = Statement(
    insert(questions).values(
        **given(*_QUESTION[:9]),
        state="open",
        reason="",
        hidden=False,
        withdrawn=False,
        rings=0,
    )
)
_SAVE = Statement(update(questions).where(at(_Q.community_id, _Q.id)).values(**given(*_QUESTION[2:])))
_SAME = Statement(
    select(*_QUESTION)
    .where(at(_Q.community_id, _Q.member_id, _Q.text), _VISIBLE, _Q.asked_at >= bindparam("since"))
    .order_by(_Q.id)
    .limit(1)
)
_SOME = Statement(select(*_QUESTION).where(at(_Q.community_id), one_of(_Q.id), _VISIBLE))

_ASKED = Statement(
    select(func.count(_O.id), func.count(distinct(case((_M.unit != "", _M.unit)))))
    .join_from(offers, members, and_(_M.community_id == _O.community_id, _M.id == _O.member_id))
    .join(questions, and_(_Q.community_id == _O.community_id, _Q.id == _O.question_id))
    .where(
        at(_O.community_id, _O.question_id),
        _O.state != "withdrawn",
        or_(_Q.member_id.is_(None), _Q.member_id != _O.member_id),
    )
)

_LATEST = Statement(
    select(*_QUESTION).where(at(_Q.community_id), _VISIBLE).order_by(_Q.id.desc()).limit(bindparam("most"))
)
_OPEN = Statement(
    select(*_QUESTION)
    .where(at(_Q.community_id, _Q.state), _VISIBLE)
    .order_by(_Q.asked_at.desc(), _Q.id.desc())
    .limit(bindparam("most"))
)

_OPEN_OF = Statement(
    select(*_QUESTION)
    .where(at(_Q.community_id, _Q.member_id), _Q.state == "open", _VISIBLE)
    .order_by(_Q.asked_at.desc(), _Q.id.desc())
)

_REPLY_OF = Statement(select(*_REPLY).where(at(_R.community_id, _R.id)))
_NEW_REPLY = Statement(insert(replies).values(**given(*_REPLY[:-2]), hidden=False, withdrawn=False))
_SAVE_REPLY = Statement(update(replies).where(at(_R.community_id, _R.id)).values(**given(*_REPLY[3:])))
_REPLIES = Statement(
    select(*_REPLY)
    .where(at(_R.community_id, _R.question_id), not_(_R.hidden), not_(_R.withdrawn))
    .order_by(_R.replied_at, _R.id)
)
_TYPED_AT = Statement(select(*_REPLY).where(at(*_SOURCE[:4])).order_by(_R.id).limit(1))

_FOLLOW = Statement(insert(follows).values(**given(*_F)))
_UNFOLLOW = Statement(delete(follows).where(at(*_F)))
_FOLLOWERS = Statement(select(func.count()).select_from(follows).where(at(_F.community_id, _F.question_id)))


def _question(row: Row) -> Question:
    return Question(*row)


def _reply(row: Row) -> Reply:
    platform, tenant, channel, message, thread = row[8:13]
    source = MessageRef(ChannelRef(platform, tenant, channel), message, thread) if message is not None else None
    return Reply(*(*row[:8], source, *row[13:]))


def _typed_in(source: MessageRef | None) -> dict[str, object]:
    where = source.channel if source else None
    return {
        "source_platform": where.platform if where else None,
        "source_tenant": where.tenant if where else None,
        "source_channel": where.channel if where else None,
        "source_message": source.message if source else None,
        "source_thread": source.thread if source else None,
    }


class Questions:
    """The community's questions and their replies."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def get(self, community: int, question: int) -> Question:
        """The question. Raises `Unknown`."""
        row = self._session.row(_GET, community_id=community, id=question)
        if row is None:
            raise Unknown
        return _question(row)

    def new(
        self,
        community: int,
        member: int,
        unit: str,
        text: str,
        detail: str,
        tags: tuple[str, ...],
        now: datetime,
        *,
        nameless: bool,
    ) -> Question:
        """A new open question under the next number."""
        number = next_number(self._session, community, "question")
        self._session.run(
            _NEW,
            id=number,
            community_id=community,
            member_id=member,
            nameless=nameless,
            unit=unit,
            text=text,
            detail=detail,
            tags=tags,
            asked_at=now,
        )
        return Question(number, community, member, nameless, unit, text, detail, tags, now)

    def save(self, question: Question) -> None:
        """Keep the question as it is now."""
        self._session.run(_SAVE, **{column: getattr(question, field) for column, field in _FIELDS})

    def same(self, community: int, member: int, text: str, since: datetime) -> Question | None:
        """The member's visible question of the very same words asked since then."""
        row = self._session.row(_SAME, community_id=community, member_id=member, text=text, since=since)
        return None if row is None else _question(row)

    def some(self, community: int, numbers: Sequence[int]) -> Sequence[Question]:
        """The questions of those numbers that are visible, in the order given."""
        found: dict[int, Question] = {}
        for eight in in_eights(dict.fromkeys(numbers)):
            rows = self._session.rows(_SOME, community_id=community, **eight)
            found |= {row[0]: _question(row) for row in rows}
        return [found[number] for number in dict.fromkeys(numbers) if number in found]

    def latest(self, community: int, most: int) -> Sequence[Question]:
        """The visible questions, newest first, answered and closed ones too."""
        return [_question(row) for row in self._session.rows(_LATEST, community_id=community, most=most)]

    def latest_open(self, community: int, most: int) -> Sequence[Question]:
        """The visible questions that are open, newest first."""
        return [_question(row) for row in self._session.rows(_OPEN, community_id=community, state="open", most=most)]

    def open_of(self, community: int, member: int) -> Sequence[Question]:
        """The member's visible questions that are open, newest first, those asked without a name included."""
        return [_question(row) for row in self._session.rows(_OPEN_OF, community_id=community, member_id=member)]

    def asked_so_far(self, community: int, question: int) -> tuple[int, int]:
        """To how many people, of how many units, the question was brought; nobody of whom it was taken back counts."""
        people, units = self._session.rows(_ASKED, community_id=community, question_id=question)[0]
        return people, units

    def reply(self, community: int, reply: int) -> Reply:
        """The reply. Raises `Unknown`."""
        row = self._session.row(_REPLY_OF, community_id=community, id=reply)
        if row is None:
            raise Unknown
        return _reply(row)

    def new_reply(
        self,
        question: Question,
        member: int,
        platform: str,
        unit: str,
        text: str,
        now: datetime,
        source: MessageRef | None,
    ) -> Reply:
        """A new reply under the next number."""
        number = next_number(self._session, question.community, "reply")
        self._session.run(
            _NEW_REPLY,
            id=number,
            community_id=question.community,
            question_id=question.id,
            member_id=member,
            platform=platform,
            unit=unit,
            text=text,
            replied_at=now,
            **_typed_in(source),
        )
        return Reply(number, question.community, question.id, member, platform, unit, text, now, source)

    def save_reply(self, reply: Reply) -> None:
        """Keep the reply as it is now."""
        self._session.run(
            _SAVE_REPLY,
            community_id=reply.community,
            id=reply.id,
            member_id=reply.member,
            platform=reply.platform,
            unit=reply.unit,
            text=reply.text,
            replied_at=reply.replied_at,
            hidden=reply.hidden,
            withdrawn=reply.withdrawn,
            **_typed_in(reply.source),
        )

    def replies(self, community: int, question: int) -> Sequence[Reply]:
        """The question's visible replies, oldest first."""
        rows = self._session.rows(_REPLIES, community_id=community, question_id=question)
        return [_reply(row) for row in rows]

    def reply_typed_at(self, message: MessageRef) -> Reply | None:
        """The reply that was typed in that message, whichever community it belongs to."""
        row = self._session.row(_TYPED_AT, **_typed_in(message))
        return None if row is None else _reply(row)

    def follow(self, community: int, question: int, member: int) -> bool:
        """Turn "I'd like to know too" on or off; whether it is on now."""
        who = {"community_id": community, "question_id": question, "member_id": member}
        if self._session.run(_UNFOLLOW, **who):
            return False
        self._session.run(_FOLLOW, **who)
        return True

    def followers(self, community: int, question: int) -> int:
        """How many would like to know too."""
        count: int = self._session.value(_FOLLOWERS, community_id=community, question_id=question)
        return count
