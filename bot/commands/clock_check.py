"""What `doctor` says of the clock: what it shows in the newsroom, and how far it is off."""

from contextlib import suppress
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

import aiohttp

from bot.commands.checkup import Finding
from bot.config import Settings
from bot.domain.clock import Clock

_WITHIN = 15  # seconds for an answer
_FAR = timedelta(seconds=10)  # articles go out by the clock, and commands are old after a minute


async def check_clock(settings: Settings, clock: Clock) -> Finding:
    """Compares with the server at `TELEGRAM_API_URL`, which is told no token."""
    asked_at = clock()
    told = await _time_of(settings.telegram_api_url)
    answered_at = clock()
    shown = f"{answered_at.astimezone(settings.zone):%Y-%m-%d %H:%M} in {settings.timezone}"
    if told is None:
        return Finding("clock", well=True, words=f"{shown}; Telegram does not tell the time")
    ahead, behind = asked_at - told, told - answered_at
    if max(ahead, behind) < _FAR:
        return Finding("clock", well=True, words=f"{shown}, as Telegram has it")
    off = (
        f"{max(ahead, behind).total_seconds():.0f} s {'ahead of' if ahead > behind else 'behind'}"
    )
    return Finding(
        "clock",
        well=False,
        words=f"{shown}: {off} Telegram's",
        advice="have the machine set it by NTP: articles go out by it",
    )


async def _time_of(address: str) -> datetime | None:
    """By its answer's `Date`, to the second; None where it gives none."""
    limit = aiohttp.ClientTimeout(total=_WITHIN)
    with suppress(aiohttp.ClientError, TimeoutError, ValueError):
        async with (
            aiohttp.ClientSession(timeout=limit) as session,
            session.head(address, allow_redirects=False) as answer,
        ):
            told = parsedate_to_datetime(answer.headers.get("Date", ""))
            return told if told.tzinfo else None
    return None
