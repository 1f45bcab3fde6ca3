"""When an article goes out: the calendar and clock of buttons, and the queue."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from bot.domain.article import Article
from bot.domain.buttons import CancelQuestion, ShowCard
from bot.domain.channel import Channel
from bot.domain.desk import Dispatch, Earlier, Upcoming
from bot.domain.post import Button, Keyboard, drawn_for, rows
from bot.domain.press import Press
from bot.domain.schedule import (
    FARTHEST,
    as_minutes,
    days_of,
    hours_of,
    minutes_of,
    rounded_up,
)
from bot.domain.schedule_buttons import (
    ClearTime,
    EditWhen,
    SetBreaking,
    SetFollowed,
    SetOutlet,
    SetOutletChannel,
    SetTime,
    ShowDay,
    ShowEarlier,
    ShowHour,
    ShowMonth,
    ShowQueue,
    ShowScheduled,
)
from bot.rendering.editors.finding_pages import article_buttons, named_article
from bot.rendering.keyboards import button_name, first_choices, switch
from bot.rendering.page import Label, PostPage

_AN_INSTANT: Final = timedelta(microseconds=1)
_DAYS: Final = 7  # of a week: on the first page, and in a row of a month
_NO_DAY: Final = "·"
_SOON: Final = (timedelta(minutes=30), timedelta(hours=1), timedelta(hours=2))
_AT_ONCE: Final = (timedelta(), timedelta(hours=1), timedelta(hours=2))  # behind an embargo
_WORDS, _MOST = 40, 10  # of a headline on a button; such buttons
_LEAP: Final = 10  # pages
_SHOWN: Final = 8  # articles to a page: more may not fit into a message


@dataclass(frozen=True)
class _Choice(PostPage):
    """One step of choosing a time; `now` is the newsroom's, `embargo` what the time is for."""

    article: Article
    now: datetime
    embargo: bool

    @property
    def _begins(self) -> datetime:
        """After which there are times to choose: nothing goes out before its embargo is over."""
        until = None if self.embargo else self.article.embargo_until
        if until is None:
            return self.now
        return max(self.now, until.astimezone(self.now.tzinfo) - _AN_INSTANT)

    def _day(self, day: date, label: Label) -> Button:
        at = datetime.combine(day, time(12), self.now.tzinfo)
        return Button(label("day", at=at), press=self._to_day(day))

    def _to_day(self, day: date) -> Press:
        return ShowDay(self.article.id, self.embargo, day.toordinal())

    def _month(self, day: date) -> Press:
        return ShowMonth(self.article.id, self.embargo, day.toordinal())

    def _moment(self, at: datetime, label: Label) -> Button:
        press = SetTime(self.article.id, self.embargo, as_minutes(at))
        return Button(label("clock", at=at), press=press)

    def _soon(self, at: datetime, label: Label) -> Button:
        """With its day, where that is not today."""
        button = self._moment(at, label)
        if at.date() == self.now.date():
            return button
        return replace(button, text=f"{label('day', at=at)}, {button.text}")

    def _back(self, label: Label) -> tuple[Button, ...]:
        return (Button(label("back"), press=EditWhen(self.article.id, self.embargo)),)


@dataclass(frozen=True)
class WhenQuestion(_Choice):
    """The next week, and what is soon; everything else is typed, or found in the calendar.

    Where two people have to agree (`needs_second`), nobody sets a time alone; a time that was set
    before can be cleared.
    """

    template = "editors/schedule/when"
    needs_second: bool = False

    def keyboard(self, label: Label) -> Keyboard:
        id_ = self.article.id
        begins = self._begins
        waits = _SOON if begins == self.now else _AT_ONCE
        soon = [self._soon(rounded_up(begins + wait), label) for wait in waits]
        days = [self._day(begins.date() + timedelta(days=n), label) for n in range(_DAYS)]
        later = Button(label("other_day"), press=self._month(begins.date()))
        set_ = self.article.embargo_until if self.embargo else self.article.scheduled
        none = Button(
            label("no_embargo" if self.embargo else "unschedule"),
            press=ClearTime(id_, self.embargo),
        )
        other = Button(
            label("when" if self.embargo else "embargo"),
            press=EditWhen(id_, embargo=not self.embargo),
        )
        if self.needs_second:
            other = Button(label("unschedule"), press=ClearTime(id_, embargo=False))
        has_other = self.article.scheduled or not self.needs_second
        cancel = Button(label("cancel"), press=CancelQuestion(id_))
        keyboard = (
            *(() if self.embargo else (tuple(soon),)),
            *rows(days, 4),
            (later, other) if has_other else (later,),
            *(((none,),) if set_ else ()),
            (cancel,),
        )
        return drawn_for(self.article.version, keyboard)


