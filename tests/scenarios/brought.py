"""A question that is brought to people, and what they say they have done: shared by the transcripts about it."""

from datetime import datetime

from adapters.web.clock import ZONE
from tests.scenarios.chat import Seen
from tests.scenarios.world import World

QUESTION = "How early do you bring local governments into a regulation change?"
DONE = "Bring local governments in early whenever a regulation changes"
ANSWER = "Six weeks before the draft, by telephone, and again with the draft in hand."


def at(day: int, month: int, hour: int, minute: int = 0) -> datetime:
    """An instant of 2027, as clocks in Vancouver show it."""
    return datetime(2027, month, day, hour, minute, tzinfo=ZONE)


async def knows(world: World, who: str, done: str, *, agrees: bool = True) -> None:
    """Somebody says to the bot alone what they have done, and perhaps that they may be asked."""
    await world.directs(who, f"me did {done}")
    assert done in (await world.sees(who, "This is you", place="direct")).text
    if agrees:
        await world.directs(who, "me ask yes")
        assert await world.sees(who, "Thank you. I'll ask now and then.", place="direct")


async def offers(world: World, who: str, text: str = QUESTION) -> list[Seen]:
    """The offers of that question that somebody still can answer."""
    return [one for one in await world.finds(who, text, place="direct") if "Not me" in one.buttons]


async def offered(world: World, who: str, text: str = QUESTION) -> Seen:
    """The one such offer."""
    (offer,) = await offers(world, who, text)
    return offer


async def standing(world: World, who: str, text: str = QUESTION) -> Seen:
    """The one card of that question in the channel."""
    found = await world.finds(who, text, place="home")
    (card,) = [one for one in found if one.text.startswith(text) and not one.private]
    return card
