"""The one place that knows every part, and puts them together."""

import asyncio
import secrets
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from aiohttp import web

from adapters import server as serving
from adapters.door import FrontDoor
from adapters.settings import Settings
from bot.catalogue import Catalogue, Work
from bot.chat.capabilities import Capabilities, Deployment
from bot.chat.words import Words
from bot.community.actions import codes
from bot.community.actions import settings as desk
from bot.community.feature import community_feature
from bot.conveners.feature import CONVENERS
from bot.digest.actions import following as digests
from bot.digest.actions import sending
from bot.digest.feature import DIGEST
from bot.dispatch import Dispatch
from bot.errors import Unknown
from bot.feature import Feature
from bot.home.feature import HOME
from bot.library.feature import LIBRARY
from bot.meetings.actions import planning
from bot.meetings.feature import MEETINGS
from bot.members.feature import MEMBERS
from bot.offers.feature import OFFERS
from bot.ports import Clock, Platform
from bot.questions.feature import QUESTIONS
from bot.topics.feature import TOPICS
from scheduling.courier import Courier
from scheduling.delivery import Patience
from scheduling.names import Names
from scheduling.tick import Tick
from storage.engine import Store, open_store

ABOUT = "Ask other analysts, share what works, and meet."
_HELP = ("help", "what can be typed, and what I do by myself")


class SystemClock:
    """The machine's time."""

    def now(self) -> datetime:
        """The present instant, in UTC."""
        return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Product:
    """The whole product, running."""

    store: Store
    catalogue: Catalogue
    door: FrontDoor
    courier: Courier
    tick: Tick
    clock: Clock
    platforms: Mapping[str, Platform]
    host: str
    port: int

    @property
    def url(self) -> str:
        """Where it is served."""
        return serving.address_of(self.host, self.port)

    async def settle(self) -> None:
        """Do all that is due now, and bring all that is wanted now to the platforms."""
        await self.tick.run_due_until_idle()
        await self.courier.settle()

    async def next_due(self) -> datetime | None:
        """When something happens next by itself, None when nothing is planned."""
        step = await self.store.read(lambda work: work.due.next_at())
        posting = await self.store.ledger.next_at()
        return min((at for at in (step, posting) if at is not None), default=None)


def whole_catalogue() -> Catalogue:
    """Every feature of the product."""
    features: tuple[Feature[Work], ...] = (
        OFFERS,
        QUESTIONS,
        LIBRARY,
        MEETINGS,
        TOPICS,
        CONVENERS,
        MEMBERS,
        DIGEST,
        HOME,
    )
    settings = tuple(setting for feature in features for setting in feature.settings)
    return Catalogue((*features, community_feature(settings)))


@asynccontextmanager
async def running(
    settings: Settings,
    *,
    clock: Clock | None = None,
    words: Words | None = None,
    teams: Mapping[str, Any] | None = None,
    patience: Patience | None = None,
) -> AsyncIterator[Product]:
    """The product, serving whichever adapters are configured, until the block ends.

    `clock` and `words` stand in for the machine's time and for English; `teams` is passed to that adapter; `patience`
    is the courier's. Raises what the storage raises when it can't be opened, and `PortTaken`.
    """
    async with AsyncExitStack() as stack:
        store = await stack.enter_async_context(open_store(settings.database_url))
        time, tongue, catalogue = clock or clock_of(settings), words or Words(), whole_catalogue()
        bound = stack.enter_context(serving.bind(settings.host, settings.port))
        port = bound.getsockname()[1]
        await _derived_again(store, catalogue, time.now())
        platforms: dict[str, Platform] = {}
        served: dict[str, Capabilities] = {}
        url = _public_url(settings, port)
        deployment = Deployment(settings.name, settings.command, served, _secret(settings), url)
        courier = Courier(store, store.ledger, catalogue, platforms, deployment, time, tongue, patience)
        tick = Tick(store, store.ledger, catalogue, time, courier.wake)
        figures = serving.Figures()
        dispatch = Dispatch(catalogue, deployment, tongue, nonce=lambda: secrets.token_hex(8))
        door = FrontDoor(store, dispatch, time, tongue, courier.wake, figures.count)
        server = serving.new_server(figures, partial(store.read, _nothing))
        product = Product(store, catalogue, door, courier, tick, time, platforms, settings.host, port)
        for platform in _mounted(server, settings, product, deployment, teams or {}):
            platforms[platform.key] = platform
            served[platform.key] = platform.can
        runner = await serving.listen(server, bound)
        stack.push_async_callback(runner.cleanup)
        courier.start()
        stack.push_async_callback(courier.stop)
        tick.start()
        stack.callback(tick.stop)
        preparing = asyncio.create_task(store.prepare())
        stack.push_async_callback(asyncio.wait, [preparing])
        yield product


