"""One app in many workspaces: installed, used, removed and healed, each workspace by itself."""

import asyncio
import html
import json
import logging
import re
import sqlite3
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import SecretStr

from adapters.doctor import examined
from adapters.settings import Settings
from adapters.slack import states
from adapters.wiring import Product, running
from bot.chat.refs import AccountRef
from scheduling.delivery import Patience
from tests.servers.slack.many import CLIENT, SECRET, SIGNING, Browser, Home, ManySlack, until
from tests.servers.slack.screen import words
from tests.servers.slack.workspace import Channel, Json, User

PUBLIC = "https://cop.example.org"
KEY = "a long random secret of the deployment"


def settings_for(slack: ManySlack, folder: Path, *, key: str = KEY) -> Settings:
    return Settings(
        database_url=f"sqlite:///{folder / 'cop.db'}",
        port=0,
        url=PUBLIC,
        secret_key=SecretStr(key),
        slack_signing_secret=SecretStr(SIGNING),
        slack_client_id=CLIENT,
        slack_client_secret=SecretStr(SECRET),
        slack_api_url=slack.api_url,
        slack_thread_replies=True,
    )


@dataclass
class Many:
    """The product beside several workspaces."""

    slack: ManySlack
    product: Product
    session: aiohttp.ClientSession
    folder: Path

    def browser(self) -> Browser:
        """Somebody's browser."""
        return Browser(self.session, self.product.url)

    async def installs(self, home: Home, user: User, *, whole: bool = False) -> str:
        """Somebody installs the app in the workspace; the page they end on."""
        browser = self.browser()
        status, page, _ = await browser.get(f"{PUBLIC}/slack/install")
        assert status == 200
        status, page, _ = await browser.get(self.slack.agrees(home, user, link_in(page), whole=whole))
        assert status == 200, page
        return page

    async def settles(self) -> None:
        """All that is wanted is shown, or has been tried."""
        await self.product.settle()

    async def founds(self, home: Home, user: User, channel: Channel) -> None:
        """Whoever installed the app sets up a community in the channel, and opens its doors."""
        await home.invites(user, channel)
        home.hands.triggers.append(home.api.trigger(user.id))
        await home.hands.types(user.id, channel.id, "setup")
        view = home.workspace.views[user.id].view
        await home.hands.fills(user.id, view, {"name": f"{home.name} CoP"})
        await home.hands.types(user.id, channel.id, "setup open now")
        await self.settles()

    async def asks(self, home: Home, user: User, channel: Channel, question: str) -> None:
        """Ask in the channel, and post."""
        shown = await home.hands.types(user.id, channel.id, f"ask {question}")
        await home.hands.presses(user.id, channel.id, shown, "Post it")
        await self.settles()

    async def last_errors(self) -> list[str]:
        """What the ledger says went wrong last, of each posting that waits."""
        with sqlite3.connect(self.folder / "cop.db") as database:
            rows = database.execute("SELECT last_error FROM postings WHERE work_at IS NOT NULL").fetchall()
        return [error for (error,) in rows]


@dataclass
class Place:
    """A workspace with a person and a channel."""

    home: Home
    ada: User
    channel: Channel


@asynccontextmanager
async def served(slack: ManySlack, folder: Path, *, key: str = KEY) -> AsyncIterator[Many]:
    async with running(settings_for(slack, folder, key=key), patience=Patience(paced=False)) as product:
        slack.delivery.bot_url = f"{product.url}/slack/events"
        async with aiohttp.ClientSession() as session:
            yield Many(slack, product, session, folder)


@pytest.fixture
async def slack() -> AsyncIterator[ManySlack]:
    async with ManySlack() as server:
        yield server


@pytest.fixture
async def many(slack: ManySlack, tmp_path: Path) -> AsyncIterator[Many]:
    async with served(slack, tmp_path) as made:
        yield made


def place(slack: ManySlack, name: str, *, enterprise: str = "") -> Place:
    home = slack.add(name, enterprise=enterprise)
    ada = home.add_user("ada")
    return Place(home, ada, home.add_channel("policy-cop", ada))


def link_in(page: str) -> str:
    found = re.search(r'<a href="([^"]+)"', page)
    assert found, page
    return html.unescape(found[1])


