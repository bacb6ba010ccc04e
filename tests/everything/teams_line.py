"""Teams, over activities with real tokens, and a connector that takes what the bot writes."""

import copy
import html
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

from aiohttp import ClientSession, web
from pydantic import SecretStr

from adapters.settings import Settings
from adapters.teams.app import mount
from adapters.teams.forms import fits_card, form_card, form_dialog, opener_card
from adapters.teams.render import PRIVATE, TICKS, VALUE, adaptive
from adapters.wiring import SystemClock
from bot.chat.calls import MessageCall, Where
from bot.chat.cards import Button, Card
from bot.chat.forms import Field, Form, TicksField, Values
from bot.chat.refs import AccountRef, ChannelRef
from bot.ports import Destination, Platform, ToChannel, ToPerson
from tests.everything.lines import Drawn, Heard, Json
from tests.everything.undoing import Entrance
from tests.servers.teams.activities import POST, TENANT, activity, chosen, in_channel, invoke
from tests.servers.teams.connector import CHANNEL, Connector
from tests.servers.teams.keys import APP_ID, Keys, StubCredentials
from tests.servers.teams.official import Complaints
from tests.servers.teams.screen import actions, complaints, inputs
from tests.servers.teams.serving import serving

MOST_BYTES = 28 * 1024
MOST_BUTTONS = 6
_IN_POST = "post"
_OVER = "over a message"


class TeamsLine:
    """One team; everybody of the stage is in its one channel."""

    name = "teams"

    def __init__(
        self,
        url: str,
        platform: Platform,
        entrance: Entrance,
        connector: Connector,
        keys: Keys,
        session: ClientSession,
        official: Complaints | None,
    ) -> None:
        self.url, self.platform, self.entrance = url, platform, entrance
        self.connector, self.session, self.official = connector, session, official
        self._token = keys.token(connector.url)
        self._last: Json = {}
        self._over: tuple[Json, Json] = {}, {}
        """What was chosen last on a message, and in which conversation."""

    async def types(self, who: AccountRef, where: Where, text: str, *, private: bool = True) -> Heard:
        del private  # what is typed in a channel here is seen by all
        self._acts(who, where)
        made = _direct(who, text) if where.direct else in_channel(text)
        return await self._asked(who, made)

    async def posts(self, who: AccountRef, where: Where, card: Card) -> Drawn:
        self._acts(who, where)
        to: Destination = ToChannel(ChannelRef("teams", TENANT, CHANNEL), self.connector.url)
        if where.direct:
            to = ToPerson(AccountRef("teams", TENANT, who.person), f"{self.connector.url} {_personal(who)['id']}")
        posted = await self.platform.create("posting-1", to, card)
        shown = self._written()
        await self.platform.update(posted, card, self.connector.url)
        return Drawn("card", shown.json, shown.notice, posted.channel.channel, posted.message, private=False)

    async def homes(self, who: AccountRef, card: Card) -> None:
        del who, card

    async def chooses(self, call: MessageCall) -> Heard:
        self._acts(call.by, call.where)
        writer = f"aad-{call.by.person}" if call.own else "aad-colleague"
        conversation = _personal(call.by) if call.where.direct else POST
        self._over = chosen(call.action, f"<p>{html.escape(call.text)}</p>", writer), conversation
        heard = await self._asked(call.by, invoke("composeExtension/fetchTask", self._over[0], conversation))
        return replace(heard, drawn=replace(heard.drawn, place=_OVER)) if heard.drawn else heard

    async def picks(self, who: AccountRef, action: str) -> None:
        del who, action

    async def presses(self, who: AccountRef, where: Where, on: Drawn, button: Button) -> Heard:
        self._acts(who, where)
        carried = {"subject": str(button.subject or ""), "choice": button.choice}
        action = next(
            action
            for action in actions(on.json)
            if button.action in (action.get("verb"), action.get("data", {}).get("button"))
            and {name: action["data"][name] for name in carried} == carried
        )
        conversation = _personal(who) if where.direct or on.private else POST
        if action["type"] == "Action.Submit":
            made = invoke("task/fetch", {"data": action["data"]}, conversation)
        else:
            pressed = {"type": "Action.Execute", "verb": action["verb"], "data": action["data"]}
            made = invoke("adaptiveCard/action", {"action": pressed, "trigger": "manual"}, conversation)
            made["replyToId"] = "1795465111008"
        self._as_pressed(conversation)
        heard = await self._asked(who, made)
        place = _IN_POST if conversation is POST else ""
        return replace(heard, drawn=replace(heard.drawn, place=place)) if heard.drawn else heard

    async def sends(
        self, who: AccountRef, where: Where, form: Drawn, fields: tuple[Field, ...], values: Values
    ) -> Heard:
        self._acts(who, where)
        submit = actions(form.json)[-1]
        data = {**submit["data"], **dict(_filled(field, values) for field in fields)}
        conversation = POST if form.place == _IN_POST else _personal(who)
        if form.place == _OVER:
            value, conversation = self._over
            made = invoke("composeExtension/submitAction", {**value, "data": data}, conversation)
        elif form.dialog:
            made = invoke("task/submit", {"data": data}, conversation)
        else:
            pressed = {"type": "Action.Execute", "verb": submit["verb"], "data": data}
            made = invoke("adaptiveCard/action", {"action": pressed, "trigger": "manual"}, conversation)
        if form.place != _OVER:
            self._as_pressed(conversation)
        return await self._asked(who, made)

    async def again(self) -> Heard:
        return await self._sent(copy.deepcopy(self._last))

    def draws(self, shown: Card | Form) -> list[Drawn]:
        if isinstance(shown, Card):
            found = [adaptive(shown, PRIVATE)]
        else:
            found = [form_dialog(shown)["task"]["value"]["card"]["content"], adaptive(opener_card(shown), PRIVATE)]
            found += [form_card(shown)] if fits_card(shown) else []
        return [Drawn("form" if inputs(one) else "card", one, one["speak"]) for one in found]

    def unfit(self, drawn: Drawn) -> list[str]:
        found = self.official(drawn.json) if self.official else []
        size = len(json.dumps(drawn.json))
        found += [f"{size} bytes"] if size > MOST_BYTES else []
        rows = [element["actions"] for element in drawn.json["body"] if element.get("type") == "ActionSet"]
        return found + [f"{len(row)} buttons in a row" for row in rows if not 1 <= len(row) <= MOST_BUTTONS]

    def _acts(self, who: AccountRef, where: Where) -> None:
        self.entrance.who, self.entrance.where, self.entrance.known_as = who, where, f"aad-{who.person}"

    def _as_pressed(self, conversation: Json) -> None:
        """Where a private answer stands: the direct conversation, also when what it answers was typed in a channel."""
        where = self.entrance.where
        assert where is not None
        if conversation is not POST and not where.direct:
            who = self.entrance.who
            assert who is not None
            self.entrance.where = self.entrance.stage.direct(who)

    async def _asked(self, who: AccountRef, made: Json) -> Heard:
        made["from"] = {"id": f"29:{who.person}", "name": who.person.title(), "aadObjectId": f"aad-{who.person}"}
        made["serviceUrl"] = self.connector.url
        self._last = made
        return await self._sent(made)

    async def _sent(self, made: Json) -> Heard:
        calls, written = len(self.entrance.calls), len(self.connector.cards)
        headers = {"Authorization": f"Bearer {self._token}"}
        async with self.session.post(f"{self.url}/api/messages", json=made, headers=headers) as answer:
            text, ok = await answer.text(), answer.status == 200
        reached = len(self.entrance.calls) > calls
        body = json.loads(text) if text else {}
        drawn, said = self._answered(body)
        if drawn is None and len(self.connector.cards) > written:
            drawn = self._written()
        found = complaints(drawn.json) if drawn and made["type"] == "invoke" else {}
        if drawn and found:
            names = {field["label"]: _name(field["id"]) for field in inputs(drawn.json)}
            return Heard(ok, drawn, {names[label]: wrong for label, wrong in found.items()}, said, reached)
        return Heard(ok, drawn, {}, said, reached)

    def _answered(self, body: Json) -> tuple[Drawn | None, str]:
        task = body.get("task", {})
        if task.get("type") == "continue":
            card = task["value"]["card"]["content"]
            kind = "form" if inputs(card) else "card"
            return Drawn(kind, card, card["speak"], dialog=True), ""  # type: ignore[arg-type]
        if task.get("type") == "message":
            return None, task["value"]
        value = body.get("value")
        if isinstance(value, dict):
            kind = "form" if inputs(value) else "card"
            return Drawn(kind, value, value["speak"]), ""  # type: ignore[arg-type]
        return None, value or ""

    def _written(self) -> Drawn:
        written = self.connector.cards[-1]
        card = dict(written.card)
        notice = written.body.get("summary", "")
        return Drawn("form" if inputs(card) else "card", card, notice, written.path)


