"""`doctor`: what an operator wants to know before blaming the bot."""

import asyncio
import os
import stat
from collections.abc import AsyncIterator, Container, Iterator, Sequence
from pathlib import Path

import typer

from bot.app import App
from bot.commands.checkup import Finding
from bot.commands.clock_check import check_clock
from bot.commands.exit_codes import CommandError
from bot.commands.inputs import settings_or_fail
from bot.commands.open_database import (
    assembled,
    fault_of_database,
    faults_in_words,
    megabytes_free,
)
from bot.commands.outputs import print_json
from bot.commands.telegram_checks import on_telegram
from bot.config import Settings, misspelt_settings, mode_of_env
from bot.domain.channel import Channel
from bot.domain.clock import system_clock
from bot.domain.people import BotIdentity
from bot.language.terms import Language
from bot.rendering.own_templates import unknown_names, without_effect
from bot.rendering.page import LANGUAGES
from bot.rendering.post_templates import faults
from bot.rendering.template_faults import BadTemplateError

_LITTLE_ROOM = 200  # MB: what a day of a large newsroom may write
_NAMED = 10  # of the updates that were set aside, the latest


def doctor(*, as_json: bool) -> None:
    settings = settings_or_fail()

    async def collect() -> list[Finding]:
        return [finding async for finding in _look(settings)]

    with faults_in_words():
        findings = asyncio.run(collect())
    if as_json:
        print_json([_as_json(finding) for finding in findings])
    else:
        for finding in findings:
            mark = "✓" if finding.well else "✗"
            advice = f" → {finding.advice}" if finding.advice else ""
            typer.echo(f"{mark} {finding.what}: {finding.words}{advice}")
    ill = sum(not finding.well for finding in findings)
    if ill:
        raise CommandError(f"{ill} of {len(findings)} checks did not pass")


async def _look(settings: Settings) -> AsyncIterator[Finding]:
    yield _settings(settings)
    yield await check_clock(settings, system_clock)
    app = assembled(settings)
    lying_there = set(app.storage.files())  # what opening lays beside it goes away again
    yield _templates(app)
    yield _words_of_filters()
    channels: Sequence[Channel] = ()
    known: BotIdentity | None = None
    try:
        database = await _database(app)
        yield database
        for finding in (*_disk(app), *_private(app, lying_there)):
            yield finding
        if database.well:
            yield await _owner(app, settings)
            yield await _updates(app)
            channels = await app.channels.channels()
            known = await app.identity.known()
        async for finding in on_telegram(settings, channels, known):
            yield finding
    finally:
        await app.close()


def _settings(settings: Settings) -> Finding:
    words = f"{settings.timezone}, {settings.default_language}"
    if strange := misspelt_settings():
        names = ", ".join(strange)
        meant = ", ".join(strange.values())
        return Finding(
            "settings",
            well=False,
            words=f"{words}; {names} in .env is none",
            advice=f"is {meant} meant?",
        )
    return Finding("settings", well=True, words=words)


def _templates(app: App) -> Finding:
    try:
        app.pages.check()
    except BadTemplateError as fault:
        return Finding("templates", well=False, words=str(fault), advice="look at TEMPLATES_DIR")
    for language in LANGUAGES:
        for name, fault_of_it in faults(app.pages, language):
            return Finding(
                "templates",
                well=False,
                words=f"no post can be made by {language}/{name}: {fault_of_it}",
                advice="mend it in TEMPLATES_DIR; until then no channel can choose it",
            )
    words = "can all be read, and posts be made by them"
    folder = app.settings.templates_dir
    if strange := list(unknown_names(app.pages, folder)) if folder else ():
        names = ", ".join(f"«{unknown}» ({name})" for name, unknown in strange)
        return Finding(
            "templates",
            well=False,
            words=f"no page is given {names}",
            advice="mend it in TEMPLATES_DIR; templates/ has the names",
        )
    if idle := without_effect(app.pages, folder) if folder else ():
        words += f"; {', '.join(idle)}: none of ours has this name"
    return Finding(
        "templates",
        well=True,
        words=words,
        advice="see templates/ for the names" if idle else None,
    )


def _words_of_filters() -> Finding:
    language = Language()
    if language.knows_all_forms:
        return Finding(
            "words", well=True, words=f"are found in all their forms ({language.engine})"
        )
    return Finding(
        "words",
        well=True,
        words=f"are found in most of their forms ({language.engine})",
        advice="install the extra search-uk for all of them",
    )


async def _database(app: App) -> Finding:
    if words := await fault_of_database(app):
        return Finding("database", well=False, words=words)
    try:
        with faults_in_words():
            await app.start()
            known = await app.identity.known()
            at_work = await app.process.all_alive()
    except CommandError as error:
        return Finding("database", well=False, words=str(error))
    whose = f"belongs to {known}" if known else "no bot has run on it yet"
    who = f"; at work on it: {', '.join(at_work)}" if at_work else ""
    return Finding("database", well=True, words=f"its tables are up to date; {whose}{who}")


def _disk(app: App) -> Iterator[Finding]:
    """Whether a database in a file can be written to, and for how long. A server's is its own."""
    files = app.storage.files()
    if not files:
        return
    folder = files[0].parent
    free = megabytes_free(folder)
    if not os.access(folder, os.W_OK):
        advice = f"give the bot's user the right to write to {folder}"
        yield Finding("disk", well=False, words=f"{folder} cannot be written to", advice=advice)
    elif free < _LITTLE_ROOM:
        advice = "make room: the bot can take nothing in where the disk is full"
        yield Finding("disk", well=False, words=f"{free} MB are free", advice=advice)
    else:
        yield Finding("disk", well=True, words=f"{free} MB are free")


def _private(app: App, lying_there: Container[Path]) -> Iterator[Finding]:
    """Whether others on this machine can read the token, or the newsroom's database."""
    if (mode := mode_of_env()) is not None:
        exposed = bool(mode & stat.S_IRWXO)
        words = "everybody on this machine can read it" if exposed else "its group can read it"
        advice = "chmod 600 .env" if exposed else None
        yield Finding(".env", well=not exposed, words=words, advice=advice)
    for path in app.storage.exposed():
        if path in lying_there:
            yield Finding(
                path.name, well=False, words="others may read it", advice=f"chmod 600 {path}"
            )


async def _owner(app: App, settings: Settings) -> Finding:
    known = {editor.user_id: editor.name for editor in await app.team.editors() if editor.is_owner}
    named = [one for one in settings.owner_ids if one not in known]
    owners = [*known.values(), *(f"{one} (OWNER_IDS, from the next start on)" for one in named)]
    if not owners:
        return Finding(
            "owner",
            well=False,
            words="nobody",
            advice="set OWNER_IDS, or open the link that run prints",
        )
    return Finding("owner", well=True, words=", ".join(owners))


async def _updates(app: App) -> Finding:
    """What ended the bot each time that it was begun is nobody's fault here, but to be known."""
    aside = await app.inbox.aside()
    if not aside:
        return Finding("updates", well=True, words="none had to be set aside")
    numbers = ", ".join(str(kept.id) for kept in aside[-_NAMED:])
    return Finding(
        "updates",
        well=True,
        words=f"{len(aside)} ended the bot each time and were set aside: {numbers}",
        advice="keep a copy of the database and report it; the table inbox holds them for 30 days",
    )


def _as_json(finding: Finding) -> dict[str, object]:
    return {
        "check": finding.what,
        "ok": finding.well,
        "words": finding.words,
        "advice": finding.advice,
    }
