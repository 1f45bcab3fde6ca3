"""What SQLAlchemy spells differently for each database."""

from collections.abc import Iterable, Mapping
from typing import Any

import orjson
from sqlalchemy import (
    BigInteger,
    Select,
    String,
    Subquery,
    Table,
    TableValuedAlias,
    bindparam,
    cast,
    func,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

Insert = sqlite.Insert | postgresql.Insert

_WITHOUT_SORTS = select(
    func.set_config("enable_sort", "off", True)  # noqa: FBT003 - PostgreSQL's own
)


def insert(connection: AsyncConnection, table: Table) -> Any:  # noqa: ANN401 - either dialect's Insert
    """An INSERT that can be told what to do on a conflict."""
    return insert_in(connection.dialect.name, table)


def insert_in(dialect: str, table: Table) -> Any:  # noqa: ANN401 - either dialect's Insert
    """The same for a statement that is made once for each dialect."""
    return postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)


def once(rows: Select[Any]) -> Select[Any]:
    """Ids of rows that are locked and limited in number, looked for no more than once.

    As a plain subquery PostgreSQL may look anew for each row of the outer table; what it has
    locked itself it then skips, and more rows are changed than the limit allows.
    """
    found = rows.cte("found")
    return select(*found.c)


async def walk_in_order(connection: AsyncConnection) -> None:
    """Have PostgreSQL walk indexes in their order, in what is left of the transaction.

    Where its counts are older than what waits it expects few rows, and sorts a story's hundred
    thousand for each claim of some. SQLite does not.
    """
    if connection.dialect.name == "postgresql":
        await connection.execute(_WITHOUT_SORTS)


class _Pairs(FunctionElement[Any]):
    """What reads an object of JSON as rows."""

    inherit_cache = True


@compiles(_Pairs)
def _for_sqlite(element: _Pairs, compiler: SQLCompiler, **given: Any) -> str:  # noqa: ANN401
    return f"json_each({compiler.process(element.clauses, **given)})"


@compiles(_Pairs, "postgresql")
def _for_postgresql(element: _Pairs, compiler: SQLCompiler, **given: Any) -> str:  # noqa: ANN401
    return f"json_each_text(CAST({compiler.process(element.clauses, **given)} AS JSON))"


def pairs(name: str) -> Subquery:
    """The columns `key` and `value` of pairs of numbers that are bound, all as one, to `name`.

    To bind each by itself costs more than what a statement does with it.
    """
    table = _Pairs(bindparam(name, type_=String)).table_valued("key", "value")
    key, value = (cast(column, BigInteger) for column in (table.c.key, table.c.value))
    return select(key.label("key"), value.label("value")).subquery()


class _Texts(FunctionElement[Any]):
    """What reads a list of JSON as rows."""

    inherit_cache = True


@compiles(_Texts)
def _texts_for_sqlite(element: _Texts, compiler: SQLCompiler, **given: Any) -> str:  # noqa: ANN401
    return f"json_each({compiler.process(element.clauses, **given)})"


@compiles(_Texts, "postgresql")
def _texts_for_postgresql(element: _Texts, compiler: SQLCompiler, **given: Any) -> str:  # noqa: ANN401
    asked = compiler.process(element.clauses, **given)
    return f"json_array_elements_text(CAST({asked} AS JSON))"


def words() -> TableValuedAlias:
    """The column `value` of texts that are bound, all as one, to `words`."""
    return _Texts(bindparam("words", type_=String)).table_valued("value")


def as_texts(texts: Iterable[str]) -> str:
    """What `words` is bound to."""
    return orjson.dumps(list(texts)).decode()


def as_pairs(numbers: Mapping[int, int | None]) -> str:
    """What `pairs` is bound to."""
    return orjson.dumps(numbers, option=orjson.OPT_NON_STR_KEYS).decode()
