"""Transcripts of asking, as members of a community over two platforms live through it."""

from datetime import timedelta

from tests.scenarios.world import World

QUESTION = "How early do you bring local governments into a regulation change?"


async def test_a_question_asked_here_is_answered_from_there(world: World) -> None:
    await world.asks("health", QUESTION)
    here = await world.sees("labour", QUESTION)
    there = await world.sees("fisheries", QUESTION)
    assert "Open" in here.text and "no replies yet" in there.text
    assert QUESTION in here.notice and "Health" in here.notice

    await world.replies("fisheries", there, "Six weeks before, with the draft in hand.")
    carried = await world.sees("health", "Six weeks before", place="home")
    assert "Fisheries" in carried.text and world.title_there in carried.text
    assert carried.under == here.id
    assert "1 reply" in (await world.sees("labour", QUESTION)).text

    await world.presses("health", carried, "This helped")
    for who in ("labour", "forests"):
        assert "Answered" in (await world.sees(who, QUESTION)).text


async def test_whoever_is_carried_the_first_time_is_told_once_and_can_take_it_back(world: World) -> None:
    await world.asks("health", QUESTION)
    there = await world.sees("fisheries", QUESTION)
    await world.replies("fisheries", there, "Ring them before you write anything.")
    told = await world.sees("fisheries", "also shown in", place="direct")
    assert "Take it back" in told.buttons

    await world.replies("fisheries", there, "And bring a map.")
    await world.sees("health", "And bring a map")
    assert len(await world.finds("fisheries", "also shown in", place="direct")) == 1

    await world.presses("fisheries", told, "Take it back")
    assert not await world.finds("health", "Ring them before")
    assert "1 reply" in (await world.sees("labour", QUESTION)).text


async def test_a_reply_through_the_form_stands_on_both_platforms(world: World) -> None:
    await world.asks("health", QUESTION)
    there = await world.sees("forests", QUESTION)
    await world.presses("forests", there, "Reply")
    await world.fills("forests", {"Your reply": "A month, by phone."})
    assert (await world.sees("health", "A month, by phone", place="home")).under
    assert (await world.sees("fisheries", "A month, by phone")).under == there.id


async def test_a_typed_reply_names_the_question_by_its_number(world: World) -> None:
    await world.asks("health", QUESTION)
    await world.commands("fisheries", "reply 1 Start with the regional office.")
    assert (await world.sees("labour", "Start with the regional office")).under


async def test_a_draft_that_was_left_is_reminded_of_once(world: World) -> None:
    await world.commands("health", f"ask {QUESTION}")
    await world.sees("health", "Before it goes out")
    await world.forward(timedelta(hours=1, minutes=1))
    reminder = await world.sees("health", "not posted yet", place="direct")
    await world.forward(timedelta(hours=3))
    assert len([seen for seen in await world.all_of("health") if "not posted yet" in seen.text]) == 1
    assert not await world.finds("labour", QUESTION)

    await world.presses("health", reminder, "Look at it")
    await world.presses("health", await world.sees("health", "Before it goes out", place="direct"), "Post it")
    assert await world.sees("fisheries", QUESTION)
    assert not await world.finds("health", "not posted yet")


async def test_what_is_known_already_answers_a_draft_and_nothing_is_posted(world: World) -> None:
    await world.commands(
        "labour", "share https://example.org/consult Local government consultation guide #consultation"
    )
    await world.commands("health", "ask Is there a guide to local government consultation?")
    preview = await world.sees("health", "These may already answer it")
    assert "Local government consultation guide" in preview.text
    await world.presses("health", preview, "This answers it")
    assert await world.sees("health", "Nothing was posted")
    assert not await world.finds("labour", "Is there a guide to")


async def test_a_question_without_a_name_shows_no_name_and_no_unit(world: World) -> None:
    await world.directs("health", f"ask {QUESTION} --anon")
    preview = await world.sees("health", "Asked without a name", place="direct")
    await world.presses("health", preview, "Post it")
    card = await world.sees("labour", QUESTION)
    assert "Asked without a name" in card.text
    assert "Health" not in card.text + card.notice
    assert "health" not in card.text.lower()


async def test_a_name_is_not_hidden_where_others_could_read_along(world: World) -> None:
    await world.here.mention("health", f"ask {QUESTION} --anon")
    await world.settle()
    assert await world.sees("health", "kept nothing of it")
    await world.directs("health", "drafts")
    assert await world.sees("health", "You have no drafts", place="direct")


async def test_what_is_taken_back_is_gone_everywhere(world: World) -> None:
    await world.asks("health", QUESTION)
    there = await world.sees("fisheries", QUESTION)
    await world.commands("forests", "reply 1 A month, by phone.")
    await world.sees("health", "A month, by phone")
    await world.commands("health", "takeback 1")
    for who in ("labour", "fisheries"):
        assert not await world.finds(who, QUESTION)
        assert not await world.finds(who, "A month, by phone")
    await world.commands("labour", "find local governments regulation")
    found = await world.sees("labour", "I found nothing")
    assert QUESTION not in found.text
    assert there.id


async def test_the_same_question_twice_in_ten_minutes_shows_the_first(world: World) -> None:
    await world.asks("health", QUESTION)
    await world.commands("health", f"ask {QUESTION}")
    assert await world.sees("health", "You asked this a moment ago. It is question 1")
    assert len(await world.finds("labour", QUESTION, place="home")) == 1


async def test_a_known_link_opens_its_entry_and_is_found(world: World) -> None:
    await world.commands(
        "health", "share https://www.example.org/plan?utm_source=x Consultation plan template #consultation"
    )
    assert await world.sees("health", "It is in the library now")
    await world.commands("fisheries", "share http://example.org/plan/ Something else")
    again = await world.sees("fisheries", "This is in the library")
    assert "Consultation plan template" in again.text
    await world.presses("fisheries", again, "This helped")
    assert "helped 1 person" in (await world.sees("fisheries", "This is in the library")).text
    await world.commands("forests", "find consultation template")
    assert "Consultation plan template" in (await world.sees("forests", "I found 1 thing")).text


async def test_any_sentence_in_a_direct_message_is_looked_up_and_can_be_asked(world: World) -> None:
    await world.directs("health", "who has planned a consultation with fishing villages before")
    answer = await world.sees("health", "I found nothing about that yet", place="direct")
    await world.presses("health", answer, "Ask the community this")
    preview = await world.sees("health", "Before it goes out", place="direct")
    await world.presses("health", preview, "Post it")
    assert await world.sees("fisheries", "fishing villages")


async def test_a_mistyped_command_is_answered_to_its_writer_alone(world: World) -> None:
    await world.commands("health", "shre https://example.org/a Plan")
    answer = await world.sees("health", "Did you mean “share”?")
    await world.presses("health", answer, "Run “share”")
    assert await world.sees("health", "It is in the library now")
    if world.here_is_private:
        assert not await world.finds("labour", "Did you mean")


async def test_a_steward_hides_and_brings_back_and_the_author_is_told(world: World) -> None:
    await world.asks("health", QUESTION)
    await world.commands("labour", "flag 1")
    flagged = await world.sees("steward", "asks a steward to look", place="direct")
    await world.presses("steward", flagged, "Hide")
    await world.fills("steward", {"Because": "it may hold a confidence"})
    assert not await world.finds("fisheries", QUESTION)
    assert await world.sees("health", "A steward has hidden something you wrote", place="direct")
    await world.commands("steward", "unhide 1")
    assert await world.sees("fisheries", QUESTION)
