"""A poll from its opening to its result, by the clock and by hand."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from bot.chat.cards import buttons_of
from bot.chat.forms import Values
from bot.chat.refs import AccountRef, Subject
from bot.chat.replies import OpenForm
from bot.conveners.model.volunteers import Volunteer
from bot.topics.model.polls import Span
from storage.unit_of_work import Work
from tests.stage import card, told
from tests.unit.community.founding import FORESTS, HEALTH, LABOUR, STEWARD
from tests.unit.topics.cycle import ASKS, BEGINS, CHOOSES, CLOSES, MEETING, OPENS, REMINDS, Cycle

MINUTE = timedelta(minutes=1)
FINANCE = AccountRef("east", "t", "finance")


async def test_the_poll_opens_by_the_clock_in_the_home_channels(cycle: Cycle) -> None:
    await cycle.suggests(HEALTH, "Consultation", "Drafting", "Submissions")
    await cycle.reaches(OPENS - MINUTE)
    assert await cycle.wanted("poll") == []
    assert await cycle.sees("poll") == "nothing"
    assert "The poll for Thursday 18 March opens Monday 8 March, 10:00" in await cycle.says(LABOUR, "poll")
    await cycle.reaches(OPENS)
    assert await cycle.wanted("poll") == ["channel"]
    shown = await cycle.sees("poll")
    assert "What shall we talk about on Thursday 18 March? Tick until Friday 16:00." in shown
    assert "1. Consultation\n2. Drafting\n3. Submissions" in shown
    assert "Nobody has voted yet." in shown
    assert (await cycle.meeting()).awaits_poll


async def test_seconded_topics_come_first_and_seven_at_most(cycle: Cycle) -> None:
    await cycle.suggests(HEALTH, "Consultation", "Drafting", "Submissions", "Templates", "Records", "Privacy")
    await cycle.suggests(HEALTH, "Budget", "Evaluation")
    await cycle.says(LABOUR, "topic come 8")
    await cycle.reaches(OPENS)
    shown = await cycle.sees("poll")
    assert "1. Evaluation\n2. Consultation" in shown
    assert "7. Privacy" in shown
    assert "Budget" not in shown


async def test_only_turnout_is_shown_until_the_close(cycle: Cycle) -> None:
    await cycle.opened()
    assert "Counted. You ticked 1, 3." in await cycle.says(HEALTH, "tick 1 3")
    await cycle.says(LABOUR, "tick 3")
    await cycle.says(STEWARD, "tick 3")
    shown = await cycle.sees("poll")
    assert "3 people from 2 units have voted." in shown
    assert "3. First submission\n" in shown
    for told_too_early in ("1 tick", "2 tick", "3 tick", "First submission:"):
        assert told_too_early not in shown.replace("tick 1 3", "")


async def test_ticks_by_the_form_a_press_and_typed_are_one_ballot(cycle: Cycle) -> None:
    await cycle.opened()
    form = await cycle.stage.press(HEALTH, cycle.founded.home, "poll.ticks", f"{cycle.id}/poll:1")
    assert isinstance(form, OpenForm)
    sent: Values = {"topics": ("1", "2")}
    counted = await cycle.stage.send(HEALTH, cycle.founded.home, "poll.ticks", sent, f"{cycle.id}/poll:1")
    assert "Counted. You ticked 1, 2." in told(counted)
    pressed = await cycle.stage.press(HEALTH, cycle.founded.home, "poll.tick", f"{cycle.id}/poll:1", "1")
    assert "Counted. You ticked 2." in told(pressed)
    pressed = await cycle.stage.press(HEALTH, cycle.founded.home, "poll.tick", f"{cycle.id}/poll:1", "1")
    assert "Counted. You ticked 1, 2." in told(pressed)
    assert "Counted. You ticked 3." in await cycle.says(HEALTH, "tick 3"), "the whole ballot is replaced"
    assert "1 person from 1 unit has voted." in await cycle.sees("poll")
    assert "You have ticked nothing" in await cycle.says(HEALTH, "tick 0")
    assert "Nobody has voted yet." in await cycle.sees("poll")


async def test_a_ballot_has_four_presses_at_most(cycle: Cycle) -> None:
    await cycle.opened("Consultation", "Drafting")
    ballot = await cycle.asks(HEALTH, "tick 1")
    assert "You ticked 2." in told(await cycle.presses(HEALTH, await cycle.presses(HEALTH, ballot, "Tick"), "Take off"))
    await cycle.says(STEWARD, "poll close")
    await cycle.meets(date(2027, 4, 15), series=False)
    await cycle.suggests(HEALTH, "Submissions", "Templates", "Records", "Privacy")
    await cycle.reaches(BEGINS + timedelta(days=1))
    assert "is open until" in await cycle.says(STEWARD, "poll open")
    ballot = await cycle.asks(HEALTH, "tick 1")
    assert [press.label for press in buttons_of(card(ballot))] == ["Tick topics", "Remind me next time"]
    assert "✓ ticked" in told(ballot)


@pytest.mark.parametrize("number", ["9" * 5000, "99999999999", "²", ""])
async def test_a_choice_that_is_no_number_is_told_so(cycle: Cycle, number: str) -> None:
    await cycle.opened()
    subject = f"{cycle.id}/poll:1"
    pressed = await cycle.stage.press(HEALTH, cycle.founded.home, "poll.tick", subject, number)
    assert "can't find that" in told(pressed)
    sent = await cycle.stage.send(HEALTH, cycle.founded.home, "poll.ticks", {"topics": (number,)}, subject)
    assert "not in the poll any more" in told(sent)


async def test_one_member_with_two_accounts_has_one_vote(cycle: Cycle) -> None:
    await cycle.opened()
    code = told(await cycle.founded.says(HEALTH, "link"))
    words = code.replace("\n", " ").split()
    found = next(word for word in words if len(word) == 9 and word[4] == "-" and word.isupper())
    there = cycle.founded.dm(FORESTS)
    asked = await cycle.stage.say(FORESTS, there, f"join {found}")
    await cycle.founded.presses(FORESTS, asked, "Yes, both are mine")
    await cycle.says(HEALTH, "tick 1 2")
    answer = told(await cycle.founded.says(FORESTS, "tick 2"))
    assert "Counted. You ticked 2." in answer
    assert "1 person from 1 unit has voted." in await cycle.sees("poll")


async def test_a_tick_after_the_close_is_told_so_and_changes_nothing(cycle: Cycle) -> None:
    await cycle.opened()
    await cycle.says(HEALTH, "tick 1")
    cycle.stage.clock.at = CLOSES
    late: Values = {"topics": ("2",)}
    subject = f"{cycle.id}/poll:1"
    for answer in (
        told(await cycle.stage.press(HEALTH, cycle.founded.home, "poll.tick", subject, "2")),
        told(await cycle.stage.send(HEALTH, cycle.founded.home, "poll.ticks", late, subject)),
        told(await cycle.stage.press(LABOUR, cycle.founded.home, "poll.ticks", subject)),
    ):
        assert "That poll has closed, so nothing was changed" in answer
    assert "There is no poll just now" in await cycle.says(HEALTH, "tick 2"), "the clock's step has not even run"
    await cycle.reaches(CLOSES)
    pressed = await cycle.stage.press(HEALTH, cycle.founded.home, "poll.tick", subject, "2")
    assert "That poll has closed" in told(pressed)
    assert (await cycle.poll()).winner == 1
    assert (await cycle.poll()).voters == 1


async def test_the_close_chooses_the_topic_announces_it_and_shows_the_counts(cycle: Cycle) -> None:
    await cycle.opened()
    for who, line in ((HEALTH, "tick 1 3"), (LABOUR, "tick 3"), (STEWARD, "tick 3 2")):
        await cycle.says(who, line)
    await cycle.reaches(CLOSES)
    poll, meeting = await cycle.poll(), await cycle.meeting()
    assert (poll.state, poll.winner, poll.voters, poll.units, poll.tie) == ("closed", 3, 3, 2, "")
    assert (meeting.topic, meeting.voters, meeting.voter_units, meeting.tie) == ("First submission", 3, 2, "")
    assert not meeting.awaits_poll
    assert meeting.state == "announced"
    shown = await cycle.sees("poll")
    assert "On Thursday 18 March we talk about: First submission" in shown
    assert "First submission: 3 ticks\nConsultation: 1 tick\nDrafting a regulation: 1 tick" in shown
    assert [(await cycle.topic(number)).lost for number in (1, 2, 3)] == [1, 1, 0]
    assert (await cycle.topic(3)).state == "chosen"
    assert "First submission" in await cycle.says(LABOUR, "poll")


async def test_a_tie_is_won_by_more_units_and_told(cycle: Cycle) -> None:
    await cycle.opened()
    await cycle.says(FINANCE, "me unit Health")
    for who, line in ((HEALTH, "tick 1"), (FINANCE, "tick 1"), (LABOUR, "tick 2"), (STEWARD, "tick 2")):
        await cycle.says(who, line)
    await cycle.says(STEWARD, "me unit Forests")
    await cycle.reaches(CLOSES)
    assert (await cycle.poll()).tie == "units"
    assert ((await cycle.meeting()).topic, (await cycle.meeting()).tie) == ("Drafting a regulation", "units")
    assert "this one by people from more units" in await cycle.sees("poll")


async def test_a_tie_in_units_too_is_won_by_the_older_and_told(cycle: Cycle) -> None:
    await cycle.opened()
    await cycle.says(HEALTH, "tick 2 3")
    await cycle.reaches(CLOSES)
    assert ((await cycle.meeting()).topic, (await cycle.meeting()).tie) == ("Drafting a regulation", "older")
    assert "this one was suggested first" in await cycle.sees("poll")


async def test_a_poll_whose_every_tick_was_taken_back_says_so(cycle: Cycle) -> None:
    await cycle.opened()
    await cycle.says(LABOUR, "tick 1")
    await cycle.says(HEALTH, "topic takeback 1")
    await cycle.reaches(CLOSES)
    shown = await cycle.sees("poll")
    assert "what was ticked was taken back. Its convener chooses" in shown
    assert "nothing was ticked" not in shown


async def test_when_nobody_ticks_nothing_is_lost_and_the_convener_chooses(cycle: Cycle) -> None:
    await cycle.convenes(LABOUR)
    await cycle.opened()
    await cycle.reaches(CLOSES)
    assert (await cycle.poll()).winner is None
    assert [(await cycle.topic(number)).lost for number in (1, 2, 3)] == [0, 0, 0]
    assert "nothing was ticked" in await cycle.sees("poll")
    assert await cycle.wanted("meeting", 1, "choose") == ["labour"]
    assert (await cycle.meeting()).state == "announced"


async def test_the_convener_and_a_steward_open_and_close_and_nobody_else(cycle: Cycle) -> None:
    await cycle.suggests(HEALTH, "Consultation", "Drafting")
    assert "Only whoever convenes" in await cycle.says(LABOUR, "poll open")
    await cycle.convenes(LABOUR)
    assert "The poll is open until Friday 16:00" in await cycle.says(LABOUR, "poll open")
    assert "A poll is choosing already" in await cycle.says(STEWARD, "poll open")
    await cycle.says(HEALTH, "tick 2")
    assert "Only whoever convenes" in await cycle.says(HEALTH, "poll close")
    assert "we talk about: Drafting" in await cycle.says(STEWARD, "poll close")
    assert "There is no poll just now" in await cycle.says(STEWARD, "poll close")
    assert "no meeting ahead" in await cycle.says(STEWARD, "poll open")
    await cycle.reaches(CLOSES)
    assert (await cycle.meeting()).topic == "Drafting"


async def test_a_poll_needs_two_topics(cycle: Cycle) -> None:
    await cycle.suggests(HEALTH, "Consultation")
    assert "A poll needs two topics" in await cycle.says(STEWARD, "poll open")
    assert (await cycle.poll()).state == "planned"


async def test_with_fewer_than_two_topics_the_convener_is_asked(cycle: Cycle) -> None:
    await cycle.convenes(LABOUR)
    await cycle.suggests(HEALTH, "Consultation")
    await cycle.reaches(OPENS)
    assert (await cycle.poll()).state == "skipped"
    assert not (await cycle.meeting()).awaits_poll
    assert await cycle.wanted("poll") == []
    assert await cycle.wanted("meeting", 1, "choose") == ["labour"]
    shown = await cycle.sees("meeting", 1, "choose")
    assert "The meeting on Thursday 18 March has no topic yet" in shown
    assert "Consultation" in shown


async def test_the_convener_answers_with_a_press_or_a_topic_of_their_own(cycle: Cycle) -> None:
    await cycle.convenes(LABOUR)
    await cycle.suggests(HEALTH, "Consultation")
    await cycle.reaches(OPENS)
    subject, meeting = f"{cycle.id}/topic:1", f"{cycle.id}/meeting:1"
    refused = await cycle.stage.press(HEALTH, cycle.founded.dm(HEALTH), "topic.choose", subject, meeting)
    assert "Only whoever convenes" in told(refused)
    there = cycle.founded.dm(LABOUR)
    form = await cycle.stage.press(LABOUR, there, "topic.write", meeting)
    assert isinstance(form, OpenForm)
    chosen = await cycle.stage.send(LABOUR, there, form.form.action, {"text": "Templates"}, str(form.form.subject))
    assert "we talk about: Templates" in told(chosen)
    assert await cycle.wanted("meeting", 1, "choose") == []
    await cycle.stage.press(LABOUR, there, "topic.choose", subject, meeting)
    assert (await cycle.meeting()).topic == "Consultation"


async def test_two_working_days_before_a_meeting_without_a_topic_its_convener_is_asked(cycle: Cycle) -> None:
    await cycle.reaches(CHOOSES - MINUTE)
    await cycle.convenes(LABOUR)
    assert await cycle.wanted("meeting", 1, "choose") == []
    await cycle.reaches(CHOOSES)
    assert await cycle.wanted("meeting", 1, "choose") == ["labour"]


async def test_whoever_says_late_that_they_convene_is_asked_at_once(cycle: Cycle) -> None:
    await cycle.suggests(HEALTH, "Consultation")
    await cycle.reaches(CHOOSES + timedelta(days=1, hours=4))
    assert await cycle.wanted("meeting", 1, "choose") == []
    await cycle.stage.press(LABOUR, cycle.founded.home, "turn.take", f"{cycle.id}/meeting:1")
    assert (await cycle.meeting()).convener is not None
    assert await cycle.wanted("meeting", 1, "choose") == ["labour"]
    assert "meeting/choose" in await cycle.redraws()


async def test_the_convener_presses_one_of_three_and_types_any_other(cycle: Cycle) -> None:
    await cycle.convenes(LABOUR)
    await cycle.suggests(HEALTH, "Consultation", "Drafting", "Submissions", "Templates", "Records")
    shown = await cycle.sees("meeting", 1, "choose")
    assert shown.count("[Choose this]") == 3
    assert "Records" in shown
    assert "topic choose 5" in shown


async def has_a_rota(cycle: Cycle) -> None:
    """Enough would convene, so that the channel isn't asked for that."""

    def volunteer(work: Work) -> None:
        for who in (HEALTH, LABOUR, STEWARD):
            known = work.members.of_account(cycle.id, who)
            assert known is not None
            work.conveners.save_volunteer(Volunteer(cycle.id, known[0].id, cycle.stage.clock.now()))

    await cycle.changes(volunteer)


