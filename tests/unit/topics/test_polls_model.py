"""Counting, told twice: as the product counts, and as somebody would with pencil and paper."""

from datetime import UTC, date, datetime, time, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.calendar import Calendar, DaysOff
from bot.due import Step
from bot.topics.model.polls import MONTHLY, USUAL, Ballot, Lead, Option, Poll, Span, result, span, turnout
from bot.topics.model.topics import Topic

NOW = datetime(2027, 3, 1, 18, tzinfo=UTC)
DAY = timedelta(days=1)
VANCOUVER = Calendar("America/Vancouver", "CA/BC")
MEETING = date(2027, 3, 11)


def topic(number: int, age: int = 0, **facts: object) -> Topic:
    """A topic suggested `age` days ago."""
    return Topic(number, 1, 1, f"Topic {number}", False, NOW - age * DAY, **facts)  # type: ignore[arg-type]


def option(number: int, age: int = 0, **facts: object) -> Option:
    """A topic standing under its own number."""
    return Option(number, topic(number, age, **facts))


def ballot(member: int, unit: str, *topics: int) -> Ballot:
    """What somebody ticked."""
    return Ballot(member, unit, frozenset(topics))


def poll(**facts: object) -> Poll:
    """An open poll for Thursday 11 March."""
    when = span(MEETING, USUAL, VANCOUVER, None)
    return Poll(1, 1, 4, **{"state": "open", "opens_at": when.opens_at, "closes_at": when.closes_at, **facts})  # type: ignore[arg-type]


options_of = st.lists(st.tuples(st.integers(0, 3), st.booleans()), min_size=0, max_size=7).map(
    lambda facts: [option(number, age, hidden=hidden) for number, (age, hidden) in enumerate(facts, 1)]
)
ballots_of = st.lists(
    st.tuples(st.sampled_from(["", "Health", "Labour", "Forests"]), st.sets(st.integers(1, 7), min_size=1)), max_size=12
).map(lambda facts: [Ballot(member, unit, frozenset(topics)) for member, (unit, topics) in enumerate(facts, 1)])


def naively(ballots: list[Ballot], options: list[Option]) -> tuple[int | None, str]:
    """The winner and what broke the tie, by striking out one topic after the other."""
    best: list[Topic] = []
    most = 1
    for one in options:
        ticks = [ballot for ballot in ballots if one.topic.id in ballot.topics]
        if one.topic.hidden or len(ticks) < most:
            continue
        best = [*best, one.topic] if len(ticks) == most else [one.topic]
        most = len(ticks)
    if len(best) < 2:
        return (best[0].id if best else None), ""
    units = {one.id: {b.unit for b in ballots if one.id in b.topics} - {""} for one in best}
    widest = max(len(of_one) for of_one in units.values())
    left = [one for one in best if len(units[one.id]) == widest]
    if len(left) == 1:
        return left[0].id, "units"
    oldest = min(one.suggested_at for one in left)
    return min(one.id for one in left if one.suggested_at == oldest), "older"


@given(ballots_of, options_of)
def test_the_result_is_what_a_second_count_says(ballots: list[Ballot], options: list[Option]) -> None:
    counted = result(ballots, options)
    assert ((counted.winner.topic.id if counted.winner else None), counted.tie) == naively(ballots, options)


@given(ballots_of, options_of, st.randoms())
def test_the_order_of_ballots_and_options_makes_no_difference(
    ballots: list[Ballot], options: list[Option], shuffler: Random
) -> None:
    mixed, turned = list(ballots), list(options)
    shuffler.shuffle(mixed)
    shuffler.shuffle(turned)
    one, other = result(ballots, options), result(mixed, turned)
    assert (one.winner, one.tie, one.turnout) == (other.winner, other.tie, other.turnout)


@given(ballots_of, options_of)
def test_no_tick_is_counted_twice_and_none_is_lost(ballots: list[Ballot], options: list[Option]) -> None:
    known = {one.topic.id for one in options}
    ticks = sum(len(ballot.topics & known) for ballot in ballots)
    assert sum(one.votes or 0 for one in result(ballots, options).options) == ticks
    assert result(ballots, options).turnout.voters == len(ballots)


def test_the_topic_with_the_most_ticks_wins_whatever_the_units() -> None:
    counted = result(
        [ballot(1, "Health", 1), ballot(2, "Health", 1), ballot(3, "Labour", 2)], [option(1), option(2, age=9)]
    )
    assert counted.winner == Option(1, topic(1), 2, 1)
    assert counted.tie == ""


def test_a_tie_goes_to_the_topic_from_more_units() -> None:
    ballots = [ballot(1, "Health", 1), ballot(2, "Health", 1), ballot(3, "Labour", 2), ballot(4, "Forests", 2)]
    counted = result(ballots, [option(1, age=9), option(2)])
    assert counted.winner is not None
    assert (counted.winner.topic.id, counted.tie) == (2, "units")


def test_a_tie_in_units_too_goes_to_the_older_topic() -> None:
    counted = result([ballot(1, "Health", 1, 2)], [option(1), option(2, age=9)])
    assert counted.winner is not None
    assert (counted.winner.topic.id, counted.tie) == (2, "older")


