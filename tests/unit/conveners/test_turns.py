"""A turn from its offer to the meeting: answered or not, passed on, swapped, stood in for."""

from datetime import UTC, date, datetime, time, timedelta

from tests.stage import button, card, told
from tests.unit.conveners.turns import (
    BEGINS,
    FINANCE,
    HEALTH,
    KIT,
    LABOUR,
    LAPSES,
    MINUTE,
    NUDGED,
    OFFERED,
    SECOND,
    STEWARD,
    Turns,
)

HOUR = timedelta(hours=1)


async def offered(turns: Turns) -> None:
    """Leilani, Tomasz and Ravi volunteer, and the turn of 25 March is offered to Leilani."""
    await turns.volunteer(HEALTH, LABOUR, FINANCE)
    await turns.reaches(OFFERED)


async def convened(turns: Turns) -> None:
    """Leilani convenes, and Tomasz is her backup."""
    await offered(turns)
    assert "You convene on Thursday 25 March" in await turns.accepts(HEALTH, 1)


async def test_a_turn_is_offered_to_the_first_with_the_reason_and_the_backup_named(turns: Turns) -> None:
    await offered(turns)
    assert await turns.asked() == [("health", "convener", "offered"), ("labour", "backup", "offered")]
    assert await turns.told_to(1) == ["health"]
    shown = await turns.shown(1)
    assert "Would you convene the meeting on Thursday 25 March?" in shown
    assert "Thursday 25 March, 10:00 Eastern" in shown
    assert "Why you: 3 volunteers, and among those due you volunteered first." in shown
    assert "Tomasz (Labour) is your backup." in shown
    assert "No answer by Tuesday 9 March? I'll ask the next person, and you keep your place." in shown
    assert await turns.told_to(2) == [], "whoever stands by is asked with the kit"


async def test_nothing_is_offered_before_its_time(turns: Turns) -> None:
    await turns.volunteer(HEALTH, LABOUR, FINANCE)
    await turns.reaches(OFFERED - MINUTE)
    assert await turns.asked() == []


async def test_a_yes_makes_the_convener_and_said_again_changes_nothing(turns: Turns) -> None:
    await convened(turns)
    meeting = await turns.meeting(SECOND)
    assert (meeting.convener, meeting.backup) == (await turns.number(HEALTH), await turns.number(LABOUR))
    assert "You convene on Thursday 25 March" in await turns.accepts(HEALTH, 1)
    assert await turns.asked() == [("health", "convener", "accepted"), ("labour", "backup", "offered")]
    await turns.reaches(LAPSES + HOUR)
    assert (await turns.asked())[0][2] == "accepted"


async def test_who_does_not_answer_is_nudged_once_and_then_keeps_their_place_at_no_cost(turns: Turns) -> None:
    await offered(turns)
    await turns.reaches(NUDGED - MINUTE)
    assert await turns.told_to(1, "nudge") == []
    await turns.reaches(NUDGED)
    assert await turns.told_to(1, "nudge") == ["health"]
    await turns.reaches(LAPSES)
    asked = await turns.asked()
    assert asked[0] == ("health", "convener", "lapsed")
    assert ("labour", "convener", "offered") in asked
    assert ("finance", "backup", "offered") in asked
    assert "You keep your place" in await turns.shown(1)
    assert await turns.told_to(1, "passed") == ["health"]
    assert (await turns.as_volunteer(HEALTH)).declined == 0
    assert "Next to be asked, for Thursday 8 April: Leilani (Health)." in await turns.says(STEWARD, "rota")


async def test_a_yes_after_the_turn_has_moved_on_is_a_sentence_and_changes_nothing(turns: Turns) -> None:
    await offered(turns)
    await turns.reaches(LAPSES)
    before = await turns.asked()
    assert "That turn has moved on meanwhile" in await turns.accepts(HEALTH, 1)
    assert await turns.asked() == before


async def test_a_declined_turn_goes_to_the_next_volunteer_and_costs_nothing_the_first_time(turns: Turns) -> None:
    await offered(turns)
    assert "you keep your place" in await turns.declines(HEALTH, 1)
    asked = await turns.asked()
    assert asked[0] == ("health", "convener", "declined")
    assert ("labour", "convener", "offered") in asked
    known = await turns.as_volunteer(HEALTH)
    assert (known.declined, known.charged) == (1, 0)
    assert "Why you" in await turns.shown(3)


