"""Fixtures: ledgers to test on — a SQLite file, and a real PostgreSQL where one can be had. A plugin: every folder of tests may use them."""

from __future__ import annotations

import itertools
import os
import shutil
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tocsin.ledger.store import Ledger


class Clock:
    """A clock that the test sets: one second on at each look."""

    def __init__(self) -> None:
        self.time = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.time += timedelta(seconds=1)
        return self.time

    def set(self, day: str) -> None:
        self.time = datetime.fromisoformat(day).replace(tzinfo=UTC)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of a PostgreSQL server of our own, started for this run; TOCSIN_TEST_POSTGRES names another one."""
    given = os.environ.get("TOCSIN_TEST_POSTGRES")
    if given:
        yield given
        return
    programs = postgres_programs()
    if programs is None:
        pytest.skip("no PostgreSQL server is installed (apt-get install postgresql); `make test` installs it")
    yield from serve(programs)


def postgres_programs() -> Path | None:
    """The folder of initdb and postgres, None where there is none."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    found = shutil.which("initdb")
    return next((folder for folder in folders if (folder / "initdb").exists()), Path(found).parent if found else None)


def serve(programs: Path) -> Iterator[str]:
    """Start a server in a folder of its own, on a socket only, and stop it at the end. PostgreSQL refuses to run as root."""
    folder = Path(subprocess.run(["mktemp", "-d", "/tmp/tocsin-pg-XXXXXX"], check=True, capture_output=True, text=True).stdout.strip())
    prefix: list[str] = []
    if os.geteuid() == 0:
        subprocess.run(["chown", "postgres", folder], check=True)
        prefix = ["runuser", "-u", "postgres", "--"]
    data = folder / "data"
    options = f"-k {folder} -c listen_addresses='' -c fsync=off"
    subprocess.run([*prefix, programs / "initdb", "-D", data, "-A", "trust", "-U", "tocsin", "-E", "UTF8"], check=True, capture_output=True, cwd=folder)
    subprocess.run([*prefix, programs / "pg_ctl", "-D", data, "-o", options, "-l", folder / "log", "-w", "start"], check=True, capture_output=True, cwd=folder)
    try:
        yield f"postgresql://tocsin@/postgres?host={folder}"
    finally:
        subprocess.run([*prefix, programs / "pg_ctl", "-D", data, "-m", "immediate", "stop"], check=False, capture_output=True, cwd=folder)
        shutil.rmtree(folder, ignore_errors=True)


_NUMBERS = itertools.count(1)


@pytest.fixture
def postgres_address(postgres_server: str) -> str:
    """The address of an empty database."""
    import psycopg

    name = f"tocsin_{os.getpid()}_{next(_NUMBERS)}"
    with psycopg.connect(postgres_server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    return postgres_server.replace("/postgres?", f"/{name}?")


@pytest.fixture(params=["sqlite", "postgres"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a ledger that is not there yet, of each kind."""
    return request.getfixturevalue("postgres_address") if request.param == "postgres" else str(tmp_path / "news.ledger")


@pytest.fixture
def ledger(address: str, clock: Clock) -> Iterator[Ledger]:
    with Ledger.open(address, create=True, clock=clock) as opened:
        yield opened


@pytest.fixture
def sqlite_ledger(tmp_path: Path, clock: Clock) -> Iterator[Ledger]:
    with Ledger.open(str(tmp_path / "only.ledger"), create=True, clock=clock) as opened:
        yield opened
