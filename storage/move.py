"""Everything from one database into another, proved by counts and hashes."""

import hashlib
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass

import orjson
from sqlalchemy import Table, make_url
from sqlalchemy.exc import DBAPIError

from storage.engine import fault_of_disk
from storage.files import file_of
from storage.storage import Storage
from storage.whole import TABLES, NotTakenError, Rows, WholeStore, WholeView

Told = Callable[[int, int], None]  # so many rows of so many
_PORT = 5432
_NAMED = 3  # tables


class CannotMoveError(Exception):
    """Nothing was moved: the other database is as it was. Its words say why."""


@dataclass(frozen=True, slots=True)
class MovedTable:
    """What both databases have of a table. `sha256`: over its rows, by their primary keys.

    Each is a JSON array of its columns, with a comma behind it.
    """

    name: str
    rows: int
    sha256: str


async def move(source: Storage, target: Storage, told: Told) -> list[MovedTable]:
    """Copy all rows in one transaction, then read both. Raises `CannotMoveError`.

    Both have to be up to date, and `target` fresh. Nobody can write to either meanwhile.
    """
    try:
        async with source.frozen() as old, target.filling() as new:
            await _check(old, new)
            return await Copying(old, new, told, 2 * await old.count()).run()
    except TimeoutError:
        raise CannotMoveError("a database took too long to answer") from None
    except DBAPIError as error:
        raise CannotMoveError(in_its_words(error)) from error


def in_its_words(error: DBAPIError) -> str:
    """What a database says is wrong, in one line; a fault of its disk is raised again."""
    if fault_of_disk(error):
        raise error
    return first_line(error)


def first_line(error: DBAPIError) -> str:
    return str(error.orig).split("\n")[0]


async def _check(old: WholeView, new: WholeView) -> None:
    await see_that_none_runs(old, new)
    if filled := await new.filled():
        raise CannotMoveError(
            f"the database to move to has rows already ({shortly(filled)}):"
            " name an empty one, or a file that is not there yet"
        )


async def see_that_none_runs(*sides: WholeView) -> None:
    """Raises `CannotMoveError` where a bot is at work on one of these databases."""
    if bots := [name for side in sides for name in await side.at_work()]:
        raise CannotMoveError(
            f"stop every bot that runs on the database first: {', '.join(bots)} (one that was"
            " killed counts as running for ten seconds)"
        )


def shortly(tables: Sequence[str]) -> str:
    """Some of their names, and how many more there are: all thirty would bury what to do."""
    more = len(tables) - _NAMED
    return ", ".join(tables[:_NAMED]) + (f" and {more} more" if more > 0 else "")


class Copying:
    """Every row from one database to the other, and then a comparison of both."""

    def __init__(self, old: WholeView, new: WholeStore, told: Told, total: int) -> None:
        self._old, self._new = old, new
        self._told = told
        self._done, self._total = 0, total

    async def run(self) -> list[MovedTable]:
        """What was copied, and is the same in both. Raises `CannotMoveError`."""
        await self._new.clear()
        given = [await self._copy(table) for table in TABLES]
        await self._new.get_ready()
        taken = [await self._read(table) for table in TABLES]
        for one, other in zip(given, taken, strict=True):
            if one != other:
                raise CannotMoveError(
                    f"{one.name} is not the same in both databases: {one.rows} rows"
                    f" ({one.sha256}) became {other.rows} ({other.sha256})"
                )
        return given

    async def _copy(self, table: Table) -> MovedTable:
        proof = _Proof(table)
        try:
            async with aclosing(self._proving(proof, self._old.rows(table))) as rows:
                await self._new.fill(table, rows)
        except NotTakenError as refusal:
            raise CannotMoveError(await self._words(table, refusal)) from None
        await self._new.number_on(table, await self._old.last_number(table))
        return proof.of_rows()

    async def _read(self, table: Table) -> MovedTable:
        proof = _Proof(table)
        async with aclosing(self._proving(proof, self._new.rows(table))) as rows:
            async for _ in rows:
                pass
        return proof.of_rows()

    async def _proving(self, proof: "_Proof", given: AsyncGenerator[Rows]) -> AsyncGenerator[Rows]:
        async with aclosing(given):
            async for rows in given:
                proof.add(rows)
                self._done += len(rows)
                self._told(self._done, self._total)
                yield rows

    async def _words(self, table: Table, refusal: NotTakenError) -> str:
        if refusal.number is None:
            return f"{table.name} cannot be copied: {refusal}"
        key = await self._old.key_of(table, refusal.number)
        row = ", ".join(f"{name} {value}" for name, value in key.items())
        return f"the database to move to does not take the row {row} of {table.name}: {refusal}"


class _Proof:
    """A count and a hash that grow row by row, however many are added at once."""

    def __init__(self, table: Table) -> None:
        self._name = table.name
        self._count = 0
        self._hash = hashlib.sha256(table.name.encode())

    def add(self, rows: Rows) -> None:
        self._count += len(rows)
        self._hash.update(orjson.dumps(rows)[1:-1] + b",")

    def of_rows(self) -> MovedTable:
        return MovedTable(self._name, self._count, self._hash.hexdigest())


def is_in_memory(url: str) -> bool:
    return make_url(url).get_backend_name() == "sqlite" and file_of(url) is None


def is_same_place(url: str, other: str) -> bool:
    """Whether both addresses are one database's, as far as can be told by them."""
    file, another = file_of(url), file_of(other)
    if file and another:
        return file.resolve() == another.resolve() or (
            file.exists() and another.exists() and file.samefile(another)
        )
    return _on_server(url) == _on_server(other)


def _on_server(url: str) -> tuple[object, ...]:
    parsed = make_url(url)
    return parsed.get_backend_name(), parsed.host, parsed.port or _PORT, parsed.database
