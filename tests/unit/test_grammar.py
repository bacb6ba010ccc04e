"""What people type, as the product understands it."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import grammar

WORDS = ("ask", "find", "share", "next", "topic", "me", "library", "help")


@pytest.mark.parametrize(
    ("text", "word", "rest"),
    [
        ("ask How early?", "ask", "How early?"),
        ("  ASK   How early?  ", "ask", "How early?"),
        ("ask:\nHow early?", "ask", "How early?"),
        ("Help!", "help", ""),
        ("", "", ""),
    ],
)
def test_the_first_word_is_the_command(text: str, word: str, rest: str) -> None:
    assert grammar.typed(text) == grammar.Typed(word, rest)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("shre", "share"), ("fnid", "find"), ("aks", "ask"), ("librery", "library"), ("consultation", None), ("x", None)],
)
def test_a_slip_is_understood_and_another_word_is_not(typed: str, meant: str | None) -> None:
    assert grammar.nearest(typed, WORDS) == meant


def test_tags_are_taken_out_each_once_and_numbers_stay() -> None:
    assert grammar.tags_in("How early? #Consultation #law #consultation, see #17 and C#") == (
        "How early? #consultation, see #17 and C#",
        ("consultation", "law"),
    )


def test_line_breaks_stay_when_tags_go() -> None:
    assert grammar.tags_in("One\nTwo #tag") == ("One\nTwo", ("tag",))


@pytest.mark.parametrize(
    ("text", "number", "rest"),
    [
        ("17 Start early", 17, "Start early"),
        ("#17: Start", 17, "Start"),
        ("Start 17", None, "Start 17"),
        ("17", 17, ""),
    ],
)
def test_a_number_may_come_first(text: str, number: int | None, rest: str) -> None:
    assert grammar.number_in(text) == (number, rest)


def test_the_first_link_is_found_without_the_full_stop_behind_it() -> None:
    assert grammar.url_in("See https://example.org/plan. A template") == ("https://example.org/plan", "See A template")


@given(st.text())
def test_nothing_that_can_be_typed_breaks_the_grammar(text: str) -> None:
    grammar.typed(text)
    grammar.tags_in(text)
    grammar.number_in(text)
    grammar.url_in(text)
    grammar.nearest(text[:60], WORDS)


def test_a_desert_of_white_space_is_crossed_at_once() -> None:
    before = time.process_time()
    grammar.tags_in("a" + " " * 40_000 + "b")
    assert time.process_time() - before < 1
