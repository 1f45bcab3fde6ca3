"""A database belongs to one bot: another one is refused, until an operator hands it over."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import nullcontext
from datetime import timedelta
from pathlib import Path

import pytest

from bot.app import assemble
from bot.config import FixedSettings
from bot.delivery.handshake import CannotConnectError
from bot.sandbox.sandbox_server import Sandbox
from storage.instance_lock import take_alone
from storage.storage import Storage
from tests.builders import OLENA, TARAS, a_channel, a_reader, address_of
from tests.commands.calling import Outcome, call, call_beside, call_forked

pytestmark = pytest.mark.timeout(300)  # several starts of the whole bot, on a busy machine
BELONGS = "this database belongs to @vistnyk_demo_bot (id 7000000001)"


@pytest.fixture
async def other() -> AsyncIterator[Sandbox]:
    """The same Telegram as another bot sees it."""
    async with Sandbox("7000000002:a-token-of-another-bot", "other_bot") as stand_in:
        yield stand_in


def settings(sandbox: Sandbox, database: Path) -> dict[str, str]:
    return {
        "BOT_TOKEN": sandbox.token,
        "TELEGRAM_API_URL": sandbox.address,
        "DATABASE_URL": address_of(database),
        "OWNER_IDS": str(OLENA),
    }


async def works(sandbox: Sandbox, database: Path, owner: int = OLENA) -> str:
    """Be the bot, as `run` is, until it says who it is. Raises `CannotConnectError` in a group."""
    app = assemble(
        FixedSettings(
            bot_token=sandbox.token,
            telegram_api_url=sandbox.address,
            database_url=address_of(database),
            owner_ids=(owner,),
        )
    )
    stop = asyncio.Event()
    names = []

    def announce(username: str, _: str | None) -> None:
        names.append(username)
        stop.set()

    await app.run(stop, announce)
    (name,) = names
    return name


async def command(name: str, *arguments: str, sandbox: Sandbox, database: Path) -> Outcome:
    given = settings(sandbox, database)
    return await call_beside(
        name,
        *arguments,
        folder=database.parent,
        settings=given,
        by=call_forked if name == "run" else call,  # it takes the signals of its process
    )


@pytest.mark.slow
async def test_another_bot_is_refused_and_the_same_bot_with_a_new_token_is_not(
    sandbox: Sandbox, other: Sandbox, storage: Storage, database: Path
) -> None:
    await a_reader(storage)
    await a_channel(storage)
    assert await works(sandbox, database) == "vistnyk_demo_bot"
    refused = await command("run", sandbox=other, database=database)
    complaint = refused.complaint(1)
    assert complaint.startswith(f"{BELONGS}, and BOT_TOKEN is that of @other_bot (id 7000000002)")
    assert "vistnyk adopt" in complaint
    async with storage.reading() as tx:
        assert (await tx.identity.holdings()).readers == 1
    checked = await command("doctor", sandbox=other, database=database)
    assert "✗ token: it is that of @other_bot (id 7000000002), and this database" in checked.out
    assert "belongs to @vistnyk_demo_bot (id 7000000001)" in checked.out
    async with Sandbox("7000000001:renewed-at-botfather", "renamed_bot") as renewed:
        assert await works(renewed, database) == "renamed_bot"
    async with storage.reading() as tx:
        known = await tx.identity.known()
    assert str(known) == "@renamed_bot (id 7000000001)"


async def test_owners_that_come_with_the_wrong_token_are_not_made_owners(
    sandbox: Sandbox, other: Sandbox, storage: Storage, database: Path
) -> None:
    await works(sandbox, database)
    with pytest.RaisesGroup(pytest.RaisesExc(CannotConnectError, match="adopt")):
        await works(other, database, owner=6666)
    async with storage.reading() as tx:
        assert [owner.user_id for owner in await tx.people.owners()] == [OLENA]


@pytest.mark.slow
async def test_a_database_is_handed_over_by_whoever_means_it(
    sandbox: Sandbox, other: Sandbox, storage: Storage, database: Path
) -> None:
    await a_reader(storage)
    await a_channel(storage)
    await works(sandbox, database)
    asked = await command("adopt", sandbox=other, database=database)
    assert (asked.exit_code, asked.err) == (
        1,
        "vistnyk: nothing was changed; make a backup, then say --yes\n",
    )
    assert "readers: 1, and none gets anything more before starting @other_bot" in asked.out
    assert "channels: 1, all kept" in asked.out
    with pytest.RaisesGroup(CannotConnectError):
        await works(other, database)

    done = await command("adopt", "--yes", sandbox=other, database=database)
    assert (done.exit_code, done.err) == (0, "")
    assert await works(other, database) == "other_bot"
    with pytest.RaisesGroup(pytest.RaisesExc(CannotConnectError, match="belongs to @other_bot")):
        await works(sandbox, database)
    async with storage.reading() as tx:
        assert (await tx.identity.holdings()).readers == 0
        assert await tx.people.reader(TARAS)


async def test_a_database_is_not_handed_over_under_a_running_bot(
    other: Sandbox, database: Path
) -> None:
    with take_alone(address_of(database)) or nullcontext():
        busy = await command("adopt", "--yes", sandbox=other, database=database)
    assert "stop the bot first" in busy.complaint(1)


async def test_nor_is_one_that_several_processes_share(
    sandbox: Sandbox, other: Sandbox, storage: Storage, database: Path
) -> None:
    await works(sandbox, database)
    async with storage.sign_of_life() as processes:
        await processes.join("one", "desk 4711", timedelta(minutes=5))
    busy = await command("adopt", "--yes", sandbox=other, database=database)
    assert busy.exit_code == 1
    assert "stop the bot first, it runs on this database (desk 4711)" in busy.err
    async with storage.reading() as tx:
        known = await tx.identity.known()
    assert known is not None
    assert known.username == "vistnyk_demo_bot"


async def test_a_bot_that_has_its_database_need_not_adopt_it(
    sandbox: Sandbox, database: Path
) -> None:
    for _ in range(2):
        done = await command("adopt", "--yes", sandbox=sandbox, database=database)
        assert "is @vistnyk_demo_bot (id 7000000001)'s already" in done.out
        assert done.exit_code == 0