async def _derived_again(store: Store, catalogue: Catalogue, now: datetime) -> None:
    """New time-zone data moves the instants of meetings to come, never their local time; digests begin where none are planned."""
    for community in await store.read(lambda work: planning.outdated(work, now)):

        def unit(work: Work, of: int = community) -> None:
            planning.derive_again(of, work, now)
            catalogue.react(work, now)

        await store.write(unit)
    for community in await store.read(digests.unplanned):
        await store.write(partial(_begins_digests, community, now))


def _begins_digests(community: int, now: datetime, work: Work) -> None:
    work.only_writer_of(community)
    sending.plan(community, work, now)


def _secret(settings: Settings) -> bytes:
    return settings.secret_key.get_secret_value().encode()


def _public_url(settings: Settings, port: int) -> str:
    """Where people reach what is served; the workspace is on this machine, and so are its people."""
    own = serving.address_of(settings.host, port) if settings.workspace else ""
    return settings.url.rstrip("/") or own


def _nothing(_work: Work) -> None:
    """Only asks whether the storage answers."""


def clock_of(settings: Settings) -> Clock:
    """The time of what is served: the workspace has its own, also for who asks beside it and serves nothing."""
    file = _beside(settings, "clock")
    if not settings.workspace and (settings.serves or file is None or not file.exists()):
        return SystemClock()
    from adapters.web.clock import WorkspaceClock  # noqa: PLC0415 - only what is served is loaded

    return WorkspaceClock(file)


def _beside(settings: Settings, what: str) -> Path | None:
    """A file of the workspace's own next to the database; None where that is in memory."""
    file = settings.database_file
    return file.with_name(f"{file.stem}-{what}{file.suffix}") if file else None


def _mounted(
    server: web.Application, settings: Settings, product: Product, deployment: Deployment, teams: Mapping[str, Any]
) -> Iterator[Platform]:
    """The platforms that are configured, beside the site. Only what is served is loaded."""
    from adapters.site import app as site  # noqa: PLC0415

    site.mount(server, product.store.read, product.store.write, deployment, product.clock, product.door.words)
    if settings.slack_on:
        from adapters.slack import app as slack  # noqa: PLC0415

        many = _installing(settings, product) if settings.slack_many else None
        yield slack.mount(server, product.door, settings, deployment, product.clock, many)
    if settings.teams_on:
        from adapters.teams import app as microsoft  # noqa: PLC0415

        yield microsoft.mount(
            server,
            product.door,
            settings,
            deployment,
            product.clock,
            shelf=product.door,
            words=product.door.words,
            **teams,
        )
    if settings.workspace:
        yield from _workspace(server, settings, product, deployment)


def _installing(settings: Settings, product: Product) -> Any:
    """What one Slack app in many workspaces needs: it asks for what the manifest asks for."""
    from adapters.slack.install import Installing  # noqa: PLC0415

    scopes = slack_manifest(settings, settings.url)["oauth_config"]["scopes"]["bot"]
    return Installing(product.store.installations, scopes, product.door.words)


def _workspace(
    server: web.Application, settings: Settings, product: Product, deployment: Deployment
) -> tuple[Platform, ...]:
    from adapters.web import app as workspace  # noqa: PLC0415
    from adapters.web.clock import WorkspaceClock  # noqa: PLC0415

    assert isinstance(product.clock, WorkspaceClock), "the workspace brings its own clock"
    return workspace.mount(
        server,
        product.door,
        settings,
        deployment,
        product.clock,
        shelf=_beside(settings, "workspace"),
        words=[*(command.word for command in product.catalogue.first()), "help"],
        menu=[(name, product.door.words(one.title)) for name, one in product.catalogue.on_message.items()],
        next_due=product.next_due,
        woken=product.settle,
    )


