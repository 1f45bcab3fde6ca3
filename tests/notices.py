"""What the desk is told, as its rows have it; each must be one that people can be told."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import TypeAdapter

from bot.domain.notice import NOTICES
from bot.rendering import Renderer
from bot.rendering.editors import NoticePage
from tests.clock import NOON


def told(rows: Iterable[Any]) -> list[tuple[str, dict[str, Any]]]:
    """Kinds and facts. Fails where the template does not find its facts in a row."""
    notices = [(row.kind, row.details) for row in rows]
    for kind, details in notices:
        for language in ("uk", "en"):
            assert _pages().post(page_of(kind, details), language).html
    return notices


def page_of(kind: str, details: Mapping[str, Any]) -> NoticePage:
    return NoticePage(TypeAdapter(NOTICES[kind]).validate_python(details))


@cache
def _pages() -> Renderer:
    return Renderer(ZoneInfo("Europe/Kyiv"), lambda: NOON)
