"""Suggesting, seconding, merging, retiring: what people say, and what they are answered."""

from datetime import timedelta

import pytest

from bot.chat.cards import buttons_of
from bot.chat.forms import Values
from bot.chat.refs import Subject
from bot.chat.replies import FormErrors, OpenForm
from bot.topics.model.topics import KEPT
from tests.stage import card, told
from tests.unit.community.founding import FORESTS, HEALTH, LABOUR, STEWARD
from tests.unit.topics.cycle import CLOSES, OPENS, Cycle

CONSULTATION = "Making consultation worth people's time"


async def test_a_suggestion_is_a_topic_and_can_be_found(cycle: Cycle) -> None:
    answer = await cycle.says(HEALTH, f"topic {CONSULTATION}")
    assert "Thank you. It is topic 1" in answer
    assert CONSULTATION in answer
    assert CONSULTATION in await cycle.says(LABOUR, "find consultation")
    assert CONSULTATION in await cycle.says(LABOUR, "topic 1")


async def test_topics_are_listed_with_the_most_wanted_first(cycle: Cycle) -> None:
    assert "Nobody has suggested anything yet" in await cycle.says(HEALTH, "topic")
    await cycle.suggests(HEALTH, CONSULTATION, "Drafting a regulation")
    noted = await cycle.presses(LABOUR, await cycle.asks(LABOUR, "topic 2"), "I'd come for this")
    assert "Noted: you'd come for topic 2" in told(noted)
    listed = await cycle.says(STEWARD, "topic")
    assert listed.index("Drafting") < listed.index(CONSULTATION)
    assert "1 would come" in listed
    assert "Taken off" in await cycle.says(LABOUR, "topic come 2")
    assert "would come" not in (await cycle.says(LABOUR, "topic 2")).replace("I'd come", "")


async def test_what_sounds_like_another_is_offered_as_a_tick_and_nothing_is_kept(cycle: Cycle) -> None:
    await cycle.suggests(HEALTH, CONSULTATION)
    near = await cycle.asks(LABOUR, "topic Making consultations worth the time")
    assert "That sounds like something we have" in told(near)
    await cycle.presses(LABOUR, near, "I'd come for this")
    assert "1 would come" in await cycle.says(STEWARD, "topic")
    assert "Topic 2" not in await cycle.says(STEWARD, "topic")


async def test_what_only_sounds_like_another_can_be_added_all_the_same(cycle: Cycle) -> None:
    await cycle.suggests(HEALTH, CONSULTATION)
    near = await cycle.asks(LABOUR, "topic Making consultations worth the time")
    assert "It is topic 2" in told(await cycle.presses(LABOUR, near, "Mine is different, add it"))
    assert "That is topic 2 already" in told(await cycle.presses(LABOUR, near, "Mine is different, add it"))


async def test_what_only_sounds_like_another_can_be_added_by_typing_too(cycle: Cycle) -> None:
    await cycle.suggests(HEALTH, CONSULTATION)
    near = await cycle.says(LABOUR, "topic Making consultations worth the time")
    assert "topic add Making consultations worth the time" in near
    assert "It is topic 2" in await cycle.says(LABOUR, "topic add Making consultations worth the time")
    assert (await cycle.topic(2)).text == "Making consultations worth the time"


async def test_a_topics_card_has_four_presses_and_names_what_is_typed_for_the_rest(cycle: Cycle) -> None:
    await cycle.suggests(STEWARD, CONSULTATION)
    shown = await cycle.asks(STEWARD, "topic 1")
    assert len(buttons_of(card(shown))) == 4
    assert "topic come 1, /cop topic retire 1, /cop topic short 1" in told(shown)
    await cycle.says(STEWARD, "topic short 1")
    assert "is retired" in await cycle.says(STEWARD, "topic retire 1")
    assert "Or type: /cop topic again 1" in await cycle.says(STEWARD, "topic 1"), "nobody comes for what is retired"


async def test_the_very_same_words_are_the_topic_that_is_there(cycle: Cycle) -> None:
    await cycle.suggests(HEALTH, CONSULTATION)
    assert "That is topic 1 already" in await cycle.says(LABOUR, f"topic {CONSULTATION.upper()}!")


