"""Files for an import: found in folders, and read, thousands of them on all cores."""

import asyncio
import multiprocessing
import os
import signal
from collections import Counter, deque
from collections.abc import AsyncIterator, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import tzinfo
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Lock
from typing import Self

from bot.domain.article import Reading
from bot.domain.errors import RefusedError
from bot.intake.files.text_file import PAGE_NAMES, is_web_page, read_text_file
from bot.intake.files.word import WORD_LIMIT
from bot.intake.text.page_text import read_pages
from bot.intake.web.web_page import PAGE_LIMIT, read_web_page

# What a source gives: an article, or why there is none.
Read = Reading | RefusedError | OSError

_MOST_BYTES = max(PAGE_LIMIT, WORD_LIMIT) + 1
_CHUNK = 50  # files
_MANY = 400  # files: reading fewer takes less time than starting processes
_MOST_READERS = 4
_AHEAD = 2  # chunks for each reader: the next waits while the last is written


@dataclass(slots=True)
class Collected:
    """The sources of an import in order; why files of its folders are none, and how many."""

    sources: list[str] = field(default_factory=list)
    skipped: Counter[str] = field(default_factory=Counter)
    closed: list[OSError] = field(default_factory=list)  # folders that do not open
    folders: int = 0


def collect(named: Sequence[str]) -> Collected:
    """What is named, and in the place of a folder all files in it that may hold a page.

    Skipped are `hidden` files and folders, files of an `other_kind`, and what is `no_file`.
    """
    found = Collected()
    for source in named:
        if os.path.isdir(source):  # noqa: PTH112 - a name of any bytes, «-» and addresses too
            found.folders += 1
            found.sources += _files(source, found)
        else:
            found.sources.append(source)
    return found


def _files(folder: str, found: Collected) -> Iterator[str]:
    """Sorted, folder by folder. A folder that is a link is not followed: it may lead back."""
    for place, folders, names in os.walk(folder, onerror=found.closed.append):
        found.skipped["hidden"] += sum(_is_hidden(name) for name in (*folders, *names))
        folders[:] = sorted(name for name in folders if not _is_hidden(name))
        for name in sorted(name for name in names if not _is_hidden(name)):
            path = Path(place, name)
            if not name.lower().endswith(PAGE_NAMES):
                found.skipped["other_kind"] += 1
            elif not path.is_file():
                found.skipped["no_file"] += 1
            else:
                yield str(path)


def _is_hidden(name: str) -> bool:
    return name.startswith((".", "~$"))  # «~$…» is what Word keeps beside an open file


def read_file(path: str, zone: tzinfo) -> list[Read]:
    """The articles of a file, and why there are none."""
    try:
        with Path(path).open("rb") as file:
            data = file.read(_MOST_BYTES)
    except OSError as error:
        return [error]
    return read_pages_of(path, data, zone)


def read_pages_of(name: str, data: bytes, zone: tzinfo) -> list[Read]:
    try:
        if is_web_page(name, data):
            return [read_web_page(data, url=None, zone=zone)]
        return [*read_pages(read_text_file(name, data), zone=zone)]
    except RefusedError as refusal:
        return [refusal]


async def read_files(
    paths: Sequence[str], zone: tzinfo, *, many: int = _MANY
) -> AsyncIterator[list[tuple[str, list[Read]]]]:
    """All files in their order, chunk by chunk, each with what it gives.

    As many as `many` or more are read by several processes.
    """
    chunks = [paths[at : at + _CHUNK] for at in range(0, len(paths), _CHUNK)]
    if len(paths) < many:
        for chunk in chunks:
            yield [(path, read_file(path, zone)) for path in chunk]
        return
    loop = asyncio.get_running_loop()
    with ExitStack() as stack:
        count = min(os.cpu_count() or 1, _MOST_READERS)
        readers = [stack.enter_context(_Reader(zone)) for _ in range(count)]
        ahead: deque[asyncio.Future[list[tuple[str, list[Read]]]]] = deque()
        try:
            for number, chunk in enumerate(chunks):
                reader = readers[number % count]
                ahead.append(loop.run_in_executor(reader.thread, reader.read, chunk))
                if len(ahead) > count * _AHEAD:
                    yield await ahead.popleft()
            while ahead:
                yield await ahead.popleft()
        finally:
            for chunk_ahead in ahead:
                chunk_ahead.cancel()


class _Reader:
    """A process that reads files, and the thread that waits for it.

    It ends with its line to us, whatever ends us. If it ends before, mostly for want of memory,
    another one takes its place.
    """

    def __init__(self, zone: tzinfo) -> None:
        self._zone = zone
        self._is_over = False
        self._changing = Lock()
        self._begin()
        self.thread = ThreadPoolExecutor(1)

    def _begin(self) -> None:
        # A fork would copy the threads' locks as they stand.
        context = multiprocessing.get_context("spawn")
        self._line, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs, self._zone), daemon=True)
        self._process.start()
        theirs.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with self._changing:
            self._is_over = True
            self._line.close()
            self._process.terminate()
        self.thread.shutdown(wait=False, cancel_futures=True)
        self._process.join()

    def read(self, paths: Sequence[str]) -> list[tuple[str, list[Read]]]:
        read = self._asked(paths)
        if read is None:  # by one of them, or by chance
            read = [(self._asked([path]) or [[_ended()]])[0] for path in paths]
        return list(zip(paths, read, strict=True))

    def _asked(self, paths: Sequence[str]) -> list[list[Read]] | None:
        """What the process reads; None where it has ended, and another one has begun."""
        try:
            self._line.send(paths)
            read: list[list[Read]] = self._line.recv()
        except (EOFError, OSError):
            with self._changing:
                if self._is_over:
                    raise
                self._line.close()
                self._process.join()
                self._begin()
            return None
        return read


def _ended() -> OSError:
    return OSError("whatever reads it ends, mostly for want of memory")


def _serve(line: Connection, zone: tzinfo) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # for the process that asks
    while True:
        try:
            paths = line.recv()
        except EOFError:
            return
        line.send([read_file(path, zone) for path in paths])
