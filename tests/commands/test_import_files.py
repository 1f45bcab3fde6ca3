"""Files of an import are read in their order, by however many processes."""

import asyncio
import multiprocessing
import os
import time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.commands.import_files import collect, read_files
from bot.domain.article import Reading
from bot.domain.errors import RefusedError
from tests.journeys.pages import a_page

KYIV = ZoneInfo("Europe/Kyiv")
HEADLINES = [f"Порт номер {number} відкрив зелений термінал" for number in range(120)]


@pytest.mark.slow
@pytest.mark.parametrize("many", [1, 1000])
async def test_files_come_back_in_their_order(tmp_path: Path, many: int) -> None:
    paths = [str(tmp_path / f"{number}.txt") for number in range(len(HEADLINES))]
    for number, headline in enumerate(HEADLINES):
        (tmp_path / f"{number}.txt").write_text(a_page(headline))
    bad = tmp_path / "bad.html"
    bad.write_text("<p>404")
    sources = [*paths, str(bad), str(tmp_path / "missing.txt")]
    read = [one async for chunk in read_files(sources, KYIV, many=many) for one in chunk]
    assert [path for path, _ in read] == sources
    *articles, refused, missing = (found for _, found in read)
    assert [isinstance(a, Reading) and a.content.headline for (a,) in articles] == HEADLINES
    assert isinstance(refused[0], RefusedError)
    assert (refused[0].code, refused[0].details) == ("web_page_no_article", {"reason": "nothing"})
    assert isinstance(missing[0], OSError)


@pytest.mark.slow
async def test_an_import_that_stops_early_leaves_no_process(tmp_path: Path) -> None:
    paths = [str(tmp_path / f"{number}.txt") for number in range(300)]
    chunks = read_files(paths, KYIV, many=1)
    assert len(await anext(chunks)) == 50
    await chunks.aclose()  # type: ignore[attr-defined]
    assert multiprocessing.active_children() == []


@pytest.mark.slow
async def test_a_file_that_ends_whatever_reads_it_is_named_and_all_others_are_read(
    tmp_path: Path,
) -> None:
    before, fatal, after = (tmp_path / name for name in ("1.txt", "2.txt", "3.txt"))
    before.write_text(a_page(HEADLINES[1]))
    os.mkfifo(fatal)  # whoever reads it waits for us
    after.write_text(a_page(HEADLINES[3]))

    def end_readers(times: int) -> None:
        for _ in range(times):
            line = _opened_by_a_reader(fatal)
            for process in multiprocessing.active_children():
                process.kill()
                process.join()
            os.close(line)

    ending = asyncio.get_running_loop().run_in_executor(None, end_readers, 2)
    paths = [str(each) for each in (before, fatal, after)]
    ((first, second, third),) = [chunk async for chunk in read_files(paths, KYIV, many=1)]
    await ending
    assert [isinstance(found, Reading) for _, (found,) in (first, third)] == [True, True]
    assert "ends" in str(second[1][0])
    assert isinstance(second[1][0], OSError)


def _opened_by_a_reader(pipe: Path) -> int:
    """The other end of the pipe, once somebody has opened the one to read from."""
    while True:
        try:
            return os.open(pipe, os.O_WRONLY | os.O_NONBLOCK)
        except OSError:
            time.sleep(0.01)


def test_a_folder_that_does_not_open_is_told_of(tmp_path: Path) -> None:
    assert collect([str(tmp_path / "none")]).sources == [str(tmp_path / "none")]
    found = collect([str(tmp_path), "-", "https://example.com/1"])
    assert found.sources == ["-", "https://example.com/1"]