async def test_topics_are_asked_for_once_and_only_when_there_are_too_few(cycle: Cycle) -> None:
    await cycle.convenes(LABOUR)  # so that the channel hears no other plea
    await cycle.suggests(HEALTH, "Consultation", "Drafting")
    await has_a_rota(cycle)
    await cycle.reaches(ASKS)
    assert await cycle.wanted("poll", 1, "asked") == ["channel"]
    assert "What would you like to talk about on Thursday 18 March?" in await cycle.sees("poll", 1, "asked")
    await cycle.reaches(OPENS)
    assert await cycle.wanted("poll", 1, "asked") == []
    assert (await cycle.poll()).state == "open"


async def test_enough_topics_are_not_asked_for(cycle: Cycle) -> None:
    await cycle.suggests(HEALTH, "Consultation", "Drafting", "Submissions")
    await cycle.reaches(OPENS)
    assert await cycle.wanted("poll", 1, "asked") == []


async def test_the_channel_hears_one_plea_in_four_weeks(cycle: Cycle) -> None:
    await cycle.meets(date(2027, 4, 1))
    await cycle.meets(date(2027, 4, 15))
    await cycle.reaches(datetime(2027, 3, 17, 20, tzinfo=OPENS.tzinfo))
    assert await cycle.wanted("poll", 2, "asked") == []
    pleas = await cycle.stage.store.read(lambda work: work.history.latest(cycle.id, ("pleaded",), 9))
    assert len(pleas) == 1
    await cycle.reaches(datetime(2027, 4, 4, 20, tzinfo=OPENS.tzinfo))
    pleas = await cycle.stage.store.read(lambda work: work.history.latest(cycle.id, ("pleaded",), 9))
    assert len(pleas) == 2


