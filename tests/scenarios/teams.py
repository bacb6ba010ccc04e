"""Teams, driven as people drive it, through the real Agents Playground."""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import count
from time import time_ns
from typing import Any
from urllib.parse import quote

from tests.scenarios.chat import OpenedForm, Seen
from tests.servers.teams.bench import TeamsBench
from tests.servers.teams.playground import (
    BOT_ID,
    BOT_NAME,
    CHANNEL,
    PEOPLE,
    TEAM,
    TENANT,
    directory_id,
    user_id,
)
from tests.servers.teams.screen import actions, card_of, complaints, entered, inputs, readable, standing
from tests.servers.teams.signer import Answered
from tests.servers.teams.wire import Shown

Json = dict[str, Any]
_ADAPTIVE = "application/vnd.microsoft.card.adaptive"
_SECONDS = 20


class Declined(AssertionError):
    """The bot answered 4xx or 5xx, or the Playground wouldn't."""


@dataclass
class _Said:
    id: str
    who: str
    place: str
    """A conversation: the channel, a thread in it, or somebody's direct conversation."""
    text: str


@dataclass
class _Open:
    """A form in front of somebody: in a dialog, or drawn in the message `on`."""

    title: str
    card: Json
    place: str
    on: str
    dialog: bool


class TeamsChat:
    """The home channel of one team, and everybody's direct conversation. `hears_threads`: the team consented to that."""

    def __init__(self, bench: TeamsBench, *, hears_threads: bool = True) -> None:
        self.bench = bench
        self.hears_threads = hears_threads
        self._said: dict[str, _Said] = {}
        self._open: dict[str, _Open] = {}
        self._replaced: dict[str, Json] = {}
        self._places: dict[str, str] = {}
        self._answered: asyncio.Queue[Answered] = asyncio.Queue()
        self._speaker = PEOPLE[0]
        self._one = asyncio.Lock()
        self._numbers = count(time_ns() // 1_000_000)
        bench.signer.rewrite = self._spoken
        bench.signer.heard = self._answered.put_nowait

    async def arrive(self, who: str) -> None:
        """Somebody adds the bot to the home channel's team."""
        selected = {"settings": {"selectedChannel": {"id": CHANNEL}}}
        await self._deliver(who, CHANNEL, {"type": "installationUpdate", "action": "add"}, selected)

    def account(self, who: str) -> str:
        """Their id in the directory."""
        return directory_id(who)

    async def command(self, who: str, text: str) -> None:
        """`@CoP` and the words, as a new post in the home channel."""
        await self._type(who, CHANNEL, text, mention=True)

    async def mention(self, who: str, text: str) -> None:
        """The same: in Teams everybody sees what is typed to the bot in a channel."""
        await self.command(who, text)

    async def direct(self, who: str, text: str) -> None:
        """The words, to the bot alone."""
        await self._type(who, await self._direct(who), text)

    async def talk(self, who: str, text: str) -> str:
        """A post in the home channel that isn't for the bot, who doesn't hear it; its id."""
        return (await self._write(who, CHANNEL, text)).id

    async def reply(self, who: str, under: Seen, text: str) -> str:
        """In the post in which that message stands; the bot hears it where the team consented."""
        if under.place == "direct":
            return (await self._type(who, await self._direct(who), text)).id
        root = under.under or under.id
        said = await self._write(who, f"{CHANNEL};messageid={root}", text)
        if self.hears_threads:
            await self._deliver(who, said.place, {"type": "message", "id": said.id, "text": text, "replyToId": root})
        return said.id

    async def edit(self, who: str, message: str, text: str) -> None:
        """Change a message of one's own."""
        await self._changed(who, message, {"type": "messageUpdate", "text": text}, "editMessage")
        self._said[message].text = text

    async def remove(self, who: str, message: str) -> None:
        """Delete a message of one's own."""
        await self._changed(who, message, {"type": "messageDelete"}, "softDeleteMessage")
        del self._said[message]

    async def press(self, who: str, on: Seen, label: str, nth: int = 0) -> None:
        """Press the nth button of that label."""
        shown = self.bench.wire.shown[on.id]
        found = [action for action in actions(self._card(shown)) if action["title"] == label]
        assert len(found) > nth, f"no button {label!r} among {on.buttons}"
        await self._pressed(who, shown, found[nth])

    async def forge(self, who: str, owner: str, on: Seen, label: str) -> None:
        """Press what only somebody else was shown, as if it stood on a message that both can see."""
        shown = self.bench.wire.shown
        action = next(one for one in actions(self._card(shown[on.id])) if one["title"] == label)
        open_to_both = next(seen for seen in await self.sees(who) if seen.author == "bot" and seen.place == "home")
        await self._pressed(who, shown[open_to_both.id], action)

    async def leaves(self, who: str) -> None:
        """The organisation's directory doesn't have them any more."""
        self.bench.wire.gone.add(user_id(who))

    def form(self, who: str) -> OpenedForm | None:
        """The form in a dialog, or the one the bot drew in its last message to that person."""
        opened = self._open.get(who)
        if opened is None:
            return None
        fields = inputs(opened.card)
        values = {field["label"]: standing(field) for field in fields}
        return OpenedForm(opened.title, tuple(values), values)

    async def fill(self, who: str, values: Mapping[str, str | tuple[str, ...]]) -> Mapping[str, str]:
        """Fill in the open form by label and send it; what isn't named stays as it stands."""
        opened = self._open.pop(who)
        fields = inputs(opened.card)
        strange = set(values) - {field["label"] for field in fields}
        assert not strange, f"no field {strange}"
        sent = {field["id"]: entered(field, values.get(field["label"])) for field in fields}
        submit = actions(opened.card)[-1]
        data = {**submit["data"], **sent}
        if opened.dialog:
            await self._dialog(who, opened.place, "task/submit", data)
        else:
            await self._execute(who, self.bench.wire.shown[opened.on], submit["verb"], data)
        again = self._open.get(who)
        return complaints(again.card) if again else {}

    async def sees(self, who: str) -> list[Seen]:
        """The home channel with its threads, and the person's direct conversation, oldest first."""
        direct = await self._direct(who)
        ours = [self._seen(one) for one in self.bench.wire.shown.values() if self._visible(one.conversation, direct)]
        theirs = [_heard(one) for one in self._said.values() if self._visible(one.place, direct)]
        gone = {one.id for one in self.bench.wire.shown.values() if one.removed}
        return sorted((one for one in (*ours, *theirs) if one.id not in gone), key=_written_at)

    def _visible(self, conversation: str, direct: str) -> bool:
        return conversation == direct or conversation.split(";", maxsplit=1)[0] == CHANNEL

    def _card(self, shown: Shown) -> Json:
        return self._replaced.get(shown.id) or card_of(shown.activity)

    def _seen(self, shown: Shown) -> Seen:
        card = self._card(shown)
        channel, _, root = shown.conversation.partition(";messageid=")
        return Seen(
            id=shown.id,
            place="home" if channel == CHANNEL else "direct",
            author="bot",
            text=readable(card),
            notice=card.get("speak", "") or shown.activity.get("summary", ""),
            buttons=tuple(action["title"] for action in actions(card)),
            under=root or None,
            private=channel != CHANNEL,
        )

    async def _pressed(self, who: str, shown: Shown, action: Json) -> None:
        if action["type"] == "Action.OpenUrl":
            return
        if action["type"] == "Action.Submit":
            await self._dialog(who, _post_of(shown), "task/fetch", action["data"], shown.id)
        else:
            await self._execute(who, shown, action["verb"], action["data"])

    async def _execute(self, who: str, shown: Shown, verb: str, data: Json) -> None:
        pressed = {"type": "Action.Execute", "verb": verb, "data": data}
        body = {
            "name": "adaptiveCard/action",
            "conversation": {"id": _post_of(shown)},
            "from": {"id": user_id(who)},
            "replyToId": shown.id,
            "value": {"action": pressed, "trigger": "manual"},
        }
        known = set(self.bench.wire.shown)
        answer = await self._act(who, "/_conversation/v1/invoke", body)
        answered = json.loads(answer.body)
        if answered["type"] == _ADAPTIVE:
            self._replaced[shown.id] = answered["value"]
            self._waiting(who, shown)
        await self._look(who, known)

    async def _dialog(self, who: str, place: str, name: str, data: Json, on: str = "") -> None:
        known = set(self.bench.wire.shown)
        more = {"replyToId": on} if on else {}
        activity = {"type": "invoke", "name": name, "value": {"data": data, "context": {"theme": "default"}}, **more}
        answer = await self._deliver(who, place, activity)
        task = json.loads(answer.body)["task"] if answer.body else {}
        if task.get("type") == "continue":
            value = task["value"]
            self._open[who] = _Open(value["title"], value["card"]["content"], place, on, dialog=True)
        await self._look(who, known)

    async def _look(self, who: str, known: set[str]) -> None:
        """Do as people do with a new message to them: a form in it is open, and one behind its only button opens."""
        direct = await self._direct(who)
        for shown in list(self.bench.wire.shown.values()):
            if shown.id in known or shown.conversation != direct:
                continue
            self._waiting(who, shown)
            card = self._card(shown)
            offered = actions(card)
            if len(offered) == 1 and offered[0]["type"] == "Action.Submit" and offered[0]["title"] == readable(card):
                await self._pressed(who, shown, offered[0])

    def _waiting(self, who: str, shown: Shown) -> None:
        card = self._card(shown)
        if inputs(card):
            self._open[who] = _Open(card["speak"], card, shown.conversation, shown.id, dialog=False)

    async def _type(self, who: str, place: str, text: str, *, mention: bool = False) -> _Said:
        known = set(self.bench.wire.shown)
        said = await self._write(who, place, text, mention=mention, heard=True)
        await self._look(who, known)
        return said

    async def _write(self, who: str, place: str, text: str, *, mention: bool = False, heard: bool = False) -> _Said:
        at = f"<at>{BOT_NAME}</at>"
        body: Json = {"from": {"id": user_id(who)}, "text": f"{at} {text}" if mention else text, "textFormat": "plain"}
        if mention:
            body["mentions"] = [{"mentioned": {"id": BOT_ID, "name": BOT_NAME}, "text": at}]
        path = f"/_conversation/v1/conversations/{quote(place, safe='')}/messages"
        made = await self._act(who, path, body) if heard else None
        answer = self._made if made else await self._post(path, body)
        said = _Said(answer["messageId"], who, place, text)
        self._said[said.id] = said
        return said

    async def _changed(self, who: str, message: str, activity: Json, kind: str) -> None:
        said = self._said[message]
        assert said.who == who
        root = said.place.partition(";messageid=")[2]
        below = {"replyToId": root} if root else {}
        await self._deliver(who, said.place, {"id": message, **activity, **below}, {"eventType": kind})

    async def _deliver(self, who: str, place: str, activity: Json, data: Json | None = None) -> Answered:
        """Have the Playground send an activity it has no button for."""
        number = str(next(self._numbers))
        shared = place.startswith(CHANNEL)
        scope = {"team": {"id": TEAM}, "channel": {"id": CHANNEL}} if shared else {}
        kind = {"conversationType": "channel", "isGroup": True} if shared else {"conversationType": "personal"}
        whole = {
            "id": number,
            "timestamp": number,
            "channelId": "msteams",
            "recipient": {"id": BOT_ID, "name": BOT_NAME},
            "conversation": {"id": place, "tenantId": TENANT, **kind},
            "channelData": {"tenant": {"id": TENANT}, **scope, **(data or {})},
            **activity,
        }
        return await self._act(who, "/_internal/v1/customActivities", whole)

    async def _act(self, who: str, path: str, body: Json) -> Answered:
        """Do something in the Playground, and wait until the bot acknowledged it."""
        async with self._one:
            self._speaker = who
            while not self._answered.empty():
                self._answered.get_nowait()
            self._made = await self._post(path, body)
            answered = await asyncio.wait_for(self._answered.get(), _SECONDS)
            self._speaker = PEOPLE[0]
            if answered.status >= 300:
                raise Declined(f"{path}: the bot answered {answered.status}")
            return answered

    async def _post(self, path: str, body: Json) -> Json:
        async with self.bench.session.post(f"{self.bench.playground_url}{path}", json=body) as answer:
            text = await answer.text()
            if answer.status != 200 and self._answered.empty():
                raise Declined(f"{path}: the Playground answered {answer.status} {text}")
            return json.loads(text) if text.startswith("{") else {}

    def _spoken(self, activity: Json) -> Json:
        """The activity as if typed by whoever is speaking; the Playground lets only its current user type."""
        who = self._speaker
        person = {"id": user_id(who), "name": who.title(), "aadObjectId": directory_id(who)}
        return {**activity, "from": person}

    async def _direct(self, who: str) -> str:
        """The person's direct conversation with the bot; the Playground makes it when it is first asked for."""
        if who not in self._places:
            body = {"isGroup": False, "members": [{"id": directory_id(who)}], "bot": {"id": BOT_ID}}
            async with self.bench.session.post(f"{self.bench.wire.url}/v3/conversations", json=body) as answer:
                self._places[who] = (await answer.json())["id"]
        return self._places[who]


def _written_at(seen: Seen) -> int:
    """The millisecond in its id; some of the Playground's ids have more behind a dash."""
    return int(seen.id.partition("-")[0])


def _post_of(shown: Shown) -> str:
    """The conversation a message stands in; one that began a post stands in that post."""
    return f"{CHANNEL};messageid={shown.id}" if shown.conversation == CHANNEL else shown.conversation


def _heard(said: _Said) -> Seen:
    channel, _, root = said.place.partition(";messageid=")
    place = "home" if channel == CHANNEL else "direct"
    return Seen(said.id, place, said.who, said.text, said.text, (), root or None, place == "direct")
