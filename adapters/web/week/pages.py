"""Members' pages of a served workspace, driven by a program: what the page in a browser does, without the browser."""

import asyncio
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from aiohttp import ClientSession

from adapters.web.places import Colleague

Json = dict[str, Any]
Values = Mapping[str, str | tuple[str, ...]]

PATIENT = 8.0
"""Seconds in which what was done is shown; it takes far less, unless the machine is busy."""
GLANCE = 0.02
"""Seconds between two looks."""


class Unlike(Exception):
    """The workspace isn't as the story tells. The message says who sees what instead."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A message as one person sees it. `text` is every word of it, blocks joined by newlines."""

    id: str
    author: str
    drawn: str
    direct: bool
    thread: str | None
    notice: str
    text: str
    buttons: Sequence[Json]

    def has(self, text: str) -> bool:
        """Whether it says that, in its words or its notification."""
        return text in self.text or text in self.notice

    def button(self, label: str) -> Json | None:
        """The first button of that label, None when there is none."""
        return next((button for button in self.buttons if button["label"] == label), None)


class Pages:
    """Everybody's page. Each person acts on the first of their platforms, unless `on` names the other one.

    Every action returns when it was acknowledged, and raises `Unlike` when the page doesn't offer it.
    """

    def __init__(self, session: ClientSession, url: str) -> None:
        self._session = session
        self.url = url
        """Where the workspace is served; another one after a restart."""
        self.acted: set[str] = set()
        """Everybody who did anything."""

    async def joins(self, who: Colleague) -> None:
        """Somebody new is let into the workspace."""
        body = {"as": who.id, "name": who.name, "unit": who.unit, "platforms": list(who.platforms)}
        await self._post("join", body)

    async def commands(self, who: str, text: str, on: str = "") -> None:
        """Type a command in the channel, where only its writer sees the answer."""
        await self._says(who, f"/cop {text}", on, direct=False)

    async def mentions(self, who: str, text: str, on: str = "") -> None:
        """Type a command in the channel where everybody reads it."""
        await self._says(who, f"@CoP {text}", on, direct=False)

    async def writes(self, who: str, text: str, on: str = "") -> None:
        """Write to the bot."""
        await self._says(who, text, on, direct=True)

    async def replies(self, who: str, under: str, text: str) -> None:
        """Write in the thread under the newest message in the channel that says `under`."""
        root = await self.sees(who, under, direct=False)
        await self._says(who, text, root.drawn, direct=False, thread=root.thread or root.id)

    async def presses(self, who: str, card: str, label: str, on: str = "") -> None:
        """Press the button on the newest card that says `card` and has it."""
        shown = await self.sees(who, card, label, on=on)
        button = shown.button(label)
        assert button is not None, "the card was chosen for it"
        pressed = {name: button[name] for name in ("button", "subject", "choice")}
        await self._act("press", who, message=shown.id, **pressed)

    async def fills(self, who: str, values: Values) -> None:
        """Fill in the open form by label, and send it; what isn't named stays as it stands."""
        form = (await self.state(who))["form"]
        if form is None:
            raise Unlike(f"{who} has no form open.")
        strange = set(values) - {field["label"] for field in form["fields"]}
        if strange:
            raise Unlike(f"There is no {strange} in the form “{form['title']}” that {who} has open.")
        sent = {field["name"]: _filled(field, values.get(field["label"])) for field in form["fields"]}
        answer = await self._act("submit", who, form=form["id"], values=sent)
        if answer.get("errors"):
            raise Unlike(f"The form “{form['title']}” was not taken: {answer['errors']}")

    async def follows(self, who: str, card: str, label: str) -> str:
        """Open the address behind the link button, as a browser does; what it serves."""
        button = (await self.sees(who, card, label)).button(label)
        assert button is not None, "the card was chosen for it"
        async with self._session.get(button["url"]) as response:
            if response.status != 200:
                raise Unlike(f"“{label}” leads {who} to {response.status}.")
            return await response.text()

    async def sees(self, who: str, text: str, label: str = "", *, on: str = "", direct: bool | None = None) -> Shown:
        """The newest message there that says so and, where `label` is given, has that button; once it is there.

        `direct` looks only in conversations with the bot, or only in channels. Raises `Unlike` after a while.
        """
        until = time.monotonic() + PATIENT
        while True:
            shown = [one for one in await self.all(who) if on in {"", one.drawn} and direct in {None, one.direct}]
            found = [one for one in shown if one.has(text) and (not label or one.button(label))]
            if found:
                return found[-1]
            if time.monotonic() > until:
                raise Unlike(
                    f"{who} doesn't see “{text}” {label} but:\n" + "\n---\n".join(_told(one) for one in shown[-12:])
                )
            await asyncio.sleep(GLANCE)

    async def no_longer_sees(self, who: str, text: str) -> None:
        """Nothing there says so any more, soon. Raises `Unlike` after a while."""
        until = time.monotonic() + PATIENT
        while found := [one for one in await self.all(who) if one.has(text)]:
            if time.monotonic() > until:
                raise Unlike(f"{who} still sees “{text}”: {found[-1].text}")
            await asyncio.sleep(GLANCE)

    async def all(self, who: str) -> list[Shown]:
        """All that somebody sees, oldest first."""
        state = await self.state(who)
        places = {place["id"]: place for place in state["channels"]}
        return [_shown(message, places[message["channel"]]) for message in state["messages"] if not message["gone"]]

    async def state(self, who: str) -> Json:
        """What the workspace tells that person's page."""
        async with self._session.get(f"{self.url}/api/workspace/state", params={"as": who}) as response:
            if response.status != 200:
                raise Unlike(f"There is no page for {who}.")
            state: Json = await response.json()
            return state

    async def reaches(self, at: datetime) -> None:
        """Put the clock forward to that instant, through all that falls due on the way; past it, all is done that is due."""
        clock = await self._post("clock", {"advance_seconds": 0.001})
        if datetime.fromisoformat(clock["clock"]["at"]) < at:
            await self._post("clock", {"to": at.isoformat()})

    async def passes(self, seconds: float) -> None:
        """Let time pass, and all that falls due on the way."""
        await self._post("clock", {"advance_seconds": seconds})

    async def _says(self, who: str, text: str, on: str, *, direct: bool, thread: str | None = None) -> None:
        places = (await self.state(who))["channels"]
        place = next(one for one in places if one["direct"] is direct and on in {"", one["drawn"]})
        await self._act("say", who, channel=place["id"], text=text, thread=thread)

    async def _act(self, name: str, who: str, **values: object) -> Json:
        self.acted.add(who)
        return await self._post(name, {"as": who, **values})

    async def _post(self, name: str, body: Json) -> Json:
        async with self._session.post(f"{self.url}/api/workspace/{name}", json=body) as response:
            answer: Json = await response.json()
            if response.status != 200:
                raise Unlike(f"The workspace says no to {name} {body}: {answer}")
            return answer