def seen(at: Place) -> str:
    return "\n".join(words(message) for message in at.home.sees(at.ada))


async def test_whoever_installs_the_app_is_told_how_to_go_on_and_may_set_up(many: Many, slack: ManySlack) -> None:
    policy = place(slack, "Policy")
    page = await many.installs(policy.home, policy.ada)
    assert "CoP is in Policy now." in page
    assert "/invite @CoP" in page
    await until(lambda: "I&#x27;m installed" in seen(policy) or "I'm installed" in seen(policy))
    await many.founds(policy.home, policy.ada, policy.channel)
    await many.asks(policy.home, policy.ada, policy.channel, "How early do you consult?")
    assert "How early do you consult?" in seen(policy)


async def test_whoever_installed_the_app_sets_up_a_channel_before_the_bot_is_there(
    many: Many, slack: ManySlack
) -> None:
    policy = place(slack, "Policy")
    ben = policy.home.add_user("ben")
    await many.installs(policy.home, policy.ada)
    for who, form in ((ben, "code.enter"), (policy.ada, "community.setup")):
        policy.home.hands.triggers.append(policy.home.api.trigger(who.id))
        await policy.home.hands.types(who.id, policy.channel.id, "setup")
        assert policy.home.workspace.views[who.id].view["callback_id"] == form


async def test_two_workspaces_stand_side_by_side_and_neither_is_asked_with_the_others_token(
    many: Many, slack: ManySlack
) -> None:
    one, two = place(slack, "One"), place(slack, "Two")
    assert (one.ada.id, one.channel.id) == (two.ada.id, two.channel.id)
    for at in (one, two):
        await many.installs(at.home, at.ada)
        await many.founds(at.home, at.ada, at.channel)
    slack.asked.clear()
    await many.asks(one.home, one.ada, one.channel, "Only for one?")
    assert {team for team, _, _ in slack.asked} == {one.home.team}
    assert "Only for one?" in seen(one)
    assert "Only for one?" not in seen(two)
    slack.asked.clear()
    await many.asks(two.home, two.ada, two.channel, "Only for two?")
    assert {team for team, _, _ in slack.asked} == {two.home.team}
    assert "Only for two?" in seen(two)
    assert "Only for two?" not in seen(one)


