"""Search, archive and latest among many articles: how long, how large an index, how long to make.

Beside it, on the same articles, FTS5 and PostgreSQL's `simple` with words as they are written.
`--quick`: 5,000 articles; `--articles N` for as many as there is time for.
"""

import argparse
import asyncio
import random
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from datetime import timedelta
from itertools import accumulate, islice
from pathlib import Path
from typing import Any

import psycopg

from bot.app import App
from bot.domain.article import Reading
from bot.domain.audience import FIRST_SECTIONS
from bot.domain.shelves import Edge
from storage.imports import NewArticle
from storage.storage import Storage
from tests.builders import a_content
from tests.clock import NOON, Clock
from tests.newsroom import an_app
from tests.postgres import run_server

_CHUNK = 500
_WORDS = 15_000  # in the language of the articles
_ASKED = 60  # queries of each kind
_SLOWEST = 0.95


def texts(seed: int) -> Iterator[tuple[str, str, str]]:
    """Headline, lead and body of one article after another: dictionary words in any form.

    A word is as common as its place in the list is low (Zipf): the first is in every article.
    """
    import pymorphy3  # noqa: PLC0415 - the benchmark's own

    morphology = pymorphy3.MorphAnalyzer(lang="uk")
    chance = random.Random(seed)  # noqa: S311 - the same each time
    known = sorted(
        {p.normal_form for p in islice(morphology.iter_known_word_parses(), 0, 4_000_000, 40)}
    )
    lemmas = chance.sample([word for word in known if len(word) > 3 and word.isalpha()], _WORDS)
    forms = [
        sorted({form.word for form in morphology.parse(lemma)[0].lexeme}) or [lemma]
        for lemma in lemmas
    ]
    sums = list(accumulate(1 / (place + 5) for place in range(len(forms))))
    while True:
        said = [
            forms_of[int(len(forms_of) * chance.random() ** 3)]  # some forms are far commoner
            for forms_of in chance.choices(forms, cum_weights=sums, k=chance.randint(120, 260))
        ]
        yield " ".join(said[:9]).capitalize(), " ".join(said[9:30]), " ".join(said[30:])


async def fill(storage: Storage, count: int, seed: int) -> float:
    """Write articles into the archive, the oldest first; seconds."""
    began = time.perf_counter()
    source = texts(seed)
    for start in range(0, count, _CHUNK):
        new = [
            _article(number, *said)
            for number, said in enumerate(islice(source, min(_CHUNK, count - start)), start)
        ]
        async with storage.writing() as tx:
            await tx.imports.add(new, NOON)
    return time.perf_counter() - began


def _article(number: int, headline: str, lead: str, body: str) -> NewArticle:
    """One of every five minutes."""
    at = NOON + timedelta(minutes=5 * number)
    link = f"https://news.example/{number}"
    content = a_content(headline, lead=lead, body=(body,), link=link, published_at=at)
    return NewArticle(Reading(content), FIRST_SECTIONS[number % len(FIRST_SECTIONS)], at)


def queries(seed: int) -> list[str]:
    """Of common, middling and rare words, alone and together, in whatever form."""
    chance = random.Random(seed + 1)  # noqa: S311 - the same each time
    made = []
    for headline, lead, body in islice(texts(seed), 400, 400 + _ASKED):
        words = f"{headline} {lead} {body}".split()
        first, second = chance.sample(words, 2)
        made += [first, f"{first} {second}", f"{first} -{second}", f"рубрика:Світ {first}"]
        at = chance.randrange(len(words) - 2)
        made.append(f'"{words[at]} {words[at + 1]}"')
    return made


async def measured(
    do: Callable[[Any], Awaitable[object]], asked: list[Any]
) -> tuple[float, float]:
    """The median and the slowest of twenty, in milliseconds."""
    took = []
    for one in asked:
        began = time.perf_counter()
        await do(one)
        took.append((time.perf_counter() - began) * 1000)
    took.sort()
    return statistics.median(took), took[int(len(took) * _SLOWEST)]


async def tried(app: App, asked: list[str], name: str) -> None:
    async def search(words: str) -> object:
        return await app.searching.search(words, by=1)

    await measured(search, asked[:20])  # what a bot that runs has in memory
    for label, do, what in (
        ("/search", search, asked),
        ("/archive", lambda at: app.archive.page(edge=Edge(at)), list(range(0, 100, 5))),
        ("/latest", lambda _: app.archive.latest(), list(range(40))),
    ):
        middle, slow = await measured(do, what)
        print(f"{name:<11} {label:<9} median {middle:7.1f} ms   p95 {slow:7.1f} ms")


async def one_more(app: App, seed: int, *, describe: bool) -> float:
    """The median of what it takes to add an article, in milliseconds."""
    storage = app.storage if describe else Storage.open(app.storage.url)
    took = []
    for headline, lead, body in islice(texts(seed + 2), 40):
        content = a_content(headline, lead=lead, body=(body,))
        began = time.perf_counter()
        async with storage.writing() as tx:
            await tx.imports.add([NewArticle(Reading(content), None, NOON)], NOON)
        took.append((time.perf_counter() - began) * 1000)
    if not describe:
        await storage.close()
    return statistics.median(took)


