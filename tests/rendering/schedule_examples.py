"""The pages of the calendar, the clock and the queue, with lifelike values."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.domain.article import Article
from bot.domain.channel import Channel, ChannelState
from bot.domain.desk import Dispatch, Earlier, Upcoming
from bot.domain.foreseen import Later
from bot.domain.outlets import Outlets
from bot.domain.progress import Spaced
from bot.domain.schedule import Scheduled
from bot.rendering import PostPage, editors

_KYIV: Final = ZoneInfo("Europe/Kyiv")
_NOW: Final = datetime(2026, 11, 24, 12, 30, tzinfo=_KYIV)
_AT: Final = datetime(2026, 11, 25, 9, 0, tzinfo=_KYIV)
# The hour that comes twice, for the second time.
_AGAIN: Final = datetime(2026, 10, 25, 3, 0, tzinfo=_KYIV, fold=1)

_CHANNELS: Final = (
    Channel(-1, "Світ і культура", None, ChannelState.ACTIVE),
    Channel(-2, "Уся стрічка", None, ChannelState.ACTIVE),
)


def examples(draft: Article, published: Article) -> Mapping[str, PostPage]:
    timed = replace(draft, scheduled=Scheduled(_AT, 1))
    closed = replace(timed, embargo_until=_AT - timedelta(hours=1))
    turned = datetime(2026, 10, 25, 2, 40, tzinfo=_KYIV)
    return {
        "editors/schedule/when": editors.WhenQuestion(draft, _NOW, embargo=False),
        "editors/schedule/when--timed": editors.WhenQuestion(closed, _NOW, embargo=False),
        "editors/schedule/when--embargo": editors.WhenQuestion(draft, _NOW, embargo=True),
        "editors/schedule/when--closed": editors.WhenQuestion(closed, _NOW, embargo=True),
        "editors/schedule/when--two-people": editors.WhenQuestion(
            closed, _NOW, embargo=True, needs_second=True
        ),
        "editors/schedule/when--two-people-untimed": editors.WhenQuestion(
            draft, _NOW, embargo=True, needs_second=True
        ),
        "editors/schedule/month": editors.MonthQuestion(
            draft, _NOW, embargo=False, month=_NOW.date()
        ),
        "editors/schedule/month--later": editors.MonthQuestion(
            draft, _NOW, embargo=True, month=_NOW.date() + timedelta(days=40)
        ),
        "editors/schedule/day": editors.DayQuestion(draft, _NOW, embargo=False, day=_NOW.date()),
        "editors/schedule/day--turned": editors.DayQuestion(
            draft, turned, embargo=True, day=turned.date()
        ),
        "editors/schedule/hour": editors.HourQuestion(
            draft, _NOW, embargo=False, hour=_NOW.replace(minute=0)
        ),
        "editors/schedule/hour--again": editors.HourQuestion(
            draft, turned, embargo=True, hour=_AGAIN
        ),
        "editors/schedule/scheduled": editors.ScheduledPage(closed),
        "editors/schedule/scheduled--breaking": editors.ScheduledPage(
            replace(closed, breaking=True)
        ),
        "editors/schedule/when--behind-embargo": editors.WhenQuestion(
            replace(draft, embargo_until=_AT), _NOW, embargo=False
        ),
        "editors/schedule/hour--behind-embargo": editors.HourQuestion(
            replace(draft, embargo_until=_AT + timedelta(minutes=30)),
            _NOW,
            embargo=False,
            hour=_AT,
        ),
        "editors/schedule/scheduled--none": editors.ScheduledPage(draft),
        "editors/schedule/scheduled--two-people": editors.ScheduledPage(draft, needs_second=True),
        "editors/schedule/scheduled--now-two-people": editors.ScheduledPage(
            timed, needs_second=True
        ),
        "editors/schedule/queue--two-people": editors.QueuePage(
            Upcoming((timed,), 0, 1, 1, strict=frozenset(range(100)))
        ),
        "editors/schedule/scheduled--out": editors.ScheduledPage(published),
        "editors/schedule/outlets": editors.OutletsPage(Dispatch(draft, _CHANNELS)),
        "editors/schedule/outlets--some": editors.OutletsPage(
            Dispatch(
                replace(
                    draft, outlets=Outlets(silent=True, readers=False, left_out=frozenset({-1}))
                ),
                _CHANNELS,
            )
        ),
        "editors/schedule/outlets--follow-up": editors.OutletsPage(
            Dispatch(replace(draft, outlets=Outlets(follows=7)), _CHANNELS, _CHANNELS[:1])
        ),
        "editors/schedule/earlier": editors.EarlierQuestion(Earlier(draft, (published,))),
        "editors/schedule/earlier--none": editors.EarlierQuestion(Earlier(draft, ())),
        "editors/schedule/outlets--nowhere": editors.OutletsPage(
            Dispatch(replace(draft, outlets=Outlets(readers=False, channels=False)), _CHANNELS)
        ),
        "editors/schedule/queue": editors.QueuePage(
            Upcoming(
                (timed, replace(closed, id=13)),
                page=1,
                pages=3,
                total=18,
                later={
                    timed.id: Later("Щогодини <і> ще", _NOW + timedelta(minutes=40), others=2),
                    13: Later("Світ", _NOW + timedelta(days=1)),
                },
            )
        ),
        "editors/schedule/queue--long": editors.QueuePage(
            Upcoming((timed,), page=18, pages=38, total=300)
        ),
        "editors/schedule/queue--one": editors.QueuePage(Upcoming((timed,), 0, 1, 1)),
        "editors/schedule/queue--spaced": editors.QueuePage(
            Upcoming(
                (timed,),
                0,
                1,
                1,
                tuple(
                    Spaced(
                        each, "Музей шукає волонтерів", "Щогодини", _NOW + timedelta(minutes=each)
                    )
                    for each in (13, 33)
                ),
                waiting=4,
            )
        ),
        "editors/schedule/queue--only-spaced": editors.QueuePage(
            Upcoming((), 0, 1, 0, (Spaced(13, "Музей", "<Щогодини>", _NOW),), waiting=1)
        ),
        "editors/schedule/queue--none": editors.QueuePage(Upcoming((), 0, 1, 0)),
    }
