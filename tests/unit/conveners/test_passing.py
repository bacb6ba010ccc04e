"""What passes on when somebody goes, what ends with it, and who hears of it."""

from datetime import UTC, date, datetime, timedelta

from bot.chat.refs import AccountRef, Subject
from bot.members.actions.leaving import introduce
from bot.ports import Person
from storage.unit_of_work import Work
from tests.stage import told
from tests.unit.conveners.turns import BEGINS, FINANCE, HEALTH, KIT, LABOUR, MINUTE, OFFERED, SECOND, STEWARD, Turns

HOUR = timedelta(hours=1)


async def convened(turns: Turns) -> None:
    """Leilani convenes on 25 March, and Tomasz is her backup; Ravi is in the rota, too."""
    await turns.volunteer(HEALTH, LABOUR, FINANCE)
    await turns.reaches(OFFERED)
    await turns.accepts(HEALTH, 1)


async def goes(turns: Turns, who: AccountRef, person: Person | None = None) -> None:
    """The platform says that it doesn't know the account any more, or that it is closed."""
    account = await turns.founded.account(who)
    await turns.changes(lambda work: introduce(account, person, work, turns.stage.clock.now()))


async def written(turns: Turns, who: AccountRef, number: int = 99) -> None:
    """Somebody was sent something else unasked that day."""
    member = await turns.number(who)

    def unit(work: Work) -> None:
        place = work.members.reach(turns.id, member)
        assert place is not None
        now = turns.stage.clock.now()
        work.postings.want(Subject(turns.id, "topic", number, "retired"), place, now=now, not_before=now, unasked=True)

    await turns.changes(unit)


async def requested(turns: Turns, name: str) -> int:
    """Leilani asks somebody to swap; the number of the request."""
    assert "I'm asking" in await turns.says(HEALTH, f"convene swap {name}")
    return (await turns.turns_of())[-1].id


async def test_the_turn_of_an_account_that_goes_passes_on_the_same_day(turns: Turns) -> None:
    await convened(turns)
    await goes(turns, HEALTH)
    assert (await turns.asked())[0] == ("health", "convener", "released")
    assert ("labour", "convener", "offered") in await turns.asked()
    assert (await turns.meeting(SECOND)).convener is None


async def test_a_backup_whose_account_is_closed_is_replaced(turns: Turns) -> None:
    await convened(turns)
    await goes(turns, LABOUR, Person("Tomasz", active=False))
    assert (await turns.meeting(SECOND)).backup == await turns.number(FINANCE)


async def test_a_kit_that_reaches_nobody_passes_the_turn_on(turns: Turns) -> None:
    await convened(turns)
    for who in (HEALTH, LABOUR):
        account = await turns.founded.account(who)
        await turns.stage.store.write(lambda work, of=account.id: work.members.told(of, None))  # type: ignore[misc]  # a default binds the loop's value
    await turns.reaches(KIT)
    assert (await turns.asked())[0] == ("health", "convener", "released")
    assert (await turns.meeting(SECOND)).convener is None
    assert ("labour", "backup", "released") in await turns.asked()


async def test_in_a_swap_each_gets_the_card_of_their_new_turn(turns: Turns) -> None:
    await convened(turns)
    await turns.reaches(datetime(2027, 3, 17, 14, 30, tzinfo=UTC))
    await turns.accepts(LABOUR, (await turns.turns_of(3))[0].id)
    await turns.accepts(LABOUR, await requested(turns, "Tomasz"))
    taken = (await turns.turns_of(3))[-1]
    assert await turns.told_to(taken.id) == ["health"]
    assert "You convene on Thursday 8 April" in await turns.shown(taken.id)


async def test_who_cannot_come_that_day_is_not_asked_to_swap_and_why_stays_theirs(turns: Turns) -> None:
    await convened(turns)
    await turns.says(STEWARD, "convene join")
    await turns.says(LABOUR, "convene away 25 March 2027")
    await turns.answers(FINANCE, "no")
    before = await turns.turns_of()
    for name in ("Tomasz", "Ravi", "Amara"):
        answer = await turns.says(HEALTH, f"convene swap {name}")
        assert "They can't be asked for that meeting, so nothing was changed." in answer
    assert await turns.turns_of() == before
    assert "Nobody else in the rota could take that one just now." in await turns.says(HEALTH, "convene swap")


