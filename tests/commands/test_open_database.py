"""Which commands make a database, and what others say of one that is missing or not ours."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.builders import address_of
from tests.commands.calling import TOKYO, a_file, call, call_forked

READING = ("status 1", "why 1")
ADDRESSES = {
    "postgresql://desk:pa55@localhost": "an address names its database",
    "postgresql+psycopg://desk:pa55@localhost/vistnyk": "an address looks like",
    "mysql://desk:pa55@localhost/vistnyk": "MySQL is not supported",
    "sqlite+pysqlite:///data/vistnyk.db": "an address looks like",
    "sqllite+aiosqlite:///data/vistnyk.db": "an address looks like",
    "data/vistnyk.db": "an address looks like",
    "sqlite+aiosqlite://data/vistnyk.db": "three slashes",
    "sqlite+aiosqlite:///file:x.db?uri=true": "three slashes",
}


@pytest.mark.parametrize("command", READING)
@pytest.mark.parametrize("name", ["data/vistnyk.db", "deep/down/below.db", "empty.db"])
def test_a_command_that_reads_makes_no_database_and_says_who_does(
    command: str, name: str, tmp_path: Path
) -> None:
    a_file(tmp_path, "", "empty.db")
    settings = {"DATABASE_URL": f"sqlite+aiosqlite:///{name}"}
    complaint = call(*command.split(), folder=tmp_path, settings=settings).complaint(1)
    assert complaint == f"there is no database at {tmp_path / name}; `vistnyk run` makes one"
    assert [one.name for one in tmp_path.iterdir()] == ["empty.db"]
    assert (tmp_path / "empty.db").stat().st_size == 0


def test_doctor_names_a_database_that_is_not_there_makes_none_and_checks_the_rest(
    tmp_path: Path,
) -> None:
    checked = call("doctor", folder=tmp_path, settings={})
    assert checked.exit_code == 1
    assert f"✗ database: there is no database at {tmp_path / 'data/vistnyk.db'};" in checked.out
    assert "✗ token: " in checked.out
    assert not list(tmp_path.iterdir())


def test_import_makes_a_database_and_says_so_once(tmp_path: Path) -> None:
    page = a_file(tmp_path, TOKYO)
    first = call("import", page, folder=tmp_path)
    assert (first.exit_code, first.err) == (0, "Made data/vistnyk.db\n")
    again = call("import", page, folder=tmp_path)
    assert (again.exit_code, again.err) == (0, "")


def test_import_into_a_database_without_tables_says_that_it_makes_one(tmp_path: Path) -> None:
    page, file = a_file(tmp_path, TOKYO), tmp_path / "data" / "vistnyk.db"
    file.parent.mkdir()
    with closing(sqlite3.connect(file)) as blank:
        blank.execute("CREATE TABLE once (upon INTEGER)")
        blank.execute("DROP TABLE once")
    assert file.stat().st_size
    first = call("import", page, folder=tmp_path)
    assert (first.exit_code, first.err) == (0, "Made data/vistnyk.db\n")
    again = call("import", page, folder=tmp_path)
    assert (again.exit_code, again.err) == (0, "")


@pytest.mark.slow
@pytest.mark.parametrize("command", ["import page.txt", "doctor", "status 1"])
def test_only_run_makes_owners_of_those_whom_the_settings_name(
    command: str, tmp_path: Path
) -> None:
    """The database may be another bot's, and only who has asked Telegram knows that."""
    a_file(tmp_path, TOKYO, "page.txt")
    call("import", "page.txt", folder=tmp_path)
    call(*command.split(), folder=tmp_path, settings={"OWNER_IDS": "1001"})
    with closing(sqlite3.connect(tmp_path / "data" / "vistnyk.db")) as database:
        assert database.execute("SELECT * FROM editor").fetchall() == []


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("command", ["run", "doctor", "status 1", "import page.txt"])
def test_an_address_that_is_none_of_ours_ends_every_command_in_one_line_without_the_password(
    command: str, address: str, tmp_path: Path
) -> None:
    settings = {"DATABASE_URL": address, "BOT_TOKEN": "1:abcdef"}
    complaint = call(*command.split(), folder=tmp_path, settings=settings).complaint(2)
    assert complaint.startswith("DATABASE_URL: ")
    assert ADDRESSES[address] in complaint
    assert "sqlite+aiosqlite:///data/vistnyk.db" in complaint
    assert "pa55" not in complaint
    assert not list(tmp_path.iterdir())


@pytest.mark.slow
@pytest.mark.parametrize("command", ["run", "status 1", "doctor", "import page.txt"])
def test_a_folder_is_no_database(command: str, tmp_path: Path) -> None:
    settings = {"DATABASE_URL": address_of(tmp_path), "BOT_TOKEN": "1:abcdef"}
    ended = call_forked(*command.split(), folder=tmp_path, settings=settings)
    complaint = ended.complaint(2)
    assert complaint == f"DATABASE_URL: {tmp_path} is a folder, not a file"


