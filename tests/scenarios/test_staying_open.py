"""A transcript of a question that nobody answers: two rings, its asker's choice, the meeting, and thanks in the end."""

from tests.scenarios.brought import DONE, QUESTION, at, knows, offers, standing
from tests.scenarios.hearing import written_to
from tests.scenarios.test_meeting_cycle import rota
from tests.scenarios.world import World

KNOWING = ("steward", "labour", "newcomer", "fisheries", "forests", "finance")
"""They have done it, and may be asked: three on each platform."""
EACH = ("labour", "finance")
"""Somebody on each platform."""
CONVENING = ("turn", "turn/nudge", "turn/kit", "turn/passed", "meeting/choose", "meeting/notes")
"""What Labour hears besides, having volunteered."""
MEETING = "Thursday 18 March"


async def test_a_question_that_nobody_answers_ends_with_its_askers_choice(world: World) -> None:
    await six_may_be_asked_and_two_may_not(world)
    await labour_convenes(world)
    await three_are_asked_and_then_three_more(world)
    await the_asker_takes_it_to_the_meeting_without_the_name(world)
    await it_stands_on_the_agenda_everywhere(world)
    await the_meeting_is_held_and_the_asker_asked_again(world)
    await it_closes_with_thanks(world)
    heard = {who: {kind for kind in kinds if kind not in CONVENING} for who, kinds in (await written_to(world)).items()}
    assert heard == {who: {"offer"} for who in KNOWING} | {
        "health": {"question/choice", "question/followup", "question/thanks"}
    }


async def six_may_be_asked_and_two_may_not(world: World) -> None:
    """Housing has done it and wants no questions; Justice has done it and never said."""
    for who in ("newcomer", "finance", "housing", "justice"):
        await world.commands(who, f"me unit {who.title()}")
    for who in KNOWING:
        await knows(world, who, DONE)
    for who in ("housing", "justice"):
        await knows(world, who, DONE, agrees=False)
    await world.directs("housing", "me ask no")


async def labour_convenes(world: World) -> None:
    """So that there is a meeting to take it to."""
    await world.commands("steward", "meetings every second Thursday 10:00 for 60 min, Room 4 from 18 March 2027")
    await world.commands("labour", "convene join")
    await world.presses("labour", await world.sees("labour", "Would you convene", place="direct"), "Yes, I'll do it")
    assert f"{MEETING}, 10:00 Pacific Labour (Labour) convenes" in await rota(world, "finance")


async def three_are_asked_and_then_three_more(world: World) -> None:
    """Two working days later, all in all those who may be; once each."""
    await world.asks("health", QUESTION)
    first = await asked(world)
    assert len(first) == 3
    await world.reaches(at(3, 3, 8, 45))
    assert await asked(world) == first
    await world.reaches(at(3, 3, 10))
    assert await asked(world) == set(KNOWING)
    await world.reaches(at(8, 3, 8, 45))
    assert not await world.finds("health", "What next?")
    assert await asked(world) == set(KNOWING)


async def asked(world: World) -> set[str]:
    """Who has the offer before them; nobody has it twice."""
    standing = {who: len(await offers(world, who)) for who in (*KNOWING, "housing", "justice", "health")}
    assert max(standing.values()) <= 1
    return {who for who, count in standing.items() if count}


async def the_asker_takes_it_to_the_meeting_without_the_name(world: World) -> None:
    """After five working days; no other press of theirs, or of anybody, puts it there."""
    await world.reaches(at(8, 3, 10))
    choice = await world.sees("health", "Your question is still open. What next?", place="direct")
    assert (
        "I asked 6 people in 6 units, and none has had time yet. That says nothing about your question." in choice.text
    )
    assert choice.buttons == ("Try other people", "Take it to the meeting", "Close it")
    await world.commands("finance", "next")
    assert QUESTION not in (await world.sees("finance", f"Next: {MEETING}")).text
    await world.presses("health", choice, "Take it to the meeting")
    await world.presses("health", await world.sees("health", "with your name?"), "Without my name")
    told = await world.finds("health", f"Your question is on the agenda of {MEETING}", place="direct")
    (card,) = [one for one in told if "Take it off again" in one.buttons]
    assert card.id == choice.id


async def it_stands_on_the_agenda_everywhere(world: World) -> None:
    """In `next`, in the announcement and in the kit: the words, and nobody's name. Its own card stays as it was."""
    await world.reaches(at(11, 3, 10))
    for who in EACH:
        await world.commands(who, "next")
        announced = await world.sees(who, f"{MEETING}, 10:00 Pacific: ", place="home")
        for shown in (announced, await world.sees(who, f"Next: {MEETING}")):
            assert f"From members:\n• {QUESTION}" in shown.text and "Health" not in shown.text
        card = await standing(world, who)
        assert "Health · Health" in card.text and "Open · no replies yet" in card.text
    kit = await world.sees("labour", f"Your kit for {MEETING}.", place="direct")
    assert f"From members:\n• {QUESTION}" in kit.text and "Health" not in kit.text


async def the_meeting_is_held_and_the_asker_asked_again(world: World) -> None:
    """It stays open; they say nothing."""
    await world.reaches(at(18, 3, 12))
    again = await world.sees("health", "Did the meeting help?", place="direct")
    assert again.buttons == ("Still looking", "Close it")
    assert "Open · no replies yet" in (await standing(world, "finance")).text


async def it_closes_with_thanks(world: World) -> None:
    """Thirty days after it was asked, where nobody says otherwise."""
    await world.reaches(at(31, 3, 8, 45))
    assert not await world.finds("health", "Your question was closed, with thanks")
    await world.reaches(at(31, 3, 10))
    thanks = await world.sees("health", "Your question was closed, with thanks to all", place="direct")
    assert thanks.buttons == ("Open it again",)
    for who in EACH:
        assert "Closed · with thanks to all who thought about it" in (await standing(world, who)).text
    for who in KNOWING:
        assert not await offers(world, who)
        assert await world.sees(who, "This one is settled; there is nothing to do.", place="direct")
