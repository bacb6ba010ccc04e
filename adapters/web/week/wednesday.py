"""Wednesday 3 March: a reply helped, two are put in touch, and something goes that shouldn't have been said."""

from adapters.web.week.pages import Pages
from adapters.web.week.people import FISHERIES, HOUSING, LABOUR, NEWCOMER, SERVICES, STEWARD, TRANSPORTATION
from adapters.web.week.steps import Sight, on

COSTING = "What belongs in a first costing of a small program?"
TIP = "The people who answer the phone. Everybody forgets to cost them."
SLIP = "Our own submission of April asks for nine new positions."


@on(
    3,
    "09:30",
    "“This helped”: both cards say so.",
    Sight(SERVICES, "Answered · Henrik Solberg (Fisheries, in Slack) helped"),
    Sight(FISHERIES, "Answered · Henrik Solberg (Fisheries) helped"),
)
async def helps(pages: Pages) -> None:
    await pages.commands(NEWCOMER.id, "helped 6")


@on(3, "10:40", "Housing asks about costing, from Teams.", Sight(LABOUR, COSTING), Sight(SERVICES, COSTING))
async def asks(pages: Pages) -> None:
    await pages.commands(HOUSING, f"ask {COSTING} #costing")
    await pages.presses(HOUSING, "This is what people will see:", "Post it")


@on(3, "13:10", "Labour replies in Slack.", Sight(SERVICES, "Tomasz Wójcik (Labour, in Slack)"))
async def replies(pages: Pages) -> None:
    await pages.replies(LABOUR, COSTING, TIP)


@on(3, "14:00", "Somebody writes a sentence they shouldn't.", Sight(LABOUR, SLIP), Sight(SERVICES, SLIP))
async def slips(pages: Pages) -> None:
    await pages.presses(TRANSPORTATION, COSTING, "Reply")
    await pages.fills(TRANSPORTATION, {"Your reply": SLIP})


@on(
    3,
    "14:03",
    "Labour flags it; the stewards are asked.",
    Sight(STEWARD, "Somebody asks a steward to look at"),
)
async def flags(pages: Pages) -> None:
    await pages.presses(LABOUR, SLIP, "More")
    await pages.presses(LABOUR, "what would you like to do?", "Flag")


@on(
    3,
    "14:05",
    "Its writer takes it back: it is gone from both channels, the search, and the stewards' conversations.",
    Sight(LABOUR, SLIP, gone=True),
    Sight(SERVICES, SLIP, gone=True),
    Sight(STEWARD, SLIP, gone=True),
)
async def takes_back(pages: Pages) -> None:
    await pages.presses(TRANSPORTATION, "Your reply stands under question", "Take it back")


WEDNESDAY = (helps, asks, replies, slips, flags, takes_back)
