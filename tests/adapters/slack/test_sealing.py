"""Tokens at rest, and the word that goes to Slack and back: nothing opens for whoever lacks the secret."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.slack.sealing import Seal
from adapters.slack.states import GOOD_FOR, Forged, Stale, States, new_browser

NOW = datetime(2027, 3, 2, 17, tzinfo=UTC)
SEAL = Seal(b"a long random secret of the deployment")


@given(st.text(max_size=80, alphabet=st.characters(exclude_categories=["Cs"])))
def test_a_sealed_token_opens_for_its_own_place_and_secret_alone(token: str) -> None:
    sealed = SEAL.sealed(token, "T1")
    assert SEAL.opened(sealed, "T1") == token
    assert SEAL.opened(sealed, "T2") is None
    assert Seal(b"another secret").opened(sealed, "T1") is None
    assert len(token) < 4 or token not in sealed


def test_the_same_token_never_looks_the_same_twice() -> None:
    assert SEAL.sealed("xoxb-1", "T1") != SEAL.sealed("xoxb-1", "T1")


@given(st.text(max_size=60))
def test_what_was_never_sealed_opens_to_nothing(kept: str) -> None:
    assert SEAL.opened(kept, "T1") is None


@given(st.integers(min_value=0), st.integers(min_value=1, max_value=255))
def test_one_changed_byte_is_noticed(at: int, by: int) -> None:
    form, sealed = SEAL.sealed("xoxb-1", "T1").split(".")
    raw = bytearray(urlsafe_b64decode(sealed))
    raw[at % len(raw)] ^= by
    assert SEAL.opened(f"{form}.{urlsafe_b64encode(raw).decode()}", "T1") is None
    assert SEAL.opened(f"2.{sealed}", "T1") is None


def test_a_word_is_good_for_ten_minutes_in_the_browser_it_was_made_for() -> None:
    states, browser = States(b"secret"), new_browser()
    word = states.made(browser, NOW)
    once = states.checked(word, browser, NOW + GOOD_FOR)
    assert once == states.checked(word, browser, NOW)
    assert once != states.checked(states.made(browser, NOW), browser, NOW)
    with pytest.raises(Stale):
        states.checked(word, browser, NOW + GOOD_FOR + timedelta(seconds=1))
    for other in (new_browser(), "", browser[:-1]):
        with pytest.raises(Forged):
            states.checked(word, other, NOW)
    with pytest.raises(Forged):
        States(b"another").checked(word, browser, NOW)


@given(st.text(max_size=90), st.text(max_size=40))
def test_what_was_never_made_is_forged(word: str, browser: str) -> None:
    with pytest.raises(Forged):
        States(b"secret").checked(word, browser, NOW)
