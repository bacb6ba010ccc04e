"""The week after: the digest, a reminder, a convener who can't come, and a meeting that is held all the same."""

from adapters.web.week.pages import Pages
from adapters.web.week.people import CONVENER, HEALTH, HOUSING, LABOUR, SERVICES, TRANSPORTATION
from adapters.web.week.steps import Sight, on

KIT = "Your kit for Thursday 11 March."
NOTES = {
    "What did you talk about?": "Evenings that people gladly give us.",
    "What is worth keeping?": "Say what can still change, and what can't.",
    "What is to be done?": "Share the one-page plan",
}


@on(
    10,
    "14:00",
    "Who said yes or maybe is reminded.",
    Sight(TRANSPORTATION, "See you then:"),
    Sight(LABOUR, "See you then:"),
)
async def reminds(_pages: Pages) -> None:
    """By the clock alone."""


@on(
    11,
    "08:30",
    "The convener can't make it; the backup takes over in one press.",
    Sight(SERVICES, "Convener: Leilani Kahale (Health)"),
    Sight(HEALTH, KIT),
)
async def takes_over(pages: Pages) -> None:
    await pages.presses(CONVENER, KIT, "I can't make it")
    await pages.presses(HEALTH, "The convener can't come, and you're the backup", "Yes, I'll do it")


@on(11, "10:00", "They meet.")
async def meets(_pages: Pages) -> None:
    """Where people meet, the bot is quiet."""


@on(11, "12:00", "The notes stand under the announcement.", Sight(LABOUR, NOTES["What is worth keeping?"]))
async def notes(pages: Pages) -> None:
    await pages.writes(HEALTH, "notes")
    await pages.presses(HEALTH, "Nobody has noted anything of Thursday 11 March yet.", "Add notes")
    await pages.fills(HEALTH, NOTES)


@on(11, "12:10", "The next meeting is at 10:00 as well.", Sight(HOUSING, "Next: Thursday 25 March, 10:00 Pacific"))
async def goes_on(pages: Pages) -> None:
    await pages.commands(HOUSING, "next")


AFTER = (reminds, takes_over, meets, notes, goes_on)
