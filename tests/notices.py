"""What the desk is told, as its rows have it; each must be one that people can be told."""

from collections.abc import Iterable
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from bot.rendering import Renderer
from bot.rendering.editors import desk_notice
from tests.clock import NOON


def told(rows: Iterable[Any]) -> list[tuple[str, dict[str, Any]]]:
    """Templates' names and facts. Fails where the template does not find its facts in a row."""
    notices = [(row.template, row.details) for row in rows]
    for template, details in notices:
        for language in ("uk", "en"):
            assert _pages().post(desk_notice(template, details), language).html
    return notices


@cache
def _pages() -> Renderer:
    return Renderer(ZoneInfo("Europe/Kyiv"), lambda: NOON)
