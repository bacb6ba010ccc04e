"""Transcripts of being asked, and of not being asked: who knows who, not me, pauses, newcomers, consent."""

from datetime import datetime

from tests.scenarios.brought import ANSWER, DONE, QUESTION, at, knows, offered, offers
from tests.scenarios.hearing import written_to
from tests.scenarios.world import World


async def test_somebody_knows_who_and_somebody_else_says_not_me(world: World) -> None:
    await knows(world, "fisheries", DONE)
    await world.directs("labour", "me ask yes")
    await world.asks("health", QUESTION)
    await who_may_be_asked_is(world)
    await for_anybody_else_there_is_a_text_to_send_on(world)
    await not_me_is_a_fine_answer(world)
    assert await written_to(world) == {"fisheries": {"offer"}, "labour": {"offer"}}


async def who_may_be_asked_is(world: World) -> None:
    """Labour agreed, and nothing they said is near: only somebody who knows them can think of them."""
    assert not await offers(world, "labour")
    await world.presses("fisheries", await offered(world, "fisheries"), "I know who")
    await world.fills("fisheries", {"Or a name": "Labour"})
    assert await world.sees("fisheries", "Thank you. I'm asking Labour, and say that you thought of them.")
    assert await world.sees("fisheries", "You thought of somebody. Thank you.", place="direct")
    assert "Fisheries thought of you." in (await offered(world, "labour")).text


async def for_anybody_else_there_is_a_text_to_send_on(world: World) -> None:
    """Forests never said that they may be asked, and is not; neither is somebody who isn't here."""
    for name in ("Forests", "Robin Redbreast"):
        await world.directs("fisheries", f"iknow 1 {name}")
        told = await world.sees("fisheries", f"I can't write to {name} by myself.", place="direct")
        assert f"Somebody in our community asks: {QUESTION}" in told.text


async def not_me_is_a_fine_answer(world: World) -> None:
    """Nobody hears of it."""
    before = {who: await world.finds(who, "") for who in ("health", "steward", "fisheries", "forests")}
    await world.presses("labour", await offered(world, "labour"), "Not me")
    assert await world.sees("labour", "That's fine, and good to know.", place="direct")
    assert await world.sees("labour", "Not one for you. Thank you for looking.", place="direct")
    assert {who: await world.finds(who, "") for who in before} == before


HAS_DONE = ("hired interpreters", "costed a regulation", "drafted an order", "closed a programme")
TIMES = (at(1, 3, 10), at(3, 3, 10), at(8, 3, 10), at(10, 3, 14))


def about(number: int) -> str:
    """A question about one thing that Fisheries has done."""
    return f"Who has {HAS_DONE[number]}?"


async def test_who_leaves_three_unanswered_is_left_alone_until_they_say_otherwise(world: World) -> None:
    for done in HAS_DONE:
        await knows(world, "fisheries", done)
    for number in range(3):
        await asked_at(world, TIMES[number], number)
        assert await offered(world, "fisheries", about(number))
    assert not await world.finds("fisheries", "no questions for a month", place="direct")
    await asked_at(world, TIMES[3], 3)
    told = await world.sees("fisheries", "I'll bring you no questions for a month.", place="direct")
    assert "There is nothing to do." in told.text
    assert not await offers(world, "fisheries", about(3))
    await world.presses("fisheries", told, "Ask me again")
    assert await world.sees("fisheries", "When there is a question you may know something about", place="direct")
    await world.reaches(at(11, 3, 15))
    assert await offered(world, "fisheries", about(3)), "what is still open is tried again the next working day"
    heard = await written_to(world)
    assert heard["fisheries"] == {"offer", "member/paused"}
    assert set(heard) == {"fisheries", "health"}


async def asked_at(world: World, when: datetime, number: int) -> None:
    """Then; what is due by then has happened, and a minute later what follows has, too."""
    await world.reaches(when)
    await world.asks("health", about(number))
    await world.reaches(when.replace(minute=5))


WELCOME = "It's their first question here, and you offered to welcome newcomers."


async def test_a_newcomers_first_question_is_brought_to_two_who_welcome_newcomers(world: World) -> None:
    for who in ("steward", "labour", "fisheries"):
        await world.directs(who, "me welcome yes")
    await world.directs("fisheries", "me ask no")
    await world.commands("newcomer", "me unit Newcomers")
    await world.asks("newcomer", "Where does everybody eat?")
    for who in ("steward", "labour"):
        assert WELCOME in (await offered(world, who, "Where does everybody eat?")).text
    await world.reaches(at(2, 3, 10))
    await world.asks("newcomer", "And where does everybody sleep?")
    await world.reaches(at(3, 3, 10))
    for who in ("steward", "labour"):
        assert not await offers(world, who, "And where does everybody sleep?")
    assert await written_to(world) == {"steward": {"offer"}, "labour": {"offer"}}


async def test_who_never_agreed_is_asked_once_and_only_after_a_reply_of_theirs_helped(world: World) -> None:
    await world.asks("health", f"{QUESTION} #consultation")
    card = await world.sees("labour", QUESTION, place="home")
    await world.replies("labour", card, ANSWER)
    assert not await world.finds("labour", "May I ask you")
    await world.directs("health", "helped 1")
    asked = await world.sees("labour", "May I ask you about consultation now and then?", place="direct")
    assert "no is a fine answer every time" in asked.text
    await world.commands("forests", "reply 1 We never do.")
    await it_rides_on_the_answer(world)
    await world.directs("health", "helped 2")
    await world.directs("health", "helped 1")
    await world.presses("labour", asked, "No, thanks")
    assert await world.sees("labour", "All right: I won't ask.", place="direct")
    await world.reaches(at(3, 3, 10))
    assert len(await world.finds("labour", "May I ask you", place="direct")) == 0
    assert await written_to(world) == {"health": {"question/news"}, "labour": {"member/consent", "reply/carried"}}


async def it_rides_on_the_answer(world: World) -> None:
    """Who replies through the form or typed reads it there, and isn't written to for it."""
    answer = await world.sees("forests", "Your reply stands under question 1")
    assert "Yes, ask me" in answer.buttons
    await world.presses("forests", answer, "Yes, ask me")
    assert await world.sees("forests", "Thank you. I'll ask now and then.")
