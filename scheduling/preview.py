"""What will happen by itself: the steps and postings of one community, with a clock that runs ahead, then all undone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.audience import View
from bot.catalogue import Catalogue, Storage, Work
from bot.chat.refs import Subject
from bot.community.cards.setup import channel_name
from bot.due import DueRow
from bot.errors import Unknown
from bot.meetings.model.meetings import Meeting
from bot.ports import ToPerson
from bot.postings import Posting, ToCome
from scheduling.drawing import NobodyDraws, draw, kind_of
from scheduling.steps import run_step
from scheduling.tick import MOST_STEPS, PAGE

_MINDED = ("notes", "question", "reply", "resource", "topic")
KINDS: Mapping[str, str] = {
    "meeting": "announcement",
    "meeting/changed": "change",
    "meeting/choose": "topic asked",
    "meeting/notes": "notes asked",
    "meeting/open": "open round table",
    "meeting/plea": "plea",
    "meeting/reminder": "reminder",
    "meeting/standin": "stand-in asked",
    "meeting/table": "round table",
    "member/consent": "asked whether they may be asked",
    "notes": "notes",
    "poll": "poll",
    "poll/asked": "topics asked",
    "poll/reminder": "poll reminder",
    "topic/retired": "topic retired",
    "turn": "turn offer",
    "turn/backup": "backup asked",
    "turn/kit": "kit",
    "turn/moved": "turn moved",
    "turn/nudge": "turn reminder",
    "turn/passed": "turn passed on",
    "turn/stays": "no swap",
    "community/hello": "greeting",
    "community/setup": "set-up",
    "digest": "digest",
    "home": "home",
    "draft/reminder": "draft reminder",
    "member/paused": "questions paused",
    "offer": "question brought",
    "offer/asker": "put in touch",
    "offer/helper": "put in touch",
    "member/steward": "stewardship",
    "question": "question",
    "question/choice": "question still open",
    "question/followup": "help asked about",
    "question/news": "news of a question",
    "question/thanks": "question closed",
    "reply": "reply",
    "reply/carried": "reply carried",
    "resource/hand": "hand-over asked",
    "resource/kept": "reply kept",
    "resource/outdated": "said to be outdated",
    "resource/review": "review asked",
    **{f"{kind}/flag": "flag" for kind in _MINDED},
    **{f"{kind}/hidden": "hidden" for kind in _MINDED},
    "question/hidden.nameless": "hidden",
}
"""What people call each kind of posting."""


TO_WHOEVER_ASKED = frozenset(
    {
        "draft/reminder",
        "offer/asker",
        *(f"question/{part}" for part in ("choice", "followup", "hidden", "hidden.nameless", "news", "thanks")),
    }
)
"""What goes to whoever asked, or is about to: nobody is told ahead who that is, for it may be asked without a name."""


@dataclass(frozen=True, slots=True)
class Foreseen:
    """Something the bot will post. `meeting` is the number of the one it is about, `day` its local date then, if any.

    `convener` names who convenes that meeting by then, None while nobody does. `place` is a channel as people know it,
    or somebody's name.
    """

    at: datetime
    kind: str
    meeting: int | None
    day: date | None
    convener: str | None
    place: str


class Stuck(Exception):
    """Something fails, so that what comes after it can't be told. The message is a sentence for whoever runs the bot."""

    def __init__(self, what: object, error: Exception) -> None:
        super().__init__(f"{what} fails ({type(error).__name__}), so what comes after it can't be told.")


class _Undone(Exception):
    """Carries what was seen out of the transaction, which keeps nothing."""

    def __init__(self, seen: Sequence[Foreseen]) -> None:
        self.seen = seen


async def foresee(
    storage: Storage, catalogue: Catalogue, view: View, community: int, now: datetime, since: datetime, until: datetime
) -> Sequence[Foreseen]:
    """What the bot will post in the community by itself from `since` until then, if nobody does anything meanwhile.

    Raises `Stuck`, and `Busy` as the storage does. Nothing is kept.
    """

    def rehearse(work: Work) -> None:
        work.only_writer_of(community)
        raise _Undone(_Rehearsed(work, catalogue, view, community, until).seen(now, since))

    try:
        await storage.write(rehearse)
    except _Undone as undone:
        return undone.seen
    raise AssertionError("the transaction was not undone")


