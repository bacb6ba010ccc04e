"""A person's hands and eyes on one of the two platforms that the local workspace draws."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import uuid4

from aiohttp import ClientSession

from tests.scenarios.chat import OpenedForm, Seen

Json = dict[str, Any]


class Declined(AssertionError):
    """The workspace answered 4xx or 5xx, with a sentence."""


class WebChat:
    """Drives the workspace at `url` over its API. `drawn` is slack or teams."""

    def __init__(self, session: ClientSession, url: str, drawn: str = "slack") -> None:
        self._session = session
        self._api = f"{url}/api/workspace"
        self.drawn = self._drawn = drawn
        self._forms: dict[str, Json | None] = {}

    def account(self, who: str) -> str:
        """Their short name."""
        return who

    async def command(self, who: str, text: str) -> None:
        """Type a slash command in the home channel."""
        await self._say(who, f"/cop {text}", direct=False)

    async def mention(self, who: str, text: str) -> None:
        """Type it in the home channel where everybody sees it."""
        await self._say(who, f"@CoP {text}", direct=False)

    async def direct(self, who: str, text: str) -> None:
        """Type it in the person's conversation with the bot."""
        await self._say(who, text, direct=True)

    async def talk(self, who: str, text: str) -> str:
        """Say something in the home channel that isn't for the bot; the id of what was said."""
        answer = await self._say(who, text, direct=False)
        return str(answer["said"])

    async def choose(self, who: str, message: str, action: str) -> None:
        """Choose something in the menu of a message of somebody's."""
        await self._act("choose", who, message=message, action=action)

    async def reply(self, who: str, under: Seen, text: str) -> str:
        """Write in the thread of a message."""
        answer = await self._say(who, text, direct=under.place == "direct", thread=under.under or under.id)
        return str(answer["said"])

    async def edit(self, who: str, message: str, text: str) -> None:
        """Change one's own message."""
        await self._act("edit", who, message=message, text=text)

    async def remove(self, who: str, message: str) -> None:
        """Delete one's own message, or one of the bot's."""
        await self._act("remove", who, message=message)

    async def press(self, who: str, on: Seen, label: str, nth: int = 0) -> None:
        """Press the nth button of that label."""
        await self._act("press", who, message=on.id, **await self._button(who, on, label, nth))

    async def forge(self, who: str, owner: str, on: Seen, label: str) -> None:
        """Press what only somebody else was shown, as if it stood on a message that both can see."""
        open_to_both = next(seen for seen in await self.sees(who) if seen.author == "bot" and seen.place == "home")
        await self._act("press", who, message=open_to_both.id, **await self._button(owner, on, label, 0))

    async def leaves(self, who: str) -> None:
        """They aren't in the workspace any more."""
        await self._post("leave", {"as": who, "platforms": [self._drawn]})

    async def _button(self, who: str, on: Seen, label: str, nth: int) -> Json:
        state = await self._state(who)
        shown = next(message for message in state["messages"] if message["id"] == on.id)
        buttons = [button for button in _buttons(shown) if button["kind"] == "press" and button["label"] == label]
        assert len(buttons) > nth, f"no button {label!r} among {[button['label'] for button in _buttons(shown)]}"
        return {name: buttons[nth][name] for name in ("button", "subject", "choice")}

    def form(self, who: str) -> OpenedForm | None:
        """The form open in front of that person after their last action."""
        form = self._forms.get(who)
        if form is None:
            return None
        fields = form["fields"]
        values = {field["label"]: _standing(field) for field in fields}
        return OpenedForm(form["title"], tuple(field["label"] for field in fields), values)

    async def fill(self, who: str, values: Mapping[str, str | tuple[str, ...]]) -> Mapping[str, str]:
        """Fill in the open form by label and send it; what isn't named stays as it stands."""
        form = self._forms.get(who)
        assert form is not None, f"{who} has no form open"
        labels = {field["name"]: field["label"] for field in form["fields"]}
        strange = set(values) - set(labels.values())
        assert not strange, f"no field {strange} among {list(labels.values())}"
        sent = {field["name"]: _filled(field, values.get(field["label"])) for field in form["fields"]}
        answer = await self._act("submit", who, form=form["id"], values=sent)
        return {labels.get(name, name): sentence for name, sentence in answer.get("errors", {}).items()}

    async def sees(self, who: str) -> list[Seen]:
        """All that this person can see on this platform, oldest first."""
        state = await self._state(who)
        places = {place["id"]: place for place in state["channels"] if place["drawn"] == self._drawn}
        shown = (message for message in state["messages"] if message["channel"] in places and not message["gone"])
        return [_seen(message, places[message["channel"]]) for message in shown]

    async def forward(self, seconds: float) -> None:
        """Put the workspace's clock forward, through everything due on the way."""
        await self._post("clock", {"advance_seconds": seconds})

    async def next_due(self) -> bool:
        """Put the clock to the next thing due; False when nothing is."""
        return bool((await self._post("clock", {"next": True}))["moved"])

    async def _say(self, who: str, text: str, *, direct: bool, thread: str | None = None) -> Json:
        state = await self._state(who)
        place = next(
            place["id"] for place in state["channels"] if place["drawn"] == self._drawn and place["direct"] is direct
        )
        return await self._act("say", who, channel=place, text=text, thread=thread)

    async def _act(self, name: str, who: str, **values: object) -> Json:
        answer = await self._post(name, {"as": who, "key": uuid4().hex, **values})
        self._forms[who] = (await self._state(who))["form"]
        return answer

    async def _post(self, name: str, body: Json) -> Json:
        async with self._session.post(f"{self._api}/{name}", json=body) as response:
            answer: Json = await response.json()
            if response.status != 200:
                raise Declined(f"{response.status} {answer}")
            return answer

    async def _state(self, who: str) -> Json:
        """What that person sees; whoever isn't on this platform yet joins it when first heard of."""
        state = await self._known(who)
        if state and any(place["drawn"] == self._drawn for place in state["channels"]):
            return state
        name = who.replace("-", " ").title()
        await self._post("join", {"as": who, "name": name, "unit": name, "platforms": [self._drawn]})
        joined = await self._known(who)
        assert joined is not None
        return joined

    async def _known(self, who: str) -> Json | None:
        async with self._session.get(f"{self._api}/state", params={"as": who}) as response:
            state: Json = await response.json()
            return state if response.status == 200 else None


