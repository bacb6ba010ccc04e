"""The tables of docs/when-a-platform-fails.md, from the same places by which the bot acts. Run it to write them anew."""

import sys
from collections.abc import Iterator
from pathlib import Path

from adapters.slack.errors import PATIENCE, SAID, of_status
from adapters.teams.errors import ANSWERED, refusal
from adapters.teams.errors import SAID as TEAMS_SAID
from bot.errors import Cause, PlatformError, RateLimited, Uncertain, Unreachable
from tests.faults.table import because, what_happens

PAGE = Path(__file__).parents[2] / "docs" / "when-a-platform-fails.md"
Kind = type[PlatformError]
NETWORK: tuple[tuple[str, Kind, Cause], ...] = (
    ("no connection", Unreachable, Cause.CLOSED),
    ("no answer in time, or cut off", Uncertain, Cause.SILENT),
    ("success without an answer of the platform's", Uncertain, Cause.STRANGE),
)


def slack() -> Iterator[str]:
    """What Slack may say."""
    for word, (kind, cause) in sorted(SAID.items()):
        yield _row(word, kind, cause)
    for word in sorted(PATIENCE):
        yield _row(word, RateLimited, Cause.BUSY)
    yield _row("any other word", *_meaning(of_status(200, {}, "a_word_of_tomorrow")))
    for status in (403, 429, 500):
        yield _row(f"http {status}", *_meaning(of_status(status, {}, "")))


def teams() -> Iterator[str]:
    """What Teams may answer; its words tell more than the status they come with."""
    for word, (kind, cause) in sorted(TEAMS_SAID.items()):
        yield _row(word, kind, cause)
    for status in sorted({*ANSWERED, 302, 400, 429, 500, 502, 504}):
        yield _row(f"http {status}", *_meaning(refusal(status, {})))


def network() -> Iterator[str]:
    """What may happen on the way to either."""
    for name, kind, cause in NETWORK:
        yield _row(name, kind, cause)


TABLES = (slack, teams, network)


def _meaning(error: PlatformError) -> tuple[Kind, Cause]:
    return type(error), error.cause


def _row(name: str, kind: Kind, cause: Cause) -> str:
    return f"| `{name}` | {cause.value} | {what_happens(kind, cause)} | {because(cause)} |"


def written_anew(text: str) -> str:
    """The page with its tables as they should be: each stands under its line of dashes."""
    tables = iter(TABLES)
    lines: list[str] = []
    for line in text.splitlines():
        if not line.startswith("| `"):
            lines.append(line)
        if line.startswith("|---"):
            lines += next(tables)()
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    PAGE.write_text(written_anew(PAGE.read_text()))
    sys.stdout.write(f"{PAGE.name} is up to date.\n")