@dataclass(frozen=True)
class MonthQuestion(_Choice):
    """The days of a month that are not over, each under its weekday.

    What is no day to choose shows the month anew.
    """

    template = "editors/schedule/month"
    month: date

    def keyboard(self, label: Label) -> Keyboard:
        weeks = days_of(self.month, self._begins)
        monday = self.month - timedelta(days=self.month.weekday())
        names = [label("weekday", at=self._noon(monday + timedelta(days=n))) for n in range(_DAYS)]
        header = tuple(map(self._blank, names))
        keyboard = (header, *map(self._week, weeks), self._turning(label), self._back(label))
        return drawn_for(self.article.version, keyboard)

    def _week(self, days: list[date]) -> tuple[Button, ...]:
        shown = {day.weekday(): Button(str(day.day), press=self._to_day(day)) for day in days}
        return tuple(shown.get(number) or self._blank(_NO_DAY) for number in range(_DAYS))

    def _blank(self, words: str) -> Button:
        return Button(words, press=self._month(self.month))

    def _turning(self, label: Label) -> tuple[Button, ...]:
        first = self.month.replace(day=1)
        before = max(first - timedelta(days=1), self._begins.date())
        after = (first + timedelta(days=32)).replace(day=1)
        turns: list[Button] = []
        if first > self._begins.date():
            words = label("earlier_month", at=self._noon(before))
            turns.append(Button(words, press=self._month(before)))
        if after <= self.now.date() + FARTHEST:
            words = label("later_month", at=self._noon(after))
            turns.append(Button(words, press=self._month(after)))
        return tuple(turns)

    def _noon(self, day: date) -> datetime:
        return datetime.combine(day, time(12), self.now.tzinfo)

    def context(self) -> Mapping[str, Any]:
        return {**super().context(), "at": self._noon(self.month)}


@dataclass(frozen=True)
class DayQuestion(_Choice):
    """The hours of a day."""

    template = "editors/schedule/day"
    day: date

    def keyboard(self, label: Label) -> Keyboard:
        zone = self.now.tzinfo
        hours = hours_of(self.day, zone, self._begins) if zone else []
        buttons = [
            Button(
                label("clock", at=hour),
                press=ShowHour(self.article.id, self.embargo, as_minutes(hour)),
            )
            for hour in hours
        ]
        return drawn_for(self.article.version, (*rows(buttons, 4), self._back(label)))

    def context(self) -> Mapping[str, Any]:
        at = datetime.combine(self.day, time(12), self.now.tzinfo)
        return {**super().context(), "at": at}


@dataclass(frozen=True)
class HourQuestion(_Choice):
    """The minutes of an hour."""

    template = "editors/schedule/hour"
    hour: datetime

    def keyboard(self, label: Label) -> Keyboard:
        moments = [self._moment(at, label) for at in minutes_of(self.hour, self._begins)]
        back = (Button(label("back"), press=self._to_day(self.hour.date())),)
        return drawn_for(self.article.version, (*rows(moments, 4), back))


@dataclass(frozen=True)
class ScheduledPage(PostPage):
    """When an article goes out, and what can be done about it; `needs_second` as above.

    `page` is that of the queue, from which it was opened or on which it stands.
    """

    template = "editors/schedule/scheduled"
    article: Article
    needs_second: bool = False
    page: int = 0

    def keyboard(self, label: Label) -> Keyboard:
        return drawn_for(self.article.version, self._buttons(label))

    def _buttons(self, label: Label) -> Keyboard:
        id_ = self.article.id
        card = Button(label("to_card"), press=ShowCard(id_))
        queue = Button(label("queue"), press=ShowQueue(self.page))
        if not self.article.can_be_published:
            return ((card, queue),)
        embargo = Button(label("embargo"), press=EditWhen(id_, embargo=True))
        if self.article.scheduled is None:
            when = Button(label("when"), press=EditWhen(id_, embargo=False))
            return ((embargo if self.needs_second else when,), (card, queue))
        other = Button(label("other_time"), press=EditWhen(id_, embargo=False))
        none = Button(label("unschedule"), press=ClearTime(id_, embargo=False))
        on = self.article.breaking
        loud = switch(label("as_breaking"), SetBreaking(id_, on=not on), on=on)
        return ((embargo if self.needs_second else other, none), (loud,), (card, queue))