async def test_two_declined_in_a_row_count_as_one_turn(turns: Turns) -> None:
    await offered(turns)
    await turns.says(HEALTH, "convene no")
    await turns.reaches(datetime(2027, 3, 17, 14, 30, tzinfo=UTC))
    assert (await turns.asked(3))[0][0] == "health", "whoever passed a turn on is asked first the next time"
    assert "two in a row count as a turn" in await turns.says(HEALTH, "convene no")
    known = await turns.as_volunteer(HEALTH)
    assert (known.declined, known.charged) == (0, 1)


async def test_a_stranger_pressing_somebody_elses_yes_is_told_so_and_nothing_changes(turns: Turns) -> None:
    await offered(turns)
    before = await turns.turns_of()
    for press in (turns.accepts, turns.declines):
        for who in (LABOUR, STEWARD):
            assert "That was put to somebody else, so nothing was changed." in await press(who, 1)
    assert "put to somebody else" in await turns.presses_on(LABOUR, "turn.swap", await turns.turn(1))
    assert "can't find that" in await turns.accepts(HEALTH, 99)
    assert await turns.turns_of() == before


async def test_what_is_pressed_can_be_typed(turns: Turns) -> None:
    await offered(turns)
    assert "You convene on Thursday 25 March" in await turns.says(HEALTH, "convene yes")
    assert "Your kit for Thursday 25 March" in await turns.says(HEALTH, "convene kit")
    assert "somebody else now" in await turns.says(HEALTH, "convene drop")
    assert "You have no turn just now" in await turns.says(HEALTH, "convene yes")
    assert "You have no turn just now" in await turns.says(STEWARD, "convene drop")
    assert "I didn't get that" in await turns.says(HEALTH, "convene frobnicate")


async def test_the_kit_comes_five_working_days_before_and_the_backup_is_asked_then(turns: Turns) -> None:
    await convened(turns)
    await turns.answers(FINANCE, "yes")
    await turns.answers(STEWARD, "maybe")
    await turns.reaches(KIT - MINUTE)
    assert await turns.told_to(1, "kit") == []
    await turns.reaches(KIT)
    assert await turns.told_to(1, "kit") == ["health"]
    shown = await turns.shown(1, "kit")
    for line in (
        "Your kit for Thursday 25 March.",
        "Topic: none yet.",
        "Coming: Ravi (Finance); 1 maybe",
        "Backup: Tomasz (Labour)",
        "A running order, if you like:",
        "40 min: Two short stories",
        "Our community of practice meets on Thursday 25 March, 10:00–11:00 Eastern (Room 4 or https://meet.example/cop).",
    ):
        assert line in shown
    assert await turns.told_to(2, "backup") == ["labour"]
    assert "Is that still fine?" in await turns.shown(2, "backup")
    assert "You're the backup for Thursday 25 March" in await turns.accepts(LABOUR, 2)


async def test_the_kit_says_why_the_topic_won(turns: Turns) -> None:
    await convened(turns)
    topic = await turns.changes(lambda work: work.topics.new(turns.id, None, "Consultation", turns.now, short=False))
    await turns.happens("placed", topic_id=topic.id, voters=14, voter_units=8, tie="units")
    shown = await turns.shown(1, "kit")
    assert "Topic: Consultation\nChosen by 14 people from 8 units." in shown
    assert "It was a tie; people from more units had ticked this one." in shown
    assert "This time: Consultation." in shown


async def test_open_actions_come_back_in_the_kit(turns: Turns) -> None:
    await convened(turns)

    def noted(work: object) -> None:
        meeting = work.meetings.latest_held(turns.id, 1)[0]  # type: ignore[attr-defined]
        notes = work.meetings.new_notes(meeting, 1, "Talked", "", turns.now)  # type: ignore[attr-defined]
        work.meetings.new_action(notes, "Send the template round", turns.now)  # type: ignore[attr-defined]

    await turns.changes(noted)
    assert "• Send the template round" in await turns.shown(1, "kit")


async def test_the_kit_is_drawn_again_when_the_meeting_changes(turns: Turns) -> None:
    await convened(turns)
    await turns.reaches(KIT)
    kit = f"{turns.id}/turn:1/kit"
    assert kit in await turns.due()
    assert kit not in await turns.due()
    await turns.answers(FINANCE, "yes")
    assert kit in await turns.due()
    await turns.says(STEWARD, "meetings venue 2 Room 5")
    assert kit in await turns.due()
    await turns.happens("announced", state="announced")
    assert kit in await turns.due()
    await turns.says(FINANCE, "topic What nobody told me")
    await turns.says(STEWARD, "topic choose 1")
    assert kit in await turns.due()
    assert "Topic: What nobody told me" in await turns.shown(1, "kit")


