"""`docs/platforms.md` says, row by row, what each adapter declares of its platform; and what is declared is what is done."""

from dataclasses import fields
from pathlib import Path

import pytest
from pydantic import SecretStr

from adapters.settings import Settings
from adapters.slack.limits import capabilities as slack_can
from adapters.slack.repertoire import REPERTOIRE as SLACK
from adapters.teams.limits import capabilities as teams_can
from adapters.teams.repertoire import REPERTOIRE as TEAMS
from adapters.web.limits import capabilities as web_can
from adapters.web.repertoire import REPERTOIRE as WEB
from bot.chat.capabilities import Capabilities
from bot.chat.repertoire import Repertoire, Way, rows

PAGE = (Path(__file__).parents[2] / "docs" / "platforms.md").read_text()
SIGNS = {"yes": "✓", "asked": "on request", "no": "–"}

LEAST = {
    "Slack": (SLACK, slack_can("/cop", thread_replies=False)),
    "Teams": (TEAMS, teams_can(Settings())),
    "Local workspace": (WEB, web_can("/cop")["web-slack"]),
}
"""Every platform as it is when nothing more was asked for."""
MOST = {
    "Slack": (SLACK, slack_can("/cop", thread_replies=True)),
    "Teams": (TEAMS, teams_can(Settings(teams_thread_replies=True, teams_app_password=SecretStr("")))),
    "Local workspace": (WEB, web_can("/cop")["web-teams"]),
}
"""Every platform with all rights."""


def cell(way: Way) -> str:
    return f"{SIGNS[way.does]} {way.how}".strip()


def row(name: str, title: str) -> str:
    cells = (cell(getattr(known, name)) for known, _ in LEAST.values())
    return f"| {title} | {' | '.join(cells)} |"


def test_the_page_says_what_the_adapters_declare_row_by_row() -> None:
    written = [line for line in PAGE.splitlines() if line.startswith("| ")]
    wanted = [f"| | {' | '.join(LEAST)} |", *(row(name, title) for name, title in rows())]
    assert written == wanted


def test_what_isnt_there_or_must_be_asked_for_says_what_stands_in() -> None:
    silent = [
        (platform, name)
        for platform, (known, _) in LEAST.items()
        for name, _ in rows()
        if getattr(known, name).does != "yes" and not getattr(known, name).how
    ]
    assert silent == []


@pytest.mark.parametrize("platform", LEAST)
def test_what_the_core_goes_by_is_what_is_declared(platform: str) -> None:
    declared, least = LEAST[platform]
    _, most = MOST[platform]
    flags = [one.name for one in fields(Capabilities) if one.type in (bool, "bool")]
    assert {"hears_threads", "private_replies", "deletes"} <= set(flags)
    for flag in flags:
        does = getattr(declared, flag).does
        assert (getattr(least, flag), getattr(most, flag)) == (does == "yes", does in ("yes", "asked")), flag


def test_no_adapter_leaves_a_row_out() -> None:
    assert [known for known, _ in LEAST.values() if not isinstance(known, Repertoire)] == []
    assert len({title for _, title in rows()}) == len(rows())
