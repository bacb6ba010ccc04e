"""Transcripts of the meeting cycle, as members of a community over two platforms live through it."""

import re
from datetime import datetime

from adapters.web.clock import ZONE
from tests.scenarios.chat import Seen
from tests.scenarios.world import HERE, THERE, World, newest_code

SERIES = "meetings every second Thursday 10:00 for 60 min, Room 4 | https://meet.example/cop from 25 March 2027"
PEOPLE = "Making consultation worth people's time"
DRAFTING = "Drafting a regulation without tears"
CABINET = "What nobody told me about my first cabinet submission"
EACH = ("health", "fisheries")
"""Somebody on each platform."""
OTHER_ACCOUNT = "steward-elsewhere"
"""The steward's account on the other platform."""
FIRST = "Thursday 25 March"
OFFERED, POLL_OPENS, POLL_CLOSES = (4, 3, 10), (15, 3, 10), (19, 3, 16)
SECOND_OFFERED, KIT, REMINDED, MORNING = (17, 3, 10), (18, 3, 10), (24, 3, 14), (25, 3, 8, 30)
BEGINS, NOTES, THIRD_OFFERED = (25, 3, 10), (25, 3, 12), (1, 4, 10)


def at(day: int, month: int, hour: int, minute: int = 0) -> datetime:
    """An instant of 2027, as clocks in Vancouver show it."""
    return datetime(2027, month, day, hour, minute, tzinfo=ZONE)


async def announcement(world: World, who: str) -> Seen:
    """The first meeting's one announcement, as somebody sees it."""
    (found,) = await world.finds(who, f"{FIRST}, 10:00 Pacific: {CABINET}", place="home")
    return found


async def test_one_whole_cycle(world: World) -> None:
    await they_say_when_they_meet(world)
    await three_volunteer_and_the_first_is_asked(world)
    await the_steward_links_a_second_account(world)
    await they_suggest_topics(world)
    await the_poll_opens_and_they_tick(world)
    await the_second_turn_and_the_kit_come(world)
    await the_poll_closes_and_the_meeting_is_announced(world)
    await they_say_whether_they_come(world)
    await only_who_may_come_is_reminded(world)
    await the_convener_drops_out_and_the_backup_takes_over(world)
    await it_is_held_and_noted(world)
    await the_next_convener_is_asked(world)


async def they_say_when_they_meet(world: World) -> None:
    """A steward types it; everybody sees the date before anything else is known."""
    await world.commands("steward", SERIES)
    assert FIRST in (await world.sees("steward", "The next meetings.")).text
    for who in EACH:
        await world.commands(who, "next")
        shown = await world.sees(who, f"Next: {FIRST}, 10:00 Pacific")
        assert "The topic is still to be chosen." in shown.text and "No convener yet" in shown.text
        assert "Room 4" in shown.text and "Add to calendar" in shown.buttons


async def three_volunteer_and_the_first_is_asked(world: World) -> None:
    """Nobody has met yet, so nobody has to wait; the turn is offered by the clock and taken in a direct message."""
    for who in ("health", "labour", "fisheries"):
        await world.commands(who, "convene join")
        assert await world.sees(who, "You're in the rota")
    await world.reaches(at(*OFFERED))
    offer = await world.sees("health", f"Would you convene the meeting on {FIRST}?", place="direct")
    assert "Why you: 3 volunteers, and you were the first to volunteer." in offer.text
    assert "Labour (Labour) is your backup" in offer.text
    for other in ("labour", "fisheries"):
        assert not await world.finds(other, "Would you convene the meeting")
    await world.presses("health", offer, "Yes, I'll do it")
    assert await world.sees("health", f"Thank you. You convene on {FIRST}.", place="direct")
    await world.commands("forests", "next")
    assert "Convener: Health (Health)" in (await world.sees("forests", f"Next: {FIRST}")).text


async def the_steward_links_a_second_account(world: World) -> None:
    """From now on the steward is one person on both platforms."""
    await world.directs("steward", "link")
    code = newest_code(await world.all_of("steward"))
    await world.commands(OTHER_ACCOUNT, f"join {code}")
    asked = await world.sees(OTHER_ACCOUNT, "you, too?")
    await world.presses(OTHER_ACCOUNT, asked, "Yes, both are mine")
    assert await world.sees(OTHER_ACCOUNT, "Linked")


