"""Puts the local workspace into the server: its page, its API, and the two platforms it draws."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator, Sequence
from importlib import resources
from pathlib import Path, PurePath

from aiohttp import web

from adapters.settings import Settings
from adapters.web.answers import Answers
from adapters.web.api import Api
from adapters.web.clock import WorkspaceClock
from adapters.web.deliveries import Deliveries
from adapters.web.demo import PEOPLE
from adapters.web.guard import Handler, guarded
from adapters.web.hands import Hands, NextDue, Woken, nothing_due, nothing_to_do
from adapters.web.limits import DRAWN, capabilities
from adapters.web.live import Bell
from adapters.web.messages import Messages
from adapters.web.newcomers import Newcomers
from adapters.web.places import Colleague, Places
from adapters.web.platform import DrawnPlatform
from adapters.web.shelf import Shelf
from adapters.web.state import Views
from adapters.web.talk import Talk
from bot.chat.capabilities import Deployment
from bot.ports import Door

_KINDS = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


def mount(
    server: web.Application,
    door: Door,
    settings: Settings,
    deployment: Deployment,
    clock: WorkspaceClock,
    *,
    shelf: Path | None = None,
    people: Iterable[Colleague] = PEOPLE,
    words: Sequence[str] = (),
    menu: Sequence[tuple[str, str]] = (),
    next_due: NextDue = nothing_due,
    woken: Woken = nothing_to_do,
) -> tuple[DrawnPlatform, DrawnPlatform]:
    """The two drawn platforms, Slack first.

    `shelf` is the file that keeps what was said, None for memory. `words` are those the page offers to type, `menu` the
    names and titles of what it offers on each message. `next_due` says what the schedule waits for next,
    None for nothing; `woken` does all that is due now and returns when it is done and shown. Raises ValueError when
    the server would listen beyond this machine.
    """
    if not settings.on_loopback:
        raise ValueError("The local workspace lets anyone be any member, so COP_HOST must be 127.0.0.1.")
    kept, bell, places = Shelf(shelf), Bell(), Places(people, deployment.name)
    messages = Messages(kept)
    answers = Answers(kept, messages, clock, bell)
    deliveries = Deliveries(kept, places, door, deployment)
    talk = Talk(kept, messages, places, answers, deliveries, door, deployment, clock, bell)
    views = Views(kept, messages, places, answers, deployment, clock, words, menu)
    hands, newcomers = Hands(clock, next_due, woken), Newcomers(kept, places, bell)
    server.add_routes(Api(talk, views, hands, newcomers, places, kept, bell).routes())
    server.add_routes(_page())
    server.cleanup_ctx.append(_running(kept, deliveries))
    server.on_shutdown.append(_silencing(bell))
    offered = capabilities(deployment.command)
    slack, teams = (DrawnPlatform(drawn, offered[drawn.key], kept, messages, places, clock, bell) for drawn in DRAWN)
    return slack, teams


def _page() -> Iterator[web.RouteDef]:
    files = {file.name: file.read_bytes() for file in resources.files("adapters.web").joinpath("page").iterdir()}
    yield web.get("/", guarded(_serving(files["index.html"], "text/html")))
    for name, body in files.items():
        if kind := _KINDS.get(PurePath(name).suffix):
            yield web.get(f"/workspace/{name}", guarded(_serving(body, kind)))


def _serving(body: bytes, kind: str) -> Handler:
    async def serve(_request: web.Request) -> web.Response:
        return web.Response(body=body, content_type=kind, charset="utf-8")

    return serve


def _running(shelf: Shelf, deliveries: Deliveries) -> Callable[[web.Application], AsyncIterator[None]]:
    async def running(_server: web.Application) -> AsyncIterator[None]:
        await deliveries.bring()
        yield
        await deliveries.stop()
        shelf.close()

    return running


def _silencing(bell: Bell) -> Callable[[web.Application], Awaitable[None]]:
    async def silence(_server: web.Application) -> None:
        bell.silence()

    return silence