async def test_those_who_agreed_and_have_not_voted_are_reminded_once(cycle: Cycle) -> None:
    await cycle.opened()
    for who in (HEALTH, LABOUR, STEWARD):
        ballot = await cycle.asks(who, "tick 1")
        if who != STEWARD:
            assert "I remind you once" in told(await cycle.presses(who, ballot, "Remind me next time"))
    await cycle.says(FINANCE, "poll remind")
    await cycle.reaches(CLOSES)
    assert await cycle.wanted("poll", 1, "reminder") == []
    await cycle.meets(date(2027, 4, 1))
    await cycle.suggests(HEALTH, "Templates")
    await cycle.reaches(REMINDS + timedelta(days=12))
    assert (await cycle.poll(2)).state == "open"
    await cycle.says(LABOUR, "tick 1")
    await cycle.reaches(REMINDS + timedelta(days=13))
    assert await cycle.wanted("poll", 2, "reminder") == ["health"]
    assert "The poll for Thursday 1 April closes Thursday 16:00." in await cycle.sees("poll", 2, "reminder")
    assert "No more reminders" in await cycle.says(HEALTH, "poll remind")


@pytest.mark.parametrize("line", ["tick 1", "poll remind"])
async def test_a_reminder_that_waits_for_the_morning_goes_to_nobody_who_voted_meanwhile(
    cycle: Cycle, line: str
) -> None:
    await cycle.opened()
    for who in (HEALTH, LABOUR):
        await cycle.says(who, "tick 1")
        await cycle.says(who, "poll remind")
    await cycle.reaches(CLOSES)
    await cycle.meets(date(2027, 4, 1))
    await cycle.suggests(HEALTH, "Templates")
    await cycle.reaches(REMINDS + timedelta(days=13))
    assert await cycle.wanted("poll", 2, "reminder") == ["health", "labour"]
    await cycle.says(LABOUR, line)
    assert await cycle.wanted("poll", 2, "reminder") == ["health"]


