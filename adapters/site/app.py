"""Puts the site into the server: calendars under secret words, and what is kept about a member under a word for once."""

from collections.abc import Awaitable, Callable
from hashlib import sha256
from typing import Protocol, TypeVar

from aiohttp import web

from adapters.site import calendars, exports, pages
from adapters.site.calendars import Opened
from bot.chat.capabilities import Deployment
from bot.chat.words import Words
from bot.errors import Busy
from bot.meetings.cards import calendar as cards
from bot.meetings.store import MeetingWork
from bot.members.cards import exporting
from bot.ports import Clock

T = TypeVar("T")

FRESH = 300
"""Seconds for which a calendar needn't look again."""
HEADERS = {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex"}
"""Whoever has an address may read there: it is passed on to nobody."""


class Read(Protocol):
    """Reads from the storage. Raises `Busy`."""

    def __call__(self, unit: Callable[[MeetingWork], T], /) -> Awaitable[T]:
        """What the unit returned."""


class Write(Protocol):
    """Writes to the storage. Raises `Busy`."""

    def __call__(self, unit: Callable[[MeetingWork], T], /) -> Awaitable[T]:
        """What the unit returned, once that is durable."""


def mount(
    server: web.Application, read: Read, write: Write, deployment: Deployment, clock: Clock, words: Words
) -> None:
    """Serve `/calendar/{token}.ics`, `/meetings/{uid}.ics`, `/export/{word}`. Only who was given an address opens it."""
    site = Site(read, write, deployment, clock, words)
    server.add_routes(
        [
            web.get("/calendar/{token}.ics", site.feed),
            web.get("/meetings/{uid}.ics", site.meeting),
            web.get("/export/{word}", site.before_export),
            web.post("/export/{word}", site.export),
        ],
    )


class Site:
    """Answers what calendars and members ask."""

    def __init__(self, read: Read, write: Write, deployment: Deployment, clock: Clock, words: Words) -> None:
        self._read = read
        self._write = write
        self._deployment = deployment
        self._clock = clock
        self._words = words

    async def feed(self, request: web.Request) -> web.Response:
        """A community's meetings, for a calendar that subscribes."""
        token = request.match_info["token"]
        return await self._answered(request, lambda work: calendars.feed(token, work, self._clock.now()))

    async def meeting(self, request: web.Request) -> web.Response:
        """One meeting."""
        uid = request.match_info["uid"]
        return await self._answered(request, lambda work: calendars.meeting(uid, work))

    async def before_export(self, _request: web.Request) -> web.Response:
        """The same for every word: who only looks, a preview of the link for instance, uses nothing up."""
        return _page(pages.ask(self._words))

    async def export(self, request: web.Request) -> web.Response:
        """Everything about a member, for whoever is the first to go on with that word."""
        word, now = request.match_info["word"], self._clock.now()
        try:
            found = await self._write(lambda work: exports.opened(word, self._deployment.secret, work, now))
        except Busy:
            return _page(pages.said(exporting.busy_sentence(self._words)), 503)
        if found is None:
            return _page(pages.said(exporting.gone_sentence(self._words)), 404)
        return _page(pages.export(found.sections, found.community, self._words))

    async def _answered(self, request: web.Request, find: Callable[[MeetingWork], Opened | None]) -> web.Response:
        try:
            opened = await self._read(find)
        except Busy:
            return _said(cards.busy_sentence(self._words), 503)
        if opened is None:
            return _said(cards.unknown_sentence(self._words), 404)
        now, url = self._clock.now(), self._deployment.url
        return _file(cards.calendar_of(opened.meetings, opened.community, self._words, url, now), opened.file, request)


def _file(body: bytes, name: str, request: web.Request) -> web.Response:
    """The calendar file, or only that it is still the same."""
    etag = _etag(body)
    known = any(one.value in {etag, "*"} for one in request.if_none_match or ())
    response = web.Response(status=304) if known else web.Response(body=body)
    response.etag = etag
    response.headers.update(HEADERS | {"Cache-Control": f"private, max-age={FRESH}"})
    if not known:
        response.headers["Content-Type"] = "text/calendar; charset=utf-8; method=PUBLISH"
        response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return response


def _etag(body: bytes) -> str:
    """The same for the same meetings, whenever they are told."""
    lasting = [line for line in body.splitlines() if not line.startswith(b"DTSTAMP")]
    return sha256(b"\n".join(lasting)).hexdigest()[:32]


def _page(html: str, status: int = 200) -> web.Response:
    headers = HEADERS | {"Cache-Control": "no-store", "Content-Security-Policy": pages.POLICY}
    return web.Response(text=html, status=status, content_type="text/html", headers=headers)


def _said(sentence: str, status: int) -> web.Response:
    return web.Response(text=f"{sentence}\n", status=status, headers=HEADERS | {"Cache-Control": "no-store"})