async def furnish(product: Product) -> None:
    """The demo community, when the workspace is new; what a first start left half done is finished."""
    from adapters.web.clock import START, WorkspaceClock  # noqa: PLC0415
    from adapters.web.furnish import furnish as stage  # noqa: PLC0415
    from adapters.web.platform import DrawnPlatform  # noqa: PLC0415

    drawn = [platform for platform in product.platforms.values() if isinstance(platform, DrawnPlatform)]
    clock = product.clock
    if len(drawn) < 2 or not isinstance(clock, WorkspaceClock):
        return
    if clock.now() < START or not await product.store.read(_furnished):
        await stage(product.door, drawn[0], drawn[1], clock, product.next_due, partial(_settled_with_names, product))
        await product.courier.settle(patience=1)  # a card that keeps changing is redrawn a little later


async def _settled_with_names(product: Product) -> None:
    """The courier looks for new channels only now and then; a demo's should have their names at once."""
    await Names(product.store, product.platforms, product.catalogue, product.clock).learn()
    await product.settle()


def _furnished(work: Work) -> bool:
    return any(work.questions.replies(community.id, 3) for community in work.communities.all())


def slack_manifest(settings: Settings, url: str, *, socket: bool = False, emails: bool = False) -> Mapping[str, Any]:
    """What Slack asks for to install the bot."""
    from adapters.slack.manifest import Asked, Shortcut, manifest  # noqa: PLC0415

    catalogue = whole_catalogue()
    usage = " | ".join(command.word for command in catalogue.first())
    shortcuts = (
        *(Shortcut(one.title, "message", name, ABOUT) for name, one in catalogue.on_message.items()),
        *(Shortcut(title, "global", name, ABOUT) for name, title in catalogue.anywhere.items()),
    )
    asked = Asked(
        url,
        ABOUT,
        usage,
        thread_replies=settings.slack_thread_replies,
        many=settings.slack_many,
        emails=emails,
        socket=socket,
        shortcuts=shortcuts,
    )
    return manifest(Deployment(settings.name, settings.command, {}), asked)


def slack_rights(*, threads: bool, emails: bool, socket: bool, many: bool) -> list[tuple[str, str, str, str]]:
    """Each permission and event that Slack is asked for: its word, its option, why, and what is lost without it."""
    from adapters.slack.rights import EMAILS, MANY, SOCKET, THREADS, explained  # noqa: PLC0415

    chosen = ((THREADS, threads), (EMAILS, emails), (SOCKET, socket), (MANY, many))
    return list(explained(frozenset(option for option, on in chosen if on)))


def teams_manifest(
    settings: Settings, *, app_id: str = "", about: str = "", version: str = "1.0.0", out: str = ""
) -> Mapping[str, Any]:
    """What Teams asks for to install the bot; as an app package in that file, too, if one is named.

    Raises `ValueError` with what to do, in one sentence.
    """
    from adapters.teams import manifest, package  # noqa: PLC0415

    catalogue = whole_catalogue()
    first = [(command.word, command.summary) for command in catalogue.first()]
    joining = catalogue.commands["join"]
    asked = manifest.Asked(
        app_id or settings.teams_app_id,
        [*first, _HELP],
        [*(one for one in first if one[0] != "me"), (joining.word, joining.summary), _HELP],
        [(name, one.title) for name, one in catalogue.on_message.items()],
        settings.url,
        about,
        settings.teams_thread_replies,
        version,
    )
    try:
        made = manifest.manifest(Deployment(settings.name, settings.command, {}), asked)
        if out:
            package.write(package.package(made), Path(out))
    except manifest.NoManifest as error:
        raise ValueError(str(error)) from None
    return made


def teams_explained(made: Mapping[str, Any]) -> str:
    """What each part of that manifest is for."""
    from adapters.teams.manifest import explained  # noqa: PLC0415

    return explained(made)


async def new_setup_code(settings: Settings) -> str:
    """A one-time code with which somebody sets up a community."""
    async with open_store(settings.database_url, visiting=True) as store:
        return await store.write(lambda work: codes.new_setup_code(work, datetime.now(UTC), _secret(settings)))


async def add_steward(settings: Settings, community: int, member: int) -> str | None:
    """The name of the member, a steward now; None when there is no such member."""
    async with open_store(settings.database_url, visiting=True) as store:
        try:
            return await store.write(lambda work: desk.make_steward(community, member, work, datetime.now(UTC)).name)
        except Unknown:
            return None
