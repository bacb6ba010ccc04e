"""Porter's stemmer (1980), so that both databases index the very same stems: "consulted" finds "consultation"."""

import re
from functools import lru_cache

_VOWELS = frozenset("aeiou")
_STEP_2 = {
    "ational": "ate", "tional": "tion", "enci": "ence", "anci": "ance", "izer": "ize", "abli": "able", "alli": "al",
    "entli": "ent", "eli": "e", "ousli": "ous", "ization": "ize", "ation": "ate", "ator": "ate", "alism": "al",
    "iveness": "ive", "fulness": "ful", "ousness": "ous", "aliti": "al", "iviti": "ive", "biliti": "ble",
}  # fmt: skip
_STEP_3 = {"icate": "ic", "ative": "", "alize": "al", "iciti": "ic", "ical": "ic", "ful": "", "ness": ""}
_STEP_4 = {
    "al": "", "ance": "", "ence": "", "er": "", "ic": "", "able": "", "ible": "", "ant": "", "ement": "", "ment": "",
    "ent": "", "ou": "", "ism": "", "ate": "", "iti": "", "ous": "", "ive": "", "ize": "", "sion": "s", "tion": "t",
}  # fmt: skip


def _by_length(endings: dict[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(endings.items(), key=lambda pair: -len(pair[0])))


_ENDINGS_2, _ENDINGS_3, _ENDINGS_4 = _by_length(_STEP_2), _by_length(_STEP_3), _by_length(_STEP_4)
_DOUBLE = re.compile(r"([^aeioulsz])\1$")


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The stem of a word in small letters. Words of other scripts, and with digits, stay as they are."""
    if len(word) <= 2 or not (word.isascii() and word.isalpha()):
        return word
    word = _step_1c(_step_1b(_step_1a(word)))
    word = _replaced(word, _ENDINGS_2, 0)
    word = _replaced(word, _ENDINGS_3, 0)
    word = _replaced(word, _ENDINGS_4, 1)
    return _step_5(word)


def _form(word: str) -> str:
    """Its letters as vowels and consonants; y is a vowel after a consonant."""
    form = ""
    for letter in word:
        vowel = letter in _VOWELS or (letter == "y" and form[-1:] == "c")
        form += "v" if vowel else "c"
    return form


def _measure(word: str) -> int:
    return _form(word).count("vc")


def _ends_short(word: str) -> bool:
    return _form(word).endswith("cvc") and word[-1] not in "wxy"


def _step_1a(word: str) -> str:
    if word.endswith(("sses", "ies")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def _step_1b(word: str) -> str:
    if word.endswith("eed"):
        return word[:-1] if _measure(word[:-3]) > 0 else word
    for ending in ("ed", "ing"):
        rest = word.removesuffix(ending)
        if rest != word:
            return _mended(rest) if "v" in _form(rest) else word
    return word


def _mended(word: str) -> str:
    if word.endswith(("at", "bl", "iz")):
        return f"{word}e"
    if _DOUBLE.search(word):
        return word[:-1]
    return f"{word}e" if _measure(word) == 1 and _ends_short(word) else word


def _step_1c(word: str) -> str:
    return f"{word[:-1]}i" if word.endswith("y") and "v" in _form(word[:-1]) else word


def _replaced(word: str, endings: tuple[tuple[str, str], ...], measure: int) -> str:
    for ending, instead in endings:
        if word.endswith(ending):
            rest = word[: -len(ending)]
            kept = rest + instead if ending in ("sion", "tion") else rest
            return rest + instead if _measure(kept) > measure else word
    return word


def _step_5(word: str) -> str:
    if word.endswith("e"):
        rest = word[:-1]
        measure = _measure(rest)
        if measure > 1 or (measure == 1 and not _ends_short(rest)):
            word = rest
    return word[:-1] if word.endswith("ll") and _measure(word) > 1 else word
