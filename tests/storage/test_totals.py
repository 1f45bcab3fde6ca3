"""What the sums say of an article: of its own rows and of those that are kept as sums alone."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import insert

from bot.domain.delivery import Lane, State
from bot.domain.progress import ChannelProgress, Progress
from bot.domain.reasons import Reason, ReasonCode
from storage.schema import rollup
from storage.storage import Storage
from tests import tables
from tests.builders import (
    CHANNEL,
    IHOR,
    SVIT,
    TARAS,
    a_channel,
    a_published_article,
    a_reader,
    said,
)
from tests.clock import NOON
from tests.storage.changes import changes, put

HOUR = timedelta(hours=1)
READER: dict[str, Any] = {"audience": "reader", "lane": Lane.READER}


@pytest.fixture
async def stocked(storage: Storage) -> Storage:
    """Two articles with rows of every kind; the second one's must count nowhere."""
    await a_reader(storage, 3)
    await a_channel(storage, title="Світ")
    for headline in ("Перша", "Друга"):
        article_id = await a_published_article(storage, headline)
        later = {"first_shown_at": NOON + 2 * HOUR}
        rows = [
            {"state": "shown", "message_id": 50, "to_pin": True, "first_shown_at": NOON},
            {"chat_id": -404, "state": "failed", "to_pin": True, "message_id": 51},
            {"chat_id": -405, "state": "due", "to_pin": True, "message_id": 52},
            {"chat_id": -406, "state": "withdrawn", "message_id": 53},
            {"chat_id": -407, "state": "due"},
            READER
            | later
            | {
                "chat_id": 1,
                "state": "shown",
                "maybe_twice": True,
                "reason": None,
                "reason_words": None,
            },
            READER | {"chat_id": 2, "state": "skipped", "reason": "blocked", "reason_words": None},
            READER | {"chat_id": 3, "state": "failed", "reason": "blocked", "reason_words": None},
            READER
            | {"chat_id": 4, "state": "unknown", "reason": "no_answer", "reason_words": None},
            READER | {"chat_id": 5, "state": "failed", "reason": None, "reason_words": None},
            {"chat_id": IHOR, "kind": "card", "audience": "desk", "state": "shown"},
        ]
        await put(storage, *(row | {"subject_id": article_id} for row in rows))
    shown = {"first_shown_at": NOON - HOUR, "last_shown_at": NOON + HOUR}
    for row in (
        {"state": "shown", "count": 100, "maybe_twice": 7} | shown,
        {"state": "failed", "reason": "blocked", "count": 10},
        {"state": "skipped", "reason": "reader_stopped", "count": 1},
        {"state": "withdrawn", "reason": "deleted", "count": 1000},
        {"state": "shown", "count": 5, "maybe_twice": 5, "article_id": 2} | shown,
    ):
        fixed: dict[str, Any] = {
            "article_id": 1,
            "reason": "",
            "reason_words": "",
            "maybe_twice": 0,
        }
        await tables.change(storage, insert(rollup).values(fixed | row))
    return storage


async def test_the_sums_count_rows_and_rollups_of_their_article_alone(stocked: Storage) -> None:
    async with stocked.reading() as tx:
        found = await tx.totals.progress(1)
    channels = found.channels
    assert found == Progress(
        channels=channels,
        readers={
            State.SHOWN: 101,
            State.SKIPPED: 2,
            State.FAILED: 12,
            State.UNKNOWN: 1,
            State.WITHDRAWN: 1000,
        },
        reasons={
            Reason(ReasonCode.BLOCKED): 12,
            Reason(ReasonCode.REFUSED): 1,
            Reason(ReasonCode.READER_STOPPED): 1,
        },
        maybe_twice=8,
        untracked=100,
        replayable=2,  # the channel, and the one reader who is known
        counting=False,
        first_shown_at=NOON - HOUR,
        last_shown_at=NOON + 2 * HOUR,
    )
    assert channels[0] == ChannelProgress(
        CHANNEL,
        "Світ",
        None,
        State.SHOWN,
        50,
        3,
        Reason(ReasonCode.OUR_FAULT, "an old fault"),
        to_pin=False,
    )
    assert [(each.chat_id, each.title, each.to_pin) for each in channels[1:]] == [
        (-404, "-404", False),
        (-405, "-405", True),
        (-406, "-406", False),
        (-407, "-407", False),
    ]


async def test_the_posts_of_an_article_are_those_that_stand_somewhere(stocked: Storage) -> None:
    async with stocked.reading() as tx:
        assert [post.chat_id for post in await tx.totals.posts(1)] == [CHANNEL, -404, -405]


@pytest.mark.parametrize(("step", "counting"), [("write", False), ("stop", False), (None, True)])
async def test_an_article_is_counted_until_all_its_readers_rows_are_written(
    storage: Storage, step: str | None, *, counting: bool
) -> None:
    await a_reader(storage, TARAS)
    first, other = [await a_published_article(storage, name) for name in ("Перша", "Друга")]
    async with storage.writing() as tx:
        for article_id in (first, other):
            await tx.ledger.start_fan_out(article_id, SVIT, Lane.READER)
        if step == "write":
            await tx.ledger.fan_out(first, NOON)
        if step == "stop":
            await tx.ledger.stop_article(first, said("rejected"))
        assert (await tx.totals.progress(first)).counting is counting
        assert (await tx.totals.progress(other)).counting


async def test_old_rows_become_sums_that_add_to_those_there_are(stocked: Storage) -> None:
    """The rows of one article, of its readers, that nothing will happen to any more."""
    before = NOON + 3 * HOUR
    async with stocked.writing() as tx:
        for article_id in (1, 2):
            await tx.ledger.start_fan_out(article_id, SVIT, Lane.READER)
            await tx.ledger.end_fan_out(article_id)
    found = await changes(stocked, lambda tx: tx.retention.roll_up(1, before, 100))
    gone = {key for (table, key), row in found.items() if table == "delivery"}
    assert gone == {6, 7, 8, 10}, "settled rows of readers"
    sums = {key[1:]: row for (table, key), row in found.items() if table == "rollup"}
    assert sums[("shown", "", "")] == {
        "count": 101,
        "maybe_twice": 8,
        "last_shown_at": NOON + 2 * HOUR,
    }
    assert sums[("failed", "blocked", "")] == {"count": 11}
    assert (sums["failed", "", ""]["count"], sums["skipped", "blocked", ""]["count"]) == (1, 1)
    assert ("fan_out", 1) not in found, "a row in doubt is left: it is looked at again"
    async with stocked.reading() as seen:
        assert await seen.retention.old_articles(before) == [1, 2]


async def test_what_has_moved_lately_is_kept_as_it_is(stocked: Storage) -> None:
    early = NOON.replace(hour=6)  # before anything was owed
    assert await changes(stocked, lambda tx: tx.retention.roll_up(1, early, 100)) == {}
