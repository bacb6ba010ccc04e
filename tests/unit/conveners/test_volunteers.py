"""In the rota and out of it, and what the rota says of itself."""

from datetime import UTC, date, datetime, timedelta

from bot.history import Happening
from tests.stage import told
from tests.unit.community.founding import Founded
from tests.unit.conveners.turns import BEGINS, FINANCE, HEALTH, LABOUR, OFFERED, SECOND, STEWARD, Turns


async def test_who_is_not_in_the_rota_is_asked_kindly_and_one_press_is_enough(turns: Turns) -> None:
    shown = await turns.asks(HEALTH, "convene")
    assert "Would you convene a meeting now and then?" in told(shown)
    assert "You're in the rota" in await turns.presses(HEALTH, shown, "I'd convene now and then")
    assert "You're in the rota" in await turns.says(HEALTH, "convene")


async def test_a_newcomer_waits_for_a_first_meeting_and_then_starts_at_the_lowest_count(turns: Turns) -> None:
    await turns.volunteer(HEALTH, STEWARD)
    assert "Your first turn may come after the first meeting you've been to" in await turns.says(STEWARD, "convene")
    assert "After their first meeting: Amara (Children)" in await turns.says(LABOUR, "rota")
    await turns.reaches(OFFERED)
    assert [asked[:2] for asked in await turns.asked()] == [("health", "convener")]
    await turns.accepts(HEALTH, 1)
    await turns.answers(STEWARD, "maybe")
    await turns.reaches(datetime(2027, 3, 25, 16, tzinfo=UTC))
    known = await turns.as_volunteer(STEWARD)
    assert (known.attended, known.base) == (True, 1)


async def test_who_says_afterwards_that_they_were_there_is_in_the_order_at_once(turns: Turns) -> None:
    await turns.volunteer(HEALTH, STEWARD)
    assert "After their first meeting: Amara (Children)" in await turns.says(LABOUR, "rota")
    assert "Good that you were there" in await turns.says(STEWARD, "rsvp here")
    shown = await turns.says(LABOUR, "rota")
    assert "After their first meeting" not in shown
    assert "2. Amara (Children): 0 turns" in shown


async def test_before_a_community_has_met_its_volunteers_need_not_wait(turns: Turns) -> None:
    await turns.has_never_met()
    await turns.volunteer(HEALTH, LABOUR, STEWARD)
    assert "Your first turn may come after" not in await turns.says(STEWARD, "convene")
    assert "After their first meeting" not in await turns.says(LABOUR, "rota")
    await turns.reaches(OFFERED)
    assert await turns.asked() == [("health", "convener", "offered"), ("labour", "backup", "offered")]


async def test_who_volunteers_after_the_first_meeting_waits_although_others_did_not(turns: Turns) -> None:
    await turns.has_never_met()
    await turns.volunteer(HEALTH, LABOUR)
    await turns.reaches(OFFERED)
    await turns.accepts(HEALTH, 1)
    await turns.reaches(datetime(2027, 3, 25, 16, tzinfo=UTC))
    await turns.volunteer(STEWARD)
    assert "After their first meeting: Amara (Children)" in await turns.says(LABOUR, "rota")
    assert (await turns.as_volunteer(LABOUR)).attended


async def test_the_rota_says_who_is_next_and_why(turns: Turns) -> None:
    assert "Nobody can be asked for Thursday 25 March yet." in await turns.says(LABOUR, "rota")
    await turns.volunteer(HEALTH, LABOUR, FINANCE)
    shown = await turns.says(STEWARD, "rota")
    assert "Next to be asked, for Thursday 25 March: Leilani (Health)." in shown
    assert "1. Leilani (Health): 0 turns, volunteered before the next" in shown
    assert "3. Ravi (Finance): 0 turns\n" in shown
    await turns.reaches(OFFERED)
    shown = await turns.says(STEWARD, "rota")
    line = "Leilani (Health) is asked · backup: Tomasz (Labour) · why: had volunteered first among those due"
    assert f"Thursday 25 March, 10:00 Eastern {line}" in shown
    assert "Next to be asked, for Thursday 8 April: Tomasz (Labour)." in shown
    assert "2. Ravi (Finance): 0 turns, fewer turns than the next" in shown
    await turns.accepts(HEALTH, 1)
    assert "Leilani (Health) convenes" in await turns.says(STEWARD, "rota")


