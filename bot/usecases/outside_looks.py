"""Looks at drafts' links and pictures on their sites, so that the desk hears before readers do.

What is found is a row; publishing reads it and waits for no site.
"""

import asyncio
from datetime import timedelta
from typing import Final

from bot import pictures
from bot.domain.clock import Clock, NextLook
from bot.domain.errors import RefusedError
from bot.domain.outside_look import Look, Seen, Target, seen_of, tells_of_the_picture
from bot.fetching import Bounds, Fetcher
from bot.intake.executor import Parsing
from bot.usecases.one_by_one import for_all
from storage.storage import Storage

AT_ONCE: Final = 4
_LASTS: Final = timedelta(seconds=60)  # in hand; after a kill somebody looks again
_MOST_TRIES: Final = 3
_BOUNDS: Final = Bounds(seconds=8.0, size=20_000_000)


class OutsideLooks:
    """Without `on` nothing is looked at: the bot may stand where it cannot reach the site."""

    def __init__(
        self,
        storage: Storage,
        clock: Clock,
        fetcher: Fetcher | None,
        parsing: Parsing,
        *,
        on: bool = True,
    ) -> None:
        self._storage = storage
        self._clock = clock
        self._fetcher = fetcher or Fetcher(bounds=_BOUNDS)
        self._parsing = parsing
        self._on = on
        self.next_look = NextLook(clock, timedelta(minutes=1))
        storage.wakes.append(self.next_look.at_once)

    async def look(self) -> None:
        """Look at what is due, each for itself: a site that takes its time holds up no other."""
        if not self._on or not self.next_look.is_now():
            return
        now = self._clock()
        async with self._storage.reading() as tx:
            due_at = await tx.looks.next_at()
        self.next_look.found(due_at)
        if due_at is None or due_at > now:
            return
        async with self._storage.writing() as tx:
            taken = await tx.looks.take(now, now + _LASTS, AT_ONCE)
        self.next_look.at_once()
        await for_all(taken, self._look_at, lambda each: f"not looked at: {each[0].url}")

    async def _look_at(self, taken: tuple[Target, int]) -> None:
        target, tries = taken
        seen = Seen("site_broken") if tries > _MOST_TRIES else await self._seen(target)
        async with self._storage.writing() as tx:
            now = self._clock()
            before = (await tx.looks.seen([target.url])).get(target.url, Seen())
            article_id = await tx.looks.found(Look(target, now, seen))
            if target.is_picture and tells_of_the_picture(seen) and seen.code:
                await tx.pictures.refuse_unless_had(target.url, seen.code, seen.details, now)
            if article_id is not None and seen != before:  # else its cards say so already
                await tx.ledger.mark_cards_changed(article_id, now)
            tx.wake()

    async def _seen(self, target: Target) -> Seen:
        try:
            async with asyncio.timeout(_BOUNDS.seconds):
                came = await self._fetcher.fetch_page(target.url)
                if target.is_picture:
                    await self._parsing(pictures.as_photo, came.data)
        except TimeoutError:
            return Seen("site_too_slow")
        except RefusedError as refusal:
            return seen_of(refusal)
        return Seen()
