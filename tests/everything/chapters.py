"""What the life of the walk leaves out: strangers with codes, a second steward, and all that a year brings by itself."""

import re
from datetime import timedelta

from bot.chat.calls import Opened
from bot.chat.plain import plain
from tests.everything.walker import Everywhere
from tests.scenarios.life import lived
from tests.scenarios.walk import ASKER, STEWARD, STRANGER, UNNAMED
from tests.stage import button, card

WEEKS = 60
"""What is in the library is looked at again after a year."""
DAYS_OF_TURNS = 120
DROPS = 10
"""Whoever convenes can't make it after all on that day of a fortnight; the third volunteer never answers."""


async def everything(walk: Everywhere) -> None:
    """The life, and these chapters."""
    await lived(walk)
    await _strangers(walk)
    await _second_steward(walk)
    await _homes(walk)
    await _a_year(walk)


async def _strangers(walk: Everywhere) -> None:
    """Somebody in no community tries a set-up, and enters another's code."""
    await walk.say(STRANGER, "setup", direct=True)
    code = await _code(walk, "link")
    await walk.say(STRANGER, f"join {code}", direct=True)


async def _code(walk: Everywhere, text: str) -> str:
    found = re.search(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}\b", plain(card(await walk.say(STEWARD, text))))
    assert found is not None
    return found[0]


async def _second_steward(walk: Everywhere) -> None:
    code = await _code(walk, "setup steward")
    await walk.say(ASKER, f"join {code}")
    await walk.say(ASKER, "settings")
    await walk.say(ASKER, "settings leave")


async def _homes(walk: Everywhere) -> None:
    """Members look at their home, and at their platform's menus; one opens a Home, and not again for a year."""
    for who in (ASKER, STEWARD, UNNAMED):
        await walk.say(who, "home")
        await walk.say(who, "home", direct=True)
    await walk.menus.anywhere(ASKER)
    stage = walk.stage
    await stage.door(Opened(stage.key(), ASKER, stage.direct(ASKER)))
    await walk.look()


async def _a_year(walk: Everywhere) -> None:
    """Polls open and close, turns are taken, dropped and found stand-ins, offers lapse, what is old is looked at again."""
    stage, volunteers = walk.stage, (ASKER, STEWARD, UNNAMED)
    for who in volunteers:
        await walk.say(who, "convene join")
    await walk.say(STEWARD, "me did zqyear zqround")
    await walk.press(ASKER, button(card(await walk.say(ASKER, "ask zqyear zqround")), "Post it"))
    for line in ("topic zqspring", "topic zqsummer zqsun", "topic zqautumn zqleaves"):
        await walk.say(ASKER, line)
    for day in range(WEEKS * 7):
        await stage.reaches(stage.clock.now() + timedelta(days=1))
        if day < DAYS_OF_TURNS:
            for who in (ASKER, STEWARD):
                await stage.say(who, walk.places(who)[0], "convene drop" if day % 14 == DROPS else "convene yes")
        if day % 100 == 50:
            await walk.look()
