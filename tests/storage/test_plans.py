"""Statements that run often go by an index, however much the newsroom has grown."""

from collections.abc import Awaitable, Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event, insert, text, update
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.domain.article import Related
from bot.domain.channel import Channel, ChannelState
from bot.domain.delivery import Lane
from bot.domain.round_up import RoundUpRule
from bot.domain.shelves import ALWAYS, ArchiveName, Shelf
from bot.domain.topics import TopicKind, tag_topic
from storage.engine import open_engine
from storage.schema import article, reader
from storage.statements import walk_in_order
from storage.storage import Storage, Transaction
from tests.builders import (
    CHANNEL,
    SVIT,
    a_content,
    a_published_article,
    a_section,
    address_of,
    some_readers,
)
from tests.clock import NOON
from tests.databases import on_postgresql, on_sqlite
from tests.tables import change

_READERS, _CHUNK = 3000, 10


class Listening:
    """A database, and the statements that are made on it."""

    def __init__(self, url: str) -> None:
        self.engine: AsyncEngine = open_engine(url)
        self.storage = Storage(self.engine, url)
        self._made: list[tuple[str, Any]] = []
        event.listen(self.engine.sync_engine, "before_cursor_execute", self._note)

    def _note(self, *call: Any) -> None:
        self._made.append((call[2], call[3]))

    async def made_by(
        self, ask: Callable[[Transaction], Awaitable[object]]
    ) -> list[tuple[str, Any]]:
        """What is asked of the database for this."""
        async with self.storage.writing() as tx:
            self._made.clear()
            await ask(tx)
            return list(self._made)

    async def steps(self, ask: Callable[[Transaction], Awaitable[object]]) -> list[str]:
        """How SQLite goes about it."""
        made = await self.made_by(ask)
        async with self.engine.connect() as connection:
            return [
                str(step)
                for statement, values in made
                for *_, step in await connection.exec_driver_sql(
                    f"EXPLAIN QUERY PLAN {statement}", values
                )
            ]


@pytest.fixture
async def listening(database: Any) -> Any:
    opened = Listening(address_of(database))
    yield opened
    await opened.storage.close()


async def _archive(tx: Transaction) -> None:
    for section_id in (None, SVIT):
        await tx.archive.published(section_id, 8, 80)
    await tx.articles.drafts(10)


async def _shelves(tx: Transaction) -> None:
    name = ArchiveName(1, tag_topic("порт"), 1)
    for shelf in (Shelf(), Shelf(a_section()), Shelf(name=name)):
        for span in (ALWAYS, (NOON, NOON)):
            await tx.archive.page(shelf, 8, (NOON, 1), span=span)
            await tx.archive.page(shelf, 8, (NOON, 1), newer=True, span=span)
            await tx.archive.has(shelf, (NOON, 1), newer=True, span=span)
            await tx.archive.nearest(shelf, span)
            await tx.archive.nearest(shelf, span, first=True)
            await tx.archive.count(shelf, 10, span)
        await tx.archive.has_any(shelf, [(NOON, NOON)] * 31)
    await tx.archive_names.most(TopicKind.TAG, 20, 20)


async def _same_story(tx: Transaction) -> None:
    await tx.stories.candidates(a_content("Порт", link="https://news.example/1"), NOON)


async def _ticks(tx: Transaction) -> None:
    await tx.ledger.open_fan_outs()
    await tx.ledger.has_due(NOON)
    await tx.ledger.next_due(NOON)
    await tx.ledger.is_open()
    await tx.ledger.would_replay(1)
    await tx.ledger.would_withdraw(1)
    await tx.reach.in_hand()
    await tx.pace.settle(1)
    await tx.retention.old_articles(NOON)
    await tx.inbox.is_left(NOON)
    await tx.digests.candidates(NOON - timedelta(days=1), NOON)


async def _comes_back(tx: Transaction) -> None:
    """A channel that the bot was put out of for a moment, or a group that has another number."""
    await tx.channels.save(CHANNEL, "Канал", None, ChannelState.ACTIVE)
    await tx.channels.route(CHANNEL, SVIT, on=True)
    await tx.publishing.make_up(CHANNEL, NOON, NOON)
    await tx.channels.move_chat(CHANNEL, CHANNEL - 1)


async def _start(tx: Transaction) -> None:
    await tx.ledger.give_back(NOON, timedelta(seconds=1), all_rows=True)


