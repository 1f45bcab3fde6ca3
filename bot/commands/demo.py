"""`demo`: the bot on the stand-in for Telegram, with a sample newsroom's morning."""

import asyncio
import errno
import logging
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import aiohttp
import typer

from bot.app import App, assemble
from bot.commands.exit_codes import CommandError, only
from bot.commands.run import until_told
from bot.commands.sandbox import taken
from bot.config import FixedSettings
from bot.demo.guide import Guide
from bot.demo.sample_newsroom import NEWSROOMS, OLENA, TARAS, SampleNewsroom, headline
from bot.demo.sample_site import SampleSite
from bot.demo.sample_story import SampleStory
from bot.demo.sandbox_line import SandboxLine, StoryStuckError
from bot.domain.delivery import State
from bot.fetching import Fetcher
from bot.logs import set_up_logs
from bot.sandbox.sandbox_server import Sandbox

_PORTS = 20
_LARGEST_PORT = 65535
_PATIENCE = 60.0  # seconds for everything to be delivered


def demo(port: int, language: str, *, once: bool) -> None:
    set_up_logs(level=logging.WARNING)
    try:
        asyncio.run(_demo(port, NEWSROOMS[language], once=once))
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


async def _demo(port: int, newsroom: SampleNewsroom, *, once: bool) -> None:
    stop = until_told()
    async with (
        _site(newsroom, port) as site,
        _stand_in(newsroom, port, site) as stand_in,
        aiohttp.ClientSession() as session,
    ):
        with tempfile.TemporaryDirectory(prefix="vistnyk-demo-") as folder:
            app = assemble(
                _settings(stand_in, Path(folder), newsroom), fetcher=fetcher_for(site.address)
            )
            line = SandboxLine(session, stand_in.address)
            story = SampleStory(line, newsroom, site)
            await story.people()
            typer.echo(
                f"A newsroom's morning, in your browser: {stand_in.address}"
                f" (made {app.storage.made}, for as long as this runs)"
            )
            try:
                async with asyncio.TaskGroup() as group:
                    group.create_task(app.run(stop, announce=lambda *_: None))
                    playing = group.create_task(_play(story, app, newsroom, stop, once=once))
                    showing = group.create_task(
                        _show_around(playing, Guide(line, newsroom, site), site)
                    )
                    await stop.wait()
                    playing.cancel()  # a bot that stops leaves the story's people waiting
                    showing.cancel()
                if once and not playing.cancelled():
                    see_it_delivered(playing.result())
            finally:
                await app.close()


def fetcher_for(site: str) -> Fetcher:
    """One that reaches what all fetchers reach, and this one address of this machine.

    Nothing else may name such an address: whoever writes to the bot could else read what stands
    on its machine.
    """
    parts = urlsplit(site)
    return Fetcher(also=(parts.hostname or "", parts.port or 0))


async def _show_around(playing: asyncio.Task[list[str]], guide: Guide, site: SampleSite) -> None:
    """Once the story is told: lead whoever looks at it, and let the site's feed grow."""
    await asyncio.wait([playing])
    async with asyncio.TaskGroup() as group:
        group.create_task(guide.lead())
        group.create_task(site.grow())


def see_it_delivered(failed: list[str]) -> None:
    """Raises `CommandError` where something was not."""
    if failed:
        raise CommandError(f"not delivered: {'; '.join(failed)}")


async def _play(
    story: SampleStory, app: App, newsroom: SampleNewsroom, stop: asyncio.Event, *, once: bool
) -> list[str]:
    """Play the story to its end; what was not delivered, to whom and why."""
    async for step in story.play():
        typer.echo(f"· {step}")
    async with asyncio.timeout(_PATIENCE):
        while await _is_open(app):  # noqa: ASYNC110 - a table has no event
            await asyncio.sleep(0.1)
    await _report(story, newsroom)
    failed = await undelivered(app)
    if once:
        stop.set()
        return failed
    delivered = f"Not delivered: {'; '.join(failed)}" if failed else "Everything is delivered"
    typer.echo(f"The newsroom's site, for links to be tried: {story.site}")
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


async def _report(story: SampleStory, newsroom: SampleNewsroom) -> None:
    """Print what was posted where, as the stand-in for Telegram shows it."""
    shown = await story.shown()
    places = {chat_id: f"channel «{title}»" for chat_id, title in newsroom.channels.items()}
    places[TARAS] = f"reader {newsroom.reader[0]}"
    typer.echo("Posted:")
    for chat_id, place in places.items():
        for title in (*map(headline, newsroom.pages()), newsroom.pictured.headline):
            if any(title in text for text in shown.get(chat_id, [])):
                typer.echo(f"  {place}: {title}")


@asynccontextmanager
async def _site(newsroom: SampleNewsroom, port: int) -> AsyncIterator[SampleSite]:
    """The newsroom's site, on the port behind the stand-in's or on the next one that is free."""
    site = SampleSite(newsroom, datetime.now(UTC))
    await _listen(site.start, min(port + 1, _LARGEST_PORT) if port else 0)
    try:
        yield site
    finally:
        await site.stop()


@asynccontextmanager
async def _stand_in(
    newsroom: SampleNewsroom, port: int, site: SampleSite
) -> AsyncIterator[Sandbox]:
    """The sandbox on this port, or on the next one that is free."""
    stand_in = Sandbox(bot_name=newsroom.bot_name, pictures_from=site.address)

    async def start(candidate: int) -> int:
        return await stand_in.start("127.0.0.1", candidate)

    await _listen(start, port)
    try:
        yield stand_in
    finally:
        await stand_in.stop()


async def _listen(start: Callable[[int], Awaitable[int]], port: int) -> None:
    """Start on this port, or on the next one that is free."""
    for candidate in range(port, min(port + _PORTS, _LARGEST_PORT + 1)):
        try:
            await start(candidate)
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise CommandError(taken(candidate, error)) from None
        else:
            return
    raise CommandError(f"the ports {port} to {candidate} are all taken")


def _settings(stand_in: Sandbox, folder: Path, newsroom: SampleNewsroom) -> FixedSettings:
    """Settings of the demonstration's own: nothing of a real bot's is looked at."""
    return FixedSettings(
        bot_token=stand_in.token,
        telegram_api_url=stand_in.address,
        database_url=f"sqlite+aiosqlite:///{folder / 'demo.db'}",
        owner_ids=(OLENA,),
        default_language=newsroom.language,
    )
