"""Sentences, and the values people put into them."""

from hypothesis import given
from hypothesis import strategies as st

from bot.chat.richtext import Link, Plain, Strong, flat
from bot.chat.words import PseudoWords, Words


def test_a_value_is_put_in() -> None:
    assert Words()("Hello, {name}", name="Ann") == "Hello, Ann"


def test_one_and_many_are_told_apart() -> None:
    words = Words()
    assert [words.many("{count} reply", "{count} replies", n) for n in (1, 2)] == ["1 reply", "2 replies"]


def test_weight_is_ours_alone() -> None:
    runs = Words().rich("**Open** · {replies}", replies="**none**")
    assert runs == (Strong("Open"), Plain(" · "), Plain("**none**"))


def test_a_run_can_be_a_value() -> None:
    link = Link("here", "https://example.org/")
    assert Words().rich("Look {place}.", place=link) == (Plain("Look "), link, Plain("."))


def test_the_pseudo_locale_brackets_what_goes_through_it() -> None:
    words = PseudoWords()
    assert words("Hello") == "⟦Hello⟧"
    assert flat(words.rich("**Open** now")) == "⟦Open now⟧"


@given(st.text(), st.text())
def test_a_value_is_never_read_as_a_pattern(name: str, other: str) -> None:
    words = Words()
    assert words("{one}|{two}", one=name, two=other) == f"{name}|{other}"
    assert flat(words.rich("{one}|{two}", one=name, two=other)) == f"{name}|{other}"
