"""A page from elsewhere can neither read nor drive the workspace, and bad input is answered in a sentence."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.settings import Settings
from tests.adapters.web.conftest import Hands

SAY = {"as": "mei", "channel": "slack-policy-cop", "text": "hello"}


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
        {"Host": "evil.example"},
        {"Host": "127.0.0.1.evil.example:8080"},
        {"Host": "["},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
async def test_a_foreign_page_is_refused_for_reading_and_writing(hands: Hands, headers: dict[str, str]) -> None:
    url = f"{hands.workspace.url}/api/workspace"
    async with hands.session.post(f"{url}/say", json=SAY, headers=headers) as response:
        assert response.status in {400, 403}
    async with hands.session.get(f"{url}/state?as=mei", headers=headers) as response:
        assert response.status in {400, 403}
    assert await hands.messages("mei") == []


async def test_the_pages_own_origin_is_welcome(hands: Hands) -> None:
    headers = {"Origin": hands.workspace.url, "Sec-Fetch-Site": "same-origin"}
    async with hands.session.post(f"{hands.workspace.url}/api/workspace/say", json=SAY, headers=headers) as response:
        assert response.status == 200


async def test_a_form_post_from_elsewhere_is_not_json(hands: Hands) -> None:
    url = f"{hands.workspace.url}/api/workspace/say"
    headers = {"Content-Type": "text/plain"}
    async with hands.session.post(url, data=json.dumps(SAY), headers=headers) as response:
        assert response.status == 415


async def test_the_page_runs_no_script_but_its_own(hands: Hands) -> None:
    for path in ("/", "/workspace/app.js", "/workspace/style.css", "/api/workspace/state?as=mei"):
        async with hands.session.get(f"{hands.workspace.url}{path}") as response:
            policy = response.headers["Content-Security-Policy"]
            assert "script-src 'self'" in policy
            assert "unsafe" not in policy
            assert "http" not in policy
    async with hands.session.get(hands.workspace.url) as response:
        page = await response.text()
    assert "<style" not in page
    assert " style=" not in page
    assert "://" not in page.replace("http://www.w3.org", "")


@pytest.mark.parametrize(
    ("name", "body", "status"),
    [
        ("say", {}, 400),
        ("say", {"as": "nobody", "channel": "slack-policy-cop", "text": "x"}, 404),
        ("say", {"as": "mei", "channel": "teams-policy", "text": "x"}, 404),
        ("say", {"as": "mei", "channel": "slack-dm-henrik", "text": "x"}, 404),
        ("say", {"as": "mei", "channel": "slack-policy-cop", "text": "  "}, 400),
        ("say", {"as": "mei", "channel": "slack-policy-cop", "text": 7}, 400),
        ("say", {"as": "mei", "channel": "slack-policy-cop", "text": "x" * 8001}, 400),
        ("say", {"as": "mei", "channel": "slack-policy-cop", "text": "x", "thread": "m0"}, 404),
        ("say", {"as": "mei", "channel": "slack-policy-cop", "text": "x", "unheard": 1}, 400),
        ("press", {"as": "mei", "message": "m0", "button": "x"}, 404),
        ("submit", {"as": "mei", "form": "m0", "values": {}}, 409),
        ("submit", {"as": "mei", "form": "m0", "values": []}, 400),
        ("edit", {"as": "mei", "message": "m0", "text": "x"}, 404),
        ("remove", {"as": "mei", "message": "m0"}, 404),
        ("seen", {"as": "mei", "channel": "nowhere"}, 404),
        ("join", {"as": "Not A Name", "name": "x", "unit": "y", "platforms": ["slack"]}, 400),
        ("join", {"as": "nia", "name": "x", "unit": "y", "platforms": ["irc"]}, 400),
        ("leave", {"as": "mei", "platforms": []}, 400),
        ("leave", {"as": "nobody", "platforms": ["slack"]}, 404),
        ("clock", {}, 400),
        ("clock", {"advance_seconds": -1}, 400),
        ("clock", {"advance_seconds": 1, "next": True}, 400),
        ("clock", {"to": "2020-01-01T00:00:00Z"}, 400),
        ("clock", {"to": "2028-01-01T00:00:00"}, 400),
        ("clock", {"to": "soon"}, 400),
    ],
)
async def test_bad_input_is_answered_in_a_sentence(hands: Hands, name: str, body: object, status: int) -> None:
    url = f"{hands.workspace.url}/api/workspace/{name}"
    async with hands.session.post(url, json=body) as response:
        assert response.status == status
        assert str((await response.json())["problem"]).endswith(".")


async def test_another_persons_private_answer_is_as_if_it_never_existed(hands: Hands) -> None:
    answer = (await hands.post("say", who="mei", channel="slack-policy-cop", text="/cop next"))["message"]
    theirs = await hands.post("press", 404, who="henrik", message=answer, button="rsvp")
    nobodys = await hands.post("press", 404, who="henrik", message="m0", button="rsvp")
    assert theirs == nobodys


async def test_too_much_at_once_is_refused(hands: Hands) -> None:
    url = f"{hands.workspace.url}/api/workspace/say"
    body = json.dumps({**SAY, "text": "x" * 400_000})
    async with hands.session.post(url, data=body, headers={"Content-Type": "application/json"}) as response:
        assert response.status == 413


_VALUES = st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=20), st.lists(st.text(max_size=5)))
_SHAPES = st.fixed_dictionaries(
    {},
    optional={
        "as": st.sampled_from(["mei", "nobody", 3]),
        "channel": st.sampled_from(["slack-policy-cop", "slack-dm-mei", ""]),
        "text": st.one_of(_VALUES, st.just("\ud800\x00")),
        "message": _VALUES,
        "button": _VALUES,
        "form": _VALUES,
        "values": st.one_of(_VALUES, st.dictionaries(st.text(max_size=5), _VALUES, max_size=3)),
        "to": _VALUES,
        "key": st.one_of(_VALUES, st.just("k" * 101)),
    },
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    name=st.sampled_from(["say", "press", "submit", "close", "edit", "remove", "seen", "join", "leave", "clock"]),
    body=_SHAPES,
)
async def test_nothing_that_is_sent_makes_the_server_fail(hands: Hands, name: str, body: object) -> None:
    url = f"{hands.workspace.url}/api/workspace/{name}"
    async with hands.session.post(url, data=json.dumps(body), headers={"Content-Type": "application/json"}) as response:
        assert response.status < 500


@pytest.mark.parametrize("body", ["", "{", "[]", "null", "\xff", '{"as": "mei"', "[" * 5000])
async def test_what_is_not_json_is_a_sentence_too(hands: Hands, body: str) -> None:
    url = f"{hands.workspace.url}/api/workspace/say"
    sent = body.encode("latin-1")
    async with hands.session.post(url, data=sent, headers={"Content-Type": "application/json"}) as response:
        assert response.status == 400


async def test_the_workspace_is_never_served_beyond_this_machine() -> None:
    with pytest.raises(ValueError, match=r"127\.0\.0\.1"):
        Settings(workspace=True, host="0.0.0.0")
