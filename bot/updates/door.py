"""Where Telegram's updates come in by webhook: each is kept before it is confirmed.

It is shut until the bot can take updates, and from the moment that it is told to stop.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager

import orjson

from bot.domain.errors import TryLaterError
from bot.domain.update_facts import Update, press_of

_MOST_IN_HAND = 100  # Telegram has 40 under way; with several it may be more
_AGAIN_AFTER = 1  # seconds, as Telegram is told
_REMEMBERED = 1000  # presses whose answers went back: brought again, Telegram has not heard them
_ANSWER = "answerCallbackQuery"
_ANSWER_WITHIN = 0.1  # seconds: meanwhile Telegram brings that person's next press to nobody

# Keeps an update; whether it is new. Raises `TryLaterError` where it cannot be kept.
Keep = Callable[[Update], Awaitable[bool]]


class Door:
    """One for all requests of a process. What a handler answers to a press may go back by it."""

    def __init__(
        self, most_in_hand: int = _MOST_IN_HAND, answer_within: float = _ANSWER_WITHIN
    ) -> None:
        self._most_in_hand = most_in_hand
        self._answer_within = answer_within
        self._keep: Keep | None = None
        self._in_hand = 0
        self._presses: dict[str, asyncio.Future[bytes]] = {}
        self._given: dict[str, bytes] = {}  # the oldest first

    @contextmanager
    def opened(self, keep: Keep) -> Iterator[None]:
        """Take updates within the block; those that are in at its end are kept yet."""
        self._keep = keep
        try:
            yield
        finally:
            self._keep = None

    async def take_in(self, update: Update) -> bytes | None:
        """Return once the update is kept: the call that the answer to it may hold, if any.

        Raises `TryLaterError`.
        """
        keep = self._keep
        if keep is None or self._in_hand >= self._most_in_hand:
            raise TryLaterError(_AGAIN_AFTER)
        self._in_hand += 1
        try:
            press = press_of(update)
            if press is None or press in self._presses:
                await keep(update)
                return None
            if press in self._given:
                await keep(update)
                return self._given[press]
            return await self._answered(update, press, keep)
        finally:
            self._in_hand -= 1

    async def _answered(self, update: Update, press: str, keep: Keep) -> bytes | None:
        answer: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()
        self._presses[press] = answer
        try:
            if not await keep(update):
                # Whoever has it, mostly another process, has answered unheard, or is about to:
                # the button stops waiting, and words that are worth it come as a message.
                return orjson.dumps({"method": _ANSWER, "callback_query_id": press})
            await asyncio.wait({answer}, timeout=self._answer_within)
        finally:
            del self._presses[press]
        return self._remember(press, answer.result()) if answer.done() else None

    def respond(self, method: str, parameters: Mapping[str, object]) -> bool:
        """Whether the call goes back in the answer to the press; else somebody has to make it."""
        answer = self._presses.get(str(parameters.get("callback_query_id")))
        if answer is None or answer.done():
            return False
        given = {name: value for name, value in parameters.items() if value is not None}
        answer.set_result(orjson.dumps({"method": method} | given))
        return True

    def _remember(self, press: str, answer: bytes) -> bytes:
        self._given[press] = answer
        if len(self._given) > _REMEMBERED:
            del self._given[next(iter(self._given))]
        return answer
