"""Which language a command speaks where its words are those of `templates/`."""

import os
import re
from typing import TYPE_CHECKING

from bot.config import Settings
from bot.domain.clock import system_clock
from bot.domain.errors import RefusedError
from bot.domain.telegram_html import parse_html

if TYPE_CHECKING:
    from bot.rendering.page import PostPage
    from bot.rendering.renderer import Renderer

_LOCALE = ("LC_ALL", "LC_MESSAGES", "LANG")  # the first that is set counts
_COUNTRY = re.compile(r"[_.@]")  # what stands behind the language begins so


def language_of(settings: Settings) -> str:
    """The terminal's, where it is one of ours; else (`C.UTF-8`, none set) the newsroom's."""
    from bot.rendering.page import LANGUAGES  # noqa: PLC0415 - templates are a sixth of `parse`

    locale = next(filter(None, map(os.environ.get, _LOCALE)), "")
    language = _COUNTRY.split(locale, maxsplit=1)[0].lower()
    return language if language in LANGUAGES else settings.default_language


def renderer_of(settings: Settings) -> "Renderer":
    from bot.rendering.renderer import Renderer  # noqa: PLC0415 - as above

    return Renderer(settings.zone, system_clock, settings.templates_dir)


def in_words(refusal: RefusedError, settings: Settings) -> str:
    """A refusal as the sentence that an editor would get."""
    from bot.rendering.refused import RefusedPage  # noqa: PLC0415 - as above

    page = RefusedPage(code=refusal.code, details=refusal.details)
    return renderer_of(settings).plain(page, language_of(settings)).text


def as_text(page: "PostPage", settings: Settings) -> str:
    """A page without its formatting, and without what keeps Telegram from making links of it."""
    text, _ = parse_html(renderer_of(settings).post(page, language_of(settings)).html)
    return text.replace("\u2060", "")
