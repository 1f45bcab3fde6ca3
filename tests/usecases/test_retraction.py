"""What becomes of an article that went out: taken back, sent again where it failed, explained."""

from contextlib import nullcontext
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from bot.domain.article import ArticleState
from bot.domain.delivery import Kind, State
from bot.domain.errors import RefusedError
from bot.domain.outlets import Outlets
from bot.domain.people import ReaderState
from bot.usecases.replays import Replays
from bot.usecases.retraction import Retraction
from storage.schema import delivery
from tests import tables
from tests.builders import (
    CHANNEL,
    IHOR,
    OLENA,
    TARAS,
    a_channel,
    a_page,
    a_reader,
    an_editor,
    an_owner,
    said,
    some_readers,
)
from tests.usecases.house import House


@pytest.fixture
def retraction(house: House) -> Retraction:
    return house.retraction


@pytest.fixture
def replays(house: House) -> Replays:
    return house.replays


async def went_out(house: House) -> int:
    """An article that the channel and Тарас are owed; its number."""
    await a_channel(house.storage)
    await a_reader(house.storage)
    article = await house.published(a_page())
    async with house.storage.writing() as tx:
        await tx.ledger.fan_out(article.id, house.clock())
    return article.id


async def set_rows(house: House, article_id: int, **values: Any) -> None:
    await tables.change(
        house.storage,
        update(delivery)
        .where(delivery.c.kind == Kind.ARTICLE, delivery.c.subject_id == article_id)
        .values(**values),
    )


async def test_a_retraction_makes_every_shown_post_due_once(
    house: House, retraction: Retraction
) -> None:
    article_id = await went_out(house)
    await house.show_everything()
    for _ in range(2):
        article = await retraction.retract(article_id, by=an_editor())
    assert article.state is ArticleState.RETRACTED
    assert house.owed(Kind.ARTICLE, CHANNEL) == [article_id]
    assert house.owed(Kind.ARTICLE, TARAS) == [article_id]
    assert house.owed(Kind.PROGRESS, IHOR) == [article_id]


async def test_a_right_that_comes_back_takes_no_public_post_away(house: House) -> None:
    article_id = await went_out(house)
    await house.show_everything()
    await set_rows(house, article_id, state=State.FAILED)  # its correction, without the right
    async with house.storage.writing() as tx:
        assert await tx.ledger.enqueue_withdrawals(house.clock(), chat_id=CHANNEL) == 0
    assert house.owed(Kind.ARTICLE, CHANNEL) == []


async def test_a_retracted_article_is_read_by_nobody_and_published_by_nobody(
    house: House, retraction: Retraction
) -> None:
    article_id = await went_out(house)
    await retraction.retract(article_id, by=an_editor())
    with pytest.raises(RefusedError, match=r"^article_withdrawn$"):
        await house.archive.article(article_id)
    assert await house.archive.latest() == ()
    with pytest.raises(RefusedError):
        await house.publishing.publish(article_id)


async def test_a_retraction_in_the_middle_of_the_fan_out_ends_it(
    house: House, retraction: Retraction
) -> None:
    await a_reader(house.storage)
    article = await house.published(a_page())
    await retraction.retract(article.id, by=an_editor())
    progress = (await house.reports.status(article.id)).progress
    assert not progress.counting
    assert progress.reader_total == 0


async def test_what_is_not_public_cannot_be_retracted(
    house: House, retraction: Retraction
) -> None:
    draft = await house.pasted(a_page())
    with pytest.raises(RefusedError, match=r"^not_published$"):
        await retraction.retract(draft.id, by=an_editor())
    with pytest.raises(RefusedError, match=r"^article_unknown$"):
        await retraction.retract(404, by=an_editor())


