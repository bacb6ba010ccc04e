"""Home: the first five lines a member sees, each left out when it has nothing to say."""

from datetime import date, timedelta

from bot.chat.cards import Button, Buttons, Entry, buttons_of
from bot.chat.plain import plain
from bot.chat.refs import AccountRef
from storage.unit_of_work import Work
from tests.stage import button, card, told
from tests.unit.community.founding import FORESTS, HEALTH, LABOUR, STEWARD
from tests.unit.offers.crowd import ASKS, CONSULTED, Crowd, person
from tests.unit.topics.cycle import OPENS, Cycle

ASKER, KNOWS, OTHER = person(0), person(1), person(2)
LATER = timedelta(hours=1)


async def looks(crowd: Crowd, who: AccountRef, text: str = "hello") -> str:
    """What somebody is told who says hello to the bot alone."""
    shown = card(await crowd.founded.says(who, text))
    assert plain(shown).startswith(f"{shown.notice}\n{shown.notice}\n")
    return plain(shown).removeprefix(f"{shown.notice}\n")


async def test_a_newcomer_is_told_what_this_place_is_and_what_has_come_this_week(crowd: Crowd) -> None:
    await crowd.joins(ASKER, "Health")
    await crowd.joins(OTHER)
    await crowd.asks(ASKER, "Who drafts the plan?")
    assert (await looks(crowd, OTHER)).splitlines() == [
        "Hello. You can ask me in your own words.",
        (
            "Write a question to me and I'll first look at what colleagues already know. Nothing is shown to others until "
            "you've seen it and pressed Post it. I won't message you unless you say so."
        ),
        "New this week: “Who drafts the plan?” is asked",
        "[Open question 1]",
        "[Ask something] [About me] [How I may reach you] [Help]",
        "Or type: /cop find …, question 17, reply 17 …, drafts, tick 1 3, rsvp yes, me, help",
    ]


async def test_what_is_new_is_new_since_they_last_looked(crowd: Crowd) -> None:
    await crowd.joins(ASKER, "Health")
    await crowd.joins(OTHER)
    await crowd.asks(ASKER, "Who drafts the plan?")
    await looks(crowd, OTHER)
    await crowd.waits(hours=1)
    assert "Nothing waits for you just now" in await looks(crowd, OTHER)
    await crowd.waits(minutes=1)
    await crowd.founded.says(ASKER, "share https://example.org/plan Consultation plan", crowd.founded.home)
    await crowd.waits(hours=1)
    shown = await looks(crowd, OTHER, "home")
    assert "New since you last looked: “Consultation plan” in the library\n[Open resource 1]" in shown
    await crowd.waits(minutes=5)
    assert "Consultation plan" in await looks(crowd, OTHER), "five minutes later they are still looking"
    await crowd.waits(hours=1)
    assert "Consultation plan" not in await looks(crowd, OTHER)


async def test_what_somebody_did_themselves_is_no_news_to_them(crowd: Crowd) -> None:
    await crowd.joins(ASKER, "Health")
    await crowd.founded.says(ASKER, "share https://example.org/plan Consultation plan", crowd.founded.home)
    await crowd.asks(ASKER, "Who drafts the plan?")
    shown = await looks(crowd, ASKER)
    assert "New this week" not in shown
    assert "Yours: “Who drafts the plan?”, no replies yet\n[Open question 1]" in shown


async def test_three_things_are_news_at_most(crowd: Crowd) -> None:
    await crowd.joins(ASKER, "Health")
    await crowd.joins(OTHER)
    for number in range(6):
        await crowd.founded.says(ASKER, f"share https://example.org/{number} Plan {number}", crowd.founded.home)
    (line,) = [line for line in (await looks(crowd, OTHER)).splitlines() if line.startswith("New this week")]
    assert line.count("in the library") == 3 and "Plan 5" in line


async def test_what_was_brought_to_them_comes_first(crowd: Crowd) -> None:
    await crowd.joins(ASKER, "Health")
    await crowd.joins(KNOWS, "Fisheries", CONSULTED)
    await crowd.asks(ASKER)
    shown = await looks(crowd, KNOWS)
    assert f"{ASKS} It could use you. Health asks it. You said you've done this." in shown
    assert "Question 1. [Reply] [Happy to talk] [I know who] [Not me]" in shown
    await crowd.presses(KNOWS, "offer.pass")
    assert "It could use you" not in await looks(crowd, KNOWS)