async def they_suggest_topics(world: World) -> None:
    """From both platforms, typed and in the form."""
    await world.commands("fisheries", f"topic {PEOPLE}")
    assert await world.sees("fisheries", "Thank you. It is topic 1")
    await world.commands("labour", f"topic {DRAFTING}")
    await world.commands("forests", f"topic {CABINET}")
    await world.commands("health", "topic making consultation worth peoples time")
    near = await world.sees("health", "That sounds like something we have.")
    await world.presses("health", near, "I'd come for this")
    assert "1 would come" in (await world.sees("health", "Noted: you'd come for topic 1.")).text


async def the_poll_opens_and_they_tick(world: World) -> None:
    """One card on each platform, nothing to be seen of the counts, and a person counts once."""
    await world.reaches(at(*POLL_OPENS))
    for who in EACH:
        (card,) = await world.finds(who, f"What shall we talk about on {FIRST}?", place="home")
        assert f"1. {PEOPLE}\n2. {DRAFTING}\n3. {CABINET}" in card.text
        assert "Nobody has voted yet." in card.text and "Tick until Friday 16:00" in card.notice
    await world.presses("fisheries", card, "Tick topics")
    await world.fills("fisheries", {"Tick all you like": (f"1. {PEOPLE}", f"3. {CABINET}")})
    assert await world.sees("fisheries", "Counted. You ticked 1, 3.")
    await world.commands("health", "tick 1 3")
    assert await world.sees("health", "Counted. You ticked 1, 3.")
    await world.commands("health", "tick 2 3")
    assert await world.sees("health", "Counted. You ticked 2, 3.")
    await world.commands("steward", "tick 1")
    assert await world.sees("steward", "Counted. You ticked 1.")
    await world.commands(OTHER_ACCOUNT, "tick 3")
    assert await world.sees(OTHER_ACCOUNT, "Counted. You ticked 3.")
    for who in EACH:
        (card,) = await world.finds(who, f"What shall we talk about on {FIRST}?", place="home")
        assert "3 people from 3 units have voted." in card.text
        assert not re.search(r"\d+ ticks?\b", card.text)


async def the_second_turn_and_the_kit_come(world: World) -> None:
    """The next date's turn goes to who has had none; the convener has the kit five working days before."""
    await world.reaches(at(*SECOND_OFFERED))
    assert await world.sees("labour", "Would you convene the meeting on Thursday 8 April?", place="direct")
    await world.commands("labour", "convene yes")
    assert await world.sees("labour", "You convene on Thursday 8 April")
    await world.reaches(at(*KIT))
    kit = await world.sees("health", f"Your kit for {FIRST}.", place="direct")
    assert "the poll is choosing it" in kit.text and "Backup: Labour (Labour)" in kit.text
    confirm = await world.sees("labour", f"You're the backup for {FIRST}. Is that still fine?", place="direct")
    await world.presses("labour", confirm, "Yes, that's fine")


async def the_poll_closes_and_the_meeting_is_announced(world: World) -> None:
    """By the clock; what was chosen, and how, stands on both platforms and in the kit."""
    await world.reaches(at(*POLL_CLOSES))
    for who in EACH:
        card = await announcement(world, who)
        assert "Chosen by 3 people from 3 units." in card.text and "Convener: Health (Health)" in card.text
        result = await world.sees(who, f"On {FIRST} we talk about: {CABINET}", place="home")
        assert f"{CABINET}: 3 ticks" in result.text and f"{PEOPLE}: 1 tick" in result.text
    assert f"Topic: {CABINET}" in (await world.sees("health", f"Your kit for {FIRST}.", place="direct")).text


async def they_say_whether_they_come(world: World) -> None:
    """By a press on the announcement, which shows how many come and never who."""
    for who, answer in (("health", "Yes"), ("labour", "Maybe"), ("fisheries", "Yes"), ("forests", "No")):
        await world.presses(who, await announcement(world, who), answer)
    assert await world.sees("fisheries", f"Good, see you on {FIRST}")
    for who in EACH:
        assert "2 coming · 1 maybe" in (await announcement(world, who)).text