async def test_a_cancelled_meeting_ends_its_poll_and_the_topics_stay(cycle: Cycle) -> None:
    await cycle.opened()
    await cycle.says(HEALTH, "tick 1")
    await cycle.happens("cancelled", state="cancelled")
    assert (await cycle.poll()).state == "skipped"
    assert "There is no poll for Thursday 18 March any more" in await cycle.sees("poll")
    assert "That poll has closed" in told(
        await cycle.stage.press(HEALTH, cycle.founded.home, "poll.ticks", f"{cycle.id}/poll:1")
    )
    await cycle.reaches(BEGINS)
    assert [(await cycle.topic(number)).state for number in (1, 2, 3)] == ["open"] * 3
    assert [(await cycle.topic(number)).lost for number in (1, 2, 3)] == [0] * 3


async def test_a_topic_chosen_for_a_cancelled_meeting_may_be_chosen_again(cycle: Cycle) -> None:
    await cycle.opened()
    await cycle.says(HEALTH, "tick 1")
    await cycle.reaches(CLOSES)
    await cycle.happens("cancelled", state="cancelled")
    assert (await cycle.topic(1)).state == "open"


async def test_a_moved_meeting_moves_the_close(cycle: Cycle) -> None:
    await cycle.opened()
    await cycle.happens("moved", day=date(2027, 3, 25), starts_at=BEGINS + timedelta(days=7))
    await cycle.reaches(CLOSES)
    assert (await cycle.poll()).state == "open"
    assert "Tick until Friday 16:00" in await cycle.sees("poll")
    await cycle.says(HEALTH, "tick 1")
    await cycle.reaches(CLOSES + timedelta(days=7))
    assert (await cycle.poll()).state == "closed"


