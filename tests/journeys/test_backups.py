"""A newsroom loses its database and goes on from a backup: nothing is lost, no post doubled."""

import asyncio
import os
import signal
import sys
from pathlib import Path

import pytest

from bot.domain.buttons import Publish
from bot.sandbox.sandbox_server import Sandbox
from tests.builders import address_of
from tests.commands.calling import call_beside
from tests.journeys.desk import OLENA, owned, running, settings
from tests.journeys.pages import a_page

SHOWN, DRAFT, LATER, NEW = (
    "Порт Роттердама відкрив зелений термінал",
    "Осло заборонило автомобілі в центрі",
    "Лісабон повертає трамваї на набережну",
    "Відень садить дерева просто на бруківці",
)
READERS = range(3001, 3005)
LATE = READERS[2:]  # who have nothing yet when the backup is made
KILLED = """
import asyncio, os, signal, sys
from pathlib import Path
from bot.domain.clock import system_clock
from storage.backup import back_up
from storage.storage import Storage

def told(done, total):
    if done > total / 2:
        os.kill(os.getpid(), signal.SIGKILL)

asyncio.run(back_up(Storage.open(sys.argv[1]), Path("b.db"), system_clock, told))
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("database", "nothing"),
    [("sqlite", "postgresql"), ("postgresql", "sqlite")],
    indirect=True,
)
async def test_a_newsroom_goes_on_from_a_backup_that_was_made_amid_a_broadcast(
    sandbox: Sandbox, database: Path | str, nothing: Path | str, tmp_path: Path
) -> None:
    desk = owned(sandbox, database)
    async with running(desk):
        await desk.until(lambda: desk.after(OLENA, 0))
        channel = await desk.channel()
        for person in READERS:
            await desk.reader(person, f"Читач {person}")
        await desk.paste(a_page(DRAFT))
        for person in LATE:
            desk.world.faults.add("server_error", method="sendMessage", chat_id=person, times=0)
        shown = await desk.publish(a_page(SHOWN))
        await desk.until(lambda: desk.posts(channel, SHOWN))
        await _killed(address_of(database), tmp_path)
        assert _files(tmp_path) == {"b.db.part"}
        made = await call_beside(
            *("backup", "b.db", "--json"),
            folder=tmp_path,
            settings={"DATABASE_URL": address_of(database), "KEEP_BACKUPS_DAYS": "7"},
        )
        assert made.json["articles"] == 2
        assert _files(tmp_path) == {"b.db"}
        desk.world.faults.clear()
        # What the backup does not know: its draft goes out, and so does an article of later.
        await desk.settled(shown)
        await desk.press(OLENA, lambda p: p == Publish(1, breaking=False))
        await desk.settled(1)
        later = await desk.publish(a_page(LATER))
        await desk.settled(later)

    done = await call_beside(
        *("restore", "b.db", "--json"),
        folder=tmp_path,
        settings={"DATABASE_URL": address_of(nothing), "OWNER_IDS": str(OLENA)},
    )
    assert done.json["tables"] == made.json["tables"]

    desk.settings = settings(sandbox, nothing)
    async with running(desk) as app:
        await desk.until(lambda: desk.posts(OLENA, "продовжує з резервної копії"))
        await desk.settled(shown)
        desk.world.say(OLENA, "/publish 1")
        await desk.settled(1)
        other = a_page(
            NEW, lead="Коріння дістане воду з-під трамвайної колії", body="Липи та клени."
        )
        anew = [await desk.publish(page) for page in (a_page(LATER), other)]
        for number in anew:
            assert number > later + 900
            await desk.settled(number)
        twice = (await app.reports.status(shown)).progress
    for headline in (SHOWN, DRAFT, LATER, NEW):
        assert len(desk.posts(channel, headline)) == 1, headline
        assert all(desk.posts(person, headline) for person in READERS)
    copies = sum(len(desk.posts(person, SHOWN)) - 1 for person in READERS)
    assert twice.maybe_twice == copies >= len(LATE)
    assert not desk.button(channel, lambda p: getattr(p, "article_id", 0) == later)


def _files(folder: Path) -> set[str]:
    return {one.name for one in folder.glob("b.db*")}


async def _killed(url: str, folder: Path) -> None:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", KILLED, url),
        cwd=folder,
        env=os.environ | {"PYTHONPATH": ":".join(sys.path)},
    )
    assert await process.wait() == -signal.SIGKILL
