"""What the model makes of a text."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.search import nearest
from storage.search.meaning import Vector, meaning
from storage.search.nearest import Nearest, closest, kept
from storage.search.pieces import MOST_PIECES, pieces
from storage.search.pieces import _pieces_of as pieces_of


def direction(text: str) -> Vector:
    found = meaning(text)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("How do you consult?", (101, 2129, 2079, 2017, 23363, 1029, 102)),
        ("CAFÉ\tréusable", (101, 7668, 2128, 10383, 3468, 102)),
        ("日本", (101, 1864, 1876, 102)),
        ("", ()),
        ("🙂", ()),
    ],
)
def test_a_text_becomes_the_pieces_that_its_authors_tokenizer_makes(text: str, expected: tuple[int, ...]) -> None:
    assert pieces(text) == expected


def test_the_model_tells_what_its_authors_publish_of_it() -> None:
    one, same, other = map(direction, ("That is a happy person", "That is a happy dog", "That is a very happy person"))
    assert float(one @ same) == pytest.approx(0.695, abs=0.01)
    assert float(one @ other) == pytest.approx(0.943, abs=0.01)


def test_a_long_text_is_understood_by_its_beginning() -> None:
    words = [f"word{number}" for number in range(500)]
    assert len(pieces(" ".join(words))) == MOST_PIECES
    assert (direction(" ".join(words)) == direction(" ".join(words[:100]))).all()


def test_of_a_long_text_no_more_is_read_than_is_understood() -> None:
    """Writing waits for it, and holds up everybody else's."""
    before = pieces_of.cache_info().misses
    pieces(" ".join(f"unheard{number}of" for number in range(5_000)))
    assert pieces_of.cache_info().misses - before < MOST_PIECES


@given(st.text(max_size=60))
def test_whatever_is_written_has_a_direction_of_length_one_or_none(text: str) -> None:
    found = meaning(text)
    assert found is None or float(np.linalg.norm(found)) == pytest.approx(1, abs=1e-5)


def test_of_a_documents_meanings_the_nearest_counts() -> None:
    asked, near, far = map(direction, ("Consulting towns", "Hearing municipalities", "A coffee list"))
    (both, one, none) = closest(asked, [kept([far, near]), kept([far]), None])
    assert both == pytest.approx(float(asked @ near), abs=0.001)
    assert both > one
    assert none == 0


def test_communities_that_nobody_asked_in_for_longest_make_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nearest, "MOST_SKETCHES", 2)
    read: list[tuple[int, int]] = []
    vector = kept([direction("Budget")])
    assert vector is not None

    def page(community: int, _kind: str, last: int) -> list[tuple[int, bytes]]:
        read.append((community, last))
        return [] if last else [(community * 10, vector)]

    sketches = Nearest()
    for community in (1, 2, 1, 3, 1, 2):
        (found,) = sketches.all_of(community, ("question",), page, keep=True)
        assert found.ids.tolist() == [community * 10]
    assert read == [(1, 0), (2, 0), (1, 10), (3, 0), (1, 10), (2, 0)]