async def test_five_minutes_is_enough_is_a_tick(cycle: Cycle) -> None:
    form = await cycle.presses(HEALTH, await cycle.asks(HEALTH, "topic"), "Suggest a topic")
    assert isinstance(form, OpenForm)
    sent: Values = {"text": "A new template", "short": ("yes",)}
    assert "five minutes is enough" in told(await cycle.stage.send(HEALTH, cycle.founded.home, "topic.suggest", sent))
    assert (await cycle.topic(1)).short
    await cycle.presses(HEALTH, await cycle.asks(HEALTH, "topic 1"), "It needs more time")
    assert not (await cycle.topic(1)).short
    await cycle.says(HEALTH, "topic short 1")
    assert (await cycle.topic(1)).short


async def test_a_form_without_a_line_stays_open(cycle: Cycle) -> None:
    for form, subject in (("topic.suggest", ""), ("topic.edit", f"{cycle.id}/topic:1")):
        await cycle.says(HEALTH, "topic Something")
        reply = await cycle.stage.send(HEALTH, cycle.founded.home, form, {"text": "  "}, subject)
        assert isinstance(reply, FormErrors)


async def test_only_whoever_suggested_a_topic_changes_it(cycle: Cycle) -> None:
    await cycle.suggests(HEALTH, CONSULTATION)
    assert "Changed: topic 1" in await cycle.says(HEALTH, "topic edit 1 Consultation that works")
    assert "Only whoever wrote it" in await cycle.says(LABOUR, "topic edit 1 Something else")
    assert "Only whoever wrote it" in await cycle.says(STEWARD, "topic takeback 1")
    assert (await cycle.topic(1)).text == "Consultation that works"
    assert "Consultation that works" in await cycle.says(LABOUR, "find works")


async def test_what_is_taken_back_is_gone_from_everywhere(cycle: Cycle) -> None:
    await cycle.opened(CONSULTATION, "Drafting", "Submissions")
    assert CONSULTATION in await cycle.sees("poll")
    assert "Taken back" in told(await cycle.presses(HEALTH, await cycle.asks(HEALTH, "topic 1"), "Take it back"))
    assert CONSULTATION not in await cycle.sees("poll")
    assert "I found nothing" in await cycle.says(LABOUR, "find consultation")
    assert "can't find that" in await cycle.says(LABOUR, "topic 1")
    assert (await cycle.topic(1)).text == ""
    assert "no option with that number" in await cycle.says(LABOUR, "tick 1")


async def test_duplicates_are_merged_by_the_convener_or_a_steward(cycle: Cycle) -> None:
    await cycle.suggests(HEALTH, CONSULTATION)
    await cycle.suggests(LABOUR, "Talking with municipalities")
    await cycle.says(LABOUR, "topic come 2")
    assert "Only whoever convenes" in await cycle.says(LABOUR, "topic merge 2 1")
    await cycle.convenes(LABOUR)
    assert "Topic 2 is part of topic 1 now" in await cycle.says(LABOUR, "topic merge 2 1")
    listed = await cycle.says(STEWARD, "topic")
    assert "Talking with municipalities" not in listed
    assert "1 would come" in listed
    assert CONSULTATION in await cycle.says(LABOUR, "topic 2"), "its number leads to the one that stands for both"
    assert "part of itself" in await cycle.says(STEWARD, "topic merge 1 2")


async def test_in_an_open_poll_merging_keeps_every_tick(cycle: Cycle) -> None:
    await cycle.opened(CONSULTATION, "Drafting", "Talking with municipalities")
    await cycle.says(HEALTH, "tick 1 3")
    await cycle.says(LABOUR, "tick 3")
    await cycle.suggests(STEWARD, "Municipalities and us")
    assert "Topic 4 is part of topic 3 now" in await cycle.says(STEWARD, "topic merge 3 4"), "what stands, stays"
    assert "Topic 3 is part of topic 1 now" in await cycle.says(STEWARD, "topic merge 3 1")
    await cycle.says(STEWARD, "poll close")
    assert "Making consultation worth people's time: 2 ticks" in await cycle.sees("poll")


async def test_a_retired_topic_comes_with_a_word_and_can_be_suggested_again(cycle: Cycle) -> None:
    await cycle.suggests(HEALTH, CONSULTATION)
    assert "Only whoever convenes" in await cycle.says(LABOUR, "topic retire 1")
    assert "is retired" in await cycle.says(STEWARD, "topic retire 1")
    assert await cycle.wanted("topic", 1, "retired") == ["health"]
    assert CONSULTATION not in await cycle.says(HEALTH, "topic")
    assert "It isn't in the running" in await cycle.says(LABOUR, "topic come 1")
    assert "in the running again" in await cycle.says(HEALTH, "topic again 1")
    assert await cycle.wanted("topic", 1, "retired") == []
    assert CONSULTATION in await cycle.says(HEALTH, "topic")


