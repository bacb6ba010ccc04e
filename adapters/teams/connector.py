"""The way out to Teams: one Bot Framework connector client for each service address, kept.

A client is dear to build (the SDK makes a retry list of 999 entries) and cheap to keep. Requests go over aiohttp, are
never repeated by the SDK, end in time, and get their token without holding up the event loop.
"""

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from http import HTTPStatus
from typing import Any, Protocol

from aiohttp import ClientResponse, ClientTimeout
from botbuilder.schema import Activity
from botframework.connector import BotFrameworkConnectorConfiguration
from botframework.connector.aio import ConnectorClient
from botframework.connector.auth import (
    AuthenticateRequestResult,
    AuthenticationConstants,
    BotFrameworkAuthentication,
    ClaimsIdentity,
    ConnectorFactory,
    PasswordServiceClientCredentialFactory,
    ServiceClientCredentialsFactory,
)
from msrest.authentication import Authentication as Anonymous
from msrest.pipeline import AsyncHTTPPolicy, AsyncPipeline, Request, Response
from msrest.pipeline import AsyncHTTPSender as PipelineSender
from msrest.pipeline.universal import RawDeserializer
from msrest.universal_http import HTTPClientResponse

from adapters.holding import Holds
from adapters.settings import Settings
from adapters.teams.auth import TokenCheck
from adapters.teams.errors import LOOKED_AT, Forbidden, refusal, translated
from adapters.teams.limits import ANSWER_SECONDS, CONNECT_SECONDS
from adapters.teams.refs import ServiceUrls
from adapters.teams.session import Session
from bot.errors import Cause, RateLimited, Uncertain, Unreachable

_TIMEOUT = ClientTimeout(total=ANSWER_SECONDS, sock_connect=CONNECT_SECONDS)
_OK = 200
_MOST_CLIENTS = 64
_TOKEN_SECONDS = 240.0
"""How long a token is used without asking again; the SDK never hands out one that ends sooner than in 300."""


class Credentials(Protocol):
    """What the SDK's credentials offer that is used here."""

    def get_access_token(self) -> str:
        """A token for the connector; may fetch one, and blocks meanwhile."""


def password_credentials(settings: Settings) -> ServiceClientCredentialsFactory:
    """The bot's own credentials with Microsoft Entra."""
    password = settings.teams_app_password.get_secret_value()
    return PasswordServiceClientCredentialFactory(
        settings.teams_app_id, password, tenant_id=settings.teams_only_tenant or None
    )


@dataclass(slots=True)
class Tokens:
    """The token that proves to Teams that it is us. None in development, where there is no app id."""

    settings: Settings
    factory: ServiceClientCredentialsFactory
    _token: str = ""
    _until: float = float("-inf")
    _lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def current(self) -> str | None:
        """A token valid for a minute at least. Raises `Unreachable` when none can be had."""
        if not self.settings.teams_app_id:
            return None
        async with self._lock:
            if time.monotonic() > self._until:
                self._token = await self._fetched()
                self._until = time.monotonic() + _TOKEN_SECONDS
            return self._token

    async def _fetched(self) -> str:
        try:
            credentials: Credentials = await self.factory.create_credentials(
                self.settings.teams_app_id,
                AuthenticationConstants.TO_CHANNEL_FROM_BOT_OAUTH_SCOPE,
                AuthenticationConstants.TO_CHANNEL_FROM_BOT_LOGIN_URL_PREFIX,
                True,
            )
            return await asyncio.wait_for(asyncio.to_thread(credentials.get_access_token), ANSWER_SECONDS)
        except Exception as error:
            raise Unreachable(f"no token: {type(error).__name__}") from error


class _Answer(HTTPClientResponse):  # type: ignore[misc]  # the SDK has no types
    """An answer read whole, in the shape the SDK expects."""

    def __init__(self, request: Any, answer: Any, body: bytes) -> None:
        super().__init__(request, self)
        self.status_code = answer.status
        self.headers = answer.headers
        self.reason = answer.reason
        self._body = body

    def body(self) -> bytes:
        return self._body


class _Sender(PipelineSender):  # type: ignore[misc]  # the SDK has no types
    """Sends one request over the shared session, once."""

    def __init__(self, session: Session, holds: Holds) -> None:
        self._session = session
        self._holds = holds

    async def __aexit__(self, *_: object) -> None:
        """The session is closed by whoever opened it."""

    async def send(self, request: Request, **_: object) -> Response:
        """Raises `PlatformError` for what isn't a success: the SDK reads every body as JSON, a proxy's error page, too.

        Raises `RateLimited` without asking while Teams wants to be left alone with that method.
        """
        http = request.http_request
        what = _method(http.method, http.url)
        self._holds.check(*what)
        async with self._session.client.request(
            http.method, http.url, headers=dict(http.headers), data=http.data, timeout=_TIMEOUT, allow_redirects=False
        ) as answer:
            if answer.status >= HTTPStatus.MULTIPLE_CHOICES:
                error = refusal(answer.status, answer.headers, await answer.content.read(LOOKED_AT))
                if isinstance(error, RateLimited):
                    self._holds.hold(error, *what)
                raise error
            return Response(request, _Answer(http, answer, await answer.read()))


