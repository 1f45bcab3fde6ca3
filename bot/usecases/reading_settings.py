"""When readers want news: what they set, pauses, and what that comes to."""

import asyncio
from collections.abc import Callable, Sized
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo

from bot.domain.clock import Clock, NextLook
from bot.domain.errors import RefusedError
from bot.domain.pauses import read_pause
from bot.domain.people import Person, language_of
from bot.domain.reading_times import (
    CAPS,
    CITIES,
    LANGUAGES,
    PACES,
    QUIET,
    Moments,
    ReadingTimes,
    after_change,
    check_minute,
    read_quiet,
    read_zone,
    zone_named,
)
from bot.domain.reasons import Reason, ReasonCode
from bot.language.cities import Cities
from storage.storage import Storage, Transaction


@dataclass(frozen=True, slots=True)
class NewsTimes:
    """A reader's times; `zone`: its name, if they have chosen one; until when they pause."""

    times: ReadingTimes
    now: datetime
    zone: str | None = None
    paused_until: datetime | None = None
    next_at: datetime | None = None


class ReadingSettings:
    def __init__(
        self,
        storage: Storage,
        clock: Clock,
        zone: tzinfo,
        default_language: str,
        *,
        next_look: NextLook,
        cities: Cities,
    ) -> None:
        """`zone` is the newsroom's; `next_look` at what digests are due."""
        self._storage = storage
        self._clock = clock
        self._zone = zone
        self._default_language = default_language
        self._next_look = next_look
        self._cities = cities

    async def of(self, person: Person) -> NewsTimes:
        async with self._storage.reading() as tx:
            known = await tx.digests.times(person.user_id, self._zone)
            zone = await tx.digests.zone_name(person.user_id)
        if known is None:
            return NewsTimes(ReadingTimes(self._zone), self._clock())
        return _reading(*known, zone, self._clock())

    async def set(
        self, person: Person, what: str, value: int, *, language_code: str | None
    ) -> NewsTimes:
        """Change one setting. Raises `RefusedError` for what nobody was offered."""
        name = CITIES[_place(value, CITIES)] if what == "zone" else None
        zone = read_zone(name, self._zone)
        return await self._change(
            person,
            lambda old: replace(old, zone=zone) if name else _changed(old, what, value),
            name,
            language_code,
        )

    async def typed(self, person: Person, text: str, *, language_code: str | None) -> NewsTimes:
        """Quiet hours («23:30–6:45»), or else a zone or a city. Raises `RefusedError`."""
        if quiet := read_quiet(text):
            return await self._change(
                person, lambda old: replace(old, quiet=quiet), None, language_code
            )
        # Some hundreds of names are looked up for the first city.
        name = zone_named(text) or await asyncio.to_thread(self._cities.zone_of, text)
        if name is None:
            raise RefusedError("zone_unknown", text=text)
        zone = read_zone(name, self._zone)
        return await self._change(person, lambda old: replace(old, zone=zone), name, language_code)

    async def pause_typed(
        self, person: Person, text: str, *, language_code: str | None
    ) -> NewsTimes:
        """The same for as long as somebody types. Raises `RefusedError`: `pause_not_read`."""
        length = read_pause(text, self._clock(), person.zone or self._zone)
        return await self.pause(person, length, language_code=language_code)

    async def pause(
        self, person: Person, length: timedelta, *, language_code: str | None
    ) -> NewsTimes:
        """Nothing comes until then, and of what went out meanwhile nothing will; 0: go on."""
        async with self._storage.writing() as tx:
            now = self._clock()
            times, moments, zone = await self._known(tx, person, language_code)
            until = now + length if length else None
            standing = replace(moments.standing, paused_until=until)
            moments = replace(moments, standing=standing)
            await tx.digests.set_moments(person.user_id, moments)
            if until:
                reason = Reason(ReasonCode.READER_STOPPED)
                await tx.ledger.skip_chat(person.user_id, reason)
        return _reading(times, moments, zone, now)

    async def _change(
        self,
        person: Person,
        change: Callable[[ReadingTimes], ReadingTimes],
        name: str | None,
        code: str | None,
    ) -> NewsTimes:
        """`name`: of another zone, if it is that."""
        async with self._storage.writing() as tx:
            now = self._clock()
            times, moments, before = await self._known(tx, person, code)
            new, zone = change(times), name or before
            if (new, zone) != (times, before):
                if moments.next_at:
                    await tx.ledger.quiet_ends(person.user_id, moments.next_at, now)
                moments = after_change(new, moments, now)
                await tx.digests.set_times(person.user_id, new, zone)
                await tx.digests.set_moments(person.user_id, moments)
                tx.wake()
        self._next_look.at_once()
        return _reading(new, moments, zone, now)

    async def _known(
        self, tx: Transaction, person: Person, code: str | None
    ) -> tuple[ReadingTimes, Moments, str | None]:
        """Whoever was no reader becomes one."""
        if person.reader is None:
            language = language_of(code, self._default_language)
            await tx.people.join({person.user_id: language}, self._clock())
        known = await tx.digests.times(person.user_id, self._zone)
        if known is None:
            raise RefusedError("reader_unknown")
        return *known, await tx.digests.zone_name(person.user_id)


def _changed(times: ReadingTimes, what: str, value: int) -> ReadingTimes:
    if what == "pace":
        return replace(times, pace=PACES[_place(value, PACES)])
    if what in ("hour", "nohour"):
        minute, at = check_minute(value), set(times.digest_at)
        at = at | {minute} if what == "hour" else at - {minute}
        return replace(times, digest_at=tuple(sorted(at)) or times.digest_at)
    if what == "day":
        return replace(times, digest_day=None if value < 0 else _place(value, range(7)))
    if what == "quiet":
        return replace(times, quiet=QUIET[_place(value, QUIET)])
    if what == "cap":
        return replace(times, cap=CAPS[_place(value, CAPS)] or None)
    if what == "language":
        return replace(times, reads=LANGUAGES[_place(value, LANGUAGES)])
    raise RefusedError("setting_unknown")


def _place(value: int, things: Sized) -> int:
    if not 0 <= value < len(things):
        raise RefusedError("setting_unknown")
    return value


def _reading(times: ReadingTimes, moments: Moments, zone: str | None, now: datetime) -> NewsTimes:
    until = moments.standing.paused_until
    return NewsTimes(times, now, zone, until if until and until > now else None, moments.next_at)
