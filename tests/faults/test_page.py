"""The page about failures says what the code does."""

from bot.community.cards.reach import BECAUSE
from bot.errors import Cause
from tests.faults.page import PAGE, TABLES, written_anew


def test_the_page_has_every_failure_and_what_comes_of_it() -> None:
    text = PAGE.read_text()
    assert sum(line.startswith("|---") for line in text.splitlines()) == len(TABLES)
    assert written_anew(text) == text, "write it anew with: python -m tests.faults.page"


def test_every_cause_has_words_for_stewards_that_say_what_helps() -> None:
    assert set(BECAUSE) == set(Cause)
