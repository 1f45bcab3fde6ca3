"""`search`: what readers would find, without Telegram."""

import asyncio
from typing import Any

import typer

from bot.commands.inputs import settings_or_fail
from bot.commands.open_database import opened
from bot.commands.parse import print_json
from bot.domain.article import Article, dated_at


def search(words: str, section: str | None, *, limit: int, as_json: bool) -> None:
    settings = settings_or_fail()

    async def look() -> tuple[int, list[Article]]:
        async with opened(settings) as app:
            await app.start()
            return await app.searching.all_of(words, section, limit)

    total, articles = asyncio.run(look())
    if as_json:
        print_json({"total": total, "articles": list(map(_as_json, articles))})
        return
    for article in articles:
        at = dated_at(article)
        day = f"{at.astimezone(settings.zone):%Y-%m-%d}" if at else " " * 10
        typer.echo(f"{article.id:>7}  {day}  {article.content.headline}")
    typer.echo(f"{total:,} found" if total else "Nothing found")


def _as_json(article: Article) -> dict[str, Any]:
    at = dated_at(article)
    return {
        "id": article.id,
        "headline": article.content.headline,
        "section": article.section and article.section.name,
        "published_at": at and at.isoformat(),
        "link": article.content.link,
    }
