"""`reindex`: the search index made anew from the articles, while the bot runs or not."""

import asyncio
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import typer

from bot.commands.inputs import settings_or_fail
from bot.commands.open_database import opened
from bot.config import Settings
from bot.language.terms import Language
from bot.usecases.index_filling import Indexing

_CHUNK = 200  # articles a transaction

Told = Callable[[int, int], None]  # so many articles of so many


def reindex() -> None:
    count = asyncio.run(_make(settings_or_fail()))
    if not Language().knows_all_forms:
        typer.echo("search-uk is not installed: some forms of words will not be found.", err=True)
    typer.echo(f"In the search index: {count:,}")


async def _make(settings: Settings) -> int:
    async with opened(settings) as app:
        await app.start()
        indexing = Indexing(app.storage, app.language)
        total, done = await indexing.begin(), 0
        with _bar() as told:
            while (came := await indexing.step(_CHUNK)) is not None:
                done += came
                told(done, max(done, total))
        await indexing.merge()
        return done


@contextmanager
def _bar() -> Iterator[Told]:
    """A bar on a terminal."""
    if not sys.stderr.isatty():
        yield lambda *_: None
        return
    from rich.console import Console  # noqa: PLC0415 - only where one watches
    from rich.progress import Progress  # noqa: PLC0415

    with Progress(console=Console(stderr=True), transient=True) as progress:
        bar = progress.add_task("Indexing", total=None)
        yield lambda done, total: progress.update(bar, completed=done, total=total)