async def test_a_number_as_long_as_a_book_is_nobody(turns: Turns) -> None:
    await convened(turns)
    subject = str(await turns.turn(1))
    sent = await turns.stage.send(HEALTH, turns.founded.home, "turn.swap", {"with": "9" * 5000}, subject)
    assert "don't find that name" in told(sent)


async def test_whoever_asked_for_a_swap_hears_when_the_other_one_stops_or_is_gone(turns: Turns) -> None:
    await convened(turns)
    tomasz, ravi = await requested(turns, "Tomasz"), await requested(turns, "Ravi")
    await turns.says(FINANCE, "convene stop")
    assert await turns.told_to(1, f"stays:{ravi}") == ["health"]
    await goes(turns, LABOUR)
    assert await turns.told_to(1, f"stays:{tomasz}") == ["health"]
    assert (await turns.meeting(SECOND)).convener == await turns.number(HEALTH)


async def test_a_request_ends_with_the_turn_it_was_about(turns: Turns) -> None:
    await convened(turns)
    tomasz, ravi = await requested(turns, "Tomasz"), await requested(turns, "Ravi")
    await turns.accepts(FINANCE, ravi)
    assert next(turn for turn in await turns.turns_of() if turn.id == tomasz).state == "released"
    assert "You're the backup for Thursday 25 March" in await turns.says(LABOUR, "convene yes")


async def test_a_declined_request_is_told_to_whoever_asked_and_nobody_else_is_asked(turns: Turns) -> None:
    await convened(turns)
    answer = await turns.declines(FINANCE, await requested(turns, "Ravi"))
    assert "I'll tell whoever asked." in answer


async def test_who_takes_it_in_the_last_hour_has_the_kit_before_it_begins(turns: Turns) -> None:
    await convened(turns)
    await turns.says(LABOUR, "convene stop")
    await turns.reaches(BEGINS - 2 * HOUR)
    await written(turns, FINANCE)
    await turns.says(HEALTH, "convene drop")
    await turns.takes(FINANCE)
    await turns.reaches(BEGINS - HOUR)
    taken = (await turns.turns_of())[-1].id
    assert await turns.told_to(taken, "kit") == ["finance"]


async def test_a_backup_who_has_not_said_yes_is_asked_within_what_may_be_sent(turns: Turns) -> None:
    await convened(turns)
    await turns.reaches(KIT + HOUR)
    await turns.says(HEALTH, "convene drop")
    asked = f"{turns.id}/turn:{(await turns.turns_of())[-1].id}"
    assert asked not in await turns.due(), "they were asked about standing by this very day"
    await turns.reaches(datetime(2027, 3, 19, 12, 30, tzinfo=UTC))
    assert asked in await turns.due()


async def test_a_backup_who_agreed_is_asked_at_once(turns: Turns) -> None:
    await convened(turns)
    await turns.reaches(KIT + HOUR)
    await turns.accepts(LABOUR, 2)
    await turns.says(HEALTH, "convene drop")
    assert f"{turns.id}/turn:{(await turns.turns_of())[-1].id}" in await turns.due()


async def test_a_backup_on_leave_is_left_alone_and_the_volunteers_are_asked(turns: Turns) -> None:
    await convened(turns)
    await turns.reaches(KIT + HOUR)
    await turns.accepts(LABOUR, 2)
    await turns.says(LABOUR, "me away 18 March to 22 March")
    await turns.says(HEALTH, "convene drop")
    assert ("labour", "stand-in", "offered") not in await turns.asked()
    assert await turns.stage.store.read(
        lambda work: work.postings.places(Subject(turns.id, "meeting", SECOND, "standin"))
    )


