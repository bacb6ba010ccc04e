"""What the bot would post by itself: told ahead, nothing kept, and then it happens so."""

import json
import re
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from adapters import preview as ahead
from adapters.preview import NoPreview, Preview, as_json, as_table
from adapters.settings import Settings
from adapters.wiring import whole_catalogue
from bot.chat.forms import Values
from bot.chat.refs import Subject
from bot.due import Step
from bot.ports import ChannelFacts
from bot.postings import Direct, InChannel
from scheduling.courier import Courier
from scheduling.delivery import Patience
from scheduling.drawing import kind_of
from scheduling.preview import KINDS, Foreseen
from scheduling.tick import Tick
from storage.address import parse_address
from storage.engine import Store
from storage.migrations import run
from storage.statements import Statement
from storage.tables import metadata
from tests.adapters.test_command_line import a_clear_sentence, cop, served
from tests.scheduling.platform import RecordingPlatform
from tests.servers.postgres import PostgresServer
from tests.stage import EAST, WEST, staged
from tests.unit.community.founding import Founded
from tests.unit.conveners.turns import FINANCE, HEALTH, LABOUR, OFFERED, SECOND, STEWARD, Turns

FROM, WEEKS = "2027-03-05", 10
START = datetime(2027, 3, 5, 5, tzinfo=UTC)
"""That day begins in Toronto."""
Tables = dict[str, list[tuple[Any, ...]]]


class Real(RecordingPlatform):
    """A platform on which one sees what came when."""

    def __init__(self, key: str) -> None:
        super().__init__(key, can=EAST if key == "east" else WEST)
        self.rooms = {"policy": ChannelFacts("#policy-cop")}


class World(Turns):
    """A community that meets in two series, one with polls, and has topics and volunteers."""

    def __init__(self, founded: Founded, url: str) -> None:
        super().__init__(founded)
        self.url = url
        stage = founded.stage
        self.platforms = {key: Real(key) for key in ("east", "west")}
        self.courier = Courier(
            stage.store,
            stage.store.ledger,
            stage.catalogue,
            self.platforms,
            stage.deployment,
            stage.clock,
            stage.words,
            Patience(paced=False),
        )
        self.tick = Tick(stage.store, stage.store.ledger, stage.catalogue, stage.clock, lambda: None)

    async def begins(self) -> None:
        """Leilani convenes the meeting of 25 March and comes; the others have been asked nothing yet."""
        await super().begins()
        values = {
            "when": "every second Tuesday of the month 14:00 for 60 min",
            "from": "13 April 2027",
            "venue": "Room 9",
            "link": "",
            "on_day_off": "move",
            "polls": "yes",
        }
        community = str(Subject(self.id, "community", self.id))
        await self.stage.send(STEWARD, self.founded.home, "series.write", values, community)
        for text in ("Consultation", "Drafting a regulation", "First submission"):
            await self.says(HEALTH, f"topic {text}")
        await self.volunteer(HEALTH, LABOUR, FINANCE)
        await self.goes_on(OFFERED + timedelta(hours=1))
        await self.accepts(HEALTH, 1)
        await self.answers(HEALTH, "yes", SECOND)
        await self.goes_on(START)

    async def goes_on(self, until: datetime) -> list[tuple[datetime, str, str]]:
        """The clock really runs; what was posted, when and where."""
        stage, seen = self.stage, []
        self._posted()
        while (at := await self._next()) is not None and at < until:
            stage.clock.at = max(stage.clock.at, at)
            await self.tick.run_due_until_idle()
            await self.courier.settle()
            seen += [(stage.clock.at, *await self._told(ref)) for ref in self._posted()]
        stage.clock.at = until
        return seen

    async def _next(self) -> datetime | None:
        due = await self.stage.store.read(lambda work: work.due.next_at())
        return min((at for at in (due, await self.stage.store.ledger.next_at()) if at), default=None)

    def _posted(self) -> list[str]:
        """The ids of what was posted since last asked."""
        found = [message.posting for one in self.platforms.values() for message in one.messages.values()]
        for one in self.platforms.values():
            one.messages = {name: replace(message, posting="") for name, message in one.messages.items()}
        return [posting for posting in found if posting]

    async def _told(self, posting: str) -> tuple[str, str]:
        row = next(row for row in (await tables(self.stage.store))["postings"] if str(row[0]) == posting)
        _, community, kind, number, part, channel, account, *_ = row
        what = KINDS[kind_of(Subject(community, kind, number, part))]
        return what, await self._where(InChannel(channel) if channel else Direct(account))

    async def _where(self, place: InChannel | Direct) -> str:
        if isinstance(place, InChannel):
            return "East, #policy-cop"
        account = await self.stage.store.read(lambda work: work.members.account(place.account))
        member = await self.founded.member(account.ref)
        return member.name if member else ""

    async def preview(self, start: str = FROM, weeks: int = WEEKS) -> Preview:
        """What is told ahead."""
        return await ahead.preview(Settings(database_url=self.url), self.id, start, weeks, self.stage.clock)


