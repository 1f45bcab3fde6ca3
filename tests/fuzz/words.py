"""Surfaces of few words: buttons, links, searches, filters, settings, and names on every page."""

import json
import logging
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from bot.config import FixedSettings, Settings
from bot.domain.api_answers import Accepted, Lost, Refusal, is_unreachable, read_answer
from bot.domain.article import headline_key
from bot.domain.article_fields import Field, read_tags, with_words
from bot.domain.buttons import pack, unpack
from bot.domain.category_map import propose_section
from bot.domain.deep_links import read_start
from bot.domain.errors import RefusedError
from bot.domain.filters import in_terms, read_filter
from bot.domain.links import lone_link, read_link
from bot.domain.notice import NOTICES
from bot.domain.same_story import alike_in_words, headline_words
from bot.domain.section import FIRST_SECTIONS
from bot.domain.telegram_html import checked_link, parse_html
from bot.domain.text import MESSAGE_LIMIT, shorten
from bot.domain.url_keys import address_key
from bot.intake.dates import read_date
from bot.intake.html_text import read_markup
from bot.intake.machine_dates import machine_moment
from bot.language.terms import Language
from bot.rendering import PlainPage, PostPage
from bot.rendering.renderer import Renderer
from tests.builders import a_content
from tests.fuzz.breeding import ODD, Breeder
from tests.fuzz.surface import METER, Surface, pure
from tests.handlers.test_strangers import FOR_THE_DESK
from tests.rendering.hostile import every_kind, pages_of
from tests.rendering.test_hostile import PLAIN_LIMIT, check

_KYIV: Final = ZoneInfo("Europe/Kyiv")
_NOW: Final = datetime(2026, 11, 24, 12, tzinfo=UTC)
_PAGES: Final = Renderer(_KYIV, lambda: _NOW)
_LANGUAGE: Final = Language()
_EXAMPLES: Final = 20  # pages that one draw of names makes

BUTTONS: Final = tuple(pack(press) for press in FOR_THE_DESK)
_DATA: Final = (
    *BUTTONS,
    ":",
    "1",
    "0",
    "-",
    "99999999999999999999",
    "publish",
    "a12",
    "i" + "x" * 20,
)
_LINKS: Final = (
    "https://example.org/news/1", "http://", "https://", "//", "www.", "example.org",
    "президент.укр", "?", "utm_source=x", "&", "=", "#", "@", ":443", ":0", ":99999", "[::1]",
    "[", "]", "%", "%00", "%ff", "/../", "/amp", "127.0.0.1", "0x7f.1", "javascript:", "data:",
    "google.com/amp/s/", ".cdn.ampproject.org/c/s/", "user:pass@", " ", "\\", "xn--", "-", "..",
    "/", "ftp://", "mailto:a@b",
)  # fmt: skip
_WORDS: Final = (
    "Харків", "у Харкові", "порт", "Роттердама", "зелений термінал", "НАТО", "running", "cities",
    ", ", "\n", "-", "+", "не ", "без: ", "!", "*", '"', "(", ")", "OR", "AND", "NEAR", ":", "^",
    "’", "'", "СВІТ", "Світ", "10 травня 2023, 15:25", "вчора", "15:25",
    "2023-05-10T15:25:00+03:00", "травня", "о", "a.m.", "Wed, ", "May 10, 2023", "2023",
    "31.02.2023", "<b>", "<a href='", "&lt;", "&#1087;", "<tg-spoiler>", "</b>",
)  # fmt: skip
_SETTINGS: Final = (
    "1", "100 200", ",", "-5", "site:" + "t" * 20, ":", "https://api.telegram.org",
    "Europe/Kyiv", "uk", "en", "123456:ABC-def", "sqlite+aiosqlite:///x.db",
    "postgresql+asyncpg://u:p@h/d", "off", "on", "again", "json", "text", "29", "1e999", "nan",
    "8080", "=", "#", '"', "'", "\n", "export ", "${HOME}", "\\n", ".",
)  # fmt: skip


def _draw(honest: Sequence[str], signs: Sequence[str]) -> Any:
    def draw(breeder: Breeder) -> bytes:
        return breeder.text(honest, signs).encode("utf-8", "surrogatepass")

    return draw


def _text(data: bytes) -> str:
    return data.decode("utf-8", "surrogatepass")


# --- buttons and links ------------------------------------------------------------------------


def take_button(data: bytes) -> None:
    """What is understood says the same when it is packed again."""
    text = _text(data)
    press = unpack(text)
    assert press is None or unpack(pack(press)) == press
    read_start(text)


def take_link(data: bytes) -> None:
    text = _text(data)
    for read in (read_link, lone_link, checked_link):
        link = read(text)
        if link is not None:
            address_key(link)
    address_key(text)


# --- words ------------------------------------------------------------------------------------


