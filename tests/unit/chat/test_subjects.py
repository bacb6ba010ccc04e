"""How subjects are written on buttons, and read from whatever comes back."""

from hypothesis import given
from hypothesis import strategies as st

from bot.chat.refs import Subject, parse_subject

subjects = st.builds(
    Subject,
    st.integers(1, 999_999_999),
    st.from_regex(r"[a-z]{1,20}", fullmatch=True),
    st.integers(1, 999_999_999),
    st.sampled_from(["", "reminder", "hidden.nameless", "a-b:c"]),
)


@given(subjects)
def test_what_was_written_is_read_back(subject: Subject) -> None:
    assert parse_subject(str(subject)) == subject


@given(st.text())
def test_anything_else_is_no_subject(text: str) -> None:
    read = parse_subject(text)
    assert read is None or str(read).replace("0", "") == text.replace("0", "")


def test_other_alphabets_digits_are_no_numbers() -> None:
    assert parse_subject("٣/question:١") is None
