"""Monday 1 March: the doors are open, and the poll with them."""

from adapters.web.week.pages import Pages
from adapters.web.week.people import JUSTICE, LABOUR, NEWCOMER, STEWARD
from adapters.web.week.steps import Sight, on

POLL = "What shall we talk about on Thursday 11 March?"
TURNOUT = "3 people from 2 units have voted."


@on(
    1,
    "09:00",
    "Who isn't a steward and types `settings` is told who the stewards are.",
    Sight(NEWCOMER.id, "Amara Okafor"),
)
async def settings(pages: Pages) -> None:
    await pages.joins(NEWCOMER)
    await pages.commands(NEWCOMER.id, "settings")
    await pages.commands(STEWARD, "setup sample")


@on(1, "10:00", "The poll opens, one card on each platform.", Sight(LABOUR, POLL), Sight(JUSTICE, POLL))
async def opens(_pages: Pages) -> None:
    """By the clock alone."""


@on(
    1,
    "10:20",
    "Three vote: one in the form on a phone, one types `tick 1 3`, the steward in Slack and then in Teams.",
    Sight(LABOUR, TURNOUT),
    Sight(JUSTICE, TURNOUT),
)
async def votes(pages: Pages) -> None:
    await pages.commands(NEWCOMER.id, f"me unit {NEWCOMER.unit}")
    await pages.presses(NEWCOMER.id, POLL, "Tick topics")
    await pages.fills(NEWCOMER.id, {"Tick all you like": ("3. First cabinet submission: what nobody told me",)})
    await pages.commands(LABOUR, "tick 1 3")
    await pages.commands(STEWARD, "tick 2", on="slack")
    await pages.commands(STEWARD, "tick 3", on="teams")


MONDAY = (settings, opens, votes)
