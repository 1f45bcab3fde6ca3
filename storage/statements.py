"""What SQLAlchemy spells differently for each database."""

from collections.abc import Mapping
from typing import Any

import orjson
from sqlalchemy import BigInteger, Select, String, Subquery, Table, bindparam, cast, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

Insert = sqlite.Insert | postgresql.Insert


def insert(connection: AsyncConnection, table: Table) -> Any:  # noqa: ANN401 - either dialect's Insert
    """An INSERT that can be told what to do on a conflict."""
    if connection.dialect.name == "postgresql":
        return postgresql.insert(table)
    return sqlite.insert(table)


def once(rows: Select[Any]) -> Select[Any]:
    """Ids of rows that are locked and limited in number, looked for no more than once.

    As a plain subquery PostgreSQL may look anew for each row of the outer table; what it has
    locked itself it then skips, and more rows are changed than the limit allows.
    """
    found = rows.cte("found")
    return select(*found.c)


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


def as_pairs(numbers: Mapping[int, int | None]) -> str:
    """What `pairs` is bound to."""
    return orjson.dumps(numbers, option=orjson.OPT_NON_STR_KEYS).decode()
