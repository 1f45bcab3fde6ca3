"""Old rows become sums: nothing is lost from any of them, whatever stops the work halfway."""

import asyncio
import sqlite3
from contextlib import closing, suppress
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import event, insert, select, update
from sqlalchemy.exc import DBAPIError

from bot.domain.article import ArticleState
from bot.domain.delivery import Audience, Kind, Lane, State
from bot.domain.notices import CopyLeft
from bot.domain.progress import Progress
from bot.domain.reasons import Reason, ReasonCode
from bot.usecases.retention import Retention
from storage.engine import open_engine
from storage.schema import delivery, fan_out, notice, rollup
from storage.storage import Storage
from tests import tables
from tests.builders import (
    CHANNEL,
    IHOR,
    SVIT,
    TARAS,
    a_draft,
    a_reader,
    address_of,
    an_altered,
)
from tests.clock import NOON, Clock

KEEP = timedelta(days=90)
BEFORE = NOON - timedelta(days=1)
SETTLED = (State.SHOWN, State.FAILED, State.WITHDRAWN, State.SKIPPED)

hours = st.integers(min_value=0, max_value=72).map(lambda n: BEFORE - timedelta(hours=n))
ledger_rows = st.lists(
    st.fixed_dictionaries(
        {
            "audience": st.sampled_from([Audience.READER] * 5 + [Audience.CHANNEL]),
            "state": st.sampled_from(State),
            "reason": st.sampled_from([None, "refused", "gone"]),
            "reason_words": st.sampled_from([None, "Forbidden"]),
            "maybe_twice": st.booleans(),
            "first_shown_at": st.none() | hours,
            # Somebody was sent it again, long after all the others.
            "shown_at": st.sampled_from([None, BEFORE - timedelta(hours=1), NOON]),
        }
    ),
    max_size=25,
)


def row_of(subject_id: int, chat_id: int, **fields: Any) -> dict[str, Any]:
    given: dict[str, Any] = {
        "kind": Kind.ARTICLE,
        "subject_id": subject_id,
        "chat_id": chat_id,
        "audience": Audience.READER,
        "lane": Lane.READER,
        "state": State.SHOWN,
        "not_before": BEFORE - timedelta(days=4),
        "enqueued_at": BEFORE - timedelta(days=4),
        "shown_at": None,
    }
    return given | fields


async def put(storage: Storage, *rows: dict[str, Any]) -> None:
    """Rows as they stand in the ledger after a while; each names all that the first names."""
    if rows:
        await tables.change(storage, *(insert(delivery).values(row) for row in rows))


async def an_old_article(storage: Storage) -> int:
    """Published and sent to all who were meant, long ago."""
    article_id = await a_draft(storage)
    async with storage.writing() as tx:
        await tx.ledger.start_fan_out(article_id, SVIT, Lane.READER)
        await tx.ledger.end_fan_out(article_id)
        await an_altered(
            tx, article_id, state=ArticleState.PUBLISHED, released_at=BEFORE - timedelta(days=4)
        )
    return article_id


def retention(
    storage: Storage, keep: timedelta | None = NOON - BEFORE, chunk: int = 4
) -> Retention:
    return Retention(storage, Clock(), keep, chunk=chunk)


async def progress_of(storage: Storage, article_id: int) -> Progress:
    async with storage.reading() as tx:
        return await tx.totals.progress(article_id)


def rows_of(storage: Storage, article_id: int) -> list[Any]:
    return [row for row in tables.deliveries(storage) if row.subject_id == article_id]


def sums_of(storage: Storage, article_id: int) -> list[dict[str, Any]]:
    return [row for row in tables.mappings(storage, rollup) if row["article_id"] == article_id]


# --- the sums ---


class Killed(Exception):  # noqa: N818 - no fault
    """The process dies before its transaction is written."""


async def fold_and_die(storage: Storage, article_id: int, limit: int) -> None:
    with suppress(Killed):
        async with storage.writing() as tx:
            await tx.retention.roll_up(article_id, BEFORE, limit)
            raise Killed


async def fold(storage: Storage, article_id: int, limit: int) -> None:
    async with storage.writing() as tx:
        await tx.retention.roll_up(article_id, BEFORE, limit)


def rests(row: Any) -> bool:
    return row.state in SETTLED and (row.shown_at or row.enqueued_at) < BEFORE


