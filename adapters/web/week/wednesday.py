"""Wednesday 3 March: a reply helped, two are put in touch, and something goes that shouldn't have been said."""

from adapters.web.week.pages import Pages
from adapters.web.week.people import FINANCE, FISHERIES, HOUSING, LABOUR, NEWCOMER, SERVICES, STEWARD, TRANSPORTATION
from adapters.web.week.steps import Sight, on
from adapters.web.week.tuesday import NEWS

COSTING = "What belongs in a first costing of a small program?"
COSTING_OFFER = f"Housing asks: {COSTING}"
CONSENT = "May I ask you about consultation now and then?"
KEEP = "Keep it in the library, too?"
TIP = "The people who answer the phone. Everybody forgets to cost them."
SLIP = "Our own submission of April asks for nine new positions."


@on(
    3,
    "09:30",
    "“This helped”: both cards say so. He is asked whether he may be asked, she whether to keep it.",
    Sight(SERVICES, "Answered · Henrik Solberg (Fisheries, in Slack) helped"),
    Sight(FISHERIES, "Answered · Henrik Solberg (Fisheries) helped"),
    Sight(FISHERIES, CONSENT),
    Sight(NEWCOMER.id, KEEP),
)
async def helps(pages: Pages) -> None:
    await pages.presses(NEWCOMER.id, NEWS, "This helped")


@on(3, "09:40", "He may be asked from now on.", Sight(FISHERIES, "I'll ask now and then."))
async def agrees(pages: Pages) -> None:
    await pages.presses(FISHERIES, CONSENT, "Yes, ask me")


@on(
    3,
    "10:40",
    "Housing asks about costing, from Teams; Finance agreed to be asked about that.",
    Sight(LABOUR, COSTING),
    Sight(SERVICES, COSTING),
    Sight(FINANCE, COSTING_OFFER),
)
async def asks(pages: Pages) -> None:
    await pages.commands(HOUSING, f"ask {COSTING} #costing")
    await pages.presses(HOUSING, "This is what people will see:", "Post it")


@on(
    3,
    "11:00",
    "Finance would be happy to talk: the two are put in touch, and nothing stands in the channel.",
    Sight(HOUSING, "Priya Raman"),
    Sight(FINANCE, "Samir Haddad"),
)
async def talk(pages: Pages) -> None:
    await pages.presses(FINANCE, COSTING_OFFER, "Happy to talk")


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


WEDNESDAY = (helps, agrees, asks, talk, replies, slips, flags, takes_back)