def test_without_a_tick_nothing_is_chosen() -> None:
    counted = result([], [option(1), option(2)])
    assert (counted.winner, counted.tie, counted.turnout) == (None, "", turnout([]))


def test_what_was_taken_back_meanwhile_cannot_win() -> None:
    counted = result([ballot(1, "Health", 1), ballot(2, "Labour", 1, 2)], [option(1, withdrawn=True), option(2)])
    assert counted.winner is not None
    assert counted.winner.topic.id == 2


def test_somebody_without_a_unit_counts_as_a_person_and_not_as_a_unit() -> None:
    counted = turnout([ballot(1, "", 1), ballot(2, "", 1), ballot(3, "Health", 1)])
    assert (counted.voters, counted.units) == (3, 1)


def test_a_poll_opens_eight_working_days_before_and_closes_four_before() -> None:
    when = span(MEETING, USUAL, VANCOUVER, None)
    assert when.opens_at == VANCOUVER.at(date(2027, 3, 1), time(10))
    assert when.closes_at == VANCOUVER.at(date(2027, 3, 5), time(16))


def test_a_monthly_meeting_has_more_time() -> None:
    when = span(MEETING, MONTHLY, VANCOUVER, None)
    assert when.opens_at == VANCOUVER.at(date(2027, 2, 23), time(10))
    assert when.closes_at == VANCOUVER.at(date(2027, 3, 2), time(16))


def test_holidays_and_days_off_are_not_counted() -> None:
    off = Calendar("America/Vancouver", "none", (DaysOff(date(2027, 3, 3), date(2027, 3, 4), "Retreat", quiet=False),))
    assert span(MEETING, USUAL, off, None).opens_at == off.at(date(2027, 2, 25), time(10))


def test_a_poll_never_opens_before_the_previous_meeting_has_ended() -> None:
    ends = VANCOUVER.at(date(2027, 3, 4), time(11))
    assert span(MEETING, USUAL, VANCOUVER, ends).opens_at == ends
    assert not span(MEETING, USUAL, VANCOUVER, VANCOUVER.at(date(2027, 3, 8), time(11))).possible


def test_a_poll_asks_opens_reminds_and_closes_in_turn() -> None:
    planned = poll(state="planned")
    asks, reminds = planned.asks_at(VANCOUVER), planned.reminds_at(VANCOUVER)
    assert asks == VANCOUVER.at(date(2027, 2, 25), time(10))
    assert reminds == VANCOUVER.at(date(2027, 3, 4), time(10))
    assert planned.next_step(VANCOUVER) == Step("poll.ask", asks, planned.opens_at)
    asked = planned.asked(asks)
    assert asked.next_step(VANCOUVER) == Step("poll.open", asked.opens_at, asked.closes_at)
    opened = asked.opened(asked.opens_at, asked.closes_at)
    assert opened.next_step(VANCOUVER) == Step("poll.remind", reminds, opened.closes_at)
    reminded = opened.reminded(reminds)
    assert reminded.next_step(VANCOUVER) == Step("poll.close", reminded.closes_at)
    assert reminded.closed(result([], []), reminded.closes_at).next_step(VANCOUVER) is None
    assert reminded.skipped().next_step(VANCOUVER) is None


def test_a_poll_that_opened_after_the_time_to_remind_reminds_nobody() -> None:
    late = poll(opens_at=VANCOUVER.at(date(2027, 3, 4), time(11)))
    assert late.next_step(VANCOUVER) == Step("poll.close", late.closes_at)


@pytest.mark.parametrize(
    ("state", "takes"), [("planned", False), ("open", True), ("closed", False), ("skipped", False)]
)
def test_ballots_are_taken_while_the_poll_is_open(state: str, takes: bool) -> None:
    one = poll(state=state)
    assert one.takes(one.closes_at - timedelta(microseconds=1)) is takes
    assert not one.takes(one.closes_at)


def test_a_moved_meeting_moves_what_has_not_happened_yet() -> None:
    new = Span(NOW + DAY, NOW + 3 * DAY)
    assert poll(state="planned").rescheduled(new, NOW) == poll(
        state="planned", opens_at=new.opens_at, closes_at=new.closes_at
    )
    assert poll().rescheduled(new, NOW) == poll(closes_at=new.closes_at)
    assert poll().rescheduled(Span(NOW - 9 * DAY, NOW - DAY), NOW).closes_at == NOW
    assert poll(state="closed").rescheduled(new, NOW) == poll(state="closed")


@given(st.dates(date(2026, 1, 1), date(2036, 1, 1)), st.sampled_from([USUAL, MONTHLY]))
def test_every_poll_opens_and_closes_on_working_days_before_its_meeting(day: date, lead: Lead) -> None:
    when = span(day, lead, VANCOUVER, None)
    opens, closes = VANCOUVER.day_of(when.opens_at), VANCOUVER.day_of(when.closes_at)
    assert when.possible
    assert opens < closes < day
    assert VANCOUVER.is_working(opens)
    assert VANCOUVER.is_working(closes)
