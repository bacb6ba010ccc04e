"""Gives a reply to the person who asked: a private card, a form, errors in a form, or nothing."""

import json
from dataclasses import dataclass
from typing import assert_never

from adapters.web.live import Bell
from adapters.web.messages import BOT, Message, Messages, message_id
from adapters.web.places import Place
from adapters.web.render import card_json, form_json
from adapters.web.shelf import Json, Shelf
from bot.chat.cards import Card
from bot.chat.forms import Form
from bot.chat.replies import FormErrors, Nothing, OpenForm, Private, Reply
from bot.ports import Clock


@dataclass(frozen=True, slots=True)
class Turn:
    """One thing a person did, and where the answer to it belongs."""

    who: str
    place: Place
    key: str
    thread: str | None = None
    replaces: str | None = None
    """The private answer it happened on, which the next one replaces."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A form in front of somebody, and the turn that opened it."""

    id: str
    who: str
    place: str
    thread: str | None
    replaces: str | None
    nonce: str
    body: Json
    errors: Json


class Answers:
    """Keeps what is answered on the shelf, so that a page that was away sees it when it comes back."""

    def __init__(self, shelf: Shelf, messages: Messages, clock: Clock, bell: Bell) -> None:
        self._shelf = shelf
        self._messages = messages
        self._clock = clock
        self._bell = bell

    def give(self, turn: Turn, reply: Reply, form: str | None = None) -> Json:
        """Show the reply; `form` is the form just sent, which closes unless it has errors. Durable on return."""
        with self._shelf.kept():
            answer = self._given(turn, reply, form)
            self._shelf.answer(turn.key, answer)
        self._bell.ring()
        return answer

    def _given(self, turn: Turn, reply: Reply, form: str | None) -> Json:
        if isinstance(reply, FormErrors):
            self._mark(turn.who, reply)
            return {"errors": dict(reply.errors)}
        if form is not None:
            self.close(turn.who, form)
        match reply:
            case Private(card):
                return {"message": self._show(turn, card)}
            case OpenForm(opened):
                return {"form": self._open(turn, opened)}
            case Nothing():
                return {}
            case _:
                assert_never(reply)

    def _show(self, turn: Turn, card: Card) -> str:
        earlier = self._messages.get(turn.replaces) if turn.replaces else None
        if earlier and not earlier.gone:
            self._messages.redraw(earlier, card_json(card))
            return earlier.id
        only = None if turn.place.owner else turn.who
        message = Message(
            message_id(f"{turn.key}/answer"), turn.place.id, BOT, card_json(card), self._clock.now(), turn.thread, only
        )
        self._messages.add(message)
        return message.id

    def _open(self, turn: Turn, form: Form) -> str:
        opened = message_id(f"{turn.key}/form")
        self._shelf.run(
            "INSERT OR REPLACE INTO open_form (who, id, place, thread, replaces, nonce, body) VALUES (?,?,?,?,?,?,?)",
            *(turn.who, opened, turn.place.id, turn.thread, turn.replaces),
            *(form.nonce or opened, json.dumps(form_json(form))),
        )
        self._shelf.tell(turn.who)
        return opened

    def _mark(self, who: str, reply: FormErrors) -> None:
        self._shelf.run("UPDATE open_form SET errors = ? WHERE who = ?", json.dumps(dict(reply.errors)), who)
        self._shelf.tell(who)

    def close(self, who: str, form: str) -> None:
        """Put the form away, if it is the one that is open. Belongs inside `Shelf.kept`."""
        if self._shelf.run("DELETE FROM open_form WHERE who = ? AND id = ?", who, form):
            self._shelf.tell(who)

    def opened(self, who: str) -> Opened | None:
        """The form in front of that person, None when there is none."""
        row = self._shelf.row("SELECT * FROM open_form WHERE who = ?", who)
        if row is None:
            return None
        texts = (row["id"], row["who"], row["place"], row["thread"], row["replaces"], row["nonce"])
        return Opened(*texts, json.loads(row["body"]), json.loads(row["errors"]))