def _shown(message: Json, place: Json) -> Shown:
    lines = [line for block in message.get("blocks", ()) for line in _lines(block)]
    return Shown(
        id=message["id"],
        author=message["author"],
        drawn=place["drawn"],
        direct=place["direct"],
        thread=message["thread"],
        notice=message.get("notice", ""),
        text=message.get("text") or "\n".join(lines),
        buttons=[button for block in message.get("blocks", ()) for button in block.get("buttons", ())],
    )


def _lines(block: Json) -> Iterator[str]:
    for part in ("title", "detail", "text"):
        if block.get(part):
            yield "".join(run["text"] for run in block[part])


def _told(shown: Shown) -> str:
    return f"{shown.author}: {shown.text}\n{[button['label'] for button in shown.buttons]}"


def _filled(field: Json, given: str | tuple[str, ...] | None) -> str | list[str]:
    if given is None:
        standing: str | list[str] = field["values"] if field["kind"] == "ticks" else field["value"]
        return standing
    values = {option["label"]: option["value"] for option in field.get("options", ())}
    if field["kind"] == "ticks":
        return [values[label] for label in ((given,) if isinstance(given, str) else given)]
    if not isinstance(given, str):
        raise Unlike(f"“{field['label']}” takes one answer.")
    return values[given] if values else given
