"""Does what one posting needs: create it, settle an unknown create, redraw it or remove it. Whatever fails is kept."""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable, Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar

import structlog

from bot.chat.cards import Card
from bot.chat.refs import AccountRef, MessageRef
from bot.errors import (
    Busy,
    MessageGone,
    Misshapen,
    PlatformError,
    RateLimited,
    Refused,
    ShutOut,
    Uncertain,
    Unreachable,
)
from bot.ports import Absent, CannotTell, Clock, Platform, ToPerson
from bot.postings import HOME, NO_TIME, NOT_SERVED, NOT_SHOWN, SHOWN_TWICE, STILL_SHOWN, TOO_LATE, Posting
from scheduling.books import PAUSES, Books, NotWritten
from scheduling.drawing import Drawing, NobodyDraws
from scheduling.homes import Homes
from scheduling.incidents import Watched
from scheduling.pace import Errand, Method, Paces

log = structlog.get_logger()
T = TypeVar("T")

ShutOutBy = Callable[[AccountRef], Awaitable[None]]
"""Told of somebody who lets the bot write nothing to them."""
EXPECTED = (PlatformError, NobodyDraws, Busy, NotWritten)
"""What a delivery may end in that is no bug."""
CHANGES: Collection[Method] = ("create", "update", "delete")


@dataclass(frozen=True, slots=True)
class Patience:
    """How long the courier waits for what. Seconds."""

    call: float = 30
    """For a platform's answer. The adapters' own clients wait less, so that they say what happened."""
    late: float = 15
    """The longest a platform is known to take to show a message whose request broke off."""
    busy: float = 1
    """Before a posting that the storage had no time for is tried again."""
    bug: float = 300
    """Before something of ours that failed is tried again."""
    unserved: float = 3600
    """Before a posting for a platform that isn't configured is looked at again."""
    margin: float = 10
    """For drawing the card and writing down what became of it."""
    backoff_most: float = 600
    """Between two tries at a platform that can't be reached, and at a removal that it refuses."""
    writing: tuple[float, ...] = PAUSES
    """Between two tries at writing down what became of a posting."""
    paced: bool = True
    """Whether the platforms' budgets are kept. Off only against servers of our own, which have none."""

    @property
    def lease(self) -> timedelta:
        """A claim outlives its request and the latest accept of it, so that whoever claims next may look for it."""
        return timedelta(seconds=self.call + self.late + self.margin)


@dataclass(slots=True)
class _Trip:
    """One go at one posting."""

    posting: Posting
    platform: Platform
    doubt: bool
    """A create of it may have been accepted without our knowing."""
    method: Method = "create"
    left: bool = False
    """The request for a create has left."""
    note: str = ""

    @property
    def home(self) -> bool:
        """Whether it is about what stands in somebody's Home, which is no message."""
        return self.posting.subject.kind == HOME

    @property
    def spent(self) -> Method:
        """The method of whose budget it takes: whatever becomes of a Home, it is shown anew."""
        return "publish" if self.home and self.method in CHANGES else self.method


