"""Transcripts of questions that end well: brought to who has done it, answered, kept, or talked over, on two platforms."""

from datetime import timedelta

from tests.scenarios.brought import ANSWER, DONE, QUESTION, at, knows, offered
from tests.scenarios.hearing import written_to
from tests.scenarios.world import World

EACH = ("labour", "forests")
"""Somebody on each platform who only looks on."""


async def test_what_somebody_has_done_answers_a_question_and_is_kept(world: World) -> None:
    await it_is_asked_here_and_brought_to_who_has_done_it_there(world)
    await they_reply_through_the_offer_and_both_places_show_it(world)
    await the_asker_hears_of_it_and_says_that_it_helped(world)
    await it_is_found_in_other_words_and_kept_with_one_press(world)
    await tuesdays_digest_tells_of_it_in_both_places(world)
    assert await written_to(world) == {
        "fisheries": {"offer", "resource/kept"},
        "health": {"question/news"},
    }


async def it_is_asked_here_and_brought_to_who_has_done_it_there(world: World) -> None:
    """Fisheries said what they have done, and that they may be asked; Forests has done it too, and hasn't said so."""
    await knows(world, "fisheries", DONE)
    await knows(world, "forests", DONE, agrees=False)
    await world.asks("health", f"{QUESTION} #consultation")
    assert "Few members have told me yet" in (await world.sees("health", "Posted as question 1")).text
    offer = await offered(world, "fisheries")
    assert offer.notice == "Could you help with a question about consultation?"
    assert f"Health asks: {QUESTION}" in offer.text and "You said you've done this." in offer.text
    assert offer.buttons == ("Reply", "Happy to talk", "I know who", "Not me")


async def they_reply_through_the_offer_and_both_places_show_it(world: World) -> None:
    """Who agreed already isn't asked whether they may be asked."""
    await world.presses("fisheries", await offered(world, "fisheries"), "Reply")
    await world.fills("fisheries", {"Your reply": ANSWER})
    thanks = await world.sees("fisheries", "Your reply stands under question 1")
    assert "Yes, ask me" not in thanks.buttons
    assert await world.sees("fisheries", "You replied. Thank you.", place="direct")
    for who in EACH:
        card = await world.sees(who, QUESTION, place="home")
        assert "Open · 1 reply" in card.text
        assert (await world.sees(who, ANSWER, place="home")).under == card.id


async def the_asker_hears_of_it_and_says_that_it_helped(world: World) -> None:
    """At once, being the first."""
    news = await world.sees("health", "replied to your question", place="direct")
    assert f"Fisheries (Fisheries, in {world.title_there})" in news.text and ANSWER in news.text
    await world.presses("health", news, "This helped")
    for who in EACH:
        assert "Answered · Fisheries" in (await world.sees(who, QUESTION, place="home")).text
        assert "This helped" in (await world.sees(who, ANSWER, place="home")).text


async def it_is_found_in_other_words_and_kept_with_one_press(world: World) -> None:
    """By whoever looks, on either platform."""
    for who in EACH:
        await world.commands(who, "find when should municipalities hear that a rule is about to change")
        assert "Fisheries" in (await world.sees(who, "I found 2 things about that.")).text
    await world.presses("health", await world.sees("health", "Good to hear."), "Keep in the library")
    kept = await world.sees("health", "It is in the library now.")
    assert ANSWER in kept.text and "Looked after by Fisheries" in kept.text
    for who in EACH:
        await world.commands(who, "library")
        assert QUESTION in (await world.sees(who, "The newest in the library.")).text
        await world.commands(who, "resource 1")
        assert ANSWER in (await world.sees(who, "Written by Fisheries (Fisheries)")).text


async def tuesdays_digest_tells_of_it_in_both_places(world: World) -> None:
    """Once; and whoever wrote it is told, the day after they were brought the question, that it is kept."""
    await world.reaches(at(2, 3, 9, 31))
    for who in EACH:
        (digest,) = await world.finds(who, "This week in Policy CoP", place="home")
        assert digest.notice == "New this week: 1 was helped, 1 resource in the library."
        assert digest.text.count(QUESTION) == 2 and "Fisheries helped" in digest.text
    assert ANSWER in (await world.sees("fisheries", "is kept in the library now", place="direct")).text


