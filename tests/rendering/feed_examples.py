"""The desk's pages about feed_pages, with lifelike values."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from bot.domain.feeds import Category, Feed, FeedFault, FeedState
from bot.domain.filters import WrittenFilter
from bot.domain.section import FIRST_SECTIONS
from bot.rendering import PlainPage, PostPage
from bot.rendering.editors import feed_pages
from tests.notices import page_of

_KYIV: Final = ZoneInfo("Europe/Kyiv")
_URL: Final = "https://bastion.example/rss"
_HEARD: Final = datetime(2026, 11, 24, 12, 26, 40, tzinfo=_KYIV)
WORKS: Final = Feed(
    id=3,
    url=_URL,
    state=FeedState.ACTIVE,
    title="Бастіон",
    section_id=5,
    categories=(Category("Football", 6), Category("Світ", 1), Category("Головне")),
    publish=True,
    filter=WrittenFilter(("Харків", "прогноз погоди"), ("гороскоп",)),
    next_poll_at=datetime(2026, 11, 24, 12, 31, 40, tzinfo=_KYIV),
    heard_at=_HEARD,
)
NEW: Final = Feed(4, "https://kray.example/feed", FeedState.ACTIVE)
PAUSED: Final = replace(WORKS, id=5, title="Край", state=FeedState.PAUSED)
STUMBLED: Final = replace(
    WORKS,
    id=6,
    title="Ріка",
    interval=timedelta(hours=1),
    trouble=FeedFault("site_too_slow", {"seconds": 20}),
    failures=1,
)
BROKEN: Final = replace(
    WORKS,
    id=7,
    title="Луна",
    publish=False,
    state=FeedState.BROKEN,
    trouble=FeedFault("site_status", {"status": 503}),
    heard_at=_HEARD - timedelta(hours=7),
    failures=5,
)
_OFFER: Final[Mapping[str, Any]] = {
    "id": 3,
    "title": "Бастіон",
    "url": _URL,
    "page": None,
    "total": 21,
    "items": [
        ["Міст через Рось відкрили для руху", "2026-11-24T12:10:00+02:00"],
        ["Трамваї Вінниці ходитимуть цілу ніч", "2026-11-23T18:05:00+02:00"],
        ["Урожай абрикосів удвічі більший", None],
    ],
    "categories": [["Football", 12, "⚽️ Спорт"], ["Світ", 5, "🌍 Світ"], ["Головне", 4, None]],
    "more": 2,
}
_CAUSES: Final[Mapping[str, Mapping[str, object]]] = {
    "site_unreachable": {},
    "site_too_slow": {"seconds": 20},
    "site_too_big": {"limit": 5_000_000},
    "site_redirects": {"limit": 5},
    "site_status": {"status": 404},
    "site_broken": {},
    "address_inside": {},
    "address_invalid": {},
    "not_a_feed": {},
    "feed_entities": {},
    "feed_fault": {},
}


def _notice(template: str, known: Mapping[str, Any], **others: object) -> PostPage:
    return page_of(template, {**known, **others})


_ABOUT: Final = {"id": 3, "title": "Бастіон"}

POSTS: Final[Mapping[str, PostPage]] = {
    "editors/feeds/reading": feed_pages.FeedReading(_URL),
    "editors/feeds/list--some": feed_pages.FeedList(
        (WORKS, NEW, PAUSED, STUMBLED, BROKEN), may_change=True
    ),
    "editors/feeds/list--none": feed_pages.FeedList((), may_change=True),
    "editors/feeds/list--editor": feed_pages.FeedList((), may_change=False),
    "editors/feeds/feed--works": feed_pages.FeedPage(WORKS, FIRST_SECTIONS),
    "editors/feeds/feed--new": feed_pages.FeedPage(NEW, FIRST_SECTIONS),
    "editors/feeds/feed--paused": feed_pages.FeedPage(PAUSED, FIRST_SECTIONS),
    "editors/feeds/feed--broken": feed_pages.FeedPage(BROKEN, FIRST_SECTIONS),
    "editors/feeds/feed--editor": feed_pages.FeedPage(STUMBLED, FIRST_SECTIONS, may_change=False),
    "editors/feeds/sections": feed_pages.FeedSections(WORKS, FIRST_SECTIONS),
    "editors/feeds/categories--some": feed_pages.FeedCategories(WORKS, FIRST_SECTIONS),
    "editors/feeds/categories--none": feed_pages.FeedCategories(NEW, FIRST_SECTIONS),
    "editors/feeds/category": feed_pages.FeedCategory(
        WORKS, 0, WORKS.categories[0], FIRST_SECTIONS
    ),
    "editors/feeds/ask_address": feed_pages.AskFeedAddress(),
    "editors/feeds/ask_filter--some": feed_pages.AskFeedFilter(WORKS),
    "editors/feeds/ask_filter--none": feed_pages.AskFeedFilter(NEW, all_forms=False),
    "editors/feeds/remove_question": feed_pages.RemoveFeedQuestion(WORKS),
    "editors/notices/feed_offered": _notice("feed_offered", _OFFER),
    "editors/notices/feed_offered--by-a-page": _notice(
        "feed_offered", _OFFER, page="https://bastion.example/", categories=[], more=0
    ),
    "editors/notices/feed_offered--empty": _notice(
        "feed_offered", _OFFER, title=None, total=0, items=[], categories=[], more=0
    ),
    **{
        f"editors/notices/feed_not_read--{code}": _notice(
            "feed_not_read", {"url": _URL, "code": code, "details": details}
        )
        for code, details in _CAUSES.items()
    },
    "editors/notices/feed_known": _notice("feed_known", _ABOUT),
    "editors/notices/feed_broken": _notice(
        "feed_broken", _ABOUT, code="site_status", details={"status": 503}
    ),
    "editors/notices/feed_broken--gone": _notice(
        "feed_broken", _ABOUT, code="site_status", details={"status": 410}
    ),
    "editors/notices/feed_broken--closed": _notice(
        "feed_broken", _ABOUT, code="site_status", details={"status": 403}
    ),
    "editors/notices/feed_works": _notice("feed_works", _ABOUT),
    "editors/notices/feed_flood": _notice("feed_flood", _ABOUT, count=143),
}
NOTICES: Final[Mapping[str, PlainPage]] = {
    "editors/feeds/added": feed_pages.FeedAdded(WORKS),
    "editors/feeds/declined": feed_pages.FeedDeclined(),
    "editors/feeds/removed": feed_pages.FeedRemoved("Бастіон"),
    "editors/feeds/checking": feed_pages.FeedChecking(),
}
