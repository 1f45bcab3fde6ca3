"""Writes the readers' rows of publications, chunk by chunk, each its own transaction.

First of all it finds out which of the topics that anybody follows or mutes an article is about.
An article with which that fails, by a fault of ours, lets the others go first.
"""

import asyncio
import logging
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta

from bot.delivery.database_faults import tell_fault
from bot.domain.clock import Clock, NextLook
from bot.domain.filters import Said
from bot.domain.topics import matter_of
from storage.engine import is_passing
from storage.fanning_out import CHUNK
from storage.storage import Storage

_logger = logging.getLogger(__name__)

_TRANSACTION = 0.04  # seconds for a chunk: a person's press waits for one
_FIRST_ROWS, _FEWEST_ROWS = 2000, 500
_AFTER_FAULT = 1.0  # seconds
_ASIDE = timedelta(minutes=1)  # so long all others go before an article with a fault
_MANY_ROWS = 20_000  # after which the database is to count anew, so that it plans for as many
_BETWEEN_LOOKS = 0.25  # seconds, where the last has found nothing
_LOOKS_FOR_ANOTHER = 20  # at what another process is to do
_STANDS_STILL = 1.0  # seconds after which nobody else is taken to be writing

_Mark = tuple[int, int]  # an article, and the last reader whose row is written


class FanOut:
    """`chunk` is how many rows one transaction writes at most; `many`: see `_MANY_ROWS`."""

    def __init__(
        self,
        storage: Storage,
        clock: Clock,
        said: Callable[[str], Said],
        *,
        chunk: int = CHUNK,
        many: int = _MANY_ROWS,
        leads: Callable[[], bool] = lambda: True,
        passed: Callable[[], float] = time.monotonic,
    ) -> None:
        """`said` makes search terms of a text. `leads`: whether other processes wait for ours."""
        self._storage = storage
        self._said = said
        self._clock = clock
        self._leads = leads
        self._passed = passed
        self._chunk = chunk
        self._rows = min(_FIRST_ROWS, chunk)
        self._many = self._uncounted_most = many
        self._uncounted = 0
        self._aside: dict[int, datetime] = {}  # articles with a fault, and until when
        self._left_at: dict[int, int] = {}  # how far this process has moved the marks
        self._found_at: _Mark | None = None  # a mark that another process is moving
        self._found_since = 0.0
        self._next_look = NextLook(clock)
        self._woken = asyncio.Event()
        self._stopping = asyncio.Event()

    def look(self) -> None:
        """Look for publications: there may be a new one."""
        self._next_look.at_once()
        self._woken.set()

    def stop(self) -> None:
        """End after the chunk that is being written: the mark says where to go on."""
        self._stopping.set()
        self._woken.set()

    async def run(self) -> None:
        loop = asyncio.get_running_loop()
        while not self._stopping.is_set():
            looked_at = loop.time()
            self._woken.clear()
            try:
                more = await self.write_chunk()
            except Exception as error:  # noqa: BLE001 - it is told of
                tell_fault(_logger, "readers' rows cannot be written", error)
                await asyncio.sleep(_AFTER_FAULT)
                continue
            if not more:
                with suppress(TimeoutError):
                    async with asyncio.timeout(self._next_look.seconds_left()):
                        await self._woken.wait()
                # The worker is woken for much else as well: most often there is nothing to write.
                with suppress(TimeoutError):
                    async with asyncio.timeout_at(looked_at + _BETWEEN_LOOKS):
                        await self._stopping.wait()

    async def write_chunk(self) -> bool:
        """Write the next readers' rows; false where no publication has any left."""
        if not self._next_look.is_now():
            return False
        now = self._clock()
        async with self._storage.reading() as tx:
            waiting = await tx.ledger.open_fan_outs()
            self._aside = {each: until for each, until in self._aside.items() if until > now}
            mark = next((each for each in waiting.items() if each[0] not in self._aside), None)
            is_examined = mark is not None and await tx.topics.are_noted(mark[0])
        if mark is None:
            self._next_look.found(min(self._aside.values(), default=None))
            self._left_at.clear()  # whatever was left is written by others
            return False
        self._next_look.at_once()
        if self._is_anothers(mark):
            await self._pause()
            return True
        try:
            await self._write(mark[0], is_examined=is_examined)
        except Exception as fault:
            if not is_passing(fault):
                self._aside[mark[0]] = now + _ASIDE
            raise
        return True

    async def _write(self, article_id: int, *, is_examined: bool) -> None:
        if not is_examined:
            await self._examine(article_id)
        async with self._storage.writing(patient=True) as tx:
            began = time.monotonic()
            last_id = (await tx.ledger.open_fan_outs()).get(article_id)
            if last_id is None or self._is_anothers((article_id, last_id)):
                return  # another process was first
            written = await tx.ledger.fan_out(article_id, self._clock(), self._rows)
            last_id = (await tx.ledger.open_fan_outs()).get(article_id)
            tx.wake()
        self._left_at.pop(article_id, None)
        if last_id is not None:
            self._left_at[article_id] = last_id
        if 2 * written > self._rows:  # a small chunk says little about a full one
            self._rows = fitting(self._rows, time.monotonic() - began, self._chunk)
        await self._count(written, is_last=last_id is None)

    def _is_anothers(self, mark: _Mark) -> bool:
        """Whether another process is writing these rows: the mark moves, and not by us.

        Two that wrote at once would only wait for each other, and claims for both.
        """
        article_id, last_id = mark
        if not self._storage.is_shared or not last_id or last_id == self._left_at.get(article_id):
            return False
        now = self._passed()
        if mark != self._found_at:
            self._found_at, self._found_since = mark, now
        return now - self._found_since < _STANDS_STILL

    async def _examine(self, article_id: int) -> None:
        """Find and note the article's topics, outside of a transaction: that may take a while.

        As a rule the leading process does it; the others wait a little, and do it if it has not.
        """
        if not self._leads() and await self._is_examined(article_id):
            return
        while not await self._note(article_id):
            pass  # a correction has come meanwhile

    async def _is_examined(self, article_id: int) -> bool:
        """Wait a little for another process to do it. Returns whether it has."""
        for _ in range(_LOOKS_FOR_ANOTHER):
            await self._pause()
            async with self._storage.reading() as tx:
                if await tx.topics.are_noted(article_id):
                    return True
        return False

    async def _pause(self) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(_BETWEEN_LOOKS):
                await self._stopping.wait()

    async def _note(self, article_id: int) -> bool:
        async with self._storage.reading() as tx:
            article = await tx.articles.existing(article_id)
        matter = await asyncio.to_thread(matter_of, article, self._said)
        async with self._storage.reading() as tx:
            candidates = await tx.topics.candidates(matter)
        topics = [topic for topic in candidates if matter.has(topic)]
        async with self._storage.writing() as tx:
            now = await tx.articles.existing(article_id, lock=True)
            if now.revision != article.revision:
                return False
            await tx.topics.note(article_id, topics, article.content.language)
        return True

    async def _count(self, written: int, *, is_last: bool) -> None:
        """Have the database update its statistics, ever more seldom within one publication."""
        self._uncounted += written
        if self._uncounted >= self._uncounted_most:
            self._uncounted, self._uncounted_most = 0, 2 * self._uncounted_most
            await self._storage.count_rows()
        if is_last:
            self._uncounted_most = self._many


def fitting(rows: int, seconds: float, most: int) -> int:
    """How many rows the next transaction is to write, given how long the last one took."""
    in_time = int(rows * min(2, _TRANSACTION / max(seconds, 0.001)))
    return min(max(in_time, _FEWEST_ROWS), most)
