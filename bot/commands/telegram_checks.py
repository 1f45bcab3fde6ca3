"""What `doctor` asks Telegram: the token, the way of updates, the bot's rights in channels."""

import time
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from bot.commands.checkup import Finding
from bot.config import Settings
from bot.delivery.http_transport import HttpTransport
from bot.delivery.telegram import Telegram
from bot.domain.api_answers import Accepted, Answer, Refusal
from bot.domain.channel import Channel, ChannelState
from bot.domain.people import BotIdentity

_LONG_AGO = 600  # seconds: Telegram tries every other minute


async def on_telegram(
    settings: Settings, channels: Sequence[Channel], known: BotIdentity | None
) -> AsyncIterator[Finding]:
    """Whose the token is, how updates come in, and what the bot may do in each channel."""
    token = settings.bot_token
    if token is None:
        yield Finding(
            "token", well=False, words="BOT_TOKEN is not set", advice="get one from @BotFather"
        )
        return
    async with HttpTransport(settings.telegram_api_url) as wire:
        telegram = Telegram(wire, token.get_secret_value())
        me = await telegram.call("getMe", wait=15)
        match me:
            case Accepted({"id": int(number), "username": str(username)}):
                bot = BotIdentity(number, username)
            case _:
                yield Finding(
                    "token",
                    well=False,
                    words=_words(me),
                    advice="look at BOT_TOKEN and TELEGRAM_API_URL",
                )
                return
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
        if settings.desk is not None:
            yield await _desk(telegram, settings.desk)
        for channel in channels:
            yield await _rights(telegram, channel, bot.id)


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


async def _desk(telegram: Telegram, chat_id: int) -> Finding:
    """Whether the bot can write where alerts go; nobody would miss them who waits for none."""
    answer = await telegram.call("getChat", wait=15, chat_id=chat_id)
    if isinstance(answer, Accepted):
        return Finding("desk chat", well=True, words="is there")
    advice = "whoever that is has to write to the bot first; or look at DESK_CHAT_ID, OWNER_IDS"
    if chat_id < 0:  # a group's
        advice = "add the bot to that group, or look at DESK_CHAT_ID"
    return Finding("desk chat", well=False, words=f"{chat_id}: {_words(answer)}", advice=advice)


async def _rights(telegram: Telegram, channel: Channel, bot_id: int) -> Finding:
    what = f"channel «{channel.title}»"
    if channel.state is ChannelState.OFFERED:
        return Finding(
            what, well=True, words="waits for an owner's answer, nothing is posted there"
        )
    member = await telegram.call("getChatMember", wait=15, chat_id=channel.chat_id, user_id=bot_id)
    if not isinstance(member, Accepted) or not isinstance(member.result, dict):
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
            return "an answer that says nothing of it"
        case Refusal(code, description):
            return f"{code} {description}"
        case _:
            return answer.words
