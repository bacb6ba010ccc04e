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
OFFERED, POLL_OPENS, POLL_CLOSES = (4, 3, 9), (15, 3, 10), (19, 3, 16)
SECOND_OFFERED, KIT, REMINDED, MORNING = (17, 3, 9), (18, 3, 9), (24, 3, 14), (25, 3, 8, 30)
BEGINS, NOTES, THIRD_OFFERED = (25, 3, 10), (25, 3, 12), (1, 4, 9)


def at(day: int, month: int, hour: int, minute: int = 0) -> datetime:
    """An instant of 2027, as clocks in Vancouver show it."""
    return datetime(2027, month, day, hour, minute, tzinfo=ZONE)


async def announcement(world: World, who: str) -> Seen:
    """The first meeting's one announcement, as somebody sees it."""
    (found,) = await world.finds(who, f"{FIRST}, 10:00 Pacific: {CABINET}", place="home")
    return found


async def rota(world: World, who: str) -> str:
    """What `rota` says to somebody now, on one line."""
    await world.commands(who, "rota")
    return " ".join((await world.sees(who, "longest since, earliest volunteer")).text.split())


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
    assert "Why you: 3 volunteers, and among those due you volunteered first." in offer.text
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
    await world.presses("labour", await world.sees("labour", f"Next: {FIRST}"), "Look after it")
    await world.presses("labour", await world.sees("labour", f"Looking after {FIRST}"), "Draw the round table")
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
        shown = await rota(world, who)
        assert "Thursday 8 April, 10:00 Pacific Labour (Labour) convenes" in shown
        assert "Thursday 22 April, 10:00 Pacific Health (Health) is asked" in shown
        assert "why: had volunteered first among those due" in shown
    for who in (*HERE, *THERE):
        assert not await world.finds(who, "is an open round table")


async def volunteers(world: World, *people: str) -> None:
    """They would convene, in that order."""
    for who in people:
        await world.commands(who, "convene join")
        assert await world.sees(who, "You're in the rota")


async def test_a_declined_turn_goes_to_the_next_and_two_swap_across_platforms(world: World) -> None:
    await world.commands("steward", SERIES)
    await volunteers(world, "health", "fisheries", "labour")
    assert f"Next to be asked, for {FIRST}: Health (Health)." in await rota(world, "forests")
    await world.reaches(at(*OFFERED))
    offer = await world.sees("health", f"Would you convene the meeting on {FIRST}?", place="direct")
    await world.presses("health", offer, "Not this time")
    assert await world.sees("health", "That's fine, and thank you for saying so.")

    offer = await world.sees("fisheries", f"Would you convene the meeting on {FIRST}?", place="direct")
    assert "Why you: 3 volunteers, and among those due you volunteered first." in offer.text
    asked = await rota(world, "forests")
    assert f"{FIRST}, 10:00 Pacific Fisheries (Fisheries) is asked" in asked
    assert "why: had volunteered first among those due" in asked
    assert "Next to be asked, for Thursday 8 April: Health (Health)." in asked
    assert "1. Health (Health): 0 turns" in asked, "one no costs nothing, and keeps the place"
    await world.presses("fisheries", offer, "Yes, I'll do it")

    await world.reaches(at(*SECOND_OFFERED))
    offer = await world.sees("health", "Would you convene the meeting on Thursday 8 April?", place="direct")
    await world.presses("health", offer, "Yes, I'll do it")
    await world.reaches(at(18, 3, 11))
    kit = await world.sees("fisheries", f"Your kit for {FIRST}.", place="direct")
    await world.presses("fisheries", kit, "Swap")
    await world.fills("fisheries", {"With whom": "Health (Health)"})
    assert await world.sees("fisheries", f"I'm asking Health (Health). Until they say yes, {FIRST} stays yours.")
    assert f"{FIRST}, 10:00 Pacific Fisheries (Fisheries) convenes" in await rota(world, "labour")

    request = await world.sees("health", f"Fisheries (Fisheries) asks: would you convene on {FIRST}?", place="direct")
    assert "Fisheries (Fisheries) would take your Thursday 8 April" in request.text
    await world.presses("health", request, "Yes, I'll do it")
    assert await world.sees("fisheries", f"Swapped: somebody else convenes on {FIRST}.", place="direct")
    for who in ("labour", "forests"):
        swapped = await rota(world, who)
        assert f"{FIRST}, 10:00 Pacific Health (Health) convenes" in swapped
        assert "Thursday 8 April, 10:00 Pacific Fisheries (Fisheries) convenes" in swapped


async def test_a_meeting_moves_and_another_is_cancelled(world: World) -> None:
    await they_fill_in_when_they_meet(world)
    await volunteers(world, "health", "labour", "fisheries")
    for offered, who in ((OFFERED, "health"), ((10, 3, 9), "labour"), (SECOND_OFFERED, "fisheries")):
        await world.reaches(at(*offered))
        await world.commands(who, "convene yes")
    assert await world.sees("labour", "You convene on Thursday 1 April.")
    await world.reaches(at(22, 3, 9))
    for who, answer in (("fisheries", "Yes"), ("forests", "No"), ("labour", "Maybe")):
        await world.presses(who, await world.sees(who, f"{FIRST}, 10:00 Pacific: The meeting", place="home"), answer)
    await it_moves(world)
    await another_is_cancelled(world)


async def they_fill_in_when_they_meet(world: World) -> None:
    """Every week, without polls."""
    await world.commands("steward", "meetings")
    await world.presses("steward", await world.sees("steward", "No meeting is planned yet."), "Say when you meet")
    wanted = {"When?": "every Thursday 10:00", "First on": "25 March 2027", "Where?": "Room 4"}
    assert await world.fills("steward", {**wanted, "Members choose the topic": "no"}) == {}
    assert FIRST in (await world.sees("steward", "The next meetings.")).text


