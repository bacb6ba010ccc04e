"""A step of the story: its local time, a line for the reader, what people do, and what is then to be seen."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, time

from adapters.web.clock import ZONE
from adapters.web.week.pages import Pages

Act = Callable[[Pages], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Sight:
    """What somebody sees then: a message that says so. `gone`: none does any more."""

    who: str
    says: str
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """One moment of the story. `cut`: the machine goes off in what falls due then, and on again."""

    at: datetime
    told: str
    act: Act
    sights: Sequence[Sight] = ()
    cut: bool = False

    @property
    def when(self) -> str:
        """Like "Tue 11:40"; after the first week with the date."""
        return f"{self.at:%a %H:%M}" if self.at.day < NEXT_WEEK else f"{self.at:%a} {self.at.day} {self.at:%b %H:%M}"


NEXT_WEEK = 8
"""The day of March on which the second week begins."""


def on(day: int, at: str, told: str, *sights: Sight, cut: bool = False) -> Callable[[Act], Step]:
    """Makes what people do on that day of March a step."""
    local = time.fromisoformat(at)
    moment = datetime(2027, 3, day, local.hour, local.minute, tzinfo=ZONE)
    return lambda act: Step(moment, told, act, sights, cut)


async def looked(pages: Pages, sights: Sequence[Sight]) -> None:
    """Everything that is to be seen is. Raises `Unlike` for what isn't, after a while."""
    for sight in sights:
        if sight.gone:
            await pages.no_longer_sees(sight.who, sight.says)
        else:
            await pages.sees(sight.who, sight.says)