async def check_sums(storage: Storage, rows: list[dict[str, Any]], chunks: list[int]) -> None:
    article_id = await an_old_article(storage)
    await put(storage, *(row_of(article_id, n, **row) for n, row in enumerate(rows, start=1)))
    before = await progress_of(storage, article_id)
    owed = rows_of(storage, article_id)
    for chunk in chunks:
        await fold_and_die(storage, article_id, chunk)
        assert await told_alike(storage, article_id, before)
        await fold(storage, article_id, chunk)
        assert await told_alike(storage, article_id, before)
    await retention(storage).tidy()
    assert await told_alike(storage, article_id, before)
    left = rows_of(storage, article_id)
    kept = sums_of(storage, article_id)
    assert len(left) + sum(row["count"] for row in kept) == len(owed)
    gone = {row.id for row in owed} - {row.id for row in left}
    assert gone == {r.id for r in owed if r.audience == Audience.READER and rests(r)}


async def told_alike(storage: Storage, article_id: int, before: Progress) -> bool:
    """Whether all that is told of the article is what was told before."""
    now = await progress_of(storage, article_id)
    assert now.untracked <= now.readers_shown
    return replace(now, untracked=0, replayable=before.replayable) == before


@pytest.mark.slow
def test_every_sum_is_the_same_before_and_after_and_adds_up_to_all_that_was_owed(
    database: Path,
) -> None:
    with asyncio.Runner() as runner:
        storage = Storage.open(address_of(database))

        @given(
            rows=ledger_rows, chunks=st.lists(st.integers(min_value=1, max_value=9), max_size=3)
        )
        def holds(rows: list[dict[str, Any]], chunks: list[int]) -> None:
            runner.run(check_sums(storage, rows, chunks))

        try:
            holds()
        finally:
            runner.run(storage.close())


async def test_the_sums_of_several_chunks_are_one(storage: Storage) -> None:
    article_id = await an_old_article(storage)
    early, late = BEFORE - timedelta(hours=9), BEFORE - timedelta(hours=2)
    shown: list[datetime | None] = [None, late, early, None, late]
    await put(storage, *(row_of(article_id, n, first_shown_at=at) for n, at in enumerate(shown)))
    await retention(storage, chunk=1).tidy()
    (kept,) = sums_of(storage, article_id)
    assert (kept["state"], kept["reason"], kept["count"]) == (State.SHOWN, "", 5)
    assert (kept["first_shown_at"], kept["last_shown_at"]) == (early, late)


# --- what is kept, and what goes ---


async def old_articles(storage: Storage) -> list[int]:
    async with storage.reading() as tx:
        return await tx.retention.old_articles(BEFORE)


async def test_an_article_that_is_done_with_is_not_looked_at_again(storage: Storage) -> None:
    done, open_ = [await an_old_article(storage) for _ in range(2)]
    await put(storage, row_of(done, 1), row_of(open_, 1, state=State.UNKNOWN))
    assert await old_articles(storage) == [done, open_]
    await retention(storage).tidy()
    assert await old_articles(storage) == [open_]


@pytest.mark.parametrize("paused", [False, True])
async def test_an_unfinished_fan_out_is_left_alone(storage: Storage, paused: bool) -> None:  # noqa: FBT001
    await an_old_article(storage)
    await tables.change(storage, update(fan_out).values(last_id=1, high_id=2, paused=paused))
    assert await old_articles(storage) == []


@pytest.mark.parametrize("moment", ["released_at", "corrected_at", "retracted_at"])
async def test_an_article_is_old_when_nothing_of_it_was_posted_for_long(
    storage: Storage, moment: str
) -> None:
    article_id = await an_old_article(storage)
    assert await old_articles(storage) == [article_id]
    async with storage.writing() as tx:
        await an_altered(tx, article_id, **{moment: BEFORE})
    assert await old_articles(storage) == []


async def test_for_ever_means_that_nothing_goes(storage: Storage) -> None:
    article_id = await an_old_article(storage)
    await put(storage, row_of(article_id, 1))
    await retention(storage, None).tidy()
    assert len(tables.deliveries(storage)) == 1


async def test_channels_rows_stay_with_their_messages_numbers(storage: Storage) -> None:
    article_id = await an_old_article(storage)
    await put(storage, row_of(article_id, CHANNEL, audience=Audience.CHANNEL, message_id=7))
    await retention(storage).tidy()
    (row,) = tables.deliveries(storage)
    (channel,) = (await progress_of(storage, article_id)).channels
    assert (row.message_id, channel.message_id) == (7, 7)


