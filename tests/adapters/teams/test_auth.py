"""Who is let in: only what Teams signed, for this bot, now, about the address it names."""

import time
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from adapters.settings import Settings
from bot.chat.calls import CommandCall
from tests.adapters.teams.conftest import Teams
from tests.servers.teams.activities import direct, in_channel
from tests.servers.teams.keys import APP_ID, ISSUER


async def test_a_signed_message_comes_in(teams: Teams) -> None:
    assert (await teams.post(direct())).status == 200
    assert isinstance(teams.door.calls[0], CommandCall)


async def refused(teams: Teams, token: str | None, *statuses: int, **more: Any) -> None:
    answer = await teams.post(direct(), token, **more)
    assert answer.status in (statuses or (401, 403))
    assert teams.door.calls == []
    assert teams.connector.written == []


async def test_without_a_token_nobody_comes_in(teams: Teams) -> None:
    await refused(teams, None, 401)


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "é", "Bearer", "." * 5000, "e30.e30.e30"])
async def test_what_is_no_token_is_refused(teams: Teams, token: str) -> None:
    await refused(teams, token.encode().decode("latin-1"), 401)


WRONG: dict[str, dict[str, Any]] = {
    "another audience": {"aud": "99999999-2222-4333-8444-555555555555"},
    "no audience": {"aud": None},
    "another issuer": {"iss": "https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/"},
    "no issuer": {"iss": None},
    "expired": {"exp": int(time.time()) - 3600},
    "no expiry": {"exp": None},
    "an expiry that is no number": {"exp": "never"},
    "not yet valid": {"nbf": int(time.time()) + 3600},
    "another service url": {"serviceurl": "https://smba.trafficmanager.net/amer/"},
    "no service url": {"serviceurl": None},
}


@pytest.mark.parametrize("claims", WRONG.values(), ids=WRONG.keys())
async def test_a_token_with_a_wrong_claim_is_refused(teams: Teams, claims: dict[str, Any]) -> None:
    await refused(teams, teams.keys.token(teams.connector.url, **claims))


async def test_a_key_nobody_lists_is_refused(teams: Teams) -> None:
    await refused(teams, teams.keys.token(teams.connector.url, headers={"kid": "nobody"}), 401)


async def test_somebody_elses_key_under_a_known_id_is_refused(teams: Teams) -> None:
    forger = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    claims = {"iss": ISSUER, "aud": APP_ID, "serviceurl": teams.connector.url, "exp": int(time.time()) + 600}
    await refused(teams, jwt.encode(claims, forger, algorithm="RS256", headers={"kid": "k1"}), 401)


@pytest.mark.parametrize("algorithm", ["none", "HS256"])
async def test_another_algorithm_is_refused(teams: Teams, algorithm: str) -> None:
    claims = {"iss": ISSUER, "aud": APP_ID, "serviceurl": teams.connector.url, "exp": int(time.time()) + 600}
    secret = "k" * 32 if algorithm == "HS256" else ""
    await refused(teams, jwt.encode(claims, secret, algorithm=algorithm, headers={"kid": "k1"}), 401)


async def test_an_address_that_is_not_teams_is_refused_even_when_signed(teams: Teams) -> None:
    elsewhere = "https://evil.example/"
    answer = await teams.post({**direct(), "serviceUrl": elsewhere}, teams.keys.token(elsewhere))
    assert answer.status == 403
    assert teams.door.calls == []


async def test_keys_that_were_changed_are_fetched_again_at_most_once_a_minute(teams: Teams) -> None:
    await teams.post(direct())
    assert teams.keys.fetched == 1
    teams.keys.rotate()
    assert (await teams.post(direct())).status == 401
    teams.clock.forward(seconds=61)
    assert (await teams.post(direct())).status == 200
    for _ in range(5):
        await refused_key(teams)
    assert teams.keys.fetched == 2


async def refused_key(teams: Teams) -> None:
    token = teams.keys.token(teams.connector.url, headers={"kid": "nobody"})
    assert (await teams.post(direct(), token)).status == 401


async def test_where_no_keys_can_be_fetched_nobody_comes_in(teams: Teams) -> None:
    teams.keys.broken = True
    await refused(teams, teams.keys.token(teams.connector.url), 401)


async def test_keys_once_fetched_outlive_an_outage(teams: Teams) -> None:
    await teams.post(direct())
    teams.keys.broken = True
    teams.clock.forward(hours=25)
    assert (await teams.post(direct())).status == 200


async def test_keys_are_fetched_anew_every_day(teams: Teams) -> None:
    await teams.post(direct())
    teams.clock.forward(hours=25)
    await teams.post(direct())
    assert teams.keys.fetched == 2


class TestOneTenant:
    @pytest.fixture
    def teams_settings(self) -> dict[str, Any]:
        return {"teams_tenant": "22222222-1111-4111-8111-111111111111"}

    async def test_people_of_another_tenant_are_refused(self, teams: Teams) -> None:
        assert (await teams.post(direct())).status == 403
        assert (await teams.post(in_channel("ask"))).status == 403
        assert teams.door.calls == []

    async def test_people_of_this_tenant_come_in(self, teams: Teams) -> None:
        activity = direct()
        activity["conversation"]["tenantId"] = "22222222-1111-4111-8111-111111111111"
        assert (await teams.post(activity)).status == 200


class TestDevelopment:
    @pytest.fixture
    def teams_settings(self) -> dict[str, Any]:
        return {"teams_app_id": "", "teams_app_password": "", "teams_development": True}

    async def test_development_needs_no_token(self, teams: Teams) -> None:
        assert (await teams.post(direct(), None)).status == 200


def test_teams_without_an_app_id_is_off() -> None:
    assert not Settings().teams_on


def test_development_is_refused_where_others_could_reach_it() -> None:
    with pytest.raises(ValueError, match=r"127\.0\.0\.1"):
        Settings(teams_development=True, host="0.0.0.0")
