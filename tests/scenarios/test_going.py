"""Transcripts of those who go: forgotten by their own press, or without an account any more."""

from tests.scenarios.brought import ANSWER, DONE, QUESTION, at, knows, offered, offers, standing
from tests.scenarios.hearing import letters, posted, written_to
from tests.scenarios.onlookers import rows
from tests.scenarios.test_meeting_cycle import SERIES, rota
from tests.scenarios.world import HERE, THERE, World

EACH = ("labour", "forests")
"""Somebody on each platform."""
NAME = "Noor Haddad"
OTHERS = tuple(who for who in (*HERE, *THERE) if who != "fisheries")
NOBODY = "I found nobody else who has said that they know about this."
FEEDS = "Who feeds the otters at the ferry terminal?"
DRAFTED = "Who has drafted an order in council?"


async def test_a_forgotten_members_words_stay_and_the_name_is_nowhere(world: World) -> None:
    await noor_helps_and_asks(world)
    await everybody_can_read_the_name(world)
    await world.directs("fisheries", "me forget now")
    assert await world.sees("fisheries", "You are forgotten here.", place="direct")
    await what_was_written_stays_without_the_name(world)
    await nothing_they_said_of_themselves_is_left(world)
    before = await world.finds("fisheries", "", place="direct")
    await world.asks("labour", f"Once more: {QUESTION}")
    await world.reaches(at(9, 3, 10))
    assert await world.finds("fisheries", "", place="direct") == before
    await nobody_sees_the_name(world)
    assert set(await written_to(world)) == {"health"}, "who has been forgotten is in no ledger"


async def noor_helps_and_asks(world: World) -> None:
    """A reply that helped and was kept; a question taken to the meeting with the name; a question still before them."""
    for line in (
        f"me name {NAME}",
        "me unit Oceans",
        "me interests #consultation",
        "me did Drafted an order in council",
    ):
        await world.directs("fisheries", line)
    await knows(world, "fisheries", DONE)
    await world.commands("steward", "meetings every second Thursday 10:00 for 60 min, Room 4 from 18 March 2027")
    await world.asks("health", f"{QUESTION} #consultation")
    await world.presses("fisheries", await offered(world, "fisheries"), "Reply")
    await world.fills("fisheries", {"Your reply": ANSWER})
    await world.directs("health", "helped 1")
    await world.directs("health", "keep 1")
    await world.asks("fisheries", FEEDS)
    await world.directs("fisheries", "meeting 2 named")
    await world.reaches(at(2, 3, 10))
    await world.asks("labour", DRAFTED)
    await world.reaches(at(3, 3, 10))
    assert await offered(world, "fisheries", DRAFTED)


LOOKS = {
    "question 1": "Question 1, with its replies.",
    "question 2": "Question 2, with its replies.",
    "resource 1": "Resource 1.",
    "find governments consulted early about changing regulations": "about that.",
    "next": "Next: Thursday 18 March",
    "library": "The newest in the library.",
}
"""What everybody can look up, and by what the answer is known."""
NAMED = ("question 1", "question 2", "resource 1", "next")
"""Where the name is read as long as it may be."""


async def looks(world: World, who: str) -> dict[str, str]:
    """What somebody reads who looks everything up."""
    read = {}
    for line, known_by in LOOKS.items():
        await world.commands(who, line)
        shown = await world.sees(who, known_by)
        read[line] = f"{shown.notice}\n{shown.text}"
    return read


async def everybody_can_read_the_name(world: World) -> None:
    """On the cards, in the library, on the agenda, and by `who`; the digest names nobody."""
    for who in EACH:
        read = await looks(world, who)
        assert [line for line in NAMED if NAME in read[line]] == list(NAMED)
        assert f"{FEEDS} ({NAME}" in read["next"]
        (digest,) = await world.finds(who, "This week in Policy CoP", place="home")
        assert "Oceans helped" in digest.text and NAME not in digest.text
        await world.commands(who, "who consultation")
        assert NAME in (await world.sees(who, "They may know something about this.")).text


async def what_was_written_stays_without_the_name(world: World) -> None:
    """Everywhere it is looked up, and wherever it stood before."""
    await nobody_sees_the_name(world)
    for who in EACH:
        read = await looks(world, who)
        assert not [line for line, text in read.items() if NAME in text]
        assert ANSWER in read["question 1"] and "a former member" in read["question 1"]
        assert ANSWER in read["resource 1"] and FEEDS in read["question 2"]
        assert f"• {FEEDS}\n" in read["next"]
        assert "Oceans" in (await standing(world, who)).text
        (digest,) = await world.finds(who, "This week in Policy CoP", place="home")
        assert QUESTION in digest.text and "Oceans helped" in digest.text


