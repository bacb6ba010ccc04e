"""Compares what stands on the platforms with what the ledger says, and with what the core would draw now."""

import json
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from adapters import wiring
from adapters.slack import render as slack_render
from adapters.teams import render as teams_render
from bot.audience import View
from bot.catalogue import Work
from bot.chat.capabilities import Deployment
from bot.chat.cards import Card
from bot.chat.refs import Subject
from bot.chat.words import Words
from storage.engine import open_store
from tests.scheduling.kill.truth import Truth
from tests.servers.slack.server import SlackServer
from tests.servers.slack.workspace import BOT, Message
from tests.servers.teams.service import TeamsService

Json = dict[str, Any]
ROWS = (
    "SELECT id, community_id, kind, number, part, present, outcome, note, at_platform, at_message, account_id "
    "FROM postings ORDER BY id"
)
_SUBJECT = re.compile(r"\d+/[a-z]+:\d+")


@dataclass(frozen=True)
class Row:
    """A posting as the ledger has it."""

    id: int
    subject: Subject
    present: bool
    outcome: str
    note: str
    platform: str | None
    message: str | None
    to: int | None
    """The account in whose direct conversation it stands, None for a channel."""

    @property
    def stands(self) -> bool:
        return self.message is not None and not self.outcome


def ledger(truth: Truth) -> list[Row]:
    """Every posting."""
    return [
        Row(number, Subject(community, kind, about, part), bool(present), outcome, note, platform, message, to)
        for number, community, kind, about, part, present, outcome, note, platform, message, to in truth.rows(ROWS)
    ]


class Expected:
    """What every posting should show now."""

    def __init__(self, url: str, deployment: Deployment) -> None:
        self._url = url
        self._deployment = deployment

    async def cards(self, rows: Sequence[Row], platform: str) -> dict[int, Card | None]:
        """By posting, as drawn from the state as it is."""
        catalogue = wiring.whole_catalogue()
        view = View(Words(), self._deployment.platforms[platform], self._deployment)

        def drawing(subject: Subject) -> Callable[[Work], Card | None]:
            kind = f"{subject.kind}/{subject.part}" if subject.part else subject.kind
            return lambda work: catalogue.subjects[kind].draw(subject, work, view)

        async with open_store(self._url) as store:
            return {row.id: await store.read(drawing(row.subject)) for row in rows}


async def faults_on_slack(server: SlackServer, rows: Sequence[Row], expected: Expected) -> list[str]:
    """What stands on Slack and should not, doesn't and should, stands twice, or shows something else.

    Left out is what the ledger says may not have been shown: in a direct conversation whose id isn't known yet,
    Slack can't be asked.
    """
    posted = [(_posting(m), m) for m in server.workspace.messages if m.user == BOT and not m.only_for and m.metadata]
    times = Counter(posting for posting, _ in posted)
    ours = {row.id: row for row in rows if row.platform == "slack" and row.stands}
    cards = await expected.cards(list(ours.values()), "slack")
    found = [f"posting {posting} stands {many} times on Slack" for posting, many in times.items() if many > 1]
    found += [f"{row} does not stand on Slack" for row in ours.values() if not times[row.id]]
    dropped = {row.id for row in rows if row.outcome == "dropped" and row.to is not None}
    for posting, message in posted:
        if posting in dropped:
            continue
        card = cards.get(posting)
        if card is None or ours[posting].message != message.ts:
            found.append(f"posting {posting} should not stand on Slack at {message.ts}")
        elif _bare(message) != _drawn(card):
            found.append(f"posting {posting} shows something else on Slack: {_bare(message)} instead of {card}")
    return found


def _posting(message: Message) -> int:
    return int(message.metadata["event_payload"]["posting"])


def _drawn(card: Card) -> Json:
    """What people see of it: how links are shown is no part of a message."""
    return {name: value for name, value in slack_render.message(card).items() if name in {"text", "blocks"}}


def _bare(message: Message) -> Json:
    blocks = [{key: value for key, value in block.items() if key != "block_id"} for block in message.blocks]
    return {"text": message.text, "blocks": blocks}


async def faults_on_teams(connector: TeamsService, rows: Sequence[Row], expected: Expected) -> list[str]:
    """The same on Teams, where a card more may stand, but not without a word in the ledger."""
    ours = {row.message: row for row in rows if row.platform == "teams" and row.stands}
    cards = await expected.cards(list(ours.values()), "teams")
    found = [f"{row} does not stand on Teams" for message, row in ours.items() if message not in connector.standing]
    doubtful = {str(row.subject) for row in rows if row.note or row.outcome}
    for message, activity in connector.standing.items():
        row = ours.get(message)
        named = set(_SUBJECT.findall(json.dumps(activity.card)))
        if row is None:
            if not activity.conversation.startswith("a:") and not named & doubtful:
                found.append(f"{message} stands on Teams, and the ledger has no word of it: {sorted(named)}")
            continue
        card = cards[row.id]
        if card is None or activity.card != teams_render.adaptive(card, teams_render.POSTING):
            found.append(f"{row} shows something else on Teams: {activity.card} instead of {card}")
    return found
