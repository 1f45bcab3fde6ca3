"""Takes updates from Telegram by long polling: kept, confirmed, handled, in this order."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from weakref import WeakValueDictionary

from bot.delivery.telegram import Telegram
from bot.domain.answers import Accepted, Answer, Refusal
from bot.inbox import Inbox

_logger = logging.getLogger(__name__)

Update = Mapping[str, Any]
Handle = Callable[[Update], Awaitable[None]]

UPDATES = (
    "message",
    "callback_query",
    "my_chat_member",
    "channel_post",
    "edited_channel_post",
)
_LONG_POLL = 25  # seconds
_PAUSE = 2.0  # seconds after an answer that brought nothing
_AT_ONCE = 64
_FINISH_WITHIN = 10.0  # seconds


class TokenRefused(Exception):  # noqa: N818 - Telegram's word, and no fault of the program
    """Telegram does not know the token (any more)."""


class Poller:
    """One chat's updates are handled one after another, different chats' side by side."""

    def __init__(
        self, telegram: Telegram, inbox: Inbox, handle: Handle, pause: float = _PAUSE
    ) -> None:
        self._telegram = telegram
        self._inbox = inbox
        self._handle = handle
        self._pause = pause
        self._room = asyncio.Semaphore(_AT_ONCE)
        self._lines: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    async def run(self, stop: asyncio.Event) -> None:
        """Poll until `stop`, then finish what is in hand. Raises `TokenRefused`."""
        await self._telegram.call("deleteWebhook")
        async with asyncio.TaskGroup() as group:
            tasks: set[asyncio.Task[None]] = set()

            def start(update: Update) -> None:
                task = group.create_task(self._finish(update))
                tasks.add(task)
                task.add_done_callback(tasks.discard)

            for update in await self._inbox.waiting():
                start(update)
            await self._poll(stop, start)
            if tasks:
                _, late = await asyncio.wait(tasks, timeout=_FINISH_WITHIN)
                for task in late:  # still in the inbox: handled at the next start
                    task.cancel()

    async def _poll(self, stop: asyncio.Event, start: Callable[[Update], None]) -> None:
        offset = None
        async with asyncio.TaskGroup() as group:
            stopped = group.create_task(stop.wait())
            while not stop.is_set():
                asked = group.create_task(self._ask(offset))
                await asyncio.wait({asked, stopped}, return_when=asyncio.FIRST_COMPLETED)
                if not asked.done():
                    asked.cancel()
                    break
                updates = await self._read(asked.result(), stopped)
                for update in await self._keep(updates):
                    start(update)
                if updates:
                    offset = updates[-1]["update_id"] + 1
            stopped.cancel()

    async def _ask(self, offset: int | None) -> Answer:
        return await self._telegram.call(
            "getUpdates",
            wait=_LONG_POLL + 15,
            offset=offset,
            timeout=_LONG_POLL,
            allowed_updates=UPDATES,
        )

    async def _keep(self, updates: list[Update]) -> list[Update]:
        """Keep updates before they are confirmed, however long the database takes."""
        while updates:
            try:
                return await self._inbox.keep(updates)
            except Exception:
                _logger.exception("updates cannot be kept; trying again")
                await asyncio.sleep(self._pause)
        return []

    async def _read(self, answer: Answer, stopped: asyncio.Task[bool]) -> list[Update]:
        match answer:
            case Accepted(result):
                updates: list[Update] = result
                return updates
            case Refusal(code=401 | 404, description=words):
                raise TokenRefused(words)
            case Refusal(code=409, description=words):
                _logger.error("another program polls with this token: %s", words)
            case _:
                _logger.warning("no updates: %s", answer)
        wait = answer.retry_after if isinstance(answer, Refusal) else None
        await asyncio.wait({stopped}, timeout=wait or self._pause)
        return []

    async def _finish(self, update: Update) -> None:
        """Handle an update in its chat's line. A fault of ours does not bring it back."""
        line = self._lines.setdefault(_chat_of(update), asyncio.Lock())
        async with line, self._room:
            try:
                await self._handle(update)
            except Exception:
                _logger.exception("update %s", update["update_id"])
            try:
                await self._inbox.done(update["update_id"])
            except Exception:  # it is handled once more at the next start, at the worst
                _logger.exception("update %s cannot be marked as done", update["update_id"])


def _chat_of(update: Update) -> int:
    """Whose line an update stands in: the chat's, or the person's who pressed a button."""
    for content in update.values():
        for key in ("chat", "from"):
            who = content.get(key) if isinstance(content, Mapping) else None
            if isinstance(who, Mapping) and isinstance(who.get("id"), int):
                return int(who["id"])
    return 0
