"""`status`: who received an article, without Telegram."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any

import typer

from bot.app import App
from bot.commands.article_list import last_published, no_article
from bot.commands.desk_words import as_text
from bot.commands.inputs import settings_or_fail
from bot.commands.open_database import opened
from bot.commands.outputs import print_json
from bot.config import Settings
from bot.domain.article import Article, Revision
from bot.domain.desk import Status
from bot.domain.errors import RefusedError
from bot.rendering.editors import StatusPage


def status(article_id: int | None, *, as_json: bool) -> None:
    if article_id is None:
        last_published(as_json=as_json)
        return
    settings = settings_or_fail()

    async def read() -> tuple[Status, tuple[Revision, ...]]:
        async with _started(settings) as app:
            found = await app.reports.status(article_id)
            return found, await app.reports.revisions(article_id)

    try:
        found, revisions = asyncio.run(read())
    except RefusedError:
        raise no_article(article_id) from None
    if as_json:
        print_json(_as_json(found))
        return
    typer.echo(as_text(StatusPage(status=found, revisions=revisions), settings))


@asynccontextmanager
async def _started(settings: Settings) -> AsyncIterator[App]:
    async with opened(settings) as app:
        await app.start()
        yield app


def _summary(article: Article) -> dict[str, Any]:
    return {"id": article.id, "headline": article.content.headline, "state": article.state}


def _as_json(found: Status) -> dict[str, Any]:
    progress, article = found.progress, found.article
    said, codes = Counter[str](), Counter[str]()
    for reason, count in progress.reasons.items():
        said[str(reason)] += count
        codes[reason.code.value] += count  # orjson takes no key of another type
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
                "reason": channel.reason and str(channel.reason),
                "reason_code": channel.reason and channel.reason.code,
                "waits_until": _iso(channel.waits_until),
                "in_round_up": channel.in_round_up,
            }
            for channel in progress.channels
        ],
        "readers": {
            "total": progress.reader_total,
            **{state.value: count for state, count in progress.readers.items()},
        },
        "untracked": progress.untracked,
        "maybe_twice": progress.maybe_twice,
        "reasons": said,
        "reason_codes": codes,
        "first_shown_at": _iso(progress.first_shown_at),
        "last_shown_at": _iso(progress.last_shown_at),
    }


def _iso(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()
