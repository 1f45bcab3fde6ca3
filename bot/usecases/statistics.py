"""The newsroom in numbers: what came out, who came and went, what was noticed."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta, tzinfo

from bot.domain.clock import Clock
from bot.domain.delivery import State
from bot.domain.figures import (
    ChannelFigures,
    Figures,
    Noticed,
    Period,
    SectionFigures,
    Spans,
    bars_of,
)
from bot.domain.section import Section
from storage.statistics import PostRow, Release
from storage.storage import Snapshot, Storage

_MOST_NOTICED = 5
# Readers' rows are looked up one by one: so many readers tell how long all of them wait.
_MOST_ASKED = 300
_MOST_RELEASES = 50  # the newest, whose readers are looked at
EVERY = 60.0  # seconds between two looks for a day whose followers are not counted yet


class Statistics:
    def __init__(self, storage: Storage, clock: Clock, zone: tzinfo) -> None:
        self._storage = storage
        self._clock = clock
        self._zone = zone

    async def figures(self, period: Period) -> Figures:
        """All that is known of a period that ends now."""
        until = self._clock()
        begins = period.begin(until, self._zone)
        earlier = begins - (until - begins)
        async with self._storage.reading() as tx:
            seen = tx.statistics
            releases = await seen.releases(begins, until)
            posts = await seen.posts(begins, until)
            before = len(await seen.releases(earlier, begins))
            corrected, retracted = await seen.changed(begins, until)
            gained, lost = await seen.joined(begins), await seen.left(begins)
            return Figures(
                period,
                begins,
                until,
                posts=len(releases),
                before=before,
                breaking=sum(release.breaking for release in releases),
                corrected=corrected,
                retracted=retracted,
                readers=await seen.readers(),
                gained=_sum(gained),
                lost=_sum(lost),
                spans=Spans.of(post.waited for post in posts if post.waited is not None),
                reader_spans=Spans.of(await _readers_waited(tx, releases)),
                sections=_by_section(
                    releases,
                    await tx.sections.all(),
                    await seen.followers(),
                    await seen.followers_before(begins),
                ),
                channels=_by_channel(posts, await seen.sizes(begins)),
                noticed=await _noticed(tx, posts, begins),
                bars=bars_of(
                    period,
                    begins,
                    until,
                    self._zone,
                    posts=[release.released_at for release in releases],
                    gained=gained,
                    lost=lost,
                ),
            )

    async def count_followers(self) -> None:
        """Once a day, so that it can be said later how their number has changed."""
        now = self._clock()
        async with self._storage.reading() as tx:
            if await tx.statistics.followers_are_counted(now):
                return
            followers = await tx.statistics.followers()
            counts = {one.id: followers.get(one.id, 0) for one in await tx.sections.all()}
        async with self._storage.writing() as tx:
            await tx.statistics.note_followers(counts, now)

    async def reacted(self, chat_id: int, message_id: int, total: int, at: datetime) -> None:
        """Telegram tells how many reactions a post of a channel has."""
        async with self._storage.writing() as tx:
            await tx.statistics.note_reactions(chat_id, message_id, total, at)


def _sum(by_hour: Iterable[tuple[datetime, int]]) -> int:
    return sum(count for _, count in by_hour)


async def _readers_waited(tx: Snapshot, releases: Sequence[Release]) -> list[timedelta]:
    """How long readers waited for the newest articles, as far as they have them."""
    newest = sorted(releases, key=lambda release: release.released_at)[-_MOST_RELEASES:]
    released = {release.article_id: release.released_at for release in newest}
    readers = await tx.statistics.some_readers(_MOST_ASKED)
    rows = await tx.statistics.posts_of(list(released), readers)
    shown = [row for row in rows if row.first_shown_at is not None]
    return [max(row.first_shown_at - released[row.subject_id], timedelta()) for row in shown]


def _by_section(
    releases: Sequence[Release],
    sections: Sequence[Section],
    followers: Mapping[int, int],
    before: Mapping[int, int],
) -> tuple[SectionFigures, ...]:
    """Who published most stands first; a section without posts, and without readers, is left."""
    posts = Counter(release.section_id for release in releases)
    named: list[Section | None] = [*sections, None]
    figures = []
    for section in named:
        key = section.id if section else None
        if posts[key] or (key is not None and followers.get(key)):
            follow = followers.get(key, 0) if key is not None else 0
            growth = follow - before[key] if key is not None and key in before else None
            figures.append(SectionFigures(section, posts[key], follow, growth))
    return tuple(sorted(figures, key=lambda one: -one.posts))


def _by_channel(
    posts: Sequence[PostRow], sizes: Mapping[int, tuple[int, int | None]]
) -> tuple[ChannelFigures, ...]:
    of_channel: dict[int, list[PostRow]] = defaultdict(list)
    for post in posts:
        of_channel[post.chat_id].append(post)
    figures = []
    for chat_id, rows in of_channel.items():
        members, before = sizes.get(chat_id, (None, None))
        growth = None if members is None or before is None else members - before
        shown = sum(row.waited is not None for row in rows)
        failed = sum(row.state is State.FAILED for row in rows)
        figures.append(ChannelFigures(rows[0].title, shown, failed, members, growth))
    return tuple(sorted(figures, key=lambda one: (-one.posts, one.title)))


async def _noticed(
    tx: Snapshot, posts: Sequence[PostRow], begins: datetime
) -> tuple[Noticed, ...]:
    """What a post drew that shows several articles is none's."""
    reactions = await tx.statistics.reactions(begins)
    shows = Counter((post.chat_id, post.message_id) for post in posts)
    sums: Counter[int] = Counter()
    for post in posts:
        if post.message_id is not None and shows[post.chat_id, post.message_id] == 1:
            sums[post.article_id] += reactions.get((post.chat_id, post.message_id), 0)
    most = [(number, total) for number, total in sums.most_common(_MOST_NOTICED) if total]
    headlines = await tx.statistics.headlines([number for number, _ in most])
    return tuple(Noticed(number, headlines[number], total) for number, total in most)
