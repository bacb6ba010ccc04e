"""The demo community is whole: everybody it names exists, and nobody is more than a colleague."""

from itertools import pairwise

from adapters.web import demo
from adapters.web.clock import START


def test_twelve_colleagues_of_twelve_ministries_are_about_half_and_half() -> None:
    people = demo.PEOPLE
    assert len({person.id for person in people}) == len({person.unit for person in people}) == 12
    assert sum("slack" in person.platforms for person in people) == 6
    assert sum("teams" in person.platforms for person in people) == 7
    assert [person.id for person in people if len(person.platforms) == 2] == [demo.INSTALLER]


def test_everybody_named_is_a_colleague() -> None:
    known = {person.id for person in demo.PEOPLE}
    named = {demo.INSTALLER, demo.SECOND_STEWARD}
    named |= {shared.by for shared in demo.LIBRARY} | {topic.by for topic in demo.TOPICS}
    named |= {asked.by for asked in demo.QUESTIONS}
    named |= {demo.MET.convener, demo.NEXT_CONVENER, *demo.VOLUNTEERS, *demo.MET.yes, *demo.MET.maybe, *demo.MET.no}
    named |= {told.by for asked in demo.QUESTIONS for told in asked.replies}
    assert named <= known


def test_the_library_has_twelve_links_that_lead_nowhere_real() -> None:
    assert len({shared.url for shared in demo.LIBRARY}) == 12
    assert all(".example.org/" in shared.url and shared.url.startswith("https://") for shared in demo.LIBRARY)
    assert {shared.kind for shared in demo.LIBRARY} == {"template", "guide", "example", "tool"}


def test_nobody_replies_to_themselves_and_one_reply_at_most_helped() -> None:
    for asked in demo.QUESTIONS:
        assert asked.by not in {told.by for told in asked.replies}
        assert sum(told.helped for told in asked.replies) <= 1


def test_there_are_five_who_convene_and_six_topics() -> None:
    assert len(set(demo.VOLUNTEERS)) == 5
    assert len({topic.title for topic in demo.TOPICS}) == 6


def test_all_who_convene_have_been_to_a_meeting_and_the_next_is_convened_by_another() -> None:
    assert set(demo.VOLUNTEERS) <= set(demo.MET.yes)
    assert demo.VOLUNTEERS[:2] == (demo.MET.convener, demo.NEXT_CONVENER)


def test_all_that_was_said_was_said_in_that_order_before_the_clock_starts() -> None:
    first, second, third = ([asked.at, *(reply.at for reply in asked.replies)] for asked in demo.QUESTIONS)
    topics = sorted({topic.at for topic in demo.TOPICS})
    met = [demo.MET.answered_at, demo.MET.noted_at]
    agreed = [demo.AGREED_AT, demo.NEXT_AGREED_AT]
    told = [demo.FOUNDED, *agreed, *first, *topics, *second, *met, *third, START]
    assert all(earlier < later for earlier, later in pairwise(told))
