"""Which topics stand in a poll, how long they stay in the running, and which are probably the same."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.due import Step
from bot.topics.model.topics import (
    KEPT,
    LONGEST_TOPIC,
    MOST_LOST,
    MOST_OPTIONS,
    Topic,
    alikeness,
    near,
    options,
    same,
    tidy,
)

NOW = datetime(2027, 3, 1, 18, tzinfo=UTC)
DAY = timedelta(days=1)


def topic(number: int, text: str = "", age: int = 0, **facts: object) -> Topic:
    """A topic suggested `age` days ago."""
    return Topic(number, 1, 1, text or f"Topic {number}", False, NOW - age * DAY, **facts)  # type: ignore[arg-type]


facts_of = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 3), st.integers(0, 3), st.booleans()), max_size=12)


@given(facts_of)
def test_the_options_are_those_nobody_left_out_would_come_before(facts: list[tuple[int, int, int, bool]]) -> None:
    topics = [topic(number, age=age, lost=lost, hidden=hidden) for number, (age, lost, _, hidden) in enumerate(facts)]
    seconds = {number: many for number, (_, _, many, _) in enumerate(facts)}
    chosen = options(topics, seconds)
    running = [one for one in topics if not one.hidden]
    assert len(chosen) == min(MOST_OPTIONS, len(running))
    for one in chosen:
        for other in (other for other in running if other not in chosen):
            assert not _before(other, one, seconds)
    for one, following in pairwise(chosen):
        assert not _before(following, one, seconds)


def _before(one: Topic, other: Topic, seconds: dict[int, int]) -> bool:
    """Whether the first has the better claim: seconds, then carried over, then age, then number."""
    if seconds[one.id] != seconds[other.id]:
        return seconds[one.id] > seconds[other.id]
    if (one.lost > 0) != (other.lost > 0):
        return one.lost > 0
    if one.suggested_at != other.suggested_at:
        return one.suggested_at < other.suggested_at
    return one.id < other.id


@pytest.mark.parametrize(
    "facts",
    [{"hidden": True}, {"withdrawn": True}, {"merged_into": 2}, {"state": "chosen"}, {"state": "retired"}],
)
def test_only_topics_in_the_running_stand_in_a_poll(facts: dict[str, object]) -> None:
    assert options([topic(1, **facts)], {}) == []  # type: ignore[arg-type]
    assert topic(1, **facts).next_step() is None  # type: ignore[arg-type]


@given(st.lists(st.integers(1, 60), min_size=1, max_size=8))
def test_a_topic_retires_after_three_lost_polls_or_half_a_year_and_never_before(gaps: list[int]) -> None:
    one, now = topic(1), NOW
    for polls, gap in enumerate(gaps, 1):
        now += gap * DAY
        one = one.passed_over(now)
        assert one.lost == polls
        worn = polls >= MOST_LOST or now - NOW >= KEPT
        assert (one.state == "retired") is worn
        if worn:
            assert one.settled_at == now
            return


def test_a_topic_in_the_running_retires_by_itself() -> None:
    assert topic(1).next_step() == Step("topic.retire", NOW + KEPT)
    assert topic(1).worn_out(NOW + KEPT)
    assert not topic(1).worn_out(NOW + KEPT - timedelta(microseconds=1))


def test_a_topic_whose_meeting_fell_through_gets_its_time_anew_and_keeps_its_losses() -> None:
    back = topic(1, age=180, lost=1).chosen(NOW).reopened(NOW + DAY)
    assert back.running
    assert back.lost == 1
    assert back.next_step() == Step("topic.retire", NOW + DAY + KEPT)


def test_a_topic_suggested_again_begins_anew() -> None:
    again = topic(1, age=300, lost=3).retired(NOW).renewed(NOW + DAY)
    assert again == topic(1, age=-1)


def test_what_was_taken_back_keeps_no_words() -> None:
    gone = topic(1, "Something I shouldn't have written").taken_back(NOW)
    assert gone.text == ""
    assert not gone.visible


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Consultation methods", "Methods of consultation"),
        ("Making consultations worth the time", "Making consultation worth people's time"),
        ("cabinet submissions!", "Cabinet submissions"),
        ("first cabinet submission", "First cabinet submission: what nobody told me"),
        ("???", "???"),
    ],
)
def test_what_is_probably_the_same_is_near(one: str, other: str) -> None:
    assert near(one, [topic(1, "Something else entirely"), topic(2, other)])[0].id == 2


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("consultation", "Making consultation worth people's time"),
        ("Drafting legislation", "Drafting a regulation without tears"),
        ("Budget 2026: what changed for us", "Budget 2027: what changed for us"),
        ("Records management", "Risk management"),
        ("Alpha matters", "Beta matters"),
        ("???", "!!!"),
    ],
)
def test_what_is_something_else_is_not_near(one: str, other: str) -> None:
    assert near(one, [topic(1, other)]) == []


@given(st.text(max_size=60), st.text(max_size=60))
def test_likeness_goes_both_ways_and_everything_is_like_itself(one: str, other: str) -> None:
    assert alikeness(one, other) == alikeness(other, one)
    assert alikeness(one, one) == 100
    assert same(one, topic(1, one)) or not one


@given(st.text(max_size=400))
def test_a_suggestion_stands_on_one_line(text: str) -> None:
    assert "\n" not in tidy(text)
    assert len(tidy(text)) <= LONGEST_TOPIC
    assert tidy(tidy(text)) == tidy(text)
