"""How a reply of the core's reaches whoever waits for it: in the answer to an invoke, or in the direct conversation."""

from collections import OrderedDict
from dataclasses import dataclass, field
from typing import assert_never

import structlog

from adapters.teams.activity import Activity, text_at
from adapters.teams.calls import form_key, is_private
from adapters.teams.forms import card_dialog, fits_card, form_card, form_dialog, opener_card
from adapters.teams.limits import NOTICE
from adapters.teams.platform import TeamsPlatform
from adapters.teams.render import CARD_TYPE, PRIVATE, adaptive
from adapters.teams.text import Json, one_line
from bot.chat.calls import ButtonCall, Call, CommandCall, FormCall
from bot.chat.forms import REQUIRED, Form, left_empty
from bot.chat.replies import FormErrors, Nothing, OpenForm, Private, Reply
from bot.errors import PlatformError

_MESSAGE_TYPE = "application/vnd.microsoft.activity.message"
_OPEN_FORMS = 2_000

_log = structlog.get_logger()


@dataclass(slots=True)
class Answers:
    """Brings replies to people. Best effort: what can't be delivered is logged and left."""

    platform: TeamsPlatform
    _open: OrderedDict[str, Form] = field(default_factory=OrderedDict)

    def missing(self, call: Call) -> FormErrors | None:
        """What has to be filled in of the form we drew and was not; None when nothing is missing."""
        form = self._opened(call) if isinstance(call, FormCall) else None
        empty = left_empty(form, call.values) if form and isinstance(call, FormCall) else ()
        return FormErrors(dict.fromkeys(empty, REQUIRED)) if empty else None

    async def to_message(self, call: Call, reply: Reply) -> None:
        """Answer something typed, in the direct conversation with whoever typed it."""
        if isinstance(call, CommandCall | ButtonCall | FormCall):
            await self._privately(call, reply)

    async def to_invoke(self, activity: Activity, call: ButtonCall | FormCall, reply: Reply) -> Json | None:
        """The body that answers a press or a form; None for none, which closes a dialog."""
        if text_at(activity.body, "name") == "adaptiveCard/action":
            return await self._to_press(activity, call, reply)
        return await self._to_dialog(call, reply)

    async def _to_press(self, activity: Activity, call: ButtonCall | FormCall, reply: Reply) -> Json:
        drawn = self._drawn(call, reply)
        if drawn is None:
            return _said("; ".join(reply.errors.values()) if isinstance(reply, FormErrors) else "")
        card, notice = drawn
        if is_private(activity):
            return {"statusCode": 200, "type": CARD_TYPE, "value": card}
        await self._privately(call, reply)
        return _said(notice)

    async def _to_dialog(self, call: ButtonCall | FormCall, reply: Reply) -> Json | None:
        match reply:
            case Private(card) if isinstance(call, ButtonCall):
                return card_dialog(card)
            case Private():
                await self._privately(call, reply)
                return None
            case OpenForm(form):
                self._remember(call, form)
                return form_dialog(form)
            case FormErrors(errors):
                form_open = self._opened(call)
                if form_open and isinstance(call, FormCall):
                    return form_dialog(form_open, call.values, errors)
                return {"task": {"type": "message", "value": "; ".join(errors.values())}}
            case Nothing():
                return None
            case _:
                assert_never(reply)

    async def _privately(self, call: CommandCall | ButtonCall | FormCall, reply: Reply) -> None:
        drawn = self._drawn(call, reply)
        if drawn is None:
            return
        try:
            await self.platform.tell(call.by, call.where.address, *drawn)
        except PlatformError as error:
            _log.warning("teams_reply_not_delivered", reason=error.reason)  # to whom says who asked

    def _drawn(self, call: CommandCall | ButtonCall | FormCall, reply: Reply) -> tuple[Json, str] | None:
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

    def _remember(self, call: CommandCall | ButtonCall | FormCall, form: Form) -> None:
        """Keep the form, so that it can be drawn again with what was wrong in it."""
        self._open[form_key(call.by, form.nonce)] = form
        while len(self._open) > _OPEN_FORMS:
            self._open.popitem(last=False)

    def _opened(self, call: CommandCall | ButtonCall | FormCall) -> Form | None:
        return self._open.get(call.key)


def _said(words: str) -> Json:
    """An answer that leaves the card as it is and shows the presser a sentence."""
    return {"statusCode": 200, "type": _MESSAGE_TYPE, "value": one_line(words, NOTICE)}
