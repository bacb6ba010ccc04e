"""Thursday 4 March: the convener's kit, a turn that moves on, and two questions that need no post."""

from adapters.web.week.pages import Pages
from adapters.web.week.people import CONVENER, EDUCATION, FISHERIES, HEALTH, HOUSING, LABOUR, SERVICES
from adapters.web.week.steps import Sight, on

TURN = "Would you convene the meeting on Thursday 25 March?"
NAMELESS = "Has anybody said no to a minister's office, and how?"
OLD = "What do you wish you had known before your first cabinet submission?"


@on(
    4,
    "09:00",
    "The convener of the 11th gets the kit; the turn for the 25th is offered.",
    Sight(CONVENER, "Your kit for Thursday 11 March."),
    Sight(HEALTH, TURN),
)
async def prepares(_pages: Pages) -> None:
    """By the clock alone."""


@on(
    4,
    "09:20",
    "“Not this time”: the next is asked and says yes, the first keeps the place. `rota` says why.",
    Sight(HEALTH, "keep your place"),
    Sight(SERVICES, "Henrik Solberg (Fisheries) convenes"),
)
async def passes(pages: Pages) -> None:
    await pages.presses(HEALTH, TURN, "Not this time")
    await pages.presses(FISHERIES, TURN, "Yes, I'll do it")
    await pages.commands(SERVICES, "rota")


@on(
    4,
    "10:00",
    "Somebody asks without a name, from a form; typed in the open, `--anon` keeps nothing.",
    Sight(LABOUR, NAMELESS),
    Sight(SERVICES, "Asked without a name"),
)
async def hides(pages: Pages) -> None:
    await pages.commands(EDUCATION, "ask")
    await pages.fills(EDUCATION, {"Your question": NAMELESS, "Your name": ("Ask without my name",)})
    await pages.presses(EDUCATION, "This is what people will see:", "Post it")
    await pages.mentions(HOUSING, "ask Who else finds this hard? --anon")


@on(
    4,
    "10:15",
    "A draft is shown an old reply. “This answers it”: nothing is posted.",
    Sight(LABOUR, "Nothing was posted"),
)
async def finds(pages: Pages) -> None:
    await pages.commands(LABOUR, "ask What should I know before my first cabinet submission?")
    await pages.presses(LABOUR, OLD, "This answers it")


THURSDAY = (prepares, passes, hides, finds)
