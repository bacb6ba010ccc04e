"""Proves that a request comes from Teams: a token of the Bot Framework's, for this bot, unexpired, for this address."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import jwt
import structlog
from aiohttp import ClientError, ClientTimeout

from adapters.settings import Settings
from adapters.teams.errors import Forbidden
from adapters.teams.limits import CHANNEL_ID
from adapters.teams.refs import ServiceUrls
from adapters.teams.session import Session
from bot.ports import Clock

ISSUER = "https://api.botframework.com"
METADATA_URL = "https://login.botframework.com/v1/.well-known/openidconfiguration"
_ALGORITHM = "RS256"
_LEEWAY = 300
"""Seconds by which clocks may differ."""
_KEEP = timedelta(hours=24)
"""How long keys are used without asking again."""
_RETRY = timedelta(minutes=1)
"""The least time between two attempts to fetch them, whoever asks with whatever key."""
_LONG_AGO = datetime.min.replace(tzinfo=UTC)
_FETCH = ClientTimeout(total=10)

_log = structlog.get_logger()


@dataclass(slots=True)
class SigningKeys:
    """The Bot Framework's public keys, fetched when needed and seldom more than that."""

    session: Session
    clock: Clock
    url: str
    _keys: dict[str, jwt.PyJWK] = field(default_factory=dict)
    _fetched: datetime = _LONG_AGO
    _tried: datetime = _LONG_AGO
    _lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def find(self, kid: str) -> jwt.PyJWK | None:
        """The key of that id, endorsed for Teams; None when the Bot Framework lists no such key."""
        if kid not in self._keys or self.clock.now() - self._fetched > _KEEP:
            await self._refresh()
        return self._keys.get(kid)

    async def _refresh(self) -> None:
        async with self._lock:
            if self.clock.now() - self._tried < _RETRY:
                return
            self._tried = self.clock.now()
            try:
                self._keys = await self._fetch()
            except (ClientError, TimeoutError, OSError, ValueError, KeyError, TypeError, jwt.PyJWTError) as error:
                _log.warning("teams_keys_not_fetched", error=type(error).__name__)
            else:
                self._fetched = self.clock.now()

    async def _fetch(self) -> dict[str, jwt.PyJWK]:
        listed = await self._json(str((await self._json(self.url))["jwks_uri"]))
        usable = (key for key in listed["keys"] if CHANNEL_ID in key.get("endorsements", (CHANNEL_ID,)))
        return {key["kid"]: jwt.PyJWK(key, algorithm=_ALGORITHM) for key in usable if key.get("kty") == "RSA"}

    async def _json(self, url: str) -> Any:
        if urlsplit(url).scheme != urlsplit(self.url).scheme:
            raise ValueError("keys must be listed as safely as the metadata")
        async with self.session.client.get(url, timeout=_FETCH, allow_redirects=False) as answer:
            answer.raise_for_status()
            return await answer.json(content_type=None)


@dataclass(frozen=True, slots=True)
class TokenCheck:
    """Who may speak to this bot. Without an app id, which only development has, everybody."""

    settings: Settings
    keys: SigningKeys

    async def admit(self, authorization: str, service_url: str) -> None:
        """Let the request in. Raises `Forbidden`."""
        if not self.settings.teams_app_id:
            if not self.settings.teams_development:
                raise Forbidden(401, "no_app_id")
            return
        claims = await self._claims(authorization)
        if claims.get("serviceurl") != service_url:
            raise Forbidden(403, "other_service_url")

    async def _claims(self, authorization: str) -> Mapping[str, Any]:
        scheme, _, token = authorization.partition(" ")
        if scheme.lower() != "bearer" or not token:
            raise Forbidden(401, "no_token")
        try:
            header = jwt.get_unverified_header(token)
            kid = header.get("kid")
            if header.get("alg") != _ALGORITHM or not isinstance(kid, str):
                raise Forbidden(401, "other_algorithm")
            key = await self.keys.find(kid)
            if key is None:
                raise Forbidden(401, "unknown_key")
            return self._decoded(token, key)
        except (jwt.PyJWTError, ValueError, TypeError) as error:
            raise Forbidden(401, type(error).__name__) from error

    def _decoded(self, token: str, key: jwt.PyJWK) -> Mapping[str, Any]:
        return jwt.decode(
            token,
            key,
            algorithms=[_ALGORITHM],
            audience=self.settings.teams_app_id,
            issuer=ISSUER,
            leeway=_LEEWAY,
            options={"require": ["exp", "iss", "aud"]},
        )


def check_address(urls: ServiceUrls, service_url: str) -> None:
    """Let pass what names Teams as the place to answer. Raises `Forbidden` for another."""
    if not urls.known(service_url):
        raise Forbidden(403, "not_a_teams_address")


def check_tenant(settings: Settings, tenant: str) -> None:
    """Let people of the configured tenant in. Raises `Forbidden` for another's."""
    if settings.teams_only_tenant and tenant.lower() != settings.teams_only_tenant.lower():
        raise Forbidden(403, "other_tenant")