def _method(verb: str, url: str) -> tuple[str, str, str]:
    """What Teams counts together: one thing done at one service address, whatever it is done to."""
    service, _, asked = url.partition("/v3/")
    message = "/activities" in asked
    return verb, service, "activities" if message else asked.partition("/")[0]


class _Token(AsyncHTTPPolicy):  # type: ignore[misc]  # the SDK has no types
    """Puts the token on each request."""

    def __init__(self, tokens: Tokens) -> None:
        super().__init__()
        self._tokens = tokens

    async def send(self, request: Request, **settings: object) -> Response:
        if token := await self._tokens.current():
            request.http_request.headers["Authorization"] = f"Bearer {token}"
        return await self.next.send(request, **settings)


class Connectors(ConnectorFactory):  # type: ignore[misc]  # the SDK has no types
    """The clients, by service address."""

    def __init__(self, session: Session, tokens: Tokens, urls: ServiceUrls) -> None:
        self._session = session
        self._tokens = tokens
        self._urls = urls
        self._holds = Holds()
        self._clients: dict[str, ConnectorClient] = {}

    async def asked(self, service_url: str, path: str) -> Mapping[str, Any]:
        """What Teams says at a path its connector client doesn't know. Raises `PlatformError`."""
        url = self._urls.checked(service_url).rstrip("/") + path
        token = await self._tokens.current()
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        what = _method("GET", url)
        self._holds.check(*what)
        try:
            with translated():
                async with self._session.client.get(
                    url, headers=headers, timeout=_TIMEOUT, allow_redirects=False
                ) as answer:
                    return await _read(answer)
        except RateLimited as error:
            self._holds.hold(error, *what)
            raise
        except ValueError as error:
            raise Uncertain("not JSON", Cause.STRANGE) from error

    async def create(self, service_url: str, audience: str | None = None) -> ConnectorClient:
        """The client for that address. Raises `Refused` for one that isn't Teams."""
        return self.client(service_url)

    def client(self, service_url: str) -> ConnectorClient:
        """The client for that address. Raises `Refused` for one that isn't Teams."""
        known = self._clients.get(service_url)
        if known is None:
            self._urls.checked(service_url)
            while len(self._clients) >= _MOST_CLIENTS:
                self._clients.pop(next(iter(self._clients)))
            known = self._clients[service_url] = self._made(service_url)
        return known

    def _made(self, service_url: str) -> ConnectorClient:
        settings = BotFrameworkConnectorConfiguration(
            Anonymous(),
            service_url,
            pipeline_type=partial(_pipeline, _Sender(self._session, self._holds), self._tokens),
        )
        return ConnectorClient(None, custom_configuration=settings)


async def _read(answer: ClientResponse) -> Mapping[str, Any]:
    if answer.status != _OK:
        raise refusal(answer.status, answer.headers, await answer.content.read(LOOKED_AT))
    body = await answer.json(content_type=None)
    return body if isinstance(body, Mapping) else {}


def _pipeline(sender: _Sender, tokens: Tokens, settings: BotFrameworkConnectorConfiguration) -> AsyncPipeline:
    return AsyncPipeline([settings.user_agent_policy, _Token(tokens), RawDeserializer()], sender)


class Authentication(BotFrameworkAuthentication):  # type: ignore[misc]  # the SDK has no types
    """What the SDK's adapter asks: may this request in, and by which client are its answers sent."""

    def __init__(self, check: TokenCheck, connectors: Connectors) -> None:
        self._check = check
        self._connectors = connectors

    async def authenticate_request(self, activity: Activity, auth_header: str) -> AuthenticateRequestResult:
        """Raises `Forbidden`."""
        await self._check.admit(auth_header, activity.service_url)
        result = AuthenticateRequestResult()
        result.connector_factory = self._connectors
        result.claims_identity = ClaimsIdentity({}, True)
        return result

    async def authenticate_streaming_request(
        self, auth_header: str, channel_id_header: str
    ) -> AuthenticateRequestResult:
        """Teams never streams. Raises `Forbidden`."""
        raise Forbidden(403, "streaming")

    def create_connector_factory(self, claims_identity: ClaimsIdentity) -> ConnectorFactory:
        """The kept clients."""
        return self._connectors

    async def create_user_token_client(self, claims_identity: ClaimsIdentity) -> None:
        """No user signs in to this bot, so no client for users' tokens is ever made."""
