"""Installs the app in a workspace or a whole organisation: a page, the way to Slack and back, a token kept sealed."""

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime

import structlog
from aiohttp import web
from slack_sdk.web.async_client import AsyncWebClient
from yarl import URL

from adapters.settings import Settings
from adapters.slack.answers import WayBack
from adapters.slack.errors import translated
from adapters.slack.pages import answered
from adapters.slack.payload import Json, part, word
from adapters.slack.refs import KEY
from adapters.slack.sealing import Seal
from adapters.slack.states import COOKIE, GOOD_FOR, Forged, Stale, States, new_browser
from adapters.slack.workspaces import ManyWorkspaces
from bot.audience import View
from bot.chat.capabilities import Capabilities, Deployment
from bot.chat.replies import Private
from bot.chat.words import Words
from bot.community.cards import installing as cards
from bot.errors import Busy, Cause, PlatformError, Refused
from bot.ports import Installations, Installed

INSTALL = "/slack/install"
BACK = "/slack/oauth_redirect"
_log = structlog.get_logger()
_CODE = re.compile(r"[a-z_]{1,60}")
ROTATING = "token_rotation_enabled"


@dataclass(frozen=True, slots=True)
class Installing:
    """What installing in many workspaces needs: where it is kept, what Slack is asked for, and the words for people."""

    installations: Installations
    scopes: Sequence[str]
    words: Words


class Install:
    """Serves the page and the way back. Only the browser that set out may come back, once, within ten minutes."""

    def __init__(
        self,
        workspaces: ManyWorkspaces,
        installing: Installing,
        settings: Settings,
        deployment: Deployment,
        can: Capabilities,
    ) -> None:
        self._workspaces = workspaces
        self._installations = installing.installations
        self._words = installing.words
        self._deployment = deployment
        self._can = can
        self._seal = Seal(deployment.secret)
        self._states = States(deployment.secret)
        self._client = settings.slack_client_id
        self._secret = settings.slack_client_secret
        self._url = settings.url.rstrip("/")
        self._authorize = URL(settings.slack_api_url).with_path("/oauth/v2/authorize")
        self._scopes = ",".join(installing.scopes)

    def serve(self, server: web.Application) -> None:
        """Add the two pages."""
        server.router.add_get(INSTALL, self.ask)
        server.router.add_get(BACK, self.back)

    async def ask(self, request: web.Request) -> web.Response:
        """What is about to happen, and the way to Slack."""
        browser = request.cookies.get(COOKIE) or new_browser()
        query = {
            "client_id": self._client,
            "scope": self._scopes,
            "redirect_uri": self._url + BACK,
            "state": self._states.made(browser, _now()),
        }
        page = answered(cards.ask_page(self._deployment, self._words), str(self._authorize.with_query(query)))
        secure, age = self._url.startswith("https://"), int(GOOD_FOR.total_seconds())
        page.set_cookie(COOKIE, browser, max_age=age, secure=secure, httponly=True, samesite="Lax")
        return page

    async def back(self, request: web.Request) -> web.Response:
        """Slack sent the browser back, with a code or with a no."""
        page, status = await self._came_back(request)
        return answered(page, self._url + INSTALL, status)

    async def _came_back(self, request: web.Request) -> tuple[cards.Page, int]:
        state, browser = request.query.get("state", ""), request.cookies.get(COOKIE, "")
        try:
            once = self._states.checked(state, browser, _now())
            return await self._let_in(request.query, once)
        except Forged:
            return cards.strange_page(self._words), 400
        except Stale:
            return cards.late_page(self._words), 400
        except Busy:
            return cards.silent_page(self._words), 503

    async def _let_in(self, query: Mapping[str, str], once: str) -> tuple[cards.Page, int]:
        """What Slack says to a browser that set out from here. Raises `Forged`, `Busy`."""
        match query.get("error", ""):
            case "access_denied":
                return cards.denied_page(self._words), 200
            case "":
                pass
            case reason:
                return self._refused(reason), 400
        if not query.get("code"):
            raise Forged
        if not await self._installations.first_use(f"{KEY}:install:{once}", _now()):
            return cards.used_page(self._words), 409
        return await self._exchanged(query["code"])

    async def _exchanged(self, code: str) -> tuple[cards.Page, int]:
        """The code becomes a token, which is kept. Raises `Busy`."""
        try:
            answer = await self._asked(code)
            installed = self._read(answer)
        except PlatformError as error:
            _log.warning("slack_not_installed", reason=error.reason)
            if error.cause is not Cause.NO:
                return cards.silent_page(self._words), 503
            rotating = error.reason == ROTATING
            return (cards.rotating_page(self._words) if rotating else self._refused(error.reason)), 502
        await self._keep(installed)
        place = part(answer, "enterprise" if installed.place == word(part(answer, "enterprise"), "id") else "team")
        return cards.installed_page(word(place, "name"), self._deployment, self._words), 200

    async def _asked(self, code: str) -> Json:
        client: AsyncWebClient = self._workspaces.stranger()
        who = {"client_id": self._client, "client_secret": self._secret.get_secret_value()}
        with translated():
            answer = await client.api_call(
                "oauth.v2.access", data={**who, "code": code, "redirect_uri": self._url + BACK}
            )
        return answer.data if isinstance(answer.data, dict) else {}

    def _read(self, answer: Json) -> Installed:
        """What Slack says was installed. Raises `Refused` when nothing can be done with that."""
        if "refresh_token" in answer or "expires_in" in answer:
            raise Refused(ROTATING)
        team, enterprise = word(part(answer, "team"), "id"), word(part(answer, "enterprise"), "id")
        place = enterprise if answer.get("is_enterprise_install") is True else team
        token, bot = word(answer, "access_token"), word(answer, "bot_user_id")
        if not (place and token and bot and word(answer, "token_type") == "bot"):
            raise Refused("")
        by = word(part(answer, "authed_user"), "id")
        return Installed(KEY, place, enterprise or team, bot, by, self._seal.sealed(token, place), _now())

    async def _keep(self, installed: Installed) -> None:
        await self._installations.keep(installed)
        self._workspaces.changed(installed.place)
        _log.info("slack_installed", place=installed.place)
        with suppress(PlatformError):
            workspace = await self._workspaces.reached(installed.tenant, installed.place)
            card = cards.installed_card(View(self._words, self._can, self._deployment))
            workspace.answers.to_event(Private(card), WayBack("", installed.by, direct=True))

    def _refused(self, reason: str) -> cards.Page:
        return cards.refused_page(reason if _CODE.fullmatch(reason) else "", self._words)


def _now() -> datetime:
    """The machine's time: a trip to Slack takes as long as it takes, whatever the community's clock shows."""
    return datetime.now(UTC)
