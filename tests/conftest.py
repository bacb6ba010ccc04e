"""What every test can use: a store on each backend, and the rule for parts that may be missing on a machine."""

import os
import shutil
import time
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from pathlib import Path

import pytest

from storage import engine
from storage.address import Address
from storage.engine import Store, open_store
from tests.servers.postgres import PostgresServer, binaries, postgres_server

PARTS: Mapping[str, Callable[[], object]] = {
    "postgres": binaries,
    "node": lambda: shutil.which("node"),
    "chromium": lambda: shutil.which("chromium"),
    "nginx": lambda: shutil.which("nginx"),
    "caddy": lambda: shutil.which("caddy"),
    "systemd": lambda: shutil.which("systemd-analyze"),
}
"""How to tell whether a part is there, by the marker of the tests that need it."""

BACKENDS = ("sqlite", pytest.param("postgresql", marks=pytest.mark.postgres))


FIGURES = Path(__file__).parent / "artefacts"
STARTED = time.time()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what tests counted, if they ran."""
    for file in sorted(FIGURES.glob("*.txt")):
        if file.stat().st_mtime >= STARTED:
            terminalreporter.write_line(file.read_text().strip())


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip what needs a missing part; fail it where `COP_TEST_REQUIRE=postgres,node,chromium` names the part."""
    for part, found in PARTS.items():
        if item.get_closest_marker(part) and not found():
            reason = f"This test needs {part}, which is not on this machine."
            if part in os.environ.get("COP_TEST_REQUIRE", "").split(","):
                pytest.fail(reason, pytrace=False)
            pytest.skip(reason)


@pytest.fixture(scope="session", autouse=True)
def schema(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """New SQLite files begin as a copy of one that the migrations made: making each anew took half of all time."""
    made, bring = tmp_path_factory.mktemp("schema") / "cop.db", engine._migrate
    engine.migrate(f"sqlite:///{made}")

    def copied(address: Address) -> None:
        if address.file is not None and not address.file.exists() and address.file.parent.exists():
            shutil.copyfile(made, address.file)
        bring(address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine, "_migrate", copied)
        yield


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A PostgreSQL server, for tests marked `postgres`."""
    with postgres_server() as server:
        yield server


@pytest.fixture(params=BACKENDS)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A new database: the test runs once on each backend."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'cop.db'}"
        return
    server: PostgresServer = request.getfixturevalue("postgres")
    url = server.fresh()
    yield url
    server.drop(url)


@pytest.fixture
async def store(database_url: str) -> AsyncIterator[Store]:
    """An open store on a new database: the test runs once on each backend."""
    async with open_store(database_url) as opened:
        yield opened