async def tables(store: Store) -> Tables:
    """Every row of every table."""
    found: Tables = {}
    for name, table in metadata.tables.items():
        whole = Statement(select(table))
        found[name] = await store._readers.run(lambda session, whole=whole: sorted(session.rows(whole), key=str), 5)  # type: ignore[misc]  # a default binds the loop's value
    return found


def brief(rows: list[Foreseen] | Any) -> list[tuple[datetime, str, str]]:
    """When, what and where."""
    return [(row.at, row.kind, row.place) for row in rows]


@pytest.fixture
async def world(store: Store, database_url: str) -> AsyncIterator[World]:
    """It is Friday 5 March 2027 in Toronto, on either database."""
    async with staged(store) as stage:
        founded = Founded(stage)
        await founded.opens()
        made = World(founded, database_url)
        await made.begins()
        yield made
        await made.courier.stop()


async def test_what_is_told_ahead_is_what_then_happens(world: World) -> None:
    told = await world.preview()
    real = await world.goes_on(START + timedelta(weeks=WEEKS))
    assert sorted(brief(told.rows)) == sorted(real)
    kinds = {row.kind for row in told.rows}
    usual = {"announcement", "reminder", "turn offer", "turn reminder", "turn passed on", "kit", "notes asked", "poll"}
    assert usual <= kinds


async def test_nothing_at_all_is_kept(world: World) -> None:
    before = await tables(world.stage.store)
    assert (await world.preview()).rows
    assert await tables(world.stage.store) == before


async def test_each_row_says_when_what_for_which_meeting_who_convenes_and_where(world: World) -> None:
    rows = json.loads(as_json(await world.preview()))
    assert all(list(row) == ["at", "local", "kind", "meeting", "convener", "place"] for row in rows)
    assert [row["at"] for row in rows] == sorted(row["at"] for row in rows)
    (kit,) = [row for row in rows if row["kind"] == "kit"]
    assert kit == {
        "at": "2027-03-18T13:00:00Z",
        "local": "2027-03-18T09:00:00-04:00",
        "kind": "kit",
        "meeting": {"number": 2, "date": "2027-03-25"},
        "convener": "Leilani",
        "place": "Leilani",
    }
    offers = [(row["place"], row["convener"]) for row in rows if row["kind"] == "turn offer"]
    assert ("Tomasz", None) in offers
    (opened,) = [row for row in rows if row["kind"] == "poll" and row["meeting"]["date"] == "2027-04-13"]
    assert (opened["local"], opened["place"]) == ("2027-03-25T10:00:00-04:00", "East, #policy-cop")


async def test_nobody_learns_ahead_who_asked(world: World) -> None:
    """What goes to an asker is told without the name, whether or not they asked with it; a draft's writer neither."""
    founded = world.founded
    values: Values = {"text": "How early do you start?", "nameless": ("yes",)}
    preview = await world.stage.send(LABOUR, founded.home, "question.ask", values)
    await founded.presses(LABOUR, preview, "Post it", founded.home)
    await founded.says(LABOUR, "ask Who drafts?", founded.home)
    told = await world.preview()
    places = {row.kind: row.place for row in told.rows if row.kind.startswith(("question", "draft"))}
    assert set(places) >= {"question still open", "question closed", "draft reminder"}
    assert {place for kind, place in places.items() if kind != "question"} == {"whoever asked"}
    shown = next(line for line in as_table(told).splitlines() if "question still open" in line)
    assert shown.endswith("whoever asked")


async def test_a_later_start_leaves_out_what_comes_before_it_and_changes_nothing_else(world: World) -> None:
    whole, later = await world.preview(), await world.preview("Thursday 1 April", 3)
    first, last = datetime(2027, 4, 1, 4, tzinfo=UTC), datetime(2027, 4, 22, 4, tzinfo=UTC)
    assert brief(later.rows) == [row for row in brief(whole.rows) if first <= row[0] < last]
    assert later.rows


async def test_what_waits_for_the_morning_is_told_and_what_people_did_since_counts(world: World) -> None:
    world.stage.clock.at = START + timedelta(hours=17)
    await world.declines(HEALTH, 1)
    told = brief((await world.preview(weeks=1)).rows)
    monday = datetime(2027, 3, 8, 13, 30, tzinfo=UTC)
    assert (monday, "turn offer", "Tomasz") in told


async def test_a_step_that_came_too_late_is_dropped_ahead_as_it_would_be(world: World) -> None:
    world.stage.clock.at = datetime(2027, 3, 26, 15, tzinfo=UTC)
    told = await world.preview("2027-03-01", 8)
    assert not [row for row in told.rows if row.meeting == SECOND and row.kind in {"announcement", "reminder", "kit"}]
    assert sorted(brief(told.rows)) == sorted(await world.goes_on(datetime(2027, 4, 26, 4, tzinfo=UTC)))


