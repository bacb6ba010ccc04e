"""The workspace over HTTP, for its page and its tests."""

from collections.abc import Awaitable, Callable

from aiohttp import web

from adapters.web import asks
from adapters.web.asks import Ask, Unfit
from adapters.web.guard import HEADERS, guarded
from adapters.web.hands import Hands
from adapters.web.live import Bell, stream
from adapters.web.newcomers import Newcomers
from adapters.web.places import Places
from adapters.web.shelf import EVERYWHERE, Json, Shelf
from adapters.web.state import Views
from adapters.web.talk import Talk

STRANGER = "There is nobody of that name here."


class Api:
    """The routes under /api/workspace."""

    def __init__(
        self, talk: Talk, views: Views, hands: Hands, newcomers: Newcomers, places: Places, shelf: Shelf, bell: Bell
    ) -> None:
        self._talk, self._views, self._hands, self._newcomers = talk, views, hands, newcomers
        self._places, self._shelf, self._bell = places, shelf, bell

    def routes(self) -> list[web.RouteDef]:
        """Every route, guarded."""
        talk = self._talk
        posts = {
            "say": self._done(asks.Say, talk.say),
            "press": self._done(asks.Press, talk.press),
            "choose": self._done(asks.Choose, talk.choose),
            "submit": self._done(asks.Submit, talk.submit),
            "close": self._done(asks.Close, talk.close),
            "edit": self._done(asks.Edit, talk.edit),
            "remove": self._done(asks.Remove, talk.remove),
            "seen": self._done(asks.Seen, self._seen),
            "leave": self._done(asks.Leave, self._leave),
            "join": self._join,
            "clock": self._clock,
        }
        gets = {"state": self._state, "events": self._events}
        return [
            *(web.get(f"/api/workspace/{name}", guarded(handler), allow_head=False) for name, handler in gets.items()),
            *(web.post(f"/api/workspace/{name}", guarded(handler)) for name, handler in posts.items()),
        ]

    def _done(
        self, shape: type[asks.AnyAsk], act: Callable[[asks.AnyAsk], Awaitable[Json]]
    ) -> Callable[[web.Request], Awaitable[web.Response]]:
        async def handle(request: web.Request) -> web.Response:
            ask = await asks.read(request, shape)
            self._known(ask.who if isinstance(ask, Ask) else "")
            return web.json_response(await act(ask))

        return handle

    def _known(self, who: str) -> str:
        if who not in self._places.people:
            raise Unfit(STRANGER, 404)
        return who

    async def _seen(self, ask: asks.Seen) -> Json:
        if self._places.open_to(ask.who, ask.channel) is None:
            raise Unfit("There is no such conversation.", 404)
        self._views.seen(ask.who, ask.channel)
        return {}

    async def _leave(self, ask: asks.Leave) -> Json:
        self._newcomers.leave(ask)
        return {}

    async def _join(self, request: web.Request) -> web.Response:
        self._newcomers.join(await asks.read(request, asks.Join))
        return web.json_response({})

    async def _state(self, request: web.Request) -> web.Response:
        return web.json_response(self._views.state(self._known(request.query.get("as", ""))))

    async def _clock(self, request: web.Request) -> web.Response:
        moved = await self._hands.move(await asks.read(request, asks.Move))
        with self._shelf.kept():
            self._shelf.tell(EVERYWHERE)
        self._bell.ring()
        return web.json_response({"moved": moved, "clock": self._views.clock()})

    async def _events(self, request: web.Request) -> web.StreamResponse:
        who = self._known(request.query.get("as", ""))
        known = request.headers.get("Last-Event-ID") or request.query.get("revision", "")
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream", **HEADERS})
        await response.prepare(request)
        before = int(known) if known.isascii() and known.isdigit() and len(known) < 16 else -1
        await stream(response, self._bell, lambda: self._views.revision(who), before)
        return response