async def test_a_backup_who_agreed_is_asked_in_their_own_hours(turns: Turns) -> None:
    await convened(turns)
    await turns.reaches(KIT + HOUR)
    await turns.accepts(LABOUR, 2)
    await turns.says(LABOUR, "me quiet 17:00 11:30")
    await turns.says(HEALTH, "convene drop")
    asked = f"{turns.id}/turn:{(await turns.turns_of())[-1].id}"
    assert asked not in await turns.due()
    await turns.reaches(KIT + 3 * HOUR)
    assert asked in await turns.due()


async def test_the_convener_of_a_meeting_cancelled_an_hour_before_hears_of_it(turns: Turns) -> None:
    await convened(turns)
    await turns.reaches(BEGINS - HOUR - 15 * MINUTE)
    await written(turns, HEALTH)
    await turns.says(STEWARD, f"meetings cancel {SECOND}")
    assert f"{turns.id}/turn:1/passed" in await turns.due()


async def test_who_convenes_a_meeting_that_moves_is_told_and_may_say_no(turns: Turns) -> None:
    await convened(turns)
    await turns.says(STEWARD, f"meetings move {SECOND} 1 April 10:00")
    assert await turns.told_to(1, "moved:1") == ["health"]
    shown = await turns.shown(1, "moved:1")
    assert "Moved: the meeting you convene is on Thursday 1 April now." in shown
    assert "I can't make it" in shown
    assert await turns.told_to(2, "moved:1") == [], "whoever stands by is asked with the kit, by then of the new date"
    await turns.says(STEWARD, f"meetings move {SECOND} 2 April 10:00")
    assert (await turns.told_to(1, "moved:1"), await turns.told_to(1, "moved:2")) == ([], ["health"])


async def test_who_is_asked_or_stands_by_is_told_that_the_date_moved(turns: Turns) -> None:
    await convened(turns)
    await turns.accepts(LABOUR, 2)
    await turns.reaches(datetime(2027, 3, 17, 14, 30, tzinfo=UTC))
    offered = (await turns.turns_of(3))[0]
    await turns.says(STEWARD, f"meetings move {SECOND} 1 April 10:00")
    await turns.says(STEWARD, "meetings move 3 9 April 10:00")
    assert "for which you stand by is on Thursday 1 April now" in await turns.shown(2, "moved:1")
    assert await turns.told_to(2, "moved:1") == ["labour"]
    assert "you're asked to convene is on Friday 9 April now" in await turns.shown(offered.id, "moved:1")


async def test_a_move_shortly_before_it_was_to_begin_is_told_at_once(turns: Turns) -> None:
    await convened(turns)
    await turns.reaches(BEGINS - HOUR)
    await written(turns, HEALTH)
    await turns.says(STEWARD, f"meetings move {SECOND} 15 April 10:00")
    assert f"{turns.id}/turn:1/moved:1" in await turns.due()


async def test_a_convener_who_says_no_to_the_meeting_is_told_what_became_of_their_turn(turns: Turns) -> None:
    await convened(turns)
    await turns.answers(HEALTH, "no")
    assert (await turns.asked())[0] == ("health", "convener", "declined")
    assert await turns.told_to(1, "passed") == ["health"]
    assert "You needn't convene on Thursday 25 March any more." in await turns.shown(1, "passed")
    assert "costs" not in await turns.shown(1, "passed")


async def test_where_nobody_else_can_be_asked_nobody_is_told_so(turns: Turns) -> None:
    await turns.volunteer(HEALTH)
    await turns.reaches(OFFERED)
    assert "I'll look for somebody else" in await turns.declines(HEALTH, 1)
    assert "else" not in await turns.shown(1)


async def test_the_search_goes_by_the_new_date_of_a_meeting_that_moves(turns: Turns) -> None:
    await turns.volunteer(HEALTH)
    await turns.reaches(datetime(2027, 3, 12, tzinfo=UTC))
    await turns.says(STEWARD, f"meetings move {SECOND} 15 July 10:00")

    def due(work: Work) -> set[tuple[str, str]]:
        rows = work.due.page(datetime(2028, 1, 1, tzinfo=UTC), 100)
        mine = [row for row in rows if (row.subject.kind, row.subject.id) == ("meeting", SECOND)]
        return {(row.kind, row.at.date().isoformat()) for row in mine if row.kind.startswith(("vacancy", "turn"))}

    assert await turns.stage.store.read(due) == {("turn.offer", "2027-06-23")}


