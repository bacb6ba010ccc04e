"""The rota keeps its six steps and its promise, whatever people do; and what it says of itself is true."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise, permutations

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.conveners.model.rota import Candidate, LastTime, Place, order, owed_by, spared
from bot.conveners.model.volunteers import Volunteer
from tests.unit.conveners.rotation import UNITS, Meeting, Rotation

PEOPLE = st.integers(0, len(UNITS) - 1)
ANY = st.integers(0, 40)
WHATEVER = st.tuples(
    st.sampled_from(
        (
            "volunteer",
            "volunteer",
            "attend",
            "attend",
            "pause",
            "stop",
            "away",
            "miss",
            "offer",
            "offer",
            "offer",
            "accept",
            "decline",
            "drop out",
            "lapse",
            "swap",
            "cancel",
            "hold",
            "hold",
        )
    ),
    PEOPLE,
    ANY,
)
LIVES = st.builds(
    lambda early, events: [*((kind, who, 0) for who in early for kind in ("volunteer", "attend")), *events],
    st.lists(PEOPLE, max_size=len(UNITS)),
    st.lists(WHATEVER, max_size=80),
)
"""Some who have volunteered from the start, and then anything."""
DAY = date(2027, 3, 4)
SINCE = datetime(2027, 1, 4, 12, tzinfo=UTC)


def lived(events: Sequence[tuple[str, int, int]], *, one_at_a_time: bool = False) -> Rotation:
    """A rota after all that; with `one_at_a_time` the next turn is offered when the meeting before is over."""
    rota = Rotation()
    for kind, who, number in events:
        happens(rota, kind, who, number, one_at_a_time=one_at_a_time)
        promise_is_kept(rota, strictly=one_at_a_time)
        paper_agrees(rota)
    return rota


def happens(rota: Rotation, kind: str, who: int, number: int, *, one_at_a_time: bool) -> None:
    """One event, where it makes sense."""
    simple: dict[str, Callable[[int], None]] = {
        "volunteer": rota.volunteers_now,
        "attend": rota.attends,
        "pause": rota.pauses,
        "stop": rota.stops,
        "miss": rota.will_miss,
    }
    turns, meetings = rota.open_turns(), rota.meetings_to_come()
    if kind in simple:
        simple[kind](who)
    elif kind == "away":
        rota.is_away(who, number % 15, number)
    elif kind == "offer" and not (one_at_a_time and meetings):
        rota.offers_next()
    elif kind == "hold" and meetings:
        rota.holds(meetings[0])
    elif kind == "cancel" and meetings:
        rota.cancels(meetings[number % len(meetings)])
    elif turns:
        turn = turns[number % len(turns)]
        if kind in {"decline", "drop out"}:
            rota.declines(turn)
        elif kind == "accept":
            rota.accepts(turn)
        elif kind == "lapse":
            rota.lets_lapse(turn)
        elif kind == "swap":
            rota.swaps(turn, who)


def promise_is_kept(rota: Rotation, *, strictly: bool) -> None:
    """Who always took their turn differs by one at most.

    Where later turns have been given out before a meeting is cancelled, its convener is that much behind until made up.
    """
    counts = rota.faithful()
    behind = {} if strictly else {who: rota.paper[who].owed for who in counts}
    for one, more in counts.items():
        for other, fewer in counts.items():
            assert more - fewer <= 1 + behind.get(other, 0), (one, other, counts)


def paper_agrees(rota: Rotation) -> None:
    """The counts are those anybody would have kept by hand."""
    for who, count in rota.counts().items():
        assert count == rota.paper[who].count, who


@given(LIVES)
@settings(max_examples=400, deadline=None)
def test_whatever_people_do_the_next_one_is_who_the_six_steps_say_and_the_promise_holds(
    events: list[tuple[str, int, int]],
) -> None:
    for meeting, seen, last, places in lived(events).offers:
        assert [place.candidate.member for place in places] == naively(seen, last), meeting


@given(LIVES)
@settings(max_examples=400, deadline=None)
def test_where_one_meeting_is_over_before_the_next_turn_is_offered_nobody_is_ever_behind_by_two(
    events: list[tuple[str, int, int]],
) -> None:
    lived(events, one_at_a_time=True)


@given(LIVES)
@settings(max_examples=200, deadline=None)
def test_every_reason_the_rota_gives_is_true(events: list[tuple[str, int, int]]) -> None:
    for _, _, last, places in lived(events).offers:
        assert [place.over for place in places] == [*(one.candidate for one in places[1:]), None][: len(places)]
        for place in places:
            reason_is_true(place, last)


@given(LIVES)
@settings(max_examples=200, deadline=None)
def test_nobody_is_asked_to_convene_what_they_said_they_would_miss(events: list[tuple[str, int, int]]) -> None:
    rota = lived(events)
    for meeting, seen, _, places in rota.offers:
        away = {one.member for one in seen if one.hindered in {"away", "missing", "paused", "new", "asked"}}
        for place in places:
            who = place.candidate.member
            assert who not in away | meeting.missing
    for turn in rota.turns:
        assert turn.member is not None


@given(LIVES, st.randoms(use_true_random=False))
@settings(max_examples=200, deadline=None)
def test_the_same_history_gives_the_same_next_one_in_whichever_order_its_rows_come(
    events: list[tuple[str, int, int]], random: object
) -> None:
    rota = lived(events)
    rota.turns = sorted(rota.turns, key=lambda turn: hash((turn.id, str(random))))
    rota.volunteers = dict(sorted(rota.volunteers.items(), reverse=True))
    meeting = Meeting(len(rota.meetings), DAY + timedelta(weeks=2 * len(rota.meetings)))
    rota.meetings.append(meeting)
    backward = order(rota.candidates(meeting), rota.last_time(meeting))
    rota.turns.sort(key=lambda turn: turn.id)
    rota.volunteers = dict(sorted(rota.volunteers.items()))
    assert order(rota.candidates(meeting), rota.last_time(meeting)) == backward


def naively(seen: Sequence[Candidate], last: LastTime) -> list[int]:
    """The order by going through the six steps with a pencil, striking out names."""
    left, found = [one for one in seen if one.hindered is None], list[int]()
    while left:
        best = [one for one in left if one.turns == min(two.turns for two in left)]
        best = [one for one in best if one.member != last.convener] or best
        best = [one for one in best if one.unit == "" or one.unit != last.unit] or best
        if any(one.last is None for one in best):
            best = [one for one in best if one.last is None]
        else:
            best = [one for one in best if one.last == min(two.last for two in best if two.last)]
        best = [one for one in best if one.since == min(two.since for two in best)]
        chosen = min(best, key=lambda one: one.member)
        found.append(chosen.member)
        left.remove(chosen)
    return found


def reason_is_true(place: Place, last: LastTime) -> None:
    """What is said holds between the two, and no earlier step would have told them apart."""
    one, over = place.candidate, place.over
    if over is None:
        assert place.step is None
        return
    of_unit = [bool(last.unit) and who.unit == last.unit for who in (one, over)]
    convened = [who.member == last.convener for who in (one, over)]
    tells_apart = {
        "turns": one.turns != over.turns,
        "convener": convened[0] != convened[1],
        "unit": of_unit[0] != of_unit[1],
        "waited": one.last != over.last,
    }
    first = next((step for step, apart in tells_apart.items() if apart), "earliest")
    assert place.step == first
    holds = {
        "turns": one.turns < over.turns,
        "convener": convened == [False, True],
        "unit": of_unit == [False, True],
        "waited": one.last is None or (over.last is not None and one.last < over.last),
        "earliest": (one.since, one.member) < (over.since, over.member),
    }
    assert holds[first]


def somebody(member: int, turns: int = 0, **facts: object) -> Candidate:
    """A candidate of whom nothing else is known."""
    since = SINCE + timedelta(days=member)
    return replace(Candidate(member, f"unit {member}", turns, None, since), **facts)  # type: ignore[arg-type]


def first_step(*seen: Candidate, last: LastTime = LastTime()) -> tuple[int, str | None]:  # noqa: B008
    """Who is first, and by which step."""
    place = order(seen, last)[0]
    return place.candidate.member, place.step


def test_each_step_decides_only_where_the_ones_before_it_do_not() -> None:
    assert first_step(somebody(1, 2), somebody(2, 1)) == (2, "turns")
    assert first_step(somebody(1), somebody(2), last=LastTime(1, "")) == (2, "convener")
    assert first_step(somebody(1, unit="A"), somebody(2, unit="B"), last=LastTime(9, "A")) == (2, "unit")
    assert first_step(somebody(1, last=DAY), somebody(2, last=DAY - timedelta(1))) == (2, "waited")
    assert first_step(somebody(1, last=DAY), somebody(2)) == (2, "waited")
    assert first_step(somebody(1), somebody(2)) == (1, "earliest")
    assert first_step(somebody(1)) == (1, None)


def test_a_unit_that_nobody_named_is_nobodys_unit() -> None:
    assert first_step(somebody(1, unit=""), somebody(2, unit=""), last=LastTime(9, "")) == (1, "earliest")


def test_the_order_of_the_rows_plays_no_part() -> None:
    seen = [somebody(1, 1), somebody(2), somebody(3, last=DAY), somebody(4, hindered="away")]
    found = {tuple(place.candidate.member for place in order(mixed, LastTime())) for mixed in permutations(seen)}
    assert found == {(2, 3, 1)}


def test_two_in_a_row_declined_count_as_one_turn_and_a_yes_between_breaks_the_row() -> None:
    volunteer = Volunteer(1, 1, SINCE)
    assert volunteer.declining().charged == 0
    assert volunteer.declining().declining().charged == 1
    assert volunteer.declining().declining().declining().charged == 1
    assert volunteer.declining().accepting().declining().charged == 0
    four = volunteer.declining().declining().declining().declining()
    assert (four.charged, four.declined) == (2, 0)


def test_a_newcomer_starts_at_the_lowest_count_of_the_pool() -> None:
    new = somebody(9)
    assert spared(new, []) == 0
    assert spared(new, [somebody(1, 3), somebody(2, 2)]) == 2
    assert spared(new, [somebody(1, 3), somebody(2, 2, passed=True)]) == 2
    assert spared(somebody(9, 3), [somebody(1, 3), somebody(2, 2)]) == 0


def test_a_newcomer_is_not_put_behind_by_those_who_passed_their_turns_on() -> None:
    assert spared(somebody(9), [somebody(1, 4), somebody(2, 2, passed=True), somebody(3, 3)]) == 3


def test_who_comes_back_from_a_long_time_away_is_first_and_has_nothing_to_catch_up_on() -> None:
    seen = [somebody(1, 1, hindered="away", last=DAY), somebody(2, 4, last=DAY + timedelta(1))]
    assert owed_by(seen, seen[1]) == {1: 3}


def test_who_passes_this_meeting_on_stays_one_ahead_of_the_others() -> None:
    seen = [somebody(1, 1, hindered="asked"), somebody(2, 2), somebody(3, 0, hindered="asked")]
    assert owed_by(seen, seen[1]) == {3: 1}


def test_with_everybody_willing_the_role_goes_round() -> None:
    rota = Rotation()
    for who in range(5):
        rota.volunteers_now(who)
        rota.attends(who)
    for _ in range(20):
        rota.offers_next()
        rota.holds(rota.meetings_to_come()[0])
    convened = [turn.member for turn in rota.turns]
    assert all(one != two for one, two in pairwise(convened))
    assert {convened.count(who) for who in range(5)} == {4}
    assert [sorted(convened[start : start + 5]) for start in range(0, 20, 5)] == [[0, 1, 2, 3, 4]] * 4  # type: ignore[type-var]


def test_a_cancelled_meeting_costs_nobody_and_its_convener_is_asked_next() -> None:
    rota = Rotation()
    for who in range(3):
        rota.volunteers_now(who)
        rota.attends(who)
    rota.offers_next()
    before = rota.turns[0].member
    rota.cancels(rota.meetings_to_come()[0])
    rota.offers_next()
    assert rota.turns[1].member == before