async def test_whoever_suggested_it_is_told_why_it_retired(cycle: Cycle) -> None:
    await cycle.suggests(HEALTH, CONSULTATION)
    await cycle.says(STEWARD, "topic retire 1")
    assert "has taken it off the list for now" in await cycle.sees("topic", 1, "retired")
    await cycle.suggests(STEWARD, "Templates")
    await cycle.says(STEWARD, "topic retire 2")
    assert await cycle.wanted("topic", 2, "retired") == [], "nobody is told what they did themselves"


async def test_a_topic_is_flagged_hidden_and_brought_back(cycle: Cycle) -> None:
    await cycle.opened(CONSULTATION, "Drafting", "Submissions")
    await cycle.presses(LABOUR, await cycle.asks(LABOUR, "topic 1"), "Flag")
    assert await cycle.wanted("topic", 1, "flag") == ["steward"]
    form = await cycle.asks(STEWARD, "hide topic 1")
    assert isinstance(form, OpenForm)
    subject = str(form.form.subject)
    hidden = await cycle.stage.send(STEWARD, cycle.founded.home, "topic.hide", {"reason": "unkind"}, subject)
    assert "Hidden" in told(hidden)
    assert CONSULTATION not in await cycle.sees("poll")
    assert "I found nothing" in await cycle.says(LABOUR, "find consultation")
    assert await cycle.wanted("topic", 1, "hidden") == ["health"]
    await cycle.presses(STEWARD, hidden, "Bring it back")
    assert CONSULTATION in await cycle.sees("poll")
    assert CONSULTATION in await cycle.says(LABOUR, "find consultation")


async def test_a_hidden_topic_leaves_its_meeting_to_the_convener(cycle: Cycle) -> None:
    await cycle.suggests(HEALTH, CONSULTATION)
    await cycle.convenes(LABOUR)
    await cycle.says(LABOUR, "topic choose 1")
    await cycle.says(HEALTH, "takeback topic 1")
    assert (await cycle.meeting()).topic_id is None
    assert await cycle.wanted("meeting", 1, "choose") == ["labour"]


@pytest.mark.parametrize("way", ["takeback", "hide"])
async def test_what_is_taken_back_or_hidden_is_redrawn_wherever_its_words_stand(cycle: Cycle, way: str) -> None:
    await cycle.convenes(LABOUR)
    await cycle.opened(CONSULTATION, "Drafting", "Submissions")
    await cycle.says(LABOUR, "tick 1")
    await cycle.reaches(CLOSES + timedelta(days=3))
    await cycle.settles()
    if way == "takeback":
        await cycle.says(HEALTH, "topic takeback 1")
    else:
        await cycle.stage.send(STEWARD, cycle.founded.home, "topic.hide", {"reason": "unkind"}, f"{cycle.id}/topic:1")
    assert await cycle.redraws() >= {"poll", "meeting"}
    assert CONSULTATION not in await cycle.sees("poll")
    assert CONSULTATION not in await cycle.sees("meeting")
    assert "what was ticked was taken back. Its convener chooses" in await cycle.sees("poll")
    verbs = await cycle.stage.store.read(
        lambda work: [one.verb for one in work.history.of(Subject(cycle.id, "topic", 1))]
    )
    assert verbs[-1] == ("took back" if way == "takeback" else "hid")
    if way == "hide":
        await cycle.says(STEWARD, "unhide topic 1")
        assert f"{CONSULTATION}: 1 tick" in await cycle.sees("poll")


async def test_a_held_meetings_topic_is_redrawn_when_it_is_hidden_and_when_it_stands_again(cycle: Cycle) -> None:
    await cycle.opened(CONSULTATION, "Drafting", "Submissions")
    await cycle.says(LABOUR, "tick 1")
    await cycle.reaches(CLOSES + timedelta(days=9))
    assert (await cycle.meeting()).state == "held"
    form = f"{cycle.id}/topic:1"
    for act, shown in (("hide", False), ("unhide", True)):
        await cycle.settles()
        if act == "hide":
            await cycle.stage.send(STEWARD, cycle.founded.home, "topic.hide", {"reason": "unkind"}, form)
        else:
            await cycle.says(STEWARD, "unhide topic 1")
        assert await cycle.redraws() >= {"poll", "meeting"}
        assert (CONSULTATION in await cycle.sees("meeting")) is shown
        assert (CONSULTATION in await cycle.sees("poll")) is shown


