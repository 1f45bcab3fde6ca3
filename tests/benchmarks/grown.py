# ruff: noqa: S608 - the statements are made of our own numbers
"""Newsrooms that have grown: readers, an archive and a ledger, written by a few statements.

What the bot itself would write in years: as many articles as readers, one in ten of them posted
to a channel and its readers, whose rows are kept of the newest one alone.
"""

import time
from collections.abc import Iterator
from typing import Final

from sqlalchemy import Connection, text

from bot.domain.people import Editor, Role
from tests.builders import OLENA, SVIT, a_channel, hired, migrated
from tests.kill.house import House
from tests.tables import engine_of

_MINUTE: Final = 60_000  # milliseconds
_APART: Final = 5  # minutes between two articles: a million are ten years
_LEAD: Final = "Перші кораблі без викидів причалять уже восени, а решта флоту зможе за рік."
_BODY: Final = "Будівництво тривало чотири роки й коштувало менше, ніж планували спершу."
# Numbers from 1, on either database.
_NUMBERS: Final = (
    "WITH RECURSIVE n(i) AS ("
    "SELECT CAST(1 AS bigint) UNION ALL SELECT i + 1 FROM n WHERE i < {count})"
)


async def grow(house: House, size: int) -> None:
    """An empty database becomes a newsroom of so many readers, and articles."""
    async with migrated(house.database) as storage:
        for chat_id in house.channels:
            await a_channel(storage, chat_id)
        await hired(storage, Editor(OLENA, "Олена", Role.OWNER, "uk"))
    with engine_of(house.url).begin() as connection:
        for statement in _statements(connection, house, size):
            connection.execute(text(statement.replace(":", "\\:")))
    settle(house.url)


def settle(url: str) -> None:
    """What a server does by itself a minute later, and SQLite with its log."""
    with engine_of(url).connect().execution_options(isolation_level="AUTOCOMMIT") as line:
        on_sqlite = line.dialect.name == "sqlite"
        line.execute(text("PRAGMA wal_checkpoint(TRUNCATE)" if on_sqlite else "VACUUM ANALYZE"))


def _statements(connection: Connection, house: House, size: int) -> Iterator[str]:
    on_sqlite = connection.dialect.name == "sqlite"
    json, no = ("", "0") if on_sqlite else ("::json", "false")
    now = int(time.time() * 1000)
    first, channel = house.readers[0], house.channels[0]
    numbers = _NUMBERS.format(count=size)
    article = f"{now} - ({size} - i) * {_APART * _MINUTE}"
    posted = "i % 10 = 0"
    yield (
        f"INSERT INTO reader (chat_id, language, state, joined_at) {numbers}"
        f" SELECT {first - 1} + i, CASE WHEN i % 2 = 0 THEN 'uk' ELSE 'en' END, 'active', {now}"
        " FROM n"
    )
    yield f"INSERT INTO follow (section_id, reader_id) SELECT {SVIT}, id FROM reader"
    yield (
        "INSERT INTO follow (section_id, reader_id)"
        f" SELECT {SVIT} + 1, id FROM reader WHERE id % 2 = 0"
    )
    headline = "'Порт номер ' || i || ' відкрив зелений термінал'"
    content = (
        f"""'{{"headline": "' || {headline} || '", "section": "Світ", "published_at": null,"""
        f""" "lead": "{_LEAD}", "body": ["{_BODY}", "{_BODY}"], "link": null, "author": null,"""
        """ "captions": [], "related": [], "language": "uk", "tags": [], "images": []}'"""
    )
    yield (
        "INSERT INTO article (state, revision, proved, section_id, headline_key, link, link_key,"
        f" published_at, fingerprint, content, warnings, created_at, released_at) {numbers}"
        f" SELECT CASE WHEN {posted} THEN 'published' ELSE 'archived' END, 1, 1, 1 + i % 7,"
        " 'портномер' || i || 'відкривзеленийтермінал', 'https://news.example/' || i,"
        f" 'news.example/' || i, {article}, 'f' || i, ({content}){json}, '[]'{json}, {article},"
        f" {article} FROM n"
    )
    yield (
        "INSERT INTO revision (article_id, number, content, section_id, made_at)"
        " SELECT id, 1, content, section_id, created_at FROM article"
    )
    fixed = "kind, lane, state, not_before, attempts, revision, enqueued_at, first_shown_at"
    moments = "released_at, 0, 1, released_at, released_at, released_at"
    yield (
        f"INSERT INTO delivery (subject_id, chat_id, audience, message_id, {fixed}, shown_at)"
        f" SELECT id, {channel}, 'channel', id, 'article', 3, 'shown', {moments} FROM article"
        " WHERE state = 'published'"
    )
    yield (
        f"INSERT INTO delivery (subject_id, chat_id, audience, message_id, {fixed}, shown_at)"
        " SELECT article.id, reader.chat_id, 'reader', reader.id, 'article', 5, 'shown',"
        f" {moments} FROM article, reader WHERE article.id = {size}"
    )
    yield (
        "INSERT INTO fan_out (article_id, section_id, lane, last_id, high_id, rolled_up)"
        f" SELECT id, section_id, 5, {size}, {size}, NOT id = {size} FROM article"
        " WHERE state = 'published'"
    )
    yield f"INSERT INTO chat_pace (chat_id, next_at) SELECT chat_id, {now} FROM reader"
    yield (
        f"INSERT INTO inbox (update_id, body, kept_at, asked_at, line, done) {numbers}"
        f" SELECT -i, '{{}}'{json}, {now} - {_MINUTE}, {now} - {_MINUTE}, {first} + i,"
        f" NOT {no} FROM n WHERE {posted}"
    )
