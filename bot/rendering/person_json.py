"""What is kept of a person as a JSON file: the tables' own names, and no words."""

from datetime import datetime, tzinfo
from typing import Any, Final

import orjson

from bot.domain.personal_data import PersonalData

FILE: Final = "vistnyk-mydata.json"


def data_as_json(data: PersonalData, zone: tzinfo) -> bytes:
    """Of an empty field nothing is shown."""
    document = {
        "telegram_id": data.person_id,
        "at": _plain(data.at, zone),
        "kept": {
            str(name): [
                {str(key): _plain(value, zone) for key, value in row.items() if value is not None}
                for row in rows
            ]
            for name, rows in data.tables.items()
        },
    }
    return orjson.dumps(document, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def _plain(value: Any, zone: tzinfo) -> Any:  # noqa: ANN401 - a column's value
    if isinstance(value, datetime):
        return value.astimezone(zone).isoformat(timespec="seconds")
    return value
