"""What is kept about a member, over real HTTP: opened once, by whoever goes on with the link, and with nobody else in it."""

import base64
import json
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestClient, TestServer

from adapters.settings import Settings
from adapters.site.app import mount
from adapters.wiring import Product, running
from bot.catalogue import Work
from bot.chat.calls import CommandCall, Where
from bot.chat.capabilities import Capabilities, Deployment
from bot.chat.cards import LinkButton, buttons_of
from bot.chat.refs import AccountRef, ChannelRef
from bot.chat.replies import Reply
from bot.chat.words import Words
from bot.errors import Busy
from tests.contracts.seed import NOW, Seed, planted
from tests.stage import HandClock, card, told

CAN = Capabilities("Slack", "/cop", hears_threads=True, private_replies=True)
GONE = "This link opens nothing any more"
HOSTILE = "<script>alert('&')</script>"


@dataclass
class Served:
    """The product with one community, its clock, and a browser."""

    product: Product
    clock: HandClock
    session: ClientSession
    seed: Seed

    async def says(self, text: str) -> Reply:
        """The member types it directly."""
        ref = self.seed.account.ref
        where = Where(ChannelRef("slack", "T1", "D1"), CAN, direct=True)
        return await self.product.door(CommandCall(f"key {text} {self.clock.at}", ref, where, text, private=True))

    async def link(self) -> str:
        """The path that a new link leads to."""
        found = [one for one in buttons_of(card(await self.says("me export"))) if isinstance(one, LinkButton)]
        return found[0].url.removeprefix("https://cop.example.org")

    async def looks(self, path: str) -> str:
        """The page there."""
        async with self.session.get(f"{self.product.url}{path}") as answer:
            assert answer.status == 200
            return await answer.text()

    async def goes_on(self, path: str, status: int = 200) -> str:
        """The page after "Continue"."""
        async with self.session.post(f"{self.product.url}{path}") as answer:
            assert answer.status == status
            assert answer.headers["Cache-Control"] == "no-store"
            assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
            return await answer.text()


@pytest.fixture
async def served(tmp_path: Path) -> AsyncIterator[Served]:
    """Served with no platform at all; a member who has written what a page must not run."""
    settings = Settings(database_url=f"sqlite:///{tmp_path / 'cop.db'}", port=0, url="https://cop.example.org")
    clock = HandClock(NOW)
    async with running(settings, clock=clock) as product, ClientSession() as session:
        seed = await product.store.write(_planted)
        yield Served(product, clock, session, seed)


def _planted(work: Work) -> Seed:
    seed = planted(work, "Policy CoP")
    work.communities.save(seed.community.opened(NOW))
    other, _ = work.members.join(seed.id, AccountRef("slack", "T1", "U2"), "", NOW)
    work.questions.new(seed.id, seed.member.id, "", f"Hidden name? {HOSTILE}", "", (), NOW, nameless=True)
    work.questions.new(seed.id, other.id, "", "Somebody else's", "", (), NOW, nameless=False)
    return seed


def file_in(page: str) -> Any:
    """The file that the page holds."""
    found = re.search(r'download="[\w.-]+" href="data:application/json;base64,([^"]+)"', page)
    assert found
    return json.loads(base64.b64decode(found.group(1)))


async def test_the_link_opens_a_page_and_a_file_with_everything(served: Served) -> None:
    path = await served.link()
    page = await served.goes_on(path)
    assert "What Policy CoP keeps about you" in page
    file = file_in(page)
    assert file["community"] == "Policy CoP"
    (question,) = file["kept"]["questions"]
    assert question["text"] == f"Hidden name? {HOSTILE}"
    assert question["nameless"] is True
    assert question["asked_at"] == "2027-03-02T17:00:00.123456+00:00"
    assert question["text"] in unescape(page)
    assert "<script" not in page
    assert "Somebody else" not in page + json.dumps(file)


async def test_looking_uses_nothing_up_and_going_on_does(served: Served) -> None:
    path = await served.link()
    for _ in range(2):
        looked = await served.looks(path)
        assert '<form method="post">' in looked
        assert "Hidden name" not in looked
    await served.goes_on(path)
    assert GONE in await served.goes_on(path, 404)


async def test_a_link_is_good_for_ten_minutes(served: Served) -> None:
    path = await served.link()
    served.clock.forward(timedelta(minutes=10))
    assert GONE in await served.goes_on(path, 404)


async def test_a_word_that_never_was_looks_like_one_that_is_used_up(served: Served) -> None:
    assert await served.looks("/export/sesame") == await served.looks(await served.link())
    assert GONE in await served.goes_on("/export/sesame", 404)


async def test_who_is_forgotten_meanwhile_leaves_nothing_behind_a_link(served: Served) -> None:
    path = await served.link()
    await served.says("me forget now")
    assert GONE in await served.goes_on(path, 404)


async def test_the_database_does_not_know_the_word(served: Served, tmp_path: Path) -> None:
    word = (await served.link()).rpartition("/")[2]
    kept = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert word.encode() not in kept


async def test_a_busy_storage_is_told_in_a_sentence() -> None:
    async def busy(_unit: object) -> Any:
        raise Busy

    server = web.Application()
    mount(server, busy, busy, Deployment("CoP", "/cop", {}), HandClock(), Words())
    async with TestClient(TestServer(server)) as client, client.post("/export/sesame") as answer:
        assert answer.status == 503
        assert "I'm very busy just now" in unescape(await answer.text())


async def test_without_an_address_the_first_of_everything_stands_on_the_card(tmp_path: Path) -> None:
    settings = Settings(database_url=f"sqlite:///{tmp_path / 'cop.db'}", port=0)
    clock = HandClock(NOW)
    async with running(settings, clock=clock) as product, ClientSession() as session:
        seed = await product.store.write(_planted)
        shown = told(await Served(product, clock, session, seed).says("me export"))
    assert "has set no address for a page" in shown
    assert "Questions (1)\nHidden name? <script>" in shown
    assert "Somebody else" not in shown
