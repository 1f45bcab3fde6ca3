"""`search`: what readers would find, without Telegram."""

import asyncio
from collections.abc import Sequence

import typer

from bot.commands.article_list import in_json, print_lines
from bot.commands.desk_words import as_text, in_words
from bot.commands.exit_codes import CommandError
from bot.commands.inputs import settings_or_fail
from bot.commands.open_database import opened
from bot.commands.outputs import print_json
from bot.domain.article import Article
from bot.domain.errors import RefusedError
from bot.domain.found import FoundPage
from bot.rendering.search_pages import FoundView


def search(words: str, section: str | None, *, limit: int, as_json: bool) -> None:
    settings = settings_or_fail()

    async def look() -> tuple[int, list[Article], Sequence[str], FoundPage | None]:
        async with opened(settings) as app:
            await app.start()
            total, articles = await app.searching.all_of(words, section, limit)
            whole = f'{words} рубрика:"{section}"' if section else words
            nothing = None if total or as_json else await app.searching.look(whole, 0, limit)
            return total, articles, app.searching.read(words).ignored, nothing

    try:
        total, articles, ignored, nothing = asyncio.run(look())
    except RefusedError as refusal:
        raise CommandError(in_words(refusal, settings), 2) from None
    if as_json:
        found = {"total": total, "articles": list(map(in_json, articles))}
        print_json(found | {"ignored": list(ignored)})
        return
    if nothing:
        typer.echo(as_text(FoundView(nothing), settings))
        return
    print_lines(articles, settings)
    left_out = f"; not understood and left out: {', '.join(ignored)}" if ignored else ""
    typer.echo(f"{total:,} found{left_out}")
