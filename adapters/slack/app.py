"""Slack at the door: requests are checked, then parsed, then brought in; bolt stands between HTTP and the calls."""

import logging
import re
import traceback
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import aiohttp
import structlog
from aiohttp import web
from slack_bolt import BoltResponse
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.signature import SignatureVerifier
from slack_sdk.web.async_client import AsyncWebClient

from adapters.settings import Settings
from adapters.slack import limits
from adapters.slack.answers import Answers
from adapters.slack.calls import HEARD, Reader, mentioned
from adapters.slack.payload import Json, Malformed, part, sound, word
from adapters.slack.people import Workspace
from adapters.slack.platform import SlackPlatform
from adapters.slack.render import FOLLOWED
from adapters.slack.views import missing
from bot.chat.capabilities import Capabilities, Deployment
from bot.chat.replies import FormErrors
from bot.errors import NotYet, PlatformError
from bot.ports import Clock, Door, Platform

PATH = "/slack/events"
"""Where Slack sends events, commands and presses."""

_log = structlog.get_logger()
_ANY = re.compile("")
_DEEPEST = -5


def mount(server: web.Application, door: Door, settings: Settings, deployment: Deployment, clock: Clock) -> Platform:
    """Serves Slack at `PATH` and returns it as a platform. Nothing is asked of Slack before the first request."""
    del deployment
    client = AsyncWebClient(settings.slack_bot_token.get_secret_value(), settings.slack_api_url, retry_handlers=[])
    can = limits.capabilities(settings.command, thread_replies=settings.slack_thread_replies)
    workspace, answers = Workspace(client, clock), Answers(client)
    listeners = Listeners(door, workspace, answers, can)
    gate = Gate(settings.slack_signing_secret.get_secret_value(), listeners.bolt(settings))
    server.router.add_post(PATH, gate.enter)
    server.cleanup_ctx.append(_lifetime(client, answers))
    return SlackPlatform(client, workspace, can)


def _lifetime(client: AsyncWebClient, answers: Answers) -> Any:
    async def open_and_close(_server: web.Application) -> AsyncIterator[None]:
        timeout = aiohttp.ClientTimeout(total=limits.REQUEST_SECONDS)
        async with aiohttp.ClientSession(timeout=timeout) as session:
            client.session = session
            yield
            await answers.finish()

    return open_and_close


class Gate:
    """Lets in what Slack signed, is not too large and has the shape of something Slack sends."""

    def __init__(self, signing_secret: str, bolt: AsyncApp) -> None:
        self._verifier = SignatureVerifier(signing_secret)
        self._bolt = bolt

    async def enter(self, request: web.Request) -> web.Response:
        """Answers one request: 401 forged or stale, 413 too large, 400 not what Slack sends; else as bolt answers."""
        if (request.content_length or 0) > limits.BODY:
            raise web.HTTPRequestEntityTooLarge(limits.BODY, request.content_length or 0)
        raw = await request.read()
        if len(raw) > limits.BODY:
            raise web.HTTPRequestEntityTooLarge(limits.BODY, len(raw))
        if not self._genuine(raw, request):
            return web.json_response({"error": "invalid signature"}, status=401)
        bolt_request = await _parsed(request)
        if bolt_request is None:
            return web.json_response({"error": "not understood"}, status=400)
        return await to_aiohttp_response(await self._bolt.async_dispatch(bolt_request))

    def _genuine(self, raw: bytes, request: web.Request) -> bool:
        timestamp = request.headers.get("X-Slack-Request-Timestamp")
        signature = request.headers.get("X-Slack-Signature")
        try:
            return self._verifier.is_valid(raw, timestamp, signature)
        except (ValueError, TypeError):
            return False


async def _parsed(request: web.Request) -> AsyncBoltRequest | None:
    try:
        parsed = await to_bolt_request(request)
    except (ValueError, TypeError, AttributeError, LookupError, RecursionError):
        return None
    return parsed if sound(parsed.body) else None


class Listeners:
    """What happens on each kind of request. The door has committed before bolt answers."""

    def __init__(self, door: Door, workspace: Workspace, answers: Answers, can: Capabilities) -> None:
        self._door = door
        self._workspace = workspace
        self._answers = answers
        self._can = can

    def bolt(self, settings: Settings) -> AsyncApp:
        """The framework, with these listeners. `Gate` has verified before bolt parses."""
        log = logging.getLogger("adapters.slack")
        log.setLevel(logging.ERROR)  # bolt's warnings quote what was sent

        async def authorized() -> AuthorizeResult:
            home = await self._workspace.installation()
            return AuthorizeResult(enterprise_id=home.enterprise, team_id=home.team, bot_user_id=home.bot)

        app = AsyncApp(
            name="cop",
            client=AsyncWebClient(base_url=settings.slack_api_url),
            authorize=authorized,
            process_before_response=True,
            request_verification_enabled=False,
            ignoring_self_events_enabled=False,
            attaching_function_token_enabled=False,
            attaching_conversation_kwargs_enabled=False,
            logger=log,
        )
        app.command(settings.command)(self.command)
        app.action(_ANY)(self.press)
        app.view(_ANY)(self.form)
        for kind in HEARD:
            app.event(kind)(self.event)
        app.error(self.failed)
        return app

    async def command(self, body: Json, ack: AsyncAck) -> None:
        """A slash command: the answer is in the answer."""
        call, back = (await self._naming(await self._reader(), body)).command(body)
        await ack(**await self._answers.to_command(await self._door(call), back))

    async def press(self, body: Json, ack: AsyncAck) -> None:
        """A press: a form opens before the acknowledgement, all else follows it."""
        if not word(body["actions"][0], "action_id").startswith(FOLLOWED):
            call, back = (await self._reader()).press(body)
            await self._answers.to_press(await self._door(call), back)
        await ack()

    async def form(self, body: Json, ack: AsyncAck) -> None:
        """A form was sent: it closes, shows its errors, or becomes another."""
        call, back = (await self._reader()).form(body)
        empty = missing(part(body, "view"))
        reply = FormErrors(empty) if empty else await self._door(call)
        await ack(**self._answers.to_form(reply, back, part(body, "view")))

    async def event(self, body: Json) -> None:
        """An event: a command somebody typed, or something that nobody waits for."""
        reader = await self._reader()
        found = reader.event(body) and (await self._naming(reader, body)).event(body)
        if found:
            call, back = found
            self._answers.to_event(await self._door(call), back)

    async def failed(self, error: Exception, body: Json) -> BoltResponse:
        """A request that could not be answered. Events that failed are sent again by Slack."""
        match error:
            case NotYet():
                return BoltResponse(status=503)
            case Malformed():
                return BoltResponse(status=400)
            case PlatformError(reason=reason):
                _log.warning("slack_not_answering", reason=reason, event=word(body, "event_id"))
                return BoltResponse(status=503)
            case _:
                lines = traceback.format_tb(error.__traceback__, _DEEPEST)
                kind = type(error).__name__
                _log.error("slack_request_failed", event_id=word(body, "event_id"), error=kind, at="".join(lines))
                return BoltResponse(status=500)

    async def _reader(self) -> Reader:
        return Reader(await self._workspace.installation(), self._can)

    async def _naming(self, reader: Reader, body: Json) -> Reader:
        """The reader, knowing the names of those mentioned. Nobody's is asked for before the call is known to be ours."""
        people = mentioned(body, reader.home.bot)
        return replace(reader, names=await self._workspace.names(people)) if people else reader