async def test_an_open_question_near_to_what_they_have_done_or_care_about_could_use_them(crowd: Crowd) -> None:
    await crowd.joins(ASKER, "Health")
    await crowd.asks(ASKER, f"{ASKS} #consultation")
    await crowd.joins(KNOWS, "Fisheries", CONSULTED, asks="never")
    await crowd.joins(OTHER, "Labour", interests=("consultation",), asks="never")
    assert "It could use you. Health asks it. You said you've done this. Question 1." in await looks(crowd, KNOWS)
    shown = await looks(crowd, OTHER)
    assert "It could use you. Health asks it. You said you care about this. Question 1." in shown
    assert "[Reply] [Open question 1]" in shown
    await crowd.founded.says(OTHER, "reply 1 Six weeks before", crowd.founded.home)
    assert "It could use you" not in await looks(crowd, OTHER)
    await crowd.founded.says(ASKER, "close 1")
    assert "It could use you" not in await looks(crowd, KNOWS)


async def test_nobodys_own_question_could_use_them_with_a_name_or_without(crowd: Crowd) -> None:
    await crowd.joins(ASKER, "Health", CONSULTED, interests=("consultation",), asks="never")
    await crowd.joins(KNOWS, "Fisheries", CONSULTED)
    await crowd.asks(ASKER, f"{ASKS} #consultation", nameless=True)
    mine, other = await looks(crowd, ASKER), await looks(crowd, KNOWS)
    assert "It could use you" not in mine and "New this week" not in mine
    assert f"Yours: “{ASKS}”, no replies yet" in mine
    assert "It could use you. Somebody asks it." in other and "Health" not in other
    assert ASKS not in card(await crowd.founded.says(ASKER, "home")).notice


async def test_drafts_are_their_writers_alone(crowd: Crowd) -> None:
    await crowd.joins(ASKER, "Health")
    await crowd.joins(OTHER)
    await crowd.founded.says(ASKER, f"ask {ASKS} --anon")
    assert "Yours: 1 draft\n[Look at your draft]" in await looks(crowd, ASKER)
    assert ASKS not in await looks(crowd, OTHER) and ASKS not in await looks(crowd, STEWARD)
    shown = await crowd.founded.says(ASKER, "home")
    assert "Before it goes out" in told(await crowd.founded.presses(ASKER, shown, "Look at your draft"))


async def test_the_poll_is_ticked_from_here_and_tells_what_they_have_ticked(cycle: Cycle) -> None:
    await cycle.suggests(HEALTH, "Consultation", "Drafting", "Submissions")
    await cycle.reaches(OPENS)
    hello = await cycle.founded.says(LABOUR, "hello")
    assert "Poll: What shall we talk about on Thursday 18 March? Tick until Friday 16:00.\n[Tick topics]" in told(hello)
    assert "What would you come for?" in told(await cycle.founded.presses(LABOUR, hello, "Tick topics"))
    await cycle.says(LABOUR, "tick 1 3")
    assert "You have ticked 1, 3." in told(await cycle.founded.says(LABOUR, "home"))
    assert "You have ticked" not in told(await cycle.founded.says(HEALTH, "home"))


async def test_the_next_meeting_is_answered_from_here(cycle: Cycle) -> None:
    hello = await cycle.founded.says(LABOUR, "hello")
    line = "Next meeting: Thursday 18 March, 10:00 Eastern · the topic is still to be chosen"
    assert f"{line}\n[I'll come] [Maybe] [I can't come] [Add to calendar" in told(hello)
    assert "Good, see you on Thursday 18 March" in told(await cycle.founded.presses(LABOUR, hello, "I'll come"))
    assert f"{line} · you said yes" in told(await cycle.founded.says(LABOUR, "home"))


async def test_a_turn_that_is_offered_takes_the_place_of_the_meeting(cycle: Cycle) -> None:
    await cycle.founded.says(LABOUR, "convene join")
    await cycle.happens("planned")
    hello = await cycle.founded.says(LABOUR, "hello")
    assert "Your turn: Would you convene on Thursday 18 March, 10:00 Eastern?" in told(hello)
    assert "[Yes, I'll do it] [Not this time]" in told(hello)
    await cycle.founded.presses(LABOUR, hello, "Yes, I'll do it")
    assert "Thursday 18 March, 10:00 Eastern · the topic is still to be chosen · you convene" in told(
        await cycle.founded.says(LABOUR, "home")
    )
    assert "you convene" not in told(await cycle.founded.says(HEALTH, "home"))