@dataclass(frozen=True)
class QueuePage(PostPage):
    """What goes out by itself, the soonest first."""

    template = "editors/schedule/queue"
    queue: Upcoming

    def keyboard(self, label: Label) -> Keyboard:
        page, shown = self.queue.page, self.queue.articles[:_SHOWN]
        turns: list[Button] = []
        if page:
            turns.append(Button(label("sooner"), press=ShowQueue(page - 1)))
        if page + 1 < self.queue.pages:
            turns.append(Button(label("later"), press=ShowQueue(page + 1)))
        buttons = article_buttons(shown, label, ShowScheduled)
        return (*buttons, *rows(turns, 2), *rows(self._leaps(label), 2))

    def _leaps(self, label: Label) -> list[Button]:
        """Over ten pages at once, where there are so many that turning takes long."""
        page, last = self.queue.page, self.queue.pages - 1
        if last < _LEAP:
            return []
        back, ahead = max(page - _LEAP, 0), min(page + _LEAP, last)
        leaps = []
        if back < page - 1:
            leaps.append(Button(label("page_back", page=back + 1), press=ShowQueue(back)))
        if ahead > page + 1:
            leaps.append(Button(label("page_ahead", page=ahead + 1), press=ShowQueue(ahead)))
        return leaps

    def context(self) -> Mapping[str, Any]:
        shown = replace(self.queue, articles=self.queue.articles[:_SHOWN])
        return {"queue": shown}


@dataclass(frozen=True)
class OutletsPage(PostPage):
    """Where a draft goes once it is published, and whether with sound: all of it switches."""

    template = "editors/schedule/outlets"
    dispatch: Dispatch

    def keyboard(self, label: Label) -> Keyboard:
        article, outlets = self.dispatch.article, self.dispatch.article.outlets
        parts = (
            ("sound", not outlets.silent),
            ("readers", outlets.readers),
            ("channels", outlets.channels),
        )
        switches = [
            switch(label(f"to_{part}"), SetOutlet(article.id, part, on=not on), on=on)
            for part, on in parts
        ]
        keyboard = (
            *((each,) for each in switches),
            *((self._channel(channel),) for channel in self._channels()),
            (self._earlier(label),),
            (Button(label("to_card"), press=ShowCard(article.id)),),
        )
        return drawn_for(article.version, keyboard)

    def _earlier(self, label: Label) -> Button:
        article = self.dispatch.article
        number = article.outlets.follows
        words = label("follows", id=number) if number else label("follow_up")
        return Button(words, press=ShowEarlier(article.id))

    def _channels(self) -> tuple[Channel, ...]:
        shown = self.dispatch.article.outlets.channels
        return first_choices(self.dispatch.channels) if shown else ()

    def _channel(self, channel: Channel) -> Button:
        article = self.dispatch.article
        on = article.outlets.take(channel.chat_id)
        press = SetOutletChannel(article.id, channel.chat_id, on=not on)
        return switch(button_name(channel.title), press, on=on)

    def context(self) -> Mapping[str, Any]:
        article = self.dispatch.article
        takes = [each for each in self.dispatch.channels if article.outlets.take(each.chat_id)]
        alone = self.dispatch.without_earlier
        return {"article": article, "taking": len(takes), "alone": alone}


@dataclass(frozen=True)
class EarlierQuestion(PostPage):
    """The articles that a draft may go on from."""

    template = "editors/schedule/earlier"
    earlier: Earlier

    def keyboard(self, label: Label) -> Keyboard:
        draft = self.earlier.article
        choices = tuple(
            (Button(named_article(each, label, _WORDS), press=SetFollowed(draft.id, each.id)),)
            for each in self.earlier.articles[:_MOST]
        )
        none = Button(label("no_earlier"), press=SetFollowed(draft.id, 0))
        cancel = Button(label("cancel"), press=CancelQuestion(draft.id))
        return drawn_for(draft.version, (*choices, (none,), (cancel,)))

    def context(self) -> Mapping[str, Any]:
        return {"article": self.earlier.article, "is_empty": not self.earlier.articles}
