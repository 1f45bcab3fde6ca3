"""How the log looks, and what never stands in it."""

import json
import logging
from collections.abc import Iterator
from datetime import datetime

import pytest

from bot.logs import set_up_logs

TOKEN = "7000000001:AAExampleExampleExampleExampleExample00"
INVITATION = "iQ2hvb3NlLXdoYXQtdG8tcmVhZC1uZXh0"


@pytest.fixture(autouse=True)
def logs_as_before() -> Iterator[None]:
    """Give the root logger back what it had."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)


def fail(words: str) -> None:
    raise ConnectionError(words)


def lines(capsys: pytest.CaptureFixture[str]) -> list[str]:
    streams = capsys.readouterr()
    assert streams.out == ""  # what commands print stays clean
    return streams.err.splitlines()


def test_a_line_for_people_has_its_time_level_name_and_words(
    capsys: pytest.CaptureFixture[str],
) -> None:
    set_up_logs()
    logging.getLogger("bot.delivery").warning("given up: %s", "їжак")
    (line,) = lines(capsys)
    assert line.endswith(" WARNING bot.delivery: given up: їжак")
    assert datetime.fromisoformat(line[:19])


def test_a_line_for_machines_is_json_with_the_traceback_in_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    set_up_logs(as_json=True)
    try:
        _ = 1 / 0
    except ZeroDivisionError:
        logging.getLogger("bot").exception("не вийшло: %s", "їжак")
    logging.getLogger("bot").info("далі")
    first, second = (json.loads(line) for line in lines(capsys))
    assert (first["level"], first["logger"], first["message"]) == (
        "error",
        "bot",
        "не вийшло: їжак",
    )
    assert "ZeroDivisionError" in first["traceback"]
    assert datetime.fromisoformat(first["time"]).tzinfo
    assert "traceback" not in second


@pytest.mark.parametrize("as_json", [False, True])
@pytest.mark.parametrize(
    "words",
    [
        f"https://api.telegram.org/bot{TOKEN}/getMe",
        f"token={TOKEN}",
        f"https://t.me/vistnyk_bot?start={INVITATION}",
        f"text='/start {INVITATION}'",
    ],
)
def test_neither_a_token_nor_an_invitation_stands_in_the_log(
    capsys: pytest.CaptureFixture[str],
    words: str,
    as_json: bool,  # noqa: FBT001
) -> None:
    set_up_logs(as_json=as_json)
    logging.getLogger("bot").warning("said: %s", words)
    try:
        fail(words)
    except ConnectionError:
        logging.getLogger("bot").exception("fault")
    told = "\n".join(lines(capsys))
    assert TOKEN.partition(":")[2] not in told
    assert INVITATION not in told
    assert told.count("•••") >= 2


def test_a_start_at_an_article_is_no_secret(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logs()
    logging.getLogger("bot").info("/start a12, 12:30 and 10.05.2023")
    assert "/start a12, 12:30 and 10.05.2023" in lines(capsys)[0]


@pytest.mark.parametrize("name", ["aiogram", "aiohttp", "sqlalchemy", "alembic"])
def test_libraries_speak_only_when_something_is_wrong(
    capsys: pytest.CaptureFixture[str], name: str
) -> None:
    set_up_logs()
    library = logging.getLogger(f"{name}.inner")
    library.info("all is well")
    library.warning("something is wrong")
    (line,) = lines(capsys)
    assert "something is wrong" in line


def test_setting_up_twice_writes_each_line_once(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logs()
    set_up_logs(level=logging.WARNING)
    logging.getLogger("bot").info("a detail")
    logging.getLogger("bot").warning("a warning")
    (line,) = lines(capsys)
    assert line.endswith("a warning")