class _Rehearsed:
    """One run, in one transaction."""

    def __init__(self, work: Work, catalogue: Catalogue, view: View, community: int, until: datetime) -> None:
        self._work = work
        self._catalogue = catalogue
        self._view = view
        self._community = community
        self._until = until

    def seen(self, now: datetime, since: datetime) -> list[Foreseen]:
        """Whatever is shown from `since` on, as the clock goes from one moment at which something is due to the next."""
        seen: list[Foreseen] = []
        coming: datetime | None = now
        while coming is not None and coming < self._until:
            now = max(now, coming)
            self._run_steps(now)
            shown = self._shown(now)
            seen += shown if now >= since else []
            coming = self._coming()
        return seen

    def _coming(self) -> datetime | None:
        due = [row.at for row in self._work.due.of_community(self._community, self._until, 1)]
        return min([*due, *(one.at for one in self._to_come(self._until)[:1])], default=None)

    def _to_come(self, by: datetime) -> Sequence[ToCome]:
        return self._work.rehearsal.to_come(self._community, by)

    def _run_steps(self, now: datetime) -> None:
        ran = 0
        while rows := self._work.due.of_community(self._community, now, PAGE):
            for row in rows:
                self._run_step(row, now)
            ran += len(rows)
            if ran > MOST_STEPS:
                raise Stuck(f"The step {rows[0].kind} of {rows[0].subject}", RecursionError())

    def _run_step(self, row: DueRow, now: datetime) -> None:
        try:
            run_step(row, self._catalogue, self._work, now)
        except Exception as error:
            raise Stuck(f"The step {row.kind} of {row.subject}", error) from error

    def _shown(self, now: datetime) -> list[Foreseen]:
        """What the courier would show now; what waited for it comes right after."""
        seen = []
        while waiting := self._to_come(now):
            seen += [self._foreseen(one.posting, now) for one in waiting if self._stands(one.posting, now)]
        return seen

    def _stands(self, posting: Posting, now: datetime) -> bool:
        """Whether it comes to stand, as it is decided for each one when its time has come."""
        if posting.expires_at is not None and posting.expires_at <= now:
            self._work.rehearsal.given_up(posting, now)
            return False
        try:
            card = draw(posting.subject, self._catalogue, self._work, self._view)
        except NobodyDraws:
            self._work.rehearsal.given_up(posting, now)
            return False
        except Exception as error:
            raise Stuck(f"Drawing {posting.subject}", error) from error
        if card is None:
            self._work.rehearsal.left_out(posting, now)
            return False
        self._work.rehearsal.shown(posting, now)
        return True

    def _foreseen(self, posting: Posting, now: datetime) -> Foreseen:
        meeting = self._meeting(posting.subject)
        return Foreseen(
            now,
            KINDS.get(kind_of(posting.subject), posting.subject.kind),
            meeting.id if meeting else None,
            meeting.day if meeting else None,
            self._name(meeting.convener) if meeting and meeting.convener else None,
            self._place(posting),
        )

    def _meeting(self, subject: Subject) -> Meeting | None:
        """The meeting it is about."""
        work, ours = self._work, (subject.community, subject.id)
        match subject.kind:
            case "meeting":
                return work.meetings.get(*ours)
            case "poll":
                return work.meetings.get(self._community, work.polls.get(*ours).meeting)
            case "turn":
                return work.meetings.get(self._community, work.conveners.turn(*ours).meeting)
            case "notes":
                return work.meetings.get(self._community, work.meetings.notes(*ours).meeting)
            case _:
                return None

    def _place(self, posting: Posting) -> str:
        if kind_of(posting.subject) in TO_WHOEVER_ASKED:
            return self._view.words("whoever asked")
        if isinstance(posting.to, ToPerson):
            known = self._work.members.of_account(self._community, posting.to.account)
            return self._name(known[0].id) if known else self._view.words("a colleague")
        ref = posting.to.channel
        found = self._work.communities.of_channel(ref)
        return channel_name(found[1], self._view) if found else self._view.deployment.title(ref.platform)

    def _name(self, member: int) -> str:
        try:
            name = self._work.members.get(self._community, member).name
        except Unknown:
            name = ""
        return name or self._view.words("a colleague")