async def it_moves(world: World) -> None:
    """The announcement shows it, a new message says it, and so is told who said yes or maybe."""
    await world.commands("steward", "meetings")
    await world.presses("steward", await world.sees("steward", "The next meetings."), "Change")
    assert await world.fills("steward", {"When?": "24 March 14:00", "Where?": "Room 5"}) == {}
    assert "I tell everybody who knew of it." in (await world.sees("steward", "It stands now for")).text
    moved = "Wednesday 24 March, 14:00"
    for who in EACH:
        (announced,) = await world.finds(who, f"{moved} Pacific: The meeting", place="home")
        assert "Wednesday 24 March, 14:00–15:00 Pacific · Room 5" in announced.text
        (told,) = await world.finds(who, f"Changed: {moved}", place="home")
        assert told.id != announced.id and not await world.finds(who, f"{FIRST}, 10:00 Pacific: ", place="home")
    for who in ("fisheries", "labour"):
        assert await world.sees(who, f"Changed: {moved}", place="direct")
    assert not await world.finds("forests", f"Changed: {moved}", place="direct")
    await world.reaches(at(23, 3, 14))
    assert await world.sees("fisheries", f"See you then: {moved}".replace("14:00", "14:00–15:00"), place="direct")


async def another_is_cancelled(world: World) -> None:
    """Within a day of its start: told at once, in the evening too; the convener's turn costs nothing."""
    await world.reaches(at(31, 3, 18))
    was = {who: await world.sees(who, "Thursday 1 April, 10:00 Pacific: The meeting", place="home") for who in EACH}
    await world.presses("forests", was["fisheries"], "Yes")
    await world.commands("steward", "meetings cancel 2")
    cancelled = "Cancelled: Thursday 1 April, 10:00 Pacific"
    for who in EACH:
        shown = await world.finds(who, cancelled, place="home")
        assert len(shown) == 2 and was[who].id in {one.id for one in shown}
        assert all("Nobody's turn is lost." in one.text and "Yes" not in one.buttons for one in shown)
        await world.commands(who, "next")
        assert await world.sees(who, "Next: Thursday 8 April")
    assert await world.sees("forests", cancelled, place="direct")
    await world.reaches(at(1, 4, 8, 30))
    assert await world.sees("labour", "You needn't convene on Thursday 1 April. It costs you nothing", place="direct")
    assert not await world.finds("forests", "See you then: Thursday 1 April")


async def test_bad_input_gets_help_and_changes_nothing(world: World) -> None:
    await world.commands("steward", "meetings every thirtyth")
    assert await world.sees("steward", "such as: every second Thursday 10:00")
    await world.commands("steward", "meetings every second Thursday 10:00 from 1 February 2027")
    assert await world.sees("steward", "That day is over. Please take one from today on")
    await world.commands("steward", "meetings")
    assert await world.sees("steward", "No meeting is planned yet.")
    await world.commands("health", SERIES)
    assert await world.sees("health", "Only a steward can do that.")

    await world.commands("steward", SERIES)
    await world.commands("steward", "meetings move 1 1 February 2027 10:00")
    assert await world.sees("steward", "That day is over.")
    await world.commands("forests", "next")
    assert await world.sees("forests", f"Next: {FIRST}, 10:00 Pacific")
    await turns_are_their_owners(world)
    await a_closed_poll_takes_no_ticks(world)


async def turns_are_their_owners(world: World) -> None:
    """Nobody swaps with themselves, or answers for another."""
    await volunteers(world, "health", "labour", "fisheries")
    await world.reaches(at(*OFFERED))
    offer = await world.sees("health", "Would you convene the meeting", place="direct")
    await world.forges("labour", "health", offer, "Yes, I'll do it")
    assert await world.sees("labour", "That was put to somebody else, so nothing was changed.")
    await world.commands("forests", "convene yes")
    assert await world.sees("forests", "You have no turn just now that this could be about.")
    assert "Health (Health) is asked" in await rota(world, "forests")
    await world.commands("health", "convene swap Health")
    assert await world.sees("health", "You can't swap with yourself. Name another volunteer.")
    await world.commands("health", "convene swap Nobody")
    assert await world.sees("health", "I don't find that name in the rota.")
    assert "Health (Health) is asked" in await rota(world, "forests")


async def a_closed_poll_takes_no_ticks(world: World) -> None:
    """Typed, or in a form that was opened before."""
    for topic in (PEOPLE, DRAFTING):
        await world.commands("forests", f"topic {topic}")
    await world.reaches(at(*POLL_OPENS))
    await world.commands("fisheries", "tick 1")
    await world.commands("fisheries", "tick 7")
    assert await world.sees("fisheries", "There is no option with that number in the poll. Nothing was changed.")
    await world.presses("health", await world.sees("health", "What shall we talk about"), "Tick topics")
    await world.reaches(at(*POLL_CLOSES))
    errors = await world.fills("health", {"Tick all you like": (f"2. {DRAFTING}",)})
    (error,) = errors.values()
    assert error == "That poll has closed, so nothing was changed. Its card shows what was chosen."
    await world.commands("health", "tick 2")
    assert await world.sees("health", "There is no poll just now.")
    for who in EACH:
        result = await world.sees(who, f"On {FIRST} we talk about: {PEOPLE}", place="home")
        assert f"{DRAFTING}: 0 ticks" in result.text and "1 person from 1 unit has voted." in result.text
