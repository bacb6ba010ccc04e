"""The whole product as whoever installs it in Teams meets it, over real requests: from adding it to the open doors."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession

from adapters.settings import Settings
from adapters.wiring import Product, running
from bot.chat.refs import AccountRef
from scheduling.delivery import Patience
from tests.adapters.teams.test_answers import words
from tests.adapters.teams.test_places import payload
from tests.servers.teams.activities import ADA, BEN, TENANT, direct, execute, in_channel, invoke
from tests.servers.teams.connector import CHANNEL, Connector, Written
from tests.servers.teams.keys import APP_ID, Keys, StubCredentials
from tests.servers.teams.screen import actions, inputs
from tests.servers.teams.serving import serving

HOME = f"v3/conversations/{CHANNEL}/activities"
Json = dict[str, Any]
_NUMBERS = count(1)


@dataclass
class Installed:
    """The product, and all of Teams around it."""

    product: Product
    connector: Connector
    keys: Keys
    session: ClientSession
    seen: int = field(default=0)

    async def does(self, sent: Json, by: Json = ADA) -> Json:
        """Somebody does something; what an invoke is answered with."""
        sent = {**sent, "serviceUrl": self.connector.url, "from": by}
        sent["id"] = f"f:{next(_NUMBERS)}" if str(sent["id"]).startswith("f:") else sent["id"]
        headers = {"Authorization": f"Bearer {self.keys.token(self.connector.url)}"}
        async with self.session.post(f"{self.product.url}/api/messages", json=sent, headers=headers) as answer:
            assert answer.status == 200, answer.status
            body: Json = await answer.json() if (await answer.read()) else {}
        await self.product.settle()
        return body

    def new(self) -> list[Written]:
        """The messages written or changed since the last look."""
        found = self.connector.cards[self.seen :]
        self.seen = len(self.connector.cards)
        return found

    async def fetches(self, card: Any, label: str, conversation: Json | None = None, by: Json = ADA) -> Json:
        """Press a button that opens a form; the form's card."""
        answer = await self.does(invoke("task/fetch", {"data": pressed(card, label)["data"]}, conversation), by)
        found: Json = answer["task"]["value"]["card"]["content"]
        return found

    async def submits(self, form: Json, by: Json = ADA, **filled: str) -> Json:
        """Send a form; the answer."""
        labels = {field["label"].split()[0].lower(): field["id"] for field in inputs(form)}
        data = {**{field["id"]: field.get("value", "") for field in inputs(form)}, **actions(form)[-1]["data"]}
        data |= {labels[name]: value for name, value in filled.items()}
        return await self.does(invoke("task/submit", {"data": data}), by)

    async def presses(self, card: Any, label: str, conversation: Json | None = None, by: Json = ADA) -> Json:
        """Press a button that needs no form."""
        found = pressed(card, label)
        return await self.does(execute(found["verb"], found["data"], conversation), by)


def pressed(card: Any, label: str) -> Json:
    """The button of that label."""
    return next(one for one in actions(card) if one["title"] == label)


@pytest.fixture
def more() -> dict[str, Any]:
    """What a test sets besides."""
    return {}


@pytest.fixture
async def teams(tmp_path: Path, more: dict[str, Any]) -> AsyncIterator[Installed]:
    keys, connector = Keys(), Connector()
    async with serving(keys.app()) as keys.url, serving(connector.app()) as connector.url, ClientSession() as session:
        given: dict[str, Any] = {
            "database_url": f"sqlite:///{tmp_path / 'cop.db'}",
            "port": 0,
            "teams_app_id": APP_ID,
            "teams_app_password": "secret",
            "teams_openid_metadata_url": keys.metadata_url,
        }
        connector.members = {
            person["aadObjectId"]: {"id": person["id"], "name": person["name"]} for person in (ADA, BEN)
        }
        patience = Patience(paced=False)
        extra = {"credentials": StubCredentials()}
        async with running(Settings(**given, **more), teams=extra, patience=patience) as product:
            yield Installed(product, connector, keys, session)


async def opened(teams: Installed, how: str = "installed-team") -> list[Written]:
    """The doors are open; what was written since the third press."""
    await teams.does(payload(how))
    (welcome,) = teams.new()
    form = await teams.fetches(welcome.card, "Set up")
    await teams.submits(form, what="Policy CoP")
    standing = teams.new()[-1]
    await teams.presses(standing.card, "Open the doors")
    return teams.new()


@pytest.mark.parametrize(
    ("how", "home"),
    [("installed-team", HOME), ("installed-group", "v3/conversations/19:groupchat1@thread.v2/activities")],
)
async def test_three_presses_lead_from_adding_it_to_the_open_doors(teams: Installed, how: str, home: str) -> None:
    await teams.does(payload(how))
    (welcome,) = teams.new()
    assert welcome.path == f"v3/conversations/a:{ADA['aadObjectId']}/activities", "nobody else hears of it yet"
    assert "ready to set up" in words(welcome.card)

    form = await teams.fetches(welcome.card, "Set up")  # one
    assert not await teams.submits(form, what="Policy CoP")  # two
    standing = [one for one in teams.new() if one.method == "POST"][-1]
    answer = await teams.presses(standing.card, "Open the doors")  # three
    assert "The doors of Policy CoP are open" in words(answer["value"]["body"])
    hello = [one for one in teams.new() if one.path == home]
    assert "Hello from Policy CoP" in words(hello[0].card)
    assert len(hello) == 1


