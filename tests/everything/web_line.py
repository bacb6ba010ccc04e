"""The local workspace, over the API of its page."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count

from aiohttp import ClientSession, web

from adapters.settings import Settings
from adapters.web import limits
from adapters.web.app import mount
from adapters.web.clock import WorkspaceClock
from adapters.web.platform import DrawnPlatform
from adapters.web.render import card_json, form_json
from bot.chat.calls import MessageCall, Where
from bot.chat.cards import Button, Card
from bot.chat.forms import Field, Form, TicksField, Values
from bot.chat.refs import AccountRef
from bot.ports import Destination, ToChannel, ToPerson
from tests.everything.lines import Drawn, Heard, Json
from tests.everything.undoing import Entrance
from tests.servers.teams.serving import serving

MOST_MESSAGES = 40
_keys = count(1)
_COLLEAGUE = AccountRef("east", "t", "colleague")


class WebLine:
    """The workspace as it draws Slack; everybody of the stage is in its home channel."""

    name = "web"

    def __init__(self, url: str, platform: DrawnPlatform, entrance: Entrance, session: ClientSession) -> None:
        self.url, self.platform, self.entrance, self.session = url, platform, entrance, session
        self._joined: set[str] = set()
        self._last: tuple[str, Json] = ("", {})

    async def types(self, who: AccountRef, where: Where, text: str, *, private: bool = True) -> Heard:
        await self._acts(who, where)
        self._tidy()
        typed = text if where.direct else f"/cop {text}" if private else f"@CoP {text}"
        return await self._asked("say", who, channel=self._place(who, where), text=typed)

    async def posts(self, who: AccountRef, where: Where, card: Card) -> Drawn:
        await self._acts(who, where)
        to: Destination = ToPerson(self.platform.account(who.person)) if where.direct else ToChannel(self.platform.home)
        posted = await self.platform.create(f"posting-{next(_keys)}", to, card)
        await self.platform.update(posted, card, "")
        drawn = await self._message(who, posted.message)
        return Drawn("card", drawn.json, drawn.notice, drawn.place, drawn.id, private=False)

    async def homes(self, who: AccountRef, card: Card) -> None:
        del who, card

    async def chooses(self, call: MessageCall) -> Heard:
        writer = call.by if call.own else _COLLEAGUE
        for one in (writer, call.by):
            await self._acts(one, call.where)
        self._tidy()
        said = {"as": writer.person, "key": f"key-{next(_keys)}", "text": call.text}
        _, answer = await self._post("say", {**said, "channel": self._place(writer, call.where)})
        return await self._asked("choose", call.by, message=answer["said"], action=call.action)

    async def picks(self, who: AccountRef, action: str) -> None:
        del who, action

    async def presses(self, who: AccountRef, where: Where, on: Drawn, button: Button) -> Heard:
        await self._acts(who, where)
        declared = (button.action, str(button.subject or ""), button.choice)
        carried = next(
            {name: one[name] for name in ("button", "subject", "choice")}
            for block in on.json["blocks"]
            for one in block.get("buttons", ())
            if one["kind"] == "press" and (one["button"], one["subject"], one["choice"]) == declared
        )
        return await self._asked("press", who, message=on.id, **carried)

    async def sends(
        self, who: AccountRef, where: Where, form: Drawn, fields: tuple[Field, ...], values: Values
    ) -> Heard:
        await self._acts(who, where)
        sent = {field.name: _filled(field, values) for field in fields}
        return await self._asked("submit", who, form=form.id, values=sent)

    async def again(self) -> Heard:
        return await self._sent(*self._last)

    def draws(self, shown: Card | Form) -> list[Drawn]:
        if isinstance(shown, Form):
            return [Drawn("form", form_json(shown), shown.title)]
        drawn = card_json(shown)
        return [Drawn("card", drawn, drawn["notice"])]

    def unfit(self, drawn: Drawn) -> list[str]:
        body, found = drawn.json, []
        if drawn.kind == "form":
            found += [f"{len(body['fields'])} fields"] if len(body["fields"]) > limits.FORM_FIELDS else []
            found += [f"title: {len(body['title'])}"] if len(body["title"]) > limits.TITLE else []
            return found
        found += [f"{len(body['blocks'])} blocks"] if len(body["blocks"]) > limits.BLOCKS else []
        found += [f"notice: {len(body['notice'])}"] if not 0 < len(body["notice"]) <= limits.NOTICE else []
        for block in body["blocks"]:
            buttons = block.get("buttons", ())
            found += [f"{len(buttons)} buttons"] if len(buttons) > limits.BUTTONS + 1 else []
            found += [f"label: {one['label']!r}" for one in buttons if not 0 < len(one["label"]) <= limits.TITLE]
            for part in ("text", "title", "detail"):
                length = sum(len(run["text"]) for run in block.get(part, ()))
                found += [f"{part}: {length}"] if length > limits.BLOCK_TEXT + 1 else []
        return found

    def _tidy(self) -> None:
        """Nobody's page is full of all that was tried before."""
        shelf = self.platform._shelf
        if shelf.rows("SELECT count(*) AS messages FROM message")[0]["messages"] > MOST_MESSAGES:
            with shelf.kept():
                shelf.run("DELETE FROM message")

    async def _acts(self, who: AccountRef, where: Where) -> None:
        if who.person not in self._joined:
            self._joined.add(who.person)
            name = who.person.title()
            await self._post("join", {"as": who.person, "name": name, "unit": name, "platforms": ["slack"]})
        self.entrance.who, self.entrance.where, self.entrance.known_as = who, where, who.person

    def _place(self, who: AccountRef, where: Where) -> str:
        return f"slack-dm-{who.person}" if where.direct else self.platform.home.channel

    async def _asked(self, name: str, who: AccountRef, **values: object) -> Heard:
        body = {"as": who.person, "key": f"key-{next(_keys)}", **values}
        self._last = (name, body)
        return await self._sent(name, body)

    async def _sent(self, name: str, body: Json) -> Heard:
        calls = len(self.entrance.calls)
        status, answer = await self._post(name, body)
        reached, who = len(self.entrance.calls) > calls, body["as"]
        if answer.get("errors"):
            state = await self._state(who)
            assert state["form"]["errors"] == answer["errors"]
            return Heard(status == 200, errors=answer["errors"], reached=reached)
        if "form" in answer:
            form = (await self._state(who))["form"]
            drawn = Drawn("form", form, form["title"], id=form["id"]) if form else None
            return Heard(status == 200, drawn, reached=reached)
        if "message" in answer:
            account = AccountRef("", "", who)
            return Heard(status == 200, await self._message(account, answer["message"]), reached=reached)
        return Heard(status == 200, said=answer.get("problem", ""), reached=reached)

    async def _message(self, who: AccountRef, message: str) -> Drawn:
        shown = self.platform._messages.get(message)
        assert shown is not None and shown.only in {None, who.person}
        return Drawn("card", shown.body, shown.body["notice"], shown.place, shown.id)

    async def _state(self, who: str) -> Json:
        async with self.session.get(f"{self.url}/api/workspace/state", params={"as": who}) as answer:
            state: Json = await answer.json()
            return state

    async def _post(self, name: str, body: Json) -> tuple[int, Json]:
        async with self.session.post(f"{self.url}/api/workspace/{name}", json=body) as answer:
            found: Json = await answer.json()
            return answer.status, found


def _filled(field: Field, values: Values) -> str | list[str]:
    value = values.get(field.name, "")
    if isinstance(field, TicksField):
        return list(value) if isinstance(value, tuple) else [value] if value else []
    return value if isinstance(value, str) else ",".join(value)


@asynccontextmanager
async def web_line(entrance: Entrance) -> AsyncIterator[WebLine]:
    """The workspace on a real server, in memory."""
    clock, server = WorkspaceClock(), web.Application()
    slack, _ = mount(server, entrance, Settings(workspace=True), entrance.stage.deployment, clock, people=())
    async with serving(server) as url, ClientSession() as session:
        yield WebLine(url, slack, entrance, session)
    clock.close()