def test_a_file_that_cannot_be_made_is_told_in_one_line(tmp_path: Path) -> None:
    a_file(tmp_path, TOKYO)
    settings = {"DATABASE_URL": address_of(tmp_path / "page.txt" / "new.db"), "BOT_TOKEN": "1:abc"}
    complaint = call_forked("run", folder=tmp_path, settings=settings).complaint(1)
    assert complaint.startswith("the database cannot be made: ")


@pytest.mark.parametrize("command", [*READING, "run"])
def test_tables_of_another_program_are_left_alone(command: str, tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    with closing(sqlite3.connect(other)) as connection:
        connection.execute("CREATE TABLE article (id INTEGER PRIMARY KEY, words TEXT)")
    other.chmod(0o644)
    settings = {"DATABASE_URL": address_of(other), "BOT_TOKEN": "1:abcdef"}
    complaint = call_forked(*command.split(), folder=tmp_path, settings=settings).complaint(1)
    assert "the database has tables, but not vistnyk's mark of their version" in complaint
    with closing(sqlite3.connect(other)) as connection:
        tables = connection.execute("SELECT name FROM sqlite_master").fetchall()
    assert tables == [("article",)]
    assert other.stat().st_mode & 0o777 == 0o644


@pytest.mark.slow
@pytest.mark.parametrize(
    ("statement", "lost"),
    [
        ("DROP TABLE rollup", "rollup"),
        ("ALTER TABLE channel DROP COLUMN pins", "channel.pins"),
    ],
)
def test_a_table_that_was_lost_is_named(database: Path, statement: str, lost: str) -> None:
    with closing(sqlite3.connect(database)) as connection:
        connection.execute(statement)
    settings = {"DATABASE_URL": address_of(database)}
    complaint = call("status", "1", folder=database.parent, settings=settings).complaint(1)
    assert complaint == f"the database lacks {lost}: restore a backup"
    checked = call("doctor", folder=database.parent, settings=settings)
    assert f"✗ database: the database lacks {lost}: restore a backup" in checked.out


@pytest.mark.slow
def test_a_damaged_file_is_told_in_one_line_and_found_by_doctor(database: Path) -> None:
    with closing(sqlite3.connect(database)) as connection:
        size = connection.execute("PRAGMA page_size").fetchone()[0]
        roots = connection.execute(
            "SELECT rootpage FROM sqlite_master WHERE name IN ('article', 'editor', 'identity')"
        ).fetchall()
    with database.open("r+b") as file:
        for (page,) in roots:
            file.seek((page - 1) * size)
            file.write(b"\xff" * size)
    settings = {"DATABASE_URL": address_of(database)}
    complaint = call("status", "1", folder=database.parent, settings=settings).complaint(1)
    assert complaint == "the database cannot be used: database disk image is malformed"
    checked = call("doctor", folder=database.parent, settings=settings)
    assert checked.exit_code == 1
    assert f"✗ database: {complaint}" in checked.out


def test_a_database_that_others_could_read_is_theirs_no_more(database: Path) -> None:
    database.chmod(0o644)
    settings = {"DATABASE_URL": address_of(database)}
    call("status", "1", folder=database.parent, settings=settings)
    assert database.stat().st_mode & 0o777 == 0o600


def test_how_much_room_there_is_is_said_with_a_fault_of_the_disk(tmp_path: Path) -> None:
    settings = {"DATABASE_URL": f"sqlite+aiosqlite:///{tmp_path / 'vistnyk.db'}"}
    page = a_file(tmp_path, TOKYO)
    assert call("import", page, folder=tmp_path, settings=settings).exit_code == 0
    for beside in tmp_path.glob("vistnyk.db-*"):
        beside.unlink()
    (tmp_path / "vistnyk.db-wal").mkdir()  # SQLite cannot write there
    complaint = call("status", "1", folder=tmp_path, settings=settings).complaint(1)
    assert complaint.startswith("the database cannot be opened: unable to open database file (")
    assert complaint.endswith(f" MB are free in {tmp_path}); see DATABASE_URL")


def test_it_says_which_version_it_is(tmp_path: Path) -> None:
    said = call("--version", folder=tmp_path)
    assert said.exit_code == 0
    assert said.out.startswith("vistnyk 0.")


@pytest.mark.slow
@pytest.mark.parametrize("command", ["status 1", "why 1", "import page.txt", "doctor"])
def test_a_server_that_is_not_there_is_told_of_in_one_line(command: str, tmp_path: Path) -> None:
    a_file(tmp_path, "Міст", "page.txt")
    settings = {"DATABASE_URL": "postgresql://desk:pa55@127.0.0.1:1/vistnyk"}
    outcome = call(*command.split(), folder=tmp_path, settings=settings)
    said = outcome.out + outcome.err
    assert outcome.exit_code == 1
    assert "the database cannot be opened: " in said
    assert "see DATABASE_URL" in said
    assert "Traceback" not in said
    assert "pa55" not in said
