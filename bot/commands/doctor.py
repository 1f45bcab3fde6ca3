"""`doctor`: what an operator wants to know before blaming the bot."""

import asyncio
import stat
import time
from collections.abc import AsyncIterator, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import typer

from bot.app import App
from bot.commands.exit_codes import CommandError
from bot.commands.inputs import settings_or_fail
from bot.commands.open_database import assembled, fault_of_database
from bot.commands.parse import print_json
from bot.config import Settings, mode_of_env
from bot.delivery.http_transport import HttpTransport
from bot.delivery.telegram import Telegram
from bot.domain.api_answers import Accepted, Answer, Refusal
from bot.domain.audience import Channel, ChannelState
from bot.domain.errors import DatabaseUnusableError
from bot.domain.people import BotIdentity
from bot.language.terms import Language
from bot.rendering.page import LANGUAGES
from bot.rendering.post_templates import faults
from bot.rendering.renderer import BadTemplateError

_LONG_AGO = 600  # seconds: Telegram tries every other minute
_NAMED = 10  # of the updates that were set aside, the latest


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at; `advice` is what to do where it is not well."""

    what: str
    well: bool
    words: str
    advice: str | None = None


def doctor(*, as_json: bool) -> None:
    settings = settings_or_fail()

    async def collect() -> list[Finding]:
        return [finding async for finding in _look(settings)]

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
    yield Finding("settings", well=True, words=f"{settings.timezone}, {settings.default_language}")
    app = assembled(settings)
    lying_there = set(app.storage.files())  # what opening lays beside it goes away again
    yield _templates(app)
    yield _words_of_filters()
    channels: Sequence[Channel] = ()
    known: BotIdentity | None = None
    try:
        database = await _database(app)
        yield database
        for finding in _private(app, lying_there):
            yield finding
        if database.well:
            yield await _owner(app, settings)
            yield await _updates(app)
            channels = await app.channels.channels()
            known = await app.identity.known()
        async for finding in _telegram(settings, channels, known):
            yield finding
    finally:
        await app.close()


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
    return Finding("templates", well=True, words="can all be read, and posts be made by them")


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
        await app.start()
    except DatabaseUnusableError as error:
        return Finding("database", well=False, words=str(error))
    known = await app.identity.known()
    whose = f"belongs to {known}" if known else "no bot has run on it yet"
    at_work = await app.membership.all_alive()
    who = f"; at work on it: {', '.join(at_work)}" if at_work else ""
    return Finding("database", well=True, words=f"its tables are up to date; {whose}{who}")


def _private(app: App, lying_there: Container[Path]) -> Iterator[Finding]:
    """Whether others on this machine can read the token, or the newsroom's database."""
    if (mode := mode_of_env()) is not None:
        exposed = bool(mode & stat.S_IRWXO)
        words = "everybody on this machine can read it" if exposed else "its group can read it"
        yield Finding(".env", well=not exposed, words=words, advice="chmod 600 .env")
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


async def _telegram(
    settings: Settings, channels: Sequence[Channel], known: BotIdentity | None
) -> AsyncIterator[Finding]:
    token = settings.bot_token
    if token is None:
        yield Finding(
            "token", well=False, words="BOT_TOKEN is not set", advice="get one from @BotFather"
        )
        return
    async with HttpTransport(settings.telegram_api_url) as wire:
        telegram = Telegram(wire, token.get_secret_value())
        me = await telegram.call("getMe", wait=15)
        if not isinstance(me, Accepted):
            yield Finding(
                "token",
                well=False,
                words=_words(me),
                advice="look at BOT_TOKEN and TELEGRAM_API_URL",
            )
            return
        bot = BotIdentity(me.result["id"], me.result["username"])
        if known is not None and known.id != bot.id:
            yield Finding(
                "token",
                well=False,
                words=f"it is that of {bot}, and this database belongs to {known}",
                advice="restore the right BOT_TOKEN or DATABASE_URL, or see `vistnyk adopt`",
            )
            return
        yield Finding("token", well=True, words=f"@{bot.username}")
        yield await _way_in(telegram, settings)
        for channel in channels:
            yield await _rights(telegram, channel, me.result["id"])


async def _way_in(telegram: Telegram, settings: Settings) -> Finding:
    """Whether the bot polls or Telegram brings it updates, and what Telegram says of that."""
    what = "webhook" if settings.webhook_url else "polling"
    answer = await telegram.call("getWebhookInfo", wait=15)
    if not isinstance(answer, Accepted) or not isinstance(answer.result, dict):
        return Finding(what, well=False, words=_words(answer), advice="look again later")
    info = answer.result
    leads_to = urlsplit(str(info.get("url") or "")).netloc
    waiting = f"{info.get('pending_update_count', 0)} updates wait at Telegram"
    if info.get("url") != (settings.webhook_url or ""):
        words = f"a webhook leads to {leads_to}" if leads_to else "is not set yet"
        return Finding(
            what,
            well=not (settings.webhook_url and leads_to),
            words=f"{words}; {waiting}",
            advice="run changes that at its start, and loses nothing",
        )
    if settings.webhook_url is None:
        return Finding(what, well=True, words=f"the bot asks for updates; {waiting}")
    fault, when = info.get("last_error_message"), info.get("last_error_date")
    words = f"Telegram brings updates to {leads_to}; {waiting}"
    if not fault or type(when) is not int:
        return Finding(what, well=True, words=words)
    ago = max(0, round(time.time()) - when)
    return Finding(
        what,
        well=not info.get("pending_update_count") or ago > _LONG_AGO,
        words=f"{words}; {ago // 60} minutes ago it could not: {fault}",
        advice="look at the proxy before the bot, and at its log",
    )


async def _rights(telegram: Telegram, channel: Channel, bot_id: int) -> Finding:
    what = f"channel «{channel.title}»"
    if channel.state is ChannelState.OFFERED:
        return Finding(
            what, well=True, words="waits for an owner's answer, nothing is posted there"
        )
    member = await telegram.call("getChatMember", wait=15, chat_id=channel.chat_id, user_id=bot_id)
    if not isinstance(member, Accepted):
        return Finding(
            what, well=False, words=_words(member), advice="make the bot an administrator there"
        )
    if not _may_post(member.result):
        return Finding(
            what,
            well=False,
            words="the bot may not post",
            advice="give it the right to post messages",
        )
    if channel.pins and not _may_pin(member.result):
        return Finding(
            what,
            well=False,
            words="the bot may post, but not pin",
            advice="give it the right to edit messages (in a group: to pin them)",
        )
    if not channel.section_ids:
        return Finding(
            what, well=False, words="no section goes there", advice="choose one with /channels"
        )
    return Finding(what, well=True, words="the bot may post")


def _may_post(member: Mapping[str, Any]) -> bool:
    """Groups know no right to post: there every member may, but for those who are restricted."""
    at_home = member.get("status") in ("administrator", "creator", "member")
    allowed = member.get("can_send_messages", at_home)
    return bool(member.get("can_post_messages", allowed))


def _may_pin(member: Mapping[str, Any]) -> bool:
    """In a channel whoever may edit its posts pins them; groups have a right for it."""
    return bool(member.get("can_pin_messages", member.get("can_edit_messages")))


def _words(answer: Answer) -> str:
    match answer:
        case Accepted():
            return "yes"
        case Refusal(code, description):
            return f"{code} {description}"
        case _:
            return answer.words


def _as_json(finding: Finding) -> dict[str, object]:
    return {
        "check": finding.what,
        "ok": finding.well,
        "words": finding.words,
        "advice": finding.advice,
    }
