"""How the log looks: a line for people, or JSON for machines; never with a token in it."""

import json
import logging
import re
import sys
from datetime import UTC, datetime

# The start parameter of an invitation makes an owner: it is as secret as a token.
_TOKEN = re.compile(r"(?<![0-9])[0-9]{3,}+:[A-Za-z0-9_-]{20,}|(?<=start[= ])i[A-Za-z0-9_-]{16,}")
_HIDDEN = "•••"


class _TextFormatter(logging.Formatter):
    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)-7s %(name)s: %(message)s", "%Y-%m-%d %H:%M:%S")

    def format(self, record: logging.LogRecord) -> str:
        return _TOKEN.sub(_HIDDEN, super().format(record))


class _JsonFormatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return _TOKEN.sub(_HIDDEN, json.dumps(line, ensure_ascii=False))


def set_up_logs(*, as_json: bool = False, level: int = logging.INFO) -> None:
    """Write the log to stderr; libraries speak only when something is wrong."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_JsonFormatter() if as_json else _TextFormatter())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in ("aiogram", "aiohttp", "alembic", "apscheduler", "sqlalchemy", "aiosqlite"):
        logging.getLogger(name).setLevel(logging.WARNING)
