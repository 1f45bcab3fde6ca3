"""Column types that mean the same on both databases."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
from sqlalchemy import JSON, BigInteger, Dialect, Integer, TypeDecorator

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)

# SQLite counts only INTEGER keys up by itself.
Id = BigInteger().with_variant(Integer, "sqlite")
Json = JSON(none_as_null=True)


def to_json(value: Any) -> str:  # noqa: ANN401 - JSON
    """Letters as they are: escaped, a Cyrillic one takes six bytes for two.

    Half a surrogate pair, which a stranger may send, has no letters to be: that is escaped.
    """
    try:
        return orjson.dumps(value).decode()
    except TypeError:
        return json.dumps(value)


def from_json(text: str) -> Any:  # noqa: ANN401 - JSON
    try:
        return orjson.loads(text)
    except ValueError:
        return json.loads(text)


def to_milliseconds(moment: datetime) -> int:
    return (moment - _EPOCH) // _MILLISECOND


def from_milliseconds(value: int) -> datetime:
    return _EPOCH + value * _MILLISECOND


class Moment(TypeDecorator[datetime]):
    """A point in time as UTC milliseconds since 1970: SQLite would drop the time zone."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:  # noqa: ARG002
        return None if value is None else to_milliseconds(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        return None if value is None else from_milliseconds(value)
