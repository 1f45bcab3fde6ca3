"""`feed`: what a feed announces, from a file, from standard input or from its address."""

import asyncio
from datetime import datetime
from typing import Any

import typer

from bot.commands.desk_words import in_words
from bot.commands.exit_codes import CommandError
from bot.commands.inputs import exit_code_of, is_address, read_data, settings_or_fail
from bot.commands.outputs import print_json
from bot.config import Settings
from bot.domain.clock import system_clock
from bot.domain.errors import RefusedError
from bot.domain.parsed_feed import ParsedFeed
from bot.intake.feed.read_feed import FEED_LIMIT, read_feed

_OK = range(200, 300)
_DATE_WIDTH = len("2026-05-10 15:25")


def feed(source: str, *, as_json: bool) -> None:
    settings = settings_or_fail()
    try:
        found = _read(source, settings)
    except RefusedError as refusal:
        words = in_words(refusal, settings)
        raise CommandError(f"{source}: {words}", exit_code_of(refusal)) from None
    if as_json:
        print_json(as_document(found))
    else:
        _print_table(found)


def _read(source: str, settings: Settings) -> ParsedFeed:
    """Raises `CommandError`, and `RefusedError` for what is no feed or cannot be fetched."""
    now = system_clock()
    if not is_address(source):
        return read_feed(read_data(source, FEED_LIMIT + 1), zone=settings.zone, now=now)
    from bot.fetching import Fetcher  # noqa: PLC0415 - loads the HTTP client

    answer = asyncio.run(Fetcher().fetch(source))
    if answer.status not in _OK:
        raise RefusedError("site_status", url=source, status=answer.status)
    content_type = answer.headers.get("content-type")
    return read_feed(
        answer.data, zone=settings.zone, url=answer.url, content_type=content_type, now=now
    )


def as_document(found: ParsedFeed) -> dict[str, Any]:
    """The feed in the shape that `feed --json` prints."""
    return {
        "title": found.title,
        "items": [
            {
                "title": item.title,
                "link": item.link,
                "published_at": item.published_at and item.published_at.isoformat(),
                "summary": item.summary,
                "id": item.id,
                "categories": list(item.categories),
            }
            for item in found.items
        ],
        "warnings": list(found.warnings),
    }


def _print_table(found: ParsedFeed) -> None:
    """A line to an item: when, what, under which categories; its address below."""
    if found.title:
        typer.echo(found.title)
    for item in found.items:
        categories = f"  [{', '.join(item.categories)}]" if item.categories else ""
        words = item.title or (item.summary or "–").partition("\n")[0]
        typer.echo(f"{_date(item.published_at)}  {words}{categories}")
        if item.link:
            typer.echo(f"{' ' * _DATE_WIDTH}  {item.link}")
    for code in found.warnings:
        typer.echo(f"— {code}", err=True)


def _date(at: datetime | None) -> str:
    return (f"{at:%Y-%m-%d %H:%M}" if at else "–").ljust(_DATE_WIDTH)
