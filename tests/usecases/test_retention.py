"""An old article whose readers' rows are sums by now: what can still be done with it."""

from datetime import timedelta

import pytest

from bot.domain.article import Article
from bot.domain.delivery import Kind, State
from bot.usecases.retention import Retention
from bot.usecases.retraction import Retraction
from tests.builders import CHANNEL, IHOR, TARAS, a_channel, a_page, a_reader, an_editor
from tests.usecases.house import House

KEEP = timedelta(days=90)


@pytest.fixture
async def old(house: House) -> Article:
    """Published 91 days ago, shown in the channel and to Тарас, and folded."""
    await a_channel(house.storage)
    await a_reader(house.storage)
    article = await house.published(a_page())
    async with house.storage.writing() as tx:
        await tx.ledger.fan_out(article.id, house.clock())
    await house.show_everything()
    before = (await house.reports.status(article.id)).progress
    house.clock.pass_by(timedelta(days=91).total_seconds())
    await Retention(house.storage, house.clock, KEEP).tidy()
    after = (await house.reports.status(article.id)).progress
    assert (after.readers, after.channels) == (before.readers, before.channels)
    assert after.untracked == 1
    return article


async def test_a_correction_still_reaches_its_channels(house: House, old: Article) -> None:
    draft = await house.pasted(a_page(body="Виправлений текст."))
    await house.publishing.correct(draft.id, old.id, by=an_editor())
    assert await house.owed(Kind.ARTICLE, CHANNEL) == [old.id]
    assert await house.owed(Kind.ARTICLE, TARAS) == []
    assert await house.owed(Kind.PROGRESS, IHOR) == [old.id]
    progress = (await house.reports.status(old.id)).progress
    assert (progress.readers, progress.untracked) == ({State.SHOWN: 1}, 1)


async def test_a_retraction_still_reaches_its_channels(house: House, old: Article) -> None:
    retraction = Retraction(house.storage, house.clock, house.wake)
    await retraction.retract(old.id, by=an_editor(), tell=True)
    assert await house.owed(Kind.ARTICLE, CHANNEL) == [old.id]
    assert await house.owed(Kind.ARTICLE, TARAS) == []
    assert (await house.reports.why(old.id)).progress.untracked == 1


async def test_nobody_is_sent_it_again(house: House, old: Article) -> None:
    retraction = Retraction(house.storage, house.clock, house.wake)
    assert not (await house.publishing.publish(old.id, by=an_editor())).new
    assert await retraction.replay(old.id, by=an_editor()) == 0
    async with house.storage.reading() as tx:
        assert await tx.ledger.open_fan_outs() == []
    assert await house.owed(Kind.ARTICLE, TARAS) == []