async def test_who_says_yes_late_has_the_kit_at_once_whatever_they_were_sent_that_day(turns: Turns) -> None:
    await convened(turns)
    await turns.reaches(KIT)
    assert await turns.told_to(2, "backup") == ["labour"], "their one word unasked for of the day"
    await turns.due()
    await turns.says(HEALTH, "convene drop")
    asked = (await turns.turns_of())[-1].id
    await turns.accepts(LABOUR, asked)
    await turns.reaches(KIT + MINUTE)
    assert f"{turns.id}/turn:{asked}/kit" in await turns.due()


async def test_a_backup_who_cannot_is_replaced_at_no_cost(turns: Turns) -> None:
    await convened(turns)
    await turns.declines(LABOUR, 2)
    assert await turns.asked() == [
        ("health", "convener", "accepted"),
        ("labour", "backup", "declined"),
        ("finance", "backup", "offered"),
    ]
    known = await turns.as_volunteer(LABOUR)
    assert (known.declined, known.charged) == (0, 0)
    assert (await turns.meeting(SECOND)).backup == await turns.number(FINANCE)


async def test_a_late_drop_out_goes_to_the_backup_at_once_who_accepts_in_one_press(turns: Turns) -> None:
    await convened(turns)
    await turns.reaches(datetime(2027, 3, 25, 12, 30, tzinfo=UTC))
    assert "Thank you for telling" in await turns.says(HEALTH, "convene drop")
    assert (await turns.meeting(SECOND)).convener is None
    assert (await turns.asked())[-1] == ("labour", "stand-in", "offered")
    asked = (await turns.turns_of())[-1].id
    assert await turns.told_to(asked) == ["labour"]
    assert "You'd open the meeting" in await turns.shown(asked)
    assert "You convene on Thursday 25 March" in await turns.accepts(LABOUR, asked)
    assert (await turns.meeting(SECOND)).convener == await turns.number(LABOUR)
    await turns.reaches(BEGINS + 2 * HOUR)
    assert (await turns.asked())[-1] == ("labour", "stand-in", "done")
    assert (await turns.as_volunteer(LABOUR)).charged == 1
    assert (await turns.as_volunteer(HEALTH)).declined == 1


async def test_with_no_answer_the_volunteers_are_asked_then_the_channel_then_it_is_an_open_round_table(
    turns: Turns,
) -> None:
    await convened(turns)
    await turns.reaches(datetime(2027, 3, 22, 14, tzinfo=UTC))
    await turns.says(HEALTH, "convene drop")
    asked = (await turns.turns_of())[-1].id
    await turns.reaches(datetime(2027, 3, 23, 13, 59, tzinfo=UTC))
    assert await turns.wanted(SECOND, "standin") == []
    await turns.reaches(datetime(2027, 3, 23, 14, tzinfo=UTC))
    assert sorted(await turns.wanted(SECOND, "standin")) == ["finance"]
    assert "Whoever presses first has it" in await turns.sees(SECOND, "standin")
    assert "You convene on Thursday 25 March" in await turns.takes(FINANCE)
    assert await turns.sees(SECOND, "standin") == ""
    assert "turn has moved on" in await turns.accepts(LABOUR, asked), "somebody else was quicker"


async def test_asked_in_the_channel_and_then_left_open_nobody_is_named(turns: Turns) -> None:
    await convened(turns)
    await turns.reaches(datetime(2027, 3, 22, 14, tzinfo=UTC))
    for who in (LABOUR, FINANCE):
        await turns.says(who, "convene away 25 March 2027")
    await turns.says(HEALTH, "convene drop")
    assert await turns.wanted(SECOND, "plea") == ["channel"]
    assert "Leilani" not in await turns.sees(SECOND, "plea")
    await turns.reaches(datetime(2027, 3, 24, 14, tzinfo=UTC))
    assert await turns.wanted(SECOND, "open") == ["channel"]
    shown = await turns.sees(SECOND, "open")
    assert "Thursday 25 March is an open round table." in shown
    assert "Passing is fine." in shown
    assert "Leilani" not in shown
    assert "You convene on Thursday 25 March" in await turns.takes(STEWARD)
    assert await turns.sees(SECOND, "open") == ""
    assert (await turns.meeting(SECOND)).convener == await turns.number(STEWARD)
    assert "Amara (Children) convenes on Thursday 25 March already" in await turns.takes(HEALTH)


async def test_nobody_takes_what_is_somebody_elses_to_answer(turns: Turns) -> None:
    await offered(turns)
    assert "Somebody has just been asked" in await turns.takes(STEWARD)
    await turns.reaches(BEGINS + HOUR)
    assert "There is no meeting ahead" in await turns.takes(STEWARD)