async def nobody_sees_the_name(world: World) -> None:
    """What the bot answered to one person alone before, only they have, and it can't reach."""
    reached = posted(world)
    for who in OTHERS:
        for one in await world.all_of(who):
            assert one.id not in reached or NAME not in f"{one.notice}\n{one.text}", (who, one)


async def nothing_they_said_of_themselves_is_left(world: World) -> None:
    """Neither experience nor interests; no question waits for them; `who` finds nobody."""
    for who in EACH:
        for number, words in enumerate(("consultation", "local governments regulation", "drafted orders")):
            await world.commands(who, f"who {words}")
            await world.sees(who, NOBODY)
            assert len(await world.finds(who, NOBODY)) == number + 1
    assert not await offers(world, "fisheries", DRAFTED)
    kept = [table for table, _ in rows(world.file)]
    assert "experiences" not in kept and "offers" not in kept


MEETING = "Thursday 25 March"


async def test_what_hung_on_somebody_who_is_gone_passes_on_the_same_day(world: World) -> None:
    await the_steward_convenes_owns_and_knows(world)
    await world.reaches(at(4, 3, 14))
    letters_before = letters(world, "steward")
    await world.leaves("steward")
    await world.reaches(at(5, 3, 11))
    await world.asks_who_is_there()
    await the_next_volunteer_is_asked(world)
    await stewardship_and_what_they_looked_after_move_on(world)
    await they_are_found_and_offered_nothing(world)
    await world.reaches(at(8, 3, 12))
    assert letters(world, "steward") == letters_before
    assert await written_to(world) == {
        "steward": {"turn", "offer"},
        "fisheries": {"turn"},
        "health": {"member/steward"},
    }


async def the_steward_convenes_owns_and_knows(world: World) -> None:
    """And is the only steward; two others volunteered, and Health let the bot write to them."""
    await world.directs("health", "me ask yes")
    await knows(world, "steward", DONE)
    await world.commands("steward", "share https://example.org/plan Consultation plan template #consultation")
    await world.commands("steward", SERIES)
    for who in ("steward", "fisheries"):
        await world.commands(who, "convene join")
    await world.reaches(at(3, 3, 9))
    await world.asks("labour", QUESTION)
    assert await offered(world, "steward")
    await world.reaches(at(4, 3, 9))
    await world.presses(
        "steward", await world.sees("steward", f"Would you convene the meeting on {MEETING}?"), "Yes, I'll do it"
    )
    assert f"{MEETING}, 10:00 Pacific Steward (Steward) convenes" in await rota(world, "forests")


async def the_next_volunteer_is_asked(world: World) -> None:
    """At once, and everybody reads that nobody convenes yet."""
    asked = await world.sees("fisheries", f"Would you convene the meeting on {MEETING}?", place="direct")
    assert asked.buttons[0] == "Yes, I'll do it"
    for who in EACH:
        assert f"{MEETING}, 10:00 Pacific Fisheries (Fisheries) is asked" in await rota(world, who)
        await world.commands(who, "next")
        assert "No convener yet" in (await world.sees(who, f"Next: {MEETING}")).text


async def stewardship_and_what_they_looked_after_move_on(world: World) -> None:
    """To who has been here longest of those who may be written to; what they shared seeks somebody."""
    told = await world.sees("health", "You look after Policy CoP now", place="direct")
    assert "because you've been here longest" in told.text
    await world.presses("health", told, "Settings")
    assert await world.sees("health", "How Policy CoP is set.")
    await world.commands("labour", "settings")
    assert "They are: Health." in (await world.sees("labour", "Settings are the stewards' matter.")).text
    await world.commands("forests", "resource 1")
    await world.presses("forests", await world.sees("forests", "Resource 1."), "I'll look after it")
    assert await world.sees("forests", "Thank you. You look after it now.")


async def they_are_found_and_offered_nothing(world: World) -> None:
    """What was before them is taken away, and nothing new is brought."""
    assert [row["state"] for table, row in rows(world.file) if table == "offers"] == ["withdrawn"]
    await world.commands("forests", "who local governments regulation")
    assert await world.sees("forests", NOBODY)
    await world.reaches(at(8, 3, 9))
    await world.asks("health", f"Once more: {QUESTION}")
