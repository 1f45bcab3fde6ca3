"""`backup` and `restore` say what they hold, and what to do where they do nothing."""

import json
import os
import stat
import subprocess
from contextlib import nullcontext
from pathlib import Path

import pytest

from storage.instance_lock import take_alone
from storage.storage import Storage
from tests.builders import a_draft, a_reader, address_of
from tests.commands.calling import VISTNYK, Outcome, call, environment


def backs_up(database: Path, *arguments: str, **settings: str) -> Outcome:
    given = {"DATABASE_URL": address_of(database), "KEEP_BACKUPS_DAYS": "7"} | settings
    return call("backup", *arguments, folder=database.parent, settings=given)


def restores(database: Path, *arguments: str) -> Outcome:
    settings = {"DATABASE_URL": address_of(database), "OWNER_IDS": "1001"}
    return call("restore", *arguments, folder=database.parent, settings=settings)


@pytest.mark.slow
async def test_people_read_what_a_backup_holds_and_a_database_is_made_of_it(
    storage: Storage, database: Path
) -> None:
    await a_draft(storage)
    await a_reader(storage, follows=())
    with take_alone(address_of(database)) or nullcontext():  # the bot is at work
        made = backs_up(database, "backup.db")
    assert (made.exit_code, made.err) == (0, "")
    assert made.out.startswith("backup.db (0.")
    assert made.out.endswith(", no bot yet, articles 1, readers 1, channels 0\n")
    done = restores(database.parent / "new.db", "backup.db")
    assert (done.exit_code, done.err) == (0, "Made new.db\n")
    assert "articles 1, readers 1" in done.out.splitlines()[0]
    assert "Start the bot" in done.out


@pytest.mark.slow
async def test_programs_read_the_same_and_every_table_with_its_hash(
    storage: Storage, database: Path
) -> None:
    await a_draft(storage)
    made = backs_up(database, "backup.db", "--json").json
    assert (made["file"], made["bot"], made["articles"]) == ("backup.db", None, 1)
    assert made["taken_at"][10] == "T"
    done = restores(database.parent / "new.db", "backup.db", "--json")
    assert json.loads(done.out) == made


# --- what is refused --------------------------------------------------------------------------


async def test_a_file_is_written_over_only_if_that_is_said(
    storage: Storage, database: Path
) -> None:
    backup = database.parent / "backup.db"
    backup.write_text("something else")
    complaint = backs_up(database, "backup.db").complaint(2)
    assert complaint == "backup.db is there already: another name, or --force"
    assert backup.read_text() == "something else"
    assert backs_up(database, "backup.db", "--force").exit_code == 0
    await a_draft(storage)
    assert backs_up(database, "backup.db", "--force", "--json").json["articles"] == 1


@pytest.mark.parametrize(
    ("file", "words"),
    [
        ("test.db", "test.db is the database itself"),
        ("test.db-wal", "test.db-wal is the database itself"),
        ("nowhere/backup.db", "there is no folder nowhere"),
        ("pipe", "pipe is no ordinary file"),  # nor is /dev/null, which would be one afterwards
    ],
)
def test_a_file_that_cannot_be_written_is_refused(database: Path, file: str, words: str) -> None:
    (database.parent / "test.db-wal").touch()
    os.mkfifo(database.parent / "pipe")
    complaint = backs_up(database, file, "--force").complaint(2)
    assert complaint.startswith(words)


@pytest.mark.slow
def test_a_disk_without_room_for_the_backup_is_not_taken_for_the_databases(
    database: Path,
) -> None:
    """A limit on the size of files stands for the disk: there is less room than a backup takes."""
    done = subprocess.run(
        ["bash", "-c", 'ulimit -f 100; exec "$@"', "bash", *VISTNYK, "backup", "backup.db"],
        cwd=database.parent,
        env=environment({"DATABASE_URL": address_of(database)}),
        capture_output=True,
        text=True,
        check=False,
    )
    (line,) = done.stderr.splitlines()
    assert line.startswith("vistnyk: no backup was made: ")
    assert line.endswith(f" MB are free in {database.parent})")
    assert done.returncode == 1
    assert not list(database.parent.glob("backup*"))