async def test_whoever_was_asked_to_stand_in_has_their_time_when_the_meeting_moves(turns: Turns) -> None:
    await convened(turns)
    await turns.reaches(datetime(2027, 3, 22, 14, tzinfo=UTC))
    await turns.says(HEALTH, "convene drop")
    await turns.says(STEWARD, f"meetings move {SECOND} 1 April 10:00")
    assert (await turns.asked())[-1] == ("labour", "stand-in", "offered")
    await turns.reaches(datetime(2027, 3, 23, 14, tzinfo=UTC))
    assert await turns.wanted(SECOND, "standin") == ["finance"]


async def test_nobody_takes_a_meeting_before_the_rota_was_asked(turns: Turns) -> None:
    await turns.volunteer(HEALTH, LABOUR, FINANCE)
    assert "Whoever is next in the rota is asked first." in await turns.says(STEWARD, "convene this")
    assert await turns.asked() == []
    await turns.reaches(OFFERED)
    await turns.accepts(HEALTH, 1)
    assert "convene join" in await turns.says(STEWARD, "convene this")
    assert await turns.asked(3) == []


async def test_kits_and_offers_are_drawn_again_when_a_name_on_them_changes_or_goes(turns: Turns) -> None:
    await turns.volunteer(HEALTH, LABOUR, FINANCE)
    await turns.reaches(OFFERED)
    await turns.due()
    await turns.says(LABOUR, "me name Tomek")
    assert f"{turns.id}/turn:1" in await turns.due()
    assert "Tomek (Labour) is your backup." in await turns.shown(1)
    await turns.founded.says(LABOUR, "me forget now")
    assert f"{turns.id}/turn:1" in await turns.due()
    assert "Ravi (Finance) is your backup." in await turns.shown(1)


async def test_the_kit_is_drawn_again_when_notes_or_actions_or_the_topic_go(turns: Turns) -> None:
    await convened(turns)
    (february,) = await turns.stage.store.read(lambda work: work.meetings.latest_held(turns.id, 1))
    values = {"talked": "Tea", "useful": "", "actions": "Call the clerk\nBuy tea"}
    await turns.stage.send(LABOUR, turns.founded.home, "meeting.notes", values, str(february.subject))
    await turns.says(FINANCE, "topic What nobody told me")
    await turns.says(STEWARD, "topic choose 1")
    await turns.reaches(KIT)
    kit = f"{turns.id}/turn:1/kit"
    assert kit in await turns.due()
    for who, line in ((LABOUR, "done 1"), (LABOUR, "takeback notes 1"), (FINANCE, "topic takeback 1")):
        await turns.says(who, line)
        assert kit in await turns.due(), line
    shown = await turns.shown(1, "kit")
    assert "clerk" not in shown
    assert "tea" not in shown.lower()
    assert "nobody told" not in shown


async def test_a_backup_who_stops_is_not_named_by_the_meeting_any_more(turns: Turns) -> None:
    await convened(turns)
    await turns.says(LABOUR, "convene stop")
    assert (await turns.meeting(SECOND)).backup == await turns.number(FINANCE)
    await turns.says(FINANCE, "convene stop")
    assert (await turns.meeting(SECOND)).backup is None


async def test_who_was_asked_to_stand_in_and_goes_keeps_nobody_waiting(turns: Turns) -> None:
    await convened(turns)
    await turns.reaches(datetime(2027, 3, 22, 14, tzinfo=UTC))
    await turns.says(HEALTH, "convene drop")
    await turns.says(LABOUR, f"convene away {date(2027, 3, 25).isoformat()}")
    assert (await turns.asked())[-1] == ("labour", "stand-in", "released")
    assert await turns.wanted(SECOND, "standin") == ["finance"]
