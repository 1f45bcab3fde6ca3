"""`search`: what readers would find, without Telegram."""

import asyncio

import typer

from bot.commands.article_list import in_json, print_lines
from bot.commands.inputs import settings_or_fail
from bot.commands.open_database import opened
from bot.commands.outputs import print_json
from bot.domain.article import Article


def search(words: str, section: str | None, *, limit: int, as_json: bool) -> None:
    settings = settings_or_fail()

    async def look() -> tuple[int, list[Article]]:
        async with opened(settings) as app:
            await app.start()
            return await app.searching.all_of(words, section, limit)

    total, articles = asyncio.run(look())
    if as_json:
        print_json({"total": total, "articles": list(map(in_json, articles))})
        return
    print_lines(articles, settings)
    typer.echo(f"{total:,} found" if total else "Nothing found")
