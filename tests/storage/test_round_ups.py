"""Which articles of a channel are one post, and what becomes of each."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.delivery import Delivery, Kind, Shown, State
from bot.domain.outlets import Outlets
from bot.domain.reasons import Reason, ReasonCode
from bot.domain.round_up import MOST, RoundUpRule
from storage.storage import Storage
from tests import tables
from tests.builders import CHANNEL, a_channel, a_draft
from tests.clock import NOON

MINUTE = timedelta(minutes=1)


@pytest.fixture
async def rounding(storage: Storage) -> Storage:
    """A channel that rounds up what comes beyond three in ten minutes, and one that does not."""
    await a_channel(storage)
    await a_channel(storage, CHANNEL - 1, title="Усе")
    async with storage.writing() as tx:
        await tx.channels.set_round_up(CHANNEL, RoundUpRule(3, 10))
    return storage


async def publish(
    storage: Storage, minute: float, *, breaking: bool = False, outlets: Outlets | None = None
) -> int:
    article_id = await a_draft(storage, f"Новина о {minute}")
    now = NOON + MINUTE * minute
    async with storage.writing() as tx:
        draft = await tx.articles.existing(article_id)
        if outlets:
            draft = replace(draft, outlets=outlets)
        await tx.publishing.publish(draft.publish(now, breaking=breaking), by=None, now=now)
    return article_id


async def in_round_up(storage: Storage, number: int = 1) -> tuple[int, ...]:
    async with storage.reading() as tx:
        found = await tx.round_ups.get(number)
    return found.article_ids if found else ()


async def row_of(storage: Storage, number: int = 1) -> Delivery:
    """The ledger's row of a round-up, as a worker has it in hand."""
    (known,) = (
        row
        for row in tables.deliveries(storage)
        if row.kind == Kind.ROUND_UP and row.subject_id == number
    )
    async with storage.reading() as tx:
        found = await tx.ledger.find(known.id)
    assert found
    return found


async def shown(storage: Storage, revision: int) -> None:
    row = await row_of(storage)
    async with storage.writing() as tx:
        await tx.ledger.record_shown([(row, Shown(70, revision))], NOON)


async def state(storage: Storage, article_id: int) -> tuple[State, bool]:
    async with storage.reading() as tx:
        posts = (await tx.totals.progress(article_id)).channels
    post = next(each for each in posts if each.chat_id == CHANNEL)
    return post.state, post.in_round_up


async def test_what_comes_beyond_the_rule_is_one_post_until_the_span_is_over(
    rounding: Storage,
) -> None:
    for minute in (0, 1, 2, 3, 4):
        await publish(rounding, minute)
    await publish(rounding, 5, breaking=True)
    await publish(rounding, 5, outlets=Outlets(follows=1))
    await publish(rounding, 6)
    assert await in_round_up(rounding) == (4, 5, 8)
    # The first one is over, and news have not become fewer.
    await publish(rounding, 13.5)
    assert await in_round_up(rounding, 2) == (9,)
    # They have now.
    await publish(rounding, 60)
    alone = {r.subject_id for r in tables.deliveries(rounding) if r.kind == Kind.ARTICLE}
    of_channel = {
        r.subject_id
        for r in tables.deliveries(rounding)
        if r.kind == Kind.ARTICLE and r.chat_id == CHANNEL
    }
    assert of_channel == {1, 2, 3, 6, 7, 10}
    assert alone == set(range(1, 11))  # of the other channel


@pytest.mark.slow
async def test_one_that_is_full_is_followed_by_another(rounding: Storage) -> None:
    for number in range(3 + MOST + 2):
        await publish(rounding, number / 10)
    assert len(await in_round_up(rounding)) == MOST
    assert await in_round_up(rounding, 2) == (MOST + 4, MOST + 5)


async def test_each_article_stands_as_the_post_says_it(rounding: Storage) -> None:
    for minute in (0, 1, 2, 3):
        await publish(rounding, minute)
    assert await state(rounding, 4) == (State.DUE, True)
    await shown(rounding, 1)
    await publish(rounding, 4)
    assert await state(rounding, 4) == (State.SHOWN, True)
    assert await state(rounding, 5) == (State.DUE, True)
    assert (await row_of(rounding)).message_id == 70
    await shown(rounding, 2)
    assert await state(rounding, 5) == (State.SHOWN, True)
    async with rounding.writing() as tx:
        article = await tx.articles.existing(4)
        await tx.publishing.retract(article.retract(NOON), NOON)
    assert await in_round_up(rounding) == (5,)
    assert await state(rounding, 4) == (State.DUE, True)
    assert await state(rounding, 5) == (State.SHOWN, True)
    await shown(rounding, 3)
    assert await state(rounding, 4) == (State.WITHDRAWN, True)
    async with rounding.reading() as tx:
        assert await tx.round_ups.post_of(5, CHANNEL) == 70
        posts = await tx.statistics.posts_of([4, 5], [CHANNEL])
    assert {row.subject_id: row.message_id for row in posts} == {4: 70, 5: 70}


async def test_news_wait_for_no_post_whose_number_nobody_knows(rounding: Storage) -> None:
    for minute in (0, 1, 2, 3):
        await publish(rounding, minute)
    row = await row_of(rounding)
    async with rounding.writing() as tx:
        await tx.ledger.settle_unknown(row, there=True, now=NOON)
    await publish(rounding, 4)
    assert await in_round_up(rounding, 2) == (5,)


async def test_news_wait_for_no_post_that_cannot_grow(rounding: Storage) -> None:
    for minute in (0, 1, 2, 3):
        await publish(rounding, minute)
    await shown(rounding, 1)
    row = await row_of(rounding)
    async with rounding.writing() as tx:
        await tx.ledger.note_by_hand(row.id, changed=True)
    await publish(rounding, 4)
    assert await in_round_up(rounding, 2) == (5,)


async def test_what_nobody_saw_in_a_deleted_post_comes_in_another_one(rounding: Storage) -> None:
    for minute in (0, 1, 2, 3):
        await publish(rounding, minute)
    await shown(rounding, 1)
    await publish(rounding, 4)
    row = await row_of(rounding)
    async with rounding.writing() as tx:
        await tx.ledger.record_end(row, State.SKIPPED, Reason(ReasonCode.GONE))
        assert await tx.round_ups.carry_on(1, row.revision, NOON) == 2
        assert await tx.round_ups.carry_on(1, row.revision, NOON) is None
    assert await in_round_up(rounding) == (4,)
    assert await in_round_up(rounding, 2) == (5,)
