"""People on Slack and Teams who go on asking, replying, following and taking back while the product dies under them."""

import asyncio
import itertools
import random
import re
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp

from tests.scheduling.kill.truth import Promises, Truth
from tests.servers.slack.server import SlackServer
from tests.servers.slack.workspace import BOT, Channel, Message, User
from tests.servers.teams.activities import ADA, BEN, direct, execute
from tests.servers.teams.keys import Keys
from tests.servers.teams.service import TeamsService

Json = dict[str, Any]
_marks = itertools.count(1)
_QUESTION = re.compile(r"question:(\d+)")
NOT_KEPT = ("kept nothing", "incident", "can't find")


def new_mark() -> str:
    """A word that no other text of this run has."""
    return f"m{next(_marks)}x"


def kept(answer: str) -> bool:
    """Whether an acknowledgement says that something was kept."""
    return not any(words in answer for words in NOT_KEPT)


class SlackPeople:
    """Everybody on Slack. What is doomed will be taken back, and is left alone by the others."""

    def __init__(self, server: SlackServer, home: Channel, promises: Promises, truth: Truth, seed: int) -> None:
        self._server = server
        self._home = home
        self._promises = promises
        self._truth = truth
        self._die = random.Random(seed)
        self._followed: set[tuple[str, str]] = set()

    async def act(self, user: User) -> None:
        """One thing that this person does."""
        doings: list[Callable[[User], Awaitable[object]]] = [
            self._ask,
            self._reply_by_form,
            self._reply_in_thread,
            self._follow,
            self._ask_and_take_back,
        ]
        await self._die.choice(doings)(user)

    async def _ask(self, user: User, more: str = "") -> str:
        mark = new_mark()
        asked = await self._server.slash(user, self._home, "/cop", f"ask How early is {mark} discussed?{more}")
        preview = self._only_for(user, mark)
        if not asked.ok or preview is None:
            return ""
        posted = await self._server.press(user, preview, _button(preview, "draft.post"))
        if not posted.ok:
            return ""
        self._promises.questions.add(mark)
        return mark

    async def _ask_and_take_back(self, user: User) -> None:
        mark = await self._ask(user, " doomed")
        number = self._truth.question(mark) if mark else None
        if number is None:
            return
        await asyncio.sleep(self._die.random())
        self._promises.questions.discard(mark)
        answer = await self._server.slash(user, self._home, "/cop", f"takeback question {number}")
        if answer.ok and kept(answer.body):
            self._promises.taken_back.add(number)

    async def _reply_by_form(self, user: User) -> None:
        card = self._some_card()
        if card is None:
            return
        self._server.workspace.views.pop(user.id, None)
        await self._server.press(user, card, _button(card, "question.reply"))
        opened = self._server.workspace.views.get(user.id)
        if opened is None or opened.view["callback_id"] != "question.reply":
            return
        mark = new_mark()
        answer = await self._server.delivery.interaction(self._sent(user, opened.view, opened.id, mark))
        self._server.workspace.views.pop(user.id, None)
        if answer.ok and kept(answer.body):
            self._promises.replies[mark] = "by a form"

    def _sent(self, user: User, view: Json, name: str, mark: str) -> Json:
        field = next(block for block in view["blocks"] if block["type"] == "input")
        element = field["element"]
        typed = {"type": element["type"], "value": f"We did {mark} early."}
        state = {"values": {field["block_id"]: {element["action_id"]: typed}}}
        return {**self._server._interaction(user, "view_submission"), "view": {**view, "id": name, "state": state}}

    async def _reply_in_thread(self, user: User) -> None:
        card = self._some_card()
        if card is None:
            return
        mark = new_mark()
        before = len(self._server.undelivered)
        said = await self._server.say(user, self._home, f"In our case {mark}.", thread=card.ts)
        if not any(event.get("ts") == said.ts for event in self._server.undelivered[before:]):
            self._promises.replies[mark] = f"in the thread of {card.ts} at {said.ts}"

    async def _follow(self, user: User) -> None:
        card = self._some_card()
        if card is None or (user.id, card.ts) in self._followed:
            return
        self._followed.add((user.id, card.ts))
        block = next(e for b in card.blocks for e in b.get("elements", ()) if ".question.follow" in _id(e))
        number = int(_QUESTION.findall(block["value"])[0])
        answer = await self._server.press(user, card, block["action_id"])
        if answer.ok:
            self._promises.follows.add((number, user.id))

    def _some_card(self) -> Message | None:
        """A question in the channel that nobody is about to take back."""
        cards = [
            message
            for message in self._server.workspace.messages
            if message.user == BOT
            and message.channel == self._home.id
            and not (message.only_for or message.thread or "doomed" in str(message.blocks))
            and ".question.reply" in str(message.blocks)
        ]
        return self._die.choice(cards) if cards else None

    def _only_for(self, user: User, mark: str) -> Message | None:
        for message in reversed(self._server.workspace.messages):
            if message.only_for == user.id and mark in str(message.blocks) and ".draft.post" in str(message.blocks):
                return message
        return None