async def test_those_who_had_it_are_told_if_the_desk_wants(
    house: House, retraction: Retraction
) -> None:
    article_id = await went_out(house)
    await house.show_everything()
    await set_rows(house, article_id, first_shown_at=house.clock())
    await a_reader(house.storage, TARAS + 1)
    await retraction.retract(article_id, by=an_editor(), tell=True)
    assert len(house.owed(Kind.NOTICE, CHANNEL)) == 1
    assert len(house.owed(Kind.NOTICE, TARAS)) == 1
    assert house.owed(Kind.NOTICE, TARAS + 1) == []


async def test_only_what_failed_is_sent_again_and_only_to_who_can_be_reached(
    house: House, replays: Replays
) -> None:
    article_id = await went_out(house)
    await house.show_everything()
    assert await replays.replay(article_id, by=an_editor()) == 0
    await set_rows(
        house, article_id, state=State.FAILED, reason="refused", reason_words="rejected"
    )
    async with house.storage.writing() as tx:
        await tx.people.set_reader_state(TARAS, ReaderState.BLOCKED)
    progress = (await house.reports.status(article_id)).progress
    assert (progress.replayable, progress.readers) == (1, {State.FAILED: 1})
    assert await replays.replay(article_id, by=an_editor()) == 1
    assert house.owed(Kind.ARTICLE, CHANNEL) == [article_id]
    assert house.owed(Kind.PROGRESS, IHOR) == [article_id]
    async with house.storage.writing() as tx:
        await tx.people.set_reader_state(TARAS, ReaderState.ACTIVE)
    assert await replays.replay(article_id, by=an_editor()) == 1
    assert await replays.replay(article_id, by=an_editor()) == 0


async def test_a_replay_counts_those_whom_a_stopped_fan_out_has_not_reached(
    house: House, replays: Replays
) -> None:
    await a_channel(house.storage)
    await some_readers(house.storage, (TARAS, TARAS + 1))
    article = await house.published(a_page())
    async with house.storage.writing() as tx:
        await tx.ledger.fan_out(article.id, house.clock(), chunk=1)
        await tx.ledger.stop_article(article.id, said("message is too long"))
    assert (await house.reports.status(article.id)).progress.replayable == 3
    assert await replays.replay(article.id, by=an_editor()) == 3
    async with house.storage.writing() as tx:
        assert await tx.ledger.fan_out(article.id, house.clock()) == 1


async def test_only_a_published_article_is_sent_again(house: House, replays: Replays) -> None:
    draft = await house.pasted(a_page())
    with pytest.raises(RefusedError, match=r"^not_published$"):
        await replays.replay(draft.id, by=an_editor())


@pytest.mark.slow
async def test_every_text_is_kept_with_its_time_and_its_author(
    house: House,
) -> None:
    article = await house.published(a_page())
    house.clock.pass_by(60)
    draft = await house.pasted(a_page(body="Виправлений текст."))
    await house.publishing.correct(draft.id, article.id, by=an_editor())
    first, second = await house.reports.revisions(article.id)
    assert (first.number, second.number) == (1, 2)
    assert second.made_at - first.made_at == timedelta(seconds=60)
    assert first.made_by == second.made_by == "Ігор"
    assert second.content.body == ("Виправлений текст.",)
    with pytest.raises(RefusedError, match=r"^article_unknown$"):
        await house.reports.revisions(404)


async def test_why_names_every_channel_and_counts_followers(house: House) -> None:
    article_id = await went_out(house)
    await a_channel(house.storage, CHANNEL - 1, takes=[], title="Ні про що")
    await a_channel(house.storage, CHANNEL - 2, title="Пізній")
    await a_channel(house.storage, CHANNEL - 3, title="Вимкнений")
    async with house.storage.writing() as tx:
        known = await tx.articles.existing(article_id)
        outlets = Outlets(left_out=frozenset({CHANNEL - 3}))
        await tx.articles.save(replace(known, outlets=outlets))
    why = await house.reports.why(article_id)
    assert {c.chat_id: why.route(c) for c in why.channels} == {
        CHANNEL: "has_it",
        CHANNEL - 1: "no_section",
        CHANNEL - 2: "later",
        CHANNEL - 3: "left_out",
    }
    assert why.followers == 1
    assert why.progress.reader_total == 1


