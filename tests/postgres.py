"""Does it hold on a real PostgreSQL too? A throw-away server for the tests: made, used and removed with them."""

from __future__ import annotations

import atexit
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

ABSENT = "PostgreSQL's initdb and pg_ctl were not found (looked on PATH and in /usr/lib/postgresql/*/bin)"
PORT = 54321  # names the socket file only: nothing listens on the network
# A throw-away server may forget everything in a power cut, and is several times faster for it.
SETTINGS = "-c listen_addresses='' -c fsync=off -c full_page_writes=off -c synchronous_commit=off -c max_connections=50"


def binaries_folder() -> Path | None:
    """The folder of initdb and pg_ctl: beside what PATH names, else the newest that Debian keeps off it."""
    if (found := shutil.which("initdb")) and (folder := Path(found).resolve().parent).joinpath("pg_ctl").exists():
        return folder
    versions = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = max(versions, key=lambda path: float(path.parent.parent.name), default=None)
    return newest.parent if newest else None


@dataclass(frozen=True)
class PostgresServer:
    """A running server, reached through a socket in ``folder``."""

    binaries: Path
    folder: Path

    def url(self, database: str) -> str:
        return f"postgresql://postgres@/{database}?host={self.folder}&port={PORT}"

    def execute(self, statement: str) -> None:
        """One statement as the administrator, outside any transaction."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(statement.encode())

    def run(self, program: str, *arguments: str) -> None:
        """One of PostgreSQL's own programs; it refuses to run as root, so root steps down to ``postgres``."""
        command = [str(self.binaries / program), "-D", str(self.folder / "data"), *arguments]
        if os.geteuid() == 0:
            command = ["runuser", "-u", "postgres", "--", *command]
        with (self.folder / "setup.log").open("ab") as log:
            subprocess.run(command, cwd=self.folder, check=True, stdout=log, stderr=log, timeout=120)

    def start(self) -> None:
        self.run("initdb", "--username=postgres", "--auth=trust", "--encoding=UTF8", "--no-locale", "--no-sync")
        options = f"-k {self.folder} -p {PORT} {SETTINGS}"
        self.run("pg_ctl", "start", "-w", "-l", str(self.folder / "server.log"), "-o", options)

    def stop(self) -> None:
        if (self.folder / "data" / "postmaster.pid").exists():
            self.run("pg_ctl", "stop", "-w", "-m", "immediate")
        shutil.rmtree(self.folder, ignore_errors=True)


def socket_folder() -> Path:
    """A short path (a socket's address has about 100 characters) that the server's user may write to."""
    folder = Path(tempfile.mkdtemp(prefix="ys-pg-"))
    if os.geteuid() == 0:
        user = pwd.getpwnam("postgres")
        os.chown(folder, user.pw_uid, user.pw_gid)
    return folder


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """A server for the whole run; without the programs the test fails on a build server and is skipped elsewhere."""
    binaries = binaries_folder()
    if binaries is None:
        if os.environ.get("CI") == "true":
            pytest.fail(ABSENT)
        pytest.skip(ABSENT)
    server = PostgresServer(binaries, socket_folder())
    atexit.register(server.stop)  # also when the run is interrupted
    try:
        server.start()
        yield server
    finally:
        server.stop()
        atexit.unregister(server.stop)
