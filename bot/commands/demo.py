"""`demo`: the bot on the stand-in for Telegram, with a sample newsroom's morning."""

import asyncio
import errno
import logging
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import typer

from bot.app import App, assemble
from bot.commands.exit_codes import CommandError, only
from bot.commands.run import until_told
from bot.commands.sandbox import taken
from bot.config import FixedSettings
from bot.demo.sample_story import (
    CHANNELS,
    OLENA,
    TARAS,
    SampleStory,
    StoryStuckError,
    headline,
    samples,
)
from bot.domain.delivery import State
from bot.logs import set_up_logs
from bot.sandbox.sandbox_server import Sandbox

_PORTS = 20
_LARGEST_PORT = 65535
_PATIENCE = 60.0  # seconds for everything to be delivered


def demo(port: int, *, once: bool) -> None:
    set_up_logs(level=logging.WARNING)
    try:
        asyncio.run(_demo(port, once=once))
    except (StoryStuckError, TimeoutError, BaseExceptionGroup) as fault:
        raise _ending(fault) from None


def _ending(fault: BaseException) -> BaseException:
    match only(fault):
        case StoryStuckError() as stuck:
            return CommandError(f"the demonstration is stuck: {stuck}")
        case TimeoutError():
            return CommandError("the demonstration is stuck: the bot does not answer")
        case bug:
            return bug


async def _demo(port: int, *, once: bool) -> None:
    stop = until_told()
    async with _stand_in(port) as stand_in, aiohttp.ClientSession() as session:
        with tempfile.TemporaryDirectory(prefix="vistnyk-demo-") as folder:
            app = assemble(_settings(stand_in, Path(folder)))
            story = SampleStory(session, stand_in.address)
            await story.people()
            typer.echo(
                f"A newsroom's morning, in your browser: {stand_in.address}"
                f" (made {app.storage.made}, for as long as this runs)"
            )
            try:
                async with asyncio.TaskGroup() as group:
                    group.create_task(app.run(stop, announce=lambda *_: None))
                    playing = group.create_task(_play(story, app, stop, once=once))
                    await stop.wait()
                    playing.cancel()  # a bot that stops leaves the story's people waiting
                if once and not playing.cancelled():
                    see_it_delivered(playing.result())
            finally:
                await app.close()


def see_it_delivered(failed: list[str]) -> None:
    """Raises `CommandError` where something was not."""
    if failed:
        raise CommandError(f"not delivered: {'; '.join(failed)}")


async def _play(story: SampleStory, app: App, stop: asyncio.Event, *, once: bool) -> list[str]:
    """Play the story to its end; what was not delivered, to whom and why."""
    async for step in story.play():
        typer.echo(f"· {step}")
    async with asyncio.timeout(_PATIENCE):
        while await _is_open(app):  # noqa: ASYNC110 - a table has no event
            await asyncio.sleep(0.1)
    await _report(story)
    failed = await undelivered(app)
    if once:
        stop.set()
        return failed
    delivered = f"Not delivered: {'; '.join(failed)}" if failed else "Everything is delivered"
    typer.echo(f"{delivered}. Go on by yourself: {app.settings.telegram_api_url}")
    typer.echo("Ctrl-C stops it.")
    return failed


async def undelivered(app: App) -> list[str]:
    """Which posts of published articles are not where they belong, one sentence each."""
    failed = []
    for article in await app.archive.latest():
        progress = (await app.reports.status(article.id)).progress
        title = article.content.headline
        failed += [
            f"«{title}» to channel «{channel.title}» ({channel.reason or channel.state})"
            for channel in progress.channels
            if channel.state is not State.SHOWN
        ]
        readers = progress.reader_total - progress.readers_shown
        if readers:
            reasons = ", ".join(map(str, progress.reasons)) or "not settled"
            failed.append(f"«{title}» to {readers} of its readers ({reasons})")
    return failed


async def _is_open(app: App) -> bool:
    """Whether anything is owed to anybody."""
    async with app.storage.reading() as tx:
        return await tx.ledger.is_open()


async def _report(story: SampleStory) -> None:
    """Print what was posted where, as the stand-in for Telegram shows it."""
    shown = await story.shown()
    places = {**{chat_id: f"channel «{title}»" for chat_id, title in CHANNELS.items()}}
    places[TARAS] = "reader Тарас"
    typer.echo("Posted:")
    for chat_id, place in places.items():
        for page in samples():
            title = headline(page)
            if any(title in text for text in shown.get(chat_id, [])):
                typer.echo(f"  {place}: {title}")


@asynccontextmanager
async def _stand_in(port: int) -> AsyncIterator[Sandbox]:
    """The sandbox on this port, or on the next one that is free."""
    stand_in = Sandbox()
    for candidate in range(port, min(port + _PORTS, _LARGEST_PORT + 1)):
        try:
            await stand_in.start("127.0.0.1", candidate)
            break
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise CommandError(taken(candidate, error)) from None
    else:
        raise CommandError(f"the ports {port} to {candidate} are all taken")
    try:
        yield stand_in
    finally:
        await stand_in.stop()


def _settings(stand_in: Sandbox, folder: Path) -> FixedSettings:
    """Settings of the demonstration's own: nothing of a real bot's is looked at."""
    return FixedSettings(
        bot_token=stand_in.token,
        telegram_api_url=stand_in.address,
        database_url=f"sqlite+aiosqlite:///{folder / 'demo.db'}",
        owner_ids=(OLENA,),
    )
