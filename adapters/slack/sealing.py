"""Keeps tokens unreadable for whoever reads the database: encrypted, each for its own place alone."""

import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_PURPOSE = b"cop: tokens of Slack workspaces"
_FORM = "1."
"""How what follows was made, so that another way can stand beside it one day."""
_NONCE = 12


class Seal:
    """Encrypts under the deployment's secret. A token sealed for one place opens for no other."""

    def __init__(self, secret: bytes) -> None:
        self._box = AESGCM(HKDF(hashes.SHA256(), 32, salt=None, info=_PURPOSE).derive(secret))

    def sealed(self, token: str, place: str) -> str:
        """The token as it may be kept."""
        nonce = secrets.token_bytes(_NONCE)
        closed = nonce + self._box.encrypt(nonce, token.encode(), place.encode())
        return _FORM + urlsafe_b64encode(closed).decode()

    def opened(self, sealed: str, place: str) -> str | None:
        """The token; None when it was sealed under another secret, for another place, or was changed."""
        if not sealed.startswith(_FORM):
            return None
        try:
            closed = urlsafe_b64decode(sealed.removeprefix(_FORM))
            return self._box.decrypt(closed[:_NONCE], closed[_NONCE:], place.encode()).decode()
        except (InvalidTag, ValueError):
            return None