@on_sqlite
@pytest.mark.parametrize("ask", [_archive, _shelves, _same_story, _ticks, _comes_back, _start])
async def test_no_large_table_is_read_from_its_beginning_on_sqlite(
    listening: Listening, ask: Callable[[Transaction], Awaitable[object]]
) -> None:
    steps = await listening.steps(ask)
    assert steps
    large = ["article", "archive_entry", "archive_name", "delivery", "reader", "chat_pace"]
    large += ["fan_out", "inbox", "follow"]
    whole = [f"SCAN {table}" for table in large]
    by_partial_index = ("ix_article_", "ix_delivery_", "ix_fan_out_", "ix_inbox_")
    for step in steps:
        if step in whole or step.startswith(tuple(f"{scan} " for scan in whole)):
            assert any(f"INDEX {index}" in step for index in by_partial_index), steps


@on_sqlite
async def test_a_retractions_notice_is_found_by_when_it_was_made(listening: Listening) -> None:
    await listening.storage.migrate()
    article_id = await a_published_article(listening.storage)
    async with listening.storage.writing() as tx:
        article = await tx.articles.existing(article_id)
        await tx.publishing.retract(article.retract(NOON), NOON)
    steps = await listening.steps(lambda tx: tx.desk.told_of_retraction(article_id))
    assert steps[-1].startswith("SEARCH notice USING INDEX ix_notice_made_at")


async def _cards(tx: Transaction) -> None:
    await tx.ledger.mark_cards_changed(1, NOON)


async def _posts(tx: Transaction) -> None:
    await tx.ledger.article_in(CHANNEL, 5)
    await tx.ledger.post_at(CHANNEL, 5)
    await tx.round_ups.at(CHANNEL, 5)


@on_sqlite
async def test_a_post_is_found_by_its_number_among_all_of_a_channel(listening: Listening) -> None:
    steps = await listening.steps(_posts)
    assert len(steps) == 3
    for step in steps:
        assert "ix_delivery_post (chat_id=? AND message_id" in step


@on_sqlite
async def test_of_a_headline_that_comes_every_day_one_article_is_read(
    listening: Listening,
) -> None:
    """Readers open what names it: thousands of texts would be read for each of them."""
    for number in range(3):
        await a_published_article(listening.storage, published_at=NOON - timedelta(days=number))
    headline = a_content().headline
    yesterday = Related("Світ", headline, NOON - timedelta(days=1), None)
    made = await listening.made_by(lambda tx: tx.stories.meant_by([yesterday], but=9))
    whole = [values for said, values in made if "article.warnings" in said]
    assert whole == [(2,)]


async def _in_round_ups(tx: Transaction) -> None:
    await tx.totals.posts(1)
    await tx.statistics.posts_of([1, 2], [CHANNEL])
    await tx.digests.notable([1, 2])
    await tx.ledger.tell_receivers(1, 1, NOON)


@on_sqlite
@pytest.mark.parametrize("ask", [_cards, _in_round_ups])
async def test_what_shows_an_article_is_found_by_its_number(
    listening: Listening, ask: Callable[[Transaction], Awaitable[object]]
) -> None:
    """Neither by all cards there are, nor by the posts of all round-ups."""
    steps = await listening.steps(ask)
    found = [step for step in steps if "delivery USING INDEX sqlite_autoindex_delivery_1" in step]
    assert found
    assert [step for step in found if "subject_id=?" not in step] == []


@on_sqlite
async def test_a_page_of_the_archive_is_not_sorted(listening: Listening) -> None:
    """Nor are drafts; what remains to be sorted are the eight articles of the page."""
    steps = [*await listening.steps(_archive), *await listening.steps(_shelves)]
    for step, before in zip(steps[1:], steps, strict=False):
        if "TEMP B-TREE" in step:
            assert "ix_article_" not in before or "section" in before, steps


@pytest.mark.slow
@on_postgresql
@pytest.mark.parametrize("forbidden", ["nestloop", "mergejoin", "hashjoin"])
async def test_a_chunk_of_a_fan_out_does_not_begin_with_the_first_reader(
    listening: Listening, forbidden: str
) -> None:
    """Whichever join PostgreSQL takes for the best: by its counts of rows it may be any."""
    article_id = await _with_readers(listening)
    async with listening.storage.writing() as tx:
        await tx.ledger.start_fan_out(article_id, SVIT, Lane.READER)
    async with listening.engine.begin() as connection:
        await connection.execute(text("UPDATE fan_out SET last_id = high_id - 100"))
    made = await listening.made_by(lambda tx: tx.ledger.fan_out(article_id, NOON, _CHUNK))
    plans = []
    async with listening.engine.begin() as connection:
        await connection.execute(text(f"SET LOCAL enable_{forbidden} = off"))
        await connection.execute(text("DELETE FROM delivery"))
        for said, values in made:
            if said.startswith(("SELECT max", "INSERT INTO delivery")):
                found = await connection.exec_driver_sql(
                    f"EXPLAIN (ANALYZE, FORMAT JSON) {said}", values
                )
                plans += found.scalar_one()
    assert [max(_touched(plan["Plan"])) <= 100 + 1 for plan in plans] == [True, True]


