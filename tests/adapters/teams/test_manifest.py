"""The manifest is one that Teams takes, asks for the least, and says why; its package is whole, and always the same."""

import json
import struct
import zlib
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import jsonschema  # type: ignore[import-untyped]  # it has no types
import pytest

from adapters.settings import Settings
from adapters.teams import package
from adapters.teams.manifest import EXPLAINED, MOST_COMMANDS, NOT_ASKED, Asked, NoManifest, explained, manifest, parts
from adapters.wiring import teams_manifest, whole_catalogue
from tests.adapters.teams.conftest import DEPLOYMENT
from tests.servers.teams.keys import APP_ID

SCHEMA = Path(__file__).parent.parent / "schemas" / "teams-app-manifest.1.25.json"
COMMANDS = [(f"word{number}", "What it does") for number in range(20)]
ASKED = Asked(APP_ID, COMMANDS, COMMANDS, url="https://cop.example.org/here")


def made(**more: Any) -> dict[str, Any]:
    return manifest(DEPLOYMENT, replace(ASKED, **more))


@pytest.mark.parametrize("threads", [False, True])
@pytest.mark.parametrize("url", ["", "https://cop.example.org"])
def test_the_manifest_fits_its_schema(threads: bool, url: str) -> None:
    schema = json.loads(SCHEMA.read_text())
    # One pattern in it is ECMAScript, so the schema itself is not checked.
    jsonschema.Draft4Validator(schema).validate(made(thread_replies=threads, url=url))


def test_the_products_own_manifest_fits_its_schema_too() -> None:
    settings = Settings(name="Policy Community of Practice!!", url="https://cop.example.org")
    jsonschema.Draft4Validator(json.loads(SCHEMA.read_text())).validate(teams_manifest(settings, app_id=APP_ID))


def test_by_default_it_asks_for_no_permission() -> None:
    assert not {"authorization", "webApplicationInfo", "permissions", "devicePermissions"} & set(made())


def test_reading_threads_is_asked_for_only_when_switched_on() -> None:
    asked = made(thread_replies=True)["authorization"]["permissions"]["resourceSpecific"]
    assert asked == [{"name": "ChannelMessage.Read.Group", "type": "Application"}]


def test_private_and_shared_channels_are_named_in_both_words_that_teams_has_for_it() -> None:
    assert made()["supportedChannelTypes"] == ["privateChannels", "sharedChannels"]
    assert made()["supportsChannelFeatures"] == "tier1", "from 1.25 on Teams refuses an app for teams without it"


def test_it_lists_no_more_commands_than_teams_takes_and_a_list_for_each_scope() -> None:
    lists = made()["bots"][0]["commandLists"]
    assert [one["scopes"] for one in lists] == [["personal"], ["team"], ["groupChat"]]
    assert {len(one["commands"]) for one in lists} == {MOST_COMMANDS}


def test_the_products_commands_are_the_catalogues_and_what_is_about_oneself_is_for_the_chat_with_the_bot() -> None:
    lists = teams_manifest(Settings(), app_id=APP_ID)["bots"][0]["commandLists"]
    alone, team, group = ([command["title"] for command in one["commands"]] for one in lists)
    assert alone == [*(command.word for command in whole_catalogue().first()), "help"]
    assert team == group
    assert set(team) ^ set(alone) == {"me", "join"}
    assert set(team) - {"help"} <= set(whole_catalogue().commands)


def test_only_a_public_address_is_a_valid_domain() -> None:
    assert made()["validDomains"] == ["cop.example.org"]
    for url in ("", "http://cop.example.org"):
        assert "validDomains" not in made(url=url)


def test_an_app_keeps_its_id_under_another_name() -> None:
    assert manifest(replace(DEPLOYMENT, name="Other"), ASKED)["id"] == made()["id"]
    assert made(app="11111111-1111-4111-8111-111111111111")["id"] != made()["id"]


WRONG = [
    ({"app": ""}, "COP_TEAMS_APP_ID"),
    ({"app": "my bot"}, "Application (client) ID"),
    ({"about": "http://cop.example.org"}, "https://"),
    ({"version": "2"}, "1.0.1"),
    ({"version": "0.1.0"}, "1.0.1"),
]


@pytest.mark.parametrize(("change", "told"), WRONG)
def test_what_is_wrong_is_told_in_a_sentence(change: dict[str, Any], told: str) -> None:
    with pytest.raises(NoManifest, match=".*".join(map(_quoted, [told]))):
        made(**change)


def _quoted(words: str) -> str:
    return words.replace("(", r"\(").replace(")", r"\)").replace(".", r"\.")