async def test_a_poll_for_which_there_was_no_time_comes_back_when_its_meeting_moves_away_again(cycle: Cycle) -> None:
    await cycle.convenes(LABOUR)
    await cycle.suggests(HEALTH, "Consultation", "Drafting", "Submissions")
    await cycle.says(STEWARD, "meetings move 1 4 March 10:00")
    assert ((await cycle.poll()).state, (await cycle.meeting()).awaits_poll) == ("skipped", False)
    assert await cycle.wanted("meeting", 1, "choose") == ["labour"]
    await cycle.says(STEWARD, "meetings move 1 1 April 10:00")
    assert ((await cycle.poll()).state, (await cycle.meeting()).awaits_poll) == ("planned", True)
    assert await cycle.wanted("meeting", 1, "choose") == []
    await cycle.reaches(OPENS + timedelta(days=15))
    assert (await cycle.poll()).state == "open"


async def test_a_meeting_planned_too_late_for_a_poll_has_one_when_it_moves_away(cycle: Cycle) -> None:
    await cycle.meets(date(2027, 3, 4))
    assert await cycle.stage.store.read(lambda work: work.polls.of_meeting(cycle.id, 2)) is None
    await cycle.says(STEWARD, "meetings move 2 8 April 10:00")
    assert (await cycle.poll(2)).state == "planned"
    await cycle.says(STEWARD, "meetings cancel 2")
    assert (await cycle.poll(2)).state == "skipped"


