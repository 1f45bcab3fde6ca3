"""`parse`: what a copied page, a saved web page or the page at an address says."""

import asyncio
from datetime import datetime
from typing import Any

import typer

from bot.commands.desk_words import in_words
from bot.commands.exit_codes import CommandError
from bot.commands.inputs import exit_code_of, is_address, read_data, settings_or_fail
from bot.commands.outputs import print_json
from bot.config import Settings
from bot.domain.article import Reading
from bot.domain.content_values import as_fields
from bot.domain.errors import RefusedError
from bot.intake.files.text_file import is_web_page, read_text_file
from bot.intake.text.page_text import read_page_text
from bot.intake.web.web_page import PAGE_LIMIT, read_web_page


def parse(source: str, copied_at: datetime | None, *, as_json: bool) -> None:
    settings = settings_or_fail()
    reading = read_page(source, settings, copied_at)
    fields = as_fields(reading.content) | {"warnings": list(reading.warnings)}
    if as_json:
        print_json(fields)
        return
    for name, value in fields.items():
        lines = value if isinstance(value, list) else [value]
        typer.echo(f"{name}: " + "\n  ".join(map(_line, lines)))


def read_page(source: str, settings: Settings, copied_at: datetime | None) -> Reading:
    """The article of a source. Raises `CommandError` with the refusal in words."""
    if copied_at is not None and copied_at.tzinfo is None:
        copied_at = copied_at.replace(tzinfo=settings.zone)
    try:
        if is_address(source):
            return _fetched(source, settings, copied_at)
        data = read_data(source, PAGE_LIMIT + 1)
        if is_web_page(source, data):
            return read_web_page(data, url=None, zone=settings.zone, copied_at=copied_at)
        text = read_text_file(source, data)
        return read_page_text(text, zone=settings.zone, copied_at=copied_at)
    except RefusedError as refusal:
        words = in_words(refusal, settings)
        raise CommandError(f"{source}: {words}", exit_code_of(refusal)) from None


def _fetched(source: str, settings: Settings, copied_at: datetime | None) -> Reading:
    from bot.fetching import Fetcher  # noqa: PLC0415 - loads the HTTP client

    page = asyncio.run(Fetcher().fetch_page(source))
    return read_web_page(
        page.data,
        url=page.url,
        content_type=page.headers.get("content-type"),
        zone=settings.zone,
        copied_at=copied_at,
    )


def _line(value: str | dict[str, Any] | None) -> str:
    """A value for people; a related item as the page prints it, date and section first."""
    if not isinstance(value, dict):
        return value or ""
    parts = (value["date_text"], value["section"], value["headline"])
    return " · ".join(part for part in parts if part)
