"""`reindex`: the search index made anew from the articles, while the bot runs or not."""

import asyncio

import typer

from bot.commands.inputs import settings_or_fail
from bot.commands.open_database import opened
from bot.commands.outputs import print_json
from bot.commands.whole_database import bar
from bot.config import Settings
from bot.language.terms import Language
from bot.usecases.index_filling import Indexing

_CHUNK = 200  # articles a transaction


def reindex(*, as_json: bool) -> None:
    count = asyncio.run(_make(settings_or_fail(), quiet=as_json))
    if as_json:
        print_json({"articles": count, "all_forms": Language().knows_all_forms})
        return
    if not Language().knows_all_forms:
        typer.echo("search-uk is not installed: some forms of words will not be found.", err=True)
    typer.echo(f"In the search index: {count:,}")


async def _make(settings: Settings, *, quiet: bool) -> int:
    async with opened(settings) as app:
        await app.start()
        indexing = Indexing(app.storage, app.language)
        total, done = await indexing.begin(), 0
        with bar("Indexing", quiet=quiet, transient=True) as told:
            while (came := await indexing.step(_CHUNK)) is not None:
                done += came
                told(done, max(done, total))
        await indexing.merge()
        return done