async def home(world: World) -> list[tuple[str, str, str]]:
    """All that stands in the channels for those who look on."""
    return [(who, one.id, one.text) for who in EACH for one in await world.all_of(who) if one.place == "home"]


async def test_two_people_are_put_in_touch_and_no_channel_shows_it(world: World) -> None:
    await knows(world, "fisheries", DONE)
    await world.asks("health", QUESTION)
    before = await home(world)
    await world.presses("fisheries", await offered(world, "fisheries"), "Happy to talk")
    (told,) = await world.finds(
        "fisheries", "Health (Health) asked that, and knows you'd be happy to talk.", place="direct"
    )
    assert QUESTION in told.text and f"Here as: {await account(world, 'health')}" in told.text
    (told,) = await world.finds("health", "Fisheries (Fisheries) would be happy to talk.", place="direct")
    assert QUESTION in told.text and f"Here as: {await account(world, 'fisheries')}" in told.text
    assert await home(world) == before
    assert "Open · no replies yet" in (await world.sees("labour", QUESTION, place="home")).text
    assert await written_to(world) == {
        "fisheries": {"offer", "offer/helper"},
        "health": {"offer/asker"},
    }


async def account(world: World, who: str) -> str:
    """How somebody's account reads."""
    return f"{who.title()} ({world.title_here if world.chat_of(who) is world.here else world.title_there})"


async def test_who_asks_without_a_name_chooses_whether_the_helper_learns_it(world: World) -> None:
    for who in ("fisheries", "forests"):
        await knows(world, who, DONE)
    await world.directs("health", f"ask {QUESTION} --anon")
    await world.presses("health", await world.sees("health", "Asked without a name", place="direct"), "Post it")
    before = await home(world)
    await they_would_talk_and_are_not_told_who_asks(world)
    await the_asker_chooses_one_and_not_the_other(world)
    still = [one for one in await home(world) if one[1] in {known for _, known, _ in before}]
    assert still == before
    assert not [one for who in EACH for one in await world.all_of(who) if "Health" in one.text and QUESTION in one.text]
    assert await written_to(world) == {
        "fisheries": {"offer", "offer/helper"},
        "forests": {"offer"},
        "health": {"offer/asker"},
    }


async def they_would_talk_and_are_not_told_who_asks(world: World) -> None:
    """One by a press, one typed."""
    offer = await offered(world, "fisheries")
    assert f"Somebody asks: {QUESTION}" in offer.text and "Health" not in offer.text + offer.notice
    await world.presses("fisheries", offer, "Happy to talk")
    await world.directs("forests", "talk 1")
    for who in ("fisheries", "forests"):
        told = await world.sees(who, "Thank you. I'll tell whoever asked", place="direct")
        assert "Health" not in told.text
        assert not await world.finds(who, "asked that, and knows", place="direct")


async def the_asker_chooses_one_and_not_the_other(world: World) -> None:
    """The notifications say nothing; only who was chosen is told, and only then."""
    for name, label in (("Fisheries", "Put us in touch"), ("Forests", "Not now")):
        (asked,) = await world.finds("health", f"{name} ({name}) would be happy to talk.", place="direct")
        assert asked.notice == "News about something you asked."
        assert not await world.finds(name.lower(), "Health (Health) asked that", place="direct")
        await world.presses("health", asked, label)
    assert await world.sees("health", "Fisheries (Fisheries) hears now that it's you.")
    assert await world.sees(
        "fisheries", "Health (Health) asked that, and knows you'd be happy to talk.", place="direct"
    )
    assert await world.sees("health", "I passed nothing on", place="direct")
    await world.forward(timedelta(days=1))
    assert "Health" not in "".join(one.text for one in await world.finds("forests", QUESTION, place="direct"))
