# ruff: noqa: S608 - the statements are made of our own numbers
"""Who wants this article, and a digest for each reader: with five topics each, words among them.

Run it as `PYTHONPATH=. .venv/bin/python tests/benchmarks/bench_following.py` (`--readers N…`,
`--digests N`, `--url` of an empty PostgreSQL database; SQLite otherwise).
"""

import argparse
import asyncio
import resource
import statistics
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import func, select, text

from bot.app import App
from bot.commands.machine import machine
from bot.delivery.fan_out import FanOut
from bot.domain.section import FIRST_SECTIONS
from bot.domain.topics import author_topic, matter_of, tag_topic, word_topic
from storage.routing import MARK, meant_by
from storage.schema import fan_out
from tests.benchmarks.contest import load, say
from tests.benchmarks.grown import settle
from tests.builders import a_draft, an_owner, hired
from tests.newsroom import LANGUAGE, an_app
from tests.tables import engine_of

_WORDS = [
    "Харків",
    "Київ",
    "Одеса",
    "Львів",
    "Дніпро",
    "зерно",
    "нафта",
    "газ",
    "міст",
    "порт",
    "потяг",
    "школа",
    "вчитель",
    "лікар",
    "уряд",
    "парламент",
    "вибори",
    "бюджет",
    "податок",
    "кредит",
    "банк",
    "гривня",
    "долар",
    "завод",
    "шахта",
    "ліс",
    "море",
    "річка",
    "острів",
    "фільм",
    "книга",
    "театр",
    "музика",
    "футбол",
    "бокс",
    "теніс",
    "олімпіада",
    "кіт",
    "собака",
    "дощ",
    "сніг",
    "спека",
    "пожежа",
    "повінь",
    "літак",
    "ракета",
    "дрон",
    "танк",
    "армія",
    "мир",
    "переговори",
    "союз",
    "кордон",
    "митниця",
    "суд",
    "закон",
    "поліція",
    "свідок",
]
_TAGS, _AUTHORS = [f"тег {n}" for n in range(30)], [f"Автор {n}" for n in range(10)]
_TRIES, _PERIOD, _ARTICLES = 5, timedelta(hours=12), 60
_NUMBERS = (
    "WITH RECURSIVE n(i) AS (SELECT CAST(1 AS bigint) UNION ALL SELECT i + 1 FROM n WHERE i < {})"
)


