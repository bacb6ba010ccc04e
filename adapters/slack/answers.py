"""How a reply reaches whoever called: in the HTTP answer, over the conversation, or right after. Best effort."""

import asyncio
import json
from collections.abc import Coroutine
from dataclasses import asdict, dataclass, fields, replace
from http import HTTPStatus
from typing import Any, assert_never

import structlog
from aiohttp import ClientResponse
from slack_sdk.web.async_client import AsyncWebClient

from adapters.answering import Persistence
from adapters.slack import limits
from adapters.slack.errors import of_status, translated
from adapters.slack.payload import Json
from adapters.slack.render import home, message
from adapters.slack.views import errors, view, window
from bot.chat.cards import Button, Buttons, Card
from bot.chat.forms import Form
from bot.chat.replies import FormErrors, Nothing, OpenForm, Private, Reply
from bot.errors import PlatformError

_log = structlog.get_logger()
NOT_THERE = frozenset({"not_in_channel", "channel_not_found", "user_not_in_channel", "is_archived"})
"""What Slack says of a conversation in which the bot can't write."""
IN_HOME = "home"
"""What stands for the id of a window where the press was in the Home itself."""


@dataclass(frozen=True, slots=True)
class WayBack:
    """How to answer one person where they are. It rides along in a form, so it is kept short."""

    channel: str
    person: str
    thread: str = ""
    direct: bool = False
    """Nobody but the person and the bot is there, so an answer may stay."""
    url: str = ""
    """Slack's address for answers to this press or command, good for 30 minutes; empty when there is none."""
    replaces: bool = False
    """The answer takes the place of the private answer on which the press happened."""
    trigger: str = ""
    """Lets a form open within three seconds."""
    window: str = ""
    """Pressed in a Home, or in a window over it, by its id: answers are shown in a window there."""
    subject: str = ""
    """In a form: what it is about."""
    nonce: str = ""
    """In a form: what makes a second submission of the same opening harmless."""

    def kept(self, form: Form) -> str:
        """The way back as a form carries it."""
        carried = replace(self, trigger="", subject=str(form.subject or ""), nonce=form.nonce)
        values = {name: value for name, value in asdict(carried).items() if value}
        kept = json.dumps(values, separators=(",", ":"))
        return kept if len(kept) <= limits.PRIVATE_METADATA else json.dumps({**values, "url": ""})


def way_back(metadata: str) -> WayBack | None:
    """The way back that a form carried; None when it isn't one of ours."""
    try:
        values = json.loads(metadata)
        known = {field.name: values[field.name] for field in fields(WayBack) if field.name in values}
        back = WayBack(**{"channel": "", **known})  # from a Home there is none
    except (ValueError, TypeError, RecursionError):
        return None
    sound = all(isinstance(value, type(field.default)) for field, value in _typed(back))
    return back if sound and isinstance(back.channel, str) and isinstance(back.person, str) else None


def _typed(back: WayBack) -> list[tuple[Any, object]]:
    return [(field, getattr(back, field.name)) for field in fields(back) if field.name not in ("channel", "person")]


