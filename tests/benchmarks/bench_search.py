# ruff: noqa: S608 - the statements are made of our own names
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
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable, Iterable, Iterator
from datetime import timedelta
from itertools import accumulate, islice, pairwise
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import Connection, text

from bot.app import App
from bot.domain.article import Reading
from bot.domain.section import FIRST_SECTIONS
from bot.language.indexing import Index
from storage.imports import NewArticle
from storage.schema import article
from storage.search_questions import as_text
from storage.storage import Storage
from tests.benchmarks.grown import settle
from tests.builders import a_content
from tests.clock import NOON, Clock
from tests.newsroom import LANGUAGE, an_app
from tests.postgres import run_server
from tests.tables import engine_of

_CHUNK = 500
_WORDS = 15_000  # in the language of the articles
_ASKED = 60  # queries of each kind
_SLOWEST = 0.95
_MORE = 100  # articles, one by one
_DIFFERENT = 5_000  # articles; beyond these there are copies of them, of other days
_APART = 5  # minutes between two articles: a million are ten years
_AUTHORS = [
    f"{first} {last}"
    for first in ("Олена", "Ігор", "Марія", "Тарас", "Ганна", "Петро")
    for last in (
        *("Коваль", "Шевченко", "Бойко", "Ткачук", "Мельник"),
        *("Лисенко", "Гнатюк", "Руденко", "Савчук", "Мороз"),
    )
]
_COLUMNS = [c.name for c in article.c if c.name not in ("id", "link", "link_key")]
_MOVED = ("published_at", "dated_at", "created_at", "released_at")
_COPY_ARTICLES = (
    f"INSERT INTO article (id, {', '.join(_COLUMNS)}) SELECT id + :ids, "
    + ", ".join(f"{name} + :ms" if name in _MOVED else name for name in _COLUMNS)
    + f" FROM article WHERE id <= {_DIFFERENT}"
)
_COPY_ENTRIES = (
    "INSERT INTO search_entry (key, article_id{}) SELECT key + :keys, article_id + :ids{}"
    f" FROM search_entry WHERE article_id <= {_DIFFERENT}"
)
_GIN = (
    "CREATE INDEX ix_search_entry_terms ON search_entry"
    " USING gin (terms, (ARRAY[((key >> 16) / 10080)::int])) WITH (gin_pending_list_limit = 512)"
)


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


async def fill(app: App, count: int, seed: int) -> None:
    """Write articles into the archive, the oldest first."""
    source = texts(seed)
    different = min(count, _DIFFERENT)
    for start in range(0, different, _CHUNK):
        new = [
            _article(number, *said)
            for number, said in enumerate(islice(source, min(_CHUNK, different - start)), start)
        ]
        async with app.storage.writing() as tx:
            await tx.imports.add(new, NOON)


