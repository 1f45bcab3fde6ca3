"""The bot's queue of updates, and the rule that one poller at a time reads it."""

import asyncio
from collections.abc import Callable, Collection
from itertools import islice

from bot.sandbox.changes import Changes
from bot.sandbox.refusals import CONFLICT, BotApiError, Json

MOST_AT_ONCE = 100
_LONGEST_WAIT = 50
_BETWEEN_POLLS_S = 3  # a bot may take so long over what it got
_ONLY_WHEN_ASKED = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
_LOOKED_THROUGH = 1000  # updates: whoever has more waiting holds up the others


def line_of(update: Json) -> object:
    """Presses stand in the line of their person, everything else in that of its chat."""
    content = next(what for kind, what in update.items() if kind != "update_id")
    chat = content.get("chat")
    return chat["id"] if chat else ("person", content.get("from", {}).get("id"))


class UpdateQueue:
    def __init__(self, changes: Changes, first_id: int = 700_000_001) -> None:
        self._changes = changes
        self._next_id = first_id
        self._waiting: dict[int, Json] = {}  # by their ids, in their order
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
            self._waiting[self._next_id] = {"update_id": self._next_id, kind: what}
            self._next_id += 1
            self._changes.ring()

    def __contains__(self, update_id: object) -> bool:
        return update_id in self._waiting

    def next_for_webhook(self, busy: Collection[object]) -> Json | None:
        """The first whose line is not busy; each line is sent one after another."""
        for update in islice(self._waiting.values(), _LOOKED_THROUGH):
            if line_of(update) not in busy:
                return update
        return None

    def want(self, kinds: list[str]) -> None:
        """What later updates may be; an empty list stands for Telegram's own choice."""
        self.wanted = frozenset(kinds)

    def forget(self, offset: int) -> None:
        """Everything before `offset` is confirmed; a negative one keeps only the last few."""
        ids = list(self._waiting)
        old = ids[:offset] if offset < 0 else [number for number in ids if number < offset]
        for number in old:
            del self._waiting[number]

    def confirm(self, update_id: int) -> None:
        """It has been taken, whatever waits before it."""
        self._waiting.pop(update_id, None)

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
        return list(self._waiting.values())[: max(1, min(limit or MOST_AT_ONCE, MOST_AT_ONCE))]

    def _rest(self) -> None:
        loop = asyncio.get_running_loop()
        self._listened_at = loop.time()
        loop.call_later(_BETWEEN_POLLS_S + 0.1, self.tell_of_listener)