def test_each_part_that_gives_a_place_or_a_right_is_explained_and_nothing_else_is() -> None:
    whole = made(thread_replies=True)
    assert list(parts(whole)) == list(EXPLAINED)
    told = explained(whole)
    assert all(f"{part}\n  Why: " in told for part in EXPLAINED)
    assert told.endswith(NOT_ASKED)


def test_what_could_be_asked_for_and_is_not_is_explained_as_such() -> None:
    asked, left = explained(made()).split("Not asked for as it stands:")
    assert "ChannelMessage.Read.Group" not in asked
    assert "ChannelMessage.Read.Group" in left


def test_the_package_holds_the_manifest_and_both_icons_at_its_top() -> None:
    with ZipFile(BytesIO(package.package(made()))) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == ["manifest.json", "color.png", "outline.png"]
        assert json.loads(archive.read("manifest.json")) == made()
        assert set(made()["icons"].values()) <= set(archive.namelist())


def test_the_same_manifest_makes_the_same_bytes() -> None:
    assert package.package(made()) == package.package(made())
    assert package.package(made()) != package.package(made(version="1.0.1"))


@pytest.mark.parametrize(("icon", "side"), [("color.png", 192), ("outline.png", 32)])
def test_the_icons_are_pictures_of_the_sizes_that_teams_asks_for(icon: str, side: int) -> None:
    rows = list(pixels(package.ICONS / icon))
    assert (len(rows), {len(row) for row in rows}) == (side, {side})
    assert len({pixel for row in rows for pixel in row}) > 10


def test_the_outline_is_white_on_nothing_and_the_coloured_one_has_no_holes() -> None:
    outline = [pixel for row in pixels(package.ICONS / "outline.png") for pixel in row]
    assert {pixel[:3] for pixel in outline if pixel[3]} == {(255, 255, 255)}
    assert 0.5 < sum(pixel[3] == 0 for pixel in outline) / len(outline) < 0.9
    colour = [pixel for row in pixels(package.ICONS / "color.png") for pixel in row]
    assert all(len(pixel) == 3 or pixel[3] == 255 for pixel in colour)


def test_a_package_is_written_whole_over_what_was_there(tmp_path: Path) -> None:
    out = tmp_path / "cop-teams.zip"
    out.write_bytes(b"older")
    package.write(b"newer", out)
    assert out.read_bytes() == b"newer"
    assert list(tmp_path.iterdir()) == [out]


def test_what_was_there_stays_when_the_disk_is_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "cop-teams.zip"
    out.write_bytes(b"older")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(NoManifest, match="No space left"):
        package.write(b"newer", out)
    assert out.read_bytes() == b"older"
    assert list(tmp_path.iterdir()) == [out]


@pytest.mark.parametrize(
    ("out", "told"), [(".", "is a folder"), ("none/a.zip", "no folder"), ("x" * 300, "can't be written")]
)
def test_a_place_that_takes_no_package_is_told_in_a_sentence(tmp_path: Path, out: str, told: str) -> None:
    with pytest.raises(NoManifest, match=told):
        package.write(b"newer", tmp_path / out)
    assert list(tmp_path.iterdir()) == []


def pixels(file: Path) -> Iterator[list[tuple[int, ...]]]:
    """The rows of a PNG of eight bits a channel, not interlaced."""
    told = file.read_bytes()
    assert told[:8] == b"\x89PNG\r\n\x1a\n"
    at, data, head = 8, b"", (0, 0, 0, 0)
    while at < len(told):
        length, kind = struct.unpack(">I4s", told[at : at + 8])
        body = told[at + 8 : at + 8 + length]
        if kind == b"IHDR":
            head = struct.unpack(">IIBB", body[:10])
        data += body if kind == b"IDAT" else b""
        at += 12 + length
    wide, high, bits, colour = head
    assert bits == 8
    step, raw = {2: 3, 6: 4}[colour], zlib.decompress(data)
    before = bytes(wide * step)
    for row in range(high):
        start = row * (wide * step + 1)
        before = _unfiltered(raw[start], raw[start + 1 : start + 1 + wide * step], before, step)
        yield [tuple(before[x : x + step]) for x in range(0, wide * step, step)]


def _unfiltered(how: int, row: bytes, above: bytes, step: int) -> bytes:
    plain = bytearray()
    for x, value in enumerate(row):
        left, up = (plain[x - step] if x >= step else 0), above[x]
        corner = above[x - step] if x >= step else 0
        paeth = min((abs(up - corner), 0, left), (abs(left - corner), 1, up), (abs(left + up - 2 * corner), 2, corner))
        plain.append((value + (0, left, up, (left + up) // 2, paeth[2])[how]) % 256)
    return bytes(plain)
