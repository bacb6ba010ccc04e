"""How texts become terms."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.search.stemming import stem
from storage.search.terms import terms


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("caresses", "caress"),
        ("ponies", "poni"),
        ("cats", "cat"),
        ("feed", "feed"),
        ("agreed", "agre"),
        ("plastered", "plaster"),
        ("bled", "bled"),
        ("motoring", "motor"),
        ("sing", "sing"),
        ("conflated", "conflat"),
        ("sized", "size"),
        ("hopping", "hop"),
        ("falling", "fall"),
        ("filing", "file"),
        ("happy", "happi"),
        ("sky", "sky"),
        ("relational", "relat"),
        ("conditional", "condit"),
        ("vietnamization", "vietnam"),
        ("hopefulness", "hope"),
        ("electricity", "electr"),
        ("revival", "reviv"),
        ("replacement", "replac"),
        ("adoption", "adopt"),
        ("effective", "effect"),
        ("probate", "probat"),
        ("rate", "rate"),
        ("controlling", "control"),
        ("roll", "roll"),
        ("consultations", "consult"),
        ("regulation", "regul"),
        ("regulatory", "regulatori"),
    ],
)
def test_a_word_becomes_its_stem_as_porter_published_it(word: str, expected: str) -> None:
    assert stem(word) == expected


def test_what_tells_nothing_is_left_out_and_each_term_stands_once() -> None:
    assert terms("How do you consult the CONSULTED? Consultation!") == ["consult"]


@given(st.text(max_size=200))
def test_no_text_makes_a_term_that_is_syntax_or_another_communitys(text: str) -> None:
    for term in terms(text):
        assert term.replace("²", "2").isalnum() or term.isalnum() or all(letter.isalnum() for letter in term)
        assert "@" not in term
        assert 0 < len(term) <= 40