async def test_away_days_are_kept_and_nothing_is_offered_for_them(turns: Turns) -> None:
    await turns.volunteer(HEALTH, LABOUR, FINANCE)
    shown = await turns.says(HEALTH, "convene away 20 March to 27 March 2027")
    assert "Away from Saturday 20 March to Saturday 27 March. You keep your place." in shown
    assert "1 volunteer sits this one out. You do: you're away that day." in await turns.says(HEALTH, "rota")
    shown = await turns.says(LABOUR, "rota")
    assert "1 volunteer sits this one out." in shown
    assert "Leilani" not in shown, "the others' reasons are their own"
    await turns.reaches(OFFERED)
    assert (await turns.asked())[0] == ("labour", "convener", "offered")
    assert "Next to be asked, for Thursday 8 April: Leilani (Health)." in await turns.says(LABOUR, "rota")
    assert "Away" not in await turns.says(HEALTH, "convene back")


async def test_away_as_one_would_say_it(turns: Turns) -> None:
    await turns.volunteer(HEALTH)
    assert "Away from Wednesday 3 March to" in await turns.says(HEALTH, "convene away 3 March to 17 March 2027")
    member = await turns.number(HEALTH)
    days = await turns.stage.store.read(lambda work: work.members.away(turns.id, member, date(2027, 3, 1)))
    assert [(one.first, one.last) for one in days] == [(date(2027, 3, 3), date(2027, 3, 17))]
    await turns.says(HEALTH, "convene away 3 March to 17 March 2027")
    assert len(await turns.stage.store.read(lambda work: work.members.away(turns.id, member, date(2027, 3, 1)))) == 1


async def test_days_that_cannot_be_read_get_help_and_change_nothing(turns: Turns) -> None:
    await turns.volunteer(HEALTH)
    for line in ("sometime", "31 February", "17 March to 3 March 2027", "1 March 2020 to 2 March 2020", "3"):
        answer = await turns.says(HEALTH, f"convene away {line}")
        assert "You're in the rota" not in answer, line
    member = await turns.number(HEALTH)
    assert await turns.stage.store.read(lambda work: work.members.away(turns.id, member, date(2020, 1, 1))) == []
    form = await turns.asks(HEALTH, "convene away")
    assert "3 March to 17 March 2027" in told(form)
    sent = await turns.stage.send(HEALTH, turns.founded.home, "convene.away", {"days": "sometime"})
    assert "days" in told(sent) or "day" in told(sent)
    sent = await turns.stage.send(HEALTH, turns.founded.home, "convene.away", {"days": "25 March 2027"})
    assert "Away on Thursday 25 March." in told(sent)


async def test_who_is_away_on_the_day_of_their_turn_passes_it_on_at_no_cost(turns: Turns) -> None:
    await turns.volunteer(HEALTH, LABOUR, FINANCE)
    await turns.reaches(OFFERED)
    await turns.says(HEALTH, "convene away 25 March 2027")
    asked = await turns.asked()
    assert asked[0] == ("health", "convener", "released")
    assert ("labour", "convener", "offered") in asked
    assert (await turns.as_volunteer(HEALTH)).declined == 0


async def test_a_leave_said_anywhere_passes_a_turn_on_and_coming_back_keeps_the_place(turns: Turns) -> None:
    await turns.volunteer(HEALTH, LABOUR, FINANCE)
    await turns.reaches(OFFERED)
    await turns.says(HEALTH, "me away from 20 March")
    asked = await turns.asked()
    assert asked[0] == ("health", "convener", "released")
    assert ("labour", "convener", "offered") in asked
    shown = await turns.says(HEALTH, "convene")
    assert "Away from Saturday 20 March until you're back. You keep your place." in shown
    await turns.says(HEALTH, "me back")
    assert "Next to be asked, for Thursday 8 April: Leilani (Health)." in await turns.says(LABOUR, "rota")


async def test_who_pauses_is_not_asked_until_they_go_on(turns: Turns) -> None:
    await turns.volunteer(HEALTH, LABOUR, FINANCE)
    shown = await turns.asks(HEALTH, "convene pause")
    assert "You're in the rota, and pausing." in told(shown)
    await turns.reaches(OFFERED)
    assert (await turns.asked())[0] == ("labour", "convener", "offered")
    assert "You're in the rota. Thank you." in await turns.presses(HEALTH, shown, "Go on")
    assert "Next to be asked, for Thursday 8 April: Leilani (Health)." in await turns.says(LABOUR, "rota")