async def run(
    database: Path | str, name: str, count: int, seed: int, size: Callable[[], str]
) -> None:
    app = an_app(database, Clock())
    await app.start()
    took = await fill(app.storage, count, seed)
    print(f"{name:<11} {count:,} articles in {took:.0f} s; {size()}")
    if app.storage.is_shared:
        with psycopg.connect(str(database).replace("+asyncpg", ""), autocommit=True) as line:
            line.execute("VACUUM ANALYZE")
    await tried(app, queries(seed), name)
    with_index, without = [await one_more(app, seed, describe=on) for on in (True, False)]
    print(f"{name:<11} one more article: {with_index:.1f} ms, without the index {without:.1f} ms")
    await app.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=1_000_000)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--seed", type=int, default=4711)
    parser.add_argument("--only", choices=("sqlite", "postgresql"))
    given = parser.parse_args()
    count = 5_000 if given.quick else given.articles
    with tempfile.TemporaryDirectory() as folder:
        if given.only != "postgresql":
            file = Path(folder) / "archive.db"
            asyncio.run(run(file, "SQLite", count, given.seed, lambda: _of_sqlite(file)))
            _plain_fts5(file, queries(given.seed))
    if given.only != "sqlite":
        with run_server() as machine:
            address = f"postgresql+asyncpg://{machine.address}/archive"
            with psycopg.connect(
                f"postgresql://{machine.address}/postgres", autocommit=True
            ) as line:
                line.execute("CREATE DATABASE archive")
            asyncio.run(run(address, "PostgreSQL", count, given.seed, lambda: _of_server(address)))
            _plain_simple(address, queries(given.seed))


def _of_sqlite(file: Path) -> str:
    with sqlite3.connect(file) as line:
        (index,) = line.execute(
            "SELECT sum(pgsize) FROM dbstat WHERE name LIKE 'search_%'"
        ).fetchone()
    return f"the index {index / 1e6:,.0f} MB of {file.stat().st_size / 1e6:,.0f} MB"


def _of_server(address: str) -> str:
    with psycopg.connect(address.replace("+asyncpg", "")) as line:
        row = line.execute(
            "SELECT pg_total_relation_size('search_entry'), pg_database_size(current_database())"
        ).fetchone()
    assert row
    return f"the index {row[0] / 1e6:,.0f} MB of {row[1] / 1e6:,.0f} MB"


def _plain_fts5(file: Path, asked: list[str]) -> None:
    with sqlite3.connect(file) as line:
        began = time.perf_counter()
        line.execute("CREATE VIRTUAL TABLE plain USING fts5(text, content='')")
        line.execute(
            "INSERT INTO plain (rowid, text) SELECT id, json_extract(content, '$.headline') || ' '"
            " || json_extract(content, '$.lead') || ' ' || json_extract(content, '$.body[0]')"
            " FROM article"
        )
        line.commit()
        took = time.perf_counter() - began
        (size,) = line.execute(
            "SELECT sum(pgsize) FROM dbstat WHERE name LIKE 'plain%'"
        ).fetchone()
        words = [word.split()[0].strip('"') for word in asked if ":" not in word]
        _report(
            "FTS5 plain",
            took,
            size,
            words,
            lambda word: line.execute(
                "SELECT rowid FROM plain WHERE plain MATCH ? ORDER BY bm25(plain) LIMIT 6",
                [f'"{word}"'],
            ).fetchall(),
        )


def _plain_simple(address: str, asked: list[str]) -> None:
    with psycopg.connect(address.replace("+asyncpg", ""), autocommit=True) as line:
        began = time.perf_counter()
        line.execute(
            "CREATE TABLE plain AS SELECT id, to_tsvector('simple', (content->>'headline') || ' '"
            " || (content->>'lead') || ' ' || (content->'body'->>0)) AS words FROM article"
        )
        line.execute("CREATE INDEX ON plain USING gin (words)")
        line.execute("VACUUM ANALYZE plain")
        took = time.perf_counter() - began
        row = line.execute("SELECT pg_total_relation_size('plain')").fetchone()
        assert row
        words = [word.split()[0].strip('"') for word in asked if ":" not in word]
        _report(
            "simple",
            took,
            row[0],
            words,
            lambda word: line.execute(
                "SELECT id FROM plain, plainto_tsquery('simple', %s) q WHERE words @@ q"
                " ORDER BY ts_rank(words, q) DESC LIMIT 6",
                [word],
            ).fetchall(),
        )


def _report(
    name: str, made_in: float, size: int, words: list[str], ask: Callable[[str], object]
) -> None:
    took = []
    for word in words:
        began = time.perf_counter()
        ask(word)
        took.append((time.perf_counter() - began) * 1000)
    took.sort()
    print(
        f"{name:<11} one word  median {statistics.median(took):7.1f} ms   p95"
        f" {took[int(len(took) * _SLOWEST)]:7.1f} ms; in {made_in:.0f} s, {size / 1e6:,.0f} MB"
    )


if __name__ == "__main__":
    main()