def take_words(data: bytes) -> None:
    """What a person types, as long as a message can be; what stands in a page, longer."""
    text = _text(data)
    _in_short(text)
    text = text[:MESSAGE_LIMIT]
    for field in Field:
        with suppress(RefusedError):
            if field is Field.TAGS:
                read_tags(text)
            elif field is not Field.DATE:
                with_words(a_content(), field, text)
    with suppress(RefusedError):
        in_terms(read_filter(text), _LANGUAGE.asked).lets_through(_LANGUAGE.said(text))


def _in_short(text: str) -> None:
    """What is asked of headlines, names and dates, which are lines."""
    read_date(text)
    machine_moment(text, _KYIV)
    read_markup(text)
    with suppress(ValueError):  # what is no markup of ours
        parse_html(text)
    shorten(text, 200)
    headline_key(text)
    headline_words(text)
    propose_section(text, FIRST_SECTIONS)
    alike_in_words(text[:1000], text[500:1500])


# --- settings ---------------------------------------------------------------------------------


def _draw_settings(breeder: Breeder) -> bytes:
    names = sorted(Settings.model_fields)
    few = breeder.random.sample(names, breeder.random.randint(1, 5))
    values = {name: breeder.text(_SETTINGS, _SETTINGS)[:2000] for name in few}
    return json.dumps(values).encode()


def take_settings(data: bytes) -> None:
    """Given as the environment gives them, and as a line of `.env`."""
    logging.getLogger("dotenv").setLevel(logging.ERROR)
    values = json.loads(data)
    with suppress(ValidationError):
        FixedSettings.model_validate(values)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "settings"
        lines = (f"{name.upper()}={value}\n" for name, value in values.items())
        file.write_bytes("".join(lines).encode("utf-8", "surrogatepass"))
        try:
            Settings(_env_file=file)
        except (ValidationError, UnicodeDecodeError):
            return


# --- Telegram's answers, as they are read -----------------------------------------------------


_ANSWERS: Final = (
    {"ok": True, "result": {"message_id": 5}},
    {"ok": True, "result": True},
    {"ok": False, "error_code": 400, "description": "Bad Request: chat not found"},
    {
        "ok": False,
        "error_code": 429,
        "description": "Too Many Requests: retry after 5",
        "parameters": {"retry_after": 5},
    },
    {
        "ok": False,
        "error_code": 400,
        "description": "Bad Request: group chat was upgraded",
        "parameters": {"migrate_to_chat_id": -1001},
    },
)


def _draw_answer(breeder: Breeder) -> bytes:
    return json.dumps(breeder.changed(breeder.one(_ANSWERS))).encode()


def take_answer(data: bytes) -> None:
    body = json.loads(data)
    answer = read_answer(200, body if isinstance(body, dict) else None)
    assert isinstance(answer, Accepted | Refusal | Lost)
    if isinstance(answer, Refusal):
        is_unreachable(answer)


# --- names on every page ----------------------------------------------------------------------


@cache
def _kinds() -> list[type[Any]]:
    return [*every_kind(PostPage), *NOTICES.values(), *every_kind(PlainPage)]


def _draw_names(breeder: Breeder) -> bytes:
    return json.dumps(
        [breeder.random.randrange(len(_kinds())), breeder.random.getrandbits(60)]
    ).encode()


def take_names(data: bytes) -> None:
    """Some pages of one kind, out of whatever a name or a title can hold, each measured alone."""
    number, chances = json.loads(data)
    kind = _kinds()[number]
    with METER.aside():
        pages = _pages(kind, chances)
    for page, language in pages:
        try:
            if isinstance(page, PostPage):
                check(_PAGES.post(page, language))
            else:
                assert 0 < len(_PAGES.plain(page, language).text) <= PLAIN_LIMIT
        except Exception as error:
            error.add_note(f"in {language}: {page!r:.2000}")
            raise
        METER.end()


def _pages(kind: type[Any], chances: int) -> list[tuple[Any, str]]:
    """As Hypothesis draws them, with their language: always the same for the same chances."""
    pages: list[tuple[Any, str]] = []

    @seed(chances)
    @settings(
        max_examples=_EXAMPLES,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(pages_of(kind), st.sampled_from(["uk", "en"]))
    def draw(page: Any, language: str) -> None:
        pages.append((page, language))

    draw()
    return pages


SURFACES: Final = (
    Surface("buttons", _draw(_DATA, (*_DATA, *ODD)), pure(take_button), share=40, few=300),
    Surface("addresses", _draw(_LINKS, (*_LINKS, *ODD)), pure(take_link), share=50, few=300),
    Surface("words", _draw(_WORDS, (*_WORDS, *ODD)), pure(take_words), share=60, few=50),
    Surface("settings", _draw_settings, pure(take_settings), share=15, few=60),
    Surface("answers read", _draw_answer, pure(take_answer), share=40, few=300),
    Surface("names", _draw_names, pure(take_names), share=60, few=60, units=_EXAMPLES),
)
