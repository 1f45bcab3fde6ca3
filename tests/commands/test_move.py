"""`move` says what it moved, and what to do where it moves nothing."""

import os
import pty
import re
import sqlite3
import subprocess
from contextlib import closing, nullcontext
from pathlib import Path

import pytest

from storage.instance_lock import take_alone
from storage.storage import Storage
from tests.builders import a_draft, a_reader, address_of
from tests.commands.calling import VISTNYK, Outcome, call, environment

THERE = "sqlite+aiosqlite:///there.db"


def moves(database: Path, to: str = THERE, *options: str) -> Outcome:
    settings = {"DATABASE_URL": address_of(database)}
    return call("move", "--to", to, *options, folder=database.parent, settings=settings)


def articles(database: Path) -> int:
    with closing(sqlite3.connect(database)) as connection:
        (count,) = connection.execute("SELECT count(*) FROM article").fetchone()
    return int(count)


async def test_people_read_how_much_was_moved_and_what_is_next(
    storage: Storage, database: Path
) -> None:
    await a_draft(storage)
    await a_reader(storage, follows=())
    outcome = moves(database)
    assert (outcome.exit_code, outcome.err) == (0, "Made there.db\n")
    lines = outcome.out.splitlines()
    named = [re.fullmatch(r"(\w+) +(\d+)  [0-9a-f]{16}…", line) for line in lines[:4]]
    assert [m and m.groups() for m in named] == [
        ("reader", "1"),
        ("section", "7"),
        ("article", "1"),
        ("revision", "1"),
    ]
    assert lines[4].startswith("Moved 10 rows of 4 tables; read again, they are the same")
    assert "Set DATABASE_URL to the new address" in lines[5]
    assert lines[-1].startswith("Searches find nothing until")
    assert articles(database.parent / "there.db") == 1


async def test_machines_read_every_table_with_its_rows_and_their_hash(
    storage: Storage, database: Path
) -> None:
    await a_draft(storage)
    tables = moves(database, THERE, "--json").json["tables"]
    by_name = {table["name"]: table for table in tables}
    assert by_name["article"]["rows"] == 1
    assert by_name["delivery"]["rows"] == 0
    assert all(re.fullmatch("[0-9a-f]{64}", table["sha256"]) for table in tables)
    assert len(by_name) == len(tables) > 20


@pytest.mark.slow
def test_who_waits_at_a_terminal_sees_how_far_it_is(database: Path) -> None:
    master, slave = pty.openpty()
    try:
        subprocess.run(
            [*VISTNYK, "move", "--to", THERE],
            cwd=database.parent,
            env=environment({"DATABASE_URL": address_of(database), "TERM": "xterm"}),
            stdout=subprocess.DEVNULL,
            stderr=slave,
            check=True,
        )
        shown = re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", os.read(master, 100_000).decode())
    finally:
        os.close(slave)
        os.close(master)
    assert "Moving" in shown
    assert "100%" in shown


# --- what is refused --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("to", "words"),
    [
        ("mysql://desk:pa55@localhost/desk", "MySQL is not supported"),
        ("there.db", "an address looks like sqlite"),
        ("postgresql://desk:pa55@localhost", "an address names its database"),
        ("sqlite+aiosqlite://", "a database in memory ends with this command"),
        ("sqlite+aiosqlite:///test.db", "this is the database that DATABASE_URL names"),
    ],
)
def test_an_address_that_leads_nowhere_is_refused(database: Path, to: str, words: str) -> None:
    complaint = moves(database, to).complaint(2)
    assert complaint.startswith(f"--to: {words}")
    assert "pa55" not in complaint


def test_without_an_address_nothing_is_done(database: Path) -> None:
    assert "--to" in call("move", folder=database.parent).complaint(2)


def test_without_a_database_there_is_nothing_to_move(tmp_path: Path) -> None:
    complaint = moves(tmp_path / "gone.db").complaint(1)
    assert complaint == f"there is no database at {tmp_path / 'gone.db'}; `vistnyk run` makes one"
    assert not list(tmp_path.iterdir())


def test_nothing_is_moved_under_a_running_bot_and_no_file_is_made(database: Path) -> None:
    with take_alone(address_of(database)) or nullcontext():
        complaint = moves(database).complaint(1)
    assert complaint.startswith(f"stop the bot first, it runs on this database ({database}")
    assert not (database.parent / "there.db").exists()


@pytest.mark.slow
async def test_a_database_that_has_rows_is_not_written_to(
    storage: Storage, database: Path
) -> None:
    await a_draft(storage)
    assert moves(database).exit_code == 0
    complaint = moves(database).complaint(1)
    assert complaint.startswith(
        "nothing was moved: the database to move to has rows already (article, revision): name"
    )
    assert articles(database.parent / "there.db") == 1


def test_another_programs_database_is_not_moved_to(database: Path) -> None:
    with closing(sqlite3.connect(database.parent / "there.db")) as other:
        other.execute("CREATE TABLE theirs (id INTEGER)")
        other.commit()
    complaint = moves(database).complaint(1)
    assert complaint.startswith("--to: the database has tables, but not vistnyk's mark")


def test_a_server_that_does_not_answer_is_told_of_by_the_option(database: Path) -> None:
    complaint = moves(database, "postgresql://desk:pa55@127.0.0.1:1/desk").complaint(1)
    assert complaint.startswith("the database cannot be opened: ")
    assert complaint.endswith("; see --to")
    assert "pa55" not in complaint
