"""Slack at the door: requests are checked, then parsed, then brought in; bolt stands between HTTP and the calls."""

import logging
import re
import traceback
from collections.abc import AsyncIterator
from dataclasses import replace
from functools import partial
from typing import Any

import aiohttp
import structlog
from aiohttp import web
from slack_bolt import BoltResponse
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.error import BoltUnhandledRequestError
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.signature import SignatureVerifier
from slack_sdk.web.async_client import AsyncWebClient

from adapters.settings import Settings
from adapters.slack import limits
from adapters.slack.calls import HEARD, Reader, mentioned
from adapters.slack.client import Client
from adapters.slack.install import Install, Installing
from adapters.slack.payload import Json, Malformed, kind_of, part, sound, word
from adapters.slack.people import Workspace
from adapters.slack.platform import SlackPlatform
from adapters.slack.removal import REMOVED, Removals
from adapters.slack.render import FOLLOWED
from adapters.slack.sealing import Seal
from adapters.slack.sieve import concerns_us
from adapters.slack.socket import Socket
from adapters.slack.views import missing
from adapters.slack.workspaces import ManyWorkspaces, NotInstalled, OneWorkspace, Origin, Workspaces
from bot.chat.calls import Opened
from bot.chat.capabilities import Capabilities, Deployment
from bot.chat.replies import FormErrors
from bot.community.cards.installing import not_installed_sentence
from bot.errors import Busy, NotYet, PlatformError
from bot.ports import Clock, Door, Platform

PATH = "/slack/events"
"""Where Slack sends events, commands and presses."""

_log = structlog.get_logger()
_ANY = re.compile("")
_DEEPEST = -5
_WORKSPACE = "workspace"
"""Where bolt's context carries the workspace a request came from."""
_POSTED = "posted_through"
"""And the one that wrote the message that was pressed, maybe by somebody of another in a shared channel."""


def mount(
    server: web.Application,
    door: Door,
    settings: Settings,
    deployment: Deployment,
    clock: Clock,
    installing: Installing | None = None,
) -> Platform:
    """Serves Slack at `PATH`, or over a connection of our own, and returns it as a platform.

    Nothing is asked of Slack before the first request, or before the server starts.
    With `installing`, one app is in many workspaces, and the install page is served, too.
    """
    can = limits.capabilities(settings.command, thread_replies=settings.slack_thread_replies)
    if installing is None:
        client = Client(settings.slack_bot_token.get_secret_value(), settings.slack_api_url)
        workspaces: Workspaces = OneWorkspace(Workspace(client, clock, deployment.name))
        bolt = Listeners(door, workspaces, can).bolt(settings)
    else:
        workspaces = many = ManyWorkspaces(
            installing.installations, Seal(deployment.secret), settings.slack_api_url, clock, deployment.name
        )
        Install(many, installing, settings, deployment, can).serve(server)
        elsewhere = not_installed_sentence(deployment, installing.words)
        bolt = Listeners(door, many, can, elsewhere).bolt(settings)
        for kind in REMOVED:
            bolt.event(kind)(Removals(door, many, installing.installations, can).removed)
    server.cleanup_ctx.append(_lifetime(workspaces))
    if settings.slack_socket:
        token = settings.slack_app_token.get_secret_value()
        server.cleanup_ctx.append(Socket(Client(token, settings.slack_api_url), token, partial(handed, bolt)).lifetime)
    else:
        server.router.add_post(PATH, Gate(settings.slack_signing_secret.get_secret_value(), bolt).enter)
    return SlackPlatform(workspaces, can)


def _lifetime(workspaces: Workspaces) -> Any:
    async def open_and_close(_server: web.Application) -> AsyncIterator[None]:
        timeout = aiohttp.ClientTimeout(total=limits.REQUEST_SECONDS)
        async with aiohttp.ClientSession(timeout=timeout) as session:
            workspaces.begin(session)
            yield
            await workspaces.finish()

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
        return await to_aiohttp_response(await handed(self._bolt, bolt_request))

    def _genuine(self, raw: bytes, request: web.Request) -> bool:
        timestamp = request.headers.get("X-Slack-Request-Timestamp")
        signature = request.headers.get("X-Slack-Signature")
        try:
            return self._verifier.is_valid(raw, timestamp, signature)
        except (ValueError, TypeError):
            return False


async def handed(bolt: AsyncApp, request: AsyncBoltRequest) -> BoltResponse:
    """What bolt answers, once it is known that something may concern us; what doesn't is taken and forgotten."""
    if not concerns_us(request.body):
        return BoltResponse(status=200)
    request.context[_POSTED] = word(part(request.body, "message"), "team")
    return await bolt.async_dispatch(request)


async def _parsed(request: web.Request) -> AsyncBoltRequest | None:
    try:
        parsed = await to_bolt_request(request)
    except (ValueError, TypeError, AttributeError, LookupError, RecursionError):
        return None
    return parsed if sound(parsed.body) else None