class Time:
    """The clock that the bot goes by."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 27, 6, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


async def fill(app: App, readers: int) -> None:
    """Two sections, two words and a tag for each reader."""
    named = (
        *(word_topic(word, LANGUAGE.asked) for word in _WORDS),
        *map(tag_topic, _TAGS),
        *map(author_topic, _AUTHORS),
    )
    async with app.storage.writing() as tx:
        topics = [await tx.topics.known(topic) for topic in named]
    await hired(app.storage, an_owner())
    numbers, words, tags = _NUMBERS.format(readers), len(_WORDS), len(_TAGS)
    chosen = "INSERT INTO topic_choice (topic_id, reader_id, mutes) SELECT {}, id, {} FROM reader"
    first_word, first_tag = topics[0].id, topics[words].id
    with engine_of(app.storage.url).begin() as line:
        no, yes = ("0", "1") if line.dialect.name == "sqlite" else ("false", "true")
        for statement in (
            f"INSERT INTO reader (chat_id, language, state, joined_at) {numbers}"  # noqa: ISC004
            " SELECT 10000 + i, 'uk', 'active', 0 FROM n",
            "INSERT INTO follow (section_id, reader_id) SELECT 1 + id % 7, id FROM reader",
            "INSERT INTO follow (section_id, reader_id) SELECT 1 + (id + 3) % 7, id FROM reader",
            chosen.format(f"{first_word} + id % {words}", no),
            chosen.format(f"{first_word} + (id * 7 + 11) % {words}", no) + " WHERE true"
            " ON CONFLICT DO NOTHING",
            chosen.format(
                f"{first_tag} + id % {tags}", f"CASE WHEN id % 9 = 0 THEN {yes} ELSE {no} END"
            ),
        ):
            line.execute(text(statement))
    settle(app.storage.url)


async def publish(app: App, number: int) -> int:
    words = [_WORDS[(number * 5 + n) % len(_WORDS)] for n in range(6)]
    article_id = await a_draft(
        app.storage,
        f"Новина {number}: {words[0]}",
        section_id=FIRST_SECTIONS[number % 7].id,
        body=(" ".join(words), "Звичайні слова, яких ніхто не шукає. " * 40),
        tags=(_TAGS[number % len(_TAGS)],),
    )
    await app.publishing.publish(article_id, by=an_owner())
    return article_id


async def who_wants(app: App) -> tuple[int, list[float], float]:
    """How many, how long to ask for them (ms), and to write them all down (s)."""
    article_id = await publish(app, 1)
    writer = FanOut(app.storage, app.clock, LANGUAGE.said)
    async with app.storage.reading() as tx:
        article = await tx.articles.existing(article_id)
        matter = matter_of(article, LANGUAGE.said)
        topics = [each for each in await tx.topics.candidates(matter) if matter.has(each)]
    async with app.storage.writing() as tx:
        await tx.topics.note(article_id, topics, "uk")
    times, wanted = [], 0
    with engine_of(app.storage.url).connect() as line:
        mark = line.execute(MARK.where(fan_out.c.article_id == article_id)).one()
        for _ in range(_TRIES):
            began = time.perf_counter()
            wanted = line.execute(
                select(func.count()).select_from(meant_by(mark).subquery())
            ).scalar_one()
            times.append(1000 * (time.perf_counter() - began))
    began = time.perf_counter()
    while await writer.write_chunk():
        pass
    return wanted, times, time.perf_counter() - began


async def digests(app: App, clock: Time) -> float:
    """Seconds for a digest of each reader, of so many articles."""
    at = int(clock.now.timestamp() * 1000)
    with engine_of(app.storage.url).begin() as line:
        line.execute(
            text(f"UPDATE reader SET pace = 'digest', digest_at = '1200', holds_from = {at}")
        )
    writer = FanOut(app.storage, clock, LANGUAGE.said)
    for number in range(2, _ARTICLES + 2):
        clock.now += _PERIOD / _ARTICLES
        await publish(app, number)
        writer.look()
        while await writer.write_chunk():
            pass
    clock.now += timedelta(minutes=1)
    at = int(clock.now.timestamp() * 1000)
    with engine_of(app.storage.url).begin() as line:
        line.execute(text(f"UPDATE reader SET next_at = {at}"))
    settle(app.storage.url)
    app.digests.next_look.at_once()
    began = time.perf_counter()
    await app.digests.prepare()
    return time.perf_counter() - began


async def measure(database: Path | str, readers: int, *, with_digests: bool) -> None:
    clock = Time()
    app = an_app(database, clock)
    await app.start()
    await fill(app, readers)
    say(f"{readers:,} readers")
    before = _megabytes()
    wanted, times, written = await who_wants(app)
    print(
        f"{readers:>9,} readers: {wanted:>8,} want it, asked in {statistics.median(times):7.1f} ms"
        f" (at worst {max(times):.1f}), written down in {written:.2f} s;"
        f" {before:.0f} MB before, {_megabytes():.0f} MB at most",
        flush=True,
    )
    if with_digests:
        taken = await digests(app, clock)
        with engine_of(app.storage.url).connect() as line:
            made = line.execute(
                text("SELECT count(*) FROM delivery WHERE kind = 'digest'")
            ).scalar_one()
        print(f"{made:>9,} digests in {taken:.1f} s; {_megabytes():.0f} MB at most", flush=True)
    await app.close()


def _megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--readers", type=int, nargs="+", default=[100_000, 1_000_000])
    parser.add_argument("--digests", type=int, default=100_000, help="for so many readers")
    parser.add_argument("--url", help="of an empty PostgreSQL database")
    asked = parser.parse_args()
    print(f"{machine()}; load before: {load()}")
    for readers in asked.readers:
        with tempfile.TemporaryDirectory(prefix="vistnyk-following-") as folder:
            database = asked.url or Path(folder) / "readers.db"
            asyncio.run(measure(database, readers, with_digests=readers == asked.digests))


if __name__ == "__main__":
    main()
