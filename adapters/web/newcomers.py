"""People who join the workspace while it runs, and who leave it; after a restart it is as they left it."""

import json
from collections.abc import Iterator
from dataclasses import replace

from adapters.web.asks import Join, Leave
from adapters.web.live import Bell
from adapters.web.places import Colleague, Places
from adapters.web.shelf import EVERYWHERE, Shelf


class Newcomers:
    """Lets people in and out, and keeps who was."""

    def __init__(self, shelf: Shelf, places: Places, bell: Bell) -> None:
        self._shelf, self._places, self._bell = shelf, places, bell
        for person in self._kept():
            places.add(person)

    def join(self, ask: Join) -> Colleague:
        """Let them in; whoever is in already keeps name and unit, and is added to the platforms. Repeatable."""
        known = self._places.people.get(ask.who) or Colleague(ask.who, ask.name, ask.unit, ())
        platforms = tuple(dict.fromkeys((*known.platforms, *ask.platforms)))
        return self._keep(Colleague(known.id, known.name, known.unit, platforms))

    def leave(self, ask: Leave) -> None:
        """Their account there is no more; what they wrote stays. Repeatable."""
        known = self._places.people[ask.who]
        left = tuple(one for one in known.platforms if one not in ask.platforms)
        self._keep(replace(known, platforms=left))

    def _keep(self, person: Colleague) -> Colleague:
        with self._shelf.kept():
            row = (person.id, person.name, person.unit, json.dumps(person.platforms))
            self._shelf.run("INSERT OR REPLACE INTO newcomer VALUES (?, ?, ?, ?)", *row)
            self._shelf.tell(EVERYWHERE)
        self._places.add(person)
        self._bell.ring()
        return person

    def _kept(self) -> Iterator[Colleague]:
        for row in self._shelf.rows("SELECT id, name, unit, platforms FROM newcomer"):
            yield Colleague(row["id"], row["name"], row["unit"], tuple(json.loads(row["platforms"])))
