"""What everybody but the asker gets to see, and what the logs, figures and records say: to be compared byte by byte."""

import json
import re
import sqlite3
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

from aiohttp import ClientSession

from adapters.web.limits import DRAWN, TENANT, capabilities
from bot.catalogue import Work
from bot.chat.calls import Where
from bot.chat.picks import Browse
from bot.chat.refs import AccountRef, ChannelRef
from bot.members.cards.exporting import as_json
from tests.scenarios.web import WebChat
from tests.scenarios.world import HERE, THERE, World
from tests.servers.slack.faults import ApiRequest
from tests.servers.slack.server import SlackServer
from tests.servers.slack.workspace import User

COLLEAGUES = ("nurses", "mediators", "wardens")
"""Who comes along on the other platform."""
EVERYBODY = (*HERE, *THERE, *COLLEAGUES)
OTHERS = ("steward", "fisheries", *COLLEAGUES)
"""Who never asks without a name."""
_MADE_UP = re.compile(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}\b|\bm[0-9a-f]{20}\b|\b[0-9a-f]{8,32}\b")
_PORT = re.compile(r"127\.0\.0\.1:\d+")
_TIME = re.compile(
    r"\d{4}-\d\d-\d\dT[\d:.+]+Z?|\b\d\d:\d\d\b|\b\d{10}\.\d{6}\b|\b1[89]\d{8}\b|\b1[0-9]{15}\b|\d\.\d+e\+09"
)
LINK = frozenset({"questions", "drafts", "inbox", "counters"})
"""Where the link stands by design until thirty days after the end, and keys of calls; never shown."""
ALL_DIFFER = frozenset({"inbox"})
"""The keys of calls, made up anew each time."""


@dataclass
class Onlookers:
    """The same life is led by different askers; this is what all the others had of it."""

    asker: str
    exact: bool = False
    """The clock stood still in between, so that every instant is compared, too."""
    states: dict[str, list[str]] = field(default_factory=dict)
    """By person, what they saw after each thing that happened."""
    metrics: str = ""
    logs: str = ""
    records: list[str] = field(default_factory=list)
    """What the database held, each time it was looked at."""
    exports: dict[str, str] = field(default_factory=dict)
    """What people take along, by person and time."""

    def look(self, who: str, state: Mapping[str, Any]) -> None:
        """Keep what somebody sees now."""
        self.states.setdefault(who, []).append(
            self.normal(json.dumps(_seen(state, exact=self.exact), ensure_ascii=False, sort_keys=True))
        )

    def normal(self, text: str) -> str:
        """The text, to be compared."""
        return normal(text, exact=self.exact)

    def told(self, *not_asked_by: str) -> dict[str, str]:
        """Everything that anybody but those had, and what stewards and operators could look at."""
        others = {who: seen for who, seen in self.states.items() if who not in not_asked_by}
        seen = {f"{who}, look {look}": state for who, states in others.items() for look, state in enumerate(states)}
        records = {f"records {time}": text for time, text in enumerate(self.records)}
        return {**seen, **records, **self.exports, "metrics": self.metrics, "logs": self.logs}


def differences(one: Mapping[str, str], other: Mapping[str, str]) -> list[str]:
    """Where the two are not the same, with what stands around the first byte that differs."""
    found = [f"only one: {where}" for where in one.keys() ^ other.keys()]
    for where in one.keys() & other.keys():
        if one[where] != other[where]:
            at = _first_difference(one[where], other[where])
            found.append(
                f"{where}: {one[where][max(at - 80, 0) : at + 80]!r} {other[where][max(at - 80, 0) : at + 80]!r}"
            )
    return sorted(found)


def _first_difference(one: str, other: str) -> int:
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (left, right) in pairs if left != right), min(len(one), len(other)))


def _seen(state: Mapping[str, Any], *, exact: bool) -> Mapping[str, Any]:
    """Without what tells the local page when to load anew, and whom to switch to next: no platform has either.

    What was sent in the same moment is in no order; nothing is, unless the clock stood still in between.
    """
    people = [{name: value for name, value in one.items() if name != "waiting"} for one in state["people"]]
    messages = sorted(state["messages"], key=lambda one: _MADE_UP.sub("id", _TIME.sub("time", str(one))))
    messages.sort(key=lambda one: one["at"]["at"] if exact else "")
    return {**state, "people": people, "messages": messages, "revision": 0, "clock": 0}


def normal(text: str, *, exact: bool = False) -> str:
    """The text with made-up ids numbered in the order in which they appear; without times of the day unless `exact`."""
    numbers: dict[str, str] = {}
    fresh = count(1)

    def number(found: re.Match[str]) -> str:
        return numbers.setdefault(found.group(), f"id-{next(fresh)}")

    text = _PORT.sub("port", text)
    return _MADE_UP.sub(number, text if exact else _TIME.sub("time", text))