@on_sqlite
async def test_a_chunk_of_a_fan_out_sorts_no_readers(listening: Listening) -> None:
    """SQLite knows nothing of how many there are; and an article has a language, as most have."""
    article_id = await a_published_article(listening.storage)
    async with listening.storage.writing() as tx:
        await tx.ledger.start_fan_out(article_id, SVIT, Lane.READER)
        await tx.topics.note(article_id, [], "uk")
    steps = await listening.steps(lambda tx: tx.ledger.fan_out(article_id, NOON, _CHUNK))
    assert any("SEARCH follow USING COVERING INDEX" in step for step in steps)
    assert not [step for step in steps if "TEMP B-TREE" in step]


@on_postgresql
async def test_what_is_due_and_what_is_old_is_not_looked_for_from_the_ledgers_beginning(
    listening: Listening,
) -> None:
    """Whatever PostgreSQL has counted: a look for any one row walks an index in its order."""
    async with listening.engine.begin() as connection:
        settled = (
            "INSERT INTO delivery (kind, subject_id, chat_id, audience, lane, state, not_before,"
            " enqueued_at) SELECT 'article', {0}, n, 'reader', 5, '{1}', 0, 0"
            " FROM generate_series(1, 2000) AS n"
        )
        await connection.execute(text(settled.format(1, "withdrawn")))
        await connection.execute(text(settled.format(2, "due")))
        await connection.execute(text("ANALYZE delivery"))

    async def ask(tx: Transaction) -> None:
        await tx.ledger.has_due(NOON)
        await tx.retention.roll_up(2, NOON, 10)

    for said, values in await listening.made_by(ask):
        if "LIMIT" in said:
            async with listening.engine.begin() as connection:
                steps = await connection.exec_driver_sql(f"EXPLAIN {said}", values)
                assert "Seq Scan on delivery" not in "\n".join(steps.scalars()), said


_UNCOUNTED = (
    "INSERT INTO delivery (kind, subject_id, chat_id, audience, lane, state, not_before,"
    " enqueued_at) SELECT 'article', {0}, chat_id, 'reader', 5, 'due', 0, 0 FROM reader"
)


@on_postgresql
async def test_a_claim_does_not_sort_a_storys_rows_before_they_are_counted(
    listening: Listening,
) -> None:
    await _written_to_all(listening)

    async def ask(tx: Transaction) -> None:
        await tx.ledger.has_due(NOON)
        await tx.ledger.claim(10, NOON, timedelta(minutes=5))

    looks = [made for made in await listening.made_by(ask) if "LIMIT" in made[0]]
    assert len(looks) == 2
    for plan in await _plans(listening, looks, in_order=True):
        assert max(_touched(plan)) < _READERS / 2, plan


async def test_whether_somebody_goes_first_is_asked_of_what_is_in_hand(
    listening: Listening,
) -> None:
    """Until Telegram has taken a story, at every claim: of a million rows it took 0.1 s."""
    article_id = await a_published_article(listening.storage)
    await some_readers(listening.storage, range(1, 4))
    async with listening.storage.writing() as tx:
        await tx.ledger.start_fan_out(article_id, SVIT, Lane.READER)
        await tx.ledger.fan_out(article_id, NOON, _CHUNK)
    await change(listening.storage, update(article).values(proved=0))
    made = await listening.made_by(lambda tx: tx.ledger.claim(10, NOON, timedelta(minutes=5)))
    asked = [values for said, values in made if "sending" in said and "lease_until >" in said]
    assert asked
    assert not any(article_id in values for values in asked), "all rows of the story are read"


@on_postgresql
async def test_whose_last_article_of_the_day_it_is_is_asked_of_those_few(
    listening: Listening,
) -> None:
    """Joined with the rows of the article, it may take longer with every chunk of it."""
    article_id = await _written_to_all(listening)
    async with listening.storage.writing() as tx:
        await tx.ledger.start_fan_out(article_id, SVIT, Lane.READER)
    made = await listening.made_by(lambda tx: tx.ledger.fan_out(article_id, NOON, _CHUNK))
    counted = [(said, values) for said, values in made if said.startswith("UPDATE reader")]
    (plan,) = await _plans(listening, counted)
    (found,) = plan["Plans"]
    assert found["Relation Name"] == "reader", plan


