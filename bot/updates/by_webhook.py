"""Has Telegram send updates to the bot, and sees to it that it goes on doing so."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any, TypeVar
from urllib.parse import urlsplit

from bot.delivery.telegram import Telegram
from bot.domain.api_answers import Accepted, Answer, Refusal
from bot.domain.errors import TryLaterError
from bot.domain.update_facts import Update, date_of
from bot.updates.door import Door
from bot.updates.handling import Handling
from bot.updates.inbox import Inbox
from bot.updates.patience import DISBELIEF, Disbelief, NotKeptError, ask, if_it_can, patiently
from bot.updates.polling import UPDATES

_logger = logging.getLogger(__name__)

_AT_ONCE = 40  # requests that Telegram may have under way to all processes together
_LATER = 5  # seconds, as Telegram is told where an update cannot be kept
_PAUSE = 1.0  # seconds after the first answer that cannot be used
_LONGEST_PAUSE = 60.0
_LOOK_EVERY = 20.0  # seconds: a press that waited for less counts as pressed now
_LOOKS = 10  # that are remembered: what has waited for longer was asked for long ago
_BY_NUMBERS = timedelta(hours=12)  # Telegram drops what is a day old, and numbers begin anew
_TELL_AFTER = timedelta(minutes=10)
_OVER_AFTER = timedelta(minutes=5)  # without another fault: Telegram tries every other minute
_LONGEST_WORDS = 200  # characters

Found = TypeVar("Found")
Tell = Callable[[str, int], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Address:
    """Where Telegram sends updates, and what it shows there."""

    url: str
    secret: str = field(repr=False)

    @property
    def host(self) -> str:
        return urlsplit(self.url).netloc


class Heard:
    """Up to when Telegram had brought everything: what comes later is known to be newer.

    If nothing waits at Telegram, that is now. Under load something always waits, and presses bear
    no date. But updates are numbered in sequence: of those that waited at a look, none has a
    number above the newest that was kept, plus as many as waited.
    """

    def __init__(self, since: datetime) -> None:
        self._since = since
        self._looks: list[tuple[int, datetime]] = []  # and the highest number at that time

    def nothing_waits(self, at: datetime) -> None:
        self._since = at
        self._looks.clear()

    def some_wait(self, at: datetime, highest: int) -> None:
        """No update that was there `at` that time has a number above `highest`."""
        if at - self._since < _BY_NUMBERS:
            self._looks = [*self._looks[1 - _LOOKS :], (highest, at)]

    def before(self, update: Update) -> datetime:
        if date_of(update):  # says more, and holds where numbers leap over what nobody took
            return self._since
        passed = (at for highest, at in self._looks if update["update_id"] > highest)
        return max(passed, default=self._since)


class Listener:
    """Sets the webhook, takes what it brings, and regularly asks Telegram how it goes.

    Any number of processes may do so at once: all of them set the same webhook.
    """

    def __init__(
        self,
        telegram: Telegram,
        inbox: Inbox,
        handling: Handling,
        door: Door,
        *,
        address: Address,
        tell: Tell,
        pause: float = _PAUSE,
        look_every: float = _LOOK_EVERY,
        disbelief: float = DISBELIEF,
    ) -> None:
        """`tell` tells the desk that updates do not come: why, and how many wait."""
        self._telegram = telegram
        self._inbox = inbox
        self._handling = handling
        self._door = door
        self._address = address
        self._trouble = Trouble(tell)
        self._first_pause = self._pause = pause
        self._look_every = look_every
        self._heard = Heard(inbox.now())
        self._newest_before = 0
        self._keeps = True
        self._is_set = False
        self._disbelief = Disbelief(disbelief)

    async def run(self, stop: asyncio.Event) -> None:
        """Take updates until `stop`; the webhook stays set. Raises `TokenRefusedError`."""
        try:
            await patiently(stop, self._first_pause, "told from old ones", self._look_back)
        except NotKeptError:
            return
        async with asyncio.TaskGroup() as group:
            with self._door.opened(self._keep):
                watching = group.create_task(self._watch())
                await stop.wait()
                watching.cancel()

    async def _look_back(self) -> None:
        """Up to when everything was told; written down where this is the first start."""
        self._heard = Heard(await self._inbox.heard(await self._inbox.heard_at()))
        self._newest_before = await self._inbox.newest()

    async def _keep(self, update: Update) -> bool:
        """Keep it and have it handled; whether it is new. Raises `TryLaterError`."""
        try:
            is_new = await self._handling.take_in([update], self._heard.before(update))
        except NotKeptError as error:
            if self._keeps:
                _logger.warning("updates cannot be kept yet: %s", error)
            self._keeps = False
            raise TryLaterError(_LATER) from None
        self._keeps = True
        return is_new

    # --- the webhook itself ---

    async def _watch(self) -> None:
        """Set the webhook, look at it, and set it again, for ever."""
        while True:
            pause = await (self._look() if self._is_set else self._set())
            await asyncio.sleep(pause)

    async def _set(self) -> float:
        answer = await ask(
            self._telegram,
            "setWebhook",
            url=self._address.url,
            secret_token=self._address.secret,
            allowed_updates=UPDATES,
            max_connections=_AT_ONCE,
        )
        self._disbelief.hear(answer)
        if isinstance(answer, Accepted):
            _logger.info("Telegram sends updates to %s", self._address.host)
            self._is_set, self._pause = True, self._first_pause
            return 0
        wait, self._pause = self._pause, min(self._pause * 2, _LONGEST_PAUSE)
        asked_for = answer.retry_after if isinstance(answer, Refusal) else None
        if asked_for is not None and asked_for >= wait:  # NaN is neither less nor more
            wait = min(asked_for, _LONGEST_PAUSE)
        _logger.warning("the webhook is not set: %s; again in %.0f s", _words(answer), wait)
        return wait

    async def _look(self) -> float:
        asked_at = self._inbox.now()
        answer = await ask(self._telegram, "getWebhookInfo")
        self._disbelief.hear(answer)
        match answer:
            case Accepted(dict() as info):
                self._pause = self._first_pause
                return await self._read(info, asked_at)
            case Refusal(code=401, description=words):
                _logger.warning("Telegram does not know the token: %s; asked again", words)
                wait, self._pause = self._pause, min(self._pause * 2, _LONGEST_PAUSE)
                return wait
            case _:
                _logger.info("Telegram does not say how the webhook is: %s", _words(answer))
                return self._look_every

    async def _read(self, info: Mapping[str, Any], asked_at: datetime) -> float:
        if info.get("url") != self._address.url:
            other = urlsplit(str(info.get("url") or "")).netloc
            whose = f"leads to {other}" if other else "is taken away"
            _logger.warning("the webhook %s: another program uses this token; set again", whose)
            self._is_set = False
            return self._first_pause
        pending = info.get("pending_update_count")
        if type(pending) is int and pending >= 0:
            await self._mark(asked_at, pending)
            await self._if_it_can(partial(self._trouble.look, info, pending, self._inbox.now()))
        return self._look_every

    async def _mark(self, asked_at: datetime, pending: int) -> None:
        if pending:
            newest = await self._if_it_can(self._inbox.newest)
            # While the bot was off, numbers may have gone by that another program took.
            if newest is not None and newest > self._newest_before:
                self._heard.some_wait(asked_at, newest + pending)
        elif await self._if_it_can(partial(self._inbox.heard, asked_at)):
            self._heard.nothing_waits(asked_at)

    async def _if_it_can(self, deed: Callable[[], Awaitable[Found]]) -> Found | None:
        return await if_it_can("what Telegram says is not written down", deed)


class Trouble:
    """Telegram says that it cannot bring updates; the desk is told if that lasts."""

    def __init__(self, tell: Tell) -> None:
        self._tell = tell
        self._has_looked = False
        self._last_error: object = None  # when it was, by Telegram's clock
        self._since: datetime | None = None
        self._failed_at: datetime | None = None
        self._is_told = False

    async def look(self, info: Mapping[str, Any], pending: int, now: datetime) -> None:
        error_date = info.get("last_error_date")
        # What went wrong before the first look, while the bot was off, is over.
        if pending and self._has_looked and error_date not in (None, self._last_error):
            self._failed_at = now
        self._has_looked, self._last_error = True, error_date
        is_failing = pending and self._failed_at and now - self._failed_at < _OVER_AFTER
        words = str(info.get("last_error_message") or "it does not say why")[:_LONGEST_WORDS]
        if not is_failing:
            if self._since:
                _logger.info("Telegram brings updates again, after %s", now - self._since)
            self._since = self._failed_at = None
        elif self._since is None:
            self._since, self._is_told = now, False
            _logger.warning("Telegram cannot bring updates (%d wait): %s", pending, words)
        elif now - self._since >= _TELL_AFTER and not self._is_told:
            self._is_told = True
            await self._tell(words, pending)


def _words(answer: Answer) -> str:
    match answer:
        case Accepted():
            return "an answer that nobody can read"
        case Refusal(code, description):
            return f"{code} {description}"
        case _:
            return answer.words