class Answers:
    """Brings replies to people. What goes out after the acknowledgement is tracked until it has gone."""

    def __init__(self, client: AsyncWebClient, name: str) -> None:
        self._client = client
        self._name = name
        self._persistence = Persistence()
        self._going: set[asyncio.Task[None]] = set()

    async def to_command(self, reply: Reply, back: WayBack) -> Json:
        """What the HTTP answer to a slash command says; a form is opened first."""
        card = await self._card_after_forms(reply, back)
        return {"response_type": "ephemeral", **message(card, private=True)} if card else {}

    async def to_press(self, reply: Reply, back: WayBack) -> None:
        """Opens a form, or a window over a Home, at once; anything else follows the acknowledgement."""
        card = await self._card_after_forms(reply, back)
        if card and not (back.window and await self._in_window(card, back)):
            self._start(self._deliver(card, back))

    def to_event(self, reply: Reply, back: WayBack) -> None:
        """Answers a typed message, after the acknowledgement."""
        match reply:
            case Private(card):
                self._start(self._deliver(card, back))
            case OpenForm(form):
                self._start(self._deliver(_opener(form), back))
            case FormErrors() | Nothing():
                pass
            case _:
                assert_never(reply)

    def to_opening(self, reply: Reply, back: WayBack) -> None:
        """Shows in the Home that was opened what isn't a posting, after the acknowledgement."""
        if isinstance(reply, Private):
            self._start(self._at_home(reply.card, back))

    def to_form(self, reply: Reply, back: WayBack, shown: Json) -> Json:
        """What the HTTP answer to a sent form says. `shown` is the form as Slack sent it back."""
        match reply:
            case Private(card) if back.window:
                return {"response_action": "update", "view": window(card, self._name)}
            case Private(card):
                self._start(self._deliver(card, back))
                return {}
            case OpenForm(form):
                return {"response_action": "update", "view": view(form, back.kept(form))}
            case FormErrors(found):
                at = errors(dict(found), shown)
                return {"response_action": "errors", "errors": at} if at else {}
            case Nothing():
                return {}
            case _:
                assert_never(reply)

    async def finish(self) -> None:
        """Waits until everything under way has gone, at most as long as one request may take."""
        self._persistence.hurry()
        if self._going:
            await asyncio.wait(self._going, timeout=limits.REQUEST_SECONDS)
        for task in self._going:
            task.cancel()

    async def _card_after_forms(self, reply: Reply, back: WayBack) -> Card | None:
        match reply:
            case Private(card):
                return card
            case OpenForm(form):
                return None if await self._opened(form, back) else _opener(form)
            case FormErrors() | Nothing():
                return None
            case _:
                assert_never(reply)

    async def _opened(self, form: Form, back: WayBack) -> bool:
        try:
            with translated():
                show = self._client.views_push if back.window not in {"", IN_HOME} else self._client.views_open
                async with asyncio.timeout(limits.OPEN_SECONDS):
                    await show(trigger_id=back.trigger, view=view(form, back.kept(form)))
        except PlatformError as error:
            _log.info("slack_form_not_opened", form=form.action, reason=error.reason)
            return False
        return True

    async def _in_window(self, card: Card, back: WayBack) -> bool:
        """Whether the card is shown over the Home, in a new window or in the one that was pressed in."""
        shown = window(card, self._name)
        try:
            with translated():
                async with asyncio.timeout(limits.OPEN_SECONDS):
                    if back.window == IN_HOME:
                        await self._client.views_open(trigger_id=back.trigger, view=shown)
                    else:
                        await self._client.views_update(view_id=back.window, view=shown)
        except PlatformError as error:
            _log.info("slack_window_not_opened", reason=error.reason)
            return False
        return True

    def _start(self, delivery: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(delivery)
        self._going.add(task)
        task.add_done_callback(self._going.discard)

    async def _deliver(self, card: Card, back: WayBack) -> None:
        words = message(card, private=True)
        try:
            await self._persistence.until_sent(lambda: self._sent(words, back))
        except PlatformError as error:
            _log.info("slack_answer_not_delivered", direct=back.direct, reason=error.reason)  # to whom says who asked

    async def _at_home(self, card: Card, back: WayBack) -> None:
        try:
            with translated():
                await self._client.views_publish(user_id=back.person, view=home(card))
        except PlatformError as error:
            _log.info("slack_home_not_shown", reason=error.reason)

    async def _sent(self, words: Json, back: WayBack) -> None:
        if not (back.url and await self._by_url(words, back)):
            await self._by_api(words, back)

    async def _by_url(self, words: Json, back: WayBack) -> bool:
        """Whether Slack took the answer. It certainly did not when the address has expired."""
        kind = {} if back.replaces else {"response_type": "in_channel" if back.direct else "ephemeral"}
        body = {**words, **kind, "replace_original": back.replaces}
        if back.thread:
            body["thread_ts"] = back.thread
        session = self._client.session
        assert session is not None
        with translated():
            async with session.post(back.url, json=body) as answer:
                if answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
                    raise of_status(answer.status, answer.headers, "")
                return answer.ok and not await _says_no(answer)

    async def _by_api(self, words: Json, back: WayBack) -> None:
        """Where the person is, unseen by others; where the bot isn't, in their direct conversation."""
        if not back.direct and await self._unseen(words, back):
            return
        with translated():
            await self._client.chat_postMessage(
                channel=(back.channel if back.direct else "") or back.person,
                thread_ts=(back.thread if back.direct else "") or None,
                **words,
            )

    async def _unseen(self, words: Json, back: WayBack) -> bool:
        """Whether that could be; not in a conversation that the bot is not in."""
        try:
            with translated():
                await self._client.chat_postEphemeral(
                    channel=back.channel, user=back.person, thread_ts=back.thread or None, **words
                )
        except PlatformError as error:
            if error.reason in NOT_THERE:
                return False
            raise
        return True


async def _says_no(answer: ClientResponse) -> bool:
    """Whether the answer is `ok: false`; most are no JSON at all."""
    if answer.content_type != "application/json":
        return False
    try:
        body = await answer.json()
    except ValueError:
        return False
    return isinstance(body, dict) and body.get("ok") is False


def _opener(form: Form) -> Card:
    """A card with a button that opens the form, for where it could not open by itself."""
    button = Button(form.title, form.opener, form.subject, form.carried, main=True, opens_form=True)
    return Card(form.title, (Buttons((button,)),))