async def test_who_stops_is_out_of_the_rota_and_their_turn_passes_on(turns: Turns) -> None:
    await turns.volunteer(HEALTH, LABOUR, FINANCE)
    await turns.reaches(OFFERED)
    await turns.accepts(HEALTH, 1)
    assert "You're out of the rota" in await turns.says(HEALTH, "convene stop")
    assert ("labour", "convener", "offered") in await turns.asked()
    assert (await turns.meeting(SECOND)).convener is None
    for line in ("convene stop", "convene pause", "convene away 3 March"):
        assert "You're not in the rota" in await turns.says(HEALTH, line)
    assert "You're in the rota" in await turns.says(HEALTH, "convene join")


async def test_with_fewer_than_three_volunteers_the_channel_is_asked_at_most_every_four_weeks(turns: Turns) -> None:
    await turns.volunteer(HEALTH, LABOUR)
    await turns.reaches(OFFERED)
    assert await turns.wanted(SECOND, "plea") == ["channel"]
    assert "Who would convene a meeting now and then?" in await turns.sees(SECOND, "plea")
    await turns.reaches(datetime(2027, 3, 18, 15, tzinfo=UTC))
    assert (await turns.asked(3))[0][1:] == ("convener", "offered")
    assert await turns.wanted(3, "plea") == []


async def test_with_three_volunteers_the_channel_is_not_asked(turns: Turns) -> None:
    await turns.volunteer(HEALTH, LABOUR, FINANCE)
    await turns.reaches(OFFERED)
    assert await turns.wanted(SECOND, "plea") == []


async def test_a_plea_of_another_kind_within_four_weeks_counts_too(turns: Turns) -> None:
    community = (await turns.founded.community()).subject
    await turns.changes(lambda work: work.history.add(Happening(turns.now, None, "pleaded", community)))
    await turns.reaches(OFFERED)
    assert await turns.wanted(SECOND, "plea") == []


async def test_with_nobody_in_the_rota_whoever_volunteers_late_is_offered_what_waits(turns: Turns) -> None:
    await turns.reaches(OFFERED)
    assert await turns.asked() == []
    assert "Who would convene on Thursday 25 March?" in await turns.sees(SECOND, "plea")
    await turns.volunteer(HEALTH)
    assert await turns.asked() == [("health", "convener", "offered")]


async def test_who_came_to_their_first_meeting_is_offered_what_waits_as_soon_as_it_is_over(turns: Turns) -> None:
    await turns.says(STEWARD, "convene join")
    await turns.answers(STEWARD, "yes")
    await turns.reaches(OFFERED + timedelta(days=15))
    assert await turns.asked(3) == [], "nobody who volunteers has been to a meeting"
    await turns.reaches(BEGINS + timedelta(hours=1))
    assert await turns.asked(3) == [("steward", "convener", "offered")]


async def test_with_nobody_at_all_it_is_an_open_round_table_the_day_before(turns: Turns) -> None:
    await turns.reaches(datetime(2027, 3, 24, 12, 59, tzinfo=UTC))
    assert await turns.wanted(SECOND, "open") == []
    await turns.reaches(datetime(2027, 3, 24, 13, tzinfo=UTC))
    assert await turns.wanted(SECOND, "open") == ["channel"]


async def test_before_the_doors_open_nobody_is_asked_to_convene(founded: Founded) -> None:
    stage = founded.stage
    community = await founded.arrives()
    values = {"name": "Policy CoP", "meets": "every second Thursday 10:00", "zone": "America/Toronto"}
    reply = await stage.send(STEWARD, founded.dm(STEWARD), "community.setup", values, str(community.subject))
    await stage.reaches(stage.clock.now() + timedelta(hours=1))
    now = stage.clock.now()
    assert await stage.store.read(lambda work: work.meetings.upcoming(community.id, now, 3)) == []
    await founded.presses(STEWARD, reply, "Open the doors")
    await stage.reaches(now + timedelta(hours=1))
    (meeting, *_) = await stage.store.read(lambda work: work.meetings.upcoming(community.id, now, 3))
    assert await founded.places(meeting.subject.about("plea")) != []


async def test_a_turn_that_is_offered_is_not_taken_twice_by_two_ticks(turns: Turns) -> None:
    await turns.volunteer(HEALTH, LABOUR, FINANCE)
    await turns.reaches(OFFERED)
    subject = turns.subject(SECOND, "turn")
    offer = turns.stage.catalogue.steps["turn.offer"].action
    await turns.stage.store.write(lambda work: offer(subject, work, turns.stage.clock.now()))
    assert len([one for one in await turns.asked() if one[1] == "convener"]) == 1
