"""What a platform is asked for, as a table that whoever must approve it can read."""

from collections.abc import Iterable
from itertools import zip_longest
from textwrap import wrap

_WHY, _WITHOUT = 40, 36
_HEADS = ("permission or event", "why it is asked for", "what is lost without it")


def as_table(platform: str, rows: Iterable[tuple[str, str, str, str]]) -> str:
    """One row each: word, option, why, without. An option in brackets says that what it asks for is left out."""
    told = [(word, _with(option), why, without) for word, option, why, without in rows]
    first = max(len(_HEADS[0]), *(len(words) for word, option, *_ in told for words in (word, option)))
    widths = (first, _WHY, _WITHOUT)
    lines = [
        f"What {platform} is asked for",
        "",
        _line(_HEADS, widths),
        _line(["-" * width for width in widths], widths),
    ]
    for word, option, why, without in told:
        cells = ([word, *([option] if option else [])], wrap(why, _WHY), wrap(without, _WITHOUT))
        lines += [_line(row, widths) for row in zip_longest(*cells, fillvalue="")]
    return "\n".join(lines)


def _with(option: str) -> str:
    return f"left out; {option.strip('()')}" if option.startswith("(") else option


def _line(cells: Iterable[str], widths: Iterable[int]) -> str:
    return "  ".join(f"{cell:<{width}}" for cell, width in zip(cells, widths, strict=True)).rstrip()
