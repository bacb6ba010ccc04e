"""How a reply of the core's reaches whoever waits for it: in the answer to an invoke, or in the direct conversation."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import assert_never

import structlog

from adapters.answering import Persistence, may_help
from adapters.teams import extension
from adapters.teams.activity import Activity, text_at
from adapters.teams.calls import form_key, is_private
from adapters.teams.forms import card_dialog, fits_card, form_card, form_dialog, opener_card
from adapters.teams.limits import ANSWER_SECONDS, NOTICE
from adapters.teams.mentions import mentioning
from adapters.teams.platform import TeamsPlatform
from adapters.teams.render import CARD_TYPE, POSTING, PRIVATE, adaptive
from adapters.teams.text import Json, one_line
from bot.chat.calls import Asking, ButtonCall, Call, FormCall, MessageCall
from bot.chat.cards import Card
from bot.chat.forms import REQUIRED, Form, left_empty
from bot.chat.replies import FormErrors, Nothing, OpenForm, Private, Reply
from bot.chat.words import Words
from bot.community.cards import doorstep
from bot.errors import Cause, PlatformError

_MESSAGE_TYPE = "application/vnd.microsoft.activity.message"
_OPEN_FORMS = 2_000
_CLOSED_DOORS = frozenset({Cause.SHUT_OUT, Cause.NOT_ALLOWED_IN, Cause.RULES})
"""Why somebody can't be written to alone until they or an admin let the bot in."""

_log = structlog.get_logger()


