"""`adopt`: hand the database of one bot over to another, by an operator who means it."""

import asyncio

import typer

from bot.app import App
from bot.commands.exit_codes import CommandError
from bot.commands.inputs import settings_or_fail
from bot.commands.open_database import opened
from bot.config import Settings
from bot.delivery.handshake import CannotConnectError, read_bot
from bot.delivery.http_transport import HttpTransport
from bot.delivery.telegram import Telegram
from bot.domain.people import BotIdentity
from bot.usecases.identity import AtWorkError
from storage.instance_lock import AlreadyRunningError, take_alone


def adopt(*, sure: bool) -> None:
    settings = settings_or_fail()
    if settings.bot_token is None:
        raise CommandError("BOT_TOKEN is not set: it says which bot gets the database", 2)
    try:
        asyncio.run(_adopt(settings, sure=sure))
    except CannotConnectError as error:
        raise CommandError(str(error)) from None
    except (AlreadyRunningError, AtWorkError) as other:
        raise CommandError(f"stop the bot first, it runs on this database ({other})") from None


async def _adopt(settings: Settings, *, sure: bool) -> None:
    async with opened(settings) as app:
        lock = take_alone(settings.database_url)
        try:
            await app.storage.migrate()
            await _hand_over(app, await _ask(settings), sure=sure)
        finally:
            await app.close()
            if lock:
                lock.close()


async def _ask(settings: Settings) -> BotIdentity:
    token = settings.bot_token.get_secret_value() if settings.bot_token else ""
    async with HttpTransport(settings.telegram_api_url) as wire:
        return await read_bot(Telegram(wire, token))


async def _hand_over(app: App, bot: BotIdentity, *, sure: bool) -> None:
    known = await app.identity.known()
    if known is None or known.id == bot.id:
        await app.identity.recognise(bot)
        typer.echo(f"This database is {bot}'s already.")
        return
    held = await app.identity.holdings()
    typer.echo(f"This database belongs to {known}. It would become {bot}'s:")
    new, old = f"@{bot.username}", f"@{known.username}"
    for line in (
        f"readers: {held.readers:,}, and none gets anything more before starting {new}",
        "what they follow is kept, and what they were sent stays as it is",
        f"channels: {held.channels:,}, all kept; {new} has to be made administrator there",
        f"posts of {old} stay there, and are changed only where {new} may edit others' messages",
        f"the desk's people have to start {new}; cards and reports of {old} are dead",
        "articles, drafts, sections, feeds and the desk's people are kept",
    ):
        typer.echo(f"  - {line}")
    if not sure:
        raise CommandError("nothing was changed; make a backup, then say --yes")
    await app.identity.adopt(bot)
    typer.echo(f"Done: the database is {bot}'s.")