async def test_old_cards_and_reports_go_but_not_those_of_drafts(storage: Storage) -> None:
    article_id, draft = await an_old_article(storage), await a_draft(storage, "Чернетка")
    desk = {"audience": Audience.DESK, "lane": Lane.REPLY}
    await put(
        storage,
        row_of(article_id, IHOR, kind=Kind.CARD, **desk),
        row_of(article_id, IHOR, kind=Kind.PROGRESS, **desk),
        row_of(draft, IHOR, kind=Kind.CARD, **desk),
        row_of(article_id, IHOR + 1, kind=Kind.CARD, **desk | {"shown_at": NOON}),
        row_of(article_id, IHOR + 2, kind=Kind.CARD, **desk | {"state": State.DUE}),
    )
    await retention(storage, chunk=1).tidy()
    left = {(row.subject_id, row.chat_id) for row in tables.deliveries(storage)}
    assert left == {(draft, IHOR), (article_id, IHOR + 1), (article_id, IHOR + 2)}


async def test_old_notices_go_when_everybody_has_read_them(storage: Storage) -> None:
    async with storage.writing() as tx:
        old, waiting, new = [
            await tx.desk.add_notice(CopyLeft("Світ"), at)
            for at in (BEFORE - timedelta(days=4), BEFORE - timedelta(days=4), NOON)
        ]
    desk = {"kind": Kind.NOTICE, "audience": Audience.DESK, "lane": Lane.REPLY}
    await put(
        storage,
        row_of(old, IHOR, **desk),
        row_of(old, TARAS, **desk | {"audience": Audience.READER}),
        row_of(waiting, IHOR, **desk | {"state": State.UNKNOWN}),
        row_of(new, IHOR, **desk | {"enqueued_at": NOON}),
    )
    await retention(storage, chunk=1).tidy()
    assert tables.values(storage, select(notice.c.id)) == [waiting, new]
    assert [row.subject_id for row in tables.deliveries(storage)] == [waiting, new]


MOMENT = timedelta(milliseconds=1)
RESTED = {"enqueued_at": BEFORE - 2 * MOMENT, "shown_at": BEFORE - MOMENT}
NOT_RESTED: tuple[dict[str, Any], ...] = (
    {"enqueued_at": BEFORE - MOMENT, "shown_at": BEFORE},
    {"enqueued_at": BEFORE, "shown_at": None},
    RESTED | {"state": State.DUE},
    RESTED | {"state": State.SENDING},
    RESTED | {"state": State.UNKNOWN},
)


@pytest.mark.parametrize(
    ("kind", "audience", "forget"),
    [
        (Kind.ARTICLE, Audience.READER, lambda tx, most: tx.retention.roll_up(1, BEFORE, most)),
        (Kind.CARD, Audience.DESK, lambda tx, most: tx.retention.forget_desk(BEFORE, most)),
        (Kind.PROGRESS, Audience.DESK, lambda tx, most: tx.retention.forget_desk(BEFORE, most)),
        (Kind.NOTICE, Audience.DESK, lambda tx, most: tx.retention.forget_notices(BEFORE, most)),
    ],
)
async def test_rows_go_a_chunk_at_a_time_and_only_once_they_have_rested_for_long(
    storage: Storage, kind: Kind, audience: Audience, forget: Any
) -> None:
    article_id = await an_old_article(storage)
    settled: list[dict[str, Any]] = [RESTED | {"state": state} for state in SETTLED]
    later = {"shown_at": None, "enqueued_at": BEFORE - MOMENT}
    rows: list[dict[str, Any]] = [*settled, RESTED | later, *NOT_RESTED]
    fixed: dict[str, Any] = {"kind": kind, "audience": audience}
    await put(storage, *(row_of(article_id, n, **row | fixed) for n, row in enumerate(rows, 1)))
    await put(storage, *(row_of(99, n, kind=each, **RESTED) for n, each in enumerate(Kind, 1)))
    gone = []
    for most in (2, 2, 2):
        async with storage.writing() as tx:
            gone.append(await forget(tx, most))
    spared = [row.chat_id for row in rows_of(storage, article_id)]
    assert spared == [*range(len(settled) + 2, len(rows) + 1)]
    notices_too = kind is Kind.NOTICE  # whichever notice they are of
    assert gone == ([2, 2, 2] if notices_too else [2, 2, 1])
    others = [row.kind for row in rows_of(storage, 99)]
    assert others == [each for each in Kind if not (notices_too and each is Kind.NOTICE)]