def test_without_a_database_there_is_nothing_to_back_up(tmp_path: Path) -> None:
    complaint = backs_up(tmp_path / "gone.db", "backup.db").complaint(1)
    assert complaint.startswith("there is no database at")
    assert not list(tmp_path.iterdir())


@pytest.mark.slow
@pytest.mark.parametrize(
    ("days", "words"), [("", "KEEP_BACKUPS_DAYS is not set"), ("0", "that you keep no backups")]
)
def test_who_tells_people_nothing_of_backups_is_told_so(
    database: Path, days: str, words: str
) -> None:
    made = backs_up(database, "backup.db", KEEP_BACKUPS_DAYS=days)
    assert made.exit_code == 0
    assert words in made.err


@pytest.mark.slow
def test_where_others_may_write_nobody_may_read_a_backup_and_that_is_said(
    database: Path,
) -> None:
    folder = database.parent / "shared"
    folder.mkdir()
    for rights, is_told in ((0o777, True), (0o1777, False), (0o770, False)):
        folder.chmod(rights)
        made = backs_up(database, "--force", "shared/backup.db")
        assert made.exit_code == 0
        assert ("Others may put another file in its place: chmod o-w" in made.err) is is_told
        assert stat.S_IMODE((folder / "backup.db").stat().st_mode) == 0o600


def test_a_link_that_others_laid_in_the_way_is_not_followed(database: Path) -> None:
    ours = database.parent / "ours.txt"
    ours.write_text("ours")
    (database.parent / "backup.db.part").symlink_to(ours)
    made = backs_up(database, "backup.db")
    assert made.exit_code == 1
    assert "cannot be written" in made.err
    assert ours.read_text() == "ours"


@pytest.mark.parametrize(
    ("bytes_", "words"),
    [
        (None, "No such file or directory"),
        (b"", "it is no backup that"),
        (b"SQLite format 3\0" + b"x" * 500, "it is damaged: "),
    ],
)
def test_what_is_no_backup_is_refused_and_no_database_is_made(
    tmp_path: Path, bytes_: bytes | None, words: str
) -> None:
    if bytes_ is not None:
        (tmp_path / "backup.db").write_bytes(bytes_)
    complaint = restores(tmp_path / "new.db", "backup.db").complaint(2)
    assert complaint.startswith(f"backup.db: {words}")
    assert not (tmp_path / "new.db").exists()


def test_the_database_itself_is_no_backup(database: Path) -> None:
    assert "it is no backup" in restores(database, "test.db").complaint(2)


@pytest.mark.slow
async def test_a_database_that_has_something_is_left_unless_that_is_said(
    storage: Storage, database: Path
) -> None:
    await a_draft(storage)
    backs_up(database, "backup.db")
    await a_draft(storage)
    refused = restores(database, "backup.db")
    assert refused.exit_code == 1
    assert "nothing was restored: the database has rows already (article" in refused.err
    assert restores(database, "backup.db", "--replace").exit_code == 0
    assert backs_up(database, "again.db", "--json").json["articles"] == 1


def test_nothing_is_restored_under_a_running_bot(database: Path) -> None:
    backs_up(database, "backup.db")
    with take_alone(address_of(database)) or nullcontext():
        refused = restores(database, "backup.db", "--replace")
    assert refused.exit_code == 1
    assert "stop the bot first" in refused.err


@pytest.mark.slow
def test_a_backup_on_a_disk_that_is_only_read_can_be_restored(database: Path) -> None:
    backs_up(database, "backup.db")
    (database.parent / "backup.db").chmod(0o400)
    assert restores(database.parent / "new.db", "backup.db").exit_code == 0
    assert not list(database.parent.glob("backup.db-*"))
