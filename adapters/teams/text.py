"""Words as Teams may safely draw them.

People's words are always text runs: there, unlike in a text block, no markdown, mention or HTML is read.
"""

import json
import re
from collections.abc import Iterator
from typing import Any, assert_never
from urllib.parse import urlsplit

from adapters.teams.limits import TEXT_BYTES, TEXT_LINES, URL
from bot.chat.richtext import Link, Moment, Plain, RichText, Run, Strong

Json = dict[str, Any]

MORE = "…"
"""The sign that something was cut."""
_CONTROL = dict.fromkeys((*range(9), *range(11, 32), 0x7F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)))
"""Control characters, and those that turn the direction of what follows."""
_FUNCTION = re.compile(r"\{\{")
_LOOKS_LIKE_ADDRESS = re.compile(r"://|\bwww\.|\w\.\w")
_BREAK = re.compile(r"\r\n|[\r\n\u2028\u2029]")


def size(drawn: object) -> int:
    """How many bytes it takes in a message."""
    return len(json.dumps(drawn))


def clean(words: str) -> str:
    """The words without control characters, and without what a client would take for a date to format."""
    return _FUNCTION.sub("{\u200b{", words.replace("\t", " ").translate(_CONTROL))


def one_line(words: str, most: int) -> str:
    """The words on one line, at most that many characters, with a sign when some were cut."""
    line = " ".join(clean(_BREAK.sub(" ", words)).split())
    return line if len(line) <= most else line[: most - 1] + MORE


def safe_url(url: str) -> str | None:
    """The address when it is one a reader may be led to, else None."""
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return None
    good = parts.scheme in {"http", "https"} and host and len(url) <= URL and url.isprintable() and " " not in url
    return url if good else None


def paragraph(text: RichText, **look: object) -> list[Json]:
    """The text as blocks, a line each. `look` holds for every run. Shortened with a sign when it is long."""
    drawn: list[Json] = []
    left, spacing = TEXT_BYTES, "None"
    lines = list(_lines(text))
    most = sum(map(bool, lines))
    for line in lines:
        if not line:
            spacing = "Small"
            continue
        runs, cut = _fitting(line, left, look)
        cut = cut or len(drawn) + 1 == TEXT_LINES < most
        left -= size(runs)
        if cut:
            runs.append({"type": "TextRun", "text": MORE, **look})
        drawn.append({"type": "RichTextBlock", "inlines": runs, **({"spacing": spacing} if drawn else {})})
        spacing = "None"
        if cut:
            break
    return drawn


def _fitting(line: list[Json], left: int, look: dict[str, object]) -> tuple[list[Json], bool]:
    runs: list[Json] = []
    for run in line:
        dressed = {**look, **run}
        if (needed := size(dressed)) > left:
            room = left - size({**dressed, "text": ""})
            if room > 0 and "selectAction" not in dressed:
                runs.append({**dressed, "text": _cut(run["text"], room)})
            return runs, True
        left -= needed
        runs.append(dressed)
    return runs, False


def _cut(words: str, room: int) -> str:
    kept: list[str] = []
    for letter in words:
        room -= size(letter) - 2
        if room < 0:
            break
        kept.append(letter)
    return "".join(kept)


def _lines(text: RichText) -> Iterator[list[Json]]:
    line: list[Json] = []
    for run in text:
        first, *rest = _BREAK.split(_words(run))
        line.extend(_drawn(run, first))
        for piece in rest:
            yield line
            line = _drawn(run, piece)
    yield line


def _drawn(run: Run, words: str) -> list[Json]:
    shown = clean(words)
    if not shown:
        return []
    drawn: Json = {"type": "TextRun", "text": shown}
    match run:
        case Strong():
            drawn["weight"] = "Bolder"
        case Link(url=url) if safe_url(url):
            drawn |= {"underline": True, "selectAction": {"type": "Action.OpenUrl", "url": url}}
        case Link() | Plain() | Moment():
            pass
        case _:
            assert_never(run)
    return [drawn]


def _words(run: Run) -> str:
    """The run's words; a link's address stands beside words that could be taken for another address."""
    if (
        isinstance(run, Link)
        and run.text != run.url
        and (not safe_url(run.url) or _LOOKS_LIKE_ADDRESS.search(run.text))
    ):
        return f"{run.text} ({run.url})"
    return run.text
