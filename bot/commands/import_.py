"""`import`: pages of files, folders, addresses and standard input, into the archive."""

import asyncio
import os
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack
from datetime import tzinfo
from itertools import groupby
from typing import Any

import typer

from bot.app import App
from bot.commands.desk_words import in_words
from bot.commands.exit_codes import CommandError
from bot.commands.import_files import Collected, Read, collect, read_files, read_pages_of
from bot.commands.inputs import is_address, read_data, settings_or_fail
from bot.commands.open_database import has_database, opened
from bot.commands.outputs import print_json
from bot.config import Settings
from bot.domain.admission_rule import Admission
from bot.domain.article import ArticleState, Reading
from bot.domain.errors import RefusedError
from bot.intake.files.text_file import PAGE_NAMES
from bot.intake.web.web_page import PAGE_LIMIT, read_web_page
from bot.usecases.imports import Imported

_BATCH = 300  # pages of one transaction
_FEW = 20  # pages: so many get a line each
_NAMED = 5  # of those that are told of for one reason

Result = dict[str, Any]


def import_pages(named: Sequence[str], *, publish: bool, as_json: bool) -> None:
    """Import every page of every source; what cannot be read is named, the rest goes on."""
    collected = collect(named)
    results = asyncio.run(_import(collected, publish=publish, quiet=as_json))
    refused = [result for result in results if "error" in result]
    articles = [result for result in results if "error" not in result]
    if as_json:
        summary = _sums(articles, refused, collected)
        print_json({"articles": articles, "refused": refused, "summary": summary})
    elif len(refused) == len(results) == 1:
        raise CommandError(_words(refused[0]), 2)
    elif len(results) <= _FEW and not collected.folders:
        for result in results:
            typer.echo(_line(result), err="error" in result)
    else:
        _print_summary(articles, refused, collected)
    if not collected.sources:
        raise CommandError(f"no file there ends in one of {', '.join(PAGE_NAMES)}", 2)
    if not articles:
        raise CommandError("nothing could be imported", 2)


async def _import(collected: Collected, *, publish: bool, quiet: bool) -> list[Result]:
    from rich.console import Console  # noqa: PLC0415 - only where one waits
    from rich.progress import Progress  # noqa: PLC0415

    console = Console(stderr=True)
    total = len(collected.sources)
    hidden = quiet or total < 2 or not console.is_terminal  # noqa: PLR2004
    settings = settings_or_fail()
    async with AsyncExitStack() as at_end:
        work = _Import(settings, at_end, publish=publish)
        if await has_database(settings):
            await work.open()
        for error in collected.closed:
            work.refuse(str(error.filename), error)
        with Progress(console=console, disable=hidden) as progress:
            bar = progress.add_task("Importing", total=total)
            async for source, read in _read_all(settings.zone, collected.sources):
                await work.take(source, read)
                progress.advance(bar)
            await work.write()
    return work.results


async def _read_all(zone: tzinfo, sources: Sequence[str]) -> AsyncIterator[tuple[str, list[Read]]]:
    """Every source with what it gives, in order; files that stand together are read together."""
    for is_file, group in groupby(sources, key=lambda name: name != "-" and not is_address(name)):
        if is_file:
            async for chunk in read_files(list(group), zone):
                for one in chunk:
                    yield one
            continue
        for source in group:
            try:
                yield source, await _read_other(source, zone)
            except RefusedError as refusal:
                yield source, [refusal]
            except CommandError as failure:
                yield source, [OSError(str(failure).removeprefix(f"{source}: "))]


async def _read_other(source: str, zone: tzinfo) -> list[Read]:
    """The pages of standard input, or the page at an address. Raises `RefusedError`."""
    if not is_address(source):
        return read_pages_of(source, read_data(source, PAGE_LIMIT + 1), zone)
    from bot.fetching import Fetcher  # noqa: PLC0415 - loads the HTTP client

    came = await Fetcher().fetch_page(source)
    kind = came.headers.get("content-type")
    return [read_web_page(came.data, url=came.url, content_type=kind, zone=zone)]


