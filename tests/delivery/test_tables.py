"""What tests wait by: that somebody has written, once it can be seen."""

import asyncio
import threading
from types import SimpleNamespace
from typing import Any, cast

import pytest
from sqlalchemy import create_engine, text

from tests.postgres import Machine
from tests.tables import changes, engine_of


@pytest.mark.slow
async def test_a_change_is_told_of_once_it_is_seen_however_long_its_commit_takes(
    machine: Machine,
) -> None:
    """The log moves before the row can be seen: who looks then finds nothing, and no more."""
    url = f"postgresql+asyncpg://{machine.address}/postgres"
    storage = cast("Any", SimpleNamespace(url=url))  # which is all that is asked of it
    with engine_of(url).connect().execution_options(isolation_level="AUTOCOMMIT") as beside:
        beside.execute(text("CREATE TABLE seen (number INTEGER)"))
        beside.execute(text("ALTER SYSTEM SET synchronous_standby_names = 'nobody'"))
        beside.execute(text("SELECT pg_reload_conf()"))
        writer = create_engine(engine_of(url).url).connect()
        writer.execute(text("SET synchronous_commit = on"))
        writer.commit()
        process = {"pid": writer.scalar(text("SELECT pg_backend_pid()"))}
        writer.execute(text("INSERT INTO seen VALUES (1)"))
        async with asyncio.timeout(20), changes(storage) as has_changed:
            assert has_changed()
            committing = threading.Thread(target=writer.commit)
            committing.start()
            waits = text("SELECT wait_event = 'SyncRep' FROM pg_stat_activity WHERE pid = :pid")
            while not beside.scalar(waits, process):  # noqa: ASYNC110 - another process's
                await asyncio.sleep(0.01)
            has_changed()
            assert not beside.scalar(text("SELECT count(*) FROM seen"))
            beside.execute(text("SELECT pg_cancel_backend(:pid)"), process)
            await asyncio.to_thread(committing.join)
            assert has_changed()
            assert beside.scalar(text("SELECT count(*) FROM seen"))
        writer.close()
        writer.engine.dispose()
