"""Who is in the workspace and where they can talk: channels, and each person's conversation with the bot."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from adapters.web.limits import DRAWN, TENANT, Drawing, Drawn
from bot.chat.refs import AccountRef, ChannelRef


@dataclass(frozen=True, slots=True)
class Colleague:
    """A person of the workspace. `id` is a short name, the same on every platform they use."""

    id: str
    name: str
    unit: str
    platforms: tuple[Drawing, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A channel, or the direct conversation of `owner` with the bot."""

    id: str
    drawn: Drawn
    name: str
    owner: str | None = None

    @property
    def ref(self) -> ChannelRef:
        """How the core points at this place."""
        return ChannelRef(self.drawn.key, TENANT, self.id)

    def account(self, person: str) -> AccountRef:
        """That person's account on this place's platform."""
        return AccountRef(self.drawn.key, TENANT, person)


class Places:
    """Every person and place, and who may be where."""

    def __init__(self, people: Iterable[Colleague], bot: str) -> None:
        self.people: dict[str, Colleague] = {}
        self._bot = bot
        self._places = {drawn.home: Place(drawn.home, drawn, drawn.home_name) for drawn in DRAWN}
        for person in people:
            self.add(person)

    def add(self, person: Colleague) -> None:
        """Let somebody in; one of the same id is who they are from now on."""
        self.people[person.id] = person
        for drawn in _drawn(person):
            direct = direct_id(drawn, person.id)
            self._places[direct] = Place(direct, drawn, self._bot, person.id)

    def get(self, place: str) -> Place | None:
        """The place of that id, None when there is none."""
        return self._places.get(place)

    def open_to(self, person: str, place: str) -> Place | None:
        """The place if that person can be there; None also when there is no such place."""
        found = self._places.get(place)
        return found if found and found in self.of(person) else None

    def of(self, person: str) -> Sequence[Place]:
        """Where that person can be, the channel first on each platform. Empty for a stranger."""
        known = self.people.get(person)
        drawn = _drawn(known) if known else []
        return [self._places[place] for one in drawn for place in (one.home, direct_id(one, person))]

    def size(self, place: Place) -> int:
        """How many people can read there."""
        return 1 if place.owner else sum(place.drawn.drawing in person.platforms for person in self.people.values())


def _drawn(person: Colleague) -> list[Drawn]:
    return [drawn for drawn in DRAWN if drawn.drawing in person.platforms]


def direct_id(drawn: Drawn, person: str) -> str:
    """The id of that person's conversation with the bot on that platform."""
    return f"{drawn.drawing}-dm-{person}"