def _personal(who: AccountRef) -> Json:
    return {"tenantId": TENANT, "id": f"a:personal-{who.person}", "conversationType": "personal"}


def _direct(who: AccountRef, text: str) -> Json:
    return activity("message", _personal(who), text=text, textFormat="plain")


def _name(field: str) -> str:
    return field.removeprefix(VALUE).removeprefix(TICKS)


def _filled(field: Field, values: Values) -> tuple[str, str]:
    value = values.get(field.name, "")
    if isinstance(field, TicksField):
        return TICKS + field.name, ",".join(value) if isinstance(value, tuple) else value
    return VALUE + field.name, value if isinstance(value, str) else ",".join(value)


@asynccontextmanager
async def teams_line(entrance: Entrance, official: Complaints | None) -> AsyncIterator[TeamsLine]:
    """The adapter on a real server, with keys and a connector around it."""
    keys, connector = Keys(), Connector()
    async with serving(keys.app()) as keys.url, serving(connector.app()) as connector.url, ClientSession() as session:
        settings = Settings(
            teams_app_id=APP_ID,
            teams_app_password=SecretStr("secret"),
            teams_openid_metadata_url=keys.metadata_url,
            teams_thread_replies=True,
        )
        server = web.Application()
        stage = entrance.stage
        platform = mount(server, entrance, settings, stage.deployment, SystemClock(), credentials=StubCredentials())
        async with serving(server) as url:
            yield TeamsLine(url, platform, entrance, connector, keys, session, official)
