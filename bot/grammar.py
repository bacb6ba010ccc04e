"""How typed words become a command: `ask How early …? #consultation`."""

import re
from collections.abc import Collection
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

_TAG = re.compile(r"(?<!\S)#([\w-]*[^\W\d][\w-]*)(?=\s|$)")
MOST_TAGS, LONGEST_TAG = 8, 40
_URL = re.compile(r"https?://\S+", re.IGNORECASE)
_NUMBERED = re.compile(r"#?(\d{1,9})\b[:,.]?\s*", re.ASCII)


@dataclass(frozen=True, slots=True)
class Typed:
    """A command as typed: its first word in small letters, and all that follows."""

    word: str
    rest: str


def typed(text: str) -> Typed:
    """The first word and the rest."""
    word, _, rest = text.strip().partition(" ")
    if "\n" in word:
        word, _, tail = text.strip().partition("\n")
        rest = tail
    return Typed(word.strip(".,:;!?").lower(), rest.strip())


def tags_in(text: str) -> tuple[str, tuple[str, ...]]:
    """The text without its #tags, and the first eight tags in small letters, each once."""
    tags = tuple(dict.fromkeys(tag.lower()[:LONGEST_TAG] for tag in _TAG.findall(text)))[:MOST_TAGS]
    lines = (" ".join(line.split()) for line in _TAG.sub("", text).strip().splitlines())
    return "\n".join(lines).strip(), tags


def url_in(text: str) -> tuple[str, str]:
    """The first http(s) address in the text, empty when there is none, and the text without it."""
    found = _URL.search(text)
    if found is None:
        return "", text.strip()
    return found.group().rstrip(".,;>)"), " ".join(f"{text[: found.start()]} {text[found.end() :]}".split())


def number_in(text: str) -> tuple[int | None, str]:
    """The number the text begins with, None when it doesn't, and the rest."""
    found = _NUMBERED.match(text.strip())
    if found is None:
        return None, text.strip()
    return int(found.group(1)), text.strip()[found.end() :].strip()


def nearest(word: str, known: Collection[str]) -> str | None:
    """The known word that was probably meant, None when none is near: at most two slips, one in a short word."""
    slips = 1 if len(word) < 4 else 2
    best = process.extractOne(word, sorted(known), scorer=OSA.distance, score_cutoff=slips)
    return best[0] if best else None
