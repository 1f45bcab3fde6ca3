"""`import` and `status`: what the database holds, without Telegram."""

import asyncio
import os
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from functools import partial
from typing import Any

import typer

from bot.app import App
from bot.commands.ending import CommandFailed
from bot.commands.opening import opened
from bot.commands.reading import print_json
from bot.commands.sources import (
    in_words,
    is_address,
    read_data,
    renderer_of,
    settings_or_fail,
)
from bot.config import Settings
from bot.domain.article import Article, Reading, Revision
from bot.domain.desk import Status
from bot.domain.errors import Refused
from bot.domain.markup import parse_html
from bot.intake.files import is_web_page, read_text_file
from bot.intake.page_text import read_page_text
from bot.intake.pages import split_pages
from bot.intake.web_page import PAGE_LIMIT, read_web_page
from bot.rendering.editors import StatusPage


def import_pages(sources: Sequence[str], *, publish: bool, as_json: bool) -> None:
    """Import every page of every source; what cannot be read is named, the rest goes on."""
    results = asyncio.run(_import(sources, publish=publish, quiet=as_json))
    refused = [result for result in results if "error" in result]
    if as_json:
        print_json({"articles": [r for r in results if "error" not in r], "refused": refused})
    elif len(refused) == len(results) == 1:
        raise CommandFailed(_words(refused[0]), 2)
    else:
        for result in results:
            typer.echo(_line(result), err="error" in result)
    if refused and len(refused) == len(results):
        raise CommandFailed("nothing could be imported", 2)


def status(article_id: int, *, as_json: bool) -> None:
    settings = settings_or_fail()

    async def read() -> tuple[Status, tuple[Revision, ...]]:
        async with _started(settings) as app:
            found = await app.newsroom.status(article_id)
            return found, await app.releases.revisions(article_id)

    try:
        found, revisions = asyncio.run(read())
    except Refused as refusal:
        raise CommandFailed(in_words(refusal, settings)) from None
    if as_json:
        print_json(_as_json(found))
        return
    page = StatusPage(status=found, revisions=revisions)
    post = renderer_of(settings).post(page, settings.default_language)
    text, _ = parse_html(post.html)
    typer.echo(text)


@asynccontextmanager
async def _started(settings: Settings) -> AsyncIterator[App]:
    async with opened(settings) as app:
        await app.start()
        yield app


async def _import(sources: Sequence[str], *, publish: bool, quiet: bool) -> list[dict[str, Any]]:
    from rich.console import Console  # noqa: PLC0415 - only where one waits
    from rich.progress import track  # noqa: PLC0415

    console = Console(stderr=True)
    hidden = quiet or len(sources) < 2 or not console.is_terminal  # noqa: PLR2004
    results = []
    async with _started(settings_or_fail()) as app:
        for source in track(sources, "Importing", console=console, disable=hidden):
            results += await _import_source(app, source, publish=publish)
    return results


async def _import_source(app: App, source: str, *, publish: bool) -> list[dict[str, Any]]:
    """Import every page of a source; one that is refused does not keep the next ones out."""
    name = {"source": os.fsencode(source).decode(errors="replace")}
    try:
        pages = await _pages_of(source, app.settings)
    except Refused as refusal:
        return [{**name, "error": in_words(refusal, app.settings)}]
    except CommandFailed as failure:
        return [{**name, "error": str(failure).removeprefix(f"{source}: ")}]
    return [{**name, **await _import_page(app, page, publish=publish)} for page in pages]


async def _pages_of(source: str, settings: Settings) -> list[Callable[[], Reading]]:
    """How to read each page of a source. Raises `CommandFailed`, `Refused`."""
    zone = settings.zone
    if is_address(source):
        from bot.fetching import Fetcher  # noqa: PLC0415 - loads the HTTP client

        came = await Fetcher().fetch_page(source)
        kind = came.headers.get("content-type")
        return [partial(read_web_page, came.data, url=came.url, content_type=kind, zone=zone)]
    data = read_data(source, PAGE_LIMIT + 1)
    if is_web_page(source, data):
        return [partial(read_web_page, data, url=None, zone=zone)]
    pages = split_pages(read_text_file(source, data))
    return [partial(read_page_text, page, zone=zone) for page in pages]


async def _import_page(app: App, read: Callable[[], Reading], *, publish: bool) -> dict[str, Any]:
    imported: dict[str, Any] = {}
    try:
        article, new = await app.drafting.archive(read())
        imported = {**_summary(article), "new": new}
        if publish:
            imported |= _summary((await app.newsroom.publish(article.id)).article)
    except Refused as refusal:
        return {**imported, "error": in_words(refusal, app.settings)}
    return imported


def _summary(article: Article) -> dict[str, Any]:
    return {"id": article.id, "headline": article.content.headline, "state": article.state}


def _line(result: dict[str, Any]) -> str:
    if "error" in result:
        return f"✗ {_words(result)}"
    mark = "+" if result["new"] else "="
    return f"{mark} №{result['id']} {result['headline']} ({result['state']})"


def _words(result: dict[str, Any]) -> str:
    return f"{result['source']}: {result['error']}"


def _as_json(found: Status) -> dict[str, Any]:
    progress, article = found.progress, found.article
    return {
        **_summary(article),
        "revision": article.revision,
        "final": progress.is_final,
        "channels": [
            {
                "chat_id": channel.chat_id,
                "title": channel.title,
                "state": channel.state,
                "message_id": channel.message_id,
                "revision": channel.revision or None,
                "link": channel.post_link,
                "reason": channel.reason,
            }
            for channel in progress.channels
        ],
        "readers": {"total": progress.reader_total, **progress.readers},
        "untracked": progress.untracked,
        "maybe_twice": progress.maybe_twice,
        "reasons": dict(progress.reasons),
        "first_shown_at": _iso(progress.first_shown_at),
        "last_shown_at": _iso(progress.last_shown_at),
    }


def _iso(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()