class Delivery:
    """Brings postings to the platforms, one at a time each."""

    def __init__(
        self,
        books: Books,
        drawing: Drawing,
        platforms: Mapping[str, Platform],
        clock: Clock,
        patience: Patience,
        shut_out: ShutOutBy,
    ) -> None:
        self._books = books
        self._shut_out = shut_out
        self._drawing = drawing
        self._platforms = platforms
        self._clock = clock
        self._patience = patience
        self._paces = Paces(lambda key: platforms[key].pace)
        self._homes = Homes()
        self._simply: set[int] = set()
        """Postings whose card an adapter could not draw."""
        self._in_words: set[int] = set()
        """Postings whose card the platform would not take; its words are tried next."""

    async def bring(self, posting: Posting) -> None:
        """Do what the posting needs and write it down. Raises `NotWritten` when that can't be."""
        doubt = posting.unsettled_since is not None and posting.message is None
        key, _, _ = _whereto(posting)
        platform = self._platforms.get(key)
        if not key:
            await self._books.given_up(posting, "dropped", STILL_SHOWN)
            return
        if platform is None:
            await self._books.later(posting, self._patience.unserved, NOT_SERVED, unsettled=doubt)
            return
        trip = _Trip(posting, platform, doubt)
        try:
            with Watched("delivery_failed", past=EXPECTED, posting=posting.id, subject=str(posting.subject)) as block:
                await self._go(trip)
            if block.incident:
                await self._broke(trip, block.incident)
        except PlatformError as error:
            await self._failed(trip, error)
            if isinstance(error, ShutOut) and isinstance(posting.to, ToPerson):
                await self._shut_out(posting.to.account)
        except NobodyDraws:
            await self._books.given_up(posting, "refused", "no feature draws it")
        except Busy:
            await self._books.later(posting, self._patience.busy, NO_TIME, unsettled=trip.doubt or trip.left)

    async def _go(self, trip: _Trip) -> None:
        if trip.posting.message is not None:
            await self._change(trip, trip.posting.message)
        elif trip.posting.unsettled_since is not None:
            await self._settle(trip)
        elif trip.posting.present:
            await self._create(trip)
        else:
            await self._books.removed(trip.posting)

    async def _create(self, trip: _Trip) -> None:
        posting = trip.posting
        if posting.expires_at is not None and posting.expires_at <= self._clock.now():
            await self._books.given_up(posting, "expired", NOT_SHOWN if trip.doubt else TOO_LATE)
            return
        if not await self._turn(trip, "create"):
            return
        card, whole = await self._first_card(trip)
        if card is None:
            await self._never(trip)
            return
        if not await self._books.leaving(posting):
            await self._books.later(posting, 0, "", unsettled=trip.doubt)
            return
        trip.left = True
        create = trip.platform.create(str(posting.id), posting.to, card)
        message = await self._answer(create)
        self._simply.discard(posting.id)
        self._in_words.discard(posting.id)
        if trip.home:
            self._homes.showed(posting.id, card)
        await (self._books.shown if whole else self._books.outdated)(posting, message, trip.note)

    async def _first_card(self, trip: _Trip) -> tuple[Card | None, bool]:
        """What to post, and whether that is the card as it should be."""
        posting, card = trip.posting, None
        with Watched("card_not_drawn", past=EXPECTED, posting=posting.id, subject=str(posting.subject)) as block:
            card = await self._drawing.card(posting.subject, trip.platform.can)
        if block.incident:
            return self._drawing.broken(block.incident), False
        if card is not None and posting.id in self._simply:
            return self._drawing.simple(card), False
        return card and self._fitting(posting, card), True

    def _fitting(self, posting: Posting, card: Card) -> Card:
        """The card, or its words where the platform would not take it."""
        return self._drawing.simple(card) if posting.id in self._in_words else card

    async def _never(self, trip: _Trip) -> None:
        """What was wanted should not be visible any more, and isn't, as far as we know."""
        if trip.doubt:
            await self._books.given_up(trip.posting, "dropped", STILL_SHOWN)
        else:
            await self._books.removed(trip.posting)

    async def _settle(self, trip: _Trip) -> None:
        """A create left and its outcome is unknown: look, before anything else."""
        posting = trip.posting
        match await self._found(trip):
            case MessageRef() as message:
                await self._books.outdated(posting, message)
            case Absent():
                # Not created at once: the next attempt is to have a mark of its own, by whose time it is looked for.
                await self._books.later(posting, 0, "", unsettled=False)
            case CannotTell():
                await self._unsure(trip)
            case None:
                pass

    async def _found(self, trip: _Trip) -> MessageRef | Absent | CannotTell | None:
        """What the platform says. None: it is too early to ask, and put off."""
        posting, since = trip.posting, trip.posting.unsettled_since
        trip.method = "find"
        now = self._clock.now()
        if since is None:
            return Absent()
        early = self._patience.late - (now - since).total_seconds()
        if early > 0:
            await self._books.later(posting, early, "", unsettled=True)
            return None
        if not await self._turn(trip, "find"):
            return None
        try:
            return await self._answer(trip.platform.find_posted(str(posting.id), posting.to, since))
        except Refused:
            return CannotTell()

    async def _unsure(self, trip: _Trip) -> None:
        """Nobody can say whether it was shown: what then is a matter of its kind."""
        posting = trip.posting
        if not posting.present:
            await self._books.given_up(posting, "dropped", STILL_SHOWN)
        elif self._drawing.unsure(posting.subject) == "drop":
            await self._books.given_up(posting, "dropped", NOT_SHOWN)
        else:
            trip.note = SHOWN_TWICE
            await self._create(trip)

    async def _change(self, trip: _Trip, message: MessageRef) -> None:
        posting = trip.posting
        if not posting.present:
            await self._remove(trip, message)
            return
        if trip.home and await self._shows_already(trip, message):
            return
        if not await self._turn(trip, "update"):
            return
        card = await self._drawing.card(posting.subject, trip.platform.can)
        if card is None:
            await self._remove(trip, message)
            return
        self._homes.forget(posting.id)
        fitting = self._fitting(posting, card)
        await self._answer(trip.platform.update(message, fitting, posting.address))
        self._in_words.discard(posting.id)
        if trip.home:
            self._homes.showed(posting.id, fitting)
        await self._books.shown(posting, message)

    async def _shows_already(self, trip: _Trip, message: MessageRef) -> bool:
        """Whether the Home is as it would be drawn: most of what happens changes nothing on most Homes."""
        card = await self._drawing.card(trip.posting.subject, trip.platform.can)
        same = card is not None and self._homes.shows(trip.posting.id, card)
        if same:
            await self._books.shown(trip.posting, message)
        return same

    async def _remove(self, trip: _Trip, message: MessageRef) -> None:
        if not await self._turn(trip, "delete"):
            return
        with suppress(MessageGone):
            await self._answer(self._removal(trip, message))
        await self._books.removed(trip.posting)

    def _removal(self, trip: _Trip, message: MessageRef) -> Awaitable[None]:
        if trip.home:
            self._homes.forget(trip.posting.id)
            return trip.platform.update(message, self._drawing.at_rest(), trip.posting.address)
        if trip.platform.can.deletes:
            return trip.platform.delete(message, trip.posting.address)
        return trip.platform.update(message, self._drawing.taken_back(), trip.posting.address)

    async def _turn(self, trip: _Trip, method: Method) -> bool:
        """Whether the request may leave now; else the posting is put off."""
        trip.method = method
        errand, now = Errand(trip.spent, *_whereto(trip.posting), trip.posting.id), time.monotonic()
        at = self._paces.may_leave(errand, now) if self._patience.paced else self._paces.rested(errand)
        if at > now:
            await self._books.later(trip.posting, at - now, "", unsettled=trip.doubt)
        return at <= now

    async def _answer(self, request: Awaitable[T]) -> T:
        try:
            async with asyncio.timeout(self._patience.call):
                return await request
        except TimeoutError:
            raise Uncertain("no answer in time") from None

    async def _failed(self, trip: _Trip, error: PlatformError) -> None:
        posting, seconds = trip.posting, self._backoff(trip.posting)
        match error:
            case MessageGone() if trip.method != "create":
                await self._books.given_up(posting, "removed by hand", error.told)
                return
            case Misshapen() if trip.method in ("create", "update") and posting.id not in self._in_words:
                log.warning("card_not_taken", posting=posting.id, subject=str(posting.subject), reason=error.reason)
                self._in_words.add(posting.id)
                seconds = 0
            case Refused() if trip.method == "delete":
                seconds = self._patience.backoff_most
            case Refused():
                self._in_words.discard(posting.id)
                await self._books.given_up(posting, "refused", error.told)
                return
            case RateLimited():
                seconds = error.retry_after
                platform, tenant, _ = _whereto(posting)
                self._paces.hold(platform, tenant, trip.spent, time.monotonic() + seconds)
            case Unreachable():
                pass
            case _ if trip.left:
                trip.doubt, seconds = True, max(seconds, self._patience.late)
            case _ if trip.method == "update":
                seconds = max(seconds, self._patience.late)
                self._paces.rest(posting.id, time.monotonic() + seconds)
            case _:
                pass
        await self._books.later(posting, seconds, error.told, unsettled=trip.doubt)

    async def _broke(self, trip: _Trip, incident: str) -> None:
        """A bug, ours or an adapter's. Where a create had left, it may have been accepted all the same."""
        posting, seconds = trip.posting, self._patience.bug
        if trip.left:
            trip.doubt, seconds = True, self._backoff(posting) + self._patience.late
            self._simply.add(posting.id)
        await self._books.later(posting, seconds, f"incident {incident}", unsettled=trip.doubt)

    def _backoff(self, posting: Posting) -> float:
        """Seconds that grow with the failures, spread so that not all come back at once."""
        most = min(2.0 ** min(posting.attempts, 16), self._patience.backoff_most)
        return random.SystemRandom().uniform(most / 2, most)


def _whereto(posting: Posting) -> tuple[str, str, str]:
    """Platform, tenant and place, as budgets count them; empty when whoever it was for was forgotten meanwhile."""
    if posting.message is not None:
        channel = posting.message.channel
        return channel.platform, channel.tenant, channel.channel
    if isinstance(posting.to, ToPerson):
        account = posting.to.account
        return account.platform, account.tenant, account.person
    channel = posting.to.channel
    return channel.platform, channel.tenant, channel.channel
