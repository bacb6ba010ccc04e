"""What people do in the workspace, turned into neutral calls: type, press, send a form, change, remove."""

import re
from urllib.parse import urlencode
from uuid import uuid4

from adapters.web.answers import Answers, Opened, Turn
from adapters.web.asks import Ask, Choose, Close, Edit, Press, Remove, Say, Submit, Unfit
from adapters.web.deliveries import Deliveries, Happening, where_in
from adapters.web.limits import capabilities
from adapters.web.live import Bell
from adapters.web.messages import BOT, Message, Messages, message_id
from adapters.web.places import Place, Places
from adapters.web.shelf import Json, Shelf
from bot.chat.calls import ButtonCall, CommandCall, FormCall, MessageCall
from bot.chat.capabilities import Deployment
from bot.chat.forms import REQUIRED, Values
from bot.chat.refs import MessageRef
from bot.chat.replies import FormErrors
from bot.ports import Clock, Door

TOO_LONG = "At most {most} characters, please."
NO_SUCH_PLACE = "There is no such conversation."
NO_SUCH_MESSAGE = "There is no such message."


class Talk:
    """Every action returns when what it did is kept and the door has answered."""

    def __init__(
        self,
        shelf: Shelf,
        messages: Messages,
        places: Places,
        answers: Answers,
        deliveries: Deliveries,
        door: Door,
        deployment: Deployment,
        clock: Clock,
        bell: Bell,
    ) -> None:
        self._shelf, self._messages, self._places = shelf, messages, places
        self._answers, self._deliveries, self._door = answers, deliveries, door
        self._clock, self._bell = clock, bell
        self._deployment = deployment
        self._can = capabilities(deployment.command)
        self._slash = _prefix(deployment.command)
        self._mention = _prefix(f"@{deployment.name}")

    async def say(self, ask: Say) -> Json:
        """Type something: a private command, an open one, a reply, or just talk."""
        place = self._place(ask.who, ask.channel)
        if not ask.text.strip():
            raise Unfit("Nothing was typed.")
        if ask.thread is not None:
            self._root(ask.thread, place)
        turn = Turn(ask.who, place, scoped(ask, "say"), ask.thread)
        if (earlier := self._shelf.answered(turn.key)) is not None:
            return earlier
        private = bool(self._slash.match(ask.text)) and place.owner is None
        if private or self._addressed(ask, place):
            return await self._command(turn, ask.text, private=private)
        return await self._shown(turn, ask.text)

    def _addressed(self, ask: Say, place: Place) -> bool:
        return bool(self._mention.match(ask.text)) or (place.owner is not None and ask.thread is None)

    async def _command(self, turn: Turn, text: str, *, private: bool) -> Json:
        place, message = turn.place, None
        if not private:
            message = MessageRef(place.ref, self._keep_said(turn, text, None), turn.thread)
        words = self._slash.sub("", self._mention.sub("", text, count=1), count=1).strip()
        alone = private or place.owner is not None
        where = where_in(place, self._can[place.drawn.key], turn.thread)
        reply = await self._door(CommandCall(turn.key, place.account(turn.who), where, words, alone, message))
        return self._answers.give(turn, reply)

    async def _shown(self, turn: Turn, text: str) -> Json:
        said = message_id(turn.key)
        reply = Happening("reply", turn.place.id, said, turn.who, turn.thread, text) if turn.thread else None
        self._keep_said(turn, text, reply)
        await self._deliveries.bring()
        return {"said": said}

    def _keep_said(self, turn: Turn, text: str, happening: Happening | None) -> str:
        body = {"text": text}
        message = Message(message_id(turn.key), turn.place.id, turn.who, body, self._clock.now(), thread=turn.thread)
        with self._shelf.kept():
            if self._messages.add(message) and happening:
                self._deliveries.keep(turn.key, happening)
        self._bell.ring()
        return message.id

    async def press(self, ask: Press) -> Json:
        """Press a button on a card."""
        message, place = self._message(ask.who, ask.message)
        if message.author != BOT:
            raise Unfit("That message has no buttons.")
        turn = Turn(ask.who, place, scoped(ask, "press"), message.thread, message.id if message.is_answer else None)
        if (earlier := self._shelf.answered(turn.key)) is not None:
            return earlier
        where = where_in(place, self._can[place.drawn.key], message.thread)
        call = ButtonCall(turn.key, place.account(ask.who), where, ask.button, ask.subject, ask.choice)
        return self._answers.give(turn, await self._door(call))

    async def choose(self, ask: Choose) -> Json:
        """Choose something in the menu of a message that a person wrote."""
        message, place = self._message(ask.who, ask.message)
        if message.author == BOT:
            raise Unfit("That message has buttons, and no menu.")
        turn = Turn(ask.who, place, scoped(ask, "choose"), message.thread)
        if (earlier := self._shelf.answered(turn.key)) is not None:
            return earlier
        where = where_in(place, self._can[place.drawn.key], message.thread)
        text, link = str(message.body["text"]), self._leading_to(message)
        own = message.author == ask.who
        call = MessageCall(turn.key, place.account(ask.who), where, ask.action, text, link, own=own)
        return self._answers.give(turn, await self._door(call))

    def _leading_to(self, message: Message) -> str:
        return self._deployment.link(f"/?{urlencode({'in': message.place})}#{message.id}")

    async def submit(self, ask: Submit) -> Json:
        """Send the form that is open. A field left empty is told at once, without the door."""
        key = scoped(ask, "submit")
        if ask.key and (earlier := self._shelf.answered(key)) is not None:
            return earlier
        form = self._answers.opened(ask.who)
        if form is None or form.id != ask.form:
            raise Unfit("That form is no longer open.", 409)
        place = self._place(ask.who, form.place)
        turn = Turn(ask.who, place, key, form.thread, form.replaces)
        values = _values(form, ask)
        if wrong := _wrong(form, values):
            return self._answers.give(turn, FormErrors(wrong))
        where = where_in(place, self._can[place.drawn.key], form.thread)
        by, action, subject = place.account(ask.who), form.body["action"], form.body["subject"]
        call = FormCall(f"{place.drawn.key}/form/{ask.who}/{form.nonce}", by, where, action, values, subject)
        return self._answers.give(turn, await self._door(call), form.id)

    async def close(self, ask: Close) -> Json:
        """Put the form away unsent. Repeatable."""
        with self._shelf.kept():
            self._answers.close(ask.who, ask.form)
        self._bell.ring()
        return {}

    async def edit(self, ask: Edit) -> Json:
        """Change one's own message."""
        message, place = self._message(ask.who, ask.message)
        if message.author != ask.who:
            raise Unfit("Only whoever wrote it can change it.", 403)
        if not ask.text.strip():
            raise Unfit("Nothing was typed.")
        happening = Happening("edited", place.id, message.id, ask.who, message.thread, ask.text)
        with self._shelf.kept():
            self._messages.redraw(message, {"text": ask.text}, edited=True)
            self._deliveries.keep(scoped(ask, "edit"), happening)
        return await self._told()

    async def remove(self, ask: Remove) -> Json:
        """Delete one's own message or one of the bot's. A private answer is just put away."""
        message, place = self._message(ask.who, ask.message)
        if message.author not in {ask.who, BOT}:
            raise Unfit("Only whoever wrote it can delete it.", 403)
        happening = Happening("removed", place.id, message.id, ask.who, message.thread)
        with self._shelf.kept():
            self._messages.remove(message)
            if not message.is_answer:
                self._deliveries.keep(scoped(ask, "remove"), happening)
        return await self._told()

    async def _told(self) -> Json:
        self._bell.ring()
        await self._deliveries.bring()
        return {}

    def _place(self, who: str, place: str) -> Place:
        found = self._places.open_to(who, place)
        if found is None:
            raise Unfit(NO_SUCH_PLACE, 404)
        return found

    def _message(self, who: str, message: str) -> tuple[Message, Place]:
        found = self._messages.get(message)
        place = self._places.open_to(who, found.place) if found else None
        if found is None or place is None or found.gone or found.only not in {None, who}:
            raise Unfit(NO_SUCH_MESSAGE, 404)
        return found, place

    def _root(self, thread: str, place: Place) -> None:
        found = self._messages.get(thread)
        if found is None or found.place != place.id or found.thread or found.only:
            raise Unfit(NO_SUCH_MESSAGE, 404)


