"""The one HTTP client session towards Teams, open while the server runs."""

from collections.abc import AsyncIterator

from aiohttp import ClientSession, TCPConnector, web

_CONNECTIONS = 100


class Session:
    """Opened and closed with the server."""

    def __init__(self) -> None:
        self._client: ClientSession | None = None

    @property
    def client(self) -> ClientSession:
        """The client. Raises `RuntimeError` while the server isn't running."""
        if self._client is None:
            raise RuntimeError("the server isn't running")
        return self._client

    async def opened(self, _: web.Application) -> AsyncIterator[None]:
        """A cleanup context for the server."""
        async with ClientSession(connector=TCPConnector(limit=_CONNECTIONS), trust_env=True) as self._client:
            yield
        self._client = None
