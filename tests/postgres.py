"""A PostgreSQL server of the tests' own: on loopback, as an ordinary user, gone at the end."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import psycopg

from storage.schema import metadata
from tests.lasting import idle_processes
from tests.ports import a_free_port
from tests.tables import LOOKING

# Where Debian and others keep what is not on the path.
_FOLDERS: Final = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/*/bin")
_STARTS_WITHIN, _TRIES = 30.0, 5  # seconds; ports
# Nothing here has to outlive the machine.
_SETTINGS: Final = {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "max_connections": "200",
    "shared_buffers": "64MB",
    "log_min_messages": "fatal",
}

# Of all but the tests' own.
CUT_LINES = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"  # noqa: S608 - our own name
    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
    f" AND application_name <> '{LOOKING}'"
)


class Server:
    """One database on a server, which each test finds as a fresh one is."""

    def __init__(self, address: str) -> None:
        """`address`: whom and where, such as `vistnyk@127.0.0.1:5432`."""
        self._address = address
        self.url = self.empty("vistnyk")
        self._line = psycopg.connect(f"postgresql://{address}/vistnyk", autocommit=True)

    def empty(self, name: str, made: str = "") -> str:
        """The address of a database without a table; `made`: what CREATE DATABASE is told."""
        with psycopg.connect(f"postgresql://{self._address}/postgres", autocommit=True) as line:
            line.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
            line.execute(f"CREATE DATABASE {name} {made}")
        return f"postgresql+asyncpg://{self._address}/{name}"

    def remember(self) -> None:
        """What the database has now is what every test is to find."""
        self._line.execute("CREATE SCHEMA kept")
        self._line.execute("CREATE TABLE kept.section AS SELECT * FROM section")
        found = self._line.execute("SELECT sequencename FROM pg_sequences").fetchall()
        tables = reversed(metadata.sorted_tables)
        fresh = (
            "DROP FUNCTION IF EXISTS refuse CASCADE",
            *(f"DELETE FROM {table.name}" for table in tables),  # noqa: S608 - our own names
            # RESTART would give each sequence a new file, which takes ten times as long.
            *(f"PERFORM setval('{name}', 1, false)" for (name,) in found),
            "INSERT INTO section SELECT * FROM kept.section",
            "PERFORM setval('section_id_seq', (SELECT max(id) FROM section))",
        )
        # A function's statements are planned once. All tables become empty: who refers to whom
        # need not be asked, which without an index takes as many looks as there are pairs of rows.
        self._line.execute(
            "CREATE FUNCTION kept.freshen() RETURNS void LANGUAGE plpgsql"
            " SET session_replication_role = replica"
            f" AS $$BEGIN {'; '.join(fresh)}; END$$"
        )

    def wipe(self) -> None:
        """Whoever a test has left connected is cut off: a lock of theirs would hold us up."""
        self.cut_lines()
        self._line.execute("SELECT kept.freshen()")

    def cut_lines(self) -> None:
        """Cut off whoever is connected, but for the tests themselves."""
        idle = " AND pid <> ALL(%s)"
        self._line.execute(CUT_LINES + idle, [idle_processes()])

    def close(self) -> None:
        self._line.close()


def tools() -> Path | None:
    """The folder of `initdb` and `postgres`, the newest version first; None: not installed."""
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    folders = [folder for place in _FOLDERS for folder in Path("/").glob(place.lstrip("/"))]
    return max((f for f in folders if (f / "initdb").exists()), key=_version, default=None)


def _version(folder: Path) -> int:
    return int("".join(filter(str.isdigit, str(folder))) or 0)


class Machine:
    """A server that can be stopped, as by its operator, and started again where it was."""

    def __init__(self, folder: Path, place: Path) -> None:
        self._folder = folder
        self._as_whom = _ordinary_user(place)
        data = str(place / "data")
        self._make = [str(folder / "initdb"), "-D", data, "-U", "vistnyk", "-A", "trust"]
        self._make += ["-E", "UTF8", "--locale", "C", "--no-sync"]
        self._run = [str(folder / "postgres"), "-D", data, "-h", "127.0.0.1", "-k", str(place)]
        self._run += [
            part for name, value in _SETTINGS.items() for part in ("-c", f"{name}={value}")
        ]
        self._options = {"stdout": subprocess.DEVNULL, "cwd": place, **self._as_whom}
        self._process: subprocess.Popen[bytes] | None = None
        self._port = 0

    @property
    def address(self) -> str:
        """Whom and where to connect to, such as `vistnyk@127.0.0.1:5432`."""
        return f"vistnyk@127.0.0.1:{self._port}"

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    def make(self) -> None:
        subprocess.run(self._make, check=True, **self._options)

    def start(self) -> None:
        """At its port, or at another one where somebody takes it first."""
        for _ in range(_TRIES):
            port = self._port or a_free_port()
            command = [*self._run, "-p", str(port)]
            process = subprocess.Popen(command, stderr=subprocess.DEVNULL, **self._options)
            if _answers(self._folder, port, process):
                self._process, self._port = process, port
                return
            process.kill()
            process.wait()
        raise TimeoutError("PostgreSQL did not start")

    def stop(self) -> None:
        """Whoever is connected is cut off."""
        if self._process:
            self._process.send_signal(signal.SIGINT)
            self._process.wait()
            self._process = None


@contextmanager
def run_server() -> Iterator[Machine]:
    """A server at work, gone at the end."""
    folder = tools()
    if folder is None:
        raise FileNotFoundError("PostgreSQL is not installed")
    place = Path(tempfile.mkdtemp(prefix="vistnyk-pg-"))
    machine = Machine(folder, place)
    try:
        machine.make()
        machine.start()
        yield machine
    finally:
        machine.stop()
        shutil.rmtree(place, ignore_errors=True)


def _ordinary_user(place: Path) -> dict[str, Any]:
    """How to run as one, who owns the folder then: PostgreSQL refuses to be root's."""
    if os.geteuid() != 0:
        return {}
    known = {user.pw_name: user for user in pwd.getpwall()}
    user = known.get("postgres") or known["nobody"]
    os.chown(place, user.pw_uid, user.pw_gid)
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def _answers(folder: Path, port: int, process: "subprocess.Popen[bytes]") -> bool:
    until = time.monotonic() + _STARTS_WITHIN
    ready = [str(folder / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(port)]
    while time.monotonic() < until and process.poll() is None:
        if subprocess.run(ready, check=False).returncode == 0:
            return process.poll() is None
        time.sleep(0.05)
    return False