def scoped(ask: Ask, kind: str) -> str:
    """The key of the request, apart from everybody else's; a new one when it has none."""
    return f"web/{kind}/{ask.who}/{ask.key or uuid4().hex}"


def _prefix(word: str) -> re.Pattern[str]:
    return re.compile(rf"\s*{re.escape(word)}(?![\w-])[ \t]*[:,]?\s*", re.IGNORECASE)


def _values(form: Opened, ask: Submit) -> Values:
    values: dict[str, str | tuple[str, ...]] = {}
    for field in form.body["fields"]:
        given = ask.values.get(field["name"])
        if given is not None:
            values[field["name"]] = _fitting(field, given)
    return values


def _fitting(field: Json, given: str | list[str]) -> str | tuple[str, ...]:
    if field["kind"] == "ticks":
        return tuple(given) if isinstance(given, list) else (given,)
    if isinstance(given, list):
        raise Unfit(f"{field['name']}: one answer, please.")
    return given


def _wrong(form: Opened, values: Values) -> dict[str, str]:
    found = {field["name"]: _problem(field, values.get(field["name"], "")) for field in form.body["fields"]}
    return {name: sentence for name, sentence in found.items() if sentence}


def _problem(field: Json, value: str | tuple[str, ...]) -> str | None:
    if field.get("required") and not str(value).strip():
        return REQUIRED
    if field["kind"] == "text" and len(value) > field["most"]:
        return TOO_LONG.format(most=field["most"])
    return None