def _seen(message: Json, place: Json) -> Seen:
    return Seen(
        id=message["id"],
        place="direct" if place["direct"] else "home",
        author=message["author"],
        text=message.get("text") or "\n".join(line for block in message.get("blocks", ()) for line in _lines(block)),
        notice=message.get("notice") or message.get("text", ""),
        buttons=tuple(button["label"] for button in _buttons(message)),
        under=message["thread"],
        private=message["private"],
    )


def _lines(block: Json) -> Sequence[str]:
    if block["kind"] == "entry":
        return [line for line in (_flat(block["title"]), _flat(block["detail"])) if line]
    return [_flat(block["text"])] if "text" in block else []


def _flat(text: Sequence[Json]) -> str:
    return "".join(run["text"] for run in text)


def _buttons(message: Json) -> list[Json]:
    return [button for block in message.get("blocks", ()) for button in block.get("buttons", ())]


def _standing(field: Json) -> str:
    labels = {option["value"]: option["label"] for option in field.get("options", ())}
    if field["kind"] == "ticks":
        return ", ".join(labels.get(value, value) for value in field["values"])
    return str(labels.get(field["value"], field["value"]))


def _filled(field: Json, given: str | tuple[str, ...] | None) -> str | list[str]:
    if given is None:
        standing: str | list[str] = field["values"] if field["kind"] == "ticks" else field["value"]
        return standing
    values = {option["label"]: option["value"] for option in field.get("options", ())}
    if field["kind"] == "ticks":
        return [values[label] for label in ((given,) if isinstance(given, str) else given)]
    assert isinstance(given, str)
    return values[given] if values else given
