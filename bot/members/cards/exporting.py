"""What people read who take along what is kept about them."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from bot.audience import View
from bot.chat.cards import Block, Button, Buttons, Card, LinkButton, Quiet, Text, Title
from bot.chat.richtext import RichText, Strong, lines, rich
from bot.chat.words import Words
from bot.members.model import Exported, Member, Value

MOST_ROWS = 3
"""Rows of a section that a card shows."""
LONGEST_ROW = 160
TELLING = ("text", "title", "name", "talked", "verb", "answer", "person", "question_id", "meeting_id", "id")
"""What of a row says most about it, the first that it has."""


@dataclass(frozen=True, slots=True)
class Page:
    """Everything, in words. `sections` are headings, each with its rows, each row with its labels and values."""

    title: str
    intro: str
    download: str
    sections: Sequence[tuple[str, Sequence[Sequence[tuple[str, str]]]]]


def link_card(member: Member, url: str, view: View) -> Card:
    """The way to everything."""
    words = view.words
    notice = words("Everything that is kept about you here, to read and to keep.")
    return Card(
        notice,
        (
            Title(rich(notice)),
            Text(
                words.rich(
                    "The link works for ten minutes and opens once, after “Continue”: as a page, and as a file for "
                    "programs. It shows questions you asked without your name, too. Keep it to yourself."
                )
            ),
            Buttons(
                (
                    LinkButton(words("Open it"), url),
                    Button(words("What's kept about me"), "member.kept", member.subject),
                )
            ),
            Quiet(words.rich("For another link, type: {command} me export", command=view.can.command)),
        ),
    )


def summary_card(exported: Exported, member: Member, view: View) -> Card:
    """The same where nothing is served that people can open: every section, and the first rows of each."""
    words = view.words
    notice = words("This is kept about you here.")
    blocks: list[Block] = [
        Text(_section(name, rows, words)) for name, rows in exported.items() if rows and name != "profile"
    ]
    return Card(
        notice,
        (
            Title(rich(notice)),
            Text(
                words.rich(
                    "Whoever runs me has set no address for a page, so here are the first of each. "
                    "With an address (COP_URL) you'd get all of it as a page and a file."
                )
            ),
            *blocks,
            Buttons((Button(words("What's kept about me"), "member.kept", member.subject),)),
            Quiet(words.rich("Or type: {command} me kept", command=view.can.command)),
        ),
    )


def _section(name: str, rows: Sequence[Mapping[str, Value]], words: Words) -> RichText:
    heading = rich(Strong(f"{_heading(name, words)} ({len(rows)})"))
    more = len(rows) - MOST_ROWS
    tail = [rich(words.many("and {count} more", "and {count} more", more))] if more > 0 else []
    return lines([heading, *(rich(_telling(row, words)) for row in rows[:MOST_ROWS]), *tail])


def _telling(row: Mapping[str, Value], words: Words) -> str:
    told = next((_plain(row[name], words) for name in TELLING if row.get(name)), "")
    return told if len(told) <= LONGEST_ROW else f"{told[: LONGEST_ROW - 1]}…"


def page(exported: Exported, community: str, words: Words) -> Page:
    """Everything as people read it. What is empty is left out."""
    sections = [
        (_heading(name, words), [_facts(row, words) for row in rows]) for name, rows in exported.items() if rows
    ]
    return Page(
        words("What {community} keeps about you", community=community),
        words(
            "Beside this there are only one-time codes, for minutes, and the index by which your words are found. "
            "This page opens once: keep the file if you want it again."
        ),
        words("Keep it as a file"),
        sections,
    )


def _facts(row: Mapping[str, Value], words: Words) -> Sequence[tuple[str, str]]:
    return [(_label(key, words), _plain(value, words)) for key, value in row.items() if _says(value)]


def as_json(exported: Exported, community: str) -> str:
    """Everything as programs read it; instants in UTC, as ISO 8601 writes them."""
    kept = {
        name: [{key: _kept(value) for key, value in row.items()} for row in rows] for name, rows in exported.items()
    }
    return json.dumps({"community": community, "kept": kept}, ensure_ascii=False, indent=2)


def ask_page(words: Words) -> tuple[str, str, str]:
    """Title, sentence and press of the page on which somebody goes on."""
    return (
        words("What is kept about you"),
        words("It opens once, for you alone. Continue only on a machine of yours."),
        words("Continue"),
    )


def gone_sentence(words: Words) -> str:
    """The same for a link that was used, that is too old, and that never was one."""
    return words("This link opens nothing any more. For a new one, write to me: me export")


def busy_sentence(words: Words) -> str:
    """The storage could not start in time."""
    return words("I'm very busy just now. Please try again in a moment.")


def _heading(name: str, words: Words) -> str:
    return words(name.replace("_", " ").capitalize())


def _label(name: str, words: Words) -> str:
    return words(name.removesuffix("_id").replace("_", " "))


def _says(value: Value) -> bool:
    return value is not None and value not in {"", ()}


def _plain(value: Value, words: Words) -> str:
    match value:
        case bool():
            return words("yes") if value else words("no")
        case datetime():
            return f"{value:%Y-%m-%d %H:%M} UTC"
        case tuple():
            return " ".join(f"#{one}" for one in value)
        case _:
            return str(value)


def _kept(value: Value) -> object:
    match value:
        case datetime() | date() | time():
            return value.isoformat()
        case tuple():
            return list(value)
        case _:
            return value