async def test_a_poll_that_had_too_few_topics_does_not_come_back_by_another_meetings_move(cycle: Cycle) -> None:
    await cycle.meets(date(2027, 4, 15))
    await cycle.suggests(HEALTH, "Consultation")
    await cycle.reaches(OPENS)
    await cycle.suggests(HEALTH, "Drafting", "Submissions")
    await cycle.says(STEWARD, "meetings move 2 16 April 10:00")
    assert (await cycle.poll(1)).state == "skipped"
    assert (await cycle.poll(2)).state == "planned"


async def test_nobody_opens_a_poll_before_the_meeting_before_has_ended(cycle: Cycle) -> None:
    await cycle.meets(date(2027, 4, 1))
    await cycle.suggests(HEALTH, "Consultation", "Drafting", "Submissions")
    await cycle.says(STEWARD, "topic choose 1")
    answer = await cycle.says(STEWARD, "poll open")
    assert "The meeting before that comes first. This poll can open Thursday 18 March, 11:00." in answer
    assert (await cycle.poll(2)).state == "planned"
    await cycle.reaches(BEGINS + timedelta(minutes=61))
    assert "The poll is open until" in await cycle.says(STEWARD, "poll open")


async def test_a_held_meetings_topic_was_discussed(cycle: Cycle) -> None:
    await cycle.opened()
    await cycle.says(HEALTH, "tick 1")
    await cycle.reaches(CLOSES)
    await cycle.happens("held", state="held")
    assert (await cycle.topic(1)).state == "discussed"
    assert "discussed" in await cycle.says(LABOUR, "topic 1")
    assert "Topic 1 ·" not in await cycle.says(LABOUR, "topic")


