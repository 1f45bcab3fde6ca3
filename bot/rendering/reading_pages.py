"""When a reader wants news: one page with buttons, and its lists in place."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from bot.domain.post import Button, Keyboard, rows
from bot.domain.quiet_hours import clock_face
from bot.domain.reading_buttons import PauseReading, SetReading, ShowReading
from bot.domain.reading_times import CAPS, CITIES, LANGUAGES, PACES, QUIET, ReadingTimes
from bot.domain.routing import Pace
from bot.rendering.keyboards import switch
from bot.rendering.page import Label, PostPage

PAUSES: Final = (8, 24, 3 * 24, 7 * 24, 30 * 24)  # hours
_WEEK: Final = 7


@dataclass(frozen=True)
class ReadingPage(PostPage):
    """`zone` by its name, if the reader has chosen one; `opened`: which list is shown.

    The reader's own clock shows `now`. `stopped`: no news come at all.
    """

    template = "readers/settings"
    times: ReadingTimes
    now: datetime
    zone: str | None
    paused_until: datetime | None
    next_at: datetime | None
    opened: str = "all"
    stopped: bool = False

    def keyboard(self, label: Label) -> Keyboard:
        if self.opened == "all":
            return tuple(self._settings(label))
        lists = {
            "hour": self._hours,
            "day": self._days,
            "quiet": self._quiet,
            "cap": self._caps,
            "zone": self._zones,
            "language": self._languages,
            "pause": self._pauses,
        }
        choices = rows(lists[self.opened](label), 4 if self.opened == "hour" else 2)
        back = Button(label("back"), press=ShowReading("all"))
        end = Button(label("end_pause"), press=PauseReading(0))
        first = ((end,),) if self.opened == "pause" and self.paused_until else ()
        return (*first, *choices, (back,))

    def context(self) -> Mapping[str, Any]:
        times = self.times
        return {
            "pace": times.pace.value,
            "hours": tuple(clock_face(minute) for minute in times.digest_at),
            "day": times.digest_day,
            "quiet": str(times.quiet) if times.quiet else None,
            "cap": times.cap if times.is_capped else None,
            "reads": times.reads,
            "zone": self.zone,
            "clock": f"{self.now.astimezone(times.zone):%H:%M}",
            "own": times.zone,
            "paused_until": self.paused_until,
            "next_at": self.next_at if self._is_ahead else None,
            "opened": self.opened,
            "stopped": self.stopped,
        }

    @property
    def _is_ahead(self) -> bool:
        """What waited until a moment ago is on its way already."""
        return self.next_at is not None and self.next_at > self.now

    def _settings(self, label: Label) -> Iterator[tuple[Button, ...]]:
        times = self.times
        for place, pace in enumerate(PACES):
            name = label(f"pace_{pace.value}")
            yield (switch(name, SetReading("pace", place), on=times.pace is pace),)
        when = []
        if times.pace is Pace.DIGEST or times.is_capped:
            when.append(Button(label("digest_hours"), press=ShowReading("hour")))
        if times.pace is Pace.DIGEST:
            when.append(Button(label("digest_days"), press=ShowReading("day")))
        if when:
            yield tuple(when)
        if times.pace is not Pace.DIGEST:
            held = [Button(label("quiet_hours"), press=ShowReading("quiet"))]
            if times.pace is Pace.INSTANT:
                held.append(Button(label("daily_cap"), press=ShowReading("cap")))
            yield tuple(held)
        yield (
            Button(label("time_zone"), press=ShowReading("zone")),
            Button(label("article_language"), press=ShowReading("language")),
        )
        if self.paused_until:
            yield (Button(label("end_pause"), press=PauseReading(0)),)
        else:
            yield (Button(label("pause_news"), press=ShowReading("pause")),)

    def _hours(self, _: Label) -> Iterator[Button]:
        for minute in range(6 * 60, 24 * 60, 60):
            on = minute in self.times.digest_at
            press = SetReading("nohour" if on else "hour", minute)
            yield switch(clock_face(minute), press, on=on)

    def _days(self, label: Label) -> Iterator[Button]:
        for day in (None, *range(_WEEK)):
            press = SetReading("day", -1 if day is None else day)
            yield switch(label("digest_day", day=day), press, on=self.times.digest_day == day)

    def _quiet(self, label: Label) -> Iterator[Button]:
        for place, hours in enumerate(QUIET):
            name = str(hours) if hours else label("no_quiet_hours")
            yield switch(name, SetReading("quiet", place), on=self.times.quiet == hours)

    def _caps(self, label: Label) -> Iterator[Button]:
        for place, cap in enumerate(CAPS):
            name = str(cap) if cap else label("no_cap")
            yield switch(name, SetReading("cap", place), on=(self.times.cap or 0) == cap)

    def _zones(self, label: Label) -> Iterator[Button]:
        for place, name in enumerate(CITIES):
            yield switch(label("city", zone=name), SetReading("zone", place), on=self.zone == name)

    def _languages(self, label: Label) -> Iterator[Button]:
        for place, language in enumerate(LANGUAGES):
            name = label("reads", language=language)
            yield switch(name, SetReading("language", place), on=self.times.reads == language)

    def _pauses(self, label: Label) -> Iterator[Button]:
        for hours in PAUSES:
            yield Button(label("pause_for", hours=hours), press=PauseReading(hours))


def pause_of(hours: int) -> timedelta:
    """What a button of ours asks for; nothing for what none does."""
    return timedelta(hours=hours if hours in PAUSES else 0)
