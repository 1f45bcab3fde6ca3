"""What readers see of when news come, and their digests."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.domain.article import Article
from bot.domain.digest import Digest
from bot.domain.quiet_hours import QuietHours
from bot.domain.reading_times import ReadingTimes
from bot.domain.routing import Pace
from bot.domain.section import FIRST_SECTIONS
from bot.rendering import PostPage
from bot.rendering.digest_page import digest_page
from bot.rendering.reading_pages import ReadingPage

_KYIV: Final = ZoneInfo("Europe/Kyiv")
_NOW: Final = datetime(2026, 11, 27, 12, 5, tzinfo=UTC)
_NEXT: Final = datetime(2026, 11, 28, 6, tzinfo=UTC)
_AT_ONCE: Final = ReadingTimes(_KYIV)
_DIGEST: Final = ReadingTimes(_KYIV, Pace.DIGEST, (480, 1200), reads="uk")
_WEEKLY: Final = replace(_DIGEST, digest_at=(480,), digest_day=4, reads="en")
_BREAKING: Final = ReadingTimes(_KYIV, Pace.BREAKING, cap=5)
_NIGHTS: Final = ReadingTimes(_KYIV, quiet=QuietHours(22 * 60, 7 * 60), cap=5)


def settings() -> Mapping[str, PostPage]:
    shown = {
        "at-once": ReadingPage(_AT_ONCE, _NOW, None, None, _NOW),
        "digests": ReadingPage(_DIGEST, _NOW, "Europe/Lisbon", None, _NEXT),
        "weekly": ReadingPage(_WEEKLY, _NOW, None, None, _NEXT),
        "breaking": ReadingPage(_BREAKING, _NOW, None, None, None),
        "nights": ReadingPage(_NIGHTS, _NOW, "Asia/Tokyo", None, _NEXT),
        "quiet": ReadingPage(replace(_NIGHTS, cap=None), _NOW, None, None, _NEXT),
        "digests-quiet": ReadingPage(
            replace(_DIGEST, quiet=_NIGHTS.quiet), _NOW, None, None, _NEXT
        ),
        "choose-pause-paused": ReadingPage(_AT_ONCE, _NOW, None, _NEXT, None, "pause"),
        "paused": ReadingPage(_AT_ONCE, _NOW, None, _NEXT, None),
        "paused-for-a-year": ReadingPage(_AT_ONCE, _NOW, None, _NEXT + timedelta(days=365), None),
        **{
            f"choose-{what}": ReadingPage(_NIGHTS, _NOW, "Europe/Kyiv", None, _NEXT, what)
            for what in ("hour", "day", "quiet", "cap", "zone", "language", "pause")
        },
    }
    return {f"readers/settings--{name}": page for name, page in shown.items()}


def digests(articles: Sequence[Article]) -> Mapping[str, PostPage]:
    """Of articles with different numbers."""
    made = Digest(5, datetime(2026, 11, 27, 8, tzinfo=UTC).replace(tzinfo=None), ())
    addresses = {each.id: f"https://t.me/vistnyk_bot?start=a{each.id}" for each in articles}
    first, second, *_ = articles
    breaking = replace(first, breaking=True)
    sport = replace(second, section=FIRST_SECTIONS[5])
    many = [replace(sport if n % 3 else breaking, id=n, breaking=n == 1) for n in range(1, 50)]
    all_ = {n: f"https://t.me/vistnyk_bot?start=a{n}" for n in range(50)}
    return {
        "readers/digest--two": digest_page(made, [breaking, sport], addresses),
        "readers/digest--long": digest_page(made, many, all_, 1),
        "readers/digest--none-left": digest_page(made, [], {}),
    }