async def only_who_may_come_is_reminded(world: World) -> None:
    """The working day before, in a direct message."""
    await world.reaches(at(*REMINDED))
    for who in ("health", "labour", "fisheries"):
        reminder = await world.sees(who, "See you then:", place="direct")
        assert CABINET in reminder.notice and "Can't make it" in reminder.buttons
    for who in ("steward", "forests", OTHER_ACCOUNT):
        assert not await world.finds(who, "See you then:")


async def the_convener_drops_out_and_the_backup_takes_over(world: World) -> None:
    """On the morning itself: one press each, and nobody in the channel reads of it but by the name on the card."""
    await world.reaches(at(*MORNING))
    posts = {who: len(await world.finds(who, "", place="home")) for who in EACH}
    kit = await world.sees("health", f"Your kit for {FIRST}.", place="direct")
    await world.presses("health", kit, "I can't make it")
    assert await world.sees("health", "No reason needed")
    assert "No convener yet" in (await announcement(world, "fisheries")).text
    asked = await world.sees("labour", f"Could you convene on {FIRST} after all?", place="direct")
    await world.presses("labour", asked, "Yes, I'll do it")
    assert await world.sees("labour", f"You convene on {FIRST}.", place="direct")
    assert await world.sees("labour", f"Your kit for {FIRST}.", place="direct")
    for who in EACH:
        assert "Convener: Labour (Labour)" in (await announcement(world, who)).text
    assert posts["fisheries"] == len(await world.finds("fisheries", "", place="home"))


async def it_is_held_and_noted(world: World) -> None:
    """Whoever convened is asked an hour after the end; three boxes; everybody finds it."""
    await world.reaches(at(*BEGINS))
    await world.commands("labour", "next")
    await world.presses("labour", await world.sees("labour", f"Next: {FIRST}"), "Draw the round table")
    for who in EACH:
        table = await world.sees(who, f"The round table of {FIRST}", place="home")
        assert table.under == (await announcement(world, who)).id
        assert "Fisheries (Fisheries)" in table.text and "Forests" not in table.text
    await world.reaches(at(*NOTES))
    assert not await world.finds("health", "Three lines for those who couldn't come")
    asked = await world.sees("labour", "Three lines for those who couldn't come", place="direct")
    await world.presses("labour", asked, "Write notes")
    await world.fills(
        "labour",
        {
            "What did you talk about?": "Who reads a submission first, and for how long.",
            "What is worth keeping?": "Put the marmalade on page one.",
            "What is to be done?": "Fisheries sends the template round",
        },
    )
    for who in EACH:
        notes = await world.sees(who, "Put the marmalade on page one.", place="home")
        assert notes.under == (await announcement(world, who)).id
        assert "Fisheries sends the template round" in notes.text and "Noted by Labour (Labour)" in notes.text
        await world.commands(who, "find marmalade")
        assert f"notes of {FIRST}" in (await world.sees(who, "I found 1 thing")).text
    assert "This meeting is over." in (await announcement(world, "forests")).text


async def the_next_convener_is_asked(world: World) -> None:
    """Whose turn it is follows from what happened, and `rota` says so; what is to be done comes back in the next kit."""
    await world.reaches(at(*THIRD_OFFERED))
    kit = await world.sees("labour", "Your kit for Thursday 8 April.", place="direct")
    assert "Still to do from last time:\n• Fisheries sends the template round" in kit.text
    assert await world.sees("health", "Would you convene the meeting on Thursday 22 April?", place="direct")
    for who in EACH:
        await world.commands(who, "rota")
        rota = await world.sees(who, "longest since, earliest volunteer")
        assert "Thursday 8 April, 10:00 Pacific: Labour (Labour) convenes" in rota.text
        assert "Health (Health) is asked (why: had volunteered earliest)" in rota.text
    for who in (*HERE, *THERE):
        assert not await world.finds(who, "is an open round table")
