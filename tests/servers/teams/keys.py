"""The Bot Framework's signing keys: real RS256 tokens, real metadata, no network but loopback."""

import json
import time
from dataclasses import dataclass, field
from typing import Any

import jwt
from aiohttp import web
from botframework.connector.auth import ServiceClientCredentialsFactory
from cryptography.hazmat.primitives.asymmetric import rsa

APP_ID = "11111111-2222-4333-8444-555555555555"
ISSUER = "https://api.botframework.com"


def _new_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@dataclass
class Keys:
    """Signs tokens and lists the keys to check them by. `url` is set once it is served."""

    kid: str = "k1"
    private: rsa.RSAPrivateKey = field(default_factory=_new_key)
    url: str = ""
    fetched: int = 0
    broken: bool = False
    """Answer 500."""

    @property
    def metadata_url(self) -> str:
        return f"{self.url}/openid"

    def app(self) -> web.Application:
        app = web.Application()
        app.router.add_get("/openid", self._metadata)
        app.router.add_get("/keys", self._keys)
        return app

    def rotate(self) -> None:
        """From now on another key signs, and only that one is listed."""
        self.kid, self.private = f"{self.kid}+", _new_key()

    def token(self, service_url: str, *, headers: dict[str, str] | None = None, **claims: Any) -> str:
        """A good token, except for the claims given; a claim of None is left out."""
        now = int(time.time())
        good = {"iss": ISSUER, "aud": APP_ID, "serviceurl": service_url, "nbf": now - 60, "exp": now + 600}
        payload = {name: value for name, value in (good | claims).items() if value is not None}
        return jwt.encode(payload, self.private, algorithm="RS256", headers={"kid": self.kid} | (headers or {}))

    async def _metadata(self, _: web.Request) -> web.Response:
        self.fetched += 1
        if self.broken:
            return web.Response(status=500)
        return web.json_response({"issuer": ISSUER, "jwks_uri": f"{self.url}/keys"})

    async def _keys(self, _: web.Request) -> web.Response:
        key = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.private.public_key()))
        return web.json_response({"keys": [key | {"kid": self.kid, "use": "sig", "endorsements": ["msteams"]}]})


class StubCredentials(ServiceClientCredentialsFactory):  # type: ignore[misc]  # the SDK has no types
    """Stands in for Microsoft Entra: the token the bot shows the connector is a fixed word."""

    async def is_valid_app_id(self, app_id: str) -> bool:
        return app_id == APP_ID

    async def is_authentication_disabled(self) -> bool:
        return False

    async def create_credentials(
        self, app_id: str, oauth_scope: str, login_endpoint: str, validate_authority: bool
    ) -> "StubCredentials":
        return self

    def get_access_token(self) -> str:
        return "outbound"
