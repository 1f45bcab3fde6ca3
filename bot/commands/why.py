"""`why`: which rule sent an article where, and which kept it from a channel."""

import asyncio
from typing import Any

import typer

from bot.commands.article_list import last_published, no_article
from bot.commands.desk_words import as_text
from bot.commands.inputs import settings_or_fail
from bot.commands.open_database import opened
from bot.commands.outputs import print_json
from bot.config import Settings
from bot.domain.desk import Why
from bot.domain.errors import RefusedError
from bot.rendering.editors import WhyPage


def why(article_id: int | None, *, as_json: bool) -> None:
    if article_id is None:
        last_published(as_json=as_json)
        return
    settings = settings_or_fail()
    try:
        found = asyncio.run(_read(settings, article_id))
    except RefusedError:
        raise no_article(article_id) from None
    if as_json:
        print_json(_as_json(found))
        return
    typer.echo(as_text(WhyPage(why=found), settings))


async def _read(settings: Settings, article_id: int) -> Why:
    async with opened(settings) as app:
        await app.start()
        return await app.reports.why(article_id)


def _as_json(found: Why) -> dict[str, Any]:
    article, progress = found.article, found.progress
    posts = [(channel, found.post(channel)) for channel in found.channels]
    return {
        "id": article.id,
        "headline": article.content.headline,
        "section": article.section.name if article.section else None,
        "channels": [
            {
                "chat_id": channel.chat_id,
                "title": channel.title,
                "route": found.route(channel),
                "state": post.state if post else None,
                "reason_code": post.reason.code if post and post.reason else None,
            }
            for channel, post in posts
        ],
        "readers": {
            "followers": found.followers,
            "total": progress.reader_total,
            **{state.value: count for state, count in progress.readers.items()},
        },
    }