async def test_the_conveners_choice_of_topics_never_keeps_what_was_taken_back(cycle: Cycle) -> None:
    await cycle.convenes(LABOUR)
    await cycle.suggests(HEALTH, CONSULTATION)
    await cycle.reaches(OPENS)
    await cycle.settles()
    await cycle.says(HEALTH, "topic takeback 1")
    assert "meeting/choose" in await cycle.redraws()
    assert CONSULTATION not in await cycle.sees("meeting", 1, "choose")


async def test_other_words_of_a_topic_are_shown_in_polls_that_have_closed_too(cycle: Cycle) -> None:
    await cycle.opened(CONSULTATION, "Drafting", "Submissions")
    await cycle.says(LABOUR, "tick 2")
    await cycle.reaches(CLOSES)
    await cycle.settles()
    await cycle.says(HEALTH, "topic edit 1 Consultation that works")
    assert "poll" in await cycle.redraws()
    await cycle.settles()
    await cycle.says(STEWARD, "topic merge 1 3")
    assert "poll" in await cycle.redraws()


async def test_a_convener_does_not_overturn_a_poll_and_a_steward_may(cycle: Cycle) -> None:
    await cycle.convenes(LABOUR)
    await cycle.opened(CONSULTATION, "Drafting", "Submissions")
    await cycle.says(HEALTH, "tick 1")
    await cycle.reaches(CLOSES)
    assert "The poll has chosen the topic" in await cycle.says(LABOUR, "topic choose 3")
    assert (await cycle.meeting()).topic == CONSULTATION
    await cycle.settles()
    assert "we talk about: Submissions" in await cycle.says(STEWARD, "topic choose 3")
    assert await cycle.redraws() >= {"poll", "meeting"}
    result = await cycle.sees("poll")
    assert "we talk about: Submissions\nThe poll had chosen another topic." in result
    assert f"{CONSULTATION}: 1 tick" in result
    announced = await cycle.sees("meeting")
    assert "Submissions" in announced
    assert "Chosen by" not in announced


async def test_after_half_a_year_a_topic_retires_by_itself(cycle: Cycle) -> None:
    await cycle.happens("cancelled", state="cancelled")
    await cycle.suggests(HEALTH, CONSULTATION)
    await cycle.reaches(cycle.stage.clock.now() + KEPT - timedelta(minutes=1))
    assert (await cycle.topic(1)).state == "open"
    await cycle.reaches(cycle.stage.clock.now() + timedelta(minutes=1))
    assert (await cycle.topic(1)).state == "retired"
    assert "makes room for others" in await cycle.sees("topic", 1, "retired")
    assert await cycle.wanted("topic", 1, "retired") == ["health"]


async def test_the_convener_chooses_for_a_meeting_without_a_poll(cycle: Cycle) -> None:
    await cycle.suggests(HEALTH, CONSULTATION)
    assert "Only whoever convenes" in await cycle.says(LABOUR, "topic choose 1")
    await cycle.convenes(LABOUR)
    assert f"On Thursday 18 March we talk about: {CONSULTATION}" in await cycle.says(LABOUR, "topic choose 1")
    meeting = await cycle.meeting()
    assert (meeting.topic, meeting.topic_id, meeting.awaits_poll, meeting.voters) == (CONSULTATION, 1, False, 0)
    assert (await cycle.poll()).state == "skipped"
    assert "isn't in the running" in await cycle.says(STEWARD, "topic choose 1")


async def test_another_choice_puts_the_first_back_in_the_running(cycle: Cycle) -> None:
    await cycle.suggests(HEALTH, CONSULTATION, "Drafting")
    await cycle.says(STEWARD, "topic choose 1")
    await cycle.says(STEWARD, "topic choose 2")
    assert [(await cycle.topic(number)).state for number in (1, 2)] == ["open", "chosen"]


@pytest.mark.parametrize("line", ["topic 99", "topic come 99", "topic merge 1 99", "topic choose 99", "topic again 99"])
async def test_a_topic_that_is_not_there_is_told_so(cycle: Cycle, line: str) -> None:
    await cycle.suggests(STEWARD, CONSULTATION)
    assert "can't find that" in await cycle.says(STEWARD, line)


async def test_one_member_seconds_once_from_two_accounts(cycle: Cycle) -> None:
    await cycle.suggests(HEALTH, CONSULTATION)
    await cycle.says(HEALTH, "topic come 1")
    assert await cycle.founded.member(FORESTS) is None
    seconds = await cycle.stage.store.read(lambda work: work.topics.seconds(cycle.id))
    assert seconds == {1: 1}
