"""The rule by which it is chosen whom to ask."""

import random
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.calendar import Calendar
from bot.members.model import Member
from bot.offers.model.choosing import BANDS, Candidate, Evidence, chosen, hindrance, strongest
from bot.offers.model.offers import SELDOM, USUAL, Most, Offer, State, ignored

NOON = datetime(2027, 3, 2, 17, tzinfo=UTC)
DAY = timedelta(days=1)
CALENDAR = Calendar("America/Toronto")
UNITS = ("Health", "Labour", "Forests", "")

candidates = st.lists(
    st.builds(
        Candidate,
        member=st.integers(1, 99),
        unit=st.sampled_from(UNITS),
        why=st.just("experience"),
        band=st.integers(0, 2),
        recent=st.integers(0, 4),
        last=st.none() | st.integers(0, 60).map(lambda days: NOON - days * DAY),
    ),
    max_size=12,
    unique_by=lambda one: one.member,
)


def offer(days_ago: float, state: State = "lapsed") -> Offer:
    """One brought then."""
    return Offer(1, 1, 1, 1, 1, "experience", None, state, NOON - days_ago * DAY)


@given(candidates, st.sampled_from(UNITS), st.randoms(use_true_random=False))
def test_the_order_in_which_they_are_found_changes_nothing(
    found: list[Candidate], unit: str, die: random.Random
) -> None:
    other = list(found)
    die.shuffle(other)
    assert chosen(found, unit, 17) == chosen(other, unit, 17)


@given(candidates, st.sampled_from(UNITS))
def test_nobody_is_asked_before_somebody_whose_words_are_nearer(found: list[Candidate], unit: str) -> None:
    asked = chosen(found, unit, 17)
    left = [one for one in found if one not in asked]
    assert len(asked) == min(3, len(found))
    assert all(one.band >= other.band for one in asked for other in left)


@given(candidates)
def test_where_no_name_is_shown_units_decide_nothing(found: list[Candidate]) -> None:
    elsewhere = [replace(one, unit="Justice") for one in found]
    assert [one.member for one in chosen(found, "", 17)] == [one.member for one in chosen(elsewhere, "", 17)]


@given(candidates, st.sampled_from(UNITS))
def test_equals_who_were_asked_less_come_first(found: list[Candidate], unit: str) -> None:
    alike = [replace(one, band=1, unit="Justice") for one in found]
    asked = chosen(alike, unit, 17)
    left = [one for one in alike if one not in asked]
    assert all(one.recent <= other.recent for one in asked for other in left)


def test_by_lot_everybody_is_first_now_and_then() -> None:
    equals = [Candidate(number, "", "experience", 1, 0, None) for number in range(1, 9)]
    firsts = Counter(chosen(equals, "", question)[0].member for question in range(400))
    assert set(firsts) == set(range(1, 9))
    assert max(firsts.values()) < 2 * min(firsts.values())


def test_of_equally_near_words_what_they_have_done_weighs_most() -> None:
    near = BANDS[1] + 0.1
    found = [Evidence(1, "interest", 1, 1.0), Evidence(1, "experience", 2, near), Evidence(2, "interest", 2, 0.1)]
    assert strongest(found) == {1: found[1]}


@given(st.lists(st.integers(0, 200), max_size=80), st.sampled_from([USUAL, SELDOM]))
def test_nobody_is_brought_more_in_a_day_a_week_or_a_month(days: list[int], most: Most) -> None:
    brought: list[date] = []
    for number in sorted(days):
        day = date(2027, 1, 1) + timedelta(days=number)
        if most.allows(day, brought):
            brought.append(day)
    weeks = Counter(day.isocalendar()[:2] for day in brought)
    months = Counter(day.month for day in brought)
    assert max(Counter(brought).values(), default=0) <= most.a_day
    assert max(weeks.values(), default=0) <= most.a_week
    assert max(months.values(), default=0) <= most.a_month


def test_three_unanswered_in_a_row_are_enough_and_an_answer_begins_anew() -> None:
    assert ignored([offer(1), offer(2), offer(3)], None)
    assert not ignored([offer(1), replace(offer(2), own=True), offer(3), offer(4)], None)
    assert not ignored([offer(1), offer(2)], None)
    assert not ignored([offer(1), offer(2, "passed"), offer(3), offer(4)], None)
    assert ignored([offer(0, "offered"), offer(1), offer(2, "settled"), offer(3), offer(4)], None)
    assert not ignored([offer(1), offer(2), offer(40)], NOON - 10 * DAY)


def test_what_keeps_somebody_from_being_asked() -> None:
    known = Member(1, 1, "", "", False, NOON, asks="usual")
    whole = {"reachable": True, "agreed": True}
    assert hindrance(known, [], NOON, CALENDAR, **whole) is None
    assert hindrance(known, [], NOON, CALENDAR, reachable=False, agreed=True) == "gone"
    assert hindrance(replace(known, departed_at=NOON), [], NOON, CALENDAR, **whole) == "gone"
    assert hindrance(known, [], NOON, CALENDAR, reachable=True, agreed=False) == "not agreed"
    assert hindrance(known, [], None, CALENDAR, **whole) == "later"
    assert hindrance(replace(known, paused_until=NOON + DAY), [], NOON, CALENDAR, **whole) == "paused"
    assert hindrance(known, [offer(0)], NOON, CALENDAR, **whole) == "enough"
