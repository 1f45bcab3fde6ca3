"""Every kind has its class, and a teaser is rendered once for all chats that show the same."""

import asyncio
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.delivery.subjects import SUBJECTS
from bot.delivery.target import KEPT, Targets
from bot.domain.article import Reading, Related
from bot.domain.delivery import Audience, Kind, Lane
from bot.domain.digest import Digest
from bot.rendering import Renderer
from bot.rendering.fitting import Fitted
from bot.rendering.page import PostPage
from storage.imports import NewArticle
from storage.storage import Storage
from tests.builders import (
    CHANNEL,
    IHOR,
    OLENA,
    TARAS,
    a_channel,
    a_content,
    a_delivery,
    a_published_article,
    a_reader,
    a_revision,
    an_altered,
    an_editor,
    hired,
)
from tests.clock import NOON, Clock


@pytest.fixture
def targets(storage: Storage, clock: Clock) -> Targets:
    pages = Renderer(ZoneInfo("Europe/Kyiv"), clock)
    return Targets(storage, pages, clock, "vistnyk_test_bot", "uk")


def test_every_kind_of_delivery_has_its_class() -> None:
    assert set(SUBJECTS) == set(Kind)


async def test_chats_that_are_to_show_the_same_share_one_teaser(
    storage: Storage, targets: Targets
) -> None:
    article_id = await a_published_article(storage)
    rows = [
        a_delivery(id=n, chat_id=n, subject_id=article_id, newest=1, audience=Audience.READER)
        for n in range(1, 9)
    ]
    teasers = await asyncio.gather(*(targets.wanted(row) for row in rows))
    assert teasers[0]
    assert all(teaser is teasers[0] for teaser in teasers)


async def test_a_corrected_article_is_rendered_anew(storage: Storage, targets: Targets) -> None:
    article_id = await a_published_article(storage)
    before = await targets.wanted(a_delivery(subject_id=article_id, newest=1))
    async with storage.writing() as tx:
        old = await tx.articles.get(article_id)
        assert old
        text = a_content("Порт закрив термінал")
        await a_revision(tx, old, text, section_id=1, by=None, now=NOON, marked=False)
    after = await targets.wanted(a_delivery(subject_id=article_id, newest=2))
    assert before
    assert after
    assert (before.revision, after.revision) == (1, 2)
    assert "закрив" in after.post.html


async def test_a_text_that_is_newer_than_the_claim_is_not_kept_under_the_old_number(
    storage: Storage, targets: Targets
) -> None:
    article_id = await a_published_article(storage)
    early = await targets.wanted(a_delivery(subject_id=article_id, newest=0))
    again = await targets.wanted(a_delivery(subject_id=article_id, newest=0))
    assert early == again
    assert early is not again


async def test_channels_and_readers_of_each_language_have_their_own(
    storage: Storage, targets: Targets
) -> None:
    article_id = await a_published_article(storage)
    for_channel = a_delivery(subject_id=article_id, newest=1)
    for_reader = a_delivery(
        subject_id=article_id, chat_id=TARAS, newest=1, audience=Audience.READER
    )
    channel, reader = [await targets.wanted(row) for row in (for_channel, for_reader)]
    assert channel
    assert reader
    assert channel.post.keyboard != reader.post.keyboard


@pytest.mark.slow
async def test_only_so_many_teasers_are_kept_and_the_oldest_gives_way(
    storage: Storage, targets: Targets
) -> None:
    article_id = await a_published_article(storage)
    rows = [
        a_delivery(
            subject_id=article_id,
            chat_id=TARAS,
            newest=1,
            language=str(number),
            audience=Audience.READER,
        )
        for number in range(KEPT + 1)
    ]
    first = await targets.wanted(rows[0])
    kept = [await targets.wanted(row) for row in rows[1:]][-1]
    assert await targets.wanted(rows[-1]) is kept
    assert await targets.wanted(rows[0]) is not first


@pytest.mark.parametrize("newest", [None, 1])
async def test_an_article_that_is_not_there_is_owed_to_nobody(
    targets: Targets, newest: int | None
) -> None:
    assert await targets.wanted(a_delivery(subject_id=404, newest=newest)) is None


@pytest.mark.parametrize("moment", ["corrected_at", "retracted_at"])
async def test_a_report_of_what_has_just_changed_is_refreshed_soon_however_old_the_article(
    storage: Storage, targets: Targets, clock: Clock, moment: str
) -> None:
    article_id = await a_published_article(storage)
    report = a_delivery(kind=Kind.PROGRESS, subject_id=article_id, audience=Audience.DESK)
    async with storage.writing() as tx:
        await tx.ledger.enqueue(
            Kind.ARTICLE, article_id, [-1], audience=Audience.CHANNEL, lane=Lane.CHANNEL, now=NOON
        )
    clock.pass_by(timedelta(days=9).total_seconds())
    late = await targets.wanted(report)
    async with storage.writing() as tx:
        await an_altered(tx, article_id, **{moment: clock()})
    soon = await targets.wanted(report)
    assert late
    assert soon
    assert (late.refresh, soon.refresh) == (timedelta(minutes=1), timedelta(seconds=2))


