"""The workspace as one person sees it, for the page."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from adapters.web.answers import Answers
from adapters.web.clock import ZONE
from adapters.web.messages import BOT, Message, Messages
from adapters.web.places import Colleague, Place, Places
from adapters.web.shelf import EVERYWHERE, Json, Shelf
from bot.chat.capabilities import Deployment
from bot.ports import Clock


class Views:
    """Reads the shelf with one person's eyes."""

    def __init__(
        self,
        shelf: Shelf,
        messages: Messages,
        places: Places,
        answers: Answers,
        deployment: Deployment,
        clock: Clock,
        words: Sequence[str],
        menu: Sequence[tuple[str, str]] = (),
    ) -> None:
        self._shelf, self._messages, self._places = shelf, messages, places
        self._answers, self._deployment, self._clock = answers, deployment, clock
        self._words = list(words)
        self._menu = [{"action": action, "title": title} for action, title in menu]

    def revision(self, who: str) -> int:
        """Grows whenever something that person can see changes, and only then."""
        return self._shelf.revision([EVERYWHERE, who, *(place.id for place in self._places.of(who))])

    def state(self, who: str) -> Json:
        """Everything that person can see."""
        places = self._places.of(who)
        messages = self._messages.visible(who, [place.id for place in places])
        form = self._answers.opened(who)
        return {
            "revision": self.revision(who),
            "workspace": {
                "bot": self._deployment.name,
                "command": self._deployment.command,
                "words": self._words,
                "menu": self._menu,
            },
            "you": who,
            "people": [self._person(person) for person in self._places.people.values()],
            "channels": [self._channel(who, place, messages) for place in places],
            "messages": [_message(message) for message in _standing(messages)],
            "form": {"id": form.id, "place": form.place, "errors": form.errors, **form.body} if form else None,
            "clock": self.clock(),
        }

    def clock(self) -> Json:
        """The time for the page, which counts the seconds on by itself."""
        return _moment(self._clock.now())

    def seen(self, who: str, place: str) -> None:
        """Everything that stands in the place now has been looked at. Durable on return."""
        with self._shelf.kept():
            self._messages.look(who, place)

    def _person(self, person: Colleague) -> Json:
        waiting = sum(self._unseen(person.id, place) for place in self._places.of(person.id) if place.owner)
        return {
            "id": person.id,
            "name": person.name,
            "unit": person.unit,
            "platforms": list(person.platforms),
            "waiting": waiting,
        }

    def _channel(self, who: str, place: Place, messages: Iterable[Message]) -> Json:
        seen = self._seen(who, place)
        fresh = [m for m in messages if m.place == place.id and m.serial > seen and m.author != who and not m.gone]
        return {
            "id": place.id,
            "drawn": place.drawn.drawing,
            "title": place.drawn.title,
            "name": place.name,
            "direct": place.owner is not None,
            "people": self._places.size(place),
            "unseen": len(fresh),
        }

    def _seen(self, who: str, place: Place) -> int:
        row = self._shelf.row("SELECT serial FROM seen WHERE who = ? AND place = ?", who, place.id)
        return int(row["serial"]) if row else 0

    def _unseen(self, who: str, place: Place) -> int:
        row = self._shelf.row(
            "SELECT count(*) FROM message WHERE place = ? AND author = ? AND gone = 0 AND serial > ?",
            *(place.id, BOT, self._seen(who, place)),
        )
        return int(row[0]) if row else 0


def _standing(messages: list[Message]) -> list[Message]:
    """Without those that are gone, except where a thread still hangs under one."""
    roots = {message.thread for message in messages if message.thread and not message.gone}
    return [message for message in messages if not message.gone or message.id in roots]


def _message(message: Message) -> Json:
    return {
        "id": message.id,
        "channel": message.place,
        "thread": message.thread,
        "author": message.author,
        "private": message.only is not None,
        "answer": message.is_answer,
        "edited": message.edited,
        "gone": message.gone,
        "at": _moment(message.at),
        **message.body,
    }


def _moment(at: datetime) -> Json:
    local = at.astimezone(ZONE)
    minutes = int((local.utcoffset() or at - at).total_seconds() // 60)
    return {
        "at": at.isoformat(),
        "offset": minutes,
        "day": f"{local:%A} {local.day} {local:%B %Y}",
        "time": f"{local:%H:%M}",
    }