class _Import:
    """Takes pages as they come and writes them many at a time: what is written stays.

    A new database is made with the first page, so that there is none for a mistyped name.
    """

    def __init__(self, settings: Settings, at_end: AsyncExitStack, *, publish: bool) -> None:
        self._settings = settings
        self._publish = publish
        self._at_end = at_end
        self._app: App | None = None
        self._waiting: list[tuple[Result, Reading]] = []
        self.results: list[Result] = []

    async def take(self, source: str, read: Sequence[Read]) -> None:
        for one in read:
            if isinstance(one, Reading):
                result = {"source": _shown(source)}
                self.results.append(result)
                self._waiting.append((result, one))
            else:
                self.refuse(source, one)
        if len(self._waiting) >= _BATCH:
            await self.write()

    def refuse(self, source: str, why: RefusedError | OSError) -> None:
        self.results.append({"source": _shown(source), **self._reason(why)})

    async def write(self) -> None:
        if not self._waiting:
            return
        batch, self._waiting = self._waiting, []
        app = await self.open()
        kept = await app.imports.keep([reading for _, reading in batch])
        for (result, _), one in zip(batch, kept, strict=True):
            result.update(_summary(one))
            if self._publish and _is_to_go(one):
                await self._release(app, result)

    async def open(self) -> App:
        if self._app is None:
            self._app = await self._at_end.enter_async_context(opened(self._settings, make=True))
            await self._app.start()
        return self._app

    async def _release(self, app: App, result: Result) -> None:
        try:
            article = (await app.publishing.publish(result["id"])).article
            result["state"] = article.state
        except RefusedError as refusal:
            result.update(self._reason(refusal))

    def _reason(self, why: RefusedError | OSError) -> Result:
        if isinstance(why, OSError):
            return {"error": why.strerror or str(why), "code": "file_not_read"}
        return {"error": in_words(why, self._settings), "code": why.code}


def _is_to_go(kept: Imported) -> bool:
    """Not where the desk has another text: that would be posted in place of the page."""
    return kept.outcome is not Admission.HELD and kept.state is not ArticleState.PUBLISHED


def _summary(kept: Imported) -> Result:
    return {
        "id": kept.article_id,
        "headline": kept.headline,
        "state": kept.state,
        "new": kept.outcome is Admission.NEW,
        "outcome": "differs" if kept.outcome is Admission.HELD else str(kept.outcome),
        "date_ahead": kept.date_ahead,
    }


def _sums(
    articles: Sequence[Result], refused: Sequence[Result], collected: Collected
) -> dict[str, Any]:
    outcomes = Counter(article["outcome"] for article in articles)
    return {
        **{outcome: outcomes[outcome] for outcome in _OUTCOMES},
        "refused": dict(Counter(result["code"] for result in refused)),
        "skipped": {reason: count for reason, count in collected.skipped.items() if count},
    }


_SKIPPED = {
    "hidden": "hidden",
    "other_kind": "of other kinds",
    "no_file": "that are no files",
}
_OUTCOMES = {
    "new": "new",
    "known": "known before",
    "changed": "changed",
    "differs": "other texts of what the desk has, left alone",
}


def _print_summary(
    articles: Sequence[Result], refused: Sequence[Result], collected: Collected
) -> None:
    outcomes = Counter(article["outcome"] for article in articles)
    told = (f"{outcomes[one]} {words}" for one, words in _OUTCOMES.items() if outcomes[one])
    typer.echo(f"Imported {len(articles)}: {', '.join(told) or 'none'}")
    if ahead := [article["source"] for article in articles if article["date_ahead"]]:
        typer.echo(f"Dated ahead, so that lists have them on top: {_named(ahead)}")
    skipped = (f"{n} {_SKIPPED[reason]}" for reason, n in collected.skipped.items() if n)
    if told_skipped := ", ".join(skipped):
        typer.echo(f"Skipped: {told_skipped}")
    if not refused:
        return
    typer.echo(f"Refused {len(refused)}:", err=True)
    reasons = defaultdict(list)
    for result in refused:
        reasons[result["code"]].append(result)
    for code, results in sorted(reasons.items(), key=lambda item: -len(item[1])):
        typer.echo(f"  {len(results)} × {code}: {results[0]['error']}", err=True)
        typer.echo(f"    {_named([result['source'] for result in results])}", err=True)


def _named(sources: Sequence[str]) -> str:
    more = f" and {len(sources) - _NAMED} more" if len(sources) > _NAMED else ""
    return f"{', '.join(sources[:_NAMED])}{more}"


def _line(result: Result) -> str:
    if "error" in result:
        return f"✗ {_words(result)}"
    mark = {"new": "+", "changed": "~"}.get(result["outcome"], "=")
    ahead = "; its date is yet to come" if result["date_ahead"] else ""
    return f"{mark} №{result['id']} {result['headline']} ({result['state']}{ahead})"


def _words(result: Result) -> str:
    return f"{result['source']}: {result['error']}"


def _shown(source: str) -> str:
    """A name as text, whatever its bytes are."""
    return os.fsencode(source).decode(errors="replace")
