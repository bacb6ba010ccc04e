"""The rules of drafts and questions."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.due import Step
from bot.questions.model.questions import LONGEST_QUESTION, Draft, Question, as_question

NOON = datetime(2027, 3, 2, 12, tzinfo=UTC)


def draft(**changes: object) -> Draft:
    values = {"id": 1, "community": 1, "member": 1, "account": 1, "text": "How?", "detail": "", "tags": ()}
    return Draft(**{**values, "nameless": False, "written_at": NOON, **changes})  # type: ignore[arg-type]


def question(**changes: object) -> Question:
    values = {"id": 1, "community": 1, "member": 1, "nameless": True, "unit": "", "text": "How?", "detail": ""}
    return Question(**{**values, "tags": (), "asked_at": NOON, **changes})  # type: ignore[arg-type]


def test_a_draft_that_was_previewed_is_reminded_of_after_an_hour() -> None:
    assert draft(offered_at=NOON).next_step() == Step("draft.remind", NOON + timedelta(hours=1))


def test_a_draft_is_reminded_of_once_and_dropped_after_seven_days() -> None:
    assert draft(offered_at=NOON, reminded_at=NOON).next_step() == Step("draft.drop", NOON + timedelta(days=7))


def test_what_was_only_looked_up_is_never_reminded_of() -> None:
    assert draft().next_step().kind == "draft.drop"


def test_what_is_taken_back_keeps_no_words() -> None:
    gone = question(detail="more", tags=("a",)).taken_back(NOON)
    assert (gone.text, gone.detail, gone.tags, gone.visible) == ("", "", (), False)


@given(st.text(min_size=1))
def test_no_word_of_a_long_question_is_lost(text: str) -> None:
    first, rest = as_question(text)
    assert len(first) <= LONGEST_QUESTION
    if len(text) < 3000:
        kept = "".join(f"{first}{rest}".split()).replace("…", "")
        assert all(kept.count(letter) >= 1 for letter in set("".join(text.split()).replace("…", "")))
