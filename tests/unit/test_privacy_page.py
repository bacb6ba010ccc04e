"""The page for privacy officers leaves out nothing that is kept, asked for or called, and invents nothing."""

import re
from pathlib import Path
from urllib.parse import urlsplit
from uuid import UUID

from botframework.connector.auth import AuthenticationConstants

from adapters.settings import Settings
from adapters.slack.manifest import Asked, manifest
from adapters.teams import auth, refs
from adapters.teams import manifest as teams
from bot.chat.capabilities import Deployment
from bot.questions.model.questions import DRAFT_KEPT, NAMELESS_LINK_KEPT
from scheduling.tick import INBOX_KEPT, LEDGER_KEPT
from storage.tables import metadata
from storage.words_of_people import columns_of_words

PAGE = (Path(__file__).parents[2] / "docs" / "for-your-privacy-officer.md").read_text()


def section(title: str) -> str:
    """What stands under that heading."""
    _, _, rest = PAGE.partition(f"\n## {title}\n")
    return rest.partition("\n## ")[0]


def cells(text: str) -> list[list[str]]:
    """The rows of its tables, headings left out."""
    rows = [
        [cell.strip() for cell in line.strip("| ").split(" | ")] for line in text.splitlines() if line.startswith("| ")
    ]
    return [row for row in rows if row[0].startswith("`")]


KEPT = {row[0].strip("`"): row for row in cells(section("What is kept, where, and for how long"))}


def test_every_table_has_its_line_and_every_line_its_table() -> None:
    assert list(KEPT) == sorted(metadata.tables)


def test_every_column_with_peoples_words_is_named_and_no_other() -> None:
    wanted: dict[str, set[str]] = {name: set() for name in metadata.tables}
    for column in columns_of_words():
        wanted[column.table.name].add(column.name)
    assert {name: set(re.findall(r"\*\*(\w+)\*\*", row[1])) for name, row in KEPT.items()} == wanted


def test_every_table_says_for_how_long() -> None:
    assert [name for name, row in KEPT.items() if len(row) != 3 or not row[2]] == []


NUMBERS = {7: "seven", 30: "thirty", 90: "90"}


def test_the_times_are_those_of_the_code() -> None:
    assert f"{NUMBERS[DRAFT_KEPT.days]} days" in KEPT["drafts"][2]
    assert f"{NUMBERS[INBOX_KEPT.days]} days" in KEPT["inbox"][2]
    assert f"{NUMBERS[LEDGER_KEPT.days]} days" in KEPT["postings"][2]
    assert f"{NUMBERS[NAMELESS_LINK_KEPT.days]} days after it closed" in PAGE


def test_every_permission_that_slack_can_be_asked_for_stands_there_and_no_other() -> None:
    asked = Asked("https://cop.example.org", "About", "", thread_replies=True, emails=True)
    scopes = set(manifest(Deployment("CoP", "/cop", {}), asked)["oauth_config"]["scopes"]["bot"])
    table = section("Each permission, and why").partition("| Teams |")[0]
    assert {word for row in cells(table) for word in re.findall(r"`([\w:.]+)`", row[0])} == scopes


def test_what_is_asked_for_only_on_request_says_so() -> None:
    asked = Asked("https://cop.example.org", "About", "")
    least = set(manifest(Deployment("CoP", "/cop", {}), asked)["oauth_config"]["scopes"]["bot"])
    table = section("Each permission, and why").partition("| Teams |")[0]
    for row in cells(table):
        assert ("only if you ask for it" in row[1]) == (not set(re.findall(r"`([\w:.]+)`", row[0])) <= least), row


def of_teams() -> dict[str, str]:
    """What Teams is asked for, each with why."""
    rows = cells(section("Each permission, and why").partition("| Teams |")[2])
    return {word: row[1] for row in rows for word in re.findall(r"`([\w.]+)`", row[0])}


def asked_of_teams(*, thread_replies: bool) -> list[str]:
    asked = teams.Asked(str(UUID(int=1)), url="https://cop.example.org", thread_replies=thread_replies)
    return list(teams.parts(teams.manifest(Deployment("CoP", "/cop", {}), asked)))


def test_every_part_of_the_teams_app_stands_there_and_no_other() -> None:
    assert list(of_teams()) == asked_of_teams(thread_replies=True) == list(teams.EXPLAINED)


def test_what_the_teams_app_asks_for_only_on_request_says_so() -> None:
    least = asked_of_teams(thread_replies=False)
    assert {part for part, why in of_teams().items() if "only if you ask for it" not in why} == set(least)


def test_every_host_that_is_called_stands_there() -> None:
    table = section("Which hosts it calls")
    urls = (
        Settings().slack_api_url,
        auth.METADATA_URL,
        refs._WORLDWIDE,
        AuthenticationConstants.TO_CHANNEL_FROM_BOT_LOGIN_URL_PREFIX,
    )
    hosts = {urlsplit(url).hostname for url in urls} | {*refs._HOSTS, *refs._DOMAINS}
    assert [host for host in hosts if f"`{host}`" not in table] == []
