"""Slack, driven as people drive it, against the small Slack on loopback."""

from collections.abc import Mapping
from dataclasses import replace

from tests.scenarios.chat import OpenedForm, Seen
from tests.servers.slack.screen import buttons, buttons_in, readable, words, words_in
from tests.servers.slack.server import SlackServer
from tests.servers.slack.wire import linked, typed
from tests.servers.slack.workspace import BOT, Channel, Json, Message, User


class SlackChat:
    """The chat of a workspace with one home channel. `bot` is where the bot's server listens, without a path."""

    def __init__(self, server: SlackServer, bot: str, command: str = "/cop", home: Channel | None = None) -> None:
        self.server = server
        self.command_word = command
        self.home = home or server.add_channel("policy-cop")
        server.bot_url = bot.rstrip("/") + "/slack/events"

    def person(self, who: str, real_name: str = "") -> User:
        """The person of that short name, who joins the home channel when first heard of."""
        for user in self.server.workspace.users.values():
            if user.name == who:
                return user
        user = self.server.add_user(who, real_name)
        self.home.members.add(user.id)
        return user

    def account(self, who: str) -> str:
        """Their id in the workspace."""
        return self.person(who).id

    async def command(self, who: str, text: str) -> None:
        """The slash command in the home channel."""
        await self.server.slash(self.person(who), self.home, self.command_word, typed(text))
        await self.server.quiet()

    async def mention(self, who: str, text: str) -> None:
        """The bot's name and the words, where everybody sees them."""
        await self.server.say(self.person(who), self.home, f"<@{BOT}> {linked(text)}")
        await self.server.quiet()

    async def direct(self, who: str, text: str) -> None:
        """The words, to the bot alone."""
        await self.server.direct(self.person(who), linked(text))
        await self.server.quiet()

    async def talk(self, who: str, text: str) -> str:
        """A message in the home channel that isn't for the bot; its id."""
        return (await self.server.say(self.person(who), self.home, linked(text))).ts

    async def choose(self, who: str, message: str, action: str) -> None:
        """Choose something in the menu of a message of somebody's."""
        await self.server.choose(self.person(who), self._message(message), action)
        await self.server.quiet()

    async def reply(self, who: str, under: Seen, text: str) -> str:
        """In the thread under that message; a reply to a reply stands in the same thread."""
        parent = self._message(under.id)
        user, channel = self.person(who), self.server.workspace.channels[parent.channel]
        made = await self.server.say(user, channel, linked(text), thread=parent.thread or parent.ts)
        await self.server.quiet()
        return made.ts

    async def edit(self, who: str, message: str, text: str) -> None:
        """Change a message of one's own."""
        await self.server.edit(self.person(who), self._message(message), linked(text))
        await self.server.quiet()

    async def remove(self, who: str, message: str) -> None:
        """Delete a message of one's own."""
        mine = self._message(message)
        assert mine.user == self.person(who).id
        await self.server.remove(mine)
        await self.server.quiet()

    async def press(self, who: str, on: Seen, label: str, nth: int = 0) -> None:
        """Press the nth button of that label."""
        message = self._message(on.id)
        found = [action_id for shown, action_id in buttons(message) if shown == label]
        assert len(found) > nth, f"no button {label!r} among {[shown for shown, _ in buttons(message)]}"
        await self.server.press(self.person(who), message, found[nth])
        await self.server.quiet()

    async def opens_home(self, who: str) -> Seen:
        """Open the app's Home; what is read there as soon as it shows anything."""
        await self.server.open_home(self.person(who))
        await self.server.quiet()
        return self.home_of(who)

    def home_of(self, who: str) -> Seen:
        """What the person's Home shows now."""
        blocks = self.server.workspace.homes.get(self.person(who).id, {"blocks": []})["blocks"]
        labels = tuple(label for label, _ in buttons_in(blocks))
        return Seen("home", "app home", "bot", words_in(blocks), "", labels, private=True)

    async def presses_home(self, who: str, label: str, nth: int = 0) -> None:
        """Press the nth button of that label in one's Home."""
        user = self.person(who)
        found = [one for shown, one in buttons_in(self.server.workspace.homes[user.id]["blocks"]) if shown == label]
        assert len(found) > nth, f"no button {label!r} in the Home: {self.home_of(who).buttons}"
        answer = await self.server.press_home(user, found[nth])
        assert answer.ok, answer
        await self.server.quiet()

    def window_of(self, who: str) -> Seen | None:
        """The window with an answer in front of that person; None when there is none, or it is a form."""
        opened = self.server.workspace.views.get(self.person(who).id)
        if opened is None or _inputs(opened.view):
            return None
        blocks = opened.view["blocks"]
        labels = tuple(label for label, _ in buttons_in(blocks))
        return Seen(opened.id, "window", "bot", words_in(blocks), "", labels, private=True)

    async def presses_window(self, who: str, label: str) -> None:
        """Press the button of that label in the window in front of them."""
        user = self.person(who)
        found = dict(buttons_in(self.server.workspace.views[user.id].view["blocks"]))
        answer = await self.server.press_window(user, found[label])
        assert answer.ok, answer
        await self.server.quiet()

    async def forge(self, who: str, owner: str, on: Seen, label: str) -> None:
        """Press what only somebody else was shown, as if it stood on a message that both can see."""
        shown = self._message(on.id)
        action_id = next(action_id for named, action_id in buttons(shown) if named == label)
        open_to_both = next(seen for seen in await self.sees(who) if seen.author == "bot" and seen.place == "home")
        forged = replace(self._message(open_to_both.id), blocks=shown.blocks)
        await self.server.press(self.person(who), forged, action_id)
        await self.server.quiet()

    async def leaves(self, who: str) -> None:
        """An administrator deactivates the account."""
        self.person(who).deleted = True

    def form(self, who: str) -> OpenedForm | None:
        """The form open in front of that person."""
        opened = self.server.workspace.views.get(self.person(who).id)
        if opened is None or not _inputs(opened.view):
            return None
        values = {_label(block): _standing(block["element"]) for block in _inputs(opened.view)}
        return OpenedForm(opened.view["title"]["text"], tuple(values), values)

    async def fill(self, who: str, values: Mapping[str, str | tuple[str, ...]]) -> Mapping[str, str]:
        """Fill in the open form by label, options by label too, and send it."""
        user = self.person(who)
        inputs = {_label(block): block for block in _inputs(self.server.workspace.views[user.id].view)}
        given = {inputs[label]["block_id"]: _chosen(inputs[label]["element"], value) for label, value in values.items()}
        found = await self.server.submit(user, given)
        await self.server.quiet()
        labels = {block["block_id"]: label for label, block in inputs.items()}
        return {labels[name]: sentence for name, sentence in found.items()}

    async def sees(self, who: str) -> list[Seen]:
        """All that this person can see now, oldest first."""
        await self.server.quiet()
        user = self.person(who)
        places = {self.home.id: "home", self.server.workspace.direct(user).id: "direct"}
        return [self._seen(message, places) for message in self.server.visible_to(user) if message.channel in places]

    def _seen(self, message: Message, places: Mapping[str, str]) -> Seen:
        author = "bot" if message.user == BOT else self.server.workspace.users[message.user].name
        return Seen(
            id=message.ts,
            place=places[message.channel],
            author=author,
            text=words(message),
            notice=readable(message.text),
            buttons=tuple(label for label, _ in buttons(message)),
            under=message.thread if message.thread not in {"", message.ts} else None,
            private=bool(message.only_for) or places[message.channel] == "direct",
        )

    def _message(self, ts: str) -> Message:
        return next(message for message in self.server.workspace.messages if message.ts == ts)


def _inputs(view: Json) -> list[Json]:
    return [block for block in view["blocks"] if block["type"] == "input"]


def _label(block: Json) -> str:
    return str(block["label"]["text"])


def _options(element: Json) -> list[Json]:
    groups = element.get("option_groups", [{"options": element.get("options", [])}])
    return [option for group in groups for option in group["options"]]


def _standing(element: Json) -> str:
    if element["type"] == "plain_text_input":
        return str(element.get("initial_value", ""))
    chosen = element.get("initial_options", [])
    chosen = [*chosen, *([element["initial_option"]] if "initial_option" in element else [])]
    return ", ".join(option["text"]["text"] for option in chosen)


def _chosen(element: Json, value: str | tuple[str, ...]) -> str | list[str]:
    if element["type"] == "plain_text_input":
        assert isinstance(value, str)
        return value
    values = {option["text"]["text"]: str(option["value"]) for option in _options(element)}
    return values[value] if isinstance(value, str) else [values[label] for label in value]