async def test_a_topic_that_lost_three_polls_retires_with_a_word(cycle: Cycle) -> None:
    await cycle.suggests(HEALTH, "Consultation")
    await cycle.stage.store.write(lambda work: work.topics.save(replace(work.topics.get(cycle.id, 1), lost=2)))
    await cycle.suggests(LABOUR, "Drafting", "Submissions")
    await cycle.reaches(OPENS)
    assert "1. Consultation" in await cycle.sees("poll"), "what is carried over comes first"
    await cycle.says(LABOUR, "tick 2")
    await cycle.reaches(CLOSES)
    assert (await cycle.topic(1)).state == "retired"
    assert await cycle.wanted("topic", 1, "retired") == ["health"]
    assert "It stood in three polls" in await cycle.sees("topic", 1, "retired")


async def test_a_poll_waits_for_the_end_of_the_meeting_before(cycle: Cycle) -> None:
    await cycle.suggests(HEALTH, "Consultation", "Drafting", "Submissions", "Templates")
    await cycle.meets(MEETING + timedelta(days=7))
    assert (await cycle.poll(2)).opens_at == BEGINS + timedelta(hours=1)
    await cycle.happens("moved", day=date(2027, 3, 19), starts_at=BEGINS + timedelta(days=1))
    await cycle.reaches(BEGINS + timedelta(hours=2))
    assert (await cycle.poll(2)).state == "planned"
    await cycle.happens("held", state="held")
    await cycle.reaches(BEGINS + timedelta(days=1, hours=1))
    assert (await cycle.poll(2)).state == "open"


async def test_a_clock_that_slept_through_the_poll_opens_none(cycle: Cycle) -> None:
    await cycle.convenes(LABOUR)
    await cycle.suggests(HEALTH, "Consultation", "Drafting", "Submissions")
    cycle.stage.clock.at = CLOSES + MINUTE
    await cycle.tick.run_due_until_idle()
    assert (await cycle.poll()).state == "skipped"
    dropped = await cycle.stage.store.read(lambda work: work.history.of(Subject(cycle.id, "poll", 1)))
    assert [(one.verb, one.details) for one in dropped] == [
        ("dropped", {"step": "poll.ask"}),
        ("dropped", {"step": "poll.open"}),
    ]
    assert await cycle.wanted("meeting", 1, "choose") == ["labour"]


async def test_a_clock_that_slept_through_the_meeting_chooses_nothing(cycle: Cycle) -> None:
    await cycle.opened()
    await cycle.says(HEALTH, "tick 1")
    cycle.stage.clock.at = BEGINS + timedelta(days=7)
    await cycle.tick.run_due_until_idle()
    assert (await cycle.poll()).state == "skipped"
    assert (await cycle.topic(1)).state == "open"
    assert (await cycle.meeting()).topic == ""


async def test_running_what_is_due_twice_is_harmless(cycle: Cycle) -> None:
    await cycle.opened()
    await cycle.says(HEALTH, "tick 1")
    for at in (OPENS, REMINDS, CLOSES, CLOSES):
        cycle.stage.clock.at = at
        for step in ("poll.ask", "poll.open", "poll.remind", "poll.close"):
            await cycle.changes(
                lambda work, step=step: cycle.stage.catalogue.steps[step].action(  # type: ignore[misc]  # a default binds the loop's value
                    Subject(cycle.id, "poll", 1), work, cycle.stage.clock.now()
                )
            )
    assert (await cycle.poll()).state == "closed"
    assert [(await cycle.topic(number)).lost for number in (1, 2, 3)] == [0, 1, 1]