def grow(url: str, count: int, seed: int) -> float:
    """Of the articles that are there as many copies, of later days; seconds for the index."""
    copies = range(1, -(-count // _DIFFERENT))
    took = 0.0
    with engine_of(url).connect() as line:
        on_sqlite = line.dialect.name == "sqlite"
        if not on_sqlite:
            line.execute(text("DROP INDEX ix_search_entry_terms"))
        rows = list(_rows(line, seed)) if on_sqlite and copies else []
        for copy in copies:
            line.execute(text(_COPY_ARTICLES), _shift(copy))
            began = time.perf_counter()
            if on_sqlite:
                line.execute(text(_COPY_ENTRIES.format("", "")), _shift(copy))
                line.exec_driver_sql(
                    "INSERT INTO search_terms (rowid, terms) VALUES (?, ?)",
                    [(key + _shift(copy)["keys"], terms) for key, terms in rows],
                )
            else:
                line.execute(text(_COPY_ENTRIES.format(", terms", ", terms")), _shift(copy))
            line.commit()
            took += time.perf_counter() - began
        if not on_sqlite:
            began = time.perf_counter()
            line.execute(text("SET maintenance_work_mem = '1GB'"))
            line.execute(text(_GIN))
            line.execute(text("SELECT setval('article_id_seq', (SELECT max(id) FROM article))"))
            line.commit()
            took += time.perf_counter() - began
    settle(url)
    return took


def _shift(copy: int) -> dict[str, int]:
    minutes = _APART * _DIFFERENT * copy
    return {"ids": _DIFFERENT * copy, "ms": minutes * 60_000, "keys": minutes << 16}


def _rows(line: Connection, seed: int) -> Iterator[tuple[int, str]]:
    """The rows of FTS5, which keeps no texts, made once more."""
    index = Index(LANGUAGE)
    keys = line.execute(text("SELECT key FROM search_entry ORDER BY key")).scalars().all()
    for number, (key, said) in enumerate(zip(keys, texts(seed), strict=False)):
        entry = index.entry(_article(number, *said).numbered(number + 1))
        yield key, as_text(entry)


def _article(number: int, headline: str, lead: str, body: str) -> NewArticle:
    """One of every five minutes."""
    at = NOON + timedelta(minutes=_APART * number)
    fields = {"link": f"https://news.example/{number}", "author": _AUTHORS[number % 60]}
    content = a_content(headline, lead=lead, body=(body,), published_at=at, **fields)
    return NewArticle(Reading(content), FIRST_SECTIONS[number % len(FIRST_SECTIONS)], at)


def queries(seed: int) -> dict[str, list[str]]:
    """By their kind: of common, middling and rare words, in whatever form."""
    chance = random.Random(seed + 1)  # noqa: S311 - the same each time
    asked: dict[str, list[str]] = defaultdict(list)
    seen: Counter[str] = Counter()
    for headline, lead, body in islice(texts(seed), 400, 400 + _ASKED):
        words = f"{headline} {lead} {body}".split()
        seen.update(words)
        first, second = chance.sample(words, 2)
        asked["one word"].append(first)
        asked["two words"].append(f"{first} {second}")
        asked["without"].append(f"{first} -{second}")
        asked["section"].append(f"рубрика:Світ {first}")
        asked["days"].append(f"рубрика:Світ від:2025-03 до:2025-06 {first}")
        asked["author"].append(f'автор:"{chance.choice(_AUTHORS)}" {first}')
        asked["many words"].append(" ".join(chance.sample(words, 8)))
        at = chance.randrange(len(words) - 2)
        asked["phrase"].append(f'"{words[at]} {words[at + 1]}"')
        asked["mistyped"].append(f"{second[:2]}{second[3:]}ж")
    common = [word for word, _ in seen.most_common(30)]
    asked["common"] = common
    asked["common pairs"] = [f"{a} {b}" for a, b in pairwise(common)]
    asked["common phrases"] = [f'"{a} {b}"' for a, b in pairwise(common)]
    asked["all but common"] = [f"-{word}" for word in common]
    return asked


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


async def tried(app: App, asked: dict[str, list[str]], name: str) -> None:
    async def search(words: str) -> object:
        return await app.searching.search(words, by=1)

    async def archive(day: int) -> object:
        return await app.archive.page(day=day)

    async def latest(_: int) -> object:
        return await app.archive.latest()

    every = [words for kind in asked.values() for words in kind]
    await measured(search, every[::10])  # what a bot that runs has in memory
    first_day = NOON.date().toordinal()
    kinds: list[tuple[str, Callable[[Any], Awaitable[object]], list[Any]]] = [
        ("/search", search, every),
        *((f"  {kind}", search, words) for kind, words in asked.items()),
        (
            "/archive",
            archive,
            [0, *range(first_day, first_day + 3000, 75)],
        ),
        ("/latest", latest, list(range(40))),
    ]
    for label, do, what in kinds:
        middle, slow = await measured(do, what)
        print(f"{name:<11} {label:<17} median {middle:7.1f} ms   p95 {slow:7.1f} ms", flush=True)


async def one_more(storage: Storage, said: Iterable[tuple[str, str, str]]) -> float:
    """The median of what it takes to add an article, in milliseconds."""
    took = []
    for headline, lead, body in said:
        content = a_content(headline, lead=lead, body=(body,))
        began = time.perf_counter()
        async with storage.writing() as tx:
            await tx.imports.add([NewArticle(Reading(content), None, NOON)], NOON)
        took.append((time.perf_counter() - began) * 1000)
    return statistics.median(took)


async def run(
    database: Path | str, name: str, count: int, seed: int, size: Callable[[], str]
) -> None:
    app = an_app(database, Clock())
    await app.start()
    await fill(app, count, seed)
    took = await asyncio.to_thread(grow, app.storage.url, count, seed)
    print(f"{name:<11} {count:,} articles, indexed in {took:.0f} s; {size()}", flush=True)
    await tried(app, queries(seed), name)
    written = min(count, _DIFFERENT)
    following = await one_more(app.storage, islice(texts(seed), written, written + _MORE))
    foreign = list(islice(texts(seed + 2), _MORE))  # another newsroom's
    unseen = await one_more(app.storage, foreign)
    without_index = Storage.open(app.storage.url)
    without = await one_more(without_index, foreign)
    print(
        f"{name:<11} one more article: {following:.1f} ms of the newsroom's words, {unseen:.1f} ms"
        f" of words that are all new, {without:.1f} ms without the index"
    )
    await without_index.close()
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
            _plain_fts5(file, queries(given.seed)["one word"])
    if given.only != "sqlite":
        with run_server() as machine:
            address = f"postgresql+asyncpg://{machine.address}/archive"
            with psycopg.connect(
                f"postgresql://{machine.address}/postgres", autocommit=True
            ) as line:
                line.execute("CREATE DATABASE archive")
            asyncio.run(run(address, "PostgreSQL", count, given.seed, lambda: _of_server(address)))
            _plain_simple(address, queries(given.seed)["one word"])


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
        _report(
            "FTS5 plain",
            took,
            size,
            asked,
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
        _report(
            "simple",
            took,
            row[0],
            asked,
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
