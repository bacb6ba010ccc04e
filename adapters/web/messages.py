"""The messages of the workspace, as kept on its shelf."""

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from adapters.web.shelf import Json, Shelf

BOT = "bot"


@dataclass(frozen=True, slots=True)
class Message:
    """What stands in a place. `body` holds `text` for a person's words, `notice` and `blocks` for a card."""

    id: str
    place: str
    author: str
    body: Json
    at: datetime
    thread: str | None = None
    only: str | None = None
    """The one person who sees it; None for everybody there."""
    posting: str | None = None
    """The posting it shows; None for people's messages and for private answers."""
    edited: bool = False
    gone: bool = False
    serial: int = 0

    @property
    def is_answer(self) -> bool:
        """Whether it is a private answer of ours, which the next private answer may replace."""
        return self.author == BOT and self.posting is None

    @property
    def audience(self) -> str:
        """Whom to tell when it changes."""
        return self.only or self.place


def message_id(key: str) -> str:
    """The id of the message made under that key: the same again for a repeat."""
    return "m" + sha256(key.encode()).hexdigest()[:20]


class Messages:
    """Reading and changing them. Changes belong inside `Shelf.kept`."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def add(self, message: Message) -> bool:
        """Keep the message; False when one of that id is kept already."""
        body, at = json.dumps(message.body), message.at.isoformat()
        added = self._shelf.run(
            "INSERT OR IGNORE INTO message (id, place, thread, author, only, posting, body, at) VALUES (?,?,?,?,?,?,?,?)",
            *(message.id, message.place, message.thread, message.author, message.only, message.posting, body, at),
        )
        if added:
            self._shelf.tell(message.audience)
        return bool(added)

    def redraw(self, message: Message, body: Json, *, edited: bool = False) -> None:
        """Put another body in its place; nothing happens when it is the same."""
        if body == message.body:
            return
        self._shelf.run(
            "UPDATE message SET body = ?, edited = ? WHERE id = ?",
            *(json.dumps(body), edited or message.edited, message.id),
        )
        self._shelf.tell(message.audience)

    def remove(self, message: Message) -> None:
        """Take it away; that it stood there stays known, its words don't."""
        self._shelf.run("UPDATE message SET gone = 1, body = '{}' WHERE id = ?", message.id)
        self._shelf.tell(message.audience)

    def get(self, message: str) -> Message | None:
        """The message of that id, gone or not; None when there never was one."""
        row = self._shelf.row("SELECT * FROM message WHERE id = ?", message)
        return _message(row) if row else None

    def posted(self, posting: str, place: str) -> Message | None:
        """The newest message that shows that posting there, gone or not; None when there is none."""
        row = self._shelf.row(
            "SELECT * FROM message WHERE posting = ? AND place = ? ORDER BY serial DESC LIMIT 1", posting, place
        )
        return _message(row) if row else None

    def look(self, person: str, place: str) -> None:
        """That person has seen everything that stands in the place now."""
        self._shelf.run(
            "INSERT OR REPLACE INTO seen SELECT ?, ?, coalesce(max(serial), 0) FROM message WHERE place = ?",
            *(person, place, place),
        )

    def visible(self, person: str, places: Sequence[str]) -> list[Message]:
        """What that person can see in those places, oldest first, gone ones included."""
        rows = self._shelf.rows(
            "SELECT * FROM message WHERE place IN (SELECT value FROM json_each(?))"
            " AND (only IS NULL OR only = ?) ORDER BY serial",
            *(json.dumps(list(places)), person),
        )
        return [_message(row) for row in rows]


def _message(row: sqlite3.Row) -> Message:
    return Message(
        id=row["id"],
        place=row["place"],
        author=row["author"],
        body=json.loads(row["body"]),
        at=datetime.fromisoformat(row["at"]),
        thread=row["thread"],
        only=row["only"],
        posting=row["posting"],
        edited=bool(row["edited"]),
        gone=bool(row["gone"]),
        serial=row["serial"],
    )