@pytest.mark.parametrize(
    ("age", "refresh"), [(0, 2), (10, 2), (10.5, 2.1), (299.5, 59.9), (300, 60), (301, 60)]
)
async def test_the_older_what_a_report_tells_of_the_less_often_it_is_refreshed(
    storage: Storage, targets: Targets, clock: Clock, age: float, refresh: float
) -> None:
    article_id = await a_published_article(storage)
    async with storage.writing() as tx:
        await tx.ledger.enqueue(
            Kind.ARTICLE, article_id, [-1], audience=Audience.CHANNEL, lane=Lane.CHANNEL, now=NOON
        )
    clock.pass_by(age)
    report = a_delivery(kind=Kind.PROGRESS, subject_id=article_id, audience=Audience.DESK)
    wanted = await targets.wanted(report)
    assert wanted
    assert wanted.refresh == timedelta(seconds=refresh)


async def test_a_report_of_what_is_over_is_refreshed_no_more(
    storage: Storage, targets: Targets
) -> None:
    article_id = await a_published_article(storage)
    report = a_delivery(kind=Kind.PROGRESS, subject_id=article_id, audience=Audience.DESK)
    wanted = await targets.wanted(report)
    assert wanted
    assert wanted.refresh is None


async def test_a_newsroom_s_own_template_names_related_articles_of_before_the_post(
    storage: Storage, clock: Clock, tmp_path: Path
) -> None:
    own = tmp_path / "uk" / "teasers" / "_related.html.j2"
    own.parent.mkdir(parents=True)
    line = '→ <a href="{{ link }}">{{ title }}</a>'
    own.write_text(f"{{% for title, link in related %}}{line}{{% endfor %}}")
    pages = Renderer(ZoneInfo("Europe/Kyiv"), clock, overlay=tmp_path)
    targets = Targets(storage, pages, clock, "vistnyk_test_bot", "uk")
    items = tuple(Related(None, headline, None, None) for headline in ("Раніше", "Пізніше"))
    earlier = await a_published_article(storage, "Раніше")
    article_id = await a_published_article(storage, related=items)
    async with storage.writing() as tx:
        later = NewArticle(Reading(a_content("Пізніше")), None, NOON)
        await tx.imports.add([later], NOON + timedelta(minutes=1))
    wanted = await targets.wanted(a_delivery(subject_id=article_id, newest=1))
    assert wanted
    link = f"https://t.me/vistnyk_test_bot?start=a{earlier}"
    assert f'→ <a href="{link}">Раніше</a>' in wanted.post.html
    assert "Пізніше" not in wanted.post.html


async def test_the_desk_is_told_in_the_language_of_the_desk_and_a_reader_in_theirs(
    storage: Storage, targets: Targets
) -> None:
    """Ігор reads the news in Ukrainian, and works in English."""
    article_id = await a_published_article(storage)
    await a_reader(storage, IHOR, language="uk")
    await hired(storage, an_editor(IHOR, language="en"), an_editor(OLENA, language="uk"))

    async def words(audience: Audience, chat_id: int, kind: Kind) -> str:
        lane = Lane.REPLY if audience is Audience.DESK else Lane.READER
        wanted = await targets.wanted(
            a_delivery(
                subject_id=article_id, chat_id=chat_id, audience=audience, lane=lane, kind=kind
            )
        )
        assert wanted
        return wanted.post.html + str(wanted.post.keyboard)

    his, hers = [await words(Audience.DESK, who, Kind.CARD) for who in (IHOR, OLENA)]
    groups = await words(Audience.DESK, -4711, Kind.CARD)
    assert his != hers
    assert hers == groups, "a group is told in the newsroom's language"
    nobodys = await words(Audience.DESK, 4711, Kind.CARD)
    assert nobodys == "Ваш доступ до редакції забрано.()", "nor draft nor button for a stranger"
    as_reader = await words(Audience.READER, IHOR, Kind.ARTICLE)
    another = await words(Audience.READER, 4711, Kind.ARTICLE)
    assert as_reader == another


class Counting(Renderer):
    """Counts how often a post is filled in: of a long lead each time is a dozen tries."""

    times = 0

    def fitted(self, page: PostPage, language: str) -> Fitted:
        self.times += 1
        return super().fitted(page, language)


async def test_a_post_by_a_channels_own_template_is_filled_in_once(
    storage: Storage, clock: Clock
) -> None:
    channel = await a_channel(storage)
    async with storage.writing() as tx:
        await tx.channels.set_template(channel.chat_id, "brief")
    article_id = await a_published_article(storage)
    pages = Counting(ZoneInfo("Europe/Kyiv"), clock)
    targets = Targets(storage, pages, clock, "vistnyk_test_bot", "uk")
    row = a_delivery(chat_id=CHANNEL, subject_id=article_id, audience=Audience.CHANNEL)
    assert await targets.wanted(row)
    assert pages.times == 1


async def test_a_digest_of_which_nothing_is_left_is_sent_to_nobody_whoever_has_had_it(
    storage: Storage, targets: Targets
) -> None:
    article_id = await a_published_article(storage)
    made = Digest(0, NOON.replace(tzinfo=None), (article_id,))
    async with storage.writing() as tx:
        await tx.digests.owe({"key": made}, {"key": [TARAS, OLENA]}, NOON)
        article = await tx.articles.existing(article_id)
        await tx.publishing.retract(article.retract(NOON), NOON)
    row = a_delivery(kind=Kind.DIGEST, subject_id=1, audience=Audience.READER, chat_id=OLENA)
    shown = await targets.wanted(row._replace(chat_id=TARAS, message_id=50))
    assert shown
    assert await targets.wanted(row) is None