async def test_the_table_can_be_read_by_people(world: World) -> None:
    lines = as_table(await world.preview()).splitlines()
    assert lines[0] == "What CoP would post by itself in Policy CoP"
    assert lines[1].startswith("from Friday 5 March to Thursday 13 May 2027 (Eastern), if nobody")
    assert "Thu 18 Mar 09:00  kit" in "\n".join(lines)
    assert any("meeting 2, Thu 25 Mar" in line and line.endswith("Leilani") for line in lines)
    assert max(map(len, lines)) <= 100
    assert lines[-1] == "Nothing was sent."


async def test_many_places_of_one_posting_share_a_line_and_a_name_cannot_steer_a_terminal(world: World) -> None:
    told = await world.preview()
    row = told.rows[0]
    crowd = [replace(row, place=f"Somebody with a long name {number}") for number in range(6)]
    lines = as_table(replace(told, rows=[*crowd, replace(row, kind="kit", place="\x1b[2J")])).splitlines()
    assert sum("Somebody" in line for line in lines) > 1
    assert sum(row.kind in line for line in lines) == 1
    assert max(map(len, lines)) <= 100
    assert "\x1b" not in "".join(lines)


async def test_a_time_in_which_nothing_happens_is_told_kindly(world: World) -> None:
    quiet = await world.preview("6 March", 1)
    silent = replace(quiet, rows=())
    assert as_table(silent) == (
        "Nothing: CoP would post nothing by itself in Policy CoP from Saturday 6 March to Friday 12 March 2027."
    )
    assert json.loads(as_json(silent)) == []


async def test_a_step_that_fails_is_named(world: World) -> None:
    subject = Subject(world.id, "poll", 999)
    await world.stage.store.write(lambda work: work.due.plan(subject, Step("poll.open", START)))
    with pytest.raises(NoPreview, match=rf"The step poll.open of {subject} fails \(Unknown\)"):
        await world.preview()


async def test_a_day_that_will_not_do_is_told_in_a_sentence(world: World) -> None:
    for start, told in (
        ("someday", "“someday” can't be read as a day. Try 2027-03-06, or “Saturday 6 March”."),
        ("32 March", "can't be read as a day"),
        ("2027-02-30", "can't be read as a day"),
        ("1 March 2027", "is over"),
        ("2026-03-01", "so long ago"),
        ("2030-01-01", "too far away"),
    ):
        with pytest.raises(NoPreview, match=re.escape(told)):
            await world.preview(start)


def test_every_kind_of_posting_has_a_name_for_people() -> None:
    assert set(whole_catalogue().subjects) == set(KINDS)
    assert all(re.fullmatch(r"[a-z -]+", name) for name in KINDS.values())


@pytest.mark.postgres
async def test_a_server_without_our_tables_or_with_older_ones_is_told_and_left_alone(
    tmp_path: Path, postgres: PostgresServer
) -> None:
    url = postgres.empty()
    asked = ("preview", "--community", "1")
    assert "There is no database at" in a_clear_sentence(await cop(tmp_path, *asked, COP_DATABASE_URL=url))
    run.upgrade(parse_address(url), "0004")
    assert "cop migrate" in a_clear_sentence(await cop(tmp_path, *asked, COP_DATABASE_URL=url))
    assert run.standing(parse_address(url)) == "0004"
    postgres.drop(url)


async def test_it_is_typed_beside_the_running_bot_and_disturbs_nothing(tmp_path: Path) -> None:
    async with served(tmp_path, "--workspace") as product:
        before = await product.settled("mei", "leilani")
        rows = json.loads((await cop(tmp_path, "preview", "--community", "1", "--from", "2027-03-01", "--json")).out)
        table = await cop(tmp_path, "preview", "--community", "1", "--from", "today", "--weeks", "4")
        assert (table.code, table.err) == (0, "")
        assert "Pacific" in table.out
        assert {row["place"] for row in rows} >= {"Slack, #policy-cop", "Teams, Policy"}
        assert all(row["kind"] in table.out for row in rows)
        assert await product.settled("mei", "leilani") == before
        assert (await product.end())[0] == 0


async def test_the_file_is_left_as_it_is(tmp_path: Path) -> None:
    await cop(tmp_path, "migrate")
    with closing(sqlite3.connect(tmp_path / "cop.db")) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    before = (tmp_path / "cop.db").read_bytes()
    sentence = a_clear_sentence(await cop(tmp_path, "preview", "--community", "7", "--from", "today", "--weeks", "1"))
    assert sentence == "There is no community 7."
    assert (tmp_path / "cop.db").read_bytes() == before


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--community", "x"), "--community should be a whole number"),
        (("--community", "0"), "--community should be a whole number"),
        (("--community", "1", "--weeks", "53"), "--weeks should be a whole number from 1 to 52."),
        (("--community", "1", "--weeks", "0"), "--weeks should be a whole number from 1 to 52."),
        (("--community", "1"), "There is no database at "),
    ],
)
async def test_what_cannot_be_previewed_is_told_in_one_sentence(
    tmp_path: Path, words: tuple[str, ...], told: str
) -> None:
    assert told in a_clear_sentence(await cop(tmp_path, "preview", *words))
    assert list(tmp_path.iterdir()) == []