async def test_who_says_they_will_miss_it_is_not_asked_and_what_was_offered_passes_on(turns: Turns) -> None:
    await turns.volunteer(HEALTH, LABOUR, FINANCE)
    await turns.answers(HEALTH, "no")
    await turns.reaches(OFFERED)
    assert (await turns.asked())[0] == ("labour", "convener", "offered")
    await turns.answers(LABOUR, "no")
    asked = await turns.asked()
    assert asked[0] == ("labour", "convener", "released")
    assert asked[-1][:2] == ("finance", "convener")


async def test_a_convener_who_says_no_to_the_meeting_cannot_convene_it(turns: Turns) -> None:
    await convened(turns)
    await turns.answers(HEALTH, "no")
    assert (await turns.meeting(SECOND)).convener is None
    assert ("labour", "convener", "offered") in await turns.asked()


async def test_a_cancelled_meeting_costs_nobody_and_whoever_had_its_turn_is_told(turns: Turns) -> None:
    await convened(turns)
    await turns.says(STEWARD, f"meetings cancel {SECOND}")
    await turns.happens("cancelled", state="cancelled")
    assert {state for _, _, state in await turns.asked()} == {"released"}
    assert await turns.told_to(1, "passed") == ["health"]
    assert "It costs you nothing" in await turns.shown(1, "passed")
    known = await turns.as_volunteer(HEALTH)
    assert (known.charged, known.declined) == (0, 0)
    await turns.reaches(datetime(2027, 3, 17, 14, 30, tzinfo=UTC))
    assert (await turns.asked(3))[0][0] == "health", "the next one is theirs"


async def test_a_held_meeting_counts_for_its_convener_and_not_for_the_backup(turns: Turns) -> None:
    await convened(turns)
    await turns.reaches(BEGINS + 2 * HOUR)
    assert (await turns.asked())[0] == ("health", "convener", "done")
    assert (await turns.as_volunteer(HEALTH)).charged == 1
    assert (await turns.as_volunteer(LABOUR)).charged == 0


async def test_a_moved_meeting_keeps_its_convener_and_plans_its_kit_anew(turns: Turns) -> None:
    await convened(turns)
    await turns.happens("moved", day=date(2027, 4, 1), at=time(10), starts_at=datetime(2027, 4, 1, 14, tzinfo=UTC))
    await turns.reaches(KIT)
    assert await turns.told_to(1, "kit") == []
    await turns.reaches(datetime(2027, 3, 24, 14, tzinfo=UTC))
    assert await turns.told_to(1, "kit") == ["health"]


async def test_a_forgotten_members_turn_passes_on_the_same_day(turns: Turns) -> None:
    await convened(turns)
    assert "You are forgotten here" in told(await turns.founded.says(HEALTH, "me forget now"))
    asked = await turns.asked()
    assert asked[0] == ("nobody", "convener", "released")
    assert ("labour", "convener", "offered") in asked
    assert (await turns.meeting(SECOND)).convener is None


async def test_somebody_who_cannot_be_written_to_is_not_asked(turns: Turns) -> None:
    await turns.volunteer(HEALTH, LABOUR, FINANCE)
    account = await turns.founded.account(HEALTH)
    await turns.stage.store.write(lambda work: work.members.told(account.id, None))
    await turns.reaches(OFFERED)
    assert (await turns.asked())[0] == ("labour", "convener", "offered")


async def test_whose_account_goes_before_they_answer_is_passed_over(turns: Turns) -> None:
    await offered(turns)
    account = await turns.founded.account(HEALTH)
    await turns.stage.store.write(lambda work: work.members.told(account.id, None))
    await turns.reaches(NUDGED)
    assert (await turns.asked())[0] == ("health", "convener", "lapsed")


async def test_two_swap_their_turns_when_both_agree(turns: Turns) -> None:
    await convened(turns)
    await turns.reaches(datetime(2027, 3, 17, 14, 30, tzinfo=UTC))
    assert "You convene on Thursday 8 April" in await turns.says(LABOUR, "convene yes")
    answer = await turns.says(HEALTH, "convene swap Tomasz")
    assert "I'm asking Tomasz (Labour). Until they say yes, Thursday 25 March stays yours." in answer
    request = (await turns.turns_of())[-1]
    assert await turns.told_to(request.id) == ["labour"]
    shown = await turns.shown(request.id)
    assert "Leilani (Health) asks: would you convene on Thursday 25 March?" in shown
    assert "Leilani (Health) would take your Thursday 8 April" in shown
    assert (await turns.meeting(SECOND)).convener == await turns.number(HEALTH)
    assert "put to somebody else" in await turns.accepts(FINANCE, request.id)
    assert "You convene on Thursday 25 March" in await turns.accepts(LABOUR, request.id)
    assert (await turns.meeting(SECOND)).convener == await turns.number(LABOUR)
    assert (await turns.meeting(3)).convener == await turns.number(HEALTH)
    assert await turns.told_to(1, "passed") == ["health"]
    assert "Swapped" in await turns.shown(1, "passed")
    assert "turn has moved on" not in await turns.accepts(LABOUR, request.id)


