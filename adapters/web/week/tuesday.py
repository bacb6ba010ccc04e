"""Tuesday 2 March: a newcomer asks, in her own words, and is answered from another ministry."""

from adapters.web.week.pages import Pages
from adapters.web.week.people import (
    CONVENER,
    FISHERIES,
    FORESTS,
    JUSTICE,
    NEWCOMER,
    SERVICES,
    STEWARD,
    TRANSPORTATION,
)
from adapters.web.week.steps import Sight, on

QUESTION = "how do I plan a consultation with local governments?"
GUIDE = "Local government consultation: what we learned"
PREVIEW = "This is what people will see:"
OFFER = f"Children and Family asks: {QUESTION}"
UNPOSTED = "Your question is written and not posted yet."
REPLY = (
    "Start with the clerks: each council's calendar decides yours. Ours took eight weeks, two of them waiting for July."
)
NEWS = "Henrik Solberg (Fisheries) replied to your question."


@on(
    2,
    "09:12",
    "A newcomer asks the bot in her own words, is shown a guide, looks at the preview, and leaves.",
    Sight(NEWCOMER.id, GUIDE),
    Sight(NEWCOMER.id, PREVIEW),
)
async def wonders(pages: Pages) -> None:
    await pages.writes(NEWCOMER.id, QUESTION)
    await pages.presses(NEWCOMER.id, GUIDE, "Ask the community this")


@on(2, "10:12", "She is reminded of her draft, once.", Sight(NEWCOMER.id, UNPOSTED))
async def is_reminded(_pages: Pages) -> None:
    """By the clock alone."""


@on(
    2,
    "10:20",
    "She says what it is about, and posts it: one card on each platform, and three who agreed to be asked are.",
    Sight(FISHERIES, QUESTION),
    Sight(JUSTICE, QUESTION),
    Sight(FISHERIES, "Ebele Nwosu · Children and Family"),
    Sight(FORESTS, OFFER),
    Sight(STEWARD, OFFER),
    Sight(TRANSPORTATION, OFFER),
)
async def posts(pages: Pages) -> None:
    await pages.presses(NEWCOMER.id, UNPOSTED, "Look at it")
    await pages.presses(NEWCOMER.id, PREVIEW, "Edit")
    await pages.fills(NEWCOMER.id, {"Tags": "#consultation"})
    await pages.presses(NEWCOMER.id, PREVIEW, "Post it")


@on(
    2,
    "10:45",
    "Forests says “Not me”; Transportation knows who, and names somebody who agreed as well.",
    Sight(CONVENER, OFFER),
)
async def are_asked(pages: Pages) -> None:
    await pages.presses(FORESTS, OFFER, "Not me")
    await pages.presses(TRANSPORTATION, OFFER, "I know who")
    await pages.fills(TRANSPORTATION, {"Or a name": "João Ferreira"})


@on(
    2,
    "11:40",
    "Fisheries replies in the Slack thread; Teams shows it. It is his first that is carried, so he is told, once.",
    Sight(SERVICES, "Henrik Solberg (Fisheries, in Slack)"),
    Sight(FISHERIES, "Your reply is also shown in Teams"),
    Sight(NEWCOMER.id, NEWS),
)
async def is_answered(pages: Pages) -> None:
    await pages.replies(FISHERIES, "Ebele Nwosu · Children and Family", REPLY)


TUESDAY = (wonders, is_reminded, posts, are_asked, is_answered)