async def test_who_is_to_stand_by_is_asked_when_it_is_time_and_not_by_their_home(cycle: Cycle) -> None:
    await cycle.founded.says(LABOUR, "convene join")
    await cycle.founded.says(HEALTH, "convene join")
    await cycle.happens("planned")
    shown = [told(await cycle.founded.says(who, "hello")) for who in (HEALTH, LABOUR)]
    assert sum("Would you convene on" in one for one in shown) == 1
    assert not any("stand by" in one for one in shown)


async def test_a_turn_taken_for_a_later_meeting_is_told_with_the_next_one(cycle: Cycle) -> None:
    await cycle.meets(date(2027, 4, 1))
    member = await cycle.founded.member(LABOUR)
    assert member is not None
    number = member.id

    def accept(work: Work) -> None:
        later = work.meetings.get(cycle.id, 2)
        work.conveners.new_turn(later, number, "convener", "accepted", cycle.stage.clock.now())

    await cycle.stage.store.write(accept)
    shown = told(await cycle.founded.says(LABOUR, "hello"))
    assert "Next meeting: Thursday 18 March" in shown and "you convene on Thursday 1 April" in shown


async def test_a_steward_has_one_line_more_and_nobody_else(crowd: Crowd) -> None:
    await crowd.joins(ASKER, "Health")
    await crowd.asks(ASKER)
    assert "Nothing waits for you. [Settings]" in await looks(crowd, STEWARD)
    await crowd.founded.says(ASKER, "flag 1")
    assert "Waiting for a look: question 1" in await looks(crowd, STEWARD)
    assert "steward" not in await looks(crowd, ASKER) and "[Settings]" not in await looks(crowd, ASKER)


async def test_help_is_a_press_or_a_word_away_and_a_channel_is_not_told_of_anybodys_home(crowd: Crowd) -> None:
    await crowd.joins(OTHER)
    hello = await crowd.founded.says(OTHER, "hi")
    assert "/cop ask" in told(await crowd.founded.presses(OTHER, hello, "Help"))
    assert "/cop ask" in await looks(crowd, OTHER, "help")
    assert "/cop ask" in told(await crowd.founded.says(OTHER, "hello", crowd.founded.home))
    assert "[How I may reach you]" in told(await crowd.founded.says(OTHER, "home", crowd.founded.home))


async def test_a_row_has_four_buttons_at_most_and_each_names_what_it_is_about(crowd: Crowd) -> None:
    await crowd.joins(ASKER, "Health", CONSULTED)
    await crowd.joins(KNOWS, "Fisheries")
    await crowd.asks(KNOWS, f"{ASKS} #consultation")
    for number in range(5):
        await crowd.founded.says(KNOWS, f"share https://example.org/{number} Plan {number}", crowd.founded.home)
        await crowd.founded.asks(ASKER, f"What about number {number}, colleagues?")
    await crowd.founded.says(ASKER, "ask One more, for later?")
    shown = card(await crowd.founded.says(ASKER, "home"))
    assert all(len(one.buttons) <= 4 for one in shown.blocks if isinstance(one, Buttons | Entry))
    named = [f"{one.label} {one.object_name}" for one in buttons_of(shown) if isinstance(one, Button)]
    assert len(set(named)) == len(named)
    assert all(one.subject for one in buttons_of(shown) if isinstance(one, Button)), "wherever it stands"


async def test_before_the_doors_open_it_leads_a_steward_on_and_asks_others_for_patience(crowd: Crowd) -> None:
    founded = crowd.founded
    other = founded.stage.channel("west", "elsewhere")
    await founded.stage.arrive(other, FORESTS)
    assert "ready to set up" in told(await founded.says(FORESTS, "home"))
    assert "ready to set up" in told(await founded.says(FORESTS, "hello"))
    assert "in no community" in told(await founded.says(AccountRef("east", "t", "nobody"), "home"))


async def test_a_forgotten_member_is_nobody_here(crowd: Crowd) -> None:
    await crowd.joins(ASKER, "Health")
    await crowd.asks(ASKER)
    await looks(crowd, ASKER)
    sure = await crowd.founded.says(ASKER, "me forget")
    found = button(card(sure), "Yes, forget me")
    await crowd.stage.press(ASKER, crowd.founded.dm(ASKER), found.action, str(found.subject), found.choice)
    assert "in no community" in await looks(crowd, ASKER)
