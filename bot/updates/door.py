"""Where Telegram's updates come in by webhook: kept in groups, then confirmed one by one.

It is shut until the bot can take updates, and from the moment that it is told to stop.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

import orjson

from bot.domain.errors import TryLaterError
from bot.domain.update_facts import Update, press_of

_MOST_IN_HAND = 100  # Telegram has 40 under way; with several it may be more
_AGAIN_AFTER = 1  # seconds, as Telegram is told
_ANSWER_WITHIN = 0.1  # seconds: meanwhile Telegram brings that person's next press to nobody

# Keeps updates. Raises `TryLaterError` where they cannot be kept, all or none of them.
Keep = Callable[[Sequence[Update]], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class _Waiting:
    """An update that is to be kept, and what came of it; None: it is kept."""

    update: Update
    fault: asyncio.Future[Exception | None]


class Door:
    """One for all requests of a process. What a handler answers to a press may go back by it."""

    def __init__(
        self, most_in_hand: int = _MOST_IN_HAND, answer_within: float = _ANSWER_WITHIN
    ) -> None:
        self._most_in_hand = most_in_hand
        self._answer_within = answer_within
        self._keep: Keep | None = None
        self._in_hand = 0
        self._waiting: list[_Waiting] = []
        self._keeping = asyncio.Lock()
        self._presses: dict[str, asyncio.Future[bytes]] = {}

    @asynccontextmanager
    async def opened(self, keep: Keep) -> AsyncIterator[None]:
        """Take updates within the block; at its end, those that are in are kept first."""
        self._keep = keep
        try:
            yield
        finally:
            self._keep = None
            async with self._keeping:  # whoever came before has its turn before
                pass

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
                await self._kept(update, keep)
                return None
            return await self._answered(update, press, keep)
        finally:
            self._in_hand -= 1

    def respond(self, method: str, parameters: Mapping[str, object]) -> bool:
        """Whether the call goes back in the answer to the press; else somebody has to make it."""
        answer = self._presses.get(str(parameters.get("callback_query_id")))
        if answer is None or answer.done():
            return False
        given = {name: value for name, value in parameters.items() if value is not None}
        answer.set_result(orjson.dumps({"method": method} | given))
        return True

    async def _answered(self, update: Update, press: str, keep: Keep) -> bytes | None:
        answer: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()
        self._presses[press] = answer
        try:
            await self._kept(update, keep)
            await asyncio.wait({answer}, timeout=self._answer_within)
        finally:
            del self._presses[press]
        return answer.result() if answer.done() else None

    async def _kept(self, update: Update, keep: Keep) -> None:
        """Whoever comes first keeps all that have come meanwhile, in one transaction."""
        mine = _Waiting(update, asyncio.get_running_loop().create_future())
        self._waiting.append(mine)
        async with self._keeping:
            if not mine.fault.done():
                group, self._waiting = self._waiting, []
                await _keep_all(group, keep)
        if fault := await mine.fault:
            raise fault


async def _keep_all(group: Sequence[_Waiting], keep: Keep) -> None:
    """Keep updates together; where one of them is to blame that it fails, each by itself."""
    fault: Exception | None = TryLaterError(_AGAIN_AFTER)  # for the others, if this is cancelled
    try:
        await keep([one.update for one in group])
        fault = None
    except TryLaterError as error:
        fault = error
    except Exception as error:  # noqa: BLE001 - each is told of its own
        fault = error
        if len(group) > 1:
            for one in group:
                await _keep_all([one], keep)
    finally:
        for one in group:
            if not one.fault.done():
                one.fault.set_result(fault)