async def test_a_correction_of_a_typo_is_not_marked(house: House) -> None:
    article = await house.published(a_page())
    for number, marked in enumerate((True, False), start=2):
        house.clock.pass_by(60)
        draft = await house.pasted(a_page(body=f"Текст №{number}."))
        corrected = await house.publishing.correct(
            draft.id, article.id, by=an_editor(), marked=marked
        )
    assert corrected.revision == 3
    assert corrected.marked_at
    assert corrected.corrected_at
    assert corrected.corrected_at - corrected.marked_at == timedelta(seconds=60)


@pytest.mark.parametrize("tell", [True, False])
async def test_a_retraction_wakes_the_worker_once_and_tells_only_where_it_is_asked_to(
    house: House, retraction: Retraction, *, tell: bool
) -> None:
    article_id = await went_out(house)
    await house.show_everything()
    await set_rows(house, article_id, first_shown_at=house.clock())
    house.woken()
    await retraction.retract(article_id, by=an_editor(), tell=tell)
    assert house.woken()
    headline = "Порт Роттердама відкрив зелений термінал"
    told = (
        [("article_retracted", {"headline": headline, "taken_back": article_id})] if tell else []
    )
    assert (house.notices(CHANNEL), house.notices(TARAS)) == (told, told)
    with nullcontext() if tell else pytest.raises(RefusedError, match="article_retracted"):
        await retraction.retract(article_id, by=an_editor(), tell=True)
    assert not house.woken()
    assert len(house.notices()) == len(told)


async def test_a_retraction_tells_nobody_unless_it_is_asked_to(
    house: House, retraction: Retraction
) -> None:
    article_id = await went_out(house)
    await house.show_everything()
    await set_rows(house, article_id, first_shown_at=house.clock())
    await retraction.retract(article_id, by=an_editor())
    assert house.notices() == []


async def test_a_replay_wakes_the_worker_and_reports_to_whoever_asked(
    house: House, replays: Replays
) -> None:
    article_id = await went_out(house)
    await house.show_everything()
    await set_rows(house, article_id, state=State.FAILED)
    house.woken()
    assert await replays.replay(article_id, by=an_owner()) == 2
    assert house.woken()
    assert house.owed(Kind.PROGRESS, OLENA) == [article_id]
    assert house.owed(Kind.PROGRESS, IHOR) == []


async def test_a_replay_that_finds_nobody_reports_nothing(house: House, replays: Replays) -> None:
    article_id = await went_out(house)
    await house.show_everything()
    assert await replays.replay(article_id, by=an_owner()) == 0
    assert house.owed(Kind.PROGRESS, None) == []


async def test_a_replay_of_what_was_taken_back_takes_away_what_still_stands(
    house: House, retraction: Retraction, replays: Replays
) -> None:
    article_id = await went_out(house)
    await house.show_everything()
    await retraction.retract(article_id, by=an_editor())
    await house.show_everything()
    await set_rows(house, article_id, state=State.FAILED)
    assert await replays.replay(article_id, by=an_owner()) == 2
    assert house.owed(Kind.ARTICLE, CHANNEL) == [article_id]
    assert house.owed(Kind.PROGRESS, OLENA) == [article_id]
    assert (await house.article(article_id)).state is ArticleState.RETRACTED


async def test_why_counts_nobody_of_an_article_without_a_section(house: House) -> None:
    await a_reader(house.storage)
    draft = await house.pasted(a_page(section="ПОГОДА"))
    why = await house.reports.why(draft.id)
    assert (why.article.id, why.followers, why.channels) == (draft.id, 0, ())
    with pytest.raises(RefusedError, match=r"^article_unknown$"):
        await house.reports.why(404)