async def test_a_swap_that_the_other_one_declines_changes_nothing_and_costs_nothing(turns: Turns) -> None:
    await convened(turns)
    await turns.says(HEALTH, "convene swap Ravi")
    request = (await turns.turns_of())[-1]
    await turns.declines(FINANCE, request.id)
    assert (await turns.meeting(SECOND)).convener == await turns.number(HEALTH)
    assert (await turns.as_volunteer(FINANCE)).declined == 0
    assert await turns.told_to(1, f"stays:{request.id}") == ["health"]
    assert "is still yours" in await turns.shown(1, f"stays:{request.id}")


async def test_a_turn_is_taken_over_by_somebody_who_has_none(turns: Turns) -> None:
    await offered(turns)
    await turns.says(HEALTH, "convene swap Ravi")
    request = (await turns.turns_of())[-1]
    assert "It counts as one of your turns" in await turns.shown(request.id)
    await turns.accepts(FINANCE, request.id)
    assert (await turns.meeting(SECOND)).convener == await turns.number(FINANCE)


async def test_whoever_is_asked_to_swap_says_yes_or_no_in_their_home_and_cannot_swap_on(turns: Turns) -> None:
    await offered(turns)
    assert "[Yes, I'll do it] [Not this time] [Swap]" in await turns.says(HEALTH, "home")
    await turns.says(HEALTH, "convene swap Ravi")
    shown = await turns.says(FINANCE, "home")
    assert "A colleague would like to swap. Would you convene on Thursday 25 March" in shown
    assert "[Yes, I'll do it] [Not this time]\n" in shown


async def test_swapping_with_oneself_or_with_nobody_is_a_sentence_and_changes_nothing(turns: Turns) -> None:
    await convened(turns)
    before = await turns.turns_of()
    for name in ("Leilani", "me"):
        assert "You can't swap with yourself" in await turns.says(HEALTH, f"convene swap {name}")
    for name in ("Nobody", "Amara"):
        assert "I don't find that name in the rota" in await turns.says(HEALTH, f"convene swap {name}")
    form = await turns.asks(HEALTH, "convene swap")
    assert "Tomasz (Labour)" in told(form)
    me, subject = str(await turns.number(HEALTH)), str(await turns.turn(1))
    home = turns.founded.home
    assert "swap with yourself" in told(await turns.stage.send(HEALTH, home, "turn.swap", {"with": me}, subject))
    assert "don't find that name" in told(await turns.stage.send(HEALTH, home, "turn.swap", {"with": "x"}, subject))
    assert await turns.turns_of() == before
    chosen = {"with": str(await turns.number(LABOUR))}
    assert "I'm asking Tomasz" in told(await turns.stage.send(HEALTH, home, "turn.swap", chosen, subject))
    assert "I'm asking Tomasz" in told(await turns.stage.send(HEALTH, home, "turn.swap", chosen, subject))
    assert len(await turns.turns_of()) == len(before) + 1


async def test_the_offer_waits_for_the_morning_and_the_time_to_answer_begins_then(turns: Turns) -> None:
    await turns.volunteer(HEALTH, LABOUR, FINANCE)
    await turns.reaches(OFFERED)
    await turns.reaches(datetime(2027, 3, 5, 23, tzinfo=UTC))
    await turns.declines(HEALTH, 1)
    second = next(turn for turn in await turns.turns_of() if turn.role == "convener" and turn.state == "offered")
    assert second.offered_at == datetime(2027, 3, 8, 13, 30, tzinfo=UTC)
    assert second.answer_by == datetime(2027, 3, 11, 13, 30, tzinfo=UTC)


async def test_buttons_of_the_offer_carry_the_turn(turns: Turns) -> None:
    await offered(turns)
    shown = card(await turns.asks(HEALTH, "convene"))
    assert "Asked: Thursday 25 March" in told(await turns.asks(HEALTH, "convene"))
    assert button(shown, "Pause").action == "convene.pause"