class TeamsPeople:
    """Ada and Ben on Teams, with real tokens. A message is acknowledged with a card; without one, nothing is promised."""

    def __init__(
        self, bot_url: str, connector_url: str, connector: TeamsService, keys: Keys, promises: Promises, truth: Truth
    ) -> None:
        self._bot_url = bot_url
        self._connector_url = connector_url
        self._connector = connector
        self._keys = keys
        self._promises = promises
        self._truth = truth
        self._die = random.Random(len(connector_url))
        self.session: aiohttp.ClientSession | None = None

    async def act(self, who: Json) -> None:
        """One thing that this person does."""
        await self._die.choice([self._ask, self._reply])(who)

    async def _ask(self, who: Json) -> None:
        mark = new_mark()
        before = self._answers(who, "draft.post")
        sent = await self._sent(direct(f"ask How late is {mark} discussed?"), who)
        if not sent or self._answers(who, "draft.post") == before:
            return
        draft = self._truth.draft(mark)
        assert draft is not None, f"the draft {mark} was acknowledged and is not there"
        press = execute("draft.post", {"subject": f"1/draft:{draft}", "choice": ""})
        if await self._sent(press, who):
            self._promises.questions.add(mark)

    async def _reply(self, who: Json) -> None:
        standing = self._truth.rows("SELECT id FROM questions WHERE NOT withdrawn AND text NOT LIKE '%doomed%'")
        if not standing:
            return
        mark = new_mark()
        reply = direct(f"reply {self._die.choice(standing)[0]} Ours was {mark}.")
        before = self._answers(who, "reply.edit")
        sent = [await self._sent(reply, who) for _ in range(self._die.choice((1, 2)))]
        if any(sent) and self._answers(who, "reply.edit") > before:
            self._promises.replies[mark] = "typed in Teams"

    def _answers(self, who: Json, button: str) -> int:
        """How many cards with that button that person was answered with: a busy product says 200, too."""
        theirs = f"a:{who['aadObjectId']}"
        return sum(
            activity.conversation == theirs and button in str(activity.card)
            for activity in self._connector.standing.values()
        )

    async def _sent(self, activity: Json, who: Json) -> bool:
        """Whether it was acknowledged, and kept."""
        assert self.session is not None
        body = {**activity, "from": who, "serviceUrl": self._connector_url}
        body["conversation"] = {**body["conversation"], "id": f"a:{who['aadObjectId']}"}
        headers = {"Authorization": f"Bearer {self._keys.token(self._connector_url)}"}
        try:
            async with self.session.post(self._bot_url, json=body, headers=headers) as answer:
                return answer.status == 200 and kept(await answer.text())
        except aiohttp.ClientError:
            return False


TEAMS_PEOPLE = (ADA, BEN)


def _id(element: Json) -> str:
    return str(element.get("action_id", ""))


def _button(message: Message, action: str) -> str:
    for block in message.blocks:
        for element in block.get("elements", ()):
            if _id(element).endswith(f".{action}"):
                return _id(element)
    raise LookupError(action)
