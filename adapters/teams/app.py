"""Joins Teams to the server: a route that lets in what is Teams', and the platform the courier writes through."""

import json
from functools import partial
from typing import Any

import structlog
from aiohttp import web
from botbuilder.core import InvokeResponse, TurnContext
from botbuilder.integration.aiohttp import CloudAdapter
from botbuilder.schema import Activity as SdkActivity
from botbuilder.schema import ConversationAccount
from botframework.connector.auth import ServiceClientCredentialsFactory

from adapters.settings import Settings
from adapters.teams import extension
from adapters.teams.activity import Activity, parse_activity
from adapters.teams.answers import Answers
from adapters.teams.auth import METADATA_URL, SigningKeys, TokenCheck, check_address, check_tenant
from adapters.teams.calls import Reading
from adapters.teams.connector import Authentication, Connectors, Tokens, password_credentials
from adapters.teams.errors import Forbidden, Malformed
from adapters.teams.limits import BODY_BYTES, CHANNEL_ID, capabilities
from adapters.teams.platform import TeamsPlatform
from adapters.teams.refs import ServiceUrls
from adapters.teams.session import Session
from adapters.teams.strangers import addressed, turned_away_with
from adapters.teams.text import Json
from bot.chat.calls import ButtonCall, FormCall, MessageCall
from bot.chat.capabilities import Deployment
from bot.chat.picks import Picks
from bot.chat.replies import Reply
from bot.chat.words import Words
from bot.errors import NotYet
from bot.ports import Clock, Door, Platform, Shelf

PATH = "/api/messages"

_log = structlog.get_logger()


class TeamsAdapter(CloudAdapter):  # type: ignore[misc]  # the SDK has no types
    """The Bot Framework's adapter, with its doors shut: it reads with care, lets in with care and answers once."""

    def __init__(
        self,
        authentication: Authentication,
        urls: ServiceUrls,
        settings: Settings,
        reading: Reading,
        answers: Answers,
        shelf: Shelf | None = None,
    ) -> None:
        super().__init__(authentication)
        self._urls = urls
        self._settings = settings
        self._reading = reading
        self._answers = answers
        self._shelf = shelf

    async def receive(self, request: web.Request, door: Door) -> web.Response:
        """Answer one request: 4xx for what isn't Teams', 503 for come again, else 200 once all is durable."""
        try:
            activity = parse_activity(await _body(request))
            check_address(self._urls, activity.service_url)
            header = request.headers.get("Authorization", "")
            answer = await self.process_activity(header, _sdk(activity), partial(self._turn, activity, door))
        except Malformed:
            return web.Response(status=400)
        except Forbidden as error:
            _log.warning("teams_request_refused", status=error.status, reason=error.reason)
            return web.Response(status=error.status)
        except NotYet:
            return web.Response(status=503)
        body = answer.body if answer else None
        return web.Response() if body is None else web.json_response(body)

    async def _turn(self, activity: Activity, door: Door, turn: TurnContext) -> None:
        check_tenant(self._settings, activity.tenant)
        self._urls.heard(activity.tenant, activity.service_url)
        turned_away = turned_away_with(activity, self._settings, self._answers.words)
        if turned_away is not None:
            body = await self._answers.turn_away(activity, turned_away) if addressed(activity) else None
        elif extension.over_conversation(activity) and (activity.by is None or extension.searches(activity)):
            body = await self._found(activity)
        else:
            body = await self._answered(activity, door)
        if activity.type == "invoke":
            await turn.send_activity(SdkActivity(type="invokeResponse", value=InvokeResponse(status=200, body=body)))

    async def _answered(self, activity: Activity, door: Door) -> Any:
        """The body of the answer to an invoke; else None."""
        call = self._reading.call(activity)
        reply: Reply | None = self._answers.missing(call) if call is not None else None
        if call is not None and reply is None:
            reply = await door(call)
        if call is None or reply is None:
            return None
        if activity.type != "invoke":
            await self._answers.to_message(activity, call, reply)
        elif isinstance(call, ButtonCall | FormCall | MessageCall):
            return await self._answers.to_invoke(activity, call, reply)
        return None

    async def _found(self, activity: Activity) -> Json:
        asked = extension.asked(activity, self._reading.beside(activity))
        picks = await self._shelf.browse(asked) if self._shelf else Picks()
        return extension.answer(picks) if extension.searches(activity) else extension.told(picks)


def mount(
    server: web.Application,
    door: Door,
    settings: Settings,
    deployment: Deployment,
    clock: Clock,
    *,
    credentials: ServiceClientCredentialsFactory | None = None,
    shelf: Shelf | None = None,
    words: Words | None = None,
) -> Platform:
    """Serve Teams at `/api/messages`. `credentials` stand in for Microsoft Entra's where there is none, `words` for English.

    `shelf` is what the message extension searches; without one it finds nothing.

    Raises `ValueError` when there is neither an app id nor the development flag.
    """
    if not settings.teams_on:
        raise ValueError("Teams needs COP_TEAMS_APP_ID.")
    session = Session()
    urls = ServiceUrls(settings)
    connectors = Connectors(session, Tokens(settings, credentials or password_credentials(settings)), urls)
    check = TokenCheck(settings, SigningKeys(session, clock, settings.teams_openid_metadata_url or METADATA_URL))
    platform = TeamsPlatform(settings, connectors, urls)
    reading, answers = Reading(capabilities(settings), deployment.command), Answers(platform, words or Words())
    adapter = TeamsAdapter(Authentication(check, connectors), urls, settings, reading, answers, shelf)

    async def messages(request: web.Request) -> web.Response:
        return await adapter.receive(request, door)

    server.router.add_post(PATH, messages)
    server.cleanup_ctx.append(session.opened)
    server.on_shutdown.append(answers.finish)
    return platform


async def _body(request: web.Request) -> Any:
    if request.content_type != "application/json":
        raise web.HTTPUnsupportedMediaType
    if (request.content_length or 0) > BODY_BYTES:
        raise _too_large(request.content_length or 0)
    body = bytearray()
    async for chunk in request.content.iter_chunked(65_536):
        body += chunk
        if len(body) > BODY_BYTES:
            raise _too_large(len(body))
    try:
        return json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Malformed("not JSON") from error


def _too_large(size: int) -> web.HTTPRequestEntityTooLarge:
    return web.HTTPRequestEntityTooLarge(BODY_BYTES, size)


def _sdk(activity: Activity) -> SdkActivity:
    """As much of the activity as the SDK needs for a turn."""
    return SdkActivity(
        type=activity.type,
        id=activity.id,
        channel_id=CHANNEL_ID,
        service_url=activity.service_url,
        conversation=ConversationAccount(id=activity.conversation),
    )
