"""How a text becomes the pieces of words that the model knows: WordPiece over BERT's vocabulary in small letters."""

import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import islice
from pathlib import Path

MOST_PIECES = 64
"""A text is understood by its beginning, some 45 words; each piece costs a third of a millisecond."""
_LONGEST_WORD = 100
_OPENING, _CLOSING, _UNKNOWN = 101, 102, 100


def pieces(text: str) -> tuple[int, ...]:
    """The text's pieces, none when it holds nothing the model knows."""
    known = (piece for word in _words(text) for piece in _pieces_of(word))
    found = list(islice(known, MOST_PIECES - 2))
    if all(piece == _UNKNOWN for piece in found):
        return ()
    return (_OPENING, *found, _CLOSING)


def _words(text: str) -> Iterator[str]:
    """Words in small letters without accents; each sign of punctuation and each Chinese sign is a word."""
    word = ""
    for letter in unicodedata.normalize("NFD", text.lower()):
        kind = unicodedata.category(letter)
        if kind == "Mn" or (kind in {"Cc", "Cf"} and not letter.isspace()) or letter == "\ufffd":
            continue
        alone = _is_sign(letter, kind)
        if (alone or letter.isspace()) and word:
            yield word
            word = ""
        if alone:
            yield letter
        elif not letter.isspace():
            word += letter
    if word:
        yield word


def _is_sign(letter: str, kind: str) -> bool:
    return kind[0] == "P" or (letter.isascii() and kind[0] == "S") or _is_chinese(ord(letter))


def _is_chinese(code: int) -> bool:
    return (
        0x4E00 <= code <= 0x9FFF or 0x3400 <= code <= 0x4DBF or 0xF900 <= code <= 0xFAFF or 0x20000 <= code <= 0x2FA1F
    )


@lru_cache(maxsize=20_000)
def _pieces_of(word: str) -> tuple[int, ...]:
    """The longest pieces of the vocabulary from left to right; one unknown piece when any part isn't in it."""
    vocabulary, found, start = _vocabulary(), [], 0
    while start < len(word) <= _LONGEST_WORD:
        mark = "##" if start else ""
        ends = (end for end in range(len(word), start, -1) if mark + word[start:end] in vocabulary)
        end = next(ends, None)
        if end is None:
            return (_UNKNOWN,)
        found.append(vocabulary[mark + word[start:end]])
        start = end
    return tuple(found) or (_UNKNOWN,)


@cache
def _vocabulary() -> dict[str, int]:
    lines = Path(__file__).with_name("vocabulary.txt").read_text("utf-8").split("\n")
    return {piece: number for number, piece in enumerate(lines) if piece}
