"""How commands fail: in one line, also where the disk, the database or the output is at fault."""

import asyncio
import subprocess
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, event, text
from sqlalchemy.exc import OperationalError

from bot.commands.exit_codes import CommandError, only
from bot.commands.open_database import opened
from bot.config import FixedSettings
from storage.engine import open_engine
from tests.builders import address_of
from tests.commands.calling import TOKYO, VISTNYK, a_file, call, environment


def test_a_lone_fault_is_found_however_deep_it_lies() -> None:
    fault = ValueError("deep")
    assert only(ExceptionGroup("", [ExceptionGroup("", [fault])])) is fault
    assert only(fault) is fault


def test_of_several_faults_none_is_hidden() -> None:
    group = ExceptionGroup("", [ValueError("one"), KeyError("two")])
    assert only(group) is group
    assert only(ExceptionGroup("", [group])) is group


@pytest.mark.parametrize("words", ["one\ntwo", " one \r\n\n two ", "one\u2028two"])
def test_a_failure_is_one_line_whatever_it_quotes(words: str) -> None:
    assert str(CommandError(words)) == "one two"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["status", "abc"], "Invalid value for 'ID': has to be a whole number"),
        (["search", "x", "--limit", "0"], "Invalid value for '--limit': has to be 1 or more"),
        (["demo", "--port", "99999"], "Invalid value for '--port': has to be 65535 or less"),
        (
            ["deliver", "--readers", "1", "--rate", "ten"],
            "Invalid value for '--rate': has to be a number",
        ),
        (
            ["preview", "x", "--lang", "de"],
            "Invalid value for '--lang': 'de' is not one of 'uk', 'en'.",
        ),
        (["parse"], "Missing argument 'SOURCE'."),
        (["nonsense"], "No such command 'nonsense'."),
    ],
)
def test_a_wrong_argument_is_named_in_the_words_that_settings_have(
    arguments: list[str], words: str, tmp_path: Path
) -> None:
    assert call(*arguments, folder=tmp_path).complaint(2) == f"{words} (see --help)"


@pytest.mark.slow
@pytest.mark.parametrize("output", ["full", "closed"])
def test_an_output_that_takes_nothing_is_told_in_one_line(output: str, tmp_path: Path) -> None:
    a_file(tmp_path, TOKYO)
    where = {"full": ">/dev/full", "closed": ">&-"}[output]
    done = subprocess.run(
        ["bash", "-c", f'set -o pipefail; "$@" {where}', "bash", *VISTNYK, "parse", "page.txt"],
        cwd=tmp_path,
        env=environment({}),
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    (line,) = done.stderr.splitlines()
    assert line.startswith("vistnyk: the output could not be written: ")
    assert done.returncode == 1


# --- the database ---


async def from_tomorrow(database: Path) -> None:
    engine = open_engine(address_of(database))
    async with engine.begin() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    await engine.dispose()


@pytest.mark.slow
@pytest.mark.parametrize("command", ["status 1", "doctor"])
async def test_a_database_of_a_newer_version_is_told_in_one_line(
    command: str, database: Path, tmp_path: Path
) -> None:
    await from_tomorrow(database)
    settings = {"DATABASE_URL": address_of(database)}
    told = call(*command.split(), folder=tmp_path, settings=settings)
    assert told.exit_code == 1
    assert len(told.err.splitlines()) == 1
    words = "the database was made by a newer version of vistnyk: update the program"
    assert words in told.out + told.err


async def execute(database: Path, *statements: str) -> None:
    """What a command does with its database, and fails at."""

    def execute_in(connection: Connection) -> None:
        for statement in statements:
            connection.exec_driver_sql(statement)

    async with opened(FixedSettings(database_url=address_of(database))) as app:
        event.listen(Engine, "begin", execute_in)
        try:
            async with app.storage.writing():
                pass
        finally:
            event.remove(Engine, "begin", execute_in)


async def test_a_disk_without_room_is_told_in_one_line(database: Path) -> None:
    little_room = "PRAGMA max_page_count = 1"
    much = "CREATE TABLE much AS SELECT hex(zeroblob(2000000)) AS words"
    with pytest.raises(CommandError, match="cannot be used: database or disk is full"):
        await execute(database, little_room, much)


async def test_a_disk_that_is_full_in_the_midst_of_the_bots_tasks_is_told_likewise(
    database: Path,
) -> None:
    async def fill() -> None:
        raise OperationalError("COMMIT", None, Exception("database or disk is full"))

    settings = FixedSettings(database_url=address_of(database))
    with pytest.raises(CommandError, match="cannot be used: database or disk is full"):
        async with opened(settings), asyncio.TaskGroup() as group:
            group.create_task(fill())


async def test_a_statement_that_is_wrong_is_no_fault_of_the_disk(database: Path) -> None:
    with pytest.raises(OperationalError, match="no such table"):
        await execute(database, "SELECT * FROM nowhere")
