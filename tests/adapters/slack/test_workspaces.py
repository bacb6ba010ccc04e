"""Through which installation a place is reached, and where a request comes from."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from adapters.slack import workspaces
from adapters.slack.calls import Reader
from adapters.slack.limits import capabilities
from adapters.slack.refs import Installation, direct_of, mark_of
from adapters.slack.sealing import Seal
from adapters.slack.workspaces import ManyWorkspaces, NotInstalled, Origin
from bot.chat.refs import AccountRef
from bot.errors import Unreachable
from bot.ports import Installed
from storage.engine import Store
from tests.adapters.slack.conftest import SystemClock

NOW = datetime(2027, 3, 2, 17, tzinfo=UTC)
SEAL = Seal(b"a long random secret of the deployment")


@pytest.fixture(params=["sqlite"])
def database_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    return f"sqlite:///{tmp_path_factory.mktemp('kept') / 'cop.db'}"


@pytest.fixture
def many(store: Store) -> ManyWorkspaces:
    return ManyWorkspaces(store.installations, SEAL, "http://127.0.0.1:9/api/", SystemClock())


def installed(place: str, tenant: str = "", token: str = "") -> Installed:
    sealed = SEAL.sealed(token or f"xoxb-{place}", place)
    return Installed("slack", place, tenant or place, f"B{place}", "U1", sealed, NOW)


async def token(many: ManyWorkspaces, tenant: str, address: str) -> str | None:
    """The token with which a place is reached; None when it isn't."""
    try:
        return (await many.reached(tenant, address)).client.token
    except NotInstalled:
        return None


async def test_an_address_names_the_installation_and_no_other_takes_its_place(
    store: Store, many: ManyWorkspaces
) -> None:
    for one in (installed("T1"), installed("T2")):
        await store.installations.keep(one)
    assert await token(many, "T1", "T1") == "xoxb-T1"
    assert await token(many, "T1", "T1/D5") == "xoxb-T1"
    assert await token(many, "T2", "T1") == "xoxb-T1", "somebody of another workspace, met in a shared channel"
    await store.installations.drop("slack", "T1", NOW + timedelta(days=1))
    many.changed("T1")
    assert await token(many, "T2", "T1") is None
    assert await token(many, "T1", "T1") is None
    assert await token(many, "T2", "T2") == "xoxb-T2"


async def test_what_names_no_installation_is_reached_only_where_there_is_one(
    store: Store, many: ManyWorkspaces
) -> None:
    assert await token(many, "T1", "") is None
    await store.installations.keep(installed("T1"))
    assert await token(many, "T1", "") == "xoxb-T1"
    await store.installations.keep(installed("T2", "E9"))
    assert await token(many, "E9", "D5") == "xoxb-T2"
    await store.installations.keep(installed("T3", "E9"))
    assert await token(many, "E9", "D5") is None


async def test_an_organisation_takes_the_place_of_its_workspaces_but_not_they_of_one_another(
    store: Store, many: ManyWorkspaces
) -> None:
    await store.installations.keep(installed("T3", "E9"))
    assert await token(many, "E9", "T2") is None
    await store.installations.keep(installed("E9"))
    assert await token(many, "E9", "T2") == "xoxb-E9"
    assert await token(many, "E9", "T3") == "xoxb-T3"
    home = (await many.reached("E9", "E9")).home
    assert home == Installation("", "E9", "BE9", "E9")


async def test_a_request_comes_from_the_workspace_it_names(store: Store, many: ManyWorkspaces) -> None:
    for one in (installed("T1"), installed("T2", "E9"), installed("E8")):
        await store.installations.keep(one)

    async def place(origin: Origin) -> str:
        home = (await many.origin(origin)).home
        return home.mark if home else ""

    assert await place(Origin("T1")) == "T1"
    assert await place(Origin("T2", "E9")) == "T2"
    assert await place(Origin("T7", "E8")) == "E8"
    assert await place(Origin("T1", "E8", whole=True)) == "E8"
    assert await place(Origin("T6", posted="T1")) == "T1", "a press by somebody of another workspace"
    for nobody in (Origin(), Origin("T6"), Origin("T1", "E9", whole=True), Origin("T5", "E9")):
        with pytest.raises(NotInstalled):
            await many.origin(nobody)


async def test_what_another_process_changed_is_noticed(
    store: Store, many: ManyWorkspaces, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workspaces, "FRESH_SECONDS", 0.0)
    await store.installations.keep(installed("T1"))
    first = await many.reached("T1", "T1")
    await store.installations.keep(replace(installed("T1", token="xoxb-new"), bot="BNEW"))
    again = await many.reached("T1", "T1")
    assert again is first
    assert (again.client.token, again.home and again.home.bot) == ("xoxb-new", "BNEW")
    await store.installations.drop("slack", "T1", NOW + timedelta(days=1))
    with pytest.raises(NotInstalled):
        await many.reached("T1", "T1")
    assert first.client.token is None


async def test_a_token_that_cannot_be_read_hears_but_never_speaks(store: Store, many: ManyWorkspaces) -> None:
    await store.installations.keep(replace(installed("T1"), sealed=installed("T2").sealed))
    assert (await many.origin(Origin("T1"))).client.token is None
    with pytest.raises(Unreachable) as told:
        await many.reached("T1", "T1")
    assert told.value.reason == "token_unreadable"


@pytest.mark.parametrize("channel", ["C1", "D1"])
def test_a_command_says_through_which_installation_and_of_no_conversation_between_others(channel: str) -> None:
    reader = Reader(Installation("T1", "", "UBOT", "T1"), capabilities("/cop", thread_replies=False))
    body = {"channel_id": channel, "user_id": "U1", "trigger_id": "1.2", "team_id": "T1", "text": "next"}
    call, _ = reader.command(body)
    assert call.where.address == ("T1" if channel == "C1" else "")
    assert call.by == AccountRef("slack", "T1", "U1")


def test_a_direct_message_says_how_to_write_back() -> None:
    reader = Reader(Installation("T1", "E9", "UBOT", "T1"), capabilities("/cop", thread_replies=False))
    event = {"type": "message", "channel_type": "im", "channel": "D5", "user": "U1", "ts": "1.1", "text": "next"}
    found = reader.event({"event_id": "Ev1", "event": event})
    assert found
    address = found[0].where.address
    assert (address, mark_of(address), direct_of(address)) == ("T1/D5", "T1", "D5")
    assert [(mark_of(kept), direct_of(kept)) for kept in ("", "D5", "T1")] == [("", ""), ("", "D5"), ("T1", "")]
