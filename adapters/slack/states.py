"""Tells that the browser that comes back from Slack is the one that set out: a word for one trip, and a cookie."""

import hmac
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import datetime, timedelta
from hashlib import sha256

GOOD_FOR = timedelta(minutes=10)
COOKIE = "cop_install"
_PURPOSE = b"cop: trips to Slack and back"
_NONCE, _TIME = 16, 8


class Stale(Exception):
    """The trip took too long."""


class Forged(Exception):
    """That browser did not set out with that word."""


class States:
    """Makes and checks the words. Nothing is kept of one until it has come back."""

    def __init__(self, secret: bytes) -> None:
        self._key = hmac.digest(secret, _PURPOSE, sha256)

    def made(self, browser: str, now: datetime) -> str:
        """A word for one trip of the browser with that cookie."""
        until = int((now + GOOD_FOR).timestamp())
        trip = secrets.token_bytes(_NONCE) + until.to_bytes(_TIME)
        return urlsafe_b64encode(trip + self._mark(trip, browser)).decode()

    def checked(self, word: str, browser: str, now: datetime) -> str:
        """What to keep of the word so that it is used once. Raises `Forged`, `Stale`."""
        try:
            came = urlsafe_b64decode(word.encode("ascii"))
        except ValueError:
            raise Forged from None
        trip, mark = came[: _NONCE + _TIME], came[_NONCE + _TIME :]
        if not browser or not hmac.compare_digest(mark, self._mark(trip, browser)):
            raise Forged
        if now.timestamp() > int.from_bytes(trip[_NONCE:]):
            raise Stale
        return sha256(trip).hexdigest()[:32]

    def _mark(self, trip: bytes, browser: str) -> bytes:
        return hmac.digest(self._key, trip + browser.encode("utf-8", "surrogateescape"), sha256)


def new_browser() -> str:
    """A cookie's value that nobody can guess."""
    return secrets.token_urlsafe(24)