@dataclass(slots=True)
class Answers:
    """Brings replies to people. Best effort: what can't be delivered is tried again for a while, logged and left."""

    platform: TeamsPlatform
    words: Words
    _open: OrderedDict[str, Form] = field(default_factory=OrderedDict)
    _persistence: Persistence = field(default_factory=Persistence)
    _going: set[asyncio.Task[None]] = field(default_factory=set)

    def missing(self, call: Call) -> FormErrors | None:
        """What has to be filled in of the form we drew and was not; None when nothing is missing."""
        form = self._opened(call) if isinstance(call, FormCall) else None
        empty = left_empty(form, call.values) if form and isinstance(call, FormCall) else ()
        return FormErrors(dict.fromkeys(empty, REQUIRED)) if empty else None

    async def to_message(self, activity: Activity, call: Call, reply: Reply) -> None:
        """Answer something typed, in the direct conversation with whoever typed it.

        Who can't be written to there is told so where they typed it.
        """
        if not isinstance(call, Asking):
            return
        if not await self._privately(call, reply) and not activity.direct:
            person, name = call.by.person, text_at(activity.body, "from", "name")
            card = self.shut_out()
            await self._openly(activity, mentioning(adaptive(card, POSTING), person, name), card.notice)

    async def turn_away(self, activity: Activity, card: Card) -> Json | None:
        """Say the card's sentence to whoever did this, where they did it; for an invoke, as its answer."""
        match text_at(activity.body, "name") if activity.type == "invoke" else None:
            case None:
                await self._openly(activity, adaptive(card, POSTING), card.notice)
                return None
            case "adaptiveCard/action":
                return _said(card.notice)
            case extension.QUERY:
                return {"composeExtension": {"type": "message", "text": card.notice}}
        return _message(card.notice)

    def shut_out(self) -> Card:
        """What to say to somebody who can't be answered alone."""
        return doorstep.shut_out_card(self.platform.can.title, self.platform.settings.name, self.words)

    async def _openly(self, activity: Activity, drawn: Json, notice: str) -> None:
        try:
            await self.platform.say(activity.conversation, activity.service_url, drawn, notice)
        except PlatformError as error:
            _log.warning("teams_reply_not_delivered", reason=error.reason)

    async def to_invoke(
        self, activity: Activity, call: ButtonCall | FormCall | MessageCall, reply: Reply
    ) -> Json | None:
        """The body that answers a press or a form; None for none, which closes a dialog."""
        if text_at(activity.body, "name") == "adaptiveCard/action":
            return await self._to_press(activity, call, reply)
        return await self._to_dialog(call, reply, stays=extension.over_conversation(activity))

    async def _to_press(self, activity: Activity, call: Asking, reply: Reply) -> Json:
        drawn = self._drawn(call, reply)
        if drawn is None:
            return _said("; ".join(reply.errors.values()) if isinstance(reply, FormErrors) else "")
        card, notice = drawn
        if is_private(activity):
            return {"statusCode": 200, "type": CARD_TYPE, "value": card}
        reached = await self._privately(call, reply)
        return _said(notice if reached else self.shut_out().notice)

    async def _to_dialog(self, call: Asking, reply: Reply, *, stays: bool) -> Json | None:
        """`stays`: the answer stands in the dialog, since its person may have no conversation with the bot."""
        match reply:
            case Private(card) if stays or isinstance(call, ButtonCall):
                return card_dialog(card)
            case Private():
                return None if await self._privately(call, reply) else _message(self.shut_out().notice)
            case OpenForm(form):
                self._remember(call, form)
                return form_dialog(form)
            case FormErrors(errors):
                form_open = self._opened(call)
                if form_open and isinstance(call, FormCall):
                    return form_dialog(form_open, call.values, errors)
                return _message("; ".join(errors.values()))
            case Nothing():
                return None
            case _:
                assert_never(reply)

    async def _privately(self, call: Asking, reply: Reply) -> bool:
        """Send what there is to send. False: whoever it is for has shut the bot out, or never let it in."""
        drawn = self._drawn(call, reply)
        if drawn is None:
            return True

        async def send() -> None:
            await self.platform.tell(call.by, call.where.address, *drawn)

        try:
            await send()
        except PlatformError as error:
            if not may_help(error):
                _not_delivered(error)
                return error.cause not in _CLOSED_DOORS
            task = asyncio.create_task(self._later(send, error))
            self._going.add(task)
            task.add_done_callback(self._going.discard)
        return True

    async def _later(self, send: Callable[[], Awaitable[None]], error: PlatformError) -> None:
        """The request that asked for it is answered meanwhile: Teams waits for no more than some seconds."""
        await self._persistence.rest(error)
        try:
            await self._persistence.until_sent(send)
        except PlatformError as last:
            _not_delivered(last)

    async def finish(self, _server: object = None) -> None:
        """Waits until everything under way has gone, at most as long as one request may take."""
        self._persistence.hurry()
        if self._going:
            await asyncio.wait(self._going, timeout=ANSWER_SECONDS)
        for task in self._going:
            task.cancel()

    def _drawn(self, call: Asking, reply: Reply) -> tuple[Json, str] | None:
        """The reply as a private card and its notification, None when there is nothing to show."""
        match reply:
            case Private(card):
                return adaptive(card, PRIVATE), card.notice
            case OpenForm(form) if fits_card(form):
                self._remember(call, form)
                return form_card(form), form.title
            case OpenForm(form):
                return adaptive(opener_card(form), PRIVATE), form.title
            case FormErrors(errors):
                form_open = self._opened(call)
                if form_open and isinstance(call, FormCall):
                    return form_card(form_open, call.values, errors), form_open.title
                return None
            case Nothing():
                return None
            case _:
                assert_never(reply)

    def _remember(self, call: Asking, form: Form) -> None:
        """Keep the form, so that it can be drawn again with what was wrong in it."""
        self._open[form_key(call.by, form.nonce)] = form
        while len(self._open) > _OPEN_FORMS:
            self._open.popitem(last=False)

    def _opened(self, call: Asking) -> Form | None:
        return self._open.get(call.key)


def _message(sentence: str) -> Json:
    """An answer that shows a sentence in the dialog."""
    return {"task": {"type": "message", "value": sentence}}


def _not_delivered(error: PlatformError) -> None:
    _log.warning("teams_reply_not_delivered", reason=error.reason)  # to whom says who asked


def _said(words: str) -> Json:
    """An answer that leaves the card as it is and shows the presser a sentence."""
    return {"statusCode": 200, "type": _MESSAGE_TYPE, "value": one_line(words, NOTICE)}
