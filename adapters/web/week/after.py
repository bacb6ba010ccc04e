"""The week after: the digest, a reminder, a convener who can't come, and a meeting that is held all the same."""

from adapters.web.week.pages import Pages
from adapters.web.week.people import CONVENER, EDUCATION, HEALTH, HOUSING, LABOUR, NEWCOMER, SERVICES, TRANSPORTATION
from adapters.web.week.steps import Sight, on
from adapters.web.week.wednesday import KEEP

LATE_NEWS = "Leilani Kahale (Health) replied to your question."
DIGEST = "This week in Policy Community of Practice"
NEXT = "Your question is still open. What next?"
KIT = "Your kit for Thursday 11 March."
NOTES = {
    "What did you talk about?": "Evenings that people gladly give us.",
    "What is worth keeping?": "Say what can still change, and what can't.",
    "What is to be done?": "Share the one-page plan",
}


@on(8, "08:30", "Whoever asked on Wednesday hears of Friday's late reply.", Sight(HOUSING, LATE_NEWS))
async def mornings(_pages: Pages) -> None:
    """By the clock alone."""


@on(8, "09:00", "Last week's reply goes to the library.", Sight(NEWCOMER.id, "Looked after by Henrik Solberg"))
async def keeps(pages: Pages) -> None:
    await pages.presses(NEWCOMER.id, KEEP, "Keep in the library")


@on(
    9,
    "09:30",
    "The digest, a post in each channel: what is still open, what helped, what comes next.",
    Sight(LABOUR, DIGEST),
    Sight(SERVICES, DIGEST),
)
async def digest(_pages: Pages) -> None:
    """By the clock alone."""


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


@on(
    11,
    "10:00",
    "They meet. Whoever asked without a name is asked what next, and the notification doesn't say of what.",
    Sight(EDUCATION, NEXT),
    Sight(EDUCATION, "News about something you asked."),
)
async def meets(_pages: Pages) -> None:
    """By the clock alone."""


@on(
    11,
    "11:10",
    "The question goes to the next meeting, without a name.",
    Sight(EDUCATION, "Your question is on the agenda"),
)
async def chooses(pages: Pages) -> None:
    await pages.presses(EDUCATION, NEXT, "Take it to the meeting")


@on(11, "12:00", "The notes stand under the announcement.", Sight(LABOUR, NOTES["What is worth keeping?"]))
async def notes(pages: Pages) -> None:
    await pages.writes(HEALTH, "notes")
    await pages.presses(HEALTH, "Nobody has noted anything of Thursday 11 March yet.", "Add notes")
    await pages.fills(HEALTH, NOTES)


@on(
    11,
    "12:10",
    "The next meeting is at 10:00 as well.",
    Sight(HOUSING, "Next: Thursday 25 March, 10:00 Pacific"),
)
async def goes_on(pages: Pages) -> None:
    await pages.commands(HOUSING, "next")


AFTER = (mornings, keeps, digest, reminds, takes_over, meets, chooses, notes, goes_on)
