"""Text with a little shape. Runs hold words as typed; each adapter escapes them when it renders."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Plain:
    """Words as they are."""

    text: str


@dataclass(frozen=True, slots=True)
class Strong:
    """Words that carry weight."""

    text: str


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead to an http(s) address."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant, shown in each reader's own zone where the platform can; else as `text` says."""

    at: datetime
    text: str


Run = Plain | Strong | Link | Moment
RichText = tuple[Run, ...]


def rich(*parts: str | Run | Iterable[Run]) -> RichText:
    """Rich text from words and runs, in order."""
    runs: list[Run] = []
    for part in parts:
        if isinstance(part, str):
            runs.append(Plain(part))
        elif isinstance(part, Plain | Strong | Link | Moment):
            runs.append(part)
        else:
            runs.extend(part)
    return tuple(run for run in runs if run.text)


def lines(texts: Iterable[RichText]) -> RichText:
    """The texts, one a line."""
    runs: list[Run] = []
    for text in texts:
        runs += [Plain("\n"), *text] if runs else text
    return tuple(runs)


def flat(text: RichText) -> str:
    """The words alone; a link keeps its address in brackets when its words differ."""
    return "".join(_flat(run) for run in text)


def _flat(run: Run) -> str:
    if isinstance(run, Link) and run.text != run.url:
        return f"{run.text} ({run.url})"
    return run.text