async def test_no_token_stands_in_the_database_in_the_clear(
    many: Many, slack: ManySlack, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    policy = place(slack, "Policy")
    await many.installs(policy.home, policy.ada)
    await many.founds(policy.home, policy.ada, policy.channel)
    slack.revoke(policy.home)
    await many.asks(policy.home, policy.ada, policy.channel, "Does it fail?")
    token = slack.token_of(policy.home)
    files = [file for file in many.folder.iterdir() if file.is_file()]
    kept = b"".join(file.read_bytes() for file in files)
    assert policy.home.team.encode() in kept
    for secret in (token, "topsecret", SECRET, KEY):
        assert secret.encode() not in kept
    out, err = capfd.readouterr()
    told = "\n".join((out, err, *(record.getMessage() for record in caplog.records)))
    assert "topsecret" not in told
    assert SECRET not in told


async def removed(at: Place, kind: str, **envelope: object) -> None:
    tokens = {"tokens": {"oauth": [], "bot": [at.home.bot]}} if kind == "tokens_revoked" else {}
    answer = await at.home.hands.happens({"type": kind, **tokens}, event_time=int(time.time()), **envelope)
    assert answer.ok


@pytest.mark.parametrize("kind", ["app_uninstalled", "tokens_revoked"])
async def test_a_workspace_that_removes_the_app_hears_nothing_more_until_it_is_installed_again(
    many: Many, slack: ManySlack, kind: str
) -> None:
    one, two = place(slack, "One"), place(slack, "Two")
    for at in (one, two):
        await many.installs(at.home, at.ada)
        await many.founds(at.home, at.ada, at.channel)
    slack.revoke(one.home, "account_inactive")
    await removed(one, kind)
    await removed(one, kind)
    assert [installed.place for installed in await many.product.store.installations.all("slack")] == [two.home.team]
    assert await _channels(many, one) == []
    slack.asked.clear()
    answer = await one.home.hands.types(one.ada.id, one.channel.id, "next")
    assert "not installed in this workspace, or no longer" in answer["text"]
    await many.settles()
    assert slack.asked == []
    await many.asks(two.home, two.ada, two.channel, "Still here?")
    assert "Still here?" in seen(two)
    await many.installs(one.home, one.ada)
    await one.home.invites(one.ada, one.channel)
    await many.asks(one.home, one.ada, one.channel, "Back again?")
    assert "Back again?" in seen(one)
    assert len(await _channels(many, one)) == 1


async def _channels(many: Many, at: Place) -> list[object]:
    return list(await many.product.store.installations.channels("slack", at.home.team))


async def test_a_workspace_without_the_app_is_told_where_it_is_installed(many: Many, slack: ManySlack) -> None:
    policy = place(slack, "Policy")
    fields = {"command": "/cop", "text": "next", "team_id": policy.home.team, "channel_id": "C1", "user_id": "U1"}
    answer = await slack.delivery.command({**fields, "trigger_id": "1.2"})
    assert answer.ok
    assert f"{PUBLIC}/slack/install" in answer.body
    event = await policy.home.hands.happens({"type": "app_mention", "channel": "C1", "user": "U1", "text": "x"})
    assert (event.status, event.body) == (200, "")
    assert slack.asked == []


async def test_somebodys_own_token_that_is_taken_back_is_nothing_to_us(many: Many, slack: ManySlack) -> None:
    policy = place(slack, "Policy")
    await many.installs(policy.home, policy.ada)
    answer = await policy.home.hands.happens({"type": "tokens_revoked", "tokens": {"oauth": [policy.ada.id]}})
    assert answer.ok
    assert len(await many.product.store.installations.all("slack")) == 1


async def test_an_old_word_of_a_removal_does_not_undo_what_was_installed_since(many: Many, slack: ManySlack) -> None:
    policy = place(slack, "Policy")
    await many.installs(policy.home, policy.ada)
    await policy.home.hands.happens({"type": "app_uninstalled"}, event_time=int(time.time()) - 90)
    assert len(await many.product.store.installations.all("slack")) == 1


async def test_word_of_a_removal_that_comes_just_after_installing_again_is_held_against_slack(
    many: Many, slack: ManySlack
) -> None:
    policy = place(slack, "Policy")
    await many.installs(policy.home, policy.ada)
    slack.revoke(policy.home)
    await many.installs(policy.home, policy.ada)
    await removed(policy, "app_uninstalled")
    assert len(await many.product.store.installations.all("slack")) == 1
    slack.dead[slack.token_of(policy.home)] = "ratelimited"
    answer = await policy.home.hands.happens({"type": "app_uninstalled"}, event_time=int(time.time()))
    assert answer.status == 503, "Slack is to tell it again"
    assert len(await many.product.store.installations.all("slack")) == 1
    await policy.home.hands.happens({"type": "app_uninstalled"}, event_time=int(time.time()) + 3600)
    assert await many.product.store.installations.all("slack") == []


@pytest.mark.parametrize("said", ["token_revoked", "invalid_auth", "account_inactive"])
async def test_a_token_that_is_not_taken_stands_in_the_ledger_and_with_the_doctor_and_installing_again_heals(
    many: Many, slack: ManySlack, said: str
) -> None:
    policy = place(slack, "Policy")
    await many.installs(policy.home, policy.ada)
    await many.founds(policy.home, policy.ada, policy.channel)
    slack.revoke(policy.home, said)
    await many.asks(policy.home, policy.ada, policy.channel, "Does it arrive?")
    assert f"the platform doesn't accept the bot's token ({said})" in await many.last_errors()
    found = await examined(settings_for(slack, many.folder))
    broken = [finding.sentence for finding in found if finding.broken]
    assert [sentence for sentence in broken if said in sentence and f"{PUBLIC}/slack/install" in sentence], found
    assert "Does it arrive?" not in seen(policy)
    await many.installs(policy.home, policy.ada)
    await _tried_again(many)
    await many.settles()
    assert "Does it arrive?" in seen(policy)
    found = await examined(settings_for(slack, many.folder))
    assert [one.sentence for one in found if "Slack takes the bot's token in policy" in one.sentence], found


async def _tried_again(many: Many) -> None:
    """Some minutes go by: what waits is due."""

    def due() -> None:
        with sqlite3.connect(many.folder / "cop.db", timeout=10) as database:
            database.execute("UPDATE postings SET work_at = 0 WHERE work_at IS NOT NULL")

    await asyncio.to_thread(due)


async def test_another_secret_key_is_told_by_the_doctor_and_breaks_nothing(slack: ManySlack, tmp_path: Path) -> None:
    policy = place(slack, "Policy")
    async with served(slack, tmp_path) as many:
        await many.installs(policy.home, policy.ada)
        await many.founds(policy.home, policy.ada, policy.channel)
    async with served(slack, tmp_path, key="quite another secret key") as many:
        found = await examined(settings_for(slack, tmp_path, key="quite another secret key"))
        (sentence,) = [finding.sentence for finding in found if finding.broken]
        assert sentence.startswith(f"COP_SECRET_KEY is not the one under which the tokens of {policy.home.team}")
        slack.asked.clear()
        await many.asks(policy.home, policy.ada, policy.channel, "With another key?")
        assert slack.asked == []
        assert "the platform doesn't accept the bot's token (token_unreadable)" in await many.last_errors()
        await many.installs(policy.home, policy.ada)
        await _tried_again(many)
        await many.settles()
        assert "With another key?" in seen(policy)


# ---- the trip to Slack and back


async def back(many: Many, browser: Browser, query: str) -> tuple[int, str]:
    status, page, headers = await browser.get(f"{PUBLIC}/slack/oauth_redirect?{query}")
    assert "Traceback" not in page
    assert headers["Cache-Control"] == "no-store"
    assert headers["Referrer-Policy"] == "no-referrer"
    if status != 200 or "Nothing was installed" in page:
        assert f'href="{PUBLIC}/slack/install"' in page
    return status, page


async def set_out(many: Many, at: Place) -> tuple[Browser, str]:
    """A browser that has been to the install page, and the address at which Slack sends it back."""
    browser = many.browser()
    _, page, _ = await browser.get(f"{PUBLIC}/slack/install")
    return browser, many.slack.agrees(at.home, at.ada, link_in(page)).partition("?")[2]


async def installed(many: Many) -> int:
    return len(await many.product.store.installations.all("slack"))


async def test_only_the_browser_that_set_out_comes_back(many: Many, slack: ManySlack) -> None:
    policy = place(slack, "Policy")
    browser, query = await set_out(many, policy)
    assert (await back(many, many.browser(), query))[0] == 400
    other, _ = await set_out(many, policy)
    assert (await back(many, other, query))[0] == 400
    assert await installed(many) == 0
    assert (await back(many, browser, query))[0] == 200
    assert await installed(many) == 1


async def test_the_way_back_is_taken_once(many: Many, slack: ManySlack) -> None:
    policy = place(slack, "Policy")
    browser, query = await set_out(many, policy)
    assert (await back(many, browser, query))[0] == 200
    status, page = await back(many, browser, query)
    assert (status, "done already" in page) == (409, True)
    again = await asyncio.gather(*(_again(many, policy) for _ in range(3)))
    assert [sorted(statuses) for statuses in again] == [[200, 409, 409]] * 3


async def _again(many: Many, at: Place) -> list[int]:
    browser, query = await set_out(many, at)
    return [status for status, _ in await asyncio.gather(*(back(many, browser, query) for _ in range(3)))]


async def test_a_trip_that_took_too_long_is_begun_anew(
    many: Many, slack: ManySlack, monkeypatch: pytest.MonkeyPatch
) -> None:
    policy = place(slack, "Policy")
    monkeypatch.setattr(states, "GOOD_FOR", -states.GOOD_FOR)
    browser, query = await set_out(many, policy)
    status, page = await back(many, browser, query)
    assert (status, "ten minutes" in page) == (400, True)
    assert await installed(many) == 0


@pytest.mark.parametrize(
    "change",
    [
        lambda query: re.sub(r"state=[^&]*", "state=", query),
        lambda query: re.sub(r"state=[^&]*", "state=%00%ff", query),
        lambda query: re.sub(r"state=[^&]*", "state=é", query),
        lambda query: re.sub(r"state=....", "state=AAAA", query),
        lambda query: re.sub(r"(state=[^&]{30})....", r"\1AAAA", query),
        lambda query: re.sub(r"code=[^&]*", "code=", query),
        lambda query: "code=1",
        lambda query: "",
    ],
)
async def test_a_forged_way_back_installs_nothing(many: Many, slack: ManySlack, change: Callable[[str], str]) -> None:
    browser, query = await set_out(many, place(slack, "Policy"))
    assert (await back(many, browser, change(query)))[0] == 400
    assert slack.issued == []


async def test_a_no_is_taken_kindly(many: Many, slack: ManySlack) -> None:
    browser, query = await set_out(many, place(slack, "Policy"))
    status, page = await back(many, browser, re.sub(r"code=[^&]*", "error=access_denied", query))
    assert (status, "Nothing was installed." in page) == (200, True)
    assert (await back(many, browser, query))[0] == 200, "a no does not use up the way back"


async def test_what_slack_says_is_shown_only_when_it_is_a_word_of_slacks(many: Many, slack: ManySlack) -> None:
    browser, query = await set_out(many, place(slack, "Policy"))
    status, page = await back(many, browser, re.sub(r"code=[^&]*", "error=invalid_scope", query))
    assert (status, "invalid_scope" in page) == (400, True)
    status, page = await back(many, browser, re.sub(r"code=[^&]*", "error=<b>Pay</b>", query))
    assert (status, "Pay" in page) == (400, False)


@pytest.mark.parametrize(
    ("said", "status", "told"),
    [
        ({"ok": False, "error": "invalid_code"}, 502, "invalid_code"),
        ({"ok": False, "error": "bad_client_secret"}, 502, "bad_client_secret"),
        ({"ok": True}, 502, "gave no reason"),
        ({"ok": True, "access_token": "xoxb-1", "token_type": "bot"}, 502, "gave no reason"),
        ({"ok": False, "error": "ratelimited"}, 503, "try again in a minute"),
        ({"ok": False, "error": "internal_error"}, 503, "try again in a minute"),
    ],
)
async def test_an_exchange_that_fails_keeps_nothing_and_says_what_to_do(
    many: Many, slack: ManySlack, said: Json, status: int, told: str
) -> None:
    browser, query = await set_out(many, place(slack, "Policy"))
    slack.access = lambda _answer: web.json_response(said)
    assert (await back(many, browser, query))[0] == status
    browser, query = await set_out(many, place(slack, "Other"))
    assert told in (await back(many, browser, query))[1]
    assert await installed(many) == 0


async def test_tokens_that_expire_are_refused_in_plain_words(many: Many, slack: ManySlack) -> None:
    browser, query = await set_out(many, place(slack, "Policy"))
    slack.access = lambda answer: web.json_response({**answer, "refresh_token": "xoxe-1", "expires_in": 43200})
    status, page = await back(many, browser, query)
    assert (status, "token rotation" in page) == (502, True)
    assert await installed(many) == 0


async def test_a_slack_that_breaks_is_no_bug_of_ours(many: Many, slack: ManySlack) -> None:
    browser, query = await set_out(many, place(slack, "Policy"))
    slack.access = lambda _answer: web.Response(status=500, text="broken")
    assert (await back(many, browser, query))[0] == 503


async def test_a_workspaces_name_is_only_a_name(many: Many, slack: ManySlack) -> None:
    odd = place(slack, "Policy")
    odd.home.name = "<script>alert(1)</script>"
    page = await many.installs(odd.home, odd.ada)
    assert "<script>" not in page
    assert "&lt;script&gt;" in page


async def test_the_cookie_is_for_this_server_alone(many: Many) -> None:
    _, _, headers = await many.browser().get(f"{PUBLIC}/slack/install")
    cookie = headers["Set-Cookie"]
    assert all(part in cookie for part in ("HttpOnly", "Secure", "SameSite=Lax", "Max-Age=600"))


# ---- organisations


async def test_an_app_in_all_of_an_organisation_works_in_each_of_its_workspaces(many: Many, slack: ManySlack) -> None:
    gov = place(slack, "Gov", enterprise="E1GOV")
    gov.home.hands.whole = True
    await many.installs(gov.home, gov.ada, whole=True)
    (kept,) = await many.product.store.installations.all("slack")
    assert (kept.place, kept.tenant) == ("E1GOV", "E1GOV")
    await many.founds(gov.home, gov.ada, gov.channel)
    await many.asks(gov.home, gov.ada, gov.channel, "For the whole government?")
    assert "For the whole government?" in seen(gov)
    slack.revoke(gov.home)
    await removed(gov, "app_uninstalled")
    assert await installed(many) == 0
    assert await many.product.store.installations.channels("slack", "E1GOV") == []


async def test_two_workspaces_of_one_organisation_keep_their_own_tokens(many: Many, slack: ManySlack) -> None:
    one, two = place(slack, "One", enterprise="E1GOV"), place(slack, "Two", enterprise="E1GOV")
    two.channel = two.home.add_channel("other", two.ada)
    for at in (one, two):
        await many.installs(at.home, at.ada)
        await many.founds(at.home, at.ada, at.channel)
    slack.asked.clear()
    await many.asks(one.home, one.ada, one.channel, "In the first?")
    assert {team for team, _, _ in slack.asked} == {one.home.team}
    await many.asks(two.home, two.ada, two.channel, "In the second?")
    assert "In the first?" in seen(one)
    assert "In the second?" in seen(two)
    slack.revoke(one.home)
    await removed(one, "app_uninstalled")
    await many.asks(two.home, two.ada, two.channel, "And now?")
    assert "And now?" in seen(two)
    assert [address for _, address in await many.product.store.installations.channels("slack", "E1GOV")] == [
        two.home.team
    ]


async def test_forgetting_whoever_installed_the_app_leaves_no_name_behind(many: Many, slack: ManySlack) -> None:
    policy = place(slack, "Policy")
    await many.installs(policy.home, policy.ada)
    await many.founds(policy.home, policy.ada, policy.channel)
    ada = AccountRef("slack", policy.home.team, policy.ada.id)
    store = many.product.store
    assert await store.read(lambda work: work.installations.installed_by(ada))
    await store.write(lambda work: work.members.erase(1, 1, many.product.clock.now()))
    assert not await store.read(lambda work: work.installations.installed_by(ada))


async def test_the_doctor_says_where_to_begin(slack: ManySlack, tmp_path: Path) -> None:
    async with served(slack, tmp_path):
        pass
    told = [
        finding.sentence for finding in await examined(settings_for(slack, tmp_path)) if "workspace" in finding.sentence
    ]
    assert f"No Slack workspace has the bot yet. Install it at {PUBLIC}/slack/install." in told
    assert slack.asked == []


words_of_slack = st.sampled_from(["T001POLICY", "E1GOV", "", "app_uninstalled", "tokens_revoked", "message"])
odd = st.one_of(words_of_slack, st.none(), st.booleans(), st.integers(-5, 2**40), st.lists(words_of_slack, max_size=2))


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.sampled_from(["app_uninstalled", "tokens_revoked", "app_mention", "member_joined_channel"]),
    st.dictionaries(st.sampled_from(["tokens", "bot", "channel", "user", "ts"]), odd, max_size=4),
    st.dictionaries(
        st.sampled_from(["team_id", "enterprise_id", "event_time", "event_id", "is_enterprise_install", "team"]), odd
    ),
    st.lists(
        st.one_of(odd, st.dictionaries(st.sampled_from(["team_id", "enterprise_id", "is_enterprise_install"]), odd))
    ),
)
async def test_no_signed_event_makes_the_server_fail(
    many: Many, kind: str, event: Json, envelope: Json, authorizations: list[object]
) -> None:
    body = {"type": "event_callback", **envelope, "event": {**event, "type": kind}, "authorizations": authorizations}
    answer = await many.slack.delivery.send(json.dumps(body), "application/json")
    assert answer.status < 500


async def test_whoever_comes_through_another_workspace_of_the_organisation_moves_no_channel_there(many: Many) -> None:
    east, west = place(many.slack, "east", enterprise="E1"), place(many.slack, "west", enterprise="E1")
    await many.installs(east.home, east.ada)
    await many.installs(west.home, west.ada)
    await many.founds(east.home, east.ada, east.channel)
    await many.asks(east.home, east.ada, east.channel, "Who has costed a grant programme?")
    grace = west.home.add_user("grace")
    await west.home.hands.types(grace.id, east.channel.id, "reply 1 We have, twice.")
    await many.settles()
    assert "We have, twice." in seen(east)
    assert not any(await many.last_errors())