@pytest.mark.parametrize("state", ArticleState)
async def test_cards_go_with_articles_that_are_decided(
    storage: Storage, state: ArticleState
) -> None:
    article_id = await an_old_article(storage)
    async with storage.writing() as tx:
        await an_altered(tx, article_id, state=state)
    await put(storage, row_of(article_id, IHOR, kind=Kind.CARD, audience=Audience.DESK))
    async with storage.writing() as tx:
        gone = await tx.retention.forget_desk(BEFORE, 9)
    assert gone == (state not in (ArticleState.DRAFT, ArticleState.ARCHIVED))


async def test_a_notice_goes_once_nobody_is_owed_it_and_a_chunk_at_a_time(
    storage: Storage,
) -> None:
    async with storage.writing() as tx:
        for at in (*[BEFORE - MOMENT] * 4, BEFORE):
            await tx.desk.add_notice(CopyLeft("Світ"), at)
    waiting = {"kind": Kind.NOTICE, "state": State.DUE}
    await put(storage, row_of(1, IHOR, **waiting), row_of(2, IHOR, **waiting | {"kind": "card"}))
    left = []
    for _ in range(2):
        async with storage.writing() as tx:
            assert await tx.retention.forget_notices(BEFORE, 2) == 0
        left.append(tables.values(storage, select(notice.c.id)))
    assert left == [[1, 4, 5], [1, 5]]


async def test_readers_whose_rows_are_gone_are_never_meant_again(storage: Storage) -> None:
    """The mark says who was meant; a second start of the fan-out does not move it."""
    await a_reader(storage)
    article_id = await an_old_article(storage)
    await put(storage, row_of(article_id, TARAS, state=State.FAILED))
    await retention(storage).tidy()
    async with storage.writing() as tx:
        await tx.ledger.start_fan_out(article_id, SVIT, Lane.READER)
        assert list(await tx.ledger.open_fan_outs()) == []
        assert await tx.ledger.would_replay(article_id) == 0
        assert await tx.ledger.replay(article_id, NOON) == 0
        assert list(await tx.ledger.open_fan_outs()) == []
    assert tables.deliveries(storage) == []


async def test_a_chunk_is_found_by_an_index(sqlite_file: Path) -> None:
    """Old rows are a few among millions: the ledger is not read from its beginning."""
    engine = open_engine(address_of(sqlite_file))
    done: list[tuple[str, Any]] = []

    @event.listens_for(engine.sync_engine, "before_cursor_execute")
    def note(*call: Any) -> None:
        _, _, statement, parameters, *_ = call
        if statement.startswith("DELETE FROM delivery"):
            done.append((statement, parameters))

    storage = Storage(engine, address_of(sqlite_file))
    async with storage.writing() as tx:
        await tx.retention.roll_up(1, BEFORE, 5)
        await tx.retention.forget_desk(BEFORE, 5)
        await tx.retention.forget_notices(BEFORE, 5)
    await storage.close()
    with closing(sqlite3.connect(sqlite_file)) as connection:
        plans = [
            [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)]
            for statement, parameters in done
        ]
    assert len(plans) == 3
    for plan in plans:
        assert "SEARCH delivery USING INTEGER PRIMARY KEY (rowid=?)" in plan
        assert any("sqlite_autoindex_delivery_1 (kind=?" in step for step in plan), plan
        assert not any("SCAN delivery" in step for step in plan), plan


async def test_an_article_whose_deliveries_cannot_be_folded_holds_up_no_other(
    storage: Storage,
) -> None:
    first, second = [await an_old_article(storage) for _ in range(2)]
    await put(storage, row_of(first, 1), row_of(second, 1))
    await tables.refuse(storage, "delivery", "DELETE", f"OLD.subject_id = {first}")
    with pytest.raises(DBAPIError, match="no such outcome"):
        await retention(storage).tidy()
    assert [row.subject_id for row in tables.deliveries(storage)] == [first]


async def test_sums_are_made_of_whatever_long_words_a_refusal_has(storage: Storage) -> None:
    """PostgreSQL packs what repeats itself, and refuses what it cannot pack."""
    words = "".join(sha256(bytes([number])).hexdigest() for number in range(250))
    article = await a_draft(storage)
    async with storage.writing() as tx:
        await tx.ledger.enqueue(
            Kind.ARTICLE, article, [TARAS], audience=Audience.READER, lane=Lane.READER, now=NOON
        )
        (row,) = await tx.ledger.claim(1, NOON, KEEP)
        await tx.ledger.record_failure(row, Reason(ReasonCode.REFUSED, words), NOON)
        await tx.retention.fold_chat(TARAS)
    (kept,) = tables.mappings(storage, rollup)
    assert (kept["state"], kept["count"]) == (State.FAILED, 1)
    assert words.startswith(kept["reason_words"])