class Listeners:
    """What happens on each kind of request. The door has committed before bolt answers.

    `elsewhere` is said to somebody in a workspace that hasn't installed the app.
    """

    def __init__(self, door: Door, workspaces: Workspaces, can: Capabilities, elsewhere: str = "") -> None:
        self._door = door
        self._workspaces = workspaces
        self._can = can
        self._elsewhere = elsewhere

    def bolt(self, settings: Settings) -> AsyncApp:
        """The framework, with these listeners. `Gate` has verified before bolt parses."""
        log = logging.getLogger("adapters.slack")
        log.setLevel(logging.ERROR)  # bolt's warnings quote what was sent

        async def authorized(context: AsyncBoltContext) -> AuthorizeResult:
            workspace = await self._workspaces.origin(_origin(context))
            context[_WORKSPACE] = workspace
            home = await workspace.installation()
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
            raise_error_for_unhandled_request=True,
            logger=log,
        )
        app.command(settings.command)(self.command)
        app.action(_ANY)(self.press)
        app.view(_ANY)(self.form)
        app.message_shortcut(_ANY)(self.chosen)
        app.global_shortcut(_ANY)(self.picked)
        for kind in HEARD:
            app.event(kind)(self.event)
        app.error(self.failed)
        return app

    async def command(self, body: Json, ack: AsyncAck, context: AsyncBoltContext) -> None:
        """A slash command: the answer is in the answer."""
        workspace = _of(context)
        reader = await self._naming(await self._reader(workspace), body, workspace)
        call, back = reader.command(body)
        await ack(**await workspace.answers.to_command(await self._door(call), back))

    async def press(self, body: Json, ack: AsyncAck, context: AsyncBoltContext) -> None:
        """A press: a form opens before the acknowledgement, all else follows it."""
        if not word(body["actions"][0], "action_id").startswith(FOLLOWED):
            workspace = _of(context)
            call, back = (await self._reader(workspace)).press(body)
            await workspace.answers.to_press(await self._door(call), back)
        await ack()

    async def chosen(self, body: Json, ack: AsyncAck, context: AsyncBoltContext) -> None:
        """Something in a message's own menu."""
        workspace = _of(context)
        reader = await self._naming(await self._reader(workspace), body, workspace)
        call, back = reader.chosen(body)
        await workspace.answers.to_press(await self._door(call), back)
        await ack()

    async def picked(self, body: Json, ack: AsyncAck, context: AsyncBoltContext) -> None:
        """Something in Slack's own menu."""
        workspace = _of(context)
        call, back = (await self._reader(workspace)).picked(body)
        await workspace.answers.to_press(await self._door(call), back)
        await ack()

    async def form(self, body: Json, ack: AsyncAck, context: AsyncBoltContext) -> None:
        """A form was sent: it closes, shows its errors, or becomes another."""
        workspace = _of(context)
        call, back = (await self._reader(workspace)).form(body)
        empty = missing(part(body, "view"))
        reply = FormErrors(empty) if empty else await self._door(call)
        await ack(**workspace.answers.to_form(reply, back, part(body, "view")))

    async def event(self, body: Json, context: AsyncBoltContext) -> None:
        """An event: a command somebody typed, or something that nobody waits for."""
        workspace = _of(context)
        reader = await self._reader(workspace)
        found = reader.event(body) and (await self._naming(reader, body, workspace)).event(body)
        if found:
            call, back = found
            reply = await self._door(call)
            if isinstance(call, Opened):
                workspace.answers.to_opening(reply, back)
            else:
                workspace.answers.to_event(reply, back)

    async def failed(self, error: Exception, body: Json) -> BoltResponse:
        """A request that could not be answered. Events that failed are sent again by Slack."""
        match error:
            case NotYet() | Busy():
                return BoltResponse(status=503)
            case BoltUnhandledRequestError():
                _log.info("slack_not_heard", kind=kind_of(body))
                told = "event" in body or word(body, "type") == "app_rate_limited"
                return BoltResponse(status=200 if told else 404)  # after too many 404s Slack tells us nothing more
            case Malformed():
                _log.info("slack_not_understood", kind=kind_of(body))
                return BoltResponse(status=400)
            case NotInstalled():
                said = {"response_type": "ephemeral", "text": self._elsewhere} if "command" in body else ""
                return BoltResponse(status=200, body=said)  # an object: over a connection, words alone would be lost
            case PlatformError(reason=reason):
                _log.warning("slack_not_answering", reason=reason, event_id=word(body, "event_id"))
                return BoltResponse(status=503)
            case _:
                lines = traceback.format_tb(error.__traceback__, _DEEPEST)
                kind = type(error).__name__
                _log.error("slack_request_failed", event_id=word(body, "event_id"), error=kind, at="".join(lines))
                return BoltResponse(status=500)

    async def _reader(self, workspace: Workspace) -> Reader:
        return Reader(await workspace.installation(), self._can)

    async def _naming(self, reader: Reader, body: Json, workspace: Workspace) -> Reader:
        """The reader, knowing the names of those mentioned. Nobody's is asked for before the call is known to be ours."""
        people = mentioned(body, reader.home.bot)
        return replace(reader, names=await workspace.names(people)) if people else reader


def _of(context: AsyncBoltContext) -> Workspace:
    found = context[_WORKSPACE]
    assert isinstance(found, Workspace), "bolt asks where a request comes from before it is heard"
    return found


def _origin(context: AsyncBoltContext) -> Origin:
    """Where the request says it comes from; whatever isn't a word counts as not said."""
    named = (context.team_id, context.enterprise_id, context.get(_POSTED))
    team, enterprise, posted = (one if isinstance(one, str) else "" for one in named)
    return Origin(team, enterprise, whole=context.is_enterprise_install is True, posted=posted)
