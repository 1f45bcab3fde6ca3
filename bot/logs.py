"""How the log looks: a line for people, or JSON for machines; never with a secret in it.

Secrets are taken out last, of the finished words: wherever they stand (message, arguments,
exception, traceback, warning) and however they were written down (percent-encoded, escaped for
JSON, Python or HTML, several times over, or cut short).
"""

import copy
import html
import json
import logging
import re
import sys
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import TextIO

_HIDDEN = "•••"
_SHORTEST = 6  # characters; a shorter password would take words out of every line
_CUT = 8  # characters; so much of a secret, or half of it, is taken out where the rest is cut off
_MOST_A_MINUTE = 20
_LIBRARIES = (
    "aiogram",
    "aiohttp",
    "alembic",
    "apscheduler",
    "sqlalchemy",
    "aiosqlite",
    "pymorphy3",
)

_RUN = re.compile(r"\\++|[^\\]")  # backslashes, or one other character

# What is secret whether the settings hold it or not. Each pattern takes linear time: foreign text
# stands in the log, too.
_SECRET_BY_SHAPE = (
    # A bot's token, also in an address.
    r"(?<![0-9])[0-9]{3,}+(?::|%(?:25)*+3[Aa])[A-Za-z0-9_-]{20,}",
    # The start parameter of an invitation makes an owner.
    r"(?<=start)(?:@\w{1,64}+)?+(?:[\s=/:\"'\\,+]|%[0-9A-Fa-f]{2}|u00[0-9A-Fa-f]{2})++i[A-Za-z0-9_-]{16,}",
    r"(?<![A-Za-z0-9_-])i[A-Za-z0-9_-]{32}(?![A-Za-z0-9_-])",
    # Headers that let somebody in: in HTTP, in a dictionary or a list of pairs.
    (
        r"(?:(?<=(?i:authorization))|(?<=(?i:secret-token)))"
        r"(?:[\\\"'\s]|%2[027])*+(?::|=|,|%3[AaDd])[\s(b]*+(?:\\*+[\"'])?+[^\r\n\"'\\]++"
    ),
    r"(?<=(?i:bearer))(?:[\s+:]|%20|%2[Bb])++[^\s\"'<>,;]++",
    # Name and password in an address.
    r"(?<=://)[^\s/:@]{0,200}+:[^\s/@]{1,200}+(?=@)",
)


def _written(secret: str) -> str:
    """Finds the secret in every way of writing it, and also without its end."""
    first, *others = _RUN.findall(secret)
    # It begins where backslashes begin: from each of very many it would be looked for anew.
    parts = [rf"(?<!\\){_forms_of(first)}" if first[0] == "\\" else _forms_of(first)]
    parts += [_forms_of(run) if run[0] == "\\" else rf"\\*+{_forms_of(run)}" for run in others]
    shown = max(_CUT, len(parts) // 2)
    return "".join([*parts[:shown], *(f"(?:{part})?+" for part in parts[shown:])])


def _forms_of(run: str) -> str:
    """One character, or several backslashes, of which every escape makes more."""
    if run.startswith("\\"):
        return r"(?:\\|%(?:25)*+5[Cc])++"
    codes = [f"{byte:02x}" for byte in run.encode("utf-8", "surrogatepass")]
    forms = {
        re.escape(run),
        re.escape(html.escape(run)),
        rf"&\#{ord(run)};",
        rf"(?i:u{ord(run):04x})",
        "".join("%(?:25)++" if code == "25" else f"%(?:25)*+(?i:{code})" for code in codes),
        r"\\++".join(f"(?i:x{code})" for code in codes),
    }
    return f"(?:{'|'.join(sorted(forms, key=len, reverse=True))})"


def scrubber(secrets: Iterable[str] = ()) -> Callable[[str], str]:
    """A function that takes these secrets out of a text, and all that look like one."""
    found = pattern_of(secrets)
    return lambda text: found.sub(_HIDDEN, text)


def pattern_of(secrets: Iterable[str]) -> re.Pattern[str]:
    """Finds these secrets, and all that look like one, in linear time."""
    known = sorted({secret for secret in secrets if len(secret) >= _SHORTEST}, key=len)
    return re.compile("|".join([*map(_written, reversed(known)), *_SECRET_BY_SHAPE]))


class _TextFormatter(logging.Formatter):
    def __init__(self, scrub: Callable[[str], str]) -> None:
        super().__init__("%(asctime)s %(levelname)-7s %(name)s: %(message)s", "%Y-%m-%d %H:%M:%S")
        self._scrub = scrub

    def format(self, record: logging.LogRecord) -> str:
        return self._scrub(super().format(_in_brief(record)))


class _JsonFormatter(logging.Formatter):
    def __init__(self, scrub: Callable[[str], str]) -> None:
        super().__init__()
        self._scrub = scrub

    def format(self, record: logging.LogRecord) -> str:
        record = _in_brief(record)
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": self._scrub(record.getMessage()),
        }
        if record.exc_info:
            line["traceback"] = self._scrub(self.formatException(record.exc_info))
        if record.stack_info:
            line["stack"] = self._scrub(self.formatStack(record.stack_info))
        return json.dumps(line, ensure_ascii=False)


