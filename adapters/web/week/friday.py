"""Friday 5 March: what was chosen, who comes, and a power cut."""

from adapters.web.week.pages import Pages, Unlike
from adapters.web.week.people import CONVENER, HEALTH, HOUSING, LABOUR, NEWCOMER, SERVICES, STEWARD, TRANSPORTATION
from adapters.web.week.steps import Sight, on
from adapters.web.week.wednesday import COSTING

TOPIC = "Making consultation worth people's time"
ANNOUNCED = "Thursday 11 March, 10:00–11:00 Pacific"
LATE = "Two columns are enough: what it costs once, and what it costs every year."


@on(5, "11:00", "Three more vote.", Sight(LABOUR, "6 people from 5 units have voted."))
async def vote(pages: Pages) -> None:
    await pages.commands(HEALTH, "tick 1")
    await pages.commands(TRANSPORTATION, "tick 1 5")
    await pages.commands(HOUSING, "tick 4")


@on(5, "12:00", "The steward switches on the weekly digest, which was left off for a start.", Sight(STEWARD, "Tuesday"))
async def settings(pages: Pages) -> None:
    await pages.commands(STEWARD, "settings change")
    await pages.fills(STEWARD, {"The digest of what is new comes on": "Tuesday"})


@on(
    5,
    "16:00",
    "The poll closes on a tie; the topic from more units wins. The process is killed in mid-announcement: "
    "started again, it stands once.",
    Sight(LABOUR, "this one by people from more units"),
    Sight(SERVICES, ANNOUNCED),
    Sight(LABOUR, f"On Thursday 11 March we talk about: {TOPIC}"),
    cut=True,
)
async def announces(pages: Pages) -> None:
    await pages.sees(LABOUR, ANNOUNCED, direct=False)
    if len([one for one in await pages.all(LABOUR) if one.has(ANNOUNCED) and not one.direct]) != 1:
        raise Unlike("The announcement stands twice on Slack.")


@on(5, "16:10", "They say whether they come, and add it to their calendars.", Sight(LABOUR, "3 coming · 1 maybe"))
async def answer(pages: Pages) -> None:
    for who, answer in (
        (CONVENER, "Yes"),
        (HEALTH, "Yes"),
        (TRANSPORTATION, "Yes"),
        (LABOUR, "Maybe"),
        (HOUSING, "No"),
    ):
        await pages.presses(who, ANNOUNCED, answer)
    await pages.follows(NEWCOMER.id, ANNOUNCED, "Add to calendar")


@on(
    5,
    "16:30",
    "Labour moves to Housing; Wednesday's reply reads “then Labour”.",
    Sight(SERVICES, "Tomasz Wójcik (then Labour"),
)
async def moves(pages: Pages) -> None:
    await pages.commands(LABOUR, "me moved Housing")


@on(5, "17:20", "A reply after hours: whoever asked hears of it on Monday at 08:30.", Sight(LABOUR, LATE))
async def is_late(pages: Pages) -> None:
    await pages.replies(HEALTH, COSTING, LATE)


FRIDAY = (vote, settings, announces, answer, moves, is_late)