async def look_around(onlookers: Onlookers, world: World) -> None:
    """What everybody on the workspace sees now."""
    for who in EVERYBODY:
        chat = world.chat_of(who)
        if isinstance(chat, WebChat):
            onlookers.look(who, await chat._state(who))


async def look_at_figures(onlookers: Onlookers, world: World, logs: Sequence[Mapping[str, Any]]) -> None:
    """The page of figures, every line of the log."""
    async with ClientSession() as session, session.get(f"{world.product.url}/metrics") as page:
        figures = [line for line in (await page.text()).splitlines() if "_created" not in line]
    onlookers.metrics = "\n".join(figures)
    onlookers.logs = normal("\n".join(json.dumps(line, default=str, sort_keys=True) for line in logs))


def look_at_records(onlookers: Onlookers, file: Path, askers: Sequence[str], *, but: Collection[str] = LINK) -> None:
    """What happened and what stands where, as the database has it; the askers' direct messages left out."""
    lines, theirs = [], _accounts(file, askers)
    for table, row in rows(file):
        if table not in but and not (table == "postings" and row["account_id"] in theirs):
            lines.append(f"{table} {json.dumps(_timeless(table, row), default=str, sort_keys=True)}")
    onlookers.records.append(onlookers.normal("\n".join(lines)))


async def look_at_exports(onlookers: Onlookers, world: World, people: Sequence[str]) -> None:
    """What each of them on the workspace would take along."""
    for who in people:
        chat = world.chat_of(who)
        if isinstance(chat, WebChat):
            told = await world.product.store.read(partial(_exported, AccountRef(f"web-{chat.drawn}", TENANT, who)))
            onlookers.exports[f"{who} takes along, time {len(onlookers.records)}"] = onlookers.normal(told)


async def look_at_shelf(onlookers: Onlookers, world: World, people: Sequence[str], *words: str) -> None:
    """What each of them on the workspace could put before others."""
    for who in people:
        chat = world.chat_of(who)
        if isinstance(chat, WebChat):
            drawn = next(one for one in DRAWN if one.drawing == chat.drawn)
            where = Where(ChannelRef(drawn.key, TENANT, drawn.home), capabilities("/cop")[drawn.key])
            for text in words:
                picks = await world.product.door.browse(
                    Browse(AccountRef(drawn.key, TENANT, who), where, text, most=25)
                )
                assert picks.picks, (who, text)
                onlookers.exports[f"{who} may pick of {text!r}"] = onlookers.normal(repr(picks))


def _exported(ref: AccountRef, work: Work) -> str:
    known = work.members.of_account(1, ref)
    assert known is not None, ref
    return as_json(work.members.export(1, known[0].id), "")


def _timeless(table: str, row: Mapping[str, Any]) -> Mapping[str, Any]:
    """Without what only says how often the courier came by, and when it last asked who is there."""
    passing = {"id", "address", "wanted", "claimed", "shown", "attempts"} | (
        {"asked_at"} if table == "accounts" else set()
    )
    return {name: value for name, value in row.items() if name not in passing}


def _accounts(file: Path, people: Sequence[str]) -> set[int]:
    return {row["id"] for table, row in rows(file) if table == "accounts" and row["person"] in people}


def rows(file: Path) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Every row of every table, in the order kept."""
    with closing(sqlite3.connect(file)) as database:
        database.row_factory = sqlite3.Row
        tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for table in tables:
            for row in database.execute(f'SELECT * FROM "{table}"').fetchall():
                yield table, dict(row)


@dataclass
class Overhearing:
    """Notes, as a fault that never strikes, each request that Slack receives, and whose doing it answers."""

    server: SlackServer
    requests: list[tuple[str, ApiRequest]] = field(default_factory=list)

    def __call__(self, request: ApiRequest) -> None:
        """Note it, while Slack still knows whose trigger it carries."""
        triggered, _ = self.server.api.triggers.get(str(request.args.get("trigger_id")), ("", 0.0))
        made = self.server._urls.get(str(request.args.get("key")))
        self.requests.append((triggered or (made.user if made else ""), request))

    def for_others_than(self, askers: Sequence[User]) -> dict[str, str]:
        """By place, all that Slack was asked to show there, in no order; the askers' own places left out."""
        theirs = {place for asker in askers for place in (asker.id, asker.direct)}
        received: dict[str, list[str]] = {}
        for for_one, request in self.requests:
            args = {name: value for name, value in request.args.items() if name not in {"key", "trigger_id"}}
            places = {for_one, *(str(args.get(name, "")) for name in ("user", "users", "channel"))} - {""}
            if not places & theirs:
                line = json.dumps([request.method, args], ensure_ascii=False, sort_keys=True)
                received.setdefault(f"slack {' '.join(sorted(places))}", []).append(line)
        return {where: normal("\n".join(sorted(normal(line) for line in lines))) for where, lines in received.items()}