def _in_brief(record: logging.LogRecord) -> logging.LogRecord:
    """What the other end of a line does wrong is no bug: one line, without what it sent.

    aiohttp logs each request that is none with a traceback that quotes it, asyncio each line
    that breaks.
    """
    error = record.exc_info[1] if record.exc_info else None
    from_server = record.name.startswith("aiohttp")
    broken_line = record.name == "asyncio" and isinstance(error, OSError)
    if error is None or not (from_server or broken_line):
        return record
    brief = copy.copy(record)
    words, _, _ = record.getMessage().partition("\n")
    brief.msg, brief.args = f"{words}: {type(error).__name__}{_place_of(error)}", None
    brief.exc_info = brief.exc_text = brief.stack_info = None
    return brief


def _place_of(error: BaseException) -> str:
    """Where it was raised."""
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    return f" ({Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno})" if trace else ""


class _Seldom(logging.Filter):
    """Whoever sends what is no HTTP could write the log full: of that, some lines a minute."""

    def __init__(self) -> None:
        super().__init__()
        self._minute, self._count = 0, 0

    def filter(self, record: logging.LogRecord) -> bool:
        if record.name != "aiohttp.server":
            return True
        minute = int(record.created // 60)
        if minute != self._minute:
            self._minute, self._count = minute, 0
        self._count += 1
        return self._count <= _MOST_A_MINUTE


class _Handler(logging.StreamHandler[TextIO]):
    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's name
        """A line that cannot be written: Python would print it as it stands, secrets and all.

        Where stderr itself takes nothing (a full disk, a reader that is gone), the bot goes on.
        """
        error = sys.exc_info()[0]
        if logging.raiseExceptions and error and sys.stderr:
            place = f"{record.filename}:{record.lineno}"
            with suppress(OSError):
                sys.stderr.write(
                    f"a line of the log could not be written: {error.__name__} ({place})\n"
                )


def set_up_logs(
    *, as_json: bool = False, level: int = logging.INFO, secrets: Iterable[str] = ()
) -> None:
    """Write the log to stderr; libraries speak only when something is wrong.

    `secrets` are taken out of every line; so is what looks like one.
    """
    scrub = scrubber(secrets)
    handler = _Handler(sys.stderr)
    handler.addFilter(_Seldom())
    handler.setFormatter(_JsonFormatter(scrub) if as_json else _TextFormatter(scrub))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in _LIBRARIES:
        logging.getLogger(name).setLevel(logging.WARNING)
    # It warns of each cookie that it does not take, and those are a stranger's words.
    logging.getLogger("aiohttp.internal").setLevel(logging.ERROR)


def chat_in_log(chat_id: int, *, newsrooms: bool = False) -> str:
    """How a chat is named in the log: the newsroom's channels and groups by their number.

    Nobody else is named by theirs: there are groups that are readers.
    """
    if chat_id > 0:
        return "a private chat"
    return str(chat_id) if newsrooms else "a group or channel"


def log_every_fault() -> None:
    """Have Python's own last words written to the log, too: they would show what is secret."""
    logger = logging.getLogger("python")
    usual = sys.excepthook

    def ended(
        kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, Exception):
            logger.critical("ended by a fault", exc_info=(kind, error, trace))
        else:
            usual(kind, error, trace)  # Ctrl-C

    def in_a_thread(fault: threading.ExceptHookArgs) -> None:
        if fault.exc_value:
            told = (fault.exc_type, fault.exc_value, fault.exc_traceback)
            logger.error("a fault in a thread", exc_info=told)

    def unraisable(fault: "sys.UnraisableHookArgs") -> None:
        logger.error("a fault that nobody can be told of", exc_info=fault.exc_value)

    sys.excepthook = ended
    threading.excepthook = in_a_thread
    sys.unraisablehook = unraisable
    logging.captureWarnings(capture=True)