async def test_a_form_that_is_sent_empty_stays_open_with_what_is_missing(teams: Installed) -> None:
    await teams.does(payload("installed-team"))
    form = await teams.fetches(teams.new()[0].card, "Set up")
    again = (await teams.submits(form))["task"]["value"]["card"]["content"]
    assert "Please fill this in." in words(again["body"])
    assert not await teams.submits(again, what="Policy CoP")


async def test_both_events_that_teams_sends_of_one_installation_make_one_welcome(teams: Installed) -> None:
    for how in ("installed-team", "bot-added-team", "installed-team", "upgrading-team", "upgraded-team"):
        await teams.does(payload(how))
    assert len(teams.new()) == 1


async def test_installed_for_oneself_it_says_how_a_community_begins_and_once(teams: Installed) -> None:
    for how in ("bot-added-personal", "installed-personal"):
        await teams.does(payload(how))
    (welcome,) = teams.new()
    assert welcome.path == "v3/conversations/a:personal-ada/activities"
    assert "whoever adds me there sets it up" in words(welcome.card)
    assert "Enter a code" in [one["title"] for one in actions(dict(welcome.card))]


async def test_installed_for_oneself_by_a_member_it_greets_them_in_their_community(teams: Installed) -> None:
    await opened(teams)
    await teams.does(payload("installed-personal"))
    assert "in no community" not in words(teams.new()[-1].card)


async def test_removed_from_its_team_it_writes_nothing_there_any_more_until_it_is_back(teams: Installed) -> None:
    await opened(teams)
    await asks(teams)
    await teams.does(payload("removed-team"))
    teams.new()
    await teams.does(direct("close 1"))
    assert not [one for one in teams.new() if CHANNEL in one.path]
    await teams.does(payload("installed-team"))
    assert [one.method for one in teams.new() if CHANNEL in one.path] == ["PUT"], "what changed meanwhile is redrawn"


async def test_a_card_says_to_press_reply_or_to_mention_where_the_bot_cannot_read_along(teams: Installed) -> None:
    await opened(teams)
    card = (await asks(teams)).card
    assert "reaches me only if you press Reply or mention me" in words(card)


async def test_what_mentions_the_bot_in_the_thread_of_a_card_is_a_reply(teams: Installed) -> None:
    await opened(teams)
    await asks(teams)
    root = question_root(teams)
    await teams.does(in_channel("Six weeks before, by phone.", root), BEN)
    assert any("1 reply" in words(one.card) for one in teams.new())


async def test_who_blocks_the_bot_is_left_alone_until_they_write_to_it_again(teams: Installed) -> None:
    await opened(teams)
    ada = AccountRef("teams", TENANT, ADA["aadObjectId"])

    async def shut() -> bool:
        account = await teams.product.store.read(lambda work: work.members.known_account(ada))
        return account is not None and account.shut_at is not None

    teams.connector.blocked.add(ADA["aadObjectId"])
    await teams.does(payload("installed-group"))
    tried = len(teams.connector.written)
    await teams.product.settle()
    assert await shut()
    assert len(teams.connector.written) == tried, "what is refused for good is not tried again"
    teams.connector.blocked.clear()
    await teams.does(direct("hello"))
    assert not await shut()


class TestConsent:
    """The team's owners consented to reading replies."""

    @pytest.fixture
    def more(self) -> dict[str, Any]:
        return {"teams_thread_replies": True}

    async def test_cards_say_nothing_of_mentions_and_typed_replies_count(self, teams: Installed) -> None:
        await opened(teams)
        assert "mention me" not in words((await asks(teams)).card)
        root = question_root(teams)
        await teams.does(in_channel("Six weeks before.", root, mention=False), BEN)
        assert any("1 reply" in words(one.card) for one in teams.new())

    async def test_nothing_is_kept_or_logged_of_what_is_no_reply_to_a_card(
        self, teams: Installed, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        await opened(teams)
        for root in (None, "1699999999999"):
            sent = in_channel("overheard-word-of-others", root, mention=False)
            await teams.does(sent, BEN)
            await teams.does({**sent, "type": "messageUpdate"}, BEN)
            await teams.does({**sent, "type": "messageDelete"}, BEN)
        kept = b"".join(file.read_bytes() for file in tmp_path.iterdir())
        assert b"Policy CoP" in kept
        assert b"overheard-word-of-others" not in kept
        assert "overheard-word-of-others" not in "".join(capsys.readouterr())


async def asks(teams: Installed) -> Written:
    """Ada asks, and posts it; the card."""
    await teams.does(in_channel("ask How early do you bring local governments in?"))
    preview = teams.new()[-1]
    await teams.presses(preview.card, "Post it")
    return next(one for one in teams.new() if one.path == HOME and "How early" in words(one.card))


def question_root(teams: Installed) -> str:
    """The message in which the question stands."""
    written = enumerate(teams.connector.written, 1)
    number = next(at for at, one in written if one.path == HOME and "How early" in words(one.card))
    return str(1_700_000_000_000 + number)