async def test_a_meeting_outside_any_series_has_a_poll_when_somebody_opens_one(cycle: Cycle) -> None:
    await cycle.happens("cancelled", state="cancelled")
    await cycle.meets(date(2027, 3, 17), series=False)
    await cycle.suggests(HEALTH, "Consultation", "Drafting")
    assert "The poll is open until Thursday 16:00" in await cycle.says(STEWARD, "poll open")
    await cycle.says(HEALTH, "tick 2")
    await cycle.says(STEWARD, "poll close")
    assert (await cycle.meeting(2)).topic == "Drafting"


async def test_there_is_no_poll_when_the_meeting_is_too_close(cycle: Cycle) -> None:
    await cycle.happens("cancelled", state="cancelled")
    await cycle.meets(date(2027, 3, 3), series=False)
    await cycle.suggests(HEALTH, "Consultation", "Drafting")
    assert "no time left to vote" in await cycle.says(STEWARD, "poll open")


@pytest.mark.parametrize("line", ["tick 9", "tick 1 9", "tick 4"])
async def test_a_number_that_is_not_there_changes_nothing(cycle: Cycle, line: str) -> None:
    await cycle.opened()
    await cycle.says(HEALTH, "tick 1")
    assert "no option with that number" in await cycle.says(HEALTH, line)
    assert "You ticked 1." in await cycle.says(HEALTH, "poll")


async def test_without_a_poll_a_tick_is_told_so(cycle: Cycle) -> None:
    for line in ("tick 1", "tick"):
        assert "There is no poll just now" in await cycle.says(HEALTH, line)


async def test_with_two_polls_open_it_is_asked_which_is_meant(cycle: Cycle) -> None:
    await cycle.meets(date(2027, 3, 19), series=False)
    await cycle.suggests(HEALTH, "Consultation", "Drafting", "Submissions", "Templates", "Records", "Privacy")
    await cycle.suggests(HEALTH, "Budget", "Evaluation", "Regional visits")
    await cycle.reaches(OPENS)

    def second(work: Work) -> None:
        first = work.polls.get(cycle.id, 1)
        poll = work.polls.new(cycle.id, 2, Span(OPENS, first.closes_at))
        work.polls.stand(poll, [8, 9])
        work.polls.save(poll.opened(OPENS, poll.closes_at))

    await cycle.changes(second)
    for line in ("tick 1", "poll", "tick"):
        assert "More than one poll is open" in await cycle.says(HEALTH, line)


async def test_a_new_unit_changes_the_turnout(cycle: Cycle) -> None:
    await cycle.opened()
    await cycle.says(STEWARD, "tick 1")
    assert "1 person has voted." in await cycle.sees("poll")
    await cycle.says(STEWARD, "me unit Forests")
    assert "1 person from 1 unit has voted." in await cycle.sees("poll")


async def test_whoever_is_forgotten_has_no_ballot_any_more(cycle: Cycle) -> None:
    await cycle.opened()
    await cycle.says(HEALTH, "tick 1")
    await cycle.founded.says(HEALTH, "me forget now")
    assert "Nobody has voted yet." in await cycle.sees("poll")


async def test_when_all_that_stood_was_taken_back_nothing_is_left_to_tick(cycle: Cycle) -> None:
    await cycle.convenes(LABOUR)
    await cycle.opened("Consultation", "Drafting")
    await cycle.says(LABOUR, "tick 1")
    for number in (1, 2):
        await cycle.says(HEALTH, f"topic takeback {number}")
    assert "All that stood here was taken back" in await cycle.sees("poll")
    assert "not in the poll any more" in await cycle.says(LABOUR, "tick")
    await cycle.reaches(CLOSES)
    assert (await cycle.poll()).winner is None
    assert await cycle.wanted("meeting", 1, "choose") == ["labour"]


async def test_another_communitys_poll_does_not_exist(cycle: Cycle) -> None:
    await cycle.opened()
    for subject in ("99/poll:1", f"{cycle.id}/poll:99", f"{cycle.id}/topic:1", "nonsense"):
        for action in ("poll.ticks", "poll.tick"):
            pressed = await cycle.stage.press(HEALTH, cycle.founded.home, action, subject, "1")
            assert "can't find that" in told(pressed), (action, subject)
