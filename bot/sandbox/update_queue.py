"""The bot's queue of updates, and the rule that one poller at a time reads it."""

import asyncio
from collections import deque
from collections.abc import Callable

from bot.sandbox.changes import Changes
from bot.sandbox.refusals import CONFLICT, BotApiError, Json

MOST_AT_ONCE = 100
_LONGEST_WAIT = 50
_BETWEEN_POLLS_S = 3  # a bot may take so long over what it got
_ONLY_WHEN_ASKED = frozenset({"chat_member", "message_reaction", "message_reaction_count"})


class UpdateQueue:
    def __init__(self, changes: Changes, first_id: int = 700_000_001) -> None:
        self._changes = changes
        self._next_id = first_id
        self._waiting: deque[Json] = deque()
        self.wanted: frozenset[str] = frozenset()
        self.are_sent = False  # to a webhook
        self._newest_poll = 0
        self._polls = 0  # that wait now
        self._listened_at = float("-inf")  # by the loop's clock: when the last poll ended
        self._told = False  # what the page was told last: whether anybody listens

    def __len__(self) -> int:
        return len(self._waiting)

    def put(self, kind: str, what: Json) -> None:
        """Queue an update, unless its kind is one that the bot has not asked for."""
        wanted = kind in self.wanted if self.wanted else kind not in _ONLY_WHEN_ASKED
        if wanted:
            self._waiting.append({"update_id": self._next_id, kind: what})
            self._next_id += 1
            self._changes.ring()

    @property
    def first(self) -> Json | None:
        return self._waiting[0] if self._waiting else None

    def want(self, kinds: list[str]) -> None:
        """What later updates may be; an empty list stands for Telegram's own choice."""
        self.wanted = frozenset(kinds)

    def forget(self, offset: int) -> None:
        """Everything before `offset` is confirmed; a negative one keeps only the last few."""
        if offset < 0:
            while len(self._waiting) > -offset:
                self._waiting.popleft()
        while self._waiting and self._waiting[0]["update_id"] < offset:
            self._waiting.popleft()

    def drop(self) -> None:
        self._waiting.clear()

    @property
    def has_listener(self) -> bool:
        """Whether a bot polls, or has done so a moment ago; or a webhook is set."""
        if self._polls or self.are_sent:
            return True
        return asyncio.get_running_loop().time() - self._listened_at < _BETWEEN_POLLS_S

    def tell_of_listener(self) -> None:
        """The page hears when somebody begins to listen, and when nobody does any more."""
        if self._told != self.has_listener:
            self._told = self.has_listener
            self._changes.note("listening", listening=self._told)

    async def poll(
        self, offset: int, limit: int, wait: float, *, ended: Callable[[], bool] = bool
    ) -> list[Json]:
        """The next updates, waited for; a newer poll ends this one with 409.

        It also ends when `ended` turns true.
        """
        self._newest_poll += 1
        mine = self._newest_poll
        self._changes.ring()
        self.forget(offset)
        self._polls += 1
        self.tell_of_listener()
        try:
            await self._changes.until(
                lambda: self._waiting or self._newest_poll != mine or ended(),
                min(wait, _LONGEST_WAIT),
            )
        finally:
            self._polls -= 1
            self._rest()
        if self._newest_poll != mine:
            raise BotApiError(409, CONFLICT)
        return list(self._waiting)[: max(1, min(limit or MOST_AT_ONCE, MOST_AT_ONCE))]

    def _rest(self) -> None:
        loop = asyncio.get_running_loop()
        self._listened_at = loop.time()
        loop.call_later(_BETWEEN_POLLS_S + 0.1, self.tell_of_listener)