async def _written_to_all(listening: Listening) -> int:
    """An article whose readers' rows PostgreSQL has not counted yet."""
    article_id = await _with_readers(listening)
    async with listening.engine.begin() as connection:
        await connection.execute(text(_UNCOUNTED.format(article_id)))
    return article_id


async def _with_readers(listening: Listening) -> int:
    """An article, and many who follow its section."""
    article_id = await a_published_article(listening.storage)
    async with listening.engine.begin() as connection:
        people = [
            {"chat_id": chat_id, "language": "uk", "state": "active", "joined_at": NOON}
            for chat_id in range(1, _READERS + 1)
        ]
        await connection.execute(insert(reader), people)
        await connection.execute(text(f"INSERT INTO follow SELECT {SVIT}, id FROM reader"))  # noqa: S608
        await connection.execute(text("ANALYZE reader, follow"))
    return article_id


async def _plans(
    listening: Listening, made: list[tuple[str, Any]], *, in_order: bool = False
) -> list[dict[str, Any]]:
    """How PostgreSQL goes about these, with the numbers of rows that it meets."""
    async with listening.engine.begin() as connection:
        if in_order:
            await walk_in_order(connection)
        found = [
            (
                await connection.exec_driver_sql(f"EXPLAIN (ANALYZE, FORMAT JSON) {said}", values)
            ).scalar_one()
            for said, values in made
        ]
        await connection.rollback()
    return [plans[0]["Plan"] for plans in found]


def _touched(node: dict[str, Any]) -> Iterator[int]:
    """How many rows each step has looked at."""
    passed_over = node.get("Rows Removed by Filter", 0)
    yield (node["Actual Rows"] + passed_over) * node["Actual Loops"]
    for below in node.get("Plans", ()):
        yield from _touched(below)


async def test_posts_that_failed_are_found_among_the_few_whatever_a_week_brought(
    listening: Listening,
) -> None:
    """Every look at how things are walked through all posts of the week."""
    article_id = await a_published_article(listening.storage)
    rows = (
        "INSERT INTO delivery (kind, subject_id, chat_id, audience, lane, state, not_before,"
        " enqueued_at) VALUES ('article', :article, :chat, 'channel', 1, :state, 0, 0)"
    )
    posts = [{"article": article_id, "chat": -n, "state": "shown"} for n in range(1, _READERS)]
    failed = {"article": article_id, "chat": -_READERS, "state": "failed"}
    async with listening.engine.begin() as connection:
        await connection.execute(text(rows), [*posts, failed])
    chats = [-_READERS, -1]

    async def ask(tx: Transaction) -> None:
        found = await tx.health.given_up(NOON - timedelta(days=1), NOON + timedelta(days=1), chats)
        assert found == [article_id]

    looks = [made for made in await listening.made_by(ask) if "failed" in made[0]]
    if listening.engine.dialect.name == "sqlite":
        steps = [step for step in await listening.steps(ask) if " delivery " in step]
        assert len(steps) == 2
        assert all("ix_delivery_failed_post" in step for step in steps), steps
        return
    (plan,) = await _plans(listening, looks)
    assert max(_touched(plan)) < _CHUNK, plan


@on_sqlite
async def test_channels_posts_of_a_time_are_looked_up_by_key_beside_a_million_readers_rows(
    listening: Listening,
) -> None:
    await listening.storage.migrate()
    released = await listening.steps(lambda tx: tx.statistics.releases(NOON, NOON))
    assert not [step for step in released if step.startswith("SCAN article")]
    found, *_ = await listening.steps(lambda tx: tx.statistics.posts_of([1, 2], [-1, -2]))
    assert "(kind=? AND subject_id=? AND chat_id=?)" in found


@on_sqlite
async def test_whether_a_post_joins_others_is_told_without_walking_through_the_ledger(
    listening: Listening,
) -> None:
    await listening.storage.migrate()
    rounding = Channel(-1, "Світ", None, ChannelState.ACTIVE, round_up=RoundUpRule(3, 10))

    async def ask(tx: Transaction) -> None:
        await tx.round_ups.place(rounding, 1, NOON)
        await tx.ledger.would_replay(1)
        await tx.schedule.count_spaced(NOON)
        await tx.totals.channels(1)

    steps = await listening.steps(ask)
    assert not [step for step in steps if step.startswith(("SCAN delivery", "SCAN article"))]
