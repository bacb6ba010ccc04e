"""What happens to a turn, and to a vacancy, without anybody's doing."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.calendar import Calendar
from bot.conveners.model.turns import Turn, answer_by, kit_at, offer_at
from bot.conveners.model.vacancies import STAGES, Stage, next_step, opens_at, stage_after
from bot.due import Step

VANCOUVER = Calendar("America/Vancouver", "CA/BC")
DAY = date(2027, 3, 25)
STARTS = datetime(2027, 3, 25, 17, tzinfo=UTC)
OFFERED = datetime(2027, 3, 4, 16, tzinfo=UTC)
HOUR = timedelta(hours=1)
TURN = Turn(1, 7, 4, 9, "convener", "offered", OFFERED, DAY, STARTS)


def at(step: Step | None) -> tuple[str, datetime]:
    """The kind of a step, and when it is due."""
    assert step is not None
    return step.kind, step.at


def test_a_turn_is_offered_fifteen_working_days_before_at_nine() -> None:
    assert offer_at(DAY, VANCOUVER) == OFFERED
    over_good_friday = date(2027, 4, 8)
    assert offer_at(over_good_friday, VANCOUVER) == datetime(2027, 3, 17, 16, tzinfo=UTC)


def test_an_offer_is_nudged_after_two_working_days_and_lapses_after_three() -> None:
    turn = replace(TURN, answer_by=answer_by(OFFERED, STARTS, VANCOUVER))
    assert turn.answer_by == OFFERED + timedelta(days=5)
    assert at(turn.next_step(VANCOUVER)) == ("turn.nudge", OFFERED + timedelta(days=4))
    nudged = replace(turn, nudged_at=OFFERED + timedelta(days=4))
    assert at(nudged.next_step(VANCOUVER)) == ("turn.lapse", OFFERED + timedelta(days=5))


def test_a_step_a_day_later_keeps_the_local_time_over_a_clock_change() -> None:
    london = Calendar("Europe/London")
    friday = datetime(2027, 3, 26, 10, tzinfo=UTC)
    assert london.later(friday, 1) == datetime(2027, 3, 29, 9, tzinfo=UTC)


def test_an_offer_close_to_the_meeting_has_half_of_the_time_left_and_is_not_nudged() -> None:
    asked = STARTS - 8 * HOUR
    turn = replace(TURN, offered_at=asked, answer_by=answer_by(asked, STARTS, VANCOUVER))
    assert at(turn.next_step(VANCOUVER)) == ("turn.lapse", STARTS - 4 * HOUR)


def test_who_said_yes_gets_the_kit_once() -> None:
    accepted = TURN.accepted(OFFERED + HOUR)
    assert accepted.next_step(VANCOUVER) == Step("turn.kit", kit_at(DAY, VANCOUVER), STARTS)
    assert replace(accepted, kit_at=STARTS - HOUR).next_step(VANCOUVER) is None
    assert replace(accepted, role="stand-in").next_step(VANCOUVER) is not None


def test_a_backup_is_asked_once_whether_they_still_can() -> None:
    backup = replace(TURN, role="backup")
    assert backup.next_step(VANCOUVER) == Step("turn.confirm", kit_at(DAY, VANCOUVER), STARTS)
    assert replace(backup, nudged_at=OFFERED).next_step(VANCOUVER) is None
    assert backup.accepted(OFFERED).next_step(VANCOUVER) is None


def test_what_is_over_has_no_next_step() -> None:
    for state in ("declined", "lapsed", "swapped", "released", "done"):
        assert TURN.ended(state, OFFERED).next_step(VANCOUVER) is None


def test_the_backup_is_asked_first_and_after_the_channel_it_stays_open() -> None:
    stages = [stage_after(None)]
    while stages[-1] != "open":
        stages.append(stage_after(stages[-1]))
    assert tuple(stages) == STAGES
    assert stage_after("open") == "open"
    assert next_step("open", OFFERED, STARTS, VANCOUVER) is None


def test_days_before_a_meeting_each_stage_has_a_working_day() -> None:
    dropped = datetime(2027, 3, 18, 18, tzinfo=UTC)
    assert at(next_step("backup", dropped, STARTS, VANCOUVER)) == ("vacancy.volunteers", dropped + timedelta(days=1))


@given(st.integers(1, 20_000), st.sampled_from(STAGES[:-1]))
def test_each_stage_ends_before_the_meeting_begins_and_the_table_is_opened_on_the_day_before_at_the_earliest(
    minutes: int, stage: Stage
) -> None:
    asked = STARTS - timedelta(minutes=minutes)
    kind, due = at(next_step(stage, asked, STARTS, VANCOUVER))
    assert asked < due < STARTS
    assert kind == f"vacancy.{stage_after(stage)}"
    if kind == "vacancy.open":
        assert due >= opens_at(STARTS, VANCOUVER)


@given(st.integers(1, 50_000))
def test_the_time_to_answer_ends_before_the_meeting_begins(minutes: int) -> None:
    asked = STARTS - timedelta(minutes=minutes)
    assert asked < answer_by(asked, STARTS, VANCOUVER) < STARTS
