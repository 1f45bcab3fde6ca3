"""How the log looks, and what never stands in it."""

import asyncio
import errno
import html
import io
import json
import logging
import sys
import threading
import time
import warnings
from collections.abc import Callable, Iterator
from datetime import datetime
from urllib.parse import quote

import pytest
from pydantic import SecretStr

from bot.config import FixedSettings
from bot.logs import log_every_fault, scrubber, set_up_logs

TOKEN = "7000000001:AAExampleExampleExampleExampleExample00"
INVITATION = "iQ2hvb3NlLXdoYXQtdG8tcmVhZC1uZXh0"


@pytest.fixture(autouse=True)
def logs_as_before() -> Iterator[None]:
    """Give the root logger and Python's hooks back what they had."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    hooks = sys.excepthook, threading.excepthook, sys.unraisablehook
    yield
    sys.excepthook, threading.excepthook, sys.unraisablehook = hooks
    logging.captureWarnings(capture=False)
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


@pytest.mark.parametrize("name", ["aiogram", "aiohttp", "sqlalchemy", "alembic", "pymorphy3"])
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


# --- secrets ---------------------------------------------------------------------------------

PASSWORD = "p+ss:слово «сервера»/#1"
SETTINGS = FixedSettings(
    bot_token=TOKEN,
    telegram_api_url=f"https://desk:{quote(PASSWORD, safe='')}@api.example",
    api_tokens={
        "site": SecretStr("the-token-of-the-site"),
        "odd": SecretStr(r"""a\\b\"c'd%41&<e>{f}$^*+?.|"""),
        "long": SecretStr("x1" * 400),
    },
    webhook_secret="the-secret-of-the-webhook",
)
SECRETS = {
    "bot": TOKEN,
    "bot, without its number": TOKEN.partition(":")[2],
    "server": PASSWORD,
    "site": "the-token-of-the-site",
    "odd": SETTINGS.api_tokens["odd"].get_secret_value(),
    "long": "x1" * 400,
    "webhook": "the-secret-of-the-webhook",
}
FORMS: dict[str, Callable[[str], str]] = {
    "as it is": str,
    "in an address": quote,
    "all of it in an address": lambda secret: quote(secret, safe=""),
    "in an address, small": lambda secret: quote(secret, safe="").replace("%2F", "%2f"),
    "twice in an address": lambda secret: quote(quote(secret, safe=""), safe=""),
    "in JSON": lambda secret: json.dumps(secret)[1:-1],
    "in JSON, as it is": lambda secret: json.dumps(secret, ensure_ascii=False)[1:-1],
    "in JSON in JSON": lambda secret: json.dumps(json.dumps(secret)[1:-1])[1:-1],
    "in Python": lambda secret: repr(f"'{secret}")[2:-1].removeprefix("'"),
    "in Python, in bytes": lambda secret: repr(secret.encode())[2:-1],
    "in Python in Python": lambda secret: repr(repr(secret.encode())[2:-1])[1:-1],
    "in HTML": html.escape,
    "cut off": lambda secret: secret[: max(9, len(secret) // 2 + 1)],
}


@pytest.mark.slow
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", SECRETS)
def test_a_secret_is_taken_out_however_it_is_written(name: str, form: str) -> None:
    written = FORMS[form](SECRETS[name])
    if (name, form) == ("bot", "cut off"):
        written = TOKEN[:30]
    told = scrubber(SETTINGS.secrets)(f"before [{written}] behind")
    assert told.replace("\\", "") == "before [•••] behind"


def test_every_secret_of_the_settings_is_known() -> None:
    assert set(SECRETS.values()) <= SETTINGS.secrets
    kinds = [name for name, field in FixedSettings.model_fields.items() if _is_secret(field)]
    assert {"bot_token", "api_tokens"} <= set(kinds)
    for name in kinds:
        assert getattr(SETTINGS, name), f"say what {name} is, above"


def _is_secret(field: object) -> bool:
    return "SecretStr" in repr(field)


def log_words(words: str) -> None:
    logging.getLogger("bot").warning(words)


def log_arguments(words: str) -> None:
    logging.getLogger("bot").warning("said: %s %r %s", words, words, {"token": [words]})


def log_an_exception(words: str) -> None:
    try:
        fail(words)
    except ConnectionError:
        logging.getLogger("bot").exception("fault")


def log_a_cause(words: str) -> None:
    try:
        try:
            fail(words)
        except ConnectionError as error:
            raise ValueError("another") from error
    except ValueError:
        logging.getLogger("bot").exception("fault")


def log_a_group(words: str) -> None:
    group = ExceptionGroup(words, [ConnectionError(words), ValueError({words: words})])
    logging.getLogger("bot").error("fault", exc_info=group)


def log_an_exception_with_notes(words: str) -> None:
    error = ValueError("noted")
    error.add_note(words)
    logging.getLogger("bot").error("fault", exc_info=error)


def fail_in_the_loop(words: str) -> None:
    async def forgotten() -> None:
        loop = asyncio.get_running_loop()
        loop.call_soon(fail_with_value, words)
        loop.call_exception_handler(
            {"message": words, "exception": ValueError(words), "protocol": words}
        )
        await asyncio.sleep(0)
        await asyncio.sleep(0)

    asyncio.run(forgotten())


def fail_with_value(words: str) -> None:
    raise ValueError(words)


def warn(words: str) -> None:
    warnings.showwarning(UserWarning(words), UserWarning, "x.py", 1, None, words)


def fail_at_the_end(words: str) -> None:
    try:
        fail(words)
    except ConnectionError as error:
        sys.excepthook(ConnectionError, error, error.__traceback__)


def fail_in_a_thread(words: str) -> None:
    thread = threading.Thread(target=fail, args=[words])
    thread.start()
    thread.join()


def fail_where_nobody_listens(words: str) -> None:
    class Broken:
        def __del__(self) -> None:
            fail(words)

    del [Broken()][0]


def log_what_cannot_be_written(words: str) -> None:
    logging.getLogger("bot").warning("two: %s %s", words)  # noqa: PLE1206
    logging.getLogger("bot").warning("that much is written: %s", words)


FAULTS: list[Callable[[str], None]] = [
    log_words,
    log_arguments,
    log_an_exception,
    log_a_cause,
    log_a_group,
    log_an_exception_with_notes,
    fail_in_the_loop,
    warn,
    fail_at_the_end,
    fail_in_a_thread,
    fail_where_nobody_listens,
    log_what_cannot_be_written,
]


@pytest.mark.slow
@pytest.mark.parametrize("as_json", [False, True])
@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("name", SECRETS)
def test_no_secret_stands_in_the_log_whatever_goes_wrong(
    capsys: pytest.CaptureFixture[str],
    name: str,
    fault: Callable[[str], None],
    as_json: bool,  # noqa: FBT001
) -> None:
    set_up_logs(as_json=as_json, secrets=SETTINGS.secrets)
    log_every_fault()
    fault(f"before {SECRETS[name]} behind")
    told = "\n".join(lines(capsys))
    assert "•••" in told
    for form in FORMS.values():
        assert form(SECRETS[name]) not in told


@pytest.mark.parametrize(
    "words",
    [
        f"Authorization: Bearer {'s' * 20}",
        f"authorization: Basic {'s' * 20}",
        f"Proxy-Authorization:{'s' * 20}",
        f"{{'Authorization': 'Bearer {'s' * 20}'}}",
        f'{{\\"Authorization\\": \\"Bearer {"s" * 20}\\"}}',
        f"((b'Authorization', b'Bearer {'s' * 20}'), (b'Host', b'x'))",
        f"X-Telegram-Bot-Api-Secret-Token: {'s' * 20}",
        f"bearer%20{'s' * 20}",
        f"postgresql://desk:{'s' * 20}@host/desk",
        f"/start@vistnyk_bot i{'s' * 20}",
        f"start%3Di{'s' * 32}",
        f"7000000001%3A{'s' * 35}",
        f"the link of i{'s' * 32}.",
    ],
)
def test_what_lets_somebody_in_is_taken_out_whoever_it_belongs_to(words: str) -> None:
    told = scrubber()(f"said: {words}")
    assert "s" * 6 not in told
    assert "•••" in told


@pytest.mark.parametrize(
    "words",
    [
        "the authorization failed",
        "2026-11-26T10:15:00+02:00",
        "http://example.org:8080/news?start=12",
        "restart in 5 s",
        "article 123456789 in chat -1001234567890:5",
        "the bearer",
    ],
)
def test_what_is_no_secret_stays(words: str) -> None:
    assert scrubber(SETTINGS.secrets)(words) == words


@pytest.mark.slow
@pytest.mark.parametrize(
    "piece",
    ["1", "1:", "\\", "%", "%25", "://", "://a:", "start", "start=", "authorization", "bearer ",
     "Authorization: ", "a", "a\\", "the-token", "x1", "i" + "s" * 40 + " "],
)  # fmt: skip
def test_long_foreign_text_is_looked_through_in_little_time(piece: str) -> None:
    scrub = scrubber(SETTINGS.secrets)
    text = piece * (200_000 // len(piece))
    began = time.thread_time()
    scrub(text)
    assert time.thread_time() - began < 5


@pytest.mark.parametrize("as_json", [False, True])
def test_a_line_that_breaks_is_one_line(
    capsys: pytest.CaptureFixture[str],
    as_json: bool,  # noqa: FBT001
) -> None:
    async def broken() -> None:
        context = {"message": "Fatal error\nmore", "exception": ConnectionResetError("gone")}
        asyncio.get_running_loop().call_exception_handler(context)

    set_up_logs(as_json=as_json)
    asyncio.run(broken())
    (line,) = lines(capsys)
    assert "ConnectionResetError" in line
    assert "Traceback" not in line


def test_a_flood_of_malformed_requests_does_not_fill_the_log(
    capsys: pytest.CaptureFixture[str],
) -> None:
    set_up_logs()
    for number in range(1_000):
        logging.getLogger("aiohttp.server").error("a fault %d", number)
        logging.getLogger("bot").info("all is well")
    told = lines(capsys)
    assert sum("a fault" in line for line in told) <= 40  # two minutes' at most
    assert sum("all is well" in line for line in told) == 1_000


class TakesNothing(io.StringIO):
    """A log on a full disk, or one whose reader is gone."""

    def write(self, words: str, /) -> int:
        raise OSError(errno.ENOSPC, f"no room for {len(words)}")


def test_a_log_that_takes_nothing_stops_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", TakesNothing())
    set_up_logs()
    logging.getLogger("bot").warning("this is lost, and whoever says it goes on")


def test_a_bug_in_the_loop_keeps_its_traceback(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logs()
    fail_in_the_loop("a bug")
    assert any("fail_with_value" in line for line in lines(capsys))
