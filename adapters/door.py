"""The door that every adapter brings its calls to: look up, one transaction, wake the courier."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import get_args

from bot import menu
from bot.catalogue import Storage
from bot.chat.calls import Asking, ButtonCall, Call, CommandCall, Event, FormCall, MessageCall
from bot.chat.cards import Card
from bot.chat.picks import Browse, Picks
from bot.chat.replies import FormErrors, Nothing, Private, Reply
from bot.chat.words import Words
from bot.dispatch import Dispatch
from bot.errors import Busy, CommunityError, NotYet
from bot.ours import ours
from bot.ports import Clock
from scheduling.incidents import Watched

LOOK_UP_SECONDS = 0.5
"""How long a call waits for what is already known about it."""
READ_SECONDS = 2.0
NOTHING: Reply = Nothing()


@dataclass(frozen=True, slots=True)
class FrontDoor:
    """One door over one storage. `wake` tells the courier that something may be wanted."""

    storage: Storage
    dispatch: Dispatch
    clock: Clock
    words: Words
    wake: Callable[[], None]
    count: Callable[[str, str], None]
    """Told the kind of each call and how it ended."""

    async def __call__(self, call: Call) -> Reply:
        """Handle the call; durable when this returns. See `bot.ports.Door`."""
        match call:
            case CommandCall() | ButtonCall() | FormCall() | MessageCall():
                return await self._asked(call)
            case _:
                return await self._heard(call)

    async def browse(self, browse: Browse) -> Picks:
        """What a member may put before others. See `bot.ports.Shelf`."""
        kind = type(browse).__name__
        with Watched("browsing_failed", past=(Busy,), call=kind) as block:
            try:
                picks = await self.storage.read(lambda work: self.dispatch.browse(browse, work), READ_SECONDS)
            except Busy:
                self.count(kind, "busy")
                return Picks(sentence=menu.busy_card(self.words).notice)
            self.count(kind, "handled")
            return picks
        self.count(kind, "failed")
        return Picks(sentence=menu.incident_card(self.words, block.incident).notice)

    async def _asked(self, call: Asking) -> Reply:
        kind = type(call).__name__
        with Watched("call_failed", past=(CommunityError, Busy), call=kind) as block:
            try:
                reply = await self._answered(call)
            except CommunityError as refusal:
                self.count(kind, "refused")
                return _declined(call, menu.refusal_card(refusal, self.words), refusal.field)
            except Busy:
                self.count(kind, "busy")
                return _declined(call, menu.busy_card(self.words))
            self.count(kind, "handled")
            return reply
        self.count(kind, "failed")
        return _declined(call, menu.incident_card(self.words, block.incident))

    async def _answered(self, call: Asking) -> Reply:
        known = await self._looked_up(call)
        reply = await self.storage.write(lambda work: self.dispatch.handle(known, work, self.clock.now()))
        self.wake()
        return reply

    async def _looked_up(self, call: Asking) -> Asking:
        """With what is known about it. Nobody waits long for that: without a free reader the call goes on as it is."""
        if not self.dispatch.wants_look_up(call):
            return call
        with suppress(Busy), Watched("look_up_failed", past=(Busy,), call=type(call).__name__):
            return await self.storage.read(lambda work: self.dispatch.looked_up(call, work), LOOK_UP_SECONDS)
        return call

    async def _heard(self, event: Event) -> Reply:
        kind, ended, reply = type(event).__name__, "failed", NOTHING
        try:
            known = await self.storage.read(lambda work: ours(event, work), READ_SECONDS)
            if known:
                reply = await self.storage.write(lambda work: self.dispatch.handle(event, work, self.clock.now()))
                self.wake()
            ended = "handled" if known else "not ours"
        except CommunityError:
            ended = "refused"
        except (NotYet, Busy):
            ended = "again"
            raise NotYet from None
        finally:
            self.count(kind, ended)
        return reply


def _declined(call: Asking, card: Card, field: str = "") -> Reply:
    """Why nothing was done. A form stays open with that at the field meant, so that nobody's words are lost."""
    if isinstance(call, FormCall) and call.values:
        return FormErrors({field if field in call.values else next(iter(call.values)): card.notice})
    return Private(card)


KINDS = tuple(kind.__name__ for kind in (*get_args(Asking), *get_args(Event), Browse))
"""The kinds of call, as metrics and logs name them."""
